"""Whose turn it is: the order of the visits and, within a visit, of the people (draw-algorithm 5 and 11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shuangsuiji.core.stream import Key, pair_words, visit_order_words
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
        words = pair_words(self._key, self._event, visit, self._people)[fitting]
        few = min(fitting.size, 3 * rule.size + 14)
        first = words <= np.uint64((_ALL_WORDS - 1) * few // fitting.size)
        for part in (first, ~first):
            chosen = np.flatnonzero(part)
            people = fitting[chosen[np.argsort(words[chosen], kind="stable")]]
            self._mark[recused] = True
            barred = self._mark[people].tolist()
            self._mark[recused] = False
            yield from zip(people.tolist(), barred, strict=True)
