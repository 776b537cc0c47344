"""Workbooks written part by part, so that a test can bend any byte of them."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT_LINKS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"


CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def workbook(name: str = "对象", main: str = MAIN, links: str = LINKS) -> str:
    return (
        f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def package(target: str = "xl/workbook.xml") -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/officeDocument"'
        f' Target="{target}"/></Relationships>'
    )


def relations(target: str = "worksheets/sheet1.xml") -> str:
    return (
        f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/worksheet"'
        f' Target="{target}"/></Relationships>'
    )


def worksheet(rows: str, before: str = '<dimension ref="A1:A1"/>', after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def shared(*items: str, head: str = "") -> str:
    return f'<sst xmlns="{MAIN}" {head}>' + "".join(f"<si>{item}</si>" for item in items) + "</sst>"


def parts(rows: str = "", **other: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small workbook; `other` replaces or adds, by the short names below."""
    short = {
        "package": "_rels/.rels",
        "book": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "sst": "xl/sharedStrings.xml",
        "styles": "xl/styles.xml",
        "sheet": SHEET,
    }
    made: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": package(),
        "xl/workbook.xml": workbook(),
        "xl/_rels/workbook.xml.rels": relations(),
        SHEET: worksheet(rows),
    }
    made.update({short[key]: value for key, value in other.items()})
    return made


def packed(made: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in made.items():
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return buffer.getvalue()


def xlsx(rows: str = "", **other: str | bytes) -> bytes:
    return packed(parts(rows, **other))


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'
