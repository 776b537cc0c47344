"""What stands in a folder of draws, read through the ledger and nothing believed (QHD-5, LZ-9)."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import BadInput
from shuangsuiji.workflows.standing_draws import read_records, read_standing


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the first batch drawn, one visit replaced, and the second batch drawn."""
    folder = tmp_path_factory.mktemp("bureau")
    first = drawn_bureau(folder, seed="一")
    plan = folder / "plan.yaml"
    shuangsuiji.substitute(
        first.archive, objects=[first.dossier.draw["visits"][0]["id"]], reason="注销", now=NOW
    )
    shuangsuiji.draw(plan, batch="下半年", seed="二", now=NOW)
    return folder


@pytest.fixture
def folder(drawn: Path, tmp_path: Path) -> Path:
    """A copy to tamper with."""
    shutil.copytree(drawn / "draws", tmp_path / "draws")
    return tmp_path / "draws"


def test_every_standing_draw_with_its_visits_after_substitutions(drawn: Path) -> None:
    records = read_records(drawn)
    assert [draw.batch.name for draw in records.draws] == ["上半年", "下半年"]
    first = records.draws[0]
    assert first.plan.year == 2024 and records.of_year(2023) == () and len(records.of_year(2024)) == 2
    ended = {visit["index"] for visit in first.ended}
    standing = [inspection.visit["index"] for inspection in first.inspections]
    assert ended == {1} and 1 not in standing
    came = first.inspections[-1].visit  # the alternate has a new index at the end
    assert max(standing) == came["index"] == len(standing) + came["number"]
    assert all(inspection.missing == inspection.departments for inspection in first.inspections)


def test_a_cancelled_draw_does_not_stand(folder: Path) -> None:
    second = next(path for path in folder.iterdir() if "下半年" in path.name)
    shuangsuiji.cancel(second, reason="演示", now=NOW)
    assert [draw.batch.name for draw in read_records(folder).draws] == ["上半年"]
    with pytest.raises(BadInput, match=r"“.*下半年.*”这次抽取已在"):
        read_standing(second)


@pytest.mark.parametrize("place", ["改名", "去年/试点", "../另放/试点"])
def test_an_archive_that_is_elsewhere_is_said_to_be_there(folder: Path, place: str) -> None:
    """Whatever needs it tells the same: what is due, the newest draw, the ledger."""
    first = next(path for path in folder.iterdir() if "上半年" in path.name)
    (folder / place).parent.mkdir(exist_ok=True)
    first.rename(folder / place)
    told = f"档案“{first.name}”被改名或移动，现在是“{place}”"
    jobs = [
        lambda: shuangsuiji.due(folder),
        lambda: shuangsuiji.latest_draw(folder.parent, named="上半年"),
    ]
    for job in jobs:
        with pytest.raises(BadInput, match=re.escape(told)):
            job()
    found = [str(finding) for finding in shuangsuiji.ledger(folder, verify=True).findings]
    assert any(first.name in one and place in one for one in found), found


@pytest.mark.parametrize(
    "name",
    ["manifest.json", "draw.json", "teams.json", "snapshot/frame.json", "snapshot/private/plan.json",
     "sources/plan.yaml", "递补-001/event.json", "递补-001/event-teams.json", "递补-001/request.json",
     "递补-001/manifest.json"],
)  # fmt: skip
def test_any_changed_file_is_named(folder: Path, name: str) -> None:
    first = next(path for path in folder.iterdir() if "上半年" in path.name)
    path = first / "档案" / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match=f"{name} 与台账记录不符"):
        read_records(folder)


def test_missing_and_extra_are_named(folder: Path) -> None:
    first = next(path for path in folder.iterdir() if "上半年" in path.name)
    extra = first / "档案" / "附件.txt"
    extra.write_text("x")
    with pytest.raises(BadInput, match=r"附件\.txt"):
        read_standing(first)
    extra.unlink()
    (first / "档案" / "sources" / "回避.csv").unlink()
    with pytest.raises(BadInput, match=r"回避\.csv"):
        read_standing(first)
    shutil.rmtree(first / "档案")
    with pytest.raises(BadInput, match="没有它的档案"):
        read_records(folder)
