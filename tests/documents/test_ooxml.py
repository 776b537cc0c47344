"""What Word and WPS would mend silently in a paper: unknown styles, elements out of order, broken rows.

An office program opens such a file without a word and shows something else than was meant. Each rule has a
document that breaks it.
"""

from __future__ import annotations

import io
import itertools
import posixpath
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from bureau import NOW
from shuangsuiji.documents.papers import forms
from shuangsuiji.documents.templates.filling import fill, shipped
from shuangsuiji.documents.templates.forms import Form, PaperFrame, sample

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
Parts = Mapping[str, bytes]

ORDER = {
    "pPr": """
        pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd
        tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi
        adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc
        textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
    """,
    "rPr": """
        rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof
        snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText
        vertAlign rtl cs em lang eastAsianLayout specVanish oMath
    """,
    "tcPr": """
        cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
        hideMark
    """,
    "tblPr": """
        tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
        tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription
    """,
    "sectPr": """
        headerReference|footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
        pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid
        printerSettings
    """,
    "tbl": """
        bookmarkStart bookmarkEnd tblPr tblGrid tr
    """,
    "style": """
        name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat
        locked personal personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr
    """,
}
"""The children of an element in the order of ISO/IEC 29500-1; | where two may change places."""


def words(parts: Parts) -> Iterator[tuple[str, Any]]:
    """The parts that hold text, as trees."""
    for name, data in parts.items():
        if name.startswith("word/") and name.endswith(".xml"):
            yield name, etree.fromstring(data)


def styles_are_defined(parts: Parts) -> Iterator[str]:
    """A paragraph of a style that does not exist is shown in the default one."""
    kinds = {"pStyle": "paragraph", "rStyle": "character", "tblStyle": "table"}
    styles = etree.fromstring(parts["word/styles.xml"])
    known = {(style.get(f"{W}type"), style.get(f"{W}styleId")) for style in styles.iter(f"{W}style")}
    for name, root in words(parts):
        for tag, kind in kinds.items():
            for used in root.iter(W + tag):
                if (kind, used.get(f"{W}val")) not in known:
                    yield f"{name}: {kind} style {used.get(f'{W}val')}"
    for tag in ("basedOn", "next", "link"):
        for used in styles.iter(W + tag):
            if used.get(f"{W}val") not in {style for _, style in known}:
                yield f"styles: {tag} {used.get(f'{W}val')}"


def elements_stand_in_order(parts: Parts) -> Iterator[str]:
    """Word drops properties that stand where the schema has no place for them."""
    for name, root in words(parts):
        for outer, order in ORDER.items():
            places = {
                f"{W}{tag}": place for place, tags in enumerate(order.split()) for tag in tags.split("|")
            }
            for element in root.iter(W + outer):
                found = [places.get(child.tag, -1) for child in element if isinstance(child.tag, str)]
                if -1 in found or found != sorted(found):
                    yield f"{name}: {outer}: {[etree.QName(child).localname for child in element]}"


def rows_fill_their_grid(parts: Parts) -> Iterator[str]:
    """Cells that do not add up to the columns are stretched or cut."""
    for name, root in words(parts):
        for table in root.iter(f"{W}tbl"):
            grid = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
            for row in table.iterfind(f"{W}tr"):
                at = 0
                for cell in row.iterfind(f"{W}tc"):
                    span = cell.find(f"{W}tcPr/{W}gridSpan")
                    count = 1 if span is None else int(span.get(f"{W}val"))
                    width = cell.find(f"{W}tcPr/{W}tcW")
                    if width is not None and abs(int(width.get(f"{W}w")) - sum(grid[at : at + count])) > 12:
                        yield f"{name}: a cell of {width.get(f'{W}w')} on {sum(grid[at : at + count])}"
                    at += count
                if at != len(grid):
                    yield f"{name}: {at} columns on a grid of {len(grid)}"


def merges_begin_above(parts: Parts) -> Iterator[str]:
    """A cell that goes on a vertical merge which nothing began."""
    for name, root in words(parts):
        for table in root.iter(f"{W}tbl"):
            open_above: set[tuple[int, int]] = set()
            for row in table.iterfind(f"{W}tr"):
                at, now = 0, set()
                for cell in row.iterfind(f"{W}tc"):
                    span, merge = (cell.find(f"{W}tcPr/{W}{tag}") for tag in ("gridSpan", "vMerge"))
                    place = (at, 1 if span is None else int(span.get(f"{W}val")))
                    at += place[1]
                    if merge is None:
                        continue
                    now.add(place)
                    if merge.get(f"{W}val", "continue") != "restart" and place not in open_above:
                        yield f"{name}: a merge at column {place[0]} that nothing began"
                open_above = now


def cells_and_body_end_in_a_paragraph(parts: Parts) -> Iterator[str]:
    """Word adds the paragraph that is missing, and two tables in succession become one."""
    for name, root in words(parts):
        for cell in root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                yield f"{name}: a cell that ends without a paragraph"
        for body in root.iter(f"{W}body"):
            blocks = [child.tag for child in body if child.tag in (f"{W}p", f"{W}tbl")]
            if not blocks or blocks[-1] != f"{W}p":
                yield f"{name}: the last paragraph is missing"
            if any(pair == (f"{W}tbl", f"{W}tbl") for pair in itertools.pairwise(blocks)):
                yield f"{name}: two tables that become one"


def parts_are_there(parts: Parts) -> Iterator[str]:
    """Every relation leads to a part of a declared type, and every reference to a relation."""
    types = etree.fromstring(parts["[Content_Types].xml"])
    declared = {item.get("PartName", "")[1:] for item in types}
    endings = {item.get("Extension", "").lower() for item in types}
    for name in parts:
        if name != "[Content_Types].xml" and name not in declared and name.rsplit(".", 1)[-1] not in endings:
            yield f"{name}: no declared type"
    for name, root in words(parts):
        folder, file = posixpath.split(name)
        beside = parts.get(f"{folder}/_rels/{file}.rels")
        relations = list(etree.fromstring(beside)) if beside else []
        known = {relation.get("Id") for relation in relations}
        for relation in relations:
            target = posixpath.normpath(posixpath.join(folder, relation.get("Target")))
            if relation.get("TargetMode") != "External" and target not in parts:
                yield f"{name}: {target} is missing"
        for element in root.iter():
            yield from (
                f"{name}: relation {value}"
                for key, value in element.attrib.items()
                if key.startswith(R) and value not in known
            )


def pictures_have_numbers_of_their_own(parts: Parts) -> Iterator[str]:
    """Word gives new numbers to drawings that share one."""
    tag = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    counts = Counter(picture.get("id") for _, root in words(parts) for picture in root.iter(tag))
    yield from (f"{count} pictures with number {number}" for number, count in counts.items() if count > 1)


RULES: tuple[Callable[[Parts], Iterator[str]], ...] = (
    styles_are_defined,
    elements_stand_in_order,
    rows_fill_their_grid,
    merges_begin_above,
    cells_and_body_end_in_a_paragraph,
    parts_are_there,
    pictures_have_numbers_of_their_own,
)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@cache
def paper(file: str, count: int, rehearsal: bool = False) -> Mapping[str, bytes]:
    """A form filled in with `count` entries in every list."""
    form = next(form for form in forms() if form.file == file)
    frame = PaperFrame(title="题", created=NOW, rehearsal=rehearsal)
    return unpacked(fill(shipped(file), sample(form.slots, count), frame, strict=True))


@pytest.mark.parametrize("form", forms(), ids=lambda form: form.file)
def test_nothing_is_left_to_be_mended(form: Form[Any]) -> None:
    """The template and papers with none, one and three entries in every list; those of a rehearsal."""
    versions = [paper(form.file, count) for count in (0, 1, 3)] + [paper(form.file, 1, True)]
    for parts in (unpacked(shipped(form.file)), *versions):
        assert [fault for rule in RULES if rule is not merges_begin_above for fault in rule(parts)] == []
    for parts in versions:
        assert list(merges_begin_above(parts)) == []


LETTER = "承诺书.docx"
GOOD = (
    '<w:tbl><w:tblPr><w:tblW w:w="200" w:type="dxa"/></w:tblPr><w:tblGrid><w:gridCol w:w="100"/>'
    '<w:gridCol w:w="100"/></w:tblGrid><w:tr>'
    '<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/></w:tcPr><w:p/></w:tc>'
    '<w:tc><w:tcPr><w:tcW w:w="100" w:type="dxa"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl><w:p/>'
)
WRONG: dict[Callable[[Parts], Iterator[str]], str] = {
    styles_are_defined: '<w:p><w:pPr><w:pStyle w:val="Nobody"/></w:pPr></w:p>',
    elements_stand_in_order: '<w:p><w:pPr><w:jc w:val="left"/><w:keepNext/></w:pPr></w:p>',
    rows_fill_their_grid: GOOD.replace('<w:gridCol w:w="100"/>', "", 1),
    merges_begin_above: GOOD.replace('w:type="dxa"/></w:tcPr>', 'w:type="dxa"/><w:vMerge/></w:tcPr>', 1),
    cells_and_body_end_in_a_paragraph: GOOD.replace("<w:p/></w:tc>", "</w:tc>", 1),
    parts_are_there: '<w:p><w:hyperlink r:id="rId99"/></w:p>',
    pictures_have_numbers_of_their_own: "<w:p><w:r><w:drawing>"
    '<wp:inline><wp:docPr id="1" name="a"/></wp:inline>'
    '<wp:inline><wp:docPr id="1" name="b"/></wp:inline></w:drawing></w:r></w:p>',
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_it_is_for(rule: Callable[[Parts], Iterator[str]]) -> None:
    """And nothing else is wrong with the document."""
    for wrong, expected in ((WRONG[rule], True), (GOOD, False)):
        parts = dict(paper(LETTER, 1))
        body = parts["word/document.xml"].replace(b"<w:body>", b"<w:body>" + wrong.encode(), 1)
        parts["word/document.xml"] = body
        assert bool(list(rule(parts))) == expected
        assert not [fault for other in RULES if other is not rule for fault in other(parts)]
