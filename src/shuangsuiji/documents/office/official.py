"""What official papers share: the lines of a title, and the masks of what is public."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shuangsuiji.core.publicity import Masks, masks_of, secret_numbers
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.documents.office.sheets import text_width

_TITLE_WIDTH = 38
"""How many half-width places a line of the title takes."""


def title_lines(bodies: Sequence[str]) -> tuple[str, ...]:
    """The issuing bodies as lines of a title: side by side where they fit."""
    line = "　".join(bodies)
    return (line,) if text_width(line) <= _TITLE_WIDTH else tuple(bodies)


def masks_for(dossier: Dossier) -> Masks:
    """The masks of a draw's papers: the plan's, and every phone and ID number of its registries (LZ-10)."""
    secrets = secret_numbers(dossier.pool.columns)
    for records in (dossier.private_objects, dossier.private_people):
        secrets |= secret_numbers(_columns(records))
    return masks_of(dossier.pool.plan, secrets)


def _columns(records: Mapping[str, Mapping[str, str]]) -> dict[str, list[str]]:
    names = next(iter(records.values()), {})
    return {name: [record[name] for record in records.values()] for name in names}


def trader_facts(dossier: Dossier, number: int) -> tuple[str, str]:
    """The credit code and the kind of an object, by which a sole trader is known."""
    kinds = (dossier.object_cell(number, column) for column in ("主体类型", "市场主体类型", "企业类型"))
    return dossier.object_cell(number, "统一社会信用代码"), next(filter(None, kinds), "")
