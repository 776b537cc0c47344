"""The errors that a user may meet. Each knows its findings and the exit status of the command."""

from __future__ import annotations

from enum import IntEnum

from shuangsuiji.core.findings import Finding
from shuangsuiji.messages import render


class ExitStatus(IntEnum):
    """How a command ended, whichever it was; `docs/scripting.zh.md` explains each."""

    DONE = 0
    BAD_INPUT = 1
    USAGE = 2
    FILES = 3
    INTERNAL = 4
    INCOMPLETE = 5
    MISMATCH = 6
    UNREADABLE = 7
    OVERDUE = 8
    INTERRUPTED = 130


class SsjError(Exception):
    """Something the user has to know: carries findings, never a bare text.

    The command line prints the findings and exits with `exit_status`; `str()` gives the same texts.
    """

    exit_status = ExitStatus.BAD_INPUT

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(render(finding) for finding in self.findings)


class BadInput(SsjError):
    """Plan, registries or archive do not allow the work; nothing has been written."""


class Mismatch(BadInput):
    """What is on record contradicts itself: an archive or a ledger was tampered with; nothing was written."""

    exit_status = ExitStatus.MISMATCH


class UnreadableArchive(BadInput):
    """What was given is no archive or ledger, or one that cannot be understood."""

    exit_status = ExitStatus.UNREADABLE


class AlreadyDone(BadInput):
    """What was asked for is on record, or in a file, already; nothing has been written."""

    exit_status = ExitStatus.DONE


class BadUsage(SsjError):
    """The command was called in a way that cannot be served."""

    exit_status = ExitStatus.USAGE


class FileTrouble(SsjError):
    """A file or folder could not be read or written."""

    exit_status = ExitStatus.FILES
