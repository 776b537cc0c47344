"""What a sealed folder says of itself: the line that it keeps a copy of, and the keys of its manifest.

The digests of a rewritten ledger may fit any manifest; a key that no command writes, or an operator that the
copied line does not have, shows what was filled in afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.records.ledger import read_words
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.files.archive import (
    CORRECTIONS,
    LEDGER_LINES,
    LEDGER_WORDS,
    MANIFEST,
    NOTES,
    REQUESTS,
    RESULT_ENTRIES,
    SUBSTITUTIONS,
    FolderKind,
)
from shuangsuiji.workflows.auditing.steps import Details

_ALWAYS = {"scheme", "software", "ledger_head", "time", "operator", "reason", "files"}
_OF_DRAW = {"commit", "draw"}
_KEYS: Mapping[str, set[str]] = {
    SUBSTITUTIONS.prefix: _ALWAYS | _OF_DRAW | {"event", "result", "teams", "seed", "witnesses"},
    REQUESTS.prefix: _ALWAYS | {"request"},
    NOTES.prefix: _ALWAYS | _OF_DRAW | {"note", "specialists", "salt"},
    RESULT_ENTRIES.prefix: _ALWAYS | _OF_DRAW | {"entry", "result"},
    CORRECTIONS.prefix: _ALWAYS - {"scheme", "ledger_head"} | {"plan", "batch", "attempt", "number", "draw"},
}


def unknown_keys(kind: FolderKind, name: str, files: Mapping[str, bytes]) -> Details:
    """The keys of the manifest of a folder that no command writes, as details of an audit."""
    own = json.loads(files[MANIFEST])
    seed = own.get("seed") if isinstance(own.get("seed"), dict) else {}
    unknown = {*own.keys() - _KEYS[kind.prefix], *seed.keys() - SeedRecord.__annotations__.keys()}
    file = f"{name}/{MANIFEST}"
    return [("audit-manifest-key", {"file": file, "key": key}) for key in sorted(unknown)]


def fields_beside_line(
    files: Mapping[str, bytes], expected: Mapping[str, object], typed: Mapping[str, str]
) -> list[str]:
    """The fields in which the copied line of a folder says otherwise.

    Args:
        files: of the folder.
        expected: by key, what the line has to say.
        typed: the same of its private words, blank where they have none.
    """
    raw = files.get(LEDGER_LINES, b"").splitlines()
    line = json.loads(raw[0]) if raw else {}
    stored = files.get(LEDGER_WORDS, b"").rstrip(b"\n")
    words = read_words(stored) if sha256(stored) == line.get("words") else {}
    fields = [key for key, value in expected.items() if line.get(key) != value]
    return fields + [key for key, value in typed.items() if words.get(key, "") != value]
