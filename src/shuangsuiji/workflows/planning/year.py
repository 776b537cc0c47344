"""The whole year of a plan: batches, quotas, must-inspect visits, forecast, written as 全年安排.xlsx.

Writes no line of the ledger and no archive: what it draws on trial is told as ranges and thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import norm, sha256
from shuangsuiji.core.findings import Finding, note, warning
from shuangsuiji.core.forecast import YearForecast, year_forecast
from shuangsuiji.core.records.ledger import standing_draws
from shuangsuiji.core.records.snapshot import collect
from shuangsuiji.documents.planning.year_workbook import year_workbook
from shuangsuiji.files.archive import safe_name
from shuangsuiji.files.disk import replace_file
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.plan_files import PlanSource, plan_files
from shuangsuiji.workflows.check import DRAWS, prepare
from shuangsuiji.workflows.environment import time_of
from shuangsuiji.workflows.history import past_visits
from shuangsuiji.workflows.load import load_file

YEAR_TABLE = "全年安排.xlsx"
NEARLY = 0.9
"""The share of what 每人至多 allows from which a batch is said to be close to its limit."""


@dataclass(frozen=True, kw_only=True, repr=False)
class YearReport(Brief):
    """The forecast, what was found, and where the workbook lies (None if none was asked for)."""

    forecast: YearForecast
    findings: Sequence[Finding]
    workbook: Path | None


def year(
    plan: PlanSource,
    *,
    workbook: bool = False,
    trials: int | None = None,
    progress: Callable[[int], None] | None = None,
    now: datetime | None = None,
) -> YearReport:
    """The whole year of a plan: what is certain, and what is forecast.

    Args:
        plan: the plan file, or the plan as values.
        workbook: whether 全年安排.xlsx is written beside the plan, in place of an older one.
        trials: how many times the rest of the year is drawn on trial.
        progress: called with the number of trials made.
        now: the day against which registries may be stale, and the date of the workbook.

    Raises:
        BadInput: plan, registries or archives have errors.
        FileTrouble: something cannot be read or written.
    """
    files, time = plan_files(plan), time_of(now)
    path, loaded = files.path, load_file(files, beijing_day(time))
    lines = Ledger(path.parent / DRAWS).read()
    number, batches = loaded.plan.number, loaded.plan.batches_in_order
    drawn = {
        norm(line.text("batch")) for line in standing_draws(lines) if norm(line.text("plan")) == norm(number)
    }
    left = [batch for batch in batches if norm(batch.name) not in drawn]
    batch = left[0] if left else batches[-1]
    ready = prepare(path, loaded, lines, batch.name)
    snapshot = ready.snapshot
    if not left:  # that snapshot is for drawing the last batch again, and so without its visits
        past = past_visits(path.parent / DRAWS, lines, loaded.plan, None)
        snapshot = collect(loaded.plan, batch.name, loaded.registries, past)
    names = [batch.name for batch in batches if norm(batch.name) in drawn]
    found = year_forecast(snapshot.pool, names, trials, progress)
    findings = [*ready.findings, *_warnings(found)]
    target = None
    if workbook:
        target = path.parent / f"{safe_name(number)}-{YEAR_TABLE}"
        footer = f"计划编号 {number}　计划文件 {sha256(files.data)[:16]}　预测，不是抽取结果"
        created = time.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        replace_file(target, year_workbook(found, findings=findings, footer=footer, created=created))
    return YearReport(forecast=found, findings=findings, workbook=target)


def _warnings(found: YearForecast) -> Iterator[Finding]:
    """What a planner should know before the year begins: people, months, caps, the floor (LAW-1, XT-1)."""
    trials, plan = found.trials, found.pool.plan
    if trials is None:
        return
    for own in trials.batches:
        name = own.batch.name
        if own.stuck:
            yield warning("year-cannot-staff", batch=name, count=own.stuck, trials=trials.count)
        if own.short.most:
            yield warning("year-floor-short", batch=name, count=own.short.most)
        elif own.added.most:
            yield note("year-floor-added", batch=name, least=own.added.least, most=own.added.most)
        if own.over_cap.most:
            cap = plan.limits.yearly_cap or 0
            yield note("year-over-cap", batch=name, count=own.over_cap.most, cap=cap)
    for (line, batch), (needed, capacity) in trials.capacity.items():
        if needed > NEARLY * capacity:
            department = plan.team[line].seat
            yield warning(
                "year-near-limit", batch=batch, department=department, needed=needed, capacity=capacity
            )
    for month in trials.months:
        if month.load > month.weekdays:
            yield warning(
                "year-busy-month",
                month=f"{int(month.month[5:])}月",
                department=month.line.seat,
                load=f"{month.load:.1f}",
                days=month.weekdays,
            )
