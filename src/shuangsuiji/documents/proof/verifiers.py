"""The programs that go into every archive, so that anybody can check it without this package."""

from __future__ import annotations

from importlib import resources

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.documents.proof.verifier_page import verifier_page


def verifiers(dossier: Dossier) -> dict[str, bytes]:
    """File name -> bytes: the stand-alone program, and the page with this draw's public data."""
    program = (resources.files("shuangsuiji.documents.proof") / "verify_ssj.py").read_bytes()
    return {"verify_ssj.py": program.replace(b"\r\n", b"\n"), "复核.html": verifier_page(dossier)}
