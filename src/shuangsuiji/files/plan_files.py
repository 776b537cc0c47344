"""A plan with the registries that it names as values: bytes of files that need not lie on disk.

Values go the way of files: they become the bytes of a plan file and of .csv registries, which are read,
checked and sealed like any other. What is drawn from values is drawn from `save`d files, byte for byte.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from os import PathLike
from pathlib import Path
from typing import Any

import yaml

from shuangsuiji.core.canonical import canonical_csv, norm
from shuangsuiji.core.cells import value_text
from shuangsuiji.core.columns.kinds import Kind, kind_named
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.plans.parts import keys_of
from shuangsuiji.core.plans.plan import Plan, RegistryPaths
from shuangsuiji.core.plans.values import ratio_text
from shuangsuiji.errors import BadUsage
from shuangsuiji.files.disk import read_bytes, trouble_at, write_new
from shuangsuiji.files.yaml_plan import MAX_DEPTH, read_data, read_plan

PlanData = Mapping[str, object]
"""Keys of a plan, Chinese or English -> texts, numbers, yes or no, days, lists and mappings of them."""

Rows = Sequence[Mapping[str, object]]
"""Rows of a registry: heading -> text, number, day, or a list of them."""


@dataclass(frozen=True)
class PlanFiles:
    """A plan where a plan file is taken: `PlanFiles.at(path).replace(年度=2027)`, `PlanFiles.from_dict(…)`.

    Attributes:
        path: where the plan lies, or would lie: draws/ with the ledger stands beside it, and the files
            that it names are looked for from there.
        files: path in the plan -> bytes, the plan itself under the name of `path`. What is not among them is
            read from disk whenever it is asked for.
    """

    path: Path
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)

    @classmethod
    def at(cls, plan: str | Path) -> PlanFiles:
        """The plan file at a path, as it lies there."""
        return cls(Path(plan))

    @classmethod
    def from_dict(
        cls, data: PlanData, path: str | Path, *, registries: Mapping[str, Rows] | None = None
    ) -> PlanFiles:
        """A plan from values.

        Args:
            data: the plan, as its file would say it.
            path: where the file would lie; its folder has to be there once something is put on record.
            registries: kind (检查对象, 检查人员, 事项清单, 专家, 回避, 历史, or objects, inspectors, items,
                experts, recusals, history) -> rows. Each takes the place of the file that 名录库 names.

        Raises:
            BadUsage: a value is none that a plan or a registry may hold, or there is no such registry.
        """
        refuse_no_rows(str(path), [data])
        return cls(Path(path))._with(dict(data), registries or {})

    @property
    def name(self) -> str:
        """The name of the plan's file."""
        return self.path.name

    @property
    def data(self) -> bytes:
        """The bytes of the plan file.

        Raises:
            FileTrouble: it cannot be read.
        """
        return self.fetch(self.name)

    @property
    def plan(self) -> Plan:
        """The plan, checked by itself; see `check` for the plan with its registries.

        Raises:
            BadInput: with every error of the plan.
            FileTrouble: it cannot be read.
        """
        return read_plan(self.data, self.name).plan

    def as_dict(self) -> dict[str, Any]:
        """The plan as its file says it: texts, lists and mappings, to be changed and given to `from_dict`.

        Raises:
            BadInput: the file is no mapping of keys to values.
            FileTrouble: it cannot be read.
        """
        loaded, _, _ = read_data(self.data, self.name)
        return loaded if isinstance(loaded, dict) else {}

    def replace(self, *, registries: Mapping[str, Rows] | None = None, **changes: object) -> PlanFiles:
        """The same with other values; the plan that lies at `path` is not touched.

        Args:
            registries: kind -> rows, as in `from_dict`.
            changes: keys of the plan, Chinese or English -> values; None takes a key out.

        Raises:
            BadUsage, BadInput, FileTrouble: as `from_dict` and `as_dict`.
        """
        data = self.as_dict()
        for key, value in changes.items():
            meant = _field(key)
            same = next((own for own in data if _field(own) == meant), key)
            data[same] = value
            if value is None:
                del data[same]
        return self._with(data, registries or {})

    def fetch(self, name: str) -> bytes:
        """The bytes of a file by its path in the plan.

        Raises:
            FileTrouble: it cannot be read.
        """
        given = self.files.get(name)
        return read_bytes(self.path.parent / name.replace("\\", "/")) if given is None else given

    def save(self) -> Path:
        """Writes what there are bytes of into the folder of the plan, new or old, and gives the plan's path.

        Raises:
            FileTrouble: another file of such a name is there, or the disk refuses.
        """
        with trouble_at(self.path.parent):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            write_new(self.path.parent / name.replace("\\", "/"), data)
        return self.path

    def _with(self, data: dict[str, Any], registries: Mapping[str, Rows]) -> PlanFiles:
        files = dict(self.files)
        if registries:
            key = next((own for own in data if _field(own) == "registries"), "名录库")
            named = dict(data.get(key) or {})
            for kind_name, rows in registries.items():
                kind = kind_named(kind_name)
                if kind is None:
                    known = "、".join(RegistryPaths.title(kind) for kind in Kind)
                    raise BadUsage(error("plan-no-such-registry", name=kind_name, known=known))
                title = RegistryPaths.title(kind)
                for own in [own for own in named if kind_named(own) is kind]:
                    del named[own]
                named[title] = f"{title}.csv"
                files[f"{title}.csv"] = _registry(f"{title}.csv", rows)
            data[key] = named
        files[self.name] = _yaml(_plain(data, self.name, ()))
        return PlanFiles(self.path, files)


PlanSource = str | PathLike[str] | PlanFiles
"""How a caller gives a plan: the path of its file, or the plan as values."""


def plan_files(plan: PlanSource) -> PlanFiles:
    """The files of a plan, wherever they are."""
    return plan if isinstance(plan, PlanFiles) else PlanFiles(Path(plan))


def refuse_no_rows(name: str, rows: Iterable[object]) -> None:
    """Rows of a caller have to be mappings of headings to values.

    Args:
        name: what findings call the rows.
        rows: what was given.

    Raises:
        BadUsage: it is a text, or an entry is no mapping; the first row is line 2.
    """
    if isinstance(rows, (str, bytes)):
        raise BadUsage(error("row-not-mapping", Place(file=name), value=str(rows)[:60]))
    for number, row in enumerate(rows, 2):
        if not isinstance(row, Mapping):
            raise BadUsage(error("row-not-mapping", Place(file=name, line=number), value=repr(row)[:60]))


def _field(key: str) -> str:
    return keys_of(Plan).get(norm(key), norm(key))


def _registry(name: str, rows: Rows) -> bytes:
    """The .csv of a registry: every heading that a row has, in the order in which they first come."""
    refuse_no_rows(name, rows)
    headings = list(dict.fromkeys(str(heading) for row in rows for heading in row))
    lines: list[list[str]] = []
    for number, row in enumerate(rows, 2):
        cells = {}
        for heading, value in row.items():
            text = _number(value) if isinstance(value, float) else value_text(value)
            if text is None:
                place = Place(file=name, line=number)
                raise BadUsage(error("results-row-value", place, key=str(heading), value=repr(value)[:60]))
            cells[str(heading)] = text
        lines.append([cells.get(heading, "") for heading in headings])
    return canonical_csv(headings, lines)


def _number(value: float) -> str | None:
    """A number as people write it; none for what is no number."""
    return f"{value:.12f}".rstrip("0").rstrip(".") if math.isfinite(value) else None


def _plain(value: object, name: str, path: tuple[object, ...]) -> Any:
    """A value of a plan as texts, whole numbers, lists and mappings.

    Raises:
        BadUsage: it, or a part of it, is nothing that a plan may hold, or lies too deep.
    """
    if len(path) > MAX_DEPTH:
        raise BadUsage(error("plan-too-deep", Place(file=name)))
    match value:
        case None | str() | int() if not isinstance(value, bool):
            return value
        case bool():
            return "是" if value else "否"
        case Fraction():
            return ratio_text(value)
        case float() if math.isfinite(value):
            return _number(value)
        case date():
            return value_text(value)
        case Mapping():
            return {str(key): _plain(part, name, (*path, key)) for key, part in value.items()}
        case list() | tuple():
            return [_plain(part, name, (*path, number)) for number, part in enumerate(value, 1)]
    key = ".".join(map(str, path))
    raise BadUsage(error("plan-value-unknown", Place(file=name), key=key, value=repr(value)[:60]))


_PLAIN = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fffA-Za-z0-9（）〔〕、]*")
"""Texts that need no quotes in a plan file, whatever stands around them."""


class _Writer(yaml.SafeDumper):
    """Quotes every text that YAML, or the reader of plans, might take for something else."""

    def ignore_aliases(self, data: object) -> bool:
        """The same list twice is written twice: a plan has no anchors."""
        return True


def _text(writer: _Writer, value: str) -> yaml.ScalarNode:
    style = None if _PLAIN.fullmatch(value) else '"'
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style=style)


_Writer.add_representer(str, _text)


def _yaml(data: dict[str, Any]) -> bytes:
    text = yaml.dump(data, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=math.inf)
    return text.encode("utf-8")
