"""An office's own templates: those of a folder checked, the shipped ones written into a new one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.findings import Finding, has_errors
from shuangsuiji.documents.papers import EXPLANATION, explanation, forms
from shuangsuiji.documents.templates.filling import shipped
from shuangsuiji.documents.templates.forms import Templates
from shuangsuiji.errors import BadInput
from shuangsuiji.files.disk import write_folder
from shuangsuiji.files.templates_folder import read_templates
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.load import checked


@dataclass(frozen=True, kw_only=True)
class TemplateReport:
    """The templates of a folder, and what was found in them."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the templates can be used."""
        return not has_errors(self.findings)


def check_templates(folder: FilePath) -> TemplateReport:
    """The findings on an office's own templates in a folder; bad ones are reported, not raised.

    Args:
        folder: that of the templates.

    Raises:
        FileTrouble: the folder is not there, or a file cannot be read.
    """
    templates, findings = _checked(folder)
    return TemplateReport(files=tuple(templates), findings=tuple(findings))


def usable_templates(folder: FilePath) -> Templates:
    """An office's own templates in a folder: file name -> bytes.

    Raises:
        BadInput: one of them has errors.
        FileTrouble: the folder is not there, or a file cannot be read.
    """
    templates, findings = _checked(folder)
    if has_errors(findings):
        raise BadInput(*findings)
    return templates


def _checked(folder: FilePath) -> tuple[dict[str, bytes], list[Finding]]:
    templates, findings = read_templates(Path(folder))
    return templates, [*findings, *checked(templates)]


def export_templates(folder: FilePath) -> TemplateReport:
    """Writes the shipped templates and the list of their placeholders into a new folder.

    Args:
        folder: the new folder.

    Raises:
        FileTrouble: the folder is there already, with something in it, or cannot be written.
    """
    files = {form.file: shipped(form.file) for form in forms()}
    files[EXPLANATION] = explanation().encode("utf-8-sig")
    write_folder(Path(folder), files)
    return TemplateReport(files=tuple(files), findings=())
