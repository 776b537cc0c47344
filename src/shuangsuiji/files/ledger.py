"""The ledger on disk: 台账.jsonl beside the archives, locked while anybody draws.

Beside it lie two private files: 台账-内部.jsonl, the words that people typed, and 密签.txt, the secret that
marks and salts come from.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from shuangsuiji.core.canonical import Json, sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.ledger import (
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
from shuangsuiji.files.disk import clear_unfinished, read_bytes, trouble_at, write_new

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
            return parse_ledger(_whole_lines(self.path)[0], self._words())
        except BrokenChain as broken:
            place = Place(file=str(self.path), line=broken.number)
            code = "ledger-broken" if broken.last == broken.number else "ledger-broken-between"
            raise BadInput(error(code, place, last=broken.last)) from None

    @property
    def torn(self) -> bytes:
        """What stands behind the last line that has an end: it was cut off, or tampered with."""
        return _whole_lines(self.path)[1]

    def check_secret(self) -> None:
        """That the secret is the one that the ledger knows, if it knows one.

        Raises:
            BadInput: it is missing, damaged, or another.
        """
        if _digest_of_secret(self.read()) is not None:
            self._known()

    def unclaimed_words(self) -> list[int]:
        """The lines of the private file, from 1, that belong to no line of the ledger."""
        claimed = {line.words_line for line in self.read()}
        rows = enumerate(self._words().split(b"\n"), 1)
        return [number for number, row in rows if row and row not in claimed]

    def append(self, event: Event, content: dict[str, Json]) -> LedgerLine:
        """One more line, flushed to the disk before this returns. To be called while locked.

        Raises:
            BadInput: something was typed, and the secret that its salt comes from is not at hand.
            FileTrouble: the files cannot be read or written.
        """
        typed = any(content.get(key) for key in TYPED)
        return self._add(event, content, self._known() if typed else None)

    def secret(self, time: str, entropy: Callable[[int], bytes]) -> bytes:
        """The bureau's secret, made at first need; the ledger has its digest. To be called while locked.

        Args:
            time: what the line 密签 says, if there is none yet.
            entropy: gives random bytes of the system.

        Raises:
            BadInput: 密签.txt is missing, damaged, or another than the ledger knows.
            FileTrouble: it cannot be read or written.
        """
        if _digest_of_secret(self.read()) is None:
            path = self.folder / SECRET
            if not path.exists():
                write_new(path, _secret_line(entropy(SECRET_BYTES)))
            self._add(Event.SECRET, {"secret": _digest(self._stored_secret()), "time": time}, None)
        return self._known()

    def renew_secret(
        self, reason: str, operator: str, time: str, entropy: Callable[[int], bytes]
    ) -> LedgerLine:
        """Another secret in place of one that was lost; the ledger tells. To be called while locked.

        The line comes first: if the file is then not written, it is only lost once more.

        Raises:
            BadUsage: the old one is still there, or there has never been one.
            FileTrouble: it cannot be written.
        """
        path = self.folder / SECRET
        if path.exists():
            raise BadUsage(error("secret-there", Place(file=str(path))))
        if _digest_of_secret(self.read()) is None:
            raise BadUsage(error("secret-never", Place(file=str(self.path))))
        secret = entropy(SECRET_BYTES)
        content: dict[str, Json] = {
            "secret": _digest(secret),
            "time": time,
            "reason": reason,
            "operator": operator,
        }
        line = self._add(Event.SECRET, content, secret)
        write_new(path, _secret_line(secret))
        return line

    def _add(self, event: Event, content: dict[str, Json], secret: bytes | None) -> LedgerLine:
        """A line at the end, its words first, so that no line is without them."""
        lines = self.read()
        salt = "" if secret is None else salt_of(secret, "ssj-line/2", str(head(lines)))
        line = next_line(lines, event, content, salt)
        if line.words_line:
            self._append(self.folder / WORDS, line.words_line)
        self._append(self.path, line_bytes(line.data))
        return line

    def _known(self) -> bytes:
        """The secret that the ledger knows.

        Raises:
            BadInput: see `secret`.
        """
        place = Place(file=str(self.folder / SECRET))
        if not (self.folder / SECRET).exists():
            raise BadInput(error("secret-missing", place))
        secret = self._stored_secret()
        if _digest_of_secret(self.read()) != _digest(secret):
            raise BadInput(error("secret-differs", place))
        return secret

    def _stored_secret(self) -> bytes:
        path = self.folder / SECRET
        text = read_bytes(path).strip().decode("ascii", errors="replace").lower()
        if not re.fullmatch(f"[0-9a-f]{{{2 * SECRET_BYTES}}}", text):
            raise BadInput(error("secret-form", Place(file=str(path))))
        return bytes.fromhex(text)

    def _words(self) -> bytes:
        path = self.folder / WORDS
        return read_bytes(path) if path.exists() else b""

    def _append(self, path: Path, line: bytes) -> None:
        """One more line at the end of a file; what a power cut left of another is set aside."""
        with trouble_at(path):
            whole, torn = _whole_lines(path)
            if torn:
                with (self.folder / TORN).open("ab") as file:
                    file.write(torn + b"\n")
                with path.open("r+b") as file:
                    file.truncate(len(whole))
            with path.open("ab") as file:
                file.write(line + b"\n")
                file.flush()
                os.fsync(file.fileno())


def _whole_lines(path: Path) -> tuple[bytes, bytes]:
    """The lines that were written to their end, and what a power cut may have left of one more."""
    data = read_bytes(path) if path.exists() else b""
    end = data.rfind(b"\n") + 1
    return data[:end], data[end:]


def _secret_line(secret: bytes) -> bytes:
    return secret.hex().encode("ascii") + b"\n"


def _digest(secret: bytes) -> str:
    """What the ledger says of a secret: the SHA-256 of its hex digits."""
    return str(sha256(secret.hex().encode("ascii")))


def _digest_of_secret(lines: list[LedgerLine]) -> str | None:
    """The digest of the secret that the ledger told last."""
    return next((line.text("secret") for line in reversed(lines) if line.event == Event.SECRET), None)
