"""The sealed sample: objects not drawn that a witness may see opened (docs/algorithm.md, section 11)."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from .words import Key, Purpose, words

MOST_SAMPLED = 30
"""One wrong row in ten escapes thirty of them with a chance of 0.9 to the power of 30, 4 %."""


def sampled(key: Key, size: int, visited: Collection[int]) -> tuple[int, ...]:
    """The numbers of the sample, in the order in which they come.

    Args:
        key: of the draw.
        size: how many objects there are.
        visited: the numbers that have a visit in draw.json.
    """
    own = words(key, Purpose.SEALED_SAMPLE, 0, size)
    order = np.argsort(own, kind="stable") + 1
    left = order[~np.isin(order, np.fromiter(visited, dtype=np.int64, count=len(visited)))]
    return tuple(left[:MOST_SAMPLED].tolist())
