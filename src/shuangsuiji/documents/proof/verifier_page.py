"""复核.html: one offline page that holds a draw's public files and computes it again in the browser.

The template `verifier.html` was written from docs/algorithm.md alone and shares nothing with this package but
its data. Scripts run only if their digest stands in the page's policy, so that no text of a registry can ever
become a program; it may not reach the network at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from functools import cache
from importlib import resources

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.core.record import record_bytes
from shuangsuiji.core.snapshot import COMMITMENT, PUBLIC_FILES

_TEMPLATE = "verifier.html"
_FACTS = (
    "scheme",
    "software",
    "plan",
    "plan_name",
    "batch",
    "attempt",
    "reason",
    "rehearsal",
    "seed",
    "commit",
    "draw",
    "time",
)
"""What the page says of the manifest. Operator, witnesses and recordings stay in the archive."""

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def verifier_page(dossier: Dossier) -> bytes:
    """The bytes of 复核.html, of the draw as it was made.

    Raises:
        ValueError: the dossier has events; its visits are no longer those of draw.json.
    """
    if dossier.events:
        raise ValueError("the page verifies draw.json, not the draw after its events")
    names = (COMMITMENT, *PUBLIC_FILES)
    data = {
        "facts": {name: dossier.manifest[name] for name in _FACTS},  # type: ignore[literal-required]
        "files": {name: dossier.snapshot.files[name].decode("utf-8") for name in names},
        "draw": record_bytes(dossier.draw).decode("utf-8"),
    }
    before, after = _template()
    return f"{before}{embedded(data)}{after}".encode()


def embedded(value: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.translate(_ESCAPES)


@cache
def _template() -> tuple[str, str]:
    """What stands before and after the data, with the policy filled in."""
    text = (resources.files("shuangsuiji.documents.proof") / _TEMPLATE).read_text(encoding="utf-8")
    text = text.replace("\r\n", "\n")
    scripts = re.findall(r"<script>(.*?)</script>", text, re.DOTALL)
    styles = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    policy = (
        f"default-src 'none'; script-src {_digests(scripts)}; style-src {_digests(styles)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    before, after = text.replace("@@POLICY@@", policy).split("@@DATA@@")
    return before, after


def _digests(texts: list[str]) -> str:
    """Sources of a policy: the SHA-256 of each inline element."""
    found = (base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in found)
