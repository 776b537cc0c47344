"""A draw told in words: who was drawn and passed over, why, and who was drawn instead (WG-7).

What stands in 回避递补记录 and what the terminal says after a draw are the same sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import MemberRecord, PassedRecord, VisitRecord

REASONS = {
    "名单": "登记有回避关系",
    "同单位": "所在单位即检查对象",
    "曾任职单位": "曾任职于该单位",
    "本辖区": "检查对象在其辖区（交叉检查）",
    "上次检查": "参加过对该单位的上一次检查",
    "申请回避": "此前申明的利害关系",
}


def group_name(number: int) -> str:
    """A fixed group as it is called."""
    return f"第{number}组"


def successor(dossier: Dossier, visit: VisitRecord, record: PassedRecord) -> str:
    """The name of the person drawn next for a seat of the same kind, or else simply the next drawn.

    Of a fixed group that was passed over, the group that goes.
    """
    if "group" in record:
        return group_name(visit.get("group") or 0)
    plan = dossier.pool.plan
    person = dossier.person_of[record["person"]]
    later = visit["team"][record["after"] :]
    for member in later:
        line = plan.team[member["line"]]
        if person.expert == (line.department is None) and (
            person.expert or plan.department(line.department or "") in person.departments
        ):
            return dossier.person_of[member["person"]].name
    return dossier.person_of[later[0]["person"]].name if later else ""


def sentence(names: str, record: PassedRecord, next_name: str) -> str:
    """抽中张某，因曾任职于该单位回避，递补李某。"""
    outcome = record["outcome"]
    if "group" in record:
        return _group_sentence(names, record, next_name)
    if outcome == "回避":
        return f"抽中{names}，因{ground(record)}回避，递补{next_name}。"
    if outcome == "已达上限":
        return f"抽中{names}，因已达每人至多户次，递补{next_name}。"
    if outcome == "选后无法排完":
        return f"抽中{names}，因选后其余检查组无法排满，依次抽取{next_name}。"
    return f"轮到{names}，为各人户次均衡，依次抽取{next_name}。"


def _group_sentence(names: str, record: PassedRecord, next_name: str) -> str:
    """抽中第2组（张某），组员因曾任职于该单位回避，改派第1组。"""
    outcome = record["outcome"]
    if outcome == "回避":
        return f"抽中{names}，组员因{ground(record)}回避，改派{next_name}。"
    if outcome == "已达上限":
        return f"抽中{names}，因组员已达每人至多户次，改派{next_name}。"
    if outcome == "选后无法排完":
        return f"抽中{names}，因选后其余检查无组可派，依次抽取{next_name}。"
    return f"轮到{names}，为各组户次均衡，依次抽取{next_name}。"


def ground(record: PassedRecord) -> str:
    """The rule of a recusal in words, with the registered ground."""
    if record["outcome"] != "回避":
        return ""
    reason = REASONS.get(record["rule"], record["rule"])
    told = record["rule"] in ("名单", "申请回避") and record["ground"]
    return f"{reason}（{record['ground']}）" if told else reason


def passed_name(dossier: Dossier, record: PassedRecord) -> str:
    """Who was passed over: a person, or a group with the member whose recusal it was."""
    person = dossier.person_of[record["person"]].name if record["person"] else ""
    if "group" not in record:
        return person
    return group_name(record["group"]) + (f"（{person}）" if person else "")


def team_text(dossier: Dossier, team: Sequence[MemberRecord], leader: str | None) -> str:
    """张三★、李四: a team in drawing order, ★ for 组长."""
    names = []
    for member in team:
        star = "★" if member["person"] == leader else ""
        names.append(dossier.person_of[member["person"]].name + star)
    return "、".join(names)


def recusals(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """A sentence for each recusal at a visit."""
    return [
        sentence(passed_name(dossier, record), record, successor(dossier, visit, record))
        for record in visit["trace"]
        if record["outcome"] == "回避"
    ]


class TeamChange(NamedTuple):
    """What an event changed at one visit: the object, who left its team, who came, and who goes now."""

    object: str
    left: str
    came: str
    team: str


def team_change(dossier: Dossier, old: VisitRecord | None, new: VisitRecord) -> TeamChange:
    """What an event changed at a visit.

    Args:
        dossier: gives the names.
        old: the visit before the event; None if the event added it.
        new: as it stands after the event.
    """
    name = dossier.pool.name(new["number"])  # as corrected since
    if "ended" in new:
        return TeamChange(name, "", "", "终止")
    was = [member["person"] for member in old["team"]] if old else []
    now = [member["person"] for member in new["team"]]
    known = old.get("specialists", []) if old else []
    came = [dossier.person_of[person].name for person in now if old and person not in was]
    came += [f"{name}（专业人员）" for name in new.get("specialists", []) if name not in known]
    left = [dossier.person_of[person].name for person in was if person not in now]
    team = [team_text(dossier, new["team"], new["leader"]), *new.get("specialists", [])]
    return TeamChange(
        name,
        "、".join(left) if old else "（补入）",
        "、".join(came),
        "、".join(part for part in team if part),
    )
