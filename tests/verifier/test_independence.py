"""The programs written from the pages alone share no code with the product, nor with each other."""

from __future__ import annotations

import functools
import re
from itertools import combinations
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROGRAMS = [
    path
    for path in sorted(Path(__file__).parent.glob("*_by_the_page.py"))
    if not path.name.startswith("test_")
]
PROVEN = ROOT / "src" / "shuangsuiji" / "documents" / "proof" / "verify_ssj.py"
RUN = 6
"""As many lines in a row as two people may well write alike, and one more."""


@functools.cache
def runs(path: Path) -> dict[str, int]:
    """Every run of six lines of a program -> the number of its first.

    White space is folded; comments, imports and lines of punctuation alone are left out.
    """
    lines = [
        (number, " ".join(line.split()))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"\w", line) and not re.match(r"\s*(#|import |from )", line)
    ]
    texts = [text for _, text in lines]
    return {"\n".join(texts[at : at + RUN]): lines[at][0] for at in range(len(lines) - RUN + 1)}


def shared(one: Path, other: Path) -> list[str]:
    """Places of the runs that two programs share."""
    own, others = runs(one), runs(other)
    return [f"{one.name}:{own[run]} {other.name}:{others[run]}" for run in own.keys() & others.keys()]


def test_the_programs_are_there() -> None:
    assert [path.name for path in PROGRAMS] == ["lottery_by_the_page.py", "tables_by_the_page.py"]


@pytest.mark.parametrize("program", [*PROGRAMS, PROVEN], ids=lambda path: path.stem)
def test_no_run_of_lines_of_the_product(program: Path) -> None:
    product = [path for path in (ROOT / "src").rglob("*.py") if path != program]
    assert len(product) > 100
    assert [place for path in product for place in shared(program, path)] == []


@pytest.mark.parametrize("one, other", list(combinations(PROGRAMS, 2)), ids=lambda path: path.stem)
def test_no_run_of_lines_of_each_other(one: Path, other: Path) -> None:
    assert shared(one, other) == []


@pytest.mark.parametrize("program", [*PROGRAMS, PROVEN], ids=lambda path: path.stem)
def test_nothing_but_the_standard_library(program: Path) -> None:
    text = program.read_text(encoding="utf-8")
    assert "shuangsuiji" not in set(re.findall(r"^\s*(?:import|from) (\w+)", text, flags=re.MULTILINE))


def test_a_copied_run_would_be_found(tmp_path: Path) -> None:
    lines = PROVEN.read_text(encoding="utf-8").splitlines()
    start = next(at for at, line in enumerate(lines) if line.startswith("def canonical"))
    copy = tmp_path / "copy.py"
    copy.write_text("\n".join(f"  {line}" for line in lines[start : start + 12]), encoding="utf-8")
    assert shared(copy, PROVEN) != []
