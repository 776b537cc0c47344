"""Reading a plan file: YAML nodes to a plan, every finding with line and column.

PyYAML only composes nodes here; its constructors are never used, since they take the last of two equal
keys without a word, read 010 as 8 and 12:30 as 750. Scalars stay the text of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, note
from shuangsuiji.core.plan import Plan
from shuangsuiji.core.plan_checks import plan_problems
from shuangsuiji.core.plan_text import Path, Translation
from shuangsuiji.errors import BadInput

MAX_BYTES = 2_000_000
MAX_DEPTH = 40

Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"


class Mark(NamedTuple):
    """Where a part of the file begins: line and column from 1, in characters."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Marks:
    """Where the keys and values of a file stand, by their paths through the file's own keys."""

    keys: dict[Path, Mark]
    values: dict[Path, Mark]

    def of_key(self, path: Path) -> Mark | None:
        """The mark of the key at `path`, or of the value of a list entry."""
        return self.keys.get(path) or self.values.get(path)

    def of_value(self, path: Path) -> Mark | None:
        """The mark of the value at `path`, or of the nearest part around it."""
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path)

    def of_first_key(self, path: Path) -> Mark | None:
        """The mark of the first key of the mapping at `path`."""
        inside = [mark for key, mark in self.keys.items() if key[:-1] == path]
        return min(inside, default=self.of_value(path))


class PlanFile(NamedTuple):
    """A plan as read, with the findings that do not stop the work."""

    plan: Plan
    findings: list[Finding]


def read_plan(data: bytes, name: str) -> PlanFile:
    """The plan that the bytes of a file hold; `name` is what findings call the file.

    Raises:
        BadInput: with every error found, each at its line and column.
    """
    text, findings = _decode(data, name)
    loaded, marks = _load(text, name)
    translation = Translation(loaded)
    reader = _Reader(name, marks, translation)
    findings += reader.key_findings()
    try:
        plan = Plan.model_validate(translation.data)
    except ValidationError as trouble:
        details = trouble.errors(include_url=False)
        findings += [reader.validation_finding(detail) for detail in details[:50]]
        raise BadInput(*_in_order(findings)) from None
    findings += [
        Finding(level=p.level, code=p.code, place=reader.place(reader.at(p.path)), values=p.values)
        for p in plan_problems(plan)
    ]
    if has_errors(findings):
        raise BadInput(*_in_order(findings))
    return PlanFile(plan, _in_order(findings))


def _in_order(findings: list[Finding]) -> list[Finding]:
    unique = list({(f.code, f.place, tuple(f.values.items())): f for f in findings}.values())
    return sorted(unique, key=lambda f: (f.place.line or 0, f.place.column or 0))


def _decode(data: bytes, name: str) -> tuple[str, list[Finding]]:
    if len(data) > MAX_BYTES:
        raise BadInput(error("plan-too-large", Place(file=name), size=len(data) // 1_000_000))
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), [note("plan-gb18030", Place(file=name))]
    except UnicodeDecodeError:
        raise BadInput(error("plan-not-text-file", Place(file=name))) from None


def _load(text: str, name: str) -> tuple[Data, Marks]:
    """The data of the file as texts, lists and mappings, and where each part stands."""
    try:
        _refuse_tricks(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as trouble:
        mark = trouble.problem_mark or trouble.context_mark
        raise BadInput(_syntax_finding(text, name, mark)) from None
    except yaml.YAMLError:
        raise BadInput(error("plan-not-text-file", Place(file=name))) from None
    if root is None:
        raise BadInput(error("plan-empty", Place(file=name)))
    if not isinstance(root, yaml.MappingNode):
        code = "plan-full-width-colon" if "：" in text.split("\n", 1)[0] else "plan-not-mapping"
        raise BadInput(error(code, Place(file=name, line=1, column=1)))
    walker = _Walker(name)
    data = walker.walk(root, ())
    if walker.findings:
        raise BadInput(*_in_order(walker.findings))
    return data, walker.marks


def _syntax_finding(text: str, name: str, mark: yaml.Mark | None) -> Finding:
    if mark is None:
        return error("plan-syntax", Place(file=name))
    lines = text.splitlines()
    near = "\n".join(lines[max(0, mark.line - 1) : mark.line + 1])
    code = "plan-syntax"
    if "\t" in near:
        code = "plan-tab"
    elif "：" in near:
        code = "plan-full-width-colon"
    return error(code, Place(file=name, line=mark.line + 1, column=mark.column + 1))


def _refuse_tricks(text: str, name: str) -> None:
    """No anchors, aliases, tags or deep nesting: a plan needs none, and each can hide something."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        mark = event.start_mark
        assert mark is not None, "every event of a text has a mark"
        place = Place(file=name, line=mark.line + 1, column=mark.column + 1)
        if isinstance(event, yaml.DocumentStartEvent) and depth < 0:
            raise BadInput(error("plan-two-documents", place))
        if isinstance(event, yaml.DocumentEndEvent):
            depth = -1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise BadInput(error("plan-anchor", place))
        tag = getattr(event, "tag", None)
        if tag not in (None, "!"):
            raise BadInput(error("plan-tag", place, tag=str(tag)))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise BadInput(error("plan-too-deep", place))


_TRAPS = (
    (re.compile(r"[-+]?0[0-9_]+"), "plan-trap-octal"),
    (re.compile(r"[-+]?0[xXoObB][0-9a-fA-F_]+"), "plan-trap-octal"),
    (re.compile(r"[-+]?[0-9]+(:[0-9]{1,2})+"), "plan-trap-time"),
    (re.compile(r"(?i)yes|no|on|off"), "plan-trap-yes-no"),
)


class _Walker:
    """Turns nodes into data, keeping where each stands and what is wrong with single nodes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks = Marks({}, {})
        self.findings: list[Finding] = []

    def walk(self, node: yaml.Node, path: Path) -> Data:
        self.marks.values[path] = _mark(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.walk(item, (*path, index)) for index, item in enumerate(node.value)]
        text = str(node.value)
        if isinstance(node, yaml.ScalarNode) and node.style is None:
            if text in ("", "~", "null"):
                return None
            self._trap(node, text)
        return text

    def _mapping(self, node: yaml.MappingNode, path: Path) -> Data:
        result: dict[str, Data] = {}
        seen: set[str] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._report("plan-key-not-text", key_node)
                continue
            if key_node.style is None:
                self._trap(key_node, key_node.value)
            key = norm(key_node.value)
            if key in seen:
                self._report("plan-duplicate-key", key_node, key=key_node.value)
                continue
            seen.add(key)
            self.marks.keys[(*path, key_node.value)] = _mark(key_node)
            result[key_node.value] = self.walk(value_node, (*path, key_node.value))
        return result

    def _trap(self, node: yaml.Node, text: str) -> None:
        for pattern, code in _TRAPS:
            if pattern.fullmatch(text):
                self._report(code, node, value=text)

    def _report(self, code: str, node: yaml.Node, **values: str) -> None:
        line, column = _mark(node)
        self.findings.append(error(code, Place(file=self.name, line=line, column=column), **values))


def _mark(node: yaml.Node) -> Mark:
    return Mark(node.start_mark.line + 1, node.start_mark.column + 1)


_PYDANTIC_CODES = {
    "extra_forbidden": "plan-unknown-key",
    "literal_error": "plan-not-choice",
    "tuple_type": "plan-not-list",
    "list_type": "plan-not-list",
    "dict_type": "plan-not-pairs",
    "model_type": "plan-not-mapping-here",
    "model_attributes_type": "plan-not-mapping-here",
    "too_short": "plan-blank",
    "string_type": "plan-not-text",
}


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns what translation and pydantic found into findings with line and column."""

    name: str
    marks: Marks
    translation: Translation

    def place(self, mark: Mark | None) -> Place:
        return Place(file=self.name, line=mark.line, column=mark.column) if mark else Place(file=self.name)

    def origin(self, path: Path) -> Path:
        """The path through the file's own keys of the nearest part that the file has."""
        path = tuple(part for part in path if isinstance(part, (str, int)))
        while path:
            if path in self.translation.origin:
                return self.translation.origin[path]
            if len(path) > 1 and isinstance(path[-2], int):
                without = (*path[:-2], path[-1])
                if without in self.translation.origin:
                    return self.translation.origin[without]
            path = path[:-1]
        return ()

    def at(self, path: Path) -> Mark | None:
        """Where the value at a path through English keys stands; the plan itself is at its first key."""
        origin = self.origin(path)
        return self.marks.of_value(origin) if origin else self.marks.of_first_key(())

    def key_findings(self) -> list[Finding]:
        """Unknown keys, and fields given under both of their names."""
        found: list[Finding] = []
        for path, key, likely in self.translation.unknown:
            code = "plan-unknown-key-likely" if likely else "plan-unknown-key"
            values = {"key": key, "likely": likely} if likely else {"key": key}
            found.append(error(code, self.place(self.marks.of_key(path)), **values))
        for path, key in self.translation.twice:
            found.append(error("plan-duplicate-key", self.place(self.marks.of_key(path)), key=key))
        return found

    def validation_finding(self, detail: ErrorDetails) -> Finding:
        """The finding for one complaint of pydantic."""
        path, kind = detail["loc"], detail["type"]
        context = detail.get("ctx", {})
        if kind == "missing":
            parent = self.origin(path[:-1])
            key = _chinese(str(path[-1]))
            return error("plan-missing-key", self.place(self.marks.of_first_key(parent)), key=key)
        place = self.place(self.at(path))
        if kind in _PYDANTIC_CODES:
            values = {"value": str(detail.get("input", "")), "expected": _expected(context)}
            return Finding(level=Level.ERROR, code=_PYDANTIC_CODES[kind], place=place, values=values)
        values = {key: value for key, value in context.items() if key != "code"}
        return Finding(level=Level.ERROR, code=kind, place=place, values=values)


def _expected(context: dict[str, object]) -> str:
    return str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")


def _chinese(field: str) -> str:
    """The Chinese key of a field, wherever in the plan it stands."""
    from shuangsuiji.core import plan as models

    for model in vars(models).values():
        if isinstance(model, type) and issubclass(model, models.PlanModel) and field in model.model_fields:
            return str(model.model_fields[field].title)
    return field
