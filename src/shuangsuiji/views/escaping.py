"""Characters that would do something to a terminal, or to the order of what stands there, made visible.

A name in a registry or in a stranger's archive must not be able to move the cursor, clear a line, turn the
writing round, or begin a line of its own that says 复核通过.
"""

from __future__ import annotations

import re

_ACTIVE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_IN_JSON = re.compile("[\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_LINE_END = "⏎"


def visible(text: str, *, several_lines: bool = False) -> str:
    """A text in which such characters stand as ⟨U+202E⟩, and line ends as ⏎.

    Args:
        text: what is to be shown.
        several_lines: line ends are the program's own.
    """
    if not several_lines:
        text = text.replace("\r\n", _LINE_END).replace("\n", _LINE_END)
    return _ACTIVE.sub(_named, text)


def _named(match: re.Match[str]) -> str:
    return " " if match[0] == "\t" else f"⟨U+{ord(match[0]):04X}⟩"


def visible_json(text: str) -> str:
    """The text of a JSON value with such characters escaped as JSON escapes them."""
    return _IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
