"""The drafts that `ssj publish` writes of results, made again for an audit as the record stood on their day.

A draft is no step of the record: nothing tells when it was made but the draft itself. Its file has a moment,
which is also the day under it; those that have none are held against every state of the record, newest first.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from shuangsuiji.core.beijing import in_beijing, recorded_time
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of
from shuangsuiji.documents.results.publication_approval import PUBLICATION_APPROVAL, publication_approval
from shuangsuiji.documents.results.result_letters import RESULT_LETTERS, result_letters
from shuangsuiji.documents.results.results_notice import (
    IRREGULAR_LIST,
    RESULTS_NOTICE,
    irregular_list,
    results_notice,
)
from shuangsuiji.documents.templates.forms import Templates
from shuangsuiji.files.archive import RESULT_ENTRIES, Archive
from shuangsuiji.files.current_papers import APPROVALS, DRAFTS, SERVED
from shuangsuiji.workflows.current_papers import recorded_dossier
from shuangsuiji.workflows.standing_draws import stored_entries

_DATED: Mapping[str, Callable[[Dossier, datetime, Templates], bytes]] = {
    RESULTS_NOTICE.file: results_notice,
    IRREGULAR_LIST.file: irregular_list,
}
_UNDATED: Mapping[str, Callable[[Dossier, Templates], bytes]] = {
    RESULT_LETTERS.file: result_letters,
    PUBLICATION_APPROVAL.file: publication_approval,
}
_MOST_STATES = 12
_CREATED = re.compile(rb"<dcterms:created[^>]*>([0-9T:-]{19})Z</dcterms:created>")


@dataclass(frozen=True, slots=True)
class MadeAgain:
    """A draft as the program makes it of one state of the record.

    Attributes:
        since: how many entries, events and corrections have come after that state.
    """

    data: bytes
    since: int


def is_draft(path: str) -> bool:
    """Whether a path inside 文书 is of a draft that can be made again."""
    return _kind_of(path) is not None


def states_of_draft(
    archive: Archive, lines: Sequence[LedgerLine], drawn: LedgerLine | None, path: str, templates: Templates
) -> Iterator[MadeAgain]:
    """A draft made again of the states of the record that it may be of, the likeliest first.

    Args:
        archive: with the draft among its papers.
        lines: the ledger.
        drawn: the line of the draw; None where there is no ledger.
        path: of the draft, inside 文书; see `is_draft`.
        templates: the office's own.
    """
    kind = _kind_of(path) or ""
    moments = [*_moments(archive, lines, drawn)]
    if kind in _DATED:
        moment = _created(archive.papers[path]) or max(moments)
        until = moment + timedelta(seconds=1)  # the file holds no parts of a second
        since = sum(moment >= until for moment in moments)
        yield MadeAgain(_DATED[kind](_recorded(archive, lines, until), moment, templates), since)
        return
    for since, moment in enumerate(sorted(moments, reverse=True)[:_MOST_STATES]):
        until = moment + timedelta(microseconds=1)
        yield MadeAgain(_UNDATED[kind](_recorded(archive, lines, until), templates), since)


def _kind_of(path: str) -> str | None:
    place = PurePosixPath(path)
    if str(place.parent) not in (DRAFTS, SERVED, APPROVALS):
        return None
    return next(
        (
            file
            for file in (*_DATED, *_UNDATED)
            if re.fullmatch(rf"{re.escape(PurePosixPath(file).stem)}(-[0-9]+)?\.docx", place.name)
        ),
        None,
    )


def _moments(archive: Archive, lines: Sequence[LedgerLine], drawn: LedgerLine | None) -> Iterator[datetime]:
    """When what papers are made of came on record."""
    told = [archive.manifest["time"], *(event["circumstances"]["time"] for event in archive.events())]
    told += [entry.time for entry in stored_entries([*archive.folders(RESULT_ENTRIES).values()])]
    if drawn is not None:
        for event in (Event.CORRECTED, Event.CANCELLED, Event.WITHDRAWN):
            told += [line.text("time") for line in lines_of(lines, drawn, event)]
    return (moment for time in told if (moment := recorded_time(time)) is not None)


def _recorded(archive: Archive, lines: Sequence[LedgerLine], until: datetime) -> Dossier:
    """What was on record before a moment."""

    def before(time: str) -> bool:
        moment = recorded_time(time)
        return moment is not None and moment < until

    entries = [
        entry for entry in stored_entries([*archive.folders(RESULT_ENTRIES).values()]) if before(entry.time)
    ]
    events = [event for event in archive.events() if before(event["circumstances"]["time"])]
    known = [line for line in lines if before(line.text("time"))]
    return recorded_dossier(archive.dossier(entries).after(events), archive.folder.resolve(), known)


def _created(data: bytes) -> datetime | None:
    """The moment that the file itself says it was made at."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            match = _CREATED.search(book.read("docProps/core.xml"))
            return in_beijing(datetime.fromisoformat(f"{match[1].decode()}+00:00")) if match else None
    except Exception:  # a paper that was edited may be anything
        return None
