"""Where corrections of a registry are kept beside an archive, and the draw as it reads with them.

The seal of an archive is never touched: 更正-001 … lie beside 档案, vouched for by lines 更正 of the ledger.
For each registry file the latest correction counts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from shuangsuiji.core.records.correction import CellChange, Correction, later_changes, patched
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.core.records.record import DrawRecord, VisitRecord
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.files.archive import CORRECTION, CORRECTIONS, MANIFEST, Archive
from shuangsuiji.files.disk import read_bytes, trouble_at

_CORRECTION = re.compile(rf"{CORRECTIONS.prefix}[0-9]{{3,}}")


def with_corrections(
    dossier: Dossier,
    folder: Path,
    lines: Sequence[LedgerLine],
    ahead: tuple[str, Correction] | None = None,
) -> Dossier:
    """The dossier with the corrected texts; numbers, digests and everything drawn stay as they were.

    The corrections are what the ledger says: whoever reads an archive has walked over it.

    Args:
        dossier: of the draw.
        folder: of its archive.
        lines: the ledger.
        ahead: one more correction that is not on record yet, and its registry file as the plan names it.
    """
    told: list[tuple[str, Correction]] = []
    for line in _lines_of(folder, lines):
        content = json.loads(read_bytes(folder / CORRECTIONS.folder(int(line.text("number"))) / CORRECTION))
        correction = Correction(
            number=int(line.text("number")),
            time=line.text("time"),
            reason=line.text("reason"),
            operator=line.text("operator"),
            changes=tuple(CellChange(**change) for change in content["changes"]),
        )
        told.append((content["source"], correction))
    if ahead is not None:
        told.append(ahead)
    corrections, latest = _against_each_other(told)
    if not latest:
        return dossier
    every = [change for of_file in latest.values() for change in of_file]
    snapshot = Snapshot(patched(dossier.snapshot.files, every), dossier.snapshot.batch)
    visits: list[VisitRecord] = []
    for visit in dossier.draw["visits"]:
        corrected = visit.copy()
        corrected["name"] = snapshot.pool.name(visit["number"])
        visits.append(corrected)
    record = cast(DrawRecord, {**dossier.draw, "visits": visits})
    return replace(dossier, draw=record, snapshot=snapshot, corrections=tuple(corrections))


def corrections_in(archive: Archive) -> tuple[Correction, ...]:
    """The corrections that lie beside an archive, as they say themselves; nothing of them is checked.

    Raises:
        KeyError, ValueError, TypeError: one of them cannot be understood.
    """
    told: list[tuple[str, Correction]] = []
    for files in archive.folders(CORRECTIONS).values():
        manifest, content = json.loads(files[MANIFEST]), json.loads(files[CORRECTION])
        correction = Correction(
            number=manifest["number"],
            time=manifest["time"],
            reason=manifest["reason"],
            operator=manifest["operator"],
            changes=tuple(CellChange(**change) for change in content["changes"]),
        )
        told.append((content["source"], correction))
    return tuple(_against_each_other(told)[0])


def _against_each_other(
    told: Sequence[tuple[str, Correction]],
) -> tuple[list[Correction], dict[str, Sequence[CellChange]]]:
    """Each correction against what was on record before it, and the latest changes of each registry file."""
    latest: dict[str, Sequence[CellChange]] = {}
    corrections: list[Correction] = []
    for source, one in told:
        corrections.append(replace(one, changes=later_changes(latest.get(source, []), one.changes)))
        latest[source] = one.changes
    return corrections, latest


def _lines_of(folder: Path, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    return [line for line in lines if line.event == Event.CORRECTED and line.text("archive") == folder.name]


def corrections_without_line(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """Folders of corrections that the ledger does not know: cut off before the line, or slipped in."""
    known = {CORRECTIONS.folder(int(line.text("number") or 0)) for line in _lines_of(folder, lines)}
    with trouble_at(folder):
        names = sorted(path.name for path in folder.iterdir() if _CORRECTION.fullmatch(path.name))
    return [name for name in names if name not in known]
