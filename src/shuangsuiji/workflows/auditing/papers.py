"""What an audit reads of working papers, which people may have edited."""

from __future__ import annotations

import io

import openpyxl

from shuangsuiji.core.canonical import norm


def listed_names(data: bytes) -> list[str]:
    """The names on the sheet 名单 of a results workbook, in normal form; a paper may raise anything."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["名单"]
    rows = [
        [str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)
    ]
    heading = next(index for index, row in enumerate(rows) if "名称" in row)
    column = rows[heading].index("名称")
    return [norm(row[column]) for row in rows[heading + 1 :] if row[0].strip().isdigit() and row[column]]
