"""From cells to a table: the heading is found, columns are matched, rows that are none are passed over.

Source: formats.md, "The registries (spreadsheets)".
"""

from __future__ import annotations

import pytest

from building import codes, grid_of
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.registries.grid import DAMAGED_ERROR, DAMAGED_LONG_NUMBER, Grid, Merged
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import Table, join_tables, read_table

HEADING = ["定点编码", "名称", "类别"]
ROW = ["P1", "甲药店", "药店"]
NO_CHOICE = SourceChoice()


def read(
    *grids: Grid, choice: SourceChoice = NO_CHOICE, needed: tuple[str, ...] = ()
) -> tuple[Table, list[Finding]]:
    """The table of these sheets, which has to be one."""
    table, findings = read_table(OBJECTS, grids, choice, needed)
    assert table is not None, findings
    return table, findings


def refused(*grids: Grid, choice: SourceChoice = NO_CHOICE) -> list[Finding]:
    """Why there is no table."""
    table, findings = read_table(OBJECTS, grids, choice, ())
    assert table is None
    return findings


HEADINGS = {
    "first row": [HEADING, ROW],
    "title row": [["甲市检查对象名录库", "", ""], HEADING, ROW],
    "title that is shorter": [["甲市检查对象名录库"], HEADING, ROW],
    "instructions and blanks": [["名录库"], [], ["填报单位：甲局", "", "2024-03-01"], [""], HEADING, ROW],
    "title that sounds like a heading": [["名称", "", ""], HEADING, ROW],
    "far down": [*([["说明"]] * 38), HEADING, ROW],
    "two rows, merged down": [["定点编码", "名称", "分类"], ["", "", "类别"], ROW],
    "two rows, groups": [["基本信息", "", "分类信息"], HEADING, ROW],
    "two rows, upper alone": [["定点编码", "基本信息", ""], ["", "名称", "类别"], ROW],
    "marks": [["*定点编码", "名称*", "类 别："], ROW],
    "line breaks and full width": [["定点\n编码", "名　称", "类别"], ROW],
    "synonyms": [["医保编码", "机构名称", "机构类别"], ROW],
}  # fmt: skip


@pytest.mark.parametrize("name", HEADINGS)
def test_the_heading_is_found(name: str) -> None:
    """ "The heading row is found, also under title and instruction rows; headings have synonyms" """
    table, findings = read(grid_of(HEADINGS[name]))
    assert list(table.columns) == HEADING
    assert [table.columns[column][0] for column in HEADING] == ROW
    assert findings == []
    assert table.place(0, "类别").cell == f"C{len(HEADINGS[name])}"


def test_no_heading() -> None:
    """Without a known heading, and without a required column, the message says what is needed."""
    (none,) = refused(grid_of([["甲", "乙"], ["1", "2"]]))
    assert (none.code, none.values["needed"]) == ("registry-no-heading", "名称")
    (missing,) = refused(grid_of([["说明"], ["定点编码", "类别"], ["P1", "药店"]]))
    assert (missing.code, missing.values["name"], missing.values["row"]) == (
        "registry-missing-column",
        "名称",
        2,
    )
    table, findings = read_table(INSPECTORS, [grid_of([["姓名"], ["赵一"]])], NO_CHOICE, ())
    assert table is None
    assert [f.values["name"] for f in findings] == ["部门", "执法证号或工号"]


def test_rows_of_the_plan() -> None:
    """表头行 counts from 1, as people do; fewer rows than that is no heading."""
    rows = [["定点编码", "名称", "类别"], ["旧", "旧", "旧"], ["编号", "名称", "备注"], ["1", "甲药店", ""]]
    table, _ = read(grid_of(rows), choice=SourceChoice(header_row=3))
    assert list(table.columns) == ["编号", "名称", "备注"]
    assert len(table) == 1
    assert codes(refused(grid_of(rows), choice=SourceChoice(header_row=9))) == ["registry-no-heading"]


def test_exact_beats_synonym() -> None:
    """ "an exact heading beats a synonym": the other column stays under its own name."""
    table, findings = read(grid_of([["编号", "单位名称", "名称"], ["1", "甲公司", "甲药店"]]))
    assert findings == []
    assert (table.columns["名称"], table.columns["单位名称"]) == (["甲药店"], ["甲公司"])


def test_two_synonyms() -> None:
    """ "two synonyms of one field are an error", and both columns are named."""
    (found,) = refused(grid_of([["编号", "单位名称", "机构名称"], ["1", "甲", "乙"]]))
    assert found.code == "registry-heading-twice"
    assert found.values == {
        "name": "名称",
        "headings": "B列“单位名称”、C列“机构名称”",
        "choice": "字段: {名称: 单位名称}",
    }


def test_fields_of_the_plan() -> None:
    """ "`字段: {known name: heading in this file}`; conditions use the known name" """
    grid = grid_of([["编号", "单位名称", "机构名称", "分档"], ["1", "甲", "乙", "A"]])
    table, findings = read(grid, choice=SourceChoice(fields={"名称": "机构名称", "信用等级": "分档"}))
    assert findings == []
    assert (table.columns["名称"], table.columns["信用等级"], table.columns["单位名称"]) == (
        ["乙"],
        ["A"],
        ["甲"],
    )
    assert table.resolve("分档") == "信用等级"
    (found,) = refused(grid, choice=SourceChoice(fields={"信用等级": "等次"}))
    assert (found.code, found.values["heading"]) == ("registry-no-such-heading", "等次")


def test_sheets() -> None:
    """ "one sheet with fitting headings is used, several ask for 工作表" """
    cover, good = grid_of([["说明"]], sheet="封面"), grid_of([HEADING, ROW], sheet="药店")
    other = grid_of([HEADING, ["H1", "甲医院", "医院"]], sheet="医院")
    hidden = grid_of([HEADING, ROW], sheet="旧", hidden=True)
    assert read(cover, good)[0].origins[0].sheet == "药店"
    assert read(hidden, good)[0].origins[0].sheet == "药店"
    assert read(cover, hidden)[0].origins[0].sheet == "旧"
    (several,) = refused(cover, good, other)
    assert (several.code, several.values["sheets"]) == ("registry-several-sheets", "药店、医院")
    assert read(good, other, choice=SourceChoice(sheet="医 院".replace(" ", "")))[0].columns["名称"] == [
        "甲医院"
    ]
    (absent,) = refused(good, other, choice=SourceChoice(sheet="诊所"))
    assert (absent.code, absent.values["known"]) == ("registry-no-sheet", "药店、医院")


def test_rows_that_are_none() -> None:
    """ "Rows with neither id nor name are skipped and counted; hint rows … are skipped and named" """
    rows = [
        HEADING,
        ["必填", "必填", "选填"],
        ["示例：P00000000000", "某药店", "药店"],
        ROW,
        ["", "", ""],
        ["", " ", "合计 1 户"],
        ["", "乙药店", ""],
        [],
    ]
    table, findings = read(grid_of(rows))
    assert table.columns["名称"] == ["甲药店", "乙药店"]
    assert table.skipped == 3
    assert [(f.code, f.place.cell, f.level) for f in findings] == [
        ("registry-hint-row", "第2行", "note"),
        ("registry-example-row", "第3行", "note"),
        ("registry-footer-row", "第6行", "note"),
    ]


@pytest.mark.parametrize(
    "hint", ["必填", "（必填）", "必填项", "必填，18位", "选填", "示例", "示例1", "示例行", "填写说明：…"]
)
def test_hints(hint: str) -> None:
    """What is written for whoever fills the sheet in."""
    table, _ = read(grid_of([HEADING, [hint, "某药店", ""], ROW]))
    assert len(table) == 1


@pytest.mark.parametrize("name", ["示例大药房", "可选便民药店", "必填堂", "说明"])
def test_names_that_look_like_hints(name: str) -> None:
    """No object is lost for its name: whoever is not read cannot be drawn."""
    table, _ = read(grid_of([["名称", "类别"], [name, "药店"]]))
    assert table.columns["名称"] == [name]


def test_unnamed_columns_are_kept() -> None:
    """ "extra columns are kept and can be used in conditions", those without a heading under their letter."""
    grid = grid_of([["编号", "名称", "", "街道", "街道"], ["1", "甲", "记号", "东", "西", "尾"]])
    table, _ = read(grid)
    assert dict(table.columns) == {
        "编号": ["1"],
        "名称": ["甲"],
        "（C列）": ["记号"],
        "街道": ["东"],
        "街道（E列）": ["西"],
        "（F列）": ["尾"],
    }


def test_a_title_is_no_heading_of_the_column_below() -> None:
    """Two rows are one heading only where they name more columns than one row does."""
    table, _ = read(grid_of([["检查对象名录", "", ""], ["", "定点编码", "名称"], ["1", "P1", "甲"]]))
    assert list(table.columns) == ["（A列）", "定点编码", "名称"]


def test_hidden_rows_and_ragged_rows() -> None:
    """ "hidden rows are read"; a short row of a CSV has blanks at its end."""
    table, findings = read(grid_of([HEADING, ["P1", "甲"], ROW], hidden_rows=1))
    assert table.columns["类别"] == ["", "药店"]
    assert codes(findings) == ["registry-hidden-rows"]


def test_text_is_tidied_and_counted() -> None:
    """ "each normalisation that changed a value is counted"; what is printed keeps its characters."""
    table, _ = read(grid_of([HEADING, [" P1", "甲（一）\n药店", "药店"]]))
    assert table.columns["名称"] == ["甲（一） 药店"]
    assert table.normalised == 2


def test_damaged_cells() -> None:
    """Damage is an error in known columns and in those of the rules, else a warning; each at its cell."""
    rows = [["编号", "名称", "片名", "门牌"], ["1", "甲", "", ""], ["123456789012345680000", "乙", "", ""]]
    damage = {(1, 2): DAMAGED_ERROR, (1, 3): DAMAGED_ERROR, (2, 0): DAMAGED_LONG_NUMBER}
    _, findings = read(grid_of(rows, damaged=damage), needed=("门牌",))
    assert [(f.place.cell, f.level, f.code) for f in findings] == [
        ("C2", "warning", "cell-error"),
        ("D2", "error", "cell-error"),
        ("A3", "error", "cell-long-number"),
    ]


def test_a_row_of_damage_is_not_skipped() -> None:
    """A row whose id and name are errors is no blank row."""
    _, findings = read(grid_of([HEADING, ["", "", ""]], damaged={(1, 0): DAMAGED_ERROR}))
    assert [(f.place.cell, f.code) for f in findings] == [("A2", "cell-error")]


def test_control_characters() -> None:
    """ "characters of category Cc and Cn refused" (draw-algorithm 1)."""
    _, findings = read(grid_of([HEADING, ["P1", "甲\x02店", "药\u0378店"]]))
    assert [(f.place.cell, f.values["character"]) for f in findings] == [("B2", "U+0002"), ("C2", "U+0378")]


def test_no_rows() -> None:
    """A heading alone is an error that names the registry."""
    _, findings = read(grid_of([HEADING]))
    assert codes(findings) == ["registry-no-rows"]


def test_joined_files() -> None:
    """ "a list joins several files"; columns that one has not are blank, places lead into the right file."""
    first, _ = read(grid_of([HEADING, ROW], file="药店.xlsx"))
    second, _ = read(
        grid_of(
            [["说明"], ["医保编码", "机构名称", "床位"], ["H1", "甲医院", "80"]], file="医院.csv", sheet=""
        )
    )
    table = join_tables([first, second])
    assert table.columns["名称"] == ["甲药店", "甲医院"]
    assert (table.columns["类别"], table.columns["床位"]) == (["药店", ""], ["", "80"])
    assert table.resolve("机构名称") == "名称"
    place = table.place(1, "定点编码")
    assert (place.file, place.sheet, place.cell) == ("医院.csv", "", "A3")
    assert table.place(1, "类别").cell == "第3行"
    assert list(table.cells("没有的列")) == ["", ""]


def test_a_page_of_explanations_is_no_rival() -> None:
    """A sheet on which one row begins with 名称 does not make the workbook's registry ambiguous."""
    registry = grid_of([["编号", "名称", "地址"], ["1", "甲药店", "某路"]], sheet="名录")
    notes = grid_of([["列", "怎么写"], ["编号", "不能重复"], ["名称", "写全称"]], sheet="填写说明")
    table, findings = read_table(OBJECTS, [registry, notes], SourceChoice(), ())
    assert table is not None and codes(findings) == [] and len(table) == 1


def test_merged_cells_hold_for_every_row_but_not_for_ids() -> None:
    """A department merged over its people is theirs; a record merged over two rows is read once."""
    rows = [
        ["姓名", "部门", "执法证号"],
        ["甲", "一股", "1"],
        ["乙", "", "2"],
        ["丙", "二股", "3"],
        ["", "", ""],
    ]
    rows[4] = ["", "", "4"]
    merged = [Merged(1, 2, 1), Merged(3, 4, 0), Merged(3, 4, 1), Merged(3, 1_000_000, 1)]
    grid = Grid(file="甲.xlsx", sheet="乙", rows=rows, merged=merged)
    table, findings = read_table(INSPECTORS, [grid], SourceChoice(), ())
    assert table is not None
    assert table.cells("部门") == ["一股", "一股", "二股", "二股"]
    assert table.cells("姓名") == ["甲", "乙", "丙", ""]
    assert [(finding.code, finding.values) for finding in findings] == [
        ("registry-merged-cells", {"count": 2})
    ]
    assert grid.rows[2] == ["乙", "", "2"], "the grid itself is left as it was read"


def test_lists_written_one_entry_a_line() -> None:
    grid = Grid(file="甲.xlsx", sheet="乙", rows=[["定点编码", "名称", "标签"], ["H1", "甲", "慢病\n住院\n"]])
    table, _ = read_table(OBJECTS, [grid], SourceChoice(), ())
    assert table is not None and table.cells("标签") == ["慢病、住院"]


def test_error_values_that_are_text() -> None:
    grid = Grid(
        file="甲.csv", sheet="", rows=[["编号", "名称", "其他"], ["1", "#REF!", "#N/A"], ["2", "#1药店", ""]]
    )
    _, findings = read_table(OBJECTS, [grid], SourceChoice(), ())
    assert [(finding.code, finding.place.cell) for finding in findings] == [("cell-error", "B2")]


PREFERRED = [
    (OBJECTS, ["定点编码", "门店名称", "企业名称"], "名称", "门店名称"),
    (OBJECTS, ["定点编码", "检查对象名称", "单位名称"], "名称", "检查对象名称"),
    (OBJECTS, ["定点编码", "单位名称", "法定代表人", "主要负责人"], "负责人", "法定代表人"),
    (OBJECTS, ["编号", "名称", "注册地址", "经营地址"], "地址", "经营地址"),
    (INSPECTORS, ["姓名", "科室", "单位", "执法证号"], "部门", "单位"),
    (INSPECTORS, ["姓名", "单位", "执法证编号", "证件号"], "执法证号", "执法证编号"),
    (INSPECTORS, ["姓名", "单位", "执法证号", "有效期起", "有效期止"], "证件有效期", "有效期止"),
    (ITEMS, ["事项编号", "抽查项目", "抽查事项"], "抽查事项名称", "抽查事项"),
]


@pytest.mark.parametrize(("layout", "headings", "name", "chosen"), PREFERRED)
def test_the_better_of_two_headings_is_taken(
    layout: Layout, headings: list[str], name: str, chosen: str
) -> None:
    """One that is clearly meant wins over one that may mean it; the choice is told, the other is kept."""
    cells = [f"格{index}" for index in range(len(headings))]
    table, findings = read_table(layout, [grid_of([headings, cells])], NO_CHOICE, ())
    assert table is not None, findings
    assert table.columns[name] == [cells[headings.index(chosen)]]
    assert set(table.aliases) >= set(headings)
    assert len(table.columns) == len(headings)
    others = [heading for heading in headings if heading in table.columns and heading not in layout.names]
    told = [finding for finding in findings if finding.code == "registry-heading-preferred"]
    assert all(finding.values["heading"] == chosen for finding in told)
    assert bool(told) == bool(others) or "有效期起" in headings


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("名称（全称）", "名称"),
        ("检查对象名称\n（必填）", "名称"),
        ("*统一社会信用代码（18位）", "统一社会信用代码"),
        ("【必填】统一社会信用代码", "统一社会信用代码"),
        ("联系电话(手机)", "联系方式"),
        ("类别（请从下拉框中选择）", "类别"),
        ("法定代表人（负责人）", "负责人"),
        ("注册号/统一社会信用代码", "统一社会信用代码"),
        ("近三年违法次数（次）", "近三年违法次数"),
        ("上次检查日期（yyyy-mm-dd）", "上次检查日期"),
        ("名称必填", "名称"),
        ("名称（曾用名）", ""),
        ("地址（家庭）", ""),
        ("抽查比例（%）", ""),
    ],
)
def test_notes_in_headings(heading: str, name: str) -> None:
    """How to fill a column in is no part of its heading; what changes the meaning is."""
    table, _ = read(grid_of([["编号", "单位名称", heading], ["1", "甲", "格"]]))
    assert table.columns[name or heading.replace("（", "（")] == ["格"]


def test_three_rows_of_headings() -> None:
    """Group, group within it, heading; where both together are a known heading, they are one."""
    rows = [
        ["人员", "", "证件", "", "", "备注"],
        ["", "", "执法证件", "", "", ""],
        ["姓名", "单位", "编号", "有效期起", "有效期止", ""],
        ["张某", "甲局", "0012", "2021-01-01", "2026-01-01", "无"],
    ]
    table, findings = read_table(INSPECTORS, [grid_of(rows)], NO_CHOICE, ())
    assert table is not None
    assert dict(table.columns) == {
        "姓名": ["张某"],
        "部门": ["甲局"],
        "执法证号": ["0012"],
        "有效期起": ["2021-01-01"],
        "证件有效期": ["2026-01-01"],
        "备注": ["无"],
    }
    assert findings == []


def test_groups_above_the_heading_stand_on_each_page() -> None:
    """Groups that add nothing to the heading are no part of it, and are passed over with it."""
    groups = [["甲", "基本情况", ""], ["", "主要内容", ""]]
    table, findings = read(grid_of([*groups, HEADING, ROW, *groups, HEADING, ["P2", "乙药店", "药店"]]))
    assert table.columns["名称"] == ["甲药店", "乙药店"]
    assert len(findings) == 3


def test_what_stands_between_the_rows() -> None:
    """Headings of the next page, captions, totals and page numbers are passed over, each with its reason."""
    title = ["某县检查对象名录库", "", ""]
    odd: list[tuple[list[str], str]] = [
        (["一、朱兰街道", "", ""], "registry-caption-row"),
        (["（二）八台镇", "", ""], "registry-caption-row"),
        (["", "朱兰街道（12家）", ""], "registry-caption-row"),
        (title, "registry-heading-repeated"),
        (HEADING, "registry-heading-repeated"),
        (["本页小计：12家", "", ""], "registry-footer-row"),
        (["朱兰街道小计", "", "12"], "registry-footer-row"),
        (["合 计", "12", ""], "registry-footer-row"),
        (["第 1 页 共 2 页", "", ""], "registry-footer-row"),
        (["- 2 -", "", ""], "registry-footer-row"),
        (["制表人：某某", "审核人：某某", ""], "registry-footer-row"),
        (["单位负责人（签字）", "", ""], "registry-footer-row"),
        (["2024年3月5日", "", ""], "registry-footer-row"),
        (["注：名称以执照为准", "", ""], "registry-remark-row"),
        (["", "", "附表"], "registry-row-skipped"),
        (["朱兰街道", "小计", "12"], "registry-footer-row"),
        (["—", "以下空白", "—"], "registry-footer-row"),
        (["（本页以下空白）", "", ""], "registry-footer-row"),
        (["", "汇总", "12"], "registry-footer-row"),
        (["/", "/", "/"], "registry-nothing-row"),
        (["无", "无", "无"], "registry-nothing-row"),
        (["……", "……", ""], "registry-nothing-row"),
        (["1", "2", "3"], "registry-hint-row"),
        (["（见许可证）", "（工商登记名称）", "（药店或医院）"], "registry-hint-row"),
        (["字母W开头", "营业执照名称", ""], "registry-hint-row"),
        (["6位数字", "与执照一致", "药店/医院"], "registry-hint-row"),
        (["Code", "Name", "Type"], "registry-heading-repeated"),
        (["—", "—", "药店"], "registry-row-skipped"),
        (["暂无", "N/A", ""], "registry-nothing-row"),
        (["定点 编码", "单位名称", "机构类别"], "registry-heading-repeated"),
        (["①", "②", "③"], "registry-hint-row"),
        (["栏1", "栏2", "栏3"], "registry-hint-row"),
        (["Ⅰ", "Ⅱ", "Ⅲ"], "registry-hint-row"),
        (["01", "02", "03"], "registry-hint-row"),
        (["一", "二", "三"], "registry-hint-row"),
        (["城关街道", "小计：1", ""], "registry-footer-row"),
        (["", "Total", "1"], "registry-footer-row"),
        (["西街道", "共2户", ""], "registry-footer-row"),
        (["〈编号〉", "「全称」", "{类别}"], "registry-hint-row"),
        (["XXXX", "×××药店", "药店"], "registry-hint-row"),
    ]
    rows = [title, HEADING, ROW, *(cells for cells, _ in odd), ["P2", "一心堂大药房", "药店"]]
    table, findings = read(grid_of(rows))
    assert table.columns["名称"] == ["甲药店", "一心堂大药房"]
    assert codes(findings) == [code for _, code in odd]
    assert table.skipped == len(odd)


@pytest.mark.parametrize(
    "name",
    [
        "一心堂",
        "合计会计事务所有限公司",
        "第一人民医院",
        "主城小计生站",
        "单位",
        "空间书店",
        "同仁堂药店",
        "与众不同理发店",
        "电话亭（小吃）",
        "Name Bar",
        "许可证名称印刷厂",
        "一品香",
        "计家庄面馆",
        "Total Fitness",
        "XX网吧",
        "暂无酒吧",
    ],
)
def test_names_that_look_like_captions(name: str) -> None:
    """A record is never taken for a caption, a total or a page."""
    table, findings = read(grid_of([HEADING, ["P1", name, ""], ["", name, ""]]))
    assert table.columns["名称"] == [name, name]
    assert findings == []


def test_a_record_may_be_called_a_total() -> None:
    """With a code of its own 小计 is a name."""
    table, findings = read(grid_of([HEADING, ["W002", "小计", "药店"]]))
    assert (table.columns["名称"], findings) == (["小计"], [])


def test_numbers_are_read_as_displayed_but_for_codes_and_rules() -> None:
    """A paper repeats 1,234.50; the rule that compares it, and a code, want the number."""
    rows = [["定点编码", "名称", "面积", "建档费"], ["12", "甲店", "1234.5", "30"]]
    arranged = {(1, 0): "12.00", (1, 2): "1,234.50", (1, 3): "¥30.00 "}
    grid = Grid(file="库.xlsx", sheet="库", rows=rows, arranged=arranged)
    table, _ = read(grid)
    assert [table.cells(name)[0] for name in rows[0]] == ["12", "甲店", "1,234.50", "¥30.00"]
    table, _ = read(grid, needed=("面积",))
    assert [table.cells(name)[0] for name in rows[0]] == ["12", "甲店", "1234.5", "¥30.00"]
    assert grid.rows == rows
