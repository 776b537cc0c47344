"""The page of `ssj init --ask` with everything that has a usual answer: shown at once, confirmed with Enter.

A line is changed by its number; the page is shown again until Enter alone is typed.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.draft import MustDraft
from shuangsuiji.core.plans.seed_form import DICE
from shuangsuiji.core.registries.survey import RegistriesSeen
from shuangsuiji.views.dialogue import BadAnswer, Dialogue, a_name, in_words, optional

_CLOSED = re.compile("注销|吊销|停业|停工|歇业|关闭|撤销|解除|搬离|不存在")
_STATES = ("经营状态", "协议状态")
_MARKED = ("考核重点", "信用状态", "信用等级", "标签", "类别")
_MOST_VALUES = 12
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
_RULES = ["名单", "同单位", "曾任职单位"]
_NOT_YET = "（没有写）"

Batches = Sequence[tuple[str, str, str]]
"""Name, first and last month as YYYY-MM."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the page holds; the parts are those of `PlanDraft`."""

    year: int
    number: str
    document: str = ""
    batches: Batches
    must: MustDraft | None = None
    excluded: tuple[str, Sequence[str]] | None = None
    team: Mapping[str, int]
    rules: Sequence[str] = tuple(_RULES)
    seed: str = ""
    issues: Sequence[str] = ()
    channels: Sequence[str] = ()
    contact: tuple[str, str] = ("", "")


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A line of the page: what it is called, how it is shown, and the question that changes it."""

    name: str
    shown: Callable[[Settings], str]
    asked: Callable[[Settings], Settings]


def settings_asked(talk: Dialogue, seen: RegistriesSeen, who: Sequence[str], today: date) -> Settings:
    """The settings, shown on one page until nothing is to be changed.

    Args:
        talk: the dialogue.
        seen: the registries.
        who: the initiator and its partners.
        today: the day; its year is the usual one.
    """
    settings = _usual(seen, who, today)
    lines = _lines(talk, seen, who, today)
    while True:
        labels = [f"{line.name}　{line.shown(settings)}" for line in lines]

        def read(answer: str) -> int | None:
            text = norm(answer)
            if text in ("", "是", "好", "对", "可以"):
                return None
            if not re.fullmatch("[0-9]{1,2}", text) or not 1 <= int(text) <= len(lines):
                raise BadAnswer(f"要改哪一项，输入它前面的序号，1 到 {len(lines)}；都对了直接回车。")
            return int(text) - 1

        how = "都对了直接回车；要改哪一项，输入它前面的序号，改完还回到这里。"
        chosen = talk.pick("其余的先这样写：", labels, read, how=how)
        if chosen is None:
            return settings
        settings = lines[chosen].asked(settings)


def _usual(seen: RegistriesSeen, who: Sequence[str], today: date) -> Settings:
    able = {one.department: one.able for one in seen.departments}
    team = {name: min(2, able.get(name) or 2) for name in who}
    if sum(team.values()) < 2:
        team[who[0]] = 2
    return Settings(
        year=today.year,
        number=_number_of(today.year),
        batches=_batches_of(today.year, _ways(today.year, today)[_usual_way(today.year, today)][1]),
        excluded=_closed(seen),
        team=team,
    )


def _number_of(year: int) -> str:
    return f"双随机{year}001"


def _lines(talk: Dialogue, seen: RegistriesSeen, who: Sequence[str], today: date) -> list[_Line]:
    """The page, line by line; those that the registries give no choice of are left out."""

    def year(now: Settings) -> Settings:
        asked = talk.text("这是哪一年的计划？", str(now.year), read=_year)
        if asked < today.year:
            talk.say(f"▲ {asked} 年已经过去，今年是 {today.year} 年。写错了的输入“返回”改。")
        number = _number_of(asked) if now.number == _number_of(now.year) else now.number
        batches = [(name, f"{asked}{start[4:]}", f"{asked}{end[4:]}") for name, start, end in now.batches]
        return replace(now, year=asked, number=number, batches=batches)

    def number(now: Settings) -> Settings:
        how = "每份计划一个，例如 双随机2026001。"
        return replace(now, number=talk.text("计划编号是什么？", now.number, read=_plan_number, how=how))

    def document(now: Settings) -> Settings:
        how = "例如 某医保〔2026〕3号；还没有印发的直接回车，以后再补。"
        return replace(now, document=talk.text("计划的文号是什么？", read=optional(_document, ""), how=how))

    def batches(now: Settings) -> Settings:
        asked = _batches(talk, now.year, today)
        same = [name for name, _, _ in asked] == [name for name, _, _ in now.batches]
        return replace(now, batches=asked, issues=now.issues if same else ())

    def team(now: Settings) -> Settings:
        return replace(now, team=_team(talk, seen, who))

    def seed(now: Settings) -> Settings:
        form, issues = _seed(talk, now.batches)
        return replace(now, seed=form, issues=issues)

    def channels(now: Settings) -> Settings:
        how = "例如 某某县人民政府网站，几处用顿号隔开；不写直接回车。"
        return replace(now, channels=talk.text("结果在哪里公开？", read=_channels, how=how))

    def contact(now: Settings) -> Settings:
        how = "写联系人和电话，例如 张某 0375-0000000；不写直接回车。"
        return replace(now, contact=talk.text("有疑问请对方找谁？", read=_contact, how=how))

    must, excluded = _must_options(seen), _states(seen)
    lines = [
        _Line(name="年度", shown=lambda now: str(now.year), asked=year),
        _Line(name="计划编号", shown=lambda now: now.number, asked=number),
        _Line(name="文号", shown=lambda now: now.document or "（还没有印发）", asked=document),
        _Line(name="分批和检查月份", shown=_batches_shown, asked=batches),
    ]
    if must:
        lines.append(
            _Line(
                name="必查对象",
                shown=partial(_must_shown, must),
                asked=lambda now: replace(now, must=_must(talk, must)),
            )
        )
    if excluded:
        lines.append(
            _Line(
                name="不参加抽取",
                shown=_excluded_shown,
                asked=lambda now: replace(now, excluded=_excluded(talk, seen, excluded)),
            )
        )
    return [
        *lines,
        _Line(name="每次检查派几人", shown=_team_shown, asked=team),
        _Line(
            name="人员回避",
            shown=lambda now: "、".join(now.rules),
            asked=lambda now: replace(now, rules=_rules(talk, seen)),
        ),
        _Line(name="抽取用的号码（种子）", shown=_seed_shown, asked=seed),
        _Line(name="结果公开渠道", shown=lambda now: "、".join(now.channels) or _NOT_YET, asked=channels),
        _Line(
            name="联系人", shown=lambda now: " ".join(filter(None, now.contact)) or _NOT_YET, asked=contact
        ),
    ]


# ---- batches -----------------------------------------------------------------------------------------


def _ways(year: int, today: date) -> list[tuple[str, list[tuple[int, int]]]]:
    """How a year is divided: what it is called, and the months."""
    first = today.month if today.year == year else 1
    return [
        ("全年一批", [(max(first, 3), 11 if first < 11 else 12)]),
        ("上半年、下半年各一批", [(3, 6), (8, 11)]),
        ("每季度一批", [(1, 3), (4, 6), (7, 9), (10, 12)]),
    ]


def _usual_way(year: int, today: date) -> int:
    return 0 if today.year == year and today.month > 6 else 1


def _batches(talk: Dialogue, year: int, today: date) -> Batches:
    ways = _ways(year, today)
    labels = [f"{name}（{_months(months)} 月）" for name, months in ways]
    index = talk.choose("全年抽取几批？", [*labels, "自己写月份"], _usual_way(year, today))
    if index < len(ways):
        return _batches_of(year, ways[index][1])

    def read(answer: str) -> Batches:
        found = re.findall(r"([0-9]{1,2})(?:月?[-~至到—–]+([0-9]{1,2}))?月?", norm(answer))
        ranges = [(int(start), int(end or start)) for start, end in found]
        if not ranges or any(not 1 <= start <= end <= 12 for start, end in ranges):
            raise BadAnswer("请写月份，例如 3-6 或 3-6、9-11。")
        if any(later[0] <= before[1] for before, later in itertools.pairwise(ranges)):
            raise BadAnswer("各批的月份不能重叠，请从早到晚写。")
        return _batches_of(year, ranges)

    how = "写起止月份，几批用顿号隔开，例如 3-6、9-11。"
    return talk.text("各批在哪几个月检查？", read=read, how=how)


def _months(ranges: Sequence[tuple[int, int]]) -> str:
    return "、".join(f"{start}-{end}" for start, end in ranges)


def _batches_of(year: int, ranges: Sequence[tuple[int, int]]) -> Batches:
    return [
        (name, f"{year}-{start:02d}", f"{year}-{end:02d}")
        for name, (start, end) in zip(_batch_names(ranges), ranges, strict=True)
    ]


def _batch_names(ranges: Sequence[tuple[int, int]]) -> list[str]:
    if len(ranges) == 1:
        return ["全年"]
    if len(ranges) == 2 and ranges[0][1] <= 6 < ranges[1][0]:
        return ["上半年", "下半年"]
    if len(ranges) == 4 and all(
        (start - 1) // 3 == (end - 1) // 3 == at for at, (start, end) in enumerate(ranges)
    ):
        return [f"{word}季度" for word in ("一", "二", "三", "四")]
    words = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
    return [f"第{word}批" for word in words[: len(ranges)]]


def _batches_shown(now: Settings) -> str:
    return "；".join(f"{name} {int(start[5:])}至{int(end[5:])}月" for name, start, end in now.batches)


# ---- objects that are always or never inspected ------------------------------------------------------


def _must_options(seen: RegistriesSeen) -> list[tuple[str, str, int]]:
    """Column, value and count of what marks few objects."""
    return [
        (name, value, count)
        for name in _MARKED
        for value, count in seen.columns.get(name, {}).items()
        if value not in ("", "否", "正常", "无") and count * 5 <= seen.objects
    ][:_MOST_MUST]


def _must(talk: Dialogue, options: Sequence[tuple[str, str, int]]) -> MustDraft | None:
    labels = ["没有必查对象", *(f"{name}是“{value}”的　{count} 户" for name, value, count in options)]
    index = talk.choose("有没有不论抽中与否都要检查的对象（必查）？", labels)
    if index == 0:
        return None
    name, value, _ = options[index - 1]
    times = talk.text("必查对象一年检查几次？", "1", read=_count)
    title = name if value == "是" else f"{name}{value}"
    return MustDraft(name=title, column=name, values=(value,), times=times)


def _must_shown(options: Sequence[tuple[str, str, int]], now: Settings) -> str:
    if now.must is not None:
        return f"{now.must.column}是“{now.must.values[0]}”的，全年 {now.must.times} 次"
    name, value, count = min(options, key=lambda option: option[2])
    return f"没有（名录库里例如有{name}“{value}”的 {count} 户）"


def _states(seen: RegistriesSeen) -> tuple[str, list[str]] | None:
    """The column that says which objects are closed, and its values."""
    others = [name for name, counts in seen.columns.items() if any(map(_CLOSED.search, counts))]
    for name in dict.fromkeys((*_STATES, *others)):
        values = [value for value in seen.columns.get(name, {}) if value]
        if 1 < len(values) <= _MOST_VALUES:
            return name, values
    return None


def _closed(seen: RegistriesSeen) -> tuple[str, Sequence[str]] | None:
    """What is left out of the draw unless somebody says otherwise."""
    name, values = _states(seen) or ("", [])
    closed = [value for value in values if _CLOSED.search(value)]
    return (name, closed) if closed else None


def _excluded(
    talk: Dialogue, seen: RegistriesSeen, states: tuple[str, Sequence[str]]
) -> tuple[str, Sequence[str]] | None:
    name, values = states
    usual = [at for at, value in enumerate(values) if _CLOSED.search(value)]
    labels = [f"{value}　{seen.columns[name][value]} 户" for value in values]
    chosen = talk.choose_some(f"{name}是哪些的，不参加抽取？", labels, usual)
    return (name, [values[at] for at in chosen]) if chosen else None


def _excluded_shown(now: Settings) -> str:
    return f"{now.excluded[0]}是{'、'.join(now.excluded[1])}的" if now.excluded else "没有，全部参加"


# ---- inspectors --------------------------------------------------------------------------------------


def _team(talk: Dialogue, seen: RegistriesSeen, departments: Sequence[str]) -> dict[str, int]:
    able = {one.department: one.able for one in seen.departments}

    def read(answer: str, name: str) -> int:
        count, most = _count(answer), able.get(name, 0)
        if most and count > most:
            raise BadAnswer(f"{name}可派的只有 {most} 人（在岗、有执法证、证件没有过期），请写小一些。")
        return count

    labels = [f"{name}　可派 {able[name]} 人" if name in able else name for name in departments]
    counts = talk.each("每次检查各派几人？", departments, labels, "2", read=read, like="例如 2")
    team = dict(zip(departments, counts, strict=True))
    if sum(team.values()) < 2:
        talk.say("每次检查的执法人员不得少于 2 人，已按 2 人写。")
        team[departments[0]] = 2
    return team


def _team_shown(now: Settings) -> str:
    if len(now.team) > 1 and len(set(now.team.values())) == 1:
        return f"{len(now.team)} 个部门各 {next(iter(now.team.values()))} 人"
    return "、".join(f"{name} {count} 人" for name, count in now.team.items())


def _rules(talk: Dialogue, seen: RegistriesSeen) -> list[str]:
    options = ["回避名单、同单位、曾任职单位（一般这样）", "再加上：上次检查过这一户的人这次不去"]
    if "行政区划" in seen.columns:
        options.append("再加上：不检查本辖区（交叉检查）")
    extra = [[], ["上次检查"], ["本辖区"]][talk.choose("检查人员怎样回避？", options)]
    return [*_RULES, *extra]


# ---- the seed ----------------------------------------------------------------------------------------


def _seed(talk: Dialogue, batches: Batches) -> tuple[str, list[str]]:
    """The type of the seed, and the issue of each batch as far as they are settled."""
    labels = [name for name, _ in _SEEDS]
    how = "输入序号；直接回车：1。开奖号码要先封存、公布，再开奖。"
    seed = _SEEDS[talk.choose("抽取用的号码（种子）从哪里来？", labels, how=how)][1]
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
    return seed, talk.text(f"用{seed}的哪一期？", read=optional(read, []), how=how)


def _seed_shown(now: Settings) -> str:
    label = next(name for name, seed in _SEEDS if seed == now.seed)
    return f"{label}　第{'、'.join(now.issues)}期" if now.issues else label


# ---- reading what is typed ---------------------------------------------------------------------------


def _plan_number(answer: str) -> str:
    return a_name(answer, "number")


def _document(answer: str) -> str:
    text = in_words(answer)
    if not re.search(r"号$|[〔[(]20[0-9]{2}", norm(text)) or not re.search("[0-9一二三四五六七八九十]", text):
        raise BadAnswer("文号里有年份和顺序号，例如 某医保〔2026〕3号；还没有印发的直接回车。")
    return text


def _year(answer: str) -> int:
    text = norm(answer).removesuffix("年")
    if not re.fullmatch("20[0-9]{2}", text):
        raise BadAnswer("请写四位年份，例如 2026。")
    return int(text)


def _count(answer: str) -> int:
    text = re.sub("[人次户个]$", "", norm(answer))
    if not re.fullmatch("[1-9][0-9]?", text):
        raise BadAnswer("请写一个数字，例如 2。")
    return int(text)


def _channels(answer: str) -> list[str]:
    parts = [part for part in re.split(r"[、，,;；]+", optional(str, "")(answer)) if part]
    return [in_words(part) for part in parts]


def _contact(answer: str) -> tuple[str, str]:
    """The person and the telephone, which stands behind."""
    text = norm(optional(str, "")(answer))
    match = re.fullmatch(r"(.*?)[ ,、;:]*([0-9][-0-9 ]{4,19}[0-9])?", text)
    person, phone = (match[1], match[2] or "") if match else (text, "")
    return (in_words(person) if person else "", phone)
