"""The page's scripts in node: against a literal oracle, and the checked-in draws made anew."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

NODE = shutil.which("node")
pytestmark = pytest.mark.skipif(NODE is None, reason="no node on the PATH")

FOLDER = Path(__file__).parent / "page"


def run(script: str, *arguments: str) -> str:
    """What a script of `page/` prints."""
    assert NODE
    done = subprocess.run([NODE, str(FOLDER / script), *arguments], capture_output=True, timeout=300)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode("utf-8")


def test_teams_against_all_complete_assignments() -> None:
    """Section 7 word for word; each of the outcomes occurs."""
    found = json.loads(run("oracle.js", "2000"))
    assert found["drawn"] > 500 and min(found["outcomes"]) > 10


@pytest.mark.parametrize("each", [12, pytest.param(60, marks=pytest.mark.soak)])
def test_objects_and_events_against_a_literal_reading(each: int) -> None:
    """Sections 5, 8 and 10 written a second time, slowly; so many draws of each of four kinds."""
    found = json.loads(run("literal.js", str(each)))
    assert found["draws"] == 4 * each and found["replacements"] > 4 * each and found["refilled"] > 20 * each


def test_the_checked_in_draws_are_made_anew() -> None:
    assert json.loads(run("make.js", "1")) == json.loads((FOLDER / "cases.json").read_text(encoding="utf-8"))


def test_words_of_section_4() -> None:
    """The table of docs/algorithm.md, and SHA-256 and canonical JSON beside it."""
    assert run("words.js").strip() == "right"
