"""CSV tables of numbers as arrays: parsed in one pass over the bytes, without a Python value for each cell.

The form is that of docs/algorithm.md, section 1: a heading, one line a row, LF at each end, nothing quoted;
a cell is a number, or an ascending list of numbers joined by single blanks, or (marks, salts) a text that is
not read here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

_COMMA, _LINE_END, _BLANK, _ZERO, _LAST_ASCII = 44, 10, 32, 48, 126
_MOST_DIGITS = 9
_NOTHING: Integers = np.zeros(1, dtype=np.int64)


class BadTable(ValueError):
    """A table does not have the form of docs/algorithm.md. `row` counts from 1; 0 stands for the heading."""

    def __init__(self, name: str, row: int, detail: str) -> None:
        super().__init__(f"{name}, row {row}: {detail}")
        self.name, self.row = name, row


@dataclass(frozen=True, slots=True)
class Lists:
    """A list of numbers for each row: those of row r are `values[starts[r]:starts[r + 1]]`."""

    starts: Integers
    values: Integers

    def __getitem__(self, row: int) -> Integers:
        return self.values[self.starts[row] : self.starts[row + 1]]

    def rows(self) -> Integers:
        """The row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


class Columns:
    """One table, cut into cells.

    Raises:
        BadTable: the heading or the form of a line is not as it should be.
    """

    def __init__(self, name: str, data: bytes, heading: tuple[str, ...]) -> None:
        self.name = name
        first = (",".join(heading) + "\n").encode("ascii")
        if not data.startswith(first):
            raise BadTable(name, 0, "not the heading of this table")
        self._bytes = np.frombuffer(data, dtype=np.uint8)[len(first) :]
        marks = self._bytes
        separators = np.flatnonzero((marks == _COMMA) | (marks == _LINE_END))
        lines = np.flatnonzero(marks[separators] == _LINE_END)
        width = len(heading)
        self.size = len(lines)
        wrong = np.flatnonzero(lines != np.arange(1, self.size + 1) * width - 1)
        if wrong.size or len(separators) != self.size * width or (marks.size and marks[-1] != _LINE_END):
            row = int(wrong[0]) + 1 if wrong.size else self.size + 1
            raise BadTable(name, row, "not as many cells as the heading")
        foreign = np.flatnonzero(marks > _LAST_ASCII)
        if foreign.size:
            row = int(np.searchsorted(separators, foreign[0])) // width + 1
            raise BadTable(name, row, "a character that stands in no table")
        ends = separators.reshape(self.size, width)
        starts = np.concatenate([_NOTHING, separators[:-1] + 1]) if self.size else separators
        self._ends = dict(zip(heading, ends.T, strict=True))
        self._starts = dict(zip(heading, starts.reshape(self.size, width).T, strict=True))

    def integers(self, column: str, *, blank: int | None = None) -> Integers:
        """The numbers of a column; `blank` is what stands for an empty cell, if one may be empty.

        Raises:
            BadTable: a cell is no number, or empty without leave.
        """
        starts, ends = self._starts[column], self._ends[column]
        values, bad = self._numbers(starts, ends)
        empty = starts == ends
        if blank is not None:
            values[empty] = blank
            bad &= ~empty
        self._refuse(bad, column)
        return values

    def lists(self, column: str, *, besides: NDArray[np.bool_] | None = None) -> Lists:
        """The lists of a column; rows marked by `besides` hold something else and count as empty.

        Raises:
            BadTable: a cell is no ascending list of numbers above 0.
        """
        starts, ends = self._starts[column], self._ends[column]
        filled = np.flatnonzero(starts < ends if besides is None else (starts < ends) & ~besides)
        blanks = np.flatnonzero(self._bytes == _BLANK)
        owner = np.searchsorted(ends, blanks)
        inside = owner < self.size
        inside[inside] = blanks[inside] >= starts[owner[inside]]
        blanks, owner = blanks[inside], owner[inside]
        row = np.concatenate([filled, owner])
        begin = np.concatenate([starts[filled], blanks + 1])
        order = np.argsort(begin, kind="stable")
        row, begin = row[order], begin[order]
        last = np.ones(len(row), dtype=np.bool_)
        last[:-1] = row[1:] != row[:-1]
        end = np.where(last, ends[row], np.concatenate([begin[1:] - 1, _NOTHING])[: len(row)])
        values, bad = self._numbers(begin, end)
        bad |= values == 0
        bad[1:] |= ~last[:-1] & (values[1:] <= values[:-1])
        self._refuse(bad, column, row)
        counts = np.bincount(row, minlength=self.size)
        return Lists(np.concatenate([_NOTHING, np.cumsum(counts)]), values)

    def equal(self, column: str, text: bytes) -> NDArray[np.bool_]:
        """In which rows a cell is exactly this one character."""
        starts, ends = self._starts[column], self._ends[column]
        alone: NDArray[np.bool_] = ends - starts == 1
        alone[alone] = self._bytes[starts[alone]] == text[0]
        return alone

    def _numbers(self, starts: Integers, ends: Integers) -> tuple[Integers, NDArray[np.bool_]]:
        """The numbers that stand there, and which of them are none."""
        lengths = ends - starts
        values = np.zeros(len(starts), dtype=np.int64)
        bad = (lengths < 1) | (lengths > _MOST_DIGITS)
        longest = min(int(lengths.max(initial=0)), _MOST_DIGITS)
        for place in range(longest):
            there = lengths > place
            digits = self._bytes[starts[there] + place].astype(np.int64) - _ZERO
            bad[there] |= (digits < 0) | (digits > 9)
            values[there] = values[there] * 10 + digits
            if place == 0:
                bad[there] |= (digits == 0) & (lengths[there] > 1)
        return values, bad

    def _refuse(self, bad: NDArray[np.bool_], column: str, rows: Integers | None = None) -> None:
        wrong = np.flatnonzero(bad)
        if wrong.size:
            row = int(wrong[0]) if rows is None else int(rows[wrong[0]])
            raise BadTable(self.name, row + 1, f"{column}: not the number or list that belongs there")
