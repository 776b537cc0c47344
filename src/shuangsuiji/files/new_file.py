"""Writing one new file, whole or not at all, and never over another."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.disk import TEMPORARY, trouble_at

_NUMBERED = r"-{word}[0-9]*"


def write_new(path: Path, data: bytes) -> None:
    """A new file with these bytes.

    Raises:
        FileTrouble: something of that name is there already, or the disk refuses.
    """
    with trouble_at(path):
        if path.exists():
            raise FileTrouble(error("new-file-exists", Place(file=str(path))))
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)
            temporary.rename(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def beside(path: Path, word: str) -> Path:
    """A free name beside a file: 名录库.xlsx gives 名录库-标注.xlsx, then 名录库-标注2.xlsx …

    A file that bears the word already gives the next of its own line, not 名录库-标注-标注.xlsx.
    """
    stem = re.sub(_NUMBERED.format(word=re.escape(word)) + "$", "", path.stem)
    number = 1
    while True:
        free = path.with_name(f"{stem}-{word}{number if number > 1 else ''}.xlsx")
        if not free.exists():
            return free
        number += 1
