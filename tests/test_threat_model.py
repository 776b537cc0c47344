"""docs/threat-model, both languages: each attack names tests that carry it out, and none is forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
DOCUMENTS = {
    "threat-model.md": ("## Attacks tried", "## What a bureau can do"),
    "threat-model.zh.md": ("## 试过的手法", "### 种子要多强"),
}


def attacks(name: str) -> list[list[str]]:
    """The tests of each row of the table of attacks."""
    text = (TESTS.parent / "docs" / name).read_text("utf-8")
    start, end = DOCUMENTS[name]
    section = text[text.index(start) : text.index(end)]
    rows = [row.strip("|").split("|") for row in section.splitlines() if row.startswith("| ")][2:]
    assert all(len(row) == 4 and row[0].strip() and row[1].strip() for row in rows)
    return [re.findall(r"`(test_\w+)`", row[3]) for row in rows]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_attack_is_carried_out(name: str) -> None:
    known: set[str] = set()
    for path in TESTS.rglob("test_*.py"):
        known |= set(re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE))
    for row in attacks(name):
        assert row and set(row) <= known, row


def test_both_languages_tell_the_same_attacks() -> None:
    first, second = map(attacks, DOCUMENTS)
    assert first == second


def test_each_test_of_a_threat_is_in_the_table() -> None:
    text = (TESTS / "workflows" / "test_threats.py").read_text("utf-8")
    carried_out = set(re.findall(r"^def (test_\w+)", text, re.MULTILINE))
    assert carried_out <= {test for row in attacks("threat-model.md") for test in row} | AIDS


AIDS = {"test_a_note_is_read_as_people_write_it"}
"""Of that file, what is no attack."""
