"""检查通知书.docx: one notice a visit, with its receipt: who comes, when, about what, and what may be asked.

Names the task, the right to ask for recusal, and the right to refuse fewer than two inspectors or inspectors
without certificates. Source: LAW-2, LAW-6, LZ-13, XT-10, WG-11; 司法部行政检查文书格式 (2025) for its parts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuangsuiji.core.publicity import Access
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.drawing.record_sheets import joint_text
from shuangsuiji.documents.drawing.visits import (
    certificate_shown,
    items_of,
    serial,
    task_numbers,
    team_of,
    when,
)
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Frame, Templates, rows, slot
from shuangsuiji.documents.wording import (
    code_of,
    created,
    day_text,
    id_heading,
    issuers,
    order_text,
    short_digests,
)

if TYPE_CHECKING:
    from shuangsuiji.documents.templates.layout import Layout


@dataclass(frozen=True, kw_only=True)
class NoticeItem:
    """One item of the notice."""

    unit: str = slot("单位", "检查单位")
    name: str = slot("事项", "检查事项")
    grounds: str = slot("依据", "检查依据")


@dataclass(frozen=True, kw_only=True)
class NoticePerson:
    """One inspector of the notice."""

    unit: str = slot("单位", "检查人员所在单位；专家为专业")
    name: str = slot("姓名", "检查人员姓名，组长后面注明")
    certificate: str = slot("证号", "执法证号，按计划的公开规定遮盖；不公开的为“检查时出示”")


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The notice of one visit."""

    kind: str = slot("联合", "联合或内部联合；一个部门单独检查的为空")
    serial: int = slot("表号", "第几号，与检查记录表相同，递补以后也不改变")
    changed: bool = slot("已变更", "递补以后检查组有变动，须重新送达")
    name: str = slot("对象名称", "检查对象名称", needed=True)
    code_heading: str = slot("编码名称", "统一社会信用代码/注册号；没有的用名录库的编号")
    code: str = slot("编码", "检查对象的编码")
    address: str = slot("地址", "检查对象地址；名录库没有地址的为空")
    reason: str = slot("抽取原因", "怎样确定为检查对象的")
    tasks: str = slot("任务", "任务名称；只因必查检查的为空")
    task_numbers: str = slot("任务编号", "任务编号，有平台任务编号的一并写明；只因必查检查的为空")
    number: int = slot("封存编号", "封存时的编号；由平台抽取的为0")
    check_code: str = slot("校验码", "凭以核对编号的校验码；由平台抽取的为空")
    id: str = slot("代码", "名录库里的标识，与校验码一起使用")
    id_heading: str = slot("代码名称", "标识一栏的名称，如定点编码")
    months: str = slot("检查时间", "检查的月份")
    order: str = slot("检查次序", "一户要查几次的，第几次；只查一次的为空")
    method: str = slot("检查方式", "如现场检查")
    frequency: str = slot("检查频次", "全年检查几次、上限几次；计划没有规定的为空")
    items: tuple[NoticeItem, ...] = rows("检查事项", "各单位的检查事项和依据", needed=False)
    people: tuple[NoticePerson, ...] = rows("检查人员", "检查组全部人员", needed=False)


@dataclass(frozen=True, kw_only=True)
class Notices:
    """All the notices of a draw."""

    year: int = slot("年度", "计划年度")
    bodies: str = slot("发文机关", "发文机关，几个部门之间用顿号")
    heads: tuple[str, ...] = rows("署名机关", "落款的机关，每个一行")
    plan: str = slot("计划编号", "计划编号")
    plan_name: str = slot("计划名称", "计划名称")
    document: str = slot("文号", "计划的文号；没有时为空")
    batch: str = slot("批次", "批次名称")
    day: str = slot("抽取日期", "如2024年5月21日")
    digests: str = slot("摘要", "封存、结果、台账摘要的前16位，供核对")
    notices: tuple[Notice, ...] = rows("通知书", "每户次一份", needed=True)


def notices(
    dossier: Dossier,
    templates: Templates = NO_TEMPLATES,
    visits: Sequence[VisitRecord] | None = None,
) -> bytes:
    """The bytes of 检查通知书.docx, in the order of 名单; of all visits, unless `visits` says which."""
    from shuangsuiji.documents.templates.render import render

    plan, manifest = dossier.pool.plan, dossier.manifest
    shown = dossier.draw["visits"] if visits is None else visits
    frame = Frame(
        title=f"{manifest['plan_name']}（{manifest['batch']}）检查通知书",
        created=created(dossier),
        rehearsal=bool(manifest["rehearsal"]),
    )
    changed = changed_visits(dossier)
    content = Notices(
        year=plan.year,
        bodies="、".join(issuers(plan)),
        heads=issuers(plan),
        plan=manifest["plan"],
        plan_name=manifest["plan_name"],
        document=plan.document_number or "",
        batch=manifest["batch"],
        day=day_text(dossier),
        digests=short_digests(dossier),
        notices=tuple(notice(dossier, visit, changed) for visit in shown),
    )
    return render(NOTICES, content, frame, templates)


def changed_visits(dossier: Dossier) -> frozenset[int]:
    """The visits whose notice has to be served anew, because an event has changed their teams."""
    return frozenset(visit["index"] for event in dossier.events for visit in event["visits"])


def notice(dossier: Dossier, visit: VisitRecord, changed: frozenset[int]) -> Notice:
    """What the notice of one visit says."""
    heading, code = code_of(dossier, visit["number"])
    platform = "platform" in dossier.manifest
    people = [
        NoticePerson(
            unit=member.unit,
            name=member.name + ("（组长）" if member.leads else ""),
            certificate=certificate_shown(dossier.pool.plan, member) if member.official else "",
        )
        for member in team_of(dossier, visit)
    ]
    return Notice(
        kind=joint_text(dossier, visit).removesuffix("抽查").removeprefix("部门"),
        serial=serial(visit),
        changed=visit["index"] in changed,
        name=visit["name"],
        code_heading=heading,
        code=code,
        address=dossier.object_cell(visit["number"], "地址"),
        reason=_reason(visit, "经双随机监管平台随机抽取" if platform else f"经{day_text(dossier)}随机抽取"),
        tasks="、".join(dossier.task_name(task) for task in visit["tasks"]),
        task_numbers="、".join(task_numbers(dossier, visit)),
        number=0 if platform else visit["number"],
        check_code="" if platform else dossier.check_code(visit["number"]),
        id=visit["id"],
        id_heading=id_heading(dossier),
        months=when(dossier, visit),
        order=order_text(visit),
        method=_method(dossier, visit),
        frequency=_frequency(dossier, visit),
        items=tuple(
            NoticeItem(unit=item.unit, name=item.name, grounds=item.grounds)
            for item in items_of(dossier, visit)
        ),
        people=tuple(people),
    )


def _reason(visit: VisitRecord, drawn: str) -> str:
    """随机抽取 or 必查, in the words of the letter."""
    if not set(visit["reasons"]) - {"必查"}:
        return f"按照计划中必查对象（{'、'.join(visit['rules'])}）的规定"
    drawn = drawn if "随机" in visit["reasons"] else f"为达到全年抽查比例，{drawn}"
    return f"{drawn}，并按照计划中必查对象（{'、'.join(visit['rules'])}）的规定" if visit["rules"] else drawn


def _method(dossier: Dossier, visit: VisitRecord) -> str:
    tasks = [task.method for task in dossier.pool.plan.tasks if task.number in visit["tasks"]]
    items = [dossier.pool.items.get(key, {}).get("抽查方式", "") for _, key in visit["items"]]
    return "、".join(dict.fromkeys(filter(None, tasks or items))) or "现场检查"


def _frequency(dossier: Dossier, visit: VisitRecord) -> str:
    """How often the object may be inspected this year (LAW-1); what a rule asks for is not capped."""
    plan = dossier.pool.plan
    times = [rule.times for rule in plan.must_inspect if rule.name in visit["rules"]]
    if times:
        return f"属于必查对象，全年检查{max(times)}次"
    cap = plan.limits.yearly_cap
    return f"全年不超过{cap}次" if cap is not None else ""


def _layout() -> bytes:
    from shuangsuiji.documents.office.word import FORM, Paging
    from shuangsuiji.documents.templates.layout import Layout

    page = Layout(FORM, footer="{{ 摘要 }}", paging=Paging.NONE)
    page.tag("for 书 in 通知书")
    lay_notice(page, "书")
    page.tag("endfor")
    page.when("not 通知书", "本批次没有需要检查的对象。")
    return page.data()


def lay_notice(page: Layout, notice: str) -> None:
    """The notice of one visit and its receipt; `notice` is the placeholder that holds it."""

    def of(name: str) -> str:
        return f"{{{{ {notice}.{name} }}}}"

    def given(name: str, text: str) -> str:
        return f"{{% if {notice}.{name} %}}{text}{{% endif %}}"

    number = f"{{{{ 计划编号 }}}}　{{{{ 批次 }}}}　第{of('表号')}号"
    order = given("检查次序", f"（{of('检查次序')}）")
    page.paragraph("{{ 发文机关 }}", "文书机关", new_page=True)
    page.paragraph(f"{of('联合')}检查通知书", "表单标题")
    page.paragraph(
        f"（　　　）检通〔{{{{ 年度 }}}}〕　　　号　　（{number}）"
        + given("已变更", "　检查组变更，代替原通知书"),
        "文书编号",
    )
    page.paragraph(f"{of('对象名称')}（{of('编码名称')}：{of('编码')}）：", "文书顶格")
    page.paragraph(
        "根据《{{ 计划名称 }}》{% if 文号 %}（{{ 文号 }}）{% endif %}，"
        f"{of('抽取原因')}，你单位被确定为检查对象。现将有关事项通知如下：",
        "文书正文",
    )
    page.paragraph(
        f"一、检查时间：{of('检查时间')}{order}，"
        f"具体为　　　　年　　月　　日。检查方式：{of('检查方式')}。"
        + given("检查频次", f"检查频次：{of('检查频次')}。"),
        "文书正文",
    )
    page.tag(f"if {notice}.任务编号")
    page.paragraph(f"二、任务编号：{of('任务编号')}，{of('任务')}。检查事项和依据：", "文书正文")
    page.tag("else")
    page.paragraph("二、检查事项和依据：", "文书正文")
    page.tag("endif")
    _lay_items(page, notice)
    page.paragraph("三、检查人员：", "文书正文")
    _lay_people(page, notice)
    for text in _RIGHTS:
        page.paragraph(text, "文书正文")
    page.tag(f"if {notice}.校验码")
    page.paragraph("八、复核包公布后，你单位可凭下列三项在“复核.html”里核对抽取结果：", "文书正文", keep=True)
    page.paragraph(
        f"编号{of('封存编号')}　　校验码{of('校验码')}　　代码{of('代码')}（{of('代码名称')}）", "代码"
    )
    page.tag("endif")
    contact = "联系人：　　　　　　　　联系电话：　　　　　　　　　监督电话：　　　　　　　　"
    page.paragraph(contact, "文书正文", keep=True)
    page.paragraph(
        "{% for 机关 in 署名机关 %}{{ 机关 }}（盖章）{% if not loop.last %}　　{% endif %}{% endfor %}",
        "文书署名",
        keep=True,
    )
    page.paragraph("　　　　年　　月　　日", "文书署名")
    _lay_receipt(page, of, number)


_RIGHTS = (
    "四、检查人员不得少于2人，并应当主动出示执法证件。少于2人或者不出示执法证件的，你单位有权拒绝检查。",
    "五、认为检查人员与你单位有直接利害关系或者有其他关系、可能影响公正检查的，你单位有权申请其回避；"
    "可以在检查开始以前向本机关提出，也可以当场提出。",
    "六、你单位有权陈述意见、进行申辩；对检查中涉及的商业秘密、个人隐私，检查人员负有保密义务。"
    "检查人员索取、收受财物或者妨碍正常经营的，你单位可以举报。",
    "七、请你单位予以配合，如实提供有关资料，并在检查记录表上签字或者盖章。",
)


def _lay_items(page: Layout, notice: str) -> None:
    from shuangsuiji.documents.office.word import Cell

    page.table(
        (40, 55, 65),
        ["检查单位", "检查事项", "检查依据"],
        (
            f"项 in {notice}.检查事项",
            [
                Cell(text="{{ 项.单位 }}", style="紧凑表格居中"),
                Cell(text="{{ 项.事项 }}", style="紧凑表格文字"),
                Cell(text="{{ 项.依据 }}", style="紧凑表格文字"),
            ],
        ),
        compact=True,
    )


def _lay_people(page: Layout, notice: str) -> None:
    from shuangsuiji.documents.office.word import Cell

    names = ("单位", "姓名", "证号")
    page.table(
        (60, 40, 60),
        ["单位", "姓名", "执法证号"],
        (
            f"人 in {notice}.检查人员",
            [Cell(text=f"{{{{ 人.{name} }}}}", style="紧凑表格居中") for name in names],
        ),
        compact=True,
    )


def _lay_receipt(page: Layout, of: Callable[[str], str], number: str) -> None:
    """送达回证, to be cut off and kept by the office; never parted from its line."""
    from shuangsuiji.documents.office.word import FORM, Cell, row, shares

    dashes = "—　" * 8
    page.paragraph(f"{dashes}（沿此线裁开，由检查机关存档）　{dashes}", "裁开线", keep=True)
    page.paragraph("送　达　回　证", "文书回证", keep=True)
    widths = shares(FORM.width, (26, 62, 26, 46))
    head, text = "紧凑表格标题", "紧凑表格文字"
    lines = (
        ("送达文书", f"检查通知书（{number}）", "受送达人", of("对象名称")),
        ("送达时间\n和方式", "　年　月　日　时　□直接　□留置", "送达地点", of("地址")),
        ("受送达人\n（签字盖章）", "", "送达人\n（签名）", ""),
    )
    made = [
        row(
            [
                Cell(text=cell, style=text if index % 2 else head, keep=True)
                for index, cell in enumerate(line)
            ],
            widths,
            height=400,
        )
        for line in lines
    ]
    page.rows(made, widths)


NOTICES = Form(
    file="检查通知书.docx",
    content=Notices,
    access=Access.INTERNAL,
    about="每户次一份检查通知书，附送达回证；写明任务编号、检查人员和申请回避的权利。",
    layout=_layout,
)
