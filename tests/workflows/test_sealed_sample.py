"""抽验: the seed chooses the rows, mark and seal prove them, the draw does not depend on it."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.lottery.sample import MOST_SAMPLED, sampled
from shuangsuiji.core.lottery.words import derive_key
from shuangsuiji.documents.proof import verify_ssj
from shuangsuiji.files.archive import DRAW, read_archive
from verifier.lottery_by_the_page import Words


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """An archive, its public package, and the folder of the sample."""
    archive = drawn_bureau(tmp_path_factory.mktemp("局"), seed="一 二 三", size=60).archive
    sample = shuangsuiji.publish_sample(archive)
    return archive, shuangsuiji.publish(archive, embargo_over=True, now=NOW).folder, sample.folder


def verified(sample: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit code and output of the program of the witness."""
    code = verify_ssj.main(["sample", str(sample), str(place)])
    return code, capsys.readouterr().out


def test_the_seed_chooses(opened: tuple[Path, Path, Path]) -> None:
    """By the page: the first thirty of those without a visit, in the order of the words of stream 8."""
    archive, _, folder = opened
    draw = json.loads(read_archive(archive).sealed[DRAW])
    rows = json.loads((folder / "抽验.json").read_bytes())["rows"]
    visited = {visit["number"] for visit in draw["visits"]}
    order = Words(int(draw["key"], 16)).order(set(range(1, 61)) - visited, 8)
    assert [row["number"] for row in rows] == order[:30]
    assert sampled(derive_key(draw["commit"], draw["seed"]), 60, visited) == tuple(order[:MOST_SAMPLED])


def test_few_objects_and_none() -> None:
    key = derive_key("甲", "乙")
    assert sorted(sampled(key, 5, {2})) == [1, 3, 4, 5]
    assert sampled(key, 2, {1, 2}) == ()


def test_a_witness_needs_the_public_package_alone(
    opened: tuple[Path, Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    archive, package, folder = opened
    for place in (archive, package):
        code, out = verified(folder / "抽验.json", place, capsys)
        assert code == 4 and out.count("标记和封签相符") == 30
        assert "名称、等级等文字：未核对" in out and "全部相符" not in out
    assert shuangsuiji.audit(archive).passed


def test_an_audit_says_what_a_public_package_is(opened: tuple[Path, Path, Path]) -> None:
    with pytest.raises(shuangsuiji.BadInput, match=r"公开复核包.*verify_ssj\.py"):
        shuangsuiji.audit(opened[1])


def _row(change: Callable[[dict[str, Any]], object]) -> Callable[[dict[str, Any]], object]:
    return lambda value: change(value["rows"][3])


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_row(lambda row: row.update(id="D9999")), "标识和校验码与封存的标记不符"),
        (_row(lambda row: row.update(salt="A" * 20)), "标识和校验码与封存的标记不符"),
        (_row(lambda row: row.update(site=row["site"] + "1")), "人员资格、辖区或者回避与封存的不符"),
        (_row(lambda row: row["words"].update(state="不参加抽取（经营状态：注销）")), "objects.csv 的 state"),
        (_row(lambda row: row["words"].update(strata=[])), "objects.csv 的 strata"),
        (_row(lambda row: row["words"].update(strata=["层，应抽99户"])), "objects.csv 的 strata"),
        (_row(lambda row: row["words"].update(strata=["另" + row["words"]["strata"][0]])), "写的却是"),
        (lambda value: value["rows"].pop(), "抽验.json"),
        (lambda value: value["rows"].reverse(), "抽验.json"),
        (lambda value: value.update(seed="另一个"), "抽验.json"),
        (lambda value: value.update(scheme="ssj-sample/0"), "写法不对"),
    ],
)
def test_what_was_altered_is_seen(
    opened: tuple[Path, Path, Path],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[dict[str, Any]], object],
    told: str,
) -> None:
    value = json.loads((opened[2] / "抽验.json").read_bytes())
    change(value)
    (tmp_path / "抽验.json").write_bytes(canonical_json(value))
    code, out = verified(tmp_path / "抽验.json", opened[1], capsys)
    assert code == 1 and told in out


def test_the_sheet_says_it_in_words(opened: tuple[Path, Path, Path]) -> None:
    """Each row with its cells and why it was not drawn; a closed one says so."""
    book = openpyxl.load_workbook(io.BytesIO((opened[2] / "抽验表.xlsx").read_bytes()))
    rows = [[str(cell) for cell in row] for row in book.active.iter_rows(values_only=True)]
    book.close()
    text = {row[3]: row for row in rows if row[3].startswith("D")}
    assert len(text) == 30
    assert text["D0011"][7] == "不参加抽取（经营状态：注销）"
    others = [row for key, row in text.items() if key != "D0011"]
    assert all(row[7] == "可以抽取，没有抽中" and "信用等级：" in row[5] for row in others)


def test_a_table_that_was_exchanged(opened: tuple[Path, Path, Path], tmp_path: Path) -> None:
    archive = Path(shutil.copytree(opened[0].parent, tmp_path / "draws")) / opened[0].name
    path = archive / "档案" / "snapshot" / "private" / "objects.csv"
    path.write_text(path.read_text("utf-8").replace("D00", "E00"), "utf-8")
    with pytest.raises(shuangsuiji.BadInput):
        shuangsuiji.publish_sample(archive)
