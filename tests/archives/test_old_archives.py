"""Archives of earlier releases, as they were written: each stays auditable, a change to one is named."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import shuangsuiji

RELEASES = sorted(path for path in Path(__file__).parent.iterdir() if (path / "draws").is_dir())


def archive_of(folder: Path) -> Path:
    return next(path for path in (folder / "draws").iterdir() if path.is_dir())


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_an_archive_of_an_earlier_release_passes(release: Path) -> None:
    report = shuangsuiji.audit(archive_of(release))
    assert report.passed, [step for step in report.steps if step.verdict.value == "✗"]
    assert shuangsuiji.ledger(release / "draws", verify=True).findings


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_its_own_verifier_still_runs(release: Path) -> None:
    program = archive_of(release) / "档案" / "verify_ssj.py"
    assert subprocess.run([sys.executable, str(program)], capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_a_byte_changed_in_it_is_found(release: Path, tmp_path: Path) -> None:
    shutil.copytree(release, tmp_path / "copy")
    event = archive_of(tmp_path / "copy") / "档案" / "递补-001" / "event.json"
    data = bytearray(event.read_bytes())
    data[100] ^= 1
    event.write_bytes(bytes(data))
    assert not shuangsuiji.audit(archive_of(tmp_path / "copy")).passed
