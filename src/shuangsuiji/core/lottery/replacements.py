"""Who comes in for objects that cannot be visited (docs/algorithm.md, section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .selection import TicketOrder
from .standing import TOP_UP, Standing
from .visits import Visit, tasks_of

Replacement = tuple[int, int, int]
"""Stratum (0: the top-up), who loses the place there, and who comes in (0: nobody is left)."""


def replacements(
    order: TicketOrder,
    stand: Standing,
    ended: Sequence[int],
    objects: Sequence[int],
    *,
    alternates: bool = True,
) -> list[Replacement]:
    """Every place that is lost when the visits `ended` end, and who gets it, in the order of filling.

    Args:
        order: the objects with the tickets of the draw.
        stand: the draw before this event.
        ended: the indexes of the visits that end.
        objects: the numbers of the objects that cannot be visited.
        alternates: whether anybody may come in; nobody may where the objects were not drawn here.
    """
    lose = {stand.visits[index]["number"] for index in ended if stand.visits[index]["tasks"]}
    return _Filling(order, stand, lose, set(objects), alternates=alternates).run()


class _Filling:
    """The places of one event, filled one after another.

    held: stratum -> who holds a place there at the moment. every: all who were ever drawn, by stratum.
    """

    def __init__(
        self, order: TicketOrder, stand: Standing, lose: set[int], objects: set[int], *, alternates: bool
    ) -> None:
        self.order, self.stand, self.lose, self.alternates = order, stand, lose, alternates
        before = dict(stand.holders())
        self.before = before
        self.held = {stratum: {n for n in numbers if n not in lose} for stratum, numbers in before.items()}
        visited = {visit["number"] for visit in stand.visits.values()}
        self.barred = visited | stand.closed | objects
        self.drawn = sorted({n for s, numbers in stand.places.items() if s != TOP_UP for n in numbers})

    def run(self) -> list[Replacement]:
        replaced: list[Replacement] = []
        came: set[int] = set()
        for stratum, holders in self.before.items():
            losers = [number for number in holders if number in self.lose]
            if not losers:
                continue
            taken = set(came) if stratum == TOP_UP else set()
            alternates = [number for number in self._alternates(stratum) if number not in self.barred]
            for number in losers:
                fitting = (
                    alternate
                    for alternate in alternates
                    if alternate not in taken and self._keeps_caps(stratum, alternate)
                )
                chosen = next(fitting, 0)
                replaced.append((stratum, number, chosen))
                if chosen:
                    taken.add(chosen)
                    came.add(chosen)
                    self.held[stratum].add(chosen)
        return replaced

    def _alternates(self, stratum: int) -> Iterator[int]:
        if not self.alternates:
            return
        if stratum == TOP_UP:
            yield from self.order.candidates(self.drawn).tolist()
        else:
            yield from self.order.alternates(stratum, self.stand.places[stratum]).tolist()

    def _keeps_caps(self, stratum: int, number: int) -> bool:
        """Whether the entity of an object keeps its caps if it comes in there."""
        entity, frame = self.order.entity(number), self.order.frame
        if not entity:
            return True
        if frame.entity and self._others(entity, number, self.held) >= frame.entity:
            return False
        if stratum == TOP_UP:
            return True
        task = frame.strata[stratum - 1].task
        cap = frame.tasks[task - 1].entity
        strata = [s for s in self.held if s != TOP_UP and frame.strata[s - 1].task == task]
        return not cap or self._others(entity, number, strata) < cap

    def _others(self, entity: int, number: int, strata: Sequence[int] | dict[int, set[int]]) -> int:
        holding = {n for stratum in strata for n in self.held[stratum]} - {number}
        return sum(self.order.entity(n) == entity for n in holding)


def new_visits(order: TicketOrder, replaced: Sequence[Replacement], visits: int) -> list[Visit]:
    """One visit for each object that comes in, by number; `visits` is the number of visits in draw.json."""
    new = []
    for number in sorted({came for _, _, came in replaced if came}):
        strata = sorted({stratum for stratum, _, came in replaced if came == number and stratum != TOP_UP})
        added = any(stratum == TOP_UP and came == number for stratum, _, came in replaced)
        tasks = tasks_of(order.frame, order.strata_of(number) if added else strata)
        new.append(
            Visit(
                index=visits + number,
                number=number,
                ordinal=1,
                total=1,
                tasks=tuple(sorted({*tasks, *tasks_of(order.frame, strata)})),
                strata=tuple(strata),
                added=int(added),
            )
        )
    return new
