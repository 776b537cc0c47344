"""The columns of 年度评估.xlsx that show a share: of how many it is, and the rate as a formula."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from shuangsuiji.core.evaluation.statistics import Share
from shuangsuiji.documents.office.fields import Field
from shuangsuiji.documents.office.sheets import Quotient

Entry = TypeVar("Entry")


def share_fields(
    first: int, titles: tuple[str, str, str], share: Callable[[Entry], Share]
) -> tuple[Field[Entry], ...]:
    """Three columns for a share: its part, of how many, and the rate as a formula over these two.

    Args:
        first: the index of the first of them in the table.
        titles: their headings.
        share: of an entry.
    """
    part, of, rate = titles
    return (
        Field(part, lambda entry: share(entry).part, "number"),
        Field(of, lambda entry: share(entry).of, "number"),
        Field(rate, lambda entry: Quotient(first, first + 1, share(entry).rate), "percent"),
    )
