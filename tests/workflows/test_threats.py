"""Each attack of docs/threat-model.md, carried out: what stops it, or what trace it leaves (LAW-4, LAW-5).

`tests/test_threat_model.py` holds the rows of that page to the tests they name.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import docx
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, fill, sheet_of
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.renumbered import drawn_in_a_renamed_folder

SEEDED = PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"
BALLS, OTHERS = "3 7 12 19 22 31 9", "1 2 3 4 5 6 7"
LATER = NOW + timedelta(hours=1)


def codes(findings: Any) -> set[str]:
    return {one.code for one in findings}


def word_text(path: Path) -> str:
    """All text of a Word paper, tables among it."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def parts_text(path: Path) -> str:
    """All text of a paper or workbook, footers among it."""
    with zipfile.ZipFile(path) as parts:
        names = [name for name in parts.namelist() if name.endswith(".xml")]
        return "".join(re.sub("<[^>]+>", "", parts.read(name).decode("utf-8")) for name in names)


def publication_text(archive: Path) -> str:
    """The list for the public of an archive."""
    return word_text(shuangsuiji.publish_draft(archive, "list", embargo_over=True, now=LATER).path)


def reseal(archive: Path, manifest: Any, folder: str = "") -> None:
    """Another manifest, and the ledger's digest of it: as somebody does who rewrites the folder."""
    path, ledger = archive / "档案" / folder / "manifest.json", archive.parent / "台账.jsonl"
    path.write_bytes(canonical_json(manifest))
    lines = [json.loads(line) for line in ledger.read_bytes().splitlines()]
    lines[-1]["manifest"] = str(sha256(path.read_bytes()))
    ledger.write_bytes(b"".join(canonical_json(line) + b"\n" for line in lines))


def failed_codes(archive: Path) -> set[str]:
    report = shuangsuiji.audit(archive)
    return {code for step in report.steps if step.verdict.value == "failed" for code, _ in step.details}


def killed(monkeypatch: pytest.MonkeyPatch, plan: Path, seed: str) -> None:
    """A draw that somebody stops once its seed is on record."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("shuangsuiji.workflows.draw.papers", stop)
        with pytest.raises(KeyboardInterrupt):
            shuangsuiji.draw(plan, seed=seed, now=NOW)


# --- Seeds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3 3 3 3 3 3 3", "写了两次"),
        ("34 7 12 19 22 31 9", "不在 1 到 33 之内"),
        ("3 7 12 19 22 31 17", "不在 1 到 16 之内"),
        ("3 7 12 19 22 9", "7 个号码"),
        ("第2024057期 3 7 12 19 22 31 9", "2024057"),
        ("3 7 12 19 22 31 9\u200b", "U+200B"),
        ("3 7 12 19 22 31 \u0417", "U+0417"),  # З, which looks like 3
    ],
)
def test_numbers_that_the_source_cannot_give(tmp_path: Path, typed: str, told: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadInput, match=re.escape(told)):
        shuangsuiji.draw(plan, seed=typed, now=NOW)


def test_the_order_of_balls_is_no_choice(tmp_path: Path) -> None:
    """720 ways to write six red balls down give one key."""
    drawn = shuangsuiji.draw(bureau(tmp_path / "a", plan=SEEDED), seed=BALLS, now=NOW)
    other = shuangsuiji.draw(bureau(tmp_path / "b", plan=SEEDED), seed="31 22 3 7 19 12 9", now=NOW)
    assert drawn.dossier.draw_digest == other.dossier.draw_digest


@pytest.mark.parametrize(
    "source",
    [
        "{来源: 当日上证指数收盘}",
        "{来源: 双色球第2024058期, 个数: 7, 范围: 1-33}",
        "{类型: 十六进制, 说明: 公证处当场公布}",
        "{来源: [{类型: 双色球, 期号: 2024058}, {类型: 十六进制, 说明: 公证处当场公布}]}",
        "{类型: 双色球}",
        "{类型: 双色球, 期号: 58}",
    ],
)
def test_a_source_that_leaves_a_choice_is_not_public(tmp_path: Path, source: str) -> None:
    """Free texts in any dress: the freeze warns, and the grade is never 先封存后公开."""
    seeds = {"十六": "c0ffee00112233445566778899aabbcc", "上证": "3120.55"}
    typed = "" if "上证" in source or source.startswith("{类型: 十六") else BALLS
    typed += "".join(f" {text}" for key, text in seeds.items() if key in source)
    plan = bureau(tmp_path, plan=PLAN + f"种子: {source}\n")
    sealed = shuangsuiji.freeze(plan, now=NOW)
    assert codes(sealed.findings) & {"seed-untyped", "seed-no-issue", "seed-issue-impossible"}
    drawn = shuangsuiji.draw(plan, seed=typed, now=NOW)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    if "双色球" not in source or "个数" in source:
        assert drawn.dossier.manifest["seed"]["bits"] == ""
    assert shuangsuiji.audit(drawn.archive).passed


@pytest.mark.parametrize("source", ["{类型: 双色球, 期号: 2024058}", "{类型: drand, 轮次: 7000000}"])
def test_sealed_when_the_numbers_were_public_already(tmp_path: Path, source: str) -> None:
    """An issue of last year, a round of last month: whoever seals knows the numbers."""
    plan = bureau(tmp_path, plan=PLAN + f"种子: {source}\n")
    when = NOW + timedelta(days=60)
    typed = BALLS if "双" in source else "c0ffee00112233445566778899aabbccddeeff00fedcba98765432100f1e2d3c"
    sealed = shuangsuiji.freeze(plan, now=when)
    assert "freeze-seed-public" in codes(sealed.findings)
    drawn = shuangsuiji.draw(plan, seed=typed, now=when)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert "seed-public-before-freeze" in codes(drawn.findings)
    assert shuangsuiji.audit(drawn.archive).passed


def test_sealed_when_the_numbers_may_have_been_public(tmp_path: Path) -> None:
    """Between the shortest pause of the year and the longest: told at the freeze and on both papers."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {类型: 双色球, 期号: 2024058}\n公开: {名单公布: 抽取后}\n")
    when = datetime(2024, 5, 22, 9, tzinfo=NOW.tzinfo)
    sealed = shuangsuiji.freeze(plan, now=when)
    assert "freeze-seed-perhaps-public" in codes(sealed.findings)
    assert "封存时多半已经公布" in word_text(sealed.folder / "文书" / "承诺书.docx")
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=when)
    assert "最早在 2024-05-14 20:00 公布，早于封存" in publication_text(drawn.archive)


@pytest.mark.parametrize("frozen", [True, False])
def test_numbers_typed_before_they_were_drawn(tmp_path: Path, frozen: bool) -> None:
    """Sealed and drawn on one day, with numbers of an issue that is weeks away."""
    plan = bureau(tmp_path, plan=SEEDED)
    when = datetime(2024, 5, 13, 9, tzinfo=NOW.tzinfo)
    if frozen:
        shuangsuiji.freeze(plan, now=when)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=when)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert "seed-not-yet-public" in codes(drawn.findings)
    assert shuangsuiji.audit(drawn.archive).passed


def test_dice_that_nobody_saw(tmp_path: Path) -> None:
    """Dice can be thrown until they please: only witnesses can say what they showed."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {类型: 骰子, 个数: 20, 面数: 10}\n")
    shuangsuiji.freeze(plan, now=NOW)
    alone = shuangsuiji.draw(plan, seed="31415926535897932384", now=NOW)
    assert "seed-unwitnessed" in codes(alone.findings)
    assert "没有登记见证人" in publication_text(alone.archive)
    seen = shuangsuiji.draw(plan, seed="27182818284590452353", reason="补见证", witnesses=["甲某"], now=LATER)
    assert "seed-unwitnessed" not in codes(seen.findings)


def test_last_issues_numbers_are_no_seed(tmp_path: Path) -> None:
    """The example of the letter was known when the batch was sealed; the agreed issue is no example."""
    plan = bureau(tmp_path, plan=SEEDED)
    with pytest.raises(BadInput, match="正是约定用作种子的"):
        shuangsuiji.freeze(plan, example=f"第24058期 {BALLS}", now=NOW)
    sealed = shuangsuiji.freeze(plan, example=f"第2024057期 {BALLS}", now=NOW)
    text = word_text(sealed.folder / "文书" / "承诺书.docx")
    digest = hashlib.sha256(f"ssj-draw/2\n{sealed.commit}\n03 07 12 19 22 31 09\n".encode()).hexdigest()
    assert f"取以往的号码“第2024057期 {BALLS}”" in text and "例如“03 07 12 19 22 31 09”" in text
    assert f"前16位应为{digest[:16]}" in text
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert digest[:16] in word_text(drawn.archive / "文书" / "抽取记录.docx")
    assert shuangsuiji.audit(drawn.archive).passed


def test_a_reason_that_nobody_can_read_is_none(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    for reason in ("\u200b", "\u3164", "。", "\u2800 \ufe0f"):
        with pytest.raises(BadUsage):
            shuangsuiji.freeze(plan, reason=reason, now=LATER)
        with pytest.raises(BadUsage):
            shuangsuiji.draw(plan, system_seed=True, reason=reason, now=LATER)
        with pytest.raises(BadUsage):
            shuangsuiji.draw(plan, system_seed=True, seed_reason=reason, now=LATER)


def test_another_source_than_the_agreed_one_is_told_everywhere(tmp_path: Path) -> None:
    """约定 and 实际 with the reason, and the announced time with the real one: papers and audit."""
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, draw_time="2024-05-24", now=NOW)
    drawn = shuangsuiji.draw(plan, system_seed=True, reason="当期停售", now=NOW)
    origin = "约定：中国福利彩票双色球第2024058期；实际：操作系统随机数；改用的理由：当期停售"
    public = publication_text(drawn.archive)
    assert origin in public and "约定的抽取时间：2024-05-24；实际：2024年5月21日 9时30分" in public
    assert "早于约定的抽取时间（2024-05-24）" in public
    report = shuangsuiji.audit(drawn.archive, commit=sealed.commit)
    told = "\n".join(text_of(code, values) for code, values in report.steps[10].details)
    assert origin in told and "约定：2024-05-24；实际：2024-05-21 09:30" in told


@pytest.mark.parametrize(
    ("announced", "code"),
    [
        ("2024-05-20", "announced-past"),
        ("2024-05-21 09:00", "announced-past"),
        ("2024年5月13日", "announced-before-seed"),
        ("2024-05-24 15:00", ""),
    ],
)
def test_an_announced_time_that_binds_nobody(tmp_path: Path, announced: str, code: str) -> None:
    when = NOW if code != "announced-before-seed" else NOW - timedelta(days=15)
    sealed = shuangsuiji.freeze(bureau(tmp_path, plan=SEEDED), draw_time=announced, now=when)
    assert {one for one in codes(sealed.findings) if one.startswith("announced-")} == (
        {code} if code else set()
    )


# --- Several attempts, letters and plans ----------------------------------------------------------------


def test_two_letters_are_named_on_all_papers(tmp_path: Path) -> None:
    """Sealed twice: whoever holds the first letter finds its digest where digests are told."""
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.freeze(plan, now=NOW)
    (tmp_path / "回避.csv").write_text("检查人员,检查对象,回避事由\n人员YB3,D0008,近亲属任职\n", "utf-8")
    second = shuangsuiji.freeze(plan, reason="回避名单补了一人", now=LATER)
    letter = word_text(second.folder / "文书" / "承诺书.docx")
    assert "第2次封存" in letter and first.commit in letter and "回避名单补了一人" in letter
    head = shuangsuiji.ledger(tmp_path, heads=[second.manifest["ledger_head"]])
    assert "ledger-head-match" in codes(head.findings) and second.manifest["ledger_head"] in letter
    assert f"封存前台账共{second.manifest['ledger_lines']}行" in letter
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    text = parts_text(drawn.archive / "文书" / "抽取记录.docx")
    assert first.commit[:16] in text and second.commit[:16] in text
    public = publication_text(drawn.archive)
    assert f"第1次封存（2024年5月21日 9时30分）：封存摘要 {first.commit}，本次抽取没有用它" in public
    assert f"封存摘要 {second.commit}，本次抽取所用" in public
    report = shuangsuiji.audit(drawn.archive, commit=first.commit)
    assert not report.passed
    told = "\n".join(text_of(code, values) for code, values in report.steps[10].details)
    assert "封存过 2 次" in told and "第 1 次的" in told
    manifest = drawn.archive / "档案" / "manifest.json"
    content = json.loads(manifest.read_bytes())
    del content["letters"][0]
    reseal(drawn.archive, content)
    assert "audit-letters-differ" in failed_codes(drawn.archive)


def test_every_beginning_is_on_the_public_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kill and a second seed: the citizens' paper names both, not only the minutes."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    killed(monkeypatch, plan, BALLS)
    again = shuangsuiji.draw(plan, seed=OTHERS, reason="断电", now=LATER)
    public = publication_text(again.archive)
    assert "种子 03 07 12 19 22 31 09（先封存后公开），开始以后没有结果" in public
    assert "种子 01 02 03 04 05 06 07（人工给定），本次抽取" in public
    assert "约定的来源只有一个结果" in public


def _renumbered(text: str) -> str:
    return text.replace("试医保2024001", "试医保2024009")


def _renamed_batch(text: str) -> str:
    return text.replace("上半年", "第一批")


def _smaller_scope(text: str) -> str:
    """A new number, and only the pharmacies: a third of the objects of before."""
    return _renumbered(text).replace("{类别: 医疗机构}", "{类别: 药店}")


@pytest.mark.parametrize("change", [_renumbered, _renamed_batch, _smaller_scope])
def test_the_same_objects_under_another_name(tmp_path: Path, change: Callable[[str], str]) -> None:
    """Drawn, cancelled, and drawn again as if for the first time: told on the record and in public."""
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.draw(plan, seed=OTHERS, now=NOW)
    shuangsuiji.cancel(first.archive, reason="不满意", now=NOW)
    plan.write_text(change(SEEDED), encoding="utf-8")
    again = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    assert again.dossier.manifest["attempt"] == 1
    told = [one["message"] for one in again.dossier.manifest["findings"] if "换了编号" in one["message"]]
    assert len(told) == 1 and "（上半年，开始过 1 次）" in told[0]
    assert told[0] in publication_text(again.archive)


def test_the_same_objects_under_other_ids(tmp_path: Path) -> None:
    """Every id gets another digit: the names are the same."""
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.draw(plan, seed=OTHERS, now=NOW)
    shuangsuiji.cancel(first.archive, reason="不满意", now=NOW)
    path = tmp_path / "检查对象.csv"
    path.write_text(path.read_text("utf-8").replace("\nD", "\nD9"), encoding="utf-8")
    recusals = tmp_path / "回避.csv"
    recusals.write_text(recusals.read_text("utf-8").replace("D0007", "D90007"), encoding="utf-8")
    plan.write_text(_renumbered(SEEDED), encoding="utf-8")
    assert "same-objects-other-plan" in codes(shuangsuiji.draw(plan, seed=BALLS, now=LATER).findings)


def test_another_plan_drawn_between_freeze_and_draw(tmp_path: Path) -> None:
    """The freeze could not know of it; the draw asks the ledger again."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    other = tmp_path / "other.yaml"
    other.write_text(_renumbered(SEEDED), encoding="utf-8")
    shuangsuiji.draw(other, seed=OTHERS, now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    told = [one["code"] for one in drawn.dossier.manifest["findings"]]
    assert told.count("same-objects-other-plan") == 1
    assert "试医保2024009" in publication_text(drawn.archive)


# --- Ledger and clock -----------------------------------------------------------------------------------


def test_a_ledger_cut_short_is_caught_by_a_notebook(tmp_path: Path) -> None:
    """The last draw and its line are taken away: the folder holds together, either notebook does not."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    early = shuangsuiji.ledger(tmp_path).note
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    late = shuangsuiji.ledger(tmp_path).note
    cut = int(early.split("-")[0])
    assert cut < int(late.split("-")[0])
    assert shuangsuiji.ledger(tmp_path, verify=True, heads=[early, late]).passed
    path = tmp_path / "draws" / "台账.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    shutil.rmtree(drawn.archive)
    path.write_bytes(b"".join(lines[:cut]))
    assert shuangsuiji.ledger(tmp_path, verify=True).passed
    assert shuangsuiji.ledger(tmp_path, verify=True, heads=[early]).passed
    assert codes(shuangsuiji.ledger(tmp_path, heads=[late]).findings) >= {"ledger-head-cut"}
    again = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    assert again.dossier.manifest["attempt"] == 1
    assert "ledger-head-differs" in codes(shuangsuiji.ledger(tmp_path, heads=[late]).findings)
    path.write_bytes(b"".join(lines[:1]))
    shutil.rmtree(again.archive)
    for notebook, code in ((early, "ledger-head-cut"), (late, "ledger-head-cut")):
        assert code in codes(shuangsuiji.ledger(tmp_path, heads=[notebook]).findings)


def test_a_note_is_read_as_people_write_it(tmp_path: Path) -> None:
    """Blanks for hyphens, capitals, the digits of a paper; a slip of the pen is told as one."""
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    note = shuangsuiji.ledger(tmp_path).note
    for text in (
        note.replace("-", " ").upper(),
        sealed.manifest["ledger_head"],
        drawn.dossier.manifest["ledger_head"][:16],
    ):
        assert "ledger-head-match" in codes(shuangsuiji.ledger(tmp_path, heads=[text]).findings)
    slip = note[:-3] + ("0" if note[-4] == "1" else "1") + note[-2:]
    for text, told in (
        (note[:-1] + str((int(note[-1]) + 1) % 10), "抄错"),
        ("十二行", "看不懂"),
        ("", "看不懂"),
    ):
        with pytest.raises(BadInput, match=told):
            shuangsuiji.ledger(tmp_path, heads=[text])
    assert slip and "ledger-head-unknown" in codes(shuangsuiji.ledger(tmp_path, heads=["ab" * 8]).findings)


def test_what_comes_after_a_draw_is_not_dated_before_it_nor_back_in_silence(tmp_path: Path) -> None:
    """A reason that is asked for anyway explains no clock; one that does stands on the papers."""
    drawn = shuangsuiji.draw(bureau(tmp_path), seed="甲", now=NOW)
    later, early, before = NOW + timedelta(days=5), NOW + timedelta(days=1), NOW - timedelta(days=1)
    shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=later)
    kept = (tmp_path / "draws" / "台账.jsonl").read_bytes()

    def each(reason: str, now: datetime) -> Iterator[Callable[[], object]]:
        yield lambda: shuangsuiji.substitute(drawn.archive, inspectors=["YB002"], reason=reason, now=now)
        yield lambda: shuangsuiji.cancel(drawn.archive, reason=reason, now=now)
        yield lambda: shuangsuiji.results(drawn.archive, sheet_of(drawn.archive), reason=reason, now=now)

    for refused in (*each("电脑时间快了一天", before), *each("请假", early)):
        with pytest.raises(BadUsage, match="早于"):
            refused()
    assert (tmp_path / "draws" / "台账.jsonl").read_bytes() == kept
    report = shuangsuiji.substitute(
        drawn.archive, inspectors=["YB002"], reason="请假；上一行时间快了四天", now=early
    )
    text = word_text(report.papers / "递补记录.docx")
    assert "请假；上一行时间快了四天（登记的时间早于台账里的 2024-05-26" in text


def test_a_pretext_does_not_open_the_way_for_other_back_dated_lines(tmp_path: Path) -> None:
    """One line with a reason sets the clock back; the freeze after it is still told to lie behind."""
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.draw(plan, seed=OTHERS, now=NOW - timedelta(days=9))
    shuangsuiji.substitute(first.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    shuangsuiji.cancel(first.archive, reason="时间错了，主板换过", now=NOW - timedelta(days=5))
    sealed = shuangsuiji.freeze(plan, reason="重抽", now=NOW - timedelta(days=4))
    assert "clock-behind-earlier" in {one["code"] for one in sealed.manifest["findings"]}
    assert "早于台账里更早写下的一行" in word_text(sealed.folder / "文书" / "承诺书.docx")
    report = shuangsuiji.ledger(tmp_path, verify=True)
    back = {one.place.line for one in report.findings if one.code == "ledger-time-back"}
    assert {line.event for line in report.lines if line.number in back} >= {"取消", "封存"}
    assert "开始" not in {line.event for line in report.lines if line.number in back}


def test_a_rehearsal_shows_nothing_of_the_draw(tmp_path: Path) -> None:
    """Its numbers come from another secret, its seed gives another key, and it leaves no line."""
    plan = bureau(tmp_path, plan=PLAN)
    tried = shuangsuiji.draw(plan, rehearsal=True, now=NOW)
    assert not (tmp_path / "draws" / "台账.jsonl").exists()
    sealed = shuangsuiji.freeze(plan, now=NOW)
    again = shuangsuiji.draw(plan, rehearsal=True, now=NOW)
    assert again.dossier.manifest["commit"] == tried.dossier.manifest["commit"] != sealed.commit
    drawn = shuangsuiji.draw(plan, seed="演练", now=NOW)
    assert drawn.dossier.draw["key"] != tried.dossier.draw["key"]
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"


def test_inspectors_edited_after_the_letter(tmp_path: Path) -> None:
    """A friend is added, a rival gets a label that he lacks: the draw takes what was sealed, and says so."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    path = tmp_path / "检查人员.csv"
    path.write_text(path.read_text("utf-8").replace("人员YB2", "人员YB9"), encoding="utf-8")
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    assert "frozen-source-differs" in codes(drawn.findings)
    named = {
        drawn.dossier.person_of[member["person"]].name
        for visit in drawn.dossier.draw["visits"]
        for member in visit["team"]
    }
    assert "人员YB9" not in named
    assert not shuangsuiji.audit(drawn.archive, registries=[path]).passed


def test_an_event_of_an_invented_seed(tmp_path: Path) -> None:
    """With the draw's own seed agreed for events, another seed in one is found, whatever is resealed."""
    drawn = drawn_bureau(tmp_path, seed="一")
    person = drawn.dossier.draw["visits"][0]["team"][0]["person"]
    shuangsuiji.substitute(drawn.archive, inspectors=[person], reason="病", now=NOW)
    path = drawn.archive / "档案" / "递补-001" / "event.json"
    content = json.loads(path.read_bytes())
    content["seed"] = "二"
    path.write_bytes(canonical_json(content))
    report = shuangsuiji.audit(drawn.archive)
    assert report.steps[8].verdict.value == "failed"


def test_events_that_change_nothing_are_none(tmp_path: Path) -> None:
    """Dummy events would count the number of the next one up, and with it its key."""
    drawn = drawn_bureau(tmp_path, seed="一")
    gone = drawn.dossier.draw["visits"][0]["team"][0]["person"]
    shuangsuiji.substitute(drawn.archive, inspectors=[gone], reason="病", now=NOW)
    lines = (tmp_path / "draws" / "台账.jsonl").read_bytes()
    with pytest.raises(BadInput, match="已经办过"):
        shuangsuiji.substitute(drawn.archive, inspectors=[gone], reason="病", now=NOW)
    with pytest.raises(BadInput, match="没有要递补的内容"):
        shuangsuiji.substitute(drawn.archive, reason="病", now=NOW)
    assert (tmp_path / "draws" / "台账.jsonl").read_bytes() == lines


def test_history_of_visits_that_nobody_made(tmp_path: Path) -> None:
    """An invented row of this year bars an object; the letter counts it, the sealed statement names it."""
    with (tmp_path / "历史.csv").open("w", encoding="utf-8") as file:
        file.write("检查对象,检查日期,原因\nD0008,2024-02-01,随机\n")
    plan = bureau(tmp_path, plan=SEEDED.replace("  回避: 回避.csv\n", "  回避: 回避.csv\n  历史: 历史.csv\n"))
    sealed = shuangsuiji.freeze(plan, now=NOW)
    assert "登记的检查历史，不在本台账的抽取档案里" in word_text(sealed.folder / "文书" / "承诺书.docx")
    statement = next((sealed.folder / "档案").rglob("chances.json"))
    assert [row["day"] for row in json.loads(statement.read_bytes())["history_bars"]] == ["2024-02-01"]


def test_history_of_days_that_have_not_come(tmp_path: Path) -> None:
    with (tmp_path / "历史.csv").open("w", encoding="utf-8") as file:
        file.write("检查对象,检查日期,原因\nD0007,2024-05-21,随机\nD0008,2024-05-22,随机\n")
    plan = bureau(tmp_path, plan=PLAN.replace("  回避: 回避.csv\n", "  回避: 回避.csv\n  历史: 历史.csv\n"))
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed="甲", now=NOW)
    assert [(one.code, one.place.cell) for one in caught.value.findings if one.level == "error"] == [
        ("history-in-future", "B3")
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("编号: 试医保2024001", "编号: 试医保2\u200b024001"),
        ("编号: 试医保2024001", "编号: 试医保2024\u041e01"),
        ("名称: 上半年", "名称: 上半年\u3164"),
        ("名称: 药店抽查", "名称: 药店抽查\u2060"),
    ],
)
def test_a_plan_number_that_looks_like_another(tmp_path: Path, old: str, new: str) -> None:
    text = PLAN.replace("药店联合抽查", "药店抽查")
    plan = bureau(tmp_path, plan=text.replace(old, new))
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed="甲", now=NOW)
    (finding,) = caught.value.findings
    assert finding.code == "plan-name-lookalike" and "U+" in str(finding.values["name"])
    line = next(place for place, words in enumerate(text.splitlines(), 1) if old in words)
    assert finding.place.line == line


def test_a_tag_that_one_person_alone_has(tmp_path: Path) -> None:
    """A seat for which one person alone is eligible is no draw: counted on the letter before the seed."""
    line = "  - {部门: 试点县医疗保障局, 人数: 2}"
    tagged = "  - {部门: 试点县医疗保障局, 人数: 2, 其中至少: {标签: 会计, 人数: 1}}"
    plan = bureau(tmp_path, plan=SEEDED.replace(line, tagged))
    path = tmp_path / "检查人员.csv"
    rows = path.read_text("utf-8").splitlines()
    rows[3] = rows[3].replace(",2026-12-31,,", ",2026-12-31,会计,")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    sealed = shuangsuiji.freeze(plan, now=NOW)
    assert "能派的只有1人" in word_text(sealed.folder / "文书" / "承诺书.docx")


def test_an_object_with_an_invisible_character(tmp_path: Path) -> None:
    """A class that looks right and is not: the object would fall out of every scope."""
    plan = bureau(tmp_path, plan=SEEDED)
    path = tmp_path / "检查对象.csv"
    path.write_text(
        path.read_text("utf-8").replace("试点卫生室008,医疗机构", "试点卫生室008,医疗\u3164机构"), "utf-8"
    )
    with pytest.raises(BadInput) as caught:
        shuangsuiji.freeze(plan, now=NOW)
    assert any(one.place.cell or one.place.line for one in caught.value.findings)


def test_the_public_seed_left_after_a_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The public numbers are typed, the result is looked at, then the system's are taken with a pretext."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    killed(monkeypatch, plan, BALLS)
    with pytest.raises(BadUsage):
        shuangsuiji.draw(plan, system_seed=True, now=LATER)
    drawn = shuangsuiji.draw(plan, system_seed=True, reason="号码有争议", now=LATER)
    public = publication_text(drawn.archive)
    assert "种子 03 07 12 19 22 31 09（先封存后公开），开始以后没有结果" in public
    assert "实际：操作系统随机数；改用的理由：号码有争议" in public


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_a_zone_of_the_machine_moves_no_day(
    tmp_path: Path, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """20:30 UTC is the next day in Beijing: letter, minutes and list for the public bear that day."""
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        now = datetime(2024, 5, 20, 20, 30, tzinfo=UTC).astimezone()
        plan = bureau(tmp_path, plan=SEEDED)
        sealed = shuangsuiji.freeze(plan, draw_time="2024-05-21 04:00", now=now)
        drawn = shuangsuiji.draw(plan, seed=BALLS, now=now)
        texts = [
            word_text(sealed.folder / "文书" / "承诺书.docx"),
            word_text(drawn.archive / "文书" / "抽取记录.docx"),
            publication_text(drawn.archive),
        ]
    finally:
        monkeypatch.undo()
        time.tzset()
    for text in texts:
        assert "2024年5月21日" in text and "5月20日" not in text
    assert "draw-after-announced" not in codes(drawn.findings)
    assert "announced-past" in codes(sealed.findings)


@pytest.mark.parametrize(
    ("witnesses", "code"),
    [
        (["赵见证", "赵见证"], "witness-twice"),
        (["赵见证、 赵 见 证"], "witness-twice"),
        (["（无）"], "witness-nobody"),
        (["12"], "witness-nobody"),
        (["是的"], "witness-nobody"),
        (["赵见证，抽取经公证"], "witness-nobody"),
        (["全体党组成员"], "witness-nobody"),
        (["李操作"], "witness-operator"),
    ],
)
def test_witnesses_are_people_who_looked_on(tmp_path: Path, witnesses: list[str], code: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    with pytest.raises(BadUsage) as caught:
        shuangsuiji.draw(plan, seed=BALLS, witnesses=witnesses, operator="李操作", now=LATER)
    assert [one.code for one in caught.value.findings] == [code]
    assert not [*(tmp_path / "draws").glob("*第1次*")]


def test_an_inspector_as_a_witness_is_told_to_the_public(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    drawn = shuangsuiji.draw(plan, seed=BALLS, witnesses=["赵见证", "人员YB2"], now=LATER)
    assert "见证人中有1人与名录库里的检查人员同名" in publication_text(drawn.archive)


def test_a_letter_rewritten_in_its_folder_is_found(tmp_path: Path) -> None:
    """The announced time in the letter is changed after the seed came out, in the folder of the freeze."""
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, draw_time="2024-05-21 10:00", now=NOW)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    letter = sealed.folder / "文书" / "承诺书.docx"
    assert [one.verdict.value for one in shuangsuiji.audit(drawn.archive, steps=[10]).steps] == ["passed"]
    document = docx.Document(str(letter))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace("10时", "15时").replace("10:00", "15:00")
    document.save(str(letter))
    for place in (sealed.folder, drawn.archive):
        (step,) = shuangsuiji.audit(place, steps=[10]).steps
        assert step.verdict.value == "skipped"
        assert any("承诺书.docx" in str(values.get("file")) for _, values in step.details)


@pytest.mark.parametrize(
    ("issue", "day", "grade"),
    [
        ("2024002", 20, "人工给定"),  # drawn on 4 January: no holidays could have put it off
        ("2024002", 3, "先封存后公开"),
        ("2024058", 144, "先封存后公开"),  # 23 May at the earliest, the holidays of the spring before it
    ],
)
def test_numbers_of_january_are_known_on_their_day(tmp_path: Path, issue: str, day: int, grade: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED.replace("2024058", issue))
    sealed = datetime(2024, 1, 1, 9, 0, tzinfo=NOW.tzinfo) + timedelta(days=day - 1)
    shuangsuiji.freeze(plan, now=sealed)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=sealed + timedelta(days=30))
    assert drawn.dossier.manifest["seed"]["grade"] == grade


@pytest.mark.parametrize(
    "witness", ["李操作（纪检组）", "3名群众代表", "见证人一", "张", "群众代表", "老韩、老韩（纪检组）"]
)
def test_witnesses_in_other_words_are_none_either(tmp_path: Path, witness: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    with pytest.raises(BadUsage):
        shuangsuiji.draw(plan, seed=BALLS, witnesses=[witness], operator="李操作", now=LATER)


def test_two_witnesses_of_one_name_with_their_offices(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    names = ["韩某（纪检组）", "韩某（县人大）"]
    drawn = shuangsuiji.draw(plan, seed=BALLS, witnesses=names, now=LATER)
    assert drawn.dossier.manifest["witnesses"] == names


def test_nobody_is_sent_along_who_may_not_be_there(tmp_path: Path) -> None:
    """A member of the team, somebody on the recusal list, the manager of the shop."""
    plan = bureau(tmp_path, plan=SEEDED)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=LATER)
    visit = drawn.dossier.draw["visits"][0]
    sitting = drawn.dossier.person_of[visit["team"][0]["person"]].name
    listed = next((one for one in drawn.dossier.draw["visits"] if one["id"] == "D0007"), None)
    asked = [(visit["id"], sitting, "substitute-add-in-team")]
    asked += [("D0007", "人员YB2", "substitute-add-recused")] if listed else []
    for object_, name, code in asked:
        with pytest.raises(BadInput) as caught:
            shuangsuiji.substitute(
                drawn.archive, visits=[object_], specialists=[name], reason="需要会计", now=LATER
            )
        assert [one.code for one in caught.value.findings] == [code]


def test_no_reason_is_none(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    for reason in ("无", "a", "没有", "。"):
        with pytest.raises(BadUsage):
            shuangsuiji.draw(plan, system_seed=True, reason=reason, now=LATER)


def test_the_same_shops_under_other_ids_and_shorter_names(tmp_path: Path) -> None:
    """Every id and every name is changed; the telephones tell that they are the same."""
    first = bureau(tmp_path, plan=SEEDED)
    rows = objects()
    at = rows[0].index("联系方式")
    for index, row in enumerate(rows[1:], 1):
        row[at] = f"0000-{7_000_000 + index}"
    write_csv(tmp_path / "检查对象.csv", rows)
    shuangsuiji.draw(first, seed=BALLS, now=NOW)
    for row in rows[1:]:
        row[0], row[1] = row[0].replace("D", "X"), row[1].replace("试点", "")
    write_csv(tmp_path / "检查对象.csv", rows)
    (tmp_path / "回避.csv").write_text("检查人员,检查对象,回避事由\n", "utf-8")
    second = tmp_path / "plan2.yaml"
    second.write_text(SEEDED.replace("试医保2024001", "试医保2024002"), "utf-8")
    drawn = shuangsuiji.draw(second, seed=OTHERS, now=LATER)
    assert "same-objects-other-plan" in codes(drawn.findings)
    assert "试医保2024001" in publication_text(drawn.archive)


@pytest.mark.parametrize(("first", "second"), [("第一批", "第—批"), ("I期", "l期"), ("下半年", "下半年。")])
def test_batches_that_look_the_same(tmp_path: Path, first: str, second: str) -> None:
    text = PLAN.replace("名称: 上半年", f"名称: {first}").replace("名称: 下半年", f"名称: {second}")
    report = shuangsuiji.check(bureau(tmp_path, plan=text), now=NOW)
    assert "plan-batch-twice" in codes(report.findings)


def test_a_draw_cancelled_after_the_freeze_of_the_next_is_told(tmp_path: Path) -> None:
    """What bars objects in the sealed pool was never visited: said to those who draw, and in public."""
    plan = bureau(tmp_path, plan=SEEDED)
    first = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    shuangsuiji.freeze(plan, batch="下半年", now=LATER)
    shuangsuiji.cancel(first.archive, reason="名录库有误", now=LATER)
    drawn = shuangsuiji.draw(plan, batch="下半年", seed=OTHERS, now=LATER + timedelta(hours=1))
    assert "frozen-past-cancelled" in codes(drawn.findings)
    assert "封存以后取消了以前的一次抽取" in publication_text(drawn.archive)


def test_a_request_under_numbers_that_were_likely_public(tmp_path: Path) -> None:
    """A request of November two weeks after the day that its issue would have had without any pause."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {类型: 双色球, 期号: 2024058, 递补: 新种子}\n")
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    when = datetime(2024, 11, 21, 9, tzinfo=NOW.tzinfo)  # 2024129: 27 October without pauses
    asked = shuangsuiji.substitute(
        drawn.archive, inspectors=["YB001"], reason="生病", issue="2024129", now=when - timedelta(days=12)
    )
    assert codes(asked.findings) == {"substitute-issue-perhaps-public"}


def test_a_deleted_event_is_named_before_its_papers(tmp_path: Path) -> None:
    """Step 10 names the folder that is away, and not every paper that its want makes differ."""
    drawn = drawn_bureau(tmp_path, seed="一")
    shuangsuiji.substitute(drawn.archive, inspectors=["YB001"], reason="生病", now=LATER)
    shutil.rmtree(drawn.archive / "档案" / "递补-001")
    report = shuangsuiji.audit(drawn.archive)
    (step,) = (one for one in report.steps if one.number == 10)
    assert [code for code, _ in step.details] == ["audit-papers-no-record"]
    assert "递补-001" in str(step.details[0][1]["files"]) and not report.passed


def test_a_draft_that_no_command_wrote_is_named(tmp_path: Path) -> None:
    """Among the drafts, beside 档案 and 文书, beside the ledger; and that no paper is left."""
    drawn = drawn_bureau(tmp_path, seed="一")
    draws, other = drawn.archive.parent, drawn.archive / "文书" / "公示稿" / "名单（正式）.docx"
    other.parent.mkdir(exist_ok=True)
    beside = (drawn.archive / "说明.docx", drawn.archive / "递补-001" / "递补记录.docx", draws / "名单.xlsx")
    for path in (other, *beside):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    first, papers, last = shuangsuiji.audit(drawn.archive, steps=[1, 10, 19]).steps
    assert dict(papers.details)["audit-papers-uncompared"]["files"] == "公示稿/名单（正式）.docx"
    assert dict(first.details)["audit-strangers"]["files"] == "说明.docx、递补-001/递补记录.docx"
    assert dict(last.details)["audit-strangers"]["files"] == "名单.xlsx"
    verified = {one.code: one for one in shuangsuiji.ledger(draws, verify=True).findings}
    assert verified["ledger-strangers"].values["files"] == "名单.xlsx"
    shutil.rmtree(drawn.archive / "文书")
    report = shuangsuiji.audit(drawn.archive)
    assert report.passed and report.papers_differ
    assert [step.number for step in report.steps if ("audit-no-papers", {}) in step.details] == [10]


def test_an_inspection_of_a_day_before_the_draw_is_told(tmp_path: Path) -> None:
    """The clerk is warned, the notice of results says so, and so does the audit."""
    drawn = drawn_bureau(tmp_path, seed="一")
    visit = drawn.dossier.draw["visits"][0]
    names = {drawn.dossier.department_name(unit) for unit, _ in visit["items"]}
    early = CLEAN | {"检查日期": "2024-05-20"}
    rows = {(visit["index"], name): early for name in names}
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), rows), now=LATER)
    path = shuangsuiji.publish_draft(drawn.archive, "结果", now=LATER).path
    cells = [
        cell.text for table in docx.Document(str(path)).tables for row in table.rows for cell in row.cells
    ]
    assert cells.count("2024年5月20日（早于抽取日期）") == len(names)
    (step,) = shuangsuiji.audit(drawn.archive, steps=[12]).steps
    assert ("audit-results-early", {"count": len(names), "day": "2024-05-20"}) in step.details


def test_a_key_that_no_manifest_has(tmp_path: Path) -> None:
    """The digests of the ledger fitted to it: the manifest says something that no program ever wrote."""
    drawn = drawn_bureau(tmp_path, seed="一")
    assert shuangsuiji.audit(drawn.archive).passed
    manifest = json.loads((drawn.archive / "档案" / "manifest.json").read_bytes())
    reseal(drawn.archive, {**manifest, "notary": "某公证处"})
    assert "audit-manifest-key" in failed_codes(drawn.archive)
    reseal(drawn.archive, {**manifest, "seed": {**manifest["seed"], "notary": "某公证处"}})
    assert "audit-manifest-key" in failed_codes(drawn.archive)
    reseal(drawn.archive, {**manifest, "sm3": {**manifest["sm3"], "commit": "0" * 64}})
    assert "audit-sm3" in failed_codes(drawn.archive)
    reseal(drawn.archive, {**manifest, "sm3": {}})
    assert "audit-sm3" in failed_codes(drawn.archive)


def test_what_is_filled_in_afterwards_in_the_manifest_of_an_event(tmp_path: Path) -> None:
    """The ledger fitted to it: a key that no command writes, and an operator who was not there."""
    archive = drawn_bureau(tmp_path, seed="一").archive
    shuangsuiji.substitute(archive, inspectors=["YB001"], reason="生病", now=LATER)
    manifest = json.loads((archive / "档案" / "递补-001" / "manifest.json").read_bytes())
    for field, value, code in (
        ("notary", "某公证处", "audit-manifest-key"),
        ("operator", "李某", "audit-event-field"),
        ("reason", "退休", "audit-event-field"),
        ("time", "2024-05-21T11:30:00+08:00", "audit-event-field"),
    ):
        reseal(archive, {**manifest, field: value}, "递补-001")
        (step,) = shuangsuiji.audit(archive, steps=[9]).steps
        assert code in [detail for detail, _ in step.details], field


def test_a_renamed_folder_of_draws_starts_nothing_anew(tmp_path: Path) -> None:
    """The ledger put aside under another name: the batch would be drawn again as the first time."""
    plan = bureau(tmp_path)
    shuangsuiji.draw(plan, seed="一", now=NOW)
    (tmp_path / "draws").rename(tmp_path / "draws旧")
    for doing in (shuangsuiji.draw, shuangsuiji.freeze):
        with pytest.raises(BadInput) as refused:
            doing(plan, now=LATER)
        assert [one.code for one in refused.value.findings if one.level.name == "ERROR"] == [
            "ledger-elsewhere"
        ]
    assert not shuangsuiji.check(plan, now=LATER).passed
    (state,) = shuangsuiji.year_state(tmp_path, now=LATER).plans
    assert [one.code for one in state.findings] == ["ledger-elsewhere"] and not state.batches
    with pytest.raises(BadInput) as refused:
        shuangsuiji.due(tmp_path, now=LATER)
    assert refused.value.findings[0].code == "ledger-elsewhere"


def test_a_ledger_begun_meanwhile_is_no_renamed_one(tmp_path: Path) -> None:
    """Another command wrote the first line after this one had read none."""
    draws = drawn_bureau(tmp_path, seed="一").archive.parent
    number = shuangsuiji.ledger(draws).lines[-1].text("plan")
    assert drawn_in_a_renamed_folder(draws, [], number) == []
    assert drawn_in_a_renamed_folder(tmp_path / "别的", [], number) != []


def test_the_papers_of_a_freeze_deleted_whole(tmp_path: Path) -> None:
    """The letter that was published is away: the audit of the draw names it and is not ✓."""
    plan = bureau(tmp_path)
    frozen = shuangsuiji.freeze(plan, now=NOW)
    drawn = shuangsuiji.draw(plan, seed="一", now=LATER)
    shutil.rmtree(frozen.folder / "文书")
    (step,) = shuangsuiji.audit(drawn.archive, steps=[10]).steps
    assert step.verdict is not Verdict.PASSED
    assert any("承诺书.docx" in str(values) for _, values in step.details)


def test_a_platform_in_place_of_the_sealed_source_has_a_reason(tmp_path: Path) -> None:
    """After a published letter the clerk brings a list and calls it the platform's: not without a reason."""
    plan = bureau(tmp_path, plan=PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n")
    shuangsuiji.freeze(plan, now=NOW)
    listed = tmp_path / "平台.csv"
    write_csv(listed, [["对象编号", "对象名称"], *[row[:2] for row in objects()[1:9]]])
    with pytest.raises(BadUsage, match="必须用 --reason"):
        shuangsuiji.platform_import(plan, [listed], numbers=["PT-1"], batch="上半年", now=LATER)
