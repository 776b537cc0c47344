"""The papers of a frozen batch: made when it is sealed, and again by an audit (LAW-4)."""

from __future__ import annotations

from shuangsuiji.core.records.chances import ChanceStatement
from shuangsuiji.core.records.dossier import FreezeManifest
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.documents.drawing.ceremony_sheets import CEREMONY_SHEETS, ceremony_ahead, ceremony_sheets
from shuangsuiji.documents.drawing.chances import CHANCES, chance_lines, chance_workbook
from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER, commitment_letter
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Templates


def frozen_papers(
    manifest: FreezeManifest,
    snapshot: Snapshot,
    chances: ChanceStatement,
    templates: Templates = NO_TEMPLATES,
) -> dict[str, bytes]:
    """Name -> bytes of the letter, the chances with names, and the sheets for the ceremony.

    Args:
        manifest: of the freeze.
        snapshot: what was sealed.
        chances: the statement about it.
        templates: an office's own.

    Raises:
        BadInput: an office's template cannot be filled in.
    """
    return {
        COMMITMENT_LETTER.file: commitment_letter(manifest, snapshot, chance_lines(chances), templates),
        CHANCES: chance_workbook(manifest, snapshot.pool, chances),
        CEREMONY_SHEETS: ceremony_sheets(ceremony_ahead(manifest, snapshot.pool.plan)),
    }
