"""bcryptprimitives.dll for Wine 8, which has none: its one function is that of advapi32 under another name.

A library without code: an export that leads on to another library is all that it holds. It is put beside
python.exe for the tests under Wine, and never into the package.
"""

from __future__ import annotations

import struct

_BASE, _ALIGNED = 0x1000, 0x200


def forwarder(library: str, exports: dict[str, str]) -> bytes:
    """A 64-bit DLL whose exports are those of other libraries.

    Args:
        library: its own name, such as bcryptprimitives.dll.
        exports: name -> LIBRARY.function.
    """
    names = sorted(exports)
    tables = 40
    functions, pointers = tables, tables + 4 * len(names)
    ordinals = pointers + 4 * len(names)
    texts = bytearray()
    start = ordinals + 2 * len(names)

    def text(value: str) -> int:
        place = _BASE + start + len(texts)
        texts.extend(value.encode("ascii") + b"\0")
        return place

    own = text(library)
    targets, known = [text(exports[name]) for name in names], [text(name) for name in names]
    directory = struct.pack(
        "<IIHHIIIIIII", 0, 0, 0, 0, own, 1, len(names), len(names),
        _BASE + functions, _BASE + pointers, _BASE + ordinals,
    )  # fmt: skip
    section = directory + struct.pack(f"<{len(names)}I", *targets) + struct.pack(f"<{len(names)}I", *known)
    section += struct.pack(f"<{len(names)}H", *range(len(names))) + bytes(texts)
    size = len(section)
    body = section + bytes(-size % _ALIGNED)

    dos = b"MZ" + bytes(58) + struct.pack("<I", 64)
    coff = struct.pack("<HHIIIHH", 0x8664, 1, 0, 0, 0, 240, 0x2022)
    optional = struct.pack(
        "<HBBIIIIIQIIHHHHHHIIIIHHQQQQII",
        0x20B, 14, 0, 0, len(body), 0, 0, _BASE, 0x180000000, _BASE, _ALIGNED,
        6, 0, 0, 0, 6, 0, 0, _BASE + 0x1000, _ALIGNED, 0, 2, 0x100,
        0x100000, 0x1000, 0x100000, 0x1000, 0, 16,
    )  # fmt: skip
    optional += struct.pack("<II", _BASE, size) + bytes(8 * 15)
    header = struct.pack("<8sIIIIIIHHI", b".rdata", size, _BASE, len(body), _ALIGNED, 0, 0, 0, 0, 0x40000040)
    head = dos + b"PE\0\0" + coff + optional + header
    return head + bytes(_ALIGNED - len(head)) + body


def bcryptprimitives() -> bytes:
    """The library that pydantic-core and calamine ask for random bytes."""
    return forwarder("bcryptprimitives.dll", {"ProcessPrng": "ADVAPI32.SystemFunction036"})
