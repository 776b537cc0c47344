"""Looking at a ledger: its lines in words, whether it holds together and with its archives; a new secret."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.canonical import Digest, norm, sha256
from shuangsuiji.core.findings import Finding, Place, error, has_errors, note, warning
from shuangsuiji.core.records.ledger import (
    Event,
    LedgerLine,
    beginnings_without_end,
    head,
    open_intent,
    standing_draws,
)
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import FOLDER_KINDS, MANIFEST, SEALED
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.ledger import LEDGER, WORDS, Ledger
from shuangsuiji.workflows.corrections_kept import correction_problems, corrections_without_line
from shuangsuiji.workflows.environment import Entropy, FilePath, random_bytes, time_of
from shuangsuiji.workflows.record_keeping import unrecorded_archives


@dataclass(frozen=True, kw_only=True)
class LedgerReport:
    """A ledger whose chain holds: its lines, its head, and what was found about its archives."""

    path: Path
    lines: Sequence[LedgerLine]
    head: Digest
    findings: Sequence[Finding]

    @property
    def passed(self) -> bool:
        """Whether nothing that was found is an error."""
        return not has_errors(self.findings)


def find_ledger(place: Path) -> Ledger:
    """The ledger in a folder of draws, or in the folder beside plans, or of an archive.

    Raises:
        BadInput: there is none.
    """
    for folder in (place, place / "draws", place / "plans" / "draws", place.parent):
        if (folder / LEDGER).is_file():
            return Ledger(folder)
    raise BadInput(error("ledger-not-found", Place(file=str(place))))


def ledger_beside(archive: Path) -> Ledger:
    """The ledger in the folder of draws that an archive lies in.

    Raises:
        BadInput: there is none.
    """
    books = Ledger(archive.resolve().parent)
    if not books.path.exists():
        raise BadInput(error("ledger-not-found", Place(file=str(books.folder))))
    return books


def ledger(place: FilePath, *, verify: bool = False) -> LedgerReport:
    """The lines of a ledger, the chain checked, and whether the words to them are at hand.

    Args:
        place: a folder of draws, the folder of plans, or an archive.
        verify: hold them against the archives beside the ledger, too: every manifest and record.

    Raises:
        BadInput: there is no ledger, or its chain is broken.
    """
    books = find_ledger(Path(place))
    lines = books.read()
    report = LedgerReport(path=books.path, lines=lines, head=head(lines), findings=_words(books, lines))
    return _verified(report) if verify else report


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
    if not norm(reason):
        raise BadUsage(error("secret-needs-reason"))
    books = find_ledger(Path(place))
    with books.locked():
        time = time_of(now).isoformat(timespec="seconds")
        return books.renew_secret(norm(reason), norm(operator), time, random_bytes(entropy))


def _verified(report: LedgerReport) -> LedgerReport:
    """The ledger against the archives beside it: every manifest and record of its lines."""
    folder = report.path.parent
    findings = list(report.findings)
    for line in report.lines:
        if line.event in (Event.DRAWN, Event.FROZEN):
            findings += _check(folder / line.text("archive") / SEALED / MANIFEST, line.text("manifest"))
        if line.event == Event.DRAWN:
            findings += _since(folder / line.text("archive") / SEALED, report.lines, line)
    findings += _carried(report)
    for name in sorted({line.text("archive") for line in report.lines if line.event == Event.CORRECTED}):
        for file in correction_problems(folder / name, report.lines):
            findings.append(error("ledger-file-changed", Place(file=f"{name}/{file}")))
    for path in sorted(one for one in folder.iterdir() if one.is_dir()):
        for name in corrections_without_line(path, report.lines):
            findings.append(error("correct-orphan", Place(file=path.name), name=name))
    findings += [error("archive-exists", archive=name) for name in unrecorded_archives(folder, report.lines)]
    findings += _unfinished(report.lines)
    standing = len(standing_draws(report.lines))
    findings.append(note("ledger-holds", lines=len(report.lines), draws=standing))
    return replace(report, findings=findings)


def _since(sealed: Path, lines: Sequence[LedgerLine], drawn: LedgerLine) -> list[Finding]:
    """What was sealed after a draw, against the digests of its lines."""
    return [
        finding
        for kind in FOLDER_KINDS
        for name, line in kind.lines(lines, drawn).items()
        for key, file in kind.digests.items()
        for finding in _check(sealed / name / file, line.text(key))
    ]


def _carried(report: LedgerReport) -> list[Finding]:
    """The line 承接 against the ledger of the year before, where its folder lies beside this one."""
    found: list[Finding] = []
    for line in report.lines:
        if line.event != Event.CARRIED:
            continue
        folder, draws, count = line.text("folder"), line.text("draws"), int(line.text("lines") or 0)
        place = Place(file=str(report.path), line=line.number)
        around = [parent / folder / draws / LEDGER for parent in report.path.resolve().parents]
        path = next((one for one in around if one.is_file() and one != report.path.resolve()), None)
        if path is None:
            found.append(note("ledger-carried-missing", place, folder=folder))
            continue
        earlier = Ledger(path.parent).read()
        same = len(earlier) >= count and head(earlier[:count]) == line.text("head")
        make, code = (note, "ledger-carried") if same else (error, "ledger-carried-differs")
        found.append(make(code, place, folder=folder, lines=count))
    return found


def _check(path: Path, digest: str) -> list[Finding]:
    if not path.is_file():
        return [warning("ledger-file-missing", Place(file=str(path)))]
    if sha256(read_bytes(path)) != digest:
        return [error("ledger-file-changed", Place(file=str(path)))]
    return []


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
