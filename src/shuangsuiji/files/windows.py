"""What is otherwise with files on Windows; on other systems nothing of it happens.

A folder cannot be renamed while anything in it is open, and a file cannot be replaced: virus scanners and
indexing look into whatever is new, for a moment. So a rename that is refused is tried again before anybody is
told. And since CPython 3.12.4 `tempfile.mkdtemp` makes folders there that only their maker can open, as is
all that is written in them and moved to its place: colleagues on a shared drive could not read it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

ON_WINDOWS = os.name == "nt"
WINDOWS_PATH = 260
"""The characters of a path from which on Windows says of what is there that it is not."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.2)
"""Seconds before each further try."""


def patiently(rename: Callable[[], object]) -> None:
    """Renames, again and again for some seconds where that is refused because of an open file.

    Raises:
        PermissionError: it is still refused.
        OSError: anything else.
    """
    for pause in _PAUSES if ON_WINDOWS else ():
        try:
            rename()
        except PermissionError:
            time.sleep(pause)
        else:
            return
    rename()


def fresh_folder(prefix: str, beside: Path) -> Path:
    """A new folder with the rights of the folder that it is in, under a name that nothing has.

    Raises:
        OSError: the disk refuses.
    """
    number = 0
    while True:
        number += 1
        folder = beside / f"{prefix}{os.getpid()}-{number}"
        try:
            folder.mkdir()
        except FileExistsError:
            continue
        return folder


def hidden_by_length(problem: OSError) -> bool:
    """Whether a file is not found because of the length of its path; elsewhere such files are found."""
    names = [os.fsdecode(name) for name in (problem.filename,) if name]
    length = max((len(str(Path(name).absolute())) for name in names), default=0)
    return ON_WINDOWS and isinstance(problem, FileNotFoundError) and length >= WINDOWS_PATH
