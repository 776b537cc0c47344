"""The parts of a .docx that do not depend on its text: styles, settings, fonts, page, relations.

Sources: GB/T 9704-2012 (page, fonts, page numbers), ISO/IEC 29500 (order of elements). `w:lang` names
Chinese, else Word centres the commas; fonts that a computer may lack have an `altName`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

BODY_FONT = "仿宋_GB2312"
TITLE_FONT = "方正小标宋简体"
HEADING_FONT = "黑体"
SECOND_FONT = "楷体_GB2312"
NUMBER_FONT = "宋体"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument"

_LINE_PITCH = 579
"""22 lines on 225 mm."""

_CHARACTER_SPACE = -5
"""28 characters of 16 points on 156 mm: what each gives up, in twips. The grid of characters that Word knows
would say the same, but other programs space it out."""


def root(name: str, inner: str) -> str:
    """A part with a root element of the word-processing namespace."""
    return f'{_DECLARATION}<w:{name} xmlns:w="{_W}" xmlns:r="{_R}">{inner}</w:{name}>'


def section(margins: Mapping[str, int], grid: bool) -> str:
    """The page: A4, margins in twips, header and footer, the grid of an official paper if asked for."""
    references = "".join(
        f'<w:{part}Reference w:type="{kind}" r:id="{part}{number}"/>'
        for part in ("header", "footer")
        for kind, number in (("default", 1), ("even", 2))
    )
    lines = f'<w:docGrid w:type="lines" w:linePitch="{_LINE_PITCH}"/>' if grid else ""
    # GB/T 9704: the line of the page number stands 7 mm under the text.
    footer = margins["bottom"] - 397 - 283 if grid else 567
    return (
        f'<w:sectPr>{references}<w:pgSz w:w="11906" w:h="16838"/>'
        f'<w:pgMar w:top="{margins["top"]}" w:right="{margins["right"]}" w:bottom="{margins["bottom"]}" '
        f'w:left="{margins["left"]}" w:header="680" w:footer="{footer}" w:gutter="0"/>'
        f'<w:cols w:space="425"/>{lines}</w:sectPr>'
    )


def header(mark: str) -> str:
    """The header: blank, or the mark of a rehearsal in red."""
    text = f'<w:r><w:t xml:space="preserve">{mark}</w:t></w:r>' if mark else ""
    style = "Rehearsal" if mark else "Header"
    return root("hdr", f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{text}</w:p>')


def footer(side: str, note: str) -> str:
    """The footer: — 1 —, one character in from its side; a small note on the other one."""

    def field(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    number = (
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        + field("begin")
        + '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        + field("separate")
        + "<w:r><w:t>1</w:t></w:r>"
        + field("end")
        + '<w:r><w:t xml:space="preserve"> —</w:t></w:r>'
    )
    lines = (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="280"/>'
        f'<w:jc w:val="{side}"/></w:pPr>{number}</w:p>'
    )
    if note:
        lines += (
            f'<w:p><w:pPr><w:pStyle w:val="Note"/><w:jc w:val="{side}"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{note}</w:t></w:r></w:p>'
        )
    return root("ftr", lines)


def fixed_parts(title: str, created: datetime) -> dict[str, str]:
    """Every part but the document, headers and footers, in the order of the package."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            ("document", f"{_R}/officeDocument", "word/document.xml"),
            ("core", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("app", f"{_R}/extended-properties", "docProps/app.xml"),
        ),
        "docProps/core.xml": _core(title, created),
        "docProps/app.xml": (
            f'{_DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
            'extended-properties"><Application>shuangsuiji</Application></Properties>'
        ),
        "word/_rels/document.xml.rels": _relations(
            *((name, f"{_R}/{name}", f"{name}.xml") for name in ("styles", "settings", "fontTable")),
            *(
                (f"{part}{n}", f"{_R}/{part}", f"{part}{n}.xml")
                for part in ("header", "footer")
                for n in (1, 2)
            ),
        ),
        "word/styles.xml": root("styles", _defaults() + "".join(_styles())),
        "word/settings.xml": root("settings", _SETTINGS),
        "word/fontTable.xml": root("fonts", "".join(_font(*pair) for pair in _FONTS)),
    }


def _content_types() -> str:
    kinds = {
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/docProps/app.xml": f"{_OFFICE}.extended-properties+xml",
        "/word/document.xml": f"{_OFFICE}.wordprocessingml.document.main+xml",
        "/word/styles.xml": f"{_OFFICE}.wordprocessingml.styles+xml",
        "/word/settings.xml": f"{_OFFICE}.wordprocessingml.settings+xml",
        "/word/fontTable.xml": f"{_OFFICE}.wordprocessingml.fontTable+xml",
    }
    for part in ("header", "footer"):
        for number in (1, 2):
            kinds[f"/word/{part}{number}.xml"] = f"{_OFFICE}.wordprocessingml.{part}+xml"
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(*relations: tuple[str, str, str]) -> str:
    inner = "".join(
        f'<Relationship Id="{key}" Type="{kind}" Target="{target}"/>' for key, kind, target in relations
    )
    return f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _core(title: str, created: datetime) -> str:
    day = f"{created.isoformat()}Z"
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{title}</dc:title>"
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified></cp:coreProperties>'
    )


_SETTINGS = (
    '<w:zoom w:percent="100"/><w:evenAndOddHeaders/><w:defaultTabStop w:val="420"/>'
    '<w:drawingGridVerticalSpacing w:val="156"/><w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/>"
    "<w:ulTrailSpace/><w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
    'w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
)

_FONTS = (
    (BODY_FONT, "仿宋"),
    (TITLE_FONT, "宋体"),
    (SECOND_FONT, "楷体"),
    (HEADING_FONT, "SimHei"),
    (NUMBER_FONT, "SimSun"),
)


def _font(name: str, other: str) -> str:
    return f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'


def _fonts(name: str) -> str:
    latin = "宋体" if name == NUMBER_FONT else "Times New Roman"
    return (
        f'<w:rFonts w:ascii="{latin}" w:eastAsia="{name}" w:hAnsi="{latin}" w:cs="Times New Roman" '
        'w:hint="eastAsia"/>'
    )


def _defaults() -> str:
    return (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{_fonts(BODY_FONT)}"
        '<w:kern w:val="2"/><w:sz w:val="32"/><w:szCs w:val="32"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    )


def _styles() -> list[str]:
    """The paragraph styles and the one table style."""
    exact = f'<w:spacing w:line="{_LINE_PITCH}" w:lineRule="exact"/>'
    first = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
    off = '<w:snapToGrid w:val="0"/>'
    both, centre, left = ('<w:jc w:val="both"/>', '<w:jc w:val="center"/>', '<w:jc w:val="left"/>')
    dense = '<w:spacing w:line="240" w:lineRule="auto"/>'
    tight = f'<w:spacing w:val="{_CHARACTER_SPACE}"/>'
    return [
        _style("Normal", "Normal", both, "", default=True),
        _style("Body", "公文正文", exact + first + both, _size(16, tight)),
        _style("Plain", "公文顶格", exact + both, _size(16)),
        _style(
            "Title",
            "Title",
            f'<w:keepNext/>{off}<w:spacing w:line="640" w:lineRule="exact"/>{centre}',
            _fonts(TITLE_FONT) + _size(22, off),
        ),
        _style(
            "Heading1", "heading 1", f"<w:keepNext/>{exact}{first}{both}{_level(0)}", _fonts(HEADING_FONT)
        ),
        _style("Heading2", "heading 2", f"<w:keepNext/>{exact}{first}{both}{_level(1)}", _fonts(SECOND_FONT)),
        _style("Attachment", "附件标识", f"<w:keepNext/>{exact}{left}", _fonts(HEADING_FONT) + _size(16)),
        _style("Mark", "公开标识", f"{off}{dense}{left}", _fonts(HEADING_FONT) + _size(12, off)),
        _style("Signature", "署名日期", f'<w:keepNext/>{exact}<w:jc w:val="right"/>', _size(16)),
        _style(
            "FormTitle", "表单标题", f"<w:keepNext/>{off}{dense}{centre}", _fonts(TITLE_FONT) + _size(20, off)
        ),
        *_table_styles("Table", "表格", 12, 320),
        *_table_styles("Dense", "紧凑表格", 10.5, 270),
        *_small_styles(),
        _RULED,
    ]


def _small_styles() -> list[str]:
    """Styles of what stands around text and tables."""
    both, centre = '<w:jc w:val="both"/>', '<w:jc w:val="center"/>'
    off = '<w:snapToGrid w:val="0"/>'
    dense = '<w:spacing w:line="240" w:lineRule="auto"/>'
    return [
        _style("Code", "代码", f"{off}{dense}{centre}", _fonts(NUMBER_FONT) + _size(10.5, off)),
        _style("About", "表单编号", f'{off}<w:spacing w:before="80" w:after="60"/>{both}', _size(10.5, off)),
        _style(
            "Small",
            "小字说明",
            f'{off}<w:spacing w:before="60" w:line="270" w:lineRule="exact"/>{both}',
            _size(10.5, off),
        ),
        _style("Footer", "footer", f"{off}{dense}", _fonts(NUMBER_FONT) + _size(14, off)),
        _style("Note", "页脚小字", f"{off}{dense}", _fonts(NUMBER_FONT) + _size(8, off)),
        _style("Header", "header", f"{off}{dense}{centre}", _size(9, off)),
        _style(
            "Rehearsal",
            "演练标识",
            f"{off}{dense}{centre}",
            _fonts(HEADING_FONT) + _size(18, f'<w:b/>{off}<w:color w:val="C00000"/>'),
        ),
    ]


def _table_styles(key: str, name: str, points: float, line: int) -> list[str]:
    """Text, centred, heading and right-aligned; lines of one height, so that a form's length is known."""
    sides = (("Text", "文字", "left"), ("Center", "居中", "center"), ("Right", "右对齐", "right"))
    spacing = (
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="20" w:after="20" w:line="{line}" w:lineRule="exact"/>'
    )
    off = '<w:snapToGrid w:val="0"/>'
    styles = [
        _style(key + suffix, name + word, f'{spacing}<w:jc w:val="{side}"/>', _size(points, off))
        for suffix, word, side in sides
    ]
    head = _fonts(HEADING_FONT) + _size(points, off)
    return [*styles, _style(f"{key}Head", f"{name}标题", f'{spacing}<w:jc w:val="center"/>', head)]


def _size(points: float, before: str = "") -> str:
    half = round(points * 2)
    return f'{before}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def _level(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


def _style(key: str, name: str, paragraph: str, text: str, *, default: bool = False) -> str:
    known = {"Normal", "Title", "heading 1", "heading 2", "header", "footer"}
    flag = ' w:default="1"' if default else "" if name in known else ' w:customStyle="1"'
    based = "" if default else '<w:basedOn w:val="Normal"/>'
    return (
        f'<w:style w:type="paragraph"{flag} w:styleId="{key}"><w:name w:val="{name}"/>{based}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{text}</w:rPr></w:style>"
    )


_RULED = (
    '<w:style w:type="table" w:styleId="Ruled"><w:name w:val="Table Grid"/><w:pPr/><w:tblPr><w:tblBorders>'
    + "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    + '</w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/>'
    "</w:tblCellMar>"
    "</w:tblPr></w:style>"
)
