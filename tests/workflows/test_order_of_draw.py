"""Before a list is published its draw is tested for order; a broken lottery is seen though it audits well."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau
from drawn_bureau import drawn_bureau
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.lottery import selection

NUMBERED = PLAN.replace("抽取: 20%", "抽取: 30%")


def about_order(findings: tuple[Finding, ...] | list[Finding]) -> list[tuple[str, str]]:
    """Code and order of the findings of this test."""
    return [
        (finding.code, str(finding.values.get("order", "")))
        for finding in findings
        if finding.code.startswith("draw-") and "order" in finding.code
    ]


def test_what_is_published_says_that_it_was_tested(tmp_path: Path) -> None:
    drawn = drawn_bureau(tmp_path, seed="一 二 三", size=120)
    assert about_order(list(drawn.findings)) == []
    draft = shuangsuiji.publish_draft(drawn.archive, "名单", embargo_over=True, now=NOW)
    assert about_order(draft.findings) == [("draw-order-tested", "")]
    (note,) = [finding for finding in draft.findings if finding.code == "draw-order-tested"]
    assert note.values["orders"] == "编号、编码、在名录库里的次序"
    package = shuangsuiji.publish(drawn.archive, embargo_over=True, now=NOW)
    assert about_order(package.findings) == [("draw-order-tested", "")]


def test_a_broken_lottery_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tickets that rise with the numbers: draw and audit share the fault, the test of order does not."""
    monkeypatch.setattr(
        selection, "object_tickets", lambda key, size: np.arange(size, dtype=np.uint64) << np.uint64(40)
    )
    drawn = shuangsuiji.draw(bureau(tmp_path, plan=NUMBERED, size=120), seed="一", now=NOW)
    assert about_order(list(drawn.findings)) == [("draw-looks-ordered", "编号")]
    assert shuangsuiji.audit(drawn.archive).passed
    draft = shuangsuiji.publish_draft(drawn.archive, "名单", embargo_over=True, now=NOW)
    assert about_order(draft.findings) == [("draw-looks-ordered", "编号")]


def test_the_order_of_the_registry_is_that_of_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows of the file, whose codes run the other way: only the sealed file can tell."""
    plan = bureau(tmp_path, plan=NUMBERED, size=120, secret="7e" * 32)
    lines = (tmp_path / "检查对象.csv").read_text("utf-8").splitlines()
    order = np.random.Generator(np.random.PCG64(3)).permutation(len(lines) - 1).tolist()
    (tmp_path / "检查对象.csv").write_text("\n".join([lines[0], *(lines[1 + i] for i in order)]), "utf-8")
    sealed = shuangsuiji.freeze(plan, now=NOW)
    ids = (sealed.folder / "档案/snapshot/private/objects.csv").read_text("utf-8").splitlines()[1:]
    place = {lines[1 + row].split(",")[0]: at for at, row in enumerate(order)}
    tickets = np.array([place[line.split(",")[0]] for line in ids], dtype=np.uint64)
    monkeypatch.setattr(selection, "object_tickets", lambda key, size: tickets)
    drawn = shuangsuiji.draw(plan, seed="一", now=NOW)
    draft = shuangsuiji.publish_draft(drawn.archive, "名单", embargo_over=True, now=NOW)
    assert about_order(draft.findings) == [("draw-looks-ordered", "在名录库里的次序")]
