"""A console window under Wine, as a double click opens it: what it shows, what is typed, when it closes."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
import tty
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tools.windows.wine import Machine

_CONTROL = re.compile(r"\x1b\][^\x07]*\x07|\x1b\[[0-9;?]*[A-Za-z]|\x1b.")
_SECONDS = 120
_ROWS, _COLUMNS = 25, 80


class Window:
    """A window with one command in it."""

    def __init__(self, terminal: int, command: subprocess.Popen[bytes]) -> None:
        self._terminal, self._command, self._shown = terminal, command, b""

    @property
    def text(self) -> str:
        """All that was shown since the last key, without blanks."""
        return "".join(_CONTROL.sub("", self._shown.decode("utf-8", "replace")).split())

    def shows(self, words: str, seconds: float = _SECONDS) -> bool:
        """Whether these words come, without blanks, before the window closes."""
        end = time.monotonic() + seconds
        while words not in self.text and time.monotonic() < end:
            if not self._read(0.5) and self._command.poll() is not None:
                break
        return words in self.text

    def type(self, line: str) -> None:
        """Types a line and Enter."""
        self._shown = b""
        os.write(self._terminal, f"{line}\r".encode())

    def answers(self, words: str, line: str) -> bool:
        """Types a line, if any, once these words are shown; whether they were."""
        shown = self.shows(words)
        if shown and line:
            self.type(line)
        return shown

    def stays(self, seconds: float = 2) -> bool:
        """Whether the window is still there after a while."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._read(0.2)
        return self._command.poll() is None

    def closes(self) -> bool:
        """Whether it closes now."""
        end = time.monotonic() + _SECONDS
        while self._command.poll() is None and time.monotonic() < end:
            self._read(0.2)
        return self._command.poll() is not None

    def _read(self, seconds: float) -> bool:
        """Takes up what is shown within a time; False where nothing was."""
        if not select.select([self._terminal], [], [], seconds)[0]:
            return False
        try:
            more = os.read(self._terminal, 65536)
        except OSError:  # closed
            return False
        self._shown += more
        return bool(more)


@contextmanager
def window(machine: Machine, *command: str, folder: Path) -> Iterator[Window]:
    """A window in which cmd.exe runs a command, started in a folder."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    tty.setraw(theirs)  # a console takes keys, not lines
    started = subprocess.Popen(
        [machine.wine, "cmd", "/c", *command],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=machine.settings,
        cwd=folder,
        start_new_session=True,
    )
    os.close(theirs)
    try:
        yield Window(ours, started)
    finally:
        started.kill()
        started.wait()
        os.close(ours)
