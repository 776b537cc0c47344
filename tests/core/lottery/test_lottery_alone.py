"""The lottery folder stands alone: the standard library, NumPy and itself; no word that a clerk reads."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from shuangsuiji.core import lottery

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
        ("from shuangsuiji.core.pool import Pool", ["shuangsuiji.core.pool"]),
        ("from shuangsuiji.core import pool, lottery", ["shuangsuiji.core.pool"]),
        ("import shuangsuiji.core.lotteries", ["shuangsuiji.core.lotteries"]),
        ("from ...pool import Pool", ["shuangsuiji.core.pool"]),
        ("if True:\n    from ... import pool", ["shuangsuiji.core.pool"]),
        ("from .... import errors", ["shuangsuiji.errors"]),
        ("import importlib\nimportlib.import_module('pydantic')", ["an import by name"]),
        (
            "import numpy as np, math\nfrom .seats import Problem\nfrom .. import words",
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
