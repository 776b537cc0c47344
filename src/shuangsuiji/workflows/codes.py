"""`ssj code`: the slip of one object or person of an archive, to be handed over.

Nothing is written, and nothing is drawn again but the tickets; `ssj audit` says whether the archive holds.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.slip import NotInTheTable, Slip, object_slip, person_slip
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import Archive, read_archive
from shuangsuiji.workflows.corrections_kept import corrections_in
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.whom import meant


def code(archive: FilePath, who: str) -> Slip:
    """The slip of one object or person of an archive: number, 校验码, and whether it was drawn.

    Args:
        archive: its folder.
        who: an id, the number of a certificate, or a unique name.

    Raises:
        BadInput: there is no archive, nobody of that name or several, or the mark is not in the table.
        FileTrouble: the archive cannot be read.
    """
    stored, dossier = _as_it_stands(archive)
    number, key = meant(dossier.pool, who, dossier.corrections)
    try:
        return object_slip(dossier, stored.records(0).draw, number) if number else person_slip(dossier, key)
    except NotInTheTable:
        raise BadInput(error("code-not-in-table", Place(file=stored.folder.name), name=who)) from None


def whom(archive: FilePath, who: str) -> str:
    """The name of the object or person of an archive that somebody means.

    Args:
        archive: its folder.
        who: an id, the number of a certificate, or a unique name.

    Raises:
        BadInput: there is no archive, or nobody of that name or several.
        FileTrouble: the archive cannot be read.
    """
    _, dossier = _as_it_stands(archive)
    number, key = meant(dossier.pool, who, dossier.corrections)
    return dossier.pool.name(number) if number else dossier.person_of[key].name


def _as_it_stands(archive: FilePath) -> tuple[Archive, Dossier]:
    stored = read_archive(Path(archive))
    dossier = replace(stored.dossier(), events=tuple(stored.events()), corrections=corrections_in(stored))
    return stored, dossier
