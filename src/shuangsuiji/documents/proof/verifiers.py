"""The programs that go into every archive, so that anybody can check it without this package."""

from __future__ import annotations

from importlib import resources

from shuangsuiji.core.dossier import Dossier


def verifiers(dossier: Dossier) -> dict[str, bytes]:
    """File name -> bytes: the stand-alone program."""
    program = (resources.files("shuangsuiji.documents.proof") / "verify_ssj.py").read_bytes()
    return {"verify_ssj.py": program.replace(b"\r\n", b"\n")}
