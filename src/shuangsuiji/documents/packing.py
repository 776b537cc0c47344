"""Zip containers whose bytes depend on their parts alone: fixed order, times and attributes.

The same dossier must give the same papers, on every system (quality.md). Deflate may differ between zlib
builds; whoever compares across machines compares the parts.
"""

from __future__ import annotations

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def repacked(data: bytes) -> bytes:
    """The same zip with nothing left of the system that wrote it."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as written,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive,
    ):
        for name in written.namelist():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = _UNIX
            info.external_attr = 0o600 << 16
            archive.writestr(info, written.read(name))
    return buffer.getvalue()
