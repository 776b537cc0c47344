"""Papers measured in millimetres, as LibreOffice prints them.

Each check takes a printed paper and yields what is wrong with it. It names the clause of GB/T 9704-2012 that
it holds the paper to, or says that it is practice. Nothing is measured that fonts decide: full-width signs
are as wide as they are high in every font, so lines with digits are left out where a width counts.
"""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

OFFICE, TEXT = shutil.which("soffice"), shutil.which("pdftotext")
SEAL = 42.0
LINE = 225 / 22
CHARACTER = 156 / 28
_MM = 25.4 / 72
_NUMBER = re.compile(r"—\s*([0-9]+)\s*—")
DAY = re.compile(r"[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日|年月日")
_FULL_WIDTH = re.compile(r"[一-鿿，。、；：“”（）《》〔〕？！]+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print, in millimetres from the upper left corner of the page, blanks left out."""

    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def centre(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Leaf:
    """One printed page."""

    width: float
    height: float
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Area:
    """Where the text of a page may stand: the distances from the edges of the paper, as the file has them."""

    top: float
    bottom: float
    left: float
    right: float
    official: bool


@dataclass(frozen=True, slots=True)
class Print:
    """A paper with its pages; `areas` are those of its upright and its turned pages, if it has them."""

    name: str
    leaves: Sequence[Leaf]
    areas: Mapping[bool, Area]

    def area(self, leaf: Leaf) -> Area:
        return self.areas[leaf.width > leaf.height]

    def text_of(self, leaf: Leaf) -> list[Line]:
        """The lines of a page from the top, without its page number and what stands under the text."""
        end = leaf.height - self.area(leaf).bottom
        return sorted((line for line in leaf.lines if line.top < end), key=lambda line: (line.top, line.left))


def printed(papers: Mapping[str, bytes], folder: Path) -> dict[str, Print]:
    """The papers as LibreOffice prints them, by name; one run for all, for its start takes the most time."""
    for name, data in papers.items():
        (folder / f"{name}.docx").write_bytes(data)
    profile = (folder / "profile").as_uri()
    files = [str(folder / f"{name}.docx") for name in papers]
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(folder), *files],
        check=True,
        capture_output=True,
        timeout=300,
    )
    return {name: Print(name, _leaves(folder / f"{name}.pdf"), _areas(data)) for name, data in papers.items()}


def _leaves(file: Path) -> list[Leaf]:
    run = subprocess.run([str(TEXT), "-bbox-layout", str(file), "-"], check=True, capture_output=True)
    space = "{http://www.w3.org/1999/xhtml}"
    text = re.sub(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", b"", run.stdout)
    return [
        Leaf(
            float(page.get("width", 0)) * _MM,
            float(page.get("height", 0)) * _MM,
            [line for element in page.iter(f"{space}line") for line in _parts(element, space)],
        )
        for page in ElementTree.fromstring(text).iter(f"{space}page")
    ]


def _parts(element: ElementTree.Element, space: str) -> Iterator[Line]:
    """A line of poppler's, cut where blanks are wide: it joins what stands in neighbouring cells."""
    part: list[Line] = []
    for word in element.iter(f"{space}word"):
        sides = (float(word.get(name, 0)) * _MM for name in ("xMin", "yMin", "xMax", "yMax"))
        found = Line(*sides, re.sub(r"\s", "", word.text or ""))
        if part and found.left - part[-1].right > 3:
            yield _joined(part)
            part = []
        part.append(found)
    if part:
        yield _joined(part)


def _joined(parts: Sequence[Line]) -> Line:
    return Line(
        min(part.left for part in parts),
        min(part.top for part in parts),
        max(part.right for part in parts),
        max(part.bottom for part in parts),
        "".join(part.text for part in parts),
    )


def _areas(data: bytes) -> dict[bool, Area]:
    areas = {}
    for section in docx.Document(io.BytesIO(data)).sections:
        sides = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        grid = "docGrid" in section._sectPr.xml
        areas[section.page_width > section.page_height] = Area(*(side.mm for side in sides), grid)
    return areas


Check = Callable[[Print], Iterator[str]]


def margins(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 5.1, 5.2.1 and 8: A4; 天头 37±1 mm, 订口 28±1 mm, 版心 156×225 mm, also turned.

    Forms have narrower margins so that they hold on a sheet: practice, nothing within 12 mm of the edge.
    """
    for leaf in paper.leaves:
        area, turned = paper.area(leaf), leaf.width > leaf.height
        sides = sorted((leaf.width, leaf.height))
        if abs(sides[0] - 210) > 0.5 or abs(sides[1] - 297) > 0.5:
            yield f"a page of {leaf.width:.0f} × {leaf.height:.0f} mm"
        if not area.official:
            if min(area.top, area.bottom, area.left, area.right) < 12:
                yield "a form within 12 mm of the edge"
            continue
        size = leaf.width - area.left - area.right, leaf.height - area.top - area.bottom
        wanted = (225, 156) if turned else (156, 225)
        if any(abs(own - due) > 1 for own, due in zip(size, wanted, strict=True)):
            yield f"a text area of {size[0]:.1f} × {size[1]:.1f} mm"
        head, binding = (area.left, area.top) if turned else (area.top, area.left)
        if abs(head - 37) > 1 or abs(binding - 28) > 1:
            yield f"a head of {head:.1f} mm and a binding side of {binding:.1f} mm"


def type_area(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 5.2.1: text stays inside; a mark at the end of a line may hang out."""
    for number, leaf in enumerate(paper.leaves, 1):
        area = paper.area(leaf)
        for line in leaf.lines:
            hanging = CHARACTER + 0.5 if line.text.endswith(_ENDING) else 1
            inside = area.left - 0.5 <= line.left and line.right <= leaf.width - area.right + hanging
            if not inside or line.top < area.top - 1:
                yield f"page {number}: {line.text[:20]} at {line.left:.0f}–{line.right:.0f} mm"
        for line in paper.text_of(leaf):
            if line.bottom > leaf.height - area.bottom + 2:
                yield f"page {number}: {line.text[:20]} runs into the foot"


def page_numbers(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 7.5: — 1 —, dashes 7 mm under the text, odd pages at the right, even at the left.

    One character stays free beside it. Forms are numbered 第1页 or not at all: practice.
    """
    for number, leaf in enumerate(paper.leaves, 1):
        area = paper.area(leaf)
        if not area.official:
            continue
        end = leaf.height - area.bottom
        found = [line for line in leaf.lines if line.top > end - 2 and _NUMBER.fullmatch(line.text)]
        if len(found) != 1 or _NUMBER.fullmatch(found[0].text)[1] != str(number):  # type: ignore[index]
            yield f"page {number}: no number"
            continue
        line = found[0]
        if abs(line.centre[1] - end - 7) > 1.5:
            yield f"page {number}: the number {line.centre[1] - end:.1f} mm under the text"
        free = leaf.width - area.right - line.right if number % 2 else line.left - area.left
        if abs(free - 14 * _MM) > 2:
            yield f"page {number}: the number {free:.1f} mm from its side"


def lines_on_a_page(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 5.2.3: 22 lines on a page, so that lines of text are 225/22 mm apart."""
    for number, leaf in enumerate(paper.leaves, 1):
        area = paper.area(leaf)
        if not area.official or leaf.width > leaf.height:
            continue
        full = [line for line in paper.text_of(leaf) if line.right - line.left > 140]
        for above, below in itertools.pairwise(full):
            pitch = below.top - above.top
            if 2 < pitch < LINE - 0.3:
                yield f"page {number}: lines {pitch:.1f} mm apart at {below.text[:12]}"


def characters_on_a_line(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 5.2.3: 28 characters on a line; a mark at its end may be the 29th."""
    for leaf in paper.leaves:
        if not paper.area(leaf).official or leaf.width > leaf.height:
            continue
        for line in paper.text_of(leaf):
            signs = line.text.rstrip("，。、；：）》”")
            if _FULL_WIDTH.fullmatch(line.text) and len(signs) > 28:
                yield f"{len(signs)} characters: {line.text[:12]}"


def signature_in_company(paper: Print) -> Iterator[str]:
    """GB/T 9704-2012, 7.3.5.5: no page for the signature and the receipt alone; records likewise: practice.

    More than four bodies have a page of their own: practice. A row of a table is company, under its heading.
    """
    for number, leaf in enumerate(paper.leaves, 1):
        lines = paper.text_of(leaf)
        signed = [line.top for line in lines if DAY.fullmatch(line.text) or _SIGNING.match(line.text)]
        above = [line.text for line in lines if signed and line.top < min(signed) - 1]
        told = any(_COMPANY.match(text) or (len(text) > 18 and not _BODY.fullmatch(text)) for text in above)
        if signed and not told:
            yield f"page {number}: a signature alone"


_SIGNING = re.compile("以上记录与|主持人（签名）|[—－]*（沿此线裁开|送达回证")
_COMPANY = re.compile("附件|发文机关署名|序号|任务编号|检查单位")
_BODY = re.compile("[一-鿿]+(局|委员会|厅|政府|大队|中心)")


def last_lines(paper: Print) -> Iterator[str]:
    """Practice: no paragraph of full-width signs ends with a line of fewer than 2.5 of them."""
    for leaf in paper.leaves:
        area = paper.area(leaf)
        if not area.official or leaf.width > leaf.height:
            continue
        for above, below in itertools.pairwise(paper.text_of(leaf)):
            follows = LINE - 1 < below.top - above.top < LINE + 1 and abs(below.left - area.left) < 1
            full = _FULL_WIDTH.fullmatch(above.text) and len(above.text) >= 25
            if follows and full and _FULL_WIDTH.fullmatch(below.text) and len(below.text) < 2.5:
                yield f"a last line of {below.text}"


def beginnings_of_lines(paper: Print) -> Iterator[str]:
    """GB/T 15834-2011, 5.1: no line begins with a closing bracket or with a mark that ends something."""
    for leaf in paper.leaves:
        for line in leaf.lines:
            row = (other for other in leaf.lines if abs(other.top - line.top) < 1)
            beside = (other for other in row if other.left < line.left)
            if line.text[:1] in _ENDING and not any(other.text.endswith(("（", "《")) for other in beside):
                yield f"a line begins with {line.text[:6]}"


_ENDING = tuple("）〕》】」』”，。、；：？！")


CHECKS: tuple[Check, ...] = (
    margins,
    type_area,
    page_numbers,
    lines_on_a_page,
    characters_on_a_line,
    signature_in_company,
    last_lines,
    beginnings_of_lines,
)


def _under(lines: Sequence[Line], name: Line) -> list[Line]:
    """What stands within the seal of the last body, under its name: the day, in parts where it is blank."""
    return [
        line for line in lines if 2 < line.top - name.top < 14 and abs(line.centre[0] - name.centre[0]) < 24
    ]


def day_under(lines: Sequence[Line], name: Line) -> Line | None:
    """The day under a name, or None if there is none."""
    found = sorted(_under(lines, name), key=lambda line: line.left)
    joined = _joined(found) if found else None
    return joined if joined and DAY.fullmatch(joined.text) else None


def seals(paper: Print, leaf: Leaf, bodies: Sequence[str]) -> Iterator[str]:
    """GB/T 9704-2012, 7.3.5.1: a seal of 42 mm on each name, the last one on name and date.

    They neither touch nor cross, stay inside the text area, the first row begins within one line of the text,
    and none reaches text that is not its own, the cut line under it least of all.
    """
    lines = paper.text_of(leaf)
    names = [next(line for line in reversed(lines) if line.text == body) for body in bodies]
    last = names[-1]
    day = day_under(lines, last)
    assert day is not None, "a signature has its day"
    centres = [name.centre for name in names[:-1]] + [(last.centre[0], (last.top + day.bottom) / 2)]
    area, radius = paper.area(leaf), SEAL / 2
    for one, other in itertools.combinations(range(len(centres)), 2):
        distance = sum((a - b) ** 2 for a, b in zip(centres[one], centres[other], strict=True)) ** 0.5
        if distance < SEAL + 0.5:
            yield f"{bodies[one]} and {bodies[other]}: centres {distance:.1f} mm apart"
    own = {id(line) for line in names} | {id(line) for line in _under(lines, last)}
    for body, (x, y) in zip(bodies, centres, strict=True):
        if x - radius < area.left - 0.5 or x + radius > leaf.width - area.right + 0.5:
            yield f"{body}: the seal leaves the text area"
        for line in lines:
            nearest = max(line.left, min(x, line.right)), max(line.top, min(y, line.bottom))
            away = ((nearest[0] - x) ** 2 + (nearest[1] - y) ** 2) ** 0.5
            if id(line) not in own and away < radius:
                yield f"{body}: the seal covers {line.text[:16]}"
    above = [line.bottom for line in lines if line.bottom < min(name.top for name in names)]
    top = max(y for _, y in centres[:2]) - radius
    if area.official and above and top - max(above) > LINE + 3:
        yield f"the first seals {top - max(above):.1f} mm under the text"
