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

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.correction import CellChange, Correction, later_changes, patched
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.core.records.record import DrawRecord, VisitRecord
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import MANIFEST, is_stray
from shuangsuiji.files.disk import read_bytes, trouble_at

CORRECTION = "correction.json"
_REGISTRY = "名录库-"
_CORRECTION = re.compile(r"更正-[0-9]{3,}")


def correction_name(number: int) -> str:
    """The folder of one correction, beside 档案 and in 文书, such as 更正-001."""
    return f"更正-{number:03d}"


def with_corrections(
    dossier: Dossier,
    folder: Path,
    lines: Sequence[LedgerLine],
    ahead: tuple[str, Correction] | None = None,
) -> Dossier:
    """The dossier with the corrected texts; numbers, digests and everything drawn stay as they were.

    Args:
        dossier: of the draw.
        folder: of its archive.
        lines: the ledger.
        ahead: one more correction that is not on record yet, and its registry file as the plan names it.

    Raises:
        BadInput: a correction is not what the ledger says.
    """
    told: list[tuple[str, Correction]] = []
    wrong = correction_problems(folder, lines)
    if wrong:
        raise BadInput(error("record-changed", Place(file=str(folder)), archive=folder.name, file=wrong[0]))
    for line in _lines_of(folder, lines):
        content = json.loads(read_bytes(folder / correction_name(int(line.text("number"))) / CORRECTION))
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
    latest: dict[str, Sequence[CellChange]] = {}
    corrections: list[Correction] = []
    for source, one in told:
        corrections.append(replace(one, changes=later_changes(latest.get(source, []), one.changes)))
        latest[source] = one.changes
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


def _lines_of(folder: Path, lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    return [line for line in lines if line.event == Event.CORRECTED and line.text("archive") == folder.name]


def corrections_without_line(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """Folders of corrections that the ledger does not know: cut off before the line, or slipped in."""
    known = {correction_name(int(line.text("number") or 0)) for line in _lines_of(folder, lines)}
    with trouble_at(folder):
        names = sorted(path.name for path in folder.iterdir() if _CORRECTION.fullmatch(path.name))
    return [name for name in names if name not in known]


def correction_problems(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """Files of corrections that are missing or are not what the ledger says, by their paths."""
    wrong: list[str] = []
    for line in _lines_of(folder, lines):
        base = folder / correction_name(int(line.text("number") or 0))
        for name, digest in ((MANIFEST, line.text("manifest")), (CORRECTION, line.text("result"))):
            path = base / name
            if not path.is_file() or sha256(read_bytes(path)) != digest:
                wrong.append(f"{base.name}/{name}")
        wrong += _registry_problems(base, line)
    return wrong


def _registry_problems(base: Path, line: LedgerLine) -> list[str]:
    """The corrected registry is there, alone, with the digest of the line."""
    if not base.is_dir():
        return []
    with trouble_at(base):
        others = sorted(path.name for path in base.iterdir() if path.name not in (MANIFEST, CORRECTION))
    others = [name for name in others if not is_stray(name)]
    kept = [name for name in others if name.startswith(_REGISTRY)]
    if not kept:
        return [f"{base.name}/{_REGISTRY}…"]
    right = (base / kept[0]).is_file() and sha256(read_bytes(base / kept[0])) == line.text("registry")
    wrong = [] if right else kept[:1]
    return [f"{base.name}/{name}" for name in (*wrong, *(one for one in others if one != kept[0]))]
