"""Binary workbooks written record by record, so that a test can bend any of them: .xlsb and BIFF 5."""

from __future__ import annotations

import struct

from xlsx_by_hand import LINKS, PACKAGE, package, packed


def record(kind: int, content: bytes = b"") -> bytes:
    """One record of an .xlsb."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(content)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + content


def wide(text: str) -> bytes:
    """A text of an .xlsb with its length."""
    encoded = text.encode("utf-16-le")
    return struct.pack("<I", len(encoded) // 2) + encoded


def xlsb_cell(column: int, value: object) -> bytes:
    style = 0
    if isinstance(value, tuple):
        if len(value) == 1:
            return record(3, struct.pack("<IIB", column, 0, 42))
        value, style = value
    head = struct.pack("<II", column, style)
    if isinstance(value, bool):
        return record(4, head + bytes([value]))
    if isinstance(value, str):
        return record(6, head + wide(value))
    if isinstance(value, int):
        return record(2, head + struct.pack("<I", (value << 2 | 2) & 0xFFFFFFFF))
    return record(5, head + struct.pack("<d", value))


def xlsb_sheet(rows: list[list[object]], hidden: tuple[int, ...] = (), merged: tuple[int, ...] = ()) -> bytes:
    size = struct.pack("<IIII", 0, max(0, len(rows) - 1), 0, max([1, *map(len, rows)]) - 1)
    made = record(129) + record(148, size) + record(145)
    for r, cells in enumerate(rows):
        flags = 0x10 if r in hidden else 0
        made += record(0, struct.pack("<IIHBBI", r, 0, 300, 0, flags, 0))
        made += b"".join(xlsb_cell(c, value) for c, value in enumerate(cells) if value is not None)
    made += record(146)
    if merged:
        made += record(177, struct.pack("<I", 1)) + record(176, struct.pack("<IIII", *merged)) + record(178)
    return made + record(130)


def xlsb_parts(
    *sheets: tuple[str, bytes, int], formats: tuple[str, ...] = (), strings: tuple[str, ...] = ()
) -> dict[str, str | bytes]:
    """The parts of an .xlsb; sheets as name, bytes, state (1 for hidden); style n + 1 has format n."""
    book = record(131) + record(153, struct.pack("<III", 0, 0, 0)) + record(143)
    links = ""
    made: dict[str, str | bytes] = {"_rels/.rels": package("xl/workbook.bin")}
    for number, (name, content, state) in enumerate(sheets, start=1):
        book += record(156, struct.pack("<II", state, number) + wide(f"rId{number}") + wide(name))
        links += (
            f'<Relationship Id="rId{number}" Type="{LINKS}/worksheet" Target="worksheets/sheet{number}.bin"/>'
        )
        made[f"xl/worksheets/sheet{number}.bin"] = content
    made["xl/workbook.bin"] = book + record(144) + record(132)
    made["xl/_rels/workbook.bin.rels"] = f'<Relationships xmlns="{PACKAGE}">{links}</Relationships>'
    styles = record(278) + b"".join(
        record(44, struct.pack("<H", 200 + n) + wide(code)) for n, code in enumerate(formats)
    )
    numbers = [0, *(200 + n for n in range(len(formats)))]
    styles += record(617, struct.pack("<I", len(numbers)))
    styles += b"".join(record(47, struct.pack("<HHHHHHH", 0, n, 0, 0, 0, 0, 0)) for n in numbers) + record(
        618
    )
    made["xl/styles.bin"] = styles
    items = b"".join(record(19, b"\0" + wide(text)) for text in strings)
    made["xl/sharedStrings.bin"] = record(159, struct.pack("<II", len(strings), len(strings))) + items
    return made


def xlsb(*sheets: tuple[str, bytes, int], **other: tuple[str, ...]) -> bytes:
    return packed(xlsb_parts(*sheets, **other))


def biff_record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def biff5(rows: list[list[object]], *, code_page: int | None = 936, before: bytes = b"") -> bytes:
    """A bare BIFF 5 workbook of one sheet, its texts in GBK, as exporters of the nineties write it."""
    globals_ = biff_record(0x809, struct.pack("<HHHH", 0x500, 5, 0, 0)) + before
    if code_page:
        globals_ += biff_record(0x42, struct.pack("<H", code_page))
    name = "对象".encode("gbk")
    bound = struct.pack("<IHB", 0, 0, len(name)) + name
    styles = b"".join(biff_record(0xE0, struct.pack("<HHH10x", 0, number, 0)) for number in (0, 14))
    font = biff_record(0x31, struct.pack("<HHHHHBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 134, 0, 5) + b"Arial")
    size = len(globals_) + 5 * len(font) + len(styles) + 4 + len(bound) + 4
    bound = struct.pack("<I", size) + bound[4:]
    sheet = biff_record(0x809, struct.pack("<HHHH", 0x500, 0x10, 0, 0))
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            sheet += biff_cell(r, c, value)
    book = globals_ + 5 * font + styles + biff_record(0x85, bound) + biff_record(0x0A)
    return book + sheet + biff_record(0x0A)


def biff_cell(r: int, c: int, value: object) -> bytes:
    if value is None:
        return b""
    style = 0
    if isinstance(value, tuple):
        if len(value) == 1:
            return biff_record(0x205, struct.pack("<HHHBB", r, c, 0, 42, 1))
        value, style = value
    if isinstance(value, bool):
        return biff_record(0x205, struct.pack("<HHHBB", r, c, 0, value, 0))
    if isinstance(value, str):
        text = value.encode("gbk")
        return biff_record(0x204, struct.pack("<HHHH", r, c, style, len(text)) + text)
    assert isinstance(value, (int, float))
    return biff_record(0x203, struct.pack("<HHHd", r, c, style, value))
