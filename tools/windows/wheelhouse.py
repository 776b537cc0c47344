"""`make wheelhouse`: dist/离线安装, for offices that have a Python on Windows but no network.

One folder with the wheels of every supported Python, and two lines to install them. Before it is handed out,
all that these lines need is resolved once more from the folder alone, hashes compared, without a network.
"""

from __future__ import annotations

import shutil
import sys
import tempfile

from shuangsuiji.version import __version__
from tools.windows.locked import TOP, download, own_wheel, pip, requirements

PYTHONS = ("3.11", "3.12", "3.13")
_README = """\
离线安装（本机已有 64 位 Python {pythons}）

在这个文件夹里打开命令提示符，输入下面一行：

    py -m pip install --no-index --find-links . --require-hashes -r 依赖-3.13.txt
    py -m pip install --no-index --find-links . shuangsuiji

3.13 换成本机 Python 的版本。装好以后输入 ssj 就能用。没有 Python 的，请用 Windows 压缩包。
"""


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
    (target / "说明.txt").write_text(_README.format(pythons="、".join(PYTHONS)), "utf-8-sig")
    for python in PYTHONS:
        with tempfile.TemporaryDirectory() as empty:
            offline = ("--no-index", "--find-links", str(target), "--no-deps", "--only-binary", ":all:")
            place = ("--dest", empty, "--platform", "win_amd64", "--python-version", python)
            lock = str(target / f"依赖-{python}.txt")
            pip("download", *offline, *place, "--require-hashes", "-r", lock)
            pip("download", *offline, *place, f"shuangsuiji=={__version__}")
    size = sum(path.stat().st_size for path in target.iterdir()) / 1e6
    sys.stdout.write(f"{target}　{len(list(target.glob('*.whl')))} 个程序库　{size:.0f} MB\n")


if __name__ == "__main__":
    main()
