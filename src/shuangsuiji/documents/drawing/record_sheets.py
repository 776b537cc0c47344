"""检查记录表.docx: one record sheet a visit, in the form of 舞钢 附件2 (WG-10, WG-11, LZ-8, LAW-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shuangsuiji.core.publicity import Access
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.records.results import codes_of
from shuangsuiji.documents.drawing.visits import Item, Member, items_of, serial, task_numbers, team_of, when
from shuangsuiji.documents.office.sheets import line_count
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Frame, Templates, part, rows, slot
from shuangsuiji.documents.wording import code_of, created, is_joint, issuers, order_text, short_digests

if TYPE_CHECKING:
    from shuangsuiji.documents.templates.layout import Layout

_LEADER = "（组长）"
_BLANK_LINES = 2

# Heights in twips. The page has 14683; what is not below is for the title, the notes under the form, and air.
_PERSON, _OBJECT, _ITEM, _SIGNATURE, _LINE = 410, 800, 540, 450, 320
_ROOM = 7300
"""For people, items and 备注 together, so that a sheet holds on one page."""

_REMARKS = {"大": 2900, "中": 1700, "小": 700}


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person of the sheet."""

    name: str = slot("姓名", "检查人员姓名，组长后面注明")
    certificate: str = slot("证号", "执法证号；专家为空")


@dataclass(frozen=True, kw_only=True)
class Unit:
    """The people of one department; the first apart, because the department's cell begins beside them."""

    name: str = slot("单位", "检查人员所在单位")
    first: Person = part("首位", "该单位的第一名检查人员")  # noqa: RUF009 - a field
    others: tuple[Person, ...] = rows("其余", "该单位的其余检查人员")


@dataclass(frozen=True, kw_only=True)
class ItemUnit:
    """The items of one department; the first apart."""

    name: str = slot("单位", "检查单位")
    first: str = slot("首项", "该单位的第一个检查事项")
    others: tuple[str, ...] = rows("其余", "该单位的其余检查事项")


@dataclass(frozen=True, kw_only=True)
class RecordSheet:
    """The sheet of one visit."""

    kind: str = slot("联合", "部门联合抽查或内部联合抽查；一个部门单独检查的为空")
    serial: int = slot("表号", "第几号，递补以后也不改变")
    tasks: str = slot("任务编号", "任务编号，有平台任务编号的一并写明；必查的为空")
    order: str = slot("检查次序", "一户要查几次的，第几次；只查一次的为空")
    months: str = slot("检查时间", "检查的月份")
    units: tuple[Unit, ...] = rows("检查人员", "各单位的检查人员", needed=False)
    name: str = slot("对象名称", "检查对象名称")
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址")
    person: str = slot("负责人", "法定代表人或者负责人")
    items: tuple[ItemUnit, ...] = rows("检查事项", "各单位的检查事项")
    remark: str = slot("备注栏", "大、中、小：备注栏多高，使一张表正好一页")


@dataclass(frozen=True, kw_only=True)
class RecordSheets:
    """All the sheets of a draw."""

    plan: str = slot("计划编号", "计划编号")
    batch: str = slot("批次", "批次名称")
    codes: str = slot("结果代码", "如1.未发现问题2.……")
    digests: str = slot("摘要", "封存、结果、台账摘要的前16位，供核对")
    sheets: tuple[RecordSheet, ...] = rows("记录表", "每户次一张", needed=True)


def record_sheets(
    dossier: Dossier,
    templates: Templates = NO_TEMPLATES,
    visits: Sequence[VisitRecord] | None = None,
) -> bytes:
    """The bytes of 检查记录表.docx: a page for each of `visits`, or for all, in the order of 名单."""
    from shuangsuiji.documents.templates.render import render

    manifest = dossier.manifest
    shown = dossier.draw["visits"] if visits is None else visits
    frame = Frame(
        title=f"{manifest['plan_name']}（{manifest['batch']}）检查情况记录表",
        created=created(dossier),
        rehearsal=bool(manifest["rehearsal"]),
    )
    content = RecordSheets(
        plan=manifest["plan"],
        batch=manifest["batch"],
        codes=codes_text(dossier),
        digests=short_digests(dossier),
        sheets=tuple(record_sheet(dossier, visit) for visit in shown),
    )
    return render(RECORD_SHEETS, content, frame, templates)


def codes_text(dossier: Dossier) -> str:
    """The result codes of the plan as the form prints them: 1.未发现问题2.…… (LAW-7)."""
    return "".join(code.label for code in codes_of(dossier.pool.plan))


def record_sheet(dossier: Dossier, visit: VisitRecord) -> RecordSheet:
    """What the sheet of one visit says."""
    heading, code = code_of(dossier, visit["number"])
    items = items_of(dossier, visit)
    units = _units(team_of(dossier, visit), items)
    item_units = _item_units(items)
    address = dossier.object_cell(visit["number"], "地址")
    return RecordSheet(
        kind=joint_text(dossier, visit),
        serial=serial(visit),
        tasks="、".join(task_numbers(dossier, visit)),
        order=order_text(visit),
        months=when(dossier, visit),
        units=units,
        name=visit["name"],
        code_heading=heading,
        code=code,
        address=address,
        person=dossier.object_cell(visit["number"], "负责人"),
        items=item_units,
        remark=_remark(units, item_units, (visit["name"], address)),
    )


def joint_text(dossier: Dossier, visit: VisitRecord) -> str:
    """部门联合抽查, 内部联合抽查 between offices of one bureau, or blank (WG-4)."""
    plan = dossier.pool.plan
    if not is_joint(plan) or len({department for department, _ in visit["items"]}) < 2:
        return ""
    return "内部联合抽查" if len(issuers(plan)) == 1 else "部门联合抽查"


def _units(team: Sequence[Member], items: Sequence[Item]) -> tuple[Unit, ...]:
    """People by department. One that has items but nobody drawn has lines to be filled in by hand."""
    groups: dict[str, list[Person]] = {}
    for member in team:
        name = member.name + (_LEADER if member.leads else "")
        groups.setdefault(member.unit, []).append(Person(name=name, certificate=member.certificate))
    official = {member.unit for member in team if member.official}
    blank = [item.unit for item in items if item.unit not in official]
    ordered = {name: people for name, people in groups.items() if name in official}
    ordered |= {name: [Person(name="", certificate="")] * _BLANK_LINES for name in blank}
    ordered |= groups
    return tuple(
        Unit(name=name, first=people[0], others=tuple(people[1:])) for name, people in ordered.items()
    )


def _item_units(items: Sequence[Item]) -> tuple[ItemUnit, ...]:
    groups: dict[str, list[str]] = {}
    for item in items:
        groups.setdefault(item.unit, []).append(item.name)
    return tuple(ItemUnit(name=name, first=own[0], others=tuple(own[1:])) for name, own in groups.items())


def _remark(units: Sequence[Unit], items: Sequence[ItemUnit], texts: Sequence[str]) -> str:
    """How high 备注 may be on the page that the rest leaves; `texts` are name and address of the object."""
    used = sum(max(0, line_count(text, 19) * _LINE + 60 - _OBJECT) for text in texts)
    for unit in units:
        used += max((1 + len(unit.others)) * _PERSON, line_count(unit.name, 11) * _LINE + 60)
    for own in items:
        lines = [line_count(text, 30) for text in (own.first, *own.others)]
        used += max(sum(max(_ITEM, count * _LINE + 60) for count in lines), line_count(own.name, 19) * _LINE)
    for size, height in _REMARKS.items():
        if used + height <= _ROOM:
            return size
    return "小"


def _layout() -> bytes:
    from shuangsuiji.documents.office.word import FORM, Paging
    from shuangsuiji.documents.templates.layout import Layout

    page = Layout(FORM, footer="{{ 摘要 }}", paging=Paging.OF_ALL)
    page.tag("for 表 in 记录表")
    lay_sheet(page, "表")
    page.tag("endfor")
    page.when("not 记录表", "本批次没有需要检查的对象。")
    return page.data()


def lay_sheet(page: Layout, sheet: str) -> None:
    """The form of one visit; `sheet` is the placeholder that holds it."""
    page.paragraph(f"{{{{ {sheet}.联合 }}}}检查情况记录表", "表单标题", new_page=True)
    page.paragraph(
        f"第{{{{ {sheet}.表号 }}}}号　计划编号：{{{{ 计划编号 }}}}　批次：{{{{ 批次 }}}}"
        f"{{% if {sheet}.任务编号 %}}　任务编号：{{{{ {sheet}.任务编号 }}}}{{% endif %}}"
        f"{{% if {sheet}.检查次序 %}}　{{{{ {sheet}.检查次序 }}}}，{{{{ {sheet}.检查时间 }}}}{{% endif %}}",
        "表单编号",
    )
    _lay_table(page, sheet)
    page.paragraph(
        "说明：（1）检查结果栏填写相应编号：{{ 结果代码 }}。可以填写几个编号。"
        "（2）备注栏可填写检查过程中责令停止违法与督促整改等相关情况，执法记录仪录音录像编号；"
        "无法取得被检查对象签字或者盖章的，注明原因。"
        "（3）检查对象为非市场主体时，相关数据项可根据工作实际作相应调整。",
        "小字说明",
    )


def _lay_table(page: Layout, sheet: str) -> None:
    from shuangsuiji.documents.office.word import FORM, shares

    widths = shares(FORM.width, (20, 27, 47, 25, 39))
    made = [
        *_lay_people(sheet, widths),
        *_lay_object(sheet, widths),
        *_lay_items(sheet, widths),
        *_lay_end(sheet, widths),
    ]
    page.rows(made, widths)


def _heads(*texts: str, spans: Sequence[int] = ()) -> list[Any]:
    from shuangsuiji.documents.office.word import Cell

    spans = spans or [1] * len(texts)
    return [Cell(text=text, span=span, style="表格标题") for text, span in zip(texts, spans, strict=True)]


def _lay_people(sheet: str, widths: Sequence[int]) -> list[str]:
    from shuangsuiji.documents.office.word import Cell, row
    from shuangsuiji.documents.templates.layout import tag_row

    def line(unit: Cell, person: str) -> str:
        cells = [
            Cell(merge="more", style="表格标题"),
            unit,
            Cell(text=f"{{{{ {person}.姓名 }}}}", style="表格居中"),
            Cell(text=f"{{{{ {person}.证号 }}}}", span=2, style="表格居中"),
        ]
        return row(cells, widths, height=_PERSON)

    head = [
        Cell(text="执法\n检查人员", merge="start", style="表格标题"),
        *_heads("单　　位", "姓　　名", "执法证号/身份证号", spans=(1, 1, 2)),
    ]
    return [
        row(head, widths, height=_PERSON),
        tag_row(f"for 单位 in {sheet}.检查人员", widths),
        line(Cell(text="{{ 单位.单位 }}", merge="start", style="表格居中"), "单位.首位"),
        tag_row("for 人 in 单位.其余", widths),
        line(Cell(merge="more", style="表格居中"), "人"),
        tag_row("endfor", widths),
        tag_row("endfor", widths),
    ]


def _lay_object(sheet: str, widths: Sequence[int]) -> list[str]:
    """被检查对象, with the code that it has (WG-11)."""
    from shuangsuiji.documents.office.word import Cell, row

    names = [
        Cell(text="被检查\n对象", merge="start", style="表格标题"),
        *_heads("名　　称"),
        Cell(text=f"{{{{ {sheet}.对象名称 }}}}"),
        *_heads(f"{{{{ {sheet}.编码名称 }}}}"),
        Cell(text=f"{{{{ {sheet}.编码 }}}}", style="代码"),
    ]
    places = [
        Cell(merge="more", style="表格标题"),
        *_heads("地　　址"),
        Cell(text=f"{{{{ {sheet}.地址 }}}}"),
        *_heads("法定代表人\n/负责人"),
        Cell(text=f"{{{{ {sheet}.负责人 }}}}", style="表格居中"),
    ]
    return [row(cells, widths, height=_OBJECT) for cells in (names, places)]


def _lay_items(sheet: str, widths: Sequence[int]) -> list[str]:
    """检查单位, 检查事项, 检查结果: a row for each department and item (WG-4)."""
    from shuangsuiji.documents.office.word import Cell, row
    from shuangsuiji.documents.templates.layout import tag_row

    def line(unit: Cell, item: str) -> str:
        return row([unit, Cell(text=f"{{{{ {item} }}}}", span=2), Cell()], widths, height=_ITEM)

    return [
        row(_heads("检查单位", "检查事项", "检查结果", spans=(2, 2, 1)), widths, height=_PERSON),
        tag_row(f"for 单位 in {sheet}.检查事项", widths),
        line(Cell(text="{{ 单位.单位 }}", span=2, merge="start", style="表格居中"), "单位.首项"),
        tag_row("for 事项 in 单位.其余", widths),
        line(Cell(span=2, merge="more", style="表格居中"), "事项"),
        tag_row("endfor", widths),
        tag_row("endfor", widths),
    ]


def _lay_end(sheet: str, widths: Sequence[int]) -> list[str]:
    """备注, the lines to sign on, the dates."""
    from shuangsuiji.documents.office.word import Cell, row
    from shuangsuiji.documents.templates.layout import tag_row

    made: list[str] = []
    for size, height in _REMARKS.items():
        made += [
            tag_row(f"if {sheet}.备注栏 == '{size}'", widths),
            row([*_heads("备　　注"), Cell(span=4)], widths, height=height),
            tag_row("endif", widths),
        ]
    for index in range(3):
        merge = "more" if index else "start"
        cells = [
            Cell(text="" if index else "被检查\n对象\n（签字/\n盖章）", merge=merge, style="表格标题"),
            Cell(span=2, merge=merge),
            Cell(text="" if index else "执法检查人员\n（签字/\n盖章）", merge=merge, style="表格标题"),
            Cell(),
        ]
        made.append(row(cells, widths, height=_SIGNATURE))
    date = "年　　月　　日　"
    cells = [Cell(text=date, span=3, style="表格右对齐"), Cell(text=date, span=2, style="表格右对齐")]
    return [*made, row(cells, widths, height=_PERSON)]


RECORD_SHEETS = Form(
    file="检查记录表.docx",
    content=RecordSheets,
    access=Access.INTERNAL,
    about="每户次一张检查情况记录表，检查人员带到现场填写、签字。",
    layout=_layout,
)
