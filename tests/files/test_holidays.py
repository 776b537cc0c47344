"""放假安排.yaml: what it may say, and slips named by their line."""

from __future__ import annotations

from datetime import date

import pytest

from shuangsuiji.core.results.work_calendar import WorkCalendar
from shuangsuiji.errors import BadInput
from shuangsuiji.files.holidays import known_calendar, read_holidays

EMPTY = WorkCalendar(years=frozenset(), off=frozenset(), on=frozenset())
GOOD = """\
# 2099年的放假安排
2099:
  放假: [2099-01-01 至 2099-01-03, 2月10日到2月17日, 10-01~10-07, 2099年4月4日]
  上班:
    - 2099-02-07
    - 2/21
"""


def read(text: str, calendar: WorkCalendar = EMPTY) -> WorkCalendar:
    return read_holidays(text.encode(), "放假安排.yaml", calendar)[0]


def test_days_and_ranges() -> None:
    calendar = read(GOOD)
    assert calendar.years == {2099} and len(calendar.off) == 3 + 8 + 7 + 1
    assert calendar.on == {date(2099, 2, 7), date(2099, 2, 21)}
    assert date(2099, 2, 17) in calendar.off and date(2099, 2, 18) not in calendar.off


def test_a_single_day_need_not_be_a_list_and_a_part_may_be_left_out() -> None:
    assert read("2026年:\n  放假: 2026-07-01\n", known_calendar()).off >= {date(2026, 7, 1)}


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("随便", 1, "写得不对"),
        ("明年:\n  放假: [2099-01-01]\n", 1, "写得不对"),
        ("2099: [2099-01-01]\n", 1, "写得不对"),
        ("2099:\n  休息: [2099-01-01]\n", 1, "写得不对"),
        ("2099:\n  放假: [元旦]\n", 2, "不是日期"),
        ("2099:\n  放假: [2099-02-30]\n", 2, "不是日期"),
        ("2099:\n  放假: [2099-10-07 至 2099-10-01]\n", 2, "不是日期"),
        ("2099:\n  放假: [2099-01-01 至 2099-12-31]\n", 2, "不是日期"),
        ("2099:\n  放假:\n    - 2099-01-01\n    - 2098-12-31\n", 4, "不在 2099 年"),
        ("2099:\n  放假: [2099-02-07]\n  上班: [2099-02-07]\n", 1, "既写了放假又写了上班"),
        ("2099:\n  放假: &a [2099-01-01]\n", 2, "放假安排"),
    ],
)
def test_slips_are_named_by_their_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(BadInput, match=words) as trouble:
        read(text)
    assert trouble.value.findings[0].place.line == line


def test_a_new_year_that_looks_incomplete_is_warned_of() -> None:
    _, findings = read_holidays("2099:\n  放假: [2099-01-01]\n".encode(), "放假安排.yaml", EMPTY)
    assert [finding.code for finding in findings] == ["holidays-few"]
    assert read_holidays(GOOD.encode(), "放假安排.yaml", EMPTY)[1] == []
