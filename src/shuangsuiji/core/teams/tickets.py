"""Whose turn it is: the order of the visits and, within a visit, of the people (draw-algorithm 5 and 11)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.stream import Key, Purpose, Words, pair_words, visit_order_words, words
from shuangsuiji.core.teams.seats import Problem

_ALL_WORDS = 2**64


class Tickets:
    """The tickets of one event of a draw."""

    def __init__(self, key: Key, event: int, problem: Problem) -> None:
        self._key = key
        self._event = event
        self._problem = problem
        self._people = len(problem.loads)
        self._mark = np.zeros(self._people, dtype=np.bool_)

    def visits(self) -> list[int]:
        """The visits with open seats, in the order of (word v of stream 2.s, v)."""
        rules = self._problem.rules
        order = np.argsort(visit_order_words(self._key, self._event, len(rules)), kind="stable")
        return [visit for visit in order.tolist() if rules[visit].size]

    def people(self, visit: int) -> Iterator[tuple[int, bool]]:
        """Each person who fits a seat of the visit, with whether they are recused from it.

        In the order of (word v * J + j of stream 3.s, j). Few are ever asked for, so that the smallest words
        are sorted first and the others only if need be.
        """
        rule, recused = self._problem.rules[visit], self._problem.recused[visit]
        fitting = rule.people
        if not fitting.size:
            return
        words = self._words(visit)[fitting]
        few = min(fitting.size, 3 * rule.size + 14)
        for chosen in self._parts(words, fitting, few):
            people = fitting[chosen[np.argsort(words[chosen], kind="stable")]]
            self._mark[recused] = True
            barred = self._mark[people].tolist()
            self._mark[recused] = False
            yield from zip(people.tolist(), barred, strict=True)

    def _words(self, visit: int) -> Words:
        """One word per person."""
        return pair_words(self._key, self._event, visit, self._people)

    def _parts(self, words: Words, fitting: NDArray[np.intp], few: int) -> Iterator[NDArray[np.intp]]:
        """The positions in `fitting`, in parts of which each comes whole before the next."""
        first = words <= np.uint64((_ALL_WORDS - 1) * few // fitting.size)
        yield np.flatnonzero(first)
        yield np.flatnonzero(~first)


class FormingTickets(Tickets):
    """The tickets by which fixed groups are formed: the groups by number, the people from stream 4.0.

    In the t-th attempt (from 0) at k groups, person p has word (t * k + g) * J + p for group g.
    """

    def __init__(self, key: Key, problem: Problem, attempt: int) -> None:
        super().__init__(key, 0, problem)
        self._first = attempt * len(problem.rules)

    def visits(self) -> list[int]:
        """The groups, in order."""
        return [group for group, rule in enumerate(self._problem.rules) if rule.size]

    def _words(self, visit: int) -> Words:
        start = (self._first + visit) * self._people
        return words(self._key, Purpose.GROUPS, 0, start, self._people)


class DealingTickets(Tickets):
    """The tickets by which an event deals its new visits to k groups: word v * k + g of stream 4.s."""

    def _words(self, visit: int) -> Words:
        return words(self._key, Purpose.GROUPS, self._event, visit * self._people, self._people)


class GroupSubstitutes(Tickets):
    """The tickets of those who step in for members of groups: the same for all visits of one group.

    So that one person steps in for all of them, if the rules allow. Those without a group come first.
    """

    def __init__(
        self, key: Key, event: int, problem: Problem, groups: Mapping[int, int], grouped: NDArray[np.bool_]
    ) -> None:
        super().__init__(key, event, problem)
        self._groups = groups
        self._grouped = grouped

    def _words(self, visit: int) -> Words:
        return pair_words(self._key, self._event, self._groups[visit], self._people)

    def _parts(self, words: Words, fitting: NDArray[np.intp], few: int) -> Iterator[NDArray[np.intp]]:
        grouped = self._grouped[fitting]
        yield np.flatnonzero(~grouped)
        yield np.flatnonzero(grouped)
