"""Tables of many archives: CSV and SQLite say what `open` says, over years, and write nothing over."""

from __future__ import annotations

import csv
import sqlite3
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import BadUsage, FileTrouble


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two batches drawn, the first of them twice; read only."""
    folder = tmp_path_factory.mktemp("局")
    first = drawn_bureau(folder, seed="一")
    shuangsuiji.cancel(first.archive, reason="打印错误", now=NOW)
    plan = folder / "plan.yaml"
    shuangsuiji.draw(plan, batch="上半年", seed="二", reason="重抽", now=NOW)
    shuangsuiji.draw(plan, batch="下半年", seed="三", now=NOW)
    return folder


def test_csv(made: Path, tmp_path: Path) -> None:
    report = shuangsuiji.export([made / "draws"], to_csv=tmp_path / "表")
    assert len(report.archives) == 3 and report.findings == ()
    with (tmp_path / "表" / "visits.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    opened = [shuangsuiji.open(made / "draws" / name) for name in report.archives]
    assert [(row["archive"], row["index"], row["id"]) for row in rows] == [
        (one.name, str(visit.index), visit.id) for one in opened for visit in one.visits
    ]
    with (tmp_path / "表" / "archives.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["standing"] for row in csv.DictReader(file)] == ["0", "1", "1"]


@pytest.mark.parametrize("kind", ["csv", "sqlite"])
def test_once_more(made: Path, tmp_path: Path, kind: str) -> None:
    """What was written whole before a cut is done; what is anything else is never written over."""
    target = tmp_path / "表"
    for _ in range(2):
        report = shuangsuiji.export([made / "draws"], **{f"to_{kind}": target})
        assert report.path == target
    changed = target / "visits.csv" if kind == "csv" else target
    changed.write_bytes(changed.read_bytes() + b" ")
    with pytest.raises(FileTrouble):
        shuangsuiji.export([made / "draws"], **{f"to_{kind}": target})


def test_sqlite(made: Path, tmp_path: Path) -> None:
    report = shuangsuiji.export([made], to_sqlite=tmp_path / "表.sqlite")
    base = sqlite3.connect(tmp_path / "表.sqlite")
    counts = {name: base.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in report.rows}
    people = base.execute("SELECT people FROM visits LIMIT 1").fetchone()[0]
    base.close()
    assert counts == report.rows and counts["visits"] > 30
    assert people.startswith('["')


def test_one_archive(made: Path, tmp_path: Path) -> None:
    archive = next(path for path in (made / "draws").iterdir() if path.is_dir())
    report = shuangsuiji.export([archive], to_csv=tmp_path / "表")
    assert report.archives == (archive.name,)


def test_usage(made: Path, tmp_path: Path) -> None:
    for more in ({}, {"to_csv": tmp_path / "甲", "to_sqlite": tmp_path / "乙"}):
        with pytest.raises(BadUsage):
            shuangsuiji.export([made], **more)
    with pytest.raises(BadUsage):
        shuangsuiji.export(str(made), to_csv=tmp_path / "甲")
    assert list(tmp_path.iterdir()) == []


def test_the_command(made: Path, tmp_path: Path) -> None:
    answer = ssj("export", made, "--csv", tmp_path / "表")
    assert answer.returncode == 0 and "3 份档案" in answer.stdout
    assert (tmp_path / "表" / "trace.csv").is_file()
    assert ssj("export", made).returncode == 2
