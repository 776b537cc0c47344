"""Quotas: who may be drawn, in which strata, and how many from each (docs/rules.md, section 4).

Ratios and products are exact fractions. The functions here need no seed, so `ssj check` shows the same
numbers before the draw that the draw then uses. Source: WG-1..3, WG-8, QHD-2, LZ-2, XT-1, XT-8, LAW-1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypedDict

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.cells import comparable
from shuangsuiji.core.plans.conditions import Condition, Mask
from shuangsuiji.core.plans.plan import Plan, Task
from shuangsuiji.core.plans.quota import Quota, Rotation
from shuangsuiji.core.plans.words import amount_text
from shuangsuiji.core.rules.eligibility import fits_line
from shuangsuiji.core.rules.pool import Pool, task_key

Rows = NDArray[np.intp]
"""Rows of the pool, ascending: row k - 1 is the object numbered k."""

UNRATED = "未评级"
WHOLE = "全部"
"""The name of the only stratum of a task that has no strata."""
DUE, WAITING, DONE = "到期", "本轮未查", "本轮已查"
"""The strata of 轮查: the last visit is a whole round ago; not visited this round; visited this round."""


class Unplaced(Exception):
    """Objects of a task's scope that no stratum takes. `rows` are theirs, `column` is where to look."""

    def __init__(self, task: Task, column: str, rows: Sequence[int]) -> None:
        super().__init__(task.number, column, len(rows))
        self.task = task
        self.column = column
        self.rows = rows


class RotationBasis(TypedDict):
    """What a quota of 轮查 follows from: years of a round, years left, objects due, others not visited."""

    years: int
    left: int
    due: int
    waiting: int


class QuotaBasis(TypedDict, total=False):
    """What the rules worked a quota out from, where the plan does not say it by itself.

    base: N without those that rest by 几年内不重复 (基数: 可抽), of which the ratio is taken.
    people, each: inspectors who can be sent, and objects for each (每名在岗人员).
    rotation: see there (轮查).
    """

    base: int
    people: int
    each: int
    rotation: RotationBasis


class _Part(NamedTuple):
    """A stratum before its quota is worked out."""

    name: str
    amount: Fraction | int
    members: Rows
    basis: QuotaBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum:
    """One stratum of one task in this batch.

    Attributes:
        cluster: the value of its first stage (抽取.阶段), blank without one.
        members: objects that may be inspected at all (N of them).
        amount: the ratio, or the number of objects.
        basis: what the rules worked the amount out from, or what the ratio is of; empty in most plans.
        product: the ratio times N (with 基数: 可抽 times `base`), exact; None for a number.
        year: n for the whole year where the ratio is the year's (比例口径: 全年), else None.
        earlier: how many of the members this task drew in earlier batches; only asked with `year`.
        n: how many are to be drawn in this batch.
        available: the members that are not barred, ascending.
    """

    task: str
    name: str
    district: str
    cluster: str = ""
    members: Rows
    amount: Fraction | int
    basis: QuotaBasis
    product: Fraction | None
    rounding: str
    minimum: int
    year: int | None
    earlier: int
    n: int
    available: Rows

    @property
    def place(self) -> str:
        """Cluster and district, as far as there are any."""
        return f"{self.cluster} {self.district}".strip()

    @property
    def size(self) -> int:
        """N, the objects that may be inspected at all."""
        return len(self.members)


def stratum_name(district: str, name: str) -> str:
    """A stratum as people call it: with its district, if it has one; a district without strata by itself."""
    return district if district and name == WHOLE else f"{district} {name}".strip()


def amount_words(name: str, amount: Fraction | int, basis: QuotaBasis) -> str:
    """The amount of the stratum `name` as papers print it, with what it was worked out from."""
    if "each" in basis:
        return f"{basis['people']}人×{basis['each']}户＝{basis['people'] * basis['each']}户"
    if "rotation" in basis:
        turn = basis["rotation"]
        if name == DONE:
            return "不抽"
        if name == DUE:
            return f"满{turn['years']}年的全抽"
        both = f"({turn['waiting']}＋{turn['due']})户" if turn["due"] else f"{turn['waiting']}户"
        return f"{both}÷{turn['left']}年" + (f"－{turn['due']}户" if turn["due"] else "")
    return amount_text(amount) + (f"（按可抽{basis['base']}户）" if "base" in basis else "")


def rounded(product: Fraction, rounding: str) -> int:
    """The whole number that 进一, 四舍五入 or 舍去 makes of an exact product."""
    if rounding == "进一":
        return -(-product.numerator // product.denominator)
    if rounding == "四舍五入":
        doubled = 2 * product + 1
        return doubled.numerator // (2 * doubled.denominator)
    return product.numerator // product.denominator


def quota(
    size: int, amount: Fraction | int, rounding: str, minimum: int, base: int | None = None
) -> tuple[Fraction | None, int]:
    """The exact product (None for a number) and n = min(N, max(minimum, rounded)).

    `base` is what a ratio is taken of, if that is not N, the `size`.
    """
    if isinstance(amount, Fraction):
        product = amount * (size if base is None else base)
        return product, min(size, max(minimum, rounded(product, rounding)))
    return None, min(size, max(minimum, amount))


def excluded(pool: Pool) -> Mask:
    """Which objects may not be inspected at all (不参加抽取); they keep their numbers."""
    condition = pool.plan.limits.excluded
    if condition is None:
        return np.zeros(len(pool), dtype=np.bool_)
    return pool.mask(condition)


def tasks_of_batch(pool: Pool) -> list[Task]:
    """The tasks that take part in the batch, in the plan's order."""
    return [task for task in pool.plan.tasks if takes_part(pool, task)]


def takes_part(pool: Pool, task: Task) -> bool:
    """Whether a task of the plan takes part in the batch."""
    return task.batches is None or norm(pool.batch.name) in map(norm, task.batches)


def scope_of(pool: Pool, task: Task) -> Mask:
    """The objects of a task's scope that may be inspected: 对象范围, 定向条件, not 不参加抽取."""
    mask = pool.mask(task.scope) & ~excluded(pool)
    if task.condition is not None:
        mask &= pool.mask(task.condition)
    return mask


def strata_of(pool: Pool, task: Task) -> list[Stratum]:
    """The strata of one task, in the order of the plan; clusters outermost, then districts (XT-8).

    Raises:
        Unplaced: objects of the scope fit no stratum, or have no cluster or district where the task asks
            for one.
    """
    scope = np.flatnonzero(scope_of(pool, task))
    closed = pool.barred
    stage = task.draw.stage
    return [
        _stratum(pool, task, closed, (cluster, district), part)
        for cluster, inside in _groups(pool, task, stage.field if stage else None, scope)
        for district, rows in _groups(pool, task, task.district, inside)
        for part in _split(pool, task, rows)
    ]


def _stratum(pool: Pool, task: Task, closed: Mask, where: tuple[str, str], part: _Part) -> Stratum:
    name, amount, members, basis = part
    if task.draw.base == "可抽" and isinstance(amount, Fraction):
        basis = {"base": len(members) - _resting_before(pool, members)}
    product, n = quota(len(members), amount, task.draw.rounding, task.draw.minimum, basis.get("base"))
    year, earlier = None, 0
    if task.draw.ratio_basis == "全年":
        year, earlier = n, _drawn_earlier(pool, task, members)
        of_batch, batches = part_of_year(pool.plan, task, pool.batch.name)
        n = max(0, year * of_batch // batches - earlier)
    return Stratum(
        task=task.number or "",
        name=name,
        cluster=where[0],
        district=where[1],
        members=members,
        amount=amount,
        basis=basis,
        product=product,
        rounding=task.draw.rounding,
        minimum=task.draw.minimum,
        year=year,
        earlier=earlier,
        n=n,
        available=members[~closed[members]],
    )


def _resting_before(pool: Pool, members: Rows) -> int:
    """How many of the members rest by 几年内不重复 after a visit of an earlier year than the plan's."""
    first = f"{pool.plan.year:04d}-01-01"
    resting = {pool.number_of[key] - 1 for key, (_, days) in pool.rest_of.items() if days[0] < first}
    return sum(row in resting for row in members.tolist())


def part_of_year(plan: Plan, task: Task, batch: str) -> tuple[int, int]:
    """j and J: which of its batches this is for the task, and how many it has."""
    wanted = None if task.batches is None else set(map(norm, task.batches))
    names = [norm(b.name) for b in plan.batches_in_order if wanted is None or norm(b.name) in wanted]
    return names.index(norm(batch)) + 1, len(names)


def _drawn_earlier(pool: Pool, task: Task, members: Rows) -> int:
    """How many of the members this task drew in earlier batches of this plan."""
    number, plan = task_key(task.number or ""), norm_id(pool.plan.number)
    drawn = np.zeros(len(pool), dtype=np.bool_)
    for key, visits in pool.this_year.items():
        if key in pool.number_of:
            drawn[pool.number_of[key] - 1] = any(
                norm_id(visit.plan) == plan and number in visit.tasks and "随机" in visit.reasons
                for visit in visits
            )
    return int(drawn[members].sum())


def _groups(pool: Pool, task: Task, column: str | None, rows: Rows) -> list[tuple[str, Rows]]:
    """Rows by the values of a column, sorted by name; without a column all of them under a blank name."""
    if column is None:
        return [("", rows)]
    groups, blank = by_value(pool, column, rows)
    if len(blank):
        raise Unplaced(task, column, blank.tolist())
    return sorted(groups.items())


def by_value(pool: Pool, column: str, rows: Rows) -> tuple[dict[str, Rows], Rows]:
    """Rows by equal values, each group under its first text by code point; and the rows of blanks."""
    codes, texts = pool.distinct(column)
    codes_here = codes[rows]
    keys: dict[str, list[int]] = {}
    for code in np.unique(codes_here).tolist():
        keys.setdefault(comparable(texts[code]), []).append(code)
    keys.pop("", None)
    place = np.full(len(texts), len(keys), dtype=np.intp)
    for position, group in enumerate(keys.values()):
        place[group] = position
    ordered = np.argsort(place[codes_here], kind="stable")
    sizes = np.bincount(place[codes_here], minlength=len(keys) + 1)
    parts = np.split(rows[ordered], np.cumsum(sizes)[:-1])
    names = [min(norm(texts[code]) for code in group) for group in keys.values()]
    return dict(zip(names, parts[:-1], strict=True)), parts[-1]


def _split(pool: Pool, task: Task, rows: Rows) -> list[_Part]:
    """The strata of one cluster and district."""
    draw = task.draw
    if draw.rotation is not None:
        return _split_by_turn(pool, draw.rotation, rows)
    if draw.per_person is not None:
        people = _inspectors(pool, task)
        return [_Part(WHOLE, people * draw.per_person, rows, {"people": people, "each": draw.per_person})]
    if draw.strata is not None:
        return _split_by_rules(pool, task, rows)
    if draw.field is not None:
        return _split_by_values(pool, task, draw, draw.field, rows)
    amount = draw.ratio if draw.ratio is not None else draw.count
    assert isinstance(amount, (Fraction, int))
    return [_Part(WHOLE, amount, rows, {})]


def _inspectors(pool: Pool, task: Task) -> int:
    """How many inspectors fit a line of 检查组 that may go for the task."""
    number = norm(task.number or "")
    lines = [
        line
        for line in pool.plan.team
        if line.department is not None and (line.tasks is None or number in map(norm, line.tasks))
    ]
    return sum(any(fits_line(pool, person, line) for line in lines) for person in pool.people)


def _split_by_turn(pool: Pool, rotation: Rotation, rows: Rows) -> list[_Part]:
    """到期, 本轮未查 and 本轮已查: the year's quotas follow from the visits of earlier years alone.

    All that are due are drawn. Of the others not visited this round so many are drawn that, with the due
    ones, an even part of the round's remaining years is reached; so none is left when the round ends.
    """
    year = pool.plan.year
    last = np.zeros(len(pool), dtype=np.intp)
    for key, visits in pool.past_of.items():
        if key in pool.number_of:
            years = [int(v.day[:4]) for v in visits if rotation.routine or not v.routine]
            last[pool.number_of[key] - 1] = max((one for one in years if one < year), default=0)
    last = last[rows]
    due = (last > 0) & (last <= year - rotation.years)
    done = last >= rotation.round_start(year)
    waiting = ~due & ~done
    left = rotation.years_left(year)
    in_turn = -(-int((due | waiting).sum()) // left)
    basis: QuotaBasis = {
        "rotation": RotationBasis(
            years=rotation.years, left=left, due=int(due.sum()), waiting=int(waiting.sum())
        )
    }
    return [
        _Part(DUE, int(due.sum()), rows[due], basis),
        _Part(WAITING, max(0, in_turn - int(due.sum())), rows[waiting], basis),
        _Part(DONE, 0, rows[done], basis),
    ]


def _split_by_values(pool: Pool, task: Task, draw: Quota, field: str, rows: Rows) -> list[_Part]:
    groups, blank = by_value(pool, field, rows)
    amounts = draw.ratio if draw.ratio is not None else draw.count
    strata: list[_Part] = []
    unrated: Fraction | int | None = draw.unrated
    if isinstance(amounts, tuple):
        by_key = {comparable(name): members for name, members in groups.items()}
        for value, amount in amounts:
            members = by_key.pop(comparable(value), _NO_ROWS)
            if unrated is None and norm(value) == UNRATED:
                members = np.sort(np.concatenate([members, blank]))
                blank = _NO_ROWS
            strata.append(_Part(value, amount, members, {}))
        if by_key:
            raise Unplaced(task, field, sorted(int(row) for group in by_key.values() for row in group))
    else:
        assert amounts is not None
        strata = [_Part(name, amounts, members, {}) for name, members in sorted(groups.items())]
    if unrated is not None:
        strata.append(_Part(UNRATED, unrated, blank, {}))
    elif len(blank):
        raise Unplaced(task, field, blank.tolist())
    return strata


_NO_ROWS: Rows = np.array([], dtype=np.intp)


def _split_by_rules(pool: Pool, task: Task, rows: Rows) -> list[_Part]:
    strata: list[_Part] = []
    left = rows
    for rule in task.draw.strata or ():
        condition = rule.where if rule.where is not None else Condition()
        fits = pool.mask(condition)[left]
        amount = rule.ratio if rule.ratio is not None else rule.count
        assert amount is not None
        strata.append(_Part(rule.name, amount, left[fits], {}))
        left = left[~fits]
    if len(left):
        raise Unplaced(task, "", [int(row) for row in left])
    return strata


def strata_of_batch(pool: Pool) -> dict[str, list[Stratum]]:
    """Task number -> its strata, for the tasks of the batch in the plan's order."""
    return {task.number or "": strata_of(pool, task) for task in tasks_of_batch(pool)}


def yearly_floor(pool: Pool) -> tuple[int, int, int] | None:
    """(M, F, counted before) of the yearly floor, or None if the plan has none (docs/rules.md, section 5)."""
    floor = pool.plan.limits.yearly_floor
    if floor is None:
        return None
    size = int((~excluded(pool)).sum())
    counted = sum(any(visit.at_random for visit in visits) for visits in pool.this_year.values())
    return size, rounded(floor * size, "进一"), counted


def visits_this_year(pool: Pool) -> Mapping[str, int]:
    """Object id -> visits this year that count towards 必查 (daily ones do not)."""
    return {key: sum(not visit.routine for visit in visits) for key, visits in pool.this_year.items()}
