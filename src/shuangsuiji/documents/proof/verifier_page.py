"""复核.html: one offline page that holds a draw's files and computes it again in the browser.

The scripts in `page/` were written from docs/algorithm.md alone and share nothing with this package but its
data. Scripts run only if their digest stands in the page's policy, so that no text of a file or label can
ever become a program; the page may not reach the network at all.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib import resources

SCRIPTS = (
    *("base", "tables", "objects", "assignment", "teams", "groups", "events"),
    *("compare", "check_sealed", "check_draw", "check_events", "check_ledger", "verify"),
    *("view", "lookup", "lists", "main"),
)
"""Parts of the page's script in the order in which they are joined; those up to `verify` run in node too."""
CEREMONY_SCRIPTS = (
    "base",
    "tables",
    "objects",
    "assignment",
    "teams",
    "groups",
    "compare",
    "view",
    "ceremony",
)
"""The same of 抽取现场.html: what draws, and what shows it."""

_ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}


def verifier_page(files: Mapping[str, bytes], words: Mapping[str, object]) -> bytes:
    """The bytes of 复核.html with these files and labels; the same input gives the same bytes.

    `files` are those of a public package or an archive, by name or path: `commitment.json`, `frame.json`,
    `objects.csv`, `sites.csv`, `people.csv`, `draw.json`, `teams.json`, `seed.json`, `ledger.jsonl`, and of
    each event `request.json`, `event.json` and `event-teams.json`, in a folder `递补-001`
    or, since they hold the number
    of their event, under any unique path. Files of other names are embedded but not used. Whatever is missing
    is said to be unchecked. Without files the page asks for some.

    `words` are labels, a JSON value. All are optional, untrusted and shown as plain text: a label of a wrong
    type or a list of a wrong length is left out. Lists follow the numbers of the lottery, number 1 first.

    - `title`: heading of the page; `plan_name`: name of the plan, for the heading if there is no title
    - `notice`: a line on top, such as 演练，不作为抽查依据
    - `tasks`: [{"number", "name"}]; `strata`: [{"district", "name"}]; `seats`: [{"name"}]
    - `events`: [{"reason"}], of event 1 first
    - `objects`, `people`: [name], or null if names are not public
    - `object_ids`: [id], to look an object up by, or null; `id_name`: what ids are called, such as 定点编码
    - `seed`: {"source", "issue", "form", "announced"}: where the seed came from, its number there, how it is
      written, when it was public; what is missing here is taken from `seed.json`, if that has it
    - `ledger`: {"sealed", "line", "head"}: when the tables were sealed, the line of the ledger that says so
      and the digest of that line
    """
    return _filled(_template("page", SCRIPTS), files, words)


def ceremony_page(files: Mapping[str, bytes], words: Mapping[str, object]) -> bytes:
    """The bytes of 抽取现场.html: the draw of a sealed batch for a room, computed from the seed typed there.

    Args:
        files: `commitment.json` and the four tables.
        words: labels as of `verifier_page`, and `seed_parts`: of each part of the seed {"name", "count",
            "low", "high", "balls"} or {"hex": digits}; without any every text is a seed.
    """
    return _filled(_template("ceremony", CEREMONY_SCRIPTS), files, words)


def _filled(template: tuple[str, str], files: Mapping[str, bytes], words: Mapping[str, object]) -> bytes:
    data = {"files": {name: _content(files[name]) for name in files}, "words": dict(words)}
    before, after = template
    return f"{before}{embedded(data)}{after}".encode()


def embedded(value: object) -> str:
    """JSON that can stand in a script element: nothing in it ends the element or opens a comment."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.translate(_ESCAPES).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def _content(data: bytes) -> str | dict[str, str]:
    """The text of a file, or its bytes in Base64 if it has none."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode("ascii")}


@cache
def _template(page: str, scripts: tuple[str, ...]) -> tuple[str, str]:
    """What stands before and after the data, with styles, scripts and the policy filled in."""
    style = _part(f"{page}.css")
    script = "".join(_part(f"{name}.js") for name in scripts)
    policy = (
        f"default-src 'none'; script-src {_digest(script)}; style-src {_digest(style)}; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )
    text = _part(f"{page}.html").replace("@@POLICY@@", policy)
    text = text.replace("\n@@STYLE@@\n", style).replace("\n@@SCRIPT@@\n", script)
    before, after = text.split("@@DATA@@")
    return before, after


def _part(name: str) -> str:
    """A file of the folder `page`, with the line ends of the repository."""
    text = (resources.files("shuangsuiji.documents.proof") / "page" / name).read_text(encoding="utf-8")
    return text.replace("\r\n", "\n")


def _digest(text: str) -> str:
    """Source of a policy: the SHA-256 of an inline element."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
