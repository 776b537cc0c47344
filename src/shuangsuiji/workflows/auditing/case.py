"""An archive under audit: what lies in it, what was brought along, and the ledger beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import cast

from shuangsuiji.core.lottery.teams.staffing import Progress
from shuangsuiji.core.records.dossier import FreezeManifest, Manifest
from shuangsuiji.core.records.ledger import LedgerLine, drawn_line, frozen_lines
from shuangsuiji.core.seeds.seed import REHEARSAL
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import LEDGER_LINES, Archive, manifest_of
from shuangsuiji.files.ledger import SECRET, WORDS, Ledger
from shuangsuiji.workflows.auditing.steps import Details, NothingThere, StepFailed, StepSkipped
from shuangsuiji.workflows.auditing.walk import Deviation, Subject, walk_draw, walk_frozen


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an auditor brings along: seed and commitment as they were published, files by their paths."""

    seed: str | None = None
    commit: str | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


class AuditCase:
    """One archive under audit; nothing that it gives has been checked unless it says so."""

    def __init__(self, archive: Archive, held: Held, progress: Progress | None) -> None:
        self.archive, self.held, self.progress = archive, held, progress
        self.stored_manifest = manifest_of(archive)

    @property
    def manifest(self) -> Manifest:
        """The manifest of a draw.

        Raises:
            StepFailed: there is none.
        """
        if self.stored_manifest is None:
            raise StepFailed([("audit-no-manifest", {})])
        return self.stored_manifest

    @property
    def frozen_manifest(self) -> FreezeManifest:
        """The manifest of a frozen batch; see `manifest`."""
        return cast(FreezeManifest, self.manifest)

    @property
    def is_frozen(self) -> bool:
        """Whether the folder is that of a frozen batch; by its name, where its manifest does not tell."""
        if self.stored_manifest is None:
            return self.archive.folder.resolve().name.startswith("封存-")
        return "attempt" not in self.stored_manifest and "number" in self.stored_manifest

    @property
    def draws(self) -> Path:
        """The folder of draws that the archive lies in."""
        return self.archive.folder.resolve().parent

    @property
    def books(self) -> Ledger:
        """The ledger beside the archive, be it there or not."""
        return Ledger(self.draws)

    @cached_property
    def _lines(self) -> list[LedgerLine] | StepFailed | StepSkipped:
        books = self.books
        if not books.path.exists():
            left = [name for name in (WORDS, SECRET) if (books.folder / name).exists()]
            if left:
                return StepFailed([("audit-ledger-gone", {"file": books.path.name, "left": "、".join(left)})])
            return StepSkipped("audit-no-ledger")
        try:
            return books.read()
        except BadInput as broken:
            finding = broken.findings[0]
            first, last = finding.place.line or 1, int(finding.values.get("last", 0))
            which = f"{first}" if last in (0, first) else f"{first}—{last}"
            return StepFailed([("audit-ledger-broken", {"file": books.path.name, "lines": which})])

    @property
    def lines(self) -> list[LedgerLine]:
        """The lines of the ledger beside the archive, its chain checked.

        Raises:
            StepFailed: the chain is broken, or the ledger was taken away.
            StepSkipped: there is none.
        """
        if isinstance(self._lines, Exception):
            raise self._lines
        return self._lines

    @property
    def lines_if_whole(self) -> list[LedgerLine] | None:
        """The same, None where there are none to be used."""
        return None if isinstance(self._lines, Exception) else self._lines

    @property
    def own_line(self) -> LedgerLine | None:
        """The line of the ledger that vouches for the archive: 抽取, or 封存 of a frozen batch."""
        lines, manifest = self.lines_if_whole, self.stored_manifest
        if lines is None or manifest is None or not {"plan", "batch"} <= manifest.keys():
            return None
        if self.is_frozen:
            return self._line_of_freeze(lines)
        return drawn_line(lines, str(manifest["plan"]), str(manifest["batch"]), manifest.get("attempt", 0))

    def _line_of_freeze(self, lines: list[LedgerLine]) -> LedgerLine | None:
        manifest = self.frozen_manifest
        sealed = frozen_lines(lines, str(manifest["plan"]), str(manifest["batch"]))
        return next((line for line in sealed if line.data.get("number") == manifest.get("number")), None)

    @cached_property
    def _walked(self) -> list[Deviation]:
        line = self.own_line
        if self.is_frozen:
            return walk_frozen(self.archive, line)
        return walk_draw(self.archive, line, self.lines_if_whole or ())

    def differences(self, *subjects: Subject, by_ledger: bool) -> Details:
        """What the walk found about these subjects.

        Args:
            subjects: what the differences are about.
            by_ledger: those that the ledger shows; otherwise those that manifests show.
        """
        return [
            one.detail for one in self._walked if one.subject in subjects and one.fault.by_ledger == by_ledger
        ]

    def recorded(self) -> LedgerLine:
        """The line that vouches for the archive, for steps that hold more than the draw against it.

        Raises:
            StepSkipped: it is called a rehearsal; there is no ledger, or it did not pass its own step.
        """
        if not self.is_frozen and self.manifest["rehearsal"]:
            raise NothingThere("audit-rehearsal")
        if isinstance(self._lines, StepSkipped):
            raise self._lines
        line = self.own_line
        if line is None:
            raise StepSkipped("audit-ledger-unusable")
        return line

    def refuse_rehearsal(self) -> None:
        """A rehearsal has no ledger lines; calling a draw one afterwards must not spare it the ledger.

        Raises:
            StepFailed: it is a draw.
            StepSkipped: it is a rehearsal.
        """
        manifest = self.manifest
        if self.is_frozen or not manifest["rehearsal"]:
            return
        real = manifest["attempt"] or self.archive.sealed[LEDGER_LINES]
        if real or manifest["seed"]["grade"] != REHEARSAL:
            raise StepFailed([("audit-false-rehearsal", {})])
        raise NothingThere("audit-rehearsal")
