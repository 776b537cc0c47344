"""`import shuangsuiji`: one list of names, lazily imported, that type checkers see; what callers may pass."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import typer

import shuangsuiji
from bureau import bureau
from shuangsuiji.commands.main import app
from shuangsuiji.core.beijing import BEIJING
from shuangsuiji.core.findings import Level, Place, warning
from shuangsuiji.errors import BadUsage
from shuangsuiji.messages import render
from shuangsuiji.views.as_json import as_json

PACKAGE = Path(shuangsuiji.__file__).parent
JOBS = [name for name in shuangsuiji.__all__ if inspect.isfunction(getattr(shuangsuiji, name))]


def for_type_checkers() -> dict[str, str]:
    """Public name -> module, as the imports under TYPE_CHECKING have it."""
    tree = ast.parse((PACKAGE / "__init__.py").read_text("utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    return {
        alias.asname or "": str(node.module)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if alias.asname == alias.name
    }


def test_type_checkers_see_what_is_exported() -> None:
    homes = shuangsuiji._HOMES.items()
    exported = {name: f"shuangsuiji.{module}" for module, names in homes for name in names}
    assert for_type_checkers() == exported
    assert shuangsuiji.__all__ == ["__version__", *sorted(exported)]
    assert (PACKAGE / "py.typed").is_file()
    with pytest.raises(AttributeError, match="no_such_job"):
        _ = shuangsuiji.no_such_job


@pytest.mark.parametrize("name", JOBS)
def test_a_public_name_is_the_job_itself_and_explained(name: str) -> None:
    job = getattr(shuangsuiji, name)
    assert job is getattr(importlib.import_module(job.__module__), name)
    text = inspect.getdoc(job) or ""
    parameters = inspect.signature(job).parameters
    unexplained = [one for one in parameters if f"{one}:" not in text and f"`{one}`" not in text]
    assert unexplained == []
    for word in ("now", "entropy"):
        if parameter := parameters.get(word):
            assert parameter.default is None and parameter.kind is inspect.Parameter.KEYWORD_ONLY


def test_nothing_is_imported_before_it_is_asked_for() -> None:
    code = "import sys, shuangsuiji; print(sorted(n for n in sys.modules if n.startswith('shuangsuiji')))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['shuangsuiji', 'shuangsuiji.version']"


def test_paths_may_be_texts_and_times_without_offset_are_of_beijing(tmp_path: Path) -> None:
    """Wherever the machine stands: 九点 is nine o'clock in China."""
    plan = bureau(tmp_path)
    drawn = shuangsuiji.draw(str(plan), seed="甲", now=datetime(2024, 5, 6, 9, 0))
    assert drawn.dossier.manifest["time"] == "2024-05-06T09:00:00+08:00"
    with pytest.raises(BadUsage):  # half an hour before, in another offset
        shuangsuiji.cancel(str(drawn.archive), now=datetime(2024, 5, 6, 0, 30, tzinfo=UTC))
    assert shuangsuiji.audit(str(drawn.archive), plan=str(plan)).passed
    later = datetime(2024, 5, 6, 9, 1, tzinfo=BEIJING)
    line = shuangsuiji.cancel(str(drawn.archive), reason="重做", now=later).line
    assert line.text("time") == "2024-05-06T09:01:00+08:00"
    assert shuangsuiji.ledger(str(tmp_path)).passed


def test_a_day_may_be_a_text(tmp_path: Path) -> None:
    plan = bureau(tmp_path)
    shuangsuiji.draw(plan, seed="甲", now=datetime(2024, 5, 6, 9, 0))
    assert shuangsuiji.due(tmp_path, on="2024年7月1日").on == date(2024, 7, 1)
    with pytest.raises(BadUsage, match="不是日期"):
        shuangsuiji.due(tmp_path, on="七月")


def test_every_exit_status_is_explained_and_every_error_has_one() -> None:
    page = (PACKAGE.parents[1] / "docs" / "scripting.zh.md").read_text("utf-8")
    told = re.findall(r"^\| ([0-9]+) \| ([A-Z_]+) \|", page, re.M)
    assert told == [(str(int(one)), one.name) for one in shuangsuiji.ExitStatus]
    errors = [shuangsuiji.BadInput, shuangsuiji.BadUsage, shuangsuiji.FileTrouble]
    errors += [shuangsuiji.Mismatch, shuangsuiji.UnreadableArchive, shuangsuiji.AlreadyDone]
    assert len({one.exit_status for one in errors}) == len(errors)
    assert all(f"`{one.__name__}`" in page for one in errors)


def test_every_command_speaks_json() -> None:
    """But for the one that speaks nothing else."""

    def leaves(command: Any, path: str) -> Iterator[tuple[str, Any]]:
        for name, inner in getattr(command, "commands", {}).items():
            yield from leaves(inner, f"{path} {name}".strip())
        if not hasattr(command, "commands"):
            yield path, command

    every = dict(leaves(typer.main.get_command(app), ""))
    silent = {
        name for name, one in every.items() if "--json" not in {opt for p in one.params for opt in p.opts}
    }
    assert len(every) > 25 and silent == {"schema"}


def test_there_is_json_for_every_value_of_a_report() -> None:
    """Dataclasses by their fields, ratios exact, paths and days as texts, findings with text and place."""
    found = warning("registry-blank-cell", Place(file="甲.xlsx", sheet="乙", cell="C3"), column="名称")
    assert as_json({"一": (Fraction(1, 3), Path("a/b"), date(2024, 5, 6), Level.NOTE, None, 2.5, True)}) == {
        "一": ["1/3", "a/b", "2024-05-06", "note", None, 2.5, True]
    }
    assert as_json([Place(file="甲"), found]) == [
        {"file": "甲", "sheet": "", "cell": "", "line": None, "column": None},
        {
            "level": "warning",
            "code": "registry-blank-cell",
            "file": "甲.xlsx",
            "sheet": "乙",
            "cell": "C3",
            "line": None,
            "column": None,
            "message": render(found),
        },
    ]
    with pytest.raises(TypeError, match="object has no JSON"):
        as_json(object())
