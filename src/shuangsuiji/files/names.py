"""Names and paths that every system takes, and room on the disk: known before anything is written.

A folder of draws is carried between Windows, network drives and Linux, so that the narrowest rule counts.
"""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import FileTrouble

MAX_PATH = 200
"""Characters of a whole path; office programs stop before the 260 of Windows."""
MAX_NAME = 255
"""Bytes of one name in UTF-8, as Linux and network drives have it; a Chinese character has three."""
_BLOCK = 4096
_SPARE = 1 << 20
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])[ .]*(\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


def same_name(name: str) -> str:
    """What is equal for two names that some system takes for one: case and ways of composing set aside."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def is_reserved(name: str) -> bool:
    """Whether Windows takes a name for a device (CON, nul.txt, COM1 …)."""
    return _RESERVED.fullmatch(name) is not None


def refuse_unfit(folder: Path, files: Iterable[str]) -> None:
    """What could not be written, or not be opened on another system, as a new folder with these files.

    Args:
        folder: the new folder.
        files: the paths of its files inside it, with slashes.

    Raises:
        FileTrouble: the folder is there, a path is too long, a name is reserved or forbidden, or two names
            are one to some system.
    """
    names = list(files)
    whole = folder.absolute()
    longest = max((len(str(whole / name)) for name in names), default=len(str(whole)))
    place = Place(file=str(folder))
    if longest > MAX_PATH:
        raise FileTrouble(error("path-too-long", place, length=longest, limit=MAX_PATH))
    for part in dict.fromkeys((whole.name, *(part for name in names for part in name.split("/")))):
        if len(part.encode("utf-8", "surrogatepass")) > MAX_NAME:
            raise FileTrouble(error("name-too-long", place, name=part[:40], length=len(part)))
        if is_reserved(part) or _FORBIDDEN.search(part) or part != part.rstrip(" ."):
            raise FileTrouble(error("name-unfit", place, name=part))
    _refuse_equal(place, names)
    if taken := entry_like(folder):
        raise FileTrouble(error("folder-exists", Place(file=str(taken))))


def _refuse_equal(place: Place, names: Sequence[str]) -> None:
    """Two files, or a file and a folder, that are one to a system that ignores case."""
    known: dict[str, str] = {}
    for name in names:
        parts = name.split("/")
        for end in range(1, len(parts) + 1):
            path = "/".join(parts[:end])
            other = known.setdefault(same_name(path), path)
            if other != path:
                raise FileTrouble(error("names-equal", place, name=path, other=other))


def entry_like(path: Path) -> Path | None:
    """What is there under a name, or under one that some system takes for the same; None if nothing."""
    if os.path.lexists(path):
        return path
    wanted = same_name(path.name)
    try:
        return next((other for other in path.parent.iterdir() if same_name(other.name) == wanted), None)
    except OSError:  # told where it is written
        return None


def refuse_small_disk(folder: Path, sizes: Collection[int]) -> None:
    """Too little room for files of these sizes, in bytes, with something to spare.

    Raises:
        FileTrouble: there is less.
    """
    needed = sum(size + _BLOCK for size in sizes) + _SPARE
    try:
        free = shutil.disk_usage(folder).free
    except OSError:  # some network drives do not tell
        return
    if free < needed:
        raise FileTrouble(
            error("disk-too-small", Place(file=str(folder)), needed=_megabytes(needed), free=_megabytes(free))
        )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f}"
