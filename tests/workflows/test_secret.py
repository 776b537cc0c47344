"""密签.txt: made once and told by the ledger; what happens when it is lost, changed or damaged."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.errors import BadInput, BadUsage, SsjError

ENTROPY = {32: bytes(range(32)), 16: bytes(range(16))}


def secret_of(plan: Path) -> Path:
    return plan.parent / "draws" / "密签.txt"


def told(plan: Path) -> list[tuple[str, str]]:
    """Event and digest of the secret, of each line of the ledger."""
    lines = shuangsuiji.ledger(plan.parent).lines
    return [(line.event, line.text("secret")) for line in lines]


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return bureau(tmp_path, secret=None)


def test_it_is_made_once_at_the_first_need(plan: Path) -> None:
    first = shuangsuiji.draw(plan, seed="一", now=NOW, entropy=lambda size: ENTROPY[size])
    assert secret_of(plan).read_bytes() == ENTROPY[32].hex().encode() + b"\n"
    digest = hashlib.sha256(ENTROPY[32].hex().encode()).hexdigest()
    assert told(plan) == [("密签", digest), ("开始", ""), ("预写", ""), ("抽取", "")]
    shuangsuiji.freeze(plan, now=NOW)
    shuangsuiji.draw(plan, seed="二", now=NOW)
    shuangsuiji.cancel(first.archive, reason="重来", now=NOW)
    assert [event for event, _ in told(plan)].count("密签") == 1
    assert secret_of(plan).read_bytes() == ENTROPY[32].hex().encode() + b"\n"
    for archive in (plan.parent / "draws").glob("试医保*"):
        assert all(ENTROPY[32].hex().encode() not in data for data in tree(archive).values())
        assert shuangsuiji.audit(archive).passed


def test_freezing_makes_it_too(plan: Path) -> None:
    shuangsuiji.freeze(plan, now=NOW, entropy=lambda size: ENTROPY[size])
    assert secret_of(plan).read_text("ascii").strip() == ENTROPY[32].hex()
    assert [event for event, _ in told(plan)] == ["密签", "预写", "封存"]


def test_a_secret_that_was_put_there_is_taken(tmp_path: Path) -> None:
    plan = bureau(tmp_path, secret="AB" * 32)
    shuangsuiji.draw(plan, seed="一", now=NOW, entropy=lambda size: pytest.fail("not needed"))
    assert told(plan)[0] == ("密签", hashlib.sha256(b"ab" * 32).hexdigest())


DAMAGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda path: path.unlink(), r"ssj ledger new-secret --reason"),
    "another": (lambda path: path.write_text("0" * 64), "与台账登记的不是同一个"),
    "one letter": (lambda path: path.write_text("5C" + "5c" * 31), "64 位十六进制"),
    "short": (lambda path: path.write_text("5c" * 31), "64 位十六进制"),
    "empty": (lambda path: path.write_text(""), "64 位十六进制"),
    "no text": (lambda path: path.write_bytes(b"\xff\xfe" + bytes(62)), "64 位十六进制"),
    "two lines": (lambda path: path.write_text("5c" * 32 + "\n" + "5c" * 32), "64 位十六进制"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_without_the_right_secret_nothing_is_drawn(tmp_path: Path, damage: str) -> None:
    """Whatever needs it says what to do; what does not need it goes on."""
    change, text = DAMAGED[damage]
    drawn = drawn_bureau(tmp_path, seed="一").archive
    plan = tmp_path / "plan.yaml"
    change(secret_of(plan))
    before = tree(plan.parent)
    for act in (
        lambda: shuangsuiji.draw(plan, seed="二", now=NOW),
        lambda: shuangsuiji.freeze(plan, now=NOW),
        lambda: shuangsuiji.cancel(drawn, reason="名录库有误", now=NOW),
        lambda: shuangsuiji.substitute(drawn, inspectors=["YB003"], reason="生病", now=NOW),
    ):
        with pytest.raises(BadInput, match=text) as trouble:
            act()
        assert trouble.value.findings[0].place.file == str(secret_of(plan))
    assert tree(plan.parent) == before
    assert shuangsuiji.audit(drawn).passed
    assert shuangsuiji.check(plan, now=NOW).preview is not None
    assert shuangsuiji.draw(plan, rehearsal=True, now=NOW).archive.name.endswith("演练1")


def test_another_one_is_made_on_record(tmp_path: Path) -> None:
    first = drawn_bureau(tmp_path, seed="一")
    plan = tmp_path / "plan.yaml"
    with pytest.raises(BadUsage, match=r"密签\.txt 还在"):
        shuangsuiji.new_secret(plan.parent, reason="想换", now=NOW)
    secret_of(plan).unlink()
    with pytest.raises(BadUsage, match="必须说明理由"):
        shuangsuiji.new_secret(plan.parent, reason=" ", now=NOW)
    assert not secret_of(plan).exists()
    line = shuangsuiji.new_secret(
        plan.parent, reason="电脑损坏", operator="经办人甲", now=NOW, entropy=lambda size: ENTROPY[size]
    )
    assert secret_of(plan).read_text("ascii") == ENTROPY[32].hex() + "\n"
    assert (line.text("reason"), line.text("operator")) == ("电脑损坏", "经办人甲")
    assert "reason" not in line.data and "operator" not in line.data
    digest = hashlib.sha256(ENTROPY[32].hex().encode()).hexdigest()
    assert told(plan)[-1] == ("密签", digest) and len(told(plan)) == 5
    second = shuangsuiji.draw(plan, seed="二", now=NOW)
    for archive in (first.archive, second.archive):
        assert shuangsuiji.audit(archive).passed
    report = shuangsuiji.ledger(plan.parent, verify=True)
    assert [finding.code for finding in report.findings] == ["ledger-holds"]


def test_there_is_nothing_to_make_anew_before_the_first(plan: Path) -> None:
    with pytest.raises(BadInput, match="没有抽取台账"):
        shuangsuiji.new_secret(plan.parent, reason="换", now=NOW)
    (plan.parent / "draws").mkdir()
    (plan.parent / "draws" / "台账.jsonl").write_bytes(b"")
    with pytest.raises(BadUsage, match="还没有登记过密签"):
        shuangsuiji.new_secret(plan.parent, reason="换", now=NOW)
    assert not secret_of(plan).exists()


def test_a_renewal_that_was_cut_off_can_be_done_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn_bureau(tmp_path, seed="一")
    plan = tmp_path / "plan.yaml"
    secret_of(plan).unlink()
    with monkeypatch.context() as patch:
        patch.setattr("shuangsuiji.files.ledger.write_new", lambda *_: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            shuangsuiji.new_secret(plan.parent, reason="电脑损坏", now=NOW)
    with pytest.raises(BadInput, match="new-secret"):
        shuangsuiji.draw(plan, seed="二", now=NOW)
    shuangsuiji.new_secret(plan.parent, reason="再换一次", now=NOW)
    assert shuangsuiji.audit(shuangsuiji.draw(plan, seed="二", now=NOW).archive).passed


def test_the_same_secret_gives_the_same_bytes(tmp_path: Path) -> None:
    """Plan, registries, secret, seeds, time and entropy: every file of the folder, papers included."""

    def course(folder: Path) -> dict[str, bytes]:
        plan = bureau(folder)
        drawn = shuangsuiji.draw(plan, now=NOW, operator="甲", entropy=lambda size: ENTROPY[size])
        shuangsuiji.substitute(drawn.archive, inspectors=["YB003"], reason="生病", now=NOW)
        shuangsuiji.freeze(plan, now=NOW)
        shuangsuiji.draw(plan, seed="二", now=NOW)
        return tree(folder)

    assert course(tmp_path / "a") == course(tmp_path / "b")


def test_another_secret_gives_other_numbers_for_the_same_seed(tmp_path: Path) -> None:
    drawn = [
        shuangsuiji.draw(bureau(tmp_path / word, secret=word * 32), seed="一", now=NOW).dossier
        for word in ("5c", "7d")
    ]
    assert drawn[0].manifest["commit"] != drawn[1].manifest["commit"]
    assert drawn[0].pool.ids != drawn[1].pool.ids and sorted(drawn[0].pool.ids) == sorted(drawn[1].pool.ids)


def test_rehearsals_neither_make_nor_use_it(plan: Path, tmp_path: Path) -> None:
    alone = shuangsuiji.draw(plan, rehearsal=True, now=NOW)
    assert not secret_of(plan).exists()
    assert not (plan.parent / "draws" / "台账.jsonl").exists()
    other = shuangsuiji.draw(bureau(tmp_path / "b"), rehearsal=True, now=NOW)
    assert tree(alone.archive) == tree(other.archive)
    drawn = shuangsuiji.draw(tmp_path / "b" / "plan.yaml", seed="一", now=NOW)
    assert drawn.dossier.pool.ids != other.dossier.pool.ids  # nothing of what a draw will use is shown
    with pytest.raises(SsjError):
        shuangsuiji.draw(plan, rehearsal=True, seed="一", now=NOW)
