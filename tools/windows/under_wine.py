"""`make windows-test`: the package for Windows under Wine, and its sealed bytes beside those of this system.

1. The package is made and unpacked in a folder with Chinese letters and a blank; Wine's missing library is
   put beside it.
2. The .cmd files are started as a double click and a drop would, in a window and without one; no window
   closes before a key is pressed.
3. `course.py` runs there and here; every command has to end as expected, what is sealed has to be the same.
4. `held.py` runs there: every command that writes, while somebody else has a file open.
5. `mistakes.py` runs there: what cannot be done is told in Chinese, whatever the console's code page.

Where Wine or a package cannot be had, it says so loudly and ends well; what was started and fails, fails.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tools.windows.build import MOST_BYTES, NAME, compiled, unpacked, zipped
from tools.windows.locked import TOP
from tools.windows.shim import bcryptprimitives
from tools.windows.window import window
from tools.windows.wine import Machine, started, windows_path

COURSE = "tools.windows.course"
ALONE = {"文件 占用": "tools.windows.held", "错 误": "tools.windows.mistakes"}
"""What runs in the package alone, by the folder that it works in."""
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
        package = zipped(made)
        zipfile.ZipFile(_file(base / "package.zip", package)).extractall(home)
        machine.package = home / NAME
        _file(machine.package / "python" / "bcryptprimitives.dll", bcryptprimitives())
        samples = base / "样本"
        shutil.copytree(SAMPLES, samples, ignore=shutil.ignore_patterns("*.py"))
        theirs, ours = base / "theirs.json", base / "ours.json"
        wrong = [f"压缩包有 {len(package) / 1e6:.1f} MB"] if len(package) > MOST_BYTES else []
        wrong += [*double_clicked(machine, samples), *windows(machine, base / "没有程序")]
        here = [sys.executable, "-m", COURSE, *map(str, (base / "这边", samples, ours))]
        with subprocess.Popen(here, cwd=TOP) as beside:
            machine.module(COURSE, machine.package / "工作" / "一年", samples, theirs)
        if beside.returncode:
            return 1
        wrong += _compared(theirs, ours)
        for name, module in ALONE.items():
            machine.module(module, base / name, base / f"{name}.json")
            wrong += _alone(name, base / f"{name}.json")
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


def windows(machine: Machine, empty: Path) -> Iterator[str]:
    """What goes wrong in a window: it shows what it should, takes keys, and stays until the last one.

    Args:
        machine: Wine with the package.
        empty: a new folder, where a .cmd file is without its program.
    """
    empty.mkdir()
    for name in ("双随机.cmd", "把文件拖到这里.cmd"):
        (empty / name).write_bytes((machine.package / name).read_bytes())
    trials: Sequence[tuple[Path, Sequence[str], Sequence[tuple[str, str]]]] = (
        (machine.package, ("双随机.cmd",), (("一问一答写计划", "九十九"), ("没有这个序号", "退出"))),
        (machine.package, ("把文件拖到这里.cmd", "没有.xlsx"), (("找不到", ""),)),
        (machine.package, ("把文件拖到这里.cmd",), (("拖到这个图标上", ""),)),
        (empty, ("双随机.cmd",), (("找不到python文件夹", ""),)),
        (empty, ("把文件拖到这里.cmd", "甲.xlsx"), (("找不到python文件夹", ""),)),
    )
    for folder, command, asked in trials:
        with window(machine, *command, folder=folder) as screen:
            missing = [words for words, key in asked if not screen.answers(words, key)]
            if missing or not screen.shows("按任意键关闭窗口"):
                yield f"窗口 {command}：没有显示 {missing}：{screen.text[-300:]}"
            elif not screen.stays():
                yield f"窗口 {command}：没有按键就关了"
            else:
                screen.type("")
                if not screen.closes():
                    yield f"窗口 {command}：按了键没有关"


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


def _alone(name: str, result: Path) -> Iterator[str]:
    """What went wrong in a part that runs there alone."""
    if not result.exists():
        yield f"{name}：没有做完"
        return
    told = json.loads(result.read_text("utf-8"))
    sys.stdout.write(f"{name}：{told['count']} 次，不对的 {len(told['wrong'])} 次\n")
    yield from told["wrong"]


def _file(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def _skipped(why: str) -> int:
    sys.stdout.write(f"{'=' * 70}\n没有在 Windows（Wine）下试：{why}\n{'=' * 70}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
