"""Text that a file before this one lost, or that was read in the wrong encoding."""

from __future__ import annotations

import pytest

from building import grid_of
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import read_table

NAMES = ("甲县人民医院", "某某大药房", "张三", "北京同仁堂连锁药店", "第一中学校医院")


def found(name: str, column: str = "名称") -> list[tuple[str, str, str]]:
    row = {"编号": "1", "名称": "甲", "备注": "", column: name}
    table, findings = read_table(OBJECTS, [grid_of([[*row], [*row.values()]])], SourceChoice(), ())
    assert table is not None
    return [(finding.level.value, finding.code, finding.place.cell) for finding in findings]


@pytest.mark.parametrize("name", NAMES)
def test_wrong_encodings(name: str) -> None:
    utf8 = name.encode()
    for wrong in (
        utf8.decode("gbk", errors="replace").replace("\ufffd", "?"),
        utf8.decode("gb18030", errors="ignore"),
    ):
        assert found(wrong) == [("warning", "cell-wrong-encoding", "B2")], wrong
    western = name.encode("gbk").decode("latin-1")
    assert found(western) == [("warning", "cell-wrong-encoding", "B2")], western
    twice = utf8.decode("cp1252", errors="ignore").encode().decode("cp1252", errors="ignore")
    assert ("warning", "cell-wrong-encoding", "B2") in found(twice), twice
    lost = name.encode("gbk").decode("utf-8", errors="replace")
    assert found(lost) == [("error", "cell-text-lost", "B2")], lost


MARKS = ["????", "？？", "A??", "???有限公司", "? ?"]


@pytest.mark.parametrize("text", MARKS)
def test_question_marks(text: str) -> None:
    assert found(text) == [("warning", "cell-question-marks", "B2")]


@pytest.mark.parametrize("text", ["锟斤拷药店", "药店烫烫烫", "ï¿½ï¿½"])
def test_fillers(text: str) -> None:
    assert found(text) == [("warning", "cell-wrong-encoding", "B2")]


def test_ids_and_other_columns() -> None:
    assert found("S\ufffd1", "编号") == [("error", "cell-text-lost", "A2")]
    assert found("路\ufffd1号", "备注") == [("warning", "cell-text-lost", "C2")]
    assert found("真的???", "备注") == []


NOT_LOST = (
    "Müller Café",
    "买买提·艾力",
    "张××",
    "李×××",
    "Löwenbräu",
    "是否？",
    "你好？？",
    "龘靐",
    "鸡鸣寺",
    "ⅠⅡⅢ",
    "℃㎡",
)


@pytest.mark.parametrize("text", [*NAMES, *NOT_LOST])
def test_names_as_they_are(text: str) -> None:
    assert found(text) == []
