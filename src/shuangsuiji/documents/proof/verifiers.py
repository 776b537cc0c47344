"""The programs that go into every archive and package, so that anybody can check it without this product."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from shuangsuiji.core.dossier import Dossier, Manifest
from shuangsuiji.core.snapshot import Snapshot

PROGRAM = "verify_ssj.py"


def verifiers(dossier: Dossier) -> dict[str, bytes]:
    """File name -> bytes, for an archive: the stand-alone program."""
    return {PROGRAM: _program()}


def package_verifiers(files: Mapping[str, bytes], manifest: Manifest, snapshot: Snapshot) -> dict[str, bytes]:
    """File name -> bytes, for a public package."""
    return {PROGRAM: _program()}


def _program() -> bytes:
    program = (resources.files("shuangsuiji.documents.proof") / PROGRAM).read_bytes()
    return program.replace(b"\r\n", b"\n")
