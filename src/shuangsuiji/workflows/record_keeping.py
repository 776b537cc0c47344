"""What every record says of its circumstances: versions of the software, and the warnings on the way.

And what stands in the way of a new one: an archive that no line tells of, a clock that has been set back.
"""

from __future__ import annotations

import json
import platform
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import numpy as np

from shuangsuiji.core.beijing import in_beijing, recorded_time
from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.findings import Finding, Level, error, warning
from shuangsuiji.core.records.dossier import FindingRecord
from shuangsuiji.core.records.ledger import Event, LedgerLine, attempts, clock_readings, has_results
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.witnesses import bare_name, witnesses_named
from shuangsuiji.errors import BadUsage, FileTrouble
from shuangsuiji.files.announced import ASIDE
from shuangsuiji.files.archive import MANIFEST, PAPERS, SEALED, SNAPSHOT, SOURCES, is_stray, source_names
from shuangsuiji.files.disk import trouble_at, write_new
from shuangsuiji.files.holidays import HOLIDAYS
from shuangsuiji.files.ledger import LEDGER, SECRET, SECRET_AHEAD, TORN, WORDS, Ledger
from shuangsuiji.files.names import refuse_small_disk, refuse_unfit
from shuangsuiji.messages import render
from shuangsuiji.version import __version__
from shuangsuiji.workflows.check import Ready
from shuangsuiji.workflows.environment import listed, time_of

READER = "6"
"""The version of the reading of registries: it rises when the same file may be read differently."""

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")
"""Letters by their category that show as blanks."""

LONGEST_PAPER = "检查组文书/00-第00组" + "名" * 20 + ".docx"
"""As long as the path of a paper inside 文书 may be."""
_ROOM_FOR_PAPERS = 10_000_000
"""Bytes; the papers of some hundreds of visits."""

_NO_REASON = frozenset(
    {
        "是",
        "否",
        "对",
        "好",
        "是的",
        "好的",
        "不是",
        "无",
        "没有",
        "暂无",
        "不详",
        "无理由",
        "没有理由",
        "理由",
        "原因",
        "none",
        "null",
    }
)
_OF_TIME = re.compile("时间|时钟|时区|日期|时刻")
_REHEARSED = re.compile(r"-演练[0-9]+$")


@dataclass(frozen=True, kw_only=True)
class Circumstances:
    """When, why, by whom and before whom something is put on record; texts are kept as they were typed.

    Attributes:
        now: the time to record, with its offset.
        reason: as the caller typed it; blank where none was given.
        operator: who does it.
        witnesses: in the order given.
        recordings: numbers of sound and video recordings.
    """

    now: datetime
    reason: str
    operator: str
    witnesses: list[str]
    recordings: list[str]

    @classmethod
    def of(
        cls,
        now: datetime | None,
        *,
        reason: str = "",
        operator: str = "",
        witnesses: Sequence[str] = (),
        recordings: Sequence[str] = (),
    ) -> Circumstances:
        """The same with the time now where none is given, see `environment.time_of`.

        Raises:
            BadUsage: witnesses or recordings are a text instead of a list, or as `witnesses_named` raises it.
        """
        listed(witnesses=witnesses, recordings=recordings)
        return cls(
            now=time_of(now),
            reason=stated(reason),
            operator=tidy(operator),
            witnesses=witnesses_named(witnesses, operator),
            recordings=[tidy(number) for number in recordings],
        )

    @property
    def time(self) -> str:
        """The time as manifests and ledger lines hold it, to the second."""
        return self.now.isoformat(timespec="seconds")


def inspectors_among(witnesses: Sequence[str], pool: Pool) -> list[Finding]:
    """A warning where witnesses bear the names of people who may themselves be drawn."""
    people = {bare_name(person.name) for person in pool.people}
    count = sum(bare_name(name) in people for name in witnesses)
    return [warning("witness-inspector", count=count)] if count else []


def stated(reason: str) -> str:
    """A reason with the punctuation it was typed with; blank where nobody could read it."""
    text = tidy(reason)
    seen = (
        letter for letter in norm(text) if unicodedata.category(letter)[0] in "LN" and letter not in _FILLERS
    )
    words = "".join(seen)
    said = words not in _NO_REASON and not (len(words) == 1 and text.isascii())
    return text if words and said else ""


def software() -> dict[str, str]:
    """The versions that a reader of the archive may want to know one day.

    In the order of the manifest's keys, so that papers made of a manifest that was read are the same.
    """
    return {
        "numpy": np.__version__,
        "python": platform.python_version(),
        "reader": READER,
        "shuangsuiji": __version__,
        "unicode": unicodedata.unidata_version,
    }


def recorded(findings: Sequence[Finding]) -> list[FindingRecord]:
    """The warnings that the work went on with, as they were shown; those of a freeze keep their codes."""
    return [
        FindingRecord(
            level=finding.level.value,
            code=str(finding.values.get("code", "")) if finding.code == "recorded" else finding.code,
            message=render(finding),
        )
        for finding in findings
        if finding.level is not Level.NOTE
    ]


def refuse_unrecorded(ledger: Ledger, lines: Sequence[LedgerLine]) -> None:
    """An archive that the ledger does not know may be a draw whose line was taken away (LAW-5).

    Raises:
        FileTrouble: there is one.
    """
    for name in unrecorded_archives(ledger.folder, lines):
        raise FileTrouble(error("archive-exists", archive=name))


def unrecorded_archives(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """The names of the archives in a folder that no line knows, in order; rehearsals are none of them.

    A rehearsal is told by its name and by its manifest: a draw under another name is none.

    Raises:
        FileTrouble: something cannot be read.
    """
    known = {line.text("archive") for line in lines}
    known |= {
        name for line in lines if line.event == Event.REPAIRED for name in line.text("aside").split("、")
    }
    with trouble_at(folder):
        return sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in known
            and (path / SEALED / MANIFEST).is_file()
            and not (_REHEARSED.search(path.name) and _says_rehearsal(path / SEALED / MANIFEST))
        )


def strangers(folder: Path, lines: Sequence[LedgerLine]) -> list[str]:
    """The names in a folder of draws that no line tells of and no command writes there, in order.

    Raises:
        FileTrouble: the folder cannot be read.
    """
    own = {LEDGER, WORDS, SECRET, SECRET_AHEAD, TORN, HOLIDAYS}
    own |= {line.text("archive") for line in lines}
    own |= {name for line in lines if line.event == Event.REPAIRED for name in line.text("aside").split("、")}
    with trouble_at(folder):
        return sorted(
            path.name
            for path in folder.iterdir()
            if path.name not in own
            and not path.name.startswith((".", ASIDE))
            and not is_stray(path.name)
            and not (path / SEALED / MANIFEST).is_file()
        )


def refuse_redraw(lines: Sequence[LedgerLine], plan: str, batch: str, reason: str) -> None:
    """A batch is not drawn again without a reason, nor while results of its last draw stand (LAW-5).

    Raises:
        BadUsage: one of both.
    """
    if has_results(lines, plan, batch):
        raise BadUsage(error("redraw-has-results", batch=batch))
    before = attempts(lines, plan, batch)
    if before and not reason:
        raise BadUsage(error("redraw-needs-reason", batch=batch, count=len(before)))


def refuse_unwritable(ledger: Ledger, name: str, ready: Ready) -> None:
    """What would keep an archive from being written, as far as it can be known before its first line.

    Args:
        ledger: beside which it will lie; locked, so that this folder may be written.
        name: of its folder.
        ready: what will be sealed in it.

    Raises:
        FileTrouble: a name or path is unfit, the folder is there already, or the disk is too small.
    """
    stored = source_names(list(ready.sources)).values()
    files = [*(f"{SEALED}/{SNAPSHOT}{file}" for file in ready.snapshot.files)]
    files += [f"{SEALED}/{SOURCES}{file}" for file in stored]
    files.append(f"{PAPERS}/{LONGEST_PAPER}")
    refuse_unfit(ledger.folder / name, files)
    sealed = [len(data) for data in (*ready.snapshot.files.values(), *ready.sources.values())]
    refuse_small_disk(ledger.folder, [*sealed, sum(sealed), _ROOM_FOR_PAPERS])


def _says_rehearsal(manifest: Path) -> bool:
    try:
        return bool(json.loads(manifest.read_bytes())["rehearsal"])
    except (ValueError, TypeError, LookupError, RecursionError):
        return False


def against_ledger(lines: Sequence[LedgerLine], now: datetime, reason: str) -> list[Finding]:
    """A warning if the clock is behind the last time that the ledger holds, and somebody says why.

    Behind an earlier line alone no reason is asked for, since one wrong line would ask for it ever after; but
    the warning is on record, so that a line with a pretext does not open the way for others.

    Raises:
        BadUsage: it is behind the last line, and no reason speaks of the time: one that is asked for anyway,
            such as that of a substitution, is none.
    """
    times = [time for _, time in clock_readings(lines)]
    held = in_beijing(now).replace(microsecond=0)
    if not times or held >= max(times):
        return []
    values = {"now": f"{held:%Y-%m-%d %H:%M:%S}", "last": f"{times[-1]:%Y-%m-%d %H:%M:%S}"}
    if held >= times[-1]:
        values["last"] = f"{max(times):%Y-%m-%d %H:%M:%S}"
        return [warning("clock-behind-earlier", **values)]
    if not _OF_TIME.search(norm(reason)):
        raise BadUsage(error("clock-behind-ledger", **values))
    return [warning("clock-behind-on-record", **values)]


def after_draw(lines: Sequence[LedgerLine], drawn: LedgerLine, circumstances: Circumstances) -> Circumstances:
    """The circumstances of what comes after a draw: papers print the reason, and that the clock was behind.

    Args:
        lines: the ledger.
        drawn: the line of the draw.
        circumstances: as the caller has them.

    Raises:
        BadUsage: the clock is behind the ledger, as `against_ledger`, or behind the draw itself.
    """
    now, begun = in_beijing(circumstances.now).replace(microsecond=0), recorded_time(drawn.text("time"))
    if begun is not None and now < begun:
        values = {"now": f"{now:%Y-%m-%d %H:%M:%S}", "drawn": f"{begun:%Y-%m-%d %H:%M:%S}"}
        raise BadUsage(error("event-before-draw", **values))
    for finding in against_ledger(lines, circumstances.now, circumstances.reason):
        told = f"（登记的时间早于台账里的 {finding.values['last']}）"
        return replace(circumstances, reason=f"{circumstances.reason}{told}")
    return circumstances


def keep_transcript(archive: Path, transcript: bytes) -> Path:
    """Puts what was shown at the ceremony beside the papers of a draw; it is not sealed and proves nothing.

    Args:
        archive: the archive of the draw.
        transcript: the pages as a text file.

    Raises:
        FileTrouble: it cannot be written; the draw stands.
    """
    path = archive / PAPERS / "抽取现场.txt"
    write_new(path, transcript)
    return path
