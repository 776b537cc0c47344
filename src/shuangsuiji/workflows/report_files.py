"""Where reports are written: 报告/ beside the plans, never over a file that says something else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.findings import Finding, note, warning
from shuangsuiji.files.disk import read_bytes, replace_file, trouble_at

REPORTS = "报告"


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


def write_reports(beside: Path, files: Mapping[str, bytes]) -> WrittenReport:
    """Writes every file under its name, or under a numbered one where that name holds something else.

    A workbook that somebody filled in by hand looks no different from one whose record has grown since, so
    neither is ever replaced.

    Args:
        beside: the folder that holds the folder of draws.
        files: name -> bytes.

    Raises:
        FileTrouble: the disk refuses, or a file is open elsewhere.
    """
    folder = beside / REPORTS
    with trouble_at(folder):
        folder.mkdir(exist_ok=True)
    paths: list[Path] = []
    findings: list[Finding] = []
    number = _free_number(folder, files)
    for name, data in files.items():
        path = _numbered(folder / name, number)
        if path.exists():
            findings.append(note("report-same", name=path.name))
        else:
            replace_file(path, data)
            if number > 1:
                findings.append(warning("report-kept", name=name, new=path.name))
        paths.append(path)
    return WrittenReport(folder=folder, files=tuple(paths), findings=tuple(findings))


def _free_number(folder: Path, files: Mapping[str, bytes]) -> int:
    """The first number under which each file is free or the same; the files of one report go together."""
    number = 1
    while not all(_fits(_numbered(folder / name, number), data) for name, data in files.items()):
        number += 1
    return number


def _fits(path: Path, data: bytes) -> bool:
    return not path.exists() or (path.is_file() and read_bytes(path) == data)


def _numbered(path: Path, number: int) -> Path:
    return path if number == 1 else path.with_name(f"{path.stem}（{number}）{path.suffix}")
