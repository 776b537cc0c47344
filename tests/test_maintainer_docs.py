"""The pages for maintainers name what there is: folders and their imports, modules, functions, decisions."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from test_architecture import ALLOWED, CORE_LAYERS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "shuangsuiji"
DECISIONS = ROOT / "docs" / "decisions"
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
PAGES = {
    name: (ROOT / name).read_text("utf-8")
    for name in (
        "docs/architecture.md",
        "docs/requirements.md",
        "CONTRIBUTING.md",
        "docs/decisions/README.md",
    )
}
VERSIONS = {"rules/1", "ssj-draw/2"}
"""Names of rules and schemes, which look like paths."""


def rows(heading: str) -> Iterator[list[str]]:
    """The cells of the table of docs/architecture.md whose heading row begins with a word."""
    table = re.search(rf"^\| {heading} \|.*\n\| ---.*\n((?:\|.*\n)+)", ARCHITECTURE, re.MULTILINE)
    assert table is not None, heading
    for line in table[1].splitlines():
        yield [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]


def names_of(module: Path) -> set[str]:
    """What a module defines, the parts of its classes as `Class.name`."""
    defined: set[str] = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            defined.add(node.name)
        if isinstance(node, ast.ClassDef):
            defined |= {f"{node.name}.{part.name}" for part in node.body if isinstance(part, ast.FunctionDef)}
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        defined |= {target.id for target in targets if isinstance(target, ast.Name)}
    return defined


def test_the_table_of_imports_is_the_one_that_is_held() -> None:
    table = {folder: set(may.split(", ")) for folder, may, _ in rows("folder")}
    assert table == {folder: {name or "package" for name in may} for folder, may in ALLOWED.items()}


def test_the_layers_of_the_core_are_those_that_are_held() -> None:
    assert tuple(set(parts.split(", ")) for _, parts, _ in rows("layer")) == CORE_LAYERS
    assert [number for number, _, _ in rows("layer")] == [str(n) for n in range(1, len(CORE_LAYERS) + 1)]


@pytest.mark.parametrize("page", PAGES)
def test_every_path_of_a_page_exists(page: str) -> None:
    """A path in backticks lies in the package or below the root; [a](link) below the page."""
    paths = set(re.findall(r"`([a-z_]+(?:/[\w.-]+)+/?)`", PAGES[page])) - VERSIONS
    missing = [path for path in sorted(paths) if not (PACKAGE / path).exists() and not (ROOT / path).exists()]
    links = re.findall(r"\]\(([^)#:]+)\)", PAGES[page])
    missing += [link for link in links if not (ROOT / page).parent.joinpath(link).exists()]
    assert missing == []


@pytest.mark.parametrize("page", PAGES)
def test_every_function_of_a_page_exists(page: str) -> None:
    """A name in the next cell or right behind a module, if it looks like one there, is defined in it."""
    behind = r"`([a-z_/0-9]+\.py)`(?: \| `([\w.]+)`| ([a-z]+_\w+|[A-Z]\w+(?:\.\w+)?)\b)"
    named = [(path, cell or word) for path, cell, word in re.findall(behind, PAGES[page])]
    wrong = [
        (path, name)
        for path, name in named
        if (PACKAGE / path).exists() and name not in names_of(PACKAGE / path)
    ]
    assert named or "README" in page or page == "CONTRIBUTING.md"
    assert wrong == []


def test_the_walks_are_counted() -> None:
    walks = re.findall(r"^### .*: (\d+) steps in (\d+) modules\n([^#]*)", ARCHITECTURE, re.M)
    assert len(walks) == 4
    for steps, modules, text in walks:
        listed = re.findall(r"^\| (\d+) \| `([^`]+)` \|", text, re.MULTILINE)
        assert [number for number, _ in listed] == [str(n) for n in range(1, int(steps) + 1)]
        assert len({module for _, module in listed}) == int(modules)


def test_every_decision_stands_in_the_index() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", PAGES["docs/decisions/README.md"])
    assert listed == sorted(path.name for path in DECISIONS.glob("0*.md"))
