"""The small bureau with its first batch drawn: once for all tests that ask for the same, then copied."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.workflows.draw import DrawReport


@cache
def _drawn(plan: str, size: int, seed: str, operator: str) -> DrawReport:
    """The draw that is copied; a folder holds the same bytes wherever it lies (`test_draw_plan.py`)."""
    folder = Path(tempfile.mkdtemp(prefix="drawn-bureau-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return shuangsuiji.draw(bureau(folder, plan=plan, size=size), seed=seed, operator=operator, now=NOW)


def drawn_bureau(
    folder: Path, *, seed: str, plan: str = PLAN, size: int = 60, operator: str = ""
) -> DrawReport:
    """What `shuangsuiji.draw(bureau(folder, …), seed=seed, now=NOW)` leaves in `folder` and returns.

    For tests of what comes after a draw. The plan is `folder / "plan.yaml"`.
    """
    report = _drawn(plan, size, seed, operator)
    home = report.archive.parents[1]
    shutil.copytree(home, folder, dirs_exist_ok=True)
    return replace(report, archive=folder / report.archive.relative_to(home))
