"""The announced time: read where it is plain, and what is said of a draw before or after it."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.seeds.announced import against_announced, announced_time


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-05-28", (2024, 5, 28, 0, 0, False)),
        ("2024/5/28", (2024, 5, 28, 0, 0, False)),
        ("2024年5月28日", (2024, 5, 28, 0, 0, False)),
        ("２０２４年５月２８日", (2024, 5, 28, 0, 0, False)),
        ("2024年5月28日10时", (2024, 5, 28, 10, 0, True)),
        ("2024年5月28日 下午3时30分", (2024, 5, 28, 15, 30, True)),
        ("2024年5月28日上午9点整", (2024, 5, 28, 9, 0, True)),
        ("2024-05-28 10:05", (2024, 5, 28, 10, 5, True)),
        ("2024-05-28T10:05:00", (2024, 5, 28, 10, 5, True)),
    ],
)
def test_plain_dates_and_times(text: str, expected: tuple[int, int, int, int, int, bool]) -> None:
    *when, to_the_hour = expected
    assert announced_time(text) == (datetime(*when, tzinfo=BEIJING), to_the_hour)  # type: ignore[misc]


@pytest.mark.parametrize(
    "text", ["", "5月28日", "5月底", "2024年5月28日左右", "2024-13-01", "2024-05-28 25:00", "开奖当晚"]
)
def test_anything_else_is_only_printed(text: str) -> None:
    assert announced_time(text) is None
    assert against_announced(text, datetime(2024, 5, 28, tzinfo=BEIJING)) == []


@pytest.mark.parametrize(
    ("announced", "drawn", "code"),
    [
        ("2024-05-28", (27, 23, 59), "draw-before-announced"),
        ("2024-05-28", (28, 0, 0), ""),
        ("2024-05-28", (28, 23, 59), ""),
        ("2024-05-28", (29, 0, 0), "draw-after-announced"),
        ("2024-05-28 10:00", (28, 9, 59), "draw-before-announced"),
        ("2024-05-28 10:00", (28, 11, 0), ""),
        ("2024-05-28 10:00", (28, 11, 1), "draw-after-announced"),
    ],
)
def test_before_and_after(announced: str, drawn: tuple[int, int, int], code: str) -> None:
    """By the day in Beijing, whatever the offset of the machine's clock."""
    day, hour, minute = drawn
    now = datetime(2024, 5, day, hour, minute, tzinfo=BEIJING)
    for offset in (8, 0, -11):
        found = against_announced(announced, now.astimezone(timezone(timedelta(hours=offset))))
        assert [one.code for one in found] == [code] * bool(code)
