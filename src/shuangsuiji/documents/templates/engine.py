"""The language of the templates: jinja2 without anything that could compute for long, call, or reach out.

A template is data from an office, and an archive carries it to strangers, so only what the papers need is
let through: printing, if, for, comparisons, and a few filters. Everything is escaped; nothing can switch that
off.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Iterable, Iterator, Sized
from functools import lru_cache
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import FileSystemBytecodeCache, StrictUndefined, TemplateSyntaxError, nodes
from jinja2.environment import Template
from jinja2.filters import FILTERS
from jinja2.sandbox import SandboxedEnvironment

MAX_STEPS = 3_000_000
"""How often all loops of a paper may go round together: 2,000 rows of everything need about 100,000."""

MAX_TEXT = 400_000_000
"""How many characters a paper may have, its markup included."""

MAX_JOINED = 1_000_000

_FILTERS = (
    "count",
    "default",
    "d",
    "first",
    "int",
    "last",
    "length",
    "lower",
    "round",
    "string",
    "sum",
    "trim",
    "upper",
)

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Getattr,
    nodes.Getitem,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Test,
    nodes.Filter,
    nodes.Keyword,
    nodes.List,
    nodes.Tuple,
    nodes.Slice,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
)

_NAMES = {
    nodes.Assign: "set",
    nodes.AssignBlock: "set",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.FilterBlock: "filter",
    nodes.ScopedEvalContextModifier: "autoescape",
    nodes.With: "with",
    nodes.Call: "（）",
    nodes.Mul: "*",
    nodes.Div: "/",
    nodes.FloorDiv: "//",
    nodes.Mod: "%",
    nodes.Pow: "**",
    nodes.Dict: "{}",
}


REFUSED_WORDS = frozenset(word for word in _NAMES.values() if word.isalpha()) | {
    "raw",
    "do",
    "trans",
    "debug",
}


class TooMuch(Exception):
    """A template that would go on for ever, or fill the disk."""


class Refused(TemplateSyntaxError):
    """A template that uses what templates may not use.

    Attributes:
        what: the word or sign as the template writes it.
    """

    def __init__(self, what: str, lineno: int) -> None:
        super().__init__(f"not allowed: {what}", lineno)
        self.what = what


class Environment(SandboxedEnvironment):
    """A fresh one for each paper: it counts how far that paper has got."""

    def __init__(self, *, shipped: bool = False) -> None:
        """`shipped`: what it compiles comes with this package, and may be kept compiled beside it."""
        super().__init__(autoescape=True, undefined=StrictUndefined)
        self._shipped = shipped
        self.template_class = _Bounded
        self._steps = 0
        self._compiled: dict[str, Template] = {}
        self.globals = {}
        self.filters = {name: FILTERS[name] for name in _FILTERS}
        self.filters |= {"join": _joined, _COUNTED: self._counted}

    def restart(self) -> None:
        """Counts anew, for the next paper of the same template."""
        self._steps = 0

    def from_string(self, source: Any, globals: Any = None, template_class: Any = None) -> Template:
        """A template; the same text is compiled once, for all environments."""
        if source not in self._compiled:
            code = _code(source, kept=self._shipped)
            made = self.template_class.from_code(self, code, self.make_globals(globals), None)
            self._compiled[source] = made
        return self._compiled[source]

    def read(self, source: str) -> nodes.Template:
        """The tree of a template's text, whatever it uses.

        Raises:
            TemplateSyntaxError: it cannot be read.
        """
        return super()._parse(source, None, None)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        for what, lineno in refusals(tree, self.filters):
            raise Refused(what, lineno)
        for loop in tree.find_all(nodes.For):
            counted = nodes.Filter(loop.iter, _COUNTED, [], [], None, None, lineno=loop.lineno)
            loop.iter = counted.set_environment(self)
        return tree

    def _counted(self, items: Iterable[Any]) -> Iterable[Any]:
        """What a loop goes over, counted before it starts."""
        known = items if isinstance(items, Sized) else list(items)
        self._steps += len(known)
        if self._steps > MAX_STEPS:
            raise TooMuch
        return known


_COUNTED = "counted"


@lru_cache(maxsize=64)
def _code(source: str, *, kept: bool) -> CodeType:
    """The code of a template's text; what it counts and filters with is that of whoever renders it.

    Half the time of a draw of a county went into compiling, and an audit makes each paper for each step.

    Args:
        source: the text.
        kept: whether the code is kept on disk, where and when Python keeps that of a module: in
            `__pycache__`, valid for this text and this version of the module here, and not at all where that
            folder cannot be written to or Python was told to write none.
    """
    environment = Environment()
    if not kept:
        return environment.compile(source)
    folder = Path(importlib.util.cache_from_source(__file__.removesuffix("c"))).parent
    cache = FileSystemBytecodeCache(str(folder))
    name = f"{source}\n{Path(__file__).stat().st_mtime_ns}"
    bucket = cache.get_bucket(environment, name, None, name)
    code: CodeType | None = bucket.code
    if code is None:
        code = bucket.code = environment.compile(source)
        if not sys.dont_write_bytecode:
            with contextlib.suppress(OSError):
                cache.set_bucket(bucket)
    return code


class _Bounded(Template):
    """A template whose text may not grow without end."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        pieces: list[str] = []
        size = 0
        for piece in self.generate(*args, **kwargs):
            size += len(piece)
            if size > MAX_TEXT:
                raise TooMuch
            pieces.append(piece)
        return "".join(pieces)


def refusals(tree: nodes.Template, filters: Iterable[str]) -> Iterator[tuple[str, int]]:
    """What a template uses and may not: (as it is written, line of the text)."""
    known = set(filters) - {_COUNTED}
    for node in tree.find_all(nodes.Node):
        if not isinstance(node, _ALLOWED):
            yield _NAMES.get(type(node), type(node).__name__.lower()), node.lineno or 1
        elif isinstance(node, nodes.Name) and node.name in ("self", "super"):
            yield node.name, node.lineno
        elif isinstance(node, nodes.Filter) and node.name not in known:
            yield f"|{node.name}", node.lineno
        elif isinstance(node, nodes.Getattr) and node.attr.startswith("_"):
            yield f".{node.attr}", node.lineno
        elif isinstance(node, nodes.For) and node.recursive:
            yield "recursive", node.lineno


def _joined(items: Iterable[Any], between: str = "") -> str:
    """Texts in one, with `between` between them; escaped where it is printed."""
    texts = [str(item) for item in items]
    if sum(map(len, texts)) + len(texts) * len(between) > MAX_JOINED:
        raise TooMuch
    return between.join(texts)
