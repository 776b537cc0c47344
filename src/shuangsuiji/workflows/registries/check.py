"""A registry file looked at by itself, for the clerk who keeps it (LZ-4), and an empty one to begin with.

With --dump, the cells as they were read become a CSV to be held against the spreadsheet program.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.cells import harmless
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind, kind_named
from shuangsuiji.core.findings import Finding, Place, cell_name, error, has_errors, note
from shuangsuiji.core.registries.examine import Examined, examine, with_findings
from shuangsuiji.core.registries.grid import (
    DAMAGED_ERROR,
    DAMAGED_FORMULA,
    DAMAGED_LONG_NUMBER,
    DAMAGED_SCIENTIFIC,
    Grid,
)
from shuangsuiji.documents.office.editing import lost_parts
from shuangsuiji.documents.registries.marks import marked_copy
from shuangsuiji.documents.registries.template import registry_template as template_workbook
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import read_bytes, write_new
from shuangsuiji.files.drafts import beside
from shuangsuiji.files.readers.file_kinds import XLSX, kind_of
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.workflows.environment import FilePath, day_of

HEADINGS = ("工作表", "单元格", "读作", "显示", "存的是", "说明")

_DAMAGES = {
    DAMAGED_ERROR: "错误值",
    DAMAGED_FORMULA: "公式没有结果",
    DAMAGED_LONG_NUMBER: "超过15位的数字",
    DAMAGED_SCIENTIFIC: "科学记数法",
}


def cells_as_read(grids: Sequence[Grid], examined: Examined | None = None) -> bytes:
    """Every cell that holds something: what is read, what the program shows, what is stored, what is wrong.

    What is stored is given where it is not what is read.

    Args:
        grids: read with `displays`.
        examined: the registry that one of them holds; its numbers are read as numbers.

    Returns:
        UTF-8 with a mark and CRLF, so that Excel and WPS open it; no text in it runs there as a formula.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(HEADINGS)
    for grid in grids:
        numbers = examined.numbers if examined is not None and examined.grid is grid else frozenset()
        writer.writerows([harmless(text) for text in line] for line in _lines(grid.as_displayed(numbers)))
    return stream.getvalue().encode("utf-8-sig", errors="replace")


def _lines(grid: Grid) -> Iterator[tuple[str, ...]]:
    for r, row in enumerate(grid.rows):
        for c, text in enumerate(row):
            stored = grid.stored.get((r, c), "")
            damage = _DAMAGES.get(grid.damaged.get((r, c), ""), "")
            if text or stored or damage:
                yield grid.sheet, cell_name(r, c), text, grid.shown.get((r, c), text), stored, damage


@dataclass(frozen=True, kw_only=True)
class RegistryFile:
    """A registry file as read.

    Attributes:
        path: the file.
        data: its bytes.
        grids: its sheets; empty if it cannot be read.
        examined: what was read; None where an error forbids reading.
        findings: everything there is to say.
    """

    path: Path
    data: bytes
    grids: Sequence[Grid]
    examined: Examined | None
    findings: Sequence[Finding]


@dataclass(frozen=True, kw_only=True, repr=False)
class RegistryReport(Brief):
    """What `check` found; `marked` is the marked copy and `dumped` the list of cells, where asked for."""

    path: Path
    examined: Examined | None
    findings: Sequence[Finding]
    marked: Path | None = None
    dumped: Path | None = None

    @property
    def passed(self) -> bool:
        """Whether a plan could use the file: it was read, and nothing in it is an error."""
        return self.examined is not None and not has_errors(self.findings)


def wanted_kind(name: str | None) -> Kind | None:
    """The kind that a caller names; None if none was named.

    Raises:
        BadUsage: there is no such kind.
    """
    if name is None:
        return None
    kind = kind_named(name)
    if kind is None:
        known = "、".join(f"{kind.value}（{layout.called}）" for kind, layout in LAYOUTS.items())
        raise BadUsage(error("registry-no-such-kind", name=name, known=known))
    return kind


def read_registry(
    path: Path,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    today: date | None = None,
    displays: bool = False,
) -> RegistryFile:
    """A registry file, read and looked at; what is wrong with it is among the findings.

    The arguments are those of `check_registry`, and `displays` of `read_grids`.

    Raises:
        BadUsage: there is no such kind.
        FileTrouble: the file cannot be read.
    """
    wanted = wanted_kind(kind)
    data = read_bytes(path)
    if path.suffix.lower() in (".yaml", ".yml"):
        found = [error("registry-is-plan", Place(file=path.name))]
        return RegistryFile(path=path, data=data, grids=(), examined=None, findings=found)
    try:
        with reading(path.name, len(data)):
            grids, found = read_grids(data, path.name, displays=displays)
            examined, findings = examine(grids, kind=wanted, sheet=sheet, id_column=id_column, today=today)
    except BadInput as problem:
        return RegistryFile(path=path, data=data, grids=(), examined=None, findings=problem.findings)
    if examined is not None:
        used = examined.grid
        others = [grid.sheet for grid in grids if grid is not used and any(map(any, grid.rows))]
        if others:
            place = Place(file=path.name)
            found.append(note("registry-other-sheets", place, used=used.sheet, sheets="、".join(others)))
        examined = with_findings(examined, found)
    return RegistryFile(path=path, data=data, grids=grids, examined=examined, findings=[*found, *findings])


def registry_check(
    file: FilePath,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    mark: bool = False,
    dump: FilePath | None = None,
    now: datetime | None = None,
) -> RegistryReport:
    """All findings on a registry file; with `mark` a copy beside it shows them in its cells.

    Args:
        file: it is never changed.
        kind: which registry it is, in English or Chinese; by default its headings tell.
        sheet: the sheet to look at; by default the one whose headings fit.
        id_column: the column that identifies objects, as 标识 in a plan.
        mark: write the marked copy, 名称-标注.xlsx.
        dump: write the cells of all sheets as read to this new .csv, if the file can be read.
        now: its day is that against which certificates and the registry may be out of date.

    Raises:
        BadUsage: there is no such kind.
        FileTrouble: the file cannot be read, or the copy or the list not written.
    """
    path = Path(file)
    read = read_registry(
        path, kind=kind, sheet=sheet, id_column=id_column, today=day_of(now), displays=dump is not None
    )
    marked, findings = None, list(read.findings)
    if mark and read.grids and read.findings:
        editable = editable_bytes(read.data)
        if editable is not None and lost_parts(editable):
            findings.append(note("registry-copy-lost", Place(file=path.name)))
        copy = marked_copy(editable, read.grids, read.findings, read.examined, path.name)
        marked = beside(path, "标注")
        write_new(marked, copy)
    dumped = Path(dump) if dump is not None and read.grids else None
    if dumped is not None:
        write_new(dumped, cells_as_read(read.grids, read.examined))
    return RegistryReport(path=path, examined=read.examined, findings=findings, marked=marked, dumped=dumped)


def editable_bytes(data: bytes) -> bytes | None:
    """The file, if it is an .xlsx, which can be copied with its formats; else None."""
    return data if kind_of(data) == XLSX else None


def registry_template(kind: str, file: FilePath | None = None, *, id_column: str | None = None) -> Path:
    """Writes an empty registry; the path of the new file.

    Args:
        kind: which registry, in English or Chinese.
        file: the new file, or a folder; by default the registry's name, in the current folder.
        id_column: for objects, what identifies them in place of 定点编码 (WG-11).

    Raises:
        BadUsage: no such kind, or the path is no .xlsx.
        FileTrouble: the file exists already, or cannot be written.
    """
    wanted = wanted_kind(kind)
    assert wanted is not None
    title = LAYOUTS[wanted].title
    if id_column is not None and wanted is not Kind.OBJECTS:
        raise BadUsage(error("template-id-column", title=title))
    path = Path() if file is None else Path(file)
    if path.is_dir():
        path = path / f"{title}.xlsx"
    if path.suffix.lower() != ".xlsx":
        raise BadUsage(error("template-not-xlsx", Place(file=str(path))))
    write_new(path, template_workbook(wanted, id_column))
    return path
