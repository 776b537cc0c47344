"""A year of many batches on a screen of 80 columns."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from shuangsuiji.views.planning import _show_by_batch, batches_in_words

MONTHS = [f"第{number}批" for number in range(1, 13)]


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (["5"] * 12, "各批都是5"),
        (["0"] * 12, "各批都是0"),
        (["7"] * 4 + ["2"] * 7 + ["6"], "第1批至第4批：各7，第5批至第11批：各2，第12批：6"),
        (["0"] * 5 + ["1（6月）"] + ["0"] * 5 + ["1"], "第6批：1（6月），第12批：1"),
        (["—"] * 2 + ["3"] * 10, "第1批至第2批：各—，第3批至第12批：各3"),
    ],
)
def test_batches_in_words(cells: list[str], words: str) -> None:
    assert batches_in_words(MONTHS, cells) == words


@pytest.mark.parametrize(("count", "heading"), [(2, "第2批"), (12, "各批次")])
def test_batches_that_do_not_fit_share_a_column(count: int, heading: str) -> None:
    console = Console(file=io.StringIO(), width=80)
    columns = [("任务", False), ("分层", False), ("N", True)], [("1年", True)]
    rows = [(("消01", "重点单位", 20), ["5"] * count, ("72.7%",))]
    _show_by_batch(console, "应抽户数", columns, MONTHS[:count], rows)
    assert isinstance(console.file, io.StringIO)
    lines = console.file.getvalue().splitlines()
    assert heading in lines[2]
    assert len(lines) == 6, "no cell is broken over lines"
    assert max(map(cell_len, lines)) <= 80
