"""`ssj` alone and `ssj init --ask`, answered by a script: from workbooks to papers, no path typed."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

import shuangsuiji
from bureau import PLAN, bureau
from command_line import ssj, ssj_answered
from drawn_bureau import drawn_bureau
from messy_bureau import HEALTH, MARKET, OBJECTS, PEOPLE, messy_bureau

ANSWERS = (
    *("", "2", "", "基金使用；药品质量", "", "否", "5 １０％"),
    *("4", "4", "3-6、9-12", "5", "2", "", "9", "2", "2026058 2026100"),
    *(
        "3",
        "2",
        "李某 13800000000",
        "无",
        "10",
        "是",
        "无",
        "10",
        "某某县政府网站",
        "11",
        "张某 0375-0000000",
        "",
        "是",
    ),
)
"""Sheets, who leads, partners, items, categories, tiers, ratios; lines of the page with their answers."""


@pytest.fixture
def messy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = messy_bureau(tmp_path / "我的 抽查")
    monkeypatch.chdir(folder)
    return folder


def test_answers_become_a_plan_that_passes(messy: Path) -> None:
    asked = ssj_answered(ANSWERS, "init", "--ask")
    assert asked.returncode == 0, asked.stdout + asked.stderr
    assert not any(".xlsx" in answer or "/" in answer for answer in ANSWERS)
    assert all(cell_len(line) <= 80 for line in asked.stdout.splitlines())
    assert f"{OBJECTS} › 零售药店　检查对象 80 户" in asked.stdout
    assert "信用等级：" in asked.stdout and f"{MARKET} 11 人（可派 9 人）" in asked.stdout
    path = next(messy.glob("抽查计划*.yaml"))
    report = shuangsuiji.check(path)
    assert report.passed and report.plan is not None
    plan = report.plan
    assert (plan.initiator, plan.partners) == (HEALTH, (MARKET,))
    assert [batch.name for batch in plan.batches] == ["上半年", "下半年"]
    assert [str(task.draw.ratio) for task in plan.tasks] == ["1/20", "1/10"]
    assert plan.must_inspect[0].times == 1 and plan.limits.excluded is not None
    assert plan.seed.sources[0].issues("下半年") == ("2026100",)
    assert (messy / "随机抽查事项清单.xlsx").is_file()
    assert "某某县政府网站" in plan.publication.channels
    assert plan.contact is not None
    assert (plan.contact.person, plan.contact.phone) == ("张某", "0375-0000000")


def test_an_answer_may_be_taken_back_and_leaving_writes_nothing(messy: Path) -> None:
    before = sorted(messy.iterdir())
    asked = ssj_answered(
        ["", "7", "2", "返回", "1", *("", "基金；药品", "", "否", "5", "1", "1999", "2026", "退出")],
        "init",
        "--ask",
    )
    assert asked.returncode == 0
    assert "请写四位年份" in asked.stdout and "没有这个序号，请输入 1 到 2。" in asked.stdout
    assert asked.stdout.count("发起部门是哪个？") == 2
    assert asked.stdout.endswith("没有写任何文件。\n") and sorted(messy.iterdir()) == before


def test_an_interview_that_ends_early_is_taken_up_again(messy: Path) -> None:
    """The input ends in the middle; the answers are there the next time, none of them asked again."""
    broken = ssj_answered(ANSWERS[:5], "init", "--ask")
    assert broken.returncode == 130 and "已答的都记下了" in broken.stdout
    assert not list(messy.glob("*.yaml"))
    again = ssj_answered(["", *ANSWERS[5:]], "init", "--ask")
    assert again.returncode == 0, again.stdout + again.stderr
    assert "上次答了 5 个问题就停了" in again.stdout and "发起部门是哪个？" not in again.stdout
    assert shuangsuiji.check(next(messy.glob("抽查计划*.yaml"))).passed
    assert not (messy / "问答未完.json").exists()


def test_answers_that_fit_no_longer_are_asked_again(messy: Path) -> None:
    shuangsuiji.keep_answers(messy, [("用哪几张表？", ""), ("发起部门是哪个？", "7"), ("别的问题", "1")])
    ran = ssj_answered(["是", "2", "退出"], "init", "--ask")
    assert ran.returncode == 0 and ran.stdout.count("发起部门是哪个？") == 1
    assert "哪些部门联合检查？" in ran.stdout and ran.stdout.endswith("没有写任何文件。\n")
    shuangsuiji.keep_answers(messy / "没有这个文件夹", [("甲", "乙")])
    (messy / "问答未完.json").write_text("[1", encoding="utf-8")
    assert shuangsuiji.kept_answers(messy) == []


def test_a_column_that_nobody_knows_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = messy_bureau(tmp_path)
    (folder / OBJECTS).unlink()
    rows = ["序号,定点编码,招牌,类别", *(f"{at},K{at:03d},招牌{at},药店" for at in range(1, 30))]
    (folder / "药店.csv").write_text("\n".join(rows), encoding="utf-8")
    monkeypatch.chdir(folder)
    asked = ssj_answered(["", "1"], "init", "--ask")
    assert "药店.csv　检查对象，没有认出“名称”这一列" in asked.stdout
    assert "“药店.csv”里，哪一列是“名称”？" in asked.stdout and "  1  招牌\n" in asked.stdout
    assert "检查对象 29 户" in asked.stdout


def test_questions_need_somebody_to_answer(tmp_path: Path) -> None:
    ran = ssj("init", "--ask")
    assert ran.returncode == 2 and "一问一答要在终端窗口里进行" in ran.stderr
    assert "请写出要新建的文件夹" in ssj("init").stderr


def test_without_a_terminal_it_tells_and_asks_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert "这里还没有计划" in ssj().stdout
    bureau(tmp_path)
    told = ssj()
    assert (told.returncode, told.stderr) == (0, "")
    assert "上半年　2024年5月至6月　还没有抽取" in told.stdout
    assert "下一步：" in told.stdout and "  ssj check plan.yaml --batch 上半年\n" in told.stdout


def test_a_plan_with_errors_is_said_to_have_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "计划.yaml").write_text("编号: 甲\n批次: 没有\n", encoding="utf-8")
    told = ssj()
    assert told.returncode == 0 and "计划有错误" in told.stdout and "ssj check 计划.yaml" in told.stdout


def test_a_batch_is_drawn_by_numbers_and_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Check, then a draw that is confirmed wrongly and one that is confirmed; each shows its command."""
    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    script = [
        "1",
        "",
        "",
        *("3", "张三", "李四、王五", "下半年", "", ""),
        *("3", "1", "张三", "是", "李四、12", "李四、王五", "上半年", ""),
        "0",
    ]
    ran = ssj_answered(script)
    assert ran.returncode == 0, ran.stderr
    lines = [line for line in ran.stdout.splitlines() if "ssj" not in line and "draws" not in line]
    assert max(map(cell_len, lines)) <= 80
    assert "＞ ssj check plan.yaml --batch 上半年" in ran.stdout
    assert "✗ “1”只有数字或符号" in ran.stdout and "✗ “12”不是见证人的姓名" in ran.stdout
    assert "输入的不是“上半年”。请照样输入" in ran.stdout and "没有办。" in ran.stdout
    command = "＞ ssj draw plan.yaml --batch 上半年 --operator 张三 --witness 李四 --witness 王五"
    assert ran.stdout.count(command) == 1
    assert "已抽取；有结果 0/" in ran.stdout and "打开文书" in ran.stdout
    archive = shuangsuiji.latest_draw(tmp_path)
    assert archive.name.endswith("上半年-第1次")


def test_each_screen_fits_twenty_four_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    ran = ssj_answered(["0"])
    assert ran.returncode == 0 and len(ran.stdout.splitlines()) <= 24


def test_from_an_empty_folder_to_a_sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = ssj_answered(["2", "1", "0"])
    assert ran.returncode == 0, ran.stderr
    assert "＞ ssj init 样例-舞钢 --preset 舞钢" in ran.stdout and "现在要做：" in ran.stdout


def test_who_leaves_at_the_question_for_the_seed_hears_that_nothing_was_recorded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    monkeypatch.setattr("shuangsuiji.views.drawing.ask_for_seed", interrupted)
    ran = ssj_answered(["3", "张三", "李四、王五", "上半年", "", "0"])
    assert ran.returncode == 0
    assert "没有抽取，台账也没有新增记录。" in ran.stderr and "没有需要改正的" in ran.stdout
    assert "按上面的提示改正" not in ran.stdout
    assert not (tmp_path / "draws" / "台账.jsonl").exists()


def test_an_inspector_is_out_of_one_visit_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """返回 goes back to the question before; an unknown name is told at once."""
    monkeypatch.chdir(tmp_path)
    drawn = drawn_bureau(tmp_path, seed="一")
    visit = drawn.dossier.draw["visits"][0]
    person, name = visit["team"][0]["person"], visit["name"]
    ran = ssj_answered(["13", "1", "写错", "SJ004", "返回", person, name, "出差", "", "", "0"])
    assert ran.stdout.count("✗ ") == 1 and "“写错”" in ran.stdout
    (doing,) = [part.partition("这一步")[0] for part in ran.stdout.split("将要运行：")[1:]]
    typed = "".join(doing.split())
    assert typed.endswith(f"--inspector{person}--visit{name}--reason出差"), doing


def test_the_check_of_the_assistant_is_one_screen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    brief = ssj("check", "plan.yaml", "--要点")
    assert brief.returncode == 0 and len((brief.stdout + brief.stderr).splitlines()) <= 23
    ran = ssj_answered(["1", "是", "", "0"])
    assert "＞ ssj check plan.yaml --batch 上半年 --brief" in ran.stdout
    assert "＞ ssj check plan.yaml --batch 上半年\n" in ran.stdout and "预计人均次数" in ran.stdout


def test_a_check_that_finds_much_is_one_screen_and_the_rest_is_turned_by_enter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    registry = tmp_path / "检查对象.csv"
    rows = registry.read_text("utf-8-sig").splitlines()
    registry.write_text("\n".join([*rows, *rows[1:40]]), "utf-8")  # each of them twice
    ran = ssj_answered(["1", "", "0", "", "0"])
    shown = ran.stdout + ran.stderr
    before, _, after = shown.partition("看全部明细吗？")
    assert "错误 39 处，提醒" in before and "……还有" in before and "（还有" in after
    brief = ssj("check", "plan.yaml", "--要点")
    assert brief.returncode == 1 and len((brief.stdout + brief.stderr).splitlines()) <= 16
    pages = after.split("（按回车继续）")[0].partition("--batch 上半年\n")[2].split("（还有")
    assert len(pages) == 2 and 18 <= len(pages[0].splitlines()) <= 23


def test_the_issue_is_asked_before_the_batch_is_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plan that names a lottery and no issue: the answer is put into it, and all else stays as it was."""
    plan = bureau(tmp_path, plan=PLAN + "种子:   # 开奖号码\n  类型: 双色球\n  递补: 新种子\n")
    monkeypatch.chdir(tmp_path)
    ran = ssj_answered(["3", "abc", "2099058", "", "", "", "0"])
    assert "“上半年”用双色球的哪一期？" in ran.stdout and "请写年份和期号" in ran.stdout
    assert "种子:   # 开奖号码\n  期号: {上半年: 2099058}\n  类型: 双色球\n" in plan.read_text("utf-8")
    shuangsuiji.settle_issue(plan, "下半年", 0, "2099100")
    settled = shuangsuiji.check(plan).plan
    assert settled is not None and settled.seed.sources[0].issues("下半年") == ("2099100",)


def test_the_choice_of_plans_leads_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn_bureau(tmp_path, seed="一")
    monkeypatch.chdir(tmp_path)
    ran = ssj_answered(["20", "0", "20", "返回", "0"])
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count("今天 ") == 3


def test_the_folder_above_is_the_one_above_the_folder_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "甲" / "乙").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "甲" / "乙")
    ran = ssj_answered(["5", "..", "..", "1", "0"])
    assert ran.returncode == 0, ran.stderr
    told = ["".join(part.split("\n\n")[0].split()) for part in ran.stdout.split("现在在")[1:]]
    assert told == [str(tmp_path / "甲" / "乙"), str(tmp_path / "甲"), str(tmp_path)]


def test_a_section_that_leads_is_said_to_look_like_one(messy: Path) -> None:
    book = openpyxl.load_workbook(messy / PEOPLE)
    for page in book.worksheets:
        for cells in page.iter_rows():
            for cell in cells:
                if cell.value in (HEALTH, MARKET):
                    cell.value = "稽核股" if cell.value == HEALTH else "执法大队"
    book.save(messy / PEOPLE)
    book.close()
    asked = ssj_answered(["", "1", "退出"], "init", "--ask")
    assert "像是科室。文书上印的是它" in asked.stdout


def test_the_short_check_shows_each_kind_of_warning_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    bureau(tmp_path)
    brief = ssj("check", "plan.yaml", "--要点").stderr
    kinds = [line for line in brief.splitlines() if "提醒" in line]
    assert len(kinds) == len(set(kinds)) > 1
