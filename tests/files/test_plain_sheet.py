"""Sheets of the plain kind are read without calamine, and as calamine reads them."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from test_mutations import mutated
from xlsx_by_hand import MAIN, packed, parts, shared, text_cell, xlsx

from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.format_moments import NO_DATE_FROM
from shuangsuiji.files.readers.grids import _parse_xlsx, _plain_grid
from shuangsuiji.files.readers.plain_sheet import PlainSheet
from shuangsuiji.files.readers.xlsx_gate import pass_gate

_NUMBER = re.compile("[0-9]{1,300}")


def both_ways(data: bytes) -> bool:
    """Whether the workbook is plain; if it is, calamine must find the same, or be stricter."""
    passed = pass_gate(data, "库")
    if any(entry.plain is None for entry in passed):
        return False
    ours: list[Grid] = [_plain_grid(entry, "库") for entry in passed]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PlainSheet, "take", lambda self, block: False)
        left = pass_gate(data, "库")
    try:
        theirs = _parse_xlsx(data, "库", left)
    except BadInput:
        # calamine gives a whole workbook up over one number that is no date.
        if any(float(number) >= NO_DATE_FROM for number in _NUMBER.findall(str(ours))):
            return True
        raise
    assert ours == theirs
    return True


STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts count="5"><numFmt numFmtId="164" formatCode="yyyy/m/d h:mm"/>'
    '<numFmt numFmtId="165" formatCode="[h]:mm"/>'
    '<numFmt numFmtId="166" formatCode="0.0&quot;万元&quot;;;;@&quot;家&quot;"/>'
    '<numFmt numFmtId="167" formatCode="yyyy/m;@"/><numFmt numFmtId="168" formatCode="ggg"/>'
    '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="10"/><xf numFmtId="49"/>'
    '<xf numFmtId="166"/><xf numFmtId="167"/><xf numFmtId="168"/></cellXfs></styleSheet>'
)
TEXTS = [
    "编号",
    "",
    "a&amp;b&lt;&quot;",
    "甲\n乙",
    "\u3000全角\u3000",
    "x y",
    "0012",
    "E",
    "\u2028行",
    "\xa0",
]
STRANGE = [" 首空", "尾空 ", "9.14E+17", "&#10;", "_x000D_", "&nbsp;", "]]&gt;", "甲\r乙"]


def item(text: str) -> str:
    return f'<t xml:space="preserve">{text}</t>' if text != text.strip(" \n") else f"<t>{text}</t>"


def cell(value: tuple[str, str, int], reference: str) -> str:
    kind, text, style = value
    mark = f'<c r="{reference}"' + (f' s="{style}"' if style else "")
    match kind:
        case "s" | "n":
            return f'{mark} t="{kind}"><v>{text}</v></c>'
        case "inline":
            return f'{mark} t="inlineStr"><is>{item(text)}</is></c>'
        case "blank":
            return f"{mark}/>"
        case "gone":
            return ""
        case _:
            return f"{mark}><v>{text}</v></c>"


STYLE = st.integers(0, 8)
NUMBERS = st.one_of(
    st.sampled_from(
        ["0", "12", "007", "-0", "-3.5", "0.1", "1E-7", "999999999999999", "45413", "45413.75", "60"]
    ),
    st.integers(0, 10**15 - 1).map(str),
    st.floats(-1e6, 1e6).map(repr),
)
PLAIN_CELLS = st.one_of(
    st.tuples(st.just("s"), st.integers(0, len(TEXTS) - 1).map(str), STYLE),
    st.tuples(st.sampled_from(["n", ""]), NUMBERS, STYLE),
    st.tuples(st.just("inline"), st.sampled_from(TEXTS), STYLE),
    st.tuples(st.sampled_from(["blank", "gone"]), st.just(""), STYLE),
)
SHEETS = st.lists(st.lists(PLAIN_CELLS, min_size=4, max_size=4), min_size=1, max_size=6)


def sheet(rows: list[list[tuple[str, str, int]]], first: int = 1) -> str:
    return "".join(
        f'<row r="{r}" spans="1:4">'
        + "".join(cell(value, f"{'ABCD'[c]}{r}") for c, value in enumerate(cells))
        + "</row>"
        for r, cells in enumerate(rows, start=first)
    )


plain_count = 0


@settings(max_examples=150, derandomize=True, deadline=None)
@given(SHEETS, st.integers(1, 3), st.sampled_from(["", *STRANGE]))
def test_the_two_readers_agree(rows: list[list[tuple[str, str, int]]], first: int, strange: str) -> None:
    global plain_count
    texts = [*TEXTS, *([strange] if strange else [])]
    data = xlsx(sheet(rows, first), sst=shared(*map(item, texts)), styles=STYLES)
    plain_count += both_ways(data)


def test_the_test_above_meets_plain_sheets() -> None:
    """Run on its own when the tests are spread over processes."""
    if not plain_count:
        test_the_two_readers_agree()
    assert plain_count > 30


@pytest.mark.parametrize("inline", [False, True])
def test_what_xlsxwriter_writes_is_plain(tmp_path: Path, inline: bool) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": inline})
    made = book.add_worksheet("对象")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for row in range(3, 40):
        made.write_row(row, 1, [f"H{row}", " 店 ", row, row / 7, "", None])
        made.write_number(row, 7, 45000 + row, day)
    book.add_worksheet("空")
    book.add_worksheet("藏").hide()
    book.close()
    assert both_ways((tmp_path / "a.xlsx").read_bytes())


@pytest.mark.parametrize(
    "row",
    [
        '<row r="1"><c r="A1" t="b"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c></row>',
        '<row r="1" hidden="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1000000000000000</v></c></row>',
        '<row r="1"><c r="A1"><v>1e400</v></c></row>',
        '<row r="1"><c r="A2"><v>1</v></c></row>',
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="B1"><v>1</v></c><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>9</v></c></row>',
        '<row r="1"><c r="A1" s="9"><v>9</v></c></row>',
        '<row r="1"> <c r="A1"><v>9</v></c></row>',
    ],
)
def test_what_is_not_plain(row: str) -> None:
    try:
        passed = pass_gate(xlsx(row, sst=shared("<t>甲</t>"), styles=STYLES), "库")
    except BadInput:
        return
    assert passed[0].plain is None


LONG = "长" * 200


def test_a_second_block_that_is_not_plain() -> None:
    """Blocks of four megabytes: the last of them turns the whole sheet over to calamine."""
    rows = "".join(f'<row r="{r}">{text_cell(f"A{r}", LONG)}</row>' for r in range(1, 10_001))
    end = '<row r="10001"><c r="A10001" t="b"><v>1</v></c></row>'
    grids = _parse_or_plain(xlsx(rows + end))
    assert (len(grids[0].rows), grids[0].rows[-1]) == (10_001, ["TRUE"])
    wider = '<row r="10001"><c r="C10001"><v>7</v></c></row>'
    assert both_ways(xlsx(rows + wider))


def _parse_or_plain(data: bytes) -> list[Grid]:
    from shuangsuiji.files.readers.grids import read_grids

    return read_grids(data, "库")[0]


@pytest.mark.parametrize("count", [150, pytest.param(4000, marks=pytest.mark.soak)])
def test_mutated_plain_sheets(count: int) -> None:
    made = parts(
        sheet([[("s", "0", 0), ("", "45413", 1), ("inline", "甲", 0), ("n", "0.5", 2)]] * 3),
        sst=shared(*map(item, TEXTS)),
        styles=STYLES,
    )
    dice = random.Random(5)
    plain = 0
    for _ in range(count):
        name = dice.choice(["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"])
        content = made[name]
        assert isinstance(content, str)
        changed = mutated(content.encode(), dice)
        try:
            plain += both_ways(packed({**made, name: changed}))
        except BadInput as refusal:
            assert str(refusal).endswith("。")
    assert plain > count / 50
