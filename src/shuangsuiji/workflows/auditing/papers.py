"""What an audit reads of working papers, which people may have edited."""

from __future__ import annotations

import io
import json

import openpyxl

from shuangsuiji.core.canonical import norm
from shuangsuiji.files.archive import DRAW
from shuangsuiji.workflows.auditing.case import Case
from shuangsuiji.workflows.auditing.steps import Details, NothingThere

RESULTS_BOOK = "抽查结果.xlsx"


def papers(case: Case) -> Details:
    """Step 10: the list of the results workbook has the objects of the draw."""
    if RESULTS_BOOK not in case.archive.papers:
        raise NothingThere("audit-no-papers", file=RESULTS_BOOK)
    record, pool = json.loads(case.archive.sealed[DRAW]), case.archive.snapshot.pool
    try:
        listed = listed_names(case.archive.papers[RESULTS_BOOK])
    except Exception:  # a paper that was edited may be anything
        return [("audit-paper-unreadable", {"file": RESULTS_BOOK})]
    drawn = [norm(pool.name(visit["number"])) for visit in record["visits"]]
    if sorted(listed) != sorted(drawn):
        return [("audit-paper-changed", {"file": RESULTS_BOOK})]
    return [("audit-papers-match", {"file": RESULTS_BOOK, "count": len(drawn)})]


def listed_names(data: bytes) -> list[str]:
    """The names on the sheet 名单 of a results workbook, in normal form; a paper may raise anything."""
    sheet = openpyxl.load_workbook(io.BytesIO(data), read_only=True)["名单"]
    rows = [
        [str(cell) if cell is not None else "" for cell in row] for row in sheet.iter_rows(values_only=True)
    ]
    heading = next(index for index, row in enumerate(rows) if "名称" in row)
    column = rows[heading].index("名称")
    return [norm(row[column]) for row in rows[heading + 1 :] if row[0].strip().isdigit() and row[column]]
