"""What a job does to the disk, step by step: recorded, cut off at a step, or refused by the system at one.

The steps are the calls of `os` that change a folder, in this process, because a real kill for each of some
thousands of steps would take hours; `test_kills.py` kills real processes as well.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch


class Killed(BaseException):
    """The process is gone: nothing that would tidy up afterwards reaches the disk."""


@dataclass(frozen=True)
class Step:
    """One change of the disk.

    Attributes:
        kind: the call, `create` for an `open` that makes or empties a file.
        path: what it is about, below the root.
        other: where a rename leads to.
        data: the bytes of a write; the length of a truncation in `size`.
    """

    kind: str
    path: str
    other: str = ""
    data: bytes = b""
    size: int = 0


@dataclass
class Disk:
    """The steps so far below `root`, and what befalls the step of number `at` (from 0).

    Attributes:
        at: None lets everything pass.
        refuse: raised in place of that step, and of every later one if `lasting`; None kills there.
        torn: a write that is killed leaves half of its bytes.
    """

    root: Path
    at: int | None = None
    refuse: int | None = None
    lasting: bool = False
    torn: bool = False
    steps: list[Step] = field(default_factory=list)
    dead: bool = False

    def about(self, path: Any, dir_fd: int | None = None) -> str | None:
        """A path below the root as the steps have it, blank for the root; None if it lies elsewhere."""
        whole = _of_handle(path) if isinstance(path, int) else Path(os.fsdecode(path))
        if dir_fd is not None:
            whole = _of_handle(dir_fd) / whole
        text = str(whole.absolute())
        return text[len(str(self.root)) + 1 :] if f"{text}/".startswith(f"{self.root}/") else None

    def before(self, step: Step) -> bool:
        """Notes a step; whether it is to be torn.

        Raises:
            Killed, OSError: as was asked.
        """
        if self.dead:
            raise Killed
        number = len(self.steps)
        self.steps.append(step)
        if self.at is None or number < self.at or (number > self.at and not self.lasting):
            return False
        if self.refuse is not None:
            raise OSError(self.refuse, os.strerror(self.refuse), step.path)
        self.dead = True
        if self.torn and step.kind == "write":
            return True
        raise Killed

    def done(self, step: Step, call: Callable[[], Any]) -> Any:
        """A step that the system may refuse of itself: then it was none."""
        self.before(step)
        try:
            return call()
        except OSError:
            self.steps.pop()
            raise


def _of_handle(handle: int) -> Path:
    return Path(f"/proc/self/fd/{handle}").readlink()


@contextmanager
def traced(disk: Disk) -> Iterator[Disk]:
    """Every change of the disk below the root goes through `disk`."""
    real = {name: getattr(os, name) for name in _CALLS}

    def wrapped(name: str) -> Callable[..., Any]:
        return lambda *args, **options: _CALLS[name](disk, real[name], *args, **options)

    with patch.multiple(os, **{name: wrapped(name) for name in _CALLS}):
        yield disk


def _open(
    disk: Disk, real: Any, path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None
) -> Any:
    place = disk.about(path, dir_fd)
    if place is not None and flags & (os.O_CREAT | os.O_TRUNC):
        file = disk.root / place
        if not file.exists() or (flags & os.O_TRUNC and file.stat().st_size):
            return disk.done(Step("create", place), lambda: real(path, flags, mode, dir_fd=dir_fd))
    return real(path, flags, mode, dir_fd=dir_fd)


def _write(disk: Disk, real: Any, handle: int, data: Any) -> Any:
    place = disk.about(handle) if handle > 2 else None
    if place is not None and disk.before(Step("write", place, data=bytes(data))):
        real(handle, bytes(data)[: len(data) // 2])
        raise Killed
    return real(handle, data)


def _fsync(disk: Disk, real: Any, handle: int) -> Any:
    place = disk.about(handle)
    if place is not None:
        disk.before(Step("fsync", place))
        return None  # nothing of these tests has to survive a real power cut
    return real(handle)


def _ftruncate(disk: Disk, real: Any, handle: int, size: int) -> Any:
    place = disk.about(handle)
    if place is not None:
        disk.before(Step("truncate", place, size=size))
    return real(handle, size)


def _one(kind: str) -> Callable[..., Any]:
    def call(disk: Disk, real: Any, path: Any, *args: Any, dir_fd: int | None = None) -> Any:
        place = disk.about(path, dir_fd)
        if place is None:
            return real(path, *args, dir_fd=dir_fd)
        return disk.done(Step(kind, place), lambda: real(path, *args, dir_fd=dir_fd))

    return call


def _rename(disk: Disk, real: Any, source: Any, target: Any) -> Any:
    place, other = disk.about(source), disk.about(target)
    if place is None:
        return real(source, target)
    return disk.done(Step("rename", place, other or ""), lambda: real(source, target))


_CALLS: dict[str, Callable[..., Any]] = {
    "open": _open,
    "write": _write,
    "fsync": _fsync,
    "ftruncate": _ftruncate,
    "mkdir": _one("mkdir"),
    "rmdir": _one("rmdir"),
    "unlink": _one("unlink"),
    "rename": _rename,
    "replace": _rename,
}
