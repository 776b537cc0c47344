"""Real processes that are killed at a random moment (SIGKILL), each command in turn."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from writing_jobs import JOBS, STARTS, again, copied, sound

KILLS = int(os.environ.get("KILLS", "60"))
HERE = Path(__file__).parent
RUN = (
    "import sys; sys.path[:0] = {paths!r}\n"
    "from pathlib import Path; from writing_jobs import JOBS\n"
    "print('ready', flush=True); sys.stdin.readline()\n"
    "JOBS[{name!r}].run(Path({home!r}))\n"
)


def killed_after(name: str, home: Path, seconds: float) -> bool:
    """Whether the command was still at work when it was killed."""
    paths = [str(HERE), str(HERE.parent)]
    code = RUN.format(paths=paths, name=name, home=str(home))
    with subprocess.Popen(
        [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        process.stdout.readline()
        process.stdin.write(b"\n")
        process.stdin.flush()
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        return process.wait() == -signal.SIGKILL


@pytest.mark.soak
def test_killed_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    choose = random.Random(KILLS)
    starts: dict[str, Path] = {}
    at_work = 0
    for number in range(KILLS):
        name = list(JOBS)[number % len(JOBS)]
        job = JOBS[name]
        if job.start not in starts:
            starts[job.start] = tmp_path / job.start
            STARTS[job.start](starts[job.start])
        home = copied(starts[job.start], tmp_path / f"kill-{number}")
        at_work += killed_after(name, home, choose.uniform(0.0, 1.5))
        again(job, home)
        sound(home)
        shutil.rmtree(home)
    with capsys.disabled():
        sys.stdout.write(f"\n{KILLS} kills, {at_work} while the command was at work\n")
