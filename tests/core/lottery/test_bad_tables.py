"""Damaged tables: they are refused by name and row, or drawn as the page says of what they then hold."""

from __future__ import annotations

import hashlib
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.lottery.columns import BadTable
from shuangsuiji.core.lottery.encoding import canonical_json
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.tables import TABLES, read_tables
from verifier import lottery_by_the_page as page
from verifier.random_tables import random_case

EXAMPLE = Path(__file__).parents[2] / "vectors" / "example"
FILES = {name: (EXAMPLE / name).read_bytes() for name in ("commitment.json", *TABLES)}


def with_line(name: str, row: int, line: str) -> dict[str, bytes]:
    """The tables of the example with one line (0: the heading) of one of them replaced."""
    lines = FILES[name].decode().split("\n")
    lines[row] = line
    return {**FILES, name: "\n".join(lines).encode()}


def with_cell(name: str, row: int, column: str, cell: str) -> dict[str, bytes]:
    """The tables of the example with one cell replaced."""
    lines = FILES[name].decode().split("\n")
    cells = lines[row].split(",")
    cells[lines[0].split(",").index(column)] = cell
    return with_line(name, row, ",".join(cells))


@pytest.mark.parametrize(
    ("name", "row", "column", "cell"),
    [
        ("objects.csv", 2, "number", "3"),
        ("objects.csv", 2, "number", "02"),
        ("objects.csv", 1, "number", "0"),
        ("objects.csv", 3, "state", ""),
        ("objects.csv", 3, "state", "01"),
        ("objects.csv", 3, "state", "-1"),
        ("objects.csv", 3, "state", "+1"),
        ("objects.csv", 3, "state", "1.0"),
        ("objects.csv", 3, "state", " 1"),
        ("objects.csv", 3, "state", "１"),
        ("objects.csv", 4, "mark", "é"),
        ("objects.csv", 3, "owed", "1234567890"),
        ("objects.csv", 1, "entity", "x"),
        ("objects.csv", 1, "strata", "0"),
        ("objects.csv", 1, "strata", "2 1"),
        ("objects.csv", 1, "strata", "1 1"),
        ("objects.csv", 1, "strata", "1  2"),
        ("objects.csv", 1, "strata", "1 "),
        ("objects.csv", 1, "strata", " 1"),
        ("objects.csv", 1, "strata", " "),
        ("objects.csv", 1, "strata", '"1"'),
        ("sites.csv", 5, "seats", "1;2"),
        ("sites.csv", 5, "duty", "*"),
        ("sites.csv", 5, "area", ""),
        ("sites.csv", 2, "recused", "3 2"),
        ("people.csv", 1, "seats", "*"),
        ("people.csv", 1, "areas", "**"),
        ("people.csv", 1, "areas", "1 *"),
        ("people.csv", 1, "limit", "*"),
        ("people.csv", 1, "load", ""),
    ],
)
def test_a_cell_that_is_no_number_or_list_is_named(name: str, row: int, column: str, cell: str) -> None:
    with pytest.raises(BadTable) as caught:
        read_tables(with_cell(name, row, column, cell))
    assert (caught.value.name, caught.value.row) == (name, row)


@pytest.mark.parametrize(
    ("name", "column", "cell"),
    [
        ("objects.csv", "strata", "3"),
        ("objects.csv", "state", "4"),
        ("sites.csv", "seats", "3"),
        ("sites.csv", "duty", "1 3"),
        ("sites.csv", "recused", "4"),
        ("people.csv", "seats", "3"),
    ],
)
def test_a_number_of_something_that_is_not_there(name: str, column: str, cell: str) -> None:
    with pytest.raises(BadTable, match=column):
        read_tables(with_cell(name, 1, column, cell))


@pytest.mark.parametrize("name", TABLES[1:])
@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: data + data.split(b"\n")[1] + b"\n",
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b",", b";"),
        lambda data: data[: data.index(b"\n") + 1],
        lambda data: data[: data.rindex(b"\n", 0, -1) + 1],
        lambda data: data.replace(b"number", b"Number"),
        lambda data: data.replace(b"\n", b",\n"),
    ],
    ids=["empty", "no end", "blank", "more", "crlf", "bom", "semicolons", "none", "less", "heading", "wide"],
)
def test_a_table_of_another_form_is_named(name: str, damage: Any) -> None:
    with pytest.raises(BadTable) as caught:
        read_tables({**FILES, name: damage(FILES[name])})
    assert caught.value.name == name


ODD: list[Any] = [
    None,
    -1,
    10**9,
    2**80,
    True,
    1.5,
    "",
    "1",
    [],
    [0],
    [2, 1],
    [1, 1],
    ["1"],
    [None],
    {},
    "\ud800",
]


@pytest.mark.parametrize(
    "path",
    [
        *[(name,) for name in json.loads(FILES["frame.json"])],
        *[("tasks", 0, key) for key in ("seats", "clusters", "entity")],
        *[("strata", 0, key) for key in ("task", "cluster", "n")],
        *[("seats", 0, key) for key in ("count", "area", "lead", "loose")],
        *[(name, 0) for name in ("tasks", "strata", "seats")],
    ],
    ids=lambda path: "-".join(map(str, path)),
)
def test_every_value_of_the_frame_has_its_kind(path: tuple[Any, ...]) -> None:
    """Whatever else stands there is refused; floor and groups may be null, a task may call no seat."""
    for odd in ODD:
        frame = json.loads(FILES["frame.json"])
        place = frame
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = odd
        if (odd is None and path in (("floor",), ("groups",))) or (
            odd == [] and path[-1] == "seats" and path[:-1]
        ):
            continue
        text = json.dumps(frame, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        with pytest.raises(BadTable):
            read_tables({**FILES, "frame.json": text.encode("utf-8", "surrogatepass")})


@pytest.mark.parametrize(
    "change",
    [
        {"strata": [{"task": 2, "cluster": 0, "n": 1}] * 2},
        {"strata": [{"task": 0, "cluster": 0, "n": 1}] * 2},
        {"tasks": [{"seats": [1, 3], "clusters": 0, "entity": 0}]},
        {"groups": 0, "seats": [{"count": 1, "area": 1, "lead": 0, "loose": 0}] * 2},
        {"seats": [{"count": 0, "area": 0, "lead": 0, "loose": 0}] * 2},
        {"objects": 4},
        {"people": 4},
        {"more": 1},
    ],
)
def test_a_frame_that_fits_nothing(change: dict[str, Any]) -> None:
    frame = {**json.loads(FILES["frame.json"]), **change}
    with pytest.raises(BadTable):
        read_tables({**FILES, "frame.json": canonical_json(frame)})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b"1",
        b"{}",
        b'{"plan":1}',
        b"\xff",
        b"[" * 100_000,
        FILES["commitment.json"] + b"\n",
        FILES["commitment.json"].replace(b"ssj-draw/2", b"ssj-draw/1"),
        FILES["commitment.json"].replace(b'"plan":"', b'"plan":["').replace(b'","private"', b'"],"private"'),
        FILES["commitment.json"].replace(b'"plan":"', b'"plans":"'),
        FILES["commitment.json"].replace(b'"frame.json":"9', b'"frame.json":"8'),
    ],
)
def test_a_commitment_that_is_none(data: bytes) -> None:
    with pytest.raises(BadTable):
        draw({**FILES, "commitment.json": data}, "1")


@pytest.mark.parametrize("name", TABLES)
def test_another_table_than_the_one_committed_to(name: str) -> None:
    with pytest.raises(BadTable) as caught:
        draw({**FILES, name: FILES[name].replace(b"1", b"2", 1)}, "1")
    assert caught.value.name == name


def damaged(files: dict[str, bytes], noise: random.Random) -> dict[str, bytes]:
    """One byte of one table replaced, left out or put in, mostly by one that may stand there."""
    name = noise.choice([name for name in TABLES if files[name]])
    data, place = files[name], noise.randrange(len(files[name]))
    byte = bytes([noise.choice(b"0123456789 ,\n*") if noise.random() < 0.8 else noise.randrange(256)])
    kept = noise.choice([place, place + 1, place + 1, place + 1])
    return committed({**files, name: data[:place] + noise.choice([byte, byte, b""]) + data[kept:]})


def committed(files: dict[str, bytes]) -> dict[str, bytes]:
    """The tables with a commitment to them as they are."""
    value = json.loads(files["commitment.json"])
    value["tables"] = {name: hashlib.sha256(files[name]).hexdigest() for name in TABLES}
    return {**files, "commitment.json": canonical_json(value)}


def damage(numbers: range) -> Counter[str]:
    """A damaged table is refused, or what it then says is drawn as the page says."""
    seen: Counter[str] = Counter()
    for number in numbers:
        noise = random.Random(number)
        files, seed = random_case(noise)
        if len(files["objects.csv"]) + len(files["people.csv"]) > 1200:
            continue
        for _ in range(8):
            broken = damaged(files, noise)
            try:
                made = draw(broken, seed)
            except BadTable:
                seen["bad"] += 1
                continue
            except (CannotForm, CannotDeal, CannotStaff):
                with pytest.raises(page.NoDraw):
                    page.draw(broken, seed)
                seen["refused"] += 1
                continue
            assert page.draw(broken, seed) == (made.draw_json, made.teams_json), number
            seen["drawn"] += 1
    return seen


def test_random_damage() -> None:
    seen = damage(range(100))
    assert seen["bad"] > 100 and seen["drawn"] > 80 and seen["refused"], seen


@pytest.mark.soak
@pytest.mark.parametrize("part", range(1, 21))
def test_random_damage_thousands_of_times(part: int) -> None:
    assert damage(range(part * 200, (part + 1) * 200))["bad"]
