"""Results for the visits of a draw, invented by a rule, for tests of reports."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord
from shuangsuiji.core.records.results import Entry, Result, departments_of

Found = Callable[[VisitRecord, str], Mapping[str, Any] | None]
"""What a department found on a visit, as fields of `Result`; None where it has not been there."""


def inspected(dossier: Dossier, found: Found) -> Dossier:
    """The dossier with one entry of results."""
    results = []
    for visit in dossier.draw["visits"]:
        for department in departments_of(visit):
            fields = found(visit, department)
            if fields is not None:
                results.append(Result(visit=visit["index"], department=department, **fields))
    entry = Entry(
        number=1,
        time="2024-06-28T10:00:00+08:00",
        operator="",
        reason="",
        source="结果录入表.xlsx",
        results=tuple(results),
    )
    return replace(dossier, entries=(entry,))
