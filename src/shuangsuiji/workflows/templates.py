"""An office's own templates: read beside the plan, checked, kept among the sources of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.findings import Finding, has_errors
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.files.archive import SOURCES, Archive, manifest_of
from shuangsuiji.files.disk import write_folder
from shuangsuiji.files.templates_folder import read_templates
from shuangsuiji.workflows.environment import FilePath

SUFFIX = ".docx"


@dataclass(frozen=True, kw_only=True)
class TemplateReport:
    """The templates of a folder, and what was found in them."""

    files: tuple[str, ...]
    findings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Whether the templates can be used."""
        return not has_errors(self.findings)


def own_templates(path: Path, plan: Plan) -> tuple[dict[str, bytes], list[Finding]]:
    """The templates that the plan at `path` names: path in the plan -> bytes, and the findings on them.

    Raises:
        FileTrouble: the folder is not there, or a file cannot be read.
    """
    if plan.templates is None:
        return {}, []
    folder = plan.templates.replace("\\", "/").rstrip("/")
    templates, findings = checked(path.parent / folder)
    return {f"{folder}/{name}": data for name, data in templates.items()}, findings


def checked(folder: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """The templates of a folder by file name, and every finding on them."""
    # The papers and jinja2 take their time to be imported; most plans name no templates.
    from shuangsuiji.documents.papers import forms
    from shuangsuiji.documents.templates.checking import check_all

    templates, findings = read_templates(folder)
    return templates, findings + check_all(templates, forms())


def templates_among(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The templates among the sources of a plan, by file name."""
    return {
        name.replace("\\", "/").rsplit("/", 1)[-1]: data
        for name, data in sources.items()
        if name.lower().endswith(SUFFIX)
    }


def templates_of(archive: Archive) -> dict[str, bytes]:
    """The templates that the papers of an archive were made from, by file name."""
    manifest = manifest_of(archive)
    if manifest is None:
        return {}
    stored = archive.part(SOURCES)
    return templates_among({path: stored[own] for path, own in manifest["sources"].items() if own in stored})


def check_templates(folder: FilePath) -> TemplateReport:
    """The findings on an office's own templates in a folder; bad ones are reported, not raised.

    Args:
        folder: that of the templates.

    Raises:
        FileTrouble: the folder is not there, or a file cannot be read.
    """
    templates, findings = checked(Path(folder))
    return TemplateReport(files=tuple(templates), findings=tuple(findings))


def export_templates(folder: FilePath) -> TemplateReport:
    """Writes the shipped templates and the list of their placeholders into a new folder.

    Args:
        folder: the new folder.

    Raises:
        FileTrouble: the folder is there already, with something in it, or cannot be written.
    """
    from shuangsuiji.documents.papers import EXPLANATION, explanation, forms
    from shuangsuiji.documents.templates.filling import shipped

    files = {form.file: shipped(form.file) for form in forms()}
    files[EXPLANATION] = explanation().encode("utf-8-sig")
    write_folder(Path(folder), files)
    return TemplateReport(files=tuple(files), findings=())
