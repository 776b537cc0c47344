"""The public package of a draw: what anybody needs to recompute it, in numbers (LAW-3, LAW-4, FLD-9).

By default the first 随机 alone: commitment, frame, objects, draw, events. A bureau may add who goes there, in
numbers too, and the names of the drawn, without numbers. Nothing in it holds a word that somebody typed, a
tier, a ground or an id; what stays deducible all the same is told beforehand.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import canonical_csv, canonical_json
from shuangsuiji.core.cells import harmless
from shuangsuiji.core.findings import Finding, note
from shuangsuiji.core.lottery.records import COMMITMENT
from shuangsuiji.core.lottery.tables import FRAME, OBJECTS, PEOPLE, SITES
from shuangsuiji.core.plans.conditions import Condition
from shuangsuiji.core.plans.plan import Task
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, line_bytes
from shuangsuiji.core.seeds.words import origin_text, reading

GUIDE = "说明.txt"
NAMES = "names.csv"
SEED = "seed.json"
LINES = "ledger.jsonl"

_ABOUT_THE_DRAW = frozenset(
    {
        Event.FROZEN,
        Event.STARTED,
        Event.DRAWN,
        Event.FAILED,
        Event.CANCELLED,
        Event.REQUESTED,
        Event.WITHDRAWN,
        Event.SUBSTITUTING,
        Event.SUBSTITUTED,
    }
)
"""The lines of the ledger that a package holds; those of its own batch."""

_FEW = 3
"""In a stratum with so few members its number says nearly who is meant."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a bureau publishes beside the first 随机."""

    teams: bool = False
    names: bool = False


def table_files(snapshot: Mapping[str, bytes], visited: Iterable[int], parts: Parts) -> dict[str, bytes]:
    """The tables of a package; of sites.csv the rows of visited objects alone.

    Args:
        snapshot: the files of a sealed snapshot.
        visited: numbers of the objects that have a visit, be it ended.
        parts: what the bureau wants to publish.
    """
    files = {name: snapshot[name] for name in (COMMITMENT, FRAME, OBJECTS)}
    if parts.teams:
        files[PEOPLE] = snapshot[PEOPLE]
        files[SITES] = _rows(snapshot[SITES], sorted(set(visited)))
    return files


def _rows(table: bytes, numbers: Sequence[int]) -> bytes:
    lines = table.split(b"\n")
    return b"\n".join([lines[0], *(lines[number] for number in numbers), b""])


def names_file(names: Iterable[str]) -> bytes:
    """The names of the visited, as the public may read them, each once, by code point."""
    return canonical_csv(["名称"], [[harmless(name)] for name in sorted(set(names))])


def seed_file(manifest: Manifest, form: Seed, announced: str) -> bytes:
    """Where the seed came from, how it is written and what it was, to be compared with the broadcast.

    `announced` is when the draw was to be held, as the letter said it; blank if there was no letter.
    """
    seed = manifest["seed"]
    return canonical_json(
        {
            "seed": seed["text"],
            "grade": seed["grade"],
            "source": origin_text(seed["agreed"], seed["source"], ""),
            "agreed": seed["agreed"],
            "form": reading(form),
            "announced": announced,
            "drawn": manifest["time"],
            "commit": manifest["commit"],
        }
    )


def lines_file(lines: Iterable[LedgerLine], manifest: Manifest) -> bytes:
    """The lines of the ledger about this batch: no word that somebody typed stands in them."""
    own = [
        line
        for line in lines
        if line.event in _ABOUT_THE_DRAW and line.concerns(manifest["plan"], manifest["batch"])
    ]
    return b"".join(line_bytes(line.data) + b"\n" for line in own)


def deducible(
    draw: bytes, parts: Parts, events: Iterable[bytes] = (), tasks: Iterable[Task] = ()
) -> Iterator[Finding]:
    """What can be concluded from a package all the same, as the bureau is told before it is written.

    Args:
        draw: draw.json.
        parts: what the bureau wants to publish.
        events: event.json of each event.
        tasks: the tasks of the batch.
    """
    strata = json.loads(draw)["strata"]
    yield note("package-own-row")
    whole = sum(len(row["drawn"]) == row["available"] > 0 for row in strata)
    if whole:
        yield note("package-whole-strata", count=whole)
    few = sum(0 < row["members"] <= _FEW for row in strata)
    if few:
        yield note("package-small-strata", count=few, size=_FEW)
    if parts.names:
        yield from _told_by_names(events, tasks)
    if parts.teams:
        yield note("package-teams")
    if parts.teams and parts.names:
        yield note("package-teams-and-names")


def _told_by_names(events: Iterable[bytes], tasks: Iterable[Task]) -> Iterator[Finding]:
    """What a list of names tells together with an earlier one, and with the plan."""
    gone = {number for event in events for number in json.loads(event)["objects"]}
    if gone:
        yield note("package-names-after-change", count=len(gone))
    if any(task.condition is not None or task.scope != Condition() for task in tasks):
        yield note("package-names-and-scopes")


def guide(parts: Parts) -> str:
    """说明.txt of a package: how to check it, what it holds and what it does not."""
    told = [
        "公开复核包",
        "",
        "用浏览器打开“复核.html”，或用 Python 运行 verify_ssj.py，就能由封存的编号表和种子"
        "重新抽取一遍，核对结果。",
        "检查通知书上印有本单位的编号和校验码，在“复核.html”里输入，可以查到自己这一行：抽没抽中，为什么。",
        "commitment.json、frame.json、objects.csv 是抽取前封存的内容，一个字节都不能改，"
        "改了就与承诺书公布的封存摘要不符。",
        "seed.json 写明种子从哪里来、怎样写，可以与开奖公告对照；ledger.jsonl 是台账中本批次的各行。",
        "这里只有编号，没有信用等级、人员姓名、证号、回避事由和联系方式。编号表由名录库整理而来，是否一户不漏，"
        "由持有封存档案的审计人员核对。",
    ]
    if parts.teams:
        told.append("people.csv、teams.json 和 sites.csv 是检查人员的抽取，也只有编号。")
    if parts.names:
        told.append("names.csv 是被抽查对象的名单，按名称排列，不对应编号。")
    return "".join(f"{line}\r\n" for line in told)
