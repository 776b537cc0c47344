"""The public package: all that is needed to recompute a draw, nothing private, not before its time."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.core.rules.pool import parse_csv
from shuangsuiji.errors import BadInput, BadUsage

FIRST = {
    *("commitment.json", "frame.json", "objects.csv", "draw.json", "seed.json"),
    *("ledger.jsonl", "verify_ssj.py", "说明.txt"),
}
"""The files of a package that tells of the first 随机 alone, without the page."""


def package(archive: Path, **parts: bool) -> Path:
    return shuangsuiji.publish(archive, embargo_over=True, now=NOW, **parts).folder


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def verified(folder: Path, *more: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-I", str(folder / "verify_ssj.py"), str(folder), *more]
    return subprocess.run(program, capture_output=True, encoding="utf-8", check=False)


def test_the_package_is_made_when_the_embargo_is_over(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一", operator="经办人甲")
    with pytest.raises(BadUsage, match="检查结束后"):
        shuangsuiji.publish(drawn.archive)
    report = shuangsuiji.publish(drawn.archive, embargo_over=True)
    assert set(report.files) - {"复核.html"} == FIRST
    assert shuangsuiji.audit(drawn.archive).passed
    assert shuangsuiji.ledger(tmp_path).lines[-1].event == "公开"


def test_what_stays_deducible_is_told_before_anything_is_written(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一")
    told: list[str] = []

    def stop(findings: object) -> None:
        told.extend(finding.code for finding in findings)  # type: ignore[attr-defined]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shuangsuiji.publish(drawn.archive, embargo_over=True, teams=True, names=True, tell=stop)
    assert {"package-own-row", "package-teams", "package-teams-and-names"} <= set(told)
    assert not (drawn.archive / "文书" / "公开复核包").exists()


def test_a_stranger_checks_the_package_without_the_tool(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一")
    folder = package(drawn.archive)
    result = verified(folder, "--seed", "一", "--commit", drawn.dossier.manifest["commit"])
    assert result.returncode == 0, result.stdout + result.stderr
    path = folder / "draw.json"
    path.write_bytes(path.read_bytes().replace(b'"added":0', b'"added":1', 1))
    assert verified(folder).returncode == 1


def test_the_second_draw_can_be_added_and_every_site_is_proven_by_its_seal(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一")
    folder = package(drawn.archive, teams=True)
    assert {"people.csv", "sites.csv", "teams.json"} <= set(files_of(folder))
    rows = (folder / "sites.csv").read_text("ascii").splitlines()[1:]
    visited = sorted({visit["number"] for visit in json.loads((folder / "draw.json").read_bytes())["visits"]})
    assert [int(row.split(",")[0]) for row in rows] == visited
    assert verified(folder).returncode == 0
    path = folder / "sites.csv"
    path.write_bytes(re.sub(rb",0,[0-9 ]*\n", b",0,1 2\n", path.read_bytes(), count=1))
    result = verified(folder)
    assert result.returncode == 1 and "seal" in result.stdout


def test_names_are_published_without_numbers(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    objects = tmp_path / "检查对象.csv"
    objects.write_text(objects.read_text("utf-8").replace("试点药店003", "试点药店（13800138000）"), "utf-8")
    drawn = shuangsuiji.draw(path, seed="一", now=NOW)
    heading, *names = (package(drawn.archive, names=True) / "names.csv").read_text("utf-8").splitlines()
    assert heading == "名称" and names == sorted(names)
    assert len(names) == len({visit["id"] for visit in drawn.dossier.draw["visits"]})
    assert not any("13800138000" in name for name in names)


def test_the_seed_can_be_compared_with_the_broadcast(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    text = plan.read_text("utf-8") + "种子: {类型: 双色球, 期号: 2024058}\n"
    plan.write_text(text, "utf-8")
    shuangsuiji.freeze(plan, draw_time="2024年5月23日21时30分", now=NOW)
    drawn = shuangsuiji.draw(plan, seed="3 7 12 19 22 31 + 9", now=NOW)
    told = json.loads((package(drawn.archive) / "seed.json").read_bytes())
    assert told["seed"] == "03 07 12 19 22 31 09" and told["grade"] == "先封存后公开"
    assert "双色球" in told["source"] and "2024058" in told["source"] and "红球" in told["form"]
    assert told["announced"] == "2024年5月23日21时30分"


def test_a_package_after_an_event_is_another_one_beside_it(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一")
    first = package(drawn.archive)
    gone = next(visit for visit in drawn.dossier.draw["visits"] if "随机" in visit["reasons"])
    shuangsuiji.substitute(drawn.archive, objects=[gone["id"]], reason="注销", now=NOW)
    second = package(drawn.archive, teams=True)
    assert second != first and "递补-001/event.json" in files_of(second)
    assert verified(second).returncode == 0 and verified(first).returncode in (0, 1)


def test_names_after_a_substitution_are_warned_of(tmp_path: Path) -> None:
    """Two lists of names, before and after, tell who left and who came in; the plan tells conditions."""
    drawn = drawn_bureau(tmp_path, seed="一")

    def told(**parts: bool) -> set[str]:
        report = shuangsuiji.publish(drawn.archive, embargo_over=True, now=NOW, **parts)
        return {finding.code for finding in report.findings}

    changed, scopes = "package-names-after-change", "package-names-and-scopes"
    assert changed not in told(names=True) and scopes in told(names=True)
    gone = next(visit for visit in drawn.dossier.draw["visits"] if "随机" in visit["reasons"])
    shuangsuiji.substitute(drawn.archive, objects=[gone["id"]], reason="注销", now=NOW)
    assert {changed, scopes} <= told(names=True) and not {changed, scopes} & told()


def test_a_platforms_draw_has_no_package(tmp_path: Path) -> None:
    names = tmp_path / "名单.csv"
    plan = bureau(tmp_path / "one")
    names.write_text("编号,名称\nD0001,试点卫生室001\nD0003,试点药店003\n", "utf-8")
    drawn = shuangsuiji.platform_import(plan, [names], numbers=["1"], now=NOW)
    with pytest.raises(BadInput, match="平台"):
        shuangsuiji.publish(drawn.archive, embargo_over=True)


OURS = {
    "number",
    "person",
    "rule",
    "身份",
    "来源",
    "计划编号",
    "批次",
    "任务",
    "原因",
    "检查日期",
    "更新日期",
}
"""Columns whose cells are words of the product, numbers, or days."""


def private_words(archive: Path) -> Iterator[str]:
    """Every cell of every private file of an archive that is longer than a digit or a yes."""
    folder = archive / "档案" / "snapshot" / "private"
    for path in folder.glob("*.csv"):
        heading, rows = parse_csv(path.read_bytes())
        for row in rows:
            for name, cell in zip(heading, row, strict=True):
                if name not in OURS and len(cell) > 2:
                    yield cell


def test_nothing_private_is_in_a_package_or_in_the_ledger_after_a_whole_course(tmp_path: Path) -> None:
    """FLD-9: after a draw that failed, substitutions, a late recusal, a correction and results."""
    typed = ("张某某代办", "试抽作废一次", "突发急性阑尾炎", "夫妻关系须回避", "登记电话有误", "李见证")
    plan = bureau(tmp_path)
    whole = plan.read_text("utf-8")
    plan.write_text(whole.replace("人数: 2}", "人数: 2, 每人至多: 1}"), "utf-8")
    with pytest.raises(BadInput):
        shuangsuiji.draw(plan, seed="一", now=NOW, operator=typed[0])
    plan.write_text(whole, "utf-8")
    drawn = shuangsuiji.draw(
        plan, seed="二", now=NOW, operator=typed[0], reason=typed[1], witnesses=[typed[5]]
    )
    visit = drawn.dossier.draw["visits"][0]
    sick, kin = (member["person"] for member in visit["team"][:2])
    shuangsuiji.substitute(drawn.archive, inspectors=[sick], reason=typed[2], now=NOW, operator=typed[0])
    shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], recuse=[kin], reason=typed[3], now=NOW, operator=typed[0]
    )
    objects = tmp_path / "检查对象.csv"
    objects.write_text(objects.read_text("utf-8").replace("0000-0000001", "0000-9999999"), "utf-8")
    shuangsuiji.correct(drawn.archive, objects, reason=typed[4], now=NOW)
    folder = package(drawn.archive, teams=True)
    public = {**files_of(folder), "台账.jsonl": (tmp_path / "draws" / "台账.jsonl").read_bytes()}
    texts = {name: data.decode("utf-8") for name, data in public.items() if name != "verify_ssj.py"}
    people = [person.name for person in drawn.dossier.pool.people]
    ids = [person.id for person in drawn.dossier.pool.people]
    for name, text in texts.items():
        if name == "复核.html":
            text = re.sub(r"<script.*?</script>|<style.*?</style>", "", text, flags=re.S)
        for word in {*typed, *people, *ids, *private_words(drawn.archive)}:
            assert word not in text, (name, word)
