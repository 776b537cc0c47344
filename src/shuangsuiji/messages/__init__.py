"""Every Chinese text of a finding, by its code: what is wrong, and what to do about it.

Codes are stable: `--json` prints them and `docs/findings.md` lists them. The braces are filled from the
finding's values. The modules of this folder are the one place to look when a wording should be better.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.core.findings import Finding, Place
from shuangsuiji.messages import (
    audit,
    drawing,
    followup,
    planning,
    plans,
    platform,
    publication,
    reading,
    records,
    registries,
    registry_help,
    reporting,
    rules,
    templates,
)

TEXTS: dict[str, str] = {
    **reading.TEXTS,
    **plans.TEXTS,
    **planning.TEXTS,
    **platform.TEXTS,
    **registries.TEXTS,
    **registry_help.TEXTS,
    **rules.TEXTS,
    **drawing.TEXTS,
    **records.TEXTS,
    **followup.TEXTS,
    **reporting.TEXTS,
    **audit.TEXTS,
    **templates.TEXTS,
    **publication.TEXTS,
}


def render(finding: Finding) -> str:
    """The finding as one line of Chinese, its place first."""
    where = locate(finding.place)
    text = text_of(finding.code, finding.values)
    return f"{where}：{text}" if where else text


def text_of(code: str, values: Mapping[str, str | int]) -> str:
    """The text of a code with its values filled in."""
    return TEXTS[code].format_map(values)


def locate(place: Place) -> str:
    """The place as a reader finds it: `名录库.xlsx › 药店 › C17`, or `计划.yaml 第3行第5列`."""
    parts = [part for part in (place.file, place.sheet, place.cell) if part]
    where = " › ".join(parts)
    if place.line is not None:
        where += f" 第{place.line}行"
        if place.column is not None:
            where += f"第{place.column}列"
    return where.strip()
