"""Looking at a ledger: its lines in words, whether it holds together and with its archives; a new secret."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Digest, norm
from shuangsuiji.core.findings import Finding, Place, error, has_errors, note, warning
from shuangsuiji.core.records.ledger import (
    Event,
    LedgerLine,
    beginnings_without_end,
    clock_readings,
    drawn_twice,
    head,
    open_intent,
    standing_draws,
    unknown_events,
)
from shuangsuiji.core.records.notebook import compared, head_note
from shuangsuiji.errors import BadInput, BadUsage, UnreadableArchive
from shuangsuiji.files.archive import SEALED, read_archive, some
from shuangsuiji.files.budget import checking
from shuangsuiji.files.disk import size_below
from shuangsuiji.files.ledger import LEDGER, SECRET, WORDS, Ledger, ledgers_under
from shuangsuiji.workflows.archives_away import archive_away, whereabouts
from shuangsuiji.workflows.auditing.walk import Fault, walk_draw, walk_frozen
from shuangsuiji.workflows.carried import carried_folder
from shuangsuiji.workflows.environment import Entropy, FilePath, listed, random_bytes, time_of
from shuangsuiji.workflows.record_keeping import stated, strangers, unrecorded_archives


@dataclass(frozen=True, kw_only=True, repr=False)
class LedgerReport(Brief):
    """A ledger whose chain holds: its lines, its head, and what was found about its archives.

    `note` is what a second person writes into a notebook, to be held against the ledger later.
    """

    path: Path
    lines: Sequence[LedgerLine]
    head: Digest
    note: str
    findings: Sequence[Finding]

    @property
    def passed(self) -> bool:
        """Whether nothing that was found is an error."""
        return not has_errors(self.findings)

    @property
    def complete(self) -> bool:
        """Whether every line could be held against its private line, and the secret against the ledger."""
        return not {"ledger-words-away", "ledger-secret-away"} & {finding.code for finding in self.findings}


def find_ledger(place: Path) -> Ledger:
    """The ledger in a folder of draws, or in the folder beside plans, or of an archive.

    Raises:
        BadInput: there is none.
    """
    for folder in (place, place / "draws", place / "plans" / "draws", place.parent):
        if (folder / LEDGER).is_file():
            return Ledger(folder)
    for folder in ledgers_under(place):
        raise UnreadableArchive(error("ledger-elsewhere", Place(file=str(place)), folder=folder.name))
    raise UnreadableArchive(error("ledger-not-found", Place(file=str(place))))


def ledger_beside(archive: Path) -> Ledger:
    """The ledger in the folder of draws that an archive lies in.

    Raises:
        BadInput: there is none.
    """
    books = Ledger(archive.resolve().parent)
    if not books.path.exists():
        raise UnreadableArchive(error("ledger-not-found", Place(file=str(books.folder))))
    return books


def ledger(place: FilePath, *, verify: bool = False, heads: Sequence[str] = ()) -> LedgerReport:
    """The lines of a ledger, the chain checked, and whether the words to them are at hand.

    Args:
        place: a folder of draws, the folder of plans, or an archive.
        verify: hold them against the archives beside the ledger, too: every manifest and record.
        heads: notes of earlier heads, as `note` gives them, or digests of the ledger from papers; whatever
            was cut off or written anew since is found.

    Raises:
        BadInput: there is no ledger, its chain is broken, or one of `heads` is no note.
    """
    listed(heads=heads)
    books = find_ledger(Path(place))
    lines = books.read()
    findings = [
        *_torn(books),
        *_words(books, lines),
        *_set_back(books, lines),
        *(compared(lines, text) for text in heads),
    ]
    report = LedgerReport(
        path=books.path, lines=lines, head=head(lines), note=head_note(lines), findings=findings
    )
    return _verified(report) if verify else report


def _torn(books: Ledger) -> list[Finding]:
    """A last line without an end: cut off while it was written, or tampered with."""
    return [error("ledger-torn", Place(file=str(books.path)))] if books.torn else []


def _words(ledger: Ledger, lines: Sequence[LedgerLine]) -> list[Finding]:
    """Lines whose private line is missing or was changed, and private lines that belong to none."""
    place = Place(file=str(ledger.folder / WORDS))
    lacking = [line.number for line in lines if line.lacks_words]
    if lacking and not (ledger.folder / WORDS).is_file():
        return [warning("ledger-words-away", place, count=len(lacking))]
    found = [error("ledger-words-lost", place, line=number) for number in lacking]
    for number in ledger.unclaimed_words():
        found.append(warning("ledger-words-unclaimed", Place(file=place.file, line=number)))
    return found


def _set_back(ledger: Ledger, lines: Sequence[LedgerLine]) -> Iterator[Finding]:
    """Lines that say an earlier time than one before them: the clock was set back, or had been ahead."""
    latest: tuple[datetime, int] | None = None
    for line, time in clock_readings(lines):
        if latest and time < latest[0]:
            place = Place(file=str(ledger.path), line=line.number)
            yield warning("ledger-time-back", place, earlier=latest[1])
        else:
            latest = time, line.number


def new_secret(
    place: FilePath,
    *,
    reason: str = "",
    operator: str = "",
    now: datetime | None = None,
    entropy: Entropy | None = None,
) -> LedgerLine:
    """Another 密签.txt in place of one that was lost; the ledger tells.

    Args:
        place: a folder of draws, the folder of plans, or an archive.
        reason: why; compulsory.
        operator: who renews it.
        now: the time to record; see `environment.time_of`.
        entropy: gives random bytes; by default the system's.

    Raises:
        BadUsage: no reason is given, the secret is still there, or there has never been one.
        BadInput: there is no ledger, or its chain is broken.
        FileTrouble: the files cannot be written.
    """
    if not stated(reason):
        raise BadUsage(error("secret-needs-reason"))
    books = find_ledger(Path(place))
    with books.locked():
        time = time_of(now).isoformat(timespec="seconds")
        return books.renew_secret(norm(reason), norm(operator), time, random_bytes(entropy))


_FINDINGS = {
    Fault.MISSING: "ledger-file-missing",
    Fault.EXTRA: "ledger-file-extra",
    Fault.CHANGED: "ledger-file-changed",
    Fault.UNREADABLE: "ledger-file-unreadable",
    Fault.NOT_OF_LINE: "ledger-file-changed",
    Fault.NO_FOLDER: "ledger-file-missing",
    Fault.NO_LINE: "ledger-folder-extra",
    Fault.SAYS_OTHERWISE: "ledger-line-differs",
    Fault.RENAMED: "ledger-renamed",
}
"""The finding about each kind of difference, at its file."""


def _verified(report: LedgerReport) -> LedgerReport:
    """The ledger against what lies beside it: private files, and the walk over each archive."""
    books, lines = Ledger(report.path.parent), report.lines
    archives = _archives(books.folder, lines)
    findings = [*report.findings, *_secret(books), *_unknown_draws(lines), *archives, *_carried(report)]
    findings += _unfinished(lines)
    place = Place(file=str(report.path))
    findings += [
        error("ledger-unknown-event", replace(place, line=line.number), event=line.event)
        for line in unknown_events(lines)
    ]
    findings += [error("ledger-drawn-twice", replace(place, line=line.number)) for line in drawn_twice(lines)]
    if others := strangers(books.folder, lines):
        findings.append(note("ledger-strangers", Place(file=books.folder.name), files=some(others)))
    findings.append(note("ledger-holds", lines=len(lines), draws=len(standing_draws(lines))))
    return replace(report, findings=_once(findings))


def _once(findings: Sequence[Finding]) -> list[Finding]:
    """Each finding once: a file that differs from its manifest and from its line is told as one."""
    return list({str(finding): finding for finding in findings}.values())


def _archives(folder: Path, lines: Sequence[LedgerLine]) -> list[Finding]:
    """The walk over every archive and frozen batch of the ledger, and the folders that no line knows."""
    unknown, found = unrecorded_archives(folder, lines), list[Finding]()
    for line in lines:
        if line.event not in (Event.DRAWN, Event.FROZEN):
            continue
        name = line.text("archive")
        if not (folder / name / SEALED).is_dir():
            renamed = whereabouts(folder, line)
            if renamed is None:
                found.append(error("ledger-folder-missing", Place(file=name), line=line.number))
                continue
            if str(renamed) not in unknown:
                found += filter(None, [archive_away(folder, line)])
                continue
            name = str(renamed)
            unknown = [one for one in unknown if one != name]
        try:
            with checking(name, size_below(folder / name / SEALED)):
                archive = read_archive(folder / name)
                frozen = line.event == Event.FROZEN
                walked = walk_frozen(archive, line) if frozen else walk_draw(archive, line, lines)
        except BadInput as trouble:
            found += trouble.findings
            continue
        for one in walked:
            found.append(
                error(_FINDINGS[one.fault], Place(file=f"{name}/{one.file}".rstrip("/")), **one.values)
            )
    return [*found, *(error("archive-exists", archive=name) for name in unknown)]


def _secret(books: Ledger) -> list[Finding]:
    """That the secret is the one that the ledger knows; whoever only holds a copy of the ledger has none."""
    if not (books.folder / SECRET).exists():
        known = any(line.event == Event.SECRET for line in books.read())
        return [warning("ledger-secret-away", Place(file=str(books.folder / SECRET)))] if known else []
    try:
        books.check_secret()
    except BadInput as trouble:
        return list(trouble.findings)
    return []


def _unknown_draws(lines: Sequence[LedgerLine]) -> list[Finding]:
    """Lines about an attempt that never began: they would speak of nothing."""
    begun = {_attempt(line) for line in lines if line.event == Event.STARTED}
    return [
        error("ledger-line-of-nothing", line=line.number, event=line.event)
        for line in lines
        if "attempt" in line.data and _attempt(line) not in begun
    ]


def _attempt(line: LedgerLine) -> tuple[str, str, str]:
    return norm(line.text("plan")), norm(line.text("batch")), line.text("attempt")


def _carried(report: LedgerReport) -> list[Finding]:
    """The line 承接 against the ledger of the year before, where its folder lies beside this one."""
    found: list[Finding] = []
    for line in report.lines:
        if line.event != Event.CARRIED:
            continue
        folder, count = line.text("folder"), int(line.text("lines") or 0)
        place = Place(file=str(report.path), line=line.number)
        beside = carried_folder(report.path.parent, line)
        if beside is None:
            found.append(note("ledger-carried-missing", place, folder=folder))
            continue
        earlier = Ledger(beside).read()
        same = len(earlier) >= count and head(earlier[:count]) == line.text("head")
        make, code = (note, "ledger-carried") if same else (error, "ledger-carried-differs")
        found.append(make(code, place, folder=folder, lines=count))
    return found


def _unfinished(lines: Sequence[LedgerLine]) -> list[Finding]:
    """Commands that were cut off, and attempts that began and never ended."""
    prepared = open_intent(lines)
    found = [] if prepared is None else [error("ledger-intent-open", line=prepared.number)]
    return found + [
        warning(
            "ledger-unfinished",
            line=begun.number,
            batch=begun.text("batch"),
            attempt=begun.text("attempt"),
        )
        for begun in beginnings_without_end(lines)
    ]
