"""What the standard streams take, set once at the start, and what becomes of a command that nobody reads."""

from __future__ import annotations

import codecs
import contextlib
import errno
import os
import sys
from collections.abc import Callable
from typing import Any

import shuangsuiji


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


def ended(status: int, *, recorded: bool = False) -> int:
    """The exit status, once all is written: 3 where the results could not be shown and are all there is.

    Whoever reads only the beginning (`ssj ... | head`) has seen what was wanted. What was put on record or
    into files is done, whether it could be told or not.

    Args:
        status: of the command.
        recorded: what it does is not what it shows.
    """
    lost = _problem(sys.stdout)
    if lost is not None and not _reader_gone(lost):
        sys.stderr.write("! 命令已经执行完，只是结果没能全部写到输出（磁盘已满，或输出已关闭）。\n")
        status = status or (0 if recorded else shuangsuiji.ExitStatus.FILES)
    _problem(sys.stderr)
    return status


def _reader_gone(problem: Exception) -> bool:
    """Whether whoever read has closed the pipe, of which Windows says that an argument is wrong."""
    on_windows = _windows() is not None and getattr(problem, "errno", 0) == errno.EINVAL
    return isinstance(problem, BrokenPipeError) or on_windows


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
    """What is redirected is written as its reader expects it; nothing that cannot be written is an error."""
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
        reconfigure(errors=_PLAINER)
    else:
        reconfigure(encoding=_redirected(), errors=_PLAINER)


def _redirected() -> str:
    """PYTHONIOENCODING, which an embedded Python passes over; else that of the console on Windows, as every
    program writes there that another reads or a file takes up; else UTF-8."""
    asked = os.environ.get("PYTHONIOENCODING", "").partition(":")[0]
    for name in (asked, f"cp{_code_page()}"):
        with contextlib.suppress(LookupError):
            return codecs.lookup(name).name
    return "utf-8"


def _code_page() -> int:
    """The code page of the console, or of the system where there is none; UTF-8 where that is not Windows."""
    windows = _windows()
    return int(windows.GetConsoleOutputCP() or windows.GetACP()) if windows else _UTF_8


def _windows() -> Any:
    """The functions of Windows itself; None elsewhere."""
    if os.name != "nt":
        return None
    import ctypes

    return getattr(ctypes, "windll").kernel32  # noqa: B009 - not there where types are checked


_UTF_8 = 65001
_PLAINER = "shuangsuiji.plainer"
_SIGNS = {"✓": "√", "✗": "×", "›": ">", "⟨": "<", "⟩": ">", "¥": "￥", "−": "-", "•": "·", "⏎": "\\n"}
"""What GBK has for signs of ours that it lacks."""


def _plainer(problem: UnicodeError) -> tuple[str | bytes, int]:
    """What is written for characters that an encoding lacks: a sign like it, or its number."""
    if not isinstance(problem, UnicodeEncodeError):
        raise problem
    letters = problem.object[problem.start : problem.end]
    return "".join(_SIGNS.get(letter, f"<U+{ord(letter):04X}>") for letter in letters), problem.end


codecs.register_error(_PLAINER, _plainer)


def own_window() -> bool:
    """Whether the window was opened for this program alone and closes with it: a double click on Windows.

    A launcher .exe counts as one more process that shares the window.
    """
    windows = _windows()
    if windows is None or not sys.stdin or not sys.stdin.isatty():
        return False
    import ctypes

    ids = (ctypes.c_uint32 * 8)()
    sharing = int(windows.GetConsoleProcessList(ids, 8))
    return 0 < sharing <= (2 if sys.argv[0].lower().endswith(".exe") else 1)
