"""Whether a draw looks ordered, before its list is published (`core.checks.draw_order`).

The orders are those that somebody could have had at hand: numbers, the place in the sealed registry files,
ids and other codes, and dates. The list of a platform is tested as well, but for the order that it is in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from shuangsuiji.core.canonical import norm, sha256
from shuangsuiji.core.checks.draw_order import ALARM, LEAST_DRAWN, MOST, Caps, StratumSample, order_doubt
from shuangsuiji.core.columns.kinds import CODE_COLUMNS
from shuangsuiji.core.dates import exported_date
from shuangsuiji.core.findings import Finding, note, warning
from shuangsuiji.core.lottery.records import DrawNumbers
from shuangsuiji.core.lottery.tables import BARRED, FRAME, OBJECTS, Frame, Objects, read_frame, read_objects
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.pool import ID, parse_csv
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import SOURCES, Archive
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.load import load

NUMBERS, PLACE, ID_ORDER = "编号", "在名录库里的次序", "编码"
_LEAST_DATES = 0.5
"""A column is one of dates if at least so many of its cells are."""


def order_findings(archive: Archive) -> list[Finding]:
    """A warning if the draw looks ordered, else a note that says what was tested.

    Raises:
        KeyError, ValueError, TypeError: the archive is not whole.
    """
    numbers = archive.records(0).draw
    return order_findings_of(
        archive.snapshot, numbers, _places(archive), ordered="platform" not in archive.manifest
    )


def order_findings_of(
    snapshot: Snapshot,
    numbers: DrawNumbers,
    places: Sequence[int] | None = None,
    *,
    ordered: bool = True,
    most: int = MOST,
) -> list[Finding]:
    """The same of a sealed snapshot and its draw.

    Args:
        snapshot: sealed.
        numbers: draw.json.
        places: the row of each object in the registry files, by number; None if it is not known.
        ordered: whether the drawn of a stratum are in the order in which they were drawn.
        most: how many draws are simulated at most.
    """
    files = snapshot.lottery_files
    frame = read_frame(files[FRAME])
    objects = read_objects(files[OBJECTS], frame)
    strata = _strata(frame, objects, numbers)
    orders = _orders(snapshot)
    if places is not None:
        orders[PLACE] = places
    seed = int(sha256(f"{numbers['commit']}\n{numbers['seed']}".encode()), 16)
    doubt = order_doubt(strata, orders, seed, _caps(frame, objects), ordered=ordered, most=most)
    if doubt is None:
        return [note("draw-order-too-few", least=LEAST_DRAWN)]
    if doubt.share <= ALARM:
        share = f"{doubt.share:.2%}"
        alarm = f"{ALARM:.2%}"
        return [
            warning("draw-looks-ordered", order=doubt.order, figure=doubt.figure, share=share, alarm=alarm)
        ]
    return [note("draw-order-tested", orders="、".join(orders), simulated=doubt.simulated)]


def _strata(frame: Frame, objects: Objects, numbers: DrawNumbers) -> list[StratumSample]:
    lists = objects.strata
    rows = lists.rows()
    open_ = objects.state[rows] > BARRED
    strata = []
    for number, (rule, drawn) in enumerate(zip(frame.strata, numbers["strata"], strict=True), 1):
        members = np.sort(rows[open_ & (lists.values == number)])
        own = set(members.tolist())
        chosen = [one - 1 for one in drawn["drawn"] if one - 1 in own]
        strata.append(StratumSample(members, chosen, rule.task - 1))
    return strata


def _caps(frame: Frame, objects: Objects) -> Caps | None:
    tasks = [task.entity for task in frame.tasks]
    if not (frame.entity or any(tasks)):
        return None
    return Caps(objects.entity.tolist(), frame.entity, tasks)


def _orders(snapshot: Snapshot) -> dict[str, Sequence[object]]:
    """Each order by its name, as a key for each object by number."""
    pool = snapshot.pool
    orders: dict[str, Sequence[object]] = {NUMBERS: range(len(pool)), ID_ORDER: pool.ids}
    heading, rows = parse_csv(snapshot.private("objects-other.csv"))
    columns: dict[str, Sequence[str]] = {
        name: [row[place] for row in rows] for place, name in enumerate(heading) if name != ID
    }
    columns |= pool.columns
    for name, cells in sorted(columns.items()):
        keys = _code_keys(name, cells) or _date_keys(cells)
        if keys is not None and keys != list(pool.ids):
            orders[name] = keys
    return orders


def _code_keys(name: str, cells: Sequence[str]) -> list[str] | None:
    keys = list(map(norm, cells))
    return keys if name in CODE_COLUMNS and 2 * len(set(keys)) > len(keys) else None


def _date_keys(cells: Sequence[str]) -> list[str] | None:
    """The days of a column of dates, in which not all are the same; None for any other column."""
    days: Mapping[str, str] = {
        cell: day.isoformat() if (day := exported_date(cell)) else "" for cell in dict.fromkeys(cells)
    }
    keys = [days[cell] for cell in cells]
    dated = sum(map(bool, keys))
    return keys if dated >= _LEAST_DATES * len(keys) and len(set(keys)) > 2 else None


def _places(archive: Archive) -> list[int] | None:
    """The row of each object in the sealed files, by number; None where they cannot be read again."""
    stored, names = archive.part(SOURCES), archive.manifest["sources"]
    file = archive.manifest["plan_file"]
    try:
        data = stored[names[file]]
        loaded = load(data, file, read_plan(data, file), lambda path: stored[names[path]], None)
        row_of = {key: row for row, key in enumerate(loaded.registries.objects.ids)}
        return [row_of[key] for key in archive.snapshot.pool.ids]
    except (SsjError, KeyError):
        return None
