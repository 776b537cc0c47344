"""A plan as keys and values: from Chinese or English keys to models, and to canonical plan.json.

The same translation serves the YAML file and plan.json, so that a plan read back from a snapshot is the
plan that was frozen (draw-algorithm 3).
"""

from __future__ import annotations

import difflib
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from shuangsuiji.core.canonical import Json, norm
from shuangsuiji.core.findings import NOWHERE, Place
from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.values import ratio_text

Path: TypeAlias = "tuple[str | int, ...]"
Locate: TypeAlias = "Callable[[Path, bool], Place]"
"""Gives the place in the plan file of the value (False) or the key (True) at a path of English keys."""


class Translation:
    """Plan data under its English keys, with what went wrong on the way and where each part came from.

    Attributes:
        data: the mapping to validate.
        unknown: (path of the file, key, likely key or "").
        twice: (path of the file, key): one field under both of its names.
        origin: path through English keys -> path through the keys of the file.
    """

    def __init__(self, data: object, model: type[BaseModel] = Plan) -> None:
        self.unknown: list[tuple[Path, str, str]] = []
        self.twice: list[tuple[Path, str]] = []
        self.origin: dict[Path, Path] = {}
        self.data = self._walk(data, model, (), ())

    def _walk(self, data: object, annotation: Any, path: Path, origin: Path) -> object:
        self.origin[path] = origin
        model = model_within(annotation)
        if isinstance(data, list):
            return [
                self._walk(item, annotation, (*path, index), (*origin, index))
                for index, item in enumerate(data)
            ]
        if not isinstance(data, Mapping):
            return data
        if model is None:
            return {key: self._walk(value, None, (*path, key), (*origin, key)) for key, value in data.items()}
        result: dict[str, object] = {}
        for key, value in data.items():
            field = keys_of(model).get(norm(str(key)))
            part = getattr(model, "beside", {}).get(field)
            if field is None:
                self.unknown.append(((*origin, key), str(key), likely_key(model, str(key))))
            elif field in result:
                self.twice.append(((*origin, key), str(key)))
            elif part is not None:
                result[field] = self._walk(value, None, (*path, part, field), (*origin, key))
            else:
                inner = model.model_fields[field].annotation
                result[field] = self._walk(value, inner, (*path, field), (*origin, key))
        return {field: value for field, value in result.items() if value is not None}


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Every key of a model, Chinese and English -> field name."""
    keys = {name: name for name in model.model_fields}
    keys.update({str(field.title): name for name, field in model.model_fields.items()})
    for name, part in getattr(model, "beside", {}).items():
        inner = model_within(model.model_fields[part].annotation)
        assert inner is not None, "what a part lends is a field of its model"
        keys.update({name: name, str(inner.model_fields[name].title): name})
    keys.update(getattr(model, "synonyms", {}))
    return keys


def likely_key(model: type[BaseModel], key: str) -> str:
    """The key that was probably meant, or an empty text."""
    close = difflib.get_close_matches(norm(key), list(keys_of(model)), n=1, cutoff=0.5)
    return close[0] if close else ""


def model_within(annotation: Any) -> type[BaseModel] | None:
    """The plan model inside an annotation such as ``tuple[Batch, ...] | None``, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
            found = model_within(inner)
            if found is not None:
                return found
    return None


def canonical_plan(plan: Plan) -> Json:
    """The plan under its Chinese keys, defaults filled in, no paths (draw-algorithm 3).

    Ratios are p/q, 是/否 are texts, conditions and ordered things are lists; what was left out and has no
    default is absent, and so is what `PlanModel.absent_at_default` names.
    """
    result = dict(_fields(plan))
    for paths in ("名录库", "模板目录"):
        result.pop(paths, None)
    return result


def _fields(model: BaseModel) -> Iterator[tuple[str, Json]]:
    field: FieldInfo
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if name in getattr(model, "absent_at_default", ()) and value == field.default:
            continue
        if value is not None:
            yield str(field.title), _plain(value)


def _plain(value: Any) -> Json:
    if isinstance(value, BaseModel):
        return dict(_fields(value))
    if isinstance(value, Condition):
        return value.canonical()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Fraction):
        return ratio_text(value)
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (str, int)):
        return value
    raise TypeError(f"not part of a plan: {type(value).__name__}")


def plan_from_canonical(data: object) -> Plan:
    """The plan that a plan.json holds.

    Raises:
        pydantic.ValidationError: it does not hold a plan.
    """
    return Plan.model_validate(Translation(data).data)


def nowhere(path: Path, key: bool = False) -> Place:
    """The `Locate` of a plan that no file holds."""
    return NOWHERE
