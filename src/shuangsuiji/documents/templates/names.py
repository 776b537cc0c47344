"""Whether the words of a template's tags are placeholders of its paper, and used as what they are."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from jinja2 import nodes

from shuangsuiji.documents.templates.forms import Slot

LOOP = ("index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem")
"""What a loop knows of itself."""

_KINDS = {"rows": "一张表", "texts": "几行文字", "part": "一组内容"}


class Problem(NamedTuple):
    """A finding's code and values, its place still unknown."""

    code: str
    values: dict[str, str | int]


class Meaning(NamedTuple):
    """What a word stands for: a kind of `Slot`, or "row", "loop" or "any"; its inner placeholders."""

    kind: str
    inner: tuple[Slot, ...] = ()


ANY = Meaning("any")
Scope = Mapping[str, Meaning]


def scope_of(slots: Sequence[Slot]) -> dict[str, Meaning]:
    """The words that placeholders bring with them."""
    return {slot.name: Meaning(slot.kind, slot.inner) for slot in slots}


def likely(word: str, known: Sequence[str]) -> str:
    """The word that was probably meant, or an empty text."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.34)
    return close[0] if close else ""


def printed(tree: nodes.Node, scope: Scope, problems: list[Problem]) -> None:
    """Checks what `{{ }}` prints: known, and neither a table nor a yes/no."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                meaning = meaning_of(node, scope, problems)
                if meaning.kind in _KINDS or meaning.kind == "row":
                    what = _KINDS.get(meaning.kind, "一行")
                    problems.append(Problem("template-prints-table", {"name": written(node), "what": what}))
                elif meaning.kind == "flag":
                    problems.append(Problem("template-prints-flag", {"name": written(node)}))


def looped(loop: nodes.For, scope: Scope, problems: list[Problem]) -> dict[str, Meaning]:
    """Checks a `for`; gives the words that it brings."""
    meaning = meaning_of(loop.iter, scope, problems)
    if loop.test is not None:
        meaning_of(loop.test, {**scope, **_targets(loop, meaning)}, problems)
    if meaning.kind not in ("rows", "texts", "any"):
        problems.append(Problem("template-not-a-table", {"name": written(loop.iter)}))
    return {**_targets(loop, meaning), "loop": Meaning("loop")}


def _targets(loop: nodes.For, meaning: Meaning) -> dict[str, Meaning]:
    if not isinstance(loop.target, nodes.Name):
        return {name.name: ANY for name in loop.target.find_all(nodes.Name)}
    inside = {"rows": Meaning("row", meaning.inner), "texts": Meaning("text")}
    return {loop.target.name: inside.get(meaning.kind, ANY)}


def meaning_of(node: nodes.Node, scope: Scope, problems: list[Problem]) -> Meaning:
    """What an expression stands for; every unknown word in it is a problem."""
    if isinstance(node, nodes.Name):
        return _word(node, scope, problems)
    if isinstance(node, nodes.Getattr):
        return _member(meaning_of(node.node, scope, problems), node, problems)
    if isinstance(node, nodes.Filter) and node.node is not None:
        inside = meaning_of(node.node, scope, problems)
        for other in node.args:
            meaning_of(other, scope, problems)
        if node.name in ("first", "last") and inside.kind == "rows":
            return Meaning("row", inside.inner)
        return Meaning("text")
    for child in node.iter_child_nodes():
        meaning_of(child, scope, problems)
    return ANY


def _word(node: nodes.Name, scope: Scope, problems: list[Problem]) -> Meaning:
    if node.name in scope:
        return scope[node.name]
    known = [*scope]
    # The name of a column alone, inside the loop over its table: the row is missing before it.
    for word, meaning in scope.items():
        if any(slot.name == node.name for slot in meaning.inner) and meaning.kind in ("row", "part"):
            known = [f"{word}.{node.name}"]
            problems.append(_unknown(node.name, known[0]))
            return ANY
    problems.append(_unknown(node.name, likely(node.name, known)))
    return ANY


def _member(inside: Meaning, node: nodes.Getattr, problems: list[Problem]) -> Meaning:
    if inside.kind == "any" or node.attr.startswith("_"):
        return ANY
    known = LOOP if inside.kind == "loop" else tuple(slot.name for slot in inside.inner)
    if inside.kind == "loop" and node.attr in known:
        return Meaning("number")
    for slot in inside.inner if inside.kind in ("row", "part") else ():
        if slot.name == node.attr:
            return Meaning(slot.kind, slot.inner)
    name = written(node)
    guess = likely(node.attr, known)
    problems.append(_unknown(name, f"{name[: -len(node.attr)]}{guess}" if guess else ""))
    return ANY


def _unknown(name: str, guess: str) -> Problem:
    if guess:
        return Problem("template-unknown-likely", {"name": name, "likely": guess})
    return Problem("template-unknown", {"name": name})


def written(node: nodes.Node) -> str:
    """An expression about as it was written."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{written(node.node)}.{node.attr}"
    return "、".join(written(child) for child in node.iter_child_nodes()) or "…"


def used(tree: nodes.Node) -> Iterator[str]:
    """Every word of an expression."""
    return (name.name for name in tree.find_all(nodes.Name))
