"""A working folder for a bureau that starts: plan, registries and a short guide, from a preset."""

from __future__ import annotations

from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.errors import BadUsage, FileTrouble
from shuangsuiji.files.disk import clear_unfinished, make_folder, trouble_at, write_folder
from shuangsuiji.workflows.environment import FilePath

PRESETS = ("舞钢", "秦皇岛", "兰州", "邢台")

_GUIDE = """{preset}样例工作目录

1. 检查计划和名录库：      ssj check plans/{preset}.yaml
2. 先演练一次（不留台账）：ssj draw plans/{preset}.yaml --rehearsal
3. 正式抽取：              ssj draw plans/{preset}.yaml
4. 复核：                  ssj audit plans/draws/（抽取结果所在的文件夹）

结果写在 plans/draws/ 下，每次抽取一个文件夹：
“档案”封存，请勿改动；“文书”可以用 WPS 或 Excel 打开、修改、打印。
registries 里的名录库全部是虚构的样例数据，请换成本单位的名录库后再正式抽取。
"""


def init(folder: FilePath, *, preset: str = "舞钢") -> list[str]:
    """Makes a working folder with a preset's plan and registries; gives the paths written, in order.

    Args:
        folder: the new folder; an empty one is used.
        preset: one of `PRESETS`.

    Raises:
        BadUsage: there is no such preset.
        FileTrouble: the folder is there already, with something in it, or cannot be written.
    """
    if preset not in PRESETS:
        raise BadUsage(error("no-such-preset", name=preset, known="、".join(PRESETS)))
    root = preset_root()
    files = {f"plans/{preset}.yaml": (root / "plans" / f"{preset}.yaml").read_bytes()}
    for entry in sorted((root / "registries" / preset).iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".xlsx") and not entry.name.startswith("~$"):
            files[f"registries/{preset}/{entry.name}"] = entry.read_bytes()
    files["说明.txt"] = _GUIDE.format(preset=preset).encode("utf-8-sig")
    target = Path(folder)
    clear_unfinished(target.parent)
    with trouble_at(target):
        if target.is_dir() and not any(target.iterdir()):
            target.rmdir()
        if target.exists():
            raise FileTrouble(error("folder-exists", Place(file=str(target))))
    make_folder(target.parent)
    write_folder(target, files)
    return list(files)


def preset_root() -> Traversable:
    """The folder that holds plans/ and registries/: inside the package, or the top of a checkout."""
    inside = resources.files("shuangsuiji") / "presets"
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parents[3]
