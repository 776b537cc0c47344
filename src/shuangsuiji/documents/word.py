"""Word documents through python-docx: styles after GB/T 9704-2012, tables at speed, bytes that repeat.

What python-docx has no words for (East Asian fonts, the line grid, language) is set on its elements. Rows are
built as text, because a table of thousands would otherwise take minutes. Lengths of tables are in twips
(1/20 point), font sizes and lines in points, margins in millimetres.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor, Twips
from docx.text.paragraph import Paragraph

from shuangsuiji.documents.packing import repacked
from shuangsuiji.documents.wording import REHEARSAL

_BODY, _TITLE, _HEADING, _NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
_OTHER_NAMES = {_BODY: "仿宋", _TITLE: "宋体", _HEADING: "SimHei", _NUMBER: "SimSun"}
"""What a computer that lacks the font may take instead."""

_LINE = 28.95
"""The height of a line in points: 22 lines on 225 mm."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BOTH, _LEFT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Margins of an A4 page in millimetres, and whether there are 22 lines on it."""

    top: float
    bottom: float
    left: float
    right: float
    footer: float
    grid: bool

    @property
    def width(self) -> int:
        """The width of the text, in twips."""
        return round((210 - self.left - self.right) * 1440 / 25.4)


OFFICIAL = Page(top=37, bottom=35, left=28, right=26, footer=23, grid=True)
"""The page of an official paper (GB/T 9704-2012): the page number stands 7 mm under the text."""

FORM = Page(top=20, bottom=18, left=25, right=22, footer=10, grid=False)
"""The page of a form that has to hold on one sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell: its text (line breaks kept), how many columns it spans, and its place in a vertical merge.

    Attributes:
        merge: "" for none, "start" or "more" in a vertical merge.
        style: one of the paragraph styles for tables.
    """

    text: str = ""
    span: int = 1
    merge: str = ""
    style: str = "表格文字"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style.

    Attributes:
        line: the exact height of a line; 0 for as high as the font asks.
        indent: of the first line, in characters.
        grid: whether lines and characters keep to the page's grid.
        digest: whether a word may break anywhere.
    """

    font: str = _BODY
    size: float = 16
    align: WD_ALIGN_PARAGRAPH = _BOTH
    line: float = _LINE
    before: float = 0
    after: float = 0
    indent: int = 0
    keep: bool = False
    grid: bool = True
    digest: bool = False


def _table_styles(name: str, size: float, line: float) -> dict[str, _Style]:
    """Lines of one height, so that a form's length is known."""
    kinds = {
        "文字": (_BODY, _LEFT),
        "居中": (_BODY, _CENTER),
        "右对齐": (_BODY, _RIGHT),
        "标题": (_HEADING, _CENTER),
    }
    return {
        name + kind: _Style(font=font, size=size, align=align, line=line, before=1, after=1, grid=False)
        for kind, (font, align) in kinds.items()
    }


_STYLES = {
    "Title": _Style(font=_TITLE, size=22, align=_CENTER, line=32, keep=True, grid=False),
    "Heading 1": _Style(font=_HEADING, indent=2, keep=True),
    "Footer": _Style(font=_NUMBER, size=14, line=0, grid=False),
    "公文正文": _Style(indent=2),
    "公文摘要值": _Style(indent=2, align=_LEFT, digest=True),
    "公文顶格": _Style(),
    "公文附件项": _Style(indent=5),
    "附件标识": _Style(font=_HEADING, align=_LEFT, keep=True),
    "公开标识": _Style(font=_HEADING, size=12, align=_LEFT, line=0, grid=False),
    "署名日期": _Style(align=_RIGHT, keep=True),
    "表单标题": _Style(font=_TITLE, size=20, align=_CENTER, line=0, keep=True, grid=False),
    "表单编号": _Style(size=10.5, line=0, before=4, after=3, grid=False),
    "小字说明": _Style(size=10.5, line=13.5, before=3, grid=False),
    "代码": _Style(font=_NUMBER, size=10.5, align=_CENTER, line=0, grid=False),
    "页脚小字": _Style(font=_NUMBER, size=8, line=0, grid=False),
    "演练标识": _Style(font=_HEADING, size=18, align=_CENTER, line=0, grid=False),
    **_table_styles("表格", 12, 16),
    **_table_styles("紧凑表格", 10.5, 13.5),
}


class Paper:
    """One .docx of A4 pages in the making, numbered — 1 —, odd on the right, even on the left."""

    def __init__(
        self, page: Page, *, title: str, created: datetime, rehearsal: bool, footer: str = ""
    ) -> None:
        """Sets up pages and properties.

        Args:
            page: margins and grid.
            title: of the file's properties.
            created: of the file's properties; in UTC if it names no time zone.
            rehearsal: whether every page bears the mark of a rehearsal.
            footer: a small text under the page number, such as the short digest.
        """
        self._document: Any = docx.Document()
        _clear(self._document)
        _set_styles(self._document.styles)
        # To look a style up for each paragraph would take most of the time.
        self._ids = {style.name: style.style_id for style in self._document.styles}
        self._end = self._document.element.body.sectPr
        self._frames: dict[tuple[int, ...], Any] = {}
        properties = self._document.core_properties
        properties.author = properties.comments = ""
        # python-docx refuses longer ones.
        properties.title = _clean(title)[:255]
        # python-docx writes the hour as it stands, and calls it UTC.
        moment = created.astimezone(UTC) if created.tzinfo else created
        properties.created = properties.modified = moment
        section = self._document.sections[0]
        _set_page(section, page)
        _number(section.footer, _RIGHT, footer)
        _number(section.even_page_footer, _LEFT, footer)
        if rehearsal:
            for header in (section.header, section.even_page_header):
                header.paragraphs[0].text = REHEARSAL
                header.paragraphs[0].style = "演练标识"

    def paragraph(
        self, text: str, style: str = "公文正文", *, keep: bool = False, new_page: bool = False
    ) -> Any:
        """Adds a paragraph, with the next one on its page if `keep`; the paragraph of python-docx."""
        # Document.add_paragraph looks for the end of the body from its beginning each time.
        added = Paragraph(OxmlElement("w:p"), self._document._body)
        self._end.addprevious(added._p)
        added._p.style = self._ids[style]
        if text:
            added.add_run(_clean(text))
        if keep:
            added.paragraph_format.keep_with_next = added.paragraph_format.keep_together = True
        if new_page:
            added.paragraph_format.page_break_before = True
        return added

    def table(self, rows: Sequence[str], widths: Sequence[int]) -> None:
        """Adds a table of fixed widths with thin lines; `rows` come from `row`."""
        if tuple(widths) not in self._frames:
            self._frames[tuple(widths)] = self._frame(widths)
        table = deepcopy(self._frames[tuple(widths)])
        table.extend(list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(rows)}</w:tbl>")))
        self._end.addprevious(table)

    def _frame(self, widths: Sequence[int]) -> Any:
        """A table without rows, kept to be copied."""
        table = self._document.add_table(0, len(widths), "Table Grid")
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Twips(width)
        table._tbl.getparent().remove(table._tbl)
        return table._tbl

    def data(self) -> bytes:
        """The bytes of the finished document."""
        buffer = io.BytesIO()
        self._document.save(buffer)
        return repacked(buffer.getvalue())


def row(cells: Sequence[Cell], widths: Sequence[int], *, heading: bool = False, height: int = 0) -> str:
    """One table row that does not break across pages; a heading repeats on each page."""
    parts = []
    column = 0
    for cell in cells:
        width = sum(widths[column : column + cell.span])
        column += cell.span
        span = f'<w:gridSpan w:val="{cell.span}"/>' if cell.span > 1 else ""
        merge = {"start": '<w:vMerge w:val="restart"/>', "more": "<w:vMerge/>"}.get(cell.merge, "")
        lines = escape(_clean(cell.text)).split("\n")
        text = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
        parts.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}<w:vAlign w:val="center"/>'
            f'</w:tcPr><w:p><w:pPr><w:pStyle w:val="{cell.style}"/></w:pPr>'
            f"{f'<w:r>{text}</w:r>' if cell.text else ''}</w:p></w:tc>"
        )
    least = f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>' if height else ""
    repeat = "<w:tblHeader/>" if heading else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{least}{repeat}</w:trPr>{''.join(parts)}</w:tr>"


def shares(total: int, parts: Sequence[float]) -> list[int]:
    """Column widths in twips that add up to `total`, in the ratio of `parts`."""
    widths = [int(total * part / sum(parts)) for part in parts]
    widths[-1] += total - sum(widths)
    return widths


def _clean(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def _clear(document: Any) -> None:
    """Takes python-docx's own look out of its template, and puts Chinese settings in."""
    kept = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS}
    kept |= {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
    part = document.part
    for source in (part, part.package):
        for key in [key for key, relation in source.rels.items() if relation.reltype not in kept]:
            del source.rels[key]
    for style in list(document.styles):
        if style.name not in {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}:
            style.delete()
    document.settings.element[:] = parse_xml(f"<w:settings {nsdecls('w')}>{_SETTINGS}</w:settings>")
    document.settings.odd_and_even_pages_header_footer = True
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in _OTHER_NAMES.items()
    )
    blob = f"<w:fonts {nsdecls('w')}>{fonts}</w:fonts>".encode()
    table = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, blob, part.package)
    part.relate_to(table, RELATIONSHIP_TYPE.FONT_TABLE)


# Without an East Asian language Word centres the commas.
_DEFAULTS = (
    f'<w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:eastAsia="{_BODY}" '
    'w:hAnsi="Times New Roman" w:cs="Times New Roman" w:hint="eastAsia"/><w:kern w:val="2"/>'
    '<w:sz w:val="32"/><w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    "</w:rPr></w:rPrDefault><w:pPrDefault/>"
)

_SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
    '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)


def _set_styles(styles: Any) -> None:
    styles.element.find(qn("w:docDefaults"))[:] = parse_xml(
        f"<w:docDefaults {nsdecls('w')}>{_DEFAULTS}</w:docDefaults>"
    )
    styles["Normal"].paragraph_format.alignment = _BOTH
    for name, wanted in _STYLES.items():
        added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.isascii())
        added.base_style = styles["Normal"]
        added.quick_style = True
        _set_font(added, wanted)
        _set_paragraph(added, wanted)
    styles["Heading 1"].element.pPr.get_or_add_outlineLvl().val = 0
    styles["演练标识"].font.bold = True
    styles["演练标识"].font.color.rgb = RGBColor(0xC0, 0, 0)
    # 28 characters of 16 points on 156 mm: what each gives up. The grid of characters that Word knows would
    # say the same, but other programs space it out.
    for name in ("公文正文", "公文摘要值"):
        tight = OxmlElement("w:spacing", {qn("w:val"): "-5"})
        styles[name].element.rPr.insert_element_before(tight, "w:sz")
    margins = styles["Table Grid"].element.find(f".//{qn('w:tblCellMar')}")
    for side in ("left", "right"):
        margins.find(qn(f"w:{side}")).set(qn("w:w"), "85")


def _set_font(added: Any, wanted: _Style) -> None:
    added.font.name = _NUMBER if wanted.font == _NUMBER else "Times New Roman"
    for attribute, value in (("eastAsia", wanted.font), ("cs", "Times New Roman"), ("hint", "eastAsia")):
        added.element.rPr.rFonts.set(qn(f"w:{attribute}"), value)
    added.font.size = Pt(wanted.size)
    if not wanted.grid:
        added.font.snap_to_grid = False


def _set_paragraph(added: Any, wanted: _Style) -> None:
    layout = added.paragraph_format
    layout.alignment = wanted.align
    layout.line_spacing = Pt(wanted.line) if wanted.line else 1.0
    layout.space_before, layout.space_after = Pt(wanted.before), Pt(wanted.after)
    if wanted.keep:
        layout.keep_with_next = True
    if wanted.indent:
        layout.first_line_indent = Pt(wanted.indent * wanted.size)
        layout.element.pPr.ind.set(qn("w:firstLineChars"), str(wanted.indent * 100))
    for tag, off in (("w:wordWrap", wanted.digest), ("w:snapToGrid", not wanted.grid)):
        if off:
            layout.element.pPr.insert_element_before(OxmlElement(tag, {qn("w:val"): "0"}), "w:spacing")


def _set_page(section: Any, page: Page) -> None:
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(12), Mm(page.footer)
    grid = section._sectPr.find(qn("w:docGrid"))
    if page.grid:
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(_LINE * 20)))
    else:
        section._sectPr.remove(grid)


def _number(footer: Any, side: WD_ALIGN_PARAGRAPH, note: str) -> None:
    """The footer: — 1 —, one character in from its side; a small note under it."""
    line = footer.paragraphs[0]
    line.alignment = side
    line.paragraph_format.left_indent = line.paragraph_format.right_indent = Pt(14)
    line.add_run("— ")
    field = f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
    line._p.append(parse_xml(field))
    line.add_run(" —")
    if note:
        footer.add_paragraph(_clean(note), "页脚小字").alignment = side
