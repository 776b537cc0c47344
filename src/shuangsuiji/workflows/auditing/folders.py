"""What every audit of a sealed folder within an archive begins with: its files against its manifest."""

from __future__ import annotations

import json
from collections.abc import Mapping

from shuangsuiji.core.canonical import sha256
from shuangsuiji.files.archive import MANIFEST
from shuangsuiji.workflows.auditing.steps import BROKEN, Details


def file_problems(name: str, files: Mapping[str, bytes]) -> Details:
    """Files of the folder `name` that are missing, were changed, or do not belong."""
    if MANIFEST not in files:
        return [("audit-file-missing", {"file": f"{name}/{MANIFEST}"})]
    try:
        listed = dict(json.loads(files[MANIFEST])["files"])
    except BROKEN:
        return [("audit-file-changed", {"file": f"{name}/{MANIFEST}"})]
    wrong: Details = []
    for file in sorted(set(listed) | (set(files) - {MANIFEST})):
        code = "audit-file-changed"
        if file not in files:
            code = "audit-file-missing"
        elif file not in listed:
            code = "audit-file-extra"
        elif sha256(files[file]) == listed[file]:
            continue
        wrong.append((code, {"file": f"{name}/{file}"}))
    return wrong
