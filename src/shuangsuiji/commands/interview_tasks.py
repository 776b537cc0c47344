"""Questions of `ssj init --ask` about tasks: which categories of objects, what is inspected there, how many.

An item of the list names whom it is about (抽查对象). Where that is a category of the objects, the task of
that category has the item and no other task has.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.draft import TaskDraft
from shuangsuiji.core.registries.survey import RegistriesSeen
from shuangsuiji.views.dialogue import BadAnswer, Dialogue, Left

MOST_UNKNOWN = 2
"""So many kinds of objects that no category is called get a question of their own."""
_MOST_VALUES = 12

Items = Mapping[str, Sequence[str]]
"""Department -> codes of items."""


def tasks_asked(talk: Dialogue, seen: RegistriesSeen, items: Items) -> list[TaskDraft]:
    """One task a category, with its items, and its ratio or the ratios of its tiers.

    Raises:
        Left: the objects have to be told apart by category first.
    """
    column, categories = _categories(talk, seen, _whom(seen, items))
    scoped = _items_by_category(talk, seen, items, categories)
    tiers = _tiers(talk, seen)
    scopes = (
        [(value, seen.columns[column][value]) for value in categories if scoped[value]]
        if column
        else [("", seen.objects)]
    )
    shares = [""] * len(scopes) if tiers else _ratios(talk, scopes)
    return [
        TaskDraft(
            name=f"{value or '双随机'}{'联合' if len(scoped[value] if value else items) > 1 else ''}抽查",
            column=column if value else "",
            value=value,
            items=scoped[value] if value else items,
            ratio=share,
            tier_column="信用等级" if tiers else "",
            tiers={tier: ratio for tier, ratio in tiers.items() if tier},
            unrated=tiers.get("", ""),
        )
        for (value, _), share in zip(scopes, shares, strict=True)
    ]


def _ratios(talk: Dialogue, scopes: Sequence[tuple[str, int]]) -> list[str]:
    """The ratio of each category, asked of all at once."""
    labels = [f"{value or '全部检查对象'}　{count} 户" for value, count in scopes]
    asked = "各类每批抽多少？" if len(scopes) > 1 else f"{labels[0]}，每批抽多少？"
    names = [value for value, _ in scopes]
    return talk.each(asked, names, labels if len(scopes) > 1 else (), "5%", read=_ratio, like="例如 5%")


def _whom(seen: RegistriesSeen, items: Items) -> dict[str, list[str]]:
    """抽查对象 -> the chosen items that name it; no entry for items that name nobody."""
    chosen = {code for codes in items.values() for code in codes}
    whom: dict[str, list[str]] = {}
    for item in seen.items:
        if item.code in chosen and item.objects:
            whom.setdefault(item.objects, []).append(item.code)
    return whom


def _named(text: str, values: Sequence[str]) -> list[str]:
    """The categories that a text of 抽查对象 names; what is part of the other is taken for the same."""
    parts = [part for part in re.split(r"[、，,;；/和及 ]+", text) if part]
    return [value for value in values if any(part in norm(value) or norm(value) in part for part in parts)]


def _categories(talk: Dialogue, seen: RegistriesSeen, whom: Mapping[str, object]) -> tuple[str, list[str]]:
    """The column of categories and those that are drawn from; blank where objects have none.

    Without 类别 of several values, a column whose values are what the items name tells categories.
    """
    offered = {
        name: [value for value in counts if value]
        for name, counts in seen.columns.items()
        if 1 < len(list(filter(None, counts))) <= _MOST_VALUES
    }
    fitting = [name for name, values in offered.items() if any(_named(text, values) for text in whom)]
    column = "类别" if "类别" in offered else next(iter(fitting), "")
    if not column:
        _without_categories(talk, seen, whom)
        return "", []
    values = offered[column]
    labels = [f"{value}　{seen.columns[column][value]} 户" for value in values]
    chosen = talk.choose_some("抽查哪几类？每类分别抽。", labels, range(len(values)))
    return column, [values[index] for index in chosen or range(len(values))]


def _without_categories(talk: Dialogue, seen: RegistriesSeen, whom: Mapping[str, object]) -> None:
    """Items about several kinds of objects, and no column that says which object is of which kind.

    Raises:
        Left: such a column is added first.
    """
    only = [value for value in seen.columns.get("类别", {}) if value]
    if len(whom) < 2 or (only and all(_named(text, only) for text in whom)):
        return
    talk.say()
    talk.say(f"事项清单的“抽查对象”有：{'、'.join(whom)}。检查对象名录库没有一列说明哪一户是哪一类。")
    options = ["先不写计划：在名录库里加一列“类别”，填好再来", "不分类，每一户都检查选定的全部事项"]
    if talk.choose("怎么办？", options, None) == 0:
        raise Left


def _items_by_category(
    talk: Dialogue, seen: RegistriesSeen, items: Items, categories: Sequence[str]
) -> dict[str, Items]:
    """Category -> its items by department; asked of what the items name and no category is called."""
    whom = _whom(seen, items)
    if len(categories) > 1 and not whom:
        return _items_said_by_whom(talk, seen, items, categories)
    if not categories or not whom:
        return dict.fromkeys(categories, items)
    named = {text: _named(text, categories) for text in whom}
    usual = [] if any(named.values()) else list(range(len(categories)))
    unknown = [text for text, found in named.items() if not found]
    if len(unknown) > MOST_UNKNOWN:
        more = f" 等 {len(unknown)} 种" if len(unknown) > _MOST_VALUES else ""
        told = "、".join(unknown[:_MOST_VALUES]) + more
        talk.say()
        talk.say(f"事项清单的这些“抽查对象”，不是名录库里的类别：{told}。")
        ways = ["查全部各类" if usual else "都不查", "一种一种地选"]
        if talk.choose("这些事项怎么办？", ways) == 0:
            named.update({text: [categories[at] for at in usual] for text in unknown})
            unknown = []
    for text in unknown:
        asked = f"抽查对象是“{text}”的事项，哪几类要查？"
        named[text] = [categories[at] for at in talk.choose_some(asked, categories, usual)]
    elsewhere = {
        category: {code for text, codes in whom.items() if category not in named[text] for code in codes}
        for category in categories
    }
    scoped: dict[str, Items] = {}
    for category in categories:
        own = {
            department: [code for code in codes if code not in elsewhere[category]]
            for department, codes in items.items()
        }
        scoped[category] = {department: codes for department, codes in own.items() if codes}
    bare = [category for category in categories if not scoped[category]]
    if bare and len(bare) < len(categories):
        talk.say(f"▲ “{'”“'.join(bare)}”没有要检查的事项，不写任务。要查的输入“返回”改。")
    return scoped if len(bare) < len(categories) else dict.fromkeys(categories, items)


def _items_said_by_whom(
    talk: Dialogue, seen: RegistriesSeen, items: Items, categories: Sequence[str]
) -> dict[str, Items]:
    """Category -> its items, where the list does not say whom an item is about: asked, never supposed."""
    if all(len(codes) < 2 for codes in items.values()):
        return dict.fromkeys(categories, items)
    chosen = [code for codes in items.values() for code in codes]
    talk.say("事项清单里没有写明哪一项查哪一类（没有“抽查对象”一列）。")
    options = ["每一类都检查选定的全部事项", "一类一类分别选"]
    if talk.choose("各类检查哪些事项？", options, None) == 0:
        return dict.fromkeys(categories, items)
    names = {item.code: item.name for item in seen.items}
    codes = list(dict.fromkeys(chosen))
    labels = [names.get(code, code) for code in codes]
    scoped: dict[str, Items] = {}
    for category in categories:
        picked = {codes[at] for at in talk.choose_some(f"“{category}”检查哪些事项？", labels, [])}
        own = {department: [code for code in own if code in picked] for department, own in items.items()}
        scoped[category] = {department: found for department, found in own.items() if found}
    return scoped if any(scoped.values()) else dict.fromkeys(categories, items)


def _tiers(talk: Dialogue, seen: RegistriesSeen) -> dict[str, str]:
    """Value of 信用等级 -> ratio; empty where one ratio holds for all."""
    counts = seen.columns.get("信用等级", {})
    values = sorted(value for value in counts if value)
    if not 1 < len(values) <= _MOST_VALUES or not talk.confirm("各信用等级用不同的比例吗？", False):
        return {}
    values += [""] if "" in counts else []
    labels = [f"{value or '空白（未评级）'}　{counts[value]} 户" for value in values]
    ratios = talk.each("各级每批抽多少？", values, labels, read=_ratio, like="例如 1%")
    return dict(zip(values, ratios, strict=True))


def _ratio(answer: str, _name: str = "") -> str:
    """A share in per cent; a bare number is per cent here, since that is what was asked."""
    text = norm(answer).replace(" ", "").removeprefix("百分之")
    match = re.fullmatch(r"([0-9]{1,3}(?:\.[0-9]{1,4})?)(%|‰)?", text)
    if not match or not 0 < float(match[1]) <= (1000 if match[2] == "‰" else 100):
        raise BadAnswer("请写百分数，例如 5%。")
    return f"{match[1]}{match[2] or '%'}"
