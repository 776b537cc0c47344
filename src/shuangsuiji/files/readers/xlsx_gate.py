"""The gate that the bytes of an .xlsx pass before calamine may see them.

calamine is fast, but checks no CRC, aborts the process on two far apart cells or on a boastful string
count, drops CDATA and reads UTF-16 as nothing. So, in this order: the zip itself, no document types
anywhere, the shared strings, every worksheet; each part is inflated once, in pieces, and dropped.

The number format of each cell style is read here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shuangsuiji.core.findings import Place, cell_name, error
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.number_formats import PLAIN, NumberFormat, builtin_format, format_of
from shuangsuiji.files.readers.plain_sheet import PlainSheet, PlainTexts
from shuangsuiji.files.readers.sheet_scan import (
    MAX_BOX,
    MAX_SHEETS,
    SHEET_DATA,
    SPARSE_FROM,
    SheetReport,
    SheetTrouble,
    check_prologue,
    scan_sheet,
)
from shuangsuiji.files.readers.styled_cells import StyledCells
from shuangsuiji.files.readers.zip_parts import ZipParts
from shuangsuiji.files.readers.zip_xml import SMALL_PART, xml_part

_MOST_ENTRIES = 65_536
"""Of each kind of style; Excel keeps 65,490 at most."""


@dataclass(frozen=True, slots=True)
class CellFormats:
    """The formats by the index of a style as it stands in a cell; a cell that names none has style 0.

    Attributes:
        formats: every style, and b"" for a cell without one.
        telling: those that may show something else than is stored.
        regular: whether the styles are written as all programs write them.
    """

    formats: Mapping[bytes, NumberFormat] = field(default_factory=lambda: {b"": PLAIN})
    telling: Mapping[bytes, NumberFormat] = field(default_factory=dict)
    regular: bool = True


def cell_formats(styles: Element | None) -> CellFormats:
    """The formats of the cell styles, from the root of the part that holds them.

    Raises:
        SheetTrouble: there are more than any program writes.
    """
    custom: dict[str, NumberFormat] = {}
    formats: dict[bytes, NumberFormat] = {}
    regular = True
    for element in styles if styles is not None else ():
        local = element.tag.rpartition("}")[2]
        if len(element) > _MOST_ENTRIES:
            raise SheetTrouble("book-too-big")
        if local == "numFmts":
            for entry in element:
                number = entry.get("numFmtId", "")
                custom[number] = format_of(entry.get("formatCode", ""))
                regular = regular and number.isdecimal()
        elif local == "cellXfs":
            for index, entry in enumerate(element):
                number = entry.get("numFmtId", "0")
                regular = regular and number.isdecimal() and entry.tag.rpartition("}")[2] == "xf"
                known = custom.get(number)
                formats[b"%d" % index] = known or builtin_format(int(number[:9]) if number.isdecimal() else 0)
    formats[b""] = formats.get(b"0", PLAIN)
    telling = {style: form for style, form in formats.items() if form.changes_text or not form.plain}
    # Parsers differ in what a cell without a style has.
    return CellFormats(formats, telling, regular and formats[b""].plain)


WORKBOOK = "xl/workbook.xml"
_PACKAGE = "_rels/.rels"
_STYLES = "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_SHARED = "xl/sharedstrings.xml"

MAX_TEXT = 1 << 30
"""Bytes of all texts of a sheet, a shared one counted wherever it is used."""
_LEAST_CELL = len('<c r="A1" t="s"><v>0</v></c>')
_OVERLAP = 64

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_CDATA = b"<![CDATA["
_COUNT = re.compile(rb"uniqueCount\s*+=\s*+[\"']([^\"']*+)[\"']")
MAX_BOASTED = 20_000_000
"""Shared strings that may be announced; calamine reserves 24 bytes for each."""
_STRING_END = re.compile(rb"</(?:[\w.-]+:)?si\s*>|<(?:[\w.-]+:)?si\s*/>")
_CELL_VALUE = re.compile(rb"<([^<>]*+)>\s*+<(?:[\w.-]++:)?v[^<>]*+>\s*+([0-9]{1,9})")
_IS_SHARED = re.compile(rb"\bt\s*+=\s*+[\"']s[\"']")


@dataclass(frozen=True, slots=True)
class SheetPass:
    """What the gate knows about one sheet of the workbook: its name, and the report of the scan.

    `report` is None for a sheet that is no worksheet (a chart, a dialog, macros). `plain` holds the cells
    where the scan could take them on its way.
    """

    name: str
    report: SheetReport | None
    hidden: bool = False
    plain: PlainSheet | None = None


def pass_gate(data: bytes, name: str, displays: bool = False) -> list[SheetPass]:
    """Let an .xlsx through, with one entry per sheet in the order of the workbook.

    Args:
        data: the whole file.
        name: the name to show in findings.
        displays: keep what numbers show; no cells are taken on the way then.

    Raises:
        BadInput: encrypted, damaged, hostile or too large; nothing has been handed to calamine.
    """
    place = Place(file=name)
    parts = ZipParts(data, place)
    try:
        return _Gate(parts, displays).run()
    except SheetTrouble as trouble:
        raise BadInput(error(trouble.code, place, **trouble.values)) from None


class _Gate:
    def __init__(self, parts: ZipParts, displays: bool) -> None:
        self._parts = parts
        self._displays = displays
        self._longest = 0
        self._texts: dict[bytes, str] | None = {b"": ""}
        self._formats = CellFormats()
        self._since_1904 = False
        self._hidden: set[str] = set()
        self._plain: dict[str, PlainSheet] = {}
        self._scientific = False

    def run(self) -> list[SheetPass]:
        self._check_package()
        targets = self._sheet_parts()
        reports: dict[str, SheetReport] = {}
        shared = self._parts.find(_SHARED)
        if shared:
            self._check_shared(shared)
        styles = self._parts.find(_STYLES)
        if styles:
            self._formats = cell_formats(xml_part(self._parts, styles))
        for part in self._parts.names():
            if part != shared and (part in targets.values() or self._check_part(part)):
                reports[part] = self._scan(part, targets)
        if sum(report.box for report in reports.values()) > MAX_BOX:
            raise SheetTrouble("book-too-big")
        return [
            SheetPass(sheet, reports.get(part), sheet in self._hidden, self._plain.get(part))
            for sheet, part in targets.items()
        ]

    def _sheet_parts(self) -> dict[str, str]:
        """Sheet name to the name of its part ("" for no worksheet), in the order of the workbook."""
        workbook, relations = xml_part(self._parts, WORKBOOK), xml_part(self._parts, _RELATIONS)
        targets: dict[str, str | None] = {"": ""}  # a module of macros has no relation
        for relation in relations:
            key = relation.get("Id", "")
            if key in targets:
                raise SheetTrouble("book-damaged")
            # Charts and macro sheets have relations of other types, and no cells to read.
            is_sheet = relation.get("Type", "").endswith("/worksheet")
            targets[key] = self._resolve(relation.get("Target", "")) if is_sheet else ""
        sheets: dict[str, str] = {}
        for element in workbook.iter():
            if _local(element.tag) == "sheet":
                links = [value for key, value in element.attrib.items() if "}" in key and _local(key) == "id"]
                sheet = element.get("name", "")
                target = targets.get(links[0]) if len(links) == 1 else None
                if target is None or sheet in sheets or (target and target in sheets.values()):
                    raise SheetTrouble("book-damaged")
                sheets[sheet] = target
                if len(sheets) > MAX_SHEETS:
                    raise SheetTrouble("book-too-big")
                if element.get("state", "visible") != "visible":
                    self._hidden.add(sheet)
            elif _local(element.tag) == "workbookPr" and element.get("date1904", "0") not in ("0", "false"):
                self._texts, self._since_1904 = None, True
        return sheets

    def _resolve(self, target: str) -> str | None:
        """The part that a relation of the workbook points to."""
        return self._parts.find(target[1:] if target.startswith("/") else f"xl/{target}")

    def _check_package(self) -> None:
        """The package must name the very workbook that is checked here."""
        for relation in xml_part(self._parts, _PACKAGE):
            if relation.get("Type", "").endswith("/officeDocument"):
                target = relation.get("Target", "").removeprefix("/")
                if target.lower() != WORKBOOK:
                    raise SheetTrouble("book-unusual")

    def _check_part(self, part: str) -> bool:
        """Check a part that is no known worksheet; whether it looks like one nevertheless."""
        is_xml = part.lower().endswith((".xml", ".rels", ".vml"))
        looks_like_sheet = False
        tail = b""
        for piece in self._parts.pieces(part):
            if is_xml:
                if not tail:
                    check_prologue(piece)
                piece = tail + piece
                if b"!" in piece and _DOCTYPE.search(piece):
                    raise SheetTrouble("book-doctype")
                tail = piece[-_OVERLAP:]
                looks_like_sheet = looks_like_sheet or SHEET_DATA.search(piece) is not None
        return looks_like_sheet

    def _check_shared(self, part: str) -> None:
        """The shared strings: an honest count, no CDATA, and how long the longest is."""
        plain = PlainTexts()
        for piece in self._markup(part):
            plain.feed(piece)
        texts = plain.finish()
        self._texts = texts if self._texts is not None else None
        self._longest = plain.longest
        if texts is not None:
            return
        tail = b""
        for piece in self._markup(part):
            *strings, tail = _STRING_END.split(tail + piece)
            self._longest = max(self._longest, len(tail), max(map(len, strings), default=0))
            if len(tail) > SMALL_PART:
                raise SheetTrouble("book-too-big")

    def _markup(self, part: str) -> Iterator[bytes]:
        """The pieces of the shared strings, each checked first."""
        tail = b""
        for piece in self._parts.pieces(part):
            if not tail:
                check_prologue(piece)
            self._scientific = self._scientific or (b"+" in piece and b"E+" in piece)
            both = tail + piece
            if b"!" in both and _DOCTYPE.search(both):
                raise SheetTrouble("book-doctype")
            if b"!" in both and _CDATA in both:
                raise SheetTrouble("book-unusual")
            if b"uniqueCount" in both:
                for count in map(bytes.strip, _COUNT.findall(both)):
                    if not count.isdigit() or len(count) > 9 or int(count) > MAX_BOASTED:
                        raise SheetTrouble("book-damaged")
            tail = piece[-_OVERLAP:]
            yield piece

    def _scan(self, part: str, targets: dict[str, str]) -> SheetReport:
        plain = None
        if self._texts is not None and self._formats.regular and not self._displays:
            plain = PlainSheet(self._texts, self._formats.formats)
        styled = StyledCells(self._formats.telling, self._since_1904, self._displays)
        report = scan_sheet(self._parts.pieces(part), taker=plain, styled=styled)
        # What the taker took before it refused has not been looked at for its styles.
        again = plain is not None and not report.taken and plain.last_row >= 0 and bool(self._formats.telling)
        if plain is not None and report.taken:
            self._plain[part] = plain
        if again or _too_sparse(report):
            styled = StyledCells(self._formats.telling, self._since_1904, self._displays)
            report = scan_sheet(self._parts.pieces(part), exact=_too_sparse(report), styled=styled)
        report.styled = styled
        if _too_sparse(report):
            sheet = next((name for name, target in targets.items() if target == part), part)
            last = cell_name(report.last_row, report.last_column)
            raise SheetTrouble("book-sparse", sheet=sheet, cell=last)
        if self._longest * (report.size // _LEAST_CELL) > MAX_TEXT:
            self._check_text(part)
        report.scientific = report.scientific or self._scientific
        report.longest = max(report.longest, self._longest)
        return report

    def _check_text(self, part: str) -> None:
        """Count the text for good where a long shared string might be used a million times."""
        shared = self._parts.find(_SHARED)
        lengths: list[int] = []
        tail = b""
        for piece in self._parts.pieces(shared) if shared else ():
            *strings, tail = _STRING_END.split(tail + piece)
            lengths.extend(map(len, strings))
        total = 0
        tail = b""
        for piece in self._parts.pieces(part):
            piece = tail + piece
            cut = piece.rfind(b"<", 0, -200) if len(piece) > 400 else 0
            cut = max(cut, 0)
            tail = piece[cut:]
            for index in (
                int(value) for cell, value in _CELL_VALUE.findall(piece) if _IS_SHARED.search(cell)
            ):
                total += lengths[index] if index < len(lengths) else 0
            if total > MAX_TEXT:
                raise SheetTrouble("book-too-big")


def _too_sparse(report: SheetReport) -> bool:
    return report.box > MAX_BOX or report.box > max(SPARSE_FROM, report.size)


def _local(name: str) -> str:
    return name.rpartition("}")[2]
