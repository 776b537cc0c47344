"""Canonical bytes: RFC 8785 JSON of texts, integers, lists, objects and null; SHA-256 in hex."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NewType, TypeAlias

Digest = NewType("Digest", str)
"""A SHA-256 in lower-case hex."""

Json: TypeAlias = "str | int | Sequence[Json] | Mapping[str, Json] | None"
"""What may be hashed: texts, integers, lists, objects and null; never a float."""


def canonical_json(value: Json) -> bytes:
    """RFC 8785 bytes of a value made of texts, integers, lists, objects and null.

    Keys are sorted by UTF-16 code units as the RFC asks. Floats and booleans are refused, so that
    nothing that is hashed depends on how a language prints a number.

    Raises:
        TypeError: the value holds something else.
    """
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _ordered(value: Json) -> Json:
    if isinstance(value, str) or value is None:
        return value
    if isinstance(value, bool) or not isinstance(value, (int, Mapping, Sequence)):
        raise TypeError(f"not canonical: {type(value).__name__}")
    if isinstance(value, int):
        return value
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=lambda k: k.encode("utf-16-be"))}
    return [_ordered(item) for item in value]


def sha256(data: bytes) -> Digest:
    """The SHA-256 of `data`, in lower-case hex."""
    return Digest(hashlib.sha256(data).hexdigest())
