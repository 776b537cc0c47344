"""Where an archive may be: a folder or a zip, of a draw, of a frozen batch, or a public package.

Only read; nothing that it gives has been checked. The ledger is that beside the archive, in the zip as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath

from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.records.ledger import BrokenChain, LedgerLine, line_as_read, parse_ledger, private_lines
from shuangsuiji.errors import BadInput, FileTrouble, UnreadableArchive
from shuangsuiji.files.archive import (
    DRAW,
    LEDGER_LINES,
    LEDGER_WORDS,
    MANIFEST,
    PAPERS,
    SEALED,
    Archive,
    is_stray,
)
from shuangsuiji.files.disk import not_found, read_bytes, read_folder
from shuangsuiji.files.ledger import LEDGER, WORDS
from shuangsuiji.files.readers.zip_parts import MAX_TOTAL, ZipParts


class PlaceKind(StrEnum):
    """What lies there."""

    DRAW = "抽取档案"
    FROZEN = "封存"
    PACKAGE = "公开复核包"


@dataclass(frozen=True, kw_only=True)
class ArchivePlace:
    """What lies at a path.

    Attributes:
        name: of its folder.
        archive: the sealed files; of a package, its files as those of the snapshot and the draw.
        lines: of the ledger; only those in the archive or package where the ledger is not at hand.
        whole_ledger: whether `lines` are the ledger.
        findings: what was wrong with the ledger.
    """

    name: str
    kind: PlaceKind
    archive: Archive
    lines: Sequence[LedgerLine]
    whole_ledger: bool
    findings: tuple[Finding, ...] = ()


def read_place(path: Path) -> ArchivePlace:
    """The archive in a folder or a zip.

    Raises:
        UnreadableArchive: there is none, or several in a zip, or the zip is damaged.
        FileTrouble: it cannot be read.
    """
    if not path.exists():
        raise FileTrouble(not_found(path))
    if path.is_dir():
        folder = path.parent if path.name == SEALED and (path / MANIFEST).is_file() else path
        files, beside = read_folder(folder), folder.resolve().parent
        ledger = {name: read_bytes(beside / name) for name in (LEDGER, WORDS) if (beside / name).is_file()}
        return _place(folder, folder.resolve().name, files, ledger)
    stored = _unzipped(path)
    prefix = _only_archive(path, stored)
    files = {name[len(prefix) :]: data for name, data in stored.items() if name.startswith(prefix)}
    outside = str(PurePosixPath(prefix).parent) if prefix else ""
    around = "" if outside in ("", ".") else f"{outside}/"
    ledger = {name: stored[around + name] for name in (LEDGER, WORDS) if prefix and around + name in stored}
    return _place(path, PurePosixPath(prefix).name or path.stem, files, ledger)


def _unzipped(path: Path) -> dict[str, bytes]:
    data, stored = read_bytes(path), dict[str, bytes]()
    try:
        parts = ZipParts(data, Place(file=path.name))
        for name in parts.names():
            if not is_stray(_named(name)):
                stored[_named(name)] = parts.whole(name, MAX_TOTAL)
    except BadInput as problem:
        raise UnreadableArchive(*problem.findings) from None
    return stored


def _named(name: str) -> str:
    """A name in a zip; programs on Chinese Windows write it in GBK without saying so."""
    try:
        return name.encode("cp437").decode("gbk") if not name.isascii() else name
    except UnicodeError:
        return name


def _only_archive(path: Path, stored: Mapping[str, bytes]) -> str:
    """The folder of the only archive in a zip, with a slash behind it; blank at the top."""
    ends = (f"{SEALED}/{MANIFEST}", COMMITMENT)
    found = sorted(
        {
            name[: -len(end)]
            for end in ends
            for name in stored
            if (name == end or name.endswith(f"/{end}")) and not name.endswith(f"snapshot/{COMMITMENT}")
        }
    )
    own = [one for one in found if not any(other != one and one.startswith(other) for other in found)]
    if len(own) > 1:
        names = "、".join(one.rstrip("/") for one in own[:5])
        raise UnreadableArchive(
            error("explain-several-archives", Place(file=path.name), names=names, count=len(own))
        )
    if not own:
        raise UnreadableArchive(error("archive-not-found", Place(file=str(path))))
    return own[0]


def _place(path: Path, name: str, files: Mapping[str, bytes], ledger: Mapping[str, bytes]) -> ArchivePlace:
    sealed = {key[len(SEALED) + 1 :]: data for key, data in files.items() if key.startswith(f"{SEALED}/")}
    if MANIFEST in sealed:
        kind = PlaceKind.DRAW if DRAW in sealed else PlaceKind.FROZEN
        beside = {key: files[key] for key in files if not key.startswith((f"{SEALED}/", f"{PAPERS}/"))}
        own_files = {key: sealed[key] for key in sealed if not is_stray(key)}
        archive = Archive(folder=path, sealed=own_files, beside=beside)
    elif COMMITMENT in files and DRAW in files:
        kind = PlaceKind.PACKAGE
        sealed = {
            (f"snapshot/{key}" if key in _TABLES else key): data
            for key, data in files.items()
            if not is_stray(key)
        }
        archive, ledger = Archive(folder=path, sealed=sealed), {}
    else:
        raise UnreadableArchive(error("archive-not-found", Place(file=str(path))))
    if LEDGER in ledger:
        try:
            lines = parse_ledger(ledger[LEDGER], ledger.get(WORDS, b""))
        except BrokenChain as broken:
            loose = _loose(ledger[LEDGER], ledger.get(WORDS, b""))
            told = warning("explain-ledger-broken", Place(file=LEDGER, line=broken.number))
            return ArchivePlace(
                name=name, kind=kind, archive=archive, lines=loose, whole_ledger=True, findings=(told,)
            )
        return ArchivePlace(name=name, kind=kind, archive=archive, lines=lines, whole_ledger=True)
    own = _loose(sealed.get(LEDGER_LINES, b""), sealed.get(LEDGER_WORDS, b""))
    return ArchivePlace(name=name, kind=kind, archive=archive, lines=own, whole_ledger=False)


_TABLES = (COMMITMENT, "frame.json", "objects.csv", "sites.csv", "people.csv")


def _loose(data: bytes, words: bytes) -> list[LedgerLine]:
    """Lines by themselves, whether or not they are a chain; what is no JSON object is left out."""
    private = private_lines(words)
    lines = []
    for number, raw in enumerate(filter(None, data.split(b"\n")), 1):
        try:
            content = json.loads(raw)
        except (ValueError, RecursionError):
            continue
        if isinstance(content, dict):
            lines.append(line_as_read(number, raw, content, private))
    return lines
