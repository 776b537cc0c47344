"""The characters of XML and HTML files, by byte order mark, by declaration, or by what fits."""

from __future__ import annotations

import re

from shuangsuiji.core.findings import Finding, Place, error, note
from shuangsuiji.errors import BadInput

_HEAD = 4096
_DECLARED = re.compile(rb"(?:charset|encoding)\s*+=\s*+[\"']?\s*+([A-Za-z0-9][\w.:-]*+)", re.IGNORECASE)
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_CHINESE = frozenset(
    {"gb2312", "gb_2312-80", "gbk", "x-gbk", "cp936", "936", "ms936", "gb18030", "hz-gb-2312"}
)
_OTHERS = {"big5": "big5hkscs", "shift_jis": "cp932", "windows-1252": "cp1252"}


def plain_head(data: bytes) -> bytes:
    """The first bytes of a text file, in which ASCII stands as ASCII even when the file is UTF-16."""
    for mark, encoding in _MARKS[1:]:
        if data.startswith(mark):
            return (
                data[: 2 * _HEAD].decode(encoding, errors="ignore").encode("utf-8", errors="ignore")[:_HEAD]
            )
    return data[:_HEAD]


def decode_markup(data: bytes, name: str) -> tuple[str, list[Finding]]:
    """The text of an XML or HTML file; a note when it was taken for GB18030 although it says otherwise.

    Raises:
        BadInput: neither what the file declares, nor UTF-8, nor GB18030.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError:
                raise BadInput(error("file-encoding", Place(file=name))) from None
    declared = _declared(data)
    for encoding in dict.fromkeys((declared, "utf-8", "gb18030")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = encoding == "gb18030" != declared and not data.isascii()
        return text, [note("file-gb18030", Place(file=name))] if odd else []
    raise BadInput(error("file-encoding", Place(file=name)))


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:_HEAD])
    label = found[1].decode("ascii", "ignore").lower() if found else "utf-8"
    if label in _CHINESE:
        return "gb18030"
    return _OTHERS.get(label, "utf-8")
