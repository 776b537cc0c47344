"""Each attack of docs/threat-model.md, carried out: what stops it, or what trace it leaves (LAW-4, LAW-5).

`tests/test_threat_model.py` holds the rows of that page to the tests they name.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.errors import BadInput

SEEDED = PLAN + "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"
BALLS, OTHERS = "3 7 12 19 22 31 9", "1 2 3 4 5 6 7"
LATER = NOW + timedelta(hours=1)


def codes(findings: Any) -> set[str]:
    return {one.code for one in findings}


# --- Seeds ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("3 3 3 3 3 3 3", "写了两次"),
        ("34 7 12 19 22 31 9", "不在 1 到 33 之内"),
        ("3 7 12 19 22 31 17", "不在 1 到 16 之内"),
        ("3 7 12 19 22 9", "7 个号码"),
        ("第2024057期 3 7 12 19 22 31 9", "2024057"),
        ("3 7 12 19 22 31 9\u200b", "U+200B"),
        ("3 7 12 19 22 31 \u0417", "U+0417"),  # З, which looks like 3
    ],
)
def test_numbers_that_the_source_cannot_give(tmp_path: Path, typed: str, told: str) -> None:
    plan = bureau(tmp_path, plan=SEEDED)
    shuangsuiji.freeze(plan, now=NOW)
    with pytest.raises(BadInput, match=re.escape(told)):
        shuangsuiji.draw(plan, seed=typed, now=NOW)


def test_the_order_of_balls_is_no_choice(tmp_path: Path) -> None:
    """720 ways to write six red balls down give one key."""
    drawn = shuangsuiji.draw(bureau(tmp_path / "a", plan=SEEDED), seed=BALLS, now=NOW)
    other = shuangsuiji.draw(bureau(tmp_path / "b", plan=SEEDED), seed="31 22 3 7 19 12 9", now=NOW)
    assert drawn.dossier.draw_digest == other.dossier.draw_digest


@pytest.mark.parametrize(
    "source",
    [
        "{来源: 当日上证指数收盘}",
        "{来源: 双色球第2024058期, 个数: 7, 范围: 1-33}",
        "{类型: 十六进制, 说明: 公证处当场公布}",
        "{来源: [{类型: 双色球, 期号: 2024058}, {类型: 十六进制, 说明: 公证处当场公布}]}",
        "{类型: 双色球}",
        "{类型: 双色球, 期号: 58}",
    ],
)
def test_a_source_that_leaves_a_choice_is_not_public(tmp_path: Path, source: str) -> None:
    """Free texts in any dress: the freeze warns, and the grade is never 先封存后公开."""
    seeds = {"十六": "c0ffee00112233445566778899aabbcc", "上证": "3120.55"}
    typed = "" if "上证" in source or source.startswith("{类型: 十六") else BALLS
    typed += "".join(f" {text}" for key, text in seeds.items() if key in source)
    plan = bureau(tmp_path, plan=PLAN + f"种子: {source}\n")
    sealed = shuangsuiji.freeze(plan, now=NOW)
    assert codes(sealed.findings) & {"seed-untyped", "seed-no-issue", "seed-issue-impossible"}
    drawn = shuangsuiji.draw(plan, seed=typed, now=NOW)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    if "双色球" not in source or "个数" in source:
        assert drawn.dossier.manifest["seed"]["bits"] == ""
    assert shuangsuiji.audit(drawn.archive).passed


@pytest.mark.parametrize("source", ["{类型: 双色球, 期号: 2024058}", "{类型: drand, 轮次: 7000000}"])
def test_sealed_when_the_numbers_were_public_already(tmp_path: Path, source: str) -> None:
    """An issue of last year, a round of last month: whoever seals knows the numbers."""
    plan = bureau(tmp_path, plan=PLAN + f"种子: {source}\n")
    when = NOW + timedelta(days=60)
    typed = BALLS if "双" in source else "c0ffee00112233445566778899aabbccddeeff00fedcba98765432100f1e2d3c"
    sealed = shuangsuiji.freeze(plan, now=when)
    assert "freeze-seed-public" in codes(sealed.findings)
    drawn = shuangsuiji.draw(plan, seed=typed, now=when)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert "seed-public-before-freeze" in codes(drawn.findings)
    assert shuangsuiji.audit(drawn.archive).passed


@pytest.mark.parametrize("frozen", [True, False])
def test_numbers_typed_before_they_were_drawn(tmp_path: Path, frozen: bool) -> None:
    """Sealed and drawn on one day, with numbers of an issue that is weeks away."""
    plan = bureau(tmp_path, plan=SEEDED)
    when = datetime(2024, 5, 13, 9, tzinfo=NOW.tzinfo)
    if frozen:
        shuangsuiji.freeze(plan, now=when)
    drawn = shuangsuiji.draw(plan, seed=BALLS, now=when)
    assert drawn.dossier.manifest["seed"]["grade"] == "人工给定"
    assert "seed-not-yet-public" in codes(drawn.findings)
    assert shuangsuiji.audit(drawn.archive).passed
