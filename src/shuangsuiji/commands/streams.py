"""What the standard streams take, set once at the start."""

from __future__ import annotations

import sys


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
