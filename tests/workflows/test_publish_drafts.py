"""Drafts for publication: of the plan, and of a draw with its results (LZ-10, LZ-11, LZ-13, XT-2)."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from test_results import CLEAN, JOINT_ONLY, PROBLEM, SJ, YB, fill, sheet_of

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.documents.drawing.drawn_list import content as drawn_content
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.workflows.standing_draws import read_standing

LATER = NOW + timedelta(days=60)
PHONE, RESIDENT = "13800138000", "11010519491231002X"


def texts(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bureau")
    return drawn_bureau(folder, plan=JOINT_ONLY, size=30, seed="一 二 三").archive


@pytest.fixture
def archive(drawn: Path, tmp_path: Path) -> Path:
    shutil.copytree(drawn.parent, tmp_path / "draws")
    return tmp_path / "draws" / drawn.name


def rewrite(path: Path, column: str, values: list[str]) -> None:
    """Puts values into a column of a CSV registry, which is made if it is not there."""
    with path.open(encoding="utf-8", newline="") as file:
        heading, *rows = list(csv.reader(file))
    if column not in heading:
        heading.append(column)
        rows = [[*row, ""] for row in rows]
    at = heading.index(column)
    for row, value in zip(rows, values, strict=False):
        row[at] = value
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading, *rows])


def test_the_plan_in_both_forms(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    report = shuangsuiji.publish_draft(path, "计划", now=NOW)
    assert report.path == tmp_path / "公示稿" / "抽查工作计划公布.docx" and report.written
    text = texts(report.path)
    for words in ("公开", "试医保〔2024〕1号", "医疗机构联合抽查", "重点对象全年检查3次", "20个工作日"):
        assert words in text
    document = docx.Document(str(report.path))
    assert [section.orientation for section in document.sections] == [
        WD_ORIENT.PORTRAIT,
        WD_ORIENT.LANDSCAPE,
    ]
    _, by_item, by_task = document.tables
    assert [cell.text for cell in by_item.rows[0].cells][:4] == [
        "序号",
        "抽查事项名称",
        "抽查依据",
        "抽查方式",
    ]
    assert len(by_item.rows) == 1 + 3 and len(by_task.rows) == 1 + 2 + 1
    for table in document.tables:
        assert len({sum(cell.width for cell in row._tr.tc_lst) for row in table.rows}) == 1


def test_a_draft_of_a_changed_plan_takes_the_place_of_ours_and_not_of_an_edited_one(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    first = shuangsuiji.publish_draft(path, "计划", now=NOW).path
    path.write_text(path.read_text("utf-8").replace("抽取: 20%", "抽取: 25%"), "utf-8")
    second = shuangsuiji.publish_draft(path, "计划", now=NOW)
    assert second.path == first and second.written and "25%" in texts(first)
    assert len([*(tmp_path / "公示稿").glob("*.docx")]) == 1
    assert len([*(tmp_path / "公示稿" / "旧稿").rglob("*.docx")]) == 1
    document = docx.Document(str(first))
    document.add_paragraph("本局另有说明。")
    document.save(str(first))
    third = shuangsuiji.publish_draft(path, "计划", now=NOW)
    assert third.path.name == "抽查工作计划公布-2.docx" and "本局另有说明" in texts(first)


def test_the_item_list_tells_what_is_missing(tmp_path: Path) -> None:
    """LZ-13: a missing column is a finding, and no empty column is printed."""
    path = bureau(tmp_path)
    report = shuangsuiji.publish_draft(path, "items", now=NOW)
    found = {(finding.code, finding.values["column"]) for finding in report.findings}
    assert ("publish-item-column", "抽查频次") in found and ("publish-item-blank", "抽查比例") in found
    heading = [cell.text for cell in docx.Document(str(report.path)).tables[0].rows[0].cells]
    assert heading == ["序号", "抽查事项名称", "抽查依据", "抽查主体", "抽查比例"]


def test_the_register_of_inspectors(tmp_path: Path) -> None:
    """Certificate numbers as the plan wants them; those off duty, former employers and phones stay out."""
    path = bureau(tmp_path, plan=PLAN + "公开: {执法证号: 不公开, 不公开列: [执法岗位]}\n")
    people = tmp_path / "检查人员.csv"
    rewrite(people, "状态", ["在岗", "离职"])
    rewrite(people, "联系方式", [PHONE] * 12)
    rewrite(people, "执法岗位", [f"稽核（{PHONE}）"] * 12)
    text = texts(shuangsuiji.publish_draft(path, "人员", now=NOW).path)
    assert "人员YB1" in text and "人员YB2" not in text and "在岗人员11人" in text
    for private in ("YB001", PHONE, "试点卫生室001", "稽核", "执法证号"):
        assert private not in text


def test_an_expired_card_is_not_in_the_register(tmp_path: Path) -> None:
    """The last day of a card counts; a blank cell and 长期 have no end."""
    path = bureau(tmp_path)
    days = [NOW.date() - timedelta(days=1), NOW.date()]
    rewrite(tmp_path / "检查人员.csv", "证件有效期", [*map(str, days), "", "长期"])
    text = texts(shuangsuiji.publish_draft(path, "人员", now=NOW).path)
    assert "人员YB1" not in text and "在岗人员11人" in text
    assert all(f"人员YB{number}" in text for number in (2, 3, 4))


def test_the_list_waits_for_its_time(archive: Path) -> None:
    """LAW-3: internal until its time; then in place of the one that the program wrote with the draw."""
    first = archive / "文书" / "公示稿" / "抽查对象名单公示.docx"
    before = first.read_bytes()
    early = shuangsuiji.publish_draft(archive, "名单", now=NOW)
    assert "publish-list-internal" in {finding.code for finding in early.findings}
    assert not early.written and early.path == first and first.read_bytes() == before
    over = shuangsuiji.publish_draft(archive, "名单", embargo_over=True, now=LATER)
    assert over.written and not over.beside and over.path == first
    text = texts(over.path)
    assert text.startswith("公开\n") and "2024年7月20日" in text and "2024年5月21日" in text
    again = shuangsuiji.publish_draft(archive, "名单", embargo_over=True, now=LATER + timedelta(hours=1))
    assert not again.written and again.path == over.path
    old = archive / "文书" / "旧稿" / "重做公示稿以前" / "公示稿" / "作废-抽查对象名单公示.docx"
    assert old.read_bytes() == before
    assert shuangsuiji.audit(archive).passed


def test_results_are_published_or_named(archive: Path) -> None:
    """XT-2: the share, the missing by name; codes in words; no problem descriptions."""
    with pytest.raises(BadInput, match="没有可公示的结果"):
        shuangsuiji.publish_draft(archive, "results", now=LATER)
    rows = {(1, YB): CLEAN, (1, SJ): PROBLEM, (2, YB): CLEAN}
    shuangsuiji.results(archive, fill(sheet_of(archive), rows), now=LATER)
    report = shuangsuiji.publish_draft(archive, "结果", now=LATER)
    found = [finding for finding in report.findings if finding.code == "publish-results-missing"]
    assert len(found) == 1
    text = texts(report.path)
    assert "发现问题已责令整改；发现问题待后续处理" in text and "未发现问题" in text
    assert "未按规定保管处方" not in text and "2024年6月4日" in text
    assert "本次公示1户次" in text and "尚未录齐" in text
    table = docx.Document(str(report.path)).tables[-1]
    assert len(table.rows) == 1 + 2
    names = re.search("录齐后补充公示：(.*)。", text)
    due = re.search("应公示检查结果([0-9]+)户次", text)
    assert (
        names and due and len(names.group(1).split("、")) == int(due.group(1)) - 1 == found[0].values["count"]
    )


def test_forms_that_follow_the_results(archive: Path) -> None:
    """Letters to the inspected say what was found, whole; the approval counts what may be published."""
    with pytest.raises(BadInput, match="没有可公示的结果"):
        shuangsuiji.publish_draft(archive, "告知", now=LATER)
    before = texts(shuangsuiji.publish_draft(archive, "审批单", now=LATER).path)
    assert "抽查对象名单公示" in before and "抽查结果公示" not in before
    rows = {(1, YB): CLEAN, (1, SJ): PROBLEM, (2, YB): CLEAN}
    shuangsuiji.results(archive, fill(sheet_of(archive), rows), now=LATER)
    letters = shuangsuiji.publish_draft(archive, "告知", now=LATER)
    assert letters.path.parent == archive / "文书" / "结果告知"
    text = texts(letters.path)
    named = {line for line in text.splitlines() if "行政检查结果告知书" in line}
    assert len(named) == 2  # the letter and its receipt
    assert "未按规定保管处方" in text and "陈述意见、进行申辩" in text and "送　达　回　证" in text
    assert "发现问题已责令整改；发现问题待后续处理" in text and "2024年6月4日" in text
    letter = texts(shuangsuiji.publish_draft(archive, "移送", now=LATER).path)
    assert "案件移送函" in letter and "未按规定保管处方" in letter and "药品管理法" in letter
    assert SJ in letter and YB not in letter.replace(f"{YB}随机抽查", "")
    with pytest.raises(BadInput, match="没有逾期"):
        shuangsuiji.publish_draft(archive, "督办单", now=NOW)
    late = shuangsuiji.publish_draft(archive, "督办单", now=LATER.replace(month=9))
    assert late.path.parent.name == "移送督办"
    words = texts(late.path)
    assert (
        words.count("监管工作督办单") == 2
        and "没有检查，或者结果没有录入" in words
        and "2024年6月30日" in words
    )
    after = texts(shuangsuiji.publish_draft(archive, "审批单", now=LATER).path)
    assert "检查结果1户次" in after and "户次的结果没有录齐" in after and "20个工作日内" in after


def test_forms_of_a_plan_that_are_no_publications(tmp_path: Path) -> None:
    """The guide has the items; the list of the leading group is a template, and said to be one."""
    plan = bureau(tmp_path, plan=PLAN)
    guide = shuangsuiji.publish_draft(plan, "工作指引", now=NOW)
    assert guide.path.parent.name == "内部文书" and "药品质量检查" in texts(guide.path)
    group = shuangsuiji.publish_draft(plan, "领导小组", now=NOW)
    assert [one.code for one in group.findings] == ["publish-template"] and SJ in texts(group.path)
    with pytest.raises(BadInput, match="没有写“移送”"):
        shuangsuiji.publish_draft(shuangsuiji.draw(plan, seed="甲", now=NOW).archive, "移送", now=NOW)


def rows_of(path: Path) -> list[tuple[str, ...]]:
    """The last table of a draft that has a row for each object, without its heading."""
    table = next(one for one in docx.Document(str(path)).tables[::-1] if one.cell(0, 0).text == "序号")
    return [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]


def by_name(rows: list[tuple[str, ...]]) -> bool:
    """Whether rows go by name and code, numbered from 1."""
    keys = [row[1:3] for row in rows]
    return keys == sorted(keys) and [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]


def test_the_order_of_public_lists_depends_on_names_alone(archive: Path) -> None:
    """The order of visits follows strata, so tiers: no public list has it, after a substitution neither."""
    visits = read_standing(archive).dossier.draw["visits"]
    names = [visit["name"] for visit in visits]
    assert names != sorted(names)
    drawn = rows_of(archive / "文书" / "公示稿" / "抽查对象名单公示.docx")
    assert by_name(drawn) and {row[1] for row in drawn} == set(names)
    gone = next(visit for visit in visits if "随机" in visit["reasons"] and visit["of"] == 1)
    shuangsuiji.substitute(archive, objects=[gone["id"]], reason="注销", now=NOW)
    after = rows_of(shuangsuiji.publish_draft(archive, "名单", embargo_over=True, now=LATER).path)
    assert by_name(after) and gone["name"] not in {row[1] for row in after}
    kept = [row[1:] for row in drawn if row[1] != gone["name"]]
    assert [row[1:] for row in after if row[1:] in kept] == kept

    dossier = read_standing(archive).dossier
    listed = drawn_content(dossier).objects
    for turn in (1, 2, 5):
        shifted = dossier.draw["visits"][turn:] + dossier.draw["visits"][:turn]
        other = replace(dossier, draw={**dossier.draw, "visits": shifted[::-1]})
        assert [row.name for row in drawn_content(other).objects] == [row.name for row in listed]


def test_the_order_of_public_results_depends_on_names_alone(archive: Path) -> None:
    visits = read_standing(archive).dossier.draw["visits"]
    irregular = {**PROBLEM, "后续处置": "列入不规范记录"}
    half = [visit["index"] for visit in visits][: len(visits) // 2 + 1]
    rows = {(index, body): irregular for index in half for body in (YB, SJ)}
    shuangsuiji.results(archive, fill(sheet_of(archive), rows), now=LATER)
    report = shuangsuiji.publish_draft(archive, "结果", now=LATER)
    assert len(rows_of(report.path)) > 2 and by_name(rows_of(report.path))
    missing = re.search("录齐后补充公示：(.*)。", texts(report.path))
    assert missing and (names := missing.group(1).split("、")) == sorted(names)
    listed = rows_of(shuangsuiji.publish_draft(archive, "不规范", now=LATER).path)
    assert len(listed) > 2 and by_name(listed)


def test_irregular_users_of_the_fund(archive: Path) -> None:
    """LZ-11: those with the measure 列入不规范记录; numbers in the description are masked."""
    with pytest.raises(BadInput, match="没有可公示的名单"):
        shuangsuiji.publish_draft(archive, "不规范", now=LATER)
    problem = {
        **PROBLEM,
        "后续处置": "追回基金、列入不规范记录",
        "问题描述": f"多收费用，见{RESIDENT}、{PHONE}",
    }
    shuangsuiji.results(archive, fill(sheet_of(archive), {(1, YB): problem}), now=LATER)
    text = texts(shuangsuiji.publish_draft(archive, "irregular", now=LATER).path)
    assert "发现1户" in text and "多收费用" in text and "追回基金、列入不规范记录" in text
    assert PHONE not in text and RESIDENT not in text


def test_words_that_mean_nothing(archive: Path, tmp_path: Path) -> None:
    plan = bureau(tmp_path / "plan")
    for path, kind, words in (
        (archive, "计划", "计划文件"),
        (plan, "名单", "抽取档案"),
        (plan, "复核", "抽取档案"),
        (plan, "天气", "没有“天气”"),
    ):
        with pytest.raises(BadUsage, match=words):
            shuangsuiji.publish_draft(path, kind, now=NOW)
    assert not (plan.parent / "公示稿").exists()


def test_no_number_of_the_registries_in_any_public_paper(tmp_path: Path) -> None:
    """LZ-10: whatever column a phone or ID number strays into, no public paper has it."""
    path = bureau(tmp_path, size=30)
    objects, people, items = (tmp_path / name for name in ("检查对象.csv", "检查人员.csv", "事项清单.csv"))
    phones = [str(13800138000 + index) for index in range(30)]
    rewrite(objects, "联系方式", phones)
    rewrite(objects, "名称", [f"诊所{index}（{phone}）" for index, phone in enumerate(phones)])
    rewrite(people, "身份证号", [RESIDENT] * 12)
    rewrite(people, "执法岗位", [f"稽核 {RESIDENT}"] * 12)
    rewrite(items, "抽查依据", [f"协议，见{phones[0]}"] * 3)
    rewrite(people, "曾任职单位", [""] * 12)
    paths = [shuangsuiji.publish_draft(path, kind, now=NOW).path for kind in ("plan", "items", "inspectors")]
    drawn = shuangsuiji.draw(path, seed="一", now=NOW)
    sheet = fill(sheet_of(drawn.archive), {(1, YB): {**PROBLEM, "后续处置": "列入不规范记录"}})
    shuangsuiji.results(drawn.archive, sheet, now=LATER)
    for kind in ("list", "irregular"):
        report = shuangsuiji.publish_draft(drawn.archive, kind, embargo_over=True, now=LATER)
        paths.append(report.path)
    for paper in paths:
        text = texts(paper)
        assert RESIDENT not in text and not any(phone in text for phone in phones), paper.name
    assert "诊所" in texts(paths[-1])


def test_items_that_are_secret(tmp_path: Path) -> None:
    """LZ-10: the visit is shown, what was inspected and found is not."""
    plan = JOINT_ONLY + "公开: {不公开事项: [SJ-01], 名单公布: 抽取后, 个体工商户名称: 部分}\n"
    path = bureau(tmp_path, plan=plan, size=30)
    rewrite(tmp_path / "检查对象.csv", "主体类型", ["个体工商户"] * 30)
    drawn = shuangsuiji.draw(path, seed="一", now=NOW)
    rows = {(1, YB): CLEAN, (1, SJ): PROBLEM}
    shuangsuiji.results(drawn.archive, fill(sheet_of(drawn.archive), rows), now=LATER)
    text = texts(shuangsuiji.publish_draft(drawn.archive, "结果", now=LATER).path)
    assert "不予公开" in text and "药品质量检查" not in text and "发现问题已责令整改" not in text
    assert "试点****" in text or "试点***" in text
    assert not any(visit["name"] in text for visit in drawn.dossier.draw["visits"][:1])


NINE = [
    "序号",
    "抽查事项名称",
    "抽查依据",
    "抽查方式",
    "抽查主体",
    "抽查对象",
    "抽查比例",
    "抽查频次",
    "备注",
]
ELEVEN = [
    *("抽查计划编号", "抽查计划名称", "抽查任务编号", "抽查任务名称", "抽查类型", "抽查比例"),
    *("抽查事项", "抽查对象范围", "发起部门", "联合部门", "抽查时间"),
]


@pytest.mark.parametrize(
    ("more", "added"),
    [("", []), ("实施层级: 县级\n责任科室: [法规科]\n", ["责任科室", "实施层级"])],
)
def test_annexes_cell_for_cell(tmp_path: Path, more: str, added: list[str]) -> None:
    """舞钢 附件1 has nine columns, more where the plan has them; 秦皇岛 附件2 eleven and a row of notes."""
    path = bureau(tmp_path, plan=PLAN + more)
    document = docx.Document(str(shuangsuiji.publish_draft(path, "计划", now=NOW).path))
    by_item, by_task = document.tables[-2:]
    assert [cell.text for cell in by_item.rows[0].cells] == [*NINE[:-1], *added, NINE[-1]]
    assert [cell.text for cell in by_task.rows[0].cells] == ELEVEN
    notes = {cell.text for cell in by_task.rows[-1].cells}
    assert len(notes) == 1 and "抽查时间必须填写到月份" in notes.pop()
