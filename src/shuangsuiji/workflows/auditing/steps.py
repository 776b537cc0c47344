"""The steps of an audit as values: how one ended, and what was compared or found."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shuangsuiji.core.lottery.columns import BadTable
from shuangsuiji.core.lottery.events import NothingChanges
from shuangsuiji.core.lottery.groups import CannotForm
from shuangsuiji.core.lottery.staffing import CannotDeal, CannotStaff
from shuangsuiji.core.plans.conditions import Uncomparable
from shuangsuiji.core.rules.quota import Unplaced

BROKEN = (
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    csv.Error,
    Unplaced,
    Uncomparable,
    BadTable,
    CannotStaff,
    CannotForm,
    CannotDeal,
    NothingChanges,
)
"""What reading and drawing raise when a tampered archive holds nonsense: the step has failed."""


class Verdict(StrEnum):
    """How a step ended."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


class About(StrEnum):
    """What a step speaks for: what is computed from the archive alone, the record, or neither."""

    CALCULATION = "calculation"
    RECORD = "record"
    ELSE = "else"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditStep:
    """One step: its number and name, how it ended, and what was compared or found, by message codes.

    Attributes:
        about: what it speaks for.
        absent: it was skipped because there is nothing of the kind, so that nothing is left unchecked.
    """

    number: int
    name: str
    verdict: Verdict
    details: tuple[tuple[str, Mapping[str, str | int]], ...]
    about: About = About.ELSE
    absent: bool = False


Details = list[tuple[str, dict[str, str | int]]]
"""Message codes with their values."""


class StepFailed(Exception):
    """A step that did not pass, with what is wrong."""

    def __init__(self, details: Details) -> None:
        super().__init__(details)
        self.details = details


class StepSkipped(Exception):
    """A step that could not be done, or not wholly, with why and with what was compared all the same."""

    absent = False

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.details: Details = [(code, values)]


class PartlyDone(StepSkipped):
    """A step of which a part was compared and a part was not, or need not be the same."""

    def __init__(self, details: Details) -> None:
        super().__init__("")
        self.details = details


class NothingThere(StepSkipped):
    """A step about something that this archive has not."""

    absent = True
