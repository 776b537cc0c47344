"""`ssj` as it is typed: in this process where the answer is the point, in one of its own where that is."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import NamedTuple
from unittest.mock import patch

from shuangsuiji.commands.main import main

RUN = "import sys; sys.argv[0] = 'ssj'; from shuangsuiji.commands.main import main; main()"
COLUMNS = {"COLUMNS": "80"}
"""The width of the terminal that every answer has to fit."""


class Ran(NamedTuple):
    """How a command ended and what it said."""

    returncode: int
    stdout: str
    stderr: str


def ssj(*arguments: object) -> Ran:
    """Runs a command in this process, at 80 columns and without a terminal."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    with (
        patch.object(sys, "argv", ["ssj", *map(str, arguments)]),
        patch.object(sys, "stdin", io.StringIO()),
        patch.dict(os.environ, COLUMNS),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())


def ssj_process(*arguments: object, **environment: str) -> Ran:
    """Runs a command in a process of its own, as a clerk does; start-up and imports are part of it."""
    ended = subprocess.run(
        [sys.executable, "-c", RUN, *map(str, arguments)],
        env={**os.environ, **COLUMNS, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


class Keyboard(io.StringIO):
    """A terminal at which somebody has typed these lines beforehand."""

    def isatty(self) -> bool:
        return True


def ssj_answered(answers: Sequence[str], *arguments: object) -> Ran:
    """Runs a command in this process at a terminal of 80 columns; each answer is typed with Enter."""
    out, err, status = Keyboard(), io.StringIO(), 0
    with (
        patch.object(sys, "argv", ["ssj", *map(str, arguments)]),
        patch.object(sys, "stdin", Keyboard("".join(f"{answer}\n" for answer in answers))),
        patch.dict(os.environ, {**COLUMNS, "TERM": "dumb"}),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            status = int(end.code or 0)
    return Ran(status, out.getvalue(), err.getvalue())
