"""The errors that a user may meet. Each knows its findings and the exit status of the command."""

from __future__ import annotations

from shuangsuiji.core.findings import Finding
from shuangsuiji.messages import render


class SsjError(Exception):
    """Something the user has to know: carries findings, never a bare text.

    The command line prints the findings and exits with `exit_status`; `str()` gives the same texts.
    """

    exit_status = 1

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*findings)
        self.findings = findings

    def __str__(self) -> str:
        return "\n".join(render(finding) for finding in self.findings)


class BadInput(SsjError):
    """Plan, registries or archive do not allow the work; nothing has been written."""


class AlreadyDone(BadInput):
    """What was asked for is on record, or in a file, already; nothing has been written."""

    exit_status = 0


class BadUsage(SsjError):
    """The command was called in a way that cannot be served."""

    exit_status = 2


class FileTrouble(SsjError):
    """A file or folder could not be read or written."""

    exit_status = 3
