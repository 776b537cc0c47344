"""Where corrections of a registry are kept beside an archive, and whether they are what the ledger says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.ledger import Event, LedgerLine
from shuangsuiji.files.archive import MANIFEST
from shuangsuiji.files.disk import read_bytes

CORRECTION = "correction.json"


def correction_name(number: int) -> str:
    """The folder of one correction, beside 档案 and in 文书, such as 更正-001."""
    return f"更正-{number:03d}"


def correction_problems(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """Files of corrections that are missing or are not what the ledger says, by their paths."""
    wrong: list[str] = []
    for line in lines:
        if line.event != Event.CORRECTED or line.text("archive") != folder.name:
            continue
        base = folder / correction_name(int(line.text("number") or 0))
        for name, digest in ((MANIFEST, line.text("manifest")), (CORRECTION, line.text("result"))):
            path = base / name
            if not path.is_file() or sha256(read_bytes(path)) != digest:
                wrong.append(f"{base.name}/{name}")
        wrong += [
            f"{base.name}/{path.name}"
            for path in sorted(base.glob("名录库-*"))
            if sha256(read_bytes(path)) != line.text("registry")
        ]
    return wrong
