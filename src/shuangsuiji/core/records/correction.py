"""更正: what was wrong in a registry and is found after the draw (late corrections).

Harmless is what could not have changed the draw: private columns (地址, 联系方式 …) and the spelling of an
object's name, if the draw made again with the corrected names comes out the same; a name of somebody else is
not a spelling, since papers would send the inspection there. Whatever touches the number of objects, an id, a
tier, a district or the people who may be drawn is a matter for cancelling and redrawing. Source: LZ-4, LAW-5.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuangsuiji.core.beijing import beijing_day, recorded_time
from shuangsuiji.core.canonical import canonical_csv, norm
from shuangsuiji.core.records.snapshot import OTHER_FILES, POOL_FILES, PRIVATE
from shuangsuiji.core.rules.pool import parse_csv

NAME = "名称"
OBJECTS = PRIVATE + "objects.csv"
OTHER_OBJECTS = PRIVATE + "objects-other.csv"
_OTHERS = tuple(PRIVATE + name for name in OTHER_FILES)


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """One cell that reads otherwise: of which file of the snapshot, whose, in which column.

    A column that came or went has no key, and itself as the text after or before.
    """

    file: str
    key: str
    column: str
    before: str
    after: str

    @property
    def harmless(self) -> bool:
        """Whether it could not have changed who is drawn; a name has still to be tried."""
        return self.file in _OTHERS or (self.file == OBJECTS and self.column == NAME)

    @property
    def words(self) -> tuple[str, str]:
        """The texts before and after, as people are told of them."""
        if self.column and not self.key:
            there = "有这一列", "没有这一列"
            return there if self.before else (there[1], there[0])
        return self.before or "（空）", self.after or "（空）"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One correction: its number from 1, when, why, by whom, and the cells that read otherwise since.

    `changes` are against what was on record before it, not against the seal.
    """

    number: int
    time: str
    reason: str
    operator: str
    changes: tuple[CellChange, ...]


def later_changes(before: Sequence[CellChange], now: Sequence[CellChange]) -> tuple[CellChange, ...]:
    """What a correction changes of an earlier one of the same registry file; both tell from the seal on."""
    known = {(one.file, one.key, one.column): one for one in before}
    own = {(one.file, one.key, one.column): one for one in now}
    found = [
        CellChange(
            file=one.file,
            key=one.key,
            column=one.column,
            before=known[cell].after if cell in known else one.before,
            after=one.after,
        )
        for cell, one in own.items()
        if cell not in known or known[cell].after != one.after
    ]
    found += [
        CellChange(file=one.file, key=one.key, column=one.column, before=one.after, after=one.before)
        for cell, one in known.items()
        if cell not in own
    ]
    return tuple(found)


def corrected_lines(corrections: Sequence[Correction], key: str = "") -> Iterator[str]:
    """A sentence for each corrected cell, with what it read before and since.

    Args:
        corrections: oldest first.
        key: the id of one object or person; blank for all.
    """
    for one in corrections:
        for change in one.changes:
            if key in ("", change.key):
                whose = f"{change.key} 的" if change.key and not key else ""
                before, after = change.words
                told = f"{whose}{change.column or '整列'}由“{before}”改为“{after}”"
                time = recorded_time(one.time)
                day = beijing_day(time).isoformat() if time is not None else one.time[:10]
                yield f"更正-{one.number:03d}（{day}，{one.reason}）：{told}。"


IDENTIFYING = frozenset({"地址", "联系方式", "负责人", "法定代表人", "统一社会信用代码"})
"""Columns that together say which object it is, beside its id and its name."""
LEAST_COPIED = 2
"""So many of them of one other row are no correction but that other object: one telephone or one manager of
two branches is no rarity, two such cells are."""


def taken_over(files: Mapping[str, bytes], changes: Sequence[CellChange]) -> Iterator[tuple[CellChange, str]]:
    """Corrected cells that make an object read as another one, with the id of that one.

    Args:
        files: those that were sealed.
        changes: of one correction.
    """
    of_key: dict[str, list[CellChange]] = {}
    for change in changes:
        if change.file == OTHER_OBJECTS and change.column in IDENTIFYING and norm(change.after):
            of_key.setdefault(change.key, []).append(change)
    if not of_key:
        return
    heading, rows = parse_csv(files[OTHER_OBJECTS])
    for key, own in of_key.items():
        copied: dict[str, list[CellChange]] = {}
        for change in own:
            place, likeness = heading.index(change.column), Likeness(change.column, change.after)
            for row in rows:
                if row[0] != key and likeness.holds(row[place]):
                    copied.setdefault(row[0], []).append(change)
        for other, cells in copied.items():
            if len(cells) >= LEAST_COPIED or any(cell.column == "统一社会信用代码" for cell in cells):
                yield cells[0], other
                break


_BESIDE = re.compile(r"[（(〔\[【].*?[）)〕\]】]|[^\w]|_")
"""Remarks in brackets, blanks and punctuation."""
_NUMBER = re.compile("[0-9]{7,}")
_SAME_TELEPHONE = 7
"""So many last digits of two numbers are one telephone: an area code or a zero before it may be left out."""
_LEAST_HELD = {"负责人": 2, "法定代表人": 2}
"""So long must a text be to count as held by another one; of other columns six characters."""


class Likeness:
    """Whether other texts of a column say the same as one, however they are spelt.

    Telephones by their last digits, without extensions; addresses and names without brackets and punctuation,
    also where one holds the other, or where all their digits are the same and most other characters.
    """

    def __init__(self, column: str, text: str) -> None:
        self.column, self.plain = column, _in_figures(text)
        self.bare, self.telephones = _BESIDE.sub("", self.plain), _telephones(self.plain)
        self.digits = "".join(filter(str.isdecimal, self.bare))

    def holds(self, other: str) -> bool:
        """Whether another text of the same column says the same."""
        plain = _in_figures(other)
        if not plain or not self.plain or plain == self.plain:
            return bool(plain) and plain == self.plain
        if self.column == "联系方式":
            ours, theirs = self.telephones, _telephones(plain)
            return any(one[-_SAME_TELEPHONE:] == two[-_SAME_TELEPHONE:] for one in ours for two in theirs)
        bare = _BESIDE.sub("", plain)
        if self.column == "统一社会信用代码" or not bare or not self.bare:
            return bare == self.bare
        shorter, longer = sorted((bare, self.bare), key=len)
        if len(shorter) >= _LEAST_HELD.get(self.column, 6) and shorter in longer:
            return True
        if not self.digits or "".join(filter(str.isdecimal, bare)) != self.digits:
            return False
        return difflib.SequenceMatcher(None, bare, self.bare, autojunk=False).ratio() >= ALIKE


_NUMERALS = {sign: value for signs in ("零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖")
             for value, sign in enumerate(signs)} | {"两": 2}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_WRITTEN = re.compile(f"[{''.join([*_NUMERALS, *_TENS])}]+")


def _in_figures(text: str) -> str:
    """A text in normal form with its Chinese numerals as figures: 一号 and 1号, 二〇二 and 202 are one."""
    return _WRITTEN.sub(lambda match: _figures(match.group()), norm(text))


def _figures(numerals: str) -> str:
    if not any(sign in _TENS for sign in numerals):
        return "".join(str(_NUMERALS[sign]) for sign in numerals)
    total, digit = 0, None
    for sign in numerals:
        if sign in _TENS:
            total += (1 if digit is None else digit) * _TENS[sign]
            digit = None
        else:
            digit = _NUMERALS[sign]
    return str(total + (digit or 0))


def _telephones(text: str) -> list[str]:
    return _NUMBER.findall(re.sub(r"(?<=[0-9])[-—\s.()（）]+(?=[0-9])", "", text))


class NameTrouble(StrEnum):
    """Why a corrected name cannot be a matter of spelling."""

    TAKEN = "taken"
    """Another object of the registry has the name."""
    OTHER = "other"
    """It has little in common with the old one."""


ALIKE = 0.6
"""Least share of characters, of both names together, that a repaired name has in common with the old one.

One wrong, missing or turned character in a name of three still passes (2 of 3), a branch added behind a name
of four, too; another trade name before the same ending does not.
"""


def misnamed(
    files: Mapping[str, bytes], changes: Sequence[CellChange]
) -> Iterator[tuple[CellChange, NameTrouble]]:
    """The corrected names of objects that would be somebody else's; `files` are those that were sealed."""
    heading, rows = parse_csv(files[OBJECTS])
    owners: dict[str, set[str]] = {}
    for row in rows:
        owners.setdefault(norm(row[heading.index(NAME)]), set()).add(row[0])
    for change in changes:
        if change.file != OBJECTS or change.column != NAME or not change.key:
            continue
        before, after = norm(change.before), norm(change.after)
        if owners.get(after, set()) - {change.key}:
            yield change, NameTrouble.TAKEN
        elif after and (after in before or before in after):
            continue  # something was added to the name that does not belong there, or left out
        elif difflib.SequenceMatcher(None, before, after, autojunk=False).ratio() < ALIKE:
            yield change, NameTrouble.OTHER


def snapshot_changes(old: Mapping[str, bytes], new: Mapping[str, bytes]) -> list[CellChange]:
    """Every cell in which two snapshots differ, by file, row and column.

    A row or a column that came or went is one change under its id or its heading.
    """
    found: list[CellChange] = []
    for file in (PRIVATE + name for name in (*POOL_FILES, *OTHER_FILES)):
        if old[file] != new[file]:
            if file.endswith(".csv"):
                found += _rows(file, old[file], new[file])
            else:
                found.append(CellChange(file=file, key="", column="", before="", after=""))
    return found


def patched(files: Mapping[str, bytes], changes: Sequence[CellChange]) -> dict[str, bytes]:
    """The files of a snapshot with harmless changes made; what names no cell of theirs is left out."""
    result = dict(files)
    for file in {change.file for change in changes if change.harmless}:
        heading, rows = parse_csv(files[file])
        row_of = {row[0]: row for row in rows}
        for change in changes:
            if change.file == file and change.key in row_of and change.column in heading:
                row_of[change.key][heading.index(change.column)] = change.after
        result[file] = canonical_csv(heading, rows)
    return result


def _rows(file: str, old: bytes, new: bytes) -> list[CellChange]:
    (headings, before), (now, after) = parse_csv(old), parse_csv(new)
    found = [
        CellChange(
            file=file, key="", column=column,
            before=column if column in headings else "", after=column if column in now else "",
        )
        for column in sorted(set(headings) ^ set(now))
        if any(row[index] for rows, names in ((before, headings), (after, now)) if column in names
               for index in [names.index(column)] for row in rows)
    ]  # fmt: skip
    ours = {row[0]: dict(zip(headings, row, strict=True)) for row in before}
    theirs = {row[0]: dict(zip(now, row, strict=True)) for row in after}
    for key in sorted(set(ours) | set(theirs)):
        if key not in ours or key not in theirs:
            texts = (key, "") if key in ours else ("", key)
            found.append(CellChange(file=file, key=key, column="", before=texts[0], after=texts[1]))
            continue
        for column in headings[1:]:
            was, is_now = ours[key][column], theirs[key].get(column, "")
            if was != is_now and column in now:
                found.append(CellChange(file=file, key=key, column=column, before=was, after=is_now))
    if not found:  # rows of one id that differ, or another order
        found.append(CellChange(file=file, key="", column="", before="", after=""))
    return found
