"""Who may fill which line of 检查组 (docs/rules.md, section 8).

Source: WG-5, LZ-3, LAW-2, XT-3, QHD-1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.team import TeamLine
from shuangsuiji.core.registries.people import is_on_duty
from shuangsuiji.core.rules.pool import Person, Pool


def on_duty(person: Person) -> bool:
    """Whether a person may be drawn at all."""
    return is_on_duty(person.duty)


def certified(person: Person, day: str) -> bool:
    """Whether a person holds a certificate valid through `day` (LAW-2)."""
    end = person.certificate_end
    return bool(person.certificate) and (end in ("", "长期") or end >= day)


def belongs(pool: Pool, person: Person, line: TeamLine) -> bool:
    """Whether a person is of the line's department, or an expert of its field."""
    if line.department is not None:
        return not person.expert and pool.plan.department(line.department) in person.departments
    return person.expert and norm(line.expert or "") in person.fields


def fits_line(pool: Pool, person: Person, line: TeamLine) -> bool:
    """Whether a person may fill some seat of the line, district and object left aside."""
    if not belongs(pool, person, line) or not on_duty(person):
        return False
    if line.department is not None and not certified(person, pool.batch.last_day):
        return False
    return all(norm(tag) in person.tags for tag in line.tag)


def line_masks(pool: Pool) -> list[NDArray[np.bool_] | None]:
    """For each line of 检查组 the objects it is for; None where it names no 对象."""
    return [pool.mask(line.where) if line.where else None for line in pool.plan.team]
