"""What a letter says of its seed: an example for witnesses to reckon, and what stands against it (LAW-4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.findings import Finding, error, warning
from shuangsuiji.core.lottery.words import derive_key
from shuangsuiji.core.plans.seed_form import HEX, Seed, SeedKind
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.seeds.published import likely_public_before, public_before
from shuangsuiji.core.seeds.reading import bound_to_issues, same_issue
from shuangsuiji.core.seeds.seed import normal_seed
from shuangsuiji.core.seeds.words import example
from shuangsuiji.errors import BadInput

KEY_DIGITS = 16
"""So many digits of a key stand on papers, of 32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedExample:
    """Numbers written as a seed.

    Attributes:
        typed: as they were given, with their issue, in normal form; blank for invented ones.
        text: the seed text; blank where the plan does not say how one is written.
    """

    typed: str
    text: str

    def key(self, commit: str) -> str:
        """The first digits of the key that the commitment and this text give; blank without a text."""
        return key_digits(commit, self.text) if self.text else ""


def key_digits(commit: str, seed: str) -> str:
    """The first digits of the key, as papers show them."""
    return f"{derive_key(commit, seed):032x}"[:KEY_DIGITS]


def example_of(form: Seed, batch: str, typed: str) -> SeedExample:
    """The numbers of an earlier issue as an example, or invented ones where none are given.

    Args:
        form: 种子 of the plan.
        batch: the batch that is sealed.
        typed: numbers of an earlier issue, that issue before them; blank for invented ones.

    Raises:
        BadInput: the plan asks for no numbers; they are no numbers of it; or its issue is the agreed one.
    """
    if not norm(typed):
        return SeedExample(typed="", text=example(form))
    if not form.sources and form.count is None:
        raise BadInput(error("freeze-example-no-source"))
    text = normal_seed(typed, form.without_issues())
    named = bound_to_issues(form.without_issues(), typed)
    for agreed, given in zip(form.sources, named.sources, strict=True):
        for issue in given.issues(None):
            if any(same_issue(issue, other) for other in agreed.issues(batch)):
                raise BadInput(
                    error("freeze-example-agreed", type=agreed.type, issue=issue, unit=agreed.unit)
                )
    return SeedExample(typed=norm(typed), text=text)


def doubts_about(form: Seed, batch: str, sealed: datetime) -> list[Finding]:
    """Why a seed of this form can never be, or may not be, 先封存后公开 if it is sealed now; one reason."""
    source = source_text(form, batch)
    if form.source is None:
        return [warning("freeze-no-source")]
    if not form.sources or any(source.type == HEX for source in form.sources):
        return [warning("seed-untyped", source=source)]
    if not form.is_named(batch):
        return [warning("freeze-not-named", source=source)]
    if public_before(form, batch, sealed):
        return [warning("freeze-seed-public", source=source)]
    opens = likely_public_before(form, batch, sealed)
    if opens is not None:
        return [warning("freeze-seed-perhaps-public", source=source, opens=f"{opens:%Y-%m-%d %H:%M}")]
    return []


_DECIDED = re.compile(
    "|".join([*get_args(SeedKind), "顺延|延后|推迟|改期|延期|下一?[期轮次]|次日|重新封存|不抽|取消"])
)


def doubts_about_fallback(fallback: str) -> list[Finding]:
    """A warning where the way out that a letter names leaves the choice to somebody."""
    if not norm(fallback) or _DECIDED.search(norm(fallback)):
        return []
    return [warning("freeze-fallback-open", fallback=fallback)]
