"""What all parts of a plan share: their two languages, and paths to what a finding is about."""

from __future__ import annotations

import difflib
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, TypeAlias

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    GetJsonSchemaHandler,
    PlainSerializer,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import NOWHERE, Place
from shuangsuiji.core.plans.conditions import Condition, parse_condition
from shuangsuiji.core.plans.values import bad, within

Path: TypeAlias = "tuple[str | int, ...]"
"""Names of fields, indices of lists, and within free mappings the keys of the file."""
Locate: TypeAlias = "Callable[[Path, bool], Place]"
"""Gives the place in the plan file of the value (False) or the key (True) at a path."""

ConditionField = Annotated[
    Condition,
    BeforeValidator(parse_condition),
    PlainSerializer(Condition.canonical, return_type=Any),
    WithJsonSchema({"type": "object"}),
]


def nowhere(path: Path, key: bool = False) -> Place:
    """The `Locate` of a plan that no file holds."""
    return NOWHERE


class PlanModel(BaseModel):
    """A part of a plan: each field is read under its name and under its alias, the Chinese key.

    Keys are compared in normal form, and a known key with nothing behind it is as good as left out.
    Complaints of pydantic name fields, whichever language a file uses.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        validate_by_name=True,
        loc_by_alias=False,
        field_title_generator=lambda name, field: field.alias or name,
    )

    beside: ClassVar[Mapping[str, Path]] = {}
    """Fields of a part that a file may also write beside it: name of the field -> path to the part."""

    @model_validator(mode="before")
    @classmethod
    def _given(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given: dict[str, Any] = {}
        for key, value in data.items():
            name = keys_of(cls).get(norm(str(key)), norm(str(key)))
            if name in given:
                raise within(bad("plan-duplicate-key", key=str(key)), name, key=True)
            given[name] = value
        known = keys_of(cls).values()
        return cls.gathered({name: v for name, v in given.items() if v is not None or name not in known})

    @classmethod
    def gathered(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The fields and values with what a file has written beside a part moved into it."""
        return data

    @classmethod
    def title(cls, name: str) -> str:
        """The Chinese key of a field."""
        return str(cls.model_fields[name].alias)


@cache
def keys_of(model: type[PlanModel]) -> Mapping[str, str]:
    """Every key that a model may have in a file, Chinese and English -> name of the field."""
    keys: dict[str, str] = {}
    for name, field in model.model_fields.items():
        keys |= {str(field.alias): name, name: name}
        if isinstance(field.validation_alias, AliasChoices):
            keys |= {str(choice): name for choice in field.validation_alias.choices}
    for name, path in model.beside.items():
        inner = model_at(model, path)
        assert inner is not None, "what a part lends is a field of its model"
        keys |= {key: name for key, field_name in keys_of(inner).items() if field_name == name}
    return keys


def field_paths(model: type[PlanModel] | None, key: str) -> list[Path]:
    """The paths from a part of a file to what `key` in it gives: its own field, or one of a part beside it.

    A key that is not known leads to itself, in normal form.
    """
    name = norm(key)
    if model is None:
        return [(name,)]
    name = keys_of(model).get(name, name)
    lent: list[Path] = [(*model.beside[name], name)] if name in model.beside else []
    return lent if lent and name not in model.model_fields else [(name,), *lent]


@cache
def field_model(model: type[PlanModel], name: str) -> tuple[type[PlanModel] | None, bool]:
    """The model of a field that holds a part of the plan, or None, and whether the field holds several."""
    field = model.model_fields.get(name)
    return _model_within(field.annotation) if field is not None else (None, False)


def model_at(model: type[PlanModel] | None, path: Path) -> type[PlanModel] | None:
    """The model of the part at the end of a path through names of fields; None if there is none."""
    for part in path:
        if isinstance(part, str):
            model = field_model(model, part)[0] if model is not None else None
    return model


def likely_key(model: type[PlanModel], key: str) -> str:
    """The key that was probably meant, or an empty text."""
    close = difflib.get_close_matches(norm(key), list(keys_of(model)), n=1, cutoff=0.5)
    return close[0] if close else ""


def _model_within(annotation: Any, several: bool = False) -> tuple[type[PlanModel] | None, bool]:
    """The plan model inside an annotation such as ``tuple[Batch, ...] | None``, and whether in a tuple."""
    if isinstance(annotation, type) and issubclass(annotation, PlanModel):
        return annotation, several
    several = several or typing.get_origin(annotation) is tuple
    parts = (_model_within(inner, several) for inner in typing.get_args(annotation))
    return next((part for part in parts if part[0] is not None), (None, False))


@dataclass(frozen=True, slots=True)
class OrShort:
    """Says in the JSON Schema that a part may also be written as a single value, of the schema `short`."""

    short: JsonSchemaValue

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.short, handler(core)]}
