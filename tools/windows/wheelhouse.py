"""`make wheelhouse`: dist/离线安装, for offices that have a Python on Windows but no network.

One folder with the wheels of every supported Python, and two lines to install them. Before it is handed out,
all that these lines need is resolved once more from the folder alone, hashes compared, without a network; and
where Wine starts, the two lines are typed to a Python of the shipped version that has nothing but pip.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import pip as pip_package

from shuangsuiji.version import __version__
from tools.windows.build import embedded
from tools.windows.locked import TOP, VERSION, download, own_wheel, pip, requirements
from tools.windows.shim import bcryptprimitives
from tools.windows.wine import started

PYTHONS = ("3.11", "3.12", "3.13")
_README = """\
离线安装（本机已有 64 位 Python {pythons}）

在这个文件夹里打开命令提示符，输入下面两行：

{lines}

3.13 换成本机 Python 的版本。装好以后输入 ssj 就能用。没有 Python 的，请用 Windows 压缩包。
"""


_OFFLINE = ("-m", "pip", "install", "--no-index", "--find-links", ".")
_LINES = (
    (*_OFFLINE, "--require-hashes", "-r", f"依赖-{VERSION}.txt"),
    (*_OFFLINE, "shuangsuiji"),
)
"""What is typed, in the folder, after the name of Python."""


def main() -> None:
    """Makes the folder anew.

    Raises:
        subprocess.CalledProcessError: a package cannot be fetched, or cannot be installed offline.
    """
    target = TOP / "dist" / "离线安装"
    shutil.rmtree(target, ignore_errors=True)
    for python in PYTHONS:
        download(list(requirements(python).values()), target, python)
        lines = "\n".join(requirements(python).values())
        (target / f"依赖-{python}.txt").write_text(f"{lines}\n", "utf-8")
    own_wheel(target)
    lines = "\n".join(f"    py {' '.join(line)}" for line in _LINES)
    (target / "说明.txt").write_text(_README.format(pythons="、".join(PYTHONS), lines=lines), "utf-8-sig")
    for python in PYTHONS:
        with tempfile.TemporaryDirectory() as empty:
            offline = ("--no-index", "--find-links", str(target), "--no-deps", "--only-binary", ":all:")
            place = ("--dest", empty, "--platform", "win_amd64", "--python-version", python)
            lock = str(target / f"依赖-{python}.txt")
            pip("download", *offline, *place, "--require-hashes", "-r", lock)
            pip("download", *offline, *place, f"shuangsuiji=={__version__}")
    size = sum(path.stat().st_size for path in target.iterdir()) / 1e6
    told = installed(target)
    sys.stdout.write("没有 wine，没有试装\n" if told is None else f"试装：{told}\n")
    sys.stdout.write(f"{target}　{len(list(target.glob('*.whl')))} 个程序库　{size:.0f} MB\n")
    if told is not None and told != f"ssj {__version__}":
        sys.exit("试装没有成功")


def installed(target: Path) -> str | None:
    """What the installed `ssj` says of its version, or what went wrong before; None where no Wine starts.

    Args:
        target: the folder with the wheels.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / "新装"
        python = package / "python"
        embedded(Path(folder) / "fetched", python)
        site = python / "Lib" / "site-packages"
        shutil.copytree(Path(pip_package.__file__).parent, site / "pip")
        (python / "_wmi.pyd").unlink()  # pip asks it what system this is, and Wine 8 has no answer
        (python / "bcryptprimitives.dll").write_bytes(bcryptprimitives())
        machine = started(Path(folder) / "prefix", package)
        if machine is None:
            return None
        alone = ("-m", "pip", "--isolated")  # whatever this machine's own pip is told
        told = [machine.python(*alone, *line[2:], folder=target)[-500:] for line in _LINES]
        ssj = python / "Scripts" / "ssj.exe"
        if not ssj.exists():
            return "\n".join(told)
        return machine.run(str(ssj), "--version", seconds=120).strip()


if __name__ == "__main__":
    main()
