"""docs/a-year.md is what a year's commands print, and the year holds."""

from __future__ import annotations

import re

from tools.a_year import PAGE, year

_OF_THIS_MACHINE = re.compile(r"\b[0-9a-f]{16,}\b|\b[0-9]+(-[0-9a-f]{4}){3,}-[0-9]{2}\b")
"""Digests of the record: it names the versions of Python and NumPy."""


def test_the_page_is_what_the_commands_print() -> None:
    printed, written = (_OF_THIS_MACHINE.sub("#", page) for page in (year(), PAGE.read_text("utf-8")))
    assert printed == written, "run python -m tools.a_year"
