"""Real processes that are killed at a random moment (SIGKILL), each command in turn.

They are forked from a process that has imported everything, so that a kill meets the command.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from writing_jobs import JOBS, STARTS, again, copied, light_papers, sound

KILLS = int(os.environ.get("KILLS", "260"))
PROCESSES = multiprocessing.get_context("forkserver")


def work(name: str, home: Path) -> None:
    with light_papers():
        JOBS[name].run(home)


def killed_after(name: str, home: Path, seconds: float | None) -> bool:
    """Whether the command was still at work when it was killed; None lets it end."""
    process = PROCESSES.Process(target=work, args=(name, home))
    process.start()
    if seconds is not None:
        time.sleep(seconds)
        process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


@pytest.mark.soak
def test_killed_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    PROCESSES.set_forkserver_preload(["writing_jobs"])
    choose = random.Random(KILLS)
    at_work: Counter[str] = Counter()

    @cache
    def start_of(kind: str) -> Path:
        STARTS[kind](tmp_path / kind)
        return tmp_path / kind

    @cache
    def seconds_of(name: str) -> float:
        home = copied(start_of(JOBS[name].start), tmp_path / f"whole-{name}")
        started = time.monotonic()
        killed_after(name, home, None)
        return time.monotonic() - started

    for number in range(KILLS):
        name = list(JOBS)[number % len(JOBS)]
        job = JOBS[name]
        home = copied(start_of(job.start), tmp_path / f"kill-{number}")
        at_work[name] += killed_after(name, home, choose.uniform(0.0, seconds_of(name)))
        with light_papers():
            again(job, home)
            sound(home)
        shutil.rmtree(home)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{KILLS} kills, {at_work.total()} while the command was at work: {dict(at_work)}\n"
        )
