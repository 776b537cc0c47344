"""Mistakes on purpose, as a table: what is typed, how it ends, and the words by which somebody can go on.

Every row is typed beside a bureau whose first batch is drawn. None may end in a traceback or internal error,
write to the ledger, or leave a folder behind.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import ssj
from drawn_bureau import drawn_bureau

FIRST = "draws/试医保2024001-上半年-第1次"
REASON = ("--reason", "有事")
MISTAKES: list[tuple[list[str], int, str]] = [
    (["chek"], 2, "是不是check"),
    (["检察"], 2, "是不是check"),
    (["抽"], 2, "是不是draw"),
    (["draw"], 2, "缺少“计划文件”"),
    (["freeze"], 2, "缺少“计划文件”"),
    (["cancel"], 2, "没有人在场确认时要写明档案"),
    (["substitute"], 2, "没有人在场确认时要写明档案"),
    (["correct"], 2, "请写出改正后的名录库文件"),
    (["results", "没有.xlsx"], 3, "找不到这个文件"),
    (["publish"], 2, "缺少“计划或档案”"),
    (["init"], 2, "请写出要新建的文件夹"),
    (["year", "没有.yaml"], 3, "是不是“plan.yaml”"),
    (["audit", "没有"], 3, "找不到这个文件"),
    (["due", "没有"], 7, "请写出计划所在的文件夹"),
    (["registry"], 2, "命令check"),
    (["registry", "chek"], 2, "是不是check"),
    (["report"], 2, "命令month"),
    (["report", "month"], 2, "缺少“月份”"),
    (["plan", "diff", "plan.yaml"], 2, "缺少“新计划”"),
    (["draw", "plan.yaml", "--批次", "上半年", "--seed", "甲"], 2, "重抽必须说明理由"),
    (["freeze", "plan.yaml", "--batch", "上半年"], 2, "再次封存必须说明理由"),
    (["publish", FIRST, "结果"], 1, "请先录入检查结果"),
    (["publish", FIRST, "不规范名单"], 1, "没有可公示的名单"),
    (["substitute", FIRST, "--seed", "1 2 3"], 2, "不能另写--seed"),
    (["substitute", FIRST, "--withdraw", *REASON], 2, "没有等待抽取的递补申请"),
    (["results", FIRST, "--published", "2026-01-01"], 1, "还没有录入结果"),
    (["publish", FIRST, "复核包"], 2, "请加--embargo-over"),
    (["draw", "检查对象.csv"], 1, "第1行第1列"),
    (["check", "检查对象.csv"], 1, "第1行第1列"),
    (["check", "检查人员.csv"], 1, "第1行第1列"),
    (["audit", "plan.yaml"], 7, "这里不是抽取档案"),
    (["audit", "检查对象.csv"], 7, "这里不是抽取档案"),
    (["results", FIRST, "检查对象.csv"], 1, "请用这份档案“文书”里的“结果录入表.xlsx”"),
    (["correct", FIRST, "plan.yaml", *REASON], 1, "找不到表头"),
    (["correct", FIRST, "空表.csv", *REASON], 1, "文件是空的"),
    (["registry", "check", "plan.yaml"], 1, "这是抽查计划，不是名录库"),
    (["registry", "check", "空表.csv"], 1, "文件是空的"),
    (["registry", "check", "~$检查对象.xlsx"], 1, "请先关闭打开的文件"),
    (["照片.jpg"], 1, "这是图片"),
    (["空表.csv"], 1, "文件是空的"),
    (["~$检查对象.xlsx"], 1, "请先关闭打开的文件"),
    (["plan", "diff", "plan.yaml", "检查对象.csv"], 1, "第1行第1列"),
    (["check", "照片.jpg"], 1, "另存为UTF-8"),
    (["publish", "检查对象.csv", "计划"], 1, "第1行第1列"),
    (["check", "plan.yaml", "--bach", "下半年"], 2, "是不是--batch"),
    (["check", "plan.yaml", "--批 次", "下半年"], 2, "是不是--批次"),
    (["check", "plan.yaml", "——批此", "下半年"], 2, "多写了参数"),
    (["check", "plan.yaml", "--batch"], 2, "后面缺少内容"),
    (["check", "plan.yaml", "--batch", "第三季度"], 2, "现有批次：上半年、下半年"),
    (["check", "plan.yaml", "--batch", "下半"], 2, "是不是“下半年”"),
    (["check", "plan.yaml", "--batch", "“上半年”，"], 2, "是不是“上半年”"),
    (["check", "plan.yaml", "下半年"], 2, "多写了参数"),
    (["check", "plan.yaml", "--trials", "三"], 2, "没有“--trials”这个选项"),
    (["year", "plan.yaml", "--trials", "五"], 2, "请写阿拉伯数字"),
    (["year", "plan.yaml", "--trials", "０"], 2, "“次数”的写法不对"),
    (["substitute", FIRST, "--人员"], 2, "后面缺少内容"),
    (["report", "month", "五月底"], 2, "请写成2024-05"),
    (["report", "month", "2024-13"], 2, "请写成2024-05"),
    (["report", "month", "2024年5月底"], 2, "请写成2024-05"),
    (["report", "year", "二〇二四末"], 2, "请写成2024这样的四位数"),
    (["report", "year", "24"], 2, "请写成2024这样的四位数"),
    (["due", ".", "--on", "2024-2-30"], 2, "请写成2024-07-01"),
    (["due", ".", "--on", "明天"], 2, "请写成2024-07-01"),
    (["check", "plan。yaml"], 3, "是不是“plan.yaml”"),
    (["check", ".\\plam.yaml"], 3, "是不是“plan.yaml”"),
    (["check", "我的 表"], 1, "没有计划文件"),
    (["registry", "check", "我的 表/人员.csv"], 3, "是不是“人员.csv”"),
    (["check", "plan"], 3, "是不是“plan.yaml”"),
    (["audit", "draws/试医保2024001-上半年-第1次..."], 3, "是不是“试医保2024001-上半年-第1次”"),
    (["substitute", FIRST, "--inspector", "张山", *REASON], 1, "请写姓名或执法证号"),
    (["substitute", FIRST, "--inspector", "人员 YB3"], 2, "递补必须说明理由"),
    (["substitute", FIRST, "--inspector", "人员 YBX", *REASON], 1, "是不是“人员YB6”"),
    (["substitute", FIRST, "--inspector", "人员YB33", *REASON], 1, "是不是“人员YB3”"),
    (["substitute", FIRST, "--object", "卫生室", *REASON], 1, "请写编码或全称"),
    (["substitute", FIRST, "--object", "D9999", *REASON], 1, "请写编码或全称"),
    (["substitute", FIRST, "--recuse", "人员YB3", *REASON], 2, "要用--visit写明是哪一户"),
    (["substitute", FIRST, "--recuse", "人员YB3", "--visit", "没有这一户", *REASON], 1, "请写编码或全称"),
    (
        ["substitute", FIRST, "--inspector", "人员YB3", "--visit", "试点卫生室001#九", *REASON],
        1,
        "没有被抽中",
    ),
    (["substitute", FIRST, "--object", "试点药店003"], 2, "递补必须说明理由"),
    (["substitute", FIRST, *REASON], 1, "没有要递补的内容"),
    (["substitute", FIRST, "--inspector", "人员YB3", "--object", "试点药店003", *REASON], 2, "改成--visit"),
    (["code", FIRST, "没有"], 1, "请写编码、执法证号或全称"),
    (["code", FIRST, ""], 1, "请写编码、执法证号或全称"),
    (["cancel", FIRST], 2, "取消抽取必须说明理由"),
    (["substitute", FIRST, "--inspector", "", *REASON], 1, "请写姓名或执法证号"),
    (["substitute", FIRST, "--add", "丁", *REASON], 2, "要用--visit写明是哪一户"),
    (["results", FIRST, "--published", "5月40日"], 2, "请写成2024-07-01"),
    (["results", FIRST, "--published", "二〇二四年五月"], 2, "请写成2024-07-01"),
    (["results", FIRST, "--published", "2099-01-01"], 1, "还没有录入结果"),
    (["freeze", "plan.yaml", "--batch", "下半年", "--draw-time", "下周三"], 1, "请写日期和时间"),
    (["freeze", "plan.yaml", "--batch", "下半年", "--draw-time", "2026-13-01 10:00"], 1, "请写日期和时间"),
    (["draw", "plan.yaml", "--batch", "下半年", "--seed", "\u3000"], 2, "后面缺少内容"),
    (["draw", "plan.yaml", "--batch", "下半年", "--seed", "1", "--system-seed"], 2, "只能写一个"),
    (["draw", "plan.yaml", "--seed", "x", "y"], 2, "多写了参数"),
    (["ledger", "verfy"], 2, "是不是verify"),
    (["ledger", "show", "plan.yaml"], 7, "请写出计划所在的文件夹"),
    (["explain"], 2, "缺少“档案”"),
    (["export", "没有"], 2, "指明导出到哪里"),
    (["platform"], 2, "命令export"),
    (["template", "x"], 2, "没有“x”这个命令"),
    (["init", "plan.yaml"], 3, "请换一个名称"),
    (["init", "新", "--preset", "北京"], 2, "可用的有：舞钢"),
    (["init", "新", "--from", "没有"], 1, "请写出上一年"),
    (["results", f"{FIRST}/文书/抽查结果.xlsx"], 1, "这不是结果录入表"),
    (["cancel", FIRST, "--reason", "是"], 2, "必须说明理由"),
    (["draw", "plan.yaml", "--batch", "下半年", "--witness", "12"], 2, "不是见证人的姓名"),
    (["correct", FIRST, "~$检查对象.xlsx", *REASON], 1, "请先关闭打开的文件"),
    (["init", ".", "--preset", "兰州"], 3, "不会覆盖"),
]


def test_each_mistake_is_answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = drawn_bureau(tmp_path, seed="一").archive
    assert archive == tmp_path / FIRST
    monkeypatch.chdir(tmp_path)
    (tmp_path / "我的 表").mkdir()
    (tmp_path / "我的 表" / "人 员.csv").write_bytes((tmp_path / "检查人员.csv").read_bytes())
    (tmp_path / "空表.csv").write_text("", encoding="utf-8")
    (tmp_path / "~$检查对象.xlsx").write_bytes(b"\x05user")
    (tmp_path / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    before = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*"))
    ledger = (archive.parent / "台账.jsonl").read_bytes()
    wrong = []
    for typed, status, words in MISTAKES:
        ran = ssj(*typed)
        told = "".join((ran.stderr + ran.stdout).split())
        if ran.returncode != status or words not in told or "内部错误" in told or "Traceback" in told:
            wrong.append(f"{typed}: {ran.returncode}, {told[:200]}")
    assert not wrong, "\n".join(wrong)
    assert (archive.parent / "台账.jsonl").read_bytes() == ledger
    assert sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*")) == before


def test_names_of_files_in_quotes_are_those_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = drawn_bureau(tmp_path, seed="一").archive
    monkeypatch.chdir(tmp_path)
    (tmp_path / "我的 表").mkdir()
    (tmp_path / "我的 表" / "人 员.csv").write_bytes((tmp_path / "检查人员.csv").read_bytes())
    for typed in ("《plan.yaml》", "“plan.yaml”", "plan.yaml。", "plan.yaml ", "'plan.yaml'"):
        assert ssj("check", typed, "--brief").returncode == 0, typed
    assert "检查人员" in ssj("registry", "check", "“我的 表/人 员.csv”").stdout
    assert ssj("code", f"'draws/{archive.name}'", "D0001").returncode == 0
    reason = ssj("cancel", FIRST, "--reason", "“plan.yaml.”")
    assert reason.returncode == 0 and "“plan.yaml.”" in (archive.parent / "台账-内部.jsonl").read_text(
        "utf-8"
    )


def test_a_slip_in_the_command_is_json_where_json_is_wanted() -> None:
    """As every other error is, so that a script finds one shape on stdout."""
    told = ssj("audit", "--nosuch", "--json")
    (finding,) = json.loads(told.stdout)["findings"]
    assert told.returncode == json.loads(told.stdout)["status"] == 2 and told.stderr == ""
    assert json.loads(told.stdout)["schema"] == "ssj-error/1"
    assert (finding["level"], finding["code"], finding["line"]) == ("error", "usage", None)
    assert "--nosuch" in finding["message"]
