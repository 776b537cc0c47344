"""No signature alone on a page: what stands before it is kept with it (GB/T 9704-2012, 7.3.5.5).

Done in the filled-in paper and not in each template: only there is it known whether a row of a table, a
sentence that is not always there, or the text itself comes last.
"""

from __future__ import annotations

from typing import Any

from lxml import etree  # type: ignore[import-untyped]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SIGNED_STYLES = ("署名", "长署名", "盖章", "通知盖章", "文书署名")
"""The styles of signatures; what follows them (送达回证) is kept with them by the templates."""
_KEEPING_STYLES = ("署名", "长署名", "印章间距", "盖章上空", "裁开线", "文书回证")
"""Styles that keep a paragraph on the page of the next one."""
_WHOLE = 120
"""So many characters, four lines of text, are not parted: half a line is no company."""


def may_be_signed(text: str) -> bool:
    """Whether the markup of a part has a signature."""
    return any(f'<w:pStyle w:val="{style}"/>' in text for style in SIGNED_STYLES)


def keep_signatures(root: Any) -> None:
    """Keeps, in place, the last paragraph or row before each signature on the signature's page.

    A signature that a template puts on a page of its own (more than four bodies) stays there.
    """
    body = root.find(f"{_W}body")
    blocks = [] if body is None else list(body)
    signed = [
        any(style.get(f"{_W}val") in SIGNED_STYLES for style in block.iter(f"{_W}pStyle")) for block in blocks
    ]
    for index in (index for index, signs in enumerate(signed) if signs):
        if (
            index + 1 < len(blocks)
            and _begins_page(blocks[index + 1])
            and not blocks[index].findall(f"{_W}tr")
        ):
            _keep(blocks[index], val="0")  # LibreOffice parts what it cannot keep with the next page
        above = index
        while above > 0 and not _begins_page(blocks[above]) and not signed[above - 1]:
            above -= 1
            if not _kept(blocks[above]):
                _keep(blocks[above])
                if _says_something(blocks[above]):
                    break


def _style(paragraph: Any) -> str:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    return "" if style is None else style.get(f"{_W}val", "")


def _paragraphs(block: Any) -> list[Any]:
    """A paragraph, or those of a table's last row."""
    rows = block.findall(f"{_W}tr")
    return list((rows[-1] if rows else block).iter(f"{_W}p"))


def _kept(block: Any) -> bool:
    paragraphs = _paragraphs(block)
    return bool(paragraphs) and (
        paragraphs[0].find(f"{_W}pPr/{_W}keepNext") is not None or _style(paragraphs[0]) in _KEEPING_STYLES
    )


def _begins_page(block: Any) -> bool:
    return block.find(f"{_W}pPr/{_W}pageBreakBefore") is not None


def _says_something(block: Any) -> bool:
    return any(text.text and text.text.strip() for text in block.iter(f"{_W}t"))


def _keep(block: Any, **value: str) -> None:
    for paragraph in _paragraphs(block):
        properties = paragraph.find(f"{_W}pPr")
        if properties is None:
            properties = etree.Element(f"{_W}pPr")
            paragraph.insert(0, properties)
        place = int(properties.find(f"{_W}pStyle") is not None)
        if properties.find(f"{_W}keepLines") is None and sum(map(len, paragraph.itertext())) <= _WHOLE:
            properties.insert(place, etree.Element(f"{_W}keepLines"))
        properties.insert(
            place, etree.Element(f"{_W}keepNext", {_W + name: sign for name, sign in value.items()})
        )
