"""What is wrong with an office's template, each finding at its paragraph, before anything is drawn.

1. Every tag is read alone: signs, grammar, what may not be used, words that the paper does not know.
2. `for` and `if` are closed in their order and on their own level (paragraph or row).
3. What the paper must not be without is there.
4. The template is filled in with invented content: two of everything, then none of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, warning
from shuangsuiji.documents.templates import names
from shuangsuiji.documents.templates.engine import REFUSED_WORDS, Environment, TooMuch, refusals
from shuangsuiji.documents.templates.forms import Form, Frame, sample
from shuangsuiji.documents.templates.names import Meaning, Problem
from shuangsuiji.documents.templates.paragraphs import Line, Tag, lines, revised
from shuangsuiji.documents.templates.filling import FAILURES, fill

_WORDS = ("for", "endfor", "if", "elif", "else", "endif", "colspan", "cellbg", "vm", "hm")
_FULL_WIDTH = re.compile("[｛｝]|[{｛]％|％[}｝]")
_SINGLE = re.compile(r"(?<!\{)\{\s*([^{}%#\s]+)\s*\}(?!\})")


def check_all(templates: Mapping[str, bytes], forms: Sequence[Form[Any]]) -> list[Finding]:
    """The findings on an office's templates; a file that no paper is made from is one."""
    known = {form.file: form for form in forms}
    found: list[Finding] = []
    for name, data in sorted(templates.items()):
        if name in known:
            found += check(known[name], data)
        else:
            likely, place = names.likely(name, list(known)), Place(file=name)
            found.append(
                error("template-unknown-file-likely", place, likely=likely)
                if likely
                else error("template-unknown-file", place)
            )
    return found


def check(form: Form[Any], data: bytes) -> list[Finding]:
    """The findings on one template."""
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
    if not has_errors(found):
        found += _tried(form, data)
    return found


class _Scan:
    """One pass over the paragraphs of a template, knowing which loops it is in."""

    def __init__(self, form: Form[Any]) -> None:
        self.form = form
        self.found: list[Finding] = []
        self._environment = Environment()
        self._open: list[tuple[str, Tag, Line]] = []
        self._scopes: list[dict[str, Meaning]] = [names.scope_of(form.slots)]
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
            names.printed(tree, self._scope(), problems)
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
        place, likely = self._place(line), names.likely(word, _WORDS)
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
            self._scopes[-1] = names.looped(loop, self._scope(), problems)
            self._say(problems, line)
        else:
            # Its words are unknown now; what stands inside cannot be judged.
            target = re.match(r"for\s+(\w+)", tag.words)
            self._scopes[-1] = {target.group(1): names.ANY} if target else {}

    def _condition(self, words: str, tag: Tag, line: Line) -> None:
        tree = self._read("{% " + words + " %}{% endif %}", tag, line)
        found = tree.find(nodes.If) if tree is not None else None
        if found is not None:
            problems: list[Problem] = []
            names.meaning_of(found.test, self._scope(), problems)
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
        self._used.update(names.used(tree))
        refused = [what for what, _ in refusals(tree, self._environment.filters)]
        for what in dict.fromkeys(refused):
            self.found.append(error("template-refused", place, what=what))
        return None if refused else tree

    def _say(self, problems: list[Problem], line: Line) -> None:
        for code, values in dict.fromkeys((p.code, tuple(p.values.items())) for p in problems):
            place = self._place(line)
            self.found.append(Finding(level=Level.ERROR, code=code, place=place, values=dict(values)))


def _tried(form: Form[Any], data: bytes) -> Iterator[Finding]:
    """Fills the template in, with two of everything and with nothing."""
    frame = Frame(title=form.file, created=datetime(1980, 1, 1))
    for count in (2, 0):
        try:
            fill(data, sample(form.slots, count), frame, strict=True)
        except TooMuch:
            yield error("template-endless", Place(file=form.file))
            return
        except FAILURES:
            yield error("template-cannot-fill", Place(file=form.file))
            return
