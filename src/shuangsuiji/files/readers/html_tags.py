"""The tags and texts of an HTML page, in time linear in its length whatever stands in it.

The standard library's parser is built for whole pages, takes ten times as long, and older ones of it can be
held up for minutes by a crafted page. Only tables are wanted here, so that tags need no tree.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]*+)((?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_SLOPPY_TAG = re.compile(r"<(/?)([A-Za-z][^\s/<>]{0,40})([^<>]*+)>")
_OPENING = re.compile("<(?=[A-Za-z/!?])")
_LONGEST_TAG = 4096
_LONGEST_ODD_TAG = 1 << 18
_PATIENCE = 200
"""So many tags may have odd quotes before all are cut at the first angle bracket."""
_RAW = {
    name: re.compile(rf"</{name}\b[^>]{{0,99}}>", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea", "xmp")
}
_ATTRIBUTE = re.compile(r"([^\s=<>\"'/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")

Token = tuple[str, str]
"""("", text), (name of a start tag in lower case, its attributes) or ("/" + name, "")."""


def tokens(page: str) -> Iterator[Token]:
    """The tags and texts of a page in order; comments, scripts and styles are left out."""
    position, odd = 0, 0
    while True:
        opening = _OPENING.search(page, position)
        if opening is None:
            yield "", page[position:]
            return
        start = opening.start()
        if start > position:
            yield "", page[position:start]
        found = None
        if odd < _PATIENCE:
            found = _TAG.match(page, start, start + _LONGEST_TAG)
        if found is None:
            if page.startswith("<!", start) or page.startswith("<?", start):
                position = _after_declaration(page, start)
                continue
            odd += 1
            found = _SLOPPY_TAG.match(
                page, start, start + _LONGEST_ODD_TAG if odd < _PATIENCE else start + 256
            )
        if found is None:
            yield "", "<"
            position = start + 1
            continue
        position = found.end()
        name = found[2].lower()
        yield (f"/{name}", "") if found[1] else (name, found[3])
        if name in _RAW and not found[1]:
            close = _RAW[name].search(page, position)
            position = close.end() if close else len(page)


def _after_declaration(page: str, start: int) -> int:
    mark = "-->" if page.startswith("<!--", start) else ">"
    end = page.find(mark, start + 2)
    return len(page) if end < 0 else end + len(mark)


def attributes_of(text: str) -> dict[str, str]:
    """The attributes of a tag by their names in lower case; the first of a name wins, as in browsers."""
    found: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(text):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found
