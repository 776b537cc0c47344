"""The lottery against a second one that was written from docs/algorithm.md alone, without a look at this one.

`verifier/lottery_by_the_page.py` is literal and slow, `verifier/random_tables.py` makes tables and requests
from nothing but the page. Both sides have to give the same bytes, or both have to refuse.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from shuangsuiji.core.lottery.events import NothingChanges, substitute
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.lottery.standing import DrawRecords
from verifier import lottery_by_the_page as page
from verifier.random_tables import random_case, random_request

EXAMPLE = Path(__file__).parents[2] / "vectors" / "example"
SEED = "03 07 12 19 22 31 09"
REFUSED = (CannotForm, CannotDeal, CannotStaff)
EVENTS = 3
EACH = 15
"""Cases of one everyday test; there are ten such tests."""

Two = tuple[bytes, bytes]


def ours(files: dict[str, bytes], seed: str) -> Two | None:
    """draw.json and teams.json of the product, None if nothing is drawn."""
    try:
        drawn = draw(files, seed)
    except REFUSED:
        return None
    return drawn.draw_json, drawn.teams_json


def by_the_page(files: dict[str, bytes], seed: str) -> Two | None:
    """The same of the second lottery."""
    try:
        return page.draw(files, seed)
    except page.NoDraw:
        return None


def our_event(files: dict[str, bytes], both: Two, earlier: page.Earlier, request: bytes) -> Two | None:
    """event.json and event-teams.json of the product, None if there is no event."""
    records = DrawRecords.read(*both, [(event, teams) for _, event, teams in earlier])
    try:
        made = substitute(files, records, request, "骰子 4 2")
    except (*REFUSED, NothingChanges):
        return None
    return made.event_json, made.teams_json


def event_by_the_page(
    files: dict[str, bytes], both: Two, earlier: page.Earlier, request: bytes
) -> Two | None:
    """The same of the second lottery."""
    try:
        return page.event(files, *both, earlier, request, "骰子 4 2")
    except page.NoEvent:
        return None


def compare(numbers: range) -> Counter[str]:
    """Draw each case and up to three events on top of it on both sides; how many of what there was."""
    seen: Counter[str] = Counter()
    for number in numbers:
        noise = random.Random(number)
        files, seed = random_case(noise)
        both = by_the_page(files, seed)
        assert ours(files, seed) == both, f"case {number}"
        seen["draws" if both else "refused draws"] += 1
        earlier: page.Earlier = []
        for event in range(EVENTS if both else 0):
            assert both is not None
            request = random_request(noise, files, *both, earlier)
            made = event_by_the_page(files, both, earlier, request)
            assert our_event(files, both, earlier, request) == made, f"case {number}, event {event}"
            seen["events" if made else "refused events"] += 1
            if made:
                earlier.append((request, *made))
    return seen


def test_the_worked_example() -> None:
    """Five objects, three people: every byte of the two records, by either lottery."""
    files = {path.name: path.read_bytes() for path in EXAMPLE.iterdir() if path.is_file()}
    wanted = files.pop("draw.json"), files.pop("teams.json")
    assert ours(files, SEED) == wanted
    assert page.draw(files, SEED) == wanted
    assert json.loads(wanted[0])["seed"] == SEED


@pytest.mark.parametrize("part", range(10))
def test_random_tables(part: int) -> None:
    seen = compare(range(part * EACH, (part + 1) * EACH))
    assert seen["draws"] > EACH // 2 and seen["events"] > EACH // 2, seen


@pytest.mark.soak
@pytest.mark.parametrize("part", range(10, 60))
def test_thousands_of_random_tables(part: int) -> None:
    seen = compare(range(part * 100, (part + 1) * 100))
    assert seen["draws"] > 50 and seen["events"] > 50, seen
