"""The number formats of an .xlsx: which each cell style has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from shuangsuiji.files.readers.number_formats import PLAIN, NumberFormat, builtin_format, format_of
from shuangsuiji.files.readers.sheet_scan import SheetTrouble

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
