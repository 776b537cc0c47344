"""Requests for a substitution: what leaves a choice is refused, what was taken back is told (LZ-6, LAW-4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error, note, warning
from shuangsuiji.core.lottery.standing import Request
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.records.ledger import Event, LedgerLine, drawn_line, lines_of
from shuangsuiji.core.records.requests import (
    WithdrawnRequest,
    asked_already,
    asks_the_same,
    issue_known,
    issue_likely_known,
    issue_opens,
    withdrawn_requests,
)
from shuangsuiji.core.seeds.seed import normal_seed
from shuangsuiji.errors import AlreadyDone, BadInput
from shuangsuiji.files.archive import REQUEST, REQUESTS, SEALED, SUBSTITUTIONS, Archive
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.places import ArchivePlace
from shuangsuiji.workflows.record_keeping import Circumstances


def refuse_choice(
    archive: Archive, waiting: Sequence[LedgerLine], asked: Request, issue: str, circumstances: Circumstances
) -> None:
    """No second request about the same, and none under numbers that are public: both leave a choice.

    Args:
        archive: of the draw.
        waiting: the lines of its open requests.
        asked: the new request.
        issue: the issue that it names, as it was typed.
        circumstances: when and why it is filed.

    Raises:
        AlreadyDone: an open request says and gives as its reason the same.
        BadInput: it is one of these.
    """
    folders = archive.folders(REQUESTS)
    numbers = [int(line.text("number")) for line in waiting]
    named = {number: folders.get(REQUESTS.folder(number), {}) for number in numbers}
    stored = {number: files[REQUEST] for number, files in named.items() if REQUEST in files}
    for line in waiting:
        number = int(line.text("number"))
        if line.text("reason") == circumstances.reason and asks_the_same(asked, stored.get(number, b"{}")):
            raise AlreadyDone(note("substitute-request-already", number=number))
    for number in asked_already(asked, stored):
        raise BadInput(error("substitute-asked-already", number=number))
    if known := issue_known(archive.snapshot.pool.plan.seed, issue, circumstances.now):
        raise BadInput(error("substitute-issue-public", source=known, issue=norm(issue)))


def refuse_without_request(
    lines: Sequence[LedgerLine], drawn: LedgerLine, form: Seed | None = None, seed: str | None = None
) -> NoReturn:
    """No request waits: because it was taken back, or drawn with this very seed, or none was filed.

    Args:
        lines: the ledger.
        drawn: the line of the draw.
        form: 种子 of the plan; None where a request was to be taken back.
        seed: of the draw that was asked for, as it was typed; None for the system's.

    Raises:
        AlreadyDone: what was asked for is on record.
        BadInput: nothing was filed.
    """
    asked = lines_of(lines, drawn, Event.REQUESTED)
    number = int(asked[-1].text("number")) if asked else 0
    back = [line for line in lines_of(lines, drawn, Event.WITHDRAWN) if line.data["number"] == number]
    if form is None and back:
        raise AlreadyDone(note("substitute-withdrawn-already", number=number))
    text = normal_seed(seed, form.without_issues()) if form is not None and seed is not None else None
    served = [line for line in lines_of(lines, drawn, Event.SUBSTITUTING) if line.text("seed") == text]
    if served:
        number = int(served[-1].text("number"))
        raise AlreadyDone(note("substitute-served-already", number=number, name=SUBSTITUTIONS.folder(number)))
    raise BadInput(error("substitute-no-request"))


def issue_doubts(form: Seed, issue: str, now: datetime) -> tuple[Finding, ...]:
    """A warning where the numbers of the issue that a request names had most likely been public before it."""
    opens = issue_opens(form, issue)
    if opens is None or not issue_likely_known(form, issue, now):
        return ()
    told = f"{opens:%Y-%m-%d %H:%M}"
    return (warning("substitute-issue-perhaps-public", issue=norm(issue), opens=told),)


def withdrawn_of(folder: Path, lines: Sequence[LedgerLine]) -> tuple[WithdrawnRequest, ...]:
    """The requests of the draw in a folder that were taken back; none where the ledger does not know it.

    Raises:
        FileTrouble: one of them cannot be read.
    """
    drawn = next(
        (line for line in lines if line.event == Event.DRAWN and line.text("archive") == folder.name), None
    )
    if drawn is None:
        return ()
    numbers = [int(line.text("number")) for line in lines_of(lines, drawn, Event.REQUESTED)]
    paths = {number: folder / SEALED / REQUESTS.folder(number) / REQUEST for number in numbers}
    return withdrawn_requests(
        lines, drawn, {number: read_bytes(path) for number, path in paths.items() if path.is_file()}
    )


def withdrawn_in(place: ArchivePlace) -> tuple[WithdrawnRequest, ...]:
    """The same of an archive as it was opened, which may be a zip; none without its ledger."""
    manifest, folders = place.archive.manifest, place.archive.folders(REQUESTS)
    drawn = (
        drawn_line(place.lines, manifest["plan"], manifest["batch"], manifest["attempt"])
        if place.whole_ledger
        else None
    )
    if drawn is None:
        return ()
    stored = {int(name.removeprefix(REQUESTS.prefix)): files[REQUEST] for name, files in folders.items()}
    return withdrawn_requests(place.lines, drawn, stored)
