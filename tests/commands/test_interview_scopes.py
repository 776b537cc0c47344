"""`ssj init --ask` where the roster names sections of one bureau, and items name the kind of object."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import bureau
from command_line import ssj, ssj_answered
from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.seeds.announced import readable_time
from shuangsuiji.errors import BadInput

BUREAU = "某某县文化和旅游局"
ITEMS = (
    "事项编码,抽查事项名称,抽查主体,抽查对象",
    "W-1,娱乐场所经营检查,,娱乐场所",
    "W-2,旅行社经营检查,,旅行社",
    "W-3,安全生产检查,,娱乐场所、旅行社",
    "W-4,网吧经营检查,,网吧",
)


def culture(folder: Path, *, category: str = "类别") -> Path:
    """Three registries: sections as departments, and objects of two kinds."""
    people = [f"执法{at},{('市场管理科', '旅游管理科')[at % 2]},H{at:03d},在岗" for at in range(12)]
    objects = [f"D{at:03d},单位{at},{('娱乐场所', '旅行社')[at % 2]}" for at in range(1, 61)]
    tables = {
        "人员.csv": ("姓名,所在科室,执法证号,状态", *people),
        "对象.csv": (f"编码,名称,{category}", *objects),
        "事项.csv": ITEMS,
    }
    for name, rows in tables.items():
        (folder / name).write_text("\n".join(rows) + "\n", encoding="utf-8")
    return folder


def test_sections_are_the_bureau_and_each_kind_has_its_own_items(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(culture(tmp_path))
    before = ("", "", "是", BUREAU, "")  # sheets, who leads (Enter and 是 are no names), sections
    after = ("全部", "", "0", "5 10", "", "是")
    asked = ssj_answered([*before, *after], "init", "--ask")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert f"这几个都是{BUREAU}的科室（或简称）吗？" in asked.stdout
    assert "哪些部门联合检查？" not in asked.stdout
    assert "抽查对象是“网吧”的事项，哪几类要查？" in asked.stdout
    report = shuangsuiji.check(next(tmp_path.glob("抽查计划*.yaml")))
    assert report.passed and report.plan is not None
    plan = report.plan
    assert (plan.initiator, plan.partners, len(plan.team)) == (BUREAU, (), 1)
    assert set(plan.department_aliases) == {"市场管理科", "旅游管理科"}
    text = report.path.read_text(encoding="utf-8")
    assert "对象范围: {类别: 娱乐场所}" in text and "对象范围: {类别: 旅行社}" in text
    inspected = {
        task.name: sorted(code for codes in task.items.values() for code in codes) for task in plan.tasks
    }
    assert inspected == {"娱乐场所抽查": ["W-1", "W-3"], "旅行社抽查": ["W-2", "W-3"]}


def test_items_of_several_kinds_need_a_column_that_tells_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = culture(tmp_path)
    rows = ["编码,名称", *(f"D{at:03d},单位{at}" for at in range(1, 61))]
    (folder / "对象.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    asked = ssj_answered(["", "", BUREAU, "", "全部", "1"], "init", "--ask")
    assert "事项清单的“抽查对象”有：娱乐场所、旅行社、娱乐场所、旅行社、网吧。" in asked.stdout
    assert "加一列“类别”" in asked.stdout and asked.stdout.endswith("没有写任何文件。\n")


def test_a_time_for_the_letter_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The letter is final: a time that nobody can read is refused, and a missing year is put in."""
    now = datetime(2026, 11, 28, 12, tzinfo=BEIJING)
    assert readable_time("11月30日10时", now) == "2026年11月30日10时"
    assert readable_time("1月5日 9:30", now) == "2027年1月5日 9:30"
    assert readable_time("2026-11-30 10:00", now) == "2026-11-30 10:00"
    assert readable_time("", now) == ""
    for text in ("明天上午10点", "11-30", "13月1日", "2026-02-30"):
        with pytest.raises(BadInput):
            readable_time(text, now)
    plan = bureau(tmp_path)
    monkeypatch.chdir(tmp_path)
    ran = ssj("freeze", plan, "--draw-time", "明天上午10点")
    assert ran.returncode == 1 and "2026-11-30 10:00" in ran.stderr
    assert not (tmp_path / "draws" / "台账.jsonl").exists()


def test_rosters_without_department_and_sheets_without_category(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The department is typed once; the names of the sheets become the categories, each drawn by itself."""
    monkeypatch.chdir(tmp_path)
    shops = [f"K{at:03d},门市部{at},正常" for at in range(1, 31)]
    for name, rows in {"农药店": shops[:18], "兽药店": shops[18:]}.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(["许可证编号,店铺名称,状态", *rows]), "utf-8")
    for name, letter in {"大队": "A", "执法股": "B"}.items():
        people = [f"{name}{at},{letter}{at:04d},在岗" for at in range(1, 5)]
        (tmp_path / f"{name}名册.csv").write_text("\n".join(["姓名,执法证号,状态", *people]), "utf-8")
    answers = (
        "",
        BUREAU,
        "",
        "",
        "经营检查；价格检查",
        "",
        "",
        "1",
        "50%",
        "1",
        "2020",
        "1",
        str(date.today().year),
        "",
        "是",
    )
    asked = ssj_answered(answers, "init", "--ask")
    assert "等 2 张表里，哪一列是“部门”？" in asked.stdout
    assert "一张表一个部门，表名就是部门（大队、执法股）" in asked.stdout
    assert "2020 年已经过去" in asked.stdout
    report = shuangsuiji.check(next(tmp_path.glob("抽查计划*.yaml")))
    assert report.passed and report.plan is not None and report.preview is not None
    text = report.path.read_text(encoding="utf-8")
    assert "固定值: {类别: 农药店}" in text and text.count(f"固定值: {{部门: {BUREAU}}}") == 2
    assert [task.name for task in report.plan.tasks] == ["农药店抽查", "兽药店抽查"]
    assert [list(task.items.values()) for task in report.plan.tasks] == [[("SX-01", "SX-02")]] * 2
    sizes = [sum(part.size for part in strata) for strata in report.preview.strata.values()]
    assert sorted(sizes) == [12, 18]
    assert {person.department for person in report.preview.pool.people} == {BUREAU}


def test_a_bureau_of_many_sheets_is_asked_once_for_what_is_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve sheets without 名称, 类别 and 部门: eleven questions, and one for each line that is changed."""
    monkeypatch.chdir(tmp_path)
    kinds = ("公园", "饭店", "浴池", "泳池", "网吧", "影院", "茶楼", "商场")
    for book, own in (("甲", kinds[:5]), ("乙", kinds[5:])):
        pages = {
            kind: [(f"{kind}{at:03}", f"某某{kind}{at}店", f"路{at}号", "A") for at in range(30)]
            for kind in own
        }
        _workbook(tmp_path / f"对象{book}.xlsx", ("编码", "招牌", "地址", "信用等级"), pages)
    rosters = {
        f"某某县{name}执法人员名册": [(f"{name}{at}", f"{name}K{at}01") for at in "一二三四五六"]
        for name in ("卫健委", "文旅局", "应急局", "公安局")
    }
    _workbook(tmp_path / "人员.xlsx", ("姓名", "执法证号"), rosters)
    for kind in ("检查对象", "检查人员"):
        shuangsuiji.registry_template(kind, tmp_path)
    answers = ("", "2", "2", "", "", "", "", "卫生检查;演出检查;防火检查;治安检查", "", "5", "", "是")
    asked = ssj_answered(answers, "init", "--ask")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert asked.stdout.count("\n> ") == len(answers) < 25 and "✗" not in asked.stdout
    assert asked.stdout.count("只有表头，还没有填") == 2 and "填写说明" not in asked.stdout
    report = shuangsuiji.check(next(tmp_path.glob("抽查计划*.yaml")))
    assert report.passed and report.plan is not None
    plan = report.plan
    assert plan.registries is not None and len(plan.registries.objects) == len(plan.tasks) == 8
    assert [line.department for line in plan.team] == [plan.initiator, *plan.partners]
    assert {"某某县文旅局", "某某县公安局"} < {plan.initiator, *plan.partners}


def _workbook(path: Path, headings: Sequence[str], pages: Mapping[str, Sequence[Sequence[str]]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in pages.items():
        page = book.create_sheet(title)
        for row in (headings, *rows):
            page.append(list(row))
    book.save(path)
    book.close()


def test_a_list_that_does_not_say_whom_an_item_is_about_is_asked_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is inspected at a shop because nobody asked; each kind may get items of its own."""
    folder = culture(tmp_path)
    for path in folder.glob("*.csv"):
        text = path.read_text("utf-8")
        if "抽查对象" in text.splitlines()[0]:
            path.write_text(text.replace("抽查对象", "备注", 1), "utf-8")
    monkeypatch.chdir(folder)
    before = ("", "", "是", BUREAU, "")
    after = ("", "", "2", "2 3", "1 3", "5 10", "", "是")
    asked = ssj_answered([*before, *after], "init", "--ask")
    assert "各类检查哪些事项？" in asked.stdout, asked.stdout
    assert asked.returncode == 0, asked.stdout + asked.stderr
    report = shuangsuiji.check(next(tmp_path.glob("抽查计划*.yaml")))
    assert report.plan is not None
    inspected = [
        sorted(code for codes in task.items.values() for code in codes) for task in report.plan.tasks
    ]
    assert sorted(inspected) == [["W-1", "W-3"], ["W-2", "W-3"]]
