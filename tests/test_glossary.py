"""docs/glossary.md: one word for one thing. Words of its last column stand nowhere, names of code exist."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from shuangsuiji.messages import TEXTS

TOP = Path(__file__).parents[1]
SOURCE = TOP / "src" / "shuangsuiji"
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in (TOP / "docs" / "glossary.md").read_text("utf-8").splitlines()
    if line.startswith("| ") and not line.startswith(("| 中文", "| ---"))
]
INSTEAD = [(word, row[0]) for row in ROWS for word in row[4].split("、") if word]


def texts() -> Iterator[tuple[str, str]]:
    """Where it stands, and every text that a clerk may read: messages, strings, pages, manuals."""
    yield from TEXTS.items()
    for path in SOURCE.rglob("*"):
        if path.suffix == ".docx":
            with zipfile.ZipFile(path) as paper:
                yield path.name, re.sub("<[^>]*>", "", paper.read("word/document.xml").decode())
        elif path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield path.name, node.value
        elif path.suffix in (".html", ".js"):
            yield path.name, path.read_text("utf-8")
    for path in [TOP / "README.md", *(TOP / "docs").glob("*.zh.md")]:
        yield path.name, path.read_text("utf-8")


def test_words_that_are_not_used_stand_nowhere() -> None:
    found = [(where, word, right) for where, text in texts() for word, right in INSTEAD if word in text]
    assert found == []


def test_names_of_code_are_there() -> None:
    code = "\n".join(path.read_text("utf-8") for path in SOURCE.rglob("*.py"))
    names = [name for row in ROWS for name in re.findall("`([^`]+)`", row[2])]
    assert len(names) == len(ROWS)
    assert [name for name in names if not re.search(rf"\b{name}\b", code)] == []


def test_every_word_has_one_row() -> None:
    words = [word for row in ROWS for word in row[0].split("、")]
    assert len(words) == len(set(words)) and all(len(row) == 5 for row in ROWS)
