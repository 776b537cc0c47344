"""An empty registry as a new file, for the clerk to fill in."""

from __future__ import annotations

from pathlib import Path

from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.findings import Place, error
from shuangsuiji.documents.registries.template import registry_template as template_workbook
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.disk import write_new
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.registries.check import wanted_kind


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
