"""docs/api.md says what public functions take and what reports hold; run this file to write it again."""

from __future__ import annotations

import dataclasses
import enum
import inspect
import re
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import shuangsuiji
from shuangsuiji.core.findings import Finding, Level, Place

PAGE = Path(__file__).resolve().parents[1] / "docs" / "api.md"
HEAD = """# Reference

Every name of `import shuangsuiji`, then the reports and rows that they give. Written from signatures and
docstrings by `python tests/test_api_page.py`. How to begin: [scripting.zh.md](scripting.zh.md).
"""
TOLD = ("shuangsuiji.workflows.", "shuangsuiji.core.results.", "shuangsuiji.core.evaluation.")
ROWS = (
    "shuangsuiji.core.records.archive_rows",
    "shuangsuiji.core.forecast",
    "shuangsuiji.core.checks.preview",
)
"""Modules whose dataclasses are explained; records, plans and tables have pages of their own."""


def is_told(kind: Any) -> bool:
    """Whether a class is one that the page explains."""
    known = inspect.isclass(kind) and (dataclasses.is_dataclass(kind) or issubclass(kind, enum.Enum))
    return known and (f"{kind.__module__}.".startswith(TOLD) or kind.__module__ in ROWS)


def classes_in(hint: Any) -> Iterator[Any]:
    """The classes in an annotation, whatever they stand in."""
    if inspect.isclass(typing.get_origin(hint) or hint):
        yield typing.get_origin(hint) or hint
    for part in typing.get_args(hint):
        yield from classes_in(part)


def hints_of(thing: Any) -> dict[str, Any]:
    """Annotations as types; those under TYPE_CHECKING stay away."""
    try:
        return typing.get_type_hints(thing)
    except NameError:
        return {}


def text_of_type(text: str) -> str:
    return re.sub(r"\bshuangsuiji(\.\w+)+\.(?=\w)|\btyping\.|\bdatetime\.(?=date)|\bpathlib\.", "", text)


def described(thing: Any) -> str:
    text = inspect.getdoc(thing) or ""
    return f"```text\n{text}\n```\n"


def signature_of(name: str, job: Any) -> str:
    parameters = inspect.signature(job)
    shown = text_of_type(str(parameters)).replace("'", "")
    return f"{name}{shown}"


def members(kind: Any) -> Iterator[str]:
    """The methods and properties that a caller may use."""
    for name, member in vars(kind).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property):
            first = (inspect.getdoc(member) or "").splitlines()[:1]
            returns = text_of_type(str(inspect.signature(member.fget).return_annotation))  # type: ignore[arg-type]
            yield f"- `{name}: {returns}` {' '.join(first)}"
        elif isinstance(member, classmethod) or inspect.isfunction(member):
            own = getattr(kind, name)
            yield f"- `{signature_of(name, own)}` {' '.join((inspect.getdoc(own) or '').splitlines()[:1])}"


def class_section(name: str, kind: Any) -> str:
    lines = [f"### {name}\n", described(kind)]
    if issubclass(kind, enum.Enum):
        lines.append("、".join(f"`{one.name}` = {one.value}" for one in kind) + "\n")
        return "\n".join(lines)
    if dataclasses.is_dataclass(kind):
        own = [one for one in dataclasses.fields(kind) if not one.name.startswith("_")]
        lines += [f"- `{one.name}: {text_of_type(str(one.type))}`" for one in own]
    lines += members(kind)
    return "\n".join(lines) + "\n"


def page() -> str:
    """The whole page: functions and classes by name, then what they give."""
    functions, classes, wanted = [], [], [Finding, Place, Level]
    for name in shuangsuiji.__all__:
        thing = getattr(shuangsuiji, name)
        if inspect.isclass(thing):
            classes.append(class_section(name, thing))
            for member in vars(thing).values():
                job = member.fget if isinstance(member, property) else getattr(member, "__func__", member)
                wanted += classes_in(hints_of(job).get("return")) if inspect.isfunction(job) else []
        elif inspect.isfunction(thing):
            functions.append(
                f"### {name}\n\n```python\n{signature_of(name, thing)}\n```\n\n{described(thing)}"
            )
            wanted += classes_in(hints_of(thing).get("return"))
    public = {getattr(shuangsuiji, name) for name in shuangsuiji.__all__ if name != "__version__"}
    known: dict[str, Any] = {}
    while wanted:
        kind = wanted.pop(0)
        if kind in public or kind.__name__ in known or not (is_told(kind) or kind in (Finding, Place, Level)):
            continue
        known[kind.__name__] = kind
        for hint in hints_of(kind).values():
            wanted += classes_in(hint)
    reports = [class_section(name, known[name]) for name in sorted(known)]
    parts = [HEAD, "## Functions\n", *functions, "## Classes\n", *classes, "## Reports and rows\n", *reports]
    return "\n".join(parts).rstrip() + "\n"


def test_the_reference_is_what_the_signatures_say() -> None:
    """Run `python tests/test_api_page.py` where this fails."""
    assert PAGE.read_text("utf-8") == page()


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
