"""The Word papers of a draw, read back: counts, texts, privacy, styles, bytes."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from small_dossier import PHONE, RESIDENT, SEED, dossier

from shuangsuiji.core.publicity import masked, masked_code
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.drawing.draw_minutes import draw_minutes
from shuangsuiji.documents.drawing.drawn_list import drawn_list
from shuangsuiji.documents.drawing.notices import notices
from shuangsuiji.documents.drawing.record_sheets import record_sheets
from shuangsuiji.documents.papers import papers
from shuangsuiji.documents.wording import (
    REHEARSAL,
    exact_text,
    issuers,
)

RESULTS = (
    "未发现问题",
    "未按规定公示应当公示的信息",
    "公示信息隐瞒真实情况弄虚作假",
    "通过登记的住所（经营场所）无法取得联系",
    "发现问题已责令整改",
    "不配合检查情节严重",
    "未发现本次抽查涉及的经营活动",
    "发现问题待后续处理",
    "合格",
    "不合格",
)
"""舞钢 附件2, 说明（1）."""
RECORD_SHEET = (
    "执法检查人员",
    "单位",
    "姓名",
    "执法证号/身份证号",
    "被检查对象",
    "名称",
    "统一社会信用代码/注册号",
    "地址",
    "法定代表人/负责人",
    "检查单位",
    "检查事项",
    "检查结果",
    "备注",
    "被检查对象（签字/盖章）",
    "执法检查人员（签字/盖章）",
    "年月日",
)
"""The cells of 舞钢 附件2, from left to right and from the top."""


@pytest.fixture(scope="module")
def drawn() -> Dossier:
    return dossier()


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def all_text(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_one_sheet_a_visit(drawn: Dossier) -> None:
    """WG-10."""
    document = opened(record_sheets(drawn))
    visits = drawn.draw["visits"]
    assert len(document.tables) == len(visits)
    breaks = [p for p in document.paragraphs if p._p.find(f".//{qn('w:pageBreakBefore')}") is not None]
    assert len(breaks) == len(visits)
    for table, visit in zip(document.tables, visits, strict=True):
        text = "\n".join(cell.text for row in table.rows for cell in row.cells)
        assert visit["name"] in text and "试点镇1号" in text and "负责人甲" in text
        assert drawn.object_cell(visit["number"], "统一社会信用代码") in text
        for member in visit["team"]:
            assert drawn.person_of[member["person"]].name in text
        for _, key in visit["items"]:
            assert drawn.pool.items[key]["抽查事项名称"] in text
        assert table.rows[-1].cells[0].text.replace("　", "") == "年月日"


def test_record_sheet_follows_the_form(drawn: Dossier) -> None:
    document = opened(record_sheets(drawn))
    first = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert list(dict.fromkeys(first[0])) == ["执法\n检查人员", "单　　位", "姓　　名", "执法证号/身份证号"]
    heads = [cell.replace("\n", "").replace("　", "") for row in first for cell in dict.fromkeys(row)]
    assert [head for head in dict.fromkeys(heads) if head in RECORD_SHEET] == list(RECORD_SHEET)
    text = all_text(document)
    assert all(f"{number}.{words}" in text for number, words in enumerate(RESULTS, 1))
    assert document.paragraphs[0].text in {"部门联合抽查检查情况记录表", "检查情况记录表"}


def test_single_department_and_no_credit_code() -> None:
    """WG-11: the id's own heading; no 部门联合 where one department inspects alone."""
    alone = {
        "partners": [],
        "tasks": [{"number": "1", "name": "甲", "items": ["YB-02"], "draw": "10%"}],
        "team": [{"department": "试点县医疗保障局", "size": "2"}],
    }
    document = opened(record_sheets(dossier(credit=False, plan=alone)))
    assert document.paragraphs[0].text == "检查情况记录表"
    heads = {cell.text for row in document.tables[0].rows for cell in row.cells}
    assert "编号" in heads and not any("信用代码" in head for head in heads)


def test_publication_says_what_was_drawn(drawn: Dossier) -> None:
    document = opened(drawn_list(drawn))
    text = all_text(document)
    for visit in drawn.draw["visits"]:
        assert visit["name"] in text and visit["id"] in text
    numbers = {visit["number"] for visit in drawn.draw["visits"]}
    assert len(document.tables[-2].rows) == len(numbers) + 1
    for words in (SEED, "公开摇号", drawn.manifest["commit"], drawn.draw_digest, "第2次抽取"):
        assert words in text
    assert "2024年5月21日" in text and f"本次确定抽查对象{len(numbers)}户" in text
    assert "内部（检查结束后公布" in text


def test_publication_keeps_private_data_out() -> None:
    """LZ-10: no phone, no ID number, nobody's name; a code that holds a phone's digits stays."""
    names = {index: f"诊所{index}（{RESIDENT}，{PHONE}）" for index in range(1, 61)}
    secret = dossier(names=names)
    text = all_text(opened(drawn_list(secret)))
    assert PHONE not in text and RESIDENT not in text and "诊所" in text
    assert not any(person.name in text for person in secret.pool.people)
    assert "操作人甲" not in text and "公证员甲" not in text
    assert masked("H13050290001") == masked_code("H13050290001") == "H13050290001"
    assert masked_code(RESIDENT) == "110105**********2X"
    assert masked_code("91110000MA00000001") == "91110000MA00000001"


def test_publication_can_be_public_at_once() -> None:
    """LAW-3."""
    text = all_text(opened(drawn_list(dossier(plan={"publication": {"list_published": "抽取后当日"}}))))
    assert text.startswith("公开\n") and "内部" not in text


def test_page_is_that_of_an_official_paper(drawn: Dossier) -> None:
    """GB/T 9704: A4, margins 37, 35, 28, 26 mm; page numbers odd right, even left; Chinese."""
    document = opened(drawn_list(drawn))
    section = document.sections[0]
    sides = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    sides += (section.left_margin, section.right_margin)
    for side, wanted in zip(sides, (210, 297, 37, 35, 28, 26), strict=True):
        assert abs(side - Mm(wanted)) < Mm(0.1)
    assert document.settings.odd_and_even_pages_header_footer
    assert "PAGE" in section.footer._element.xml and 'w:val="right"' in section.footer._element.xml
    assert 'w:val="left"' in section.even_page_footer._element.xml
    language = document.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    title = next(style for style in document.styles if style.style_id == "Title").element
    assert title.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia")) == "方正小标宋简体"
    assert document.tables[-2].rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


@pytest.mark.parametrize("make", [record_sheets, drawn_list, notices, draw_minutes])
def test_rehearsal_is_on_every_page(make: Any) -> None:
    section = opened(make(dossier(rehearsal=True))).sections[0]
    assert section.header.paragraphs[0].text == section.even_page_header.paragraphs[0].text == REHEARSAL
    assert opened(make(dossier())).sections[0].header.paragraphs[0].text == ""


def test_styles_used_are_defined(drawn: Dossier) -> None:
    for make in (record_sheets, drawn_list, notices, draw_minutes):
        document = opened(make(drawn))
        known = {style.style_id for style in document.styles}
        used = {element.get(qn("w:val")) for element in document.element.iter(qn("w:pStyle"))}
        assert used <= known


def test_odd_characters_do_no_harm() -> None:
    """Markup, astral characters and what XML cannot hold."""
    names = {index: f"<b>&甲\x0b𠮷{index}" for index in range(1, 61)}
    for data in papers(dossier(names=names)).values():
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            assert parts.testzip() is None
    assert "<b>&甲𠮷" in all_text(opened(record_sheets(dossier(names=names))))


def test_papers_repeat() -> None:
    """The same dossier, the same bytes."""
    found = papers(dossier())
    assert [name for name in found if not name.startswith("检查组文书/")] == [
        "抽查结果.xlsx",
        "抽取记录.docx",
        "检查日程.xlsx",
        "免重复检查名单.xlsx",
        "年度抽查工作计划.xlsx",
        "签到与见证签字表.xlsx",
        "行政检查审批表.docx",
        "检查通知书.docx",
        "检查记录表.docx",
        "结果录入表.xlsx",
        "公示稿/抽查对象名单公示.docx",
    ]
    assert found == papers(dossier())


def test_offices_of_one_bureau_sign_as_the_bureau() -> None:
    offices = {
        "initiator": "基金监管科",
        "partners": ["医保中心"],
        "name": "2023年某市医疗保障局内部联合随机抽查01",
    }
    plan = dossier(plan={**offices, "tasks": [], "must_inspect": []}).pool.plan
    assert issuers(plan) == ("某市医疗保障局",)


@pytest.mark.parametrize(
    ("value", "text"), [("63/10", "6.3"), ("4/1", "4"), ("1/3", "1/3"), ("1/80", "0.0125")]
)
def test_exact_text(value: str, text: str) -> None:
    assert exact_text(value) == text
