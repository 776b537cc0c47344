"""The page on scripting: its code runs from top to bottom, and type checkers find nothing in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PIECES = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "scripting.zh.md").read_text("utf-8"), re.S)


def test_the_code_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for piece in PIECES:
        exec(compile(piece, "docs/scripting.zh.md", "exec"), names)
    told = capsys.readouterr().out
    assert len(PIECES) == 5 and "算得 抽取结果由种子算得" in told
    assert told.splitlines()[-1] == "True True"


@pytest.mark.soak
def test_type_checkers_find_nothing(tmp_path: Path) -> None:
    for number, piece in enumerate(PIECES):
        (tmp_path / f"piece{number}.py").write_text(piece, "utf-8")
    files = [*sorted(tmp_path.glob("*.py")), ROOT / "examples" / "whole_year.py"]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *files],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout
