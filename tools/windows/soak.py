"""Tests of the core and of files under Wine, in the package's own Python; a part of `make soak`.

Where Wine or a package cannot be had, it says so and ends well. Tests that need a process of another kind, or
what only Linux has, are skipped by themselves.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from tools.windows.build import unpacked
from tools.windows.locked import DEV_LOCK, TOP, VERSION, download, requirements
from tools.windows.shim import bcryptprimitives
from tools.windows.wine import started, windows_path

_TOOLS = (
    "pytest",
    "pluggy",
    "iniconfig",
    "packaging",
    "hypothesis",
    "sortedcontainers",
    "python-stdnum",
    "pygments",
)
TESTS = (
    *(f"tests/core/{name}" for name in ("lottery", "seeds", "test_cells.py", "test_dates.py")),
    *(f"tests/files/test_{name}.py" for name in ("names", "windows", "ledger_disk", "yaml_plan", "holidays")),
)
"""Those in which a system can make a difference, within some minutes."""
_RUN = """\
import os, sys, _winapi
sys.modules["_wmi"] = None  # platform asks it what system this is, and Wine 8 has no answer
del _winapi.CopyFile2  # shutil calls it where it is there, and Wine 8 lacks it
os.chdir(sys.argv[1])
sys.path[:0] = [sys.argv[1], os.path.join(sys.argv[1], "tests")]
import pytest
sys.exit(pytest.main(sys.argv[2:]))
"""


def main() -> int:
    """The exit status: 0 if no test failed, or none could be started."""
    with tempfile.TemporaryDirectory(prefix="ssj-soak-") as folder:
        base = Path(folder)
        try:
            package = unpacked(base)
            wanted = requirements(VERSION, DEV_LOCK)
            download([wanted[name] for name in _TOOLS if name in wanted], base / "tools", VERSION)
        except (subprocess.CalledProcessError, OSError) as problem:
            sys.stdout.write(f"没有在 Wine 下跑单元测试：{problem}\n")
            return 0
        for wheel in sorted((base / "tools").glob("*.whl")):
            zipfile.ZipFile(wheel).extractall(package / "python" / "Lib" / "site-packages")
        (package / "python" / "bcryptprimitives.dll").write_bytes(bcryptprimitives())
        machine = started(base / "prefix", package)
        if machine is None:
            sys.stdout.write("没有在 Wine 下跑单元测试：没有 wine，或者起不来\n")
            return 0
        chosen = (
            "-q",
            "-p",
            "no:cacheprovider",
            "-m",
            "not soak and not hypothesis",
            *(sys.argv[1:] or TESTS),
        )
        told = machine.python("-c", _RUN, windows_path(TOP), *chosen)
    sys.stdout.write(told)
    return int(" passed" not in told or " failed" in told or " error" in told)


if __name__ == "__main__":
    sys.exit(main())
