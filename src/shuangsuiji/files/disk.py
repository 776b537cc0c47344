"""Reading and writing whole files so that nothing is ever half there.

A folder is written under a temporary name beside its place, flushed, and renamed. Every failure of the
system becomes a `FileTrouble` that says in Chinese what to do.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.budget import MOST_BYTES

MAX_PATH = 200
TEMPORARY = ".写入中-"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}


@contextlib.contextmanager
def trouble_at(path: Path) -> Iterator[None]:
    """Turns what the operating system refuses into a finding about `path`."""
    try:
        yield
    except OSError as problem:
        raise FileTrouble(
            error(_code(problem), Place(file=str(path)), detail=problem.strerror or "")
        ) from None


def _code(problem: OSError) -> str:
    if isinstance(problem, FileNotFoundError):
        return "file-not-found"
    if isinstance(problem, (FileExistsError, NotADirectoryError)):
        return "file-in-the-way"
    if isinstance(problem, IsADirectoryError):
        return "file-is-folder"
    if isinstance(problem, PermissionError) or problem.errno == errno.EROFS:
        return "file-no-permission"
    if problem.errno in _FULL:
        return "disk-full"
    return "file-trouble"


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a file.

    A pipe or a device is not opened: it might never end.

    Args:
        path: the file; a link to one will do.
        most: what is larger is refused unread.

    Raises:
        FileTrouble: it cannot be read, or is no file.
        BadInput: it is too large.
    """
    with trouble_at(path):
        if path.is_dir():
            raise IsADirectoryError(path)
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise FileTrouble(error("file-not-regular", Place(file=str(path))))
        data = b""
        if state.st_size <= most:
            with path.open("rb") as file:
                data = file.read(most + 1)
    if max(state.st_size, len(data)) > most:
        size = max(state.st_size, len(data)) // 1_000_000
        raise BadInput(error("file-too-big", Place(file=str(path)), size=size, limit=most // 1_000_000))
    return data


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path with slashes, in the order of the paths.

    Raises:
        FileTrouble: one of them cannot be read.
    """
    with trouble_at(folder):
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def replace_file(path: Path, data: bytes) -> None:
    """A file with these bytes, whole or as it was before.

    Raises:
        FileTrouble: the disk refuses, or the file is open elsewhere.
    """
    with trouble_at(path):
        if path.is_dir():
            raise IsADirectoryError(path)
        handle, name = tempfile.mkstemp(prefix=TEMPORARY, dir=path.parent)
        os.close(handle)
        with _put_in_place(Path(name), path, 0o666):
            _write_flushed(Path(name), data)


def write_new(path: Path, data: bytes) -> None:
    """A new file with these bytes, whole or not at all, and never over another.

    Raises:
        FileTrouble: something of that name is there already, or the disk refuses.
    """
    with trouble_at(path):
        if path.exists():
            raise FileTrouble(error("new-file-exists", Place(file=str(path))))
    replace_file(path, data)


def write_folder(folder: Path, files: Mapping[str, bytes], *, staging: Path | None = None) -> None:
    """A new folder with these files, whole or not at all.

    Args:
        folder: where it will stand; its parent exists.
        files: path inside the folder, with slashes -> bytes.
        staging: where it is written before it is whole, on the same disk; the parent unless given. What goes
            into a sealed folder is written outside, so that a power cut leaves nothing foreign in it.

    Raises:
        FileTrouble: the folder exists, a path would be too long, or the disk refuses.
    """
    longest = max((len(str(folder.absolute() / name)) for name in files), default=0)
    if longest > MAX_PATH:
        raise FileTrouble(error("path-too-long", Place(file=str(folder)), length=longest, limit=MAX_PATH))
    with trouble_at(folder):
        if folder.exists():
            raise FileTrouble(error("folder-exists", Place(file=str(folder))))
        temporary = Path(tempfile.mkdtemp(prefix=TEMPORARY, dir=staging or folder.parent))
        with _put_in_place(temporary, folder, 0o777):
            for name, data in files.items():
                target = temporary / name
                target.parent.mkdir(parents=True, exist_ok=True)
                _write_flushed(target, data)


@contextlib.contextmanager
def _put_in_place(temporary: Path, target: Path, mode: int) -> Iterator[None]:
    """Renames what is written meanwhile to its place, flushed; if that fails, nothing of it is left.

    Args:
        temporary: the file or folder that is written, on the disk of `target`.
        target: where it will stand.
        mode: who may read it at most, before the user's mask: what `tempfile` makes is its owner's alone,
            and colleagues on a shared disk have to read it too.
    """
    try:
        yield
        mask = os.umask(0)
        os.umask(mask)
        temporary.chmod(mode & ~mask)
        temporary.replace(target)
        _flush_folder(target.parent)
    except BaseException:
        if temporary.is_dir():
            shutil.rmtree(temporary, ignore_errors=True)
        else:
            temporary.unlink(missing_ok=True)
        raise


def clear_unfinished(folder: Path) -> None:
    """Takes away what an interrupted command left unfinished in `folder`, where nobody else writes."""
    for path in folder.glob(f"{TEMPORARY}*"):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)


def _write_flushed(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _flush_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
