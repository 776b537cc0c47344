"""Nothing that is printed can act on the terminal, or begin a line of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.text import Text

from command_line import ssj
from shuangsuiji.core.cells import harmless, runs_as_formula
from shuangsuiji.views import screen
from shuangsuiji.views.screen import visible

FORGED = "某店\n\x1b[2K\x1b[1A复核通过：档案完整\u202e\u2028\x9b1A\x07\r"


def active(text: str) -> list[str]:
    return [letter for letter in text if letter != "\n" and visible(letter) != letter]


def test_texts_tables_and_styled_texts_are_shown(capsys: pytest.CaptureFixture[str]) -> None:
    console = screen.out()
    console.print(f"名称 {FORGED}")
    console.print(Text(FORGED, style="bold"))
    console.print(screen.table(FORGED, [("列", False)], [[FORGED]]))
    printed = capsys.readouterr().out
    assert active(printed) == []
    assert "⟨U+001B⟩" in printed and "⟨U+202E⟩" in printed
    assert not any(line.startswith("复核通过") for line in printed.splitlines())


def test_json_stays_the_same_value(capsys: pytest.CaptureFixture[str]) -> None:
    screen.print_json("explain", {"name": FORGED})
    printed = capsys.readouterr().out
    assert active(printed) == []
    assert json.loads(printed) == {"schema": "ssj-explain/1", "name": FORGED}


def test_a_registry_cannot_forge_a_line(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes(f'定点编码,名称\r\nH1,"{FORGED[:-1]}"\r\nH1,"\u202e乙"\r\n'.encode())
    ran = ssj("registry", "check", path)
    assert active(ran.stdout + ran.stderr) == []
    assert "\n复核通过" not in ran.stdout + ran.stderr


RUNS = ("=HYPERLINK(1)", "+cmd|x", "@SUM(A1)", "-1+cmd", "\t=1+A1", "＝1+A1", " =A1")


@pytest.mark.parametrize("text", RUNS)
def test_names_that_run_are_told_apart(text: str) -> None:
    assert runs_as_formula(text)
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+86", "-12.5%", "—", "-", "某店=甲", "", "--"])
def test_figures_and_signs_do_not_run(text: str) -> None:
    assert harmless(text) == text


def test_such_a_name_is_warned_of(tmp_path: Path) -> None:
    path = tmp_path / "名录.csv"
    path.write_bytes('定点编码,名称\r\nH1,"=HYPERLINK(""http://x"")"\r\nH2,乙店\r\n'.encode())
    ran = ssj("registry", "check", path)
    assert "当公式运行" in "".join(ran.stderr.split()) and ran.returncode == 0
