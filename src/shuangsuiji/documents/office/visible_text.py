"""What a reader of a Word paper sees for certain: no hidden, tiny or white letters.

Text boxes, frames, floating tables, results of fields and margins of some pages alone are left out: where
they stand, and whether they are printed, is decided elsewhere than in their text.
Source: ECMA-376 part 1, 17.3 (run and paragraph properties), 17.4 (tables), 17.7 (styles).
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lxml import etree  # type: ignore[import-untyped]

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_MAIN = "word/document.xml"
_PAGES = ("document", "hdr", "ftr", "footnotes", "endnotes")
_VML = "urn:schemas-microsoft-com:vml"
_OFF = ("0", "false", "off", "none")
_TOGGLES = ("vanish", "webHidden", "specVanish", "strike", "dstrike", "emboss", "imprint", "outline", "rtl")
_ELSEWHERE = ("txbxContent", "AlternateContent", "del", "moveFrom", "fldSimple", "rt", "bdo", "dir")
_SYMBOLS = re.compile("wingdings|webdings|symbol|marlett|dingbats", re.I)
"""Fonts that print signs in place of letters."""
_NARROW, _FLAT, _SMALL_PAGE = 200, 160, 5_000
"""Twentieths of a point: less than one letter needs, than one line, than any page of an office."""
_LEAST_WIDTH = {"dxa": _NARROW, "pct": 100}
"""Of a cell, by its unit: twentieths of a point, fiftieths of a per cent."""
_DARK = {"black": 0, "darkBlue": 20, "darkRed": 30, "darkGreen": 50, "darkCyan": 80, "darkMagenta": 40}
_PAINTED = {"white": 255, "yellow": 230, "lightGray": 192, "darkGray": 128, "cyan": 200, "green": 180}
"""How bright the colours of a highlighter are; the others stand out from black and from white."""
_CONTRAST = 70
"""So many of 255 letters and ground have to differ in brightness."""
_LIMITS: tuple[tuple[str, str, int, int], ...] = (
    ("sz", "val", 9, 4_000),
    ("w", "val", 30, 1_000),
    ("spacing", "val", -60, 2_000),
    ("position", "val", -60, 60),
    ("fitText", "val", _NARROW, 100_000),
)
"""Properties of letters: name, attribute, least and most; half points, per cent, twentieths of a point."""


def has_floating_shapes(data: bytes) -> bool:
    """Whether a .docx has a shape or a picture that floats: it may lie over any text of its page."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
    roots = [root for root in map(etree.fromstring, parts) if etree.QName(root).localname in _PAGES]
    return any(
        etree.QName(one).namespace == _VML or etree.QName(one).localname == "anchor"
        for root in roots
        for one in root.iter(etree.Element)
    )


def visible_texts(data: bytes, holding: str) -> list[str]:
    """The pieces of text with a certain sign in the body, or in the margins of every page, that can be seen.

    Args:
        data: a finished .docx.
        holding: the sign; other pieces are not looked at, which saves most of the time.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    styles = _Styles(parts.get("word/styles.xml", b""))
    body = etree.fromstring(parts[_MAIN])
    pages = [_number(page, side, _SMALL_PAGE) for page in body.iter(f"{_WORD}pgSz") for side in ("w", "h")]
    if min(pages, default=_SMALL_PAGE) < _SMALL_PAGE:
        return []
    roots = [body, *(etree.fromstring(parts[name]) for name in _margins(body, parts) if name in parts)]
    return [text for root in roots for text in _pieces(root, styles, holding)]


def _margins(body: etree._Element, parts: Mapping[str, bytes]) -> Iterator[str]:
    """The headers and footers of all pages; those of the first or of even pages alone may never come."""
    relations = etree.fromstring(parts.get("word/_rels/document.xml.rels", b"<none/>"))
    targets = {item.get("Id"): item.get("Target", "") for item in relations}
    for reference in body.iter(f"{_WORD}headerReference", f"{_WORD}footerReference"):
        if _get(reference, "type") == "default":
            yield posixpath.normpath(posixpath.join("/word", targets.get(reference.get(_LINK), "")))[1:]


def _pieces(root: etree._Element, styles: _Styles, holding: str) -> Iterator[str]:
    fields = 0
    for part in root.iter(f"{_WORD}t", f"{_WORD}fldChar"):
        if part.tag == f"{_WORD}fldChar":
            fields += {"begin": 1, "end": -1}.get(_get(part, "fldCharType"), 0)
        elif fields <= 0 and holding in (part.text or "") and _is_seen(part, styles):
            yield part.text


def _is_seen(part: etree._Element, styles: _Styles) -> bool:
    around = [*part.iterancestors()]
    run = next((one for one in around if one.tag == f"{_WORD}r"), None)
    paragraph = next((one for one in around if one.tag == f"{_WORD}p"), None)
    if run is None or paragraph is None or _is_elsewhere(around) or _is_away(paragraph, around):
        return False
    return styles.shows(run, paragraph, around)


def _is_elsewhere(around: list[etree._Element]) -> bool:
    return any(
        etree.QName(one).localname in _ELSEWHERE or one.find(f"{_WORD}sdtPr/{_WORD}dataBinding") is not None
        for one in around
    )


def _is_away(paragraph: etree._Element, around: list[etree._Element]) -> bool:
    """Whether a paragraph is pressed flat, pushed off the page, or in a row or a cell without room."""
    own = paragraph.find(f"{_WORD}pPr")
    if own is not None:
        height, indent = own.find(f"{_WORD}spacing"), own.find(f"{_WORD}ind")
        if own.find(f"{_WORD}framePr") is not None:
            return True
        if (
            height is not None
            and _get(height, "lineRule") == "exact"
            and _number(height, "line", 240) < _FLAT
        ):
            return True
        if indent is not None and any(
            not -2_000 < _number(indent, side, 0) < 9_000
            for side in ("left", "right", "start", "end", "firstLine", "hanging")
        ):
            return True
    for one in around:
        if one.tag == f"{_WORD}tr":
            height = one.find(f"{_WORD}trPr/{_WORD}trHeight")
            if height is not None and _get(height, "hRule") == "exact" and _number(height, "val", 0) < 100:
                return True
            if _is_on(one.find(f"{_WORD}trPr/{_WORD}hidden")):
                return True
        elif one.tag == f"{_WORD}tc":
            width = one.find(f"{_WORD}tcPr/{_WORD}tcW")
            if width is not None and 0 < _number(width, "w", 0) < _LEAST_WIDTH.get(_get(width, "type"), 0):
                return True
        elif one.tag == f"{_WORD}tbl":
            grid = [_number(column, "w", 0) for column in one.findall(f"{_WORD}tblGrid/{_WORD}gridCol")]
            indent = one.find(f"{_WORD}tblPr/{_WORD}tblInd")
            if one.find(f"{_WORD}tblPr/{_WORD}tblpPr") is not None or (grid and sum(grid) < 5 * _NARROW):
                return True
            if indent is not None and not -2_000 < _number(indent, "w", 0) < 9_000:
                return True
    return False


class _Look(NamedTuple):
    """What letters look like, as far as it decides whether they are seen."""

    properties: Mapping[str, etree._Element]

    @property
    def is_hidden(self) -> bool:
        if any(_is_on(self.properties.get(name)) for name in _TOGGLES):
            return True
        for name, attribute, least, most in _LIMITS:
            given = self.properties.get(name)
            if given is not None and not least <= _number(given, attribute, least) <= most:
                return True
        combined = self.properties.get("eastAsianLayout")
        if combined is not None and _is_on_by(combined, "combine"):
            return True
        fonts = self.properties.get("rFonts")
        if fonts is not None and any(_SYMBOLS.search(name) for name in fonts.attrib.values()):
            return True
        filling = self.properties.get("textFill")
        kinds = {etree.QName(one).localname for one in filling.iter()} if filling is not None else set()
        return bool(kinds & {"noFill", "alpha"})


class _Styles:
    """The styles of a paper; a style has what the style has that it is based on."""

    def __init__(self, part: bytes) -> None:
        root = etree.fromstring(part) if part else etree.Element("none")
        self._styles = {_get(style, "styleId"): style for style in root.iter(f"{_WORD}style")}
        self._default = next(
            (
                name
                for name, style in self._styles.items()
                if _get(style, "type") == "paragraph" and _get(style, "default") in ("1", "true", "on")
            ),
            "",
        )
        self._base = root.find(f"{_WORD}docDefaults/{_WORD}rPrDefault/{_WORD}rPr")

    def shows(self, run: etree._Element, paragraph: etree._Element, around: list[etree._Element]) -> bool:
        """Whether the letters of a run can be seen on their ground."""
        own = run.find(f"{_WORD}rPr")
        style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
        named = own.find(f"{_WORD}rStyle") if own is not None else None
        layers = [self._base, *self._chain(_get(style, "val") if style is not None else self._default)]
        layers += [*self._chain(_get(named, "val") if named is not None else ""), own]
        properties = {
            etree.QName(one).localname: one for layer in layers if layer is not None for one in layer
        }
        if _Look(properties).is_hidden:
            return False
        grounds = [properties.get("shd"), paragraph.find(f"{_WORD}pPr/{_WORD}shd")]
        grounds += [one.find(f"{_WORD}tcPr/{_WORD}shd") for one in around if one.tag == f"{_WORD}tc"]
        if any(one is not None and _get(one, "val") not in ("clear", "nil", "") for one in grounds):
            return False  # a pattern, which may be all of one colour
        shades = (_brightness(one, "fill", 255) for one in grounds if one is not None)
        ground = next((shade for shade in shades if shade is not None), 255)
        marker = properties.get("highlight")
        if marker is not None:
            painted = {**_DARK, **_PAINTED}.get(_get(marker, "val"))
            ground = painted if painted is not None else ground
        color = properties.get("color")
        # Letters without a colour of their own turn white on a dark ground by themselves.
        letters = _brightness(color, "val", 0) if color is not None else None
        if letters is None:
            return marker is None or ground >= _CONTRAST
        return abs(letters - ground) >= _CONTRAST

    def _chain(self, name: str) -> list[etree._Element]:
        """The properties of a style's letters, those of what it is based on first."""
        found: list[etree._Element] = []
        seen: set[str] = set()
        while name in self._styles and name not in seen:
            seen.add(name)
            style = self._styles[name]
            found.insert(0, style.find(f"{_WORD}rPr"))
            based = style.find(f"{_WORD}basedOn")
            name = _get(based, "val") if based is not None else ""
        return found


def _brightness(element: etree._Element, attribute: str, otherwise: int) -> int | None:
    """How bright a colour is, 0 to 255; None where it is left to the program."""
    theme = _get(element, "themeColor" if attribute == "val" else "themeFill")
    if theme in ("background1", "light1", "bg1", "background2", "light2"):
        return 255
    value = _get(element, attribute)
    if value in ("auto", ""):
        return None
    if not re.fullmatch("[0-9A-Fa-f]{6}", value):
        return otherwise
    red, green, blue = (int(value[at : at + 2], 16) for at in (0, 2, 4))
    return (299 * red + 587 * green + 114 * blue) // 1000


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and _get(element, "val") not in _OFF


def _is_on_by(element: etree._Element, attribute: str) -> bool:
    return _get(element, attribute) not in ("", *_OFF)


def _get(element: etree._Element, name: str) -> str:
    value: str = element.get(_WORD + name, "")
    return value


def _number(element: etree._Element, name: str, otherwise: int) -> int:
    try:
        return round(float(_get(element, name) or otherwise))
    except ValueError:
        return otherwise
