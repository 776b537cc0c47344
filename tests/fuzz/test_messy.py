"""Registries as clerks leave them: what is read equals the truth, or a finding names the cell."""

from __future__ import annotations

import pytest
from messy import Clerk
from writers import WRITERS

from shuangsuiji.core.cells import comparable, entries
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import INSPECTORS
from shuangsuiji.core.findings import Finding, Level, cell_name
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.registry import Registry, read_inspectors, read_objects
from shuangsuiji.core.registries.tables import read_table
from shuangsuiji.files.readers.grids import read_grids

SEEDS = range(8)
MANY_SEEDS = range(12, 1_000)


def read(data: bytes, name: str, people: bool) -> tuple[Registry, list[Finding]]:
    grids, findings = read_grids(data, name)
    table, more = read_table(INSPECTORS if people else OBJECTS, grids, SourceChoice(), ())
    assert table is not None, [finding.code for finding in more]
    if people:
        registry, last = read_inspectors(table, None)
    else:
        registry, _, last = read_objects(table, None)
    return registry, [*findings, *more, *last]


def compared(field: str, text: str) -> object:
    """What counts of a cell: the entries of a list, the number of a number, the normal text of others."""
    return entries(text) if field == "标签" else comparable(text)


def hold_against_the_truth(clerk: Clerk, name: str) -> None:
    messy = clerk.sheet()
    registry, findings = read(WRITERS[name](messy), name, clerk.people)
    errors = {finding.place.cell: finding.code for finding in findings if finding.level is Level.ERROR}
    ruined = {cell_name(row, column): kind for (row, column), kind in messy.ruined.items()}
    told = [
        (finding.place.cell, finding.values["count"])
        for finding in findings
        if finding.code == "cell-shown-otherwise"
    ]
    # Told at the first cell of the column; there is one column of codes.
    shown = [(cell_name(*min(messy.shown)), len(messy.shown))] if messy.shown else []
    if name.endswith((".csv", ".txt", "html.xls")):  # what is written as text keeps all its digits
        ruined = {cell: kind for cell, kind in ruined.items() if kind != "long"}
        shown = []
    assert told == shown
    assert set(errors) == set(ruined)
    lost = {row for row, _ in messy.ruined}
    places = [row for _, row in registry.table.rows]
    assert len(places) == len(messy.truth)
    for index, (row, truth) in enumerate(zip(places, messy.truth, strict=True)):
        if row in lost:
            continue
        assert registry.ids[index] == truth[clerk.code]
        for field, text in truth.items():
            if field != clerk.code:
                found = registry.table.cells(field)[index]
                assert compared(field, found) == compared(field, text), (field, row)


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("ruins", [False, True], ids=["whole", "ruined"])
def test_messy_registries(name: str, ruins: bool) -> None:
    for seed in SEEDS:
        hold_against_the_truth(Clerk(seed, ruins=ruins, people=bool(seed % 2)), name)


@pytest.mark.soak
@pytest.mark.parametrize("name", WRITERS)
def test_many_messy_registries(name: str) -> None:
    for seed in MANY_SEEDS:
        hold_against_the_truth(Clerk(seed, ruins=bool(seed % 2), people=seed % 4 > 1), name)
