"""检查记录表.docx: one record sheet a visit, in the form of 舞钢 附件2 (WG-10, WG-11, LZ-8, LAW-7)."""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.core.record import VisitRecord
from shuangsuiji.documents import word
from shuangsuiji.documents.word import FORM, Cell, paragraph, row
from shuangsuiji.documents.wording import code_of, created, is_joint, item_name, order_text, short

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

_WIDTHS = word.shares(FORM.width, (21, 27, 40, 30, 45))
_HEIGHT = 460
_SIGNATURES = 3


def record_sheets(dossier: Dossier) -> bytes:
    """The bytes of 检查记录表.docx: a page for each visit, in the order of 名单."""
    body: list[str] = []
    for serial, visit in enumerate(dossier.draw["visits"], 1):
        body += _sheet(dossier, visit, serial)
    return word.document(
        body or [paragraph("本批次没有需要检查的对象。")],
        FORM,
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）检查情况记录表",
        created=created(dossier),
        rehearsal=bool(dossier.manifest["rehearsal"]),
        footer=f"抽取记录摘要 {short(dossier.draw_digest)}",
    )


def _sheet(dossier: Dossier, visit: VisitRecord, serial: int) -> list[str]:
    plan, manifest = dossier.pool.plan, dossier.manifest
    joint = is_joint(plan) and len({department for department, _ in visit["items"]}) > 1
    about = f"计划编号：{manifest['plan']}　批次：{manifest['batch']}　"
    if visit["tasks"]:
        about += f"任务编号：{'、'.join(_task_number(dossier, task) for task in visit['tasks'])}　"
    about += f"第{serial}号（共{len(dossier.draw['visits'])}号）"
    if visit["of"] > 1:
        about += f"　检查次序：{order_text(visit)}"
    rows = [*_inspectors(dossier, visit), *_object(dossier, visit), *_items(dossier, visit), *_close()]
    return [
        paragraph(
            f"{'部门联合抽查' if joint else ''}检查情况记录表",
            "FormTitle",
            "<w:pageBreakBefore/>" if serial > 1 else "",
        ),
        paragraph(about, "Small"),
        word.table(rows, _WIDTHS),
        paragraph(_explanation(), "Small"),
    ]


def _task_number(dossier: Dossier, number: str) -> str:
    """The number of a task, with the platform's where the plan has it (XT-10)."""
    for task in dossier.pool.plan.tasks:
        if task.number == number and task.platform_task_number:
            return f"{number}（平台任务编号{task.platform_task_number}）"
    return number


def _inspectors(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """执法检查人员 by department, two lines at least for each; experts apart (LAW-2)."""
    plan = dossier.pool.plan
    groups: dict[str, list[tuple[str, str]]] = {
        department: [] for department in dict.fromkeys(department for department, _ in visit["items"])
    }
    experts: list[tuple[str, str, str]] = []
    for member in visit["team"]:
        person = dossier.person_of[member["person"]]
        line = plan.team[member["line"]]
        if line.department is None:
            experts.append((f"专家（{line.expert}）", person.name, ""))
            continue
        leads = "（组长）" if member["person"] == visit["leader"] else ""
        found = groups.setdefault(plan.department(line.department), [])
        found.insert(0 if leads else len(found), (person.name + leads, person.certificate))
    lines: list[tuple[str, str, str, str]] = []
    for department, people in groups.items():
        # A sheet is filled in by hand where nobody was drawn, so a department never lacks its lines.
        for index, (name, certificate) in enumerate(people or [("", ""), ("", "")]):
            merge = "start" if index == 0 else "more"
            lines.append(
                (dossier.department_name(department) if index == 0 else "", merge, name, certificate)
            )
    lines += [(unit, "", name, certificate) for unit, name, certificate in experts]
    head = [
        Cell(text="执法\n检查人员", merge="start", style="TableHead"),
        Cell(text="单　　位", style="TableHead"),
        Cell(text="姓　　名", style="TableHead"),
        Cell(text="执法证号/身份证号", span=2, style="TableHead"),
    ]
    return [row(head, _WIDTHS, height=_HEIGHT)] + [
        row(
            [
                Cell(merge="more"),
                Cell(text=unit, merge=merge, style="TableCenter"),
                Cell(text=name, style="TableCenter"),
                Cell(text=certificate, span=2, style="TableCenter"),
            ],
            _WIDTHS,
            height=_HEIGHT,
        )
        for unit, merge, name, certificate in lines
    ]


def _object(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """被检查对象, with the code that it has (WG-11)."""
    number = visit["number"]
    heading, code = code_of(dossier, number)
    pairs = (
        ("名　　称", visit["name"], heading, code),
        (
            "地　　址",
            dossier.object_cell(number, "地址"),
            "法定代表人\n/负责人",
            dossier.object_cell(number, "负责人"),
        ),
    )
    return [
        row(
            [
                Cell(
                    text="" if index else "被检查\n对象",
                    merge="more" if index else "start",
                    style="TableHead",
                ),
                Cell(text=first, style="TableHead"),
                Cell(text=name),
                Cell(text=second.replace("/", "\n/") if "\n" not in second else second, style="TableHead"),
                Cell(text=value),
            ],
            _WIDTHS,
            height=700,
        )
        for index, (first, name, second, value) in enumerate(pairs)
    ]


def _items(dossier: Dossier, visit: VisitRecord) -> list[str]:
    """检查单位, 检查事项, 检查结果: a row for each department and item (WG-4)."""
    rows = [
        row(
            [
                Cell(text="检查单位", span=2, style="TableHead"),
                Cell(text="检查事项", span=2, style="TableHead"),
                Cell(text="检查结果", style="TableHead"),
            ],
            _WIDTHS,
            height=_HEIGHT,
        )
    ]
    before = ""
    for department, key in visit["items"]:
        again = department == before
        before = department
        rows.append(
            row(
                [
                    Cell(
                        text="" if again else dossier.department_name(department),
                        span=2,
                        merge="more" if again else "start",
                        style="TableCenter",
                    ),
                    Cell(text=item_name(dossier.pool, key), span=2),
                    Cell(),
                ],
                _WIDTHS,
                height=700,
            )
        )
    return rows


def _close() -> Sequence[str]:
    """备注, the lines to sign on, the dates."""
    remark = row([Cell(text="备　　注", style="TableHead"), Cell(span=4)], _WIDTHS, height=1300)
    signatures = [
        row(
            [
                Cell(
                    text="" if index else "被检查对象\n（签字/盖章）",
                    merge="more" if index else "start",
                    style="TableHead",
                ),
                Cell(span=2, merge="more" if index else "start"),
                Cell(
                    text="" if index else "执法检查人员\n（签字/盖章）",
                    merge="more" if index else "start",
                    style="TableHead",
                ),
                Cell(),
            ],
            _WIDTHS,
            height=520,
        )
        for index in range(_SIGNATURES)
    ]
    date = Cell(text="年　　月　　日　", span=3, style="TableRight")
    dates = row([date, Cell(text=date.text, span=2, style="TableRight")], _WIDTHS, height=_HEIGHT)
    return [remark, *signatures, dates]


def _explanation() -> str:
    codes = "".join(f"{number}.{text}" for number, text in enumerate(RESULT_CODES, 1))
    return (
        f"说明：（1）检查结果栏填写相应编号：{codes}。可以填写几个编号。"
        "（2）备注栏可填写检查过程中责令停止违法与督促整改等相关情况，执法记录仪录音录像编号；"
        "无法取得被检查对象签字或者盖章的，注明原因。"
        "（3）检查对象为非市场主体时，相关数据项可根据工作实际作相应调整。"
    )
