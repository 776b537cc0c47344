"""Short reprs for values that hold many others: a report in a prompt or a traceback stays readable."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import Field, fields
from typing import Any, ClassVar

_LONGEST = 80
"""Characters; a longer part is told by its type, and by its length if it has one."""


class Brief:
    """A base of dataclasses with `repr=False`: long parts by type and length, `findings=<tuple of 12>`."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def __repr__(self) -> str:
        parts = (f"{one.name}={_part(getattr(self, one.name))}" for one in fields(self) if one.repr)
        return f"{type(self).__qualname__}({', '.join(parts)})"


def _part(value: object) -> str:
    if isinstance(value, Sized) and not isinstance(value, str) and len(value) > _LONGEST // 2:
        return f"<{type(value).__name__} of {len(value)}>"  # its own repr may take long
    text = repr(value)
    if len(text) <= _LONGEST:
        return text
    length = f" of {len(value)}" if isinstance(value, Sized) else ""
    return f"<{type(value).__name__}{length}>"
