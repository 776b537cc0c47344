"""Whose turn it is: the order of the visits and, within a visit, of the people (docs/algorithm.md, 7).

`Tickets` say which words decide; `Turns` are the order that they give to one problem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..words import Key, Purpose, Words, words
from .seats import SeatProblem

_ALL_WORDS = 2**64

Numbers = Sequence[int] | Mapping[int, int]
"""A number for each visit, by its index in the problem; a mapping may leave out visits without open seats."""


@dataclass(frozen=True, slots=True)
class Tickets:
    """Which words put the visits and the people of a problem in order; J is the problem's number of people.

    The visits come by (word n of stream `turns`, n), n being the number of the visit; the people
    of a visit by (word r * J + p of stream `people`, p), r being its row and p the index of a person.

    numbers: the number of each visit, ascending with its index; None: the index itself.
    turns: None: the visits come as they are numbered.
    people: one stream for all visits, or one for each, by its index.
    rows: the row of each visit; None: its number.
    first: (people,), those who come before all others in every visit, each part by its words.
    behind: visit, by its index -> a person: the order begins with whoever follows that person, goes on from
        the top, and ends with that person. With `first` this holds for each part by itself.

    Examples, as the arguments after the key:
        the teams of a draw: none;
        the t-th attempt to form k groups: `turns=None, people=Purpose.GROUPS, rows=range(t * k, t * k + k)`;
        loose seats: `people=Purpose.LOOSE_SEATS`;
        stand-ins, the same for all visits of a group:
            `people=Purpose.STAND_INS, rows={visit: group}, first=people of no group`.
    """

    key: Key
    numbers: Numbers | None = field(default=None, kw_only=True)
    turns: Purpose | None = field(default=Purpose.VISIT_ORDER, kw_only=True)
    people: Purpose | Sequence[Purpose] = field(default=Purpose.VISIT_PERSON, kw_only=True)
    rows: Numbers | None = field(default=None, kw_only=True)
    first: NDArray[np.bool_] | None = field(default=None, kw_only=True)
    behind: Mapping[int, int] = field(default_factory=dict, kw_only=True)

    def number(self, visit: int) -> int:
        """The number of a visit, by its index."""
        return visit if self.numbers is None else self.numbers[visit]

    def turn_words(self, visits: Sequence[int]) -> Words:
        """The words of these visits (indexes, ascending), in this order. `turns` must not be None."""
        assert self.turns is not None
        if self.numbers is None:
            return words(self.key, self.turns, 0, max(visits, default=-1) + 1)[list(visits)]
        single = [words(self.key, self.turns, self.number(visit), 1) for visit in visits]
        return np.concatenate([np.zeros(0, dtype=np.uint64), *single])

    def person_words(self, visit: int, people: int) -> Words:
        """One word for each of so many people, in a visit."""
        row = self.number(visit) if self.rows is None else self.rows[visit]
        stream = self.people if isinstance(self.people, Purpose) else self.people[visit]
        return words(self.key, stream, row * people, people)


class Turns:
    """The order in which the visits of one problem and the people of each visit come up."""

    def __init__(self, tickets: Tickets, problem: SeatProblem) -> None:
        self._tickets = tickets
        self._problem = problem
        self._mark = np.zeros(len(problem.loads), dtype=np.bool_)

    def visits(self) -> list[int]:
        """The indexes of the visits with open seats, in their order."""
        seated = [visit for visit, rule in enumerate(self._problem.rules) if rule.size]
        if self._tickets.turns is None:
            return seated
        order = np.argsort(self._tickets.turn_words(seated), kind="stable")
        return [seated[position] for position in order.tolist()]

    def people(self, visit: int) -> Iterator[tuple[int, bool]]:
        """Each person who fits a seat of the visit, in their order, with whether they are recused from it.

        Few are ever asked for, so that those who come first are sorted first, the others only if need be.
        """
        rule, recused = self._problem.rules[visit], self._problem.recused[visit]
        fitting = rule.people
        if not fitting.size:
            return
        every = self._tickets.person_words(visit, len(self._mark))
        words = every[fitting]
        for part in self._parts(visit, every, fitting, 3 * rule.size + 14):
            people = fitting[part[np.argsort(words[part], kind="stable")]]
            self._mark[recused] = True
            barred = self._mark[people].tolist()
            self._mark[recused] = False
            yield from zip(people.tolist(), barred, strict=True)

    def _parts(
        self, visit: int, every: Words, fitting: NDArray[np.intp], few: int
    ) -> Iterator[NDArray[np.intp]]:
        """The positions in `fitting`, ascending, in parts of which each comes whole before the next."""
        first, words = self._tickets.first, every[fitting]
        before = self._tickets.behind.get(visit)
        if before is not None:
            edge = every[before]
            early = (words > edge) | ((words == edge) & (fitting > before))
        else:
            early = words <= np.uint64((_ALL_WORDS - 1) * min(fitting.size, few) // fitting.size)
        for chosen in (None,) if first is None else (first[fitting], ~first[fitting]):
            yield np.flatnonzero(early if chosen is None else early & chosen)
            yield np.flatnonzero(~early if chosen is None else ~early & chosen)
