"""The blank Word document that every paper starts from: python-docx's template with our styles and settings.

Source: GB/T 9704-2012 (fonts, lines). What python-docx has no words for (East Asian fonts, grid, language)
is set on its elements. Font sizes and lines are in points.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

_BODY, _TITLE, _HEADING, _SECOND, _NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "楷体_GB2312", "宋体"
_OTHER_NAMES = {_BODY: "仿宋", _TITLE: "宋体", _HEADING: "SimHei", _SECOND: "楷体", _NUMBER: "SimSun"}
"""What a computer that lacks the font may take instead."""

LINE_HEIGHT = 28.95
"""The height of a line in points: 22 lines on 225 mm."""

_BOTH, _LEFT = WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
_CENTER, _RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    """A paragraph style.

    Attributes:
        line: the exact height of a line; 0 for as high as the font asks.
        indent: of the first line, in characters.
        left: of the whole paragraph, in characters; `hang`: how far its first line stands out of that.
        grid: whether lines and characters keep to the page's grid.
        digest: whether a word may break anywhere.
    """

    font: str = _BODY
    size: float = 16
    align: WD_ALIGN_PARAGRAPH = _BOTH
    line: float = LINE_HEIGHT
    before: float = 0
    after: float = 0
    indent: int = 0
    left: int = 0
    hang: int = 0
    keep: bool = False
    grid: bool = True
    digest: bool = False


def _table_styles(name: str, size: float, line: float) -> dict[str, _Style]:
    """Lines of one height, so that a form's length is known."""
    text = _Style(size=size, align=_LEFT, line=line, before=1, after=1, grid=False)
    return {
        f"{name}文字": text,
        f"{name}居中": replace(text, align=_CENTER),
        f"{name}右对齐": replace(text, align=_RIGHT),
        f"{name}标题": replace(text, align=_CENTER, font=_HEADING),
    }


_STYLES = {
    "Title": _Style(font=_TITLE, size=22, align=_CENTER, line=32, keep=True, grid=False),
    "Heading 1": _Style(font=_HEADING, indent=2, keep=True),
    "Heading 2": _Style(font=_SECOND, indent=2, keep=True),
    "Footer": _Style(font=_NUMBER, size=14, line=0, grid=False),
    "公文正文": _Style(indent=2),
    # The 64 signs of a digest on one line.
    "公文摘要值": _Style(size=12, indent=2, align=_LEFT, digest=True),
    "公文顶格": _Style(),
    "公文附件": _Style(left=6, hang=4),
    "公文附件项": _Style(left=6, hang=1),
    "附件标识": _Style(font=_HEADING, align=_LEFT, keep=True),
    "文号": _Style(align=_CENTER),
    "公开标识": _Style(font=_HEADING, size=12, align=_LEFT, line=0, grid=False),
    # Centred on sixteen characters at the right: the date then stands four characters in (GB/T 9704, 7.3.5).
    "署名": _Style(align=_CENTER, left=12, keep=True),
    # The same for names of more than fifteen characters, which it would break.
    "长署名": _Style(align=_CENTER, left=4, keep=True),
    "盖章": _Style(align=_CENTER, grid=False),
    "印章间距": _Style(size=1, line=16, keep=True, grid=False),
    "表单标题": _Style(font=_TITLE, size=20, align=_CENTER, line=0, keep=True, grid=False),
    "表单编号": _Style(size=10.5, line=0, before=4, after=3, grid=False),
    "小字说明": _Style(size=10.5, line=13.5, before=3, grid=False),
    "文书机关": _Style(font=_TITLE, size=14, align=_CENTER, line=0, keep=True, grid=False),
    "文书编号": _Style(size=10.5, align=_CENTER, line=0, before=4, after=4, grid=False),
    "文书正文": _Style(size=12, line=18, indent=2, grid=False),
    "文书小标题": _Style(font=_HEADING, size=12, line=18, before=4, indent=2, keep=True, grid=False),
    "文书顶格": _Style(size=12, align=_LEFT, line=18, grid=False),
    "文书署名": _Style(size=12, align=_RIGHT, line=18, grid=False),
    "通知正文": _Style(size=10.5, line=15.5, indent=2, grid=False),
    "通知顶格": _Style(size=10.5, align=_LEFT, line=15.5, grid=False),
    "通知联系": _Style(size=11, align=_LEFT, line=18, grid=False),
    "通知盖章": _Style(size=11, align=_CENTER, line=18, grid=False),
    "盖章上空": _Style(size=1, line=4, keep=True, grid=False),
    "文书回证": _Style(font=_HEADING, size=13, align=_CENTER, line=0, after=3, keep=True, grid=False),
    "裁开线": _Style(font=_NUMBER, size=9, align=_CENTER, line=0, before=4, after=2, keep=True, grid=False),
    "图表": _Style(align=_CENTER, line=0, before=4, keep=True, grid=False),
    "图表标题": _Style(font=_HEADING, size=12, align=_CENTER, line=18, before=2, after=2, grid=False),
    "图表注": _Style(size=10.5, align=_CENTER, line=14, after=6, grid=False),
    "代码": _Style(font=_NUMBER, size=10.5, align=_CENTER, line=0, grid=False),
    "分节": _Style(size=1, line=1, grid=False),
    "页脚小字": _Style(font=_NUMBER, size=8, line=0, grid=False),
    "演练标识": _Style(font=_HEADING, size=18, align=_CENTER, line=0, grid=False),
    **_table_styles("表格", 12, 16),
    **_table_styles("紧凑表格", 10.5, 13.5),
    # 小五, so that certificate numbers of a notice stand on one line.
    **_table_styles("小表格", 9, 12),
}


def blank_document() -> Any:
    """A document of python-docx without text, with our styles."""
    document: Any = docx.Document()
    _clear(document)
    _set_styles(document.styles)
    return document


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
    for level in (1, 2):
        styles[f"Heading {level}"].element.pPr.get_or_add_outlineLvl().val = level - 1
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
    if wanted.left:
        layout.left_indent = Pt(wanted.left * wanted.size)
        layout.element.pPr.ind.set(qn("w:leftChars"), str(wanted.left * 100))
    if wanted.hang:
        layout.first_line_indent = Pt(-wanted.hang * wanted.size)
        layout.element.pPr.ind.set(qn("w:hangingChars"), str(wanted.hang * 100))
    if wanted.indent:
        layout.first_line_indent = Pt(wanted.indent * wanted.size)
        layout.element.pPr.ind.set(qn("w:firstLineChars"), str(wanted.indent * 100))
    for tag, off in (("w:wordWrap", wanted.digest), ("w:snapToGrid", not wanted.grid)):
        if off:
            layout.element.pPr.insert_element_before(OxmlElement(tag, {qn("w:val"): "0"}), "w:spacing")
