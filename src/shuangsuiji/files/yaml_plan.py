"""Reading a plan file: YAML nodes to a plan, every finding with line and column.

PyYAML only composes nodes here; its constructors are never used, since they take the last of two equal
keys without a word, read 010 as 8 and 12:30 as 750. Scalars stay the text of the file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from shuangsuiji.core.canonical import norm, refused_characters
from shuangsuiji.core.checks.plan import plan_problems
from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, note
from shuangsuiji.core.plans.parts import (
    Locate,
    Path,
    PlanModel,
    field_model,
    field_paths,
    likely_key,
    model_at,
)
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.errors import BadInput
from shuangsuiji.files.budget import reading

MAX_BYTES = 2_000_000
_OFFICE = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How the files of WPS and Office begin."""
MAX_DEPTH = 40
MAX_TEXT = 4_000
"""Characters of one key or value; the longest legal basis has some hundreds."""

Model = TypeVar("Model", bound=PlanModel)
Data: TypeAlias = "str | list[Data] | dict[str, Data] | None"


@dataclass(frozen=True, slots=True)
class YamlMarks:
    """Where the keys and values of a file stand: their nodes by paths through the fields of its model.

    Keys that are none of a model stand under their normal form, an entry that stands alone under index 0.
    """

    name: str
    keys: dict[Path, yaml.Node]
    values: dict[Path, yaml.Node]

    def locate(self, path: Path, key: bool = False) -> Place:
        """The place of the value, or of the key, at a path, or of the nearest part around it.

        An entry of a list has no key, and the whole file is at its first one.
        """
        path = tuple(norm(part) if isinstance(part, str) else part for part in path)
        if key and path in self.keys:
            return self.place(self.keys[path])
        nearest = self.nearest(path)
        return self.place(self.values[nearest]) if nearest else self.first_key(())

    def first_key(self, path: Path) -> Place:
        """The place of the first key of the mapping at a path, or of the nearest part around it."""
        node = self.values[self.nearest(path)]
        return self.place(node.value[0][0] if isinstance(node, yaml.MappingNode) and node.value else node)

    def nearest(self, path: Path) -> Path:
        """As much of a path, from its beginning, as the file has."""
        while path not in self.values:
            path = path[:-1]
        return path

    def place(self, node: yaml.Node) -> Place:
        """Where a node begins: line and column from 1, in characters."""
        mark = node.start_mark
        return Place(file=self.name, line=mark.line + 1, column=mark.column + 1)


class PlanFile(NamedTuple):
    """A plan as read, with the findings that do not stop the work.

    `locate` gives the place of the value, or of the key, at a path.
    """

    plan: Plan
    findings: list[Finding]
    locate: Locate


def read_plan(data: bytes, name: str) -> PlanFile:
    """The plan that the bytes of a file hold; `name` is what findings call the file.

    Raises:
        BadInput: with every error found, each at its line and column.
    """
    with reading(name, len(data)):
        plan, findings, marks = _read(data, name, Plan)
        findings += [
            Finding(level=p.level, code=p.code, place=marks.locate(p.path, p.at_key), values=p.values)
            for p in (plan_problems(plan) if plan is not None else ())
        ]
    if plan is None or has_errors(findings):
        raise BadInput(*_in_order(findings))
    return PlanFile(plan, _in_order(findings), marks.locate)


def read_model(data: bytes, name: str, model: type[Model]) -> tuple[Model, list[Finding], Locate]:
    """Another file of keys and values, by the same rules as a plan: the model, findings, places.

    Raises:
        BadInput: with every error found, each at its line and column.
    """
    with reading(name, len(data)):
        value, findings, marks = _read(data, name, model)
    if value is None or has_errors(findings):
        raise BadInput(*_in_order(findings))
    return value, _in_order(findings), marks.locate


def read_data(data: bytes, name: str) -> tuple[Data, list[Finding], YamlMarks]:
    """A file of keys and values that no model describes: texts, lists and mappings, and their places.

    Raises:
        BadInput: the file is no YAML that can be read without tricks.
    """
    with reading(name, len(data)):
        text, findings = _decode(data, name)
        loaded, marks = load(text, name, None)
    return loaded, findings, marks


def _read(data: bytes, name: str, model: type[Model]) -> tuple[Model | None, list[Finding], YamlMarks]:
    """The model in a file, if there is one apart from unknown keys, which are among the findings."""
    text, findings = _decode(data, name)
    loaded, marks = load(text, name, model)
    try:
        return model.model_validate(loaded), findings, marks
    except ValidationError as trouble:
        details = trouble.errors(include_url=False)
    value = None
    unknown = [detail for detail in details if detail["type"] == "extra_forbidden"]
    if unknown:  # pydantic looks no further into a part with unknown keys, but a clerk corrects once
        try:
            value, details = model.model_validate(loaded, extra="ignore"), unknown
        except ValidationError as trouble:
            details = [*unknown, *trouble.errors(include_url=False)]
    findings += [_finding(detail, marks, model) for detail in _without_echoes(details)[:50]]
    return value, findings, marks


def _without_echoes(details: list[ErrorDetails]) -> list[ErrorDetails]:
    """The complaints without those of lists that are too short only because their entries are wrong."""
    places = [detail["loc"] for detail in details]
    return [
        detail
        for detail in details
        if detail["type"] != "too_short"
        or not any(place[:-1] and place[: len(detail["loc"])] == detail["loc"] != place for place in places)
    ]


def _in_order(findings: list[Finding]) -> list[Finding]:
    unique = list({(f.code, f.place, tuple(f.values.items())): f for f in findings}.values())
    return sorted(unique, key=lambda f: (f.place.line or 0, f.place.column or 0))


def _decode(data: bytes, name: str) -> tuple[str, list[Finding]]:
    if len(data) > MAX_BYTES:
        raise BadInput(error("plan-too-large", Place(file=name), size=len(data) // 1_000_000))
    if data.startswith(_OFFICE):
        raise BadInput(error("plan-is-office-file", Place(file=name)))
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("gb18030"), [note("plan-gb18030", Place(file=name))]
    except UnicodeDecodeError:
        raise BadInput(error("plan-not-text-file", Place(file=name))) from None


def load(text: str, name: str, model: type[PlanModel] | None) -> tuple[Data, YamlMarks]:
    """The data of a file as texts, lists and mappings, and where each part of `model` stands.

    Raises:
        BadInput: the file is no YAML that can be read without tricks.
    """
    try:
        _refuse_tricks(text, name)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as trouble:
        raise BadInput(_syntax_finding(text, name, trouble)) from None
    except yaml.reader.ReaderError as trouble:
        raise BadInput(_character_finding(text, name, trouble.position)) from None
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        raise BadInput(error("plan-empty", Place(file=name)))
    walker = _Walker(name)
    if not isinstance(root, yaml.MappingNode):
        first = text.splitlines()[root.start_mark.line]
        for pattern, code in _LIKELY:
            if match := pattern.match(first):
                line = root.start_mark.line + 1
                raise BadInput(error(code, Place(file=name, line=line, column=match.end())))
        raise BadInput(error("plan-not-mapping", walker.marks.place(root)))
    data = walker.walk(root, (), model)
    if walker.findings:
        raise BadInput(*_in_order(walker.findings))
    return data, walker.marks


_FULL_WIDTH_COLON = re.compile(r"[^:#\"'：]*+：")
_TIGHT_COLON = re.compile(r"\s*+(?:- )?[^\s:#\"'\[{]++:(?=[^\s:/\\])")
_FULL_WIDTH_MARK = re.compile(r"[^#\[{]*+[\[{][^#，｛｝［］【】]*+[，｛｝［］【】]")
_LIKELY = (
    (re.compile(r"[^\t]*+\t"), "plan-tab"),
    (_FULL_WIDTH_COLON, "plan-full-width-colon"),
    (_TIGHT_COLON, "plan-tight-colon"),
    (_FULL_WIDTH_MARK, "plan-full-width-mark"),
)
"""What people most often write when YAML stops near it; the mark at the end of the match is to blame."""


def _syntax_finding(text: str, name: str, trouble: yaml.MarkedYAMLError) -> Finding:
    """Why YAML could not read on: where a likely slip stands, what was left open, or where it stopped."""
    mark, opened = trouble.problem_mark or trouble.context_mark, trouble.context_mark
    if mark is None:
        return error("plan-syntax", Place(file=name))
    lines = text.splitlines()
    for pattern, code in _LIKELY:
        for number in (mark.line - 1, mark.line):
            match = pattern.match(lines[number]) if 0 <= number < len(lines) else None
            if match:
                return error(code, Place(file=name, line=number + 1, column=match.end()))
    open_ended = opened is not None and "block" not in (trouble.context or "") and opened.line < mark.line
    if opened is not None and open_ended:
        place = Place(file=name, line=opened.line + 1, column=opened.column + 1)
        return error("plan-unclosed", place, sign=lines[opened.line][opened.column])
    return error("plan-syntax", Place(file=name, line=mark.line + 1, column=mark.column + 1))


def _character_finding(text: str, name: str, position: int) -> Finding:
    """A character that no text file should hold; a NUL tells of a file that is no text at all."""
    if "\0" in text:
        return error("plan-not-text-file", Place(file=name))
    line = text.count("\n", 0, position)
    column = position - (text.rfind("\n", 0, position) + 1)
    place = Place(file=name, line=line + 1, column=column + 1)
    return error("plan-control-character", place, character=f"U+{ord(text[position]):04X}")


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
    (re.compile(r"[-+]?0[0-9_]++"), "plan-trap-octal"),
    (re.compile(r"[-+]?0[xXoObB][0-9a-fA-F_]+"), "plan-trap-octal"),
    (re.compile(r"[-+]?[0-9]++(?::[0-9]{1,2}+)++"), "plan-trap-time"),
    (re.compile(r"(?i)yes|no|on|off"), "plan-trap-yes-no"),
)


_PROPORTION = re.compile("[0-9]+:[0-9]+")
"""1:5 in 抽取 is no time of day: what it means, or what to write, is said where amounts are read."""


class _Walker:
    """Turns nodes into data, keeping where each stands and what is wrong with single nodes."""

    def __init__(self, name: str) -> None:
        self.marks = YamlMarks(name, {}, {})
        self.findings: list[Finding] = []

    def walk(self, node: yaml.Node, path: Path, model: type[PlanModel] | None, several: bool = False) -> Data:
        """The data of a node at a path; `several`: it is a list of parts of the model, or one alone."""
        self.marks.values[path] = node
        if isinstance(node, yaml.MappingNode):
            if several:
                path = (*path, 0)
                self.marks.values[path] = node
            return self._mapping(node, path, model)
        if isinstance(node, yaml.SequenceNode):
            if node.flow_style:
                self._refuse_full_width_commas(node)
            return [self.walk(item, (*path, index), model) for index, item in enumerate(node.value)]
        text = str(node.value)
        if self._too_long(node):
            return ""
        if isinstance(node, yaml.ScalarNode) and node.style is None:
            if text in ("", "~", "null"):
                return None
            if "draw" not in path or not _PROPORTION.fullmatch(text):
                self._trap(node, text)
        for letter in sorted(refused_characters([text])):
            self._report("plan-control-character", node, character=f"U+{ord(letter):04X}")
        return text

    def _mapping(self, node: yaml.MappingNode, path: Path, model: type[PlanModel] | None) -> Data:
        result: dict[str, Data] = {}
        seen: set[Path] = set()
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._report("plan-key-not-text", key_node)
                continue
            if self._too_long(key_node):
                continue
            if key_node.style is None:
                self._trap(key_node, key_node.value)
            field, *elsewhere = field_paths(model, key_node.value)
            if field in seen:
                self._report("plan-duplicate-key", key_node, key=key_node.value)
                continue
            seen.add(field)
            if _is_blank(value_node) and (match := re.search("[:：]", key_node.value)):
                # {A:1%} is one key without a value, in YAML as in the eyes of nobody else.
                code = "plan-tight-colon" if match.group() == ":" else "plan-full-width-colon"
                self._report(code, key_node)
                continue
            part, several = field_model(model, str(field[-1])) if model is not None else (None, False)
            for inner in (*elsewhere, field):
                self.marks.keys[(*path, *inner)] = key_node
                result[key_node.value] = self.walk(value_node, (*path, *inner), part, several)
        return result

    def _refuse_full_width_commas(self, node: yaml.SequenceNode) -> None:
        """[甲，乙] is one entry; whoever means that writes it in quotes."""
        for item in node.value:
            if isinstance(item, yaml.ScalarNode) and item.style is None and "，" in item.value:
                self._report("plan-full-width-mark", item)

    def _trap(self, node: yaml.Node, text: str) -> None:
        for pattern, code in _TRAPS:
            if pattern.fullmatch(text):
                self._report(code, node, value=text)

    def _too_long(self, node: yaml.Node) -> bool:
        if len(node.value) > MAX_TEXT:
            self._report("plan-value-too-long", node, length=len(node.value), limit=MAX_TEXT)
        return len(node.value) > MAX_TEXT

    def _report(self, code: str, node: yaml.Node, **values: str | int) -> None:
        self.findings.append(error(code, self.marks.place(node), **values))


def _is_blank(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.style is None and not node.value


_PYDANTIC_CODES = {
    "literal_error": "plan-not-choice",
    "tuple_type": "plan-not-list",
    "list_type": "plan-not-list",
    "dict_type": "plan-not-pairs",
    "model_type": "plan-not-mapping-here",
    "model_attributes_type": "plan-not-mapping-here",
    "too_short": "plan-blank",
    "string_type": "plan-not-text",
}


def _finding(detail: ErrorDetails, marks: YamlMarks, model: type[PlanModel]) -> Finding:
    """The finding for one complaint of pydantic about a part of `model`."""
    kind, context = detail["type"], detail.get("ctx", {})
    path: Path = (*detail["loc"], *context.get("at", ()))
    if kind == "extra_forbidden":
        return _unknown_key(path, marks, model)
    if kind == "missing":
        return _missing_key(path, marks, model)
    place = marks.locate(path, context.get("at_key", False))
    if kind in _PYDANTIC_CODES:
        values = {"value": str(detail.get("input", "")), "expected": _expected(context)}
        return Finding(level=Level.ERROR, code=_PYDANTIC_CODES[kind], place=place, values=values)
    values = {key: value for key, value in context.items() if key not in ("code", "at", "at_key")}
    return Finding(level=Level.ERROR, code=kind, place=place, values=values)


def _unknown_key(path: Path, marks: YamlMarks, model: type[PlanModel]) -> Finding:
    """A key that no field has."""
    key, part = str(path[-1]), model_at(model, path[:-1])
    assert part is not None, "only models refuse keys"
    place = marks.locate(path, True)
    if likely := likely_key(part, key):
        return error("plan-unknown-key-likely", place, key=key, likely=likely)
    return error("plan-unknown-key", place, key=key)


def _missing_key(path: Path, marks: YamlMarks, model: type[PlanModel]) -> Finding:
    """A key that has to be there, or has nothing behind it."""
    if path in marks.values:
        return error("plan-blank", marks.locate(path))
    part = model_at(model, path[:-1])
    assert part is not None, "only models ask for keys"
    return error("plan-missing-key", marks.first_key(path[:-1]), key=part.title(str(path[-1])))


def _expected(context: dict[str, object]) -> str:
    return str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、").replace("'", "")
