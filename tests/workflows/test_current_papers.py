"""文书/ holds what is valid now: after substitutions, corrections and cancellations (LZ-6, LZ-14, LAW-5)."""

from __future__ import annotations

import io
import re
import shutil
import warnings
from datetime import timedelta
from pathlib import Path

import docx
import openpyxl
import pytest

import shuangsuiji
from bureau import NOW, PLAN, objects, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, LATER, PROBLEM, fill, sheet_of
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.documents import papers as papers_module
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import read_archive
from shuangsuiji.files.current_papers import PlacedPapers, is_open
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.current_papers import current_set, recorded_dossier
from shuangsuiji.workflows.draw import DrawReport
from shuangsuiji.workflows.standing_draws import stored_entries
from shuangsuiji.workflows.substitute import SubstituteReport

MINUTES = {"抽取记录.docx", "签到与见证签字表.xlsx"}


@pytest.fixture
def drawn(tmp_path: Path) -> DrawReport:
    return drawn_bureau(tmp_path, seed="甲")


def words_of(path: Path) -> str:
    """The paragraphs and cells of a Word paper."""
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def expected(archive: Path) -> dict[str, bytes]:
    """The papers as the record alone gives them, by their paths in 文书."""
    stored = read_archive(archive)
    entries = stored_entries([])
    dossier = stored.dossier(entries).after(stored.events())
    now = recorded_dossier(dossier, archive.resolve(), Ledger(archive.parent).read())
    return current_set(stored, now, templates_of(stored))[0]


def current(archive: Path) -> dict[str, bytes]:
    """文书 without what events asked for, without 旧稿 and without the minutes."""
    return {
        name: data
        for name, data in files_of(archive / "文书").items()
        if name not in MINUTES and not name.startswith(("旧稿/", "递补-", "选派-", "更正-", "取消/"))
    }


def replace_object(archive: Path, visit: VisitRecord, reason: str = "注销") -> SubstituteReport:
    return shuangsuiji.substitute(archive, objects=[visit["id"]], reason=reason, now=NOW)


def test_after_each_event_the_papers_are_those_of_the_record(drawn: DrawReport) -> None:
    """Also after a correction between two substitutions, which no later event may undo."""
    archive = drawn.archive
    minutes = {name: (archive / "文书" / name).read_bytes() for name in MINUTES}
    assert current(archive) == expected(archive)
    first, second = drawn.dossier.draw["visits"][:2]
    replace_object(archive, first)
    assert current(archive) == expected(archive)
    rows = objects()

    at = next(row for row in rows if row[0] == second["id"])
    at[rows[0].index("地址")] = "试点镇新99号"
    put_right = archive.parent.parent / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, rows)
    corrected = shuangsuiji.correct(archive, put_right, reason="地址有误", now=NOW)
    assert corrected.papers.name == "更正-001"
    assert "名录库更正" in words_of(corrected.papers / "检查通知书.docx")
    assert current(archive) == expected(archive)
    shuangsuiji.substitute(archive, inspectors=["SJ002"], reason="生病", now=NOW)
    assert current(archive) == expected(archive)
    assert "试点镇新99号" in words_of(archive / "文书" / "检查通知书.docx")
    assert {name: (archive / "文书" / name).read_bytes() for name in MINUTES} == minutes
    assert shuangsuiji.audit(archive).passed


def test_an_event_folder_holds_only_what_it_changed(drawn: DrawReport) -> None:
    visit = drawn.dossier.draw["visits"][0]
    report = replace_object(drawn.archive, visit)
    assert report.event is not None
    names = {path.name for path in report.papers.iterdir()}
    assert names == {
        "递补记录.docx",
        "撤回通知书.docx",
        "检查通知书.docx",
        "检查记录表.docx",
        "全部打印清单.xlsx",
    }
    new = [one for one in report.event["visits"] if "ended" not in one]
    text = words_of(report.papers / "检查通知书.docx")
    assert all(one["name"] in text for one in new)
    others = [one for one in drawn.dossier.draw["visits"] if one["index"] not in {v["index"] for v in new}]
    assert not any(f"{one['name']}（" in text for one in others)


def test_a_new_object_gets_a_first_notice_and_the_old_one_is_withdrawn(drawn: DrawReport) -> None:
    """首次, 变更, 撤回; a number is never used again."""
    gone = drawn.dossier.draw["visits"][0]
    report = replace_object(drawn.archive, gone)
    assert report.event is not None
    new = next(visit for visit in report.event["visits"] if "ended" not in visit)
    used = {visit["index"] for visit in drawn.dossier.draw["visits"]}
    assert new["index"] not in used
    book = openpyxl.load_workbook(drawn.archive / "文书" / "抽查结果.xlsx")
    heads, *rows = [row for row in book["名单"].iter_rows(min_row=3, values_only=True) if row[0]]
    strata = {row[heads.index("名称")]: row[heads.index("分层")] for row in rows}
    assert strata[new["name"]] and strata[new["name"]] in set(strata.values())
    notice = words_of(report.papers / "检查通知书.docx")
    assert "同一编号通知书" not in notice and f"第{new['index']}号" in notice
    back = words_of(report.papers / "撤回通知书.docx")
    assert f"{gone['name']}（" in back and f"第{gone['index']}号" in back and "现予撤回" in back
    assert "2024年5月21日的检查通知书" in back and "注销" not in back
    again = replace_object(drawn.archive, new)
    assert again.event is not None
    newest = next(visit for visit in again.event["visits"] if "ended" not in visit)
    assert newest["index"] not in used | {new["index"]}


def test_a_changed_notice_keeps_its_number_and_says_what_it_replaces(drawn: DrawReport) -> None:
    report = shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    text = words_of(report.papers / "检查通知书.docx")
    assert report.event is not None
    assert text.count("代替2024年5月21日首次的同一编号通知书，原通知书作废（检查组变动，") == len(
        report.event["visits"]
    )
    assert all(f"第{visit['index']}号" in text for visit in report.event["visits"])
    back = words_of(report.papers / "撤回通知书.docx")
    assert "人员SJ2" in back and f"{len(report.event['visits'])}户次" in back and "生病" not in back
    assert "现予撤回" not in back  # no object has left


def test_what_is_void_says_so_in_its_name_and_in_a_list(drawn: DrawReport) -> None:
    papers_before = files_of(drawn.archive / "文书")
    edited = drawn.archive / "文书" / "检查日程.xlsx"
    edited.write_bytes(edited.read_bytes() + b"edited")
    report = replace_object(drawn.archive, drawn.dossier.draw["visits"][0])
    assert report.placed is not None and report.placed.edited == ("检查日程.xlsx",)
    old = drawn.archive / "文书" / "旧稿"
    moved = files_of(old / "递补-001以前")
    assert {"作废-检查通知书.docx", "作废-检查日程.xlsx", "公示稿/作废-抽查对象名单公示.docx"} <= set(moved)
    assert all(Path(name).name.startswith("作废-") for name in moved)
    assert moved["作废-检查日程.xlsx"].endswith(b"edited")
    assert moved["作废-检查通知书.docx"] == papers_before["检查通知书.docx"]
    listed = (old / "作废清单.txt").read_bytes().decode("utf-8-sig")
    assert all(name in listed for name in moved) and "第1次递补" in listed
    assert "作废-检查日程.xlsx（改过，照原样移来）" in listed
    assert [finding.code for finding in report.findings] == ["paper-edited-moved"]


def test_a_paper_that_is_open_is_left_and_named(drawn: DrawReport) -> None:
    folder = drawn.archive / "文书"
    (folder / ".~检查通知书.docx").write_bytes(b"WPS")
    assert is_open(folder / "检查通知书.docx") and not is_open(folder / "检查日程.xlsx")
    before = (folder / "检查通知书.docx").read_bytes()
    report = replace_object(drawn.archive, drawn.dossier.draw["visits"][0])
    assert report.placed is not None and report.placed.left_open == ("检查通知书.docx",)
    assert (folder / "检查通知书.docx").read_bytes() == before
    assert (folder / "检查通知书-现行.docx").read_bytes() == expected(drawn.archive)["检查通知书.docx"]
    assert "paper-left-open" in {finding.code for finding in report.findings}
    (folder / ".~检查通知书.docx").unlink()
    shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    assert not (folder / "检查通知书-现行.docx").exists()  # both older ones are in 旧稿 now
    assert current(drawn.archive).keys() == expected(drawn.archive).keys()
    assert (folder / "检查通知书.docx").read_bytes() == expected(drawn.archive)["检查通知书.docx"]


def test_what_was_cut_short_is_made_good_by_the_next_event(drawn: DrawReport, tmp_path: Path) -> None:
    """After the line, before the papers: the next run starts from what 现行.json says."""
    kept = tmp_path / "文书"
    shutil.copytree(drawn.archive / "文书", kept)
    replace_object(drawn.archive, drawn.dossier.draw["visits"][0])
    shutil.rmtree(drawn.archive / "文书")
    shutil.copytree(kept, drawn.archive / "文书")
    shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    assert current(drawn.archive) == expected(drawn.archive)


def test_papers_that_cannot_be_placed_do_not_undo_what_is_on_record(drawn: DrawReport) -> None:
    (drawn.archive / "文书" / "旧稿").write_text("同名文件", encoding="utf-8")
    report = replace_object(drawn.archive, drawn.dossier.draw["visits"][0])
    assert "papers-not-placed" in {finding.code for finding in report.findings}
    assert shuangsuiji.audit(drawn.archive).passed
    (drawn.archive / "文书" / "旧稿").unlink()
    shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason="生病", now=NOW)
    assert current(drawn.archive) == expected(drawn.archive)


def test_a_cancelled_draw_keeps_its_minutes_and_withdraws_the_rest(drawn: DrawReport) -> None:
    visits = drawn.dossier.draw["visits"]
    done = visits[0]
    departments = {department for department, _ in done["items"]}
    names = {drawn.dossier.department_name(department) for department in departments}
    fill(sheet_of(drawn.archive), {(done["index"], name): CLEAN for name in names})
    later = NOW.replace(month=6, day=20)
    shuangsuiji.results(drawn.archive, sheet_of(drawn.archive), now=later)
    report = shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=later)
    assert report.papers == drawn.archive.resolve() / "文书" / "取消"
    text = words_of(report.papers / "撤回通知书.docx")
    assert all((f"{visit['name']}（" in text) == (visit is not done) for visit in visits)
    assert "2024年6月20日本次抽取已经取消" in text and "名录库有误" not in text
    record = words_of(report.papers / "取消记录.docx")
    assert "名录库有误" in record and "已经检查的1户次" in record
    assert f"撤回检查通知书{len(visits) - 1}份" in record
    assert current(drawn.archive) == {}
    assert {path.name for path in (drawn.archive / "文书").iterdir()} >= MINUTES


def test_the_notices_of_a_second_draw_have_numbers_of_their_own(drawn: DrawReport) -> None:
    shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=NOW)
    again = shuangsuiji.draw(
        drawn.archive.parent.parent / "plan.yaml", batch="上半年", seed="乙", reason="重抽", now=NOW
    )
    text = words_of(again.archive / "文书" / "检查通知书.docx")
    assert "上半年　第2次抽取　第1号" in text
    assert "上半年　第1号" in words_of(drawn.archive / "文书" / "旧稿" / "取消以前" / "作废-检查通知书.docx")


def test_reasons_keep_the_punctuation_they_were_typed_with(drawn: DrawReport) -> None:
    reason = "住院（骨折），请假：两周；已批准！"
    report = shuangsuiji.substitute(drawn.archive, inspectors=["SJ002"], reason=f"  {reason} ", now=NOW)
    assert reason in words_of(report.papers / "递补记录.docx")
    assert reason in {line.text("reason") for line in Ledger(drawn.archive.parent).read()}


def test_the_print_list_names_every_file_of_its_folder(drawn: DrawReport) -> None:
    """One list, what is signed first; after an event its folder has a list of its own."""
    report = replace_object(drawn.archive, drawn.dossier.draw["visits"][0])
    for folder in (drawn.archive / "文书", report.papers):
        later = {"递补-001（文件夹）"} if folder.name == "文书" else set()
        rows = listed(folder)
        assert {row[1] for row in rows} == to_print(folder) | later
        order = ["签字、送达", "签字", "送达", "公开", "内部"]
        assert rows[len(later)][2] == "签字" and [row[2] for row in rows] == sorted(
            (row[2] for row in rows), key=order.index
        )


def test_the_print_list_names_drafts_that_are_made_later(drawn: DrawReport) -> None:
    """After each draft, beside one that was edited, and after a substitution that makes drafts void."""
    folder, archive = drawn.archive / "文书", drawn.archive
    visit, (*done, third) = drawn.dossier.draw["visits"][-1], drawn.dossier.draw["visits"][:3]
    listed_as = PROBLEM | {"后续处置": "整改、列入不规范记录"}
    units = [(one["index"], drawn.dossier.department_name(unit)) for one in done for unit, _ in one["items"]]
    rows = dict.fromkeys(units, listed_as)
    shuangsuiji.results(archive, fill(sheet_of(archive), rows), now=LATER)
    for kind in ("结果", "不规范", "告知", "审批单", "结果"):
        shuangsuiji.publish_draft(archive, kind, now=LATER)
        assert {row[1] for row in listed(folder)} == to_print(folder), kind
    assert set(step_10(archive)) == {"audit-papers-match"}  # drafts are made again, too
    later = LATER + timedelta(minutes=1)
    more = {(third["index"], drawn.dossier.department_name(unit)): CLEAN for unit, _ in third["items"]}
    shuangsuiji.results(archive, fill(sheet_of(archive), more), now=later)
    older = step_10(archive)
    assert set(older) == {"audit-papers-match", "audit-draft-older"} and len(older["audit-draft-older"]) == 4
    notice = docx.Document(str(folder / "公示稿" / "抽查结果公示.docx"))
    notice.add_paragraph("补充一段。")
    notice.save(str(folder / "公示稿" / "抽查结果公示.docx"))
    shuangsuiji.publish_draft(archive, "结果", now=later)
    rows = {row[1]: row for row in listed(folder)}
    assert set(rows) == to_print(folder) and "公示稿/抽查结果公示-2.docx" in rows
    assert step_10(archive)["audit-paper-edited"] == ["公示稿/抽查结果公示.docx"]
    assert rows["结果告知/行政检查结果告知书.docx"][2:4] == ["送达", "2份"]
    report = shuangsuiji.substitute(archive, objects=[visit["id"]], reason="停业", now=later)
    assert {row[1] for row in listed(folder)} == to_print(folder) | {f"{report.papers.name}（文件夹）"}
    assert shuangsuiji.audit(archive).passed


def listed(folder: Path) -> list[list[str]]:
    """The rows of the list of what to print in a folder."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO((folder / "全部打印清单.xlsx").read_bytes()))
    rows = [[str(cell or "") for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    return [row for row in rows if row[0].isdigit()]


def to_print(folder: Path) -> set[str]:
    return {
        name
        for name in files_of(folder)
        if not name.startswith(("旧稿/", "递补-", "更正-")) and name != "全部打印清单.xlsx"
    }


def valid_notices(archive: Path) -> dict[str, list[str]]:
    """Number of a notice -> the folders of 文书 whose valid papers have it, 文书 itself first."""
    found: dict[str, list[str]] = {}
    folders = [archive / "文书", *sorted(path for path in (archive / "文书").glob("*-0*") if path.is_dir())]
    for folder in folders:
        for path in folder.glob("检查通知书*.docx"):
            for number in re.findall("　号　　（试医保2024001　上半年　(第[0-9]+号)", words_of(path)):
                found.setdefault(number, []).append(folder.name)
    return found


def test_each_number_has_one_valid_notice_in_the_set_and_one_at_most_in_the_papers_of_steps(
    drawn: DrawReport, tmp_path: Path
) -> None:
    archive, visits = drawn.archive, drawn.dossier.draw["visits"]
    new = replace_object(archive, visits[0]).event["visits"][-1]
    shuangsuiji.substitute(archive, inspectors=["SJ002"], reason="生病", now=NOW)
    rows = objects()
    for row in rows[1:]:
        if row[0] in (new["id"], visits[1]["id"]):
            row[rows[0].index("地址")] = "试点镇新99号"
    put_right = tmp_path / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, rows)
    shuangsuiji.correct(archive, put_right, reason="地址有误", now=NOW)
    valid = valid_notices(archive)
    assert len(valid) == len(visits)
    assert all(folders[0] == "文书" and len(folders) <= 2 for folders in valid.values())
    changed = [number for number, folders in valid.items() if folders[1:] == ["更正-001"]]
    assert len(changed) == 2
    told = (archive / "文书" / "旧稿" / "作废清单.txt").read_text("utf-8-sig")
    assert "递补-001/检查通知书.docx：移到 更正-001以前/递补-001/作废-检查通知书.docx" in told
    assert (archive / "文书" / "递补-001" / "递补记录.docx").exists()
    for step in ("递补-001", "递补-002", "更正-001"):
        assert {row[1] for row in listed(archive / "文书" / step)} == to_print(archive / "文书" / step), step
    assert not (archive / "文书" / "递补-001" / "检查通知书.docx").exists()
    assert shuangsuiji.audit(archive).passed


def test_a_correction_reaches_the_papers_of_what_was_inspected(drawn: DrawReport, tmp_path: Path) -> None:
    """Letters about results and the record sheet of an event are void; results that were changed, too."""
    archive, papers = drawn.archive, drawn.archive / "文书"
    event = replace_object(archive, drawn.dossier.draw["visits"][0])
    new = event.event["visits"][-1]
    units = [(new["index"], drawn.dossier.department_name(unit)) for unit, _ in new["items"]]
    shuangsuiji.results(archive, fill(sheet_of(archive), dict.fromkeys(units, CLEAN)), now=LATER)
    letters = papers / "结果告知" / "行政检查结果告知书.docx"
    shuangsuiji.publish_draft(archive, "告知", now=LATER)
    assert letters.exists() and (papers / "递补-001" / "检查记录表.docx").exists()
    rows = objects()
    next(row for row in rows if row[0] == new["id"])[rows[0].index("地址")] = "试点镇新99号"
    put_right = tmp_path / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, rows)
    corrected = shuangsuiji.correct(archive, put_right, reason="地址有误", now=LATER)
    assert not letters.exists() and not (papers / "递补-001" / "检查记录表.docx").exists()
    assert not (corrected.papers / "检查通知书.docx").exists()  # it has been inspected
    assert "试点镇新99号" in words_of(papers / "检查记录表.docx")
    shuangsuiji.publish_draft(archive, "告知", now=LATER)
    assert "试点镇新99号" in words_of(letters)
    changed = dict.fromkeys(units, PROBLEM)
    report = shuangsuiji.results(archive, fill(sheet_of(archive), changed), reason="看错", now=LATER)
    assert "results-drafts-void" in {one.code for one in report.findings} and not letters.exists()
    assert {row[1] for row in listed(papers)} >= to_print(papers)
    assert not {row[1] for row in listed(papers)} & {"结果告知/行政检查结果告知书.docx"}
    assert shuangsuiji.audit(archive).passed


def test_drafts_for_publication_are_replaced_and_void_after_a_step(drawn: DrawReport) -> None:
    """What the program wrote is replaced; what people have edited stays until a step makes it void."""
    archive, drafts = drawn.archive, drawn.archive / "文书" / "公示稿"
    later = NOW.replace(month=7, day=1)
    shuangsuiji.publish_draft(archive, "名单", embargo_over=True, now=later)
    assert set(step_10(archive)) == {"audit-papers-match"}
    assert sorted(path.name for path in drafts.glob("*.docx")) == ["抽查对象名单公示.docx"]
    edited = docx.Document(str(drafts / "抽查对象名单公示.docx"))
    edited.add_paragraph("联系人：办公室")
    edited.save(str(drafts / "抽查对象名单公示.docx"))
    assert step_10(archive)["audit-paper-edited"] == ["公示稿/抽查对象名单公示.docx"]
    shuangsuiji.publish_draft(archive, "名单", embargo_over=True, now=later.replace(day=2))
    assert sorted(path.name for path in drafts.glob("*.docx")) == [
        "抽查对象名单公示-2.docx",
        "抽查对象名单公示.docx",
    ]
    replace_object(archive, drawn.dossier.draw["visits"][0])
    assert sorted(path.name for path in drafts.glob("*.docx")) == ["抽查对象名单公示.docx"]
    listed = (archive / "文书" / "旧稿" / "作废清单.txt").read_text("utf-8-sig")
    assert "作废-抽查对象名单公示.docx（改过，照原样移来）" in listed
    assert "作废-抽查对象名单公示-2.docx\n" in listed.replace("\r", "")
    shuangsuiji.cancel(archive, reason="名录库有误", now=later.replace(day=3))
    assert sorted(path.name for path in drafts.glob("*.docx")) == []


def step_10(archive: Path) -> dict[str, list[str]]:
    """The details of the step about papers: code -> the files named."""
    told: dict[str, list[str]] = {}
    for code, values in shuangsuiji.audit(archive, steps=[10]).steps[0].details:
        told.setdefault(code, []).append(str(values.get("file", values.get("files", ""))))
    return told


def test_the_audit_makes_the_papers_of_every_step_again(
    drawn: DrawReport, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also those that a later step has moved to 旧稿; an edited one is told, unless programs differ."""
    archive, visits = drawn.archive, drawn.dossier.draw["visits"]
    replace_object(archive, visits[0])
    shuangsuiji.substitute(archive, inspectors=["SJ002"], reason="生病", now=NOW)
    rows = objects()
    row = next(row for row in rows if row[0] == visits[1]["id"])
    row[rows[0].index("地址")] = "试点镇新99号"
    put_right = tmp_path / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, rows)
    shuangsuiji.correct(archive, put_right, reason="地址有误", now=NOW)
    assert set(step_10(archive)) == {"audit-papers-match"}
    record = archive / "文书" / "递补-001" / "递补记录.docx"
    edited = docx.Document(str(record))
    edited.add_paragraph("另外还换了一户")
    edited.save(str(record))
    (archive / "文书" / "更正-001" / "更正记录.docx").unlink()
    told = step_10(archive)
    assert told["audit-paper-edited"] == ["递补-001/递补记录.docx"]
    assert told["audit-paper-missing"] == ["更正-001/更正记录.docx"]
    assert shuangsuiji.audit(archive).papers_differ
    monkeypatch.setattr("shuangsuiji.workflows.auditing.papers.__version__", "9.9.9")
    assert set(step_10(archive)) == {"audit-papers-other-version"}
    assert not shuangsuiji.audit(archive).papers_differ
    monkeypatch.undo()
    shuangsuiji.cancel(archive, reason="名录库有误", now=NOW)
    assert step_10(archive)["audit-paper-edited"] == ["递补-001/递补记录.docx"]


def test_a_corrected_object_that_leaves_has_no_valid_notice(drawn: DrawReport, tmp_path: Path) -> None:
    """First corrected, then substituted: its changed notice in 更正-001 is void, too."""
    archive, visit = drawn.archive, drawn.dossier.draw["visits"][0]
    rows = objects()
    own = next(row for row in rows if row[0] == visit["id"])
    own[rows[0].index("地址")], own[rows[0].index("名称")] = "试点镇新99号", f"{visit['name']}（总店）"
    put_right = tmp_path / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, rows)
    shuangsuiji.correct(archive, put_right, reason="地址有误", now=NOW)
    assert (archive / "文书" / "更正-001" / "检查通知书.docx").exists()
    later = NOW.replace(hour=11)
    report = shuangsuiji.substitute(archive, objects=[visit["id"]], reason="注销", now=later)
    assert not (archive / "文书" / "更正-001" / "检查通知书.docx").exists()
    assert (archive / "文书" / "更正-001" / "全部打印清单.xlsx").exists()
    recall = words_of(report.papers / "撤回通知书.docx")
    assert "试点镇新99号" in recall and recall.count(f"{visit['name']}（总店）") == recall.count(
        visit["name"]
    )
    record = words_of(report.papers / "递补记录.docx")
    assert record.count(f"{visit['name']}（总店）") == record.count(visit["name"]) > 1
    approval = words_of(archive / "文书" / "行政检查审批表.docx")
    assert "第1次更正（地址有误）" in approval and "第1次递补（注销）" in approval
    assert set(step_10(archive)) == {"audit-papers-match"}


def test_what_was_inspected_gets_no_notice_again_and_what_was_half_done_a_recall(
    drawn: DrawReport, tmp_path: Path
) -> None:
    archive, later = drawn.archive, NOW.replace(month=6, day=20)
    whole, half = [
        visit for visit in drawn.dossier.draw["visits"] if len({unit for unit, _ in visit["items"]}) > 1
    ][:2]
    names = [
        sorted({drawn.dossier.department_name(unit) for unit, _ in one["items"]}) for one in (whole, half)
    ]
    rows = {**{(whole["index"], name): CLEAN for name in names[0]}, (half["index"], names[1][0]): CLEAN}
    fill(sheet_of(archive), rows)
    shuangsuiji.results(archive, sheet_of(archive), now=later)
    registry = objects()
    for row in registry:
        if row[0] in (whole["id"], half["id"]):
            row[registry[0].index("地址")] = "试点镇新99号"
    put_right = tmp_path / "更正后" / "检查对象.csv"
    put_right.parent.mkdir()
    write_csv(put_right, registry)
    corrected = shuangsuiji.correct(archive, put_right, reason="地址有误", now=later)
    assert {path.name for path in corrected.papers.iterdir()} == {"更正记录.docx", "全部打印清单.xlsx"}
    shuangsuiji.publish_draft(archive, "结果", now=later)
    cancelled = shuangsuiji.cancel(archive, reason="名录库有误", now=later)
    text = words_of(cancelled.papers / "撤回通知书.docx")
    assert f"{half['name']}（" in text and f"{whole['name']}（" not in text
    assert not list((archive / "文书" / "公示稿").glob("*.docx"))


def test_a_blank_entry_sheet_beside_results_is_no_edit(drawn: DrawReport, tmp_path: Path) -> None:
    """Filled in and saved elsewhere: the sheet in 文书 is what the program wrote."""
    archive, visit = drawn.archive, drawn.dossier.draw["visits"][0]
    elsewhere = tmp_path / "结果录入表.xlsx"
    shutil.copy(sheet_of(archive), elsewhere)
    names = sorted({drawn.dossier.department_name(unit) for unit, _ in visit["items"]})
    fill(elsewhere, {(visit["index"], name): CLEAN for name in names})
    shuangsuiji.results(archive, elsewhere, now=NOW.replace(month=6, day=20))
    assert set(step_10(archive)) <= {"audit-papers-match", "audit-papers-uncompared"}
    shutil.copy(elsewhere, sheet_of(archive))  # filled in where it lies
    assert set(step_10(archive)) <= {"audit-papers-match", "audit-papers-uncompared"}
    assert shuangsuiji.audit(archive).complete
    book = openpyxl.load_workbook(io.BytesIO(elsewhere.read_bytes()))
    row = next(row for row in book.worksheets[0].iter_rows() if row[1].value == visit["name"])
    row[1].value = "换成别的药店"
    book.save(sheet_of(archive))
    assert step_10(archive)["audit-paper-differs"] == ["结果录入表.xlsx"]


@pytest.mark.parametrize("next_command", ["cancel again", "results", "draw", "repair"])
def test_papers_that_a_cut_left_behind_are_placed_by_the_next_command(
    drawn: DrawReport, next_command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the line 取消, before 文书: whatever writes next makes it good; nothing of a void draw stays."""
    archive = drawn.archive
    with monkeypatch.context() as cut:
        cut.setattr("shuangsuiji.workflows.cancel.place_current", lambda *_: (PlacedPapers(), []))
        shuangsuiji.cancel(archive, reason="名录库有误", now=NOW)
    assert (archive / "文书" / "检查通知书.docx").exists()
    plan = archive.parent.parent / "plan.yaml"
    if next_command == "draw":
        shuangsuiji.draw(plan, batch="上半年", seed="乙", reason="重抽", now=NOW)
    elif next_command == "repair":
        assert [one.code for one in shuangsuiji.repair(archive.parent, now=NOW).findings] == [
            "papers-brought-up"
        ]
    else:
        with pytest.raises(SsjError):
            if next_command == "results":
                shuangsuiji.results(archive, sheet_of(archive), now=NOW)
            else:
                shuangsuiji.cancel(archive, reason="名录库有误", now=NOW)
    assert not (archive / "文书" / "检查通知书.docx").exists()
    assert (archive / "文书" / "旧稿" / "取消以前" / "作废-检查通知书.docx").exists()


def test_numbers_of_notices_follow_each_other_and_stop_where_another_batch_begins(tmp_path: Path) -> None:
    """A replaced object's notice takes the next number, and none is given to two objects of the year."""
    numbered = PLAN + "通知书: {字号: 试医保检通, 起号: {上半年: 1, 下半年: 40}}\n"
    report = drawn_bureau(tmp_path, plan=numbered, seed="一 二 三")
    count = len(report.dossier.draw["visits"])
    assert 3 < count < 39
    replaced = replace_object(report.archive, report.dossier.draw["visits"][0])
    assert f"试医保检通〔2024〕{count + 1}号" in words_of(replaced.papers / "检查通知书.docx")
    recall = words_of(replaced.papers / "撤回通知书.docx")
    assert "（编号：试医保检通〔2024〕1号）" in recall
    tight = numbered.replace("下半年: 40", "下半年: 4")
    report = drawn_bureau(tmp_path / "窄", plan=tight, seed="一 二 三")
    text = words_of(report.archive / "文书" / "检查通知书.docx")
    assert "〔2024〕3号" in text and "〔2024〕4号" not in text
    found = {one.code: one.values for one in report.findings}
    assert found["notice-numbers-run-out"]["count"] == len(report.dossier.draw["visits"]) - 3


def test_nobody_is_told_in_two_files_of_what_is_no_longer_theirs(
    drawn: DrawReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(papers_module, "PER_FILE", 5)
    report = shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=NOW)
    assert report.papers is not None
    files = [words_of(path) for path in sorted(report.papers.glob("撤回通知书*.docx"))]
    assert len(files) > 2
    people = {member["person"] for visit in drawn.dossier.draw["visits"] for member in visit["team"]}
    names = {drawn.dossier.person_of[person].name for person in people}
    assert all(sum(name in text for text in files) == 1 for name in names)


def test_a_specialist_and_then_a_recusal_at_the_same_visit(drawn: DrawReport) -> None:
    """Notes stand in their place in time: nobody has edited a paper, and the audit is quiet."""
    visit = drawn.dossier.draw["visits"][0]
    leader = visit["team"][0]["person"]
    shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], specialists=["外请会计师乔某"], reason="需要会计", now=NOW
    )
    after = NOW.replace(hour=NOW.hour + 1)
    report = shuangsuiji.substitute(
        drawn.archive, visits=[visit["id"]], recuse=[leader], reason="近亲属", now=after
    )
    assert not report.placed.edited
    (step,) = shuangsuiji.audit(drawn.archive, steps=[10]).steps
    told = [values.get("file") for code, values in step.details if code != "audit-papers-match"]
    assert not [name for name in told if name and "旧稿" not in str(name)], step.details
    assert "外请会计师乔某" in words_of(drawn.archive / "文书" / "检查记录表.docx")
