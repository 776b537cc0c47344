"""The ledger on disk: 台账.jsonl beside the archives, locked while anybody writes.

A record is one or more new folders and a line that vouches for them: all of it or nothing (`record`). Whoever
takes the lock first brings to an end what a command that was cut off has left. Beside it lie two private
files: 台账-内部.jsonl, the words that people typed, and 密签.txt, the secret that marks and salts come from.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from filelock import FileLock, Timeout

from shuangsuiji.core.canonical import Json, sha256
from shuangsuiji.core.findings import Place, error, note
from shuangsuiji.core.records.ledger import (
    COMPLETED,
    INTENT,
    TYPED,
    UNDONE,
    BrokenChain,
    Event,
    LedgerLine,
    head,
    line_bytes,
    next_line,
    open_intent,
    parse_ledger,
)
from shuangsuiji.core.rules.marks import SECRET_BYTES, salt_of
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble, Mismatch
from shuangsuiji.files.announced import Announced, announced, put_aside
from shuangsuiji.files.disk import (
    NewFolder,
    clear_unfinished,
    flush,
    flush_folder,
    make_folder,
    read_bytes,
    staged,
    trouble_at,
    write_all,
    write_new,
)
from shuangsuiji.files.windows import patiently

LEDGER = "台账.jsonl"
WORDS = "台账-内部.jsonl"
SECRET = "密签.txt"
SECRET_AHEAD = "密签-待登记.txt"
"""A new secret until the ledger has its digest."""
LOCK = ".台账.lock"
TORN = "台账-未写完的行.txt"
LOCK_SECONDS = 10


class Ledger:
    """The ledger of one folder of draws."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / LEDGER

    @contextlib.contextmanager
    def locked(self, time: str = "") -> Iterator[None]:
        """Nobody else writes in this folder meanwhile; the folder is made if it is not there.

        What a command that was cut off has left is brought to an end first.

        Args:
            time: what a line 修复 says of when that was, if there is need of one.

        Raises:
            BadInput: the chain is broken.
            FileTrouble: the folder cannot be made, or another command holds the lock.
        """
        make_folder(self.folder)
        with trouble_at(self.folder):
            lock = FileLock(self.folder / LOCK, timeout=LOCK_SECONDS)
            try:
                lock.acquire()
            except Timeout:
                raise FileTrouble(error("ledger-locked", Place(file=str(self.folder)))) from None
            except NotImplementedError:
                raise FileTrouble(error("lock-unsupported", Place(file=str(self.folder)))) from None
        try:
            clear_unfinished(self.folder, all_ours=True)
            ended = self._mend(time)
            try:
                yield
            except (BadInput, BadUsage) as problem:
                if ended is None:
                    raise
                told = note("ledger-just-ended", line=ended.number, event=ended.event)
                raise type(problem)(*problem.findings, told) from None
        finally:
            lock.release()

    def _mend(self, time: str) -> LedgerLine | None:
        """Sets torn lines aside, and ends what was announced and what was not registered.

        Returns:
            The line that a command which was cut off still lacked; None if none did.
        """
        for path in (self.path, self.folder / WORDS):
            self._set_torn_aside(path)
        if self.path.exists():
            lines = self.read()
            self._register_secret(lines)
            if (prepared := open_intent(lines)) is not None:
                return self._settle(prepared, time)
        return None

    def record(self, event: Event, content: dict[str, Json], folders: Sequence[NewFolder]) -> LedgerLine:
        """New folders and the line that vouches for the last of them, all of it or nothing. To be called
        while locked.

        1. The folders are written where nobody looks, and flushed.
        2. A line 预写 announces the line that is to come, and has the digest of each folder.
        3. The folders get their names, in their order.
        4. The line.

        After a cut between 2 and 4 whoever locks the ledger next adds the line if the last folder is there
        byte by byte, and takes back the others if not.

        Args:
            event, content: the line.
            folders: the last is the one that the line vouches for; before it lie papers that go with it.

        Returns:
            The line.

        Raises:
            BadInput: see `append`.
            FileTrouble: nothing was written, for a reason given.
        """
        with staged(folders, self.folder) as put_in_place:
            then: dict[str, Json] = {key: value for key, value in content.items() if key not in TYPED}
            about: dict[str, Json] = {
                key: content[key] for key in ("plan", "batch", "attempt", "time", *TYPED) if key in content
            }
            about["then"] = {**then, "event": event.value}
            about["folders"] = announced(self.folder, folders)
            prepared = self.append(Event.PREPARED, about)
            try:
                put_in_place()
            except FileTrouble:
                ending = self._settle(prepared, str(content.get("time", "")))
                if ending is None:
                    raise
                return ending
            return self._end(prepared)

    def _settle(self, prepared: LedgerLine, time: str) -> LedgerLine | None:
        """Ends what a line 预写 announced; gives its line, None if nothing of it counts."""
        folders = [Announced.read(self.folder, told) for told in _listed(prepared)]
        complete = bool(folders) and folders[-1].is_there()
        repaired: dict[str, Json] = {"at": time, INTENT: prepared.number}
        if complete:
            self.append(Event.REPAIRED, {**repaired, "outcome": COMPLETED})
            return self._end(prepared)
        aside = [name for one in folders if (name := one.take_back(vouched=one is folders[-1]))]
        self.append(Event.REPAIRED, {**repaired, "outcome": UNDONE, "aside": "、".join(aside)})
        return None

    def _end(self, prepared: LedgerLine) -> LedgerLine:
        """The line that a line 预写 announced.

        Raises:
            BadInput: the words to it are not at hand.
        """
        if prepared.lacks_words:
            raise BadInput(error("intent-words-away", Place(file=str(self.folder / WORDS))))
        then = prepared.data["then"]
        assert isinstance(then, dict), "written by `record`, and the chain holds"
        content = {**then, **prepared.words, INTENT: prepared.number}
        return self.append(Event(str(content.pop("event"))), content)

    def set_aside(self, folder: Path, time: str) -> None:
        """Puts a folder that no line knows beside the archives under a name that says so, with a line 修复.

        To be called while locked.

        Raises:
            FileTrouble: the disk refuses.
        """
        name = put_aside(self.folder, folder)
        told: dict[str, Json] = {"at": time, "outcome": UNDONE, "aside": name}
        self.append(Event.REPAIRED, told)

    def _register_secret(self, lines: list[LedgerLine]) -> None:
        """A new secret takes its place once the ledger has its digest; until then there was none."""
        ahead = self.folder / SECRET_AHEAD
        if not ahead.exists():
            return
        with trouble_at(ahead):
            new = ahead.read_text("ascii", errors="replace").strip()
            known = _digest_of_secret(lines) == str(sha256(new.encode("ascii", "replace")))
            if known and not (self.folder / SECRET).exists():
                patiently(lambda: ahead.replace(self.folder / SECRET))
            else:
                ahead.unlink()
            flush_folder(self.folder)

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
            raise Mismatch(error(code, place, last=broken.last)) from None

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

        It is written under another name first: the ledger never has the digest of a secret that is nowhere.

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
        write_new(self.folder / SECRET_AHEAD, _secret_line(secret))
        line = self._add(Event.SECRET, content, secret)
        self._register_secret([line])
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
            raise Mismatch(error("secret-differs", place))
        return secret

    def _stored_secret(self) -> bytes:
        path = self.folder / SECRET
        text = read_bytes(path).strip(b"\r\n").decode("ascii", errors="replace")
        digits = f"{{{2 * SECRET_BYTES}}}"
        if not re.fullmatch(f"[0-9a-f]{digits}|[0-9A-F]{digits}", text):  # a changed letter mixes them
            raise BadInput(error("secret-form", Place(file=str(path))))
        return bytes.fromhex(text)

    def _words(self) -> bytes:
        path = self.folder / WORDS
        return read_bytes(path) if path.exists() else b""

    def _append(self, path: Path, line: bytes) -> None:
        """One more line at the end of a file, flushed; of a line that the disk refuses nothing is left."""
        if path.name != TORN:
            self._set_torn_aside(path)
        with trouble_at(path):
            new = not path.exists()
            handle = os.open(path, _APPENDING, 0o666)
            try:
                size = os.fstat(handle).st_size
                try:
                    write_all(handle, line + b"\n")
                    flush(handle)
                except OSError:
                    with contextlib.suppress(OSError):
                        os.ftruncate(handle, size)
                    raise
            finally:
                os.close(handle)
            if new:
                flush_folder(self.folder)

    def _set_torn_aside(self, path: Path) -> None:
        """What a power cut left of a line at the end of a file is put into a file of its own."""
        whole, torn = _whole_lines(path)
        if not torn:
            return
        self._append(self.folder / TORN, torn.replace(b"\0", b"").rstrip(b"\n"))
        with trouble_at(path):
            handle = os.open(path, os.O_RDWR)
            try:
                os.ftruncate(handle, len(whole))
                flush(handle)
            finally:
                os.close(handle)


_APPENDING = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)


def _listed(prepared: LedgerLine) -> list[dict[str, Json]]:
    """What a line 预写 says of its folders."""
    folders = prepared.data.get("folders")
    return [told for told in folders if isinstance(told, dict)] if isinstance(folders, list) else []


def _whole_lines(path: Path) -> tuple[bytes, bytes]:
    """The lines that were written to their end, and what a power cut may have left of one more.

    A disk may have the length of a line before its bytes: then there are zeros in it, which no line has.
    """
    data = read_bytes(path) if path.exists() else b""
    end = data.rfind(b"\n") + 1
    last = data.rfind(b"\n", 0, max(end - 1, 0)) + 1
    if b"\0" in data[last:end]:
        end = last
    return data[:end], data[end:]


def _secret_line(secret: bytes) -> bytes:
    return secret.hex().encode("ascii") + b"\n"


def _digest(secret: bytes) -> str:
    """What the ledger says of a secret: the SHA-256 of its hex digits."""
    return str(sha256(secret.hex().encode("ascii")))


def _digest_of_secret(lines: list[LedgerLine]) -> str | None:
    """The digest of the secret that the ledger told last."""
    return next((line.text("secret") for line in reversed(lines) if line.event == Event.SECRET), None)


def ledgers_under(folder: Path) -> list[Path]:
    """The folders directly in a folder that hold a ledger, in order; none where it cannot be listed."""
    with contextlib.suppress(OSError):
        return sorted(one for one in folder.iterdir() if (one / LEDGER).is_file())
    return []
