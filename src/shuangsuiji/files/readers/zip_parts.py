"""The parts of a zip, inflated piece by piece under a cap, every declared figure checked.

The standard library stops inflating where the directory says a part ends; other readers go on. So the
parts are inflated here to the end of their stream, and a part whose length or CRC is not the declared
one is refused: what the gate has seen is then what any reader sees.

Workbooks that are sound, but zipped in a way that parsers refuse, are written anew in the usual way: names
of parts with backslashes, as some exporters on Windows leave, and parts in UTF-16. Every part passes these
checks on its way; nothing else about it changes.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import NoReturn

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import BadInput

MAX_PARTS = 10_000
MAX_TOTAL = 1 << 30
"""Bytes of all parts together, inflated: about 1.8 million rows of 14 columns."""
MAX_RATIO = 250
"""Inflated to packed bytes, for what is larger than `RATIO_FREE`. Real workbooks stay under 50."""
RATIO_FREE = 32 << 20

PIECE = 1 << 22
_FEED = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_TRAILER = b"PK\x05\x06"
_TRAILER_REACH = 65_557
_COMMENT_LENGTH = 20
"""Where the length of the comment stands in the trailer, whose last part it is."""


class ZipParts:
    """A zip whose directory has passed the checks; parts are read with `pieces` and `whole`.

    Raises:
        BadInput: from the constructor and from both readers; the finding names the file.
    """

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = memoryview(data)
        self._place = place
        if not _has_one_end(data):
            self.damaged()
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, NotImplementedError):
            self.damaged()
        self._check_directory(entries)
        self._entries = {_slashes(entry.filename): entry for entry in entries if not entry.is_dir()}
        self._by_lower = {name.lower(): name for name in self._entries}

    def names(self) -> list[str]:
        """The names of all parts with slashes, in the order of the directory."""
        return list(self._entries)

    def find(self, name: str) -> str | None:
        """The name of a part as stored, found without regard to case; None when there is none."""
        return self._by_lower.get(name.lower())

    def size(self, name: str) -> int:
        """The length of a part in bytes, inflated."""
        return self._entries[name].file_size

    def damaged(self) -> NoReturn:
        """Refuse the file as damaged."""
        raise BadInput(error("book-damaged", self._place))

    def whole(self, name: str, most: int) -> bytes:
        """A small part at once; refused as too big beyond `most` bytes."""
        if self.size(name) > most:
            raise BadInput(error("book-too-big", self._place))
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """A part in pieces of about 4 MB. Length and CRC are checked when the last one has been read."""
        entry = self._entries[name]
        packed = self._packed(entry)
        seen, crc = 0, 0
        for piece in self._inflate(entry, packed):
            seen += len(piece)
            if seen > entry.file_size:
                self.damaged()
            crc = zlib.crc32(piece, crc)
            yield piece
        if seen != entry.file_size or crc != entry.CRC:
            self.damaged()

    def _check_directory(self, entries: list[zipfile.ZipInfo]) -> None:
        if not entries or len(entries) > MAX_PARTS:
            self.damaged()
        names = [_slashes(entry.filename).lower() for entry in entries]
        if len(set(names)) != len(names):
            self.damaged()
        for entry in entries:
            steps = _slashes(entry.filename).split("/")
            if ".." in steps or not steps[0] or ":" in entry.filename or "\0" in entry.orig_filename:
                self.damaged()
            if entry.flag_bits & 0x41:
                raise BadInput(error("file-encrypted", self._place))
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                self.damaged()
        total = sum(entry.file_size for entry in entries)
        packed = max(1, min(len(self._data), sum(entry.compress_size for entry in entries)))
        if total > MAX_TOTAL or (total > RATIO_FREE and total / packed > MAX_RATIO):
            raise BadInput(error("book-too-big", self._place))

    def _packed(self, entry: zipfile.ZipInfo) -> memoryview:
        """The packed bytes of a part, found through its own header, which must agree with the directory."""
        start = entry.header_offset
        if not 0 <= start <= len(self._data) - _LOCAL_HEADER.size:
            self.damaged()
        head = _LOCAL_HEADER.unpack_from(self._data, start)
        if head[0] != b"PK\x03\x04" or head[3] != entry.compress_type:
            self.damaged()
        start += _LOCAL_HEADER.size + head[9] + head[10]
        packed = self._data[start : start + entry.compress_size]
        if len(packed) != entry.compress_size:
            self.damaged()
        return packed

    def _inflate(self, entry: zipfile.ZipInfo, packed: memoryview) -> Iterator[bytes]:
        if entry.compress_type == zipfile.ZIP_STORED:
            for start in range(0, len(packed), PIECE):
                yield bytes(packed[start : start + PIECE])
            return
        inflater = zlib.decompressobj(-15)
        held: list[bytes] = []
        size = 0
        for start in range(0, len(packed), _FEED):
            feed: bytes | memoryview = packed[start : start + _FEED]
            while feed:
                try:
                    piece = inflater.decompress(feed, PIECE)
                except zlib.error:
                    self.damaged()
                held.append(piece)
                size += len(piece)
                feed = inflater.unconsumed_tail
                if size >= PIECE:
                    yield b"".join(held)
                    held, size = [], 0
        tail = inflater.flush()
        if not inflater.eof or inflater.unused_data:
            self.damaged()
        yield b"".join([*held, tail])


def _has_one_end(data: bytes) -> bool:
    """Whether all readers find the same end of the zip: the last trailer, and no other, reaches its end.

    A workbook attached to a workbook has a trailer of its own, which does not.
    """
    at = data.rfind(_TRAILER, max(0, len(data) - _TRAILER_REACH))
    ends = []
    while at >= 0:
        comment = data[at + _COMMENT_LENGTH : at + _COMMENT_LENGTH + 2]
        ends.append(at + _COMMENT_LENGTH + 2 + int.from_bytes(comment, "little") == len(data))
        at = data.rfind(_TRAILER, max(0, len(data) - _TRAILER_REACH), at)
    return ends[:1] == [True] and not any(ends[1:])


def _slashes(name: str) -> str:
    """A part's name in the usual way; some exporters on Windows write backslashes."""
    return name.replace("\\", "/")


def directory_names(data: bytes) -> frozenset[str]:
    """The lower-case names in the directory of a zip, unchecked; none when it cannot be read."""
    return frozenset(_slashes(name).lower() for name in directory_spelling(data))


def directory_spelling(data: bytes) -> frozenset[str]:
    """The names in the directory of a zip as they are spelled, unchecked; none when it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, ValueError, struct.error, OverflowError, NotImplementedError):
        return frozenset()


MOST_REBUILT = 256 << 20
"""Bytes of all parts that are held at once to write them anew."""
_MARKUP = (".xml", ".rels", ".vml")
_DECLARED = re.compile(r"\A(<\?xml[^>]*?\bencoding\s*+=\s*+)([\"'])[\w.-]++\2")
_STARTS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}


def has_backslashes(data: bytes) -> bool:
    """Whether the parts of a zip are named in the way of Windows."""
    return any("\\" in name for name in directory_spelling(data))


def rebuilt(data: bytes, name: str) -> bytes | None:
    """The same parts under names with slashes, markup in UTF-8; None where that does not help.

    Raises:
        BadInput: the zip is damaged, hostile, or too large.
    """
    parts = ZipParts(data, Place(file=name))
    if sum(map(parts.size, parts.names())) > MOST_REBUILT:
        return None
    stream = io.BytesIO()
    changed = has_backslashes(data)
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in parts.names():
            content = parts.whole(part, MOST_REBUILT)
            if part.lower().endswith(_MARKUP):
                utf8 = _as_utf8(content)
                changed, content = changed or utf8 != content, utf8
            # The type of an OpenDocument file stands in the clear at the head of it.
            how = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(part), content, compress_type=how)
    return stream.getvalue() if changed else None


def _as_utf8(content: bytes) -> bytes:
    encoding = _STARTS.get(content[:2])
    if encoding is None:
        return content
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return content
    return _DECLARED.sub(r"\1\2UTF-8\2", text, count=1).encode("utf-8", errors="surrogatepass")
