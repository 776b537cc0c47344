"""抽查结果.xlsx: everything that a draw decided, for those who carry it out and those who check it.

Internal until the plan's 名单公布 (LAW-3); made of the archive's record alone. Source: WG-1..8, WG-11,
QHD-2, QHD-6, LZ-1, XT-1, XT-3, LAW-1, LAW-5.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from shuangsuiji.core.cells import entries
from shuangsuiji.core.plans.words import month_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import GroupRecord, MemberRecord, PassedRecord, VisitRecord
from shuangsuiji.core.records.story import ground, group_name, sentence, successor
from shuangsuiji.core.rules.pool import Person
from shuangsuiji.documents.drawing import results_figures, results_notes
from shuangsuiji.documents.drawing.heads import draw_book, draw_title
from shuangsuiji.documents.drawing.visits import registry_fields, serial
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet
from shuangsuiji.documents.wording import (
    embargo_text,
    id_heading,
    item_name,
    number_heading,
    order_text,
    time_text,
)

_FOR_BALANCE = "均衡负荷"
_KINDS = ("回避", "已达上限", "选后无法排完", _FOR_BALANCE)

Row = TypeVar("Row")


def results_workbook(dossier: Dossier) -> bytes:
    """The bytes of 抽查结果.xlsx."""
    manifest = dossier.manifest
    book = draw_book(dossier, draw_title(manifest, "抽查结果"))
    for sheet in (
        _visits(dossier),
        _teams(dossier),
        *_groups(dossier),
        _loads(dossier),
        *results_figures.sheets(dossier),
        _passed_over(dossier),
        results_figures.alternates(dossier),
        results_figures.not_drawn(dossier),
        results_notes.sheet(dossier),
    ):
        book.sheet(sheet)
    return book.data()


def _about(dossier: Dossier) -> str:
    manifest = dossier.manifest
    return (
        f"{embargo_text(dossier.pool.plan)}　　计划编号：{manifest['plan']}　　批次：{manifest['batch']}　　"
        f"第{manifest['attempt']}次抽取　　抽取时间：{time_text(dossier)}"
    )


def _visits(dossier: Dossier) -> Sheet:
    """名单: one visit a row. Columns of the registry that say nothing are left out (WG-11)."""
    visits = dossier.draw["visits"]
    strata = _strata_of(dossier)
    several = any(visit["of"] > 1 for visit in visits)
    fields: list[Field[VisitRecord]] = [
        Field("序号", serial, "number"),
        Field(number_heading(dossier), lambda visit: visit["number"], "number"),
        Field("名称", lambda visit: visit["name"], most=44),
        Field(id_heading(dossier), lambda visit: visit["id"], "center", 24),
        *registry_fields(
            dossier,
            ("统一社会信用代码", "类别", "行政区划", "地址"),
            visits,
            lambda visit: visit["number"],
            40,
        ),
        Field("抽取原因", lambda visit: "、".join(visit["reasons"]), "center", 12),
        Field("任务", lambda visit: "\n".join((*visit["tasks"], *_rules(visit))), most=30),
        Field(
            "分层",
            lambda visit: strata.get(visit["number"], "") if visit["visit"] == 1 else "",
            most=20,
            shown=bool(strata),
        ),
        Field("抽查事项", lambda visit: _items(dossier, visit), most=44),
        Field("检查次序", order_text, "center", 14, shown=several),
        Field(
            "建议月份",
            lambda visit: month_text(visit["month"]) if visit["month"] else "",
            "center",
            12,
            shown=several,
        ),
        Field("备注", lambda visit: "超上限" if visit["over_cap"] else "", most=14),
    ]
    title = draw_title(dossier.manifest, "抽查对象名单")
    return table("名单", title, fields, visits, about=_about(dossier), below=_visit_notes(dossier))


def _visit_notes(dossier: Dossier) -> list[str]:
    visits = dossier.draw["visits"]
    objects = len({visit["number"] for visit in visits})
    tasks = dict.fromkeys(stratum["task"] for stratum in dossier.draw["strata"])
    notes = [
        f"共{objects}户、{len(visits)}户次。{_counts(dossier)}“编号”是名录库封存时的统一编号，可据以复算。"
        "序号与检查记录表、检查通知书的号数相同，递补以后也不改变。",
    ]
    if tasks:
        notes.append("任务：" + "；".join(f"{task}　{dossier.task_name(task)}" for task in tasks) + "。")
    return notes


def _counts(dossier: Dossier) -> str:
    reasons = Counter(reason for visit in dossier.draw["visits"] for reason in visit["reasons"])
    parts = [f"{reason}{reasons[reason]}户次" for reason in ("随机", "必查", "补足") if reasons[reason]]
    return f"其中：{'，'.join(parts)}（同一户次可兼有几种原因）。" if len(parts) > 1 else ""


def _strata_of(dossier: Dossier) -> dict[int, str]:
    """Object number -> the strata that drew it, or in which it came for another one."""
    strata, found = dossier.draw["strata"], dict[int, list[str]]()
    came = [
        (strata[entry["stratum"]], entry["into"])
        for event in dossier.events
        for entry in event["replacements"]
        if entry["stratum"] is not None and entry["into"] is not None
    ]
    for stratum, number in [*((one, number) for one in strata for number in one["drawn"]), *came]:
        name = " ".join(part for part in (stratum["district"], stratum["name"]) if part and part != "全部")
        if name:
            found.setdefault(number, []).append(name)
    return {number: "\n".join(dict.fromkeys(names)) for number, names in found.items()}


def _rules(visit: VisitRecord) -> list[str]:
    return [f"必查：{rule}" for rule in visit["rules"]]


def _items(dossier: Dossier, visit: VisitRecord) -> str:
    """The names of a visit's items, each once; who checks which is on the record sheet (QHD-6)."""
    names = [item_name(dossier.pool, key) for _, key in visit["items"]]
    return "；".join(dict.fromkeys(names))


def _teams(dossier: Dossier) -> Sheet:
    """检查组: one visit a row, a column for each department, experts apart (WG-4, WG-5, LAW-2)."""
    visits = dossier.draw["visits"]
    several = any(visit["of"] > 1 for visit in visits)
    fields: list[Field[VisitRecord]] = [
        Field("序号", serial, "number"),
        Field("检查对象", lambda visit: visit["name"], most=44),
        Field("检查次序", order_text, "center", 14, shown=several),
        Field("组别", _group, "center", 10, shown="groups" in dossier.draw),
        *_team_fields(dossier, lambda visit: (visit["team"], visit["leader"])),
    ]
    below = [
        "★为组长：计划写明由谁任组长的照计划，没有写明的由发起部门最先抽中的执法人员担任。人员后为执法证号。"
        "序号与“名单”一致。"
    ]
    title = draw_title(dossier.manifest, "检查组")
    return table("检查组", title, fields, visits, about=_about(dossier), below=below)


def _group(visit: VisitRecord) -> str:
    number = visit.get("group")
    return group_name(number) if number else ""


def _groups(dossier: Dossier) -> list[Sheet]:
    """分组: the fixed groups, one a row; none if the plan has no 分组."""
    if "groups" not in dossier.draw:
        return []
    visits = Counter(visit.get("group") for visit in dossier.draw["visits"])
    formed, discarded = dossier.draw["groups"]["formed"], dossier.draw["groups"]["discarded"]
    grouped = {member["person"] for group in formed for member in group["team"]}
    fields: list[Field[tuple[int, GroupRecord]]] = [
        Field("组别", lambda entry: group_name(entry[0]), "center", 10),
        *_team_fields(dossier, lambda entry: (entry[1]["team"], entry[1]["leader"])),
        Field("本批户次", lambda entry: visits[entry[0]], "number"),
    ]
    below = [
        "先随机编组，再把各次检查随机派给各组；每人只编入一组。★为组长，人员后为执法证号。",
        f"编入各组{len(grouped)}人。某次检查不涉及的部门或专家，其组员该次不参加；"
        "递补人员只列在“检查组”表，不改变编组。",
    ]
    if discarded:
        below.append(f"此前{discarded}次编组因须回避等原因有检查无组可派，已按规则顺延重编，可据以复算。")
    title, about = draw_title(dossier.manifest, "固定检查组"), f"共{len(formed)}组"
    return [table("分组", title, fields, enumerate(formed, 1), about=about, below=below)]


def _team_fields(
    dossier: Dossier, team_of: Callable[[Row], tuple[Sequence[MemberRecord], str | None]]
) -> list[Field[Row]]:
    """组长, a column for each department, experts apart; `team_of` gives the members and the leader's id."""
    plan = dossier.pool.plan
    units = [line.department and plan.department(line.department) for line in plan.team]

    def leader(entry: Row) -> str:
        identifier = team_of(entry)[1]
        return dossier.person_of[identifier].name if identifier else ""

    def inspectors(entry: Row, unit: str) -> str:
        members, leads = team_of(entry)
        people = [dossier.person_of[member["person"]] for member in members if units[member["line"]] == unit]
        return "\n".join(
            f"{person.name}{'★' if person.id == leads else ''}　{person.certificate}" for person in people
        )

    def experts(entry: Row) -> str:
        return "\n".join(
            f"{dossier.person_of[member['person']].name}（{plan.team[member['line']].expert}）"
            for member in team_of(entry)[0]
            if units[member["line"]] is None
        )

    return [
        Field("组长", leader, "center", 12),
        *(
            Field(dossier.department_name(unit), partial(inspectors, unit=unit))
            for unit in dict.fromkeys(filter(None, units))
        ),
        Field("专家（不计入执法人员）", experts, most=32, shown=any(line.expert for line in plan.team)),
    ]


def _loads(dossier: Dossier) -> Sheet:
    """人员负荷: everybody of the register, also those not drawn."""
    visits = dossier.draw["visits"]
    loads = Counter(member["person"] for visit in visits for member in visit["team"])
    leads = Counter(visit["leader"] for visit in visits)
    fields: list[Field[Person]] = [
        Field("姓名", lambda person: person.name, "center", 16),
        Field("部门（专业）", _unit, most=36),
        Field("身份", lambda person: "专家" if person.expert else "检查人员", "center"),
        Field("执法证号", lambda person: "" if person.expert else person.certificate, "center", 28),
        Field("证件有效期", lambda person: "" if person.expert else person.certificate_end, "center", 14),
        Field("状态", lambda person: person.duty, "center", 12),
        Field("本批户次", lambda person: loads[person.id], "number"),
        Field("其中任组长", lambda person: leads[person.id], "number"),
    ]
    return table(
        "人员负荷",
        draw_title(dossier.manifest, "检查人员负荷"),
        fields,
        sorted(dossier.pool.people, key=lambda person: (person.expert, person.department)),
        about=_about(dossier),
        totalled=True,
        numbered=True,
    )


def _unit(person: Person) -> str:
    return "、".join(sorted(person.fields) if person.expert else entries(person.department))


@dataclass(frozen=True, slots=True)
class _PassedRow:
    """One row: who was passed over at one visit for one reason, and who was drawn next.

    With fixed groups whole groups are passed over; `groups` names them, `people` whose recusal it was.
    """

    visit: VisitRecord
    record: PassedRecord
    people: tuple[Person, ...]
    successor: str
    groups: tuple[int, ...] = ()

    @property
    def names(self) -> str:
        """Who was passed over, in words."""
        people = "、".join(person.name for person in self.people)
        if not self.groups:
            return people
        groups = "、".join(map(group_name, self.groups))
        return f"{groups}（{people}）" if people else groups


def _passed_over(dossier: Dossier) -> Sheet:
    """回避递补记录: who was passed over, why, and who was drawn instead (WG-7).

    Recusals come first. Passing over for an even load happens often and is no judgement on anybody, so those
    rows stand last, in grey, one for each seat, and the filter hides them with one click.
    """
    several = any(visit["of"] > 1 for visit in dossier.draw["visits"])
    counts = Counter(record["outcome"] for visit in dossier.staffings() for record in visit["trace"])
    counts["回避"] += sum(len(event["recused"]) for event in dossier.events)
    found = sorted(_passed_rows(dossier), key=lambda entry: _KINDS.index(entry.record["outcome"]))
    unit = "组次" if "groups" in dossier.draw else "人次"
    fields: list[Field[_PassedRow]] = [
        Field("类型", lambda entry: entry.record["outcome"], "center", 16),
        Field("检查对象", lambda entry: entry.visit["name"], most=44),
        Field("检查次序", lambda entry: order_text(entry.visit), "center", 14, shown=several),
        Field("抽中人员", lambda entry: entry.names, most=30),
        Field("部门", lambda entry: "、".join(dict.fromkeys(map(_own_unit, entry.people))), most=28),
        Field("规则或事由", lambda entry: ground(entry.record), most=36),
        Field("递补人员", lambda entry: entry.successor, "center", 12),
        Field("记录", lambda entry: sentence(entry.names, entry.record, entry.successor), most=60),
    ]
    return table(
        "回避递补记录",
        draw_title(dossier.manifest, "回避递补记录"),
        fields,
        found,
        about="　".join(f"{kind}{counts[kind]}{unit}" for kind in _KINDS)
        + "　（用“类型”列的筛选按钮可只看其中一种；均衡负荷的，同一检查组合为一行）",
        muted=[i for i, entry in enumerate(found) if entry.record["outcome"] == _FOR_BALANCE],
        empty="没有人员回避或越过，各检查组都由最先抽中的人员组成。",
        numbered=True,
    )


def _passed_rows(dossier: Dossier) -> list[_PassedRow]:
    """Every recusal by itself; those passed over for an even load together, by who was drawn next.

    Of the draw and of every substitution, also where a team has been drawn anew since.
    """
    found = list(_late_recusals(dossier))
    for visit in dossier.staffings():
        together: dict[str, list[PassedRecord]] = {}
        for record in visit["trace"]:
            next_name = successor(dossier, visit, record)
            if record["outcome"] == _FOR_BALANCE:
                together.setdefault(next_name, []).append(record)
            else:
                found.append(_passed_row(dossier, visit, [record], next_name))
        for next_name, records in together.items():
            found.append(_passed_row(dossier, visit, records, next_name))
    return found


def _late_recusals(dossier: Dossier) -> Iterator[_PassedRow]:
    """Whoever left a team on request after the draw, with who came to it."""
    for event, before in dossier.steps():
        after = {visit["index"]: visit for visit in event["visits"]}
        for pair in event["recused"]:
            visit = before[pair["visit"]]
            known = {member["person"] for member in visit["team"]}
            now = after.get(pair["visit"], visit)["team"]
            came = [
                dossier.person_of[member["person"]].name for member in now if member["person"] not in known
            ]
            record = PassedRecord(
                person=pair["person"], outcome="回避", rule="申请回避", ground=event["reason"], after=0
            )
            yield _passed_row(dossier, visit, [record], "、".join(came))


def _passed_row(
    dossier: Dossier, visit: VisitRecord, records: Sequence[PassedRecord], next_name: str
) -> _PassedRow:
    people = tuple(dossier.person_of[record["person"]] for record in records if record["person"])
    groups = tuple(record["group"] for record in records if "group" in record)
    return _PassedRow(visit, records[0], people, next_name, groups)


def _own_unit(person: Person) -> str:
    return "、".join(sorted(person.fields)) if person.expert else person.department
