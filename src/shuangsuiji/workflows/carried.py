"""The ledgers of earlier years that a ledger carries on (承接), as far as their folders lie at hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, note
from shuangsuiji.core.records.ledger import Event, LedgerLine
from shuangsuiji.files.ledger import LEDGER, Ledger


def carried_folder(folder: Path, line: LedgerLine) -> Path | None:
    """The folder of the ledger that a line 承接 names, where it lies beside this one's or above.

    Args:
        folder: of the ledger that has the line.
        line: the line.
    """
    own = folder.resolve()
    around = (parent / line.text("folder") / line.text("draws") for parent in own.parents)
    return next((one for one in around if (one / LEDGER).is_file() and one.resolve() != own), None)


def with_carried(
    ledger: Ledger, findings: list[Finding], seen: frozenset[Path] = frozenset()
) -> Iterator[tuple[Ledger, Sequence[LedgerLine]]]:
    """A ledger and those that it carries on with their lines, the oldest first, each once.

    Args:
        ledger: the newest.
        findings: takes a note of each earlier one that is not at hand.
        seen: the folders that carry this one on.

    Raises:
        Mismatch: the chain of one is broken.
        FileTrouble: one cannot be read.
    """
    own = ledger.folder.resolve()
    lines = ledger.read()
    for line in lines:
        if line.event != Event.CARRIED:
            continue
        earlier = carried_folder(own, line)
        if earlier is None:
            place = Place(file=str(ledger.path), line=line.number)
            findings.append(note("carried-missing", place, folder=line.text("folder")))
        elif earlier.resolve() not in seen:
            yield from with_carried(Ledger(earlier), findings, seen | {own})
    yield ledger, lines
