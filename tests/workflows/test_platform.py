"""A provincial platform: entry sheets, its list against ours, and a draw that the platform made (XT-10)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, SECRET, bureau, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, LATER, YB, fill, sheet_of
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.workflows.auditing.audit import audit
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.draw import DrawReport

HEADING = ["市场主体名称", "检查人员"]
OBJECTS = ["试点卫生室001", "试点卫生室002", "试点卫生室004", "试点药店003", "试点药店006"]
TEAM = "人员YB3、人员YB4、人员SJ3、人员SJ4"


def listed(path: Path, rows: Sequence[Sequence[str]], heading: Sequence[str] = HEADING) -> Path:
    write_csv(path, [heading, *rows])
    return path


def imported(
    folder: Path, rows: Sequence[Sequence[str]], secret: str | None = SECRET, **options: object
) -> DrawReport:
    plan = bureau(folder, secret=secret)
    path = listed(folder / "平台名单.csv", rows)
    options = {"numbers": ["HB2024-17"], "now": NOW, "seed": "甲", **options}
    return shuangsuiji.platform_import(plan, [path], **options)  # type: ignore[arg-type]


def verdicts(archive: Path) -> dict[int, Verdict]:
    return {step.number: step.verdict for step in audit(archive).steps}


def test_a_platforms_draw_with_its_teams(tmp_path: Path) -> None:
    report = imported(tmp_path, [[name, TEAM] for name in OBJECTS])
    record, manifest = report.dossier.draw, report.dossier.manifest
    assert record["scheme"] == manifest["scheme"] == "ssj-platform/2"
    at_random = [visit for visit in record["visits"] if "随机" in visit["reasons"]]
    assert sorted(visit["name"] for visit in at_random) == sorted(OBJECTS)
    for visit in at_random:
        assert [member["person"] for member in visit["team"]] == ["YB003", "YB004", "SJ003", "SJ004"]
        assert visit["ticket"] == "" and visit["leader"] == "YB003"
    must = [visit for visit in record["visits"] if visit["reasons"] == ["必查"]]
    assert [visit["id"] for visit in must] == ["D0007"] and len(must[0]["team"]) == 2
    assert manifest["platform"]["numbers"] == ["HB2024-17"] and manifest["platform"]["staffed"] == 1
    assert not (report.archive / "档案" / "verify_ssj.py").exists()
    codes = {finding.code for finding in report.findings}
    assert "platform-count-differs" in codes and "platform-teams-drawn-here" not in codes


def test_the_audit_says_that_it_cannot_be_recomputed(tmp_path: Path) -> None:
    report = imported(tmp_path, [[name, ""] for name in OBJECTS])
    found = audit(report.archive)
    assert found.passed
    by_number = {step.number: step for step in found.steps}
    assert by_number[6].verdict is Verdict.SKIPPED
    assert by_number[6].details[0] == ("audit-platform", {"number": "HB2024-17"})
    for number in (1, 2, 3, 4, 5, 7, 8):
        assert by_number[number].verdict is Verdict.PASSED, number
    line = shuangsuiji.ledger(tmp_path).lines[1]
    assert line.data["origin"] == "平台" and line.data["platform_numbers"] == ["HB2024-17"]


def test_teams_are_drawn_here_where_the_list_names_none(tmp_path: Path) -> None:
    first = imported(tmp_path / "a", [[name, ""] for name in OBJECTS])
    again = imported(tmp_path / "b", [[name, ""] for name in OBJECTS])
    assert first.dossier.draw == again.dossier.draw
    other = imported(tmp_path / "c", [[name, ""] for name in OBJECTS], seed="乙")
    assert [v["team"] for v in other.dossier.draw["visits"]] != [
        v["team"] for v in first.dossier.draw["visits"]
    ]
    assert all(len(visit["team"]) >= 2 for visit in first.dossier.draw["visits"])


def test_tampering_is_found(tmp_path: Path) -> None:
    report = imported(tmp_path, [[name, TEAM] for name in OBJECTS])
    for name in ("draw.json", "sources/平台名单.csv", "manifest.json"):
        copy = tmp_path / "draws2"
        shutil.copytree(report.archive.parent, copy)
        path = copy / report.archive.name / "档案" / name
        path.write_bytes(path.read_bytes().replace("试点药店003".encode(), "试点药店009".encode()) + b" ")
        assert not audit(copy / report.archive.name).passed, name
        shutil.rmtree(copy)


def test_a_real_draw_cannot_be_called_the_platforms(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="甲")
    path = drawn.archive / "档案" / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["platform"] = {"lists": [], "numbers": [], "mapping": "", "staffed": 0}
    manifest["scheme"] = "ssj-platform/2"
    path.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    found = verdicts(drawn.archive)
    assert found[6] is Verdict.FAILED and found[7] is Verdict.FAILED and found[8] is Verdict.FAILED


def test_everything_after_the_draw_works(tmp_path: Path) -> None:
    report = imported(tmp_path, [[name, TEAM] for name in OBJECTS])
    out = shuangsuiji.substitute(report.archive, inspectors=["人员YB3"], reason="生病", now=NOW)
    assert all(
        "YB003" not in [member["person"] for member in visit["team"]] for visit in out.dossier.draw["visits"]
    )
    gone = shuangsuiji.substitute(report.archive, objects=["试点药店003"], reason="注销", now=NOW)
    assert [entry["into"] for entry in gone.event["replacements"]] == [None]  # the platform has its own
    assert audit(report.archive).passed
    later = shuangsuiji.draw(tmp_path / "plan.yaml", seed="乙", now=NOW.replace(month=9))
    drawn = {visit["name"] for visit in later.dossier.draw["visits"] if "随机" in visit["reasons"]}
    assert not drawn.intersection(set(OBJECTS) - {"试点药店003"})
    assert audit(later.archive).passed
    sheet = sheet_of(report.archive)
    clerk = {(visit["index"], YB): CLEAN for visit in gone.dossier.draw["visits"][:2]}
    taken = shuangsuiji.results(report.archive, fill(sheet, clerk), reason="补录，时间照实际", now=LATER)
    assert len(taken.added) == 2 and taken.draw.source == "平台"
    assert audit(report.archive).passed
    with pytest.raises(BadInput, match="不能重算"):
        shuangsuiji.publish(report.archive, embargo_over=True, now=NOW)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["没有这家药店", TEAM]], "platform-object-unknown"),
        ([["试点卫生室001", "某某"]], "platform-person-unknown"),
        ([["试点卫生室001", TEAM], ["试点卫生室002", ""]], "platform-team-missing"),
        ([["试点卫生室011", TEAM]], "platform-object-outside"),
    ],
)
def test_what_is_wrong_with_a_list_stops_the_import(
    tmp_path: Path, rows: Sequence[Sequence[str]], code: str
) -> None:
    with pytest.raises(BadInput) as stopped:
        imported(tmp_path, rows, secret=None)
    assert code in {finding.code for finding in stopped.value.findings}
    assert not (tmp_path / "draws").exists()


def test_an_import_needs_the_platforms_number_and_a_reason_to_repeat(tmp_path: Path) -> None:
    with pytest.raises(BadUsage, match="平台任务编号"):
        imported(tmp_path, [["试点卫生室001", TEAM]], numbers=[])
    report = imported(tmp_path, [["试点卫生室001", TEAM]])
    plan = tmp_path / "plan.yaml"
    again = {"numbers": ["HB2024-18"], "now": NOW, "batch": "上半年"}
    with pytest.raises(BadUsage, match="重抽必须说明理由"):
        shuangsuiji.platform_import(plan, [tmp_path / "平台名单.csv"], **again)  # type: ignore[arg-type]
    shuangsuiji.cancel(report.archive, reason="平台重新抽取", now=NOW)


def test_one_row_for_each_inspector_and_strange_headings(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    rows = [["甲", "试点卫生室001", person] for person in ("YB003", "YB004", "SJ003", "SJ004")]
    path = listed(tmp_path / "名单.csv", rows, ["序", "主体全称", "执法员证号"])
    mapping = tmp_path / "对照.yaml"
    mapping.write_text("名单: {名称: 主体全称, 执法证号: 执法员证号}\n", encoding="utf-8")
    report = shuangsuiji.platform_import(plan, [path], numbers=["1"], mapping=mapping, now=NOW, seed="甲")
    visit = next(visit for visit in report.dossier.draw["visits"] if visit["name"] == "试点卫生室001")
    assert len(visit["team"]) == 4
    assert audit(report.archive).passed
    mapping.write_text("名 单: [1", encoding="utf-8")
    with pytest.raises(BadInput, match="对照表"):
        shuangsuiji.platform_compare(report.archive, [path], mapping=mapping)


def test_a_list_that_agrees_and_one_that_does_not(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="甲")
    exported = shuangsuiji.platform_export(drawn.archive, now=NOW).path
    book = openpyxl.load_workbook(exported)
    assert book.sheetnames == ["检查对象", "检查组"]
    sheet = book["检查组"]
    assert [cell.value for cell in sheet[1]][:3] == ["抽查任务编号", "抽查任务名称", "市场主体名称"]
    assert all(cell.data_type in "sn" for row in sheet.iter_rows() for cell in row)
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    path = listed(tmp_path / "导出.csv", rows[1:], rows[0])
    found = shuangsuiji.platform_compare(drawn.archive, [path])
    assert (
        found.agrees and found.staffed and found.same == len({v["id"] for v in drawn.dossier.draw["visits"]})
    )
    name = rows[0].index("市场主体名称")
    people, codes = rows[0].index("检查人员"), rows[0].index("执法证号")
    first, second, *rest = rows[1:]
    changed = [*second]
    changed[people], changed[codes] = "人员YB6、人员SJ6", "YB006、SJ006"
    path = listed(
        tmp_path / "导出2.csv", [changed, *rest, ["", "", "外地药店", *[""] * (len(first) - 3)]], rows[0]
    )
    found = shuangsuiji.platform_compare(drawn.archive, [path])
    assert found.missing == (first[name],) and found.extra == ("外地药店",)
    assert [one.name for one in found.teams] == [second[name]]


def test_entry_sheets_of_a_plan_are_plain(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    report = shuangsuiji.platform_export(plan, now=NOW)
    assert dict(report.rows) == {"检查对象": 60, "检查人员": 12}
    book = openpyxl.load_workbook(report.path)
    assert [cell.value for cell in book["检查人员"][1]][:2] == ["姓名", "执法证号"]
    assert not book["检查对象"].merged_cells.ranges
    first = report.path.read_bytes()
    assert shuangsuiji.platform_export(plan, now=NOW).path.read_bytes() == first
    mapping = tmp_path / "对照.yaml"
    mapping.write_text("检查人员: {执法证号: ZFZH, 姓名: XM}\n", encoding="utf-8")
    book = openpyxl.load_workbook(shuangsuiji.platform_export(plan, mapping=mapping, now=NOW).path)
    assert [cell.value for cell in book["检查人员"][1]] == ["ZFZH", "XM"]


def test_a_list_may_be_for_one_task_alone(tmp_path: Path) -> None:
    """The platform's number of a task ties the list to it; each list has its own number."""
    text = PLAN.replace("编号: 试医保01", "编号: 试医保01\n    平台任务编号: HB-1")
    text = text.replace("编号: 试医保02", "编号: 试医保02\n    平台任务编号: HB-2")
    plan = bureau(tmp_path, plan=text)
    clinics = listed(tmp_path / "诊所.csv", [["试点卫生室001"]], HEADING[:1])
    shops = listed(tmp_path / "药店.csv", [["试点药店003"]], HEADING[:1])
    with pytest.raises(BadInput, match="不在本批次任何任务的对象范围里"):
        shuangsuiji.platform_import(plan, [clinics, shops], numbers=["HB-2", "HB-1"], now=NOW)
    report = shuangsuiji.platform_import(plan, [clinics, shops], numbers=["HB-1", "HB-2"], now=NOW)
    tasks = {visit["name"]: visit["tasks"] for visit in report.dossier.draw["visits"] if visit["tasks"]}
    assert tasks == {"试点卫生室001": ["试医保01"], "试点药店003": ["试医保02"]}
    assert report.dossier.manifest["platform"]["numbers"] == ["HB-1", "HB-2"]
    assert audit(report.archive).passed


def test_the_stand_alone_verifier_says_that_it_cannot_recompute_a_platforms_draw(tmp_path: Path) -> None:
    """One plain sentence, neither a list of failures nor a pass."""
    report = imported(tmp_path, [[name, ""] for name in OBJECTS])
    program = Path(shuangsuiji.__file__).parent / "documents" / "proof" / "verify_ssj.py"
    told = subprocess.run(
        [sys.executable, str(program), str(report.archive)],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        check=False,
    )
    assert told.returncode == 3
    assert "ssj-platform/2" in told.stdout and "不能重算" in told.stdout and "✗" not in told.stdout


def test_a_list_is_not_told_to_change_the_plan(tmp_path: Path) -> None:
    """Two sheets alike, and a list without names: neither is to be mended in the plan."""
    drawn = drawn_bureau(tmp_path, seed="甲")
    book = openpyxl.Workbook()
    for page in (book.active, book.create_sheet("又一张")):
        page.append(HEADING)
        page.append([OBJECTS[0], TEAM])
    sheets = tmp_path / "两张.xlsx"
    book.save(sheets)
    nameless = listed(tmp_path / "无名.csv", [["甲", "乙"]], ["检查人员", "检查日期"])
    for path, code in ((sheets, "platform-several-sheets"), (nameless, "platform-missing-column")):
        with pytest.raises(BadInput) as trouble:
            shuangsuiji.platform_compare(drawn.archive, [path])
        assert code in {finding.code for finding in trouble.value.findings}
