"""模板目录: an office's own templates at a draw, in the archive, and on the command line."""

from __future__ import annotations

import io
import os
from pathlib import Path

import docx
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.errors import BadInput, FileTrouble

LETTER, LIST = "承诺书.docx", "抽查对象名单公示.docx"
NAME = "{{ 户.名称 }}"


def own(folder: Path, name: str, *paragraphs: str) -> Path:
    """A template of the office in 模板/, with paragraphs added."""
    document = docx.Document(io.BytesIO(shipped(name)))
    for text in paragraphs:
        document.add_paragraph(text)
    (folder / "模板").mkdir(exist_ok=True)
    document.save(str(folder / "模板" / name))
    return folder / "模板" / name


def texts(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return bureau(tmp_path, plan=PLAN + "模板目录: 模板\n")


def test_the_draw_uses_and_keeps_them(plan: Path) -> None:
    path = own(plan.parent, LIST, "本单位监督电话见网站。")
    document = docx.Document(str(path))
    names = [
        cell for table in document.tables for row in table.rows for cell in row.cells if cell.text == NAME
    ]
    names[0].paragraphs[0].runs[0].text = f"{{% if 户.名称|length < 4 %}}{NAME}{{% endif %}}"
    document.save(str(path))
    drawn = shuangsuiji.draw(plan, seed="一", now=NOW)
    assert "本单位监督电话见网站。" in texts(drawn.archive / "文书" / "公示稿" / LIST)
    assert (drawn.archive / "档案" / "sources" / LIST).read_bytes() == path.read_bytes()
    (step,) = shuangsuiji.audit(drawn.archive, steps=[10]).steps
    assert ("audit-papers-own-templates", {"files": LIST}) in step.details
    assert ("audit-papers-withheld", {"file": LIST, "names": "名单"}) in step.details
    assert ("template-own", 1) in [(one.code, one.values.get("count")) for one in drawn.findings]
    path.unlink()  # papers are made again from what the archive keeps
    person = drawn.dossier.draw["visits"][0]["team"][0]["person"]
    name = drawn.dossier.person_of[person].name
    report = shuangsuiji.substitute(drawn.archive, reason="生病", inspectors=[name], now=NOW)
    assert "本单位监督电话见网站。" in texts(report.papers.parent / "公示稿" / LIST)


def test_what_is_frozen_is_what_is_used(plan: Path) -> None:
    path = own(plan.parent, LETTER, "盖章有效。")
    frozen = shuangsuiji.freeze(plan, now=NOW)
    assert "盖章有效。" in texts(frozen.folder / "文书" / LETTER)
    path.write_bytes(shipped(LETTER))
    drawn = shuangsuiji.draw(plan, seed="一", now=NOW)
    assert ("frozen-source-differs", LETTER) in [(f.code, f.place.file) for f in drawn.findings]


def test_the_monthly_report_uses_those_of_the_last_draw(plan: Path) -> None:
    own(plan.parent, "月报.docx", "本单位另附说明。")
    shuangsuiji.draw(plan, seed="一", now=NOW)
    report = shuangsuiji.report_month(plan.parent, "2024-05", now=NOW)
    assert "本单位另附说明。" in texts(report.written.files[0])


def test_a_wrong_template_stops_the_draw_before_anything_is_written(plan: Path) -> None:
    own(plan.parent, LIST, "{{ 计划名 }}")
    before = sorted(path.name for path in plan.parent.iterdir())
    with pytest.raises(BadInput) as caught:
        shuangsuiji.draw(plan, seed="一", now=NOW)
    found = [finding for finding in caught.value.findings if finding.code.startswith("template")]
    assert [finding.place.file for finding in found] == [LIST]
    assert sorted(path.name for path in plan.parent.iterdir()) == before
    assert found == [f for f in shuangsuiji.check(plan, now=NOW).findings if f.code.startswith("template")]


def test_a_folder_that_is_not_there(plan: Path) -> None:
    with pytest.raises(FileTrouble, match="找不到模板目录"):
        shuangsuiji.draw(plan, seed="一", now=NOW)


def test_export_then_check(tmp_path: Path) -> None:
    written = shuangsuiji.export_templates(tmp_path / "模板")
    assert {LETTER, LIST, "占位符说明.txt"} <= set(written.files)
    assert "{{ 计划名称 }}" in (tmp_path / "模板" / "占位符说明.txt").read_text("utf-8-sig")
    report = shuangsuiji.check_templates(tmp_path / "模板")
    assert report.findings == () and LETTER in report.files
    (tmp_path / "模板" / LETTER).write_bytes(b"own")
    with pytest.raises(FileTrouble):
        shuangsuiji.export_templates(tmp_path / "模板")


def test_other_files_in_the_folder(tmp_path: Path) -> None:
    """Word's lock files are passed over; an old .doc, an unknown name, whatever is no file are named."""
    shuangsuiji.export_templates(tmp_path / "模板")
    for name in ("~$承诺书.docx", "旧.doc", "承诺信.docx"):
        (tmp_path / "模板" / name).write_bytes(b"x")
    (tmp_path / "模板" / "旧").mkdir()
    os.mkfifo(tmp_path / "模板" / "管道.docx")
    (tmp_path / "模板" / "链接.docx").symlink_to("不在")
    found = shuangsuiji.check_templates(tmp_path / "模板").findings
    assert [(f.code, f.place.file) for f in found] == [
        ("template-not-word", "承诺信.docx"),
        ("template-inner-folder", "旧"),
        ("template-not-docx", "旧.doc"),
        ("file-not-regular", "管道.docx"),
        ("file-not-regular", "链接.docx"),
    ]
