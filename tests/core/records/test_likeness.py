"""Two cells that say the same, however they are spelt: what a correction may not copy from another row."""

from __future__ import annotations

import pytest

from shuangsuiji.core.records.correction import Likeness


@pytest.mark.parametrize(
    ("column", "one", "other", "same"),
    [
        ("地址", "试点镇人民路一号", "试点镇人民路1号", True),
        ("地址", "试点镇人民路一百二十三号二楼", "试点镇人民路123号2楼", True),
        ("地址", "试点镇人民路二〇五号", "试点镇人民路２０５号", True),
        ("地址", "试点镇人民路壹拾贰号", "试点镇人民路12号", True),
        ("地址", "试点镇人民路十号", "试点镇人民路11号", False),
        ("地址", "试点镇人民路一号", "试点镇人民路2号", False),
        ("负责人", "张三", "张三（店长）", True),
        ("负责人", "张三", "张四", False),
        ("联系方式", "0551-62661234", "62661234", True),
    ],
)
def test_figures_in_either_writing(column: str, one: str, other: str, same: bool) -> None:
    assert Likeness(column, one).holds(other) is Likeness(column, other).holds(one) is same
