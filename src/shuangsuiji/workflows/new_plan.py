"""A plan written from answers (`ssj init --ask`): checked in memory first, written only then.

1. The item list is made where the bureau has none.
2. The plan's text is read back and held against the registries, a draw tried out, as `ssj check` does.
3. Both are written under free names; nothing that is there is touched.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.plans.draft import PlanDraft, SourceDraft, plan_text
from shuangsuiji.documents.registries.item_list import item_list
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.disk import read_bytes, replace_file, trouble_at, write_new
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.yaml_edit import edited, quoted, scalars, with_entry
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.check import DRAWS, CheckReport, choose_batch, prepare
from shuangsuiji.workflows.environment import FilePath, day_of, time_of
from shuangsuiji.workflows.load import load

ITEM_LIST = "随机抽查事项清单.xlsx"
"""The name under which a draft names the item list that is to be made with it."""
UNFINISHED = "问答未完.json"
"""Where the answers of an interview are until it ends."""


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """A plan as it was checked, and where it was written; no path where it was only tried.

    Attributes:
        path: the plan file.
        text: what it holds.
        check: what `check` says of it.
        files: every file that was written.
    """

    path: Path | None
    text: str
    check: CheckReport
    files: Sequence[Path] = ()


def new_plan(
    folder: FilePath,
    draft: PlanDraft,
    *,
    write: bool = True,
    now: datetime | None = None,
) -> NewPlan:
    """The plan of a draft, checked against the registries in `folder`, and written there.

    Args:
        folder: the working folder; the paths of the draft are relative to it.
        draft: what was answered.
        write: whether to write; a plan with errors is written as well, to be put right.
        now: the time of the check; see `environment.time_of`.

    Raises:
        BadInput: the plan alone has errors.
        FileTrouble: a registry cannot be read, or the files cannot be written.
    """
    root, time = Path(folder), time_of(now)
    made: dict[str, bytes] = {}
    if draft.items:
        created = time.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        name = _free(root, ITEM_LIST).name
        made[name] = item_list(draft.items, created=created)
        draft = _naming(draft, name)
    path = _free(root, f"抽查计划{draft.year}.yaml")
    text = plan_text(draft)
    checked = _checked(path, text.encode("utf-8"), made, time)
    if not write:
        return NewPlan(path=None, text=text, check=checked)
    with trouble_at(root):
        root.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        write_new(root / name, data)
    write_new(path, text.encode("utf-8"))
    return NewPlan(path=path, text=text, check=checked, files=(*(root / name for name in made), path))


def kept_answers(folder: FilePath) -> list[tuple[str, str]]:
    """Questions with answers of an interview that broke off; none where there was none.

    Args:
        folder: the working folder.
    """
    try:
        data = json.loads(read_bytes(Path(folder) / UNFINISHED))
        return [(str(question), str(answer)) for question, answer in data]
    except (FileTrouble, ValueError, TypeError, RecursionError):
        return []


def keep_answers(folder: FilePath, answers: Sequence[tuple[str, str]]) -> None:
    """Keeps the answers of an interview, where the folder can be written to; none: forgets them.

    Args:
        folder: the working folder.
        answers: questions with what was typed.
    """
    path = Path(folder) / UNFINISHED
    with contextlib.suppress(FileTrouble), trouble_at(path):
        if answers:
            replace_file(path, json.dumps(answers, ensure_ascii=False, indent=0).encode("utf-8"))
        else:
            path.unlink(missing_ok=True)


def _naming(draft: PlanDraft, name: str) -> PlanDraft:
    """The draft whose item list is the file of that name."""
    return replace(draft, registries={**draft.registries, "事项清单": (SourceDraft(file=name),)})


def _free(root: Path, name: str) -> Path:
    """A name in the folder that nothing has yet."""
    path, number = root / name, 2
    while path.exists():
        path = root / f"{Path(name).stem}-{number}{Path(name).suffix}"
        number += 1
    return path


def _checked(path: Path, data: bytes, made: dict[str, bytes], now: datetime) -> CheckReport:
    """What `check` would say of a plan that is not written yet."""
    read = read_plan(data, path.name)

    def fetch(name: str) -> bytes:
        return made[name] if name in made else read_bytes(path.parent / name)

    try:
        loaded = load(data, path.name, read, fetch, day_of(now))
        lines = Ledger(path.parent / DRAWS).read()
        ready = prepare(path, loaded, lines, choose_batch(read.plan, lines, None, redraw=True), trials=True)
    except BadInput as problem:
        return CheckReport(path=path, findings=problem.findings, plan=read.plan, preview=None)
    return CheckReport(path=path, findings=ready.findings, plan=read.plan, preview=ready.preview)


def settle_issue(plan: FilePath, batch: str, position: int, issue: str) -> None:
    """Writes into a plan which issue of a source gives the seed of a batch; all else stays as it is.

    Args:
        plan: the plan file.
        batch: of the plan.
        position: of the source in the plan's list, from 0.
        issue: year and number, such as 2026058.

    Raises:
        BadInput: the plan cannot be read, or has no place for it that a program can find.
        FileTrouble: the file cannot be read or written.
    """
    path = Path(plan)
    data = read_bytes(path)
    read_plan(data, path.name)
    text, sources = data.decode("utf-8-sig"), [("seed", "source", position), ("seed", "source"), ("seed",)]
    entries = [((*source, "issue"), quoted(batch), issue) for source in sources]
    entries += [(source, "期号", f"{{{quoted(batch)}: {issue}}}") for source in sources]
    blanks = [(*source, "issue", batch) for source in sources]
    tried = [edited(text, {blank: f" {issue}"}) for blank in blanks if scalars(text).get(blank) == ""]
    tried += [written for entry in entries if (written := with_entry(text, *entry)) is not None]
    for written in tried:
        changed = written.encode("utf-8")
        with contextlib.suppress(BadInput):
            if read_plan(changed, path.name).plan.seed.sources[position].is_named(batch):
                replace_file(path, changed)
                return
    raise BadInput(error("issue-has-no-place", Place(file=path.name), batch=batch, issue=issue))
