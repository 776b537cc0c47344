"""`ssj init --ask`: question and answer, from a bureau's own workbooks to a plan that passes `check`.

Each step asks one thing and offers what the workbooks hold; nobody types a path. What is not asked stands in
the plan as a comment. At most 25 questions are asked where every sheet is known by its headings.

Of the departments it asks who leads, which names are its sections, and who joins. A roster often names the
sections of one bureau; they are the bureau, not departments that inspect jointly.
"""

from __future__ import annotations

import itertools
import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.interview_files import Looked, choose_sources, read_sources
from shuangsuiji.commands.interview_tasks import tasks_asked
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.draft import ItemDraft, MustDraft, PlanDraft
from shuangsuiji.core.plans.seed_form import DICE
from shuangsuiji.core.registries.survey import PeopleSeen, RegistriesSeen
from shuangsuiji.views.dialogue import Answered, BadAnswer, Dialogue, Left, a_name

_SECTION = re.compile("(?:科|股|室|所|队|组|处|中心|窗口|站)$")
"""How a section of a bureau is called, as against a bureau."""


def departments(talk: Dialogue, seen: RegistriesSeen) -> tuple[str, list[str], list[str]]:
    """The initiator, the partners, and the names in the registry of inspectors that mean the initiator."""
    names = [one.department for one in seen.departments]
    if not names:
        return talk.text("发起部门的全称是什么？", read=a_name), [], []
    sections = [name for name in names if _SECTION.search(name)]
    if len(names) == 1 and not sections:
        return names[0], [], []
    labels = [f"{one.department}　可派 {one.able} 人" for one in seen.departments]
    usual = next((at for at, name in enumerate(names) if name not in sections), None)
    written = "名单里没有本局全称（写的是科室、简称）的，直接写全称"
    answer = talk.choose_or_write("发起部门是哪个？", labels, usual, written=written)
    known = {norm(name): name for name in names}
    lead = names[answer] if isinstance(answer, int) else known.get(norm(answer), answer)
    if lead in sections:
        talk.say(f"▲ “{lead}”像是科室。文书上印的是它，要印本局全称的输入“返回”改。")
    others = [name for name in names if name != lead]
    inside: list[str] = []
    if others and (lead not in names or any(name in sections for name in others)):
        own = [at for at, name in enumerate(others) if name in sections]
        usual_ones = own or (range(len(others)) if lead not in names else [])
        asked = f"这几个都是{lead}的科室（或简称）吗？"
        inside = [others[at] for at in talk.choose_some(asked, others, usual_ones)]
    others = [name for name in others if name not in inside]
    if not others:
        return lead, [], inside
    chosen = talk.choose_some("哪些部门联合检查？", others, range(len(others)))
    return lead, [others[index] for index in chosen], inside


def as_one(seen: RegistriesSeen, lead: str, sections: Sequence[str]) -> RegistriesSeen:
    """The registries with the people and the items of the initiator's sections as the initiator's own."""
    if not sections:
        return seen
    names = {norm(name) for name in (lead, *sections)}
    own = [one for one in seen.departments if norm(one.department) in names]
    people, able = (sum(one.people for one in own), sum(one.able for one in own))
    rest = [one for one in seen.departments if one not in own]
    items = [
        replace(item, department=norm(lead)) if item.department in names else item for item in seen.items
    ]
    return replace(
        seen, departments=[PeopleSeen(department=lead, people=people, able=able), *rest], items=items
    )


_MOST_VALUES = 12
_CLOSED = re.compile("注销|吊销|停业|歇业|关闭|撤销|解除|搬离|不存在")
_STATES = ("经营状态", "协议状态")
_MARKED = ("考核重点", "信用状态", "信用等级", "标签", "类别")
_MOST_MUST = 8
DICE_THROWN = 25
"""Of six faces: 64 bits of chance."""
_SEEDS = (
    ("系统随机数（不公开举行，最简单）", ""),
    ("双色球开奖号码", "双色球"),
    ("快乐8开奖号码", "快乐8"),
    ("大乐透开奖号码", "大乐透"),
    (f"当场掷骰子（{DICE_THROWN} 次）", DICE),
)
_RULES = ("名单", "同单位", "曾任职单位")


def write_plan(folder: Path) -> Path | None:
    """Asks at the terminal, and writes the plan; its path, or None where nothing was written.

    Raises:
        BadUsage: nobody is there to answer.
    """
    if not sys.stdin.isatty():
        raise shuangsuiji.BadUsage(error("ask-needs-terminal"))
    looked, kept = Looked(), shuangsuiji.kept_answers(folder)
    try:
        talk = Dialogue(given=_taken_up(kept), keep=partial(shuangsuiji.keep_answers, folder))
        draft = talk.run(lambda talk: interview(talk, folder, looked))
    except Left:
        draft = None
    except (EOFError, KeyboardInterrupt):
        if shuangsuiji.kept_answers(folder):
            views.assistant.say()
            views.assistant.say("还没有写计划；已答的都记下了，下次一问一答时接着答。")
        raise
    if draft is None:
        shuangsuiji.keep_answers(folder, ())
        views.assistant.say("没有写任何文件。")
        return None
    report = shuangsuiji.new_plan(folder, draft)
    shuangsuiji.keep_answers(folder, ())
    views.planning.new_plan(report)
    return report.path


def _taken_up(answers: Sequence[Answered]) -> Sequence[Answered]:
    """The answers of an interview that broke off, if they are wanted."""
    if not answers:
        return ()
    asked = f"上次答了 {len(answers)} 个问题就停了。接着上次的答吗？"
    return answers if Dialogue(may_leave=True).run(lambda talk: talk.confirm(asked)) else ()


def interview(talk: Dialogue, folder: Path, looked: Looked) -> PlanDraft | None:
    """Asks until there is a plan, and shows what `check` says of it; None where it is not to be written.

    Args:
        talk: the dialogue.
        folder: the working folder.
        looked: what was read before an answer was taken back.
    """
    talk.say("下面一步一步问，直接回车就用括号里写的；输入“返回”改上一个，输入“退出”不写任何文件。")
    sources = choose_sources(talk, folder, looked)
    today = looked.surveys[0].today
    id_column, seen = read_sources(talk, folder, sources, looked)
    year = talk.text("这是哪一年的计划？", str(today.year), read=_year)
    if year < today.year:
        talk.say(f"▲ {year} 年已经过去，今年是 {today.year} 年。写错了的输入“返回”改。")
    lead, partners, sections = departments(talk, seen)
    seen = as_one(seen, lead, sections)
    number = talk.text(
        "计划编号是什么？", f"双随机{year}001", read=_plan_number, how="每份计划一个，例如 双随机2026001。"
    )
    document = talk.text("计划的文号是什么？", read=str, how="还没有印发的直接回车，以后再补。")
    who = (lead, *partners)
    items, new_items = _items(talk, seen, who)
    tasks = tasks_asked(talk, seen, items)
    batches = _batches(talk, year, today)
    must = _must(talk, seen)
    excluded = _excluded(talk, seen)
    team = _team(talk, seen, who)
    rules = _rules(talk, seen)
    seed, issues = _seed(talk, batches)
    channels = talk.text(
        "结果在哪里公开？", read=_names, how="例如 某某县人民政府网站，几处用顿号隔开；不写直接回车。"
    )
    contact = talk.text(
        "有疑问请对方找谁？", read=_contact, how="写联系人和电话，例如 张某 0375-0000000；不写直接回车。"
    )
    draft = PlanDraft(
        number=number,
        year=year,
        document_number=document,
        initiator=lead,
        partners=partners,
        sections=sections,
        id_column=id_column,
        registries=sources,
        items=new_items,
        batches=batches,
        tasks=tasks,
        must=must,
        excluded=excluded,
        team=team,
        recusal_rules=rules,
        seed=seed,
        issues=issues,
        dice=DICE_THROWN,
        channels=channels,
        contact=contact,
    )
    talk.say()
    views.drawing.drafted(shuangsuiji.new_plan(folder, draft, write=False).check)
    return draft if talk.confirm("写成计划文件吗？") else None


def _items(
    talk: Dialogue, seen: RegistriesSeen, departments: Sequence[str]
) -> tuple[dict[str, list[str]], list[ItemDraft]]:
    """Department -> item codes, and the entries of an item list that has to be made."""
    items: dict[str, list[str]] = {}
    if seen.items:
        labels = [f"{item.code} {item.name}　{item.department}" for item in seen.items]
        for department in departments:
            own = [at for at, item in enumerate(seen.items) if item.department == norm(department)]
            usual = own or list(range(len(labels))) if len(departments) == 1 else own or [0]
            chosen = talk.choose_some(f"{department}检查哪些事项？", labels, usual)
            items[department] = [seen.items[at].code for at in chosen or usual]
        return items, []
    new: list[ItemDraft] = []
    talk.say()
    talk.say("没有随机抽查事项清单，按下面的答复写一份，以后再补齐依据和比例。")
    for number, department in enumerate(departments, 1):
        name = talk.text(f"{department}检查什么事项？", read=a_name, how="例如 经营场所安全检查。")
        new.append(ItemDraft(code=f"SX-{number:02d}", name=name, department=department))
        items[department] = [f"SX-{number:02d}"]
    return items, new


def _batches(talk: Dialogue, year: int, today: date) -> list[tuple[str, str, str]]:
    first = today.month if today.year == year else 1
    usual = [(max(first, 3), 11 if first < 11 else 12)]
    ways = {
        "全年一批": usual,
        "上半年、下半年各一批": [(3, 6), (8, 11)],
        "每季度一批": [(1, 3), (4, 6), (7, 9), (10, 12)],
    }
    index = talk.choose("全年抽取几批？", [*ways, "自己写月份"], 0 if first > 6 else 1)
    default = "、".join(f"{start}-{end}" for start, end in list(ways.values())[min(index, 2)])
    if index == 3:
        default = ""

    def read(answer: str) -> list[tuple[str, str, str]]:
        found = re.findall(r"([0-9]{1,2})(?:月?[-~至到—–]+([0-9]{1,2}))?月?", norm(answer))
        ranges = [(int(start), int(end or start)) for start, end in found]
        if not ranges or any(not 1 <= start <= end <= 12 for start, end in ranges):
            raise BadAnswer("请写月份，例如 3-6 或 3-6、9-11。")
        if any(later[0] <= before[1] for before, later in itertools.pairwise(ranges)):
            raise BadAnswer("各批的月份不能重叠，请从早到晚写。")
        names = _batch_names(ranges)
        return [
            (name, f"{year}-{start:02d}", f"{year}-{end:02d}")
            for name, (start, end) in zip(names, ranges, strict=True)
        ]

    return talk.text("各批在哪几个月检查？", default, read=read, how="写起止月份，几批用顿号隔开。")


def _batch_names(ranges: Sequence[tuple[int, int]]) -> list[str]:
    if len(ranges) == 1:
        return ["全年"]
    if len(ranges) == 2 and ranges[0][1] <= 6 < ranges[1][0]:
        return ["上半年", "下半年"]
    if len(ranges) == 4 and all(
        (start - 1) // 3 == (end - 1) // 3 == at for at, (start, end) in enumerate(ranges)
    ):
        return [f"{word}季度" for word in ("一", "二", "三", "四")]
    return [f"第{word}批" for word in "一二三四五六七八九十"[: len(ranges)]]


def _must(talk: Dialogue, seen: RegistriesSeen) -> MustDraft | None:
    """Objects that are inspected whatever is drawn, offered by the values that mark few of them."""
    options = [
        (name, value, count)
        for name in _MARKED
        for value, count in seen.columns.get(name, {}).items()
        if value not in ("", "否", "正常", "无") and count * 5 <= seen.objects
    ][:_MOST_MUST]
    if not options:
        return None
    labels = ["没有必查对象", *(f"{name}是“{value}”的　{count} 户" for name, value, count in options)]
    index = talk.choose("有没有不论抽中与否都要检查的对象（必查）？", labels)
    if index == 0:
        return None
    name, value, _ = options[index - 1]
    times = talk.text("必查对象一年检查几次？", "1", read=_count)
    title = name if value == "是" else f"{name}{value}"
    return MustDraft(name=title, column=name, values=(value,), times=times)


def _excluded(talk: Dialogue, seen: RegistriesSeen) -> tuple[str, list[str]] | None:
    for name in _STATES:
        values = [value for value in seen.columns.get(name, {}) if value]
        if 1 < len(values) <= _MOST_VALUES:
            usual = [at for at, value in enumerate(values) if _CLOSED.search(value)]
            labels = [f"{value}　{seen.columns[name][value]} 户" for value in values]
            chosen = talk.choose_some(f"{name}是哪些的，不参加抽取？", labels, usual)
            return (name, [values[at] for at in chosen]) if chosen else None
    return None


def _team(talk: Dialogue, seen: RegistriesSeen, departments: Sequence[str]) -> dict[str, int]:
    able = {one.department: one.able for one in seen.departments}
    team: dict[str, int] = {}
    for department in departments:

        def read(answer: str, most: int = able.get(department, 0)) -> int:
            count = _count(answer)
            if most and count > most:
                raise BadAnswer(f"可派的只有 {most} 人（在岗、有执法证、证件没有过期），请写小一些。")
            return count

        team[department] = talk.text(f"每次检查，{department}派几人？", "2", read=read)
    if sum(team.values()) < 2:
        talk.say("每次检查的执法人员不得少于 2 人，已按 2 人写。")
        team[departments[0]] = 2
    return team


def _rules(talk: Dialogue, seen: RegistriesSeen) -> list[str]:
    options = ["回避名单、同单位、曾任职单位（一般这样）", "再加上：上次检查过这一户的人这次不去"]
    if "行政区划" in seen.columns:
        options.append("再加上：不检查本辖区（交叉检查）")
    extra = [[], ["上次检查"], ["本辖区"]][talk.choose("检查人员怎样回避？", options)]
    return [*_RULES, *extra]


def _seed(talk: Dialogue, batches: Sequence[tuple[str, str, str]]) -> tuple[str, list[str]]:
    """The type of the seed, and the issue of each batch as far as they are settled."""
    labels = [name for name, _ in _SEEDS]
    asked = "抽取用的号码（种子）从哪里来？"
    seed = _SEEDS[talk.choose(asked, labels, how="输入序号；直接回车：1。开奖号码要先封存、公布，再开奖。")][
        1
    ]
    if not seed or seed == DICE:
        return seed, []
    names = "、".join(name for name, _, _ in batches)

    def read(answer: str) -> list[str]:
        found = re.findall("[0-9]+", norm(answer))
        wrong = not 1 <= len(found) <= len(batches) or any(not 5 <= len(one) <= 8 for one in found)
        if answer and wrong:
            raise BadAnswer(f"请写 {len(batches)} 个以内的期号（{names}），例如 2026058；还没定直接回车。")
        return found

    how = f"每批一期，按顺序写：{names}，只定了前面的只写前面的。都没定直接回车，封存以前会再问。"
    return seed, talk.text(f"用{seed}的哪一期？", read=read, how=how)


def _plan_number(answer: str) -> str:
    return a_name(answer, "number")


def _year(answer: str) -> int:
    text = norm(answer).removesuffix("年")
    if not re.fullmatch("20[0-9]{2}", text):
        raise BadAnswer("请写四位年份，例如 2026。")
    return int(text)


def _count(answer: str) -> int:
    text = re.sub("[人次户]$", "", norm(answer))
    if not re.fullmatch("[1-9][0-9]?", text):
        raise BadAnswer("请写一个数字，例如 2。")
    return int(text)


def _names(answer: str) -> list[str]:
    return [part for part in re.split(r"[、，,;；]+", answer) if part]


def _contact(answer: str) -> tuple[str, str]:
    """The person and the telephone, which stands behind."""
    text = norm(answer)
    match = re.fullmatch(r"(.*?)[ ,、;:]*([0-9][-0-9 ]{4,19}[0-9])?", text)
    return (match[1], match[2] or "") if match else (text, "")
