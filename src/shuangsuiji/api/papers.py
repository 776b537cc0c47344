"""Templates of papers, and drafts for publication."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api import clock
from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.publishing.publish_drafts import DraftReport
    from shuangsuiji.workflows.templates import TemplateReport


def export_templates(folder: FilePath) -> TemplateReport:
    """Writes the shipped templates and a list of their placeholders into a new folder."""
    from shuangsuiji.workflows.templates import export_templates as job

    return job(Path(folder))


def check_templates(folder: FilePath) -> TemplateReport:
    """The findings on an office's own templates; bad ones are reported, not raised."""
    from shuangsuiji.workflows.templates import check_templates as job

    return job(Path(folder))


def is_verify(kind: str) -> bool:
    """Whether a word means the public package, which `publish` makes, and no draft."""
    from shuangsuiji.workflows.publishing.publish_drafts import VERIFY, kind_of

    return kind_of(kind) == VERIFY


def publish_draft(
    path: FilePath, kind: str, *, embargo_over: bool = False, now: datetime | None = None
) -> DraftReport:
    """Writes a draft for publication of a plan or an archive; see `workflows.publishing.publish_drafts`."""
    from shuangsuiji.workflows.publishing.publish_drafts import publish_draft as job

    return job(Path(path), kind, embargo_over=embargo_over, now=now or clock.now())
