"""`ssj correct`: what may be put right after the draw, and what has to be drawn again (更正)."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, LATER, SJ, YB, fill, sheet_of
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import read_archive
from shuangsuiji.workflows.correction import CorrectionReport

Rows = list[list[str]]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draw, not to be written into."""
    folder = tmp_path_factory.mktemp("bureau")
    drawn_bureau(folder, seed="甲")
    return folder


@pytest.fixture
def drawn(kept: Path, tmp_path: Path) -> Path:
    """An archive of one's own."""
    copy = tmp_path / "bureau"
    shutil.copytree(kept, copy)
    return next((copy / "draws").glob("*第1次"))


def corrected(archive: Path, change: Callable[[Rows], object], reason: str = "登记有误") -> CorrectionReport:
    rows = objects()
    change(rows)
    path = archive.parent.parent / "更正后" / "检查对象.csv"
    path.parent.mkdir(exist_ok=True)
    write_csv(path, rows)
    return shuangsuiji.correct(archive, path, reason=reason, now=NOW)


def put(row: int, column: str, text: str) -> Callable[[Rows], object]:
    def change(rows: Rows) -> None:
        rows[row][rows[0].index(column)] = text

    return change


def visited(archive: Path) -> int:
    """The row of a drawn object in its registry; not one that somebody once worked for."""
    ids = [visit["id"] for visit in read_archive(archive).draw["visits"]]
    return int(next(key for key in ids if key not in ("D0001", "D0003")).removeprefix("D"))


def test_a_phone_is_put_right_and_the_papers_with_it(drawn: Path) -> None:
    number = visited(drawn)

    def both(rows: Rows) -> None:
        put(number, "联系方式", "0000-7654321")(rows)
        put(number, "地址", "试点镇新99号")(rows)

    report = corrected(drawn, both)
    assert {(one.column, one.after) for one in report.changes} == {
        ("联系方式", "0000-7654321"),
        ("地址", "试点镇新99号"),
    }
    assert report.line.event == "更正"
    assert report.line.text("changed") == f"D{number:04d} 地址；D{number:04d} 联系方式"
    line = str(report.line.data)  # what was changed stays in the folder, the ledger may be shown
    assert "7654321" not in line and f"D{number:04d}" not in line and "登记有误" not in line
    book = openpyxl.load_workbook(io.BytesIO((drawn / "文书" / "抽查结果.xlsx").read_bytes()))
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert "试点镇新99号" in cells
    assert shuangsuiji.audit(drawn).passed
    path = report.folder / "correction.json"
    path.write_bytes(path.read_bytes().replace(b"7654321", b"1234567"))
    assert not shuangsuiji.audit(drawn).passed


def test_a_name_with_a_typo_is_put_right(drawn: Path) -> None:
    number = visited(drawn)
    report = corrected(drawn, put(number, "名称", f"试点更名机构{number:03d}"))
    assert report.placed.written
    book = openpyxl.load_workbook(io.BytesIO((drawn / "文书" / "抽查结果.xlsx").read_bytes()))
    cells = {str(cell) for row in book["名单"].iter_rows(values_only=True) for cell in row}
    assert f"试点更名机构{number:03d}" in cells
    names = {visit.visit["name"] for visit in shuangsuiji.results(drawn).draw.inspections}
    assert f"试点更名机构{number:03d}" in names
    key = f"D{number:04d}"
    for asked in (key, f"试点更名机构{number:03d}", report.changes[0].before):
        assert shuangsuiji.explain(drawn, asked).id == shuangsuiji.code(drawn, asked).id == key
    folder = drawn.parent.parent
    rows = [line.split(",") for line in (folder / "检查人员.csv").read_text(encoding="utf-8").splitlines()]
    write_csv(folder / "更正后" / "检查人员.csv", [[*rows[0], "备注"], *([*row, "新"] for row in rows[1:])])
    every = sheet_of(drawn)
    index = next(one["index"] for one in read_archive(drawn).draw["visits"] if one["id"] == key)
    fill(every, {(index, YB): CLEAN, (index, SJ): CLEAN})
    shuangsuiji.results(drawn, every, now=LATER)
    draft = shuangsuiji.publish_draft(drawn, "结果", now=LATER)
    told = "".join(shown_texts(draft.path.read_bytes()))
    assert f"名称有更正：2024年5月21日更正（登记有误）：试点更名机构{number:03d}的名称（原为" in told
    again = shuangsuiji.correct(drawn, folder / "更正后" / "检查人员.csv", reason="补备注", now=LATER)
    assert again.folder.name == "更正-002"
    names = {visit.visit["name"] for visit in shuangsuiji.results(drawn).draw.inspections}
    assert f"试点更名机构{number:03d}" in names  # the correction of the other registry still counts
    assert shuangsuiji.audit(drawn).passed
    (again.folder / "correction.json").write_bytes(b"{}")
    found = {finding.code for finding in shuangsuiji.ledger(folder, verify=True).findings}
    assert "ledger-file-changed" in found


@pytest.mark.parametrize(
    "change",
    [
        put(2, "信用等级", "A"),
        put(3, "编号", "D9999"),
        put(4, "经营状态", "注销"),
        put(5, "类别", "药店"),
        lambda rows: rows.pop(),
        lambda rows: rows.append(["D0099", "新店", "药店", "A", "否", "正常", "", ""]),
    ],
    ids=["tier", "id", "eligibility", "scope", "row gone", "row come"],
)
def test_what_changes_the_draw_is_refused(drawn: Path, change: Callable[[Rows], object]) -> None:
    before = (drawn.parent / "台账.jsonl").read_bytes()
    with pytest.raises(BadInput, match="取消本次抽取") as refused:
        corrected(drawn, change)
    assert "correct-changes-draw" in {finding.code for finding in refused.value.findings}
    assert (drawn.parent / "台账.jsonl").read_bytes() == before


@pytest.mark.parametrize("other", [True, False])
def test_an_inspection_is_not_sent_to_somebody_else(drawn: Path, other: bool) -> None:
    """A name of another row, with all that goes with it, or one that nobody has: not a matter of spelling."""
    number = visited(drawn)

    def swapped(rows: Rows) -> None:
        name = rows[0].index("名称")
        rows[number][name] = rows[number % 20 + 2][name] if other else "从未登记大药房"
        rows[number][rows[0].index("地址")] = "别县大街9号"

    with pytest.raises(BadInput) as refused:
        corrected(drawn, swapped, reason="错别字")
    expected = "correct-name-taken" if other else "correct-name-other"
    assert [finding.code for finding in refused.value.findings] == [expected, "correct-redraw"]
    assert not (drawn / "更正-001").exists()


def test_an_address_and_a_telephone_of_another_row_are_not_put_in(drawn: Path) -> None:
    """One such cell may be right: branches share a telephone. Two of one row are that row."""
    number, columns = visited(drawn), ("地址", "联系方式")

    def copied(count: int) -> Callable[[Rows], object]:
        def change(rows: Rows) -> None:
            for column in columns[:count]:
                at = rows[0].index(column)
                rows[number][at] = rows[number % 20 + 2][at]

        return change

    with pytest.raises(BadInput) as refused:
        corrected(drawn, copied(2))
    assert [finding.code for finding in refused.value.findings] == ["correct-taken-over", "correct-redraw"]
    assert not (drawn / "更正-001").exists()
    assert len(corrected(drawn, copied(1)).changes) == 1


@pytest.mark.parametrize(
    ("address", "telephone"),
    [
        ("{}", "{}转1"),
        ("{}（东侧）", " 0{} "),
        ("试点省试点市{}", "{}，13800000000"),
        ("{}號", "+86-{}"),
    ],
)
def test_another_spelling_of_another_row_is_still_that_row(drawn: Path, address: str, telephone: str) -> None:
    number = visited(drawn)
    other = number % 20 + 2

    def copied(rows: Rows) -> None:
        for column, spelt in (("地址", address), ("联系方式", telephone)):
            at = rows[0].index(column)
            rows[number][at] = spelt.format(
                rows[other][at].removesuffix("号") if "號" in spelt else rows[other][at]
            )

    with pytest.raises(BadInput) as refused:
        corrected(drawn, copied)
    assert [finding.code for finding in refused.value.findings] == ["correct-taken-over", "correct-redraw"]


def test_a_column_that_came_is_told_as_such(drawn: Path) -> None:
    folder = drawn.parent.parent
    rows = [line.split(",") for line in (folder / "检查人员.csv").read_text(encoding="utf-8").splitlines()]
    (folder / "更正后").mkdir()
    write_csv(folder / "更正后" / "检查人员.csv", [[*rows[0], "备注"], *([*row, "新"] for row in rows[1:])])
    shuangsuiji.correct(drawn, folder / "更正后" / "检查人员.csv", reason="补备注", now=NOW)
    (step,) = shuangsuiji.audit(drawn, steps=[15]).steps
    assert any("备注由“没有这一列”改为“有这一列”" in str(values) for _, values in step.details)


def test_whatever_was_corrected_is_told(drawn: Path) -> None:
    """更正记录, explain, code and step 15 say old and new; the public list says which columns, no values."""
    number = visited(drawn)

    def change(rows: Rows) -> None:
        put(number, "地址", "试点镇新99号")(rows)
        put(number, "名称", f"试点更名机构{number:03d}")(rows)

    before = objects()[number]
    report = corrected(drawn, change)
    key, address, name = f"D{number:04d}", before[objects()[0].index("地址")], before[1]
    full = f"由“{address}”改为“试点镇新99号”"
    record = "\n".join(shown_texts((report.papers / "更正记录.docx").read_bytes()))
    assert all(part in record for part in (key, address, "试点镇新99号", name, "登记有误", "是"))
    for lines in (shuangsuiji.explain(drawn, key).lines, shuangsuiji.explain(drawn).lines):
        assert any(full in line and "更正-001" in line for line in lines)
    assert any(full in line for line in shuangsuiji.code(drawn, key).lines)
    step = shuangsuiji.audit(drawn).steps[14]
    assert step.number == 15 and any(full in str(detail) for detail in step.details)
    public = "\n".join(shown_texts((drawn / "文书" / "公示稿" / "抽查对象名单公示.docx").read_bytes()))
    assert f"名称（原为“{name}”）" in public and "地址" in public and "登记有误" in public
    assert "试点镇新99号" not in public and address not in public


def test_a_name_that_somebody_worked_for_is_refused(drawn: Path) -> None:
    """人员YB1 once worked for 试点卫生室001: an object of that name would have to be recused."""
    with pytest.raises(BadInput):

        def all_of_them(rows: Rows) -> None:
            for row in rows[2:]:
                row[1] = "试点卫生室001"

        corrected(drawn, all_of_them)


def test_reasons_and_files_that_fit_nothing(drawn: Path, tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="必须说明理由"):
        corrected(drawn, put(2, "地址", "新"), reason=" ")
    with pytest.raises(BadInput, match="没有差别"):
        corrected(drawn, lambda rows: None)


def test_two_sheets_of_one_workbook(tmp_path: Path) -> None:
    """The layout that the questions of `ssj init --ask` recommend: one file, two sources."""
    rows = objects()
    book = openpyxl.Workbook()
    for page, own in ((book.worksheets[0], rows[1:31]), (book.create_sheet(), rows[31:])):
        page.append(rows[0])
        for row in own:
            page.append(row)
    folder = tmp_path / "bureau"
    folder.mkdir()
    book.save(folder / "对象.xlsx")
    sheets = [page.title for page in book.worksheets]
    both = "[" + ", ".join(f"{{文件: 对象.xlsx, 工作表: {title}}}" for title in sheets) + "]"
    plan = bureau(folder, plan=PLAN.replace("检查对象: 检查对象.csv", f"检查对象: {both}"))
    archive = shuangsuiji.draw(plan, seed="甲", now=NOW).archive
    (tmp_path / "新").mkdir()
    book[sheets[1]].cell(5, 1 + rows[0].index("联系方式")).value = "0375-1234567"
    book.save(tmp_path / "新" / "对象.xlsx")
    book.close()
    report = shuangsuiji.correct(archive, tmp_path / "新" / "对象.xlsx", reason="电话有误", now=NOW)
    assert [(one.column, one.after) for one in report.changes] == [("联系方式", "0375-1234567")]
    assert shuangsuiji.audit(archive).passed
