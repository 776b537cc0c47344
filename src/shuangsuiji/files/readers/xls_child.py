"""A child process that reads an .xls under limits of time and memory, and the call of it.

`python -m shuangsuiji.files.readers.xls_child` takes the file on its standard input and answers in JSON on
its standard output. Whatever happens to it (endless loop, too much memory, crash) is a finding here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from shuangsuiji.core.findings import Finding, Level, Place, error
from shuangsuiji.core.registries.grid import Grid, Merged
from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.xls_book import read_xls

MEMORY = 2 << 30
"""Bytes of address space, where the system knows such a limit (not on Windows)."""
SECONDS = 4.0
SECONDS_PER_BYTE = 3 / 1e6
"""Some five times what a fair file takes, and less than `files.budget` gives."""
MAX_DATA = 256 << 20
"""An .xls has at most 65,536 rows a sheet; no registry comes near this."""


def read_xls_apart(data: bytes, name: str, displays: bool = False) -> tuple[list[Grid], list[Finding]]:
    """As `xls_book.read_xls`, in a child process.

    Raises:
        BadInput: also when the child took too long, took too much, or crashed.
    """
    place = Place(file=name)
    seconds = SECONDS + SECONDS_PER_BYTE * len(data)
    if len(data) > MAX_DATA:
        raise BadInput(error("book-too-big", place))
    try:
        done = subprocess.run(
            # -P: the folder that somebody works in must not be asked for modules.
            [
                sys.executable,
                "-P",
                "-X",
                "utf8",
                "-m",
                __name__,
                str(seconds),
                *(["displays"] if displays else []),
            ],
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise BadInput(error("xls-too-slow", place)) from None
    except (OSError, ValueError):
        raise BadInput(error("book-damaged", place)) from None
    findings = [_finding(made, name) for made in answer["findings"]]
    if "grids" not in answer:
        raise BadInput(*findings)
    return [_grid(made, name) for made in answer["grids"]], findings


def _finding(made: dict[str, Any], name: str) -> Finding:
    place = Place(**{**made["place"], "file": name})
    return Finding(level=Level(made["level"]), code=made["code"], place=place, values=made["values"])


def _grid(made: dict[str, Any], name: str) -> Grid:
    damaged = {(row, column): code for row, column, code in made["damaged"]}
    merged = [Merged(*cells) for cells in made["merged"]]
    stored = {(row, column): text for row, column, text in made["stored"]}
    odd_formats = {column: (row, code) for column, row, code in made["odd_formats"]}
    shown = {(row, column): text for row, column, text in made["shown"]}
    arranged = {(row, column): text for row, column, text in made["arranged"]}
    tables = {
        "damaged": damaged,
        "merged": merged,
        "stored": stored,
        "arranged": arranged,
        "odd_formats": odd_formats,
        "shown": shown,
    }
    return Grid(**{**made, **tables, "file": name})


def _limit(seconds: float) -> None:
    """Ask the system to stop this process before it takes too much; Windows has nothing of the kind."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _answer(data: bytes, displays: bool) -> dict[str, Any]:
    try:
        grids, findings = read_xls(data, "", displays)
    except BadInput as refusal:
        return {"findings": [asdict(finding) for finding in refusal.findings]}
    except (MemoryError, RecursionError):
        return {"findings": [asdict(error("book-too-big"))]}
    made = [
        {
            "sheet": grid.sheet,
            "rows": grid.rows,
            "damaged": [[row, column, code] for (row, column), code in grid.damaged.items()],
            "hidden": grid.hidden,
            "hidden_rows": grid.hidden_rows,
            "merged": grid.merged,
            "stored": [[row, column, text] for (row, column), text in grid.stored.items()],
            "arranged": [[row, column, text] for (row, column), text in grid.arranged.items()],
            "odd_formats": [[column, row, code] for column, (row, code) in grid.odd_formats.items()],
            "shown": [[row, column, text] for (row, column), text in grid.shown.items()],
        }
        for grid in grids
    ]
    return {"findings": [asdict(finding) for finding in findings], "grids": made}


def main() -> None:
    """Read standard input, answer on standard output."""
    _limit(float(sys.argv[1]))
    answer = _answer(sys.stdin.buffer.read(), "displays" in sys.argv)
    sys.stdout.buffer.write(json.dumps(answer).encode("ascii"))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
