"""Objects that only a remark calls closed."""

from __future__ import annotations

import pytest

from shuangsuiji.core.registries.closed import closed_by_remark
from shuangsuiji.core.registries.tables import Origin, Table


def table(**columns: str) -> Table:
    origin = Origin(file="甲.csv", sheet="", columns={name: at for at, name in enumerate(columns)})
    cells = {name: [cell] for name, cell in columns.items()}
    return Table(columns=cells, aliases={}, origins=(origin,), rows=((0, 1),))


@pytest.mark.parametrize(
    ("remark", "word"),
    [("已注销", "注销"), ("2025年3月吊销执照", "吊销"), ("已迁出本县", "迁出"), ("停业整顿", "停业")],
)
def test_a_remark_warns_where_the_state_is_blank(remark: str, word: str) -> None:
    ((row, finding),) = closed_by_remark(table(备注=remark, 经营状态=""))
    assert (row, finding.code, finding.values, finding.place.cell) == (
        0,
        "object-closed-by-remark",
        {"word": word},
        "A2",
    )
    assert list(closed_by_remark(table(备注=remark))), "without the column"


@pytest.mark.parametrize("remark", ["", "未注销", "没有停业", "未被吊销", "停业后恢复营业", "连锁门店"])
def test_other_remarks_warn_of_nothing(remark: str) -> None:
    assert not list(closed_by_remark(table(备注=remark, 经营状态="")))


def test_a_state_that_is_written_decides() -> None:
    assert not list(closed_by_remark(table(备注="已注销", 经营状态="注销")))
