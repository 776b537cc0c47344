"""What lies in a folder before there is a plan: its workbooks, and what chosen sheets hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.columns.kinds import LAYOUTS
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.plans.draft import SourceDraft
from shuangsuiji.core.plans.plan import Source
from shuangsuiji.core.registries.survey import RegistriesSeen, SheetSeen, Survey, sheets_seen
from shuangsuiji.core.registries.survey import registries_seen as seen_in
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import TEMPORARY, read_bytes, trouble_at
from shuangsuiji.files.readers.grids import LOCK_FILE, read_grids
from shuangsuiji.workflows.check import DRAWS
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.load import RegistryReader
from shuangsuiji.workflows.state import PLAN_SUFFIXES

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"})
MOST_FILES = 60
MOST_BYTES = 60_000_000
_COPIES = ("-标注", "-整理后")
_OWN = frozenset({DRAWS, "文书", "档案", "公示稿", "旧稿"})


def survey(folder: FilePath, *, now: datetime | None = None) -> Survey:
    """The workbooks in a folder and in the folders right below it, each sheet with what it was taken for.

    Args:
        folder: the folder.
        now: its day is that against which certificates may be out of date.

    Raises:
        FileTrouble: the folder cannot be read.
    """
    root, today = Path(folder), day_of(now)
    sheets: list[SheetSeen] = []
    findings: list[Finding] = []
    for path in _workbooks(root):
        try:
            data = read_bytes(path)
            with reading(path.name, len(data)):
                grids, _ = read_grids(data, path.name)
                sheets += sheets_seen(path.relative_to(root).as_posix(), grids, today)
        except (BadInput, FileTrouble) as problem:
            findings += problem.findings[:1]
    return Survey(today=today, sheets=sheets, findings=findings)


def _workbooks(root: Path) -> list[Path]:
    """Candidates by their names, those of the folder itself first."""
    with trouble_at(root):
        folders = [root, *sorted(one for one in root.iterdir() if one.is_dir() and _is_theirs(one))]
        paths = [path for folder in folders for path in sorted(folder.iterdir()) if path.is_file()]
        return [
            path
            for path in paths
            if path.suffix.lower() in SUFFIXES
            and not path.name.startswith((LOCK_FILE, ".", TEMPORARY))
            and not any(word in path.stem for word in _COPIES)
            and path.stat().st_size <= MOST_BYTES
        ][:MOST_FILES]


def _is_theirs(folder: Path) -> bool:
    """Whether registries may lie there: it is none of our own folders, and no other working folder."""
    if folder.name in _OWN or folder.name.startswith("."):
        return False
    return not any(path.suffix.lower() in PLAN_SUFFIXES for path in folder.iterdir())


def registries_seen(
    folder: FilePath,
    registries: Mapping[str, Sequence[SourceDraft]],
    *,
    id_column: str = "",
    now: datetime | None = None,
) -> RegistriesSeen:
    """What the chosen sheets hold together.

    Args:
        folder: what their paths are relative to.
        registries: 检查对象, 检查人员 and the others as in a plan -> their sheets.
        id_column: the column that tells objects apart; by default the usual one.
        now: its day is that against which certificates may be out of date.

    Raises:
        FileTrouble: a file cannot be read.
    """
    root, today = Path(folder), day_of(now)
    reader = RegistryReader(lambda name: read_bytes(root / name))
    tables = {
        kind: reader.table(tuple(map(_source, registries.get(layout.called, ()))) or None, layout)
        for kind, layout in LAYOUTS.items()
    }
    return seen_in(tables, id_column, reader.findings, today)


def _source(draft: SourceDraft) -> Source:
    fields, constants = dict(draft.fields), dict(draft.constants)
    return Source(file=draft.file, sheet=draft.sheet or None, fields=fields, constants=constants)
