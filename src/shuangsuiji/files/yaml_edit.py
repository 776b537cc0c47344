"""Changing single values of a plan file in place: comments, order and spelling of all the rest stay.

Values are found by their English keys, whichever language the file uses, and replaced as slices of the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import yaml
from pydantic import BaseModel

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import Path, field_model, keys_of
from shuangsuiji.core.plans.plan import Plan


def looks_like_plan(data: bytes) -> bool:
    """Whether a YAML file is meant for a plan: it has batches or tasks, or cannot even be read as YAML."""
    try:
        root = yaml.compose(data.decode("utf-8-sig", errors="replace"), Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return True
    if not isinstance(root, yaml.MappingNode):
        return False
    fields = {keys_of(Plan).get(norm(str(key.value))) for key, _ in root.value}
    return bool(fields & {"batches", "tasks"})


def scalars(text: str) -> dict[Path, str]:
    """The text of every scalar of a plan, by its path through the English keys."""
    return {path: str(node.value) for path, node in _nodes(text) if isinstance(node, yaml.ScalarNode)}


def edited(text: str, changes: Mapping[Path, str]) -> str:
    """The file with other values at these paths; a path that is not there is left out.

    A new value is written as YAML: quoted by the caller where it needs quotes, blank for nothing at all.
    """
    found = dict(_nodes(text))
    slices = [
        (found[path].start_mark.index, found[path].end_mark.index, value)
        for path, value in changes.items()
        if path in found
    ]
    for start, end, value in sorted(slices, reverse=True):
        text = text[:start] + value + text[end:]
    return text


def with_entry(text: str, path: Path, key: str, value: str) -> str | None:
    """The file with one more entry in the mapping at `path`; None if it cannot be put there."""
    node = dict(_nodes(text)).get(path)
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return None
    if node.flow_style:
        end = node.value[-1][1].end_mark.index
        return f"{text[:end]}, {key}: {value}{text[end:]}"
    first = node.value[0][0]
    newline = "\r\n" if "\r\n" in text else "\n"
    at = first.start_mark.index  # in front of the first entry, where no value can run on
    indent = " " * first.start_mark.column
    return f"{text[:at]}{key}: {value}{newline}{indent}{text[at:]}"


def flow_list(text: str, path: Path) -> list[str] | None:
    """The source texts of what stands at `path`, one or several in brackets; None for any other form."""
    node = dict(_nodes(text)).get(path)
    if isinstance(node, yaml.ScalarNode):
        return [_slice(text, node)]
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        return [_slice(text, node)]
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        return [_slice(text, item) for item in node.value]
    return None


def _slice(text: str, node: Any) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _nodes(text: str) -> Iterator[tuple[Path, Any]]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    yield from _walk(root, Plan, ())


_BY_BATCH = {"issue", "round"}
"""Where a plan may give a number for each batch."""


def _walk(node: Any, model: type[BaseModel] | None, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, node
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from _walk(item, model, (*path, index))
    elif isinstance(node, yaml.MappingNode) and model is not None:
        for key, value in node.value:
            name = keys_of(model).get(norm(str(key.value)))
            part = getattr(model, "beside", {}).get(name)
            if name is not None:
                at = (*path, name) if part is None else (*path, part, name)
                yield from _walk(value, field_model(model, name), at)
    elif isinstance(node, yaml.MappingNode) and path[-1] in _BY_BATCH:
        for key, value in node.value:
            yield (*path, str(key.value)), value
