"""抽验: rows that were not drawn, opened to a witness one by one (LAW-4; docs/algorithm.md, section 11).

Each row gives the id and the salts, by which its mark and its seal are proven against the published
objects.csv, and the words that its numbers stand for: what the registry says, which strata, why not drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.canonical import Json, canonical_json
from shuangsuiji.core.lottery.records import DrawNumbers
from shuangsuiji.core.lottery.sample import sampled
from shuangsuiji.core.lottery.tables import (
    BARRED,
    FRAME,
    OBJECTS,
    SITES,
    Frame,
    Objects,
    read_frame,
    read_objects,
)
from shuangsuiji.core.lottery.words import Key
from shuangsuiji.core.plans.object_columns import used_columns
from shuangsuiji.core.records.slip import NotInTheTable, bar, exclusion
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.marks import marks_of
from shuangsuiji.core.rules.quota import excluded, stratum_name

SAMPLE_SCHEME = "ssj-sample/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedRow:
    """One row of the sample.

    Attributes:
        number, id, name: of the object.
        salt: of its mark.
        site: its row of sites.csv behind the number: salt of the seal, seats, duty, area, recused.
        cells: (column, text) of every column that the rules read.
        strata: the strata that its row of objects.csv names, in words.
        state: whether it could be drawn, and why not.
    """

    number: int
    id: str
    name: str
    salt: str
    site: str
    cells: tuple[tuple[str, str], ...]
    strata: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedSample:
    """The rows in the order in which they were chosen, and the draw that chose them."""

    commit: str
    seed: str
    rows: tuple[OpenedRow, ...]


def sealed_sample(snapshot: Snapshot, numbers: DrawNumbers) -> SealedSample:
    """The sample of a draw.

    Args:
        snapshot: sealed.
        numbers: draw.json.

    Raises:
        NotInTheTable: the mark of a registered object is not that of its row.
    """
    pool, files = snapshot.pool, snapshot.lottery_files
    visited = {visit["number"] for visit in numbers["visits"]}
    chosen = sampled(Key(int(numbers["key"], 16)), len(pool), visited)
    marks = marks_of(snapshot.batch_secret, "object", [pool.ids[number - 1] for number in chosen])
    table = files[OBJECTS].decode("ascii").split("\n")
    sites = files[SITES].decode("ascii").split("\n")
    columns = ("名称", *used_columns(pool.plan))
    frame = read_frame(files[FRAME])
    strata = dict(_strata(snapshot, frame, read_objects(files[OBJECTS], frame), chosen))
    rows = []
    for place, number in enumerate(chosen):
        if table[number].split(",", 2)[1] != marks.marks[place]:
            raise NotInTheTable
        rows.append(
            OpenedRow(
                number=number,
                id=pool.ids[number - 1],
                name=pool.name(number),
                salt=marks.mark_salts[place],
                site=sites[number].split(",", 1)[1],
                cells=tuple((column, pool.cells(column)[number - 1]) for column in columns),
                strata=strata[number][0],
                state=strata[number][1],
            )
        )
    return SealedSample(commit=numbers["commit"], seed=numbers["seed"], rows=tuple(rows))


def _strata(
    snapshot: Snapshot, frame: Frame, objects: Objects, chosen: Sequence[int]
) -> Iterator[tuple[int, tuple[tuple[str, ...], str]]]:
    """Number -> its strata in words, and its state in words."""
    pool, labels = snapshot.pool, snapshot.labels
    closed, barred = excluded(pool), pool.barred
    for number in chosen:
        own = np.asarray(objects.strata[number - 1]).tolist()
        named = []
        for stratum in own:
            label = labels.strata[stratum - 1]
            where = " ".join(part for part in (label["cluster"], label["district"]) if part)
            n = frame.strata[stratum - 1].n
            named.append(f"任务{label['task']}“{stratum_name(where, label['name'])}”层，应抽{n}户")
        row = number - 1
        if closed[row]:
            state = f"不参加抽取（{exclusion(pool, row)}）"
        elif barred[row]:
            state = f"不再随机抽取：{bar(pool, row)}"
        elif int(objects.state[row]) == BARRED:
            state = "不在本批任何任务的对象范围内"
        else:
            state = "可以抽取，没有抽中"
        yield number, (tuple(named), state)


def sample_file(sample: SealedSample) -> bytes:
    """The bytes of 抽验.json, which verify_ssj.py checks."""
    rows: list[Json] = [
        {
            "number": row.number,
            "id": row.id,
            "salt": row.salt,
            "site": row.site,
            "words": {
                "cells": [list(cell) for cell in row.cells],
                "strata": list(row.strata),
                "state": row.state,
            },
        }
        for row in sample.rows
    ]
    value: Json = {"scheme": SAMPLE_SCHEME, "commit": sample.commit, "seed": sample.seed, "rows": rows}
    return canonical_json(value)
