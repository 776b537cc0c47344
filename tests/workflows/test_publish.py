"""The public package: all that is needed to recompute a draw, nothing private, not before its time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau
from shuangsuiji.errors import BadUsage


def test_the_package_is_made_when_the_embargo_is_over(tmp_path: Path) -> None:
    drawn = shuangsuiji.draw(bureau(tmp_path), seed="一", now=NOW, operator="经办人甲")
    with pytest.raises(BadUsage, match="检查结束后"):
        shuangsuiji.publish(drawn.archive)
    report = shuangsuiji.publish(drawn.archive, embargo_over=True)
    assert {"draw.json", "复核.html", "verify_ssj.py", "snapshot/objects.csv"} <= set(report.files)
    everything = b"".join((report.folder / name).read_bytes() for name in report.files)
    for private in ("0000-0000001", "试点镇1号", "经办人甲"):
        assert private.encode() not in everything
    assert shuangsuiji.audit(drawn.archive).passed
    assert shuangsuiji.ledger(tmp_path).lines[-1].event == "公开"


def test_a_stranger_checks_the_package_without_the_tool(tmp_path: Path) -> None:
    drawn = shuangsuiji.draw(bureau(tmp_path), seed="一", now=NOW)
    folder = shuangsuiji.publish(drawn.archive, embargo_over=True).folder
    program = [sys.executable, "-I", str(folder / "verify_ssj.py"), str(folder)]
    result = subprocess.run(program, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    path = folder / "draw.json"
    path.write_bytes(path.read_bytes().replace(b"YB001", b"YB002", 1))
    assert subprocess.run(program, capture_output=True, check=False).returncode == 1


def test_every_archive_carries_its_verifiers(tmp_path: Path) -> None:
    drawn = shuangsuiji.draw(bureau(tmp_path), seed="一", now=NOW)
    program = [sys.executable, "-I", str(drawn.archive / "档案" / "verify_ssj.py")]
    result = subprocess.run(program, capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    page = (drawn.archive / "档案" / "复核.html").read_text("utf-8")
    assert drawn.dossier.draw["commit"] in page and "0000-0000001" not in page


def test_the_package_says_what_it_lets_out(tmp_path: Path) -> None:
    """LZ-10: nothing in it can be masked, so the office is told before it publishes."""
    path = bureau(tmp_path)
    objects = tmp_path / "检查对象.csv"
    objects.write_text(objects.read_text("utf-8").replace("试点药店003", "试点药店（13800138000）"), "utf-8")
    recusals = tmp_path / "检查人员.csv"
    recusals.write_text(recusals.read_text("utf-8").replace("、试点药店003", ""), "utf-8")
    drawn = shuangsuiji.draw(path, seed="一", now=NOW)
    report = shuangsuiji.publish(drawn.archive, embargo_over=True, now=NOW)
    found = {finding.code: finding.values for finding in report.findings}
    assert found["publish-package-numbers"] == {"file": "objects.csv", "count": 1}
    held = str(found["publish-package-holds"]["what"])
    assert held == "检查人员的执法证号、检查人员的曾任职单位、回避关系和事由"
    guide = (report.folder / "说明.txt").read_text("utf-8-sig")
    assert held in guide and "复核.html" in guide
