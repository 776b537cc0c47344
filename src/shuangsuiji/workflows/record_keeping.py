"""What every record says of its circumstances: versions of the software, and the warnings on the way.

And what stands in the way of a new one.
"""

from __future__ import annotations

import platform
import re
import unicodedata
from collections.abc import Sequence

import numpy as np

from shuangsuiji import __version__
from shuangsuiji.core.findings import Finding, Level, error
from shuangsuiji.core.records.dossier import FindingRecord
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.archive import MANIFEST, SEALED
from shuangsuiji.files.disk import trouble_at
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.messages import render

READER = "4"
"""The version of the reading of registries: it rises when the same file may be read differently."""

REHEARSED = re.compile(r"-演练[0-9]+$")


def software() -> dict[str, str]:
    """The versions that a reader of the archive may want to know one day."""
    return {
        "shuangsuiji": __version__,
        "reader": READER,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "unicode": unicodedata.unidata_version,
    }


def recorded(findings: Sequence[Finding]) -> list[FindingRecord]:
    """The warnings that the work went on with, as they were shown."""
    return [
        FindingRecord(level=finding.level.value, code=finding.code, message=render(finding))
        for finding in findings
        if finding.level is not Level.NOTE
    ]


def refuse_unrecorded(ledger: Ledger, lines: Sequence[LedgerLine]) -> None:
    """An archive that the ledger does not know may be a draw whose line was taken away (LAW-5).

    Raises:
        FileTrouble: there is one.
    """
    known = {line.text("archive") for line in lines}
    with trouble_at(ledger.folder):
        folders = sorted(
            path.name for path in ledger.folder.iterdir() if (path / SEALED / MANIFEST).is_file()
        )
    for name in folders:
        if name not in known and not REHEARSED.search(name):
            raise FileTrouble(error("archive-exists", archive=name))
