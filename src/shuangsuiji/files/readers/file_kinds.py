"""What a file is, told from its bytes and never from its name.

`KINDS` is the one table to extend: a kind that has a reader is handled in `files.readers.grids`, any other
kind's name is the code of the refusal that tells what the file seems to be and the way out.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from shuangsuiji.files.readers.markup_text import plain_head
from shuangsuiji.files.readers.zip_parts import directory_names

XLSX = "xlsx"
XLSB = "xlsb"
XLS = "xls"
ODS = "ods"
FLAT_ODS = "fods"
XML_2003 = "xml-2003"
HTML = "html"
TEXT = "text"

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_SHEET = re.compile(rb"\x09[\x00\x02\x04\x08][\x04-\x14]\x00[\x00-\x06][\x00-\x06]")
"""The first record of a workbook without a container: its kind, its length, its version."""
_ENTRY = 128
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|meta|table|body|style|script|div|title|link|center|font|form|tr|h[1-6])\b",
    re.IGNORECASE,
)
_WORKBOOK_2003 = re.compile(rb"<(?:\w+:)?Workbook\b[^<>]*urn:schemas-microsoft-com:office:spreadsheet")
_FLAT_ODS = re.compile(rb"<office:document\b[^<>]*application/vnd\.oasis\.opendocument\.spreadsheet")
_BLANKS = b" \t\r\n\xef\xbb\xbf"


def kind_of(data: bytes) -> str:
    """One of the kinds above, or the code of a refusal."""
    head = plain_head(data)
    for kind, fits in KINDS:
        if fits(data, head):
            return kind
    return TEXT


def _names(data: bytes) -> frozenset[str]:
    return directory_names(data) if data.startswith(_ZIP) else frozenset()


def _holds(*names: str) -> Callable[[bytes, bytes], bool]:
    return lambda data, head: not _names(data).isdisjoint(names)


def _starts(*marks: bytes) -> Callable[[bytes, bytes], bool]:
    return lambda data, head: head.startswith(marks)


def _is_ole2(stream: str) -> Callable[[bytes, bytes], bool]:
    # A stream's name stands in the directory of the container as UTF-16; how it is spelled does not matter.
    mark = stream.encode("utf-16-le")
    others = (stream.upper().encode("utf-16-le"), stream.lower().encode("utf-16-le"))
    return lambda data, head: (
        head.startswith(_OLE2) and (mark in data or any(_is_entry(data, other) for other in others))
    )


def _is_entry(data: bytes, mark: bytes) -> bool:
    """Whether a name stands at the head of an entry of the directory, and not in somebody's text."""
    at = data.find(mark + b"\0\0")
    while at >= 0 and at % _ENTRY:
        at = data.find(mark + b"\0\0", at + 1)
    return at >= 0


def _is_open_document(what: bytes) -> Callable[[bytes, bytes], bool]:
    mark = b"mimetypeapplication/vnd.oasis.opendocument." + what
    return lambda data, head: head.startswith(_ZIP) and mark in head[:200]


def _is_markup(pattern: re.Pattern[bytes]) -> Callable[[bytes, bytes], bool]:
    return lambda data, head: head.lstrip(_BLANKS).startswith(b"<") and pattern.search(head) is not None


def _is_mail(data: bytes, head: bytes) -> bool:
    return head.lstrip(_BLANKS)[:13].lower() == b"mime-version:"


def _is_picture(data: bytes, head: bytes) -> bool:
    return (
        head.startswith(_PICTURES)
        or (head[:4] == b"RIFF" and head[8:12] == b"WEBP")
        or (head[:2] == b"BM" and head[6:10] == b"\0\0\0\0")
    )


def _is_binary(data: bytes, head: bytes) -> bool:
    return b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff"))


KINDS: tuple[tuple[str, Callable[[bytes, bytes], bool]], ...] = (
    ("file-empty", lambda data, head: not data.strip(_BLANKS)),
    (XLSX, _holds("xl/workbook.xml")),
    (XLSB, _holds("xl/workbook.bin")),
    (ODS, _is_open_document(b"spreadsheet")),
    ("file-word", _is_open_document(b"text")),
    ("file-not-spreadsheet", _is_open_document(b"")),
    (ODS, _holds("content.xml")),
    ("file-word", _holds("word/document.xml")),
    ("file-archive", lambda data, head: bool(_names(data))),
    ("book-damaged", _starts(*_ZIP)),
    ("file-archive", _starts(*_ARCHIVES)),
    ("file-encrypted", _is_ole2("EncryptedPackage")),
    (XLS, _is_ole2("Workbook")),
    (XLS, _is_ole2("Book")),
    (XLS, lambda data, head: _OLD_SHEET.match(head) is not None),
    ("file-word", _is_ole2("WordDocument")),
    ("file-word", _starts(b"{\\rtf")),
    ("file-not-spreadsheet", _starts(_OLE2)),
    ("file-pdf", _starts(b"%PDF")),
    ("file-picture", _is_picture),
    (XML_2003, _is_markup(_WORKBOOK_2003)),
    (FLAT_ODS, _is_markup(_FLAT_ODS)),
    (HTML, _is_markup(_HTML)),
    ("file-mhtml", _is_mail),
    ("file-xml", _is_markup(re.compile(rb"<\?xml"))),
    ("file-not-spreadsheet", _is_binary),
)
"""Kind and detector, tried in this order on the whole file and its first bytes; the first that fits wins."""
