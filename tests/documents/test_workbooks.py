"""抽查结果.xlsx and 年度抽查工作计划.xlsx, read back: figures, texts, print set-up, marks, bytes."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from fractions import Fraction
from typing import Any

import openpyxl
import pytest
from small_dossier import PLAN, SEED, dossier

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.rules.pool import PastVisit
from shuangsuiji.documents.drawing.ceremony_sheets import ceremony_of, ceremony_sheets
from shuangsuiji.documents.drawing.exemptions import exemptions
from shuangsuiji.documents.drawing.results_workbook import results_workbook
from shuangsuiji.documents.drawing.schedules import schedules
from shuangsuiji.documents.office.sheets import Kind, Sheet, SheetColumn, line_count, text_width, widths_of
from shuangsuiji.documents.planning.plan_tables import plan_tables
from shuangsuiji.documents.wording import REHEARSAL

SHEETS = ["名单", "检查组", "人员负荷", "分层统计", "必查", "回避递补记录", "候补顺序", "不参加抽取", "说明"]


def ceremony(found: Dossier) -> bytes:
    return ceremony_sheets(ceremony_of(found))


BOOKS = [results_workbook, plan_tables, schedules, exemptions, ceremony]


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


def test_fixed_groups() -> None:
    """A sheet of the groups, a column 组别, and whole groups in 回避递补记录."""
    found = dossier(plan={"groups": 2, "load": "均衡"})
    made = opened(results_workbook(found))
    assert made.sheetnames == [*SHEETS[:2], "分组", *SHEETS[2:]]
    groups = records(made["分组"], "组别")[:2]
    formed = found.draw["groups"]["formed"]
    assert [row["组别"] for row in groups] == ["第1组", "第2组"]
    for row, group in zip(groups, formed, strict=True):
        leader = found.person_of[group["leader"] or ""].name
        assert row["组长"] == leader and any(f"{leader}★" in str(cell) for cell in row.values())
    teams = records(made["检查组"])
    assert [row["组别"] for row in teams] == [f"第{visit['group']}组" for visit in found.draw["visits"]]
    assert sum(row["本批户次"] for row in groups) == len(teams)
    entries = [(v, e) for v in found.draw["visits"] for e in v["trace"] if e["outcome"] == "回避"]
    rows = [row for row in records(made["回避递补记录"]) if row["类型"] == "回避"]
    assert len(rows) == len(entries) > 0
    for row, (visit, entry) in zip(rows, entries, strict=True):
        name = found.person_of[entry["person"]].name
        assert row["抽中人员"] == f"第{entry['group']}组（{name}）"
        assert row["递补人员"] == f"第{visit['group']}组"
        assert row["记录"].startswith(f"抽中第{entry['group']}组（{name}），组员因")
        assert row["记录"].endswith(f"改派第{visit['group']}组。")


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


def test_the_number_of_alternates_is_that_of_all() -> None:
    """draw.json lists a hundred at least; how many there are follows from those who could be drawn."""
    found = dossier(size=700)
    first = found.draw["strata"][0]
    rows = records(opened(results_workbook(found))["候补顺序"], "任务编号")
    total = first["available"] - len(first["drawn"])
    assert total > len(first["alternates"]) == 100
    assert {row["候补总数"] for row in rows if row["任务编号"] == first["task"]} == {total}


def test_what_is_not_drawn_has_its_reason(drawn: Dossier) -> None:
    past = [PastVisit(object_id="D0001", day="2024-02-01", reasons=("随机",))]
    found = dossier(past=past)
    rows = records(opened(results_workbook(found))["不参加抽取"])
    assert [(row["情形"], row["封存编号"], row["原因"]) for row in rows] == [
        ("不参加抽取", found.pool.number_of["D0011"], "经营状态：注销"),
        (
            "本批不再随机抽取",
            found.pool.number_of["D0001"],
            "今年已检查或已安排1次（2024-02-01），计划规定同年不重复抽取",
        ),
    ]


def test_explanation(book: Any, drawn: Dossier) -> None:
    text = text_of(book["说明"])
    wanted = ["第2次抽取", "漏了一户", SEED, "公开摇号", "见抽取记录的末页"]
    wanted += [
        "rules/1",
        "2024年5月21日 9时05分",
        "公证员甲",
        "录像01",
        "没有更新",
        "ssj audit",
    ]
    for words in wanted:
        assert words in text


@pytest.mark.parametrize("make", BOOKS)
def test_print_set_up(make: Any, drawn: Dossier) -> None:
    for sheet in opened(make(drawn)):
        assert sheet.page_setup.paperSize == 9
        # Blank is the format's own default, one page.
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows and sheet.freeze_panes
        assert "&P" in sheet.oddFooter.right.text and "&N" in sheet.oddFooter.right.text
        assert sheet.oddHeader.left.text


@pytest.mark.parametrize("make", BOOKS)
def test_rehearsal_is_on_every_sheet(make: Any) -> None:
    for sheet in opened(make(dossier(rehearsal=True))):
        assert sheet["A1"].value == REHEARSAL
        assert REHEARSAL in sheet.oddHeader.right.text


@pytest.mark.parametrize("make", BOOKS)
def test_no_formula(make: Any) -> None:
    """A registry text that begins with = or @ is a text, in a merged cell too."""
    hostile = {index: f"=cmd|' /C calc'!A{index}" for index in range(1, 61)}
    book = opened(make(dossier(names=hostile, plan={"name": "=1+1"})))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert any(str(cell.value).startswith("=") for cell in cells)


@pytest.mark.parametrize("make", BOOKS)
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


def test_newer_plan_form(drawn: Dossier) -> None:
    """LAW-1: totals without what may not be drawn, the cap, who inspects jointly."""
    limits = {**PLAN["limits"], "yearly_cap": "2"}
    rows = records(opened(plan_tables(dossier(plan={"limits": limits}))).worksheets[2])
    assert rows[0]["“双随机”抽查对象总数及比例"] == "医疗机构39户，20%"  # 40, of which D0011 is closed
    assert rows[1]["“双随机”抽查对象总数及比例"] == "药店20户，A 1%、B 7%、C 1/3"
    assert rows[2]["“双随机”抽查对象总数及比例"] == "重点对象1户，全部检查"
    assert rows[0]["年度检查频次"] == "每年2批，每户全年不超过2次"
    assert rows[2]["年度检查频次"] == "每户每年4次"
    joint = "是\n牵头：试点县医疗保障局\n配合：试点县市场监督管理局"
    assert [row["是否跨部门联合"] for row in rows] == [joint, joint, "否"]
    assert rows[0]["承办机构"] == "试点县医疗保障局"
    assert rows[0]["检查时间"] == "2024年5-6月、9-11月"


def test_everybody_has_a_schedule(drawn: Dossier) -> None:
    """WG-4, WG-5: each person's visits, with their own department's items and their colleagues."""
    book = opened(schedules(drawn))
    assert book.sheetnames == ["汇总", "试点县医疗保障局", "试点县市场监督管理局", "专家"]
    blocks: dict[str, list[tuple[Any, ...]]] = {}
    for sheet in book.worksheets[1:]:
        name = ""
        for row in sheet.iter_rows(min_row=4, values_only=True):
            if isinstance(row[0], int):
                blocks[name].append(row)
            elif row[1] is None and row[0] and "本批" in row[0]:
                name = row[0].split("　")[0]
                blocks[name] = []
    visits = drawn.draw["visits"]
    for person in drawn.pool.people:
        own = [visit for visit in visits if any(m["person"] == person.id for m in visit["team"])]
        assert sorted(row[2] for row in blocks.get(person.name, [])) == [visit["index"] for visit in own]
    totals = {row["姓名"]: row["本批户次"] for row in records(book["汇总"])}
    assert totals == {name: len(rows) for name, rows in blocks.items()}
    breaks = [len(sheet.row_breaks.brk) for sheet in book.worksheets[1:]]
    assert sum(breaks) == len(blocks) - 3
    supervision = [row for row in book["试点县市场监督管理局"].iter_rows(values_only=True) if row[0] == 1]
    heading = [cell.value for cell in book["试点县市场监督管理局"][3]]
    assert {row[heading.index("检查事项")] for row in supervision} <= {"药品质量检查", "=医保基金使用检查"}


def test_only_objects_drawn_at_random_are_exempt() -> None:
    """QHD-3: this draw's and those of the year before it; no routine visit, no mere duty."""
    past = [
        PastVisit(object_id="D0001", day="2024-02-09", plan="甲2024009", batch="春季", reasons=("随机",)),
        PastVisit(object_id="D0002", day="2024-02-09", reasons=("日常",)),
        PastVisit(object_id="D0004", day="2024-02-09", reasons=("必查",)),
        PastVisit(object_id="D0005", day="2023-12-31", reasons=("随机",)),
    ]
    found = dossier(past=past)
    rows = {row["编号"]: row for row in records(opened(exemptions(found)).worksheets[0])}
    drawn_now = {visit["id"] for visit in found.draw["visits"] if "随机" in visit["reasons"]}
    assert drawn_now and set(rows) - {"D0001"} == drawn_now
    assert rows["D0001"]["抽取批次"] == "甲2024009 春季" and rows["D0001"]["检查时间"] == "2024年2月"
    one = rows[min(drawn_now)]
    assert (one["抽取日期"], one["检查时间"]) == ("2024年5月21日", "2024年5-6月")
    assert {row["有效期至"] for row in rows.values()} == {"2024年12月31日"}


def test_ceremony_sheets_say_no_more_than_the_record(drawn: Dossier) -> None:
    """LZ-7, LZ-12: the seed was given by a person, so nobody signs that it came after the sealing."""
    book = opened(ceremony(drawn))
    assert book.sheetnames == ["现场签到表", "种子号码登记表", "见证签字表"]
    present = records(book["现场签到表"])
    assert [(row["姓　　名"], row["身　　份"]) for row in present[:2]] == [
        ("操作人甲", "操作人"),
        ("公证员甲", "见证人"),
    ]
    assert len(present) == 16
    numbers = [cell.value for row in book["种子号码登记表"].iter_rows(min_row=4) for cell in row[1::2]]
    assert numbers[:5] == SEED.split()
    text = text_of(book["见证签字表"])
    assert drawn.manifest["commit"][:16] not in text and "录像01" in text and "第2次抽取" in text
    assert "种子产生之前" not in text


@pytest.mark.parametrize("kind", ["text", "center", "number"])
def test_no_number_is_cut_or_broken(kind: Kind) -> None:
    """Whatever the greatest width of its column is, and however many columns the page has."""
    for code in ("91410481MAY0C63R0E", "2024-05-06", "1234567890123456789012345678", "豫410481198001011234"):
        columns = [SheetColumn("编号", kind, 8), *(SheetColumn("说明", "text", 40) for _ in range(8))]
        sheet = Sheet(name="一", title="二", columns=columns, rows=[[code, *["长长的说明" * 9] * 8]])
        assert widths_of(sheet)[0][0] >= len(code.lstrip("豫")) * 0.9 + 1
    assert widths_of(replace(sheet, rows=[["a1" * 32, *[""] * 8]]))[0][0] < 20  # a digest


def test_widths_count_wide_characters_twice() -> None:
    assert text_width("医保A1（甲）") == 12
    assert line_count("医保医保医保", 8) == 2
    assert line_count("第一行\n第二行", 40) == 2
    assert line_count("a" * 64, 20) == 4
