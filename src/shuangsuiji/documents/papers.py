"""Every paper and for whom it is; the papers of one draw in 文书/; what an office may write into templates.

A new paper is a module with its form and its function, and one line in `PAPERS`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any, TypeAlias

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents.drawing.approval import APPROVAL, approval
from shuangsuiji.documents.drawing.cancellation_record import CANCELLATION_RECORD, cancellation_record
from shuangsuiji.documents.drawing.ceremony_sheets import CEREMONY_SHEETS, ceremony_of, ceremony_sheets
from shuangsuiji.documents.drawing.chances import CHANCES
from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawing.correction_record import CORRECTION_RECORD, correction_record
from shuangsuiji.documents.drawing.draw_minutes import DRAW_MINUTES, draw_minutes
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST, drawn_list
from shuangsuiji.documents.drawing.exemptions import exemptions
from shuangsuiji.documents.drawing.notices import NOTICES, notices
from shuangsuiji.documents.drawing.print_list import PRINT_LIST, Printed, print_list
from shuangsuiji.documents.drawing.record_sheets import RECORD_SHEETS, record_sheets
from shuangsuiji.documents.drawing.recusal_record import RECUSAL_RECORD, recusal_record
from shuangsuiji.documents.drawing.results_workbook import results_workbook
from shuangsuiji.documents.drawing.schedules import schedules
from shuangsuiji.documents.drawing.sealed_sample import SAMPLE_SHEET
from shuangsuiji.documents.drawing.steps import CANCELLATION, DrawStep, Withdrawn, steps_of
from shuangsuiji.documents.drawing.substitution_record import SUBSTITUTION_RECORD, substitution_record
from shuangsuiji.documents.drawing.team_papers import TEAM_PAPERS, team_files, team_papers
from shuangsuiji.documents.drawing.visits import serial
from shuangsuiji.documents.drawing.withdrawals import WITHDRAWALS, withdrawals
from shuangsuiji.documents.evaluation.report_content import REPORT
from shuangsuiji.documents.planning.change_notice import CHANGE_NOTICE
from shuangsuiji.documents.planning.plan_forms import LEADING_GROUP, WORK_GUIDE
from shuangsuiji.documents.planning.plan_notice import PLAN_NOTICE
from shuangsuiji.documents.planning.plan_tables import PLAN_TABLES, plan_tables
from shuangsuiji.documents.proof.audit_report import AUDIT_REPORT
from shuangsuiji.documents.registries.public_registries import ITEM_LIST, PEOPLE_REGISTER
from shuangsuiji.documents.results.entry_sheet import entry_sheet
from shuangsuiji.documents.results.follow_up_letters import REMINDERS, TRANSFERS
from shuangsuiji.documents.results.monthly_report import MONTHLY_REPORT
from shuangsuiji.documents.results.publication_approval import PUBLICATION_APPROVAL
from shuangsuiji.documents.results.result_letters import RESULT_LETTERS
from shuangsuiji.documents.results.results_notice import IRREGULAR_LIST, RESULTS_NOTICE
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Slot, Templates

PER_FILE = 200
"""How many visits a file of notices or record sheets holds: a file of thousands of pages is too much for an
office program, and nobody prints it at once."""


class Audience(StrEnum):
    """For whom a paper is: served on the object, signed and kept, made public, for the office alone."""

    SERVED = "送达"
    SIGNED = "签字"
    PUBLIC = "公开"
    INTERNAL = "内部"


Maker: TypeAlias = Callable[[str, Dossier, Templates], Mapping[str, bytes]]
"""(the file's name, dossier, an office's own templates) -> the names and bytes of one file or several."""

StepMaker: TypeAlias = Callable[[str, Dossier, Templates, DrawStep], Mapping[str, bytes]]
"""The same for what has to be signed or served because of one step; nothing where there is no such paper."""


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper.

    Attributes:
        audience: for whom it is.
        source: the form that is filled in, or the file's name of a workbook.
        of_draw: makes it of a draw, for those that lie in 文书/.
        of_step: makes it of the last event, correction or cancellation, for 文书/递补-001/ and the like.
        folder: inside 文书/.
        once: it is made with the draw and never again: what was signed stays as it was.
        names: of its files, where there may be several or none.
    """

    audience: Audience
    source: Form[Any] | str
    of_draw: Maker | None = None
    of_step: StepMaker | None = None
    folder: str = ""
    once: bool = False
    names: Callable[[str, Dossier, Templates], Sequence[str]] = lambda file, *_: (file,)

    @property
    def file(self) -> str:
        """The name of the file, and of its template if it has one."""
        return self.source if isinstance(self.source, str) else self.source.file


def document_of_draw(make: Callable[[Dossier, Templates], bytes]) -> Maker:
    """One Word document for the whole draw."""
    return lambda file, dossier, templates: {file: make(dossier, templates)}


def workbook_of_draw(make: Callable[[Dossier], bytes]) -> Maker:
    """One workbook for the whole draw."""
    return lambda file, dossier, _: {file: make(dossier)}


VisitMaker: TypeAlias = Callable[[Dossier, Templates, Sequence[VisitRecord]], bytes]
"""One file with a page for each of some visits."""


def _split(file: str, visits: Sequence[VisitRecord]) -> dict[str, Sequence[VisitRecord]]:
    """One file, or one for every two hundred visits: 检查通知书-第1-200号.docx."""
    if len(visits) <= PER_FILE:
        return {file: visits}
    parts = [visits[begin : begin + PER_FILE] for begin in range(0, len(visits), PER_FILE)]
    stem = file.removesuffix(".docx")
    return {f"{stem}-第{serial(part[0])}-{serial(part[-1])}号.docx": part for part in parts}


def _names_of_visits(file: str, dossier: Dossier, templates: Templates) -> Sequence[str]:
    return tuple(_split(file, dossier.draw["visits"]))


def _files(
    make: VisitMaker, file: str, dossier: Dossier, templates: Templates, visits: Sequence[VisitRecord]
) -> dict[str, bytes]:
    return {name: make(dossier, templates, part) for name, part in _split(file, visits).items()}


def _in_files(make: VisitMaker) -> Maker:
    """The pages of all visits."""
    return lambda file, dossier, templates: _files(make, file, dossier, templates, dossier.draw["visits"])


def _of_touched(make: VisitMaker) -> StepMaker:
    """The pages of the visits that a step made or changed, and of no other."""

    def made(file: str, dossier: Dossier, templates: Templates, step: DrawStep) -> dict[str, bytes]:
        visits = [visit for visit in dossier.draw["visits"] if visit["index"] in step.visits]
        return _files(make, file, dossier, templates, visits) if visits else {}

    return made


def _recusals(file: str, dossier: Dossier, templates: Templates, step: DrawStep) -> dict[str, bytes]:
    data = recusal_record(dossier, templates) if step.event else None
    return {file: data} if data is not None else {}


def _record_of_event(file: str, dossier: Dossier, templates: Templates, step: DrawStep) -> dict[str, bytes]:
    return {file: substitution_record(dossier, templates)} if step.event else {}


def _record_of_correction(
    file: str, dossier: Dossier, templates: Templates, step: DrawStep
) -> dict[str, bytes]:
    return {file: correction_record(dossier, step.correction, templates)} if step.correction else {}


def _record_of_cancellation(
    file: str, dossier: Dossier, templates: Templates, step: DrawStep
) -> dict[str, bytes]:
    return {file: cancellation_record(dossier, step, templates)} if step.title == CANCELLATION else {}


def _withdrawn(file: str, dossier: Dossier, templates: Templates, step: DrawStep) -> dict[str, bytes]:
    """One file, or one for every two hundred withdrawals: 撤回通知书-2.docx; nobody is told in two."""
    told: dict[tuple[str, int], list[Withdrawn]] = {}
    for entry in step.withdrawn:
        told.setdefault((entry.person, 0 if entry.person else entry.visit["index"]), []).append(entry)
    parts: list[list[Withdrawn]] = [[]]
    for entries in told.values():
        if parts[-1] and len(parts[-1]) + len(entries) > PER_FILE:
            parts.append([])
        parts[-1] += entries
    stem = file.removesuffix(".docx")
    return {
        (file if number == 1 else f"{stem}-{number}.docx"): withdrawals(dossier, step, part, templates)
        for number, part in enumerate(parts if step.withdrawn else [], 1)
    }


PAPERS: tuple[Paper, ...] = (
    Paper(Audience.PUBLIC, PLAN_NOTICE),
    Paper(Audience.PUBLIC, CHANGE_NOTICE),
    Paper(Audience.PUBLIC, ITEM_LIST),
    Paper(Audience.PUBLIC, PEOPLE_REGISTER),
    Paper(Audience.PUBLIC, COMMITMENT_LETTER),
    Paper(Audience.INTERNAL, CHANCES),
    Paper(Audience.INTERNAL, "抽查结果.xlsx", workbook_of_draw(results_workbook)),
    Paper(Audience.SIGNED, DRAW_MINUTES, document_of_draw(draw_minutes), once=True),
    Paper(Audience.SIGNED, SUBSTITUTION_RECORD, of_step=_record_of_event),
    Paper(Audience.SIGNED, CORRECTION_RECORD, of_step=_record_of_correction),
    Paper(Audience.SIGNED, CANCELLATION_RECORD, of_step=_record_of_cancellation),
    Paper(Audience.SERVED, WITHDRAWALS, of_step=_withdrawn),
    Paper(Audience.SIGNED, RECUSAL_RECORD, of_step=_recusals),
    Paper(Audience.INTERNAL, "检查日程.xlsx", workbook_of_draw(schedules)),
    Paper(Audience.INTERNAL, "免重复检查名单.xlsx", workbook_of_draw(exemptions)),
    Paper(Audience.PUBLIC, PLAN_TABLES, workbook_of_draw(plan_tables)),
    Paper(
        Audience.SIGNED,
        CEREMONY_SHEETS,
        workbook_of_draw(lambda dossier: ceremony_sheets(ceremony_of(dossier))),
        once=True,
    ),
    Paper(Audience.SIGNED, APPROVAL, document_of_draw(approval)),
    Paper(
        Audience.SERVED,
        NOTICES,
        _in_files(notices),
        of_step=_of_touched(notices),
        names=_names_of_visits,
    ),
    Paper(
        Audience.SIGNED,
        RECORD_SHEETS,
        _in_files(record_sheets),
        of_step=_of_touched(record_sheets),
        names=_names_of_visits,
    ),
    Paper(Audience.INTERNAL, "结果录入表.xlsx", workbook_of_draw(entry_sheet)),
    Paper(
        Audience.INTERNAL,
        TEAM_PAPERS,
        lambda _, dossier, templates: team_papers(dossier, templates),
        folder="检查组文书",
        names=lambda _, dossier, templates: team_files(dossier, templates),
    ),
    Paper(Audience.PUBLIC, DRAWN_LIST, document_of_draw(drawn_list), folder="公示稿"),
    Paper(Audience.INTERNAL, SAMPLE_SHEET),
    Paper(Audience.PUBLIC, RESULTS_NOTICE),
    Paper(Audience.PUBLIC, IRREGULAR_LIST),
    Paper(Audience.SERVED, RESULT_LETTERS),
    Paper(Audience.SIGNED, PUBLICATION_APPROVAL),
    Paper(Audience.SERVED, TRANSFERS),
    Paper(Audience.SIGNED, REMINDERS),
    Paper(Audience.INTERNAL, WORK_GUIDE),
    Paper(Audience.INTERNAL, LEADING_GROUP),
    Paper(Audience.INTERNAL, MONTHLY_REPORT),
    Paper(Audience.INTERNAL, REPORT),
    Paper(Audience.INTERNAL, AUDIT_REPORT),
)
"""In the order in which an office meets them."""


def forms(catalogue: Sequence[Paper] = PAPERS) -> tuple[Form[Any], ...]:
    """The forms of the papers that are made from templates."""
    return tuple(paper.source for paper in catalogue if isinstance(paper.source, Form))


def papers(
    dossier: Dossier,
    templates: Templates = NO_TEMPLATES,
    catalogue: Sequence[Paper] = PAPERS,
    *,
    later: bool = False,
) -> dict[str, bytes]:
    """Path inside 文书/ -> bytes. The same dossier and templates always give the same bytes.

    Args:
        dossier: what is on record of the draw; one that has been cancelled has no papers later.
        templates: an office's own.
        catalogue: which papers there are.
        later: leaves out those that are made with the draw and never again.

    Raises:
        BadInput: one of an office's own templates cannot be filled in.
    """
    if later and dossier.cancelled:
        return {}
    return {
        _path(paper, name): data
        for paper in catalogue
        if paper.of_draw and not (later and paper.once)
        for name, data in paper.of_draw(paper.file, dossier, templates).items()
    }


def paths_of_draw(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> tuple[str, ...]:
    """The paths inside 文书/ of all papers of a draw, in the order of the catalogue; none is made."""
    return tuple(
        _path(paper, name)
        for paper in PAPERS
        if paper.of_draw
        for name in paper.names(paper.file, dossier, templates)
    )


def list_of_all(dossier: Dossier, paths: Sequence[str], folders: Sequence[str] = ()) -> bytes:
    """全部打印清单.xlsx of 文书/.

    Args:
        dossier: what is on record of the draw.
        paths: inside 文书/, of its papers and of the drafts that were made later.
        folders: inside 文书/, with the papers of each later step.
    """
    papers_there = [(_paper_of(path), path) for path in paths]
    papers_there.sort(key=lambda entry: PAPERS.index(entry[0]))
    listed = _in_order([_printed(path, paper) for paper, path in papers_there])
    return print_list(dossier, [*map(_of_later_step, folders), *listed], "现行的一套")


def _path(paper: Paper, name: str) -> str:
    return f"{paper.folder}/{name}" if paper.folder else name


def _paper_of(path: str) -> Paper:
    """The paper that a file in 文书/ is of, which may be one of several, or stand beside an edited one."""
    place = PurePosixPath(path)
    named = (paper for paper in PAPERS if _is_of(place.name, paper))
    return next(itertools.chain(named, (paper for paper in PAPERS if paper.folder == str(place.parent))))


def _is_of(name: str, paper: Paper) -> bool:
    stem, suffix = map(re.escape, (PurePosixPath(paper.file).stem, PurePosixPath(name).suffix))
    return bool(re.fullmatch(rf"{stem}(-第.*号)?(-[0-9]+)?(-现行)?{suffix}", name))


def papers_of_step(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> dict[str, bytes]:
    """What has to be signed and served because of the last event, correction or cancellation.

    Returns:
        File name -> bytes; nothing where nothing happened after the draw.

    Raises:
        BadInput: as `papers`.
    """
    step = _last_step(dossier)
    if step is None:
        return {}
    made: dict[str, bytes] = {}
    listed: list[Printed] = []
    for paper in PAPERS:
        for name, data in (
            paper.of_step(paper.file, dossier, templates, step).items() if paper.of_step else ()
        ):
            made[name] = data
            listed.append(_printed(name, paper))
    if not made:
        return {}
    return {**made, PRINT_LIST: print_list(dossier, _in_order(listed), step.title)}


def list_of_step(dossier: Dossier, step: DrawStep, names: Collection[str]) -> bytes:
    """全部打印清单.xlsx of 文书/递补-001 and the like, once some of its papers have gone.

    Args:
        dossier: what is on record of the draw.
        step: whose papers they are.
        names: of the files that are there; those that are no papers of ours are not listed.
    """
    there = [
        (paper, name) for paper in PAPERS if paper.of_step for name in sorted(names) if _is_of(name, paper)
    ]
    return print_list(dossier, _in_order([_printed(name, paper) for paper, name in there]), step.title)


_USES = {
    Audience.SIGNED: ("1份", "在场人员或者检查组、检查对象签字，存档"),
    Audience.SERVED: ("2份", "一份送达，一份连同回证存档"),
    Audience.PUBLIC: ("按需", "审批以后盖章公布，原件存档"),
    Audience.INTERNAL: ("按需", "内部使用，不外传"),
}
_DECIDED = ("1份", "承办、审核和负责人签字，存档")
_BY_TEAM = ("不另打印", "与检查通知书、检查记录表内容相同；按检查组分发时打印这些，不再打印那两份")
_WITHDRAWN = ("2份、1份", "给检查对象的2份，一份送达，一份连同回证存档；给检查人员的1份")


def _printed(path: str, paper: Paper) -> Printed:
    special: Mapping[object, tuple[str, str]] = {
        TEAM_PAPERS: _BY_TEAM,
        WITHDRAWALS: _WITHDRAWN,
        APPROVAL: _DECIDED,
        PUBLICATION_APPROVAL: _DECIDED,
        REMINDERS: _DECIDED,
    }
    uses = special[paper.source] if paper.source in special else _USES[paper.audience]
    return Printed(path, paper.audience, *uses)


def _of_later_step(folder: str) -> Printed:
    use = "这次变动要签字、送达的，整个文件夹打印；已经打印、送达的不必再打印"
    return Printed(f"{folder}（文件夹）", "签字、送达", "见清单", use)


def _in_order(listed: Sequence[Printed]) -> list[Printed]:
    """What is signed first, what is served next, then what is public and what stays in the office."""
    order = list(_USES)
    return sorted(listed, key=lambda one: order.index(Audience(one.audience)))


def public_paths() -> tuple[str, ...]:
    """The paths inside 文书/ of the papers of a draw that are for the public."""
    return tuple(
        _path(paper, paper.file) for paper in PAPERS if paper.of_draw and paper.audience is Audience.PUBLIC
    )


def replaced_in_step(file: str) -> bool:
    """Whether a file of 文书/递补-001 and the like is of a paper that the current set has, too.

    Args:
        file: its name: 检查通知书.docx, 检查通知书-第1-200号.docx.
    """
    return any(_is_of(file, paper) for paper in PAPERS if paper.of_draw and paper.of_step)


def _last_step(dossier: Dossier) -> DrawStep | None:
    """The event whose papers are made; else the newest correction, or the cancellation."""
    later = steps_of(dossier)[1:]
    if dossier.papers_of:
        return next(step for step in later if step.event == dossier.papers_of)
    return later[-1] if later else None


EXPLANATION = "占位符说明.txt"

_GUIDE = """文书模板怎样修改

1. 用 Word 或 WPS 打开模板，直接修改文字、字体、表格。花括号里的是占位符，做文书时换成实际内容。
2. 文件名不要改：哪份文书用哪份模板，按文件名对应。不需要改的模板可以从这个文件夹里删去，
   仍用系统自带的。
3. 在计划文件里写一行“模板目录: 这个文件夹的路径”（从计划文件所在的文件夹算起），抽取时就用这里的模板。
   模板有错，抽取会停下来，说明是哪一份、哪一处；也可以先运行：ssj template check 文件夹
4. 写法（符号都用英文的，名称照下面各表写，名称中间不能有空格）：
     {{ 计划名称 }}                                   填一个内容
     {% if 文号 %}（{{ 文号 }}）{% endif %}           有文号时才写这几个字，在同一段里用
     {%p if 种子写法 %} …… {%p endif %}               有内容时才写这几段；两头各占一段
     {%p for 机关 in 署名机关 %} …… {%p endfor %}     每个机关写一段；两头各占一段
     {%tr for 户 in 名单 %} …… {%tr endfor %}         每户写一行；两头各占表格的一行
     {{ 户.名称 }}                                    写在上面这种行里，户就是正在写的那一户
     {%tc if 有备注 %} …… {%tc endif %}               有备注时才有这一列；两头各占表格的一格
     {{ loop.index }}                                 写在重复的内容里，表示第几个
5. 注明“不能缺少”的，模板里必须有。注明“是或否”的，只能写在 if 里。
"""


def explanation(catalogue: Sequence[Paper] = PAPERS) -> str:
    """The text for the papers in their order, with line ends as Windows likes them."""
    lines = _GUIDE.splitlines()
    for paper in catalogue:
        if isinstance(paper.source, Form):
            lines += ["", "", f"【{paper.file}】（{paper.audience}）{paper.source.about}", ""]
            lines += _slots(paper.source.slots, "")
    return "\r\n".join(lines) + "\r\n"


def _slots(slots: Sequence[Slot], before: str) -> Iterator[str]:
    for slot in slots:
        name = f"{before}{slot.name}"
        needed = "（不能缺少）" if slot.needed else ""
        if slot.kind == "rows":
            yield f"  {name}　表，用 for 逐行写：{slot.about}{needed}。每行有："
            yield from ("    " + line for line in _slots(slot.inner, "项."))
        elif slot.kind == "part":
            yield from _slots(slot.inner, f"{name}.")
        else:
            kind = {"texts": "几行文字，用 for 逐行写：", "flag": "是或否："}.get(slot.kind, "")
            yield f"  {name}　{kind}{slot.about}{needed}"
