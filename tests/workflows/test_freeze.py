"""Freezing: committed first, drawn from exactly what was sealed (LAW-4)."""

from __future__ import annotations

import io
import json
import warnings
from pathlib import Path

import docx
import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.findings import error
from shuangsuiji.core.records.chances import chance_statement, statement_file
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.archive import read_archive

SEEDED = PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"
BALLS = "3 7 12 19 22 31 9"


def test_a_draw_uses_exactly_what_was_sealed(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, draw_time="5月28日", fallback="顺延一期", now=NOW)
    rows = objects()
    rows[1][1] = "封存后改名"
    write_csv(tmp_path / "检查对象.csv", rows)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    assert drawn.dossier.draw["commit"] == sealed.commit
    assert drawn.dossier.manifest["seed"]["grade"] == "先封存后公开"
    assert [f.place.file for f in drawn.findings if f.code == "frozen-source-differs"] == ["检查对象.csv"]
    report = shuangsuiji.audit(drawn.archive)
    assert report.passed
    assert "audit-frozen" in {code for code, _ in report.steps[7].details}
    events = [
        json.loads(line)["event"]
        for line in (tmp_path / "draws" / "台账.jsonl").read_text("utf-8").splitlines()
    ]
    assert events == ["密签", "预写", "封存", "开始", "预写", "抽取"]


def test_nothing_is_sealed_beside_an_archive_that_the_ledger_does_not_know(tmp_path: Path) -> None:
    """LAW-5: a ledger that was taken away does not begin anew with a commitment."""
    drawn_bureau(tmp_path, plan=SEEDED, seed=BALLS)
    plan = tmp_path / "plan.yaml"
    (tmp_path / "draws" / "台账.jsonl").unlink()
    with pytest.raises(FileTrouble, match="没有它的记录"):
        shuangsuiji.freeze(plan, now=NOW)
    assert not (tmp_path / "draws" / "台账.jsonl").exists()


def test_the_letter_says_what_is_committed_to(tmp_path: Path) -> None:
    sealed = shuangsuiji.freeze(bureau(tmp_path, plan=SEEDED), draw_time="5月28日", now=NOW)
    text = "\n".join(p.text for p in docx.Document(str(sealed.folder / "文书" / "承诺书.docx")).paragraphs)
    for part in (sealed.commit, "双色球第2024058期", "60户", "5月28日", "2024年5月21日", "24.1比特"):
        assert part in text
    assert "种子写法：红球6个、蓝球1个，各自从小到大写成两位数，先红球后蓝球" in text
    assert "例如“08 12 15 24 25 33 08”" in text


def test_the_ceremony_has_its_sheets(tmp_path: Path) -> None:
    """LZ-7: a blank for each number of the seed, to be written down as it is read out."""
    sealed = shuangsuiji.freeze(bureau(tmp_path, plan=SEEDED), now=NOW)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(sealed.folder / "文书" / "签到与见证签字表.xlsx")
    rows = list(book["种子号码登记表"].iter_rows(values_only=True))
    labels = [cell for row in rows for cell in row if cell and str(cell)[:2] in ("红球", "蓝球")]
    assert labels == [*(f"红球{order}" for order in range(1, 7)), "蓝球"]
    text = "\n".join(str(cell.value) for row in book["见证签字表"].iter_rows() for cell in row)
    assert sealed.commit[:16] not in text and "摘要见承诺书" in text and "事先写明的来源" in text


def test_freezing_again_needs_a_reason_and_the_last_one_counts(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadUsage, match="再次封存必须说明理由"):
        shuangsuiji.freeze(plan, now=NOW)
    write_csv(tmp_path / "检查对象.csv", objects(57))
    second = shuangsuiji.freeze(plan, reason="漏登更正", now=NOW)
    assert first.folder.exists() and first.commit != second.commit
    assert shuangsuiji.draw(plan, seed=BALLS, now=NOW).dossier.draw["commit"] == second.commit


def test_a_seal_is_used_once(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    again = shuangsuiji.draw(plan, batch="上半年", seed="1 2 3 4 5 6 7", reason="重抽", now=NOW)
    assert again.dossier.manifest["seed"]["grade"] == "人工给定"
    assert again.dossier.manifest["frozen"] == ""


def test_a_sealed_source_is_left_only_in_so_many_words(tmp_path: Path) -> None:
    """Who forgets the seed in a script does not get the system's unasked."""
    plan = bureau(tmp_path, plan=UNTYPED)
    shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadUsage, match="没有抽取。请用 --seed"):
        shuangsuiji.draw(plan, now=NOW)
    with pytest.raises(BadUsage, match="必须用 --reason 写明理由"):
        shuangsuiji.draw(plan, system_seed=True, now=NOW)
    drawn = shuangsuiji.draw(plan, system_seed=True, reason="当期停售", now=NOW)
    assert drawn.dossier.manifest["seed"]["reason"] == "当期停售"


def test_a_sealed_draw_without_a_public_seed_is_graded_honestly(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    report = shuangsuiji.freeze(plan, now=NOW)
    assert "freeze-no-source" in {finding.code for finding in report.findings}
    drawn = shuangsuiji.draw(plan, now=NOW)
    assert drawn.dossier.manifest["seed"]["grade"] == "先封存后由系统产生"
    assert shuangsuiji.audit(drawn.archive).passed


UNTYPED = PLAN + "种子: {来源: 双色球第2024058期, 个数: 7, 范围: 1-33}\n"
NO_ISSUE = PLAN + "种子: {类型: 双色球}\n"


@pytest.mark.parametrize(("text", "code"), [(UNTYPED, "seed-untyped"), (NO_ISSUE, "seed-no-issue")])
def test_what_is_not_fixed_beforehand_earns_no_grade(tmp_path: Path, text: str, code: str) -> None:
    """A free source, or a lottery without its issue: somebody may still have chosen."""
    plan = bureau(tmp_path, plan=text)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    assert code in {finding.code for finding in sealed.findings}
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    seed = drawn.dossier.manifest["seed"]
    assert seed["grade"] == "人工给定"
    assert seed["bits"] == ("" if code == "seed-untyped" else "24.1")
    assert shuangsuiji.audit(drawn.archive).passed


def test_the_issue_that_was_named_is_held_against_the_batch(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadInput, match="2024058"):
        shuangsuiji.draw(plan, seed=f"双色球第2024100期 {BALLS}", now=NOW)
    drawn = shuangsuiji.draw(plan, seed=f"双色球第2024058期 {BALLS}", now=NOW)
    assert drawn.dossier.manifest["seed"]["text"] == "03 07 12 19 22 31 09"
    assert drawn.dossier.manifest["seed"]["agreed"] == "中国福利彩票双色球第2024058期"


@pytest.mark.parametrize(
    "name",
    [
        "snapshot/objects.csv",
        "snapshot/private.json",
        "snapshot/private/labels.json",
        "manifest.json",
        "sources/plan.yaml",
    ],
)
def test_a_changed_seal_is_not_drawn_from(tmp_path: Path, name: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    path = sealed.folder / "档案" / name
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BadInput, match="被改动过"):
        shuangsuiji.draw(plan, seed=BALLS, now=NOW)


def test_a_missing_seal_stops_the_draw(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW).folder.rename(tmp_path / "moved")
    with pytest.raises(FileTrouble, match="请把它移回来"):
        shuangsuiji.draw(plan, seed=BALLS, now=NOW)


def test_the_seed_has_the_form_that_was_fixed_before(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    for seed, text in (
        ("3 7 12", "7 个号码"),
        ("3 7 12 19 22 31 99", "蓝球号码 99 不在 1 到 16 之内"),
        ("随便写", "不是数字"),
    ):
        with pytest.raises(BadInput, match=text):
            shuangsuiji.draw(plan, seed=seed, now=NOW)
    lines = (tmp_path / "draws" / "台账.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines] == ["密签", "预写", "封存"]


def test_a_seal_outlives_an_attempt_that_broke_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once the public seed is known, nothing may be drawn from but what was sealed before it."""

    def full(*_: object) -> None:
        raise FileTrouble(error("disk-full"))

    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    with monkeypatch.context() as patched:
        patched.setattr("shuangsuiji.workflows.draw.papers", full)
        with pytest.raises(FileTrouble, match="磁盘已满"):
            shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    write_csv(tmp_path / "检查对象.csv", objects(57))
    again = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    assert again.dossier.draw["commit"] == sealed.commit
    assert [one["outcome"] for one in again.dossier.manifest["attempts"]] == ["抽取"]
    assert again.dossier.manifest["seed"]["grade"] == "先封存后公开"


def test_the_published_commitment_is_held_against_the_archive(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    assert shuangsuiji.audit(drawn.archive, commit=sealed.commit.upper()).passed
    assert not shuangsuiji.audit(drawn.archive, commit="0" * 64).passed


def test_the_chances_are_told_before_the_seed(tmp_path: Path) -> None:
    """Counts on the letter, names in the sealed copy; the seal vouches for it, and anybody makes it again."""
    sealed = shuangsuiji.freeze(bureau(tmp_path, plan=SEEDED), now=NOW)
    stored = read_archive(sealed.folder)
    letter = docx.Document(io.BytesIO(stored.papers["承诺书.docx"]))
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "不会检查的：按计划不参加抽取的1户" in text and "试点卫生室011" not in text
    book = openpyxl.load_workbook(io.BytesIO(stored.papers["抽取机会说明.xlsx"]))
    assert book["不会检查的对象"]["A3"].value == "试点卫生室011"
    book.close()
    assert stored.sealed["chances.json"] == statement_file(chance_statement(stored.snapshot))
    assert sealed.manifest["files"]["chances.json"] == sha256(stored.sealed["chances.json"])


@pytest.mark.parametrize(
    ("fallback", "open_"),
    [
        ("由局长指定号码", True),
        ("另行通知", True),
        ("顺延一期", False),
        ("改用大乐透第2024061期", False),
        ("", False),
    ],
)
def test_a_way_out_that_leaves_a_choice_is_told_on_the_letter(
    tmp_path: Path, fallback: str, open_: bool
) -> None:
    sealed = shuangsuiji.freeze(bureau(tmp_path), fallback=fallback, now=NOW)
    assert ("freeze-fallback-open" in {one.code for one in sealed.findings}) is open_
    letter = "".join(shown_texts((sealed.folder / "文书" / "承诺书.docx").read_bytes()))
    assert ("到时由人决定，事后可以挑选" in letter) is open_
