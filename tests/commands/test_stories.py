"""What the terminal tells of a draw and of an event, at 80 columns."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console

import shuangsuiji
from bureau import NOW, PLAN, RECUSALS, bureau, write_csv
from shuangsuiji.views import stories
from shuangsuiji.workflows.draw import DrawReport

AWAY = [[f"人员YB{n}", f"D{number:04d}", "近亲属任职"] for number in range(1, 61) for n in (1, 2)]


def drawn(folder: Path, more: str = "", size: int = 60) -> DrawReport:
    """A draw in which two inspectors step back everywhere."""
    plan = bureau(folder, plan=PLAN.replace("抽取: 20%", "抽取: 50%") + more, size=size)
    write_csv(plan.parent / "回避.csv", [*RECUSALS[:1], *AWAY])
    return shuangsuiji.draw(plan, seed="1 2 3", now=NOW)


def shown(tell: object, *arguments: object) -> list[str]:
    """The lines that are printed, none wider than the terminal."""
    text = io.StringIO()
    console = Console(file=text, width=80, highlight=False, markup=False, emoji=False)
    tell(*arguments, console)  # type: ignore[operator]
    lines = text.getvalue().splitlines()
    assert all(cell_len(line.rstrip()) <= 80 for line in lines)
    return [line.rstrip() for line in lines]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> DrawReport:
    return drawn(tmp_path_factory.mktemp("story") / "局")


def test_the_visits_and_who_stepped_back(report: DrawReport) -> None:
    """At most 20 visits and 10 recusals; sentences name who, why, and who goes instead."""
    lines = shown(stories.teams, report.dossier)
    visits = report.dossier.draw["visits"]
    assert len(visits) > 20
    assert sum(visit["name"] in line for visit in visits for line in lines if line.startswith("│")) == 20
    assert f"以上为前 20 次，其余 {len(visits) - 20} 次见 抽查结果.xlsx 的“检查组”。" in lines
    told = [visit for visit in visits if any(e["outcome"] == "回避" for e in visit["trace"])]
    at = lines.index("回避与递补")
    assert lines[at + 1].startswith(f"  {told[0]['name']}")
    assert any(line.startswith("    抽中人员YB") for line in lines[at:])
    assert any("因登记有回避关系（近亲属任职）回避，递补人员YB" in line for line in lines[at:])
    assert sum(line.startswith("    检查组：") for line in lines[at:]) == min(10, len(told))
    assert len(lines) < 80


def test_nobody_had_to_step_back(tmp_path: Path) -> None:
    plan = bureau(tmp_path / "局")
    write_csv(plan.parent / "回避.csv", RECUSALS[:1])
    found = shuangsuiji.draw(plan, seed="7", now=NOW).dossier
    traces = [entry["outcome"] for visit in found.draw["visits"] for entry in visit["trace"]]
    assert ("没有人员需要回避。" in shown(stories.teams, found)) == ("回避" not in traces)


def test_groups_come_first(tmp_path: Path) -> None:
    """The groups by number; a group that steps back is named with its member."""
    plan = bureau(tmp_path / "局", plan=PLAN + "分组: 2\n")
    write_csv(plan.parent / "回避.csv", [*RECUSALS[:1], *(row for row in AWAY if row[0] == "人员YB1")])
    found = shuangsuiji.draw(plan, seed="5", now=NOW).dossier
    lines = shown(stories.teams, found)
    assert lines[0] == "固定检查组（★为组长）"
    assert lines[1].startswith("第1组　人员") and lines[2].startswith("第2组　人员")
    mine = [n for n, g in enumerate(found.draw["groups"]["formed"], 1) if "人员YB1" in lines[n]]
    passed = [entry for visit in found.draw["visits"] for entry in visit["trace"]]
    if any(entry["outcome"] == "回避" for entry in passed):
        assert any(f"抽中第{mine[0]}组（人员YB1），组员因登记有回避关系" in line for line in lines)


def test_before_and_after_an_event(report: DrawReport) -> None:
    """Who left, who came, who goes now; the object that came in."""
    visits = report.dossier.draw["visits"]
    person = visits[0]["team"][0]["person"]
    name = report.dossier.person_of[person].name
    out = shuangsuiji.substitute(report.archive, reason="生病", inspectors=[person], now=NOW)
    lines = shown(stories.changes, out)
    assert lines[0] == "第1次递补：生病"
    row = next(line for line in lines if visits[0]["name"] in line).split("│")
    assert row[2].strip() == name and name not in row[4]
    assert row[3].strip() and row[3].strip() in row[4]
    ends = next(visit for visit in visits if visit["tasks"])
    out = shuangsuiji.substitute(report.archive, reason="停业", objects=[ends["id"]], now=NOW)
    lines = shown(stories.changes, out)
    entry = out.event["replacements"][0]
    assert entry["into"] is not None
    into = report.dossier.pool.name(entry["into"])
    assert f"{ends['name']} 不能检查，由候补 {into} 补入。" in lines
    assert any(ends["name"] in line and "终止" in line for line in lines)
    assert any(into in line and "（补入）" in line for line in lines)
