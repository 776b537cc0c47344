"""Every place of the source that makes a message: which codes it may give, and the names of its values.

Found by reading the source, not by running it. What cannot be read off (a code or values that come from
elsewhere) is a site with `codes` or `values` None, which `test_messages.py` has to list with its reason.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import shuangsuiji
from shuangsuiji.core.registries import grid

SOURCE = Path(shuangsuiji.__file__).parent

CODE_AT = {
    "error": 0, "warning": 0, "note": 0, "make": 0, "level": 0, "bad": 0, "StepSkipped": 0, "NothingThere": 0,
    "SheetTrouble": 0,
    "Problem": 0, "_report": 0, "_error": 1, "_warning": 1, "_key_error": 1, "_only": 1, "step": 2,
}  # fmt: skip
"""The calls that make a message, and which of their arguments is the code."""
NO_PART = {"documents/papers.py", "documents/proof/verify_ssj.py"}
"""A `make` that makes papers; a program for itself, with texts of its own."""
WORDLESS = "core/lottery/"
"""The lottery makes no message: it knows numbers alone, and some of its calls are only named alike."""
CONSTANTS = {name: value for name, value in vars(grid).items() if name.startswith("DAMAGED_")}


@dataclass(frozen=True)
class Site:
    """One place that makes a message.

    Attributes:
        where: the file and the function, as `core/rules/quota.py:quota`.
        line: the line in the file.
        codes: the codes that it may give; None where that is decided elsewhere.
        values: the names of its values; None where they come from elsewhere.
    """

    where: str
    line: int
    codes: frozenset[str] | None
    values: frozenset[str] | None


@cache
def trees() -> dict[str, ast.Module]:
    """Every module of the package but the texts themselves."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(SOURCE.rglob("*.py"))
        if path.parent.name != "messages"
    }


@cache
def sites() -> tuple[Site, ...]:
    """Every site of the package."""
    return tuple(
        site
        for name, tree in trees().items()
        if name not in NO_PART and not name.startswith(WORDLESS)
        for function, node in _with_functions(tree, None)
        if (site := _site(name, function, node)) is not None
    )


Function = ast.FunctionDef | ast.AsyncFunctionDef | None


def _with_functions(node: ast.AST, function: Function) -> Iterator[tuple[Function, ast.AST]]:
    """Every node with the outermost function that it stands in."""
    for child in ast.iter_child_nodes(node):
        yield function, child
        inner = child if function is None and isinstance(child, ast.FunctionDef) else function
        yield from _with_functions(child, inner)


def _site(name: str, function: Function, node: ast.AST) -> Site | None:
    where = f"{name}:{function.name if function else ''}"
    if isinstance(node, ast.Tuple):
        return _pair(where, function, node)
    if not isinstance(node, ast.Call):
        return None
    called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    if called == "Finding":
        named = {word.arg: word.value for word in node.keywords}
        values = named.get("values")
        keys = _keys(values, function) if values is not None else frozenset[str]()
        return Site(where, node.lineno, _codes(named["code"], function), keys)
    if (
        called not in CODE_AT
        or len(node.args) <= CODE_AT[called]
        or (called == "_only" and len(node.args) < 3)
    ):
        return None
    codes = _codes(node.args[CODE_AT[called]], function)
    if called == "Problem":
        return Site(where, node.lineno, codes, _keys(node.args[1], function))
    if called == "_only":  # _only(found, code, text, names) says both
        return Site(where, node.lineno, codes, frozenset({"name", "likely"}))
    return Site(where, node.lineno, codes, _keywords(node, function))


def _pair(where: str, function: Function, node: ast.Tuple) -> Site | None:
    """A line of the audit: (code, values). Pairs that begin otherwise are of other kinds."""
    if len(node.elts) != 2 or not where.startswith("workflows/auditing/"):
        return None
    codes = _codes(node.elts[0], function)
    if not isinstance(node.elts[1], ast.Dict) and not (codes and all("audit-" in code for code in codes)):
        return None
    return Site(where, node.lineno, codes, _keys(node.elts[1], function))


def _codes(node: ast.expr, function: Function) -> frozenset[str] | None:
    """The texts that an expression may be; None if that cannot be read off."""
    if isinstance(node, ast.Constant):
        return frozenset({node.value}) if isinstance(node.value, str) else None
    if isinstance(node, ast.IfExp):
        parts = [_codes(node.body, function), _codes(node.orelse, function)]
    elif isinstance(node, ast.Name) and node.id in CONSTANTS:
        return frozenset({CONSTANTS[node.id]})
    elif isinstance(node, ast.Name) and function is not None:
        parts = [_codes(value, function) for value in _given(node.id, function)]
    else:
        return None
    known = [part for part in parts if part is not None]
    return frozenset().union(*known) if known and len(known) == len(parts) else None


@cache
def _assignments(function: Function) -> tuple[tuple[ast.expr, ast.expr], ...]:
    """The targets within a function, each with what is assigned to it."""
    found: list[tuple[ast.expr, ast.expr]] = []
    for node in ast.walk(function) if function is not None else ():
        if isinstance(node, ast.AnnAssign) and node.value is not None:
            found.append((node.target, node.value))
        elif isinstance(node, ast.Assign):
            found += [(target, node.value) for target in node.targets]
    return tuple(found)


def _given(name: str, function: Function) -> Iterator[ast.expr]:
    """What is assigned to a name within a function."""
    for target, value in _assignments(function):
        if isinstance(target, ast.Name) and target.id == name:
            yield value
        if isinstance(target, ast.Tuple):
            yield from _unpacked(target, value, name)


def _unpacked(target: ast.Tuple, value: ast.expr, name: str) -> Iterator[ast.expr]:
    """What a name gets of `a, b = …`, in each branch of a choice."""
    branches = [value.body, value.orelse] if isinstance(value, ast.IfExp) else [value]
    for index, part in enumerate(target.elts):
        if isinstance(part, ast.Name) and part.id == name:
            yield from (
                branch.elts[index] if isinstance(branch, ast.Tuple) else branch for branch in branches
            )


def _keywords(node: ast.Call, function: Function) -> frozenset[str] | None:
    found: set[str] = set()
    for word in node.keywords:
        keys = frozenset({word.arg}) if word.arg is not None else _keys(word.value, function)
        if keys is None:
            return None
        found |= keys
    return frozenset(found)


def _keys(node: ast.expr, function: Function) -> frozenset[str] | None:
    """The keys of a dict that is written out, here or where the name of it is given."""
    if isinstance(node, ast.Dict):
        if not all(isinstance(key, ast.Constant) for key in node.keys):
            return None
        return frozenset(str(key.value) for key in node.keys if isinstance(key, ast.Constant))
    if isinstance(node, ast.Name):
        given = [_keys(value, function) for value in _given(node.id, function)]
        return given[0] if len(given) == 1 else None
    return None


def mentioned() -> frozenset[str]:
    """Every text constant of the source."""
    return frozenset(
        node.value
        for tree in trees().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
