"""Measures in the drop-down of the entry sheet: those of medical insurance for its objects alone."""

from __future__ import annotations

from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from shuangsuiji.core.results.entry_columns import choices


@pytest.mark.parametrize(("id_column", "offered"), [("编号", False), ("定点编码", True)])
def test_measures_under_an_agreement(tmp_path: Path, id_column: str, offered: bool) -> None:
    plan = bureau(tmp_path, plan=PLAN.replace("标识: 编号", f"标识: {id_column}"), size=12)
    rows = objects(12)
    rows[0] = [id_column, *rows[0][1:]]
    write_csv(tmp_path / "检查对象.csv", rows)
    measures = choices(shuangsuiji.draw(plan, seed="一", now=NOW).dossier)["measures"]
    assert "责令整改" in measures
    assert ("追回基金" in measures) is offered
