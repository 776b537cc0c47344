"""The rows of 秦皇岛 附件3, filled from the records and from what the clerk adds; the rest stays blank.

The order, the words and the merged cells are the form's own (QHD-5). A number is written where the records
know it, also where it is 0; what nobody knows is an empty cell with the form's hint, and is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.plans.plan import Plan, Task
from shuangsuiji.core.results.monthly_figures import AreaCounts, MonthFigures
from shuangsuiji.core.results.monthly_supplement import MonthNotes, Supplement
from shuangsuiji.core.rules.pool import Pool, item_key
from shuangsuiji.documents.wording import issuers, item_name

TITLE = "“双随机、一公开”监管工作月报表"
ARRANGED = "一、“双随机、一公开”监管工作安排部署情况"
CARRIED_OUT = "二、“双随机、一公开”监管工作开展情况"
BY_PLAN = "本月按年度随机抽查工作计划开展随机抽查情况"
CITY = "全市本系统开展随机抽查情况"
IN_THE_CITY = f"{CITY}\n（指市级制定方案，分派给县区级实施的抽查）"
CITY_HINT = "（开展的单位及抽查检查主体数量及抽查结果公示数量等情况）"
NOTHING = "本月未开展随机抽查"
EARLIER_DRAWS = "（本月检查的对象是以前月份抽取的）"
DOCUMENTS = "本月组织随机抽查的文件"
DRAWS = "本月组织随机抽查次数"
BY_CREDIT = "其中与信用分级分类相结合次数"
ITEMS = "随机抽查的检查事项"
OBJECTS = "检查主体数量"
PROBLEMS = "发现问题的主体数量"
CREDIT_PROBLEMS = "其中信用分级分类抽查发现问题数量"
PUBLISHED = "抽查结果公示数量"
MOST_DISTRICTS = 6
"""The form's cell names no more districts than this; more of them get a table of their own (附表)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """One line of the form.

    Attributes:
        serial: 序号; blank for a line that goes on under the serial number before.
        label: what is asked.
        text: the answer; None for a line that only heads the next ones, blank where nobody knows.
        hint: what the form prints into the empty cell.
        about: what findings call it, where that is not the label.
        key: the key of 月报补充.yaml that answers it, blank where the records do.
    """

    label: str
    serial: str = ""
    text: str | None = None
    hint: str = ""
    key: str = ""
    about: str = ""

    @property
    def lacks(self) -> bool:
        """Whether an answer is wanted and nobody knows it."""
        return self.text == ""


@dataclass(frozen=True, kw_only=True)
class MonthlyForm:
    """The filled form: who reports, the lines of its two parts, and below the table whom to ask."""

    body: str
    arranged: Sequence[FormRow]
    carried_out: Sequence[FormRow]
    contact: str
    phone: str
    mobile: str
    publicity: str

    @property
    def rows(self) -> list[FormRow]:
        """All lines, from the top."""
        return [*self.arranged, *self.carried_out]

    @property
    def lacking(self) -> list[FormRow]:
        """The lines that nobody has answered."""
        return [row for row in self.rows if row.lacks]


def monthly_form(figures: MonthFigures, supplement: Supplement) -> MonthlyForm:
    """The form of a month."""
    notes = supplement.of(figures.month)
    plans = _plans(figures)
    every = plans or [one.dossier.pool.plan for one in figures.every]  # a month in which nothing was done
    bodies = dict.fromkeys(name for plan in every for name in issuers(plan)[:1])
    return MonthlyForm(
        body=supplement.body or "、".join(bodies),
        arranged=_arranged(notes),
        carried_out=[*_carried_out(figures, notes, plans), *_city(figures, notes)],
        contact=supplement.contact or _said(every, "person"),
        phone=supplement.phone or _said(every, "phone"),
        mobile=supplement.mobile or "",
        publicity=_lines(notes.publicity),
    )


def _said(plans: Sequence[Plan], name: str) -> str:
    """What 联系 of the first plan that has it says."""
    return next((text for plan in plans if plan.contact and (text := getattr(plan.contact, name))), "")


def _plans(figures: MonthFigures) -> list[Plan]:
    """The plans at work in the month, each once."""
    return list({one.key[0]: one.dossier.pool.plan for one in figures.active}.values())


def _lines(texts: Sequence[str] | None) -> str:
    """Several answers on lines of their own, numbered."""
    if not texts:
        return ""
    return texts[0] if len(texts) == 1 else "\n".join(f"{n}.{text}" for n, text in enumerate(texts, 1))


def _arranged(notes: MonthNotes) -> list[FormRow]:
    asked = (
        ("本月召开会议部署随机抽查工作情况", "（注明召开会议的名称及时间）", "会议", notes.meetings),
        ("本月印发双随机工作文件情况", "（注明文件名称及文号）", "印发文件", notes.documents),
        ("本月组织随机抽查业务培训情况", "（培训班名称、培训人员数量及内容）", "培训", notes.trainings),
    )
    return [
        FormRow(serial=str(number), label=label, text=_lines(texts), hint=hint, key=key)
        for number, (label, hint, key, texts) in enumerate(asked, 1)
    ]


def _carried_out(figures: MonthFigures, notes: MonthNotes, plans: Sequence[Plan]) -> list[FormRow]:
    now = figures.now
    own = [plan for plan in plans if any(plan is owner for owner, _ in figures.tasks)]
    items = list(dict.fromkeys(name for one in _items(figures) for name in one))
    channels = list(dict.fromkeys(name for plan in plans for name in plan.publication.channels))
    answers = (
        (DOCUMENTS, "\n".join(map(document_text, own)) or NOTHING),
        (DRAWS, _times(now.draws) + (EARLIER_DRAWS if now.objects and not now.draws else "")),
        (BY_CREDIT, _times(now.by_credit)),
        (ITEMS, _lines(items) or NOTHING),
        (OBJECTS, _objects(now.objects, now.must)),
        (PROBLEMS, _objects(now.problems, now.must_problems)),
        (CREDIT_PROBLEMS, f"{now.credit_problems}户"),
        (PUBLISHED, f"{now.published}户"),
    )
    rows = [FormRow(label=label, text=text) for label, text in answers]
    way = FormRow(
        label="抽查结果公示途径",
        text=_lines(notes.channels) or "、".join(channels),
        hint="（注明公示网站）",
        key="公示途径",
    )
    return [FormRow(serial="4", label=BY_PLAN), *rows, way]


def _times(count: int) -> str:
    return f"{count}次"


def _objects(count: int, must: int) -> str:
    return f"{count}户（另有必查{must}户）" if must else f"{count}户"


def document_text(plan: Plan) -> str:
    """A plan as a document: its name and number."""
    number = f"（{plan.document_number}）" if plan.document_number else ""
    return f"《{plan.name}》{number}"


def _items(figures: MonthFigures) -> list[list[str]]:
    """The names of the items of each task."""
    pools = {one.key[0]: one.dossier.pool for one in figures.active}
    return [_names(pools[plan.number], task) for plan, task in figures.tasks]


def _names(pool: Pool, task: Task) -> list[str]:
    return [item_name(pool, item_key(code)) for codes in task.items.values() for code in codes]


def _city(figures: MonthFigures, notes: MonthNotes) -> list[FormRow]:
    text = _lines(notes.system)
    if not text and figures.by_district:
        text = districts_text([now for now, _ in figures.districts])
    return [
        FormRow(serial="5", label=IN_THE_CITY),
        FormRow(label=CITY_HINT, text=text, key="全市本系统", about=CITY),
    ]


def districts_text(districts: Sequence[AreaCounts]) -> str:
    """The districts that inspected or published, each with its numbers; of many the sums and the 附表."""
    busy = [area for area in districts if area.objects or area.published]
    if len(busy) > MOST_DISTRICTS:
        objects, problems, published = (
            sum(getattr(area, name) for area in busy) for name in ("objects", "problems", "published")
        )
        return (
            f"{len(districts)}个县（市、区）中{len(busy)}个开展了检查或公示：共检查{objects}户，"
            f"发现问题{problems}户，公示{published}户。各县（市、区）的情况见附表。"
        )
    parts = [
        f"{area.district}：检查{area.objects}户，发现问题{area.problems}户，公示{area.published}户"
        for area in busy
    ]
    idle = len(districts) - len(busy)
    if idle:
        rest = "其余" if busy else "全部"
        parts.append(f"{rest}{idle}个县（市、区）本月没有检查和公示")
    return "；".join(parts) + "。"
