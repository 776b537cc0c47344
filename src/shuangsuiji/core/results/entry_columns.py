"""结果录入表: its columns, and what stands in them before anybody fills them in.

One row is one visit and department. Writer (`documents.results.entry_sheet`) and reader
(`core.results.entry_rows`) share these columns, so that what is written can always be read back.

Source: WG-10, LZ-8, LZ-9, LZ-12, XT-6, XT-9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.columns.column import Column, Layout, Writing
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.records.results import (
    MEASURES,
    ON_SITE,
    SIGNED,
    STATES,
    UNDER_AGREEMENT,
    UNSIGNED,
    WAYS,
    Inspection,
    Result,
    codes_of,
)
from shuangsuiji.core.rules.pool import parse_csv

SHEET = "结果录入表"
WITHDRAW = "撤销"
"""Stands for the codes of a result that is taken back."""


@dataclass(frozen=True, slots=True)
class EntryColumn:
    """One column of the sheet.

    Attributes:
        key: the attribute of `Result` that it holds; of a given column what it shows.
        kind: given (not to be changed), text, or day.
        width: in digits of the default font.
        hint: what to write, as the explanations tell.
        others: other headings that mean it.
    """

    key: str
    title: str
    kind: Literal["given", "text", "day"]
    width: float
    hint: str = ""
    others: tuple[str, ...] = ()


COLUMNS = (
    EntryColumn("serial", "序号", "given", 6),
    EntryColumn("name", "检查对象", "given", 26, others=("对象名称", "名称")),
    EntryColumn("department", "检查部门", "given", 20, others=("部门",)),
    EntryColumn("id", "对象编码", "given", 17, others=("编码", "对象编号")),
    EntryColumn("order", "检查次序", "given", 12),
    EntryColumn("month", "计划月份", "given", 11),
    EntryColumn("items", "检查事项", "given", 26),
    EntryColumn(
        "day",
        "检查日期",
        "day",
        12,
        hint="检查完成的那一天，例如 2024-06-03。必填；没有检查的行，日期和结果都空着。",
    ),
    EntryColumn(
        "codes",
        "检查结果",
        "text",
        22,
        others=("结果代码", "检查结果代码"),
        hint="填编号（见下表），有几项的写成 5、8。必填。要撤回这一行已经记录的结果，写“撤销”。",
    ),
    EntryColumn("detail", "问题描述", "text", 30, hint="发现的问题，一两句话。"),
    EntryColumn(
        "way",
        "检查方式",
        "text",
        13,
        hint="现场检查、非现场检查、书面检查、网络监测等；已按计划填好，不同的请改。",
    ),
    EntryColumn(
        "people",
        "实际检查人员",
        "text",
        22,
        hint="已填好抽中的人员。换过人的，先递补（ssj substitute），再填这里；不能只在这里改名字。",
    ),
    EntryColumn(
        "signature",
        "被检查对象签字",
        "text",
        14,
        others=("签字情况",),
        hint="“已签字”；没有签字或盖章的，写明原因。现场检查必填。",
    ),
    EntryColumn(
        "measures",
        "后续处置",
        "text",
        18,
        hint="责令整改、移送、立案、抄告等，有几项的用顿号隔开。发现问题的都要有。",
    ),
    EntryColumn("state", "处置状态", "text", 10, hint="进行中，或已完成。写了后续处置而空着，算进行中。"),
    EntryColumn("due", "处置期限", "day", 12, others=("整改期限",), hint="整改或处置要在哪一天以前完成。"),
    EntryColumn("closed", "办结日期", "day", 12, hint="已完成的，写完成的日期。"),
    EntryColumn("approval", "公开审批", "text", 16, hint="公开前的审批人和审批日期。"),
    EntryColumn(
        "published",
        "公开日期",
        "day",
        12,
        others=("公示日期",),
        hint="结果向社会公开的日期；还没有公开的空着。",
    ),
    EntryColumn(
        "channel",
        "公开渠道",
        "text",
        18,
        others=("公示渠道", "公示途径"),
        hint="公开在哪里；空着时按计划的渠道，计划写了几个的，就是都公开了。",
    ),
    EntryColumn("recordings", "录音录像编号", "text", 16, hint="执法记录仪等的编号。"),
    EntryColumn("remarks", "备注", "text", 20, hint="责令停止违法、督促整改等情况，没有可空着。"),
)

PREFILLED = frozenset({"way", "people"})
"""What stands in a row that nobody has touched yet."""

_ROW_IS_FILLED = ("序号", "对象编码", "检查对象")
"""The columns of which at least one is filled in every row."""
LAYOUT = Layout(
    title=SHEET,
    columns=tuple(
        Column(
            column.title,
            Writing.CODE if column.title in _ROW_IS_FILLED else Writing.LINE,
            synonyms=column.others,
        )
        for column in COLUMNS
    ),
    required=(("序号",), ("对象编码",), ("检查部门",), ("检查日期",), ("检查结果",)),
    may_be_empty=True,
)


def choices(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """What the drop-downs offer, by the key of the column."""
    return {
        "codes": tuple(code.label for code in codes_of(dossier.pool.plan)),
        "way": WAYS,
        "signature": (SIGNED, *UNSIGNED),
        "measures": (*MEASURES, *(UNDER_AGREEMENT if under_agreement(dossier) else ())),
        "state": STATES,
        "channel": dossier.pool.plan.publication.channels,
    }


def under_agreement(dossier: Dossier) -> bool:
    """Whether the objects are under agreements of medical insurance: they have such a state or code."""
    heading, _ = parse_csv(dossier.snapshot.private("objects-other.csv"))
    return bool({"协议状态", "定点编码"} & {*heading, *dossier.pool.columns})


def of_draw(dossier: Dossier) -> str:
    """The line that says of which draw a sheet is: plan, batch, attempt, and the second of the draw."""
    manifest = dossier.manifest
    return _draw_line(manifest["plan"], manifest["batch"], manifest["attempt"], manifest["time"])


def is_of_line(title: str, line: LedgerLine) -> bool:
    """Whether the line of a sheet, in normal form, tells of the draw of a line 抽取."""
    attempt = int(line.text("attempt") or 0)
    return title == norm(_draw_line(line.text("plan"), line.text("batch"), attempt, line.text("time")))


def _draw_line(plan: str, batch: str, attempt: int, recorded: str) -> str:
    time = recorded_time(recorded)
    when = f"{time:%Y-%m-%d %H:%M:%S}" if time else recorded
    draw = f"第{attempt}次抽取" if attempt else "演练"
    return f"计划编号：{plan}　批次：{batch}　{draw}　抽取时间：{when}"


def departments_in_order(dossier: Dossier, inspection: Inspection) -> tuple[str, ...]:
    """The departments of a visit, the leading one first."""
    leading = dossier.pool.plan.department(dossier.pool.plan.initiator)
    return tuple(sorted(inspection.departments, key=lambda name: name != leading))


def expected_people(dossier: Dossier, inspection: Inspection, department: str) -> tuple[str, ...]:
    """Ids of the members of the team who go for a department, in drawing order.

    Experts, and members of departments without items on this visit, go with the first department; a
    department without seats is gone for by the whole team.
    """
    plan = dossier.pool.plan
    order = departments_in_order(dossier, inspection)
    own: dict[str, list[str]] = {name: [] for name in order}
    for member in inspection.visit["team"]:
        line = plan.team[member["line"]]
        theirs = plan.department(line.department) if line.department is not None else order[0]
        own[theirs if theirs in own else order[0]].append(member["person"])
    return tuple(own[department] or [member["person"] for member in inspection.visit["team"]])


def person_labels(dossier: Dossier) -> dict[str, str]:
    """Person id -> the name, with the id behind it where two people share the name.

    A stroke would part a list of names, so that ids such as 专家/1 are written with a dash.
    """
    people = dossier.pool.people
    count = Counter(norm(person.name) for person in people)
    return {
        person.id: person.name
        if count[norm(person.name)] == 1
        else f"{person.name}（{person.id.replace('/', '-')}）"
        for person in people
    }


def planned_way(dossier: Dossier, visit: VisitRecord) -> str:
    """The way of inspection that the tasks of a visit name; on the spot for must-inspect visits."""
    methods = [task.method for task in dossier.pool.plan.tasks if task.number in visit["tasks"]]
    return methods[0] if methods else ON_SITE


def row_texts(
    dossier: Dossier, inspection: Inspection, department: str, labels: dict[str, str]
) -> dict[str, str]:
    """The texts of a row, by the key of the column: what is given, and what is on record or planned."""
    visit, pool = inspection.visit, dossier.pool
    items = [item for name, item in visit["items"] if name == department]
    month = visit["month"] or (
        pool.batch.start
        if pool.batch.start == pool.batch.end
        else f"{pool.batch.start}至{pool.batch.end[5:]}"
    )
    given = {
        "serial": str(visit["index"]),
        "id": visit["id"],
        "name": visit["name"],
        "order": f"第{visit['visit']}次/共{visit['of']}次" if visit["of"] > 1 else "",
        "month": month,
        "department": dossier.department_name(department),
        "items": "、".join(pool.items.get(item, {}).get("抽查事项名称", "") or item for item in items),
    }
    result = inspection.of(department)
    if result is not None:
        return {**given, **result_texts(result, labels)}
    people = [labels[person] for person in expected_people(dossier, inspection, department)]
    helpers = (
        visit.get("specialists", []) if department == departments_in_order(dossier, inspection)[0] else []
    )
    return {**given, "way": planned_way(dossier, visit), "people": "、".join([*people, *helpers])}


def result_texts(result: Result, labels: dict[str, str]) -> dict[str, str]:
    """The texts of a result, by the key of the column, as they can be read back."""
    texts: dict[str, str] = {}
    for column in COLUMNS:
        if column.kind == "given":
            continue
        value = getattr(result, column.key)
        texts[column.key] = "、".join(map(str, value)) if isinstance(value, tuple) else value
    people: Sequence[str] = [labels[person] for person in result.people]
    texts["people"] = "、".join([*people, *result.helpers])
    return texts
