"""The archive of a draw: a sealed part whose every byte is vouched for, and working papers beside it.

Layout (formats.md, "The archive"): 档案/ holds manifest.json, snapshot/, sources/, draw.json, teams.json and
the archive's ledger lines, and later 申请-001/, 递补-001/, 选派-001/ and 结果-001/ … with manifests of their
own; 文书/ holds papers that are meant to be edited and are never hashed.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.records.dossier import Dossier, Manifest
from shuangsuiji.core.records.ledger import LedgerLine, line_bytes
from shuangsuiji.core.records.record import DrawRecord, EventRecord
from shuangsuiji.core.records.record_words import Note, RecordWords
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.disk import read_folder, trouble_at, write_folder

SEALED = "档案"
PAPERS = "文书"
MANIFEST = "manifest.json"
DRAW = "draw.json"
TEAMS = "teams.json"
LEDGER_LINES = "ledger.jsonl"
LEDGER_WORDS = "ledger-words.jsonl"
"""The private lines that belong to the ledger lines of a folder."""
SNAPSHOT = "snapshot/"
SOURCES = "sources/"
VERIFIER = "verify_ssj.py"
VERIFIER_PAGE = "复核.html"
REQUEST = "request.json"
REQUESTS = "申请-"
NOTES = "选派-"
"""Folders of notes: specialists whom a department sends along."""
EVENT = "event.json"
EVENT_TEAMS = "event-teams.json"
EVENTS = "递补-"
RESULTS = "results.json"
RESULTS_SHEET = "结果录入表"
"""The stem of the name under which a sheet of results is kept, whatever it was called."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESULTS = re.compile(r"结果-[0-9]{3,}/")
_STRAY = re.compile(r"(^|/)(~\$.*|Thumbs\.db|\.DS_Store|desktop\.ini)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """An archive as it stands on the disk: bytes by path, not yet believed."""

    folder: Path
    sealed: Mapping[str, bytes]
    papers: Mapping[str, bytes]
    stray: tuple[str, ...]

    def part(self, prefix: str) -> dict[str, bytes]:
        """The sealed files below a folder, by their paths inside it."""
        return {name[len(prefix) :]: data for name, data in self.sealed.items() if name.startswith(prefix)}

    def own_files(self) -> dict[str, bytes]:
        """The sealed files of the draw itself, what came later left aside."""
        return {
            name: data
            for name, data in self.sealed.items()
            if not name.startswith((EVENTS, REQUESTS, NOTES)) and not _RESULTS.match(name)
        }

    def events(self) -> dict[str, dict[str, bytes]]:
        """The files of each event by the name of its folder, in order; numbers may be missing."""
        return self._folders(EVENTS)

    def requests(self) -> dict[str, dict[str, bytes]]:
        """The files of each request for an event by the name of its folder, in order."""
        return self._folders(REQUESTS)

    def notes(self) -> dict[str, dict[str, bytes]]:
        """The files of each note by the name of its folder, in order."""
        return self._folders(NOTES)

    def _folders(self, prefix: str) -> dict[str, dict[str, bytes]]:
        names = {name.split("/")[0] for name in self.sealed if name.startswith(prefix)}
        return {name: self.part(f"{name}/") for name in sorted(names, key=lambda name: (len(name), name))}

    def results(self) -> dict[str, dict[str, bytes]]:
        """The files of each entry of results by the name of its folder, in order."""
        names = {match[0].rstrip("/") for name in self.sealed if (match := _RESULTS.match(name))}
        return {name: self.part(f"{name}/") for name in sorted(names, key=lambda name: (len(name), name))}


def event_name(number: int) -> str:
    """The folder of one event inside 档案 and 文书, such as 递补-001."""
    return f"{EVENTS}{number:03d}"


def request_name(number: int) -> str:
    """The folder of one request for an event inside 档案, such as 申请-001."""
    return f"{REQUESTS}{number:03d}"


def note_name(number: int) -> str:
    """The folder of one note inside 档案 and 文书, such as 选派-001."""
    return f"{NOTES}{number:03d}"


def safe_name(text: str) -> str:
    """A text as part of a file name on any system; what had to be changed is told apart by a digest."""
    name = _UNSAFE.sub("_", text).strip(" .")[:60]
    return name if name == text else f"{name}-{sha256(text.encode('utf-8'))[:6]}"


def archive_name(plan: str, batch: str, attempt: int) -> str:
    """The folder of one attempt, such as 舞医保2024001-上半年-第1次."""
    return f"{safe_name(plan)}-{safe_name(batch)}-第{attempt}次"


def frozen_name(plan: str, batch: str, number: int) -> str:
    """The folder of a frozen batch, such as 封存-舞医保2024001-上半年-第1次."""
    return f"封存-{archive_name(plan, batch, number)}"


def source_names(paths: list[str]) -> dict[str, str]:
    """A name inside sources/ for each path of a plan; equal file names are told apart by a number."""
    names: dict[str, str] = {}
    for path in paths:
        bare = safe_name(re.split(r"[\\/]", path)[-1])
        name, count = bare, 1
        while name in names.values():
            count += 1
            name = f"{count}-{bare}"
        names.setdefault(path, name)
    return names


def sealed_files(
    dossier: Dossier,
    records: Mapping[str, bytes],
    sources: Mapping[str, bytes],
    lines: Sequence[LedgerLine],
    verifiers: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The files of 档案/, the manifest with the digest of every other among them.

    Args:
        dossier: what is on record; its manifest has no `files` yet.
        records: draw.json and teams.json.
        sources: name inside sources/ -> bytes as read.
        lines: this draw's ledger lines up to 开始.
        verifiers: name -> bytes of the programs by which anybody can check the rest.
    """
    files = {SNAPSHOT + name: data for name, data in dossier.snapshot.files.items()}
    files |= {SOURCES + name: data for name, data in sources.items()}
    files |= records
    files |= ledger_files(lines)
    files |= verifiers
    manifest = {**dossier.manifest, "files": {name: str(sha256(files[name])) for name in sorted(files)}}
    files[MANIFEST] = canonical_json(cast(Json, manifest))
    return files


def ledger_files(lines: Sequence[LedgerLine]) -> dict[str, bytes]:
    """Copies of ledger lines, public and private, as a sealed folder keeps them."""
    return {
        LEDGER_LINES: b"".join(line_bytes(line.data) + b"\n" for line in lines),
        LEDGER_WORDS: b"".join(line.words_line + b"\n" for line in lines if line.words_line),
    }


def write_archive(folder: Path, sealed: Mapping[str, bytes], papers: Mapping[str, bytes]) -> None:
    """The archive, whole or not at all.

    Raises:
        FileTrouble: see `write_folder`.
    """
    files = {f"{SEALED}/{name}": data for name, data in sealed.items()}
    files |= {f"{PAPERS}/{name}": data for name, data in papers.items()}
    write_folder(folder, files)


def write_request(folder: Path, number: int, sealed: Mapping[str, bytes]) -> Path:
    """One request for an event into an archive, whole or not at all.

    Raises:
        FileTrouble: see `write_folder`.
    """
    target = folder / SEALED / request_name(number)
    write_folder(target, sealed, staging=_beside(folder))
    return target


def write_event(folder: Path, name: str, sealed: Mapping[str, bytes], papers: Mapping[str, bytes]) -> Path:
    """One event or note into an archive: a new version of the papers, then its sealed folder.

    The seal comes last: nothing that fails before it leaves an event that no line of the ledger knows.

    Returns:
        The folder of the papers.

    Raises:
        FileTrouble: see `write_folder`.
    """
    written = write_papers(folder, name, papers)
    write_folder(folder / SEALED / name, sealed, staging=_beside(folder))
    return written


def write_papers(folder: Path, name: str, papers: Mapping[str, bytes]) -> Path:
    """A version of the papers in 文书, under `name`, or under the next free one if people have used it.

    Raises:
        FileTrouble: see `write_folder`.
    """
    with trouble_at(folder / PAPERS):
        (folder / PAPERS).mkdir(exist_ok=True)
        taken = {path.name for path in (folder / PAPERS).iterdir()}
    free = next(
        one
        for one in itertools.chain((name,), (f"{name}-{n}" for n in itertools.count(2)))
        if one not in taken
    )
    write_folder(folder / PAPERS / free, papers, staging=_beside(folder))
    return folder / PAPERS / free


def _beside(folder: Path) -> Path:
    """The folder of draws that an archive lies in, where unfinished folders are written and cleared away."""
    return folder.resolve().parent


def results_name(number: int) -> str:
    """The folder of one entry of results inside 档案, such as 结果-001."""
    return f"结果-{number:03d}"


def write_results(folder: Path, number: int, sealed: Mapping[str, bytes]) -> None:
    """One entry of results into an archive, whole or not at all.

    Raises:
        FileTrouble: see `write_folder`.
    """
    write_folder(folder / SEALED / results_name(number), sealed, staging=_beside(folder))


def read_archive(folder: Path) -> Archive:
    """The archive in a folder, nothing of it checked.

    Raises:
        BadInput: there is no archive in it.
        FileTrouble: it cannot be read.
    """
    if folder.name == SEALED and (folder / MANIFEST).is_file():
        folder = folder.parent
    if not folder.exists():
        raise FileTrouble(error("file-not-found", Place(file=str(folder))))
    if not (folder / SEALED).is_dir():
        raise BadInput(error("archive-not-found", Place(file=str(folder))))
    sealed = read_folder(folder / SEALED)
    papers = read_folder(folder / PAPERS) if (folder / PAPERS).is_dir() else {}
    stray = tuple(name for name in (*sealed, *papers) if is_stray(name))
    return Archive(
        folder=folder,
        sealed={name: data for name, data in sealed.items() if name not in stray},
        papers={name: data for name, data in papers.items() if name not in stray},
        stray=stray,
    )


def is_stray(name: str) -> bool:
    """Whether a file is one that office programs and systems leave lying about."""
    return _STRAY.search(name) is not None


def manifest_of(archive: Archive) -> Manifest | None:
    """The manifest of an archive, or None if it is missing or no JSON object."""
    try:
        data = json.loads(archive.sealed[MANIFEST])
    except (KeyError, ValueError):
        return None
    return cast(Manifest, data) if isinstance(data, dict) else None


def first_difference(files: Mapping[str, bytes], digest: str) -> str | None:
    """The first file of a sealed folder that is not as its manifest says; the manifest, if not of `digest`.

    Args:
        files: of the folder, by their paths in it.
        digest: of the manifest, as the ledger has it.
    """
    if sha256(files.get(MANIFEST, b"")) != digest:
        return MANIFEST
    listed = json.loads(files[MANIFEST])["files"]
    names = sorted(set(listed) | set(files) - {MANIFEST})
    return next((name for name in names if sha256(files.get(name, b"")) != listed.get(name)), None)


def stored_snapshot(archive: Archive) -> Snapshot:
    """The snapshot of an archive, nothing of it checked."""
    manifest = manifest_of(archive)
    return Snapshot(archive.part(SNAPSHOT), manifest["batch"] if manifest else "")


def stored_records(archive: Archive, events: int | None = None) -> DrawRecords:
    """draw.json, teams.json and the first so many events as numbers, nothing of them checked."""
    folders = list(archive.events().values())[:events]
    pairs = [(files[EVENT], files[EVENT_TEAMS]) for files in folders]
    return DrawRecords.read(archive.sealed[DRAW], archive.sealed[TEAMS], pairs)


def stored_words(archive: Archive, snapshot: Snapshot | None = None) -> RecordWords:
    """The words for the numbers of an archive."""
    records = stored_records(archive, 0)
    return RecordWords(snapshot or stored_snapshot(archive), records.draw, records.teams)


def stored_draw(archive: Archive) -> DrawRecord:
    """The draw of an archive in words, nothing of it checked."""
    return stored_words(archive).record()


def stored_events(archive: Archive, count: int | None = None) -> list[EventRecord]:
    """The events of an archive in words, or the first so many, then its notes; nothing is checked."""
    records = stored_records(archive, count)
    folders = list(archive.events().values())[:count]
    reasons = [str(json.loads(files[MANIFEST])["reason"]) for files in folders]
    notes = [note_of(json.loads(files[MANIFEST])) for files in archive.notes().values()]
    told = [(*pair, reason) for pair, reason in zip(records.events, reasons, strict=True)]
    return stored_words(archive).events(told, notes)


def note_of(manifest: Mapping[str, Any]) -> Note:
    """What the manifest of a note says."""
    return Note(
        number=int(manifest["note"]),
        reason=str(manifest["reason"]),
        specialists=tuple((int(visit), str(name)) for visit, name in manifest["specialists"]),
    )
