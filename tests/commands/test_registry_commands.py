"""`ssj registry …` as a clerk calls it: exit status, what is shown, at 80 columns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import docx
import openpyxl
from openpyxl.chart import BarChart, Reference
from rich.cells import cell_len

from bureau import objects, people, write_csv
from command_line import ssj


def test_check_tells_what_was_read(tmp_path: Path) -> None:
    rows = [*objects(3), ["d0001", "又一家", "药店"], ["合计：4家"]]
    rows[0].append("床位数")
    write_csv(tmp_path / "检查对象.csv", rows)
    result = ssj("registry", "check", tmp_path / "检查对象.csv")
    assert result.returncode == 1
    assert "检查对象名录库　检查对象.csv" in result.stdout
    assert "表头在第 1 行；读入 4 行；未读入 1 行。" in result.stdout
    assert "重复：编码相同 1 处，像是重复登记 0 处" in result.stdout
    assert "认出的列 8 个，以“编号”为编码：" in result.stdout
    assert "I 床位数。" in result.stdout
    assert "第6行：这一行像合计或落款，未读入：合计：4家" in result.stdout
    assert "A5　“d0001” → “D0001”" in result.stdout
    assert "检查对象.csv › A5" in result.stderr and "有 1 处错误" in result.stdout
    assert max(cell_len(line) for line in (result.stdout + result.stderr).splitlines()) <= 80
    data = json.loads(ssj("registry", "check", tmp_path / "检查对象.csv", "--json").stdout)
    assert (data["kind"], data["rows"], data["passed"]) == ("objects", 4, False)
    assert [found["code"] for found in data["duplicates"]] == ["object-duplicate-id"]


def test_check_of_good_and_of_odd_files(tmp_path: Path) -> None:
    write_csv(tmp_path / "人员.csv", people())
    good = ssj("registry", "check", tmp_path / "人员.csv", "--kind", "检查人员")
    assert good.returncode == 0 and "检查完毕，可以使用。" in good.stdout
    write_csv(tmp_path / "别的.csv", [["一", "二"], ["三", "四"]])
    odd = ssj("registry", "check", tmp_path / "别的.csv")
    assert odd.returncode == 1 and "看不出这是哪一种名录库" in odd.stderr
    assert ssj("registry", "check", tmp_path / "没有.xlsx").returncode == 3
    wrong = ssj("registry", "check", tmp_path / "人员.csv", "--kind", "火星")
    assert wrong.returncode == 2 and "没有“火星”这种名录库" in wrong.stderr


def test_check_writes_a_marked_copy_beside_and_never_over(tmp_path: Path) -> None:
    write_csv(tmp_path / "对象.csv", [*objects(3), ["D0001", "又一家", "药店"]])
    before = (tmp_path / "对象.csv").read_bytes()
    first = ssj("registry", "check", tmp_path / "对象.csv", "--mark")
    assert first.returncode == 1 and f"标注副本：{tmp_path / '对象-标注.xlsx'}" in first.stdout
    ssj("registry", "check", tmp_path / "对象-标注.xlsx", "--mark")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "对象-标注.xlsx",
        "对象-标注2.xlsx",
        "对象.csv",
    ]
    assert (tmp_path / "对象.csv").read_bytes() == before


def test_template(tmp_path: Path) -> None:
    written = ssj("registry", "template", "检查人员", tmp_path / "人员.xlsx")
    assert written.returncode == 0 and "已写出空白名录库" in written.stdout
    (tmp_path / "人员.xlsx").write_bytes(b"filled in")
    again = ssj("registry", "template", "检查人员", tmp_path / "人员.xlsx")
    assert again.returncode == 3 and "不会覆盖" in again.stderr
    assert ssj("registry", "template", "objects", tmp_path).returncode == 0
    assert (tmp_path / "检查对象名录库.xlsx").exists()
    assert ssj("registry", "template", "objects", tmp_path / "名录.csv").returncode == 2
    assert ssj("registry", "template", "专家", tmp_path, "--id", "编号").returncode == 2


def test_diff(tmp_path: Path) -> None:
    old, new = objects(30), objects(31)
    new[5] = [*new[5]]
    new[5][3] = "Z"
    del new[9]
    new[11][0] = "D9999"
    write_csv(tmp_path / "旧.csv", old)
    write_csv(tmp_path / "新.csv", new)
    files = (tmp_path / "旧.csv", tmp_path / "新.csv", "--xlsx", tmp_path / "变动.xlsx")
    result = ssj("registry", "diff", *files)
    assert result.returncode == 0, result.stderr
    assert "新增 2 户，减少 2 户，变更 1 户（1 格），不变 27 户。按“编号”对应。" in result.stdout
    assert "信用等级（D6→D6）：C → Z" in result.stdout
    assert "D0012（旧 B13）→ D9999（新 B12） 试点药店012，名称、地址相同" in result.stdout
    assert max(cell_len(line) for line in result.stdout.splitlines() if str(tmp_path) not in line) <= 80
    book = openpyxl.load_workbook(tmp_path / "变动.xlsx")
    assert book.sheetnames == ["汇总", "变更", "新增", "减少", "可能换号"]
    assert [cell.value for cell in book["变更"][3]][2:] == ["信用等级", "C", "Z", "D6", "D6"]
    data = json.loads(ssj("registry", "diff", *files[:2], "--json").stdout)
    assert [row["id"] for row in data["removed"]] == ["D0009", "D0012"]
    (tmp_path / "变动.xlsx").write_bytes(b"another")
    again = ssj("registry", "diff", *files)
    assert again.returncode == 3 and "不会覆盖" in again.stderr


def test_diff_of_what_cannot_be_compared(tmp_path: Path) -> None:
    write_csv(tmp_path / "对象.csv", objects(3))
    write_csv(tmp_path / "人员.csv", people())
    result = ssj("registry", "diff", tmp_path / "对象.csv", tmp_path / "人员.csv")
    assert result.returncode == 1 and "不是同一种名录库" in result.stderr
    same = ssj("registry", "diff", tmp_path / "对象.csv", tmp_path / "对象.csv")
    assert same.returncode == 0 and "内容相同" in same.stdout


def test_fix(tmp_path: Path) -> None:
    rows = objects(5)
    rows[2][0], rows[3][6], rows[4][0] = "ｄ0002", "试点镇３号", "D0001"
    write_csv(tmp_path / "对象.csv", rows)
    before = (tmp_path / "对象.csv").read_bytes()
    result = ssj("registry", "fix", tmp_path / "对象.csv")
    assert result.returncode == 0
    assert "有把握的改动 2 格：" in result.stdout
    assert "全角字母、数字改成半角：2 格" in result.stdout
    assert "A3　“ｄ0002” → “D0002”" in result.stdout
    assert "对象.csv › A5" in result.stderr and "需人工核对" in result.stdout
    assert max(cell_len(line) for line in result.stdout.splitlines() if str(tmp_path) not in line) <= 80
    copy = tmp_path / "对象-整理后.xlsx"
    assert f"整理后的副本：{copy}" in result.stdout
    assert (tmp_path / "对象.csv").read_bytes() == before
    again = json.loads(ssj("registry", "fix", copy, "--json").stdout)
    assert again["copy"] is None and again["changes"] == []
    ssj("registry", "fix", tmp_path / "对象.csv")
    assert (tmp_path / "对象-整理后2.xlsx").exists()


def test_fix_of_what_is_in_order_or_cannot_be_read(tmp_path: Path) -> None:
    write_csv(tmp_path / "对象.csv", objects(3))
    result = ssj("registry", "fix", tmp_path / "对象.csv")
    assert result.returncode == 0 and "没有要整理的" in result.stdout
    write_csv(tmp_path / "别的.csv", [["一"], ["二"]])
    assert ssj("registry", "fix", tmp_path / "别的.csv").returncode == 1
    assert len(list(tmp_path.iterdir())) == 2


def test_copies_say_that_pictures_may_be_missing(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (["编号", "名称", "近三年违法次数"], ["ｄ1", "甲药店", 1], ["d1", "乙药店", 2]):
        page.append(row)
    chart = BarChart()
    chart.add_data(Reference(page, min_col=3, min_row=1, max_row=3))
    page.add_chart(chart)
    book.save(tmp_path / "名录.xlsx")
    assert "图片、图表或宏" in ssj("registry", "fix", tmp_path / "名录.xlsx").stderr
    assert "图片、图表或宏" in ssj("registry", "check", tmp_path / "名录.xlsx", "--mark").stderr


def test_check_dumps_the_cells_as_read(tmp_path: Path) -> None:
    """What is read, shown and stored of each cell, and what is wrong; nothing in it runs as a formula."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [["S1", "=甲", 0.075], ["S2", "-乙", -1234.5], ["S3", "丙", 7], ["S4", date(2024, 5, 1), "#N/A"]]
    for row in [["编号", "名称", "占比"], *rows]:
        sheet.append(row)
    sheet["B2"].data_type = "s"
    sheet["C2"].number_format = "0.0%"
    sheet["C3"].number_format = "#,##0.00"
    sheet["C4"].number_format = ";;;"
    sheet["B5"].number_format = "yyyy/m/d"
    book.save(tmp_path / "对象.xlsx")
    ran = ssj("registry", "check", tmp_path / "对象.xlsx", "--dump", tmp_path / "各格.csv")
    assert ran.returncode == 0
    assert "各格.csv" in ran.stdout
    text = (tmp_path / "各格.csv").read_bytes().decode("utf-8-sig")
    assert text.split("\r\n") == [
        "工作表,单元格,读作,显示,存的是,说明",
        *("Sheet,A1,编号,编号,,", "Sheet,B1,名称,名称,,", "Sheet,C1,占比,占比,,"),
        *("Sheet,A2,S1,S1,,", "Sheet,B2,'=甲,'=甲,,", "Sheet,C2,7.5%,7.5%,0.075,"),
        *("Sheet,A3,S2,S2,,", "Sheet,B3,'-乙,'-乙,,", 'Sheet,C3,"-1,234.50","-1,234.50",,'),
        *("Sheet,A4,S3,S3,,", "Sheet,B4,丙,丙,,", "Sheet,C4,,,7,"),
        *("Sheet,A5,S4,S4,,", "Sheet,B5,2024-05-01,2024/5/1,,", "Sheet,C5,,#N/A,,错误值"),
        "",
    ]
    (tmp_path / "各格.csv").write_bytes(b"another")
    again = ssj("registry", "check", tmp_path / "对象.xlsx", "--dump", tmp_path / "各格.csv", "--json")
    assert again.returncode != 0
    assert (tmp_path / "各格.csv").read_bytes() == b"another"


CASE = Path(__file__).resolve().parents[1] / "cases" / "percent-cells"


def test_a_published_ratio_in_a_percent_cell(tmp_path: Path) -> None:
    """100% typed into a cell is stored as 1: published as it was typed, and held against the plan (XT-11)."""
    for path in CASE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    ran = ssj("check", tmp_path / "plan.yaml")
    assert ran.returncode == 1
    assert "10% 低于清单公布的 100%" in "".join((ran.stdout + ran.stderr).split("\n")).replace("       ", "")
    assert "F2" in ran.stdout + ran.stderr
    assert ssj("publish", tmp_path / "plan.yaml", "清单").returncode == 0
    paper = docx.Document(str(tmp_path / "公示稿" / "随机抽查事项清单.docx"))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    assert {"100%", "3%", "7.5%"} <= set(cells)
