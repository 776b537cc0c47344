"""The step of an audit about working papers, which people may edit: those of the draw are made again."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import PurePosixPath
from typing import cast

from shuangsuiji.core.dates import as_date
from shuangsuiji.core.findings import cell_name
from shuangsuiji.core.records.chances import chance_statement
from shuangsuiji.core.records.dossier import Dossier, FreezeManifest
from shuangsuiji.core.results.entry_columns import COLUMNS
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST, drawn_list
from shuangsuiji.documents.drawing.frozen_papers import frozen_papers
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.documents.papers import PAPERS
from shuangsuiji.documents.papers import papers as papers_of
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.documents.templates.forms import Templates, WatchedTemplates
from shuangsuiji.documents.templates.withheld import withheld_in_papers
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import (
    MANIFEST,
    RESULT_ENTRIES,
    SEALED,
    Archive,
    frozen_name,
    is_stray,
    manifest_of,
    read_archive,
    some,
)
from shuangsuiji.files.archive import PAPERS as PAPERS_FOLDER
from shuangsuiji.files.current_papers import DRAFTS, OLD, read_state
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.version import __version__
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.drafts import is_draft, states_of_draft
from shuangsuiji.workflows.auditing.steps import Details, PartlyDone, StepSkipped
from shuangsuiji.workflows.auditing.walk import Subject
from shuangsuiji.workflows.current_papers import current_set, papers_of_steps, recorded_dossier, retired
from shuangsuiji.workflows.standing_draws import stored_entries

MOST_CELLS = 8
"""So many cells of a workbook are named at most."""
DIFFERENCES = frozenset(
    {"audit-no-papers", "audit-paper-missing", "audit-paper-differs", "audit-paper-unreadable"}
    | {"audit-paper-edited"}
)
"""Findings of papers that do not say, or not legibly, what the record says."""
_RECORDED = (Subject.AFTER, Subject.RESULTS, Subject.CORRECTIONS)
"""What papers are made of beside the draw itself."""
_ENTRY_SHEET = "结果录入表.xlsx"
_LIST = f"{DRAFTS}/{DRAWN_LIST.file}"
_DAY = re.compile("[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
MOST_BYTES = 100_000_000
"""A paper that unpacks to more is not compared."""


def papers(case: AuditCase) -> Details:
    """Step 10: the papers say what papers made of the record now say, cell by cell.

    Objects, teams, leaders and dates of every sheet and every document, after all events and corrections;
    then what each event, correction or cancellation asked to be signed and served, wherever it lies now;
    then the letter of every freeze of the batch that lies beside.
    Papers are there to be edited: what differs is told and no failure, but then the step is not ✓:
    first every file, then the cells. Older versions of the set and whatever else lies there is not compared.
    A draw of another version of the program may have had other papers, which is told as such.

    Raises:
        StepSkipped: a paper differs, was not compared, or all are away.
    """
    stored = [name for name in case.archive.papers if not is_stray(name)]
    if not stored:
        raise StepSkipped("audit-no-papers")
    if not case.is_frozen and len(case.manifest["attempts"]) > max(1, case.manifest["attempt"]):
        raise StepSkipped("audit-papers-attempts", file=MANIFEST)  # each would be printed on every paper
    if lost := case.differences(*_RECORDED, by_ledger=True):
        names = "、".join(dict.fromkeys(str(values["file"]) for _, values in lost))
        raise StepSkipped("audit-papers-no-record", files=names)  # every paper would differ for its want
    try:
        comparison = _of_freeze(case.archive) if case.is_frozen else _of_draw(case)
        beside = [] if case.is_frozen else [*_of_letters(case)]
    except SsjError as trouble:
        raise StepSkipped("audit-papers-not-made", why=str(trouble)) from None
    counts, told = [*comparison.counts], [*comparison.told]
    for other in beside:
        counts += other.counts
        told += other.told
    if counts and case.manifest["software"]["shuangsuiji"] != __version__:
        then = case.manifest["software"]["shuangsuiji"]
        raise PartlyDone(
            [("audit-papers-other-version", {"count": len(counts), "then": then, "now": __version__})]
        )
    passed = (f"{OLD}/", *(f"{name}/" for name in case.archive.packages()))  # void, and step 16
    others = [name for name in stored if name not in comparison.compared and not name.startswith(passed)]
    if others:
        drafts_first = sorted(others, key=lambda name: (not name.startswith(f"{DRAFTS}/"), name))
        counts.append(("audit-papers-uncompared", {"count": len(others), "files": some(drafts_first)}))
    same = comparison.same + sum(one.same for one in beside)
    match: Details = [("audit-papers-match", {"count": same})] if same else []
    match += comparison.older
    match += _own_words(case, comparison.compared.union(*(one.compared for one in beside)))
    if counts:
        raise PartlyDone([*match, *counts, *told])
    return match


@dataclass
class _Comparison:
    """Papers held against those made again: how many are the same, and what the others say otherwise.

    Attributes:
        counts: a line for every paper that differs or is missing.
        told: their cells.
        compared: the names of the papers that were held against one made again.
        older: a line for every draft that is of an earlier state of the record.
    """

    same: int = 0
    counts: Details = field(default_factory=list)
    told: Details = field(default_factory=list)
    compared: set[str] = field(default_factory=set)
    older: Details = field(default_factory=list)

    def hold(self, name: str, made: bytes, stored: bytes | None, label: str, *, excused: _Excuse) -> None:
        """One paper; `label` is what it is called, `excused` says whether a difference is none after all."""
        if stored is None:
            self.counts.append(("audit-paper-missing", {"file": label}))
            return
        differing = _differences(label, made, stored)
        if differing and excused(name, made, stored):
            differing = []
        self.same += not differing
        self.counts += differing[:1]
        self.told += differing[1:]


_Excuse = Callable[[str, bytes, bytes], bool]


def _never(name: str, made: bytes, stored: bytes) -> bool:
    return False


def _of_draw(case: AuditCase) -> _Comparison:
    archive, now = case.archive, _recorded_now(case)
    templates = WatchedTemplates(templates_of(archive))
    made = _made_again(case, now, templates)
    of_steps = papers_of_steps(archive, case.lines_if_whole or (), templates)
    found = _Comparison(compared=set(made), counts=_withheld(templates))

    def excused(name: str, made: bytes, stored: bytes) -> bool:
        if name == _ENTRY_SHEET:
            return _is_filled_in(made, stored)
        return name == _LIST and _is_list_of_its_day(case, now, stored)

    for name, data in {**made, **of_steps}.items():
        own = [name, *retired(archive.papers, name)] if name in of_steps else [name]
        there = next((one for one in own if one in archive.papers), None)
        found.compared |= {there} if there is not None else set()
        stored = archive.papers[there] if there is not None else None
        found.hold(there or name, data, stored, there or name, excused=excused)
    for name in filter(is_draft, archive.papers):
        _hold_draft(case, name, templates, found)
    return found


def _hold_draft(case: AuditCase, name: str, templates: Templates, found: _Comparison) -> None:
    """A draft of results against the states of the record that it may be of."""
    stored = case.archive.papers[name]
    found.compared.add(name)
    states = states_of_draft(case.archive, case.lines_if_whole or (), case.own_line, name, templates)
    newest = next(states)
    fits = next(
        (one for one in itertools.chain([newest], states) if not _differences(name, one.data, stored)), None
    )
    if fits is None:
        found.hold(name, newest.data, stored, name, excused=_never)
        return
    found.same += 1
    if fits.since:
        found.older.append(("audit-draft-older", {"file": name, "count": fits.since}))


def _of_freeze(archive: Archive, folder: str = "") -> _Comparison:
    """The papers of a frozen batch; `folder` stands before their names."""
    manifest, snapshot = cast(FreezeManifest, manifest_of(archive)), archive.snapshot
    templates = WatchedTemplates(templates_of(archive))
    made = frozen_papers(manifest, snapshot, chance_statement(snapshot), templates)
    found = _Comparison(compared=set(made), counts=_withheld(templates))
    for name, data in made.items():
        found.hold(name, data, archive.papers.get(name), f"{folder}{name}", excused=_never)
    return found


def _of_letters(case: AuditCase) -> Iterator[_Comparison]:
    """The letters of every freeze of the batch, where their folders lie beside; their step is told if not."""
    manifest = case.manifest
    for letter in manifest.get("letters", []):
        folder = case.draws / frozen_name(manifest["plan"], manifest["batch"], letter["number"])
        if (folder / SEALED).is_dir():
            yield _of_freeze(read_archive(folder), f"{folder.name}/")


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


def _withheld(templates: WatchedTemplates) -> Details:
    """What the office's own templates keep from the reader of these papers."""
    return [
        ("audit-papers-withheld", {"file": file, "names": "、".join(names)})
        for file, names in withheld_in_papers(templates).items()
    ]


def _made_again(case: AuditCase, now: Dossier, templates: Templates) -> dict[str, bytes]:
    """The papers that should lie there: minutes as of the draw, all others as the record stands now."""
    archive = case.archive
    minutes = papers_of(archive.dossier(), templates, [paper for paper in PAPERS if paper.once])
    current, _ = current_set(archive, now, templates, read_state(archive.folder / PAPERS_FOLDER).drafts)
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
