"""What is said of columns that are missing or misspelt: what is nearest, and what could be a code."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from shuangsuiji.core.columns.column import HeadingForms, KnownHeadings, Layout, heading_key
from shuangsuiji.core.columns.kinds import CODE_COLUMNS
from shuangsuiji.core.findings import Finding, Place, cell_name, error, note
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.identifiers import resident_number_problem

SERIALS: Final = ("序号", "顺序号", "序")
_NO_CODE = re.compile("身份证|电话|手机|联系|日期|时间|年限|次数|金额|面积|邮编|传真|邮箱")
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{1,31}|[一-鿿]{1,3}[-0-9A-Za-z]{2,}")
_SIDES: Final = frozenset("起止始终自至上下前后内外原新旧总分年月日一二三四五0123456789ABCD")
_NEAR: Final = 0.6
_MOST_SEEN: Final = 15
_MOST_CODES: Final = 5000
_MOST_COMPARED: Final = 400
"""Headings of a sheet that are compared with known ones letter by letter, the first."""
_LONGEST_COMPARED: Final = 60


@dataclass(frozen=True, slots=True)
class HeadedSheet:
    """A sheet whose heading ends in row `last` (from 0): the text above each column, the columns by name."""

    grid: Grid
    last: int
    texts: Sequence[str]
    columns: Mapping[str, int]


def quoted(name: str) -> str:
    """A name as it may stand in a plan: YAML would take 2024 for a number, and blanks away."""
    return name if re.fullmatch(r"[^\W0-9_][\w.（）]*", name) else "'" + name.replace("'", "''") + "'"


def field_choice(name: str, heading: str) -> str:
    """What a plan writes to say which column is meant."""
    return f"字段: {{{name}: {quoted(heading)}}}"


def seen(texts: Iterable[str]) -> str:
    """The headings that stand there, for a message."""
    found = [text for text in texts if text]
    return "、".join(found[:_MOST_SEEN]) + (" 等" if len(found) > _MOST_SEEN else "") or "（没有）"


def nearest(wanted: Iterable[str], texts: Iterable[str]) -> str:
    """The one of `texts` that is most like one of `wanted`; "" where none is much like any."""
    keys = {heading_key(word) for word in wanted}
    best, most = "", 0.0
    for text in islice(texts, _MOST_COMPARED):
        key = heading_key(text)[:_LONGEST_COMPARED]
        for word in keys if key else ():
            alike = difflib.SequenceMatcher(None, key, word, autojunk=False).ratio()
            enough = _NEAR if max(len(key), len(word)) > 2 else 0.5
            if alike >= enough and alike > most:
                best, most = text, alike
    return best


def no_such_heading(heading: str, texts: Sequence[str], place: Place) -> Finding:
    """字段 names a heading that the sheet has not."""
    likely = nearest([heading], texts)
    values = {"heading": heading, "known": seen(texts)}
    if likely:
        return error("registry-no-such-heading-likely", place, **values, likely=likely)
    return error("registry-no-such-heading", place, **values)


def missing_column(layout: Layout, group: Sequence[str], sheet: HeadedSheet) -> Finding:
    """A column that the registry needs is not there: what may be meant, or what stands there instead."""
    place = Place(file=sheet.grid.file, sheet=sheet.grid.sheet)
    values: dict[str, str | int] = {"title": layout.title, "name": "或".join(group), "row": sheet.last + 1}
    known = layout.names
    own = [text for text in sheet.texts if text and sheet.columns.get(text) is not None and text not in known]
    own += [text for text in sheet.columns if text not in sheet.texts and text not in known]
    likely = nearest((heading for name in group for heading in layout.names[name].headings), own)
    body = sheet.grid.rows[sheet.last + 1 :]
    cells = {
        text: [row[at] for row in body if at < len(row)] for text in own for at in (sheet.columns[text],)
    }
    codes = code_columns(cells) if CODE_COLUMNS.intersection(group) else []
    serial = next((text for text in own if heading_key(text) in SERIALS), "")
    if not likely or heading_key(likely) in SERIALS:
        likely = codes[0] if codes else ""
    if likely:
        choice = field_choice(group[0], likely)
        return error("registry-missing-column-likely", place, **values, likely=likely, choice=choice)
    if serial and "事项编码" in group:
        return error("registry-missing-column-serial", place, **values, choice=field_choice(group[0], serial))
    return error("registry-missing-column", place, **values, seen=seen(sheet.texts))


def code_columns(columns: Mapping[str, Iterable[str]]) -> list[str]:
    """The columns in which every cell is a code of its own, as codes of records are."""
    return [name for name, cells in columns.items() if code_like(name, cells)]


def code_like(heading: str, cells: Iterable[str]) -> bool:
    """Whether the cells of a column are codes, each of its own; numbers of persons and phones are none."""
    if _NO_CODE.search(heading) or heading_key(heading) in SERIALS:
        return False
    filled = list(islice((cell.strip() for cell in cells if cell.strip()), _MOST_CODES))
    codes = [cell for cell in filled if _CODE.fullmatch(cell) and any(map(str.isdigit, cell))]
    if len(codes) < max(2, 0.9 * len(filled)) or len(set(codes)) < len(codes):
        return False
    return not any(len(code) == 18 and resident_number_problem(code.upper()) is None for code in codes)


def misspelt_headings(layout: Layout, sheet: HeadedSheet) -> Iterator[Finding]:
    """Headings that differ by one character from one that the registry knows and that is not there."""
    lookup, known = layout.lookup, KnownHeadings(layout.lookup, HeadingForms())
    wanted = {key: name for key, (name, _) in lookup.items() if name not in sheet.columns and len(key) > 2}
    for text, index in islice(sheet.columns.items(), _MOST_COMPARED):
        key = heading_key(text)
        if text in layout.names or len(key) < 3 or known[text] is not None:
            continue
        likely = next((word for word in wanted if _one_slip(key, word)), "")
        if likely:
            cell = cell_name(sheet.last, index)
            place = Place(file=sheet.grid.file, sheet=sheet.grid.sheet, cell=cell)
            yield note("registry-heading-likely", place, heading=text, likely=likely, name=wanted[likely])


def _one_slip(one: str, other: str) -> bool:
    """Whether two headings differ by one character, or by two that changed places."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(apart) == 2 and apart[1] == apart[0] + 1:
            return one[apart[0]] == other[apart[1]] and one[apart[1]] == other[apart[0]]
        return len(one) > 3 and len(apart) == 1 and not {one[apart[0]], other[apart[0]]} & _SIDES
    shorter, longer = sorted((one, other), key=len)
    missing = [at for at in range(len(longer)) if longer[:at] + longer[at + 1 :] == shorter]
    return len(shorter) > 4 and bool(missing) and longer[missing[0]] not in _SIDES


def no_id_column(columns: Mapping[str, Iterable[str]], wanted: str | None, place: Place) -> Finding:
    """No column identifies objects: the question which one is meant, with what looks like codes."""
    codes = code_columns(columns)
    if wanted is not None:
        likely = nearest([wanted], columns) or "、".join(codes) or "（没有）"
        return error("registry-unknown-id-column", place, name=wanted, likely=likely)
    if codes:
        return error(
            "registry-no-id-column-likely", place, likely="、".join(codes), choice=f"标识: {quoted(codes[0])}"
        )
    return error("registry-no-id-column", place, seen=seen(columns))


def no_ids(columns: Mapping[str, Iterable[str]], column: str, place: Place) -> Finding:
    """One question where no row at all has an id: which column holds the codes?"""
    values = {"column": column, "codes": "、".join(code_columns(columns)) or "（没有）"}
    return error("registry-no-ids", place, **values)
