"""When numbers are public: known days of lotteries and of rounds (docs/seeds.md)."""

from __future__ import annotations

from datetime import datetime

import pytest

from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.seeds.published import first_public, not_yet_public, public_before, publication


def form(**values: object) -> Seed:
    return Seed.model_validate(values)


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BEIJING)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "issue", "first", "drawn"),
    [
        ("双色球", "2024001", (2024, 1, 2), (2024, 1, 2)),
        ("双色球", "24018", (2024, 2, 11), (2024, 2, 20)),  # the Spring Festival lies between
        ("双色球", "2025001", (2025, 1, 2), (2025, 1, 2)),
        ("大乐透", "24001", (2024, 1, 1), (2024, 1, 1)),
        ("快乐8", "2024001", (2024, 1, 1), (2024, 1, 1)),
        ("快乐8", "2024135", (2024, 5, 14), (2024, 5, 22)),
    ],
)
def test_issues_lie_in_their_days(
    kind: str, issue: str, first: tuple[int, int, int], drawn: tuple[int, int, int]
) -> None:
    span = publication(form(类型=kind, 期号=issue).sources[0], "上半年")
    assert span is not None
    assert span.first == at(*first, 20)
    assert span.likely <= at(*drawn, 21, 15) < span.last


@pytest.mark.parametrize(
    ("kind", "issue", "likely", "last"),
    [
        ("双色球", "2024001", (2024, 1, 2), (2024, 1, 3)),
        ("双色球", "2024058", (2024, 5, 21), (2024, 5, 27)),
        ("双色球", "2026132", (2026, 11, 15), (2026, 11, 23)),
        ("大乐透", "26130", (2026, 11, 9), (2026, 11, 19)),
        ("快乐8", "2026310", (2026, 11, 17), (2026, 11, 25)),
        ("3D", "2026040", (2026, 2, 9), (2026, 2, 10)),
    ],
)
def test_only_the_pauses_put_an_issue_off(
    kind: str, issue: str, likely: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    """Each by the drawings of its days: seven to eleven in spring, four to seven in October."""
    span = publication(form(类型=kind, 期号=issue).sources[0], "下半年")
    assert span is not None and (span.likely, span.last) == (at(*likely, 20), at(*last, 20))


def test_rounds_have_their_second() -> None:
    """The first rounds of both chains, and one that no calendar holds."""
    source = form(类型="drand", 轮次="1").sources[0]
    assert publication(source, "x") == (at(2023, 8, 23, 23, 9, 27),) * 3
    default = form(类型="drand", 轮次="2", 链="default").sources[0]
    assert publication(default, "x") == (at(2020, 7, 22, 23, 18),) * 3
    endless = form(类型="drand", 轮次="9" * 15).sources[0]
    assert publication(endless, "x") == (datetime.max.replace(tzinfo=BEIJING),) * 3


def test_what_has_no_day() -> None:
    for values in (
        {"类型": "骰子", "个数": 20},
        {"类型": "十六进制"},
        {"类型": "双色球"},
        {"类型": "双色球", "期号": "7"},
        {"类型": "双色球", "期号": {"下半年": "2024100"}},
    ):
        assert publication(form(**values).sources[0], "上半年") is None


def test_one_source_that_was_public_spoils_the_others() -> None:
    both = form(来源=[{"类型": "快乐8", "期号": "2024001"}, {"类型": "3D", "期号": "2024200"}])
    assert first_public(both, "上半年") == at(2024, 7, 18, 20)
    assert public_before(both, "上半年", at(2024, 1, 2, 19)) is None
    told = public_before(both, "上半年", at(2024, 1, 2, 21))
    assert told is not None and told.type == "快乐8"
    early = not_yet_public(both, "上半年", at(2024, 7, 18, 19))
    assert early is not None and early.type == "3D"
    assert not_yet_public(both, "上半年", at(2024, 7, 18, 20)) is None
