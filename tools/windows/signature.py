"""The digest of a Windows program, and whether its own signature is about it (Authenticode).

Who has signed is not verified here: that needs the certificates of a Windows. What is compared is that the
bytes are those that the signature speaks of, so that a changed program is noticed before it is packed.
"""

from __future__ import annotations

import hashlib
import struct

_SIGNATURE_ENTRY = 4
"""The place of the certificate table among the directories of a program."""


def is_what_was_signed(program: bytes) -> bool:
    """Whether the digest of a program stands in the signature at its end.

    Args:
        program: the bytes of an .exe or .dll.
    """
    header = struct.unpack_from("<I", program, 0x3C)[0]
    optional = header + 24
    wide = struct.unpack_from("<H", program, optional)[0] == 0x20B
    checksum, directories = optional + 64, optional + (112 if wide else 96)
    entry = directories + 8 * _SIGNATURE_ENTRY
    start, size = struct.unpack_from("<II", program, entry)
    if not size:
        return False
    digest = hashlib.sha256()
    digest.update(program[:checksum])
    digest.update(program[checksum + 4 : entry])
    digest.update(program[entry + 8 : start])
    return digest.digest() in program[start : start + size]
