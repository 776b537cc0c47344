"""抽查结果.xlsx and 年度抽查工作计划.xlsx, read back: figures, texts, print set-up, marks, bytes."""

from __future__ import annotations

import io
import warnings
import zipfile
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from small_dossier import SEED, dossier

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.documents.plan_tables import plan_tables
from shuangsuiji.documents.results_workbook import results_workbook
from shuangsuiji.documents.sheets import line_count, text_width
from shuangsuiji.documents.wording import REHEARSAL

SHEETS = ["名单", "检查组", "人员负荷", "分层统计", "必查", "回避递补记录", "候补顺序", "不参加抽取", "说明"]


@pytest.fixture(scope="module")
def drawn() -> Dossier:
    return dossier()


@pytest.fixture(scope="module")
def book(drawn: Dossier) -> Any:
    return opened(results_workbook(drawn))


def opened(data: bytes) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl has no word for the extension that hides green corners
        return openpyxl.load_workbook(io.BytesIO(data))


def records(sheet: Any, first: str = "序号") -> list[dict[str, Any]]:
    """The rows under the heading, up to the first row that is not of the table."""
    rows = list(sheet.iter_rows(values_only=True))
    at = next(index for index, row in enumerate(rows) if row[0] == first)
    found = []
    for row in rows[at + 1 :]:
        if row[0] is None or (first == "序号" and not isinstance(row[0], int)):
            break
        found.append(dict(zip(rows[at], row, strict=True)))
    return found


def text_of(sheet: Any) -> str:
    return "\n".join(
        str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
    )


def test_sheets(book: Any) -> None:
    assert book.sheetnames == SHEETS


def test_list_is_the_draw(book: Any, drawn: Dossier) -> None:
    rows = records(book["名单"])
    visits = drawn.draw["visits"]
    assert [(row["封存编号"], row["名称"]) for row in rows] == [(v["number"], v["name"]) for v in visits]
    assert [row["抽取原因"] for row in rows] == ["、".join(v["reasons"]) for v in visits]
    key = [row for row in rows if row["名称"] == "试点医疗机构0007"]
    assert [row["检查次序"] for row in key] == ["第1次/共2次", "第2次/共2次"]
    assert [row["建议月份"] for row in key] == ["2024年5月", "2024年6月"]


def test_ids_and_codes_are_texts(book: Any) -> None:
    for row in book["名单"].iter_rows(min_row=4, min_col=4, max_col=6):
        assert all(cell.data_type == "s" for cell in row if cell.value is not None)


def test_teams(book: Any, drawn: Dossier) -> None:
    for row, visit in zip(records(book["检查组"]), drawn.draw["visits"], strict=True):
        cells = "\n".join(str(cell) for cell in row.values())
        for member in visit["team"]:
            person = drawn.person_of[member["person"]]
            assert person.name in cells and (person.expert or person.certificate in cells)
        assert visit["leader"] is not None
        assert drawn.person_of[visit["leader"]].name == row["组长"]
        assert f"{row['组长']}★" in row["试点县医疗保障局"]


def test_loads_add_up(book: Any, drawn: Dossier) -> None:
    rows = records(book["人员负荷"])
    assert len(rows) == len(drawn.pool.people)
    assert sum(row["本批户次"] for row in rows) == sum(len(v["team"]) for v in drawn.draw["visits"])


def test_strata_show_every_step(book: Any, drawn: Dossier) -> None:
    rows = records(book["分层统计"], "任务编号")
    rows = [row for row in rows if row["截止签号"] or row["任务编号"] == "合计"]
    total = rows.pop()
    for row, stratum in zip(rows, drawn.draw["strata"], strict=True):
        assert (row["对象总数N"], row["应抽n"], row["可抽"], row["实抽"], row["缺额"], row["截止签号"]) == (
            stratum["N"],
            stratum["n"],
            stratum["available"],
            len(stratum["drawn"]),
            stratum["shortage"],
            stratum["cut_off"],
        )
        assert stratum["product"] is not None
        assert Fraction(row["N×比例"]) == Fraction(stratum["product"])
    assert total["实抽"] == sum(len(stratum["drawn"]) for stratum in drawn.draw["strata"])
    assert "/" in rows[3]["N×比例"] or Fraction(rows[3]["N×比例"]).denominator == 1


def test_yearly_floor_is_told() -> None:
    """XT-1."""
    text = text_of(opened(results_workbook(dossier(batch="下半年", size=300)))["分层统计"])
    assert "下限F＝9户" in text and "达到下限" in text


def test_recusals_stand_first(book: Any, drawn: Dossier) -> None:
    rows = records(book["回避递补记录"])
    kinds = [row["类型"] for row in rows]
    assert kinds == sorted(kinds, key=["回避", "已达上限", "选后无法排完", "均衡负荷"].index)
    recused = [row for row in rows if row["类型"] == "回避"]
    assert recused
    for row in recused:
        assert row["抽中人员"] == "人员YB2"
        assert row["记录"] == f"抽中人员YB2，因登记有回避关系（近亲属任职）回避，递补{row['递补人员']}。"
        assert row["递补人员"].startswith("人员YB")
    people = sum(len(row["抽中人员"].split("、")) for row in rows)
    assert people == sum(len(visit["trace"]) for visit in drawn.draw["visits"])


def test_alternates_are_in_order(book: Any, drawn: Dossier) -> None:
    rows = records(book["候补顺序"], "任务编号")
    first = drawn.draw["strata"][0]
    own = [row for row in rows if row["任务编号"] == first["task"]]
    assert [row["封存编号"] for row in own] == first["alternates"][:50]
    assert {row["候补总数"] for row in own} == {len(first["alternates"])}


def test_what_is_not_drawn_has_its_reason(drawn: Dossier) -> None:
    past = [PastVisit(object_id="D0001", day="2024-02-01", reasons=("随机",))]
    rows = records(opened(results_workbook(dossier(past=past)))["不参加抽取"])
    assert [(row["情形"], row["封存编号"], row["原因"]) for row in rows] == [
        ("不参加抽取", 11, "经营状态：注销"),
        ("本批不再随机抽取", 1, "今年已检查或已安排1次（2024-02-01），计划规定同年不重复抽取"),
    ]


def test_explanation(book: Any, drawn: Dossier) -> None:
    text = text_of(book["说明"])
    wanted = ["第2次抽取", "漏了一户", SEED, "公开摇号", drawn.manifest["commit"], drawn.draw_digest]
    wanted += ["0" * 64, "2024年5月21日 9时05分", "公证员甲", "录像01", "没有更新", "ssj audit"]
    for words in wanted:
        assert words in text


@pytest.mark.parametrize("make", [results_workbook, plan_tables])
def test_print_set_up(make: Any, drawn: Dossier) -> None:
    for sheet in opened(make(drawn)):
        assert sheet.page_setup.paperSize == 9
        # Blank is the format's own default, one page.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows and sheet.freeze_panes
        assert "&P" in sheet.oddFooter.right.text and "&N" in sheet.oddFooter.right.text
        assert sheet.oddHeader.left.text


@pytest.mark.parametrize("make", [results_workbook, plan_tables])
def test_rehearsal_is_on_every_sheet(make: Any) -> None:
    for sheet in opened(make(dossier(rehearsal=True))):
        assert sheet["A1"].value == REHEARSAL
        assert REHEARSAL in sheet.oddHeader.right.text


@pytest.mark.parametrize("make", [results_workbook, plan_tables])
def test_no_formula(make: Any) -> None:
    """A registry text that begins with = or @ is a text, in a merged cell too."""
    hostile = {index: f"=cmd|' /C calc'!A{index}" for index in range(1, 61)}
    book = opened(make(dossier(names=hostile, plan={"name": "=1+1"})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=") for cell in cells)


@pytest.mark.parametrize("make", [results_workbook, plan_tables])
def test_bytes_repeat(make: Any) -> None:
    data = make(dossier())
    assert data == make(dossier())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_columns_adapt_to_the_registry() -> None:
    """WG-11: no credit codes, no column for them."""
    heading = list(records(opened(results_workbook(dossier(credit=False)))["名单"])[0])
    assert "统一社会信用代码" not in heading and heading[1:4] == ["封存编号", "名称", "编号"]


def test_plan_tables(drawn: Dossier) -> None:
    """WG-9 and QHD-4."""
    book = opened(plan_tables(drawn))
    first = records(book.worksheets[0])
    second = records(book.worksheets[1], "抽查计划编号")
    assert "2024年度“双随机、一公开”抽查工作计划" in text_of(book.worksheets[0])
    assert [row["抽查比例"] for row in first] == ["20%", "A 1%、B 7%、C 1/3", "全部"]
    assert [row["抽查频次"] for row in first] == ["每年2次", "每年2次", "每年4次"]
    assert first[0]["抽查事项名称"] == "1.=医保基金使用检查\n2.药品质量检查"
    assert first[0]["抽查对象"] == "医疗机构"
    assert second[0]["抽查时间"] == "2024年5-6月、9-11月"
    assert [row["抽查任务编号"] for row in second[:2]] == ["试医保01", "试医保02"]


def test_widths_count_wide_characters_twice() -> None:
    assert text_width("医保A1（甲）") == 12
    assert line_count("医保医保医保", 8) == 2
    assert line_count("第一行\n第二行", 40) == 2
    assert line_count("a" * 64, 20) == 4
