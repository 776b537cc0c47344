"""A working folder for a bureau that starts: a preset's plan and registries, or empty registries.

What a preset says of its year is moved to the year of the clock, as far as holidays are known, so that
nothing is overdue for somebody who only tries it; the plans in the tree keep the years of the notices.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.findings import error
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.documents.registries.moved_years import moved_years
from shuangsuiji.documents.registries.template import registry_template
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.disk import clear_unfinished, make_folder, read_bytes, write_folder
from shuangsuiji.files.holidays import known_calendar
from shuangsuiji.files.yaml_edit import a_year_later, edited, scalars
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.environment import FilePath, day_of

PRESETS = ("舞钢", "秦皇岛", "兰州", "邢台")
BLANK = "空白"
"""What stands in place of a preset: empty registries, and how to go on from there."""

_GUIDE = """{preset}样例工作目录

1. 检查计划和名录库：      ssj check plans/{preset}.yaml
2. 先演练一次（不留台账）：ssj draw plans/{preset}.yaml --rehearsal
3. 正式抽取：              ssj draw plans/{preset}.yaml
4. 复核：                  ssj audit（要写明哪一次的，后面写 plans/draws 下面的文件夹）

结果写在 plans/draws/ 下，每次抽取一个文件夹：
“档案”封存，请勿改动；“文书”可以用 WPS 或 Excel 打开、修改、打印。
registries 里的名录库全部是虚构的样例数据，请换成本单位的名录库后再正式抽取。
"""
_BLANK_GUIDE = """空白工作目录

1. 用 WPS 或 Excel 填好这里的名录库（每份第二张表是填写说明）；已有自己的表，直接放进来，空白的删去。
2. 一问一答写成计划：      ssj init --ask
3. 检查计划和名录库：      ssj check

双击 ssj，或者只输入 ssj，也会一步一步带着做。
"""
_MOVED = "# 样例：原文件是 {old} 年的，年份和日期已移到 {new} 年；正式使用前请按本单位的计划改。\n"


def init(folder: FilePath, *, preset: str = "舞钢", now: datetime | None = None) -> list[str]:
    """Makes a working folder with a preset's plan and registries; gives the paths written, in order.

    Args:
        folder: the new folder; an empty one is used.
        preset: one of `PRESETS`, or `BLANK` for empty registries.
        now: its year is that to which a preset's dates are moved; see `environment.time_of`.

    Raises:
        BadUsage: there is no such preset.
        FileTrouble: the folder is there already, with something in it, or cannot be written.
    """
    if preset == BLANK:
        files = _blank()
    elif preset in PRESETS:
        files = preset_files(preset, _year(day_of(now).year))
    else:
        raise BadUsage(error("no-such-preset", name=preset, known="、".join((*PRESETS, BLANK))))
    target = Path(folder)
    clear_unfinished(target.parent)
    make_folder(target.parent)
    write_folder(target, files)
    return list(files)


def preset_files(preset: str, year: int) -> dict[str, bytes]:
    """The plan and the registries of a preset, moved to a year: path in the folder -> bytes."""
    root = preset_root()
    data = (root / "plans" / f"{preset}.yaml").read_bytes()
    old = read_plan(data, f"{preset}.yaml").plan.year
    if year != old:
        text = data.decode("utf-8")
        values = {path: value for path, value in scalars(text).items() if path[0] != "registries"}
        moved = {path: a_year_later(value, old, year) for path, value in values.items()}
        changes = {path: value for path, value in moved.items() if value != values[path]}
        data = (_MOVED.format(old=old, new=year) + edited(text, changes)).encode("utf-8")
    files = {f"plans/{preset}.yaml": data}
    for entry in sorted((root / "registries" / preset).iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".xlsx") and not entry.name.startswith("~$"):
            files[f"registries/{preset}/{entry.name}"] = moved_years(entry.read_bytes(), year - old)
    files["说明.txt"] = _GUIDE.format(preset=preset).encode("utf-8-sig")
    return files


def is_preset(path: Path, plan: Plan) -> bool:
    """Whether the plan at `path` still draws from the invented objects of a preset, unchanged."""
    objects = plan.registries.objects[0].file.replace("\\", "/") if plan.registries else ""
    preset = next((name for name in PRESETS if f"registries/{name}/" in objects), None)
    if preset is None or not (path.parent / objects).is_file():
        return False
    name = f"registries/{preset}/{objects.rsplit('/', 1)[-1]}"
    return read_bytes(path.parent / objects) == _known(preset, plan.year).get(name)


@lru_cache
def _known(preset: str, year: int) -> dict[str, bytes]:
    return preset_files(preset, year)


def _blank() -> dict[str, bytes]:
    kinds = (Kind.OBJECTS, Kind.INSPECTORS, Kind.ITEMS)
    files = {f"{LAYOUTS[kind].title}.xlsx": registry_template(kind) for kind in kinds}
    return {**files, "说明.txt": _BLANK_GUIDE.encode("utf-8-sig")}


def _year(clock: int) -> int:
    """The year of the clock, or the nearest one whose holidays are known."""
    known = known_calendar().years
    return clock if clock in known else max((year for year in known if year < clock), default=min(known))


def preset_root() -> Traversable:
    """The folder that holds plans/ and registries/: inside the package, or the top of a checkout."""
    inside = resources.files("shuangsuiji") / "presets"
    if inside.is_dir():
        return inside
    return Path(__file__).resolve().parents[3]
