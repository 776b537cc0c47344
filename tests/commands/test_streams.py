"""A command whose work is done says so, whatever becomes of its output."""

from __future__ import annotations

import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

import shuangsuiji
from bureau import bureau
from command_line import RUN, Ran
from shuangsuiji.commands import streams
from shuangsuiji.commands.main import _while_showing
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import NARROWEST, wrapped

DENIALS = ("没有完成", "没有写入", "Traceback", "Exception")


def drawn_with(plan: Path, redirected: str, **environment: str) -> Ran:
    """`ssj draw` in a process of its own, its output sent elsewhere by the shell."""
    command = f'exec "$0" -c "$1" draw "$2" --batch 上半年 --seed 甲 {redirected}'
    ended = subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, RUN, str(plan)],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )
    return Ran(ended.returncode, ended.stdout, ended.stderr)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize(
    ("redirected", "status"),
    [(">/dev/full", 0), ("2>/dev/full", 0), (">/dev/full 2>&1", 0), (">&-", 0), (">&- 2>&-", 0)],
)
def test_output_that_nobody_takes_undoes_nothing(tmp_path: Path, redirected: str, status: int) -> None:
    plan = bureau(tmp_path, size=12)
    ran = drawn_with(plan, redirected)
    assert ran.returncode == status, ran.stderr
    assert not any(word in ran.stderr + ran.stdout for word in DENIALS)
    if redirected == ">/dev/full":
        assert "命令已经执行完" in ran.stderr
    lines = shuangsuiji.ledger(tmp_path).lines
    assert [line.event for line in lines][-1] == "抽取"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_what_only_shows_has_failed_where_nothing_is_shown() -> None:
    code = "import sys; sys.argv = ['ssj', 'schema']; from shuangsuiji.commands.main import main; main()"
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run([sys.executable, "-c", code], stdout=full, stderr=subprocess.PIPE, check=False)
    assert ran.returncode == 3 and "没能全部写到输出" in ran.stderr.decode()


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    ran = drawn_with(bureau(tmp_path, size=12), "--json | head -c 1; exit 0")
    assert not any(word in ran.stderr for word in DENIALS)
    assert shuangsuiji.ledger(tmp_path).lines[-1].event == "抽取"


@pytest.mark.parametrize("width", ["1", "3", "7"])
def test_a_tiny_screen_shows_something(tmp_path: Path, width: str) -> None:
    ran = drawn_with(bureau(tmp_path, size=12), "", COLUMNS=width)
    assert ran.returncode == 0, ran.stderr
    assert not any(word in ran.stderr + ran.stdout for word in DENIALS)


@pytest.mark.parametrize("width", range(-1, NARROWEST + 2))
def test_every_width_wraps(width: int) -> None:
    text = "“请”把 密签.txt（abcdefghijklmnopqrstuvwxyz）移到别处……"
    assert "".join(wrapped(text, width)).replace(" ", "") == text.replace(" ", "")


def test_what_fails_while_showing_is_told_from_what_fails_at_work() -> None:
    for call, shown in ((lambda: screen.table("", [("a", True)], [1]), True), (lambda: int("x"), False)):  # type: ignore[list-item]
        with pytest.raises((TypeError, ValueError)) as caught:
            call()
        assert _while_showing(caught.value) is shown


@pytest.mark.parametrize(
    ("page", "asked", "encoding"),
    [
        (936, "", "gbk"),
        (65001, "", "utf-8"),
        (936, "utf-8", "utf-8"),
        (936, "nonsense", "gbk"),
        (7, "", "utf-8"),
    ],
)
def test_what_is_redirected_has_the_encoding_of_the_console(
    monkeypatch: pytest.MonkeyPatch, page: int, asked: str, encoding: str
) -> None:
    """PYTHONIOENCODING goes first, an unknown one is passed over; GBK has other signs for ours."""
    monkeypatch.setattr(streams, "_code_page", lambda: page)
    monkeypatch.setenv("PYTHONIOENCODING", asked)
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    streams._set_up(stream)
    stream.write("✓ 复核通过 › ✗ ⟨U+202E⟩ ★ 𠮷")
    stream.flush()
    text = raw.getvalue().decode(encoding)
    plain = "√ 复核通过 > × <U+202E> ★ <U+20BB7>"
    assert text == (plain if encoding == "gbk" else "✓ 复核通过 › ✗ ⟨U+202E⟩ ★ 𠮷")


def test_json_is_utf_8_whatever_the_console_has(tmp_path: Path) -> None:
    plan = bureau(tmp_path, size=12)
    ran = subprocess.run(
        [sys.executable, "-c", RUN, "check", str(plan), "--json"],
        env={**os.environ, "PYTHONIOENCODING": "gbk"},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert "上半年" in ran.stdout.decode("utf-8")


def test_a_pipe_that_windows_finds_closed_is_no_loss(monkeypatch: pytest.MonkeyPatch) -> None:
    closed = OSError(errno.EINVAL, "Invalid argument")
    assert not streams._reader_gone(closed) and streams._reader_gone(BrokenPipeError())
    monkeypatch.setattr(streams, "_windows", object)
    assert streams._reader_gone(closed) and not streams._reader_gone(OSError(errno.ENOSPC, "full"))
