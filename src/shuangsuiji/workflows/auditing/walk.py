"""One walk over an archive and its ledger: what is missing, too many or changed, each by its file.

1. manifest -> every file: each sealed folder holds just the files of its manifest, each with its digest.
2. ledger -> every folder: each line that tells of a folder has it, under its name, with its digests; no
   folder is without a line.
3. line -> manifest: what both say of the circumstances is the same.

The audit, `ssj ledger verify`, whatever reads standing draws, and the next draw all walk this way, so that
none of them finds less than another.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from shuangsuiji.core.canonical import canonical_json, norm, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of
from shuangsuiji.errors import Mismatch
from shuangsuiji.files.archive import (
    CORRECTIONS,
    DRAW,
    FOLDER_KINDS,
    MANIFEST,
    PAPERS,
    RESULT_ENTRIES,
    RESULTS,
    SEALED,
    TEAMS,
    Archive,
    FolderKind,
)


class Subject(Enum):
    """What a difference is about."""

    NAME = "档案名称"
    DRAW = "抽取"
    AFTER = "递补"
    RESULTS = "检查结果"
    CORRECTIONS = "更正"
    PACKAGES = "公开复核包"


class Fault(Enum):
    """What is wrong with a file or folder."""

    MISSING = "the manifest lists it, and it is not there"
    EXTRA = "no manifest lists it"
    CHANGED = "the manifest has another digest"
    UNREADABLE = "a manifest that lists nothing"
    NOT_OF_LINE = "the ledger has another digest"
    NO_FOLDER = "the ledger tells of it, and it is not there"
    NO_LINE = "the ledger does not tell of it"
    SAYS_OTHERWISE = "the manifest says otherwise than the line"
    RENAMED = "the ledger knows it under another name"

    @property
    def by_ledger(self) -> bool:
        """Whether the ledger shows it; otherwise a manifest does."""
        return self in (
            Fault.NOT_OF_LINE,
            Fault.NO_FOLDER,
            Fault.NO_LINE,
            Fault.SAYS_OTHERWISE,
            Fault.RENAMED,
        )


DETAILS = {
    Fault.MISSING: "audit-file-missing",
    Fault.EXTRA: "audit-file-extra",
    Fault.CHANGED: "audit-file-changed",
    Fault.UNREADABLE: "audit-file-unreadable",
    Fault.NOT_OF_LINE: "audit-not-of-line",
    Fault.NO_FOLDER: "audit-folder-missing",
    Fault.NO_LINE: "audit-folder-extra",
    Fault.SAYS_OTHERWISE: "audit-line-differs",
    Fault.RENAMED: "audit-renamed",
}
"""The line of an audit about each kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """One thing that is not as a manifest or the ledger has it.

    Attributes:
        file: the file or folder, as seen from the folder of the archive.
        values: what else the text needs.
    """

    fault: Fault
    subject: Subject
    file: str
    values: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def sealed_file(self) -> str:
        """The file as an audit names it: inside 档案 without that folder."""
        return self.file.removeprefix(f"{SEALED}/")

    @property
    def detail(self) -> tuple[str, dict[str, str | int]]:
        """The difference as a detail of an audit."""
        return DETAILS[self.fault], {"file": self.sealed_file, **self.values}


_NOT_COMPARED = frozenset({"event", "line", "previous", "words", "manifest", "archive", "files", "seed"})
"""Keys of a line that its manifest has not, or not with the same meaning."""
_PARTS = {RESULT_ENTRIES.prefix: Subject.RESULTS, CORRECTIONS.prefix: Subject.CORRECTIONS}


def walk_draw(
    archive: Archive, drawn: LedgerLine | None = None, lines: Sequence[LedgerLine] = ()
) -> list[Deviation]:
    """The walk over the archive of a draw.

    Args:
        archive: as it lies on the disk.
        drawn: its line 抽取; None where the ledger is not at hand: only step 1 is made then.
        lines: the whole ledger.

    Raises:
        FileTrouble: a file cannot be read.
    """
    found = [*_of_manifest(archive.own_files(), f"{SEALED}/", Subject.DRAW)]
    for kind in FOLDER_KINDS:
        for name, files in archive.folders(kind).items():
            found += _of_manifest(files, kind.path(f"{name}/"), subject_of(kind))
    if drawn is None:
        return found
    found += _name(archive, drawn)
    digests = {"manifest": MANIFEST, "draw": DRAW, "teams": TEAMS}
    found += _of_line(archive.own_files(), drawn, digests, f"{SEALED}/", Subject.DRAW)
    for kind in FOLDER_KINDS:
        found += _of_ledger(archive, kind, kind.lines(lines, drawn))
    return [*found, *_packages(archive, lines_of(lines, drawn, Event.PUBLISHED))]


def walk_frozen(archive: Archive, frozen: LedgerLine | None = None) -> list[Deviation]:
    """The walk over the folder of a frozen batch.

    Args:
        archive: as it lies on the disk.
        frozen: its line 封存; None where the ledger is not at hand.

    Raises:
        FileTrouble: a file cannot be read.
    """
    found = [*_of_manifest(archive.sealed, f"{SEALED}/", Subject.DRAW)]
    if frozen is not None:
        found += _name(archive, frozen)
        found += _of_line(archive.sealed, frozen, {"manifest": MANIFEST}, f"{SEALED}/", Subject.DRAW)
    return found


def refuse_differences(code: str, archive: Archive, differences: Iterable[Deviation]) -> None:
    """Nothing is built on an archive that is not as the ledger has it.

    What was published does not count: people may have moved it.

    Args:
        code: the finding for each file.
        archive: what was walked over.
        differences: what the walk found.

    Raises:
        BadInput: there are differences, each told with its file.
    """
    name, place = norm(archive.folder.resolve().name), Place(file=str(archive.folder))
    found = {
        one.sealed_file: error("record-orphan", place, name=one.sealed_file)
        if one.fault is Fault.NO_LINE
        else error(code, place, archive=name, file=one.sealed_file or name)
        for one in differences
        if one.subject is not Subject.PACKAGES
    }
    if found:
        raise Mismatch(*found.values())


def subject_of(kind: FolderKind) -> Subject:
    """What the folders of a kind are about."""
    return _PARTS.get(kind.prefix, Subject.AFTER)


def _of_manifest(files: Mapping[str, bytes], base: str, subject: Subject) -> Iterator[Deviation]:
    """Step 1 for one folder; `base` is its path in the archive, with a slash at its end."""
    if MANIFEST not in files:
        yield Deviation(fault=Fault.MISSING, subject=subject, file=base + MANIFEST)
        return
    listed = _json(files[MANIFEST]).get("files")
    if not isinstance(listed, dict):
        yield Deviation(fault=Fault.UNREADABLE, subject=subject, file=base + MANIFEST)
        return
    for name in sorted({*listed, *files} - {MANIFEST}):
        if name not in files:
            fault = Fault.MISSING
        elif name not in listed:
            fault = Fault.EXTRA
        elif sha256(files[name]) != listed[name]:
            fault = Fault.CHANGED
        else:
            continue
        yield Deviation(fault=fault, subject=subject, file=base + name)


def _of_ledger(archive: Archive, kind: FolderKind, known: Mapping[str, LedgerLine]) -> Iterator[Deviation]:
    """Step 2 for the folders of a kind, and step 3 for each."""
    folders, subject = archive.folders(kind), subject_of(kind)
    for name in folders:
        if name not in known:
            yield Deviation(fault=Fault.NO_LINE, subject=subject, file=kind.path(name))
    for name, line in known.items():
        if name in folders:
            yield from _of_line(folders[name], line, kind.digests, kind.path(f"{name}/"), subject)
        else:
            file = kind.path(f"{name}/{MANIFEST}")
            yield Deviation(fault=Fault.NO_FOLDER, subject=subject, file=file)


def _of_line(
    files: Mapping[str, bytes], line: LedgerLine, digests: Mapping[str, str], base: str, subject: Subject
) -> Iterator[Deviation]:
    """A folder against its line: the digests of its files, and what the manifest says as well."""
    for key, name in digests.items():
        if name in files and sha256(files[name]) != line.text(key):
            yield Deviation(fault=Fault.NOT_OF_LINE, subject=subject, file=base + name)
    told = {**_json(files.get(MANIFEST, b"")), **_counted(files)}
    said = {**line.data, **line.words}
    both = said.keys() | {"time"}  # every line has it: a key may be changed, too
    for key in sorted(both & told.keys() - _NOT_COMPARED - digests.keys()):
        if isinstance(told[key], str | int) and str(told[key]) != str(said.get(key)):
            values: dict[str, str | int] = {"line": line.number, "field": key}
            yield Deviation(fault=Fault.SAYS_OTHERWISE, subject=subject, file=base + MANIFEST, values=values)


def _counted(files: Mapping[str, bytes]) -> dict[str, int]:
    """What lines say that stands in no manifest: how many visits were drawn, how many rows entered."""
    lists = {"visits": _json(files.get(DRAW, b"")).get("visits")}
    lists["rows"] = _json(files.get(RESULTS, b"")).get("results")
    return {key: len(value) for key, value in lists.items() if isinstance(value, list)}


def _name(archive: Archive, line: LedgerLine) -> Iterator[Deviation]:
    """The folder has the name that the ledger knows."""
    name, known = archive.folder.resolve().name, line.text("archive")
    if norm(name) != norm(known):
        yield Deviation(
            fault=Fault.RENAMED, subject=Subject.NAME, file="", values={"now": name, "was": known}
        )


def _packages(archive: Archive, lines: Sequence[LedgerLine]) -> Iterator[Deviation]:
    """The public packages in 文书 are those of the lines 公开, file by file."""
    packages, subject = archive.packages(), Subject.PACKAGES
    known = {line.text("folder"): line.data.get("files") for line in lines}
    for name in sorted({*packages, *known}):
        base = f"{PAPERS}/{name}"
        listed = known.get(name)
        if name not in known:
            yield Deviation(fault=Fault.NO_LINE, subject=subject, file=base)
        elif name not in packages:
            yield Deviation(fault=Fault.NO_FOLDER, subject=subject, file=base)
        elif isinstance(listed, dict):
            manifest = {MANIFEST: canonical_json({"files": listed})}
            yield from _of_manifest({**packages[name], **manifest}, f"{base}/", subject)


def _json(data: bytes) -> dict[str, Any]:
    """A JSON object, empty if it is none."""
    try:
        content = json.loads(data)
    except (ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}
