"""`ssj code`: the slip of one object or person of an archive, to be handed over.

Nothing is written, and nothing is drawn again but the tickets; `ssj audit` says whether the archive holds.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.cells import likely_names
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.slip import NotInTheTable, Slip, object_slip, person_slip
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import read_archive
from shuangsuiji.workflows.corrections_kept import corrections_in
from shuangsuiji.workflows.environment import FilePath


def code(archive: FilePath, who: str) -> Slip:
    """The slip of one object or person of an archive: number, 校验码, and whether it was drawn.

    Args:
        archive: its folder.
        who: an id, the number of a certificate, or a unique name.

    Raises:
        BadInput: there is no archive, nobody of that name or several, or the mark is not in the table.
        FileTrouble: the archive cannot be read.
    """
    stored = read_archive(Path(archive))
    dossier = replace(stored.dossier(), events=tuple(stored.events()), corrections=corrections_in(stored))
    pool = dossier.pool
    key, name = norm_id(who), norm(who)
    objects = [pool.number_of[key]] if key in pool.number_of else []
    people = [person.id for person in pool.people if person.id == key]
    if not (objects or people):
        objects = [row for row, cell in enumerate(pool.cells("名称"), 1) if norm(cell) == name]
        people = [person.id for person in pool.people if norm(person.name) == name]
    found = [*objects, *people]
    if not found:
        names = [*pool.cells("名称"), *(person.name for person in pool.people)]
        raise BadInput(error("code-unknown", name=who, likely=likely_names(who, names)))
    if len(found) > 1:
        raise BadInput(error("substitute-ambiguous", name=who, count=len(found)))
    try:
        if objects:
            return object_slip(dossier, stored.records(0).draw, objects[0])
        return person_slip(dossier, people[0])
    except NotInTheTable:
        raise BadInput(error("code-not-in-table", Place(file=stored.folder.name), name=who)) from None
