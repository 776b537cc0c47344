"""Zip containers whose bytes depend on their parts alone: fixed order, times and attributes.

The same dossier must give the same papers, on every system (quality.md). Deflate may differ between zlib
builds; whoever compares across machines compares the parts.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def repacked(data: bytes) -> bytes:
    """The same zip with nothing left of the system that wrote it."""
    with zipfile.ZipFile(io.BytesIO(data)) as written:
        return packed((name, written.read(name)) for name in written.namelist())


def packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    """A zip of (name, content) parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name, content in parts:
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            archive.writestr(info, content)
    return buffer.getvalue()
