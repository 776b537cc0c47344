"""The step of an audit about working papers, which people may edit: those of the draw are made again."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import PurePosixPath

from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import cell_name
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.results.entry_columns import COLUMNS
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST, drawn_list
from shuangsuiji.documents.drawing.print_list import PRINT_LIST
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.documents.papers import PAPERS
from shuangsuiji.documents.papers import papers as papers_of
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import RESULT_ENTRIES, is_stray
from shuangsuiji.files.current_papers import DRAFTS
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.version import __version__
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.steps import Details, NothingThere, PartlyDone, StepSkipped
from shuangsuiji.workflows.current_papers import current_set, papers_of_steps, recorded_dossier, retired
from shuangsuiji.workflows.publishing.private_data import without_private
from shuangsuiji.workflows.standing_draws import stored_entries

MOST_CELLS = 8
"""So many cells of a workbook are named at most."""
DIFFERENCES = frozenset(
    {"audit-paper-missing", "audit-paper-differs", "audit-paper-unreadable", "audit-paper-edited"}
)
"""Findings of papers that do not say, or not legibly, what the record says."""
_ENTRY_SHEET = "结果录入表.xlsx"
_LIST = f"{DRAFTS}/{DRAWN_LIST.file}"
_DAY = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
MOST_BYTES = 100_000_000
"""A paper that unpacks to more is not compared."""


def papers(case: AuditCase) -> Details:
    """Step 10: the papers say what papers made of the record now say, cell by cell.

    Objects, teams, leaders and dates of every sheet and every document, after all events and corrections;
    then what each event, correction or cancellation asked to be signed and served, wherever it lies now.
    Papers are there to be edited: what differs is told and no failure, but then the step is not ✓:
    first every file, then the cells. Older versions of the set and whatever else lies there is not compared.
    A draw of another version of the program may have had other papers, which is told as such.

    Raises:
        StepSkipped: a paper differs, or was not compared.
        NothingThere: there are no papers.
    """
    archive = case.archive
    stored = [name for name in archive.papers if not is_stray(name)]
    if not stored:
        raise NothingThere("audit-no-papers")
    try:
        now = _recorded_now(case)
        made, of_steps = _made_again(case, now), papers_of_steps(archive, case.lines_if_whole or ())
    except SsjError as trouble:
        raise StepSkipped("audit-papers-not-made", why=str(trouble)) from None
    told: Details = []
    counts: Details = []
    same = 0
    compared = set(made)
    for name, data in {**made, **of_steps}.items():
        own = [name, *retired(archive.papers, name)] if name in of_steps else [name]
        there = next((one for one in own if one in archive.papers), None)
        if there is None:
            counts.append(("audit-paper-missing", {"file": name}))
            continue
        compared.add(there)
        differing = _differences(there, data, archive.papers[there])
        if differing and name == _ENTRY_SHEET and _is_filled_in(data, archive.papers[there]):
            differing = []
        if differing and name == _LIST and _is_list_of_its_day(case, now, archive.papers[there]):
            differing = []
        same += not differing
        counts += differing[:1]
        told += differing[1:]
    if counts and case.manifest["software"]["shuangsuiji"] != __version__:
        then = case.manifest["software"]["shuangsuiji"]
        raise PartlyDone(
            [("audit-papers-other-version", {"count": len(counts), "then": then, "now": __version__})]
        )
    packages = tuple(f"{name}/" for name in archive.packages())
    others = [name for name in stored if name not in compared and not name.startswith(packages)]
    if others:
        folders = dict.fromkeys(PurePosixPath(name).parts[0] for name in others)
        counts.append(("audit-papers-uncompared", {"count": len(others), "files": "、".join(folders)}))
    match: Details = [("audit-papers-match", {"count": same}), *_own_words(case, compared)]
    if counts:
        raise PartlyDone([*(match if same else match[1:]), *counts, *told])
    return match


def _own_words(case: AuditCase, compared: Iterable[str]) -> Details:
    """The papers made from templates that are not ours: what those say beside the record is the office's."""
    own = {name for name, data in templates_of(case.archive).items() if data != shipped(name)}
    files = sorted({PurePosixPath(name).name for name in compared} & own)
    return [("audit-papers-own-templates", {"files": "、".join(files)})] if files else []


def _recorded_now(case: AuditCase) -> Dossier:
    archive = case.archive
    entries = stored_entries([*archive.folders(RESULT_ENTRIES).values()])
    stands = archive.dossier(entries).after(archive.events())
    return recorded_dossier(stands, archive.folder.resolve(), case.lines_if_whole or ())


def _drawn_cells(data: bytes) -> list[list[str]]:
    """What the entry sheet has of the draw: all but the columns that are filled in, sheet by sheet."""
    given = {column.title for column in COLUMNS if column.kind == "given"}
    found: list[list[str]] = []
    for grid in read_grids(data, _ENTRY_SHEET)[0]:
        heads = next((row for row in grid.rows if given <= set(row)), [])
        filled = {place for place, title in enumerate(heads) if title not in given}
        below = False
        found.append([grid.sheet])
        for row in grid.rows:
            cells = [cell for place, cell in enumerate(row) if not (below and place in filled)]
            found.append([cell for cell in cells if cell])
            below = below or row is heads
    return [row for row in found if row]


def _is_filled_in(made: bytes, stored: bytes) -> bool:
    """Whether the entry sheet differs in nothing but what is to be filled in; 档案 has what was entered."""
    try:
        return _drawn_cells(made) == _drawn_cells(stored)
    except SsjError:
        return False


def _is_list_of_its_day(case: AuditCase, now: Dossier, stored: bytes) -> bool:
    """Whether the list is what `ssj publish` makes on a day that it names: that day is on no record."""
    try:
        texts = list(shown_texts(stored))
    except Exception:  # a paper that was edited may be anything
        return False
    days = {as_date(text) for line in texts for text in _DAY.findall(line)}
    templates = templates_of(case.archive)
    return any(
        not _differences(_LIST, drawn_list(now, templates, day), stored) for day in days if day is not None
    )


def _made_again(case: AuditCase, now: Dossier) -> dict[str, bytes]:
    """The papers that should lie there: minutes as of the draw, all others as the record stands now."""
    archive = case.archive
    templates = templates_of(archive)
    minutes = papers_of(archive.dossier(), templates, [paper for paper in PAPERS if paper.once])
    del minutes[PRINT_LIST]  # the list of the minutes alone
    current, _ = without_private(current_set(now, templates), now, templates)
    return {**minutes, **current}


def _differences(name: str, made: bytes, stored: bytes) -> Details:
    """What one paper says otherwise than the record: first the file, then its cells if it is a workbook."""
    if stored == made:
        return []
    unpacked = _parts(stored)
    if unpacked is None:
        return [("audit-paper-unreadable", {"file": name})]
    if unpacked == _parts(made):
        return []
    if name.endswith(".xlsx"):
        try:
            cells = list(_cells(name, made, stored))
        except SsjError:
            return [("audit-paper-unreadable", {"file": name})]
        if not cells:
            return [("audit-paper-looks", {"file": name})]
        return [("audit-paper-differs", {"file": name, "count": len(cells)}), *cells[:MOST_CELLS]]
    return [("audit-paper-edited", {"file": name})]


def _cells(name: str, made: bytes, stored: bytes) -> Iterator[tuple[str, dict[str, str | int]]]:
    """Each cell that differs, sheet by sheet; a sheet that is missing or was added."""
    ours = {grid.sheet: grid.rows for grid in read_grids(made, name)[0]}
    theirs = {grid.sheet: grid.rows for grid in read_grids(stored, name)[0]}
    for sheet in dict.fromkeys((*ours, *theirs)):
        if sheet not in ours or sheet not in theirs:
            yield "audit-paper-sheet", {"file": name, "sheet": sheet}
            continue
        blank: list[str] = []
        for row, (right, now) in enumerate(zip_longest(ours[sheet], theirs[sheet], fillvalue=blank)):
            for column, (was, is_now) in enumerate(zip_longest(right, now, fillvalue="")):
                if was != is_now:
                    place = f"{name} › {sheet} › {cell_name(row, column)}"
                    yield (
                        "audit-paper-cell",
                        {"place": place, "right": was or "（空）", "now": is_now or "（空）"},
                    )


def _parts(data: bytes) -> dict[str, bytes] | None:
    """The parts of a paper as they read, however they are packed; None if it is no such file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            if sum(entry.file_size for entry in book.infolist()) > MOST_BYTES:
                return None
            return {name: book.read(name) for name in book.namelist()}
    except Exception:  # a paper that was edited may be anything
        return None
