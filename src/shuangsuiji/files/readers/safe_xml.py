"""Expat with handlers by name of element, without document types and without endless depth."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.parsers import expat

from shuangsuiji.files.readers.sheet_scan import SheetTrouble

MAX_DEPTH = 256

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]


class SafeParser:
    """Calls the handler of each element that has one; whole subtrees can be left out.

    Names are written as "namespace local". Characters go to `text`, except inside what is left out.

    Args:
        starts, ends: handlers by name.
        skipped: elements to leave out with all that is in them: names, or namespaces ending with a blank.
        text: takes the characters.
        broken: the code of the refusal when the XML is damaged.
    """

    def __init__(
        self,
        starts: dict[str, Start],
        ends: dict[str, End],
        skipped: frozenset[str],
        text: Callable[[str], None],
        broken: str,
    ) -> None:
        self._starts = starts
        self._ends = ends
        self._skipped = skipped
        self._text = text
        self._broken = broken
        self._left_out = 0
        self._depth = 0

    def parse(self, pieces: Iterable[bytes]) -> None:
        """Parse UTF-8 in pieces, whatever encoding its declaration claims.

        Raises:
            SheetTrouble: damaged, hostile, or too deep.
        """
        parser = expat.ParserCreate("utf-8", " ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except expat.ExpatError:
            raise SheetTrouble(self._broken) from None

    def skip(self) -> None:
        """Leave out the element that is just starting; called by its handler."""
        self._left_out = 1

    def _start(self, name: str, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise SheetTrouble(self._broken)
        if self._left_out:
            self._left_out += 1
            return
        handler = self._starts.get(name)
        if handler is not None:
            handler(attributes)
        elif name in self._skipped or name[: name.find(" ") + 1] in self._skipped:
            self._left_out = 1

    def _end(self, name: str) -> None:
        self._depth -= 1
        if self._left_out:
            self._left_out -= 1
            return
        handler = self._ends.get(name)
        if handler is not None:
            handler()

    def _characters(self, text: str) -> None:
        if not self._left_out:
            self._text(text)


def _refuse_doctype(name: str, system: str | None, public: str | None, internal: int) -> None:
    raise SheetTrouble("book-doctype")
