"""The stand-alone verifier on archives and public packages that the product made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.documents.proof import verify_ssj

BALLS = "3 7 12 19 22 31 9"
NEW_SEEDS = PLAN + "种子: {递补: 新种子, 类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"


def run(capsys: pytest.CaptureFixture[str], archive: Path, *, told: bool = True) -> tuple[int, list[str]]:
    """Exit code and lines of output; `told`: with the seed and the commitment of draw.json."""
    options: list[str] = []
    if told:
        inner = archive / "档案" if (archive / "档案").is_dir() else archive
        draw = json.loads((inner / "draw.json").read_bytes())
        options = ["--seed", draw["seed"], "--commit", draw["commit"]]
    code = verify_ssj.main([str(archive), *options])
    return code, capsys.readouterr().out.splitlines()


def named(lines: list[str], mark: str) -> list[str]:
    """The steps with this mark."""
    return [line[2:].split("：")[0] for line in lines if line.startswith(mark)]


def all_right(code: int, lines: list[str]) -> bool:
    return (
        code == 0 and lines[-1].startswith("结论：全部相符。") and not named(lines, "✗") + named(lines, "–")
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of draws of a bureau that drew and had two events, a failed one between them."""
    folder = tmp_path_factory.mktemp("局")
    drawn = drawn_bureau(folder, seed="一 二 三", operator="经办人甲")
    shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="病", now=NOW)
    with pytest.raises(Exception, match="还差"):
        shuangsuiji.substitute(
            drawn.archive, inspectors=["YB001", "YB002", "YB004", "YB005"], reason="病", now=NOW
        )
    shuangsuiji.substitute(drawn.archive, objects=["D0007"], inspectors=["SJ002"], reason="停业", now=NOW)
    return drawn.archive


@pytest.fixture
def archive(made: Path, tmp_path: Path) -> Path:
    """A copy of that archive, with its ledger beside it."""
    return Path(shutil.copytree(made.parent, tmp_path / "draws")) / made.name


def test_an_archive_with_events_is_right(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, archive)
    assert all_right(code, lines), lines
    assert {"第 1 次递补的人员", "第 2 次递补的对象", "台账的第 2 次递补"} <= set(named(lines, "✓"))
    assert any(line.endswith("共开始 2 次") for line in lines)  # the failed attempt is not hidden


def test_what_is_not_given_is_not_checked(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, archive, told=False)
    assert code == 0 and named(lines, "–") == ["承诺书上的封存摘要", "现场读出的种子"]
    assert lines[-1].startswith("结论：未核对：承诺书上的封存摘要、现场读出的种子；相符：")


def test_without_the_ledger_beside_it_some_lines_are_not_checked(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive.parent / "台账.jsonl").unlink()
    code, lines = run(capsys, archive)
    assert code == 0
    assert named(lines, "–") == ["台账的抽取", "台账的第 1 次递补", "台账的第 2 次递补"]


def test_a_seed_that_came_after_the_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = bureau(tmp_path, plan=NEW_SEEDS)
    shuangsuiji.freeze(plan, draw_time="5月28日", fallback="顺延一期", now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="病", now=NOW)
    assert all_right(*run(capsys, drawn.archive))  # a request that waits for its seed is no event yet
    shuangsuiji.substitute(drawn.archive, seed="4 7 12 19 22 31 9", reason="", now=NOW)
    code, lines = run(capsys, drawn.archive)
    assert all_right(code, lines), lines
    assert any("先封存（第 3 行）后抽取" in line for line in lines)
    assert any(line.startswith("✓ 第 1 次递补的申请和密钥：新种子") for line in lines)


@pytest.fixture(scope="module")
def withdrew(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive whose first and third requests were withdrawn, the second and fourth served."""
    plan = bureau(tmp_path_factory.mktemp("局"), plan=NEW_SEEDS)
    shuangsuiji.freeze(plan, draw_time="5月28日", fallback="顺延一期", now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    for person, seed in (("YB001", "4 7 12 19 22 31 9"), ("SJ002", "5 7 12 19 22 31 9")):
        shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="病", now=NOW)
        shuangsuiji.substitute(drawn.archive, withdraw=True, reason="写错了人", now=NOW)
        shuangsuiji.substitute(drawn.archive, inspectors=[person], reason="病", now=NOW)
        shuangsuiji.substitute(drawn.archive, seed=seed, reason="", now=NOW)
    return drawn.archive


@pytest.fixture
def gaps(withdrew: Path, tmp_path: Path) -> Path:
    """A copy of that archive, with its ledger beside it."""
    return Path(shutil.copytree(withdrew.parent, tmp_path / "draws")) / withdrew.name


RECOMPUTED = {f"第 {number} 次递补的{what}" for number in (2, 4) for what in ("申请和密钥", "对象", "人员")}
GAPS = ["第 2 次递补的序号", "第 4 次递补的序号"]


def test_a_withdrawn_number_is_no_gap(gaps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, gaps)
    assert all_right(code, lines), lines
    assert {*RECOMPUTED, *GAPS, "台账的第 2 次递补", "台账的第 4 次递补"} <= set(named(lines, "✓"))
    told = next(line for line in lines if line.startswith("✓ 第 2 次递补的序号："))
    assert "第 1 号申请已撤回（台账第 " in told


def test_without_the_ledger_a_gap_is_not_checked(gaps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (gaps.parent / "台账.jsonl").unlink()
    code, lines = run(capsys, gaps)
    assert (code, named(lines, "✗")) == (0, []) and set(named(lines, "✓")) >= RECOMPUTED, lines
    assert set(named(lines, "–")) >= set(GAPS)
    assert "– 第 2 次递补的序号：未核对：没有第 1 次递补的文件，只有台账能证明该申请已撤回" in lines


def test_a_package_without_the_ledger_is_recomputed_over_a_gap(
    gaps: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = shuangsuiji.publish(gaps, embargo_over=True).folder
    for path in folder.rglob("*ledger.jsonl"):
        path.unlink()
    code, lines = run(capsys, folder)
    assert (code, named(lines, "✗")) == (0, []), lines
    assert set(named(lines, "–")) >= {*GAPS, "台账"}
    assert {"第 2 次递补的对象", "第 4 次递补的对象"} <= set(named(lines, "✓"))
    assert verify_ssj.main(["look-up", str(folder), "--number", "1"]) == 0


def test_a_removed_event_is_no_withdrawn_one(gaps: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(gaps / "档案" / "递补-002")
    code, lines = run(capsys, gaps)
    assert code == 1
    assert {"第 4 次递补的序号", "台账的第 2 次递补"} <= set(named(lines, "✗")), lines
    assert "第 4 次递补" in named(lines, "–")  # nothing is recomputed upon a state that is not known


def test_a_number_of_which_the_ledger_says_nothing_is_a_gap(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A whole ledger in which the number was neither drawn nor withdrawn."""
    (archive / "档案" / "递补-002").rename(archive / "档案" / "递补-004")
    code, lines = run(capsys, archive)
    assert code == 1 and "第 4 次递补的序号" in named(lines, "✗"), lines


def test_fixed_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    drawn = drawn_bureau(tmp_path, plan=PLAN + "分组: 2\n", seed="一")
    gone = drawn.dossier.draw["visits"][0]["team"][0]["person"]
    shuangsuiji.substitute(drawn.archive, inspectors=[gone], reason="病", now=NOW)
    code, lines = run(capsys, drawn.archive)
    assert all_right(code, lines), lines


def test_a_draw_of_the_preset(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shuangsuiji.init(tmp_path / "wg", preset="舞钢", now=NOW)
    seed = " ".join(map(str, [*range(1, 20), 33])) + " " + BALLS  # 快乐8 and 双色球
    drawn = shuangsuiji.draw(tmp_path / "wg" / "plans" / "舞钢.yaml", seed=seed, now=NOW)
    code, lines = run(capsys, drawn.archive)
    assert all_right(code, lines), lines


def test_a_public_package_is_checked_as_far_as_it_goes(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = run(capsys, shuangsuiji.publish(archive, embargo_over=True).folder)
    assert (code, named(lines, "✗")) == (0, [])
    assert {"对象的抽取", "第 2 次递补的对象"} <= set(named(lines, "✓"))
    assert {"sites.csv", "检查人员", "第 1 次递补的人员"} <= set(named(lines, "–"))
    assert "种子说明" in named(lines, "✓")


def test_a_seed_file_that_contradicts_is_named(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = shuangsuiji.publish(archive, embargo_over=True).folder
    told = json.loads((folder / "seed.json").read_bytes())
    (folder / "seed.json").write_text(json.dumps({**told, "seed": "别的"}, ensure_ascii=False), "utf-8")
    code, lines = run(capsys, folder, told=False)
    assert (code, named(lines, "✗")) == (1, ["种子说明"])
    (folder / "seed.json").write_bytes(canonical_json({**told, "grade": "先封存后公开"}))
    code, lines = run(capsys, folder)
    assert (code, named(lines, "✗")) == (1, ["种子的性质"])
    (folder / "seed.json").write_bytes(canonical_json(told))
    (folder / "ledger.jsonl").write_text("", "utf-8")
    code, lines = run(capsys, folder)
    assert "台账" in named(lines, "–")


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    """A change of one file of the archive."""

    def change(archive: Path) -> None:
        path = archive / name
        text = path.read_bytes().decode()
        assert old in text, name
        path.write_bytes(text.replace(old, new, 1).encode())

    return change


def removed(name: str) -> Callable[[Path], None]:
    """A file or folder of the archive taken away."""

    def change(archive: Path) -> None:
        shutil.rmtree(archive / name) if (archive / name).is_dir() else (archive / name).unlink()

    return change


def without_line(event: str) -> Callable[[Path], None]:
    """The last line of this event, and all behind it, cut off the ledger."""

    def change(archive: Path) -> None:
        path = archive.parent / "台账.jsonl"
        lines = path.read_bytes().splitlines(keepends=True)
        last = max(at for at, line in enumerate(lines) if json.loads(line)["event"] == event)
        path.write_bytes(b"".join(lines[:last]))

    return change


@pytest.mark.parametrize(
    ("change", "step"),
    [
        (replaced("档案/snapshot/commitment.json", "上半年", "下半年"), "承诺书上的封存摘要"),
        (replaced("档案/snapshot/frame.json", '"balance":1', '"balance":0'), "frame.json"),
        (replaced("档案/snapshot/objects.csv", "\n2,", "\n3,"), "objects.csv"),
        (replaced("档案/snapshot/sites.csv", "\n1,", "\n1,A"), "sites.csv"),
        (replaced("档案/snapshot/people.csv", "\n1,", "\n01,"), "people.csv"),
        (replaced("档案/draw.json", '"seed":"一', '"seed":"二'), "draw.json 的种子和密钥"),
        (replaced("档案/draw.json", '"shortage":0', '"shortage":1'), "对象的抽取"),
        (replaced("档案/teams.json", '"turn":1}', '"turn":2}'), "检查人员"),
        (replaced("档案/递补-001/request.json", '"salt":"', '"salt":"A'), "第 1 次递补的申请和密钥"),
        (replaced("档案/递补-001/event.json", '"ended":[]', '"ended":[1]'), "第 1 次递补的对象"),
        (replaced("档案/递补-002/event-teams.json", '"leader":', '"leader":1'), "第 2 次递补的人员"),
        (removed("档案/递补-001"), "第 2 次递补的序号"),
        (removed("档案/递补-002"), "台账的第 2 次递补"),
        (removed("档案/递补-002/event.json"), "第 2 次递补的申请和密钥"),
        (replaced("档案/ledger.jsonl", "人工给定", "先封存后公开"), "台账"),
        (replaced("../台账.jsonl", '"visits":', '"visits":1'), "台账"),
        (without_line("抽取"), "台账的抽取"),
        (without_line("递补"), "台账的第 2 次递补"),
    ],
)
def test_a_change_is_found_and_named(
    archive: Path, change: Callable[[Path], None], step: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = json.loads((archive / "档案" / "draw.json").read_bytes())
    change(archive)
    code = verify_ssj.main([str(archive), "--seed", before["seed"], "--commit", before["commit"]])
    lines = capsys.readouterr().out.splitlines()
    assert code == 1 and step in named(lines, "✗"), lines
    assert lines[-1].startswith("结论：不符：") and step in lines[-1].split("；")[0]


def test_a_ledger_of_other_draws_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A whole ledger that is in itself right, but knows another seed."""
    shutil.copytree(archive.parent, archive.parent.parent / "other")
    ledger = archive.parent.parent / "other" / "台账.jsonl"
    ledger.write_bytes(b"")
    code, lines = run(capsys, ledger.parent / archive.name)
    assert code == 1 and "台账的抽取" in named(lines, "✗")
