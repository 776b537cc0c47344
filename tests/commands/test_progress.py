"""The bar: on a terminal alone, and gone afterwards."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from shuangsuiji.views import screen
from shuangsuiji.views.progress import bar


def test_nothing_is_shown_to_a_file(capfd: pytest.CaptureFixture[str]) -> None:
    with bar("前", "中", "后") as told:
        assert told is None
    assert capfd.readouterr() == ("", "")


def test_a_terminal_sees_the_bar_come_and_go(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes on is named, and the last thing is that the line is cleared."""
    text = io.StringIO()
    console = Console(file=text, force_terminal=True, width=80, _environ={"TERM": "xterm"})
    monkeypatch.setattr(screen, "err", lambda: console)
    with bar("正在读取名录库", "正在排检查组", "正在写文书和档案") as told:
        assert told is not None
        for done in range(4001):
            told(done, 4000)
    shown = text.getvalue()
    assert "正在写文书和档案" in shown
    assert shown.rstrip().endswith(("\x1b[2K", "\x1b[?25h"))


def test_it_is_told_seldom(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of 50,000 visits, some 200 reach the bar."""
    from rich.progress import Progress

    calls = []
    monkeypatch.setattr(Progress, "update", lambda self, *given, **more: calls.append(more))
    console = Console(file=io.StringIO(), force_terminal=True, width=80)
    monkeypatch.setattr(screen, "err", lambda: console)
    with bar("前", "中", "后") as told:
        assert told is not None
        for done in range(50_001):
            told(done, 50_000)
    assert 150 <= len(calls) <= 210
    told_of = [call for call in calls if call.get("completed") == 25_000]
    assert [(call["count"], call["total"]) for call in told_of] == [("25000/50000 次检查", 50_000)]
