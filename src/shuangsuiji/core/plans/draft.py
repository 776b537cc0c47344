"""A plan put into words: what was answered becomes the commented text of a plan file.

The text is a plan like any other: it is read back and checked before it is written anywhere. Comments say
what a key means and what else may stand there, so that the file teaches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from shuangsuiji.core.plans.seed_form import DICE, DRAND

_PLAIN = re.compile(r"[A-Za-z一-鿿][\w〔〕（）·.-]*")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "是", "否"})
_COMMENT_AT = 46
"""Comments begin at this cell of the line, where the line leaves room."""


@dataclass(frozen=True, kw_only=True)
class SourceDraft:
    """One sheet of a registry: the path relative to the plan, the sheet, and headings that have to be named.

    fields: known column -> heading of this sheet.
    constants: column -> what its blank cells mean; a column of that name need not be there.
    """

    file: str
    sheet: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class TaskDraft:
    """One task: whom it is about (column and value; blank for everybody), and how many are drawn.

    Attributes:
        name: of the task.
        column, value: the scope.
        items: department -> item codes.
        ratio: of all objects of the scope; blank where `tiers` are used.
        tier_column: the column by whose values ratios differ.
        tiers: value -> ratio.
        unrated: the ratio of blank cells, where there are any.
    """

    name: str
    column: str = ""
    value: str = ""
    items: Mapping[str, Sequence[str]]
    ratio: str = ""
    tier_column: str = ""
    tiers: Mapping[str, str] = field(default_factory=dict)
    unrated: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemDraft:
    """One entry of an item list that is still to be made: its code, what is inspected, and by whom."""

    code: str
    name: str
    department: str


@dataclass(frozen=True, kw_only=True)
class MustDraft:
    """Objects that are visited whatever is drawn: those whose `column` has one of `values`."""

    name: str
    column: str
    values: Sequence[str]
    times: int


@dataclass(frozen=True, kw_only=True)
class PlanDraft:
    """Everything that was answered; blank and empty where nothing was.

    Attributes:
        registries: 检查对象, 检查人员 … -> its sheets, in order.
        items: the item list that is made with the plan, where the bureau has none.
        batches: name, first and last month as YYYY-MM.
        sections: what the registry of inspectors calls the initiator: its sections, its short names.
        team: department -> inspectors of each visit.
        excluded: column and values of objects that are never drawn.
        seed: a type of `seed_form`; blank for the system's own numbers.
        issues: the issue or round of each batch, in their order; empty where they are not settled.
        dice: how many dice are thrown, for that type.
        contact: who answers questions, and the telephone; blank where it is not said.
    """

    number: str
    year: int
    document_number: str = ""
    initiator: str
    partners: Sequence[str] = ()
    sections: Sequence[str] = ()
    id_column: str = ""
    registries: Mapping[str, Sequence[SourceDraft]]
    items: Sequence[ItemDraft] = ()
    batches: Sequence[tuple[str, str, str]]
    tasks: Sequence[TaskDraft]
    must: MustDraft | None = None
    excluded: tuple[str, Sequence[str]] | None = None
    team: Mapping[str, int]
    recusal_rules: Sequence[str] = ("名单", "同单位", "曾任职单位")
    seed: str = ""
    issues: Sequence[str] = ()
    dice: int = 0
    channels: Sequence[str] = ()
    contact: tuple[str, str] = ("", "")


def plan_text(draft: PlanDraft) -> str:
    """The text of the plan file, keys in Chinese, in the order in which people read a plan."""
    parts = [_head(draft), _registries(draft), _batches(draft), _tasks(draft), _must(draft)]
    parts += [_limits(draft), _team(draft), _seed(draft), _publication(draft)]
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def scalar(text: str) -> str:
    """A text as YAML reads it back unchanged."""
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT:
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _list(texts: Iterable[str]) -> str:
    return f"[{', '.join(map(scalar, texts))}]"


def _pairs(pairs: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{scalar(key)}: {value}" for key, value in pairs.items()) + "}"


def _line(text: str, comment: str = "") -> str:
    """A line with its comment behind it, aligned where there is room."""
    if not comment:
        return text
    width = sum(2 if ord(letter) > 0x2E7F else 1 for letter in text)
    return text + " " * max(_COMMENT_AT - width, 2) + f"# {comment}"


def _head(draft: PlanDraft) -> list[str]:
    lines = [
        "# 年度抽查计划，按答复写成（ssj init --ask）。可以用记事本修改，改后检查：ssj check",
        "# “#”后面是说明，不影响抽取。冒号用英文冒号，后面空一格。",
        "",
        _line(f"编号: {scalar(draft.number)}", "每份计划一个，不能重复"),
        f"年度: {draft.year}",
    ]
    if draft.document_number:
        lines.append(f"文号: {scalar(draft.document_number)}")
    else:
        lines.append(_line("# 文号: ", "计划印发后去掉前面的 # 号，填上文号"))
    same = "" if draft.sections else "和检查人员名录库里的部门写法一致"
    lines.append(_line(f"发起部门: {scalar(draft.initiator)}", same))
    if draft.sections:
        lines.append("部门别名:  # 名录库里写的科室、简称，都是本部门")
        lines.append(f"  {scalar(draft.initiator)}: {_list(draft.sections)}")
    if draft.partners:
        lines.append(f"联合部门: {_list(draft.partners)}")
    if draft.id_column:
        lines.append(_line(f"标识: {scalar(draft.id_column)}", "检查对象用这一列区分，每户一个，不能重复"))
    return lines


def _registries(draft: PlanDraft) -> list[str]:
    lines = ["名录库:  # 路径从本文件所在的文件夹算起；换了文件名，这里也要改"]
    for name, sources in draft.registries.items():
        if len(sources) == 1:
            lines.append(f"  {name}: {_source(sources[0])}")
        elif sources:
            lines.append(f"  {name}:")
            lines += [f"    - {_source(one)}" for one in sources]
    return lines


def _source(source: SourceDraft) -> str:
    if not source.sheet and not source.fields and not source.constants:
        return scalar(source.file)
    parts = {"文件": scalar(source.file)}
    if source.sheet:
        parts["工作表"] = scalar(source.sheet)
    if source.fields:
        parts["字段"] = _pairs({name: scalar(heading) for name, heading in source.fields.items()})
    if source.constants:
        parts["固定值"] = _pairs({name: scalar(value) for name, value in source.constants.items()})
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def _batches(draft: PlanDraft) -> list[str]:
    rows = [f"  - {{名称: {scalar(name)}, 起: {start}, 止: {end}}}" for name, start, end in draft.batches]
    return ["批次:  # 每批抽取一次；起止是检查的月份", *rows]


def _tasks(draft: PlanDraft) -> list[str]:
    lines = ["任务:"]
    for task in draft.tasks:
        lines.append(f"  - 名称: {scalar(task.name)}")
        if len(task.items) == 1:
            lines.append(f"    事项: {_list(next(iter(task.items.values())))}")
        else:
            lines.append(_line("    事项:", "各部门检查的事项"))
            lines += [f"      {scalar(name)}: {_list(codes)}" for name, codes in task.items.items()]
        if task.column:
            lines.append(f"    对象范围: {{{scalar(task.column)}: {scalar(task.value)}}}")
        if not task.tiers:
            lines.append(_line(f"    抽取: {task.ratio}", "每批各抽这个比例，不足 1 户的进一"))
            continue
        lines += ["    抽取:", _line(f"      字段: {scalar(task.tier_column)}", "按这一列分级，各级比例不同")]
        lines.append(f"      比例: {_pairs(task.tiers)}")
        if task.unrated:
            lines.append(_line(f"      未评级: {task.unrated}", "这一列空白的"))
    return lines


def _must(draft: PlanDraft) -> list[str]:
    if draft.must is None:
        return []
    must, first = draft.must, draft.tasks[0]
    lines = ["必查:  # 不论是否抽中都要检查的对象"]
    if all(task.items == first.items for task in draft.tasks):
        return lines + _must_entry(must, must.name, "", first.items)
    for task in draft.tasks:
        if task.column != must.column or task.value in must.values:
            scope = "" if task.column == must.column else f"{scalar(task.column)}: {scalar(task.value)}"
            lines += _must_entry(must, f"{must.name}（{task.value}）", scope, task.items)
    return lines


def _must_entry(must: MustDraft, name: str, scope: str, items: Mapping[str, Sequence[str]]) -> list[str]:
    """One entry of 必查, of the objects in a scope where items differ by scope."""
    values = scalar(must.values[0]) if len(must.values) == 1 else _list(must.values)
    conditions = ", ".join(filter(None, (f"{scalar(must.column)}: {values}", scope)))
    lines = [
        f"  - 名称: {scalar(name)}",
        f"    对象: {{{conditions}}}",
        f"    全年次数: {must.times}",
    ]
    if "" in items:
        return [*lines, f"    事项: {_list(items[''])}"]
    return [*lines, "    事项:", *(f"      {scalar(who)}: {_list(found)}" for who, found in items.items())]


def _limits(draft: PlanDraft) -> list[str]:
    lines = ["限制:", _line("  同年重复抽取: 否", "否：本年抽过的，以后各批不再抽；要再抽的写 是")]
    if draft.excluded is not None:
        column, values = draft.excluded
        lines.append(
            _line(f"  不参加抽取: {{{scalar(column)}: {_list(values)}}}", "保留编号，不抽，列明原因")
        )
    return lines


def _team(draft: PlanDraft) -> list[str]:
    rows = [f"  - {{部门: {scalar(name)}, 人数: {count}}}" for name, count in draft.team.items()]
    rules = _line(f"回避规则: {_list(draft.recusal_rules)}", "符合的检查人员自动回避，由下一位递补")
    return ["检查组:  # 每次检查各部门派几人，合计不少于 2 人", *rows, "", rules]


def _seed(draft: PlanDraft) -> list[str]:
    if not draft.seed:
        return [
            "# 抽取的种子由系统产生。要用公开的开奖号码，写成：",
            "# 种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}",
        ]
    names = [name for name, _, _ in draft.batches]
    lines = ["种子:  # 抽取的号码从哪里来，抽取之前定好", f"  类型: {draft.seed}"]
    if draft.seed == DICE:
        lines.append(_line(f"  个数: {draft.dice}", "一共掷几次（每次一个骰子，六面）"))
    else:
        key = "轮次" if draft.seed == DRAND else "期号"
        lines.append(_line(f"  {key}:", "先约定用哪一期，再封存、公布，开奖后抽取"))
        issues = [*draft.issues, *[""] * len(names)]
        lines += [f"    {scalar(name)}: {issue}".rstrip() for name, issue in zip(names, issues, strict=False)]
    return lines


def _publication(draft: PlanDraft) -> list[str]:
    lines = ["公开:"]
    if draft.channels:
        lines.append(f"  渠道: {_list(draft.channels)}")
    person, phone = draft.contact
    known = {"联系人": person, "联系电话": phone}
    contact = _pairs({key: scalar(text) for key, text in known.items() if text})
    return [
        *lines,
        _line("  期限工作日: 20", "检查结果在多少个工作日内公开"),
        _line("  名单公布: 检查结束后", "抽查名单什么时候可以公布"),
        *(["", _line(f"联系: {contact}", "印在通知书等文书上")] if person or phone else []),
    ]
