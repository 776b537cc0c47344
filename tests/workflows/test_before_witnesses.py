"""Nothing fails in front of witnesses that could be known before; a seed is what was agreed (LAW-4, LAW-5).

Each test of a cheat carries the cheat out.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.messages import render
from shuangsuiji.views.drawing import SYSTEM_WORDS, ask_for_seed, ask_why

CASE = Path(__file__).parents[1] / "cases" / "02-check-passes-draw-fails"
SEEDED = PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"
BALLS, OTHERS = "3 7 12 19 22 31 9", "1 2 3 4 5 6 7"
LATER = NOW + timedelta(hours=1)


def events(folder: Path) -> list[str]:
    """What the ledger tells, the secret and what is announced left aside."""
    path = folder / "draws" / "台账.jsonl"
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [event for line in lines if (event := json.loads(line)["event"]) not in ("密签", "预写")]


def killed(monkeypatch: pytest.MonkeyPatch, plan: Path, seed: str, **more: Any) -> None:
    """A draw that somebody stops once its seed is on record."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("shuangsuiji.workflows.draw.papers", stop)
        with pytest.raises(KeyboardInterrupt):
            shuangsuiji.draw(plan, seed=seed, now=NOW, **more)


def codes(findings: Any) -> set[str]:
    return {one.code for one in findings}


def recorded(archive: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((archive / "档案" / "manifest.json").read_bytes())
    return found


def paper_texts(archive: Path) -> list[str]:
    """The text of 抽取记录, and of the sheet 说明."""
    document = docx.Document(str(archive / "文书" / "抽取记录.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    minutes = "\n".join([*(one.text for one in document.paragraphs), *cells])
    sheet = openpyxl.load_workbook(archive / "文书" / "抽查结果.xlsx")["说明"]
    notes = "\n".join(f"{row[0]}：{row[1]}" for row in sheet.iter_rows(values_only=True) if len(row) > 1)
    return [minutes, notes]


# --- Trials before anything is sealed -------------------------------------------------------------------


@pytest.mark.parametrize("groups", [False, True])
def test_what_must_fail_is_refused_before_anything_is_sealed(tmp_path: Path, groups: bool) -> None:
    """The case: all objects are drawn, and both leaders are of the district that they must not inspect."""
    shutil.copytree(CASE, tmp_path / "case")
    plan = tmp_path / "case" / "plan.yaml"
    if groups:
        plan.write_text(plan.read_text("utf-8") + "分组: 是\n", encoding="utf-8")
    now = datetime(2026, 3, 2, 9, tzinfo=NOW.tzinfo)
    report = shuangsuiji.check(plan, now=now)
    told = [render(one) for one in report.findings if one.level == "error"]
    assert report.preview is None and len(told) == 4
    for number, text in enumerate(told, 1):
        assert f"示例{number}店 一定要查（任务 T1 全部抽取），却排不出检查组：“示例局（组长）”要 1 人" in text
        assert "放宽“其中至少”（组长），或去掉回避规则“本辖区”" in text
    assert not any("增加“组数”" in render(one) for one in report.findings)
    for job in (shuangsuiji.freeze, shuangsuiji.draw):
        with pytest.raises(BadInput, match="现在抽取必定失败"):
            job(plan, now=now)
    assert not (plan.parent / "draws").exists()


def test_check_exits_1(tmp_path: Path) -> None:
    shutil.copytree(CASE, tmp_path / "case")
    command = [sys.executable, "-m", "shuangsuiji", "check", str(tmp_path / "case" / "plan.yaml")]
    result = subprocess.run(command, capture_output=True, check=False, encoding="utf-8")
    assert result.returncode == 1
    assert "有 4 处错误" in result.stderr and "Traceback" not in result.stderr


def test_a_plan_may_be_written_about_before_there_are_the_people(tmp_path: Path) -> None:
    """Tables of the year are no draw: what would stop one is a warning there."""
    shutil.copytree(CASE, tmp_path / "case")
    made = shuangsuiji.plan_table(tmp_path / "case" / "plan.yaml", now=NOW)
    assert made is not None


# --- The seed that was agreed ---------------------------------------------------------------------------


def test_no_seed_is_no_system_seed_where_a_source_was_sealed(tmp_path: Path) -> None:
    """Enter instead of the public numbers: refused, and nothing on record; in so many words it is."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadUsage, match="没有给出种子"):
        shuangsuiji.draw(plan, now=NOW)
    with pytest.raises(BadUsage, match="必须用 --reason 写明理由"):
        shuangsuiji.draw(plan, system_seed=True, now=NOW)
    with pytest.raises(BadUsage, match="只能写一个"):
        shuangsuiji.draw(plan, system_seed=True, seed=BALLS, reason="x", now=NOW)
    assert events(tmp_path) == ["封存"]
    drawn = shuangsuiji.draw(plan, system_seed=True, reason="当期停售", now=NOW)
    seed = drawn.dossier.manifest["seed"]
    assert seed["grade"] == "先封存后由系统产生"
    assert (seed["agreed"], seed["source"], seed["reason"]) == (
        "中国福利彩票双色球第2024058期",
        "操作系统随机数",
        "当期停售",
    )
    origin = "约定：中国福利彩票双色球第2024058期；实际：操作系统随机数；改用的理由：当期停售"
    for text in paper_texts(drawn.archive):
        assert origin in text
    assert shuangsuiji.audit(drawn.archive).passed


def test_every_beginning_is_printed_with_its_seed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second seed after a kill: the first stands on the papers, and the second is no public one."""
    plan = bureau(tmp_path, plan=SEEDED)
    sealed = shuangsuiji.freeze(plan, now=NOW)
    killed(monkeypatch, plan, BALLS)
    again = shuangsuiji.draw(plan, seed=OTHERS, reason="断电", now=LATER)
    manifest = again.dossier.manifest
    assert manifest["seed"]["grade"] == "人工给定"
    assert "seed-second-after-freeze" in codes(again.findings)
    assert [(one["seed"], one["grade"], one["outcome"]) for one in manifest["attempts"]] == [
        ("03 07 12 19 22 31 09", "先封存后公开", "没有结果"),
        ("01 02 03 04 05 06 07", "人工给定", "抽取"),
    ]
    first = "种子 03 07 12 19 22 31 09"
    for text in paper_texts(again.archive):
        assert f"第1次（2024年5月21日 9时30分）：{first}（先封存后公开），开始以后没有结果" in text
        assert "第2次（2024年5月21日 10时30分）：种子 01 02 03 04 05 06 07（人工给定），本次抽取" in text
    report = shuangsuiji.audit(again.archive, commit=sealed.commit)
    assert report.passed
    details = [values for code, values in report.steps[10].details if code == "audit-attempt"]
    assert [(one["seed"], one["used"]) for one in details] == [
        ("03 07 12 19 22 31 09", "用的是这份封存"),
        ("01 02 03 04 05 06 07", "用的是这份封存"),
    ]


def test_the_same_seed_after_a_power_cut_keeps_its_grade(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    killed(monkeypatch, plan, BALLS)
    again = shuangsuiji.draw(plan, seed=BALLS, reason="断电", now=LATER)
    assert again.dossier.manifest["seed"]["grade"] == "先封存后公开"
    assert shuangsuiji.audit(again.archive).passed


def test_a_seed_that_was_known_before_the_freeze_is_not_public(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sealed anew once the numbers were known: nobody may call that sealed before."""
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    killed(monkeypatch, plan, BALLS)
    shuangsuiji.freeze(plan, reason="改名录库", now=LATER)
    drawn = shuangsuiji.draw(plan, seed=BALLS, reason="重新封存", now=LATER)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert "seed-known-before-freeze" in codes(drawn.findings)
    assert shuangsuiji.audit(drawn.archive).passed


@pytest.mark.parametrize(
    ("announced", "code"),
    [
        ("2024年5月28日", "draw-before-announced"),
        ("2024-05-20 15:00", "draw-after-announced"),
        ("2024-05-21 09:00", ""),
        ("5月28日", "draw-before-announced"),
    ],
)
def test_a_draw_before_or_after_its_announced_time_says_so(tmp_path: Path, announced: str, code: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, draw_time=announced, now=NOW - timedelta(days=3))
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW)
    found = {one["code"] for one in drawn.dossier.manifest["findings"]}
    assert found & {"draw-before-announced", "draw-after-announced"} == ({code} if code else set())
    assert announced in paper_texts(drawn.archive)[0]


def test_a_plan_drawn_again_under_another_number_is_told(tmp_path: Path) -> None:
    """The renumbered plan looks like a first draw; the ledger has the same objects under the old number."""
    first = drawn_bureau(tmp_path, seed="一")
    plan = tmp_path / "plan.yaml"
    shuangsuiji.cancel(first.archive, reason="不满意", now=NOW)
    plan.write_text(PLAN.replace("试医保2024001", "试医保2024009"), encoding="utf-8")
    again = shuangsuiji.draw(plan, seed="二", now=LATER)
    assert again.dossier.manifest["attempt"] == 1
    told = [one["message"] for one in again.dossier.manifest["findings"]]
    told = [text for text in told if "换了编号" in text]
    assert len(told) == 1 and "“试医保2024001”（上半年，开始过 1 次）" in told[0] and "100%" in told[0]
    assert "换了编号" in paper_texts(again.archive)[0]


def test_another_plan_over_other_objects_is_not_told(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace("    对象范围: {类别: 药店}", "    对象范围: {类别: 医疗机构}"))
    shops = PLAN.replace("试医保2024001", "试医保2024009").replace(
        "    对象范围: {类别: 医疗机构}", "    对象范围: {类别: 药店}"
    )
    plan.write_text(shops, encoding="utf-8")
    shuangsuiji.draw(plan, seed="一", now=NOW)
    rest = PLAN.replace("    对象范围: {类别: 药店}", "    对象范围: {类别: 医疗机构}")
    plan.write_text(rest, encoding="utf-8")
    assert "same-objects-other-plan" not in codes(shuangsuiji.check(plan, now=NOW).findings)


# --- The clock ------------------------------------------------------------------------------------------


def test_a_clock_that_was_set_back_needs_a_reason(tmp_path: Path) -> None:
    """To date a freeze before the seed, the clock is set back after another line was written."""
    drawn_bureau(tmp_path, plan=SEEDED, seed=BALLS)
    plan = tmp_path / "plan.yaml"
    before = NOW - timedelta(days=1)
    with pytest.raises(BadUsage, match="早于台账最后一行的时间"):
        shuangsuiji.freeze(plan, batch="下半年", now=before)
    with pytest.raises(BadUsage, match="早于台账最后一行的时间"):
        shuangsuiji.draw(plan, batch="下半年", seed=BALLS, now=before)
    assert events(tmp_path) == ["开始", "抽取"]
    with pytest.raises(BadUsage, match="写明时间的原因"):
        shuangsuiji.freeze(plan, batch="下半年", reason="名录有误", now=before)
    sealed = shuangsuiji.freeze(plan, batch="下半年", reason="主板换过，时间没有校正", now=before)
    assert "clock-behind-on-record" in {one["code"] for one in sealed.manifest["findings"]}
    same_moment = before.astimezone(timezone.utc)  # noqa: UP017
    shuangsuiji.draw(plan, batch="下半年", seed=BALLS, now=same_moment)


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Pacific/Kiritimati"])
def test_papers_bear_the_day_of_beijing(tmp_path: Path, zone: str) -> None:
    """20:30 UTC on 20 May is 4:30 on 21 May; the manifest keeps the machine's own offset."""
    plan = bureau(tmp_path, plan=SEEDED)
    code = (
        "import shuangsuiji as s, datetime as d, sys\n"
        "now = d.datetime(2024, 5, 20, 20, 30, tzinfo=d.timezone.utc).astimezone()\n"
        "f = s.freeze(sys.argv[1], now=now)\n"
        f"r = s.draw(sys.argv[1], seed={BALLS!r}, now=now)\n"
        "print(f.folder); print(r.archive); print(now.isoformat())\n"
    )
    environment = {**os.environ, "TZ": zone}
    made = subprocess.run(
        [sys.executable, "-c", code, str(plan)],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    folder, archive, now = made.stdout.splitlines()
    letter = "\n".join(p.text for p in docx.Document(f"{folder}/文书/承诺书.docx").paragraphs)
    assert "2024年5月21日" in letter and "2024年5月20日" not in letter
    for text in paper_texts(Path(archive)):
        assert "2024年5月21日 4时30分（北京时间）" in text
    assert recorded(Path(archive))["time"] == now


# --- The grade ------------------------------------------------------------------------------------------


def resealed(archive: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The manifest changed, and the ledger's digest of it: as somebody does who rewrites the folder."""
    path = archive / "档案" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    change(manifest)
    path.write_bytes(canonical_json(manifest))
    ledger = archive.parent / "台账.jsonl"
    lines = [json.loads(line) for line in ledger.read_bytes().splitlines()]
    lines[-1]["manifest"] = str(sha256(path.read_bytes()))
    ledger.write_bytes(b"".join(canonical_json(line) + b"\n" for line in lines))


def failed_codes(archive: Path) -> set[str]:
    report = shuangsuiji.audit(archive)
    return {code for step in report.steps if step.verdict.value == "failed" for code, _ in step.details}


def _set(**seed: str) -> Callable[[dict[str, Any]], None]:
    return lambda manifest: manifest["seed"].update(seed)


def _without_first_attempt(manifest: dict[str, Any]) -> None:
    del manifest["attempts"][0]


def test_an_invented_grade_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """先封存后公开 for a draw that was never sealed, an unknown grade, more bits, an attempt left out."""
    plan = bureau(tmp_path, plan=SEEDED)
    killed(monkeypatch, plan, OTHERS)
    drawn = shuangsuiji.draw(plan, seed=BALLS, reason="断电", now=LATER).archive
    assert shuangsuiji.audit(drawn).passed
    kept = {
        path: path.read_bytes() for path in (drawn / "档案" / "manifest.json", drawn.parent / "台账.jsonl")
    }
    for change, expected in (
        (_set(grade="先封存后公开"), {"audit-grade-impossible", "audit-line-field", "audit-grade"}),
        (_set(grade="公证处见证"), {"audit-grade-impossible", "audit-line-field", "audit-grade"}),
        (_set(bits="128.0"), {"audit-seed-field"}),
        (_set(source="操作系统随机数"), {"audit-seed-field", "audit-grade", "audit-program-differs"}),
        (_set(agreed="掷骰子"), {"audit-seed-field", "audit-program-differs"}),
        (_without_first_attempt, {"audit-attempts-differ"}),
    ):
        resealed(drawn, change)
        assert failed_codes(drawn) == expected
        for path, data in kept.items():
            path.write_bytes(data)


def test_a_freeze_after_the_draw_does_not_count(tmp_path: Path) -> None:
    """The manifest names a line 封存 that the ledger has only behind 开始."""
    plan = bureau(tmp_path, plan=SEEDED)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=NOW).archive
    shuangsuiji.freeze(plan, batch="上半年", reason="补一份", now=LATER)
    lines = (drawn.parent / "台账.jsonl").read_bytes().splitlines()
    frozen = str(sha256(lines[-1]))
    path = drawn / "档案" / "manifest.json"
    manifest = json.loads(path.read_bytes())
    manifest["frozen"] = frozen
    manifest["seed"]["grade"] = "先封存后公开"
    path.write_bytes(canonical_json(manifest))
    assert {"audit-line-field", "audit-not-of-line"} <= failed_codes(drawn)


# --- At the prompt --------------------------------------------------------------------------------------


def test_enter_does_not_take_a_system_seed_where_a_source_was_sealed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Enter, blanks, then in so many words, with a reason that is asked for until it is given."""
    form = Seed.model_validate({"type": "双色球", "issue": "2024058"})
    answers = iter(["", "  ", SYSTEM_WORDS])
    monkeypatch.setattr("builtins.input", lambda: next(answers))
    assert ask_for_seed(form, "上半年", sealed=True) is None
    told = "".join(capsys.readouterr().err.split())
    assert told.count("不能直接按回车") == 2 and "封存时约定种子来自" in told
    answers = iter(["", " ", "当期停售"])
    assert ask_why() == "当期停售"
    answers = iter(["", SYSTEM_WORDS])
    assert ask_for_seed(form, "上半年") is None
    assert "计划写明了种子来源" in "".join(capsys.readouterr().err.split())


def test_what_can_be_known_is_known_before_the_seed_is_asked_for(tmp_path: Path) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    ahead = shuangsuiji.before_draw(plan, now=NOW)
    assert (ahead.batch, ahead.sealed) == ("上半年", True)
    assert not shuangsuiji.before_draw(plan, batch="下半年", now=NOW).sealed
    with pytest.raises(BadUsage, match="早于台账"):
        shuangsuiji.before_draw(plan, now=NOW - timedelta(minutes=1))
    assert events(tmp_path) == ["封存"]


@pytest.mark.parametrize(
    "name", ["王经办先生", "经办人王经办", "见证人", "无关人员", "甲县医疗保障局", "康民药店", "张三等5人"]
)
def test_a_witness_is_a_person_and_not_the_operator(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadUsage):
        shuangsuiji.draw(bureau(tmp_path), seed="一", witnesses=[name], operator="王经办", now=NOW)


def test_a_draw_before_its_announced_time_is_told_before_the_seed(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    shuangsuiji.freeze(plan, draw_time="2024-12-30 10:00", now=NOW)
    codes = [one.code for one in shuangsuiji.before_draw(plan, now=NOW).findings]
    assert "draw-before-announced" in codes
