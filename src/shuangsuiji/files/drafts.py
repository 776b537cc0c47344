"""What people edit: a new file takes the next free name, never the place of one that is there."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from shuangsuiji.files.disk import clear_unfinished, make_folder, replace_file, says_the_same


def write_draft(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """Writes a Word draft under its name, or under the next free number where another one has it.

    Returns:
        Where the draft lies, and whether it was written now: a draft that says the same is left as it is.

    Raises:
        FileTrouble: the disk refuses.
    """
    make_folder(folder)
    clear_unfinished(folder)
    stem, dot, suffix = name.rpartition(".")
    names = itertools.chain([name], (f"{stem}-{number}{dot}{suffix}" for number in itertools.count(2)))
    paths = (folder / name for name in names)
    path = next(path for path in paths if not path.exists() or says_the_same(path, data))
    written = not path.exists()
    if written:
        replace_file(path, data)
    return path, written


def beside(path: Path, word: str) -> Path:
    """A free name beside a file: 名录库.xlsx gives 名录库-标注.xlsx, then 名录库-标注2.xlsx …

    A file that bears the word already gives the next of its own line, not 名录库-标注-标注.xlsx.
    """
    stem = re.sub(rf"-{re.escape(word)}[0-9]*$", "", path.stem)
    numbers = itertools.chain([""], itertools.count(2))
    names = (path.with_name(f"{stem}-{word}{number}.xlsx") for number in numbers)
    return next(name for name in names if not name.exists())
