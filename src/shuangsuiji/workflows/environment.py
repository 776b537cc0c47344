"""What a job takes from the machine where its caller gives nothing: the time and random bytes.

No other module of the package reads the clock or the system's randomness.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterable
from datetime import date, datetime
from os import PathLike

from shuangsuiji.core.beijing import beijing_day, in_beijing
from shuangsuiji.core.findings import error
from shuangsuiji.errors import BadUsage

FilePath = str | PathLike[str]
"""How a caller names a file or a folder."""

Entropy = Callable[[int], bytes]
"""Gives so many random bytes."""


def time_of(now: datetime | None) -> datetime:
    """The time that a job records.

    Args:
        now: kept with its offset; without one it is taken as Beijing time; None: the time now.
    """
    if now is None:
        return datetime.now().astimezone()
    return now if now.tzinfo else in_beijing(now)


def day_of(now: datetime | None) -> date:
    """The day in China at which a job is done; see `time_of`."""
    return beijing_day(time_of(now))


def listed(**lists: Iterable[object]) -> None:
    """A text where a list is meant would be taken letter by letter: 张三 as two witnesses.

    Args:
        lists: what the caller gave, by the names of the parameters.

    Raises:
        BadUsage: one of them is a text.
    """
    for name, value in lists.items():
        if isinstance(value, (str, bytes)):
            raise BadUsage(error("list-not-text", name=name, value=str(value)))


def random_bytes(entropy: Entropy | None) -> Entropy:
    """`entropy`, or the system's random bytes where there is none."""
    return secrets.token_bytes if entropy is None else entropy


def work_seconds() -> float:
    """Seconds of work that this process has done: how long a job takes, whatever else is running."""
    return time.process_time()
