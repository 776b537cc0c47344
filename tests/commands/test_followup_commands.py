"""`ssj results` and `ssj due` as a clerk and a scheduled job call them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

import shuangsuiji
from bureau import NOW, bureau
from command_line import ssj
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, PROBLEM, SJ, YB, fill, sheet_of
from shuangsuiji.files.readers.grids import read_grids


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau")
    return drawn_bureau(folder, plan=JOINT_ONLY, size=30, seed="一").archive


def test_from_a_slip_to_a_correction(archive: Path) -> None:
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): {**PROBLEM, "检查结果": "58"}})
    slip = ssj("results", archive, sheet, "--mark")
    assert slip.returncode == 1 and slip.stdout == ""
    assert "“58”不是结果代码" in slip.stderr and "1 处错误，一行也没有录入" in slip.stderr
    marked = sheet.with_name("结果录入表-标注.xlsx")
    assert "标注副本：" in slip.stderr and marked.is_file()
    marked.unlink()
    assert "加 --mark 可把问题标在副本的格子上" in ssj("results", archive, sheet).stderr
    fill(sheet, {(1, SJ): {"检查结果": "5、8"}})
    taken = ssj("results", archive, sheet, "--operator", "经办人甲")
    assert taken.returncode == 0 and "第1次录入：新录 2 行" in taken.stdout
    assert max(map(cell_len, (taken.stdout + taken.stderr).splitlines())) <= 80
    fill(sheet, {(1, YB): {"检查结果": "9"}})
    refused = ssj("results", archive, sheet)
    assert refused.returncode == 2 and "--reason" in refused.stderr
    changed = json.loads(ssj("results", archive, sheet, "--reason", "看错了行", "--json").stdout)
    assert changed["entry"] == 2 and changed["added"] == []
    assert [(one["before"], one["after"]) for one in changed["corrections"]] == [("1", "9")]
    shown = ssj("results", archive)
    assert shown.returncode == 0 and "还没有结果（7 户次）" in shown.stdout


def test_the_exit_status_tells_when_something_is_late(archive: Path) -> None:
    early = ssj("due", archive.parent, "--on", "2024年6月10日")
    assert early.returncode == 0 and "其中逾期 0 项" in early.stdout
    late = ssj("due", archive.parent, "--on", "2024-08-15")
    assert late.returncode == 8 and "逾期46天" in late.stdout
    assert max(map(cell_len, late.stdout.splitlines())) <= 80
    data = json.loads(ssj("due", archive.parent, "--on", "2024-08-15", "--json").stdout)
    assert data["overdue"] == sum(item["overdue"] for item in data["items"]) > 0
    assert ssj("due", archive.parent, "--on", "那一天").returncode == 2
    assert ssj("due", archive.parent.parent.parent / "别处").returncode == 7


def test_what_is_due_ends_after_twenty_rows(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=JOINT_ONLY.replace("20%", "50%"), size=60)
    draws = shuangsuiji.draw(plan, seed="一", now=NOW).archive.parent
    late = ssj("due", draws, "--on", "2024-08-15").stdout
    assert late.count("│ 2024-") == 20 and "……还有 5 项，加 --all 可看全部。" in late
    everything = ssj("due", draws, "--on", "2024-08-15", "--all").stdout
    assert everything.count("│ 2024-") == 25 and "还有" not in everything


def test_the_sheet_of_results_is_among_the_papers_of_a_draw(archive: Path) -> None:
    assert (archive / "文书" / "结果录入表.xlsx").is_file()


def test_what_is_due_stands_by_batch_and_says_how_it_is_done(archive: Path) -> None:
    told = ssj("due", archive.parent, "--on", "2024-08-15", "--xlsx")
    assert "试医保2024001　上半年：" in told.stdout and "办好以后这样销号" in told.stdout
    path = archive.parent.parent / "到期办理.xlsx"
    assert path.is_file() and "清单已写在：" in told.stdout
    grids, _ = read_grids(path.read_bytes(), path.name)
    assert grids[0].sheet == "1-上半年"
    texts = [cell for row in grids[0].rows for cell in row]
    assert "逾期46天" in texts and "办理情况" in texts


def test_a_whole_batch_is_published_in_one_command(tmp_path: Path) -> None:
    archive = drawn_bureau(tmp_path, plan=JOINT_ONLY, size=30, seed="一").archive
    sheet = fill(sheet_of(archive), {(1, YB): CLEAN, (1, SJ): CLEAN, (2, YB): CLEAN, (2, SJ): CLEAN})
    nothing = ssj("results", archive, "--published", "2026-06-30")
    assert nothing.returncode == 1 and "没有等待公开的结果" in nothing.stderr
    assert ssj("results", archive, sheet).returncode == 0
    where = ssj("results", archive, "--published", "2026-06-30")
    assert where.returncode == 1 and "--channel" in where.stderr
    early = ssj("results", archive, "--published", "2024-05-01", "--channel", "网站")
    assert early.returncode == 1 and "共 4" in early.stderr
    assert ssj("results", archive, "--published", "2999-01-01", "--channel", "网站").returncode == 1
    assert ssj("results", archive, "--published", "那一天", "--channel", "网站").returncode == 2
    arguments = ("--公开日期", "2026年6月30日", "--公开渠道", "网站", "--公开审批", "张局长 2026-06-28")
    done = json.loads(ssj("results", archive, *arguments, "--json").stdout)
    assert done["progress"]["published"] == 4 and len(done["changed"]) == 4
    results = shuangsuiji.results(archive).draw.dossier.results
    assert {(one.published, one.channel, one.approval) for one in results} == {
        ("2026-06-30", "网站", "张局长 2026-06-28")
    }
    assert shuangsuiji.audit(archive).passed
    again = ssj("results", archive, *arguments)
    assert again.returncode == 0 and "已经办过，没有再记" in again.stderr
