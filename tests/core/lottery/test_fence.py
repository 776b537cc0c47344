"""The lottery stands alone: it imports NumPy and itself, and draws from five files whatever the rules are."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import building
import shuangsuiji
from bureau import NOW, bureau
from shuangsuiji.core import cells, lottery
from shuangsuiji.core.lottery.records import COMMITMENT, draw
from shuangsuiji.core.lottery.tables import TABLES
from shuangsuiji.core.plans import conditions
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.registries import people

FIVE = {COMMITMENT, *TABLES}
EXAMPLE = Path(__file__).parents[2] / "vectors" / "example"
FOLDER = Path(lottery.__file__).parent
NAME = "shuangsuiji.core.lottery"
MODULES = sorted(FOLDER.rglob("*.py"))


def foreign(source: str, parents: tuple[str, ...]) -> Iterator[str]:
    """What a module of the lottery, in these folders below it, imports from elsewhere, at any depth of it."""
    package = (*NAME.split("."), *parents)
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            start = list(package[: max(0, len(package) - node.level + 1)]) if node.level else []
            module = ".".join([*start, *([node.module] if node.module else [])])
            # `from shuangsuiji.core import lottery` gives the folder; `from .. import seed` may leave it.
            names = [module] if module else ["."]
            if module != NAME and f"{NAME}.".startswith(f"{module}."):
                names = [f"{module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in (
            "__import__",
            "import_module",
        ):
            names = ["an import by name"]
        for name in names:
            own = name == NAME or name.startswith(f"{NAME}.")
            if not own and name.split(".")[0] not in {"numpy", *sys.stdlib_module_names}:
                yield name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_imports_nothing_foreign(path: Path) -> None:
    parents = path.relative_to(FOLDER).parts[:-1]
    assert list(foreign(path.read_text(encoding="utf-8"), parents)) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pydantic", ["pydantic"]),
        ("def f():\n    from pydantic.fields import Field", ["pydantic.fields"]),
        ("from shuangsuiji.core.rules.pool import Pool", ["shuangsuiji.core.rules.pool"]),
        ("from shuangsuiji.core import rules, lottery", ["shuangsuiji.core.rules"]),
        ("import shuangsuiji.core.lotteries", ["shuangsuiji.core.lotteries"]),
        ("from ...rules.pool import Pool", ["shuangsuiji.core.rules.pool"]),
        ("if True:\n    from ... import rules", ["shuangsuiji.core.rules"]),
        ("from .... import errors", ["shuangsuiji.errors"]),
        ("import importlib\nimportlib.import_module('pydantic')", ["an import by name"]),
        (
            "import numpy as np, math\nfrom .seats import SeatProblem\nfrom .. import words",
            [],
        ),
        ("from shuangsuiji.core.lottery.words import Key\nfrom shuangsuiji.core import lottery", []),
    ],
)
def test_every_way_to_import_is_seen(source: str, found: list[str]) -> None:
    """As if the source stood in the folder `teams` of the lottery."""
    assert list(foreign(source, ("teams",))) == found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_speaks_to_nobody(path: Path) -> None:
    assert re.findall(r"[^\x00-\x7f]+", path.read_text(encoding="utf-8")) == []


ALONE = f"""
import importlib, pathlib, sys
here = pathlib.Path(sys.argv[1])
for path in sorted((here / "{NAME.replace(".", "/")}").rglob("*.py")):
    importlib.import_module(".".join(path.relative_to(here).with_suffix("").parts).removesuffix(".__init__"))
ours = [module for name, module in sys.modules.items() if name.split(".")[0] == "shuangsuiji"]
assert len(ours) == int(sys.argv[2]) + 2, ours
assert all(pathlib.Path(module.__file__).is_relative_to(here) for module in ours), ours
assert not {{"pydantic", "yaml", "openpyxl"}} & sys.modules.keys()
"""


@pytest.mark.skipif(sys.flags.ignore_environment, reason="this Python has no PYTHONPATH")
def test_can_be_imported_where_nothing_else_is(tmp_path: Path) -> None:
    """Only the folder is copied, into two empty packages, so that its name stays the same."""
    copy = tmp_path / NAME.replace(".", "/")
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("__pycache__"))
    for above in (copy.parent, copy.parent.parent):
        (above / "__init__.py").touch()
    done = subprocess.run(
        [sys.executable, "-B", "-c", ALONE, str(tmp_path), str(len(MODULES))],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


DRAWS = """
import pathlib, sys
sys.path.insert(0, sys.argv[1])
from lottery.records import draw
folder, seed = pathlib.Path(sys.argv[1]) / "tables", sys.argv[2]
files = {path.name: path.read_bytes() for path in folder.iterdir()}
draw(files, seed)  # NumPy loads parts of itself late
told = []
sys.addaudithook(lambda event, arguments: told.append((event, arguments)))
made = draw(files, seed)
asked = [entry for entry in told if entry[0].split(".")[0] in ("open", "os", "socket", "subprocess")]
assert not asked, asked
assert not {"shuangsuiji", "pydantic", "yaml", "openpyxl"} & {name.split(".")[0] for name in sys.modules}
sys.stdout.buffer.write(made.draw_json + b"\\n" + made.teams_json)
"""


def test_draws_the_worked_example_where_nothing_else_is(tmp_path: Path) -> None:
    """The folder is copied alone, under another parent; while drawing it opens no file and asks nobody."""
    shutil.copytree(FOLDER, tmp_path / "lottery", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "tables").mkdir()
    for name in FIVE:
        shutil.copy(EXAMPLE / name, tmp_path / "tables" / name)
    done = subprocess.run(
        [sys.executable, "-B", "-c", DRAWS, str(tmp_path), "03 07 12 19 22 31 09"],
        cwd=tmp_path,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    wanted = [(EXAMPLE / name).read_bytes() for name in ("draw.json", "teams.json")]
    assert done.stdout.split(b"\n") == wanted


class Noted(Mapping[str, bytes]):
    """Files that note which of them is asked for."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files, self.asked = files, set[str]()

    def __getitem__(self, name: str) -> bytes:
        self.asked.add(name)
        return self.files[name]

    def __iter__(self) -> Iterator[str]:
        raise AssertionError("a draw does not look round")

    def __len__(self) -> int:
        raise AssertionError("a draw does not count its files")

    def __contains__(self, name: object) -> bool:
        return name in self.files


def test_an_archive_is_drawn_again_from_five_files_of_its_snapshot(tmp_path: Path) -> None:
    """Of all that was sealed, only commitment.json and the four tables are asked for, and are enough."""
    archive = shuangsuiji.draw(bureau(tmp_path), seed="种子 1", now=NOW).archive / "档案"
    snapshot = archive / "snapshot"
    sealed = {p.relative_to(snapshot).as_posix(): p.read_bytes() for p in snapshot.rglob("*") if p.is_file()}
    assert sealed.keys() > FIVE
    files = Noted(sealed)
    draw(files, "种子 1")
    assert files.asked == FIVE
    for path in [path for path in snapshot.rglob("*") if path.is_file() and path.name not in FIVE]:
        path.unlink()
    shutil.rmtree(snapshot / "private")
    left = {path.name: path.read_bytes() for path in snapshot.iterdir()}
    made = draw(left, "种子 1")
    assert left.keys() == FIVE
    assert made.draw_json == (archive / "draw.json").read_bytes()
    assert made.teams_json == (archive / "teams.json").read_bytes()


def sealed() -> Snapshot:
    """Registries in which each word of MUTANTS decides something."""
    plan = building.plan_of(
        任务=building.task(抽取={"数量": "3"}, 对象范围={"类别": "药店"}),
        必查=[{"名称": "重点", "对象": {"重点": "是"}, "全年次数": "2", "事项": ["SX-01"]}],
    )
    shops = building.shops(8, 重点="", 类别="药店")
    objects = [{**shop, "重点": "有"} if n == 2 else shop for n, shop in enumerate(shops)]
    objects[5]["类别"] = "药店、医院"
    people = [{**person, "状态": "在任"} if n == 1 else person for n, person in enumerate(building.PEOPLE)]
    return building.sealed_of(plan, objects, inspectors=people)


MUTANTS = {
    "在任 is on duty": (people, "ON_DUTY", people.ON_DUTY | {"在任"}, "people.csv"),
    "有 says yes": (cells, "_YES", cells._YES | {"有"}, "objects.csv"),
    "类别 is a list": (conditions, "LIST_COLUMNS", conditions.LIST_COLUMNS | {"类别"}, "objects.csv"),
}


@pytest.mark.parametrize("mutant", MUTANTS)
def test_other_words_make_other_tables_and_draw_the_same_from_given_ones(
    mutant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A word list may grow from one release to the next; an old archive is still drawn as it was."""
    module, name, value, table = MUTANTS[mutant]
    before = sealed()
    made = draw(before.lottery_files, "1")
    monkeypatch.setattr(module, name, value)
    cells.comparable.cache_clear()
    try:
        after = sealed()
    finally:
        cells.comparable.cache_clear()
    assert after.files[table] != before.files[table]
    assert after.commit != before.commit
    again = draw(before.lottery_files, "1")
    assert (again.draw_json, again.teams_json) == (made.draw_json, made.teams_json)
    assert draw(after.lottery_files, "1").teams_json != made.teams_json
