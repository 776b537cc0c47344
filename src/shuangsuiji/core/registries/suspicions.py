"""What is likely wrong though every cell is well formed: warnings only, for a person to look at.

- Rows that are likely one and the same: the same name at the same address, or the same name with the same
  phone or person in charge at addresses that do not contradict each other. Shops of one legal entity share
  a name and a credit code and stand at different addresses: they are not reported.
- ID numbers of persons in a registry that has no use for them.
- Characters that nobody sees (zero-width blanks, fillers): two codes look alike and are not.

All of it is linear in the rows. Source: requirements.md, facts on registries in the wild; LZ-10.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.columns.kinds import CODES_OR_NAMES, Kind
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.lookalikes import INVISIBLE
from shuangsuiji.core.registries.identifiers import credit_code_problem, resident_number_problem
from shuangsuiji.core.registries.tables import Table

LEAST_CODES = 4
"""With fewer codes nobody can tell how long they are."""
MOST_PAIRS = 200
"""So many likely duplicates are named; the rest are counted."""

_PUNCTUATION: Final = re.compile(r"[\W_]+")
_LONG_RUN: Final = re.compile("[0-9]{15}")
_PUNCTUATION_BUT_ENDS: Final = re.compile(r"[^\w\n]+|_+")
_RESIDENT: Final = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx](?![0-9A-Za-z])")
_RESIDENT_15: Final = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}(?![0-9A-Za-z])"
)
_DIGITS: Final = re.compile("[0-9]")


def suspicions(kind: Kind, table: Table, ids: Sequence[str]) -> list[Finding]:
    """All that is suspicious in a registry, as warnings.

    Args:
        kind: the registry.
        table: its columns.
        ids: the id of each row; for recusals and history nothing is compared.
    """
    found = [*invisible_characters(table), *resident_numbers(kind, table), *lost_zeros(table)]
    if kind is Kind.OBJECTS:
        found += likely_duplicate_objects(table, ids)
    elif kind is Kind.INSPECTORS:
        found += _likely_duplicate_people(table, ids, "部门")
    elif kind is Kind.EXPERTS:
        found += _likely_duplicate_people(table, ids, "单位")
    return found


def comparison_key(text: str) -> str:
    """A name or an address as compared: NFKC, no blanks, brackets and other marks, capital letters."""
    return _PUNCTUATION.sub("", norm(text)).upper()


def comparison_keys(texts: Sequence[str]) -> list[str]:
    """`comparison_key` of each of many texts, all at once where none holds a line break."""
    whole = "\n".join(texts)
    if whole.count("\n") != len(texts) - 1:
        return list(map(comparison_key, texts))
    return _PUNCTUATION_BUT_ENDS.sub("", unicodedata.normalize("NFKC", whole)).upper().split("\n")


def likely_duplicate_objects(table: Table, ids: Sequence[str]) -> list[Finding]:
    """Pairs of rows with different ids that are likely one object, each at its name's cell."""
    names = comparison_keys(table.cells("名称"))
    repeated = {name for name, count in Counter(names).items() if count > 1 and name}
    rows = [row for row, name in enumerate(names) if name in repeated]
    keys: dict[str, dict[int, str]] = {}
    for column in ("地址", "联系方式", "负责人"):
        cells = table.cells(column)
        keys[column] = dict(zip(rows, comparison_keys([cells[row] for row in rows]), strict=True))
    addresses = keys["地址"]
    pairs: dict[tuple[int, int], str] = {}
    at: dict[tuple[str, str], int] = {}
    for row in rows:
        if addresses[row]:
            first = at.setdefault((names[row], addresses[row]), row)
            if first != row and ids[first] != ids[row]:
                pairs[first, row] = "object-likely-duplicate"
    matched = {row for _, row in pairs}
    for column in ("联系方式", "负责人"):
        seen: dict[tuple[str, str], int] = {}
        for row in rows:
            contact = keys[column][row]
            if not contact or row in matched:
                continue
            first = seen.setdefault((names[row], contact), row)
            if first == row or ids[first] == ids[row]:
                continue
            if _compatible(addresses[first], addresses[row]):
                pairs.setdefault((first, row), "object-likely-duplicate-contact")
    return _paired(table, ids, pairs, "名称")


def _compatible(one: str, other: str) -> bool:
    """Whether two addresses may be the same: one is missing, or is the end of the other."""
    return not one or not other or one.endswith(other) or other.endswith(one)


def _likely_duplicate_people(table: Table, ids: Sequence[str], employer: str) -> list[Finding]:
    """People of one name in one department whose phones do not tell them apart."""
    pairs: dict[tuple[int, int], str] = {}
    seen: dict[tuple[str, str], int] = {}
    phones = ["".join(_DIGITS.findall(norm(cell))) for cell in table.cells("联系方式")]
    for row, (name, place) in enumerate(zip(table.cells("姓名"), table.cells(employer), strict=True)):
        if not name:
            continue
        first = seen.setdefault((comparison_key(name), comparison_key(place)), row)
        differ = phones[first] and phones[row] and phones[first] != phones[row]
        if first != row and ids[first] != ids[row] and not differ:
            pairs[first, row] = "person-likely-duplicate"
    return _paired(table, ids, pairs, "姓名")


def _paired(
    table: Table, ids: Sequence[str], pairs: dict[tuple[int, int], str], column: str
) -> list[Finding]:
    found, names = [], table.cells(column)
    for (first, row), code in sorted(pairs.items(), key=lambda pair: (pair[0][1], pair[0][0]))[:MOST_PAIRS]:
        other = table.place(first, column)
        where = " › ".join(part for part in (other.sheet, other.cell) if part)
        values = {"name": names[row], "id": ids[row], "other": where, "other_id": ids[first]}
        found.append(warning(code, table.place(row, column), **values))
    if len(pairs) > MOST_PAIRS:
        found.append(warning("likely-duplicates-more", table.file_place(), count=len(pairs) - MOST_PAIRS))
    return found


def resident_numbers(kind: Kind, table: Table) -> Iterator[Finding]:
    """One warning for each column that holds ID numbers of persons, at the first of them.

    Fifteen digits count as an old ID number only where no registration number may stand: in what people
    write of people.
    """
    for column, cells in table.columns.items():
        different = dict.fromkeys(cells)
        if max(map(len, different), default=0) < 15:
            continue
        text = "\n".join(different)
        if not _LONG_RUN.search(text):
            continue
        old = kind in {Kind.INSPECTORS, Kind.EXPERTS} or column in {"负责人", "联系方式"}
        found = [match for match in _RESIDENT.finditer(text) if _is_resident(match[0].upper(), column)]
        found += list(_RESIDENT_15.finditer(text)) if old else []
        if found:
            holding = {text.count("\n", 0, match.start()) for match in found}
            held = {cell for number, cell in enumerate(different) if number in holding}
            rows = [row for row, cell in enumerate(cells) if cell in held]
            yield warning("resident-number", table.place(rows[0], column), column=column, count=len(rows))


def _is_resident(number: str, column: str) -> bool:
    if resident_number_problem(number) is not None:
        return False
    return column != "统一社会信用代码" or credit_code_problem(norm_id(number)) is not None


def invisible_characters(table: Table) -> Iterator[Finding]:
    """Each cell that holds a character without a shape; in a code it makes two out of one."""
    for column, cells in table.columns.items():
        if not INVISIBLE.search("".join(cells)):
            continue
        for row, cell in enumerate(cells):
            match = INVISIBLE.search(cell)
            if match:
                name = f"U+{ord(match[0]):04X}"
                yield warning(
                    "registry-invisible-character", table.place(row, column), column=column, character=name
                )


def lost_zeros(table: Table) -> Iterator[Finding]:
    """Each code of digits that is shorter than the others, where some of the others begin with a zero.

    A program that took the code for a number has dropped its zeros, in this file or in one before it.
    """
    for column in CODES_OR_NAMES.intersection(table.columns):
        cells = table.columns[column]
        digits = [cell for cell in cells if cell.isascii() and cell.isdigit()]
        if len(digits) < LEAST_CODES:
            continue
        (length, count), *_ = Counter(map(len, digits)).most_common(1)
        if 2 * count <= len(digits) or not any(cell[0] == "0" for cell in digits if len(cell) == length):
            continue
        for row, cell in enumerate(cells):
            if len(cell) < length and cell.isascii() and cell.isdigit():
                values = {"column": column, "text": cell, "likely": cell.zfill(length)}
                yield warning("registry-lost-zero", table.place(row, column), **values)


def without_invisible(text: str) -> str:
    """The text without characters that nobody sees, controls among them; line breaks and tabs stay."""
    if text.isprintable() and not INVISIBLE.search(text):
        return text
    text = INVISIBLE.sub("", text)
    return "".join(
        letter for letter in text if letter in "\n\r\t" or unicodedata.category(letter) not in {"Cc"}
    )


def with_names(text: str) -> str:
    """The text with what nobody sees by its name, so that a list of changes can show it."""
    return INVISIBLE.sub(lambda match: f"〔U+{ord(match[0]):04X}〕", text)
