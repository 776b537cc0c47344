"""Messages: every code has a text, every text a use, and every text reads like Chinese for a clerk.

Run as a script, this file writes docs/findings.md anew.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import shuangsuiji
from shuangsuiji import messages
from shuangsuiji.core.findings import Place, error, note, warning
from shuangsuiji.errors import BadInput
from shuangsuiji.messages import TEXTS, locate, render

SOURCE = Path(shuangsuiji.__file__).parent
LIST = Path(__file__).resolve().parents[1] / "docs" / "findings.md"

MAKERS = {"error", "warning", "note", "bad", "_error", "_warning", "_key_error", "PydanticCustomError"}
CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")
PRODUCT_WORDS = {
    # what a clerk meets on the screen under these very names
    "WPS", "Excel", "Word", "PDF", "HTML", "XML", "DTD", "OpenDocument", "YAML", "Tab", "Ctrl",
    "End", "Windows", "REF", "UTF", "GB", "ssj", "init", "cancel", "draws", "json", "manifest",
    "draw", "shuangsuiji", "yaml", "xlsx", "xls", "xlsb", "ods", "MB",
    # what an office writes into a template
    "docx", "txt", "for", "endfor", "if", "elif", "else", "endif", "end", "tr", "p",
}  # fmt: skip
SAMPLES = {"A", "B", "C", "E", "F", "H", "N", "P", "YB", "SJ", "I", "O", "S", "V", "Z"}


class Use(NamedTuple):
    """One place in the source that makes a finding: its code, the names of its values, and where it is."""

    code: str
    values: frozenset[str]
    open_ended: bool
    where: str


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the package but the texts themselves."""
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if path.parent.name != "messages"
    }


def uses() -> Iterator[Use]:
    """Every call that makes a finding with a literal code."""
    for name, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in MAKERS:
                continue
            for code in filter(CODE.fullmatch, literals(node.args[:2])):
                values = frozenset(word.arg for word in node.keywords if word.arg)
                open_ended = any(word.arg is None for word in node.keywords)
                yield Use(code, values, open_ended, f"{name}:{node.lineno}")


def literals(nodes: list[ast.expr]) -> list[str]:
    """The texts that stand in these expressions, all branches of a choice among them."""
    return [
        inner.value
        for node in nodes
        for inner in ast.walk(node)
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str)
    ]


def mentioned() -> set[str]:
    """Every text constant of the source; the parts of f-strings as patterns of the codes they can make."""
    found: set[str] = set()
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in node.values]
                pattern = re.compile("".join(map(str, parts)))
                if CODE.match(pattern.pattern.replace("\\", "").replace(".+", "x")):
                    found.update(code for code in TEXTS if pattern.fullmatch(code))
    return found


def placeholders(text: str) -> set[str]:
    """The names that a text wants filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_code_has_a_text() -> None:
    """No finding is left without words."""
    found = list(uses())
    assert len(found) > 100
    assert sorted({f"{use.code} ({use.where})" for use in found if use.code not in TEXTS}) == []


def test_no_code_has_two_texts() -> None:
    """The modules of `messages` share no code: the later text would hide the earlier."""
    parts = [module.TEXTS for module in vars(messages).values() if hasattr(module, "TEXTS")]
    assert sum(map(len, parts)) == len(TEXTS) > 0


def test_every_text_has_a_use() -> None:
    """No text is left from a finding that is no more."""
    assert sorted(set(TEXTS) - mentioned()) == []


def test_every_text_gets_its_values() -> None:
    """Each call gives its finding the values that the text of its code asks for."""
    wrong = [
        f"{use.where}: {use.code} lacks {placeholders(TEXTS[use.code]) - use.values}"
        for use in uses()
        if not use.open_ended and use.code in TEXTS and not placeholders(TEXTS[use.code]) <= use.values
    ]
    assert wrong == []


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_texts_are_chinese_sentences(code: str) -> None:
    """Chinese words, full stops, full-width marks; the only English words are names of products and keys."""
    text = TEXTS[code]
    commands = r"ssj [a-z]+( (diff|verify|export|import|compare|check|fix))?"
    words = set(re.findall(r"[A-Za-z]+", re.sub(rf"\{{\w+\}}|--[a-z-]+|{commands}", "", text)))
    assert words - PRODUCT_WORDS - SAMPLES == set()
    assert "  " not in text
    assert text == text.strip()
    prose = re.sub(r"“[^”]*”|\[[^]]*\]|\{\{.*?\}\}|\"[^\"]*\"", "", text)
    assert not re.search("[一-龥][,;:?!]|[,;?!][一-龥]", prose)
    if "。" in text:
        assert re.search(r"([。？]|：\{\w+\}。?)$", text), "a text of sentences ends with a full stop"
    assert text.count("“") == text.count("”")
    assert text.count("（") == text.count("）")
    assert re.search("[一-龥]", text) or code in {"audit-finding", "recorded"}


@pytest.mark.parametrize(
    "code", sorted(code for code in TEXTS if not code.startswith(("audit-", "registry-", "recorded")))
)
def test_findings_end_with_a_full_stop(code: str) -> None:
    """Lines of the audit are a table's cells; everything else is said in sentences."""
    assert re.search("[。？]$", TEXTS[code])


@pytest.mark.parametrize("code", sorted(TEXTS))
def test_every_text_can_be_filled(code: str) -> None:
    """The braces are in order: a brace that is meant as one is doubled."""
    values = dict.fromkeys(placeholders(TEXTS[code]), "值")
    assert all(re.fullmatch("[a-z_]+", name) for name in values)
    text = render(error(code, **values))
    if not code.startswith("template-"):  # these show how a placeholder is written
        assert "{{" not in text and "}}" not in text


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place(file="名录库.xlsx", sheet="药店", cell="C17"), "名录库.xlsx › 药店 › C17"),
        (Place(file="名录库.csv", cell="A1"), "名录库.csv › A1"),
        (Place(file="计划.yaml", line=3, column=5), "计划.yaml 第3行第5列"),
        (Place(file="名录库.csv", line=3), "名录库.csv 第3行"),
    ],
)
def test_places(place: Place, text: str) -> None:
    """ "Findings name file, sheet and cell"; a plan's line and column count from 1."""
    assert locate(place) == text


def test_an_error_tells_all_its_findings() -> None:
    """`str()` of an error gives what the command line prints."""
    problem = BadInput(
        error("plan-blank", Place(file="计划.yaml", line=1, column=2)),
        warning("registry-blank-cell", Place(file="甲.xlsx", sheet="乙", cell="C3"), column="名称"),
        note("plan-gb18030"),
    )
    assert str(problem).splitlines() == [
        "计划.yaml 第1行第2列：这里不能留空，请填写。",
        "甲.xlsx › 乙 › C3：“名称”是空的，请补上。",
        TEXTS["plan-gb18030"],
    ]


INTRODUCTION = """\
# Findings

Every finding of `ssj` has a stable code, which `--json` prints, and a Chinese text, which people read. The
words in braces are filled in from the finding. `python tests/test_messages.py` writes this page from
`src/shuangsuiji/messages/`; a test compares them.

| code | text |
| --- | --- |
"""


def findings_page() -> str:
    """docs/findings.md as it should be."""
    rows = []
    for code, text in TEXTS.items():
        shown = text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")
        rows.append(f"| `{code}` | {shown} |\n")
    return INTRODUCTION + "".join(rows)


def test_the_list_of_findings_is_complete() -> None:
    """ "codes are stable and listed in docs": run `python tests/test_messages.py` where this fails."""
    assert LIST.read_text("utf-8") == findings_page()


if __name__ == "__main__":
    LIST.write_text(findings_page(), "utf-8", newline="\n")
