"""The archive of a draw: a sealed part whose every byte is vouched for, and working papers beside it.

Layout (formats.md, "The archive"): 档案/ holds manifest.json, snapshot/, sources/, draw.json, teams.json and
the archive's ledger lines, and later 申请-001/, 递补-001/, 选派-001/ and 结果-001/ … with manifests of their
own; 文书/ holds papers that are meant to be edited and are never hashed.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any, cast

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.records.dossier import Dossier, Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, line_bytes, lines_of
from shuangsuiji.core.records.record import AskedRecord, CircumstancesRecord, DrawRecord, EventRecord
from shuangsuiji.core.records.record_words import Note, RecordWords
from shuangsuiji.core.records.results import Entry
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.errors import FileTrouble, UnreadableArchive
from shuangsuiji.files.disk import (
    NewFolder,
    make_folder,
    not_found,
    read_folder,
    read_own,
    staged,
    trouble_at,
)
from shuangsuiji.files.names import is_reserved, same_name

SEALED = "档案"
PAPERS = "文书"
PACKAGE = "公开复核包"
"""The folder of a public package in 文书; a later one has a number behind its name."""
MANIFEST = "manifest.json"
DRAW = "draw.json"
TEAMS = "teams.json"
LEDGER_LINES = "ledger.jsonl"
LEDGER_WORDS = "ledger-words.jsonl"
"""The private lines that belong to the ledger lines of a folder."""
SNAPSHOT = "snapshot/"
SOURCES = "sources/"
REQUEST = "request.json"
EVENT = "event.json"
EVENT_TEAMS = "event-teams.json"
RESULTS = "results.json"
CORRECTION = "correction.json"
RESULTS_SHEET = "结果录入表"
"""The stem of the name under which a sheet of results is kept, whatever it was called."""

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_PACKAGE = re.compile(rf"({PACKAGE}(?:-[0-9]+)?)/")
_STRAY = re.compile(r"(^|/)(~\$.*|Thumbs\.db|\.DS_Store|desktop\.ini)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderKind:
    """One kind of sealed folder that comes after the draw, each vouched for by a line of the ledger.

    Attributes:
        prefix: what the names of its folders begin with, a number of three digits or more behind it.
        event: what the lines tell that vouch for them.
        digests: key of such a line -> the file whose digest stands there.
        home: the folder of the archive in which they lie; blank: in the archive itself.
    """

    prefix: str
    event: Event
    digests: Mapping[str, str]
    home: str = SEALED

    def folder(self, number: int) -> str:
        """The name of a folder, such as 递补-001."""
        return f"{self.prefix}{number:03d}"

    def lines(self, lines: Sequence[LedgerLine], drawn: LedgerLine) -> dict[str, LedgerLine]:
        """The line of each folder by the folder's name, in the order of the ledger.

        Args:
            lines: the ledger.
            drawn: the line 抽取 of the archive.
        """
        return {
            self.folder(int(line.text("number") or 0)): line for line in lines_of(lines, drawn, self.event)
        }

    def path(self, name: str) -> str:
        """A folder of this kind, or a file in it, as seen from the folder of the archive."""
        return f"{self.home}/{name}" if self.home else name


SUBSTITUTIONS = FolderKind(
    prefix="递补-",
    event=Event.SUBSTITUTED,
    digests={"manifest": MANIFEST, "result": EVENT, "teams": EVENT_TEAMS},
)
REQUESTS = FolderKind(
    prefix="申请-", event=Event.REQUESTED, digests={"manifest": MANIFEST, "request": REQUEST}
)
NOTES = FolderKind(prefix="选派-", event=Event.SENT_ALONG, digests={"manifest": MANIFEST})
"""Specialists whom a department sends along."""
RESULT_ENTRIES = FolderKind(
    prefix="结果-", event=Event.RESULTS, digests={"manifest": MANIFEST, "result": RESULTS}
)
CORRECTIONS = FolderKind(
    prefix="更正-",
    event=Event.CORRECTED,
    digests={"manifest": MANIFEST, "result": CORRECTION},
    home="",
)
"""Corrections of a registry, which lie beside 档案: the seal of a draw is never touched."""
FOLDER_KINDS = (SUBSTITUTIONS, REQUESTS, NOTES, RESULT_ENTRIES, CORRECTIONS)
_PREFIXES = "|".join(kind.prefix for kind in FOLDER_KINDS)
_MOST_NAMES = 100
_LATER = re.compile(rf"(?P<folder>(?P<prefix>{_PREFIXES})[0-9]{{3,}})/")
"""A file of a folder that came after the draw."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Archive(Brief):
    """An archive as it stands on the disk: bytes by path. Nothing that it gives has been checked.

    Raises:
        KeyError, ValueError, TypeError: by every value read from it, where a file is missing or holds
            something else.
    """

    folder: Path
    sealed: Mapping[str, bytes]
    papers: Mapping[str, bytes] = field(default_factory=dict)
    beside: Mapping[str, bytes] = field(default_factory=dict)
    stray: tuple[str, ...] = ()

    def part(self, prefix: str) -> dict[str, bytes]:
        """The sealed files below a folder, by their paths inside it."""
        return below(self.sealed, prefix)

    def own_files(self) -> dict[str, bytes]:
        """The sealed files of the draw itself, what came later left aside."""
        return {name: data for name, data in self.sealed.items() if not _LATER.match(name)}

    def folders(self, kind: FolderKind) -> dict[str, dict[str, bytes]]:
        """The files of each folder of a kind by the folder's name, in order; numbers may be missing."""
        files = self.sealed if kind.home else self.beside
        later = (match for name in files if (match := _LATER.match(name)))
        names = {match["folder"] for match in later if match["prefix"] == kind.prefix}
        return {name: below(files, f"{name}/") for name in sorted(names, key=lambda name: (len(name), name))}

    def others(self) -> list[str]:
        """The files beside 档案 and 文书 that are of no folder of the program, in order."""
        own = re.compile(rf"{CORRECTIONS.prefix}[0-9]{{3,}}/")
        return sorted(name for name in self.beside if not own.match(name) and not is_stray(name))

    def packages(self) -> dict[str, dict[str, bytes]]:
        """The files of each public package in 文书, by the name of its folder."""
        names = {match[1] for name in self.papers if (match := _PACKAGE.match(name))}
        return {name: below(self.papers, f"{name}/") for name in sorted(names)}

    @cached_property
    def manifest(self) -> Manifest:
        """The manifest of the draw."""
        return cast(Manifest, json.loads(self.sealed[MANIFEST]))

    @cached_property
    def snapshot(self) -> Snapshot:
        """The snapshot, of the batch that its commitment names."""
        files = self.part(SNAPSHOT)
        return Snapshot(files, json.loads(files[COMMITMENT])["batch"])

    def records(self, events: int | None = None) -> DrawRecords:
        """draw.json, teams.json and the first so many events as numbers."""
        folders = list(self.folders(SUBSTITUTIONS).values())[:events]
        pairs = [(json.loads(files[EVENT]), json.loads(files[EVENT_TEAMS])) for files in folders]
        return replace(self._draw_records, events=pairs)

    @cached_property
    def _draw_records(self) -> DrawRecords:
        return DrawRecords.read(self.sealed[DRAW], self.sealed[TEAMS])

    @cached_property
    def _words(self) -> RecordWords:
        return RecordWords(self.snapshot, self._draw_records.draw, self._draw_records.teams)

    @property
    def draw(self) -> DrawRecord:
        """The draw in words."""
        return self._words.record

    def events(self, count: int | None = None) -> list[EventRecord]:
        """The events in words, or the first so many, and the notes, in order of time."""
        records = self.records(count)
        substitutions, notes = (
            [json.loads(files[MANIFEST]) for files in self.folders(kind).values()]
            for kind in (SUBSTITUTIONS, NOTES)
        )
        reasoned = [
            (*pair, str(manifest["reason"]))
            for pair, manifest in zip(records.events, substitutions[:count], strict=True)
        ]
        moments = [datetime.fromisoformat(manifest["time"]) for manifest in substitutions[:count]]
        placed = [
            (sum(moment <= datetime.fromisoformat(manifest["time"]) for moment in moments), note_of(manifest))
            for manifest in notes
        ]
        told = self._words.events(reasoned, sorted(placed, key=lambda entry: (entry[0], entry[1].number)))
        numbered = zip(records.events, substitutions[:count], strict=True)
        manifests = {int(event["event"]): manifest for (event, _), manifest in numbered}
        manifests |= {-int(manifest["note"]): manifest for manifest in notes}
        for record in told:
            manifest = manifests[record["event"]]
            record["circumstances"] = CircumstancesRecord(
                time=str(manifest["time"]),
                operator=str(manifest["operator"]),
                witnesses=list(map(str, manifest.get("witnesses", []))),
                seed=manifest.get("seed"),
            )
        requests = self.folders(REQUESTS)
        for record in told:
            own = requests.get(REQUESTS.folder(record["event"]))
            if own is not None and record["event"] > 0:
                source = json.loads(own[REQUEST])["source"] or {}
                record["circumstances"]["asked"] = AskedRecord(
                    time=str(json.loads(own[MANIFEST])["time"]), issue=str(source.get("issue", ""))
                )
        return told

    def dossier(self, entries: Sequence[Entry] = ()) -> Dossier:
        """The dossier of the draw as it was drawn, with these entries of results."""
        return Dossier(manifest=self.manifest, draw=self.draw, snapshot=self.snapshot, entries=tuple(entries))


def safe_name(text: str) -> str:
    """A text as part of a file name on any system; what had to be changed is told apart by a digest."""
    name = _UNSAFE.sub("_", text).strip(" .")[:60]
    name = f"_{name}" if is_reserved(name) else name
    return name if name == text else f"{name}-{sha256(text.encode('utf-8'))[:6]}"


def archive_name(plan: str, batch: str, attempt: int) -> str:
    """The folder of one attempt, such as 舞医保2024001-上半年-第1次."""
    return f"{safe_name(plan)}-{safe_name(batch)}-第{attempt}次"


def frozen_name(plan: str, batch: str, number: int) -> str:
    """The folder of a frozen batch, such as 封存-舞医保2024001-上半年-第1次."""
    return f"封存-{archive_name(plan, batch, number)}"


def source_names(paths: list[str]) -> dict[str, str]:
    """A name inside sources/ for each path of a plan; those that some system takes for one get a number."""
    names: dict[str, str] = {}
    for path in paths:
        bare = safe_name(re.split(r"[\\/]", path)[-1])
        name, count = bare, 1
        while same_name(name) in map(same_name, names.values()):
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
    return with_manifest(files, dossier.manifest)


def with_manifest(files: Mapping[str, bytes], content: Mapping[str, object]) -> dict[str, bytes]:
    """The files of a sealed folder and its manifest, which has this content and the digest of each."""
    digests = {name: sha256(files[name]) for name in sorted(files)}
    return {**files, MANIFEST: canonical_json(cast(Json, {**content, "files": digests}))}


def ledger_files(lines: Sequence[LedgerLine]) -> dict[str, bytes]:
    """Copies of ledger lines, public and private, as a sealed folder keeps them."""
    return {
        LEDGER_LINES: b"".join(line_bytes(line.data) + b"\n" for line in lines),
        LEDGER_WORDS: b"".join(line.words_line + b"\n" for line in lines if line.words_line),
    }


def archive_folder(folder: Path, sealed: Mapping[str, bytes], papers: Mapping[str, bytes]) -> NewFolder:
    """An archive as it is to be written: what is sealed, and the papers beside it."""
    files = {f"{SEALED}/{name}": data for name, data in sealed.items()}
    files |= {f"{PAPERS}/{name}": data for name, data in papers.items()}
    return NewFolder(path=folder, files=files)


def sealed_folder(folder: Path, name: str, sealed: Mapping[str, bytes]) -> NewFolder:
    """One more sealed folder in an archive as it is to be written."""
    return NewFolder(path=folder / SEALED / name, files=sealed)


def papers_folder(folder: Path, name: str, papers: Mapping[str, bytes]) -> NewFolder:
    """A version of the papers in 文书, under `name`, or under the next free one if people have used it.

    Raises:
        FileTrouble: 文书 cannot be read or made.
    """
    make_folder(folder / PAPERS)
    with trouble_at(folder / PAPERS):
        taken = {same_name(path.name) for path in (folder / PAPERS).iterdir()}
    names = itertools.chain((name,), (f"{name}-{number}" for number in itertools.count(2)))
    free = next(candidate for candidate in names if same_name(candidate) not in taken)
    return NewFolder(path=folder / PAPERS / free, files=papers)


def write_papers(folder: Path, name: str, papers: Mapping[str, bytes]) -> Path:
    """`papers_folder`, written at once: what no line of the ledger tells of.

    Raises:
        FileTrouble: see `staged`.
    """
    new = papers_folder(folder, name, papers)
    with staged([new], folder.resolve().parent) as put_in_place:
        put_in_place()
    return new.path


def read_archive(folder: Path) -> Archive:
    """The archive in a folder, nothing of it checked.

    Raises:
        BadInput: there is no archive in it.
        FileTrouble: it cannot be read.
    """
    if folder.name == SEALED and (folder / MANIFEST).is_file():
        folder = folder.parent
    if not folder.exists():
        raise FileTrouble(not_found(folder))
    if not (folder / SEALED).is_dir():
        if (folder / "commitment.json").is_file() and (folder / "verify_ssj.py").is_file():
            raise UnreadableArchive(
                error(
                    "archive-is-package", Place(file=str(folder)), page="复核.html", program="verify_ssj.py"
                )
            )
        raise UnreadableArchive(error("archive-not-found", Place(file=str(folder))))
    sealed = read_folder(folder / SEALED)
    papers = FolderFiles(folder / PAPERS)
    beside = FolderFiles(folder, leave=(SEALED, PAPERS))
    stray = tuple(name for name in (*sealed, *papers, *beside) if is_stray(name))
    return Archive(
        folder=folder,
        sealed={name: data for name, data in sealed.items() if not is_stray(name)},
        papers=papers,
        beside=beside,
        stray=stray,
    )


class FolderFiles(Mapping[str, bytes]):
    """The files below a folder that people use: by path with slashes, each read when it is asked for.

    A recording of the ceremony may lie there, of many gigabytes. What office programs leave lying about is
    told by `__iter__` like any file.

    Raises:
        FileTrouble: the folder or the file that is asked for cannot be read, or the file is a link.
        BadInput: the file that is asked for is too large.
    """

    def __init__(self, folder: Path, *, leave: tuple[str, ...] = ()) -> None:
        self._paths: dict[str, Path] = {}
        with trouble_at(folder):
            for part in sorted(folder.iterdir()) if folder.is_dir() else ():
                if part.name not in leave:
                    paths = sorted(part.rglob("*")) if part.is_dir() else [part]
                    found = (path for path in paths if path.is_file())
                    self._paths.update({path.relative_to(folder).as_posix(): path for path in found})

    def __getitem__(self, name: str) -> bytes:
        return read_own(self._paths[name])

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


def below(files: Mapping[str, bytes], prefix: str) -> dict[str, bytes]:
    """The files whose paths begin with `prefix`, by what follows; those of office programs are left out."""
    return {
        name[len(prefix) :]: files[name] for name in files if name.startswith(prefix) and not is_stray(name)
    }


def some(names: Sequence[str]) -> str:
    """Files by name in one text, the first hundred of many."""
    return "、".join(names[:_MOST_NAMES]) + ("……" if len(names) > _MOST_NAMES else "")


def is_stray(name: str) -> bool:
    """Whether a file is one that office programs and systems leave lying about."""
    return _STRAY.search(name) is not None


def manifest_of(archive: Archive) -> Manifest | None:
    """The manifest of an archive, or None if it is missing or no JSON object."""
    try:
        return archive.manifest if isinstance(archive.manifest, dict) else None
    except (KeyError, ValueError, RecursionError):
        return None


def note_of(manifest: Mapping[str, Any]) -> Note:
    """What the manifest of a note says."""
    return Note(
        number=int(manifest["note"]),
        reason=str(manifest["reason"]),
        specialists=tuple((int(visit), str(name)) for visit, name in manifest["specialists"]),
    )
