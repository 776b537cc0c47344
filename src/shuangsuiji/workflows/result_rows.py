"""Results as values: rows of a caller become the sheet that a clerk would fill in, for the same reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuangsuiji.core.canonical import canonical_csv, norm
from shuangsuiji.core.cells import value_text
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.results import Inspection
from shuangsuiji.core.results.entry_columns import COLUMNS, person_labels, row_texts
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.plan_files import refuse_no_rows
from shuangsuiji.workflows.standing_draws import StandingDraw

ResultRow = Mapping[str, object]
"""A result: `visit` from 1, `department`, and what was found, by key or title of the sheet's columns."""

ROWS_NAME = "rows.csv"
"""What findings and the record call the sheet; row 1 of the caller is its line 2."""
_KEYS = {"visit": "serial"} | {name: column.key for column in COLUMNS for name in (column.key, column.title)}


def sheet_of_rows(draw: StandingDraw, rows: Sequence[ResultRow]) -> bytes:
    """The sheet of the rows alone: what they leave out stands there as in the sheet that goes to the clerk.

    That is object and items, the people drawn, the way of inspection that is planned, and an earlier result.

    Args:
        draw: whose visits they are of.
        rows: a department may be left out where the visit has only one.

    Raises:
        BadUsage: a key is none of these, or a value is no text, number, day or list of them.
    """
    refuse_no_rows(ROWS_NAME, rows)
    labels = person_labels(draw.dossier)
    visits = {inspection.visit["index"]: inspection for inspection in draw.inspections}
    lines: list[list[str]] = []
    for number, row in enumerate(rows, 2):
        typed = {_key(name, number): _text(name, value, number) for name, value in row.items()}
        serial = norm(typed.get("serial", ""))
        known = _prefilled(draw, visits.get(int(serial) if serial.isdecimal() else 0), typed, labels)
        lines.append([(known | typed).get(column.key, "") for column in COLUMNS])
    return canonical_csv([column.title for column in COLUMNS], lines)


def _prefilled(
    draw: StandingDraw, inspection: Inspection | None, typed: Mapping[str, str], labels: dict[str, str]
) -> dict[str, str]:
    """The row as it goes to the clerk; nearly blank where visit or department is none of the draw."""
    if inspection is None:
        return {}
    department = draw.plan.department(typed.get("department", ""))
    if not typed.get("department") and len(inspection.departments) == 1:
        (department,) = inspection.departments
    if department not in inspection.departments:
        return {"id": inspection.visit["id"]}
    return row_texts(draw.dossier, inspection, department, labels)


def _key(name: str, line: int) -> str:
    if name not in _KEYS:
        known = "、".join(["visit", *(column.key for column in COLUMNS if column.key != "serial")])
        raise BadUsage(error("results-row-key", Place(file=ROWS_NAME, line=line), key=str(name), known=known))
    return _KEYS[name]


def _text(name: str, value: object, line: int) -> str:
    text = value_text(value)
    if text is None:
        place = Place(file=ROWS_NAME, line=line)
        raise BadUsage(error("results-row-value", place, key=name, value=repr(value)[:60]))
    return text
