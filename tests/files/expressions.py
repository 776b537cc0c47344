"""Every regular expression of the program, and texts made to hold each of them up.

The expressions are found in the source by reading its syntax tree, and in the imported modules, so that one
made when the module loads is found with all its parts. Texts are made from the expression itself: for each
repetition in it a beginning that leads there, 10^5 characters of what is repeated, and an end that does not
fit, which sends an expression that can go back all the way back.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

import shuangsuiji

ROOT = Path(shuangsuiji.__file__).parent
_ENDS = ("\x00", "!", "<", "")
_CATEGORIES = {
    _constants.CATEGORY_DIGIT: "7",
    _constants.CATEGORY_SPACE: " ",
    _constants.CATEGORY_WORD: "w",
    _constants.CATEGORY_NOT_DIGIT: "x",
    _constants.CATEGORY_NOT_SPACE: "x",
    _constants.CATEGORY_NOT_WORD: "-",
}
_REPEATS = (_constants.MAX_REPEAT, _constants.MIN_REPEAT, _constants.POSSESSIVE_REPEAT)
_PROBES = "a0A7x .,-一<>\"'&;:(){}[]（）%=!/\\\n\t，、年月日"


_WHOLE = frozenset({"fullmatch", "match"})
_METHODS = _WHOLE | {"search", "sub", "split", "findall", "finditer"}


class Expression(NamedTuple):
    """A regular expression with the module in which it stands, its name there, and how it is applied.

    What is only ever held against a text from its beginning is not sought everywhere in it.
    """

    place: str
    name: str
    pattern: re.Pattern[Any]
    methods: tuple[str, ...]


def modules() -> Iterator[str]:
    """The names of all modules of the program."""
    for module in pkgutil.walk_packages([str(ROOT)], "shuangsuiji."):
        if not module.name.endswith("__main__"):
            yield module.name


@cache
def expressions() -> list[Expression]:
    """Every expression, once."""
    found: dict[tuple[Any, int], tuple[str, str, re.Pattern[Any], set[str]]] = {}
    trees = {name: _tree(name) for name in modules()}
    used = _uses(trees.values())
    for module, tree in trees.items():
        named = ((name, "", value) for name, value in vars(importlib.import_module(module)).items())
        for name, method, value in (*named, *_literals(tree)):
            for pattern in _patterns(value, 3):
                methods = {method} if method else used.get(name, set()) or {"search"}
                entry = found.setdefault((pattern.pattern, pattern.flags), (module, name, pattern, set()))
                entry[3].update("search" if how not in _WHOLE else how for how in methods)
    return [Expression(module, name, pattern, tuple(how)) for module, name, pattern, how in found.values()]


def _tree(module: str) -> ast.Module:
    source = Path(str(importlib.import_module(module).__file__))
    return ast.parse(source.read_text(encoding="utf-8"))


def _uses(trees: Iterable[ast.AST]) -> dict[str, set[str]]:
    """What is done with each name: NAME.search(…) and the like."""
    used: dict[str, set[str]] = {}
    for tree in trees:
        for node in ast.walk(tree):
            named = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if named and node.attr in _METHODS:
                used.setdefault(node.value.id, set()).add(node.attr)
    return used


def _patterns(value: Any, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, (dict, list, tuple)):
        for inner in list(value.values() if isinstance(value, dict) else value):
            yield from _patterns(inner, depth - 1)


def _literals(tree: ast.AST) -> Iterator[tuple[str, str, re.Pattern[Any]]]:
    """What is handed to `re` as a constant within a function, and to which of its functions."""
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr != "compile"
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, (str, bytes))
        ):
            yield "", node.func.attr, re.compile(node.args[0].value)


def attacks(pattern: re.Pattern[Any], length: int) -> list[Any]:
    """Texts of about `length` characters, as the expression takes them (characters or bytes)."""
    source = pattern.pattern
    as_text = source.decode("latin-1") if isinstance(source, bytes) else source
    tree = _parser.parse(as_text, pattern.flags & ~re.UNICODE if isinstance(source, bytes) else pattern.flags)
    pumps: dict[tuple[str, str], None] = {}
    for before, body in _repeats(tree, ""):
        pumps[before, body] = None
        pumps["", before + body] = None
        pumps["", body] = None
    for letter in dict.fromkeys(_letters(tree)):
        pumps["", letter] = None
    for before, body in _runs(tree, ""):
        pumps[before, body] = None
        pumps["", body] = None
    pumps["", _example(tree)] = None
    made: dict[str, None] = {}
    for before, body in pumps:
        if body:
            pumped = before + body * (length // len(body))
            for end in _ENDS:
                made[pumped + end] = None
    if isinstance(source, bytes):
        return [text.encode("utf-8") for text in made]
    return list(made)


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """The repetitions in a part of an expression: what leads to each, and what it repeats."""
    for part in tree:
        kind, value = part
        if kind in _REPEATS:
            yield before, _example(value[2])
            yield before, _example(value[2], 1)
        for inner in _inside(part):
            yield from _repeats(inner, before)
        before += _example([part])


def _runs(tree: Any, before: str) -> Iterator[tuple[str, str]]:
    """Two to four parts of an expression that follow each other, and what leads to them."""
    parts = list(tree)
    for start in range(len(parts)):
        lead = before + _example(parts[:start])
        for end in range(start + 2, min(start + 4, len(parts)) + 1):
            yield lead, _example(parts[start:end])
            yield lead, _example(parts[start:end], 1)
        for inner in _inside(parts[start]):
            yield from _runs(inner, lead)


def _inside(part: Any) -> list[Any]:
    """The parts within a part: of a group, of each branch."""
    kind, value = part
    if kind is _constants.SUBPATTERN:
        return [value[3]]
    if kind is _constants.BRANCH:
        return list(value[1])
    if kind in _REPEATS:
        return [value[2]]
    if kind is _constants.ATOMIC_GROUP:
        return [value]
    return [value[1]] if kind in (_constants.ASSERT, _constants.ASSERT_NOT) else []


def _letters(tree: Any) -> Iterator[str]:
    """One character for each place of an expression."""
    for part in tree:
        if part[0] in (_constants.LITERAL, _constants.IN, _constants.ANY, _constants.NOT_LITERAL):
            yield _example([part])
        for inner in _inside(part):
            yield from _letters(inner)


def _example(tree: Any, which: int = 0) -> str:
    """A text that fits a part of an expression, each repetition taken at least once."""
    made = ""
    for kind, value in tree:
        if kind is _constants.LITERAL:
            made += chr(value)
        elif kind is _constants.NOT_LITERAL:
            made += next(letter for letter in "xy" if ord(letter) != value)
        elif kind is _constants.ANY:
            made += "x"
        elif kind is _constants.IN:
            made += _member(value)
        elif kind in _REPEATS:
            made += _example(value[2], which) * min(max(1, value[0]), 20)
        elif kind is _constants.SUBPATTERN:
            made += _example(value[3], which)
        elif kind is _constants.BRANCH:
            branches = value[1]
            made += _example(branches[min(which, len(branches) - 1)], which)
        elif kind is _constants.ATOMIC_GROUP:
            made += _example(value, which)
    return made


def _member(choices: Any) -> str:
    """A character that belongs to a class."""
    negated = bool(choices) and choices[0][0] is _constants.NEGATE
    if not negated:
        kind, value = choices[0]
        if kind is _constants.LITERAL:
            return chr(value)
        if kind is _constants.RANGE:
            return chr(value[0])
        return _CATEGORIES.get(value, "x")
    return next((letter for letter in _PROBES if not _is_among(letter, choices[1:])), "\u4e00")


def _is_among(letter: str, choices: Any) -> bool:
    for kind, value in choices:
        if kind is _constants.LITERAL and ord(letter) == value:
            return True
        if kind is _constants.RANGE and value[0] <= ord(letter) <= value[1]:
            return True
        if kind is _constants.CATEGORY:
            tests = {
                _constants.CATEGORY_DIGIT: letter.isdigit(),
                _constants.CATEGORY_SPACE: letter.isspace(),
                _constants.CATEGORY_WORD: letter.isalnum() or letter == "_",
                _constants.CATEGORY_NOT_DIGIT: not letter.isdigit(),
                _constants.CATEGORY_NOT_SPACE: not letter.isspace(),
                _constants.CATEGORY_NOT_WORD: not (letter.isalnum() or letter == "_"),
            }
            if tests.get(value, False):
                return True
    return False
