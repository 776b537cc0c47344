"""月报: the form as a Word document, and as a workbook with what stands behind its numbers (QHD-5, XT-8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from shuangsuiji.core.results.facts import VisitFact
from shuangsuiji.core.results.monthly_figures import Counts, MonthFigures
from shuangsuiji.documents.office.form_pages import FormPage
from shuangsuiji.documents.office.sheets import Column, Row, Sheet, Workbook
from shuangsuiji.documents.office.word import FORM, Cell, Paper, row, shares
from shuangsuiji.documents.results.monthly_rows import (
    ARRANGED,
    CARRIED_OUT,
    MOST_DISTRICTS,
    TITLE,
    FormRow,
    MonthlyForm,
)
from shuangsuiji.documents.wording import chinese_day, month_text

_PARTS = (8, 46, 76)
"""The widths of the form's columns, in parts: 序号, what is asked, the answer."""


def month_document(form: MonthlyForm, figures: MonthFigures, today: date) -> bytes:
    """月报-YYYY-MM.docx: one table on one sheet of A4."""
    moment = datetime(today.year, today.month, today.day)
    title = form.body + TITLE
    paper = Paper(FORM, title=f"{title}（{month_text(figures.month)}）", created=moment, rehearsal=False)
    paper.paragraph(form.body, "表单标题")
    paper.paragraph(TITLE, "表单标题")
    paper.paragraph(f"（{month_text(figures.month)}）", "表格居中")
    paper.paragraph(f"单位名称（盖章）：{form.body}", "表单编号")
    paper.paragraph(f"填表时间：{chinese_day(moment)}", "表单编号")
    widths = shares(FORM.width, _PARTS)
    paper.table([_word_row(line, widths) for line in _with_headings(form.rows)], widths)
    for name, text in _contacts(form):
        paper.paragraph(f"{name}：{text}", "表单编号")
    if form.publicity:
        paper.paragraph(f"附：宣传情况　{form.publicity}", "小字说明")
    if figures.by_district and len(figures.districts) > MOST_DISTRICTS:
        _districts_table(paper, figures)
    return paper.data()


def _districts_table(paper: Paper, figures: MonthFigures) -> None:
    """附表: every district, the month beside the year so far (XT-8)."""
    sheet = _districts(figures)
    paper.paragraph("附表", "附件标识", new_page=True)
    paper.paragraph(sheet.title, "表单标题")
    paper.paragraph(sheet.about, "表单编号")
    widths = shares(FORM.width, (34, 16, 18, 16, 16, 18, 16))
    rows = [
        row([Cell(text=column.title, style="紧凑表格标题") for column in sheet.columns], widths, heading=True)
    ]
    for line in (*sheet.rows, *([sheet.total] if sheet.total else [])):
        cells = [Cell(text=str(line[0]), style="紧凑表格文字")]
        cells += [Cell(text=str(value), style="紧凑表格居中") for value in line[1:]]
        rows.append(row(cells, widths, height=340))
    paper.table(rows, widths)


def _contacts(form: MonthlyForm) -> list[tuple[str, str]]:
    return [("联系人", form.contact), ("联系电话", form.phone), ("手机", form.mobile)]


def _with_headings(rows: Sequence[FormRow]) -> list[FormRow | str]:
    """The lines with the two headings of the form between them."""
    first_of_second = next(index for index, line in enumerate(rows) if line.serial == "4")
    return [ARRANGED, *rows[:first_of_second], CARRIED_OUT, *rows[first_of_second:]]


def _word_row(line: FormRow | str, widths: Sequence[int]) -> str:
    if isinstance(line, str):
        return row([Cell(text=line, span=3, style="表格标题")], widths, height=440)
    serial = Cell(text=line.serial, merge="more" if line.more else "start", style="表格居中")
    if line.text is None:
        return row([serial, Cell(text=line.label, span=2)], widths, height=440)
    return row([serial, Cell(text=line.label), Cell(text=line.text or line.hint)], widths, height=560)


def month_workbook(form: MonthlyForm, figures: MonthFigures, today: date) -> bytes:
    """月报-YYYY-MM.xlsx: the form, the month beside the year so far, districts, the visits, definitions."""
    title = f"{form.body}{TITLE}（{month_text(figures.month)}）"
    created = datetime(today.year, today.month, today.day)
    book = Workbook(title=title, footer=f"填表时间 {today.isoformat()}", rehearsal=False, created=created)
    _form_sheet(book, form, figures, chinese_day(created))
    book.sheet(_totals(figures))
    if figures.districts:
        book.sheet(_districts(figures))
    book.sheet(_visits(figures))
    book.sheet(_definitions(figures))
    return book.data()


def _form_sheet(book: Workbook, form: MonthlyForm, figures: MonthFigures, today: str) -> None:
    """The form as printed: three columns, the serial number merged over the lines that belong to it."""
    page = FormPage(book, "月报表", (7, 34, 50))
    page.line(form.body, size=18)
    page.line(TITLE, size=18)
    page.line(f"（{month_text(figures.month)}）", size=11)
    page.line(f"单位名称（盖章）：{form.body}", size=11, align="left")
    page.line(f"填表时间：{today}", size=11, align="left")
    for entry in _with_headings(form.rows):
        if isinstance(entry, str):
            page.cells([(3, entry, "heading")])
            continue
        cells = [(1, entry.serial, "center")]
        if entry.text is None:
            cells.append((2, entry.label, "text"))
        else:
            cells += [(1, entry.label, "text"), (1, entry.text or entry.hint, "text")]
        page.cells(cells, joined=entry.more)
    for name, text in _contacts(form):
        page.line(f"{name}：{text}", size=11, align="left")
    if form.publicity:
        page.line(f"附：宣传情况　{form.publicity}", size=10, align="left")
    page.finish()


COUNTED: tuple[tuple[str, str], ...] = (
    ("本月组织随机抽查次数", "draws"),
    ("其中与信用分级分类相结合次数", "by_credit"),
    ("检查主体数量（户）", "objects"),
    ("检查户次", "visits"),
    ("发现问题的主体数量（户）", "problems"),
    ("其中信用分级分类抽查发现问题数量（户）", "credit_problems"),
    ("抽查结果公示数量（户）", "published"),
    ("另：只因必查而检查的主体数量（户）", "must"),
    ("另：必查发现问题的主体数量（户）", "must_problems"),
)
"""The numbers of the month: what each is called, and its name in `Counts`."""


def _totals(figures: MonthFigures) -> Sheet:
    def value(counts: Counts, name: str) -> int:
        return int(getattr(counts, name))

    rows: list[Row] = [
        [label, value(figures.now, name), value(figures.so_far, name)] for label, name in COUNTED
    ]
    return Sheet(
        name="本月与累计",
        title=f"{month_text(figures.month)}随机抽查情况：本月与本年累计",
        about=f"累计：{figures.month[:4]}年1月至{int(figures.month[5:])}月。同一户在累计数里只计一次，所以可能少于各月之和。",
        columns=[Column("项目", most=44), Column("本月", "number"), Column("本年累计", "number")],
        rows=rows,
        filtered=False,
    )


def _districts(figures: MonthFigures) -> Sheet:
    numbers = [
        (now.objects, now.problems, now.published, so_far.objects, so_far.problems, so_far.published)
        for now, so_far in figures.districts
    ]
    rows: list[Row] = [
        [now.district, *line] for (now, _), line in zip(figures.districts, numbers, strict=True)
    ]
    totals = [sum(column) for column in zip(*numbers, strict=True)]
    return Sheet(
        name="分行政区划",
        title=f"{month_text(figures.month)}各行政区划随机抽查情况",
        about="按检查对象的行政区划统计，单位：户。",
        columns=[
            Column("行政区划", most=24),
            Column("本月检查", "number"),
            Column("本月发现问题", "number"),
            Column("本月公示", "number"),
            Column("累计检查", "number"),
            Column("累计发现问题", "number"),
            Column("累计公示", "number"),
        ],
        rows=rows,
        total=["合计", *totals],
        filtered=False,
    )


def _visits(figures: MonthFigures) -> Sheet:
    """明细: the visits behind the numbers, so that every count can be made again."""
    districts = bool(figures.districts)
    rows: list[Row] = []
    for serial, visit in enumerate(figures.visits, 1):
        line: list[Any] = [serial, visit.name, visit.object_id]
        line += [visit.district] if districts else []
        line += [visit.plan, visit.batch, "、".join(visit.inspection.visit["reasons"]), visit.first_day]
        rows.append([*line, _found(visit), visit.published])
    return Sheet(
        name="本月检查明细",
        title=f"{month_text(figures.month)}检查明细",
        about="内部　　第一个检查日在本月的各户次；“本月与累计”的检查、发现问题各数都可以从这里数出来。",
        columns=[
            Column("序号", "number"),
            Column("名称", most=44),
            Column("编码", "center", 24),
            *([Column("行政区划", most=16)] if districts else []),
            Column("计划编号", "center", 20),
            Column("批次", "center", 12),
            Column("抽取原因", "center", 12),
            Column("检查日期", "center", 12),
            Column("发现问题", "center", 12),
            Column("公示日期", "center", 12),
        ],
        rows=rows,
        below=[] if rows else ["本月没有录入检查。"],
    )


def _found(visit: VisitFact) -> str:
    if visit.problem:
        return "是"
    return "否" if visit.complete else "结果未录齐"


DEFINITIONS = (
    ("本月组织随机抽查次数", "本月抽取的任务数：一个批次的一项任务算一次。演练和已取消、已重抽的不算。"),
    (
        "其中与信用分级分类相结合次数",
        "其中按信用等级、信用状态、风险等级等列分层，或以这些列为抽查范围、定向条件的任务数。",
    ),
    ("本月组织随机抽查的文件", "本月抽取或检查的任务所在的年度计划及其文号。"),
    ("随机抽查的检查事项", "本月抽取或检查的任务的事项，取自事项清单，每项一次。"),
    (
        "检查主体数量",
        "第一个检查日在本月、因随机抽中（含补足）而检查的户数，每户一次；只因必查而检查的另计，写在括号里。",
    ),
    ("发现问题的主体数量", "上述各户中，任何一个部门的结果代码属于发现问题的户数。"),
    ("其中信用分级分类抽查发现问题数量", "上述发现问题的户中，抽中它的任务与信用分级分类相结合的户数。"),
    ("抽查结果公示数量", "各部门结果都已公示、且最后一个公示日在本月的户数，不论哪个月检查。"),
    (
        "全市本系统开展随机抽查情况",
        "计划按县（市、区）抽取（分区）的，按检查对象的行政区划统计；其余由经办人填写。",
    ),
    ("累计", "本年1月至本月，按同样的口径；同一户只计一次。"),
    ("空白", "记录里没有、也没有补填的项目留空，不填0；填了0的，是记录表明确实为0。"),
)


def _definitions(figures: MonthFigures) -> Sheet:
    return Sheet(
        name="口径说明",
        title="口径说明",
        about=f"依据台账中有效的抽取和已录入的结果，{month_text(figures.month)}。",
        columns=[Column("项目", most=30), Column("怎样统计", most=90)],
        rows=[list(line) for line in DEFINITIONS],
        filtered=False,
    )
