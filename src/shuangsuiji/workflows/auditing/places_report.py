"""What an audit of all archives in some places says.

A statement has one of three words: it was computed again (算得), the ledger vouches for it (有台账为证), or
nothing does but the archive itself (只是自称).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.findings import Finding, Level, has_errors, note
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.statements import Basis, Statement


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedAttempt:
    """One attempt: a line 开始 of a ledger, whether the archive is there or not, or a claim of an archive.

    Attributes:
        ledger: whose line it is; None for what an archive alone claims, without a ledger that knows it.
        archive: which claims it; None for a line of a ledger.
        time: as it is on record.
    """

    ledger: Path | None
    archive: Path | None = None
    basis: Basis
    plan: str
    batch: str
    attempt: int
    time: str
    seed: str
    grade: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLedger:
    """A ledger whose chain holds: its file, the number of its lines, and the digest of the last one."""

    path: Path
    lines: int
    head: str


@dataclass(frozen=True, kw_only=True, repr=False)
class PlacesReport(Brief):
    """The archives that were found, in the order of their paths.

    Attributes:
        places: where they were looked for.
        audits: of every archive and frozen folder that could be read.
        statements: by the archive's folder, what it says.
        ledgers: those that could be read.
        attempts: of every ledger, in its order; then those that archives claim and no ledger knows.
        findings: what contradicts, what could not be read, and what the bureau has to be asked for, each at
            its archive or ledger.
        paper: 复核报告.docx, if it was wanted.
    """

    places: Sequence[Path]
    audits: Sequence[AuditReport]
    statements: Mapping[Path, Sequence[Statement]]
    ledgers: Sequence[AuditedLedger]
    attempts: Sequence[AuditedAttempt]
    findings: Sequence[Finding]
    paper: Path | None = None

    @property
    def passed(self) -> bool:
        """Whether nothing failed and nothing contradicts."""
        return all(report.passed for report in self.audits) and not has_errors(self.findings)

    @property
    def complete(self) -> bool:
        """Whether every archive is complete, and there is nothing to ask for."""
        left = any(finding.level is not Level.NOTE for finding in self.findings)
        return self.passed and all(report.complete for report in self.audits) and not left

    @property
    def conclusion(self) -> Finding:
        """The verdict in one sentence."""
        code = "audit-places-complete" if self.complete else "audit-places-open"
        return note(code if self.passed else "audit-places-failed", count=len(self.audits))
