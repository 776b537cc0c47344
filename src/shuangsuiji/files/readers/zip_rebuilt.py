"""Zipped workbooks that are sound, but written in a way that parsers refuse: written anew in the usual way.

Names of parts with backslashes, as some exporters on Windows leave, and parts in UTF-16. Every part passes
the checks of `zip_parts` on its way; nothing else about it changes.
"""

from __future__ import annotations

import io
import re
import zipfile

from shuangsuiji.core.findings import Place
from shuangsuiji.files.readers.zip_parts import ZipParts, directory_spelling

MOST = 256 << 20
"""Bytes of all parts that are held at once for it."""
_MARKUP = (".xml", ".rels", ".vml")
_DECLARED = re.compile(r"\A(<\?xml[^>]*?\bencoding\s*+=\s*+)([\"'])[\w.-]++\2")
_STARTS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


def has_backslashes(data: bytes) -> bool:
    """Whether the parts of a zip are named in the way of Windows."""
    return any("\\" in name for name in directory_spelling(data))


def rebuilt(data: bytes, name: str) -> bytes | None:
    """The same parts under names with slashes, markup in UTF-8; None where that does not help.

    Raises:
        BadInput: the zip is damaged, hostile, or too large.
    """
    parts = ZipParts(data, Place(file=name))
    if sum(map(parts.size, parts.names())) > MOST:
        return None
    stream = io.BytesIO()
    changed = has_backslashes(data)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in parts.names():
            content = parts.whole(part, MOST)
            if part.lower().endswith(_MARKUP):
                utf8 = _as_utf8(content)
                changed, content = changed or utf8 != content, utf8
            # The type of an OpenDocument file stands in the clear at the head of it.
            how = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(part), content, compress_type=how)
    return stream.getvalue() if changed else None


def _as_utf8(content: bytes) -> bytes:
    encoding = _STARTS.get(content[:2])
    if encoding is None:
        return content
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return content
    return _DECLARED.sub(r"\1\2UTF-8\2", text, count=1).encode("utf-8", errors="surrogatepass")
