"""What somebody may do to a folder of draws, file by file, and whether audit and `ledger verify` tell it."""

from __future__ import annotations

import contextlib
import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import shuangsuiji
from shuangsuiji.core.findings import Level
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import DRAW, PACKAGE, PAPERS, SEALED
from shuangsuiji.files.ledger import LOCK
from shuangsuiji.messages import render, text_of
from shuangsuiji.workflows.auditing.steps import Verdict

NOT_PAPERS = [number for number in range(1, 21) if number != 10]
"""The steps of the audit of a draw but the one about papers, which nothing binds and which takes longest."""
LEDGER_ENDS = ("台账.jsonl", "台账-内部.jsonl", "密签.txt")


@dataclass(frozen=True)
class Deed:
    """One thing done to a folder of draws.

    Attributes:
        kind: 改 (a byte changed), 删 (deleted) or 换名 (renamed).
        path: the file or folder, from the folder of draws.
        place: which byte, of a change.
    """

    kind: str
    path: str
    place: int = 0

    @property
    def group(self) -> str:
        """What kind of file it was done to."""
        parts = self.path.split("/")
        if len(parts) == 1:
            return parts[0] if "." in parts[0] else "整个文件夹"
        if parts[1] == PAPERS:
            return PACKAGE
        later = [part for part in parts[1:] if part[:2] in ("递补", "申请", "选派", "结果", "更正")]
        return later[0][:2] if later else ("封存" if parts[0].startswith("封存") else "抽取")


def bound_files(draws: Path) -> list[str]:
    """Every file that the record binds: all but working papers and the lock."""
    names = (path.relative_to(draws).as_posix() for path in sorted(draws.rglob("*")) if path.is_file())
    return [name for name in names if name != LOCK and (f"/{PAPERS}/" not in name or f"/{PACKAGE}/" in name)]


def bound_folders(draws: Path) -> list[str]:
    """Every folder of the record, archives among them."""
    found: set[str] = set()
    for name in bound_files(draws):
        parts = name.split("/")
        found |= {"/".join(parts[:end]) for end in range(1, len(parts))}
    return sorted(found)


def deeds(draws: Path, dice: random.Random, flips: int) -> Iterator[Deed]:
    """Bytes changed, the first and the last of each file among them, and all deletions and renamings."""
    for name in bound_files(draws):
        size = (draws / name).stat().st_size
        ends = {0, size - 1} if size else set()
        for place in sorted(ends | {dice.randrange(size) for _ in range(flips if size else 0)}):
            yield Deed("改", name, place)
        yield from (Deed("删", name), Deed("换名", name))
    for name in bound_folders(draws):
        yield from (Deed("删", name), Deed("换名", name))


@contextlib.contextmanager
def done(draws: Path, deed: Deed, bit: int) -> Iterator[None]:
    """The deed, undone afterwards."""
    path = draws / deed.path
    if deed.kind == "改":
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[deed.place] ^= 1 << bit
        path.write_bytes(changed)
        yield
        path.write_bytes(whole)
    else:
        away = draws.parent / "别处" if deed.kind == "删" else path.with_name(renamed(path.name))
        shutil.move(path, away)
        yield
        shutil.move(away, path)


def renamed(name: str) -> str:
    """Another name that looks as if it belonged there: a later number, or one letter more."""
    if name[-3:].isdigit():
        return f"{name[:-1]}9"
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}x{dot}{suffix}" if dot else f"{name}x"


def told_by_audit(archive: Path) -> list[str]:
    """What an audit says that is not right or not checked."""
    steps = NOT_PAPERS if (archive / SEALED / DRAW).is_file() else []
    try:
        report = shuangsuiji.audit(archive, steps=steps)
    except SsjError as problem:
        return [render(finding) for finding in problem.findings]
    lines = []
    for step in report.steps:
        notes = step.verdict is Verdict.PASSED
        for code, values in step.details:
            text = text_of(code, values)
            if not notes or text.startswith("注意") or "没有核对" in text:
                lines.append(text)
    return lines


def told_by_verify(draws: Path) -> list[str]:
    """What `ledger verify` finds, without what it only notes."""
    try:
        found = shuangsuiji.ledger(draws, verify=True).findings
    except SsjError as problem:
        found = problem.findings
    return [render(finding) for finding in found if finding.level is not Level.NOTE]


def audited(draws: Path, deed: Deed) -> list[Path]:
    """The folders whose audit has to tell of a deed: the one it was done in; every draw for the ledger."""
    top = draws / deed.path.split("/")[0]
    if deed.path in LEDGER_ENDS:
        return [path for path in sorted(draws.iterdir()) if path.is_dir() and path.name[:2] != "封存"][:1]
    if deed.kind == "换名" and "/" not in deed.path:
        return [draws / renamed(deed.path)]
    return [top]


def names_of(deed: Deed) -> list[str]:
    """By which names the deed may be told: the file, or the folder or archive that holds it."""
    name = deed.path.split("/")[-1]
    if "/" not in deed.path:
        return [name]
    inner = deed.path.split("/", 2)[-1] if "/档案/" in deed.path else deed.path.split("/", 1)[1]
    return [inner, name]


def missed(draws: Path, deed: Deed, bit: int, quiet: Callable[[Path], list[str]]) -> dict[str, str]:
    """Which command does not tell of a deed, and what it said instead.

    Args:
        draws: the folder of draws.
        deed: what is done.
        bit: which bit of the byte.
        quiet: what an audit of a folder says when nothing was done.
    """
    wrong: dict[str, str] = {}
    with done(draws, deed, bit):
        said = told_by_verify(draws)
        if not any(name in text for text in said for name in names_of(deed)):
            wrong["ledger verify"] = " | ".join(said)
        for archive in audited(draws, deed):
            said = [text for text in told_by_audit(archive) if text not in quiet(archive)]
            if not any(name in text for text in said for name in names_of(deed)):
                wrong["audit"] = " | ".join(said)
    return wrong
