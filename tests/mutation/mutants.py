"""Small changes to the functions of a module, each of which its tests should notice.

Only bodies of functions are changed. Left alone are annotations, decorators, docstrings, assertions (they
narrow types and never fail) and what messages are put together from.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

Place = tuple[tuple[str, int | None], ...]
"""The way from the module's tree to a node: fields, with an index where a field is a list."""

COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
FUNCTIONS = {"min": "max", "max": "min", "any": "all", "all": "any"}
DROPPED = (ast.Assign, ast.AugAssign, ast.Expr, ast.Raise, ast.Return, ast.Continue, ast.Break)
SKIPPED = (ast.Assert, ast.JoinedStr, ast.Import, ast.ImportFrom)
SKIPPED_FIELDS = {"annotation", "returns", "decorator_list", "args", "type_params"}
"""Of definitions and annotated assignments; `args` are the parameters of a definition with their defaults."""
FORCED_KEYWORDS = {"strict"}
"""Arguments that only ever raise; without one, `zip` gives the same."""


@dataclass(frozen=True)
class Mutant:
    """One change: the function that it is in, the line, the statement as it was, and what became of it."""

    function: str
    line: int
    before: str
    after: str
    tree: ast.Module

    @property
    def title(self) -> str:
        """What names the mutant in the list of survivors; independent of line numbers."""
        return f"{self.function}: {self.before} -> {self.after}"

    def code(self) -> CodeType:
        """The changed function, compiled."""
        return functions(compile(self.tree, "<mutant>", "exec"))[self.function]


def functions(code: CodeType) -> dict[str, CodeType]:
    """Code of the functions and methods of a module by qualified name, without those inside of functions."""
    inner = [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    found = {part.co_qualname: part for part in inner}
    for part in inner:
        if not part.co_flags & 0x2:  # no CO_NEWLOCALS: the body of a class
            found |= functions(part)
    return found


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse(source)
    for place, function in _functions(tree, (), ""):
        for inner, node, parent in _nodes(_at(tree, place), place):
            for changed in _alternatives(node, inner[-1][0], parent):
                yield _mutant(tree, function, inner, node, changed)


def _mutant(tree: ast.Module, function: str, place: Place, node: ast.AST, changed: ast.AST) -> Mutant:
    mutated = copy.deepcopy(tree)
    (field, index), parent = place[-1], _at(mutated, place[:-1])
    if index is None:
        setattr(parent, field, changed)
    else:
        getattr(parent, field)[index] = changed
    ast.fix_missing_locations(mutated)
    depth = max(end for end in range(1, len(place) + 1) if isinstance(_at(tree, place[:end]), ast.stmt))
    before, after = (_head(_at(whole, place[:depth])) for whole in (tree, mutated))
    line = getattr(_at(tree, place[:depth]), "lineno", 0)
    return Mutant(function, line, before, after, mutated)


def _head(statement: ast.AST) -> str:
    """A statement in one line, a compound one without its body."""
    lines = ast.unparse(statement).splitlines()
    return lines[0]


def _at(node: ast.AST, place: Place) -> Any:
    for field, index in place:
        value = getattr(node, field)
        node = value if index is None else value[index]
    return node


def _functions(node: ast.Module | ast.ClassDef, place: Place, prefix: str) -> Iterator[tuple[Place, str]]:
    for index, part in enumerate(node.body):
        here = (*place, ("body", index))
        if isinstance(part, ast.FunctionDef):
            yield here, prefix + part.name
        elif isinstance(part, ast.ClassDef):
            yield from _functions(part, here, f"{prefix}{part.name}.")


def _nodes(node: ast.AST, place: Place) -> Iterator[tuple[Place, ast.AST, ast.AST]]:
    """Every node below one, its place and its parent, from left to right."""
    definition = isinstance(node, (ast.FunctionDef, ast.AnnAssign, ast.Lambda))
    for field, value in ast.iter_fields(node):
        if definition and field in SKIPPED_FIELDS:
            continue
        for index, part in enumerate(value) if isinstance(value, list) else ((None, value),):
            forced = isinstance(part, ast.keyword) and part.arg in FORCED_KEYWORDS
            if isinstance(part, ast.AST) and not isinstance(part, SKIPPED) and not forced:
                here = (*place, (field, index))
                yield here, part, node
                yield from _nodes(part, here)


def _alternatives(node: ast.AST, field: str, parent: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node."""
    if field in ("test", "ifs") and not isinstance(node, ast.Compare) and not _is_not(node):
        yield ast.UnaryOp(op=ast.Not(), operand=copy.deepcopy(node))
    if isinstance(node, DROPPED) and not _docstring(node):
        yield ast.Pass()
    match node:
        case ast.Continue():
            yield ast.Break()
        case ast.Break():
            yield ast.Continue()
        case ast.Compare(ops=[operator]):
            for other in COMPARISONS[type(operator)]:
                yield _with(node, ops=[other()])
        case ast.BoolOp():
            yield _with(node, op=ast.Or() if isinstance(node.op, ast.And) else ast.And())
        case ast.UnaryOp(op=ast.Not() | ast.Invert()):
            yield copy.deepcopy(node.operand)
        case ast.BinOp() | ast.AugAssign() if type(node.op) in OPERATORS:
            yield _with(node, op=OPERATORS[type(node.op)]())
        case ast.IfExp():
            yield copy.deepcopy(node.body)
            yield copy.deepcopy(node.orelse)
        case ast.Constant(value=bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(value=int()):
            yield ast.Constant(node.value + 1)
            yield ast.Constant(node.value - 1)
        case ast.Slice():
            for bound in ("lower", "upper"):
                if getattr(node, bound) is not None:
                    yield _with(node, **{bound: None})
        case ast.Name(id=name) if isinstance(parent, ast.Call) and field == "func" and name in FUNCTIONS:
            yield ast.Name(id=FUNCTIONS[name], ctx=ast.Load())
        case ast.Call():
            for index, keyword in enumerate(node.keywords):
                if keyword.arg not in FORCED_KEYWORDS:
                    yield _with(node, keywords=[*node.keywords[:index], *node.keywords[index + 1 :]])


def _with(node: ast.AST, **fields: Any) -> ast.AST:
    changed = copy.deepcopy(node)
    for name, value in fields.items():
        setattr(changed, name, value)
    return changed


def _is_not(node: ast.AST) -> bool:
    return isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)


def _docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
