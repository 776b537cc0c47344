"""A Windows of one's own: Wine with a folder of settings of its own, and the unpacked package in it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tools.windows.locked import TOP

_MOST_SECONDS = 1500
_SETTINGS = {
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "mscoree,mshtml=",
}
_RUN = """\
import runpy, sys
sys.argv.pop(0)
sys.path.append(sys.argv.pop(1))
runpy.run_module(sys.argv[0], run_name="__main__")
"""
"""This Python looks nowhere but in the package, and not at the variables of the environment either."""


def windows_path(path: Path) -> str:
    """A path of this system as Wine shows it: under drive Z."""
    return "Z:" + str(path).replace("/", "\\")


@dataclass
class Machine:
    """Wine.

    Attributes:
        wine: the program.
        prefix: its folder of settings.
        package: the unpacked package, which commands start in.
    """

    wine: str
    prefix: Path
    package: Path

    @property
    def settings(self) -> dict[str, str]:
        """The variables of every command."""
        return os.environ | _SETTINGS | _chinese(self.prefix) | {"WINEPREFIX": str(self.prefix)}

    def python(self, *arguments: str, folder: Path | None = None) -> str:
        """What the package's Python prints, started in a folder."""
        program = str(self.package / "python" / "python.exe")
        return self.run(program, *arguments, seconds=_MOST_SECONDS, folder=folder)

    def module(self, name: str, *arguments: Path) -> None:
        """Runs a module of this tree in the package's Python; the paths are given as Windows has them."""
        sys.stdout.write(self.python("-c", _RUN, name, *map(windows_path, (TOP, *arguments))))

    def cmd(self, *command: str) -> str:
        """What a command prints in the old shell, which reads .cmd files."""
        return self.run("cmd", "/c", *command, seconds=300)

    def run(self, *command: str, seconds: int, folder: Path | None = None) -> str:
        """The output; it goes through a pipe, since Wine 8 ends Python where there is none."""
        try:
            done = subprocess.run(
                [self.wine, *command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                env=self.settings,
                cwd=folder or self.package,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return f"超过 {seconds} 秒"
        try:
            return done.stdout.decode("utf-8")
        except UnicodeDecodeError:
            return done.stdout.decode("gbk", "replace")


def _chinese(folder: Path) -> dict[str, str]:
    """The variables that make Wine a Chinese Windows, with GBK as its code page, where this system can."""
    locale = folder / "locale" / "zh_CN.UTF-8"
    if locale.is_dir():
        return {"LOCPATH": str(locale.parent), "LC_ALL": locale.name}
    return {"LC_ALL": "C.UTF-8"}


def started(prefix: Path, package: Path) -> Machine | None:
    """Wine with new settings, once it has run the package's Python; None where it cannot."""
    wine = shutil.which("wine")
    if wine is None:
        return None
    machine = Machine(wine, prefix, package)
    if shutil.which("localedef") is not None:
        (prefix / "locale").mkdir(parents=True)
        locale = ("-i", "zh_CN", "-f", "UTF-8", str(prefix / "locale" / "zh_CN.UTF-8"))
        subprocess.run(["localedef", *locale], capture_output=True, check=False)
    for command in (("wineboot", "-i"), ("winecfg", "/v", "win10")):
        machine.run(*command, seconds=300)
    return machine if "42" in machine.python("-c", "print(6 * 7)") else None
