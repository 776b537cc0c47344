"""The benchmarks run: at the smallest size, so that they are still there when somebody wants to measure."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import county, drawing, reading, teams
from shuangsuiji.core.lottery.selection import select
from shuangsuiji.core.lottery.words import Key


def test_reading(capsys: pytest.CaptureFixture[str]) -> None:
    reading.main(["60", "1"])
    assert capsys.readouterr().out.count("to commitment") == 6


def test_teams(capsys: pytest.CaptureFixture[str]) -> None:
    teams.main(["small"])
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_the_selection_is_that_of_plain_numpy() -> None:
    """What the benchmark compares gives the same objects in the same order."""
    _, frame, objects = drawing.tables(4_000)
    plain = drawing.plain_selection(drawing.tiers_of(objects), Key(12345))
    drawn = select(frame, objects, Key(12345)).drawn
    assert [(np.array(one) + 1).tolist() for one in plain] == [list(part) for part in drawn]


@pytest.mark.soak
def test_a_county(capsys: pytest.CaptureFixture[str]) -> None:
    county.main(["1"])
    assert "ssj draw" in capsys.readouterr().out
