"""The ratios of tasks held against those that their items are published with (XT-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.plans.words import percent_text
from shuangsuiji.core.registries.registry import Registry
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.pool import item_key
from shuangsuiji.core.rules.published import PublishedRatio, published_ratio
from shuangsuiji.core.rules.quota import Stratum, part_of_year


def ratio_findings(ruled: RuledBatch, items: Registry) -> Iterator[Finding]:
    """A task that draws less than the floor of one of its items, or more than its cap: an error each.

    Where the cell speaks of a year, the batches of the year count together; where it does not, a cap that
    they pass together is a warning. What rounding up adds passes no cap; what 每层至少 adds does.
    The batch's objects must all have a stratum.
    """
    for task in ruled.tasks:
        strata = ruled.strata[task.number or ""]
        for code in _codes(task):
            published = published_ratio(ruled.pool.items.get(item_key(code), {}).get("抽查比例", ""))
            if published is None:
                continue
            shares = _shares(task, strata)
            if shares is None:
                continue
            batches = 1
            if task.draw.ratio_basis != "全年" and task.draw.rotation is None:
                _, batches = part_of_year(ruled.pool.plan, task, ruled.pool.batch.name)
            place = items.table.place(list(items.ids).index(item_key(code)), "抽查比例")
            yield from _held(task, code, place, published, shares, batches)


def _held(
    task: Task,
    item: str,
    place: Place,
    published: PublishedRatio,
    shares: tuple[Fraction, Fraction],
    batches: int,
) -> Iterator[Finding]:
    """One task against one item: what the plan decides alone is an error, what depends is a warning.

    A task for some objects only (a condition), and quotas by people, may well differ from the item's ratio.
    """
    low, high = shares
    whole, number = task.condition is None, task.number or ""
    if published.floor is not None:
        make = error if whole and task.draw.per_person is None else warning
        total = min(low * batches, Fraction(1))
        if published.yearly and batches > 1:
            if total < published.floor:
                yield make(
                    "task-ratio-below-in-year",
                    place,
                    task=number,
                    item=item,
                    ratio=percent_text(low),
                    batches=batches,
                    total=percent_text(total),
                    published=percent_text(published.floor),
                )
        elif low < published.floor:
            yield make(
                "task-ratio-below-published",
                place,
                task=number,
                item=item,
                ratio=percent_text(low),
                published=percent_text(published.floor),
            )
    if published.cap is not None:
        total = min(high * batches, Fraction(1))
        if high > published.cap and not (published.yearly and batches > 1):
            make = error if whole else warning
            yield make(
                "task-ratio-above-published",
                place,
                task=number,
                item=item,
                ratio=percent_text(high),
                published=percent_text(published.cap),
            )
        elif total > published.cap:
            make = error if whole and published.yearly else warning
            yield make(
                "task-ratio-above-in-year",
                place,
                task=number,
                item=item,
                ratio=percent_text(high),
                batches=batches,
                total=percent_text(total),
                published=percent_text(published.cap),
            )


def unread_ratios(ruled: RuledBatch, items: Registry) -> Iterator[Finding]:
    """Published ratios that are not understood: a warning where a task of the batch uses the item."""
    used = {item_key(code) for task in ruled.tasks for code in _codes(task)}
    for row, (key, cell) in enumerate(zip(items.ids, items.table.cells("抽查比例"), strict=True)):
        if cell and published_ratio(cell) is None:
            make = warning if key in used else note
            yield make("item-ratio-text", items.table.place(row, "抽查比例"), value=cell)


def _codes(task: Task) -> list[str]:
    return sorted({code for codes in task.items.values() for code in codes})


def _shares(task: Task, strata: Sequence[Stratum]) -> tuple[Fraction, Fraction] | None:
    """The least and the most that a task draws, as shares of its objects; None for an empty scope.

    A uniform ratio counts as written. Otherwise the least has what rounding adds, and the most has not; of a
    first stage the smallest and the largest clusters are taken. 每层至少 adds to the most in any case.
    """
    size = sum(stratum.size for stratum in strata)
    if not size:
        return None
    if task.draw.rotation is not None:
        of_round = Fraction(1, task.draw.rotation.years)  # one year alone may have less
        return of_round, of_round
    least: dict[str, Fraction] = {}
    most: dict[str, Fraction] = {}
    for stratum in strata:
        n = Fraction(stratum.n if stratum.year is None else stratum.year)
        rounded_up = stratum.product is not None and stratum.product < n < stratum.product + 1
        exact = stratum.product if rounded_up and stratum.product is not None else n
        least[stratum.cluster] = least.get(stratum.cluster, Fraction(0)) + n
        most[stratum.cluster] = most.get(stratum.cluster, Fraction(0)) + exact
    stage = task.draw.stage
    count = len(least) if stage is None else min(stage.draw, len(least))
    low = sum(sorted(least.values())[:count], Fraction(0)) / size
    high = sum(sorted(most.values())[-count:], Fraction(0)) / size
    given = task.draw.ratio
    if isinstance(given, Fraction) and stage is None:
        return given, max(given, high)
    return low, high
