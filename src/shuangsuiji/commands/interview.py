"""`ssj init --ask`: question and answer, from a bureau's own workbooks to a plan that passes `check`.

Each step asks one thing and offers what the workbooks hold; nobody types a path. What is alike is asked once;
everything with a usual answer stands on one page that Enter confirms. What is not asked stands in the plan as
a comment.

Of the departments it asks who leads, which names are its sections, and who joins. A roster often names the
sections of one bureau; they are the bureau, not departments that inspect jointly.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.interview_files import Looked, choose_sources, read_sources
from shuangsuiji.commands.interview_settings import DICE_THROWN, settings_asked
from shuangsuiji.commands.interview_tasks import tasks_asked
from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.draft import ItemDraft, PlanDraft
from shuangsuiji.core.registries.survey import ItemSeen, PeopleSeen, RegistriesSeen
from shuangsuiji.views.dialogue import Answered, Dialogue, Left, a_name

_SECTION = re.compile("(?:科|股|室|所|队|组|处|中心|窗口|站)$")
"""How a section of a bureau is called, as against a bureau."""


def departments(talk: Dialogue, seen: RegistriesSeen) -> tuple[str, list[str], list[str]]:
    """The initiator, the partners, and the names in the registry of inspectors that mean the initiator."""
    names = [one.department for one in seen.departments]
    if not names:
        return talk.text("发起部门的全称是什么？", read=a_name), [], []
    if not any(re.search("[A-Za-z一-鿿]{2}", name) for name in names):
        talk.say(f"▲ 名单里的部门是“{'”“'.join(names[:3])}”，不像部门名称。选错了列的输入“返回”改。")
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
        replace(item, departments=[norm(lead) if one in names else one for one in item.departments])
        for item in seen.items
    ]
    return replace(
        seen, departments=[PeopleSeen(department=lead, people=people, able=able), *rest], items=items
    )


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
    lead, partners, sections = departments(talk, seen)
    seen = as_one(seen, lead, sections)
    who = (lead, *partners)
    items, new_items = _items(talk, seen, who)
    made = [ItemSeen(code=one.code, name=one.name, departments=[one.department]) for one in new_items]
    tasks = tasks_asked(talk, replace(seen, items=[*seen.items, *made]), items)
    settings = settings_asked(talk, seen, who, today)
    draft = PlanDraft(
        number=settings.number,
        year=settings.year,
        document_number=settings.document,
        initiator=lead,
        partners=partners,
        sections=sections,
        id_column=id_column,
        registries=sources,
        items=new_items,
        batches=settings.batches,
        tasks=tasks,
        must=settings.must,
        excluded=settings.excluded,
        team=settings.team,
        recusal_rules=settings.rules,
        seed=settings.seed,
        issues=settings.issues,
        dice=DICE_THROWN,
        channels=settings.channels,
        contact=settings.contact,
    )
    talk.say()
    views.drawing.drafted(shuangsuiji.new_plan(folder, draft, write=False).check)
    return draft if talk.confirm("写成计划文件吗？") else None


def _items(
    talk: Dialogue, seen: RegistriesSeen, departments: Sequence[str]
) -> tuple[dict[str, list[str]], list[ItemDraft]]:
    """Department -> item codes, and the entries of an item list that has to be made."""
    if not seen.items:
        return _new_items(talk, departments)
    labels = [f"{item.code} {item.name}　{'、'.join(item.departments)}" for item in seen.items]
    own = {
        name: [at for at, item in enumerate(seen.items) if norm(name) in item.departments]
        for name in departments
    }
    if len(departments) > 1 and all(own.values()):
        told = "、".join(f"{name} {len(found)} 项" for name, found in own.items())
        ways = [f"清单上“抽查主体”是谁的，就由谁检查（{told}）", "一个部门一个部门地选"]
        if talk.choose("各部门检查哪些事项？", ways) == 0:
            return {name: [seen.items[at].code for at in found] for name, found in own.items()}, []
    items: dict[str, list[str]] = {}
    for department in departments:
        usual = own[department] or (list(range(len(labels))) if len(departments) == 1 else [0])
        chosen = talk.choose_some(f"{department}检查哪些事项？", labels, usual)
        items[department] = [seen.items[at].code for at in chosen or usual]
    return items, []


def _new_items(talk: Dialogue, departments: Sequence[str]) -> tuple[dict[str, list[str]], list[ItemDraft]]:
    """An item for each department, where the bureau has no list."""
    talk.say()
    talk.say("没有随机抽查事项清单，按下面的答复写一份，以后再补齐依据和比例。")
    if len(departments) > 1:
        names = talk.each(
            "各部门检查什么事项？",
            departments,
            departments,
            read=lambda answer, _: a_name(answer),
            like="例如 经营场所安全检查",
            between=";；",
        )
        named = list(zip(departments, names, strict=True))
    else:
        how = "例如 经营场所安全检查；几项用分号隔开。"
        named = [
            (departments[0], name)
            for name in talk.text(f"{departments[0]}检查什么事项？", read=_item_names, how=how)
        ]
    new = [
        ItemDraft(code=f"SX-{number:02d}", name=name, department=department)
        for number, (department, name) in enumerate(named, 1)
    ]
    codes = {name: [one.code for one in new if one.department == name] for name in departments}
    return codes, new


def _item_names(answer: str) -> list[str]:
    """The names of items, with ； between them."""
    return [a_name(part.strip()) for part in re.split("[;；]", answer) if part.strip()] or [a_name(answer)]
