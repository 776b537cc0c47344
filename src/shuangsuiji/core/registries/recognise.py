"""Which registry a sheet is, told by its headings; what cannot be told is asked for, never guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.columns.column import known_heading
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.registries.heading_rows import HEADING_SEARCH_ROWS
from shuangsuiji.core.registries.headings import SourceChoice, find_heading
from shuangsuiji.core.registries.tables import CLEARLY, rival


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet and the kind that its headings fit."""

    kind: Kind
    grid: Grid


@dataclass(frozen=True, slots=True)
class _Fit:
    score: tuple[int, int]
    kind: Kind
    grid: Grid
    whole: bool


def recognise(
    grids: Sequence[Grid], *, kind: Kind | None = None, sheet: str | None = None
) -> tuple[Recognised | None, list[Finding]]:
    """The one sheet that is a registry, and its kind; or None with the errors that say what to add.

    A sheet counts as the kind of which it holds most known headings, an exact one weighing two and a
    synonym one; a kind whose name stands in the name of sheet or file wins a tie. Where no sheet has all
    the headings that a kind needs, the closest is returned, so that reading it can name what is missing.

    Args:
        grids: the sheets of one file, at least one.
        kind: the kind, if the caller knows it.
        sheet: the sheet, if the caller knows it.
    """
    place = Place(file=grids[0].file)
    if sheet is not None:
        known = "、".join(grid.sheet for grid in grids)
        grids = [grid for grid in grids if norm(grid.sheet) == norm(sheet)]
        if not grids:
            return None, [error("registry-no-sheet", place, sheet=sheet, known=known)]
    fits = [fit for grid in grids for fit in _best(grid, None)]
    if kind is not None:
        own = [fit for fit in fits if fit.kind is kind]
        fits = own or [fit for grid in grids for fit in _best(grid, kind)]
    counts = [_known(fit) for fit in fits]
    if max(counts, default=0) >= CLEARLY:
        fits = [fit for fit, count in zip(fits, counts, strict=True) if rival(count, max(counts))]
    for candidates in (
        [fit for fit in fits if fit.whole and not fit.grid.hidden],
        [fit for fit in fits if fit.whole],
        [max(fits, key=lambda fit: fit.score)] if fits else [],
    ):
        if candidates:
            return _only(candidates, place)
    if kind is not None:
        return Recognised(kind, grids[0]), []
    known = "、".join(layout.called for layout in LAYOUTS.values())
    return None, [error("registry-kind-unknown", place, known=known)]


def _known(fit: _Fit) -> int:
    heading, _ = find_heading(LAYOUTS[fit.kind], fit.grid, SourceChoice())
    return sum(name in LAYOUTS[fit.kind].names for name in heading.columns) if heading else 0


def _only(fits: Sequence[_Fit], place: Place) -> tuple[Recognised | None, list[Finding]]:
    """The one fit, or the question which of several is meant."""
    if len(fits) == 1:
        return Recognised(fits[0].kind, fits[0].grid), []
    if len({id(fit.grid) for fit in fits}) == 1:
        kinds = "、".join(LAYOUTS[fit.kind].called for fit in fits)
        return None, [error("registry-which-kind", place, kinds=kinds)]
    sheets = "、".join(dict.fromkeys(f"{fit.grid.sheet}（{LAYOUTS[fit.kind].called}）" for fit in fits))
    return None, [error("registry-which-sheet", place, sheets=sheets)]


def _best(grid: Grid, wanted: Kind | None) -> list[_Fit]:
    """The kinds that fit a sheet best: one, several if they fit equally well, none without any heading."""
    fits = []
    for kind in Kind if wanted is None else (wanted,):
        layout = LAYOUTS[kind]
        heading, _ = find_heading(layout, grid, SourceChoice())
        points = _points(grid, kind, heading.last_row if heading else None)
        named = any(word in norm(grid.sheet + grid.file) for word in (layout.title, layout.called))
        if points:
            fits.append(_Fit((points, int(named)), kind, grid, heading is not None))
    complete = [fit for fit in fits if fit.whole] or fits
    clear = max((fit.score[0] for fit in complete), default=0)
    if any(fit.score[0] > max(2 * clear, 2 * CLEARLY) for fit in fits):
        complete = fits  # a list that lacks one column is not taken for another kind with two of its words
    best = max((fit.score for fit in complete), default=(0, 0))
    return [fit for fit in complete if fit.score == best]


def _points(grid: Grid, kind: Kind, row: int | None) -> int:
    """Known headings in the heading row, or, where there is none, in the row that has most of them."""
    lookup = LAYOUTS[kind].lookup
    rows = grid.rows[:HEADING_SEARCH_ROWS] if row is None else grid.rows[max(row - 1, 0) : row + 1]
    most = 0
    for cells in rows:
        found: dict[str, int] = {}
        for cell in cells:
            match = known_heading(lookup, cell)
            if match is not None:
                found[match[0]] = max(found.get(match[0], 0), 1 if match[1] else 2)
        most = max(most, sum(found.values()))
    return most
