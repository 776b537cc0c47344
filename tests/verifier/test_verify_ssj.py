"""The program that ships in every archive: right draws pass, and whatever is changed is named."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

import independent
import independent_events
import pytest
import random_plans
from test_independent_events import asked_of, draws

import bureau
import shuangsuiji
from building import plan_of
from shuangsuiji.core.plans.plan import Seed
from shuangsuiji.core.plans.text import canonical_plan
from shuangsuiji.core.seed import normal_seed

PROGRAM = (
    Path(__file__).resolve().parents[2] / "src" / "shuangsuiji" / "documents" / "proof" / "verify_ssj.py"
)
TINY = Path(__file__).resolve().parents[1] / "vectors" / "tiny"
STEPS = 15
OTHER = {"选后无法排完": "均衡负荷", "均衡负荷": "选后无法排完"}


def run(folder: Path, program: Path = PROGRAM, *, encoding: str = "utf-8") -> tuple[int, str]:
    """Exit code and report of the program, started as anybody would."""
    how = ["-I", "-X", "utf8"] if encoding == "utf-8" else ["-s"]
    done = subprocess.run(
        [sys.executable, *how, program, folder],
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.stderr == b""
    return done.returncode, done.stdout.decode("utf-8", "replace")


def lines(report: str, mark: str) -> list[str]:
    """The names of the steps with a mark."""
    found = [line.split() for line in report.splitlines() if line[:2].strip().isdecimal()]
    return [words[2].split("：")[0] for words in found if words[1] == mark]


@pytest.fixture(scope="module")
def program() -> ModuleType:
    """The program as a module, for many short runs."""
    spec = importlib.util.spec_from_file_location("verify_ssj", PROGRAM)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two events and its ledger beside it."""
    plan = bureau.bureau(tmp_path_factory.mktemp("drawn") / "局")
    report = shuangsuiji.draw(plan, seed="1 2 3", now=bureau.NOW)
    visits = report.dossier.draw["visits"]
    first, second = visits[0], next(visit for visit in visits if visit["tasks"] and visit["index"] > 1)
    person = first["team"][0]["person"]
    shuangsuiji.substitute(report.archive, reason="生病", inspectors=[person], now=bureau.NOW)
    shuangsuiji.substitute(report.archive, reason="停业", objects=[second["id"]], now=bureau.NOW)
    return report.archive


@pytest.fixture(scope="module")
def grouped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive in fixed groups with two events."""
    folder = tmp_path_factory.mktemp("grouped") / "局"
    plan = bureau.bureau(folder, plan=bureau.PLAN + "分组: 2\n")
    report = shuangsuiji.draw(plan, seed="1 2 3", now=bureau.NOW)
    visits = report.dossier.draw["visits"]
    second = next(visit for visit in visits if visit["tasks"] and visit["index"] > 1)
    person = visits[0]["team"][0]["person"]
    shuangsuiji.substitute(report.archive, reason="生病", inspectors=[person], now=bureau.NOW)
    shuangsuiji.substitute(report.archive, reason="停业", objects=[second["id"]], now=bureau.NOW)
    return report.archive


# --- What is right passes -------------------------------------------------------------------------------


def test_an_archive_with_events(drawn: Path) -> None:
    """Every step passes, from the folder of the archive and from 档案."""
    for folder in (drawn, drawn / "档案"):
        code, report = run(folder)
        assert (code, len(lines(report, "✓"))) == (0, STEPS), report


def test_an_archive_in_groups(grouped: Path) -> None:
    """The same with fixed groups."""
    code, report = run(grouped)
    assert (code, len(lines(report, "✓"))) == (0, STEPS), report


def test_an_archive_away_from_its_ledger(drawn: Path, tmp_path: Path) -> None:
    """Without 台账.jsonl beside it that one step is open."""
    shutil.copytree(drawn, tmp_path / "带走")
    code, report = run(tmp_path / "带走")
    assert (code, lines(report, "–"), lines(report, "✗")) == (0, ["总台账"], [])


def test_the_program_in_the_archive(drawn: Path) -> None:
    """The archive's own copy checks the folder where it stands."""
    own = drawn / "档案" / "verify_ssj.py"
    if not own.exists():
        pytest.skip("the archive holds no program")
    done = subprocess.run([sys.executable, "-I", own], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("bounds", ["1-33", "1 ~ 33", "1至33", "１－３３", "1到33", "1 — 33", "1–33"])
def test_a_range_however_it_is_written(bounds: str, program: ModuleType) -> None:
    """范围 of a plan as the package takes it; a number beyond it is named."""
    assert normal_seed("7 3", Seed(count=2, range=bounds)) == "07 03"
    form = {"个数": 2, "范围": bounds, "顺序": "开奖顺序", "递补": "原种子"}
    program.check_seed_form("07 03", form, "人工给定")
    with pytest.raises(program.Wrong):
        program.check_seed_form("07 34", form, "人工给定")


def test_a_rehearsal(tmp_path: Path) -> None:
    """A rehearsal has no line in any ledger."""
    report = shuangsuiji.draw(bureau.bureau(tmp_path / "局"), rehearsal=True, now=bureau.NOW)
    code, text = run(report.archive)
    assert (code, lines(text, "–"), lines(text, "✗")) == (0, ["档案内台账行", "总台账"], [])


def test_a_copy_without_private_files(drawn: Path, tmp_path: Path) -> None:
    """Files that a public copy leaves out are named as not checked."""
    copy = Path(shutil.copytree(drawn / "档案", tmp_path / "档案"))
    shutil.rmtree(copy / "sources")
    for name in ("objects", "people"):
        (copy / "snapshot" / f"{name}-private.csv").unlink()
    code, text = run(copy)
    assert (code, lines(text, "✗")) == (0, [])
    assert "– 不公开的文件未随附：snapshot/people-private.csv" in text


@pytest.mark.parametrize("name", ["舞钢", "秦皇岛", "兰州", "邢台"])
def test_the_presets(name: str, tmp_path: Path) -> None:
    """The first batch of every example."""
    shuangsuiji.init(tmp_path / name, preset=name)
    plan = tmp_path / name / "plans" / f"{name}.yaml"
    report = shuangsuiji.draw(plan, now=bureau.NOW, entropy=lambda size: bytes(range(size)))
    code, text = run(report.archive)
    assert (code, len(lines(text, "✓"))) == (0, STEPS), text


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "cp437"])
def test_any_console(encoding: str, drawn: Path) -> None:
    """A console without the marks gets ASCII ones."""
    code, text = run(drawn, encoding=encoding)
    assert code == 0 and text.count("[OK]") == STEPS


def bare(folder: Path, files: dict[str, bytes], draw: Any, events: list[Any]) -> Path:
    """A public package: a manifest that lists no files."""
    (folder / "snapshot").mkdir(parents=True)
    for name, data in files.items():
        (folder / "snapshot" / name).write_bytes(data)
    stored = draw if isinstance(draw, bytes) else independent.canonical(draw).encode()
    (folder / "draw.json").write_bytes(stored)
    content = json.loads(stored)
    manifest = {name: content[name] for name in ("scheme", "commit", "plan", "batch")}
    manifest |= {"attempt": 1, "rehearsal": 0}
    manifest |= {"seed": {"text": content["seed"], "grade": "人工给定"}, "draw": sha256(stored).hexdigest()}
    (folder / "manifest.json").write_text(independent.canonical(manifest), encoding="utf-8")
    for number, event in enumerate(events, 1):
        (folder / f"递补-{number:03d}").mkdir()
        data = event if isinstance(event, bytes) else independent.canonical(event).encode()
        (folder / f"递补-{number:03d}" / "event.json").write_bytes(data)
    return folder


@pytest.mark.parametrize(
    "vector", [TINY.parent / name for name in ("tiny", "groups", "second")], ids=lambda folder: folder.name
)
def test_the_vectors(vector: Path, tmp_path: Path) -> None:
    """The examples of the document with their events."""
    files = {path.name: path.read_bytes() for path in (vector / "snapshot").iterdir()}
    events = [path.read_bytes() for path in sorted(vector.glob("event-*.json"))]
    code, text = run(bare(tmp_path / "档案", files, (vector / "draw.json").read_bytes(), events))
    assert (code, lines(text, "–")) == (0, ["封存文件", "档案内台账行", "总台账"]), text


@pytest.mark.soak
def test_five_hundred_random_draws(
    tmp_path: Path, program: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every draw of many random plans passes."""
    count = 0
    for snapshot, record in draws(range(10_000, 10_950)):
        count += 1
        folder = bare(tmp_path / "draw", dict(snapshot.files), record, [])
        assert program.main([str(folder)]) == 0, capsys.readouterr().out
        capsys.readouterr()
        shutil.rmtree(folder)
    assert count >= 500


def test_random_plans(tmp_path: Path, program: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    """Many rules in mixed spellings, with chains of events."""
    seen = chains(draws(range(2000, 2040)), tmp_path, program, capsys)
    assert seen["draws"] >= 15 and seen["events"] >= 20 and seen["doubtful"] >= 5


@pytest.mark.parametrize(
    "numbers", [range(2000, 2025), pytest.param(range(30_000, 30_300), marks=pytest.mark.soak)]
)
def test_random_plans_with_groups(
    numbers: range, tmp_path: Path, program: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """The same in fixed groups."""
    seen = chains(draws(numbers, groups=True), tmp_path, program, capsys)
    assert seen["draws"] >= 5 and seen["events"] >= 5


def chains(
    cases: Iterator[tuple[Any, Any]],
    tmp_path: Path,
    program: ModuleType,
    capsys: pytest.CaptureFixture[str],
) -> Counter[str]:
    """Draws with their events pass, and a doubtful step that is changed does not."""
    seen = Counter[str]()
    for number, (snapshot, record) in enumerate(cases):
        world, rng, events = independent.World(snapshot.files), Random(number), []
        for _ in range(3):
            visits = independent_events.standing(record, events)
            asked = asked_of(random_plans.change(rng, record, visits))
            key = int(record["key"], 16)
            try:
                event = independent_events.substitute(world, record, events, asked, key)
            except (independent_events.Refused, independent.Impossible):
                continue
            events.append(json.loads(independent.canonical(event)))
        folder = bare(tmp_path / str(number), dict(snapshot.files), record, events)
        assert program.main([str(folder)]) == 0, capsys.readouterr().out
        doubtful = [one for visit in record["visits"] for one in visit["trace"] if one["outcome"] in OTHER]
        for one in doubtful[:1]:
            one["outcome"] = OTHER[one["outcome"]]
            again = bare(tmp_path / "again", dict(snapshot.files), record, [])
            assert program.main([str(again)]) == 1, capsys.readouterr().out
            assert "负荷与排完" in lines(capsys.readouterr().out, "✗")
            one["outcome"] = OTHER[one["outcome"]]
            shutil.rmtree(again)
            seen["doubtful"] += 1
        seen["draws"] += 1
        seen["events"] += len(events)
    return seen


# --- What is changed is named ---------------------------------------------------------------------------


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return sha256(data).hexdigest()


def reseal(sealed: Path, draw: Any = None, **facts: Any) -> None:
    """Write draw.json and a manifest that fits it: as somebody would who knows the format."""
    if draw is not None:
        (sealed / "draw.json").write_text(independent.canonical(draw), encoding="utf-8")
    manifest = json.loads((sealed / "manifest.json").read_bytes())
    manifest |= facts | {"draw": digest((sealed / "draw.json").read_bytes())}
    for name in manifest["files"]:
        manifest["files"][name] = digest((sealed / name).read_bytes())
    (sealed / "manifest.json").write_text(independent.canonical(manifest), encoding="utf-8")


def swap_object(sealed: Path) -> None:
    """An alternate in place of a drawn object."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    one = next(one for one in draw["strata"] if one["drawn"] and one["alternates"])
    one["drawn"][0], one["alternates"][0] = one["alternates"][0], one["drawn"][0]
    reseal(sealed, draw)


def swap_member(sealed: Path) -> None:
    """Two visits change a member of the same line."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    one, other = draw["visits"][2]["team"], draw["visits"][3]["team"]
    pairs = [
        (mine, theirs)
        for mine in one
        for theirs in other
        if mine["line"] == theirs["line"]
        and mine["person"] not in [member["person"] for member in other]
        and theirs["person"] not in [member["person"] for member in one]
    ]
    mine, theirs = pairs[0]
    mine["person"], theirs["person"] = theirs["person"], mine["person"]
    reseal(sealed, draw)


def drop_step(sealed: Path) -> None:
    """A person passed over is not on record."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    next(visit for visit in draw["visits"] if visit["trace"])["trace"].pop()
    reseal(sealed, draw)


def change_quota(sealed: Path) -> None:
    """Another n."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    draw["strata"][1]["n"] += 1
    reseal(sealed, draw)


SEED_VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "seeds.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", [v for v in SEED_VECTORS if "seed" in v], ids=lambda _: "")
def test_it_knows_how_typed_seeds_are_written(program: ModuleType, vector: dict[str, Any]) -> None:
    """What the vectors give is written as the plan says; what was typed, mostly is not."""
    plan = plan_of(种子=vector["plan"])
    form = json.loads(json.dumps(canonical_plan(plan)))["种子"]
    program.check_seed_form(vector["seed"], form, "人工给定")
    wrong = [vector["seed"] + " 1", vector["seed"][:-1], " " + vector["seed"], vector["typed"], ""]
    for text in {text for text in wrong if text != vector["seed"]}:
        if isinstance(form.get("来源"), list):
            with pytest.raises(program.Wrong):
                program.check_seed_form(text, form, "人工给定")


@pytest.mark.parametrize("vector", [v for v in SEED_VECTORS if "refused" in v], ids=lambda _: "")
def test_it_refuses_what_no_typed_source_gives(program: ModuleType, vector: dict[str, Any]) -> None:
    form = json.loads(json.dumps(canonical_plan(plan_of(种子=vector["plan"]))))["种子"]
    if isinstance(form.get("来源"), list):
        with pytest.raises(program.Wrong):
            program.check_seed_form(vector["typed"], form, "先封存后公开")


def change_seed(sealed: Path) -> None:
    """Another seed in draw.json and manifest."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    draw["seed"] = "3 2 1"
    seed = json.loads((sealed / "manifest.json").read_bytes())["seed"]
    reseal(sealed, draw, seed={**seed, "text": "3 2 1"})


def change_object(sealed: Path) -> None:
    """A row of objects.csv, with a commitment that fits."""
    objects, commitment = sealed / "snapshot" / "objects.csv", sealed / "snapshot" / "commitment.json"
    objects.write_bytes(objects.read_bytes().replace("试点药店003".encode(), "试点药店三".encode(), 1))
    content = json.loads(commitment.read_bytes())
    content["files"]["objects.csv"] = digest(objects.read_bytes())
    commitment.write_text(independent.canonical(content), encoding="utf-8")
    draw = json.loads((sealed / "draw.json").read_bytes())
    draw["commit"] = digest(commitment.read_bytes())
    reseal(sealed, draw, commit=draw["commit"])


def change_event(sealed: Path) -> None:
    """Another leader in an event, its own manifest and all."""
    folder = sealed / "递补-001"
    event = json.loads((folder / "event.json").read_bytes())
    visit = event["visits"][0]
    visit["leader"] = next(m["person"] for m in visit["team"] if m["person"] != visit["leader"])
    (folder / "event.json").write_text(independent.canonical(event), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["result"] = manifest["files"]["event.json"] = digest((folder / "event.json").read_bytes())
    (folder / "manifest.json").write_text(independent.canonical(manifest), encoding="utf-8")


def change_row(sealed: Path) -> None:
    """A row of people.csv, and nothing else."""
    people = sealed / "snapshot" / "people.csv"
    people.write_bytes(people.read_bytes().replace(b"2026-12-31", b"2025-12-31", 1))


def change_line(sealed: Path) -> None:
    """The ledger line says another attempt."""
    line = json.loads((sealed / "ledger.jsonl").read_bytes())
    (sealed / "ledger.jsonl").write_text(independent.canonical({**line, "attempt": 2}) + "\n", "utf-8")
    reseal(sealed)


@pytest.mark.parametrize(
    ("tamper", "section", "named"),
    [
        (swap_object, "分层与名额", "alternates[0]：应为"),
        (swap_member, "检查组逐步核对", "记录与此不符"),
        (drop_step, "检查组逐步核对", "户次"),
        (change_quota, "分层与名额", ".n：应为"),
        (change_seed, "种子与密钥", "密钥应为"),
        (change_object, "种子与密钥", "密钥应为"),
        (change_row, "快照与承诺值", "people.csv"),
        (change_event, "递补", "leader"),
        (change_line, "档案内台账行", "attempt"),
        (lambda sealed: (sealed / "snapshot" / "items.csv").unlink(), "封存文件", "items.csv"),
        (lambda sealed: (sealed / "draw.json").unlink(), "封存文件", "draw.json"),
        (lambda sealed: (sealed / "多出.txt").write_text("", "utf-8"), "封存文件", "多出.txt"),
        (lambda sealed: (sealed / "manifest.json").write_bytes(b"{"), "封存文件", "manifest.json"),
        (lambda sealed: (sealed / "draw.json").write_bytes(b"[" * 99999), "封存文件", "draw.json"),
        (lambda sealed: shutil.rmtree(sealed / "递补-001"), "递补", "递补-001"),
    ],
)
def test_what_is_changed_is_named(
    tamper: Callable[[Path], Any], section: str, named: str, drawn: Path, tmp_path: Path
) -> None:
    """Exit code 1, the section marked, the thing named, no traceback."""
    sealed = Path(shutil.copytree(drawn / "档案", tmp_path / "档案"))
    tamper(sealed)
    code, text = run(sealed)
    assert code == 1 and section in lines(text, "✗") and named in text, text
    before = lines(text, "✗")[0]
    assert before in ("封存文件", "快照与承诺值", section)


def change_groups(sealed: Path, change: Callable[[Any], Any]) -> None:
    """Change something of the groups, in draw.json and its manifest."""
    draw = json.loads((sealed / "draw.json").read_bytes())
    change(draw)
    reseal(sealed, draw)


def swap_groups(draw: Any) -> None:
    """One visit goes to the other group, team, leader and all."""
    visit = draw["visits"][0]
    other = next(one for one in draw["visits"] if one["group"] != visit["group"])
    visit |= {key: other[key] for key in ("group", "team", "leader")}


def swap_in_groups(draw: Any) -> None:
    """The first members of the same line of two groups change places, on all their visits."""
    one, other = (group["team"] for group in draw["groups"]["formed"])
    mine = one[0]
    theirs = next(member for member in other if member["line"] == mine["line"])
    names = {mine["person"]: theirs["person"], theirs["person"]: mine["person"]}
    teams = [part["team"] for part in [*draw["visits"], *draw["groups"]["formed"]]]
    for member in (member for team in teams for member in team):
        member["person"] = names.get(member["person"], member["person"])


@pytest.mark.parametrize(
    ("change", "section", "named"),
    [
        (swap_groups, "检查组逐步核对", "组"),
        (swap_in_groups, "派员次序", "第1组"),
        (lambda draw: draw["groups"].update(discarded=1), "派员次序", "discarded"),
        (lambda draw: draw["groups"]["formed"].pop(), "派员次序", "groups"),
        (lambda draw: draw.pop("groups"), "派员次序", "groups"),
        (lambda draw: draw["visits"][0].pop("group"), "派员次序", "group"),
        (lambda draw: draw["visits"][0]["team"].pop(), "检查组逐步核对", "team"),
    ],
)
def test_what_is_changed_of_groups_is_named(
    change: Callable[[Any], Any], section: str, named: str, grouped: Path, tmp_path: Path
) -> None:
    """The same for fixed groups."""
    sealed = Path(shutil.copytree(grouped / "档案", tmp_path / "档案"))
    change_groups(sealed, change)
    code, text = run(sealed)
    assert code == 1 and lines(text, "✗")[0] == section and named in text, text


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every value in a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(found for key, inner in items for found in places(inner, (*path, key)))]


JUNK = ["", "J999", -1, 7, 10**30, 1.5, True, None, [], {}, [None], "\u0000\ud800", "999999/1", "x" * 99]


def mutated(rng: Random, value: Any) -> Any:
    """A JSON object with one value changed, gone or doubled."""
    copy = json.loads(json.dumps(value))
    *path, last = rng.choice([place for place in places(copy) if place])
    inside = copy
    for key in path:
        inside = inside[key]
    if rng.random() < 0.3:
        del inside[last]
    elif isinstance(inside, list) and rng.random() < 0.3:
        inside.append(inside[last])
    else:
        inside[last] = rng.choice(
            [one for one in JUNK if type(one) is not type(inside[last]) or one != inside[last]]
        )
    return copy


@pytest.mark.parametrize("name", ["draw.json", "递补-001/event.json", "snapshot/plan.json", "manifest.json"])
def test_nonsense_never_crashes_it(
    name: str, drawn: Path, tmp_path: Path, program: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    """Random changes of one JSON file, resealed as far as that goes."""
    sealed = Path(shutil.copytree(drawn / "档案", tmp_path / "档案"))
    (tmp_path / "draws" / "一").mkdir(parents=True)
    if name == "manifest.json":  # the ledger alone vouches for all of it
        sealed = sealed.rename(tmp_path / "draws" / "一" / "档案")
        shutil.copy(drawn.parent / "台账.jsonl", tmp_path / "draws")
    original = {path: (sealed / path).read_bytes() for path in ("manifest.json", name)}
    rng = Random(name)
    for _ in range(25):
        for path, data in original.items():
            (sealed / path).write_bytes(data)
        value = mutated(rng, json.loads(original[name]))
        (sealed / name).write_bytes(program.canonical(value).encode("utf-8", "surrogatepass"))
        if name == "draw.json":
            reseal(sealed)
        code, text = program.main([str(sealed)]), capsys.readouterr().out
        assert code == 1, (text, value)


def test_what_is_no_archive(tmp_path: Path) -> None:
    """Exit code 3."""
    assert run(tmp_path)[0] == 3
    assert run(tmp_path / "无")[0] == 3
