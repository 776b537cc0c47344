"""Private numbers in a text, however they are written: what no publication may hold (LZ-10, LAW-3).

Telephone, identity and bank card numbers, e-mail addresses and the names of chat accounts. The text is
taken in its normal form, letter by letter, so that what is found is masked where it stands and nothing else
changes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from shuangsuiji.core.registries.identifiers import registration_number_problem, resident_number_problem


@dataclass(frozen=True, slots=True)
class PrivateNumber:
    """A number, or an address, that no publication may hold.

    Attributes:
        kind: in Chinese.
        digits: its digits alone, X for the last of an identity number; the small letters of an address.
    """

    kind: str
    digits: str

    @property
    def masked(self) -> str:
        """As it may be shown: 139****5678, 410101********123X."""
        head, tail = _shown(self)
        return (
            self.digits[:head]
            + "*" * (len(self.digits) - head - tail)
            + self.digits[len(self.digits) - tail :]
        )


class _Form(NamedTuple):
    """One form of private numbers; `holds` says whether digits of this form are one, in their text."""

    kind: str
    pattern: re.Pattern[str]
    holds: Callable[[str, str], bool] = lambda digits, around: True


class _Match(NamedTuple):
    number: PrivateNumber
    start: int
    end: int


_HEX = re.compile("[0-9a-f]{32,}")
"""A digest: its digits are no numbers of anybody."""
_INSTITUTION = re.compile(
    "(?<![0-9A-Za-z])[HP](?:13(?:0[1-9]|1[01])|14(?:0[1-9]|1[01])|15(?:0[1-9]|2[259]))[0-9]{7}(?![0-9A-Za-z])"
)
"""A 医保 code of Hebei, Shanxi or Inner Mongolia (GB/T 2260): its digits begin like those of a telephone."""
_BLANKS = r"[\s.·•・‧/\\_()\[\]{}<>*#~+|:'\"’‘”“„-]"
_MARKS = r"[,、;。]"
_GAP = f"(?:{_BLANKS}|{_MARKS}){{0,3}}"
_MOST_MARKS = 3
"""More commas than this, and it is a list of small numbers."""
_LEAST_DIGITS = 8
"""So many real digits a number with letters that look like digits has at least."""
_LONGEST_PHONE = 13
"""86 and a mobile number."""
_DASHES = re.compile("[\u2010-\u2015\u2212\u2500\u30fc\ufe58\ufe63\uff0d－—–]")
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0]"
)
_ANY_DIGITS = re.compile(rf"[0-9](?:{_GAP}[0-9Xx])*")
_CHINESE = str.maketrans("零〇一二三四五六七八九壹贰叁肆伍陆柒捌玖幺两", "0012345678912345678912")
_ALIKE = str.maketrans("OoΟοОоlI|ІіBЬ", "0000001111186")


def _is_birthday(digits: str) -> bool:
    try:
        born = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def _is_resident(digits: str, around: str) -> bool:
    """Whether 18 signs are an identity number, and not a card whose digits look like a birthday."""
    card = digits.isdigit() and _is_card(digits, around) and resident_number_problem(digits) is not None
    return _is_birthday(digits[6:14]) and not card


def _is_card(digits: str, around: str) -> bool:
    return bool(re.search("银行|卡号|账[号户]", around)) and not re.search("身份证|社保|保障", around)


def _is_old_resident(digits: str, around: str) -> bool:
    """An identity number of 15 digits. A registration number of a business has as many, and a check digit."""
    if not _is_birthday(f"19{digits[6:12]}") or re.search("注册|执照", around):
        return False
    return bool(re.search("身份证|证件|ID", around)) or bool(registration_number_problem(digits))


def _is_called(digits: str, around: str) -> bool:
    return bool(re.search("电话|座机|手机|小灵通|热线|联系|客服|咨询|拨打", around))


def _is_no_card_of_office(digits: str, around: str) -> bool:
    """Whether 11 digits may be a mobile number: no certificate of an inspector, which plans may publish."""
    return not re.search("(?:执法|检查)证号?码?[:\\s]*$", around)


def _joined(pattern: str) -> re.Pattern[str]:
    """A number that no other digit touches; DIGIT stands for a digit behind blanks and marks."""
    return re.compile(rf"(?<![0-9]){pattern.replace('DIGIT', f'(?:{_GAP}[0-9])')}(?![0-9])")


_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
"""The codes of cities that there are: 010, 02x and four digits from 03."""
_FORMS = (
    _Form("身份证号", _joined(rf"[1-9]DIGIT{{16}}{_GAP}[0-9Xx]"), _is_resident),
    _Form("银行卡号", _joined("62DIGIT{14,17}")),
    _Form("银行卡号", _joined("[1-9]DIGIT{11,18}"), _is_card),
    _Form("身份证号", _joined("[1-8]DIGIT{14}"), _is_old_resident),
    _Form("电话号码", _joined(rf"(?:(?:00)?86{_GAP})?1{_GAP}[3-9]DIGIT{{9}}"), _is_no_card_of_office),
    _Form("电话号码", _joined(rf"{_AREA}{_BLANKS}{{1,3}}[1-9]DIGIT{{6,7}}")),
    _Form("电话号码", _joined(rf"[48]00{_BLANKS}{{1,3}}[0-9]DIGIT{{6}}")),
    _Form("电话号码", _joined("400[16789]DIGIT{6}")),
    _Form("电话号码", _joined("[48]00DIGIT{7}"), _is_called),
    _Form("电话号码", _joined("[2-8]DIGIT{6,7}"), _is_called),
    _Form("电话号码", _joined(rf"{_AREA}[1-9]DIGIT{{6,7}}"), _is_called),
)
_DOT = r"(?:\s?[.。．]\s?|\s(?:dot|点)\s)"
_NAME = r"[0-9a-z](?a:[\w.+-]){0,63}"
_MAIL = re.compile(
    rf"{_NAME}\s?(?:@|#|[(\[{{]\s?at\s?[)\]}}])\s?(?a:[\w-])+(?:{_DOT}[a-z](?a:[\w-])+)+"
    rf"|{_NAME}\sat\s(?a:[\w-])+(?:\s(?:dot|点)\s[a-z](?a:[\w-])+)+"
    rf"|{_NAME}\s?@\s?[\w-]+{_DOT}[\u4e00-\u9fff]{{2,4}}",
    re.IGNORECASE,
)
_CHAT = re.compile(
    r"(?:[微薇威]\s?信|[vV]信|扣扣|企鹅|抖音|快手|钉钉|支付宝|[qQ]群|加v(?![a-z])"
    r"|(?<![a-z])(?:wechat|weixin|wx|vx|q\s?q))"
    r"(?:\s?(?:同号|号码?|账号|群|id))?[\s:是为]*([a-z0-9_-](?:[ ]?[a-z0-9_-]){4,19})",
    re.IGNORECASE | re.ASCII,
)
_CARD = re.compile(
    r"(?:护照|通行证|社保卡|社会保障卡|军官证|士兵证|台胞证|回乡证|残疾证|居住证|住院号|病历号|病案号)"
    r"[号码\s:军字第]*([a-z]{0,2}[0-9]{7,20})",
    re.IGNORECASE | re.ASCII,
)
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"(?:车牌|号牌|牌照|车号)[号码\s:为是]*([{_PROVINCES}]"
    r"[a-z][\s·•.-]?[a-z0-9]{5,6})(?![a-z0-9])"
    rf"|([{_PROVINCES}]"
    r"[a-z][\s·•.-]?(?=[a-z]{0,2}[0-9]{3})[a-z0-9]{5,6})(?![a-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_ADDRESSES = (
    ("电子邮箱", _MAIL, 0),
    ("微信、QQ号", _CHAT, 1),
    ("证件号码", _CARD, 1),
    ("车牌号码", _PLATE, 1),
)
"""Kind, form, and the group of it that is the address."""
_CODE = re.compile("[0-9]{15}")
"""A cell of nothing else: a registration number in its column, which is public."""
_OF_ADDRESSES = frozenset("@＠﹫#＃微薇威qQｑＱwWｗＷvVｖＶ扣企护幺抖快通钉支社军士牌车·•tT" + _PROVINCES)
_WHOLE = frozenset(kind for kind, _, _ in _ADDRESSES)
"""Kinds of which every sign counts, marks too."""


def private_numbers(
    text: str, secrets: Iterable[str] = (), allowed: Iterable[str] = ()
) -> list[PrivateNumber]:
    """The private numbers in a text (LZ-10).

    Digits are joined over blanks and marks, letters before them hide nothing; digits may be written in
    Chinese, and a few of them as letters that look like digits.

    Args:
        text: of one paragraph or cell, as shown.
        secrets: numbers of the registries that are private, digits alone.
        allowed: texts whose numbers are public: the seed, contacts of the office.

    Returns:
        Each number once, in the order of the text.
    """
    if not _may_hold(text):
        return []
    public = [form for one in allowed for form in (_bare(_normal(one)[0]), _normal(one)[0].lower())]
    found = {match.number.digits: match.number for match in _matches(_normal(text)[0], frozenset(secrets))}
    return [one for digits, one in found.items() if not any(digits in other for other in public)]


def without_private_numbers(text: str, secrets: Iterable[str] = (), public: Collection[str] = ()) -> str:
    """The text with every private number masked where it stands; all else stays as it was typed.

    Args:
        text: of one paragraph or cell.
        secrets: numbers of the registries that are private, digits alone.
        public: numbers that the office itself makes public, digits alone.
    """
    if not _may_hold(text):
        return text
    plain, places = _normal(text)
    letters = list(text)
    for match in _matches(plain, frozenset(secrets)):
        if match.number.digits in public:
            continue
        head, tail = _shown(match.number)
        own = [
            place
            for place in range(match.start, match.end)
            if match.number.kind in _WHOLE or plain[place].isalnum()
        ]
        for place in own[head : len(own) - tail]:
            letters[places[place]] = "*"
    return "".join(letters)


def holds_number(text: str, digits: str) -> bool:
    """Whether a text, such as a cell, holds the digits of a private number in their order, or the address."""
    plain = _normal(text)[0]
    if digits in _bare(plain) or digits in plain.lower() or digits in _bare(_alike(plain)):
        return True
    return any(match.number.digits == digits for match in _matches(plain, frozenset()))


def _shown(number: PrivateNumber) -> tuple[int, int]:
    """How many signs stay at either end."""
    if number.kind in _WHOLE:
        return 1, 1
    head, tail = {"身份证号": (6, 4), "银行卡号": (6, 4), "银行账号": (6, 4)}.get(number.kind, (3, 4))
    return (head, tail) if len(number.digits) > head + tail else (0, 2)


def _may_hold(text: str) -> bool:
    """Whether a text has a digit of any script, or a sign that an address has to have."""
    return any(letter.isnumeric() or letter in _OF_ADDRESSES for letter in text)


def _normal(text: str) -> tuple[str, list[int]]:
    """The normal form of a text without what nobody sees, and for each letter of it its place in the text.

    Where digits of one script follow those of another, a blank stands between them: the serial number of a
    shop hides no telephone behind it, and a number in two scripts is joined over the blank.
    """
    if text.isascii():
        return text, list(range(len(text)))
    normal: list[str] = []
    places: list[int] = []
    before = ""
    for place, letter in enumerate(text):
        for sign in unicodedata.normalize("NFKC", letter):
            if not _UNSEEN.match(sign):
                script = _script(letter)
                if before and script and script != before:
                    normal.append(" ")
                    places.append(place)
                normal.append(_ascii(sign))
                places.append(place)
                before = script
    return "".join(normal), places


def _script(letter: str) -> str:
    """In which digits a letter is one: ASCII, other decimal or Chinese digits; blank for what is none."""
    if letter in _CHINESE_DIGITS:
        return "Chinese"
    if not letter.isnumeric():
        return ""
    return "ASCII" if letter.isascii() else "other"


def _ascii(sign: str) -> str:
    """A digit of any script as 0 to 9, a dash of any kind as -."""
    value = unicodedata.decimal(sign, None)
    return _DASHES.sub("-", sign) if value is None else str(value)


def _matches(plain: str, secrets: frozenset[str]) -> Iterator[_Match]:
    """Every private number of a normal text; what was found is blank for the forms that follow."""
    rest = plain
    for public in (_HEX, _INSTITUTION):
        rest = public.sub(lambda match: " " * len(match.group()), rest)
    for kind, pattern, group in _ADDRESSES:
        for match in pattern.finditer(rest):
            at = group if match[group] is not None else group + 1
            own = _WRITTEN_OUT.sub(_as_signs, match[at].lower())
            yield _Match(PrivateNumber(kind, own), *match.span(at))
            rest = _blanked(rest, match.span(at))
    for fold in (_as_it_is, _chinese, _alike) if not _CODE.fullmatch(plain) else ():
        folded = fold(rest)
        if folded is rest and fold is not _as_it_is:
            continue
        for form in _FORMS:
            for match in form.pattern.finditer(folded):
                digits, around = _bare(match.group()), plain[max(0, match.start() - 6) : match.start()]
                real = sum("0" <= letter <= "9" for letter in rest[match.start() : match.end()])
                if len(re.findall(_MARKS, match.group())) > _MOST_MARKS or not form.holds(digits, around):
                    continue
                if fold is _alike and real < _LEAST_DIGITS:
                    continue
                yield _Match(PrivateNumber(form.kind, digits), *match.span())
                rest, folded = _blanked(rest, match.span()), _blanked(folded, match.span())
    for match in _ANY_DIGITS.finditer(rest) if secrets else ():
        if (digits := _bare(match.group())) in secrets:
            yield _Match(PrivateNumber(_kind_of_secret(digits), digits), *match.span())


def _kind_of_secret(digits: str) -> str:
    """What a number of a private column is, by its length: a telephone, an identity or an account number."""
    if len(digits) == 18 and resident_number_problem(digits) is None:
        return "身份证号"
    return "电话号码" if len(digits) <= _LONGEST_PHONE else "银行账号"


_WRITTEN_OUT = re.compile(r"(?P<at>#|[(\[{]\s?at\s?[)\]}]|\sat\s)|(?P<dot>[。．]|\s(?:dot|点)\s)|\s")


def _as_signs(match: re.Match[str]) -> str:
    return {"at": "@", "dot": "."}.get(match.lastgroup or "", "")


def _as_it_is(plain: str) -> str:
    return plain


def _chinese(plain: str) -> str:
    """Chinese digits as digits; the words of amounts and dates have units between them."""
    return plain.translate(_CHINESE) if any(letter in _CHINESE_DIGITS for letter in plain) else plain


def _alike(plain: str) -> str:
    return plain.translate(_CHINESE).translate(_ALIKE)


_CHINESE_DIGITS = frozenset(map(chr, _CHINESE))


def _blanked(plain: str, span: tuple[int, int]) -> str:
    return plain[: span[0]] + " " * (span[1] - span[0]) + plain[span[1] :]


def _bare(number: str) -> str:
    return re.sub("[^0-9Xx]", "", number).upper()
