"""What was cut off and is continued hours later, on a machine set to another zone: one time everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest

import shuangsuiji
from bureau import NOW, bureau
from filling import CLEAN, JOINT_ONLY, YB, fill, sheet_of
from shuangsuiji.core.canonical import Json
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.errors import BadUsage, SsjError
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.workflows.auditing.audit import audit

BEGUN = NOW.astimezone(UTC)
"""The first run is on a machine that is not set to Beijing: the offset on record has to stay, too."""
CONTINUED = NOW + timedelta(hours=7)
NEXT_DAY = NOW + timedelta(days=1, hours=7)
AFTERWARDS = NOW + timedelta(days=20)
FRESH = JOINT_ONLY + "种子: {递补: 新种子}\n"


class Cut(BaseException):
    """In the place of the end of the process: nothing catches it."""


@contextmanager
def cut(event: Event, *, before: bool = False) -> Iterator[None]:
    """The command ends behind the line of an event, or before it; with 抽取 the archive has its name then."""
    append = Ledger.append

    def appended(self: Ledger, what: Event, content: dict[str, Json]) -> LedgerLine:
        if what == event and before:
            raise Cut
        line = append(self, what, content)
        if what == event:
            raise Cut
        return line

    with patch.object(Ledger, "append", appended), pytest.raises(Cut):
        yield


def agrees(home: Path) -> Path:
    """Everything there is says the same, to every check."""
    archive = next((home / "draws").glob("试医保*上半年-第1次"))
    report = shuangsuiji.ledger(home, verify=True)
    assert {one.code for one in report.findings} <= {"ledger-holds"}, list(map(str, report.findings))
    found = audit(archive)
    assert found.complete, [step for step in found.steps if step.verdict.value == "failed"]
    return archive


def times(home: Path, *events: Event) -> set[str]:
    return {line.text("time") for line in shuangsuiji.ledger(home).lines if line.event in events}


CUTS = pytest.mark.parametrize(
    ("at", "before"), [(Event.STARTED, False), (Event.PREPARED, False), (Event.DRAWN, True)]
)


@CUTS
@pytest.mark.parametrize(("later", "frozen"), [(CONTINUED, True), (NEXT_DAY, False)])
@pytest.mark.parametrize("repaired", [False, True])
def test_a_draw(
    tmp_path: Path, at: Event, before: bool, later: datetime, frozen: bool, repaired: bool
) -> None:
    plan = bureau(tmp_path, plan=JOINT_ONLY, size=12)
    if frozen:
        shuangsuiji.freeze(plan, batch="上半年", now=BEGUN - timedelta(hours=1))

    def draw(now: datetime) -> None:
        shuangsuiji.draw(plan, batch="上半年", seed="甲", now=now)

    with cut(at, before=before):
        draw(BEGUN)
    if repaired:
        shuangsuiji.repair(tmp_path, now=later)
    try:
        draw(later + timedelta(minutes=1))
    except SsjError as done:  # the repair, or the lock, has already added the line
        assert before and {one.code for one in done.findings} & {"ledger-just-ended", "redraw-needs-reason"}
    archive = agrees(tmp_path)
    assert times(tmp_path, Event.STARTED, Event.DRAWN) == {BEGUN.isoformat()}
    fill(sheet_of(archive), {(1, YB): CLEAN}, to=tmp_path / "填好.xlsx")
    assert shuangsuiji.results(archive, tmp_path / "填好.xlsx", now=AFTERWARDS).entry is not None
    agrees(tmp_path)


@CUTS
def test_a_substitution(tmp_path: Path, at: Event, before: bool) -> None:
    at, before = {
        Event.STARTED: (Event.SUBSTITUTING, before),
        Event.DRAWN: (Event.SUBSTITUTED, before),
    }.get(at, (at, before))
    plan = bureau(tmp_path, plan=FRESH, size=12)
    archive = shuangsuiji.draw(plan, batch="上半年", seed="甲", now=BEGUN - timedelta(hours=2)).archive
    shuangsuiji.substitute(archive, inspectors=["人员YB3"], reason="生病", now=BEGUN - timedelta(hours=1))
    with cut(at, before=before):
        shuangsuiji.substitute(archive, seed="乙", now=BEGUN)
    try:
        shuangsuiji.substitute(archive, seed="乙", now=CONTINUED)
    except SsjError as done:
        assert before and "ledger-just-ended" in {one.code for one in done.findings}
    agrees(tmp_path)
    assert times(tmp_path, Event.SUBSTITUTING, Event.SUBSTITUTED) == {BEGUN.isoformat()}


@pytest.mark.parametrize(("at", "before"), [(Event.PREPARED, False), (Event.FROZEN, True)])
def test_a_freeze(tmp_path: Path, at: Event, before: bool) -> None:
    plan = bureau(tmp_path, plan=JOINT_ONLY, size=12)
    with cut(at, before=before):
        shuangsuiji.freeze(plan, batch="上半年", now=BEGUN)
    shuangsuiji.repair(tmp_path, now=CONTINUED)
    if not before:
        shuangsuiji.freeze(plan, batch="上半年", now=CONTINUED)
    shuangsuiji.draw(plan, batch="上半年", seed="甲", now=CONTINUED)
    agrees(tmp_path)
    folder = next((tmp_path / "draws").glob("封存-*"))
    assert audit(folder).passed


def test_another_draw_in_between_and_a_clock_set_back_behind_the_continuation(tmp_path: Path) -> None:
    """The line 抽取 of the earlier time is no clock set back; the line 接续 keeps the time that it was."""
    plan = bureau(tmp_path, plan=JOINT_ONLY, size=12)
    with cut(Event.STARTED):
        shuangsuiji.draw(plan, batch="上半年", seed="甲", now=BEGUN)
    shuangsuiji.freeze(plan, batch="下半年", now=NOW + timedelta(hours=3))
    shuangsuiji.draw(plan, batch="上半年", seed="甲", now=CONTINUED)
    agrees(tmp_path)
    with pytest.raises(BadUsage) as caught:
        shuangsuiji.before_draw(plan, batch="下半年", now=NOW + timedelta(hours=5))
    assert [one.code for one in caught.value.findings] == ["clock-behind-ledger"]
    line = {line.event: line for line in shuangsuiji.ledger(tmp_path).lines}
    assert line["接续"].text("time") == CONTINUED.isoformat()
    ledger = Ledger(tmp_path / "draws")
    with ledger.locked():
        ledger.append(Event.REPAIRED, {"time": (NOW + timedelta(hours=5)).isoformat(), "outcome": "作罢"})
    back = [one for one in shuangsuiji.ledger(tmp_path).findings if one.code == "ledger-time-back"]
    assert [one.values["earlier"] for one in back] == [line["接续"].number]


def test_the_day_of_a_cancellation_is_that_of_beijing(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=JOINT_ONLY, size=12)
    archive = shuangsuiji.draw(plan, batch="上半年", seed="甲", now=BEGUN).archive
    night = datetime(2024, 5, 21, 17, 0, tzinfo=UTC)
    shuangsuiji.cancel(archive, reason="名录库有误", now=night)
    with pytest.raises(SsjError) as caught:
        shuangsuiji.cancel(archive, reason="名录库有误", now=night)
    assert [(one.code, one.values["day"]) for one in caught.value.findings] == [
        ("cancel-already", "2024-05-22")
    ]
