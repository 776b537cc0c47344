"""An office's own templates: the .docx files of a folder, each looked at before anybody opens it.

Those that a plan names are kept among the sources of its archives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.archive import SOURCES, Archive, manifest_of
from shuangsuiji.files.disk import read_bytes, trouble_at
from shuangsuiji.files.template_dangers import dangers

SUFFIX = ".docx"
_PASSED_OVER = re.compile(r"^(~\$|\.)|^(Thumbs\.db|desktop\.ini)$|\.(txt|md|pdf)$", re.IGNORECASE)


def read_templates(folder: Path) -> tuple[dict[str, bytes], list[Finding]]:
    """File name -> bytes of every template in a folder, by name; findings on files that cannot be one.

    Raises:
        FileTrouble: there is no such folder, or a file in it cannot be read.
    """
    if not folder.is_dir():
        raise FileTrouble(error("template-folder-missing", Place(file=str(folder))))
    with trouble_at(folder):
        names = sorted(path.name for path in folder.iterdir() if path.is_file())
    templates: dict[str, bytes] = {}
    findings: list[Finding] = []
    for name in names:
        if _PASSED_OVER.search(name):
            continue
        if not name.lower().endswith(SUFFIX):
            findings.append(error("template-not-docx", Place(file=name)))
            continue
        data = read_bytes(folder / name)
        wrong = list(dangers(data, Place(file=name)))
        findings += wrong
        if not wrong:
            templates[name] = data
    return templates, findings


def templates_among(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """The templates among the sources of a plan, by file name."""
    return {
        name.replace("\\", "/").rsplit("/", 1)[-1]: data
        for name, data in sources.items()
        if name.lower().endswith(SUFFIX)
    }


def templates_of(archive: Archive) -> dict[str, bytes]:
    """The templates that the papers of an archive were made from, by file name.

    Raises:
        BadInput: one of them holds what no template may hold: an archive may come from anywhere.
    """
    manifest = manifest_of(archive)
    if manifest is None:
        return {}
    stored = archive.part(SOURCES)
    kept = {path: stored[own] for path, own in manifest["sources"].items() if own in stored}
    templates = templates_among(kept)
    found = [finding for name, data in templates.items() for finding in dangers(data, Place(file=name))]
    if found:
        raise BadInput(*found)
    return templates
