"""Which object or person of an archive somebody means: by id, by name, or by a name that was corrected."""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.canonical import norm, norm_id, norm_name
from shuangsuiji.core.cells import likely_names
from shuangsuiji.core.findings import error
from shuangsuiji.core.records.correction import NAME, OBJECTS, Correction
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.errors import BadInput


def meant(pool: Pool, who: str, corrections: Sequence[Correction] = ()) -> tuple[int, str]:
    """The number of the object that is meant, or 0 and the id of the person.

    Args:
        pool: as it was sealed.
        who: an id, the number of a certificate, or a unique name, as sealed or as corrected since.
        corrections: of the archive.

    Raises:
        BadInput: nobody of that name (with those that are like it), or several.
    """
    key, name = norm_id(who), norm(who)
    if key in pool.number_of:
        return pool.number_of[key], ""
    if any(person.id == key for person in pool.people):
        return 0, key
    sealed = list(map(norm, pool.cells(NAME)))
    since = {
        pool.number_of[change.key]: norm(change.after)
        for one in corrections
        for change in one.changes
        if change.file == OBJECTS and change.column == NAME and change.key in pool.number_of
    }
    objects = [number for number, known in enumerate(sealed, 1) if known == name or since.get(number) == name]
    people = [person.id for person in pool.people if norm(person.name) == name]
    if not objects and not people:
        bare = norm_name(who)
        objects = [number for number, known in enumerate(sealed, 1) if norm_name(known) == bare]
        people = [person.id for person in pool.people if norm_name(person.name) == bare]
    if len(objects) + len(people) == 1:
        return (objects[0], "") if objects else (0, people[0])
    if objects or people:
        ids = "、".join([*(pool.ids[number - 1] for number in objects), *people][:8])
        count = len(objects) + len(people)
        raise BadInput(error("explain-ambiguous", name=who, ids=ids, count=count))
    known = [*sealed, *since.values(), *(person.name for person in pool.people), *pool.ids]
    raise BadInput(error("explain-unknown", name=who, likely=likely_names(who, known)))
