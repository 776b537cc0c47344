"""A copy of a registry put in order: what is certain is changed and listed, the rest is listed for people."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.findings import Place, note
from shuangsuiji.core.registries.cleaning import InOrder
from shuangsuiji.documents.office.editing import lost_parts
from shuangsuiji.documents.registries.fixed import fixed_copy
from shuangsuiji.errors import BadInput
from shuangsuiji.files.disk import write_new
from shuangsuiji.files.drafts import beside
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.registries.check import editable_bytes, read_registry


@dataclass(frozen=True, kw_only=True, repr=False)
class FixReport(Brief):
    """What was put in order; `copy` is the new file, None where there was nothing to change."""

    path: Path
    done: InOrder
    copy: Path | None


def registry_fix(
    file: FilePath,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    now: datetime | None = None,
) -> FixReport:
    """Writes a cleaned copy beside a registry, 名称-整理后.xlsx; the file itself is never changed.

    Args:
        file: the registry.
        kind: which registry it is; by default its headings tell.
        sheet: the sheet; by default the one whose headings fit.
        id_column: the column that identifies objects.
        now: its day is that against which certificates may be out of date.

    Raises:
        BadInput: it cannot be read as a registry.
        BadUsage: no such kind.
        FileTrouble: the file cannot be read, or the copy not written.
    """
    path, today = Path(file), day_of(now)
    read = read_registry(path, kind=kind, sheet=sheet, id_column=id_column, today=today)
    if read.examined is None:
        raise BadInput(*read.findings)
    editable = editable_bytes(read.data)
    data, done = fixed_copy(editable, read.grids, read.examined, path.name, today)
    if data is None:
        return FixReport(path=path, done=done, copy=None)
    if editable is not None and lost_parts(editable):
        done = replace(done, doubts=(*done.doubts, note("registry-copy-lost", Place(file=path.name))))
    copy = beside(path, "整理后")
    write_new(copy, data)
    return FixReport(path=path, done=done, copy=copy)
