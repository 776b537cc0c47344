"""A simulated year, from the draw to the reports, counted a second time from the sheets as filled in."""

from __future__ import annotations

import io
import re
import shutil
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from test_platform import OBJECTS, TEAM, imported

import shuangsuiji
from bureau import NOW, PLAN, bureau
from filling import fill, sheet_of
from shuangsuiji.core.evaluation.rates import STRATUM, TASK
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.messages import text_of

YEAR_PLAN = PLAN.replace("同年重复抽取: 否", "同年重复抽取: 否\n  全年比例下限: 30%")
TODAY = NOW.replace(month=12, day=20)


def filled_rows(archive: Path, start: datetime) -> Iterator[tuple[tuple[int, str], str, dict[str, Any]]]:
    """What a clerk writes, by a rule: (row, object, cells); every seventh row stays empty."""
    page = openpyxl.load_workbook(sheet_of(archive))["结果录入表"]
    heading = next(row for row in page.iter_rows() if row[0].value == "序号")
    column = {cell.value: index for index, cell in enumerate(heading)}
    rows = list(page.iter_rows(min_row=heading[0].row + 1, values_only=True))
    places = {int(row[0]): place for place, row in enumerate({row[0]: row for row in rows}.values(), 1)}
    for row in rows:
        serial, department, name = int(row[0]), row[column["检查部门"]], row[column["检查对象"]]
        place = places[serial]
        if place % 7 == 0:
            continue
        problem = place % 3 == 0 and "医疗保障" in department
        day = start + timedelta(days=place + 4)
        cells: dict[str, Any] = {
            "检查日期": day,
            "检查结果": "5" if problem else "1",
            "被检查对象签字": "已签字",
        }
        if problem:
            closed = {"处置状态": "已完成", "办结日期": day + timedelta(days=9)}
            cells |= {"后续处置": "责令整改", **(closed if place % 2 else {"处置状态": "进行中"})}
        if place % 5:
            cells |= {"公开日期": day + timedelta(days=10), "公开渠道": "市政府网站"}
        yield (serial, department), name, cells


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[tuple[str, str, dict[str, Any]]]]:
    """A folder with two batches drawn, one object replaced, results taken; and the rows as filled in."""
    folder = tmp_path_factory.mktemp("bureau")
    plan = bureau(folder, plan=YEAR_PLAN, size=36)
    rows = []
    for batch, seed, when in (("上半年", "一", NOW), ("下半年", "二", NOW.replace(month=9, day=3))):
        drawn = shuangsuiji.draw(plan, batch=batch, seed=seed, now=when)
        if batch == "上半年":
            gone = next(v for v in drawn.dossier.draw["visits"] if v["reasons"] == ["随机"])
            shuangsuiji.substitute(drawn.archive, objects=[gone["id"]], reason="注销", now=when)
        written = list(filled_rows(drawn.archive, when.replace(tzinfo=None, hour=0, minute=0)))
        sheet = fill(sheet_of(drawn.archive), {key: cells for key, _, cells in written})
        shuangsuiji.results(drawn.archive, sheet, now=when + timedelta(days=90))
        rows += [(batch, name, cells) for _, name, cells in written]
    return folder, rows


@pytest.fixture
def folder(year: tuple[Path, Any], tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    shutil.copytree(year[0], tmp_path / "plans")
    return tmp_path / "plans"


def opened(path: Path) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl has no word for the extension that hides green corners
        return openpyxl.load_workbook(path)


def test_the_year_counted_from_the_sheets(year: tuple[Path, Any], folder: Path) -> None:
    """Visits, problems, publication and follow-up, from nothing but what the clerk filled in."""
    _, rows = year
    report = shuangsuiji.report_year(folder, 2024, now=TODAY)
    figures = report.figures
    visits: dict[tuple[str, str, datetime], list[dict[str, Any]]] = {}
    for batch, name, cells in rows:
        visits.setdefault((batch, name, cells["检查日期"]), []).append(cells)
    assert figures.begun.part == figures.complete.part == len(visits)
    assert figures.total.inspected == len({name for _, name, _ in visits})
    public = [all("公开日期" in cells for cells in group) for group in visits.values()]
    assert (figures.published.part, figures.published.of) == (sum(public), len(public))
    measures = [cells for _, _, cells in rows if "后续处置" in cells]
    done = [cells for cells in measures if cells["处置状态"] == "已完成"]
    assert (figures.closed.part, figures.closed.of) == (len(done), len(measures)) and done
    codes = {code.label: code.total for code in figures.codes}
    assert codes["1.未发现问题"] == sum(cells["检查结果"] == "1" for _, _, cells in rows)
    kinds = Counter("药店" if "药店" in name else "医疗机构" for _, name, _ in visits)
    found = {rate.task: rate for rate in figures.of_kind(TASK)}
    assert found["药店联合抽查"].inspected == kinds["药店"]
    bad = {name for _, name, cells in rows if cells["检查结果"] == "5"}
    at_random = {v.name for one in figures.facts for v in one.visits if v.at_random and v.complete}
    assert (figures.total.problem.part, figures.total.problem.of) == (len(bad & at_random), len(at_random))
    assert sum(change.objects for change in figures.changes) == 1
    assert figures.undrawn == () and report.findings == ()


def test_every_percentage_can_be_recomputed_on_the_sheet(folder: Path) -> None:
    """Each is a formula over two numbers of its own row, and stores what they give."""
    shuangsuiji.report_year(folder, "2024年", now=TODAY)
    path = folder / "报告" / "年度评估-2024.xlsx"
    values = openpyxl.load_workbook(path, data_only=True)
    count = 0
    for page in opened(path):
        for row in page.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    match = re.fullmatch(
                        r'=IF\((\w+)=0,"",IF\((\w+)<\1,MIN\(ROUND\(\2/\1,3\),0\.999\),\2/\1\)\)', cell.value
                    )
                    assert match, cell.value
                    part, of = page[match[2]].value, page[match[1]].value
                    share = min(round(part / of + 1e-9, 3), 0.999) if part < of else 1
                    stored = values[page.title][cell.coordinate].value
                    assert stored == (pytest.approx(share) if of else ""), (page.title, cell.coordinate)
                    assert page[match[2]].row == cell.row
                    count += 1
    assert count > 40
    assert values.sheetnames[0] == "总览" and values.sheetnames[-1] == "口径说明"
    with zipfile.ZipFile(path) as parts:
        charts = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) >= 5


def test_the_report_says_what_the_workbook_says(folder: Path) -> None:
    report = shuangsuiji.report_year(folder, 2024, now=TODAY)
    data = (folder / "报告" / "年度评估报告-2024.docx").read_bytes()
    document = docx.Document(io.BytesIO(data))
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = {cell.text for table in document.tables for row in table.rows for cell in row.cells}
    figures = report.figures
    total = figures.total
    assert (
        f"已检查{figures.begun.part}户次" in text
        and f"（{total.problem.part}/{total.problem.of}）" in str(cells)
    )
    for entry in figures.publications:
        if not entry.done:
            assert entry.visit.name in cells  # XT-2: missing ones are named
    assert "{{" not in text and "{%" not in text and "〔图" not in text
    assert "没有与上年比较" in text and "口径说明" in text and text.startswith("内部")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        names = parts.namelist()
        charts = [name for name in names if name.startswith("word/charts/chart")]
        assert len(charts) == len(re.findall(r"^图[0-9]+　", text, re.MULTILINE)) >= 5
        for number in range(1, len(charts) + 1):
            xml = parts.read(f"word/charts/chart{number}.xml")
            assert b"c:externalData" in xml and b'ptCount val="0"' not in xml
            behind = openpyxl.load_workbook(io.BytesIO(parts.read(f"word/embeddings/chart{number}.xlsx")))
            assert behind.sheetnames == ["数据"]
    drawings = document.element.body.findall(".//{*}inline")
    assert len(drawings) == len(charts) and all(d.find("{*}docPr").get("descr") for d in drawings)


def test_reports_repeat(folder: Path, tmp_path: Path) -> None:
    """The same records and the same day, the same bytes."""
    shutil.copytree(folder, tmp_path / "again")
    shuangsuiji.report_year(folder, 2024, now=TODAY)
    shuangsuiji.report_year(tmp_path / "again" / "draws", 2024, now=TODAY)
    for path in (folder / "报告").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "报告" / path.name).read_bytes(), path.name


MONTHLY_FORM = (
    "一、“双随机、一公开”监管工作安排部署情况",
    "本月召开会议部署随机抽查工作情况",
    "本月印发双随机工作文件情况",
    "本月组织随机抽查业务培训情况",
    "二、“双随机、一公开”监管工作开展情况",
    "本月按年度随机抽查工作计划开展随机抽查情况",
    "本月组织随机抽查的文件",
    "本月组织随机抽查次数",
    "其中与信用分级分类相结合次数",
    "随机抽查的检查事项",
    "检查主体数量",
    "发现问题的主体数量",
    "其中信用分级分类抽查发现问题数量",
    "抽查结果公示数量",
    "抽查结果公示途径",
    "全市本系统开展随机抽查情况（指市级制定方案，分派给县区级实施的抽查）",
    "开展的单位及抽查检查主体数量及抽查结果公示数量等情况",
)
"""The cells of 附件3 of 秦皇岛's notice of 2023."""


def test_the_month_counted_from_the_sheets(year: tuple[Path, Any], folder: Path) -> None:
    """QHD-5: objects inspected at random in June, with problems, published; draws of the year so far."""
    _, rows = year
    report = shuangsuiji.report_month(folder, "2024年6月", now=TODAY)
    june = {name for _, name, cells in rows if cells["检查日期"].month == 6 and cells["检查日期"].day}
    figures = report.figures
    random = {v.name for v in figures.visits if v.at_random}
    assert {v.name for v in figures.visits} == june
    assert figures.now.objects == len(random) and figures.now.must == len(june - random)
    assert (figures.now.draws, figures.so_far.draws, figures.so_far.by_credit) == (0, 2, 1)
    path = folder / "报告" / "月报-2024-06.xlsx"
    form = opened(path)["月报表"]
    asked = {row[1]: row[2] for row in form.iter_rows(min_row=5, values_only=True) if row[1]}
    assert asked["检查主体数量"].startswith(f"{figures.now.objects}户")
    assert asked["本月召开会议部署随机抽查工作情况"] == "（注明召开会议的名称及时间）"
    assert asked["本月组织随机抽查的文件"] == "《2024年试点县医疗保障局随机抽查01》（试医保〔2024〕1号）"
    table = docx.Document(folder / "报告" / "月报-2024-06.docx").tables[0]
    words = [tuple(dict.fromkeys(cell.text for cell in row.cells)) for row in table.rows]
    assert words[0] == ("一、“双随机、一公开”监管工作安排部署情况",)
    assert words[4] == ("二、“双随机、一公开”监管工作开展情况",)
    assert len(words) == 17 and table.rows[5].cells[0].text == table.rows[14].cells[0].text == "4"
    assert words[8][1:] == ("其中与信用分级分类相结合次数", "0次")
    cells = [re.sub(r"\s", "", cell) for row in words for cell in row]
    at = [next((i for i, cell in enumerate(cells) if name in cell), -1) for name in MONTHLY_FORM]
    assert at == sorted(at) and at[0] == 0
    paragraphs = docx.Document(folder / "报告" / "月报-2024-06.docx").paragraphs
    around = re.sub(r"\s", "", "".join(paragraph.text for paragraph in paragraphs))
    assert all(
        name in around for name in ("单位名称（盖章）：", "填表时间：", "联系人：", "联系电话：", "手机：")
    )
    visits = opened(path)["本月检查明细"]
    assert sum(isinstance(row[0].value, int) for row in visits.iter_rows()) == len(figures.visits)


def test_a_month_in_which_nothing_was_done_has_its_bureau(folder: Path) -> None:
    quiet, busy = (
        shuangsuiji.report_month(folder, month, now=TODAY).form for month in ("2024-01", "2024-05")
    )
    assert quiet.body == busy.body != ""


def codes(report: Any) -> Counter[str]:
    return Counter(finding.code for finding in report.findings)


def test_what_nobody_knows_is_asked_for(folder: Path) -> None:
    """QHD-5: blank, named, never zero; answered from 月报补充.yaml."""
    first = shuangsuiji.report_month(folder, "2024-05", now=TODAY)
    assert first.example_written and codes(first)["supplement-lacks"] == 5  # no 渠道 in this plan either
    assert codes(first)["supplement-lacks-contact"] == 1 and codes(first)["supplement-written"] == 1
    again = shuangsuiji.report_month(folder, "2024-05", now=TODAY)
    assert not again.example_written and codes(again)["supplement-lacks"] == 5  # the example answers nothing
    (folder / "月报补充.yaml").write_text(
        "联系人: 某某\n联系电话: 0000-0000000\n手机: 无\n月报:\n"
        "  - 月份: 2024-05\n    会议: 部署会，2024年5月10日\n"
        "    印发文件: [《方案》（试医保〔2024〕1号）, 《通知》]\n"
        "    培训: 无\n    公示途径: 县政府网站\n    全市本系统: 无\n    宣传: 集中宣传月\n",
        "utf-8",
    )
    full = shuangsuiji.report_month(folder, "2024-05", now=TODAY)
    assert codes(full)["supplement-lacks"] == codes(full)["supplement-lacks-contact"] == 0
    answers = {row.label: row.text for row in full.form.rows}
    assert answers["本月印发双随机工作文件情况"] == "1.《方案》（试医保〔2024〕1号）\n2.《通知》"
    assert answers["本月组织随机抽查次数"] == "2次"


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        ("联系任: 某某\n", "plan-unknown-key-likely", 1, 1),
        ("月报:\n  - 月份: 2024-13\n", "plan-bad-month", 2, 9),
        ("月报:\n  - 会议: 无\n", "plan-missing-key", 2, 5),
        ("月报:\n  - 月份: 2024-05\n  - 月份: 2024年5月\n", "supplement-month-twice", 3, 9),
        ("联系人： 某某\n", "plan-full-width-colon", 1, 4),
    ],
)
def test_slips_in_the_supplement_are_named(
    folder: Path, text: str, code: str, line: int, column: int
) -> None:
    """Every slip by line and column, and no report is written."""
    (folder / "月报补充.yaml").write_text(text, "utf-8")
    with pytest.raises(BadInput) as trouble:
        shuangsuiji.report_month(folder, "2024-05", now=TODAY)
    finding = trouble.value.findings[0]
    assert (finding.code, finding.place.line, finding.place.column) == (code, line, column)
    assert text_of(finding.code, finding.values) and not (folder / "报告").exists()


def test_an_edited_report_is_kept(folder: Path) -> None:
    """A report that nobody touched is renewed in its place; one that somebody edited stays, and is named."""
    shuangsuiji.report_month(folder, "2024-05", now=TODAY)
    renewed = shuangsuiji.report_month(folder, "2024-05", now=TODAY.replace(day=21))
    assert codes(renewed)["report-replaced"] == 2
    assert sorted(p.name for p in (folder / "报告").glob("月报*")) == [
        "月报-2024-05.docx",
        "月报-2024-05.xlsx",
    ]
    edited = folder / "报告" / "月报-2024-05.docx"
    edited.write_bytes(edited.read_bytes() + b"edited")
    kept = shuangsuiji.report_month(folder, "2024-05", now=TODAY.replace(day=22))
    assert codes(kept)["report-kept"] == 2
    assert [path.name for path in kept.written.files] == ["月报-2024-05（2）.docx", "月报-2024-05（2）.xlsx"]
    assert edited.read_bytes().endswith(b"edited")
    (folder / "报告" / "生成记录.json").write_bytes(b"[" * 200_000)
    lost = shuangsuiji.report_month(folder, "2024-05", now=TODAY.replace(day=23))
    assert [path.name for path in lost.written.files] == ["月报-2024-05（3）.docx", "月报-2024-05（3）.xlsx"]


def test_what_cannot_be_reported(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="没有 2023 年度计划的有效抽取"):
        shuangsuiji.report_year(folder, 2023, now=TODAY)
    for text in ("24", "二四", "2024-05"):
        with pytest.raises(BadUsage, match="不是年份"):
            shuangsuiji.report_year(folder, text, now=TODAY)
    with pytest.raises(BadUsage, match="不是月份"):
        shuangsuiji.report_month(folder, "第六个月", now=TODAY)
    with pytest.raises(BadInput, match="没有抽取台账"):
        shuangsuiji.report_month(tmp_path / "别处", "2024-05", now=TODAY)
    assert not (folder / "报告").exists()


def test_last_year_is_compared_where_the_ledger_holds_it(folder: Path) -> None:
    """XT-7: the plan of 2023 in the same folder; its tasks bear the same names."""
    text = (folder / "plan.yaml").read_text("utf-8").replace("2024", "2023")
    (folder / "plan2023.yaml").write_text(text, "utf-8")
    earlier = NOW.replace(year=2023)
    drawn = shuangsuiji.draw(folder / "plan2023.yaml", seed="三", reason="补登上年，时间照实际", now=earlier)
    start = NOW.replace(year=2023, tzinfo=None, hour=0, minute=0)
    rows = {key: cells for key, _, cells in filled_rows(drawn.archive, start)}
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), rows), now=NOW)
    figures = shuangsuiji.report_year(folder, 2024, now=TODAY).figures
    assert figures.last and {trend.rate.kind for trend in figures.by_year} >= {TASK, STRATUM}
    before = {
        rate.key: rate.problem for rate in shuangsuiji.report_year(folder, 2023, now=TODAY).figures.rates
    }
    assert all(trend.before == before[trend.rate.key] for trend in figures.by_year)


def test_a_platforms_draw_is_marked(tmp_path: Path) -> None:
    """XT-10: everything after the draw works; that nobody can recompute it is said."""
    imported(tmp_path, [[name, TEAM] for name in OBJECTS])
    report = shuangsuiji.report_year(tmp_path, 2024, now=TODAY)
    assert report.figures.total.drawn == len(OBJECTS) and report.figures.facts[0].by_platform
    book = opened(tmp_path / "报告" / "年度评估-2024.xlsx")
    text = "\n".join(str(cell.value) for row in book["总览"].iter_rows() for cell in row)
    assert "由平台抽取的批次：试医保2024001的“上半年”" in text and "不能重算" in text
