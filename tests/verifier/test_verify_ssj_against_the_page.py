"""The stand-alone verifier against an independent lottery: right records pass, changed ones fail."""

from __future__ import annotations

import contextlib
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lottery_by_the_page as page
import pytest
from random_tables import SEEDS, Files, random_case, random_request

from shuangsuiji.documents.proof import verify_ssj

CASES, SOAK = range(75), range(1000, 4000)


def seed_text(text: str) -> str:
    """A seed text as section 3 wants it: not blank, without blanks at its ends."""
    return text.strip() or "1 2 3"


def package_of(number: int) -> Files | None:
    """The files of a random draw and of up to three events; None if the tables can draw nothing."""
    rng = random.Random(number)
    tables, text = random_case(rng)
    frame = json.loads(tables["frame.json"])
    if frame["groups"] is not None and all(seat["loose"] for seat in frame["seats"]):
        return None  # section 2 does not allow it
    try:
        draw, teams = page.draw(tables, seed_text(text))
    except page.NoDraw:
        return None
    files, earlier = {**tables, "draw.json": draw, "teams.json": teams}, []
    for _ in range(rng.randint(0, 3)):
        request = random_request(rng, tables, draw, teams, earlier)
        seed = seed_text(rng.choice(SEEDS)) if json.loads(request)["source"] is not None else ""
        with contextlib.suppress(page.NoEvent):
            event, event_teams = page.event(tables, draw, teams, earlier, request, seed)
            earlier.append((request, event, event_teams))
    for at, (request, event, event_teams) in enumerate(earlier, 1):
        folder = f"递补-{at:03d}"
        files[f"{folder}/request.json"], files[f"{folder}/event.json"] = request, event
        files[f"{folder}/event-teams.json"] = event_teams
    return files


def verify(folder: Path, files: Files) -> tuple[int, str]:
    """Exit code and output."""
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = verify_ssj.main([str(folder), "--seed", json.loads(files["draw.json"])["seed"]])
    return code, out.getvalue()


def numbers_in(value: Any) -> Iterator[tuple[Any, Any]]:
    """Where the numbers of a JSON value stand: (list or object, key)."""
    parts = enumerate(value) if isinstance(value, list) else value.items() if isinstance(value, dict) else ()
    for key, part in parts:
        if isinstance(part, int):
            yield value, key
        else:
            yield from numbers_in(part)


def changed(rng: random.Random, files: Files) -> Files | None:
    """The files with one number of one record changed."""
    records = [name for name in files if name.endswith(("draw.json", "teams.json", "event.json"))]
    name = rng.choice(records)
    value = json.loads(files[name])
    places = list(numbers_in(value))
    if not places:
        return None
    where, key = rng.choice(places)
    where[key] += rng.choice([1, -1, 2]) if where[key] else 1
    return {**files, name: page.canonical(value)}


def check(number: int, folder: Path) -> None:
    files = package_of(number)
    if files is None:
        return
    code, said = verify(folder / "对", files)
    unchecked = said.splitlines()[-1].split("未核对：")[1].split("；")[0]
    assert (code, unchecked) == (0, "承诺书上的封存摘要、台账"), said
    other = changed(random.Random(number), files)
    if other is not None:
        code, said = verify(folder / "错", other)
        assert code == 1, said


@pytest.mark.parametrize("number", CASES)
def test_right_records_pass_and_changed_ones_fail(number: int, tmp_path: Path) -> None:
    check(number, tmp_path)


def test_most_cases_can_be_drawn() -> None:
    drawn = [files for files in map(package_of, range(40)) if files]
    assert len(drawn) > 25 and sum("递补-001/event.json" in files for files in drawn) > 10


@pytest.mark.soak
def test_right_records_pass_and_changed_ones_fail_thousands_of_times(tmp_path: Path) -> None:
    for number in SOAK:
        check(number, tmp_path / str(number))
