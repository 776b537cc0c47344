"""What official papers share: the lines of a title, the body that signs."""

from __future__ import annotations

from collections.abc import Sequence

from shuangsuiji.documents.sheets import text_width

_TITLE_WIDTH = 38
"""How many half-width places a line of the title takes."""


def title_lines(bodies: Sequence[str]) -> tuple[str, ...]:
    """The issuing bodies as lines of a title: side by side where they fit."""
    line = "　".join(bodies)
    return (line,) if text_width(line) <= _TITLE_WIDTH else tuple(bodies)
