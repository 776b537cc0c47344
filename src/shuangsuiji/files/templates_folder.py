"""An office's own templates: the .docx files of a folder, each looked at before anybody opens it.

Those that a plan names are kept among the sources of its archives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from shuangsuiji.core.findings import Finding, Place, error
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.archive import SOURCES, Archive, manifest_of
from shuangsuiji.files.disk import read_bytes, trouble_at
from shuangsuiji.files.readers.zip_parts import ZipParts

SUFFIX = ".docx"
MAX_PART = 20_000_000
"""Bytes of one part, inflated; a template with a large picture has about one million."""

_OUTSIDE = re.compile(rb"<Relationship\b[^>]*TargetMode\s*=\s*[\"']External[^>]*>")
_LINK = re.compile(rb"relationships/hyperlink[\"']")
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
        wrong = list(_dangers(data, Place(file=name)))
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
    """The templates that the papers of an archive were made from, by file name."""
    manifest = manifest_of(archive)
    if manifest is None:
        return {}
    stored = archive.part(SOURCES)
    return templates_among({path: stored[own] for path, own in manifest["sources"].items() if own in stored})


def _dangers(data: bytes, place: Place) -> Iterator[Finding]:
    """What no template may hold: damaged or huge parts, programs, files fetched from elsewhere, entities."""
    try:
        parts = ZipParts(data, place)
        read = {name: parts.whole(name, MAX_PART) for name in parts.names()}
    except BadInput:
        yield error("template-not-word", place)
        return
    names = [name.lower() for name in read]
    if "word/document.xml" not in names:
        yield error("template-not-word", place)
    if any("vbaproject" in name or "/embeddings/" in name or "activex" in name for name in names):
        yield error("template-program", place)
    for name, part in read.items():
        lower = name.lower()
        if lower.endswith((".xml", ".rels")) and b"<!DOCTYPE" in part[:2000]:
            yield error("template-not-word", place)
        if lower.endswith(".rels") and any(not _LINK.search(found) for found in _OUTSIDE.findall(part)):
            yield error("template-outside", place)
