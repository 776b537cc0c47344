"""Files that are given alone: those of a record, those that are not there, and forms that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import ssj, ssj_answered
from drawn_bureau import drawn_bureau
from shuangsuiji.core.cells import likely_names


def test_files_of_the_record_are_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = drawn_bureau(tmp_path, seed="一").archive
    monkeypatch.chdir(tmp_path)
    shown = ssj(archive.parent / "台账.jsonl")
    assert shown.returncode == 0 and "台账" in shown.stdout
    assert "audit" in ssj(archive / "档案" / "draw.json").stdout
    (tmp_path / "别的.json").write_text("{}", encoding="utf-8")
    alone = ssj("别的.json")
    assert alone.returncode == 7 and "程序用的数据文件" in alone.stderr
    missing = ssj("没有这个.xlsx")
    assert missing.returncode == 3 and "没有这个命令" not in missing.stderr
    other = tmp_path / "别的.csv"
    other.write_text("编号,名称\n1,甲\n", encoding="utf-8")
    form = ssj("results", other)
    assert form.returncode == 1 and "这不是结果录入表" in form.stderr
    left = ssj_answered(["13", "0", "0"])
    assert "0 或 返回：不办了" in left.stdout and "新号码已产生" not in left.stdout


def test_papers_secrets_and_strange_files_are_called_what_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = drawn_bureau(tmp_path, seed="一").archive
    monkeypatch.chdir(tmp_path)
    paper = archive / "文书" / "抽取记录.docx"
    there = ssj(paper)
    assert (
        there.returncode in (0, 5) and "文书" in there.stdout.splitlines()[0] and "ssj audit" in there.stdout
    )
    (tmp_path / "抽取记录.docx").write_bytes(paper.read_bytes())
    alone = ssj("抽取记录.docx")
    assert alone.returncode == 7 and "放回它的抽取档案" in alone.stderr
    (tmp_path / "记事.txt").write_bytes((archive.parent / "密签.txt").read_bytes())
    secret = ssj("记事.txt")
    assert secret.returncode == 7 and "密签" in secret.stderr and "不要外传" in secret.stderr
    (tmp_path / "别的.txt").write_text("今天开会\n", encoding="utf-8")
    strange = ssj("别的.txt")
    assert strange.returncode == 1 and "看不出这是哪一种名录库" in strange.stderr and not strange.stdout
    assert not list(tmp_path.rglob("*-标注*"))


def test_single_letters_are_no_likely_names() -> None:
    assert likely_names("nothing.xlsx", ["n", "g", "o"]) == ""
