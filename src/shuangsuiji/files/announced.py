"""The folders that a line 预写 announced: are they there as they were announced, and how they are taken back.

A folder that merely lies there proves nothing. It counts if every byte of it is as the ledger said before it
was there. What is not as announced is never deleted: it is set aside under a name that says so.
"""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.files.archive import SEALED, is_stray
from shuangsuiji.files.disk import TEMPORARY, NewFolder, flush_folder, read_folder, trouble_at
from shuangsuiji.files.windows import fresh_folder, patiently

ASIDE = "未入账-"
"""What the name of a folder begins with that lay where another was announced."""


def announced(base: Path, folders: Sequence[NewFolder]) -> list[Json]:
    """What a line 预写 says of new folders: where they will stand below `base`, the digest of their files.

    Of an archive the digest is that of what is sealed: papers are meant to be edited.
    """
    root = base.resolve()
    return [
        {
            "folder": (new.path.parent.resolve() / new.path.name).relative_to(root).as_posix(),
            "files": _digest(new.files),
        }
        for new in folders
    ]


def _digest(files: Mapping[str, bytes]) -> str:
    counted = {name: data for name, data in files.items() if not is_stray(name)}
    sealed = {name: data for name, data in counted.items() if name.startswith(f"{SEALED}/")}
    listed: Json = {name: str(sha256(data)) for name, data in (sealed or counted).items()}
    return str(sha256(canonical_json(listed)))


@dataclass(frozen=True, slots=True)
class Announced:
    """One folder that a line 预写 announced.

    Attributes:
        base: the folder of draws.
        folder: where it was to stand.
        digest: of its files.
    """

    base: Path
    folder: Path
    digest: str

    @classmethod
    def read(cls, base: Path, told: Mapping[str, Json]) -> Announced:
        """From what the line says, which may name nothing outside of the folder of draws."""
        parts = [part for part in str(told.get("folder", "")).split("/") if part not in ("", ".", "..")]
        return cls(base, base.joinpath(*parts), str(told.get("files", "")))

    def is_there(self) -> bool:
        """Whether the folder has every byte that was announced, and nothing else."""
        return (
            self.folder != self.base
            and self.folder.is_dir()
            and _digest(read_folder(self.folder)) == self.digest
        )

    def take_back(self, *, vouched: bool) -> str:
        """Takes away what was put in place before the cut.

        Args:
            vouched: a line was to vouch for the folder; papers that somebody has changed since stay.

        Returns:
            The name under which something else that lay there was set aside; blank if there was nothing.

        Raises:
            FileTrouble: the disk refuses.
        """
        if self.folder == self.base or not os.path.lexists(self.folder):
            return ""
        with trouble_at(self.folder):
            if self.is_there():
                gone = fresh_folder(TEMPORARY, self.base)
                patiently(lambda: self.folder.rename(gone / self.folder.name))
                flush_folder(self.folder.parent)
                shutil.rmtree(gone, ignore_errors=True)
                return ""
            if not vouched:
                return ""
            return put_aside(self.base, self.folder)


def put_aside(base: Path, folder: Path) -> str:
    """Renames a folder that is not what the ledger says to a free name beside the archives, and gives that.

    Raises:
        FileTrouble: the disk refuses.
    """
    names = (f"{ASIDE}{folder.name}-{number}" for number in itertools.count(1))
    aside = next(name for name in names if not os.path.lexists(base / name))
    with trouble_at(folder):
        patiently(lambda: folder.rename(base / aside))
        flush_folder(folder.parent)
        flush_folder(base)
    return aside
