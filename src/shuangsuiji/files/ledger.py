"""The ledger on disk: 台账.jsonl beside the archives, locked while anybody draws."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from shuangsuiji.core.canonical import Json
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.ledger import BrokenChain, Event, LedgerLine, line_bytes, next_line, parse_ledger
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.disk import clear_unfinished, trouble_at

LEDGER = "台账.jsonl"
LOCK = ".台账.lock"
TORN = "台账-未写完的行.txt"
LOCK_SECONDS = 10


class Ledger:
    """The ledger of one folder of draws."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / LEDGER

    @contextlib.contextmanager
    def locked(self) -> Iterator[None]:
        """Nobody else draws in this folder meanwhile; the folder is made if it is not there.

        What a command that was cut off left unfinished beside the archives is taken away.

        Raises:
            FileTrouble: the folder cannot be made, or another command holds the lock.
        """
        with trouble_at(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.folder / LOCK, timeout=LOCK_SECONDS)
            try:
                lock.acquire()
            except Timeout:
                raise FileTrouble(error("ledger-locked", Place(file=str(self.folder)))) from None
        try:
            clear_unfinished(self.folder)
            yield
        finally:
            lock.release()

    def read(self) -> list[LedgerLine]:
        """All lines, the chain checked; none if there is no ledger yet.

        Raises:
            BadInput: the chain is broken.
            FileTrouble: the file cannot be read.
        """
        try:
            return parse_ledger(self._whole_lines()[0])
        except BrokenChain as broken:
            raise BadInput(error("ledger-broken", Place(file=str(self.path), line=broken.number))) from None

    def append(self, event: Event, content: dict[str, Json]) -> LedgerLine:
        """One more line, flushed to the disk before this returns. To be called while locked."""
        line = next_line(self.read(), event, content)
        self._set_torn_line_aside()
        with trouble_at(self.path), self.path.open("ab") as file:
            file.write(line_bytes(line.data) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        return line

    def _whole_lines(self) -> tuple[bytes, bytes]:
        """The lines that were written to their end, and what a power cut may have left of one more."""
        if not self.path.exists():
            return b"", b""
        with trouble_at(self.path):
            data = self.path.read_bytes()
        end = data.rfind(b"\n") + 1
        return data[:end], data[end:]

    def _set_torn_line_aside(self) -> None:
        whole, torn = self._whole_lines()
        if torn:
            with trouble_at(self.path):
                with (self.folder / TORN).open("ab") as file:
                    file.write(torn + b"\n")
                with self.path.open("r+b") as file:
                    file.truncate(len(whole))
