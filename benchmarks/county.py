"""The processor time of a whole `ssj draw` of a county with its papers, beside its libraries' imports.

    python benchmarks/county.py [REPEATS]

Each run is a process of its own, with Python's caches warm; the two are taken in turn, so that what else runs
on the machine weighs on both.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import shuangsuiji

IMPORTS = (
    "import numpy, pydantic, typer, rich.console, rich.table, jinja2, yaml, filelock, xlsxwriter, lxml.etree"
)


def processor_seconds(arguments: list[str], folder: Path, caches: Path) -> float:
    """User and system time of a command that has to succeed."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(caches)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    before = os.times()
    subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, check=True, capture_output=True, input=b""
    )
    after = os.times()
    return (after.children_user - before.children_user) + (after.children_system - before.children_system)


def county(repeats: int) -> dict[str, list[float]]:
    """What was measured -> seconds of each run but the first, which fills the caches."""
    measured: dict[str, list[float]] = {"imports of the libraries": [], "ssj --help": [], "ssj draw": []}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shuangsuiji.init(folder / "fresh", preset="舞钢")
        for _ in range(repeats + 1):
            shutil.rmtree(folder / "used", ignore_errors=True)
            shutil.copytree(folder / "fresh", folder / "used")
            for label, arguments in zip(
                measured,
                (
                    ["-c", IMPORTS],
                    ["-m", "shuangsuiji", "--help"],
                    ["-m", "shuangsuiji", "draw", "plans/舞钢.yaml"],
                ),
                strict=True,
            ):
                measured[label].append(processor_seconds(arguments, folder / "used", folder / "caches"))
    return {label: seconds[1:] for label, seconds in measured.items()}


def main(arguments: list[str]) -> None:
    """Prints the table."""
    measured = county(int(arguments[0]) if arguments else 5)
    unit = min(measured["imports of the libraries"])
    print(f"{'processor seconds':<28}{'min':>8}{'median':>8}{'max':>8}{'ratio':>8}")
    for label, seconds in measured.items():
        figures = (min(seconds), statistics.median(seconds), max(seconds))
        print(f"{label:<28}" + "".join(f"{figure:8.2f}" for figure in figures) + f"{figures[0] / unit:8.1f}")


if __name__ == "__main__":
    main(sys.argv[1:])
