"""The archive of a draw: a sealed part whose every byte is vouched for, and working papers beside it.

Layout (formats.md, "The archive"): 档案/ holds manifest.json, snapshot/, sources/, draw.json and the
archive's ledger lines, and later 递补-001/ and 结果-001/ … with manifests of their own; 文书/ holds papers
that are meant to be edited and are never hashed.
"""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.dossier import Dossier, Manifest
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.record import record_bytes
from shuangsuiji.core.substitution import EventRecord
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.disk import read_folder, trouble_at, write_folder

SEALED = "档案"
PAPERS = "文书"
MANIFEST = "manifest.json"
DRAW = "draw.json"
LEDGER_LINES = "ledger.jsonl"
SNAPSHOT = "snapshot/"
SOURCES = "sources/"
VERIFIER = "verify_ssj.py"
VERIFIER_PAGE = "复核.html"
EVENT = "event.json"
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
            if not name.startswith(EVENTS) and not _RESULTS.match(name)
        }

    def events(self) -> list[dict[str, bytes]]:
        """The files of each event, in order."""
        names = sorted({name.split("/")[0] for name in self.sealed if name.startswith(EVENTS)})
        return [self.part(f"{name}/") for name in names]

    def results(self) -> dict[str, dict[str, bytes]]:
        """The files of each entry of results by the name of its folder, in order."""
        names = {match[0].rstrip("/") for name in self.sealed if (match := _RESULTS.match(name))}
        return {name: self.part(f"{name}/") for name in sorted(names, key=lambda name: (len(name), name))}


def event_name(number: int) -> str:
    """The folder of one event inside 档案 and 文书, such as 递补-001."""
    return f"{EVENTS}{number:03d}"


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
    dossier: Dossier, sources: Mapping[str, bytes], ledger: bytes, verifiers: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of 档案/, the manifest with the digest of every other among them.

    Args:
        dossier: what is on record; its manifest has no `files` yet.
        sources: name inside sources/ -> bytes as read.
        ledger: this draw's ledger lines up to 开始.
        verifiers: name -> bytes of the programs by which anybody can check the rest.
    """
    files = {SNAPSHOT + name: data for name, data in dossier.snapshot.files.items()}
    files |= {SOURCES + name: data for name, data in sources.items()}
    files[DRAW] = record_bytes(dossier.draw)
    files[LEDGER_LINES] = ledger
    files |= verifiers
    manifest = {**dossier.manifest, "files": {name: str(sha256(files[name])) for name in sorted(files)}}
    files[MANIFEST] = canonical_json(cast(Json, manifest))
    return files


def write_archive(folder: Path, sealed: Mapping[str, bytes], papers: Mapping[str, bytes]) -> None:
    """The archive, whole or not at all.

    Raises:
        FileTrouble: see `write_folder`.
    """
    files = {f"{SEALED}/{name}": data for name, data in sealed.items()}
    files |= {f"{PAPERS}/{name}": data for name, data in papers.items()}
    write_folder(folder, files)


def write_event(folder: Path, number: int, sealed: Mapping[str, bytes], papers: Mapping[str, bytes]) -> Path:
    """One event into an archive: a new version of the papers beside the old ones, then its sealed folder.

    The seal comes last: nothing that fails before it leaves an event that no line of the ledger knows.

    Returns:
        The folder of the papers.

    Raises:
        FileTrouble: see `write_folder`.
    """
    written = write_papers(folder, event_name(number), papers)
    write_folder(folder / SEALED / event_name(number), sealed, staging=_beside(folder))
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


def stored_events(archive: Archive) -> list[EventRecord]:
    """The events of an archive, in order, nothing of them checked."""
    return [cast(EventRecord, json.loads(files[EVENT])) for files in archive.events()]
