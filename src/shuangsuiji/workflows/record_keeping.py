"""What every record says of its circumstances: versions of the software, and the warnings on the way."""

from __future__ import annotations

import platform
import unicodedata
from collections.abc import Sequence

import numpy as np

from shuangsuiji import __version__
from shuangsuiji.core.dossier import FindingRecord
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.messages import render

READER = "3"
"""The version of the reading of registries: it rises when the same file may be read differently."""


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
