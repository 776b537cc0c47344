"""What the standard streams take, set once at the start, and what becomes of a command that nobody reads."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any


class PatientStream:
    """A standard stream that a command outlives: what cannot be shown must not undo, or deny, what was done.

    Attributes:
        problem: why the stream takes nothing any more, if so; from then on nothing is written to it.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self.problem: Exception | None = None

    def write(self, text: str) -> int:
        """As a text stream does."""
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """As a text stream does."""
        self._try(self._stream.flush)

    def _try(self, call: Callable[[], object]) -> None:
        if self.problem is None:
            try:
                call()
            except (OSError, ValueError) as problem:  # full, gone, or closed
                self.problem = problem

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


INTERRUPTED = 130
"""The exit status of a command that somebody stopped."""


def ended(status: int) -> int:
    """The exit status, once all is written: 3 for a command that is done but could not show its results.

    Whoever reads only the beginning (`ssj ... | head`) has seen what was wanted.
    """
    lost = _problem(sys.stdout)
    if lost is not None and not isinstance(lost, BrokenPipeError):
        sys.stderr.write("! 命令已经执行完，只是结果没能全部写到输出（磁盘已满，或输出已关闭）。\n")
        status = status or 3
    _problem(sys.stderr)
    return status


def _problem(stream: object) -> Exception | None:
    """Why a stream did not take all; what Python still holds for it goes nowhere then."""
    if not isinstance(stream, PatientStream):
        return None
    stream.flush()
    if stream.problem is not None:
        _drain(stream)
    return stream.problem


def _drain(stream: PatientStream) -> None:
    """What Python still holds for a stream that takes nothing goes nowhere, without complaint at the end."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def set_up_streams() -> None:
    """UTF-8 when redirected; on a console what it cannot show is escaped instead of raising."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the command
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        _set_up(getattr(sys, name))
        setattr(sys, name, PatientStream(getattr(sys, name)))


def _set_up(stream: Any) -> None:
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is None:
        return
    if stream.isatty():
        reconfigure(errors="backslashreplace")
    else:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def own_window() -> bool:
    """Whether the window was opened for this program alone and closes with it: a double click on Windows.

    A launcher .exe counts as one more process that shares the window.
    """
    if os.name != "nt" or not sys.stdin or not sys.stdin.isatty():
        return False
    import ctypes

    windows: Any = getattr(ctypes, "windll", None)
    if windows is None:
        return False
    ids = (ctypes.c_uint32 * 8)()
    sharing = int(windows.kernel32.GetConsoleProcessList(ids, 8))
    return 0 < sharing <= (2 if sys.argv[0].lower().endswith(".exe") else 1)
