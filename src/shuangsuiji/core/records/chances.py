"""The chance statement: what can be said of the chances before the seed exists (LAW-4, WG-7).

Who cannot be drawn and why, where one person alone can go, which lines fit one object, who is to expect far
more visits than others, which names and codes stand under several ids, and which visits of 历史 bar an object
though no draw of the ledger made them. Everything follows from the private files of a snapshot, so that
whoever holds the archive can make it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.columns.kinds import CODE_COLUMNS
from shuangsuiji.core.lookalikes import plain
from shuangsuiji.core.lottery.tables import BARRED, Frame, Objects, Tables
from shuangsuiji.core.lottery.visits import Places
from shuangsuiji.core.plans.object_columns import conditions_of
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.slip import bar, exclusion
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.batch import RuledBatch, ruled_batch
from shuangsuiji.core.rules.labels import Labels
from shuangsuiji.core.rules.pool import ID, Pool, parse_csv
from shuangsuiji.core.rules.quota import excluded, scope_of, stratum_name
from shuangsuiji.core.rules.table import trial_table

CHANCE_STATEMENT = "chances.json"
"""The statement in the sealed folder of a frozen batch."""
EXCLUDED, VISITED, NO_SCOPE, NOT_NOW = "不参加抽取", "已经查过", "不在任务范围", "本批不抽"
FAR_ABOVE = 2
"""Who expects more than so many times the mean is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreachable:
    """An object that no seed can draw: its number, which of the four kinds, and why in words."""

    number: int
    kind: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SoleSeat:
    """A seat at some objects for which as many people are left as it needs: nothing is drawn there."""

    seat: str
    needed: int
    people: tuple[str, ...]
    objects: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SoleObject:
    """A line of the plan, or a stratum, that fits one object alone."""

    line: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeStratum:
    """A stratum of which all that may still be drawn are drawn, whatever the seed."""

    stratum: str
    objects: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeavyLoad:
    """A person who is to expect more than twice the mean, by id; `visits` with one decimal."""

    person: str
    visits: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedText:
    """A name or code that stands under several ids; `text` as it looks."""

    whose: str
    column: str
    text: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryBar:
    """A row of 历史 that helps to keep an object from the draw, and that no draw of the ledger made."""

    number: int
    day: str
    plan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceStatement:
    """What can be said of the chances of one batch; loads are expected visits of each, `mean` of all.

    `duty_outside` of the reachable are in no task's scope: they must be inspected and are not drawn.
    """

    objects: int
    reachable: int
    duty_outside: int
    unreachable: tuple[Unreachable, ...]
    sole_seats: tuple[SoleSeat, ...]
    sole_objects: tuple[SoleObject, ...]
    drawn_whole: tuple[WholeStratum, ...]
    people: int
    mean: str
    heavy: tuple[HeavyLoad, ...]
    shared: tuple[SharedText, ...]
    history_bars: tuple[HistoryBar, ...]

    def count(self, kind: str) -> int:
        """How many objects are unreachable for this kind of reason."""
        return sum(one.kind == kind for one in self.unreachable)


def chance_statement(snapshot: Snapshot) -> ChanceStatement:
    """The statement of a batch.

    Args:
        snapshot: sealed or not; every object of a scope has its stratum.

    Raises:
        Unplaced, Uncomparable: the rules refuse the data.
    """
    pool = snapshot.pool
    ruled = ruled_batch(pool)
    tables, labels = trial_table(ruled)
    frame, objects = tables.frame, tables.objects
    unreachable = tuple(_unreachable(ruled, tables, labels))
    sole, expected = _seats(ruled, tables, labels)
    mean = float(expected.mean()) if expected.size else 0.0
    heavy = [
        HeavyLoad(person=labels.people[row], visits=f"{expected[row]:.1f}")
        for row in np.argsort(-expected, kind="stable").tolist()
        if expected[row] > FAR_ABOVE * mean
    ]
    return ChanceStatement(
        objects=len(pool),
        reachable=len(pool) - len(unreachable),
        duty_outside=int((~in_scope(frame, objects, labels) & (objects.owed > 0)).sum()),
        unreachable=unreachable,
        sole_seats=tuple(sole),
        sole_objects=tuple(_sole_objects(ruled)),
        drawn_whole=tuple(_drawn_whole(ruled)),
        people=len(expected),
        mean=f"{mean:.1f}",
        heavy=tuple(heavy),
        shared=tuple(_shared(snapshot)),
        history_bars=tuple(_history_bars(pool, unreachable)),
    )


def statement_file(statement: ChanceStatement) -> bytes:
    """The bytes of chances.json: the statement with every name, in canonical JSON."""
    return canonical_json(asdict(statement))


def _unreachable(ruled: RuledBatch, tables: Tables, labels: Labels) -> Iterator[Unreachable]:
    """Objects that nothing can bring a visit: not the quotas, not a must-inspect rule, not the top-up."""
    pool, objects = ruled.pool, tables.objects
    drawing = np.array([False, *(row.n > 0 for row in tables.frame.strata)])
    own = _own_strata(tables.frame, labels)
    in_own = in_scope(tables.frame, objects, labels)
    in_drawing = _any(objects.strata.rows(), (own & drawing)[objects.strata.values], len(pool))
    topped = bool(tables.frame.floor)
    reached = (objects.owed > 0) | ((objects.state > BARRED) & (in_drawing | topped))
    closed, barred = excluded(pool), pool.barred
    scope_columns = tuple(
        dict.fromkeys(
            column
            for task in ruled.tasks
            for condition in (task.scope, task.condition)
            if condition is not None
            for column in condition.columns()
        )
    )
    for row in np.flatnonzero(~reached).tolist():
        if closed[row]:
            kind, why = EXCLUDED, exclusion(pool, row)
        elif not in_own[row]:
            cells = "；".join(f"{name}：{pool.cells(name)[row] or '（空）'}" for name in scope_columns)
            kind, why = NO_SCOPE, f"不在本批任何任务的对象范围内（{cells}）" if cells else "本批没有任务"
        elif barred[row]:
            kind, why = VISITED, bar(pool, row)
        else:
            kind, why = NOT_NOW, "所在的分层本批不抽"
        yield Unreachable(number=row + 1, kind=kind, why=why)


def in_scope(frame: Frame, objects: Objects, labels: Labels) -> NDArray[np.bool_]:
    """Which objects are in the scope of a task of the batch: what a letter and a public list call 范围."""
    own = _own_strata(frame, labels)
    return _any(objects.strata.rows(), own[objects.strata.values], len(objects.state))


def _own_strata(frame: Frame, labels: Labels) -> NDArray[np.bool_]:
    """By number of the stratum, with 0 for none: whether it is one of a task of the batch."""
    return np.array([False, *(labels.tasks[row.task - 1]["own"] == 1 for row in frame.strata)])


def _any(rows: NDArray[np.intp], holds: NDArray[np.bool_], size: int) -> NDArray[np.bool_]:
    return np.bincount(rows[holds], minlength=size)[:size] > 0


def _seats(ruled: RuledBatch, tables: Tables, labels: Labels) -> tuple[list[SoleSeat], NDArray[np.float64]]:
    """Where nobody is left to choose from, and how many visits each person is to expect.

    Seats of one kind that the same people may fill are told together. Expected visits are shared evenly
    among those who may go, or so that loads are as even as they can be where the plan balances them.
    """
    frame, places = tables.frame, Places(tables)
    fits: dict[tuple[int, int], int] = {}
    sole: dict[tuple[int, int], list[int]] = {}
    wanted: dict[int, float] = {}
    area_of, recused = tables.sites.area.tolist(), tables.sites.recused
    for number, kind, expected in _expected_seats(ruled, tables):
        area = area_of[number - 1]
        if (kind, area) not in fits:
            mask = places.fitting(kind, area)
            if frame.cross and area:
                mask = mask & ~places.of_area(area)
            fits[kind, area] = _bits(mask)
        able = fits[kind, area]
        for person in recused[number - 1].tolist():
            able &= ~(1 << (person - 1))
        if able.bit_count() <= frame.seats[kind - 1].count:
            sole.setdefault((kind, able), []).append(number)
        wanted[able] = wanted.get(able, 0.0) + expected
    return _sole_seats(ruled.pool, tables, labels, sole), _shares(wanted, frame.people, bool(frame.balance))


def _expected_seats(ruled: RuledBatch, tables: Tables) -> Iterator[tuple[int, int, float]]:
    """(object, kind of seat, seats to be expected) of every object that can be visited.

    The chance of one stratum is n of those that may be drawn; of several the greatest, for all tasks of a
    batch go by the same tickets.
    """
    frame, objects, sites = tables.frame, tables.objects, tables.sites
    sizes = tables.eligible()
    chances = [0.0] + [
        min(1.0, row.n / sizes[number]) if sizes[number] else 0.0
        for number, row in enumerate(frame.strata, 1)
    ]
    known: dict[tuple[int, ...], list[tuple[int, float]]] = {}
    state, owed = objects.state.tolist(), objects.owed.tolist()
    for row in range(frame.objects):
        strata = tuple(objects.strata[row].tolist()) if state[row] > BARRED else ()
        if not strata and not owed[row]:
            continue
        seats, duty = tuple(sites.seats[row].tolist()), frozenset(sites.duty[row].tolist())
        key = (owed[row], -1, *strata, -2, *seats, -3, *sorted(duty))
        if key not in known:
            known[key] = []
            any_chance = max((chances[one] for one in strata), default=0.0)
            for kind in seats:
                called = [
                    chances[one]
                    for one in strata
                    if kind in frame.tasks[frame.strata[one - 1].task - 1].seats
                ]
                visits = max(called, default=0.0)
                if kind in duty:
                    visits = max(float(owed[row]), any_chance)
                if visits:
                    known[key].append((kind, visits * frame.seats[kind - 1].count))
        for kind, expected in known[key]:
            yield row + 1, kind, expected


def _bits(mask: NDArray[np.bool_]) -> int:
    return int.from_bytes(np.packbits(mask, bitorder="little").tobytes(), "little")


def _rows(bits: int) -> list[int]:
    return [row for row in range(bits.bit_length()) if bits >> row & 1]


def _shares(wanted: Mapping[int, float], people: int, balanced: bool) -> NDArray[np.float64]:
    """(people,) expected visits; `wanted` are the seats to be expected of each set of people."""
    sets = [(_rows(able), seats) for able, seats in wanted.items() if able]
    load = np.zeros(people, dtype=np.float64)
    parts = [np.full(len(rows), seats / len(rows)) for rows, seats in sets]
    for turn in range(100 if balanced else 1):
        if turn:  # each set gives more of its seats to those of its people who have less
            weights = [
                part / np.maximum(load[rows], 1e-9) for part, (rows, _) in zip(parts, sets, strict=True)
            ]
            parts = [own * seats / own.sum() for own, (_, seats) in zip(weights, sets, strict=True)]
        load = np.zeros(people, dtype=np.float64)
        for part, (rows, _) in zip(parts, sets, strict=True):
            load[rows] += part
    return load


def _sole_seats(
    pool: Pool, tables: Tables, labels: Labels, sole: Mapping[tuple[int, int], Sequence[int]]
) -> list[SoleSeat]:
    names = {person.id: person.name for person in pool.people}
    told = []
    for (kind, able), numbers in sole.items():
        seat = labels.seats[kind - 1]
        line = pool.plan.team[seat["line"]].seat + (f"（{seat['tag']}）" if seat["tag"] else "")
        told.append(
            SoleSeat(
                seat=line,
                needed=tables.frame.seats[kind - 1].count,
                people=tuple(names[labels.people[row]] for row in _rows(able)),
                objects=tuple(numbers),
            )
        )
    return sorted(told, key=lambda one: (one.seat, one.people, one.objects))


def _sole_objects(ruled: RuledBatch) -> Iterator[SoleObject]:
    """Lines of the plan and strata that fit one object alone."""
    pool = ruled.pool
    for path, condition in conditions_of(pool.plan):
        fitting = np.flatnonzero(pool.mask(condition))
        if len(fitting) == 1 and path[:2] != ("limits", "excluded"):
            line = f"{_line(pool.plan, path)}（{condition.describe()}）"
            yield SoleObject(line=line, number=int(fitting[0]) + 1)
    for task in ruled.tasks:
        whole = int(scope_of(pool, task).sum())
        for stratum in ruled.strata[task.number or ""]:
            if stratum.size == 1 < whole and stratum.n:
                name = stratum_name(stratum.place, stratum.name)
                yield SoleObject(line=f"任务{stratum.task}的分层“{name}”", number=int(stratum.members[0]) + 1)


def _drawn_whole(ruled: RuledBatch) -> Iterator[WholeStratum]:
    """Strata of which everybody is drawn whatever the seed: no cap for one entity, no first stage decides."""
    if ruled.pool.plan.limits.per_entity is not None:
        return
    for task in ruled.tasks:
        strata = ruled.strata[task.number or ""]
        stage = task.draw.stage
        if task.per_entity is not None or (
            stage is not None and stage.draw < len({stratum.cluster for stratum in strata})
        ):
            continue
        for stratum in strata:
            if stratum.n >= len(stratum.available) > 0:
                name = stratum_name(stratum.place, stratum.name)
                objects = tuple(row + 1 for row in stratum.available.tolist())
                yield WholeStratum(stratum=f"任务{stratum.task}的“{name}”", objects=objects)


def _line(plan: Plan, path: Sequence[str | int]) -> str:
    part, index = path[0], path[1]
    if part == "team" and isinstance(index, int):
        return f"检查组“{plan.team[index].seat}”的对象"
    if part == "must_inspect" and isinstance(index, int):
        return f"必查“{plan.must_inspect[index].name}”的对象"
    if part == "tasks" and isinstance(index, int):
        what = {"scope": "对象范围", "condition": "定向条件"}.get(str(path[2]), "分层条件")
        return f"任务{plan.tasks[index].number}的{what}"
    return "限制"


def _shared(snapshot: Snapshot) -> Iterator[SharedText]:
    """Names and codes of objects, and names of people, that stand under several ids, as they look."""
    pool = snapshot.pool
    heading, rows = parse_csv(snapshot.private("objects-other.csv"))
    columns = {name: [row[place] for row in rows] for place, name in enumerate(heading) if name != ID}
    columns |= {name: list(cells) for name, cells in pool.columns.items()}
    for name in ("名称", *sorted(CODE_COLUMNS & columns.keys())):
        yield from _several("检查对象", name, columns[name], pool.ids)
    people = [person.name for person in pool.people]
    yield from _several("检查人员", "姓名", people, [person.id for person in pool.people])


def _several(whose: str, column: str, cells: Sequence[str], ids: Sequence[str]) -> Iterator[SharedText]:
    looks = [plain(cell) for cell in cells]
    often = {text for text, count in Counter(looks).items() if count > 1 and text}
    ids_of: dict[str, set[str]] = {}
    for text, key in zip(looks, ids, strict=True):
        if text in often:
            ids_of.setdefault(text, set()).add(key)
    for text in sorted(ids_of):
        if len(ids_of[text]) > 1:
            yield SharedText(whose=whose, column=column, text=text, ids=tuple(sorted(ids_of[text])))


def _history_bars(pool: Pool, unreachable: Sequence[Unreachable]) -> Iterator[HistoryBar]:
    """The visits that keep an object from the draw and that the history sheet alone tells of.

    They count by the rules of the year, by 几年内不重复, or by the round of a 轮查.
    """
    rounds = [task.draw.rotation for task in pool.plan.tasks if task.draw.rotation is not None]
    starts = [f"{rotation.round_start(pool.plan.year):04d}" for rotation in rounds]
    for one in unreachable:
        if one.kind not in (VISITED, NOT_NOW):
            continue
        key = pool.ids[one.number - 1]
        _, rest = pool.rest_of.get(key, (None, ()))
        year = f"{pool.plan.year:04d}"
        first = min([year, *starts]) if one.kind == NOT_NOW else year
        for visit in pool.past_of.get(key, ()):
            if not visit.batch and (visit.day >= first or visit.day in rest):  # the ledger names its batches
                yield HistoryBar(number=one.number, day=visit.day, plan=visit.plan)
