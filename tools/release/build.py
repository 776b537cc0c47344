"""`make release`: dist/release with all that is handed out, each part tried before it counts.

1. Wheel and source package, each installed into an empty environment from a folder of locked wheels, without
   a network, where it draws a preset and audits the draw.
2. The zip for Windows and the folder for offices that have a Python (`tools/windows`).
3. Bill of materials, licence texts, and SHA256SUMS.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from shuangsuiji.version import __version__
from tools.release.bill import bill, licences
from tools.windows import build, wheelhouse
from tools.windows.locked import DEV_LOCK, LOCK, TOP, locked_lines, pip

_BUILT_BY = {"hatchling", "packaging", "pathspec", "pluggy", "tomlkit", "trove-classifiers"}
"""What a source package needs to be built without a network: the build's own requirements."""


def main() -> None:
    """Makes dist/release anew.

    Raises:
        subprocess.CalledProcessError: a part cannot be made, or fails when it is tried.
    """
    target = TOP / "dist" / "release"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(target)], cwd=TOP, check=True)
    with tempfile.TemporaryDirectory() as folder:
        wheels = Path(folder) / "wheels"
        pip("download", "--no-deps", "--require-hashes", "-d", str(wheels), "-r", str(LOCK))
        built_by = Path(folder) / "built-by.txt"
        lines = [line for line in locked_lines(DEV_LOCK) if line.partition("==")[0] in _BUILT_BY]
        built_by.write_text("\n".join(lines) + "\n", "utf-8")
        pip("download", "--no-deps", "--require-hashes", "-d", str(wheels), "-r", str(built_by))
        for package in sorted(target.iterdir()):
            try_offline(package, wheels, Path(folder) / package.name)
    build.main()
    wheelhouse.main()
    dist = target.parent
    shutil.move(dist / f"{build.NAME}-{__version__}-windows.zip", target)
    shutil.make_archive(str(target / f"离线安装-{__version__}"), "zip", dist, "离线安装")
    (target / f"shuangsuiji-{__version__}.cdx.json").write_bytes(bill())
    (target / "LICENSES-第三方.txt").write_text(licences(), "utf-8")
    sums = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}" for path in sorted(target.iterdir())
    ]
    (target / "SHA256SUMS").write_text("\n".join(sums) + "\n", "utf-8")
    sys.stdout.write("\n".join([*sums, str(target), ""]))


def try_offline(package: Path, wheels: Path, folder: Path) -> None:
    """Installs a package into an empty environment without a network, draws a preset and audits the draw.

    Args:
        package: a wheel or a source package.
        wheels: all that it needs, and what builds it.
        folder: is made; holds the environment and the draw.

    Raises:
        SystemExit: one of the steps fails; says which, and what it printed.
    """
    venv.create(folder / "env", with_pip=True)
    programs = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    surroundings = {
        name: text for name, text in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))
    }

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), *arguments]
        done = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, check=False)
        if done.returncode:
            sys.exit(f"{package.name}: {' '.join(command)}\n{(done.stdout + done.stderr).decode()}")

    offline = ("-m", "pip", "install", "-q", "--no-index", "--find-links", str(wheels))
    run("python", *offline, "--require-hashes", "-r", str(LOCK))
    run("python", *offline, *sorted(_BUILT_BY))
    run("python", *offline, "--no-deps", "--no-build-isolation", str(package))
    run("ssj", "init", "试用", "--preset", "舞钢")
    run("ssj", "draw", str(Path("试用", "plans", "舞钢.yaml")), "--rehearsal")
    archive = next((folder / "试用" / "plans").rglob("draw.json")).parents[1]
    run("ssj", "audit", str(archive))


if __name__ == "__main__":
    main()
