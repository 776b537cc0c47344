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
