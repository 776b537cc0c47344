"""抽验: the sealed sample of a draw, written for a witness into 文书 of the archive (LAW-4).

Nothing of it is published, and no line of the ledger tells of it: the seed has chosen the rows once and for
all, so that they can be opened any time.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.records.sealed_sample import sample_file, sealed_sample
from shuangsuiji.core.records.slip import NotInTheTable
from shuangsuiji.documents.drawing.sealed_sample import (
    SAMPLE_FILE,
    SAMPLE_GUIDE,
    SAMPLE_SHEET,
    sample_guide,
    sample_sheet,
)
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import read_archive, write_papers
from shuangsuiji.workflows.auditing.audit import not_holding
from shuangsuiji.workflows.environment import FilePath

SAMPLE = "抽验"


@dataclass(frozen=True, kw_only=True)
class SampleReport:
    """The folder that was written, and the numbers of the objects in it, in the order chosen."""

    folder: Path
    numbers: tuple[int, ...]


def publish_sample(archive: FilePath) -> SampleReport:
    """Opens up to thirty rows that were not drawn, chosen by the seed, for a witness.

    Args:
        archive: its folder.

    Raises:
        BadInput: there is no archive, a platform drew, or a row's mark is not that of the sealed table.
        FileTrouble: the archive cannot be read, or the folder not be written.
    """
    stored = read_archive(Path(archive))
    if "platform" in stored.manifest:
        raise BadInput(error("platform-no-verify", Place(file=stored.folder.name)))
    try:
        sample = sealed_sample(stored.snapshot, stored.records(0).draw)
    except NotInTheTable:
        raise not_holding("publish-audit-failed", stored.folder) from None
    files = {
        SAMPLE_FILE: sample_file(sample),
        SAMPLE_SHEET: sample_sheet(stored.dossier(), sample),
        SAMPLE_GUIDE: sample_guide(),
    }
    folder = write_papers(stored.folder, SAMPLE, files)
    return SampleReport(folder=folder, numbers=tuple(row.number for row in sample.rows))
