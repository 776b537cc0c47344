"""What a file or a folder is, by its content, and what is done with it: for whatever is dragged onto `ssj`.

A plan is checked, a registry is checked with marks, a filled 结果录入表 goes to the draw that its heading
names, an archive is verified, and a folder with one plan stands for that plan. Nothing is written here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Place, error, has_errors
from shuangsuiji.core.records.ledger import standing_draws
from shuangsuiji.core.registries.examine import recognise
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.survey import sheets_seen
from shuangsuiji.core.results.entry_columns import is_of_line
from shuangsuiji.core.results.entry_rows import named_draw
from shuangsuiji.errors import BadInput, FileTrouble, UnreadableArchive
from shuangsuiji.files.archive import MANIFEST, PAPERS, SEALED
from shuangsuiji.files.budget import reading
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.ledger import LEDGER, Ledger
from shuangsuiji.files.readers.file_kinds import kind_of
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.yaml_edit import looks_like_plan
from shuangsuiji.workflows.environment import FilePath, day_of
from shuangsuiji.workflows.state import PLAN_SUFFIXES, ledger_folders, the_plan

RESULT = "检查结果"
"""The heading without which a sheet is no 结果录入表."""
_SECRET = re.compile(rb"[0-9a-f]{64}")


class Thing(StrEnum):
    """What a path is."""

    PLAN = "计划"
    REGISTRY = "名录库"
    RESULTS = "结果录入表"
    ARCHIVE = "抽取档案"
    PAPER = "抽取档案里的文书（有没有改动，看所属档案的复核）"
    DRAWS = "台账和档案的文件夹"
    FOLDER = "工作文件夹"


@dataclass(frozen=True, kw_only=True)
class Recognition:
    """What a path was recognised as, and the command for it.

    Attributes:
        thing: what it is.
        path: the path that the command is about.
        commands: what `ssj` is given, one after the other.
        writes: they put something on record, and have to be confirmed.
    """

    thing: Thing
    path: Path
    commands: tuple[tuple[str, ...], ...]
    writes: bool = False


def recognised(place: FilePath) -> Recognition:
    """What a file or folder is, and what to do with it.

    Args:
        place: its path.

    Raises:
        BadInput: it cannot be read, is nothing of ours, or names a draw that is not here.
        FileTrouble: it is not there.
    """
    path = Path(place)
    if path.is_dir():
        return _folder(path)
    data = read_bytes(path)
    if path.suffix.lower() in PLAN_SUFFIXES and looks_like_plan(data):
        return Recognition(thing=Thing.PLAN, path=path, commands=(("check", str(path)),))
    if (record := _of_record(path, data)) is not None:
        return record
    if (of_archive := _of_archive(path, data)) is not None:
        return of_archive
    grids = _grids(path, data)
    inside = _archive_around(path)
    if inside is not None and PAPERS in path.resolve().parts and not _takes_results(grids):
        return Recognition(thing=Thing.PAPER, path=inside, commands=(("audit", str(inside)),))
    title = named_draw(grids)
    if title:
        archive = _archive_of(path, title, grids)
        command = ("results", str(archive), str(path))
        return Recognition(thing=Thing.RESULTS, path=archive, commands=(command,), writes=True)
    return Recognition(thing=Thing.REGISTRY, path=path, commands=_checks(path, grids))


def _of_archive(path: Path, data: bytes) -> Recognition | None:
    """A Word paper, as the archive in whose folder it lies; None for anything that may be a table.

    Raises:
        BadInput: a Word paper that lies elsewhere, or the secret of a ledger.
    """
    if _SECRET.fullmatch(data.strip()):
        raise UnreadableArchive(error("secret-alone", Place(file=path.name)))
    if kind_of(data) != "file-word":
        return None
    inside = _archive_around(path)
    if inside is None:
        raise UnreadableArchive(error("paper-alone", Place(file=path.name)))
    return Recognition(thing=Thing.PAPER, path=inside, commands=(("audit", str(inside)),))


def _takes_results(grids: Sequence[Grid]) -> bool:
    """Whether there is a table to fill in results; other workbooks of a draw name it at their head, too."""
    return any({"序号", "检查结果"} <= {cell.strip() for cell in row} for grid in grids for row in grid.rows)


def _archive_around(path: Path) -> Path | None:
    """The archive in whose folder a file lies."""
    return next((one for one in path.resolve().parents[:4] if (one / SEALED / MANIFEST).is_file()), None)


def _of_record(path: Path, data: bytes) -> Recognition | None:
    """A ledger, or a JSON file of an archive, as the whole that it belongs to; None for anything else.

    Raises:
        BadInput: a JSON file that stands by itself.
    """
    try:
        first = json.loads(
            data.splitlines()[0] if b"\n" in data.strip() and path.suffix == ".jsonl" else data
        )
    except (ValueError, RecursionError, IndexError):
        return None
    if not isinstance(first, dict | list):
        return None
    if path.name == LEDGER:
        return Recognition(
            thing=Thing.DRAWS, path=path.parent, commands=(("ledger", "show", str(path.parent)),)
        )
    inside = _archive_around(path)
    if inside is None:
        raise UnreadableArchive(error("json-alone", Place(file=path.name)))
    return Recognition(thing=Thing.ARCHIVE, path=inside, commands=(("audit", str(inside)),))


def _checks(path: Path, grids: Sequence[Grid]) -> tuple[tuple[str, ...], ...]:
    """The check of a workbook, or of each sheet where several are registries.

    Raises:
        BadInput: no sheet is like any registry.
    """
    command = ("registry", "check", str(path), "--mark")
    seen = sheets_seen(path.name, grids, day_of(None))
    sheets = [sheet.sheet for sheet in seen if sheet.kind is not None and sheet.sheet]
    if len(sheets) < 2:
        found, findings = recognise(grids)
        if found is None and has_errors(findings):
            raise BadInput(*findings)
        return (command,)
    return tuple((*command, "--sheet", sheet) for sheet in sheets)


def _folder(path: Path) -> Recognition:
    if path.name == SEALED and (path / MANIFEST).is_file():
        path = path.parent
    if (path / SEALED / MANIFEST).is_file():
        return Recognition(thing=Thing.ARCHIVE, path=path, commands=(("audit", str(path)),))
    if (path / LEDGER).is_file():
        return Recognition(thing=Thing.DRAWS, path=path, commands=(("ledger", "show", str(path)),))
    plan = the_plan(path)
    return Recognition(thing=Thing.FOLDER, path=plan, commands=(("check", str(plan)),))


def draw_of_sheet(sheet: FilePath) -> Path | None:
    """The archive of the draw that a 结果录入表 names in its title, looked for near the sheet and here.

    Args:
        sheet: the workbook.

    Raises:
        BadInput: it cannot be read, or names a draw that is not here.
        FileTrouble: it is not there.
    """
    path = Path(sheet)
    grids = _grids(path, read_bytes(path))
    title = named_draw(grids)
    if not any(norm(cell) == RESULT for grid in grids for row in grid.rows for cell in row):
        raise BadInput(error("results-not-a-form", Place(file=path.name)))
    return _archive_of(path, title, grids) if title else None


def _grids(path: Path, data: bytes) -> list[Grid]:
    with reading(path.name, len(data)):
        return read_grids(data, path.name)[0]


def _archive_of(path: Path, title: str, grids: Sequence[Grid]) -> Path:
    near = [Path(), *list(path.resolve().parents)[:5]]
    for folder in dict.fromkeys(one for root in near for one in ledger_folders(root)):
        try:
            lines = standing_draws(Ledger(folder).read())
        except (BadInput, FileTrouble):
            continue
        for line in lines:
            if is_of_line(title, line):
                return folder / line.text("archive")
    raise BadInput(error("results-draw-not-here", Place(file=grids[0].file), draw=title))
