"""`make windows-test`: the package for Windows under Wine, and its sealed bytes beside those of this system.

1. The package is made and unpacked in a folder with Chinese letters and a blank; Wine's missing library is
   put beside it.
2. `course.py` runs there and here; every command has to end as expected, what is sealed has to be the same.
3. The .cmd files are started as a double click and a drop would.

Where Wine or a package cannot be had, it says so loudly and ends well; what was started and fails, fails.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.windows.build import NAME, unpacked, zipped
from tools.windows.locked import TOP
from tools.windows.shim import bcryptprimitives

COURSE = Path(__file__).with_name("course.py")
SAMPLES = TOP / "tests" / "files" / "samples"
_MINUTES = 25
_SETTINGS = {
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "mscoree,mshtml=",
    "LC_ALL": "C.UTF-8",
}
_OF_THIS_TIME = "公开复核包/复核.html"
"""Has the ledger's times in it, with the offset of the machine."""


def main() -> int:
    """The exit status: 0 if all is well or nothing could be started."""
    wine = shutil.which("wine")
    if wine is None:
        return _skipped("没有 wine")
    with tempfile.TemporaryDirectory(prefix="ssj-windows-") as folder:
        base = Path(folder)
        try:
            package = zipped(unpacked(base / "made"))
        except (subprocess.CalledProcessError, OSError) as problem:
            return _skipped(f"做不出压缩包：{problem}")
        home = base / "冒 烟"
        zipfile.ZipFile(_file(base / "package.zip", package)).extractall(home)
        _file(home / NAME / "python" / "bcryptprimitives.dll", bcryptprimitives())
        machine = Machine(wine, base / "prefix", home / NAME)
        if not machine.started():
            return _skipped("wine 起不来")
        samples = base / "样本"
        shutil.copytree(SAMPLES, samples, ignore=shutil.ignore_patterns("*.py"))
        theirs, ours = base / "theirs.json", base / "ours.json"
        machine.python(COURSE, base / "那边", samples, theirs)
        subprocess.run([sys.executable, str(COURSE), *map(str, (base / "这边", samples, ours))], check=True)
        wrong = [*_compared(theirs, ours), *machine.double_clicked(samples)]
    sys.stdout.write("".join(f"✗ {line}\n" for line in wrong) or "✓ 与本机相同\n")
    return int(bool(wrong))


class Machine:
    """A Windows of one's own: the program, its folder of settings, and the unpacked package."""

    def __init__(self, wine: str, prefix: Path, package: Path) -> None:
        self.wine, self.package = wine, package
        self.settings = os.environ | _SETTINGS | {"WINEPREFIX": str(prefix)}

    def started(self) -> bool:
        """Whether Wine starts, and python.exe in it."""
        for command in (("wineboot", "-i"), ("winecfg", "/v", "win10")):
            self._run(*command, seconds=300)
        told = self._run(str(self.package / "python" / "python.exe"), "-c", "print(6 * 7)", seconds=120)
        return "42" in told

    def python(self, *arguments: Path) -> None:
        """Runs the package's Python; the paths are given as Windows has them."""
        program = str(self.package / "python" / "python.exe")
        sys.stdout.write(self._run(program, *map(windows_path, arguments), seconds=60 * _MINUTES))

    def double_clicked(self, samples: Path) -> Iterator[str]:
        """What goes wrong with the .cmd files."""
        told = self._run("cmd", "/c", "双随机.cmd", seconds=300)
        if "ssj init" not in told:
            yield f"双随机.cmd：{told[-500:]}"
        told = self._run("cmd", "/c", "把文件拖到这里.cmd", windows_path(samples / "样本.xls"), seconds=300)
        if "registry check" not in told or "检查对象名录库" not in told:
            yield f"把文件拖到这里.cmd：{told[-500:]}"
        told = self._run("cmd", "/c", "ssj.cmd", "--version", seconds=300)
        if not told.strip().startswith("ssj "):
            yield f"ssj.cmd：{told[-500:]}"

    def _run(self, *command: str, seconds: int) -> str:
        """The output; it goes through a pipe, since Wine 8 ends Python where there is none."""
        try:
            done = subprocess.run(
                [self.wine, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                env=self.settings,
                cwd=self.package,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"超过 {seconds} 秒"
        return done.stdout.decode("utf-8", "replace")


def windows_path(path: Path) -> str:
    """A path of this system as Wine shows it: under drive Z."""
    return "Z:" + str(path).replace("/", "\\")


def _compared(theirs: Path, ours: Path) -> Iterator[str]:
    """What the course did otherwise than expected, and what is not the same on both systems."""
    if not theirs.exists():
        yield "命令没有做完"
        return
    there, here = json.loads(theirs.read_text("utf-8")), json.loads(ours.read_text("utf-8"))
    sys.stdout.write(
        f"{there['commands']} 个命令，封存的文件 {len(here['sealed'])} 个，最慢的 {there['slowest']}\n"
    )
    yield from there["wrong"]
    yield from (f"本机：{line}" for line in here["wrong"])
    sealed = {**there["sealed"], **here["sealed"]}
    for name in sorted(sealed):
        if there["sealed"].get(name) != here["sealed"].get(name) and not name.endswith(_OF_THIS_TIME):
            yield f"字节不同：{name}"
    for name, text in here["read"].items():
        if "".join(text.split()) != "".join(there["read"].get(name, "").split()):
            yield f"读得不同：{name}"


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _skipped(why: str) -> int:
    sys.stdout.write(f"{'=' * 70}\n没有在 Windows（Wine）下试：{why}\n{'=' * 70}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
