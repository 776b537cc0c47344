"""Where an archive is that does not lie under the name that the ledger has: renamed, moved, or gone."""

from __future__ import annotations

import os
from pathlib import Path

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.files.archive import MANIFEST, SEALED
from shuangsuiji.files.disk import read_bytes, trouble_at

_SOMEWHERE = ("*", "*/*", "../*", "../*/*")
"""Where it may have been put by a slip: in the folder of draws, in a folder there, beside it."""


def archive_away(folder: Path, line: LedgerLine) -> Finding | None:
    """What became of the archive of a line; None where it lies in its place.

    Args:
        folder: the folder of draws.
        line: its line 抽取 or 封存.

    Raises:
        FileTrouble: something cannot be read.
    """
    name = line.text("archive")
    if (folder / name / SEALED / MANIFEST).is_file():
        return None
    place = Place(file=str(folder))
    now = whereabouts(folder, line)
    if now is not None:
        return error("archive-renamed", place, archive=name, now=str(now), folder=folder.name)
    return error("record-missing", place, archive=name)


def whereabouts(folder: Path, line: LedgerLine) -> Path | None:
    """The path, from the folder of draws, at which the archive of a line lies now; None if nowhere near.

    Raises:
        FileTrouble: something cannot be read.
    """
    with trouble_at(folder):
        found = [path for where in _SOMEWHERE for path in sorted(folder.glob(f"{where}/{SEALED}/{MANIFEST}"))]
    for path in found:
        if sha256(read_bytes(path)) == line.text("manifest"):
            return Path(os.path.relpath(path.parent.parent.resolve(), folder.resolve()))
    return None
