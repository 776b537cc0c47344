"""A copy of a filled 结果录入表 with what is wrong at its cells, for a sheet that was refused."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shuangsuiji.core.findings import Finding
from shuangsuiji.documents.registries.marks import marked_copy
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import read_bytes, write_new
from shuangsuiji.files.drafts import beside
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.registries.check import editable_bytes


def mark_sheet(sheet: FilePath, findings: Sequence[Finding]) -> Path:
    """Writes the marked copy beside the sheet, which stays as it is; its path.

    Args:
        sheet: the sheet as it was refused.
        findings: what was found in it.

    Raises:
        BadInput: it cannot be read.
        FileTrouble: the copy cannot be written.
    """
    path = Path(sheet)
    data = read_bytes(path)
    with reading(path.name, len(data)):
        grids, _ = read_grids(data, path.name)
    marked = beside(path, "标注")
    write_new(marked, marked_copy(editable_bytes(data), grids, findings, None, path.name))
    return marked
