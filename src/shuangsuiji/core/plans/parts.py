"""What all parts of a plan share: their two languages, and paths to what a finding is about."""

from __future__ import annotations

import difflib
import types
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

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys of a plan in either language, or names of fields, and indices of lists."""
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

    Keys are compared in normal form, and a known key with nothing behind it is as good as left out. A field
    under both of its keys is refused by pydantic, which takes the second for an unknown key.
    """

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        arbitrary_types_allowed=True,
        validate_by_name=True,
        field_title_generator=lambda name, field: field.alias or name,
    )

    beside: ClassVar[Mapping[str, str]] = {}
    """Fields of a part that a file may also write beside it: name of the field -> name of the part."""

    @model_validator(mode="before")
    @classmethod
    def _given(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        given = {norm(str(key)): value for key, value in data.items()}
        fields = [keys_of(cls).get(key) for key in given]
        blank = {key for key, name in zip(given, fields, strict=True) if name and fields.count(name) == 1}
        return cls.gathered({key: v for key, v in given.items() if v is not None or key not in blank})

    @classmethod
    def gathered(cls, data: dict[str, Any]) -> dict[str, Any]:
        """The keys and values with what a file has written beside a part moved into it."""
        return data

    @classmethod
    def title(cls, name: str) -> str:
        """The Chinese key of a field."""
        return str(cls.model_fields[name].alias)


@cache
def keys_of(model: type[BaseModel]) -> Mapping[str, str]:
    """Every key that a model may have in a file, Chinese and English -> name of the field."""
    keys: dict[str, str] = {}
    for name, field in model.model_fields.items():
        keys |= {str(field.alias): name, name: name}
        if isinstance(field.validation_alias, AliasChoices):
            keys |= {str(choice): name for choice in field.validation_alias.choices}
    for name, part in getattr(model, "beside", {}).items():
        inner = field_model(model, part)
        assert inner is not None, "what a part lends is a field of its model"
        keys |= {key: name for key, field_name in keys_of(inner).items() if field_name == name}
    return keys


def field_model(model: type[BaseModel] | None, name: str | None) -> type[BaseModel] | None:
    """The model of a field that holds a part of the plan, or several; None for any other."""
    field = model.model_fields.get(name or "") if model is not None else None
    return _model_within(field.annotation) if field is not None else None


def lent_beside(model: type[BaseModel] | None, name: str | None) -> frozenset[str]:
    """The fields of a part that may also stand beside it."""
    lent: Mapping[str, str] = getattr(model, "beside", {})
    return frozenset(field for field, part in lent.items() if part == name)


def likely_key(model: type[BaseModel], key: str) -> str:
    """The key that was probably meant, or an empty text."""
    close = difflib.get_close_matches(norm(key), list(keys_of(model)), n=1, cutoff=0.5)
    return close[0] if close else ""


def _model_within(annotation: Any) -> type[BaseModel] | None:
    """The plan model inside an annotation such as ``tuple[Batch, ...] | None``, if there is one."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for inner in typing.get_args(annotation):
        if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is not None:
            model = _model_within(inner)
            if model is not None:
                return model
    return None


@dataclass(frozen=True, slots=True)
class OrShort:
    """Says in the JSON Schema that a part may also be written as a single value, of the schema `short`."""

    short: JsonSchemaValue

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"anyOf": [self.short, handler(core)]}
