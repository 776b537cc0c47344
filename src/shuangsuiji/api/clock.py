"""The one place that reads the clock; every function of the API takes the time as an argument too."""

from __future__ import annotations

import time
from datetime import datetime
from os import PathLike

FilePath = str | PathLike[str]


def now() -> datetime:
    """The time now, with its offset."""
    return datetime.now().astimezone()


def seconds() -> float:
    """Seconds of work that this process has done: for how long something takes, whatever else is running."""
    return time.process_time()
