"""Where reports are written: 报告/ beside the plans, never over a file that somebody has changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.findings import Finding, note, warning
from shuangsuiji.files.disk import read_bytes, replace_file, trouble_at
from shuangsuiji.workflows.environment import FilePath

REPORTS = "报告"
WRITTEN = "生成记录.json"


@dataclass(frozen=True, kw_only=True)
class WrittenReport:
    """The files of a report, in order, and what is to be said of them.

    Attributes:
        folder: 报告 beside the plans.
        files: as they lie there now, those that were the same before among them.
        findings: what was kept, what was left as it is.
    """

    folder: Path
    files: tuple[Path, ...]
    findings: tuple[Finding, ...]


def write_reports(beside: Path, files: Mapping[str, bytes], out: FilePath | None = None) -> WrittenReport:
    """Writes every file under its name, or under a numbered one where somebody has changed what lies there.

    The digest of every file written is kept in 生成记录.json: a file that still has it was touched by nobody
    and may be replaced by a newer one. The files of one report go together, under one number.

    Args:
        beside: the folder that holds the folder of draws.
        files: name -> bytes.
        out: the folder to write into instead of 报告.

    Raises:
        FileTrouble: the disk refuses, or a file is open elsewhere.
    """
    folder = beside / REPORTS if out is None else Path(out)
    with trouble_at(folder):
        folder.mkdir(parents=out is not None, exist_ok=True)
    written = _written_before(folder)
    number = 1
    while not all(_free(folder / _numbered(name, number), data, written) for name, data in files.items()):
        number += 1
    paths: list[Path] = []
    findings: list[Finding] = []
    for name, data in files.items():
        path = folder / _numbered(name, number)
        findings += _said(path, name, data)
        replace_file(path, data)
        written[path.name] = str(sha256(data))
        # At once, so that a file that stays because the next one is open in Excel is known as ours.
        replace_file(folder / WRITTEN, canonical_json(dict(sorted(written.items()))))
        paths.append(path)
    return WrittenReport(folder=folder, files=tuple(paths), findings=tuple(findings))


def _said(path: Path, name: str, data: bytes) -> list[Finding]:
    """What becomes of a file: nothing worth saying where it is new under its own name."""
    if path.name != name and not path.exists():
        return [warning("report-kept", name=name, new=path.name)]
    if not path.exists():
        return []
    if read_bytes(path) == data:
        return [note("report-same", name=path.name)]
    return [note("report-replaced", name=path.name)]


def _written_before(folder: Path) -> dict[str, str]:
    """File name -> digest of what was written; nothing where the list is missing or damaged."""
    try:
        digests = json.loads((folder / WRITTEN).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return {str(name): str(digest) for name, digest in digests.items()} if isinstance(digests, dict) else {}


def _free(path: Path, data: bytes, written: Mapping[str, str]) -> bool:
    """Whether a file may be written here: nothing is there, or the same, or what nobody has touched since."""
    if not path.exists():
        return True
    present = read_bytes(path)
    return present == data or written.get(path.name) == sha256(present)


def _numbered(name: str, number: int) -> str:
    stem, _, suffix = name.rpartition(".")
    return name if number == 1 else f"{stem}（{number}）.{suffix}"
