"""`ssj ledger` and the two commands of a substitution with a new seed, as a clerk calls them."""

from __future__ import annotations

import json
from pathlib import Path

from bureau import PLAN, bureau
from command_line import ssj


def test_the_words_of_the_ledger_are_shown_while_they_are_at_hand(tmp_path: Path) -> None:
    """What was typed lies beside the ledger; where it does not, the command says so and shows the rest."""
    plan = bureau(tmp_path)
    assert ssj("draw", plan, "--seed", "1 2 3", "--operator", "经办人甲").returncode == 0
    archive = next((tmp_path / "draws").glob("*第1次"))
    assert ssj("cancel", archive, "--reason", "名录库有误").returncode == 0
    shown = ssj("ledger", "show", tmp_path)
    assert shown.returncode == 0 and "名录库有误" in shown.stdout and "不在手边" not in shown.stdout
    lines = json.loads(ssj("ledger", "show", tmp_path, "--json").stdout)["lines"]
    assert [line["event"] for line in lines] == [
        *("密签", "开始", "预写", "抽取"),
        *("预写", "取消"),
    ]
    assert (lines[1]["operator"], lines[5]["reason"]) == ("经办人甲", "名录库有误")
    assert "首尾相接" in ssj("ledger", "verify", tmp_path).stderr

    words = tmp_path / "draws" / "台账-内部.jsonl"
    text = words.read_text("utf-8")
    words.write_text(text.replace("名录库有误", "另一个理由"), "utf-8")
    verified = ssj("ledger", "verify", tmp_path)
    assert verified.returncode == 6 and "台账第 6 行的理由" in verified.stderr
    words.unlink()
    away = ssj("ledger", "show", tmp_path)
    assert away.returncode == 0 and away.stdout.count("（不在手边）") == 3
    assert "台账-内部.jsonl" in away.stderr and "有 3 行没有核对" in away.stderr
    assert ssj("ledger", "verify", tmp_path).returncode == 5


def test_a_lost_secret_is_replaced_on_record(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    assert ssj("draw", plan, "--seed", "1 2 3").returncode == 0
    secret = tmp_path / "draws" / "密签.txt"
    kept = ssj("ledger", "new-secret", tmp_path, "--reason", "想换")
    assert kept.returncode == 2 and "密签.txt 还在" in kept.stderr
    secret.unlink()
    assert ssj("ledger", "verify", tmp_path).returncode == 5
    lost = ssj("draw", plan, "--seed", "4 5 6")
    assert lost.returncode == 1 and "ssj ledger new-secret --reason 理由" in lost.stderr
    silent = ssj("ledger", "new-secret", tmp_path)
    assert silent.returncode == 2 and "必须说明理由" in silent.stderr
    made = ssj("ledger", "new-secret", tmp_path, "--reason", "电脑损坏", "--operator", "经办人甲")
    assert made.returncode == 0 and "已换新的 密签.txt，台账第 5 行" in made.stdout, made.stderr
    assert secret.exists() and secret.read_text("ascii").strip() not in made.stdout + made.stderr
    assert ssj("draw", plan, "--seed", "4 5 6").returncode == 0
    page = ssj("ledger", "new-secret", "--help").stdout
    assert "更换的理由，必写" in page and "密签.txt 丢失" in page


def test_a_request_and_its_seed(tmp_path: Path) -> None:
    """With 递补: 新种子 a substitution takes two commands; each says what comes next."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {递补: 新种子}\n")
    assert ssj("draw", plan, "--seed", "1 2 3").returncode == 0
    archive = next((tmp_path / "draws").glob("*第1次"))
    page = ssj("substitute", "--help").stdout
    for part in ("--withdraw", "--issue", "撤回最早一份", "用哪一期号码", "分两步办："):
        assert part in page
    early = ssj("substitute", archive, "--inspector", "YB001", "--reason", "病", "--seed", "4")
    assert early.returncode == 2 and "先不写 --seed 提出申请" in early.stderr
    asked = ssj("substitute", archive, "--inspector", "YB001", "--reason", "病", "--issue", "第9期")
    assert asked.returncode == 0 and "第1号递补申请，摘要" in asked.stdout, asked.stderr
    assert "--seed" in asked.stdout and "--withdraw" in asked.stdout
    taken = ssj("substitute", archive, "--withdraw", "--reason", "写错")
    assert taken.returncode == 0 and "已撤回第1号递补申请" in taken.stdout
    again = ssj("substitute", archive, "--inspector", "YB002", "--reason", "病", "--json")
    report = json.loads(again.stdout)
    assert report["event"] is None and report["request"][0] == 2
    served = ssj("substitute", archive, "--seed", "4 5 6")
    assert served.returncode == 0 and "递补完成" in served.stdout, served.stderr
    assert ssj("audit", archive).returncode == 0
    none = ssj("substitute", archive, "--seed", "7")
    assert none.returncode == 1 and "没有等待抽取的递补申请" in none.stderr
