"""What Excel and WPS both honour of a workbook: limits of ECMA-376 part 1 chapter 18, and of these programs.

What goes over a limit is mended silently, or the whole part is thrown away with a message about damage; and
what only the newest Excel knows is not there in WPS. Each rule has a workbook that breaks it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest
import xlsxwriter
from lxml import etree  # type: ignore[import-untyped]

import shuangsuiji
from command_line import ssj
from recorded_year import recorded_year

Parts = Mapping[str, bytes]
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A4 = "9"
LIST, HEADING, HEADER, CODE = 255, 31, 255, 255
"""Characters of a list of a drop-down, of the name of a sheet, of a header or footer, of a number format."""
OLD_FUNCTIONS = frozenset(("IF", "MIN", "ROUND", "SUM", "COUNTA", "COUNTIF"))
"""Functions that every version has."""


def sheets(parts: Parts) -> Iterator[tuple[str, Any]]:
    """The sheets by the names of their parts."""
    for name, data in parts.items():
        if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name):
            yield name, etree.fromstring(data)


def names_of(parts: Parts) -> list[str]:
    """The names of the sheets in order."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    return [str(one.get("name")) for one in book.iter(f"{S}sheet")]


def lists_can_be_read(parts: Parts) -> Iterator[str]:
    """A drop-down of texts: 255 characters, no comma or quotation mark inside, no blank at an end; its arrow
    is shown (`showDropDown` hides it); otherwise it names cells of a sheet that is there."""
    for name, root in sheets(parts):
        for rule in root.iter(f"{S}dataValidation"):
            formula = str(rule.findtext(f"{S}formula1") or "")
            if rule.get("type") != "list":
                continue
            if rule.get("showDropDown") in ("1", "true"):
                yield f"{name}: the arrow is hidden"
            if formula.startswith('"'):
                texts = formula[1:-1].split(",")
                if len(formula) - 2 > LIST or any(
                    not one or one != one.strip() or '"' in one for one in texts
                ):
                    yield f"{name}: {formula[:60]}"
            elif not re.fullmatch(
                r"('[^']+'|[\w.]+)!\$?[A-Z]+\$?\d+:\$?[A-Z]+\$?\d+|\$?[A-Z]+\$\d+:\$?[A-Z]+\$\d+", formula
            ):
                yield f"{name}: {formula[:60]}"


def sheets_have_names_that_are_taken(parts: Parts) -> Iterator[str]:
    """At most 31 characters, none of those that part a reference, none twice, not that of Excel's own."""
    names = names_of(parts)
    for name in names:
        if (
            not 0 < len(name) <= HEADING
            or re.search(r"[\[\]:*?/\\]|^'|'$", name)
            or name.lower() == "history"
        ):
            yield name
    if len({name.lower() for name in names}) < len(names):
        yield "twice"


def number_formats_are_plain(parts: Parts) -> Iterator[str]:
    """No more than 255 characters and four sections; no conditions, colours or languages."""
    for code in etree.fromstring(parts["xl/styles.xml"]).iter(f"{S}numFmt"):
        text = str(code.get("formatCode"))
        if len(text) > CODE or text.count(";") > 3 or "[" in text:
            yield text


def print_titles_name_rows_of_their_sheet(parts: Parts) -> Iterator[str]:
    """`_xlnm.Print_Titles` of a sheet names whole rows and columns of it, its name in quotes if need be."""
    names = names_of(parts)
    book = etree.fromstring(parts["xl/workbook.xml"])
    for defined in book.iter(f"{S}definedName"):
        if defined.get("name") == "_xlnm.Print_Titles":
            name = names[int(str(defined.get("localSheetId")))]
            spelt = name if re.fullmatch(r"[^\W\d][\w.]*", name) else "'" + name.replace("'", "''") + "'"
            known = rf"('{re.escape(name)}'|{re.escape(spelt)})!(\$\d+:\$\d+|\$[A-Z]+:\$[A-Z]+)"
            if not re.fullmatch(f"{known}(,{known})?", str(defined.text)):
                yield str(defined.text)


def pages_are_a4_and_fit(parts: Parts) -> Iterator[str]:
    """Width to a page counts only where the sheet says that it is fitted; headers have 255 characters.
    A sheet that says nothing is not for print, as that which goes to a platform."""
    for name, root in sheets(parts):
        page = root.find(f"{S}pageSetup")
        if page is not None and page.get("paperSize") != A4:
            yield f"{name}: not A4"
        elif (
            page is not None
            and page.get("fitToHeight") is not None
            and root.find(f"{S}sheetPr/{S}pageSetUpPr") is None
        ):
            yield f"{name}: not fitted"
        for line in root.iter(f"{S}oddHeader", f"{S}oddFooter"):
            if len(line.text or "") > HEADER:
                yield f"{name}: {line.text[:40]}"


def cells_hold_what_they_may(parts: Parts) -> Iterator[str]:
    """At most 32767 characters; formulas of functions that every version has; nothing that overlaps."""
    if "xl/sharedStrings.xml" in parts:
        for item in etree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{S}si"):
            if len("".join(item.itertext())) > 32767:
                yield "a text"
    for name, root in sheets(parts):
        for formula in root.iter(f"{S}f"):
            unknown = set(re.findall(r"([A-Za-z_.][\w.]*)\(", formula.text or "")) - OLD_FUNCTIONS
            if unknown:
                yield f"{name}: {sorted(unknown)}"
            if formula.getparent().find(f"{S}v") is None:
                yield f"{name}: nothing is shown until it is computed"
        covered: set[tuple[int, int]] = set()
        for merged in root.iter(f"{S}mergeCell"):
            cells = set(_cells(str(merged.get("ref"))))
            if covered & cells:
                yield f"{name}: {merged.get('ref')}"
            covered |= cells


def _cells(ref: str) -> Iterator[tuple[int, int]]:
    (left, top), (right, bottom) = (
        (sum((ord(letter) - 64) * 26**at for at, letter in enumerate(reversed(letters))), int(row))
        for letters, row in re.findall(r"([A-Z]+)(\d+)", ref)
    )
    yield from ((row, column) for row in range(top, bottom + 1) for column in range(left, right + 1))


def nothing_is_in_an_extension(parts: Parts) -> Iterator[str]:
    """Drop-downs, conditions and sparklines of Excel 2010 and later stand in `extLst`, charts of 2016 in
    parts `chartEx`; other programs pass over them."""
    for name, root in sheets(parts):
        if root.find(f"{S}extLst") is not None:
            yield name
    yield from (name for name in parts if "chartEx" in name)


def charts_show_without_being_computed(parts: Parts) -> Iterator[str]:
    """Each series has its numbers stored, as many as it says, and refers to a sheet that is there."""
    names = names_of(parts)
    for name, data in parts.items():
        if not re.fullmatch(r"xl/charts/chart\d+\.xml", name):
            continue
        for reference in etree.fromstring(data).iter(f"{C}numRef", f"{C}strRef"):
            formula = str(reference.findtext(f"{C}f"))
            sheet = re.sub(r"^'|'$", "", formula.rpartition("!")[0]).replace("''", "'")
            stored = (
                reference.find(f"{C}numCache")
                if reference.tag == f"{C}numRef"
                else reference.find(f"{C}strCache")
            )
            if sheet not in names:
                yield f"{name}: {formula}"
            elif stored is None or not list(stored.iter(f"{C}pt")):
                yield f"{name}: {formula} stores nothing"


RULES: tuple[Callable[[Parts], Iterator[str]], ...] = (
    lists_can_be_read,
    sheets_have_names_that_are_taken,
    number_formats_are_plain,
    print_titles_name_rows_of_their_sheet,
    pages_are_a4_and_fit,
    cells_hold_what_they_may,
    nothing_is_in_an_extension,
    charts_show_without_being_computed,
)


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return {name: book.read(name) for name in book.namelist()}


@pytest.fixture(scope="module")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Parts]:
    """Every workbook of a year: papers, reports, lists, empty registries."""
    folder = tmp_path_factory.mktemp("年")
    recorded_year(folder)
    plan = str(next(folder.glob("*.yaml")))
    for typed in (
        ("report", "year", "2024", str(folder)),
        ("report", "month", "2024-07", str(folder)),
        ("due", str(folder), "--xlsx"),
        ("year", plan, "--xlsx"),
        ("platform", "export", plan),
    ):
        assert ssj(*typed).returncode in (0, 8), typed  # 8: something is overdue
    for kind in ("检查对象", "检查人员", "专家", "事项清单", "回避", "历史"):
        shuangsuiji.registry_template(kind, folder / f"空白-{kind}.xlsx")
    found = {
        path.relative_to(folder).as_posix(): parts_of(path.read_bytes())
        for path in sorted(folder.rglob("*.xlsx"))
        if "旧稿" not in path.parts
    }
    assert any(name.startswith("xl/charts/") for parts in found.values() for name in parts)
    return found


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_workbook_is_as_both_honour_it(
    workbooks: Mapping[str, Parts], rule: Callable[[Parts], Iterator[str]]
) -> None:
    wrong = {name: told for name, parts in workbooks.items() if (told := sorted(set(rule(parts))))}
    assert not wrong, f"of {len(workbooks)}"


def sound() -> Parts:
    """A small workbook that keeps every rule."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = book.add_worksheet("甲 表")
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_header("&C甲")
        page.repeat_rows(0, 1)
        page.write_string(0, 0, "甲", book.add_format({"num_format": "0.0%"}))
        page.write_formula(5, 0, "=SUM(A2:A3)", None, 3)
        page.merge_range("C1:D2", "乙")
        page.data_validation("B1:B9", {"validate": "list", "source": ["是", "否"]})
        page.write_column(1, 0, [1, 2])
        chart = book.add_chart({"type": "bar"})
        chart.add_series({"values": "='甲 表'!$A$2:$A$3"})
        page.insert_chart("F1", chart)
    return parts_of(target.getvalue())


SHEET = "xl/worksheets/sheet1.xml"
BROKEN: Mapping[Callable[[Parts], Iterator[str]], Sequence[tuple[str, str, str]]] = {
    lists_can_be_read: (
        (SHEET, '"是,否"', f'"{"是," * 128}否"'),
        (SHEET, '"是,否"', '"是, 否"'),
        (SHEET, '"是,否"', "没有!A1"),
        (SHEET, 'type="list"', 'type="list" showDropDown="1"'),
    ),
    sheets_have_names_that_are_taken: (
        ("xl/workbook.xml", 'name="甲 表"', f'name="{"甲" * 32}"'),
        ("xl/workbook.xml", 'name="甲 表"', 'name="甲/表"'),
    ),
    number_formats_are_plain: (("xl/styles.xml", "0.0%", "[红色]0.0%"),),
    print_titles_name_rows_of_their_sheet: (
        ("xl/workbook.xml", "'甲 表'!$1:$2", "甲 表!$1:$2"),
        ("xl/workbook.xml", "'甲 表'!$1:$2", "'甲 表'!$A$1:$B$2"),
    ),
    pages_are_a4_and_fit: (
        (SHEET, 'paperSize="9"', 'paperSize="1"'),
        (SHEET, '<pageSetUpPr fitToPage="1"/>', ""),
        (SHEET, "&amp;C甲", "&amp;C" + "甲" * 260),
    ),
    cells_hold_what_they_may: (
        (SHEET, "SUM(", "_xlfn.TEXTJOIN("),
        (SHEET, "<v>3</v>", ""),
        (SHEET, '<mergeCell ref="C1:D2"/>', '<mergeCell ref="C1:D2"/><mergeCell ref="D2:E3"/>'),
        ("xl/sharedStrings.xml", "<t>甲</t>", f"<t>{'甲' * 32768}</t>"),
    ),
    nothing_is_in_an_extension: ((SHEET, "</worksheet>", "<extLst/></worksheet>"),),
    charts_show_without_being_computed: (
        ("xl/charts/chart1.xml", "'甲 表'!", "'乙 表'!"),
        ("xl/charts/chart1.xml", "c:numCache", "c:other"),
    ),
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_each_rule_finds_what_it_is_for(rule: Callable[[Parts], Iterator[str]]) -> None:
    parts = sound()
    assert not list(rule(parts))
    for part, old, new in BROKEN[rule]:
        changed = parts[part].decode().replace(old, new)
        assert changed != parts[part].decode(), old
        assert list(rule({**parts, part: changed.encode()})), new
