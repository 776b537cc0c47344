"""A provincial platform beside the archive: entry sheets, comparison, draws that the platform made."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.draw import DrawReport
    from shuangsuiji.workflows.platforms.platform import ExportReport, PlatformComparison


def platform_export(
    place: FilePath, *, mapping: FilePath | None = None, now: datetime | None = None
) -> ExportReport:
    """Writes entry sheets of a plan or an archive; see `workflows.platforms.platform`."""
    from shuangsuiji.workflows.platforms.platform import export

    return export(Path(place), mapping=_path(mapping), now=now or clock.now())


def platform_compare(
    archive: FilePath, lists: Sequence[FilePath], *, mapping: FilePath | None = None
) -> PlatformComparison:
    """Holds a platform's exported lists against an archive; see `workflows.platforms.platform`."""
    from shuangsuiji.workflows.platforms.platform import compare

    return compare(Path(archive), [Path(path) for path in lists], mapping=_path(mapping))


def platform_import(
    plan: FilePath,
    lists: Sequence[FilePath],
    *,
    numbers: Sequence[str],
    mapping: FilePath | None = None,
    batch: str | None = None,
    seed: str | None = None,
    reason: str = "",
    operator: str = "",
    witnesses: Sequence[str] = (),
    recordings: Sequence[str] = (),
    now: datetime | None = None,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
) -> DrawReport:
    """Puts a draw that a platform made on record; see `workflows.platforms.platform`."""
    from shuangsuiji.workflows.platforms.platform import import_draw

    return import_draw(
        Path(plan),
        [Path(path) for path in lists],
        numbers,
        mapping=_path(mapping),
        batch=batch,
        seed=seed,
        reason=reason,
        operator=operator,
        witnesses=witnesses,
        recordings=recordings,
        now=now or clock.now(),
        entropy=entropy,
    )


def _path(path: FilePath | None) -> Path | None:
    return None if path is None else Path(path)
