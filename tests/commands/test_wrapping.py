"""Lines of Chinese for a terminal: none too long, none lost, none beginning with a closing mark."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from shuangsuiji.views.wrapping import wrapped

LETTERS = st.text(alphabet="定点编码核实 abc12（“”）。，、》%", max_size=120)


@given(text=LETTERS, width=st.integers(min_value=12, max_value=60))
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("width", range(60, 76))
def test_two_closing_marks_stay_with_their_word(width: int) -> None:
    text = "定点编码 X 不是“H 或 P + 6 位区划 + 5 位序号”的形式，请核实（不影响抽取）。请核实（不影响抽取）。"
    lines = wrapped(text, width)
    assert max(map(cell_len, lines)) <= width
    assert not any(line[0] in "，。）”" for line in lines)
    assert not any(line[-1] in "（“" for line in lines)


def test_what_can_be_pasted_stays_on_one_line() -> None:
    source = "{文件: 名录/两定机构台账.xlsx, 工作表: 医疗机构}"
    lines = wrapped(
        f"有几个工作表都像名录库，请在计划的名录库里写明用哪一个，例如 {source}；不用的可以隐藏。", 60
    )
    assert any(source in line for line in lines)
    long = f"字段: {{名称: {'某' * 50}}}"
    assert long in wrapped(f"请写明是哪一列，例如 {long}。", 60)


@pytest.mark.parametrize("width", range(40, 76, 3))
def test_a_command_stays_on_one_line(width: int) -> None:
    """However long the path in it is: what is copied from the screen runs."""
    for command in (
        "ssj audit plans/draws/舞医保2026001-上半年-第1次",
        'ssj substitute "我的 抽查/draws/舞医保2026001-上半年-第1次" --withdraw --reason 理由',
    ):
        lines = wrapped(f"申请写错了、已经不需要的，请先运行 {command}，然后再提出新的申请。", width)
        assert any(command in line for line in lines), lines


def test_a_path_stays_on_one_line() -> None:
    path = "draws/双随机2026001-上半年-第1次"
    lines = wrapped(f"会记入台账的命令，没有人在场确认时要写明档案，例如：{path}。", 73)
    assert any(path in line for line in lines)
    assert max(map(cell_len, lines)) <= 73
