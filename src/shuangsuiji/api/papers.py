"""Templates of papers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from shuangsuiji.api.clock import FilePath

if TYPE_CHECKING:
    from shuangsuiji.workflows.templates import TemplateReport


def export_templates(folder: FilePath) -> TemplateReport:
    """Writes the shipped templates and a list of their placeholders into a new folder."""
    from shuangsuiji.workflows.templates import export_templates as job

    return job(Path(folder))


def check_templates(folder: FilePath) -> TemplateReport:
    """The findings on an office's own templates; bad ones are reported, not raised."""
    from shuangsuiji.workflows.templates import check_templates as job

    return job(Path(folder))
