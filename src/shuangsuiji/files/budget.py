"""What reading something from elsewhere may take: time, memory and depth, by its size.

Whatever a file does to the program (an expression that goes back for ever, a loop over a thousand million
entries, brackets within brackets, text that doubles) ends in one finding that names the file. Readers have
limits of their own, which say more; this is what holds when one of them has been forgotten.

Time is that of the processor, by the system's timer, so that a busy computer refuses nothing; where there
is none (Windows) it is that of the clock, by a thread, which interrupts between two steps of the program, not
within one. Memory is watched where the system tells how much is in use (Linux).
"""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Any

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import BadInput, UnreadableArchive

MOST_BYTES = 512 << 20
"""No file is read whole that is larger; a registry of a million rows is a fifth of it."""
_SECONDS, _SECONDS_PER_MB, _SECONDS_PER_MORE = 4.0, 3.5, 8.0
"""At least; for the first million bytes; for each million beyond: several times what a fair file takes."""
_ARCHIVE_SECONDS, _ARCHIVE_SECONDS_PER_MB = 120.0, 40.0
"""Of an archive everything is computed again, papers included: ten times what a fair one takes."""
_MEMORY = 1400 << 20
_MEMORY_PER_BYTE = 100
_STATUS = Path("/proc/self/statm")
_PAGE = 4096


class _OutOfTime(BaseException):
    """No `Exception`, so that no reader takes it for damage of the file."""


def seconds_for(size: int) -> float:
    """How long it may take to read something of so many bytes."""
    millions = size / 1e6
    return _SECONDS + _SECONDS_PER_MB * min(millions, 1) + _SECONDS_PER_MORE * max(0.0, millions - 1)


def reading(name: str, size: int) -> AbstractContextManager[None]:
    """Around everything that is done with foreign bytes until they are values of the program's own.

    May stand within another; then the shorter time counts.

    Args:
        name: what findings call the file.
        size: its bytes.

    Raises:
        BadInput: it took too long, too much memory, or is nested too deep.
    """
    return _budget(name, size, seconds_for(size))


def checking(name: str, size: int) -> AbstractContextManager[None]:
    """Around all that is done with a stranger's archive: its many files have one budget together.

    Args:
        name: what findings call the archive.
        size: the bytes of all its files.

    Raises:
        BadInput: see `reading`; or there is more than a computer can hold.
    """
    if size > MOST_BYTES:
        limit = MOST_BYTES // 1_000_000
        raise UnreadableArchive(
            error("folder-too-big", Place(file=name), size=size // 1_000_000, limit=limit)
        )
    return _budget(name, size, _ARCHIVE_SECONDS + _ARCHIVE_SECONDS_PER_MB * size / 1e6)


@contextmanager
def _budget(name: str, size: int, seconds: float) -> Iterator[None]:
    place = Place(file=name)
    try:
        with _within_memory(_MEMORY + _MEMORY_PER_BYTE * size), _within_time(seconds):
            yield
    except _OutOfTime:
        raise BadInput(error("input-too-slow", place)) from None
    except MemoryError:
        raise BadInput(error("input-too-large", place)) from None
    except RecursionError:
        raise BadInput(error("input-too-deep", place)) from None


def _ring(*_: object) -> None:
    raise _OutOfTime


@contextmanager
def _within_time(seconds: float) -> Iterator[None]:
    """Ends what stands in it by an exception; signals reach the main thread alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "setitimer"):
        with _alarm(seconds):
            yield
    else:
        with _watched(seconds):
            yield


@contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """By the timer of the system; one that runs already is kept, and cuts this one short."""
    before = signal.signal(signal.SIGPROF, _ring)
    outer, _ = signal.setitimer(signal.ITIMER_PROF, seconds)
    own = min(outer, seconds) if outer else seconds
    signal.setitimer(signal.ITIMER_PROF, own)
    try:
        yield
    finally:
        left, _ = signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before if before is not None else signal.SIG_DFL)
        if outer:
            signal.setitimer(signal.ITIMER_PROF, max(0.001, outer - (own - left)))


@contextmanager
def _watched(seconds: float) -> Iterator[None]:
    """By a thread that pretends a signal."""
    before = signal.signal(signal.SIGTERM, _ring)
    watch = threading.Timer(seconds, _thread.interrupt_main, (signal.SIGTERM,))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        watch.join()
        signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)


@contextmanager
def _within_memory(most: int) -> Iterator[None]:
    """Lets the process grow by so many bytes."""
    in_use = _in_use()
    try:
        import resource
    except ImportError:  # Windows
        in_use = None
    if in_use is None:
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    limits = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    _set(resource.setrlimit, resource.RLIMIT_AS, (min([in_use + most, *limits]), hard))
    try:
        yield
    finally:
        _set(resource.setrlimit, resource.RLIMIT_AS, (soft, hard))


def _set(setter: Callable[..., Any], which: int, limits: tuple[int, int]) -> None:
    with suppress(ValueError, OSError):  # of a system that allows no change
        setter(which, limits)


def _in_use() -> int | None:
    """The address space of this process in bytes; None where the system does not tell."""
    try:
        return int(_STATUS.read_bytes().split()[0]) * _PAGE
    except (OSError, ValueError, IndexError):
        return None
