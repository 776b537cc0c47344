"""文书/ holds the papers that are valid now: what replaces them goes in their place, they go to 旧稿/.

A paper that people have edited is moved as it is. One that is open in an office program stays where it
is, the new one is written beside it, and both are named. Nothing is ever deleted. 旧稿/作废清单.txt lists
what was moved, when and why; 旧稿/现行.json says of which state of the record the papers are, so that a run
that was cut short is made good by the next one (decision 0011).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.findings import Finding, Place, note, warning
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.disk import read_bytes, replace_file, trouble_at

OLD = "旧稿"
VOID_LIST = "作废清单.txt"
STATE = "现行.json"
_VOID = "作废-"
_CURRENT = "-现行"
_LIST_HEAD = "作废的文书，按时间先后。作废的是整个文件：其中没有变动的各户，已经送达、填写的仍然有效。"
_OPEN_MARKS = (".~{name}", "~${name}", "~${rest}", ".~lock.{name}#")
"""The files by which WPS, Word and LibreOffice show that they have a document open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersState:
    """Up to where in the record the papers of a folder go.

    Attributes:
        events: numbers of the events that they know, notes below 0.
        corrections: how many corrections.
        cancelled: whether they are those of a cancelled draw.
    """

    events: frozenset[int] = frozenset()
    corrections: int = 0
    cancelled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPapers:
    """What became of 文书/: paths inside it, in order.

    Attributes:
        written: papers that are new, or replace one.
        moved: those that went to 旧稿.
        edited: which of those people had changed.
        left_open: those that are void but stay, because they are open elsewhere.
    """

    written: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    edited: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()

    def findings(self, folder: Path) -> Iterator[Finding]:
        """What has to be said of it; `folder` is 文书."""
        for name in self.left_open:
            yield warning("paper-left-open", Place(file=str(folder / name)), new=_beside(name))
        for name in self.edited:
            yield note("paper-edited-moved", Place(file=str(folder / name)))


def read_state(papers: Path) -> PapersState:
    """The state that 旧稿/现行.json names; that of the draw where there is none or it is damaged."""
    try:
        said = json.loads((papers / OLD / STATE).read_bytes())
        return PapersState(
            events=frozenset(map(int, said["events"])),
            corrections=int(said["corrections"]),
            cancelled=bool(said["cancelled"]),
        )
    except (OSError, ValueError, LookupError, TypeError):
        return PapersState()


def replace_papers(
    papers: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    *,
    step: str,
    told: str,
    state: PapersState,
) -> PlacedPapers:
    """Puts the papers of a new state of the record in place of those of an older one.

    Papers that both have alike are left as they are, whatever people made of them.

    Args:
        papers: the folder 文书.
        before: path inside it -> bytes, as the program made them of the older state.
        after: the same of the new one.
        step: what the folder in 旧稿 is named after, such as 递补-001.
        told: what the list says: when and why.
        state: of the record, that of `after`.

    Raises:
        FileTrouble: the disk refuses; what is done by then stays, and the next run goes on with it.
    """
    job = _Replacing(papers, papers / OLD / f"{step}以前")
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            job.replace(name, before.get(name), after.get(name))
    if job.lines:
        _add_to_list(papers / OLD / VOID_LIST, told, job.lines)
    _write_state(papers / OLD / STATE, state)
    return PlacedPapers(
        written=tuple(job.written),
        moved=tuple(job.moved),
        edited=tuple(job.edited),
        left_open=tuple(job.left_open),
    )


@dataclass
class _Replacing:
    papers: Path
    old: Path
    lines: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    edited: list[str] = field(default_factory=list)
    left_open: list[str] = field(default_factory=list)

    def replace(self, name: str, old: bytes | None, new: bytes | None) -> None:
        target = self.papers / name
        for path in (target, target.with_name(_beside(target.name))):
            if path.is_file() and read_bytes(path) == new:
                return  # a run that was cut short has written it already
        self._retire(target.with_name(_beside(target.name)), name, None)
        free = self._retire(target, name, old)
        if new is None:
            return
        place = target if free else target.with_name(_beside(target.name))
        with trouble_at(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, new)
        self.written.append(place.relative_to(self.papers).as_posix())

    def _retire(self, path: Path, name: str, made: bytes | None) -> bool:
        """Moves a void paper to 旧稿; False where it is open elsewhere and stays."""
        if not path.is_file():
            return True
        edited = made is not None and read_bytes(path) != made
        target = _free(self.old / Path(name).parent / f"{_VOID}{path.name}")
        shown = f"{path.relative_to(self.papers).as_posix()}"
        if not _moved(path, target):
            self.left_open.append(shown)
            self.lines.append(f"　{shown}：正开着，没有移走，已经作废；现行的是 {_beside(path.name)}")
            return False
        self.moved.append(shown)
        if edited:
            self.edited.append(shown)
        where = target.relative_to(self.papers / OLD).as_posix()
        self.lines.append(f"　{shown}：移到 {where}" + ("（改过，照原样移来）" if edited else ""))
        return True


def _beside(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}{_CURRENT}{dot}{suffix}"


def _moved(path: Path, target: Path) -> bool:
    """Whether the file is moved now; not while an office program has it open."""
    if is_open(path):
        return False
    with trouble_at(target):
        target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with trouble_at(path):
            path.rename(target)
    except FileTrouble as trouble:
        if any(finding.code == "file-no-permission" for finding in trouble.findings):
            return False
        raise
    return True


def is_open(path: Path) -> bool:
    """Whether an office program shows that it has the file open."""
    marks = {mark.format(name=path.name, rest=path.name[2:]) for mark in _OPEN_MARKS}
    return any((path.parent / mark).exists() for mark in marks)


def _free(path: Path) -> Path:
    numbered = (path.with_name(f"{path.stem}-{number}{path.suffix}") for number in itertools.count(2))
    return next(one for one in itertools.chain((path,), numbered) if not one.exists())


def _add_to_list(path: Path, told: str, lines: Collection[str]) -> None:
    """The list, with line ends and a mark at its head as Windows likes them."""
    with trouble_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        known = path.read_bytes() if path.exists() else f"{_LIST_HEAD}\r\n".encode("utf-8-sig")
    text = "".join(f"{line}\r\n" for line in ("", told, *lines))
    replace_file(path, known + text.encode())


def _write_state(path: Path, state: PapersState) -> None:
    with trouble_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    content = canonical_json(
        {
            "events": sorted(state.events),
            "corrections": state.corrections,
            "cancelled": int(state.cancelled),
        }
    )
    replace_file(path, content)
