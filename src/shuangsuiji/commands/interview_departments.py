"""Questions of `ssj init --ask` about departments: who leads, which names are its sections, who joins.

A roster often names the sections of one bureau; they are the bureau, not departments that inspect jointly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.registries.survey import PeopleSeen, RegistriesSeen
from shuangsuiji.views.dialogue import Dialogue, filled

_SECTION = re.compile("(?:科|股|室|所|队|组|处|中心|窗口|站)$")
"""How a section of a bureau is called, as against a bureau."""


def departments(talk: Dialogue, seen: RegistriesSeen) -> tuple[str, list[str], list[str]]:
    """The initiator, the partners, and the names in the registry of inspectors that mean the initiator."""
    names = [one.department for one in seen.departments]
    if not names:
        return talk.text("发起部门的全称是什么？", read=filled), [], []
    sections = [name for name in names if _SECTION.search(name)]
    if len(names) == 1 and not sections:
        return names[0], [], []
    labels = [f"{one.department}　可派 {one.able} 人" for one in seen.departments]
    usual = next((at for at, name in enumerate(names) if name not in sections), None)
    written = "名单里没有本局全称（写的是科室、简称）的，直接写全称"
    answer = talk.choose_or_write("发起部门是哪个？", labels, usual, written=written)
    known = {norm(name): name for name in names}
    lead = names[answer] if isinstance(answer, int) else known.get(norm(answer), answer)
    others = [name for name in names if name != lead]
    inside: list[str] = []
    if others and (lead not in names or any(name in sections for name in others)):
        own = [at for at, name in enumerate(others) if name in sections]
        usual_ones = own or (range(len(others)) if lead not in names else [])
        asked = f"这几个都是{lead}的科室（或简称）吗？"
        inside = [others[at] for at in talk.choose_some(asked, others, usual_ones)]
    others = [name for name in others if name not in inside]
    if not others:
        return lead, [], inside
    chosen = talk.choose_some("哪些部门联合检查？", others, range(len(others)))
    return lead, [others[index] for index in chosen], inside


def as_one(seen: RegistriesSeen, lead: str, sections: Sequence[str]) -> RegistriesSeen:
    """The registries with the people and the items of the initiator's sections as the initiator's own."""
    if not sections:
        return seen
    names = {norm(name) for name in (lead, *sections)}
    own = [one for one in seen.departments if norm(one.department) in names]
    people, able = (sum(one.people for one in own), sum(one.able for one in own))
    rest = [one for one in seen.departments if one not in own]
    items = [
        replace(item, department=norm(lead)) if item.department in names else item for item in seen.items
    ]
    return replace(
        seen, departments=[PeopleSeen(department=lead, people=people, able=able), *rest], items=items
    )
