"""Registries by themselves: checked, made from a template, compared, put in order."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath
from shuangsuiji.core.beijing import beijing_day

if TYPE_CHECKING:
    from shuangsuiji.workflows.registries.check import RegistryReport
    from shuangsuiji.workflows.registries.diff import DiffReport
    from shuangsuiji.workflows.registries.fix import FixReport


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
    """All findings on one registry file, with a marked copy and a list of its cells on demand.

    See `workflows.registries.check`.
    """
    from shuangsuiji.workflows.registries.check import check_registry as job

    today = beijing_day(now or clock.now())
    target = Path(dump) if dump is not None else None
    return job(Path(file), kind=kind, sheet=sheet, id_column=id_column, today=today, mark=mark, dump=target)


def registry_template(kind: str, file: FilePath | None = None, *, id_column: str | None = None) -> Path:
    """An empty registry to fill in, as a new file; see `workflows.registries.template`."""
    from shuangsuiji.workflows.registries.template import write_template

    return write_template(kind, Path(file) if file is not None else None, id_column=id_column)


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
    """What differs between two versions of a registry; see `workflows.registries.diff`."""
    from shuangsuiji.workflows.registries.diff import diff_registries

    target = Path(workbook) if workbook is not None else None
    return diff_registries(
        Path(old),
        Path(new),
        kind=kind,
        sheet=sheet,
        id_column=id_column,
        workbook=target,
        now=now or clock.now(),
    )


def registry_fix(
    file: FilePath,
    *,
    kind: str | None = None,
    sheet: str | None = None,
    id_column: str | None = None,
    now: datetime | None = None,
) -> FixReport:
    """A copy of a registry put in order, beside it; see `workflows.registries.fix`."""
    from shuangsuiji.workflows.registries.fix import fix_registry

    today = beijing_day(now or clock.now())
    return fix_registry(Path(file), kind=kind, sheet=sheet, id_column=id_column, today=today)
