"""The small XML parts of a zipped workbook, parsed once nothing in them can hurt."""

from __future__ import annotations

from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from shuangsuiji.files.readers.sheet_scan import SheetTrouble, check_prologue
from shuangsuiji.files.readers.zip_parts import ZipParts

SMALL_PART = 16 << 20
_MOST_TAGS = 500_000
"""In such a part; the styles of a workbook that has been copied about for years have a tenth of it."""


def xml_part(parts: ZipParts, name: str) -> Element:
    """The root of an XML part, found without regard to case.

    Raises:
        BadInput: the part is too large, or does not inflate as declared.
        SheetTrouble: there is none, or it is damaged, hostile, or in another encoding than UTF-8.
    """
    stored = parts.find(name)
    if stored is None:
        raise SheetTrouble("book-damaged")
    data = parts.whole(stored, SMALL_PART)
    check_prologue(data)
    if data.count(b"<") > _MOST_TAGS:
        raise SheetTrouble("book-too-big")
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        raise SheetTrouble("book-doctype") from None
    except (ParseError, ValueError, LookupError, AssertionError):
        raise SheetTrouble("book-damaged") from None
    return root
