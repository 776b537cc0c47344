"""文书/ of an archive, brought up to what the record says now: after each event, correction and cancellation.

1. What the papers were made of is told by 旧稿/现行.json, what the record says now by archive and ledger.
2. The papers of both are made; those that differ are replaced, the older go to 旧稿 (`files.current_papers`).
3. So do drafts for publication, and notices and record sheets in 递补-001 and the like, once a later step
   touches their visits: each notice lies in one valid file of 文书, and in that of its last step. The list of
   what to print of 递补-001 follows. Results that were changed make drafts void, too (`retire_drafts`).
4. Minutes (抽取记录, 签到与见证签字表) are of the draw and stay; each event has a record of its own.

It is done after the line of the ledger: papers never tell of what is not on record. If it is cut short or
refused, the record holds, and the next command that writes beside the ledger makes it good (`bring_up`).
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from shuangsuiji.core.findings import Finding, Place, note, warning
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.ledger import Event, LedgerLine, lines_of
from shuangsuiji.core.records.record import CircumstancesRecord
from shuangsuiji.documents.drawing.print_list import PRINT_LIST
from shuangsuiji.documents.drawing.steps import CANCELLATION, DrawStep, steps_of
from shuangsuiji.documents.papers import PAPERS as CATALOGUE
from shuangsuiji.documents.papers import (
    Audience,
    list_of_all,
    list_of_step,
    papers,
    papers_of_step,
    paths_of_draw,
    public_paths,
    replaced_in_step,
)
from shuangsuiji.documents.templates.forms import Templates
from shuangsuiji.documents.wording import minute_text
from shuangsuiji.errors import FileTrouble, SsjError
from shuangsuiji.files.archive import (
    CORRECTIONS,
    MANIFEST,
    NOTES,
    PAPERS,
    RESULT_ENTRIES,
    SEALED,
    SOURCES,
    SUBSTITUTIONS,
    Archive,
    read_archive,
)
from shuangsuiji.files.current_papers import (
    APPROVALS,
    DRAFTS,
    FOLLOW_UP,
    OLD,
    SERVED,
    VOID,
    PapersState,
    read_state,
    replace_papers,
)
from shuangsuiji.files.current_papers import PlacedPapers as PlacedPapers
from shuangsuiji.files.disk import TEMPORARY, clear_unfinished
from shuangsuiji.files.templates_folder import templates_of
from shuangsuiji.workflows.auditing.steps import BROKEN
from shuangsuiji.workflows.corrections_kept import with_corrections
from shuangsuiji.workflows.publishing.private_data import without_private
from shuangsuiji.workflows.requests import withdrawn_of
from shuangsuiji.workflows.standing_draws import stored_entries

CANCELLED = "取消"
"""The folder in 文书 with what a cancellation has to serve."""


def place_current(archive: Archive, lines: Sequence[LedgerLine]) -> tuple[PlacedPapers, list[Finding]]:
    """Brings 文书 of an archive up to the record.

    Args:
        archive: with all that has been sealed into it.
        lines: the ledger, with the line of what happened last.

    Returns:
        What became of the papers, and what has to be said of it. A disk that refuses is said, too: what was
        recorded stands, whatever became of the papers.
    """
    folder = archive.folder.resolve()
    entries = stored_entries(list(archive.folders(RESULT_ENTRIES).values()))
    every, events = archive.dossier(entries), archive.events()
    now = recorded_dossier(every.after(events), folder, lines)
    known = read_state(folder / PAPERS)
    before = replace(
        with_corrections(
            every.after([event for event in events if event["event"] in known.events]),
            folder,
            _first_corrections(lines, folder.name, known.corrections),
        ),
        cancelled=now.cancelled if known.cancelled else None,
    )
    templates = templates_of(archive)
    state = PapersState(
        events=frozenset(event["event"] for event in events),
        corrections=len(now.corrections),
        cancelled=now.cancelled is not None,
    )
    steps = steps_of(now)
    last = steps[-1]
    old, told = current_set(archive, before, templates, known.drafts)
    unfilled = current_set(archive, replace(before, entries=()), templates)[0] if entries else {}
    new, private = current_set(archive, now, templates)
    private = [one for one in private if one.code != "publish-masked" or one not in told]
    void = _void_besides(folder / PAPERS, steps, {*old, *new})
    for lying, step in _folders_of_steps(folder / PAPERS, steps):
        names = {path.name for path in _files(lying)} - {PRINT_LIST}
        left = names - {PurePosixPath(path).name for path in void if path.startswith(f"{lying.name}/")}
        if left != names and (lying / PRINT_LIST).is_file():
            old[f"{lying.name}/{PRINT_LIST}"] = list_of_step(now, step, names)
            new[f"{lying.name}/{PRINT_LIST}"] = list_of_step(now, step, left)
    state = replace(state, drafts=tuple(name for name in known.drafts if name not in void))
    if state.drafts and new:
        new[PRINT_LIST] = list_of_current(now, [*new, *state.drafts])
    try:
        placed = replace_papers(
            folder / PAPERS,
            old,
            new,
            void=void,
            kept=sorted(archive.packages()) if touched(last) or now.cancelled else (),
            unfilled=unfilled,
            step=step_name(last),
            told=f"{minute_text(last.time)}　{last.title}",
            state=state,
        )
    except FileTrouble as trouble:
        place = Place(file=str(folder / PAPERS))
        return PlacedPapers(), [*trouble.findings, warning("papers-not-placed", place)]
    return placed, [*placed.findings(folder / PAPERS), *private]


def current_set(
    archive: Archive, dossier: Dossier, templates: Templates, drafts: Sequence[str] = ()
) -> tuple[dict[str, bytes], list[Finding]]:
    """The papers of 文书 that are made anew after every step, by their paths inside it.

    Args:
        archive: with the plan and the registries as sealed.
        dossier: what is on record of the draw.
        templates: an office's own.
        drafts: what `ssj publish` made since and is still valid, for the list of what to print.

    Returns:
        The papers but for the public ones that show private numbers, and warnings of what these show and
        of what is masked in the others.

    Raises:
        BadInput: one of an office's own templates cannot be filled in.
    """
    made, private = without_private(
        papers(dossier, templates, later=True), dossier, templates, lambda: archive.part(SOURCES)
    )
    if made:
        made[PRINT_LIST] = list_of_current(dossier, [*made, *drafts])
    return made, private


def list_of_current(dossier: Dossier, paths: Sequence[str]) -> bytes:
    """全部打印清单.xlsx of 文书: what was made with the draw alone is there, too."""
    with_draw = [paper.file for paper in CATALOGUE if paper.of_draw and paper.once]
    folders = [step_name(step) for step in steps_of(dossier)[1:]]
    named = dict.fromkeys(path for path in [*with_draw, *paths] if path != PRINT_LIST)
    return list_of_all(dossier, list(named), folders)


def list_drafts(archive: Archive, dossier: Dossier, before: Sequence[str]) -> list[Finding]:
    """Writes 全部打印清单.xlsx again after drafts were made or replaced.

    Args:
        archive: as read.
        dossier: what stands on record of its draw.
        before: the drafts that the list had.

    Returns:
        What has to be said of the list that was replaced.

    Raises:
        FileTrouble: the disk refuses.
    """
    folder, templates = archive.folder / PAPERS, templates_of(archive)
    state = read_state(folder)
    if state.drafts == tuple(before):
        return []
    paths = _listed(archive, dossier, templates)
    placed = replace_papers(
        folder,
        {PRINT_LIST: list_of_current(dossier, [*paths, *before])},
        {PRINT_LIST: list_of_current(dossier, [*paths, *state.drafts])},
        step="重做公示稿",
        told="公示稿等做过，打印清单重新列过",
        state=state,
    )
    return list(placed.findings(folder))


def retire_drafts(archive: Archive, dossier: Dossier, entry: int) -> PlacedPapers:
    """Moves drafts that were made of results that are on record no more to 旧稿; the list follows.

    Args:
        archive: as read.
        dossier: what is on record of its draw.
        entry: the number of the entry that changed results.

    Raises:
        FileTrouble: the disk refuses.
    """
    folder, templates = archive.folder / PAPERS, templates_of(archive)
    state = read_state(folder)
    if not state.drafts:
        return PlacedPapers()
    paths = _listed(archive, dossier, templates)
    return replace_papers(
        folder,
        {PRINT_LIST: list_of_current(dossier, [*paths, *state.drafts])},
        {PRINT_LIST: list_of_current(dossier, paths)},
        void=state.drafts,
        step=RESULT_ENTRIES.folder(entry),
        told=f"第{entry}次录入改了检查结果",
        state=replace(state, drafts=()),
    )


def _listed(archive: Archive, dossier: Dossier, templates: Templates) -> list[str]:
    """The paths of the papers that 文书 has, but for the public ones that show private numbers."""
    public = [paper for paper in CATALOGUE if paper.of_draw and paper.audience is Audience.PUBLIC]
    made, _ = without_private(
        papers(dossier, templates, public, later=True), dossier, templates, lambda: archive.part(SOURCES)
    )
    hidden = set(public_paths()) - set(made)
    return [path for path in paths_of_draw(dossier, templates) if path not in hidden]


def papers_of_steps(archive: Archive, lines: Sequence[LedgerLine], templates: Templates) -> dict[str, bytes]:
    """What each step after the draw asked to be signed and served, by the path inside 文书 that it was given.

    Args:
        archive: with all that has been sealed into it.
        lines: the ledger; without it there are no corrections and no cancellation.
        templates: the office's own.

    Raises:
        BadInput: one of an office's own templates cannot be filled in.
    """
    folder = archive.folder.resolve()
    drawn, events = (
        archive.dossier(stored_entries([*archive.folders(RESULT_ENTRIES).values()])),
        archive.events(),
    )
    made: dict[str, bytes] = {}
    known: list[DrawStep] = []
    steps = steps_of(recorded_dossier(drawn.after(events), folder, lines))
    for step in steps[1:]:
        known.append(step)
        numbers = {one.event for one in known}
        stood = drawn.after([event for event in events if event["event"] in numbers])
        then = recorded_dossier(stood, folder, _until(lines, folder.name, step))
        files = papers_of_step(replace(then, papers_of=step.event), templates)
        left = [name for name in files if not replaced_in_step(name)]
        if _is_void(step, steps) and len(left) < len(files):
            files |= {PRINT_LIST: list_of_step(then, step, left)}
        made |= {f"{step_name(step)}/{name}": data for name, data in files.items()}
    return made


def _until(lines: Sequence[LedgerLine], archive: str, step: DrawStep) -> Sequence[LedgerLine]:
    """The ledger up to the line of a step; of an event, which is known apart from it, without that line."""
    if step.event:
        kind, number = (Event.SUBSTITUTED if step.event > 0 else Event.SENT_ALONG), abs(step.event)
    else:
        kind, number = (Event.CORRECTED if step.correction else Event.CANCELLED), step.correction
    drawn = _drawn_line(lines, archive)
    own = lines_of(lines, drawn, kind) if drawn is not None else []
    line = next((one for one in own if int(one.text("number") or 0) == number), None)
    return lines if line is None else lines[: line.number - bool(step.event)]


def _drawn_line(lines: Sequence[LedgerLine], archive: str) -> LedgerLine | None:
    return next((one for one in lines if one.event == Event.DRAWN and one.text("archive") == archive), None)


def retired(papers: Mapping[str, bytes], name: str) -> list[str]:
    """Where in 文书 a paper may lie that a later step has made void: 旧稿/更正-001以前/递补-001/作废-…"""
    path = PurePosixPath(name)
    end = f"/{path.parent.as_posix()}/{VOID}{path.name}"
    return [own for own in papers if own.startswith(f"{OLD}/") and own.endswith(end)]


def touched(step: DrawStep) -> frozenset[int]:
    """Indexes of the visits whose papers a step made, changed or withdrew."""
    return step.visits | step.inspected | {entry.visit["index"] for entry in step.withdrawn}


def _void_besides(papers: Path, steps: Sequence[DrawStep], compared: Collection[str]) -> list[str]:
    """Paths inside 文书 of what a later step has made void, but for the set that is compared as a whole."""
    void: list[str] = []
    for folder, step in _folders_of_steps(papers, steps):
        if _is_void(step, steps):
            void += [f"{folder.name}/{path.name}" for path in _files(folder) if replaced_in_step(path.name)]
    if touched(steps[-1]) or steps[-1].title == CANCELLATION:
        for name in (DRAFTS, SERVED, APPROVALS, FOLLOW_UP):
            void += [f"{name}/{path.name}" for path in _files(papers / name)]
    return [path for path in void if path not in compared]


def _is_void(step: DrawStep, steps: Sequence[DrawStep]) -> bool:
    """Whether the notices and record sheets of a step are not valid any more."""
    if steps[-1].title == CANCELLATION and step is not steps[-1]:
        return True
    later = frozenset[int]().union(*map(touched, steps[steps.index(step) + 1 :]))
    return bool(step.visits & later)


def _folders_of_steps(papers: Path, steps: Sequence[DrawStep]) -> Iterator[tuple[Path, DrawStep]]:
    """文书/递补-001 and the like with their steps; a step has several where people used its name."""
    for step in steps[1:]:
        name = step_name(step)
        for folder in sorted(papers.glob(f"{name}*")):
            if re.fullmatch(f"{name}(-[0-9]+)?", folder.name):
                yield folder, step


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def papers_are_behind(folder: Path, lines: Sequence[LedgerLine]) -> bool:
    """Whether something is on record that 文书 of an archive was not brought up to: a run that was cut short.

    Args:
        folder: of the archive, resolved; only the state of its papers is read.
        lines: the ledger.
    """
    drawn = _drawn_line(lines, folder.name)
    if drawn is None or not (folder / PAPERS).is_dir() or not (folder / SEALED / MANIFEST).is_file():
        return False
    own = [line.event for line in lines if line.text("archive") == folder.name]
    state = PapersState(
        events=frozenset(
            sign * int(line.text("number"))
            for event, sign in ((Event.SUBSTITUTED, 1), (Event.SENT_ALONG, -1))
            for line in lines_of(lines, drawn, event)
        ),
        corrections=own.count(Event.CORRECTED),
        cancelled=Event.CANCELLED in own,
    )
    return state != read_state(folder / PAPERS)


def bring_up(draws: Path, lines: Sequence[LedgerLine]) -> list[Finding]:
    """Brings the papers of every archive up to the record where a run was cut short before it had done so.

    To be called while the ledger is locked. An archive that cannot be read is left to the audit.

    Args:
        draws: the folder of the archives.
        lines: the ledger.

    Returns:
        A note of each archive whose papers were placed, with what has to be said of them.
    """
    told: list[Finding] = []
    for name in dict.fromkeys(line.text("archive") for line in lines if line.event == Event.DRAWN):
        folder = (draws / name).resolve()
        with contextlib.suppress(SsjError, *BROKEN):  # cut short after the last rename, before it was cleared
            for half in (folder / PAPERS / OLD).glob(f"{TEMPORARY}*"):
                clear_unfinished(half.parent, all_ours=True)
        if papers_are_behind(folder, lines):
            with contextlib.suppress(SsjError, *BROKEN):
                for half in folder.rglob(f"{TEMPORARY}*"):
                    clear_unfinished(half.parent, all_ours=True)
                placed, findings = place_current(read_archive(folder), lines)
                told += [note("papers-brought-up", archive=name, count=len(placed.written)), *findings]
    return told


def recorded_dossier(dossier: Dossier, folder: Path, lines: Sequence[LedgerLine]) -> Dossier:
    """The dossier with the corrections of the ledger, and its cancellation if there is one."""
    line = next(
        (line for line in lines if line.event == Event.CANCELLED and line.text("archive") == folder.name),
        None,
    )
    found = replace(with_corrections(dossier, folder, lines), withdrawn=withdrawn_of(folder, lines))
    if line is None:
        return found
    circumstances = CircumstancesRecord(
        time=line.text("time"), operator=line.text("operator"), witnesses=[], seed=None
    )
    return replace(found, cancelled=(circumstances, line.text("reason")))


def step_name(step: DrawStep) -> str:
    """The folder in 文书 with the papers of a step: 递补-001, 选派-001, 更正-001, 取消."""
    if step.correction:
        return CORRECTIONS.folder(step.correction)
    if step.event:
        kind = SUBSTITUTIONS if step.event > 0 else NOTES
        return kind.folder(abs(step.event))
    return CANCELLED


def _first_corrections(lines: Sequence[LedgerLine], archive: str, count: int) -> list[LedgerLine]:
    """The ledger up to the first so many corrections of an archive."""
    own = [line for line in lines if line.event == Event.CORRECTED and line.text("archive") == archive]
    return [line for line in lines if line not in own[count:]]
