"""No regular expression of the program can be held up by a text, however it was made.

The short form finds what grows exponentially or with the third power; 10^5 characters find the square, too.
"""

from __future__ import annotations

import re
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from expressions import Expression, attacks, expressions

from shuangsuiji.core.columns.column import MOST_HEADING
from shuangsuiji.core.registries.passed_over import _LONGEST_HINT
from shuangsuiji.core.rules.published import _MOST
from shuangsuiji.files.readers.format_sections import MOST_FORMAT

SHORT, LONG = 400, 100_000
PATIENCE = 1.0
"""Seconds of the processor for one text; a linear expression takes a hundredth."""

BOUNDED = {
    "_NOTES": MOST_HEADING,
    "_FILLING": _LONGEST_HINT,
    "_EXAMPLE": _LONGEST_HINT,
    "_RATIO": _MOST,
    "_OPEN_RANGE": _MOST,
    "_TOKEN": MOST_FORMAT,
}
"""Expressions that are only applied to texts of so many characters."""
AS_A_WHOLE = {
    "_LIKELY": "match",
    "_TRAPS": "fullmatch",
    "_FULL_WIDTH_COLON": "match",
    "_TIGHT_COLON": "match",
    "_FULL_WIDTH_MARK": "match",
}
"""Expressions that are applied by way of a table."""


class Late(BaseException):
    """The time is up."""


@contextmanager
def patience() -> Iterator[None]:
    def ring(*_: object) -> None:
        raise Late

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def held_up(expression: Expression, length: int) -> list[str]:
    """The texts that hold an expression up, shortened; no more than one is looked for."""
    length = min(length, BOUNDED.get(expression.name, length))
    how = AS_A_WHOLE.get(expression.name)
    for text in attacks(expression.pattern, length):
        for method in (how,) if how else expression.methods:
            try:
                with patience():
                    getattr(expression.pattern, method)(text)
            except Late:
                return [f"{expression.place} {expression.name} {method}: {text[:40]!r} … {text[-8:]!r}"]
    return []


def test_the_harness_finds_what_goes_back() -> None:
    bad = Expression("here", "", re.compile("(?:a|aa)+$"), ("fullmatch",))
    assert held_up(bad, 100)
    square = Expression("here", "", re.compile("a+b"), ("search",))
    assert held_up(square, LONG)
    good = Expression("here", "", re.compile("(?<!a)a++b"), ("search",))
    assert held_up(good, LONG) == []


def test_every_expression_is_found() -> None:
    found = {(entry.place, entry.name) for entry in expressions()}
    assert ("shuangsuiji.core.columns.column", "_NOTES") in found
    assert ("shuangsuiji.files.yaml_plan", "_LIKELY") in found or len(found) > 200


def test_no_expression_goes_back_for_ever() -> None:
    assert [text for entry in expressions() for text in held_up(entry, SHORT)] == []


@pytest.mark.soak
def test_no_expression_takes_the_square_of_a_text() -> None:
    assert [text for entry in expressions() for text in held_up(entry, LONG)] == []
