"""Reading and writing whole files so that nothing is ever half there.

What is new is written in a folder of its own beside its place, flushed to the last folder, and renamed. Such
a folder is locked by whoever writes it: one that nobody holds was cut off, and the next that writes there
takes it away. Every failure of the system becomes a `FileTrouble` that says in Chinese what to do.
"""

from __future__ import annotations

import contextlib
import errno
import io
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from filelock import FileLock, Timeout

from shuangsuiji.core.cells import likely_names
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.budget import MOST_BYTES
from shuangsuiji.files.names import refuse_small_disk, refuse_unfit
from shuangsuiji.files.windows import fresh_folder, hidden_by_length, patiently

_MOST_NAMES = 2000
_NAME_BYTES = 1000
"""What a file takes in memory beside its bytes."""
TEMPORARY = ".写入中-"
_PROPERTIES = "docProps/core.xml"
"""Says when a Word file or workbook was made; it differs although nothing else does."""
_HELD = "占用"
_FULL = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_CANNOT_FLUSH = {errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}
"""What a place says that cannot flush at all, such as many folders on a network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFolder:
    """A folder that is to be written.

    Attributes:
        path: where it will stand; its parent exists by then.
        files: path inside the folder, with slashes -> bytes.
    """

    path: Path
    files: Mapping[str, bytes]


@contextlib.contextmanager
def trouble_at(path: Path) -> Iterator[None]:
    """Turns what the operating system refuses into a finding about `path`."""
    try:
        yield
    except OSError as problem:
        if isinstance(problem, FileNotFoundError) and not hidden_by_length(problem):
            raise FileTrouble(not_found(path)) from None
        raise FileTrouble(
            error(_code(problem), Place(file=str(path)), detail=f"系统错误 {problem.errno}")
        ) from None


def not_found(path: Path) -> Finding:
    """That a file or folder is not there: what is like it, and from where a relative path was looked for."""
    there = next((one for one in path.parents if one.is_dir()), path.parent)
    missing = path.relative_to(there).parts[0] if path.is_relative_to(there) else path.name
    try:
        names = [one.name for one in there.iterdir() if not one.name.startswith(".")][:_MOST_NAMES]
    except OSError:
        names = []
    likely = likely_names(missing, names)
    here = "" if path.is_absolute() else f"在 {Path.cwd()} 里"
    return error("file-not-found", Place(file=str(path)), likely=likely, here=here)


def _code(problem: OSError) -> str:
    if problem.errno == errno.ENAMETOOLONG or hidden_by_length(problem):
        return "path-too-long-here"
    if isinstance(problem, (FileExistsError, NotADirectoryError)):
        return "file-in-the-way"
    if isinstance(problem, IsADirectoryError):
        return "file-is-folder"
    if problem.errno == errno.EROFS:
        return "disk-read-only"
    if isinstance(problem, PermissionError):
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
                # Not `most + 1` at once: so much memory would be taken first, for every small file.
                data = file.read(state.st_size + 1)
                if len(data) > state.st_size:  # it has grown meanwhile
                    data += file.read(most + 1 - len(data))
    if max(state.st_size, len(data)) > most:
        size = max(state.st_size, len(data)) // 1_000_000
        raise BadInput(error("file-too-big", Place(file=str(path)), size=size, limit=most // 1_000_000))
    return data


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path with slashes, in the order of the paths.

    Raises:
        FileTrouble: one of them cannot be read, or is a link: a folder from elsewhere may point anywhere.
        BadInput: one of them is larger than any file of this program.
    """
    with trouble_at(folder):
        paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): read_own(path) for path in paths}


def size_below(folder: Path) -> int:
    """The bytes of all files below a folder, none for one that is not there, each name counted as well.

    It is not counted on once it is clear that they are too many to be read whole.

    Raises:
        FileTrouble: the folder cannot be looked through.
    """
    size = 0
    with trouble_at(folder):
        for path in folder.rglob("*"):
            size += path.lstat().st_size + _NAME_BYTES
            if size > MOST_BYTES:
                break
    return size


def read_own(path: Path) -> bytes:
    """The bytes of a file of a folder, as `read_bytes`; a link is not followed out of it."""
    if path.is_symlink():
        raise FileTrouble(error("file-not-regular", Place(file=str(path))))
    return read_bytes(path)


def replace_file(path: Path, data: bytes) -> None:
    """A file with these bytes, whole or as it was before.

    Raises:
        FileTrouble: the disk refuses, or the file is open elsewhere.
    """
    with trouble_at(path):
        if path.is_dir():
            raise IsADirectoryError(path)
    with _staging(path.parent, path) as root, trouble_at(path):
        written = root / "文件"
        _write_flushed(written, data)
        patiently(lambda: written.replace(path))
        with contextlib.suppress(OSError):  # it is there, whole
            flush_folder(path.parent)


def write_new(path: Path, data: bytes) -> None:
    """A new file with these bytes, whole or not at all, and never over another.

    One that says the same was written by a command that was cut off behind its work.

    Raises:
        FileTrouble: something else of that name is there already, or the disk refuses.
    """
    with trouble_at(path):
        if path.exists():
            if path.is_file() and says_the_same(path, data):
                clear_unfinished(path.parent)
                return
            raise FileTrouble(error("new-file-exists", Place(file=str(path))))
    replace_file(path, data)


def says_the_same(path: Path, data: bytes) -> bool:
    """Whether a file has these bytes, or as a Word file or workbook the same content, whenever it was made.

    Raises:
        FileTrouble: it cannot be read.
    """
    with trouble_at(path):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return True
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as new, zipfile.ZipFile(path) as present:
            return _parts(new) == _parts(present)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _parts(book: zipfile.ZipFile) -> dict[str, tuple[int, int]]:
    """Lengths and check sums, so that nothing of a file that somebody else put there is unpacked."""
    return {one.filename: (one.file_size, one.CRC) for one in book.infolist() if one.filename != _PROPERTIES}


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """A new folder with these files, whole or not at all; an empty one is used.

    One that is there byte by byte was written by a command that was cut off behind its work.

    Raises:
        FileTrouble: see `staged`.
    """
    if _holds(folder, files):
        clear_unfinished(folder.parent)
        return
    with trouble_at(folder):
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    with staged([NewFolder(path=folder, files=files)], folder.parent) as put_in_place:
        try:
            put_in_place()
        except FileTrouble:
            if not _holds(folder, files):
                raise


def _holds(folder: Path, files: Mapping[str, bytes]) -> bool:
    """Whether a folder has these files and no others; the first names are compared first: it may be large."""
    with trouble_at(folder):
        if not folder.is_dir() or {path.name for path in folder.iterdir()} != {
            name.split("/")[0] for name in files
        }:
            return False
        paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        return paths.keys() == files.keys() and all(
            path.stat().st_size == len(files[name]) and path.read_bytes() == files[name]
            for name, path in paths.items()
        )


@contextlib.contextmanager
def staged(folders: Sequence[NewFolder], beside: Path) -> Iterator[Callable[[], None]]:
    """Writes new folders where nobody looks; the function that it gives puts them in place, in their order.

    Args:
        folders: none of them there yet.
        beside: where they are written meanwhile, on the same disk: outside of an archive for what goes into
            one, so that a power cut leaves nothing foreign in it.

    Raises:
        FileTrouble: a name or a path would be unfit, a folder exists, the disk is too small or refuses.
    """
    for new in folders:
        refuse_unfit(new.path, new.files)
    refuse_small_disk(beside, [len(data) for new in folders for data in new.files.values()])
    with _staging(beside, folders[0].path) as root:
        for number, new in enumerate(folders):
            with trouble_at(new.path):
                _write_tree(root / str(number), new.files)

        def put_in_place() -> None:
            for number, new in enumerate(folders):
                with trouble_at(new.path):
                    if new.path.exists():
                        raise FileTrouble(error("folder-exists", Place(file=str(new.path))))
                    patiently(partial((root / str(number)).rename, new.path))
                    flush_folder(new.path.parent)

        yield put_in_place


def make_folder(folder: Path) -> None:
    """A folder and those above it, flushed, so that what stands in it is not lost with its name.

    Raises:
        FileTrouble: the disk refuses.
    """
    with trouble_at(folder):
        if folder.is_dir():
            return
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        flush_folder(folder.parent)


@contextlib.contextmanager
def _staging(beside: Path, place: Path) -> Iterator[Path]:
    """A folder of our own to write in, gone afterwards; `place` is what findings are about."""
    clear_unfinished(beside)
    with trouble_at(place):
        root, lock = _held_folder(beside)
    try:
        yield root
    finally:
        lock.release()
        shutil.rmtree(root, ignore_errors=True)


def _held_folder(beside: Path) -> tuple[Path, FileLock]:
    """A new folder that others see is in use; one that is cleared away before it is held is made again."""
    for _ in range(9):
        root = fresh_folder(TEMPORARY, beside)
        lock = FileLock(root / _HELD, timeout=0)
        with contextlib.suppress(FileNotFoundError):
            with contextlib.suppress(NotImplementedError):  # a place that cannot lock
                lock.acquire()
            return root, lock
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(beside))


def clear_unfinished(folder: Path, *, all_ours: bool = False) -> list[str]:
    """Takes away what commands that were cut off left unfinished in a folder.

    Args:
        folder: where it may lie; what others are writing at this moment stays.
        all_ours: nobody else writes here, so that files of such a name go, too.

    Returns:
        The names of what was taken away.
    """
    gone: list[str] = []
    try:
        left = [path for path in folder.iterdir() if path.name.startswith(TEMPORARY)]
    except OSError:  # told by whoever writes here
        return gone
    for path in left:
        with contextlib.suppress(OSError):
            if path.is_symlink() or not path.is_dir():
                if all_ours:
                    path.unlink()
            else:
                try:
                    path.rmdir()  # cut off before it was held
                except OSError:
                    _clear_if_free(path)
            if not path.exists():
                gone.append(path.name)
    return gone


def _clear_if_free(path: Path) -> None:
    """Takes away a folder in which there is something, if nobody holds it.

    It is held before anything is written there: where the lock is missing, a power cut has taken its name.
    """
    if not (path / _HELD).exists():
        shutil.rmtree(path, ignore_errors=True)
        return
    lock = FileLock(path / _HELD, timeout=0)
    try:
        lock.acquire()
    except (Timeout, NotImplementedError):
        return
    lock.release()
    shutil.rmtree(path, ignore_errors=True)


def _write_tree(folder: Path, files: Mapping[str, bytes]) -> None:
    """A folder with all its files, open to whom the user's mask allows, and every entry on the disk."""
    folder.mkdir()
    inner = {folder}
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        inner |= {parent for parent in target.parents if folder in parent.parents}
        _write_flushed(target, data)
    for path in sorted(inner, key=lambda path: -len(path.parts)):
        flush_folder(path)


def write_all(handle: int, data: bytes) -> None:
    """Writes all bytes to an open file; the system may take fewer at a time."""
    view = memoryview(data)
    while view:
        view = view[os.write(handle, view) :]


def _write_flushed(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        write_all(handle, data)
        flush(handle)
    finally:
        os.close(handle)


def flush(handle: int) -> None:
    """What was written to an open file is on the disk, where the place can say so."""
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in _CANNOT_FLUSH:
            raise


def flush_folder(folder: Path) -> None:
    """The names in a folder are on the disk, where the system and the place can say so."""
    if os.name != "posix":
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except PermissionError:  # a folder that may be written but not read
        return
    try:
        flush(handle)
    finally:
        os.close(handle)
