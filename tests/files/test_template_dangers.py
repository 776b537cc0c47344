"""What no template may hold is found in whatever way it is written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

import pytest

from shuangsuiji.core.findings import Place
from shuangsuiji.documents.papers import forms
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.files.templates_folder import dangers

Parts = dict[str, bytes]
DOCUMENT, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parts_of(file: str) -> Parts:
    with zipfile.ZipFile(io.BytesIO(shipped(file))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def codes(change: Callable[[Parts], None]) -> set[str]:
    parts = parts_of(forms()[0].file)
    change(parts)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return {finding.code for finding in dangers(stream.getvalue(), Place(file="模板.docx"))}


def with_text(xml: str) -> Callable[[Parts], None]:
    """Puts markup at the end of the body."""

    def change(parts: Parts) -> None:
        parts[DOCUMENT] = parts[DOCUMENT].replace(b"</w:body>", f"<w:p>{xml}</w:p></w:body>".encode())

    return change


def with_relation(entry: str, encoding: str = "utf-8", head: str = "") -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        text = parts[RELATIONS].decode().replace("</Relationships>", f"{entry}</Relationships>")
        if head:
            text = head + text[text.index("<Relationships") :]
        parts[RELATIONS] = text.encode(encoding)

    return change


def field(*codes: str) -> str:
    """A field whose code is cut into runs."""
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return begin + "".join(f"<w:r><w:instrText>{code}</w:instrText></w:r>" for code in codes) + end


PICTURE = f'<Relationship Id="x" Type="{LINKS}/image" Target="http://x/y.png" TargetMode="External"/>'
UTF16 = '<?xml version="1.0" encoding="UTF-16"?>'
PREFIXED = (
    '<p:Relationships xmlns:p="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<p:Relationship Id="x" Type="{LINKS}/image" Target="http://x/y" TargetMode="External"/>'
    "</p:Relationships>"
)


def prefixed(parts: Parts) -> None:
    parts["word/_rels/header9.xml.rels"] = PREFIXED.encode()


def a_part_of_another_name(parts: Parts) -> None:
    parts["word/data.bin"] = PREFIXED.encode()


def a_program_by_type(parts: Parts) -> None:
    entry = b'<Override PartName="/word/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    parts[TYPES] = parts[TYPES].replace(b"</Types>", entry)


def deep(parts: Parts) -> None:
    parts["word/extra.xml"] = b"<a>" * 100_000 + b"</a>" * 100_000


def laughing(parts: Parts) -> None:
    parts["word/extra.xml"] = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'


OUTSIDE: dict[str, tuple[Callable[[Parts], None], str]] = {
    "a picture": (with_relation(PICTURE), "template-outside"),
    "an entity in the mode": (
        with_relation(PICTURE.replace("External", "Ext&#101;rnal")),
        "template-outside",
    ),
    "another order and single quotes": (
        with_relation(
            f"<Relationship TargetMode='External' Target='file:///x' Type='{LINKS}/image' Id='x'/>"
        ),
        "template-outside",
    ),
    "UTF-16": (with_relation(PICTURE, "utf-16", UTF16), "template-outside"),
    "a prefix": (prefixed, "template-outside"),
    "a part of another name": (a_part_of_another_name, "template-outside"),
    "an attached template": (
        with_relation(f'<Relationship Id="x" Type="{LINKS}/attachedTemplate" Target="file:///x.dotm"/>'),
        "template-outside",
    ),
    "no mode, but an address": (
        with_relation(f'<Relationship Id="x" Type="{LINKS}/image" Target="\\\\server\\x.png"/>'),
        "template-outside",
    ),
    "a link to a share": (
        with_relation(
            f'<Relationship Id="x" Type="{LINKS}/hyperlink" Target="file://server/x" TargetMode="External"/>'
        ),
        "template-outside",
    ),
    "an object": (with_text("<w:r><w:object/></w:r>"), "template-outside"),
    "another document": (
        with_text('<w:altChunk xmlns:r="urn:x" r:id="x"/>'),
        "template-outside",
    ),
    "DDE": (with_text(field("DDE excel x")), "template-field"),
    "DDEAUTO in pieces": (with_text(field("DD", "EAU", 'TO c:\\\\x "y"')), "template-field"),
    "INCLUDEPICTURE": (with_text(field(' INCLUDEPICTURE "http://x/y" \\d ')), "template-field"),
    "includetext in small letters": (with_text(field("includetext x")), "template-field"),
    "a simple field": (with_text('<w:fldSimple w:instr="LINK Excel x"/>'), "template-field"),
    "a field within a field": (with_text(field("QUOTE ") + field("INCLUDE")), "template-field"),
    "a placeholder in a field": (with_text(field("HYPERLINK {{ 计划名称 }}")), "template-field"),
    "code without a beginning": (
        with_text("<w:r><w:instrText>DDE x</w:instrText></w:r>"),
        "template-field",
    ),
    "a program by its type": (a_program_by_type, "template-program"),
    "endless depth": (deep, "template-not-word"),
    "a document type": (laughing, "template-not-word"),
}


@pytest.mark.parametrize("name", OUTSIDE)
def test_it_is_refused(name: str) -> None:
    change, code = OUTSIDE[name]
    assert code in codes(change)


@pytest.mark.parametrize(
    "change",
    [
        with_text(field(" PAGE ")),
        with_text(field("NUM", "PAGES \\* MERGEFORMAT")),
        with_text('<w:fldSimple w:instr=" TITLE "/>'),
        with_relation(
            f'<Relationship Id="x" Type="{LINKS}/hyperlink" Target="https://x/y" TargetMode="External"/>'
        ),
    ],
)
def test_what_counts_or_names_is_let_through(change: Callable[[Parts], None]) -> None:
    assert codes(change) == set()


@pytest.mark.parametrize("file", [form.file for form in forms()])
def test_shipped_templates_hold_nothing_of_it(file: str) -> None:
    assert list(dangers(shipped(file), Place(file=file))) == []
