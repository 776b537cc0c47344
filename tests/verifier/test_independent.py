"""The independent program and the package give the same draw.json, byte for byte.

`independent.py` was written from docs/algorithm.md alone, so agreement says that the document is right and
complete as far as these plans reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import independent
import pytest
import random_plans

from shuangsuiji.core.draw import CannotStaff, draw
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.core.record import DrawRecord, record_bytes, record_of
from shuangsuiji.core.rules.checks import case_of, check_rules
from shuangsuiji.core.snapshot import PRIVATE_FILES, freeze

TINY = Path(__file__).resolve().parents[1] / "vectors" / "tiny"
CASES = 90
GROUP_CASES = (*range(12), 44, 53, 58, 79, 85, 91)

UNDRAWABLE = {"object-no-district", "object-no-stratum", "object-no-tier", "object-unknown-tier"}
"""Findings without which a draw is defined, even where `ssj` would refuse it for other reasons."""


def compared(number: int, groups: bool = False) -> Iterator[DrawRecord | str]:
    """Each batch of a random plan drawn by both programs; `impossible` where both find no assignment."""
    case = random_plans.case(number, groups)
    past: list[PastVisit] = []
    for batch in case.plan.batches_in_order if case else ():
        assert case is not None
        snapshot = freeze(case.plan, batch.name, case.registries, past)
        codes = {finding.code for finding in check_rules(case_of(snapshot.pool, case.registries))}
        if codes & UNDRAWABLE:
            return
        public = {name: data for name, data in snapshot.files.items() if name not in PRIVATE_FILES}
        seed = f"种子 {number}"
        try:
            record = record_of(draw(snapshot, seed))
        except CannotStaff:
            with pytest.raises(independent.Impossible):
                independent.reproduce(public, seed)
            yield "impossible"
            return
        assert independent.reproduce(public, seed) == record_bytes(record)
        past += random_plans.past_of(record, case.plan)
        yield record


def test_random_plans() -> None:
    """Many small plans, each with all its batches; every kind of thing has to occur among them."""
    seen: Counter[str] = Counter()
    for number in range(CASES):
        for record in compared(number):
            if isinstance(record, str):
                seen[record] += 1
            else:
                seen["drawn"] += 1
                seen.update(features(record))
    assert seen["drawn"] >= 60
    assert [name for name in EXPECTED if not seen[name]] == []


@pytest.mark.soak
def test_hundreds_of_draws_in_groups_agree() -> None:
    """More of those in fixed groups."""
    drawn = sum(
        not isinstance(record, str)
        for number in range(20_000, 20_400)
        for record in compared(number, groups=True)
    )
    assert drawn >= 150


@pytest.mark.soak
def test_five_hundred_random_draws_agree() -> None:
    """The same over many more plans, none of them among the short run's."""
    drawn = sum(
        not isinstance(record, str) for number in range(10_000, 10_800) for record in compared(number)
    )
    assert drawn >= 500


def test_random_plans_with_groups() -> None:
    """The same plans, inspectors drawn into groups first."""
    seen: Counter[str] = Counter()
    for number in GROUP_CASES:
        for record in compared(number, groups=True):
            if isinstance(record, str):
                seen[record] += 1
            else:
                seen["drawn"] += 1
                seen.update(features(record))
                seen.update(group_features(record))
    assert [name for name in GROUPS_EXPECTED if not seen[name]] == []


EXPECTED = [
    "impossible",
    *("回避", "已达上限", "选后无法排完", "均衡负荷"),
    *("名单", "同单位", "曾任职单位", "本辖区", "上次检查"),
    *("随机", "必查", "补足", "随机、必查"),
    *("year", "earlier", "shortage", "district", "count", "unrated"),
    *("month", "over cap", "floor", "short", "unscheduled"),
    *("tag", "expert", "no leader", "no seats"),
]


def features(record: DrawRecord) -> Iterator[str]:
    """The names of what happens in a draw."""
    for stratum in record["strata"]:
        yield from (key for key in ("year", "earlier", "shortage", "district", "count") if stratum[key])  # type: ignore[literal-required]
        if stratum["name"] == "未评级" and stratum["drawn"]:
            yield "unrated"
    for duty in record["must_inspect"]:
        yield from ["unscheduled"] * duty["unscheduled"]
    if record["floor"]:
        yield "floor"
        yield from ["short"] * bool(record["floor"]["short"])
    for visit in record["visits"]:
        yield "、".join(visit["reasons"])
        yield from ["month"] * bool(visit["month"]) + ["over cap"] * visit["over_cap"]
        yield from ["no seats"] * (visit["turn"] is None) + ["no leader"] * (visit["leader"] is None)
        for member in visit["team"]:
            yield from ["tag"] * bool(member["tag"]) + ["expert"] * member["person"].startswith("专家/")
        for passed in visit["trace"]:
            yield from filter(None, (passed["outcome"], passed["rule"]))


GROUPS_EXPECTED = [
    *("impossible", "drawn", "discarded", "one group", "several groups", "some stay behind"),
    *(
        "回避",
        "已达上限",
        "均衡负荷",
        "名单",
        "同单位",
        "上次检查",
        "cannot complete a group",
        "no group",
        "选后无法排完",
    ),
]


def group_features(record: DrawRecord) -> Iterator[str]:
    """The names of what happens in a draw with fixed groups."""
    groups = record["groups"]["formed"]
    yield from ["discarded"] * (record["groups"]["discarded"] > 0)
    yield "one group" if len(groups) == 1 else "several groups"
    for group in groups:
        yield from ["cannot complete a group"] * bool(group["trace"])
    for visit in record["visits"]:
        number = visit["group"]
        yield from ["no group"] * (number is None)
        if number is not None:
            yield from ["some stay behind"] * (len(visit["team"]) < len(groups[number - 1]["team"]))


@pytest.mark.parametrize(
    "folder", [TINY.parent / name for name in ("tiny", "groups", "second")], ids=lambda folder: folder.name
)
def test_the_vectors(folder: Path) -> None:
    """The examples of the document, from the files on the disk."""
    files = {path.name: path.read_bytes() for path in (folder / "snapshot").iterdir()}
    seed = (folder / "seed.txt").read_text(encoding="utf-8")
    assert independent.reproduce(files, seed) == (folder / "draw.json").read_bytes()


def test_it_prints_to_stdout(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """The command of its docstring."""
    independent.main([str(TINY / "snapshot"), "03 07 12 19 22 31 09"])
    assert capfdbinary.readouterr().out == (TINY / "draw.json").read_bytes()


@pytest.mark.parametrize("name", ["plan.json", "objects.csv", "people.csv", "history.csv"])
def test_a_changed_file_is_found(name: str) -> None:
    """A file that does not bear its commitment is named."""
    files = {path.name: path.read_bytes() for path in (TINY / "snapshot").iterdir()}
    files[name] = files[name].replace(b"2024", b"2025", 1).replace(b"J0", b"j0", 1) + b"\n"
    with pytest.raises(independent.Wrong, match=name):
        independent.reproduce(files, "1")
