"""检查记录表.docx: one record sheet a visit, in the form of 舞钢 附件2 (WG-10, WG-11, LZ-8, LAW-7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.core.record import VisitRecord
from shuangsuiji.documents.sheets import line_count
from shuangsuiji.documents.word import FORM, Cell, Paper, row, shares
from shuangsuiji.documents.wording import code_of, created, is_joint, item_name, order_text, short_digests

RESULT_CODES = (
    "未发现问题",
    "未按规定公示应当公示的信息",
    "公示信息隐瞒真实情况弄虚作假",
    "通过登记的住所（经营场所）无法取得联系",
    "发现问题已责令整改",
    "不配合检查情节严重",
    "未发现本次抽查涉及的经营活动",
    "发现问题待后续处理",
    "合格",
    "不合格",
)
"""The ten results, numbered from 1 (舞钢 附件2, 说明（1）)."""

_WIDTHS = shares(FORM.width, (20, 26, 35, 29, 48))
_LABELS = {"统一社会信用代码/注册号": "统一社会\n信用代码\n/注册号"}
_SIGNATURES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How a sheet is set: the prefix of its table styles, the heights of its rows in twips.

    Attributes:
        line: the height of one line of text.
        room: what the page leaves for inspectors, items and 备注 together.
    """

    prefix: str
    line: int
    member: int
    thing: int
    item: int
    sign: int
    room: int

    def cell(self, text: str = "", kind: str = "文字", span: int = 1, merge: str = "") -> Cell:
        """A cell in this form's own style."""
        return Cell(text=text, span=span, merge=merge, style=self.prefix + kind)

    def lines(self, text: str, columns: slice) -> int:
        """How many lines a text takes in those columns of the form."""
        width = (sum(_WIDTHS[columns]) - 170) / (self.line * 0.75 / 2)
        return line_count(text, width)


_ROOMY = _Form(prefix="表格", line=320, member=540, thing=1000, item=840, sign=580, room=5500)
_DENSE = _Form(prefix="紧凑表格", line=270, member=400, thing=840, item=430, sign=420, room=7200)
"""For visits of many departments, so that a sheet still holds on one page."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One person of the sheet."""

    unit: str
    name: str
    certificate: str


def record_sheets(dossier: Dossier) -> bytes:
    """The bytes of 检查记录表.docx: a page for each visit, in the order of 名单."""
    paper = Paper(
        FORM,
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）检查情况记录表",
        created=created(dossier),
        rehearsal=bool(dossier.manifest["rehearsal"]),
        footer=short_digests(dossier),
    )
    for serial, visit in enumerate(dossier.draw["visits"], 1):
        _sheet(paper, dossier, visit, serial)
    if not dossier.draw["visits"]:
        paper.paragraph("本批次没有需要检查的对象。")
    return paper.data()


def _sheet(paper: Paper, dossier: Dossier, visit: VisitRecord, serial: int) -> None:
    plan, manifest = dossier.pool.plan, dossier.manifest
    joint = is_joint(plan) and len({department for department, _ in visit["items"]}) > 1
    about = f"计划编号：{manifest['plan']}　批次：{manifest['batch']}　"
    if visit["tasks"]:
        about += f"任务编号：{'、'.join(_task_number(dossier, task) for task in visit['tasks'])}　"
    about += f"第{serial}号（共{len(dossier.draw['visits'])}号）"
    if visit["of"] > 1:
        about += f"　检查次序：{order_text(visit)}"
    lines = _inspectors(dossier, visit)
    items = [(dossier.department_name(name), item_name(dossier.pool, key)) for name, key in visit["items"]]
    form, remark = _fitting(lines, items)
    rows = [
        *_inspector_rows(form, lines),
        *_object_rows(form, dossier, visit),
        *_item_rows(form, items),
        *_closing_rows(form, remark),
    ]
    title = f"{'部门联合抽查' if joint else ''}检查情况记录表"
    paper.paragraph(title, "表单标题", new_page=serial > 1)
    paper.paragraph(about, "表单编号")
    paper.table(rows, _WIDTHS)
    paper.paragraph(_explanation(), "小字说明")


def _task_number(dossier: Dossier, number: str) -> str:
    """The number of a task, with the platform's where the plan has it (XT-10)."""
    for task in dossier.pool.plan.tasks:
        if task.number == number and task.platform_task_number:
            return f"{number}（平台任务编号{task.platform_task_number}）"
    return number


def _fitting(lines: Sequence[_Line], items: Sequence[tuple[str, str]]) -> tuple[_Form, int]:
    """The roomiest form that holds on one page, and the height of 备注 in it."""
    for form in (_ROOMY, _DENSE):
        used = 0
        for unit in dict.fromkeys(line.unit for line in lines):
            people = sum(line.unit == unit for line in lines)
            used += max(people * form.member, form.lines(unit, slice(1, 2)) * form.line + 60)
        for _, name in items:
            used += max(form.item, form.lines(name, slice(2, 4)) * form.line + 60)
        if form.room - used >= 1100:
            return form, min(form.room - used, 2600)
    return _DENSE, 900


def _inspectors(dossier: Dossier, visit: VisitRecord) -> list[_Line]:
    """执法检查人员 by department in the plan's order, leader first; experts apart (WG-4, LAW-2)."""
    plan = dossier.pool.plan
    order = [plan.department(name) for name in plan.departments]
    owing = sorted({name for name, _ in visit["items"]}, key=lambda name: _place(order, name))
    groups: dict[str, list[_Line]] = {name: [] for name in owing}
    experts: list[_Line] = []
    for member in visit["team"]:
        person = dossier.person_of[member["person"]]
        line = plan.team[member["line"]]
        if line.department is None:
            experts.append(_Line(f"专家（{line.expert}）", person.name, ""))
            continue
        unit = dossier.department_name(plan.department(line.department))
        leads = member["person"] == visit["leader"]
        found = groups.setdefault(plan.department(line.department), [])
        entry = _Line(unit, person.name + ("（组长）" if leads else ""), person.certificate)
        found.insert(0 if leads else len(found), entry)
    lines: list[_Line] = []
    for name, people in groups.items():
        # Nobody drawn: the sheet is filled in by hand, so the department still has its lines.
        lines += people or [_Line(dossier.department_name(name), "", "")] * 2
    return lines + experts


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)


def _inspector_rows(form: _Form, lines: Sequence[_Line]) -> list[str]:
    rows = [
        [
            form.cell("执法\n检查人员", "标题", merge="start"),
            form.cell("单　　位", "标题"),
            form.cell("姓　　名", "标题"),
            form.cell("执法证号/身份证号", "标题", span=2),
        ]
    ]
    before = ""
    for line in lines:
        again = line.unit == before
        before = line.unit
        rows.append(
            [
                form.cell(merge="more"),
                form.cell("" if again else line.unit, "居中", merge="more" if again else "start"),
                form.cell(line.name, "居中"),
                form.cell(line.certificate, "居中", span=2),
            ]
        )
    return [row(cells, _WIDTHS, height=form.member) for cells in rows]


def _object_rows(form: _Form, dossier: Dossier, visit: VisitRecord) -> list[str]:
    """被检查对象, with the code that it has (WG-11)."""
    number = visit["number"]
    heading, code = code_of(dossier, number)
    pairs = (
        ("名　　称", visit["name"], heading, code),
        ("地　　址", dossier.object_cell(number, "地址"), "法定代表人\n/负责人", ""),
    )
    people = dossier.object_cell(number, "负责人")
    return [
        row(
            [
                form.cell("" if index else "被检查\n对象", "标题", merge="more" if index else "start"),
                form.cell(first, "标题"),
                form.cell(value),
                form.cell(_LABELS.get(second, second), "标题"),
                form.cell(people, "居中") if index else Cell(text=other, style="代码"),
            ],
            _WIDTHS,
            height=form.thing,
        )
        for index, (first, value, second, other) in enumerate(pairs)
    ]


def _item_rows(form: _Form, items: Sequence[tuple[str, str]]) -> list[str]:
    """检查单位, 检查事项, 检查结果: a row for each department and item (WG-4)."""
    head = [
        form.cell("检查单位", "标题", span=2),
        form.cell("检查事项", "标题", span=2),
        form.cell("检查结果", "标题"),
    ]
    rows = [row(head, _WIDTHS, height=form.member)]
    before = ""
    for department, name in items:
        again = department == before
        before = department
        cells = [
            form.cell("" if again else department, "居中", span=2, merge="more" if again else "start"),
            form.cell(name, span=2),
            form.cell(),
        ]
        rows.append(row(cells, _WIDTHS, height=form.item))
    return rows


def _closing_rows(form: _Form, remark: int) -> list[str]:
    """备注, the lines to sign on, the dates."""
    rows = [row([form.cell("备　　注", "标题"), form.cell(span=4)], _WIDTHS, height=remark)]
    for index in range(_SIGNATURES):
        merge = "more" if index else "start"
        cells = [
            form.cell("" if index else "被检查\n对象\n（签字/\n盖章）", "标题", merge=merge),
            form.cell(span=2, merge=merge),
            form.cell("" if index else "执法检查人员\n（签字/\n盖章）", "标题", merge=merge),
            form.cell(),
        ]
        rows.append(row(cells, _WIDTHS, height=form.sign))
    date = "年　　月　　日　"
    cells = [form.cell(date, "右对齐", span=3), form.cell(date, "右对齐", span=2)]
    return [*rows, row(cells, _WIDTHS, height=form.member)]


def _explanation() -> str:
    codes = "".join(f"{number}.{text}" for number, text in enumerate(RESULT_CODES, 1))
    return (
        f"说明：（1）检查结果栏填写相应编号：{codes}。可以填写几个编号。"
        "（2）备注栏可填写检查过程中责令停止违法与督促整改等相关情况，执法记录仪录音录像编号；"
        "无法取得被检查对象签字或者盖章的，注明原因。"
        "（3）检查对象为非市场主体时，相关数据项可根据工作实际作相应调整。"
    )
