"""The first part of `ssj init --ask`: which sheets are the registries, and what is wrong with them.

Sheets are offered by number; a column that nobody could find is asked for by the headings that stand there.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.findings import Level
from shuangsuiji.core.plans.draft import SourceDraft
from shuangsuiji.core.registries.survey import RegistriesSeen, SheetSeen, Survey
from shuangsuiji.views.dialogue import Dialogue

_MOST_VALUES = 12
_MOST_HEADINGS = 5
_CATEGORY = "类别"
_DEPARTMENT = ("部门",)
_COUNTS = ("序号", "序", "行号")
_ONE_DEPARTMENT = "没有这一列、表里都是同一个部门的，直接写部门全称"
_OF_PEOPLE = re.compile(
    "(?:行政)?(?:执法|检查|工作)?(?:人员)?(?:名册|名单|名录库?|花名册|台账|一览表|信息表?)?$"
)


@dataclass(kw_only=True)
class Looked:
    """What the files were found to hold, read once however often an answer is taken back."""

    surveys: dict[int, Survey] = field(default_factory=dict)
    registries: dict[tuple[str, str, int], RegistriesSeen] = field(default_factory=dict)


def choose_sources(talk: Dialogue, folder: Path, looked: Looked) -> dict[str, list[SourceDraft]]:
    """The sheets of each registry, asked for until there are objects and inspectors."""
    round_ = 0
    while True:
        if round_ not in looked.surveys:
            looked.surveys[round_] = shuangsuiji.survey(folder)
        survey = looked.surveys[round_]
        round_ += 1
        talk.show(survey.findings)
        for sheet in survey.sheets:
            if sheet.is_blank:
                talk.say(f"▲ “{sheet.title}”只有表头，还没有填，先不用。")
        known = [sheet for sheet in survey.sheets if sheet.kind is not None]
        if not known:
            _without_workbooks(talk, folder)
            continue
        talk.say()
        talk.say(f"在“{views.screen.near(folder)}”里找到 {len(survey.sheets)} 张工作表：")
        for sheet in survey.sheets:
            if sheet.kind is None and not sheet.is_blank:
                talk.say(_unknown(sheet))
        usual = [known.index(sheet) for sheet in _usual(known)]
        chosen = talk.choose_some("用哪几张表？", [_sheet(sheet) for sheet in known], usual)
        picked = [known[index] for index in chosen]
        lacking = [
            LAYOUTS[kind].title
            for kind in (Kind.OBJECTS, Kind.INSPECTORS)
            if not any(sheet.kind is kind for sheet in picked)
        ]
        if lacking:
            talk.say(f"✗ 还缺{'、'.join(lacking)}。")
            _without_workbooks(talk, folder)
            continue
        sources = _named(talk, picked)
        if sources is not None:
            return sources


def _unknown(sheet: SheetSeen) -> str:
    """A sheet that is like no registry, and what would make it one."""
    headings = [text for text in sheet.headings if text]
    seen = f"（表头：{'、'.join(headings[:_MOST_HEADINGS])}）" if headings else ""
    return f"▲ 没有认出“{sheet.title}”{seen}。要用的，请把表头写成 编号、名称 或 姓名、部门、执法证号。"


def _usual(sheets: Sequence[SheetSeen]) -> list[SheetSeen]:
    """What is taken unless somebody says otherwise: what is complete, and a kind of which nothing is."""
    complete = [sheet for sheet in sheets if not sheet.missing]
    kinds = {sheet.kind for sheet in complete}
    return [sheet for sheet in sheets if not sheet.missing or sheet.kind not in kinds]


def _sheet(sheet: SheetSeen) -> str:
    text = f"{sheet.title}　{_layout(sheet).called}"
    if sheet.missing:
        return f"{text}，没有认出“{'、'.join('或'.join(group) for group in sheet.missing)}”这一列"
    return f"{text} {sheet.rows} {_layout(sheet).unit}" + (f"，{sheet.errors} 处错误" if sheet.errors else "")


def _layout(sheet: SheetSeen) -> Layout:
    """The layout of a sheet that is a registry."""
    assert sheet.kind is not None
    return LAYOUTS[sheet.kind]


def _without_workbooks(talk: Dialogue, folder: Path) -> None:
    """What to do where a registry is missing: bring it, or begin with an empty one."""
    talk.say("要有检查对象名录库（单位名单）和检查人员名录库（执法人员名单），Excel 或 WPS 表格都可以。")
    what = talk.choose(
        "怎么办？",
        [
            f"表已放进“{folder.resolve()}”，再看一次",
            "写两份空白名录库到这里，填好再来",
        ],
    )
    if what == 1:
        for kind in ("检查对象", "检查人员"):
            try:
                talk.say(f"已写好 {shuangsuiji.registry_template(kind, folder)}")
            except shuangsuiji.FileTrouble as problem:
                talk.show(problem.findings)


def _named(talk: Dialogue, sheets: Sequence[SheetSeen]) -> dict[str, list[SourceDraft]] | None:
    """The sheets as sources of a plan; None where a column is not there and has to be added first.

    Of sheets with the same headings the missing column is asked once.
    """
    drafts = [SourceDraft(file=sheet.file, sheet=sheet.sheet) for sheet in sheets]
    singly = False
    while lacking := [at for at, sheet in enumerate(sheets) if _lacks(sheet, drafts[at])]:
        first = sheets[lacking[0]]
        group, free = _lacks(first, drafts[lacking[0]]), _free(first)
        alike = [at for at in lacking if (sheets[at].kind, _free(sheets[at])) == (first.kind, free)]
        alike = [at for at in alike if _lacks(sheets[at], drafts[at]) == group][: 1 if singly else None]
        before = list(dict.fromkeys(text for draft in drafts for text in draft.constants.values()))
        parts = _column(talk, [sheets[at] for at in alike], group, before)
        if parts is None:
            return None
        singly = singly or not parts
        for at, (fields, constants) in zip(alike, parts, strict=False):
            own = drafts[at]
            drafts[at] = replace(
                own, fields={**own.fields, **fields}, constants={**own.constants, **constants}
            )
    sources: dict[str, list[SourceDraft]] = {}
    for sheet, draft in zip(sheets, drafts, strict=True):
        sources.setdefault(_layout(sheet).called, []).append(draft)
    objects = LAYOUTS[Kind.OBJECTS].called
    sources[objects] = _by_sheet(talk, [one for one in sheets if one.kind is Kind.OBJECTS], sources[objects])
    order = [layout.called for layout in LAYOUTS.values()]
    return {name: sources[name] for name in order if name in sources}


def _lacks(sheet: SheetSeen, draft: SourceDraft) -> Sequence[str]:
    """The first column that the sheet needs and nobody has named yet, by its names; empty for none."""
    named = {*draft.fields, *draft.constants}
    return next((group for group in sheet.missing if group[0] not in named), ())


def _free(sheet: SheetSeen) -> list[str]:
    """The headings that may be a missing column: known to be nothing else, and no count of the rows."""
    return [text for text in sheet.headings if text not in sheet.known and norm(text) not in _COUNTS]


Named = tuple[Mapping[str, str], Mapping[str, str]]
"""Column -> heading, and column -> what all its cells mean."""


def _column(
    talk: Dialogue, sheets: Sequence[SheetSeen], group: Sequence[str], before: Sequence[str]
) -> list[Named] | None:
    """What stands for a missing column in each of the sheets, which have the same headings.

    Args:
        talk: the dialogue.
        sheets: where it is missing.
        group: the names of the column.
        before: departments that were typed for other sheets.

    Returns:
        None: it is added to the sheets first. Empty: each sheet is asked of by itself.
    """
    free, wanted = _free(sheets[0]), "或".join(group)
    of = f"“{sheets[0].title}”" + (f"等 {len(sheets)} 张表" if len(sheets) > 1 else "")
    asked = f"{of}里，哪一列是“{wanted}”？"
    answers: list[list[Named] | None] = [[({group[0]: heading}, {})] * len(sheets) for heading in free]
    labels = [*free, f"没有这一列：我先在表里加上“{wanted}”，再看一次"]
    answers.append(None)
    if tuple(group) != _DEPARTMENT:
        return answers[talk.choose(asked, labels, None)]
    labels += [f"没有这一列：表里都是{name}" for name in before]
    answers += [[({}, {group[0]: name})] * len(sheets) for name in before]
    if len(sheets) > 1:
        names = [_department_of(sheet) for sheet in sheets]
        if len(set(names)) == len(names):
            labels.append(f"没有这一列：一张表一个部门，表名就是部门（{'、'.join(names)}）")
            answers.append([({}, {group[0]: name}) for name in names])
        labels.append("各表不一样，一张一张地问")
        answers.append([])
    answer = talk.choose_or_write(asked, labels, None, written=_ONE_DEPARTMENT)
    return answers[answer] if isinstance(answer, int) else [({}, {group[0]: answer})] * len(sheets)


def _department_of(sheet: SheetSeen) -> str:
    """The department that the name of a sheet may be: 市监局 of 市监局执法人员名册."""
    name = sheet.sheet or PurePosixPath(sheet.file).stem
    return _OF_PEOPLE.sub("", name) or name


def _by_sheet(
    talk: Dialogue, sheets: Sequence[SheetSeen], sources: Sequence[SourceDraft]
) -> list[SourceDraft]:
    """The sources of objects without 类别, each with the name of its sheet as the category if wanted."""
    names = [sheet.sheet or PurePosixPath(sheet.file).stem for sheet in sheets]
    if len(set(names)) < 2 or any(_CATEGORY in sheet.known.values() for sheet in sheets):
        return list(sources)
    told = "、".join(names[:_MOST_VALUES])
    if not talk.confirm(f"表里没有“类别”。{told}是不同的类别，分别抽查吗？"):
        return list(sources)
    return [
        replace(source, constants={**source.constants, _CATEGORY: name})
        for source, name in zip(sources, names, strict=True)
    ]


def read_sources(
    talk: Dialogue, folder: Path, sources: Mapping[str, Sequence[SourceDraft]], looked: Looked
) -> tuple[str, RegistriesSeen]:
    """The registries as they are used, their errors shown until they are mended or left for later."""
    id_column, round_ = "", 0
    while True:
        key = (repr(sources), id_column, round_)
        if key not in looked.registries:
            looked.registries[key] = shuangsuiji.registries_seen(folder, sources, id_column=id_column)
        seen = looked.registries[key]
        others = [name for name in seen.codes if name != seen.id_column]
        if not id_column and seen.id_column not in seen.codes and others:
            asked = f"用哪一列区分各{LAYOUTS[Kind.OBJECTS].called}？这一列要每户都有，而且不重复。"
            id_column = others[talk.choose(asked, others)]
            continue
        _tell(talk, seen)
        errors = [finding for finding in seen.findings if finding.level is Level.ERROR]
        if not errors:
            return id_column, seen
        talk.show(errors[:8])
        what = talk.choose(
            f"名录库有 {len(errors)} 处错误，改正前不能抽取。怎么办？",
            ["已经改好，再读一次", "写一份标注副本，把问题标在格子上", "先写计划，名录库以后再改"],
        )
        if what == 2:
            return id_column, seen
        if what == 1:
            for file in dict.fromkeys(draft.file for drafts in sources.values() for draft in drafts):
                report = shuangsuiji.registry_check(folder / file, mark=True)
                if report.marked is not None:
                    talk.say(f"标注副本：{report.marked}")
        round_ += 1


def _tell(talk: Dialogue, seen: RegistriesSeen) -> None:
    """What was read: objects by category and tier, inspectors by department."""
    talk.say()
    talk.say(
        f"检查对象 {seen.objects} 户" + (f"，用“{seen.id_column}”区分。" if seen.id_column else "。"),
        bold=True,
    )
    for name in ("类别", "信用等级", "行政区划", "经营状态"):
        if name in seen.columns:
            values = list(seen.columns[name].items())
            some = "、".join(f"{value or '（空白）'} {count}" for value, count in values[:_MOST_VALUES])
            talk.say(f"  {name}：{some}" + (" 等" if len(values) > _MOST_VALUES else ""))
    people = "、".join(f"{one.department} {one.people} 人（可派 {one.able} 人）" for one in seen.departments)
    talk.say(f"检查人员：{people}")
