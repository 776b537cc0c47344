"""The paragraphs of a template as its author sees them, with the tags in each.

Word cuts a paragraph into runs wherever the format changes, so a tag is looked for in the whole paragraph.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import docx
from docx.oxml.ns import qn

from shuangsuiji.documents.templates.filling import QUOTES

_TAG = re.compile(
    r"\{\{(?:[^{}\n]|\}(?!\})|\{(?![{%#]))*+\}\}"
    r"|\{%(?:[^{%\n]|%(?!\})|\{(?![{%#]))*+%\}"
    r"|\{#(?:[^{#\n]|#(?!\})|\{(?![{%#]))*+#\}"
)
_SHOWN = 24
_LOOKS = ("w:b", "w:i", "w:u", "w:sz", "w:color", "w:strike", "w:highlight", "w:vertAlign")


class Tag(NamedTuple):
    """One tag: as written, its opening sign ({{, {% or {#), its prefix (p, tr, tc, r or blank), the rest."""

    text: str
    sign: str
    prefix: str
    words: str
    mixed: bool
    """Its characters have several formats."""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph.

    Attributes:
        part: 正文, 页眉 or 页脚.
        where: the paragraph in words, with its beginning.
        text: all its text.
    """

    part: str
    where: str
    text: str
    tags: tuple[Tag, ...]

    @property
    def rest(self) -> str:
        """The text without its tags."""
        return _TAG.sub("", self.text)


def lines(data: bytes) -> Iterator[Line]:
    """The paragraphs of body, headers and footers, each part in its order.

    Raises:
        Exception: whatever python-docx raises for a file that is no Word document.
    """
    document: Any = docx.Document(io.BytesIO(data))
    yield from _lines(document.element.body, "正文")
    for relation in document.part.rels.values():
        kind = relation.reltype.rsplit("/", 1)[-1]
        if kind in ("header", "footer") and not relation.is_external:
            part = relation.target_part
            yield from _lines(part.element, "页眉" if kind == "header" else "页脚")


def revised(data: bytes) -> bool:
    """Whether the body holds changes that nobody has accepted yet."""
    body = docx.Document(io.BytesIO(data)).element.body
    return next(body.iter(qn("w:ins"), qn("w:del")), None) is not None


def _lines(root: Any, part: str) -> Iterator[Line]:
    tables = {table: number for number, table in enumerate(root.iter(qn("w:tbl")), 1)}
    outside = 0
    for paragraph in root.iter(qn("w:p")):
        row = next(paragraph.iterancestors(qn("w:tr")), None)
        if row is None:
            outside += 1
            where = f"第{outside}段"
        else:
            table = row.getparent()
            number = table.findall(qn("w:tr")).index(row) + 1 if table in tables else 0
            where = f"第{tables.get(table, 1)}个表格第{number}行"
        text, looks = _letters(paragraph)
        if text.strip():
            yield Line(part, f"{where}“{_short(text)}”", text, tuple(_tags(text, looks)))


def _short(text: str) -> str:
    bare = text.strip()
    return bare if len(bare) <= _SHOWN else f"{bare[:_SHOWN]}…"


def _letters(paragraph: Any) -> tuple[str, list[Any]]:
    """The text of a paragraph, and for each character the look of its run."""
    texts: list[str] = []
    looks: list[Any] = []
    for run in paragraph.iter(qn("w:r")):
        if next(run.iterancestors(qn("w:p")), None) is not paragraph:
            continue
        look = _look(run)
        for part in run:
            text = (part.text or "") if part.tag in (qn("w:t"), qn("w:delText")) else ""
            text = "\n" if part.tag in (qn("w:br"), qn("w:cr")) else text
            texts.append(text)
            looks += [look] * len(text)
    return "".join(texts), looks


def _look(run: Any) -> tuple[Any, ...]:
    properties = run.find(qn("w:rPr"))
    if properties is None:
        return ()
    found = [
        (name, tuple(sorted(element.attrib.items())))
        for name in _LOOKS
        if (element := properties.find(qn(name))) is not None
    ]
    fonts = properties.find(qn("w:rFonts"))
    if fonts is not None and fonts.get(qn("w:eastAsia")):
        found.append(("font", (fonts.get(qn("w:eastAsia")),)))
    return tuple(found)


def _tags(text: str, looks: list[Any]) -> Iterator[Tag]:
    for match in _TAG.finditer(text):
        inner = match.group()[2:-2].translate(QUOTES)
        prefix = re.match(r"(p|tr|tc|r)\s", inner)
        words = inner[prefix.end() :] if prefix else inner
        mixed = len(set(looks[match.start() : match.end()])) > 1
        sign = match.group()[:2]
        yield Tag(match.group(), sign, prefix.group(1) if prefix else "", words.strip("- \n"), mixed)
