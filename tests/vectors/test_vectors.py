"""The worked examples of docs/algorithm.md: the page, the files, and three programs agree on every byte."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from shuangsuiji.core.lottery.events import substitute
from shuangsuiji.core.lottery.records import draw
from shuangsuiji.core.lottery.standing import DrawRecords
from shuangsuiji.core.rules.marks import batch_secret, marks_of
from shuangsuiji.documents.proof import verify_ssj
from vectors import make_second
from verifier import lottery_by_the_page as page

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "algorithm.md").read_text(encoding="utf-8").partition("\n## 13. ")[2]
TABLES = ("commitment.json", "frame.json", "objects.csv", "sites.csv", "people.csv")
EVENT = ("request.json", "event.json", "event-teams.json")
EXAMPLES = {"example": 1, "second": 3}
"""Folder -> its number of events."""


class Example(NamedTuple):
    """The files of one example by path, and its part of the page."""

    files: dict[str, bytes]
    text: str

    @property
    def tables(self) -> dict[str, bytes]:
        return {name: self.files[name] for name in TABLES}

    def event(self, number: int) -> tuple[bytes, bytes, bytes]:
        request, event, teams = (self.files[f"递补-{number:03}/{name}"] for name in EVENT)
        return request, event, teams

    def seed(self, number: int) -> str:
        return self.files.get(f"递补-{number:03}/seed.txt", b"").decode()


@pytest.fixture(params=sorted(EXAMPLES))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def example(name: str) -> Example:
    folder = Path(__file__).parent / name
    paths = [path for path in folder.rglob("*") if path.is_file()]
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    parts = re.split(r"^### Example \d\n", PAGE, flags=re.MULTILINE)
    return Example(files, parts[1 + list(EXAMPLES).index(name)])


def shown(text: str) -> dict[str, tuple[str, bytes]]:
    """Name -> digest and bytes of each file that stands in an indented block of the page."""
    found: dict[str, tuple[str, list[str]]] = {}
    lines: list[str] | None = None
    for line in text.split("\n"):
        heading = re.fullmatch(r"    == (\S+) ([0-9a-f]{64})", line)
        if heading:
            assert heading[1] not in found
            lines = []
            found[heading[1]] = (heading[2], lines)
        elif not line.startswith("    "):
            lines = None
        elif lines is not None:
            lines.append(line[4:])
    return {
        name: (digest, "\n".join([*lines, ""] if name.endswith(".csv") else lines).encode())
        for name, (digest, lines) in found.items()
    }


def test_the_page_has_every_byte(name: str, example: Example) -> None:
    on_page = shown(example.text)
    seeds = {path for path in example.files if path.endswith("seed.txt")}
    events = {f"递补-{number:03}/{file}" for number in range(1, EXAMPLES[name] + 1) for file in EVENT}
    assert set(on_page) == {*TABLES, "draw.json", "teams.json", *events} == set(example.files) - seeds
    for path, (digest, data) in on_page.items():
        assert data == example.files[path], path
        assert digest == hashlib.sha256(data).hexdigest(), path
    for path in seeds:
        assert f"seed text `{example.files[path].decode()}`" in example.text


def test_words_and_orders_of_the_page(example: Example) -> None:
    count = 0
    for block in re.findall(r"^    key ([0-9a-f]{32})\n((?:    stream .*\n)+)", example.text, re.MULTILINE):
        words = page.Words(int(block[0], 16))
        for line in block[1].splitlines():
            stream, first, shown_words, order = re.fullmatch(
                r"    stream (\d) from word (\d+): ([0-9a-f ]+)(?: …)?; order ([\d ]+)", line
            ).groups()  # type: ignore[union-attr]
            numbers = [int(number) for number in order.split()]
            expected = [words.word(int(stream), int(first) + at) for at in range(len(numbers))]
            own = shown_words.split()
            assert own == [f"{word:016x}" for word in expected[: len(own)]], line
            assert ("…" in line) == (len(own) < len(numbers)), line
            assert numbers == words.order(range(1, len(numbers) + 1), int(stream), int(first)), line
            count += 1
    assert count == example.text.count("\n    stream ") >= 5


def test_literal_program_gives_these_bytes(name: str, example: Example) -> None:
    seed, drawn = (
        example.files["seed.txt"].decode(),
        (example.files["draw.json"], example.files["teams.json"]),
    )
    assert page.draw(example.tables, seed) == drawn
    earlier: list[tuple[bytes, bytes, bytes]] = []
    for number in range(1, EXAMPLES[name] + 1):
        request, *made = example.event(number)
        assert page.event(example.tables, *drawn, earlier, request, example.seed(number)) == tuple(made)
        earlier.append(example.event(number))


def test_product_gives_these_bytes(name: str, example: Example) -> None:
    drawn = draw(example.tables, example.files["seed.txt"].decode())
    assert drawn.draw_json == example.files["draw.json"]
    assert drawn.teams_json == example.files["teams.json"]
    for number in range(1, EXAMPLES[name] + 1):
        earlier = [example.event(before)[1:] for before in range(1, number)]
        records = DrawRecords.read(drawn.draw_json, drawn.teams_json, earlier)
        request, event, teams = example.event(number)
        made = substitute(example.tables, records, request, example.seed(number))
        assert (made.event_json, made.teams_json) == (event, teams)


def test_public_verifier_agrees(name: str, example: Example) -> None:
    commit = hashlib.sha256(example.files["commitment.json"]).hexdigest()
    seed = example.files["seed.txt"].decode()
    program = [sys.executable, "-X", "utf8", "-B", str(verify_ssj.__file__)]
    done = subprocess.run(
        [*program, str(Path(__file__).parent / name), "--seed", seed, "--commit", commit],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    steps = [line for line in done.stdout.splitlines() if line.startswith("✓")]
    assert [number for number in range(1, 9) if any(f"✓ 第 {number} 次递补" in step for step in steps)] == [
        *range(1, EXAMPLES[name] + 1)
    ]


IDS = {
    "example": (["Y02", "Y05", "Y04", "Y01", "Y03"], None),
    "second": ([site.name for site in make_second.SITES], [one.name for one in make_second.PEOPLE]),
}


def test_marks_follow_section_11(name: str, example: Example) -> None:
    about = json.loads(example.files["commitment.json"])
    own = batch_secret(bytes(range(32)), about["plan"], about["batch"])
    for kind, ids, file in zip(("object", "person"), IDS[name], ("objects.csv", "people.csv"), strict=True):
        if ids is None:
            continue
        marks = marks_of(own, kind, ids)
        order = marks.order()
        rows = page.read_rows(example.files[file])
        assert [marks.marks[row] for row in order] == [row["mark"] for row in rows]
        in_order = "` `".join(ids[row] for row in order)
        assert f"`{in_order}`" in example.text
    if name == "example":
        assert own.hex() in example.text


def test_second_example_is_made_by_its_program() -> None:
    folder = make_second.FOLDER
    files = make_second.tables()
    assert files == {name: (folder / name).read_bytes() for name in files}
    assert all(make_second.objects_wanted(files, (folder / "seed.txt").read_text(encoding="ascii")).values())
    assert all(make_second.teams_wanted((folder / "teams.json").read_bytes()).values())
