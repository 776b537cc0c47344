"""月报: the form as a Word document, and as a workbook with what stands behind its numbers (QHD-5, XT-8)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from shuangsuiji.core.plans.words import month_text
from shuangsuiji.core.results.facts import VisitFact
from shuangsuiji.core.results.monthly_figures import AreaCounts, MonthFigures
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.form_pages import FormPage
from shuangsuiji.documents.office.sheets import Sheet, SheetColumn, Workbook
from shuangsuiji.documents.results.monthly_rows import (
    ARRANGED,
    BY_CREDIT,
    CARRIED_OUT,
    CITY,
    CREDIT_PROBLEMS,
    DOCUMENTS,
    DRAWS,
    ITEMS,
    MOST_DISTRICTS,
    OBJECTS,
    PROBLEMS,
    PUBLISHED,
    TITLE,
    FormRow,
    MonthlyForm,
)
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot
from shuangsuiji.documents.wording import chinese_day


@dataclass(frozen=True, kw_only=True)
class MonthlyLine:
    """One line of the form's table."""

    serial: str = slot("序号", "序号；同一序号的后几行为空")
    label: str = slot("项目", "要填报的项目")
    answer: str = slot("内容", "填报的内容；还不知道的为提示")
    leads: bool = slot("领起", "是否只领起后几行，自己没有内容")


@dataclass(frozen=True, kw_only=True)
class DistrictLine:
    """One district of the table behind the form."""

    district: str = slot("行政区划", "行政区划；最后一行为合计")
    objects: int = slot("本月检查", "本月检查的户数")
    problems: int = slot("本月发现问题", "本月发现问题的户数")
    published: int = slot("本月公示", "本月公示结果的户数")
    objects_so_far: int = slot("累计检查", "本年累计检查的户数")
    problems_so_far: int = slot("累计发现问题", "本年累计发现问题的户数")
    published_so_far: int = slot("累计公示", "本年累计公示结果的户数")


@dataclass(frozen=True, kw_only=True)
class MonthlyPaper:
    """What the form says."""

    body: str = slot("单位", "填报的单位")
    month: str = slot("月份", "如2024年5月", needed=True)
    day: str = slot("填表时间", "如2024年6月3日")
    arranged: tuple[MonthlyLine, ...] = rows("部署情况", "第一部分的各行", needed=True)
    carried_out: tuple[MonthlyLine, ...] = rows("开展情况", "第二部分的各行", needed=True)
    contact: str = slot("联系人", "没有填写的为空", default="")
    phone: str = slot("联系电话", "没有填写的为空", default="")
    mobile: str = slot("手机", "没有填写的为空", default="")
    publicity: str = slot("宣传情况", "没有填写的为空", default="")
    districts: tuple[DistrictLine, ...] = rows("附表", "各行政区划的户数；表里写得下的，没有附表")


def month_document(
    form: MonthlyForm, figures: MonthFigures, today: date, templates: Templates = NO_TEMPLATES
) -> bytes:
    """The bytes of 月报-YYYY-MM.docx.

    Raises:
        BadInput: the office's own template cannot be filled in.
    """
    frame = PaperFrame(
        title=f"{form.body}{TITLE}（{month_text(figures.month)}）",
        created=datetime(today.year, today.month, today.day),
    )
    return render(MONTHLY_REPORT, content(form, figures, today), frame, templates)


def content(form: MonthlyForm, figures: MonthFigures, today: date) -> MonthlyPaper:
    """What the form of one month says."""
    return MonthlyPaper(
        body=form.body,
        month=month_text(figures.month),
        day=chinese_day(today),
        arranged=tuple(map(_line, form.arranged)),
        carried_out=tuple(map(_line, form.carried_out)),
        contact=form.contact,
        phone=form.phone,
        mobile=form.mobile,
        publicity=form.publicity,
        districts=_district_lines(figures),
    )


def _line(line: FormRow) -> MonthlyLine:
    return MonthlyLine(
        serial=line.serial, label=line.label, answer=line.text or line.hint, leads=line.text is None
    )


def _district_lines(figures: MonthFigures) -> tuple[DistrictLine, ...]:
    """Every district, the month beside the year so far, then the sums; none where the form has room."""
    if not figures.by_district or len(figures.districts) <= MOST_DISTRICTS:
        return ()
    sheet = _districts(figures)
    names = [field.name for field in fields(DistrictLine)]
    cells: list[Any] = [*sheet.rows, sheet.total]
    return tuple(DistrictLine(**dict(zip(names, line, strict=True))) for line in cells)


def month_workbook(form: MonthlyForm, figures: MonthFigures, today: date) -> bytes:
    """月报-YYYY-MM.xlsx: the form, the month beside the year so far, districts, the visits, definitions."""
    title = f"{form.body}{TITLE}（{month_text(figures.month)}）"
    created = datetime(today.year, today.month, today.day)
    book = Workbook(title=title, footer=f"填表时间 {today.isoformat()}", rehearsal=False, created=created)
    _form_sheet(book, content(form, figures, today))
    book.sheet(_totals(figures))
    if figures.districts:
        book.sheet(_districts(figures))
    book.sheet(_visits(figures))
    book.sheet(_definitions(figures))
    return book.data()


def _form_sheet(book: Workbook, said: MonthlyPaper) -> None:
    """The form as printed: three columns, the serial number merged over the lines that belong to it."""
    page = FormPage(book, "月报表", (7, 34, 50))
    page.line(said.body, size=18)
    page.line(TITLE, size=18)
    page.line(f"（{said.month}）", size=11)
    page.line(f"单位名称（盖章）：{said.body}", size=11, align="left")
    page.line(f"填表时间：{said.day}", size=11, align="left")
    for heading, lines in ((ARRANGED, said.arranged), (CARRIED_OUT, said.carried_out)):
        page.cells([(3, heading, "heading")])
        for line in lines:
            cells = (
                [(2, line.label, "text")]
                if line.leads
                else [(1, line.label, "text"), (1, line.answer, "text")]
            )
            page.cells([(1, line.serial, "center"), *cells], joined=not line.serial)
    for name, text in (("联系人", said.contact), ("联系电话", said.phone), ("手机", said.mobile)):
        page.line(f"{name}：{text}", size=11, align="left")
    if said.publicity:
        page.line(f"附：宣传情况　{said.publicity}", size=10, align="left")
    page.finish()


COUNTED: tuple[tuple[str, str], ...] = (
    (DRAWS, "draws"),
    (BY_CREDIT, "by_credit"),
    (f"{OBJECTS}（户）", "objects"),
    ("检查户次", "visits"),
    (f"{PROBLEMS}（户）", "problems"),
    (f"{CREDIT_PROBLEMS}（户）", "credit_problems"),
    (f"{PUBLISHED}（户）", "published"),
    ("另：只因必查而检查的主体数量（户）", "must"),
    ("另：必查发现问题的主体数量（户）", "must_problems"),
)
"""The numbers of the month: what each is called, and its name in `Counts`."""


def _totals(figures: MonthFigures) -> Sheet:
    fields: list[Field[tuple[str, str]]] = [
        Field("项目", lambda line: line[0], most=44),
        Field("本月", lambda line: int(getattr(figures.now, line[1])), "number"),
        Field("本年累计", lambda line: int(getattr(figures.so_far, line[1])), "number"),
    ]
    month = figures.month
    return table(
        "本月与累计",
        f"{month_text(month)}随机抽查情况：本月与本年累计",
        fields,
        COUNTED,
        about=f"累计：{month[:4]}年1月至{int(month[5:])}月。同一户在累计数里只计一次，所以可能少于各月之和。"
        "随机抽查次数按任务计：一批抽取几个任务，记几次；一户既有随机也有必查的，问题在哪一次发现就计入哪一项。",
        filtered=False,
    )


_DISTRICT_FIELDS: tuple[Field[tuple[AreaCounts, AreaCounts]], ...] = (
    Field("行政区划", lambda counts: counts[0].district, most=24),
    Field("本月检查", lambda counts: counts[0].objects, "number"),
    Field("本月发现问题", lambda counts: counts[0].problems, "number"),
    Field("本月公示", lambda counts: counts[0].published, "number"),
    Field("累计检查", lambda counts: counts[1].objects, "number"),
    Field("累计发现问题", lambda counts: counts[1].problems, "number"),
    Field("累计公示", lambda counts: counts[1].published, "number"),
)


def _districts(figures: MonthFigures) -> Sheet:
    return table(
        "分行政区划",
        f"{month_text(figures.month)}各行政区划随机抽查情况",
        _DISTRICT_FIELDS,
        figures.districts,
        totalled=True,
        about="按检查对象的行政区划统计，单位：户。",
        filtered=False,
    )


def _visits(figures: MonthFigures) -> Sheet:
    """明细: the visits behind the numbers, so that every count can be made again."""
    fields: list[Field[VisitFact]] = [
        Field("名称", lambda visit: visit.name, most=44),
        Field("编码", lambda visit: visit.object_id, "center", 24),
        Field("行政区划", lambda visit: visit.district, most=16, shown=bool(figures.districts)),
        Field("计划编号", lambda visit: visit.plan, "center", 20),
        Field("批次", lambda visit: visit.batch, "center", 12),
        Field("抽取原因", lambda visit: "、".join(visit.inspection.visit["reasons"]), "center", 12),
        Field("检查日期", lambda visit: visit.first_day, "center", 12),
        Field("发现问题", _found, "center", 12),
        Field("公示日期", lambda visit: visit.published, "center", 12),
    ]
    return table(
        "本月检查明细",
        f"{month_text(figures.month)}检查明细",
        fields,
        figures.visits,
        about="内部　　第一个检查日在本月的各户次；“本月与累计”的检查、发现问题各数都可以从这里数出来。",
        empty="本月没有录入检查。",
        numbered=True,
    )


def _found(visit: VisitFact) -> str:
    if visit.problem:
        return "是"
    return "否" if visit.complete else "结果未录齐"


DEFINITIONS = (
    (DRAWS, "本月抽取的任务数：一个批次的一项任务算一次。演练和已取消、已重抽的不算。"),
    (
        BY_CREDIT,
        "其中按信用等级、信用状态、风险等级等列分层，或以这些列为抽查范围、定向条件的任务数。",
    ),
    (DOCUMENTS, "本月抽取或检查的任务所在的年度计划及其文号。"),
    (ITEMS, "本月抽取或检查的任务的事项，取自事项清单，每项一次。"),
    (
        OBJECTS,
        "第一个检查日在本月、因随机抽中（含补足）而检查的户数，每户一次；只因必查而检查的另计，写在括号里。",
    ),
    (PROBLEMS, "上述各户中，任何一个部门的结果代码属于发现问题的户数。"),
    (CREDIT_PROBLEMS, "上述发现问题的户中，抽中它的任务与信用分级分类相结合的户数。"),
    (PUBLISHED, "各部门结果都已公示、且最后一个公示日在本月的户数，不论哪个月检查。"),
    (
        CITY,
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
        columns=[SheetColumn("项目", most=30), SheetColumn("怎样统计", most=90)],
        rows=[list(line) for line in DEFINITIONS],
        filtered=False,
    )


MONTHLY_REPORT = Form(
    file="月报.docx",
    content=MonthlyPaper,
    about="“双随机、一公开”监管工作月报表，由 ssj report month 填写。",
)
