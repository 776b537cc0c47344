"""What the standard streams take, set once at the start."""

from __future__ import annotations

import os
import sys
from typing import Any


def set_up_streams() -> None:
    """UTF-8 when redirected; on a console what it cannot show is escaped instead of raising."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
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
