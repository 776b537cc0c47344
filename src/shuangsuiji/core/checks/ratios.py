"""The ratios of tasks held against those that their items are published with (XT-11)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from shuangsuiji.core.findings import Finding, error, note, warning
from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.plans.words import percent_text
from shuangsuiji.core.registries.registry import Registry
from shuangsuiji.core.rules.batch import RuledBatch
from shuangsuiji.core.rules.pool import item_key
from shuangsuiji.core.rules.published import published_ratio
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
            given = task.draw.ratio
            if task.draw.rotation is not None:
                given = Fraction(1, task.draw.rotation.years)  # of the round; one year alone may have less
            low, high = _share(strata, given, up=True), _share(strata, None, up=False)
            if isinstance(given, Fraction) and high is not None:
                high = max(given, high)  # 每层至少 may draw more than the ratio says
            batches = 1
            if task.draw.ratio_basis != "全年" and task.draw.rotation is None:
                _, batches = part_of_year(ruled.pool.plan, task, ruled.pool.batch.name)
            if published.yearly and low is not None and high is not None:
                low, high = min(low * batches, Fraction(1)), min(high * batches, Fraction(1))
            place = items.table.place(list(items.ids).index(item_key(code)), "抽查比例")
            if published.floor is not None and low is not None and low < published.floor:
                make = error if task.draw.per_person is None else warning
                yield make(
                    "task-ratio-below-published",
                    place,
                    task=task.number or "",
                    item=code,
                    ratio=percent_text(low),
                    published=percent_text(published.floor),
                )
            elif published.cap is not None and high is not None and high > published.cap:
                yield error(
                    "task-ratio-above-published",
                    place,
                    task=task.number or "",
                    item=code,
                    ratio=percent_text(high),
                    published=percent_text(published.cap),
                )
            elif published.cap is not None and high is not None and high * batches > published.cap:
                yield warning(
                    "task-ratio-above-in-year",
                    place,
                    task=task.number or "",
                    item=code,
                    ratio=percent_text(high),
                    batches=batches,
                    total=percent_text(min(high * batches, Fraction(1))),
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


def _share(strata: Sequence[Stratum], ratio: object, *, up: bool) -> Fraction | None:
    """A uniform ratio as written; with strata, the share of all that is drawn. None for an empty scope.

    With `up` what rounding adds counts; without, a stratum that is rounded up counts as its exact product.
    """
    if isinstance(ratio, Fraction):
        return ratio
    size = sum(stratum.size for stratum in strata)
    total = Fraction(0)
    for stratum in strata:
        n = stratum.n if stratum.year is None else stratum.year
        rounding = stratum.product is not None and stratum.product < n < stratum.product + 1
        total += stratum.product if rounding and not up and stratum.product is not None else n
    return total / size if size else None
