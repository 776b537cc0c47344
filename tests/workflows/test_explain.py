"""An archive that can be asked: from a folder, a zip, a package, a frozen folder, with and without ledger."""

from __future__ import annotations

import dataclasses
import json
import shutil
import zipfile
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, write_csv
from bureau import objects as bureau_objects
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import read_archive


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive after a cancelled attempt, with two events; read only."""
    folder = tmp_path_factory.mktemp("局")
    first = drawn_bureau(folder, seed="一 二 三", operator="经办人甲")
    shuangsuiji.cancel(first.archive, reason="名单打印错误", operator="经办人乙", now=NOW)
    drawn = shuangsuiji.draw(
        folder / "plan.yaml", batch="上半年", seed="四 五 六", reason="重新抽取", operator="经办人丙", now=NOW
    )
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="病假", now=NOW)
    closed = next(visit["id"] for visit in drawn.dossier.draw["visits"] if visit["reasons"] == ["随机"])
    shuangsuiji.substitute(drawn.archive, objects=[closed], reason="停业", now=NOW)
    return drawn.archive


def lines(place: Path, who: str = "") -> str:
    """All sentences."""
    return "\n".join(shuangsuiji.explain(place, who).lines)


def test_the_tables_are_what_the_archive_holds(made: Path) -> None:
    opened, stored = shuangsuiji.open(made), read_archive(made)
    assert (opened.kind, opened.attempt, opened.ledger) == ("抽取档案", 2, True)
    assert [visit.index for visit in opened.visits if not visit.event] == [
        visit["index"] for visit in stored.draw["visits"]
    ]
    (came,) = [visit for visit in opened.visits if visit.event == 2]
    (ended,) = [visit for visit in opened.visits if visit.ended]
    assert ended.ended == "停业"
    ((stratum, out, into),) = opened.events[1].replacements
    assert (out, into) == (ended.number, came.number) and ended.number in opened.strata[stratum - 1].drawn
    assert {row.id: row.number > 0 for row in opened.people} == dict.fromkeys(
        [*(f"YB{n:03d}" for n in range(1, 7)), *(f"SJ{n:03d}" for n in range(1, 7))], True
    )
    assert sum(row.visits for row in opened.people) == sum(
        len(visit.people) for visit in opened.visits if not visit.ended
    )
    barred = {(row.object, row.person, row.rule) for row in opened.recusals}
    assert ("D0007", "YB002", "名单") in barred and ("D0001", "SJ001", "曾任职单位") in barred
    assert sum(len(visit["trace"]) for visit in stored.draw["visits"]) == sum(
        not row.event for row in opened.trace
    )
    assert opened.strata[0].drawn == tuple(stored.draw["strata"][0]["drawn"])


def test_attempts_say_who_and_why(made: Path) -> None:
    first, second = shuangsuiji.open(made).attempts
    assert (first.outcome, first.operator, first.detail, first.own) == ("取消", "经办人甲", "名单打印错误", 0)
    assert (second.outcome, second.operator, second.reason, second.own) == ("抽取", "经办人丙", "重新抽取", 1)
    assert (first.seed, second.seed, second.source) == ("一 二 三", "四 五 六", "台账")
    told = lines(made)
    assert "第1次开始（2024-05-21 09:30）：种子“一 二 三”，人工给定，结果：取消；原因：名单打印错误" in told


def test_why_this_one_and_why_not_that_one(made: Path) -> None:
    opened = shuangsuiji.open(made)
    drawn = next(visit for visit in opened.visits if visit.reasons == ("随机",) and not visit.event)
    told = lines(made, drawn.id)
    assert f"表号{drawn.index}" in told and drawn.ticket in told and "抽中。" in told
    assert "计划规定不参加抽取（经营状态：注销）" in lines(made, "试点卫生室011")
    taken = {visit.id for visit in opened.visits}
    other = next(key for key in (f"D{n:04d}" for n in range(20, 61)) if key not in taken)
    assert "没有抽中，是第" in lines(made, other) and "按签号排第" in lines(made, other)
    told = lines(made, "D0007")
    assert "须回避的人员：人员YB2，依据“名单”（近亲属任职）" in told
    (ended,) = [visit for visit in opened.visits if visit.ended]
    assert "第2次递补（2024-05-21 09:30）：理由：停业" in lines(made, ended.id)


def test_who_came_for_whom(made: Path) -> None:
    opened = shuangsuiji.open(made)
    event = opened.events[0]
    name = {row.id: row.name for row in opened.people}
    for index, left, came in event.changes:
        assert left == ("YB003",)
        assert f"（表号{index}）由{name[came[0]]}代替人员YB3" in lines(made)
        assert f"（表号{index}）代替人员YB3；病假" in lines(made, came[0])
    assert "代替；病假" in lines(made, "YB003")
    assert "须回避：试点卫生室001，依据“曾任职单位”" in lines(made, "SJ001")


def test_a_zip_says_the_same(made: Path, tmp_path: Path) -> None:
    archive = Path(shutil.make_archive(str(tmp_path / "档案"), "zip", made.parents[1], "draws/" + made.name))
    bare = shuangsuiji.open(archive)
    assert bare.visits == shuangsuiji.open(made).visits and not bare.ledger
    assert [row.source for row in bare.attempts] == ["档案", "档案"]
    assert "旁边没有总台账" in lines(archive)
    shutil.copytree(made.parent, tmp_path / "draws")
    for path in (tmp_path / "draws").iterdir():
        if path.is_dir() and path.name != made.name:
            shutil.rmtree(path)
    whole = Path(shutil.make_archive(str(tmp_path / "全部"), "zip", tmp_path, "draws"))
    assert shuangsuiji.open(whole).ledger and lines(whole) == lines(made)


def test_a_damaged_zip_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "坏.zip").write_bytes(b"PK\x03\x04nonsense")
    with pytest.raises(shuangsuiji.UnreadableArchive):
        shuangsuiji.open(tmp_path / "坏.zip")


def test_a_zip_of_windows(made: Path, tmp_path: Path) -> None:
    """Names in GBK without the mark of UTF-8, and backslashes."""
    with zipfile.ZipFile(tmp_path / "甲.zip", "w") as book:
        for path in sorted((made / "档案").rglob("*")):
            if path.is_file():
                name = f"{made.name}/档案/{path.relative_to(made / '档案').as_posix()}"
                entry = zipfile.ZipInfo("placeholder")
                entry.filename = name.replace("/", "\\").encode("gbk").decode("cp437")
                book.writestr(entry, path.read_bytes())
    data = (tmp_path / "甲.zip").read_bytes()
    assert shuangsuiji.open(tmp_path / "甲.zip").visits == shuangsuiji.open(made).visits, len(data)


def test_several_archives_in_a_zip(made: Path, tmp_path: Path) -> None:
    both = Path(shutil.make_archive(str(tmp_path / "两份"), "zip", made.parents[1], "draws"))
    with pytest.raises(BadInput, match="压缩包里有 2 份档案"):
        shuangsuiji.open(both)


def test_a_public_package(made: Path, tmp_path: Path) -> None:
    draws = Path(shutil.copytree(made.parents[1], tmp_path / "局")) / "draws"
    package = shuangsuiji.publish(draws / made.name, embargo_over=True, now=NOW).folder
    opened, whole = shuangsuiji.open(package), shuangsuiji.open(made)
    assert opened.kind == "公开复核包" and not any(visit.id or visit.people for visit in opened.visits)
    numbers = [(visit.index, visit.number, bool(visit.ended), visit.event) for visit in opened.visits]
    assert numbers == [(v.index, v.number, bool(v.ended), v.event) for v in whole.visits]
    assert [row.outcome for row in opened.attempts] == ["取消", "抽取"]
    drawn = next(visit for visit in whole.visits if not visit.ended and not visit.event)
    told = lines(package, f"第{drawn.number}号")
    assert told.startswith(f"列入检查，表号{drawn.index}。") and drawn.ticket in told
    with pytest.raises(BadInput, match="不是 1 至 60 的编号"):
        shuangsuiji.explain(package, "试点药店003")
    with pytest.raises(BadInput, match="不能与另一份对照"):
        shuangsuiji.explain_against(made, package)


def test_a_frozen_folder(tmp_path: Path) -> None:
    sealed = shuangsuiji.freeze(bureau(tmp_path), now=NOW)
    opened = shuangsuiji.open(sealed.folder)
    assert (opened.kind, opened.visits, opened.seed) == ("封存", (), "")
    assert [(row.members, row.n) for row in opened.strata] == [(39, 8), (8, 1), (6, 1), (6, 3)]
    assert "经营状态：注销" in lines(sealed.folder, "D0011")
    assert "所在分层：任务试医保02" in lines(sealed.folder, "试点药店003")
    assert "须回避：试点卫生室001" in lines(sealed.folder, "YB001")
    assert "这里没有抽取" in lines(sealed.folder)


def test_did_you_mean(made: Path) -> None:
    with pytest.raises(BadInput, match=r"是不是“试点药店003”"):
        shuangsuiji.explain(made, "试点药局003")
    with pytest.raises(BadInput, match="请写编码"):
        shuangsuiji.explain(made, "zzzz")


def test_two_archives_against_each_other(tmp_path: Path) -> None:
    old = drawn_bureau(tmp_path / "旧", seed="一").archive
    rows = bureau_objects()
    before = rows[3][3]
    rows[3][3], rows[4][1] = "甲级", "改名"
    gone = rows.pop(9)
    plan = bureau(
        tmp_path / "新", plan=PLAN.replace("抽取: 20%", "抽取: 25%").replace("C: 50%", "C: 50%, 甲级: 1%")
    )
    write_csv(tmp_path / "新" / "检查对象.csv", [*rows, ["D0099", "新来", "药店", "A", "否", "正常", "", ""]])
    new = shuangsuiji.freeze(plan, now=NOW).folder
    found = shuangsuiji.explain_against(new, old)
    told = {(one.part, one.change, one.id, one.column, one.old, one.new) for one in found.changes}
    assert {one for one in told if one[0] == "检查对象"} == {
        ("检查对象", "增加", "D0099", "", "", ""),
        ("检查对象", "删除", gone[0], "", "", ""),
        ("检查对象", "修改", rows[3][0], "信用等级", before, "甲级"),
        ("检查对象", "修改", rows[4][0], "名称", "试点卫生室004", "改名"),
    }
    assert any(one.part == "计划" and "20%" in one.old and "25%" in one.new for one in found.changes)
    assert shuangsuiji.explain_against(old, old).changes == ()


def test_results_are_told(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一 二 三")
    assert shuangsuiji.open(drawn.archive).results == ()
    assert "结果录齐0户次" in lines(drawn.archive)


@pytest.mark.parametrize(
    "name", ["档案/draw.json", "档案/manifest.json", "档案/snapshot/private/labels.json"]
)
def test_a_spoilt_archive_is_an_error_and_no_traceback(made: Path, tmp_path: Path, name: str) -> None:
    archive = Path(shutil.copytree(made, tmp_path / "坏"))
    (archive / name).write_text("{}", "utf-8")
    with pytest.raises(BadInput, match="读不懂"):
        shuangsuiji.open(archive)


def test_a_broken_ledger_is_told(made: Path, tmp_path: Path) -> None:
    draws = Path(shutil.copytree(made.parent, tmp_path / "draws"))
    text = (draws / "台账.jsonl").read_text("utf-8").splitlines()
    (draws / "台账.jsonl").write_text("\n".join([*text[:2], *text[3:], ""]), "utf-8")
    opened = shuangsuiji.open(draws / made.name)
    assert [finding.code for finding in opened.findings] == ["explain-ledger-broken"]


def test_values_are_frozen_and_short(made: Path) -> None:
    opened = shuangsuiji.open(made)
    with pytest.raises(dataclasses.FrozenInstanceError):
        opened.visits[0].name = "改"  # type: ignore[misc]
    assert len(repr(opened)) < 120


def test_the_command(made: Path) -> None:
    answer = ssj("explain", made, "D0007")
    assert (
        answer.returncode == 0 and "试点卫生室007（D0007）" in answer.stdout and "没有核对" in answer.stdout
    )
    answer = ssj("explain", made, "--json")
    assert answer.returncode == 0 and json.loads(answer.stdout)["subject"] == "archive"
    answer = ssj("explain", made, "--against", made)
    assert answer.returncode == 0 and "都相同" in answer.stdout
    assert ssj("explain", made, "D0007", "--against", made).returncode == 2
