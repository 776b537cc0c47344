"""Published ratios in the words of item lists: what they bind a task to, at least and at most (XT-11).

Lists say 不低于5%, 不超过3%, 3%-5%, 百分之三, 千分之五, 三分之一, 100%，每年一次以上. How often an object is
inspected is no ratio and is left aside; a ratio for some objects only (一般企业3%，重点企业10%) binds no task
that can be told.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Final

from shuangsuiji.core.canonical import norm

_MOST: Final = 500
"""Characters of a cell that is read as a ratio; what is longer is an essay."""
_DIGITS: Final = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_CHINESE: Final = "[零〇一二两三四五六七八九十百千万]+(?:点[零〇一二三四五六七八九]+)?"
_NUMBER: Final = r"[0-9]+(?:\.[0-9]+)?"
_RATIO: Final = re.compile(
    rf"(?P<part>{_CHINESE}|[0-9]+)分之(?P<of>{_CHINESE}|{_NUMBER})"
    rf"|(?P<percent>{_NUMBER})(?P<sign>[%‰])"
    r"|(?P<top>[0-9]+)/(?P<bottom>[0-9]+)"
    r"|(?P<decimal>0?\.[0-9]+|[01]\.[0-9]+)(?![0-9])"
    rf"|(?P<tenths>[一二两三四五六七八九1-9])成|(?P<half>一半|半数|二分之一)"
    r"|(?P<all>全部(?:检查|抽查|覆盖)?|全覆盖|全数(?:检查)?|全员覆盖)"
)
_MARK: Final = "\x00"
_OPEN_RANGE: Final = re.compile(rf"({_NUMBER})%?(?:-|~|—|–|－|至|到)+({_NUMBER})([%‰])")
_SPLIT: Final = re.compile(r"[,;。、\n()\[\]]+")
_COUNT: Final = "[0-9零一二两三四五六七八九十]+"
_TIMES: Final = re.compile(
    rf"(?:(?:{_COUNT}(?:-|~|至))?{_COUNT}(?:次|遍|轮|批次|批)(?:及?以上|以内|以下)?"
    rf"|(?:每|按|本|全|各|当|{_COUNT}|半)个?(?:年度|年内|年|季度|季|月度|月|户|家)|年度|年内|按年度|每?半年|不定期|定期|随机"
    r"|至少|至多|最多|原则上|不少于|不低于|不超过|不高于|组织|开展|实施|进行|检查|抽查|抽取|完成|频次|频率|为|:|的|应|内"
    rf"|对?同一(?:企业|对象|主体)|全部|每{_COUNT}个?年)++"
)
"""How often, in words alone: 每年一次以上, 本年度检查一次."""
_ASIDE: Final = re.compile(
    rf"(?:对?同一.{{0,8}}|在|凡)?{_COUNT}个?(?:年|月|季度)度?(?:之?内)?.{{0,10}}"
    r"(?:不再?重复|免于?(?:重复|检|查|抽)|不再(?:抽|检)|除外).{0,8}"
    r"|(?:以|按).{0,24}(?:为基数|计算|测算|为准)|基数(?:为|是|按|以|:).{1,24}"
    rf"|不足{_COUNT}[户家个]的?(?:按|抽|查|取|至少){_COUNT}[户家个](?:抽取|抽查|检查|计算|计)?"
)
"""Of what the ratio is taken, how it is rounded, and who rests: 三年内不重复, 以上年末户数为基数."""
_YEARLY: Final = re.compile(f"(?:每|全)年度?(?!{_COUNT}(?:次|遍|轮))|一年内|年度内")
_FOOTNOTE: Final = re.compile(
    "[①-⑳⑴-⒇※*＊★☆▲△†‡]+|\\[[0-9]{1,2}\\]"
    "|[（(【]\\s*(?:注[:：]?[0-9一二三四五]?|(?:详?见|参见)(?:备注|注[0-9]*|表?注|说明|附注|附件[0-9]*))\\s*[)）】]"
    "|注[0-9①-⑳]+"
)
"""Marks that lead to a note below the list; the note itself binds no task."""
_BEFORE: Final = re.compile(
    r"(?:(?:截至)?(?:上一?年度?|年初|年末|年底|期末|期初|去年|本辖区|辖区|全[省市县区]|[本我][省市县区])(?:内|末|底|初)?"
    r"|范围内|登记|注册|基数|(?:企业|单位|机构|主体|经营者)(?=总|数|户|的?基数)"
    r"|[每全本当]年度?|一年内|年度|年内|年|随机|抽查|抽取|检查|抽检|监督|户数|数量|比例|比率|覆盖率|覆盖面|率|面"
    r"|监管对象|执法对象|对象|市场主体|经营主体|监管主体|在册|名录库|总户数|总数|总量|数(?=的)|企业(?=总|数|户)|的|占|按照|按|应当|应"
    r"|须|要|为|是|达到|达|控制在|保持在|设定为|确定为|定为|介于|在|:|原则上|总体|一般(?=[不至应按为在控达]))*+"
)
_FLOOR_WORDS: Final = (
    "不得?低于|不得?少于|不得?小于|至少|最低(?:为)?|大于等于|大于或等于|≥|>=|>|大于|高于|超过|多于"
)
_CAP_WORDS: Final = (
    "不得?超过|不得?高于|不得?大于|不得?多于|至多|最多(?:为)?|最高(?:为)?|小于等于|小于或等于|≤|<=|<|小于|低于|少于"
    "|上限(?:为)?"
)
_BOUND: Final = re.compile(rf"(?P<cap>{_CAP_WORDS})|(?P<floor>{_FLOOR_WORDS})|下限(?P<low>为)?")
_AFTER_FLOOR: Final = "(?:及|或|含|\\(含\\))?以上|起"
_AFTER_CAP: Final = "(?:及|或|含)?以下|以内|之内|内|封顶"
_TAIL: Final = re.compile(
    r"(?:之间|的|比例|标准|幅度|/年度?|每年度?|随机|抽取|抽查|检查|进行|实施|开展|监管对象|检查对象|抽查对象|对象|市场主体|经营主体|企业|单位|机构|经营者|户数|户)*+"
)
_ABOUT: Final = re.compile("左右|上下|大约|约|近|其中|另|分别|除")


@dataclass(frozen=True, slots=True)
class PublishedRatio:
    """What a published ratio binds to: at least `floor`, at most `cap`; None for no bound.

    yearly: whether the words say that it is of a year.
    """

    floor: Fraction | None
    cap: Fraction | None
    yearly: bool = field(default=False, compare=False)


def published_ratio(text: str) -> PublishedRatio | None:
    """The bounds that a cell of 抽查比例 sets; None where it is not understood, or sets none.

    A bare ratio is a floor: a task may draw more than its items were published with (XT-11).
    """
    if len(text) > _MOST:
        return None
    bare = "".join(norm(_FOOTNOTE.sub("", text)).split())
    bare = re.sub(r"\((?:含|包含|含本数|均含)\)", "", bare)
    bare = _OPEN_RANGE.sub(r"\1\3-\2\3", bare)
    ratios: list[Fraction] = []

    def mark(match: re.Match[str]) -> str:
        ratios.append(_value(match))
        return f"{_MARK}{len(ratios) - 1}{_MARK}"

    marked = _RATIO.sub(mark, bare)
    if not ratios or any(not 0 <= ratio <= 1 for ratio in ratios):
        return None
    joined = PublishedRatio(None, None)
    for clause in _SPLIT.split(marked):
        if not clause or _ASIDE.fullmatch(clause):
            continue
        if _ABOUT.search(clause):
            return None
        bounds = _clause(clause, ratios) if _MARK in clause else None
        if bounds is None:
            if _MARK in clause or not _TIMES.fullmatch(clause):
                return None
            continue
        both = _joined(joined, bounds)
        if both is None:
            return None
        joined = both
    if joined.floor is not None and joined.cap is not None and joined.floor > joined.cap:
        return None
    return replace(joined, yearly=_YEARLY.search(marked) is not None)


def _joined(left: PublishedRatio, right: PublishedRatio) -> PublishedRatio | None:
    """Two clauses together; None where both set the same bound to different ratios."""
    for first, second in ((left.floor, right.floor), (left.cap, right.cap)):
        if first is not None and second is not None and first != second:
            return None
    floor = left.floor if right.floor is None else right.floor
    return PublishedRatio(floor, left.cap if right.cap is None else right.cap)


_ONE: Final = re.compile(
    rf"(?P<before>[^{_MARK}]*){_MARK}(?P<first>[0-9]+){_MARK}(?P<between>[^{_MARK}]*)"
    rf"(?:{_MARK}(?P<second>[0-9]+){_MARK}(?P<after>[^{_MARK}]*))?"
)


def _clause(clause: str, ratios: list[Fraction]) -> PublishedRatio | None:
    """The bounds of one clause with one ratio, or with two that are ends of a range."""
    match = _ONE.fullmatch(clause)
    if match is None:
        return None
    first = ratios[int(match["first"])]
    if match["second"] is None:
        return _bounds(match["before"], first, match["between"])
    second, between = ratios[int(match["second"])], match["between"]
    if re.fullmatch("-|~|—+|–|至|到|和|与", between):
        inside = _bounds(match["before"], first, match["after"])
        return PublishedRatio(first, second) if inside is not None and inside.cap is None else None
    for cut in range(len(between) + 1):
        left = _bounds(match["before"], first, between[:cut])
        right = _bounds(between[cut:].lstrip("且并和而及但同时"), second, match["after"])
        if left is None or right is None:
            continue
        if left == right or (left.floor is None) != (right.floor is None):
            return _joined(left, right)
    return None


def _bounds(before: str, ratio: Fraction, after: str) -> PublishedRatio | None:
    """The bound that the words around one ratio make of it; None where some are not understood."""
    rest = _BEFORE.sub("", before, count=1)
    word = _BOUND.match(rest)
    if _BEFORE.fullmatch(rest[word.end() :] if word else rest) is None:
        return None
    cap = bool(word and word["cap"])
    tail = after
    for words, is_cap in ((_AFTER_FLOOR, False), (_AFTER_CAP, True)):
        behind = re.match(words, after)
        if behind:
            if word is not None and cap != is_cap:
                return None
            cap, tail = is_cap, after[behind.end() :]
    if not _TAIL.fullmatch(tail):
        return None
    return PublishedRatio(None, ratio) if cap else PublishedRatio(ratio, None)


def _value(match: re.Match[str]) -> Fraction:
    if match["of"]:
        part, of = _number(match["part"]), _number(match["of"])
        return of / part if part else Fraction(-1)
    if match["percent"]:
        return Fraction(match["percent"]) / (100 if match["sign"] == "%" else 1000)
    if match["bottom"]:
        bottom = int(match["bottom"])
        return Fraction(int(match["top"]), bottom) if bottom else Fraction(-1)
    if match["decimal"]:
        return Fraction(match["decimal"])
    if match["tenths"]:
        return _number(match["tenths"]) / 10
    return Fraction(1, 2) if match["half"] else Fraction(1)


def _number(text: str) -> Fraction:
    """A number in digits or in Chinese, below ten thousand: 百分之二十五点五 has 二十五点五."""
    if text[0].isascii():
        return Fraction(text)
    whole, _, decimals = text.partition("点")
    total, digit = 0, 0
    for letter in whole:
        if letter in "十百千万":
            unit = {"十": 10, "百": 100, "千": 1000, "万": 10000}[letter]
            total, digit = total + (digit or 1) * unit, 0
        else:
            digit = _DIGITS[letter]
    value = Fraction(total + digit)
    for place, letter in enumerate(decimals, 1):
        value += Fraction(_DIGITS[letter], 10**place)
    return value
