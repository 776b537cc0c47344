"""A text file of cells: UTF-8, GB18030 or UTF-16, separated by commas, tabs, semicolons or bars."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import islice

from shuangsuiji.core.findings import Finding, Place, error, note
from shuangsuiji.core.registries.grid import DAMAGED_SCIENTIFIC, Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.sheet_scan import MAX_COLUMNS

SEPARATORS = ",\t;"
RARE_SEPARATORS = "|，"
_SAMPLE = 50
_MOST_LINES = 10
_CHINESE = re.compile("[\u4e00-\u9fff]{2}")
_SAID = re.compile(r"[sS][eE][pP]=([,\t;|，])\r?\n")
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?[Ee]\+[0-9]{1,3}")
_QUOTED_FORMULA = re.compile(r'="([^"]*)"')
_HAS_EXPONENT = re.compile(r"[0-9][Ee]\+[0-9]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")


def read_csv(data: bytes, name: str) -> tuple[Grid, list[Finding]]:
    """The one sheet of a text file, and a note when it was not UTF-8.

    A cell written ="00123", as exports do to keep zeros, is 00123. Rows are as long as they stand.

    Raises:
        BadInput: the encoding or the quotes are beyond repair; the finding names the line.
    """
    place = Place(file=name)
    text, findings = _decode(data, place)
    control = _CONTROL.search(text)
    if control:
        raise BadInput(error("file-not-spreadsheet", place))
    rows = _parse(text, place)
    if '="' in text:
        rows = [
            [_QUOTED_FORMULA.sub(r"\1", cell) if cell[:2] == '="' else cell for cell in row] for row in rows
        ]
    damaged = dict.fromkeys(scientific_cells(rows), DAMAGED_SCIENTIFIC) if _HAS_EXPONENT.search(text) else {}
    return Grid(file=name, sheet="", rows=rows, damaged=damaged), findings


def scientific_cells(rows: list[list[str]]) -> list[tuple[int, int]]:
    """The cells (row, column) that hold a number in scientific notation, such as 9.14E+17."""
    return [
        (r, c)
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
        if "+" in cell and _SCIENTIFIC.fullmatch(cell.strip())
    ]


def _decode(data: bytes, place: Place) -> tuple[str, list[Finding]]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), []
        except UnicodeDecodeError:
            raise BadInput(error("file-encoding", place)) from None
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as trouble:
        line = data.count(b"\n", 0, trouble.start) + 1
    lines = lines_of_other_encoding(data)
    if lines:
        first = Place(file=place.file, line=lines[0])
        shown = "、".join(map(str, lines[:_MOST_LINES]))
        raise BadInput(error("file-encodings-mixed", first, lines=shown, count=len(lines)))
    if _is_nearly_utf8(data):
        raise BadInput(error("file-utf8-damaged", Place(file=place.file, line=line)))
    try:
        return data.decode("gb18030"), [note("file-gb18030", place)]
    except UnicodeDecodeError:
        raise BadInput(error("file-encoding", place)) from None


def lines_of_other_encoding(data: bytes) -> list[int]:
    """The lines, from 1, of GBK in a file of UTF-8, as a program leaves them that adds to it; else none.

    Lines that hold Chinese in UTF-8 do not come about by chance. There is one at least for each of GBK, or
    the whole is no GBK either.
    """
    right, wrong = 0, []
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.isascii():
            continue
        try:
            right += _CHINESE.search(line.decode("utf-8")) is not None
        except UnicodeDecodeError:
            try:
                text = line.decode("gb18030")
            except UnicodeDecodeError:
                return []
            if not _CHINESE.search(text):
                return []
            wrong.append(number)
    return wrong if right >= len(wrong) or (right and not _is_gb18030(data)) else []


def _is_gb18030(data: bytes) -> bool:
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether a few bytes are broken in what is UTF-8: read as GB18030 it would be a heap of wrong signs."""
    if data.startswith(b"\xef\xbb\xbf"):
        return True
    sample = data[: 1 << 20].decode("utf-8", errors="replace")
    broken = sample.count("\ufffd")
    foreign = sum(letter > "\x7f" for letter in sample) - broken
    return broken * 10 < foreign


def _parse(text: str, place: Place) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=True)
    rows: list[list[str]] = []
    try:
        for row in reader:
            if len(row) > MAX_COLUMNS:
                values = {"line": reader.line_num, "count": len(row), "limit": MAX_COLUMNS}
                raise BadInput(error("csv-too-wide", Place(file=place.file), **values))
            rows.append(row)
    except csv.Error as trouble:
        code = "cell-too-long" if "field limit" in str(trouble) else "csv-quotes"
        raise BadInput(error(code, Place(file=place.file, line=reader.line_num))) from None
    return rows


def _separator(text: str) -> str:
    """The separator under which most of the first records have one and the same width above one.

    A first line sep=; says it, as Excel's own does. The rarer separators count only where the common ones
    do not divide half of the lines, since they stand within texts, too.
    """
    said = _SAID.match(text)
    if said:
        return said[1]
    lines = sum(bool(line.strip()) for line in islice(io.StringIO(text), _SAMPLE))
    common, (count, _) = _best(text, SEPARATORS)
    if 2 * count >= lines:
        return common
    rare, (other, _) = _best(text, RARE_SEPARATORS)
    return rare if other > count else common


def _best(text: str, separators: str) -> tuple[str, tuple[int, int]]:
    best, best_score = separators[0], (0, 0)
    for separator in separators:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        try:
            widths = Counter(len(row) for row in islice(reader, _SAMPLE) if len(row) > 1)
        except csv.Error:
            continue
        score = max(((count, width) for width, count in widths.items()), default=(0, 0))
        if score > best_score:
            best, best_score = separator, score
    return best, best_score
