"""The pages on scripting: their code runs from top to bottom, and type checkers find nothing in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("year", "policies", "audit")


def pieces(page: str) -> list[str]:
    text = (ROOT / "docs" / "cookbook" / f"{page}.zh.md").read_text("utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.S)


def test_the_code_of_the_pages_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    for page in PAGES:
        for piece in pieces(page):
            exec(compile(piece, f"docs/cookbook/{page}.zh.md", "exec"), {})
    told = capsys.readouterr().out
    assert "算得 抽取结果由种子算得" in told and "\nTrue True\n" in told
    assert "一律两成 三年检查过 36 户" in told and "按信用 三年检查过 36 户" in told
    assert "复核报告.docx audit-places-complete 1" in told


@pytest.mark.soak
def test_type_checkers_find_nothing(tmp_path: Path) -> None:
    for page in PAGES:
        for number, piece in enumerate(pieces(page)):
            (tmp_path / f"{page}{number}.py").write_text(piece, "utf-8")
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
