"""Changing single values of a plan file in place: comments, order and spelling of all the rest stay.

Values are found by paths through the fields of the plan, whichever language the file uses, and replaced as
slices of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.parts import Path, keys_of
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.files.yaml_plan import load


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
    """The text of every scalar of a plan, by its path."""
    nodes = _nodes(text).items()
    return {path: str(node.value) for path, node in nodes if isinstance(node, yaml.ScalarNode)}


def edited(text: str, changes: Mapping[Path, str]) -> str:
    """The file with other values at these paths; a path that is not there is left out.

    A new value is written as YAML: quoted by the caller where it needs quotes, blank for nothing at all.
    """
    nodes = _nodes(text)
    slices = [
        (nodes[path].start_mark.index, nodes[path].end_mark.index, value)
        for path, value in changes.items()
        if path in nodes
    ]
    for start, end, value in sorted(slices, reverse=True):
        text = text[:start] + value + text[end:]
    return text


def a_year_later(text: str, year: int, later: int) -> str:
    """A value with another year wherever `year` begins a number, as YAML; else the value itself."""
    moved = re.sub(rf"(?<![0-9]){year}", str(later), text)
    return text if moved == text else quoted(moved)


def quoted(text: str) -> str:
    """A text as a YAML scalar that stays a text."""
    plain = re.fullmatch(r"[\w〔〕（）./\-]+", text) and not text.startswith("-")
    return text if plain else '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def with_entry(text: str, path: Path, key: str, value: str) -> str | None:
    """The file with one more entry in the mapping at `path`; None if it cannot be put there."""
    node = _nodes(text).get(path)
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
    node = _nodes(text).get(path)
    if isinstance(node, yaml.ScalarNode):
        return [_slice(text, node)]
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        return [_slice(text, node)]
    if isinstance(node, yaml.SequenceNode) and node.flow_style:
        return [_slice(text, item) for item in node.value]
    return None


def _slice(text: str, node: Any) -> str:
    return text[node.start_mark.index : node.end_mark.index]


def _nodes(text: str) -> Mapping[Path, Any]:
    return load(text, "", Plan)[1].values
