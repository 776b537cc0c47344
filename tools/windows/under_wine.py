"""`make windows-test`: the package for Windows under Wine, and its sealed bytes beside those of this system.

1. The package is made and unpacked in a folder with Chinese letters and a blank; Wine's missing library is
   put beside it.
2. The .cmd files are started as a double click and a drop would.
3. `course.py` runs there and here; every command has to end as expected, what is sealed has to be the same.
4. `held.py` runs there: every command that writes, while somebody else has a file open.

Where Wine or a package cannot be had, it says so loudly and ends well; what was started and fails, fails.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tools.windows.build import NAME, compiled, unpacked, zipped
from tools.windows.locked import TOP
from tools.windows.shim import bcryptprimitives
from tools.windows.wine import Machine, started, windows_path

COURSE, HELD = "tools.windows.course", "tools.windows.held"
SAMPLES = TOP / "tests" / "files" / "samples"
_OF_THIS_TIME = "公开复核包/复核.html"
"""Has the ledger's times in it, with the offset of the machine."""


def main() -> int:
    """The exit status: 0 if all is well or nothing could be started."""
    with tempfile.TemporaryDirectory(prefix="ssj-windows-") as folder:
        base = Path(folder)
        try:
            made = unpacked(base / "made")
        except (subprocess.CalledProcessError, OSError) as problem:
            return _skipped(f"做不出压缩包：{problem}")
        machine = started(base / "prefix", made)
        if machine is None:
            return _skipped("没有 wine，或者起不来")
        compiled(made, machine)
        home = base / "冒 烟"
        zipfile.ZipFile(_file(base / "package.zip", zipped(made))).extractall(home)
        machine.package = home / NAME
        _file(machine.package / "python" / "bcryptprimitives.dll", bcryptprimitives())
        samples = base / "样本"
        shutil.copytree(SAMPLES, samples, ignore=shutil.ignore_patterns("*.py"))
        theirs, ours, held = base / "theirs.json", base / "ours.json", base / "held.json"
        wrong = list(double_clicked(machine, samples))
        machine.module(COURSE, machine.package / "工作" / "一年", samples, theirs)
        here = [sys.executable, "-m", COURSE, *map(str, (base / "这边", samples, ours))]
        subprocess.run(here, check=True, cwd=TOP)
        wrong += _compared(theirs, ours)
        machine.module(HELD, base / "占 用", held)
        wrong += _held(held)
    sys.stdout.write("".join(f"✗ {line}\n" for line in wrong) or "✓ 与本机相同\n")
    return int(bool(wrong))


def double_clicked(machine: Machine, samples: Path) -> Iterator[str]:
    """What goes wrong with the .cmd files."""
    told = machine.cmd("双随机.cmd")
    if "ssj init" not in told:
        yield f"双随机.cmd：{told[-500:]}"
    told = machine.cmd("把文件拖到这里.cmd", windows_path(samples / "样本.xls"))
    if "registry check" not in told or "检查对象名录库" not in told:
        yield f"把文件拖到这里.cmd：{told[-500:]}"
    told = machine.cmd("ssj.cmd", "--version")
    if not told.strip().startswith("ssj "):
        yield f"ssj.cmd：{told[-500:]}"


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


def _held(result: Path) -> Iterator[str]:
    """What commands did wrongly while a file was held."""
    if not result.exists():
        yield "文件被占用的试验没有做完"
        return
    told = json.loads(result.read_text("utf-8"))
    sys.stdout.write(
        f"文件被占用 {told['refused'] + told['done']} 次，其中 {told['refused']} 次等放开后再办\n"
    )
    yield from told["wrong"]


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _skipped(why: str) -> int:
    sys.stdout.write(f"{'=' * 70}\n没有在 Windows（Wine）下试：{why}\n{'=' * 70}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
