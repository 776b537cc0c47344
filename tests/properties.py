"""How many examples a property is tried on: few every day, `FACTOR` times as many in `make soak`."""

from __future__ import annotations

import os
from typing import Any

from hypothesis import settings

FACTOR = int(os.environ.get("EXAMPLES_FACTOR", "1"))


def examples(count: int, **more: Any) -> settings:
    """The settings of a property: every day the same `count` examples, in the long run others each time."""
    everyday = FACTOR == 1
    return settings(max_examples=count * FACTOR, derandomize=everyday, deadline=None, **more)
