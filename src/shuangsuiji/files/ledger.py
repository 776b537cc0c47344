"""The ledger on disk: 台账.jsonl beside the archives, locked while anybody draws.

Beside it lie two private files: 台账-内部.jsonl, the words that people typed, and 密签.txt, the secret that
marks and salts come from.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from shuangsuiji.core.canonical import Json, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.ledger import (
    TYPED,
    BrokenChain,
    Event,
    LedgerLine,
    head,
    line_bytes,
    next_line,
    parse_ledger,
)
from shuangsuiji.core.rules.marks import SECRET_BYTES, salt_of
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.disk import clear_unfinished, trouble_at
from shuangsuiji.files.new_file import write_new

LEDGER = "台账.jsonl"
WORDS = "台账-内部.jsonl"
SECRET = "密签.txt"
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
            return parse_ledger(self._whole_lines()[0], self._words())
        except BrokenChain as broken:
            raise BadInput(error("ledger-broken", Place(file=str(self.path), line=broken.number))) from None

    def append(self, event: Event, content: dict[str, Json]) -> LedgerLine:
        """One more line, flushed to the disk before this returns. To be called while locked."""
        lines = self.read()
        salt = ""
        if any(content.get(key) for key in TYPED):
            secret = self.secret(str(content.get("time", "")))
            lines = self.read()
            salt = salt_of(secret, "ssj-line/2", str(head(lines)))
        line = next_line(lines, event, content, salt)
        if line.words_line:
            _append(self.folder / WORDS, line.words_line)
        self._set_torn_line_aside()
        _append(self.path, line_bytes(line.data))
        return line

    def secret(self, time: str) -> bytes:
        """The bureau's secret, made at first need; the ledger has its digest. To be called while locked.

        Args:
            time: what the line 密签 says, if there is none yet.

        Raises:
            BadInput: 密签.txt is missing, damaged, or another than the ledger knows.
            FileTrouble: it cannot be read or written.
        """
        path, known = self.folder / SECRET, _known_secret(self.read())
        place = Place(file=str(path))
        if not path.exists():
            if known is not None:
                raise BadInput(error("secret-missing", place))
            with trouble_at(path):
                write_new(path, secrets.token_hex(SECRET_BYTES).encode("ascii") + b"\n")
        with trouble_at(path):
            text = path.read_bytes().strip().decode("ascii", errors="replace").lower()
        if not re.fullmatch(f"[0-9a-f]{{{2 * SECRET_BYTES}}}", text):
            raise BadInput(error("secret-form", place))
        digest = str(sha256(text.encode("ascii")))
        if known is None:
            line = next_line(self.read(), Event.SECRET, {"secret": digest, "time": time}, "")
            self._set_torn_line_aside()
            _append(self.path, line_bytes(line.data))
        elif known != digest:
            raise BadInput(error("secret-differs", place))
        return bytes.fromhex(text)

    def renew_secret(self, reason: str, operator: str, time: str) -> LedgerLine:
        """Another secret in place of one that was lost; the ledger tells. To be called while locked.

        Raises:
            BadUsage: the old one is still there.
        """
        path = self.folder / SECRET
        if path.exists():
            raise BadUsage(error("secret-there", Place(file=str(path))))
        text = secrets.token_hex(SECRET_BYTES)
        with trouble_at(path):
            write_new(path, text.encode("ascii") + b"\n")
        lines = self.read()
        content: dict[str, Json] = {
            "secret": str(sha256(text.encode("ascii"))),
            "time": time,
            "reason": reason,
            "operator": operator,
        }
        salt = salt_of(bytes.fromhex(text), "ssj-line/2", str(head(lines)))
        line = next_line(lines, Event.SECRET, content, salt)
        _append(self.folder / WORDS, line.words_line)
        self._set_torn_line_aside()
        _append(self.path, line_bytes(line.data))
        return line

    def _words(self) -> bytes:
        path = self.folder / WORDS
        if not path.exists():
            return b""
        with trouble_at(path):
            return path.read_bytes()

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


def _append(path: Path, line: bytes) -> None:
    """One more line at the end of a file, flushed to the disk."""
    with trouble_at(path), path.open("ab") as file:
        file.write(line + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _known_secret(lines: list[LedgerLine]) -> str | None:
    """The digest of the secret that the ledger told last."""
    return next((line.text("secret") for line in reversed(lines) if line.event == Event.SECRET), None)
