"""What is wrong with an office's template, each finding at its paragraph, before anything is drawn.

1. Every tag is read alone: signs, grammar, what may not be used, words that the paper does not know.
2. `for` and `if` are closed in their order and on their own level (paragraph or row).
3. What the paper must not be without is there.
4. Ours and the template are filled in with invented contents: what ours shows of what is needed is shown.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, warning
from shuangsuiji.documents.office.visible_text import has_floating_shapes
from shuangsuiji.documents.templates.engine import REFUSED_WORDS, Environment, TooMuch, refusals
from shuangsuiji.documents.templates.filling import FAILURES, shipped
from shuangsuiji.documents.templates.forms import Form, PaperFrame, Slot, sample
from shuangsuiji.documents.templates.paragraphs import Line, Tag, lines, revised
from shuangsuiji.documents.templates.withheld import Withheld, faults, withheld

_WORDS = ("for", "endfor", "if", "elif", "else", "endif", "colspan", "cellbg", "vm", "hm")
_FULL_WIDTH = re.compile("[｛｝]|[{｛]％|％[}｝]")
_SINGLE = re.compile(r"(?<!\{)\{\s*([^{}%#\s]+)\s*\}(?!\})")
_TURNED = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Signs that nobody sees and that turn the order of what is printed after them."""
_OVER = re.compile(r"^for\s.*?\sin\s+(\S+)")
"""What a loop goes over."""

_OF_LOOPS = ("index", "index0", "first", "last", "length", "revindex", "revindex0", "previtem", "nextitem")
"""What a loop knows of itself."""

_MOST_ROWS = 60
_MOST_CONSTANTS = 24
"""So many rows, and so many words and numbers of its conditions, a template is tried with at most."""
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


def check_all(templates: Mapping[str, bytes], forms: Sequence[Form[Any]]) -> list[Finding]:
    """The findings on an office's templates; a file that no paper is made from is one."""
    known = {form.file: form for form in forms}
    found: list[Finding] = []
    for name, data in sorted(templates.items()):
        if name in known:
            found += check(known[name], data)
        else:
            likely, place = _closest(name, list(known)), Place(file=name)
            found.append(
                error("template-unknown-file-likely", place, likely=likely)
                if likely
                else error("template-unknown-file", place)
            )
    return found


def check(form: Form[Any], data: bytes, ours: bytes | None = None) -> list[Finding]:
    """The findings on one template, held against the one that comes with this package, or `ours`."""
    try:
        found_lines = list(lines(data))
    except Exception:  # python-docx and lxml raise whatever they meet in a broken file
        return [error("template-not-word", Place(file=form.file))]
    scan = _Scan(form)
    for line in found_lines:
        scan.line(line)
    scan.end()
    found = scan.found
    if revised(data):
        found.append(warning("template-revised", Place(file=form.file)))
    if has_floating_shapes(data):
        found.append(error("template-floating", Place(file=form.file)))
    if has_errors(found):
        return found
    ours = shipped(form.file) if ours is None else ours
    if data != ours:
        known = _Scan(form)
        for line in lines(ours):
            known.line(line)
        new = [value for value in scan.constants if value not in known.constants]
        found += _tried(form, data, ours, new)
    return found


class _Scan:
    """One pass over the paragraphs of a template, knowing which loops it is in."""

    def __init__(self, form: Form[Any]) -> None:
        self.form = form
        self.found: list[Finding] = []
        self._environment = Environment()
        self._open: list[tuple[str, Tag, Line]] = []
        self._scopes: list[dict[str, Meaning]] = [_scope_of(form.slots)]
        self.constants: dict[Any, None] = {}
        """What the template compares with, or counts to."""
        self._used: set[str] = set()
        self._part = ""

    def line(self, line: Line) -> None:
        """Reads one paragraph."""
        if line.part != self._part and self._part:
            self._close_all()
        self._part = line.part
        place = self._place(line)
        if _FULL_WIDTH.search(line.text):
            self.found.append(error("template-full-width", place))
        elif any(sign in line.rest for sign in ("{{", "}}", "{%", "%}")):
            self.found.append(error("template-broken-tag", place))
        if turned := _TURNED.search(line.text):
            self.found.append(error("template-refused", place, what=f"U+{ord(turned.group()):04X}"))
        known = self._scope()
        for match in _SINGLE.finditer(line.rest):
            if match.group(1).split(".")[0] in known:
                self.found.append(error("template-single-brace", place, name=match.group(1)))
        for tag in line.tags:
            if tag.mixed:
                self.found.append(warning("template-mixed-format", place, tag=tag.text))
            if tag.sign == "{{":
                self._expression(tag, line)
            elif tag.sign == "{%":
                self._statement(tag, line)

    def end(self) -> None:
        """What can only be said at the end."""
        self._close_all()
        for slot in self.form.slots:
            if slot.needed and slot.name not in self._used:
                self.found.append(
                    error("template-needed", Place(file=self.form.file), name=slot.name, about=slot.about)
                )

    def _place(self, line: Line) -> Place:
        return Place(file=self.form.file, sheet=line.part, cell=line.where)

    def _scope(self) -> dict[str, Meaning]:
        return {name: meaning for scope in self._scopes for name, meaning in scope.items()}

    def _expression(self, tag: Tag, line: Line) -> None:
        tree = self._read("{{ " + tag.words + " }}", tag, line)
        if tree is not None:
            problems: list[Problem] = []
            _check_printed(tree, self._scope(), problems)
            self._say(problems, line)

    def _statement(self, tag: Tag, line: Line) -> None:
        word = tag.words.split(" ")[0].split("(")[0]
        place = self._place(line)
        if word not in _WORDS:
            self._unknown_statement(word, tag, line)
        elif word in ("for", "if"):
            self._begin(word, tag, line)
        elif word in ("endfor", "endif"):
            self._end(word[3:], tag, line)
        elif word in ("elif", "else"):
            if not self._open:
                self.found.append(error("template-not-open", place, tag=tag.text, word="if"))
            elif word == "elif":
                self._condition("if" + tag.words[4:], tag, line)

    def _unknown_statement(self, word: str, tag: Tag, line: Line) -> None:
        """A word of jinja2 that templates may not use, or no such word at all."""
        place, likely = self._place(line), _closest(word, _WORDS)
        if word in REFUSED_WORDS:
            self.found.append(error("template-refused", place, what=word))
        elif likely:
            self.found.append(error("template-unknown-tag-likely", place, tag=tag.text, likely=likely))
        else:
            self.found.append(error("template-unknown-tag", place, tag=tag.text))

    def _begin(self, word: str, tag: Tag, line: Line) -> None:
        self._open.append((word, tag, line))
        self._scopes.append({})
        if word == "if":
            self._condition(tag.words, tag, line)
            return
        tree = self._read("{% " + tag.words + " %}{% endfor %}", tag, line)
        loop = tree.find(nodes.For) if tree is not None else None
        if loop is not None:
            problems: list[Problem] = []
            self._scopes[-1] = _check_loop(loop, self._scope(), problems)
            outer = [_OVER.search(begun.words) for _, begun, _ in self._open[:-1]]
            is_table = _meaning_of(loop.iter, self._scope(), []).kind == "rows"
            if is_table and any(match and match.group(1) == _written(loop.iter) for match in outer):
                # Two rows of one table side by side can be mixed up.
                problems.append(Problem("template-refused", {"what": f"for … in {_written(loop.iter)}"}))
            self._say(problems, line)
        else:
            # Its words are unknown now; what stands inside cannot be judged.
            target = re.match(r"for\s+(\w+)", tag.words)
            self._scopes[-1] = {target.group(1): ANY} if target else {}

    def _condition(self, words: str, tag: Tag, line: Line) -> None:
        tree = self._read("{% " + words + " %}{% endif %}", tag, line)
        found = tree.find(nodes.If) if tree is not None else None
        if found is not None:
            problems: list[Problem] = []
            _meaning_of(found.test, self._scope(), problems)
            self._say(problems, line)

    def _end(self, word: str, tag: Tag, line: Line) -> None:
        place = self._place(line)
        if not self._open or self._open[-1][0] != word:
            self.found.append(error("template-not-open", place, tag=tag.text, word=word))
            return
        _, begun, at = self._open.pop()
        self._scopes.pop()
        if begun.prefix != tag.prefix:
            self.found.append(error("template-levels-differ", place, tag=tag.text, begun=begun.text))
        elif not tag.prefix and at is not line:
            self.found.append(error("template-level-missing", self._place(at), tag=begun.text))

    def _close_all(self) -> None:
        for word, tag, line in self._open:
            self.found.append(error("template-not-closed", self._place(line), tag=tag.text, word=word))
        self._open.clear()
        del self._scopes[1:]

    def _read(self, source: str, tag: Tag, line: Line) -> nodes.Template | None:
        """The tree of one tag, or None with a finding on why there is none."""
        place = self._place(line)
        try:
            tree = self._environment.read(source)
        except (TemplateSyntaxError, RecursionError):
            self.found.append(error("template-syntax", place, tag=tag.text))
            return None
        self._used.update(_words_in(tree))
        self.constants |= {node.value: None for node in tree.find_all(nodes.Const)}
        refused = [what for what, _ in refusals(tree, self._environment.filters)]
        for what in dict.fromkeys(refused):
            self.found.append(error("template-refused", place, what=what))
        return None if refused else tree

    def _say(self, problems: list[Problem], line: Line) -> None:
        for code, values in dict.fromkeys((p.code, tuple(p.values.items())) for p in problems):
            place = self._place(line)
            self.found.append(Finding(level=Level.ERROR, code=code, place=place, values=dict(values)))


def _tried(form: Form[Any], data: bytes, ours: bytes, constants: Sequence[Any]) -> Iterator[Finding]:
    """Fills the template in, with everything and with nothing; what ours shows has to be shown."""
    frame = PaperFrame(title=form.file, created=datetime(1980, 1, 1))
    environment = Environment()
    tried: list[Withheld] = []
    try:
        for content in _contents(form.slots, constants):
            tried.append(withheld(form.slots, data, ours, content, frame, environment, strict=True))
    except TooMuch:
        yield error("template-endless", Place(file=form.file))
        return
    except FAILURES:
        yield error("template-cannot-fill", Place(file=form.file))
        return
    for slot in faults(form.slots, tried):
        yield error("template-withholds", Place(file=form.file), name=slot.name, about=slot.about)


def _contents(slots: tuple[Slot, ...], constants: Sequence[Any]) -> Iterator[dict[str, Any]]:
    """Invented contents: of everything, no texts, nothing, and whatever the template compares with."""
    numbers = [value for value in constants if type(value) is int and 0 <= value < _MOST_ROWS]
    full = _filled(sample(slots, max([3, *(number + 2 for number in numbers)])), number=2)
    # What is needed may stand in the other branch of a condition on a text that is not always there.
    nothing_else = {slot.name: "" for slot in slots if slot.kind == "text" and not slot.needed}
    yield from (full, full | nothing_else, _filled(sample(slots, 3), flag=False), sample(slots, 0))
    exchanged: list[dict[str, Any]] = [
        {"number": value} for number in numbers for value in (number - 1, number, number + 1)
    ]
    exchanged += [{"text": value} for value in constants if isinstance(value, str) and value]
    for kinds in exchanged[:_MOST_CONSTANTS]:
        content = _filled(sample(slots, 3), **kinds)
        yield from (content, content | nothing_else)


def _filled(content: Any, **kinds: Any) -> Any:
    """A content with all texts, numbers or flags in it exchanged."""
    if isinstance(content, dict):
        return {name: _filled(value, **kinds) for name, value in content.items()}
    if isinstance(content, list):
        return [_filled(value, **kinds) for value in content]
    kind = {str: "text", int: "number", bool: "flag"}[type(content)]
    return kinds.get(kind, content)


def _scope_of(slots: Sequence[Slot]) -> dict[str, Meaning]:
    """The words that placeholders bring with them."""
    return {slot.name: Meaning(slot.kind, slot.inner) for slot in slots}


def _closest(word: str, known: Sequence[str]) -> str:
    """The word that was probably meant, or an empty text."""
    close = difflib.get_close_matches(word, known, n=1, cutoff=0.34)
    return close[0] if close else ""


def _check_printed(tree: nodes.Node, scope: Scope, problems: list[Problem]) -> None:
    """Checks what `{{ }}` prints: known, and neither a table nor a yes/no."""
    for output in tree.find_all(nodes.Output):
        for node in output.nodes:
            if not isinstance(node, nodes.TemplateData):
                meaning = _meaning_of(node, scope, problems)
                if meaning.kind in _KINDS or meaning.kind == "row":
                    what = _KINDS.get(meaning.kind, "一行")
                    problems.append(Problem("template-prints-table", {"name": _written(node), "what": what}))
                elif meaning.kind == "flag":
                    problems.append(Problem("template-prints-flag", {"name": _written(node)}))


def _check_loop(loop: nodes.For, scope: Scope, problems: list[Problem]) -> dict[str, Meaning]:
    """Checks a `for`; gives the words that it brings."""
    meaning = _meaning_of(loop.iter, scope, problems)
    if loop.test is not None:
        _meaning_of(loop.test, {**scope, **_targets(loop, meaning)}, problems)
    known = isinstance(loop.iter, nodes.Name | nodes.Getattr | nodes.Getitem)
    if meaning.kind not in ("rows", "texts", "any" if known else "rows"):
        problems.append(Problem("template-not-a-table", {"name": _written(loop.iter)}))
    return {**_targets(loop, meaning), "loop": Meaning("loop")}


def _targets(loop: nodes.For, meaning: Meaning) -> dict[str, Meaning]:
    if not isinstance(loop.target, nodes.Name):
        return {name.name: ANY for name in loop.target.find_all(nodes.Name)}
    inside = {"rows": Meaning("row", meaning.inner), "texts": Meaning("text")}
    return {loop.target.name: inside.get(meaning.kind, ANY)}


def _meaning_of(node: nodes.Node, scope: Scope, problems: list[Problem]) -> Meaning:
    """What an expression stands for; every unknown word in it is a problem."""
    if isinstance(node, nodes.Name):
        return _word(node, scope, problems)
    if isinstance(node, nodes.Getattr):
        return _member(_meaning_of(node.node, scope, problems), node, problems)
    if isinstance(node, nodes.Filter) and node.node is not None:
        inside = _meaning_of(node.node, scope, problems)
        for other in node.args:
            _meaning_of(other, scope, problems)
        if node.name in ("first", "last") and inside.kind == "rows":
            return Meaning("row", inside.inner)
        return Meaning("text")
    for child in node.iter_child_nodes():
        inside = _meaning_of(child, scope, problems)
        if isinstance(node, nodes.Getitem) and child is node.node and inside.kind != "texts":
            # Half a name; or another row's name beside this one's code, and nothing would be missing.
            problems.append(Problem("template-refused", {"what": f"{_written(child)}[…]"}))
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
    problems.append(_unknown(node.name, _closest(node.name, known)))
    return ANY


def _member(inside: Meaning, node: nodes.Getattr, problems: list[Problem]) -> Meaning:
    if inside.kind == "any" or node.attr.startswith("_"):
        return ANY
    known = _OF_LOOPS if inside.kind == "loop" else tuple(slot.name for slot in inside.inner)
    if inside.kind == "loop" and node.attr in known:
        return Meaning("number")
    for slot in inside.inner if inside.kind in ("row", "part") else ():
        if slot.name == node.attr:
            return Meaning(slot.kind, slot.inner)
    name = _written(node)
    guess = _closest(node.attr, known)
    problems.append(_unknown(name, f"{name[: -len(node.attr)]}{guess}" if guess else ""))
    return ANY


def _unknown(name: str, guess: str) -> Problem:
    if guess:
        return Problem("template-unknown-likely", {"name": name, "likely": guess})
    return Problem("template-unknown", {"name": name})


def _written(node: nodes.Node) -> str:
    """An expression about as it was written."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_written(node.node)}.{node.attr}"
    return "、".join(_written(child) for child in node.iter_child_nodes()) or "…"


def _words_in(tree: nodes.Node) -> Iterator[str]:
    """Every word of an expression."""
    return (name.name for name in tree.find_all(nodes.Name))
