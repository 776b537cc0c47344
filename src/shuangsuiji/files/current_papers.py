"""文书/ holds the papers that are valid now: what replaces them goes in their place, they go to 旧稿/.

A paper that people have edited is moved as it is. One that is open in an office program stays where it
is, the new one is written beside it, and both are named. Nothing is ever deleted. 旧稿/作废清单.txt lists
what was moved, when and why; 旧稿/现行.json says of which state of the record the papers are, so that a run
that was cut short is made good by the next one, and which bytes the program itself wrote (decision 0011).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.findings import Finding, Place, note, warning
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.disk import clear_unfinished, read_bytes, replace_file, says_the_same, trouble_at
from shuangsuiji.files.drafts import write_draft
from shuangsuiji.files.windows import patiently

DRAFTS, SERVED, APPROVALS, FOLLOW_UP, INTERNAL = "公示稿", "结果告知", "公示审批", "移送督办", "内部文书"
"""The folders in 文书 that `ssj publish` writes drafts into."""
OLD = "旧稿"
VOID_LIST = "作废清单.txt"
STATE = "现行.json"
VOID = "作废-"
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
        drafts: paths inside the folder of the valid drafts that `place_draft` wrote, in their order.
    """

    events: frozenset[int] = frozenset()
    corrections: int = 0
    cancelled: bool = False
    drafts: tuple[str, ...] = field(default=(), compare=False)


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
            place, new = Place(file=str(folder / name)), _beside(name)
            replaced = new in self.written
            yield (
                warning("paper-left-open", place, new=new) if replaced else warning("paper-void-open", place)
            )
        for name in self.edited:
            yield note("paper-edited-moved", Place(file=str(folder / name)))


def read_state(papers: Path) -> PapersState:
    """The state that 旧稿/现行.json names; that of the draw where there is none or it is damaged."""
    try:
        said = _read_json(papers)
        return PapersState(
            events=frozenset(map(int, said["events"])),
            corrections=int(said["corrections"]),
            cancelled=bool(said["cancelled"]),
            drafts=tuple(map(str, said.get("drafts", ()))),
        )
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return PapersState()


def read_made(papers: Path) -> dict[str, str]:
    """Path inside 文书 -> SHA-256 of what the program wrote there last, as 旧稿/现行.json has it."""
    try:
        return {str(name): str(digest) for name, digest in _read_json(papers).get("made", {}).items()}
    except (OSError, ValueError, AttributeError, RecursionError):
        return {}


def replace_papers(
    papers: Path,
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    *,
    void: Collection[str] = (),
    kept: Collection[str] = (),
    unfilled: Mapping[str, bytes] | None = None,
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
        void: paths inside it of other papers that are void now, with nothing in their place.
        kept: folders inside it that stay where they are, though what they hold is not of the new state.
        unfilled: as `before`, but made when no results were on record.
        step: what the folder in 旧稿 is named after, such as 递补-001.
        told: what the list says: when and why.
        state: of the record, that of `after`.

    Raises:
        FileTrouble: the disk refuses; what is done by then stays, and the next run goes on with it.
    """
    known = {name: str(sha256(data)) for name, data in (unfilled or {}).items()} | read_made(papers)
    job = _Replacing(papers, papers / OLD / f"{step}以前", known)
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            job.replace(name, before.get(name), after.get(name))
    for name in void:
        job.replace(name, None, None)
    job.lines += job.moved_before(papers / OLD / VOID_LIST)
    job.lines += [f"　{name}：留在原处，是当时公布的，不含这次变动；不能再当作现行的使用" for name in kept]
    if job.lines:
        _add_to_list(papers / OLD / VOID_LIST, told, job.lines)
    _write_state(papers / OLD / STATE, state, job.made)
    return PlacedPapers(
        written=tuple(job.written),
        moved=tuple(job.moved),
        edited=tuple(job.edited),
        left_open=tuple(job.left_open),
    )


def place_draft(papers: Path, name: str, data: bytes, drawn: bytes | None) -> tuple[Path, bool]:
    """Writes a draft for publication into 文书, in place of one that the program wrote before.

    One that people have edited stays where it is, and the new one takes the next free name.

    Args:
        papers: the folder 文书.
        name: path inside it.
        data: the draft.
        drawn: what the program wrote there with the draw, if anything.

    Returns:
        Where the draft lies, and whether it was written now.

    Raises:
        FileTrouble: the disk refuses.
    """
    clear_unfinished(papers / OLD)
    path, made = papers / name, read_made(papers)
    if path.is_file() and not says_the_same(path, data):
        digest = sha256(read_bytes(path))
        if digest == made.get(name) or (drawn is not None and digest == sha256(drawn)):
            job = _Replacing(papers, papers / OLD / "重做公示稿以前", made)
            job.replace(name, None, data)
            _add_to_list(papers / OLD / VOID_LIST, "公示稿重新做过", job.lines)
            _write_state(papers / OLD / STATE, _with_draft(papers, job.written[-1], drawn), job.made)
            return papers / job.written[-1], True
    target, written = write_draft(path.parent, path.name, data)
    shown = target.relative_to(papers).as_posix()
    state = _with_draft(papers, shown, drawn if shown == name else None)
    if written or state.drafts != read_state(papers).drafts:
        _write_state(papers / OLD / STATE, state, {**made, shown: sha256(data)} if written else made)
    return target, written


def _with_draft(papers: Path, name: str, drawn: bytes | None) -> PapersState:
    """The state with one more draft, unless the draw has made a paper of this name."""
    state = read_state(papers)
    known = drawn is not None or name in state.drafts
    return state if known else replace(state, drafts=(*state.drafts, name))


@dataclass
class _Replacing:
    papers: Path
    old: Path
    made: dict[str, str]
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
        replaced = new is not None
        self._retire(target.with_name(_beside(target.name)), name, None, replaced)
        free = self._retire(target, name, old, replaced)
        if new is None:
            return
        place = target if free else target.with_name(_beside(target.name))
        with trouble_at(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        replace_file(place, new)
        written = place.relative_to(self.papers).as_posix()
        self.written.append(written)
        self.made[written] = str(sha256(new))

    def moved_before(self, listed: Path) -> list[str]:
        """What a run that was cut short has moved and not put on the list any more."""
        known = "\n".join(self.lines)
        known += read_bytes(listed).decode("utf-8-sig", "replace") if listed.is_file() else ""
        there = sorted(path for path in self.old.rglob(f"{VOID}*") if path.is_file())
        places = [path.relative_to(self.papers / OLD).as_posix() for path in there]
        return [f"　移到 {place}" for place in places if place not in known]

    def _edited(self, shown: str, data: bytes, made: bytes | None) -> bool:
        """Whether people have changed what the program wrote; False where that is not known."""
        known = self.made.get(shown)
        return data != made and (made is not None or known is not None) and sha256(data) != known

    def _retire(self, path: Path, name: str, made: bytes | None, replaced: bool) -> bool:
        """Moves a void paper to 旧稿; False where it is open elsewhere and stays."""
        if not path.is_file():
            return True
        shown = path.relative_to(self.papers).as_posix()
        edited = self._edited(shown, read_bytes(path), made)
        target = _free(self.old / Path(name).parent / f"{VOID}{path.name}")
        instead = f"；现行的是 {_beside(path.name)}" if replaced else ""
        if not _moved(path, target):
            self.left_open.append(shown)
            self.lines.append(f"　{shown}：正开着，没有移走，已经作废" + instead)
            return False
        self.moved.append(shown)
        self.made.pop(shown, None)
        if edited:
            self.edited.append(shown)
        where = target.relative_to(self.papers / OLD).as_posix()
        self.lines.append(f"　{shown}：移到 {where}" + ("（改过，照原样移来）" if edited else ""))
        return True


def _read_json(papers: Path) -> Any:
    return json.loads((papers / OLD / STATE).read_bytes())


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
            patiently(lambda: path.rename(target))
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


def _write_state(path: Path, state: PapersState, made: Mapping[str, str]) -> None:
    with trouble_at(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    content = canonical_json(
        {
            "events": sorted(state.events),
            "corrections": state.corrections,
            "cancelled": int(state.cancelled),
            "drafts": list(state.drafts),
            "made": dict(sorted(made.items())),
        }
    )
    replace_file(path, content)
