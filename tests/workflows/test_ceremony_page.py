"""抽取现场.html of a frozen batch: sealed with it, and held against what we ship."""

from __future__ import annotations

import json
from pathlib import Path

import shuangsuiji
from bureau import NOW, bureau
from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.workflows.auditing.steps import Verdict

PAGE = "抽取现场.html"


def verdict(frozen: Path) -> Verdict:
    return next(step.verdict for step in shuangsuiji.audit(frozen).steps if step.number == 20)


def test_the_page_is_sealed_with_the_batch(tmp_path: Path) -> None:
    frozen = shuangsuiji.freeze(bureau(tmp_path), now=NOW)
    manifest = json.loads((frozen.folder / "档案" / "manifest.json").read_bytes())
    assert manifest["files"][PAGE] == sha256((frozen.folder / "档案" / PAGE).read_bytes())
    assert verdict(frozen.folder) is Verdict.PASSED


def test_a_page_that_shows_something_else_is_named(tmp_path: Path) -> None:
    """Whoever exchanges the page and brings the manifest up to date is caught by the page itself."""
    frozen = shuangsuiji.freeze(bureau(tmp_path), now=NOW).folder / "档案"
    page = (frozen / PAGE).read_bytes().replace("回避，由后一名递补".encode(), "回避".encode())
    (frozen / PAGE).write_bytes(page)
    manifest = json.loads((frozen / "manifest.json").read_bytes())
    manifest["files"][PAGE] = sha256(page)
    (frozen / "manifest.json").write_bytes(canonical_json(manifest))
    assert verdict(frozen.parent) is Verdict.FAILED
