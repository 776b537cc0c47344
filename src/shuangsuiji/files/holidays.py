"""The working days of China: the years that are known, and 放假安排.yaml for those that are not yet.

The file stands beside the plans and gives for each year the days off and the weekend days worked:

    2027:
      放假: [2027-01-01 至 2027-01-03, 2027-02-05]
      上班: [2027-02-14]

A year in the file counts as known whole; for a year that is known already its days are added, and win.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import Finding, Place, error, has_errors, warning
from shuangsuiji.core.plans.parts import Path as KeyPath
from shuangsuiji.core.results.work_calendar import WorkCalendar
from shuangsuiji.errors import BadInput
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.yaml_plan import Data, YamlMarks, read_data

HOLIDAYS = "放假安排.yaml"
OFF, ON = "放假", "上班"
LEAST = 11
"""No year since 2004 had fewer statutory days off."""

_TO = re.compile(r"(?:(?<!\s)\s++)?(?:至|到|~|—++)\s*+")


def known_calendar() -> WorkCalendar:
    """The years that the package chinesecalendar knows."""
    from chinese_calendar import constants

    holidays, made_up = frozenset(constants.holidays), frozenset(constants.workdays)
    return WorkCalendar(years=frozenset(day.year for day in holidays), off=holidays, on=made_up)


def calendar_beside(draws: Path) -> tuple[WorkCalendar, list[Finding]]:
    """The working days that are known, with those of 放假安排.yaml.

    Args:
        draws: the folder of draws; the file is looked for there and beside the plans, in the folder above.

    Raises:
        BadInput: 放假安排.yaml has errors.
    """
    calendar, findings = known_calendar(), []
    for folder in (draws.resolve().parent, draws):
        path = folder / HOLIDAYS
        if path.exists():
            calendar, found = read_holidays(read_bytes(path), path.name, calendar)
            findings += found
    return calendar, findings


def read_calendar(draws: Path) -> None:
    """Reads 放假安排.yaml where `calendar_beside` looks for it, if it is there, for its errors alone.

    Raises:
        BadInput: it has errors.
        FileTrouble: it cannot be read.
    """
    if any((folder / HOLIDAYS).exists() for folder in (draws.resolve().parent, draws)):
        calendar_beside(draws)


def read_holidays(data: bytes, name: str, calendar: WorkCalendar) -> tuple[WorkCalendar, list[Finding]]:
    """The calendar with the years of a file added.

    Raises:
        BadInput: with every error found, each at its line.
    """
    try:
        content, findings, marks = read_data(data, name)
    except BadInput as trouble:
        if trouble.findings[0].code in ("plan-not-mapping", "plan-empty"):
            raise BadInput(error("holidays-form", trouble.findings[0].place)) from None
        raise
    if not isinstance(content, dict):
        raise BadInput(error("holidays-form", Place(file=name)))
    for key, part in content.items():
        year = norm(str(key)).removesuffix("年")
        if not re.fullmatch("20[0-9]{2}", year) or not isinstance(part, dict) or not {OFF, ON} >= set(part):
            findings.append(error("holidays-form", marks.locate((key,), True)))
            continue
        off, on = (_days(part.get(word), int(year), marks, (key, word), findings) for word in (OFF, ON))
        if both := sorted(off & on):
            findings.append(error("holidays-both", marks.locate((key,), True), day=both[0].isoformat()))
        if int(year) not in calendar.years and len(off) < LEAST:
            findings.append(warning("holidays-few", marks.locate((key,), True), year=year, count=len(off)))
        calendar = calendar.with_year(int(year), off, on)
    if has_errors(findings):
        raise BadInput(*findings)
    return calendar, findings


def _days(value: Data, year: int, marks: YamlMarks, path: KeyPath, findings: list[Finding]) -> set[date]:
    """The days of a list, ranges spread out."""
    days: set[date] = set()
    entries = value if isinstance(value, list) else [value] if value is not None else []
    for index, entry in enumerate(entries):
        place = marks.locate((*path, index), True)
        try:
            spread = set(_range(norm(str(entry)), year))
        except ValueError:
            findings.append(error("holidays-day", place, value=str(entry)))
            continue
        if any(day.year != year for day in spread):
            findings.append(error("holidays-other-year", place, value=str(entry), year=year))
        days |= spread
    return days


def _range(text: str, year: int) -> Iterator[date]:
    """One day, or every day from one to another; the year may be left out.

    Raises:
        ValueError: it is neither.
    """
    ends = [_day(part, year) for part in _TO.split(text)]
    if len(ends) > 2 or ends[-1] < ends[0] or (ends[-1] - ends[0]).days > 60:
        raise ValueError(text)
    day = ends[0]
    while day <= ends[-1]:
        yield day
        day += timedelta(days=1)


def _day(text: str, year: int) -> date:
    if re.fullmatch(r"[0-9]{1,2}([-./][0-9]{1,2}|月[0-9]{1,2}日?)", text):
        text = f"{year}年{text}" if "月" in text else f"{year}-{text.replace('.', '-').replace('/', '-')}"
    day = as_date(text)
    if day is None:
        raise ValueError(text)
    return day
