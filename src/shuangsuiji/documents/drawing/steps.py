"""What happened to the visits of a draw since, in order of time, and whose notices each step made or changed.

The state of a notice follows from its steps: 首次 where there is one, 变更 where there are more, 撤回 where
the last one ended the visit. Its number is that of the visit, and no visit ever gets the number of another.
Source: LZ-6, LZ-14, WG-6; decision 0011.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from shuangsuiji.core.beijing import in_beijing
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord, event_title
from shuangsuiji.documents.wording import minute_text

_PRINTED = frozenset({"名称", "地址", "统一社会信用代码", "负责人"})
"""The columns of a registry that notices and record sheets print of an object."""

DRAW = "抽取"
CANCELLATION = "取消抽取"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawn:
    """A visit that a step ended, or took from a person.

    Attributes:
        visit: as it stood before.
        person: the id of who has left its team; blank where the visit itself has ended.
    """

    visit: VisitRecord
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawStep:
    """The draw, an event, a correction or the cancellation.

    Attributes:
        title: as papers call it, such as 第1次递补.
        time: as recorded, ISO 8601.
        reason: as typed; blank of the draw.
        visits: indexes of the visits whose notices it made or changed.
        inspected: indexes of visits with results, which need no new notice, but whose papers read otherwise.
        withdrawn: what it ended, by index; then whom it took from teams, by visit and place in the team.
        event: the number of the event; 0 of any other step.
        correction: the number of the correction; 0 of any other step.
    """

    title: str
    time: str
    reason: str = ""
    visits: frozenset[int] = frozenset()
    inspected: frozenset[int] = frozenset()
    withdrawn: tuple[Withdrawn, ...] = ()
    event: int = 0
    correction: int = 0

    @property
    def day(self) -> str:
        """The day as papers write it: 2024年5月21日."""
        return minute_text(self.time).split(" ")[0]


def steps_of(dossier: Dossier) -> list[DrawStep]:
    """Every step, the draw first."""
    drawn = dossier.as_made["visits"]
    later = [*_events(dossier), *_corrections(dossier)]
    later.sort(key=_moment)
    first = DrawStep(
        title=DRAW, time=dossier.manifest["time"], visits=frozenset(visit["index"] for visit in drawn)
    )
    return [first, *later, *_cancellation(dossier)]


def notice_history(steps: Sequence[DrawStep], index: int) -> list[DrawStep]:
    """The steps that made or changed the notice of a visit, oldest first."""
    return [step for step in steps if index in step.visits]


def _events(dossier: Dossier) -> list[DrawStep]:
    found = []
    for event, before in dossier.steps():
        circumstances = event.get("circumstances")
        touched = [visit for visit in event["visits"] if "ended" not in visit]
        found.append(
            DrawStep(
                title=event_title(event),
                time=circumstances["time"] if circumstances else dossier.manifest["time"],
                reason=event["reason"],
                visits=frozenset(visit["index"] for visit in touched),
                withdrawn=tuple(_withdrawn(event["visits"], before)),
                event=event["event"],
            )
        )
    return found


def _withdrawn(visits: Sequence[VisitRecord], before: Mapping[int, VisitRecord]) -> list[Withdrawn]:
    known = [(before[visit["index"]], visit) for visit in visits if visit["index"] in before]
    found = [Withdrawn(visit=old) for old, new in known if "ended" in new and "ended" not in old]
    for old, new in known:
        now = {member["person"] for member in new["team"]} if "ended" not in new else set()
        gone = [member["person"] for member in old["team"] if member["person"] not in now]
        found += [Withdrawn(visit=old, person=person) for person in gone]
    return found


def _moment(step: DrawStep) -> datetime:
    return in_beijing(datetime.fromisoformat(step.time))


def _corrections(dossier: Dossier) -> list[DrawStep]:
    """Each with the visits that stood then; those that had been inspected need no notice again."""
    found = []
    for one in dossier.corrections:
        step = DrawStep(
            title=f"第{one.number}次更正", time=one.time, reason=one.reason, correction=one.number
        )
        visits, inspected = _stood_at(dossier, _moment(step))
        keys = {change.key for change in one.changes if change.column in _PRINTED}
        changed = frozenset(index for index, key in visits.items() if key in keys)
        found.append(replace(step, visits=changed - inspected, inspected=changed & inspected))
    return found


def _stood_at(dossier: Dossier, moment: datetime) -> tuple[dict[int, str], frozenset[int]]:
    """Index -> id of the object of each visit that stood at a moment; then those that had a result."""
    visits = {visit["index"]: visit["id"] for visit in dossier.as_made["visits"]}
    for event, _ in dossier.steps():
        circumstances = event.get("circumstances")
        if circumstances and in_beijing(datetime.fromisoformat(circumstances["time"])) <= moment:
            visits |= {visit["index"]: visit["id"] for visit in event["visits"] if "ended" not in visit}
            for index in event["ended"]:
                visits.pop(index, None)
    entries = [one for one in dossier.entries if in_beijing(datetime.fromisoformat(one.time)) <= moment]
    return visits, frozenset(result.visit for entry in entries for result in entry.results)


def _cancellation(dossier: Dossier) -> list[DrawStep]:
    """The visits that not all departments have inspected end; what has been inspected stays as it is."""
    if dossier.cancelled is None:
        return []
    circumstances, reason = dossier.cancelled
    done = {one.visit["index"] for one in dossier.inspections if one.complete}
    ended = [visit for visit in dossier.draw["visits"] if visit["index"] not in done]
    people = [Withdrawn(visit=visit, person=member["person"]) for visit in ended for member in visit["team"]]
    return [
        DrawStep(
            title=CANCELLATION,
            time=circumstances["time"],
            reason=reason,
            withdrawn=(*(Withdrawn(visit=visit) for visit in ended), *people),
        )
    ]
