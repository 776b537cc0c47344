"""Two versions of a registry file compared (LZ-4, XT-5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.columns.kinds import ID_COLUMNS, LAYOUTS, Kind
from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.registries.difference import Difference, compare
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.documents.registries.differences import differences_workbook
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.disk import write_new
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.registries.check import read_registry


@dataclass(frozen=True, kw_only=True, repr=False)
class DiffReport(Brief):
    """What differs, what is to be said about it, and the workbook if one was asked for."""

    difference: Difference
    findings: Sequence[Finding]
    workbook: Path | None = None


def registry_diff(
    old: FilePath,
    new: FilePath,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    workbook: FilePath | None = None,
    now: datetime | None = None,
) -> DiffReport:
    """Compares two files row by row; writes the differences as an .xlsx if asked.

    Args:
        old: the earlier version.
        new: the later version.
        kind: which registry they are; by default their headings tell.
        sheet: the sheet of both; by default the one whose headings fit.
        id_column: the column that identifies objects; by default the first that both have.
        workbook: where to write the differences, a new .xlsx.
        now: the time that the workbook bears; see `environment.time_of`.

    Raises:
        BadInput: a file cannot be read as a registry, or the two cannot be compared.
        BadUsage: no such kind, or the workbook is no .xlsx.
        FileTrouble: a file cannot be read, or the workbook not written.
    """
    target = Path(workbook) if workbook is not None else None
    if target is not None and target.suffix.lower() != ".xlsx":
        raise BadUsage(error("diff-not-xlsx", Place(file=str(target))))
    paths = Path(old), Path(new)
    one, other = (_examined(path, kind, sheet, id_column) for path in paths)
    if one.kind is not other.kind:
        kinds = f"{LAYOUTS[one.kind].called}、{LAYOUTS[other.kind].called}"
        raise BadInput(error("registry-diff-kinds", Place(file=other.grid.file), kinds=kinds))
    if one.kind is Kind.OBJECTS and one.id_column != other.id_column:
        common = next((c for c in ID_COLUMNS if c in one.table.columns and c in other.table.columns), None)
        if common is None:
            raise BadInput(error("registry-diff-no-common-id", Place(file=other.grid.file)))
        one, other = (_examined(path, kind, sheet, common) for path in paths)
    difference = compare(one, other)
    findings = []
    if difference.ambiguous:
        findings.append(warning("registry-diff-ambiguous", count=difference.ambiguous))
    if target is not None:
        write_new(target, differences_workbook(difference, time_of(now)))
    return DiffReport(difference=difference, findings=findings, workbook=target)


def _examined(path: Path, kind: str | None, sheet: str | None, id_column: str | None) -> Examined:
    read = read_registry(path, kind=kind, sheet=sheet, id_column=id_column)
    if read.examined is None:
        raise BadInput(*read.findings)
    if read.examined.kind is Kind.OBJECTS and not read.examined.id_column:
        raise BadInput(*(f for f in read.findings if f.code.endswith("id-column")))
    return read.examined
