"""What is on record already is said to be so in one way, exit status 0, and is not recorded again."""

from __future__ import annotations

from pathlib import Path

import pytest
from writing_jobs import JOBS, STARTS

import shuangsuiji


@pytest.mark.parametrize(
    "name", ["substitute", "specialist", "request", "serve", "withdraw", "correct", "cancel"]
)
def test_the_same_again_changes_nothing(tmp_path: Path, name: str) -> None:
    job, home = JOBS[name], tmp_path / "局"
    STARTS[job.start](home)
    job.run(home)
    ledger = home / "draws" / "台账.jsonl"
    before = ledger.read_bytes()
    with pytest.raises(shuangsuiji.AlreadyDone, match="已经办过，没有再记") as told:
        job.run(home)
    assert told.value.exit_status == 0
    assert ledger.read_bytes() == before
