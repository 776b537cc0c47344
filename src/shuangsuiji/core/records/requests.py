"""Requests for a substitution that wait for a new seed, or were taken back (LZ-6, LAW-4)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.lottery.standing import Request
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of
from shuangsuiji.core.seeds.published import (
    first_public,
    likely_public_before,
    not_yet_public,
    public_before,
)
from shuangsuiji.core.seeds.reading import bound_to_issues
from shuangsuiji.core.seeds.seed import ASKED_PUBLIC, GIVEN


def grade_of_request(form: Seed, issue: str, filed: str, now: datetime | None) -> str:
    """How much numbers convince that are typed for an event: whether its request had bound them in time.

    Args:
        form: 种子 of the plan.
        issue: as the request has it.
        filed: when the request was put on record, ISO 8601.
        now: when the event begins.
    """
    bound, asked = bound_to_issues(form.without_issues(), issue), recorded_time(filed)
    if asked is None or now is None or not bound.is_named(None):
        return GIVEN
    in_time = not public_before(bound, None, asked) and not not_yet_public(bound, None, now)
    return ASKED_PUBLIC if in_time else GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRequest:
    """A request that was taken back before it was drawn.

    Attributes:
        number: of the request, from 1; it is used no more.
        asked, reason: when it was filed, ISO 8601, and why.
        issue: of the plan's source, as it was typed; blank where none was named.
        time, why: when it was taken back, and why.
        people: numbers of the people it was about, as people.csv has them.
        objects: numbers of the objects.
    """

    number: int
    asked: str
    reason: str
    issue: str
    time: str
    why: str
    people: tuple[int, ...]
    objects: tuple[int, ...]


def withdrawn_requests(
    lines: Sequence[LedgerLine], drawn: LedgerLine, requests: Mapping[int, bytes]
) -> tuple[WithdrawnRequest, ...]:
    """The requests of a draw that were taken back, in the order in which they were filed.

    Args:
        lines: the ledger.
        drawn: the line of the draw.
        requests: number -> request.json; one that is not there is told without people and objects.
    """
    taken = {line.data.get("number"): line for line in lines_of(lines, drawn, Event.WITHDRAWN)}
    found = []
    for line in lines_of(lines, drawn, Event.REQUESTED):
        number = line.data.get("number")
        if number in taken:
            request = requests.get(int(line.text("number")), b"{}")
            people, objects = about(request)
            found.append(
                WithdrawnRequest(
                    number=int(line.text("number")),
                    asked=line.text("time"),
                    reason=line.text("reason"),
                    issue=str((json.loads(request).get("source") or {}).get("issue", "")),
                    time=taken[number].text("time"),
                    why=taken[number].text("reason"),
                    people=tuple(sorted(people)),
                    objects=tuple(sorted(objects)),
                )
            )
    return tuple(found)


def about(request: bytes) -> tuple[set[int], set[int]]:
    """The numbers of the people and of the objects that a request is about."""
    asked = json.loads(request)
    people = {number for number, _ in asked.get("out", ())} | {pair[1] for pair in asked.get("recused", ())}
    return people, set(asked.get("objects", ()))


def asked_already(asked: Request, waiting: Mapping[int, bytes]) -> Iterator[int]:
    """The numbers of open requests about a person or an object of another one.

    Several of one person could be filed under several issues, and those that turn out badly be taken back.

    Args:
        asked: the new request.
        waiting: number -> request.json of each open one.
    """
    out = {number for number, _ in asked["out"]}
    recused = {(visit, person) for visit, person in asked["recused"]}
    people = out | {person for _, person in recused}
    for number, data in waiting.items():
        known = json.loads(data)
        known_out = {person for person, _ in known["out"]}
        known_recused = {(visit, person) for visit, person in known["recused"]}
        same_person = people & known_out or out & {person for _, person in known_recused}
        if same_person or recused & known_recused or set(asked["objects"]) & set(known["objects"]):
            yield number


def asks_the_same(asked: Request, data: bytes) -> bool:
    """Whether the bytes of another request say what a new one says, but for its number and salt."""
    own = {"event": 0, "salt": ""}
    return bool(json.loads(json.dumps({**asked, **own})) == json.loads(data) | own)


def issue_known(form: Seed, issue: str, now: datetime) -> str:
    """The source whose numbers of a named issue had certainly been public at a moment; blank if none had."""
    source = public_before(bound_to_issues(form.without_issues(), issue), None, now)
    return source.type if source is not None else ""


def issue_likely_known(form: Seed, issue: str, now: datetime) -> bool:
    """Whether numbers of a named issue had most likely been public at a moment, after the usual pauses."""
    return likely_public_before(bound_to_issues(form.without_issues(), issue), None, now) is not None


def issue_opens(form: Seed, issue: str) -> datetime | None:
    """Before when at least one source of the named issue is unknown to everybody; None if nothing tells."""
    return first_public(bound_to_issues(form.without_issues(), issue), None)
