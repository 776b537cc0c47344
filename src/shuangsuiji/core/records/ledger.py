"""The ledger's lines: an append-only chain in which every attempt stays on record (LAW-5).

Each line is a canonical JSON object with its number and the digest of the line before; the digest of a line
is the SHA-256 of its bytes without the line end. Lines are public. What somebody typed (reasons, names)
stands in a private file beside the ledger, salted, and the line has its digest. Pure: `files.ledger` reads
and writes.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import cast

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.canonical import Digest, Json, canonical_json, norm, sha256

NO_LINE = Digest("0" * 64)
"""What the first line names as the digest of the line before."""


class Event(StrEnum):
    """What a line tells."""

    SECRET = "密签"
    CARRIED = "承接"
    STARTED = "开始"
    DRAWN = "抽取"
    FAILED = "失败"
    CANCELLED = "取消"
    FROZEN = "封存"
    PUBLISHED = "公开"
    REQUESTED = "递补申请"
    WITHDRAWN = "撤回申请"
    SUBSTITUTING = "递补开始"
    SUBSTITUTED = "递补"
    SENT_ALONG = "选派"
    RESULTS = "结果"
    CORRECTED = "更正"
    PREPARED = "预写"
    REPAIRED = "修复"
    RESUMED = "接续"


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """One line: its position from 1, its own digest, and what it says.

    words: what its private line says, empty if that is not at hand; words_line: the bytes of that line.
    """

    number: int
    digest: Digest
    data: dict[str, Json]
    words: Mapping[str, str] = field(default_factory=dict)
    words_line: bytes = b""

    @property
    def event(self) -> str:
        """What happened."""
        return str(self.data.get("event", ""))

    @property
    def lacks_words(self) -> bool:
        """Whether something was typed that is not at hand."""
        return "words" in self.data and not self.words_line

    def text(self, key: str) -> str:
        """A value as text, be it public or private; blank if it is not there."""
        value = self.data.get(key, self.words.get(key, ""))
        return str(value) if value is not None else ""

    def concerns(self, plan: str, batch: str) -> bool:
        """Whether the line is about that batch of that plan."""
        return norm(self.text("plan")) == norm(plan) and norm(self.text("batch")) == norm(batch)


class BrokenChain(Exception):
    """A line that is not what the chain demands.

    number, last: the lines from 1 of which one was changed, or taken out or put in before; the same where
        the lines after it tell which.
    """

    def __init__(self, number: int, last: int | None = None) -> None:
        super().__init__(number)
        self.number, self.last = number, last or number


INTENT = "intent"
"""In the line that ends what a line 预写 announced: the number of that line."""
COMPLETED, UNDONE = "补记", "作罢"
"""What a line 修复 made of a line 预写: its ending was added, or nothing of it counts."""

_ENDS = (Event.DRAWN, Event.SUBSTITUTED, Event.FAILED)
"""What comes of a line 开始 or 递补开始."""

TYPED = ("reason", "operator", "detail", "changed")
"""What somebody typed, or what names people: it never stands in a line itself."""


def parse_ledger(data: bytes, words: bytes = b"") -> list[LedgerLine]:
    """The lines of a ledger, each checked against the one before, with their private words if at hand.

    Raises:
        BrokenChain: at the first line that is no canonical JSON object, or is out of its place.
    """
    private = private_lines(words)
    lines: list[LedgerLine] = []
    rows = data.split(b"\n")
    for number, raw in enumerate(rows[:-1], 1):
        content = _content(raw, number)
        if content.get("previous") != (lines[-1].digest if lines else NO_LINE):
            raise _broken_between(number, rows[:-1])
        lines.append(line_as_read(number, raw, content, private))
    if rows[-1]:
        raise BrokenChain(len(lines) + 1)
    return lines


def _content(raw: bytes, number: int) -> dict[str, Json]:
    """What a line says, if its form is right, it has its number, and what counts something is a number.

    Raises:
        BrokenChain: it is not so.
    """
    try:
        content = json.loads(raw)
        canonical = canonical_json(content)
    except (ValueError, TypeError, RecursionError):
        raise BrokenChain(number) from None
    if not isinstance(content, dict) or canonical != raw or content.get("line") != number:
        raise BrokenChain(number)
    counts = (content[key] for key in ("attempt", "number") if key in content)
    if not all(type(count) is int and count > 0 for count in counts):
        raise BrokenChain(number)
    return content


def _broken_between(number: int, rows: Sequence[bytes]) -> BrokenChain:
    """Which line was changed where line `number` does not continue the one before it.

    Its own successor tells: if it continues line `number` as it stands, that one is as it was written.
    """
    if number == 1:
        return BrokenChain(1)
    if number == len(rows):
        return BrokenChain(number - 1, number)
    try:
        untouched = _content(rows[number], number + 1).get("previous") == sha256(rows[number - 1])
    except BrokenChain:
        return BrokenChain(number - 1, number + 1)
    return BrokenChain(number - 1 if untouched else number)


def head(lines: Sequence[LedgerLine]) -> Digest:
    """The digest of the last line, which the page of proof bears."""
    return lines[-1].digest if lines else NO_LINE


def private_lines(words: bytes) -> dict[str, bytes]:
    """Digest -> private line, of all that stand in a file of private lines."""
    return {str(sha256(raw)): raw for raw in words.split(b"\n") if raw}


def line_as_read(
    number: int, raw: bytes, content: dict[str, Json], private: Mapping[str, bytes]
) -> LedgerLine:
    """Line `number` with its private line, if that is among `private`; `content` is what `raw` says."""
    words_line = private.get(str(content.get("words", "")), b"")
    return LedgerLine(
        number=number, digest=sha256(raw), data=content, words=read_words(words_line), words_line=words_line
    )


def read_words(line: bytes) -> dict[str, str]:
    """What a private line says; nothing if it is none."""
    try:
        words = json.loads(line)["words"] if line else {}
    except (ValueError, KeyError, TypeError, RecursionError):
        return {}
    return {str(key): str(value) for key, value in words.items()} if isinstance(words, dict) else {}


def next_line(lines: Sequence[LedgerLine], event: Event, content: dict[str, Json], salt: str) -> LedgerLine:
    """The line that continues the chain; what was typed goes into its private line, under `salt`."""
    words = {key: str(content[key]) for key in TYPED if content.get(key)}
    data: dict[str, Json] = {
        **{key: value for key, value in content.items() if key not in TYPED},
        "line": len(lines) + 1,
        "previous": head(lines),
        "event": event.value,
    }
    private = canonical_json({"salt": salt, "words": words}) if words else b""
    if private:
        data["words"] = sha256(private)
    return LedgerLine(
        number=len(lines) + 1,
        digest=sha256(line_bytes(data)),
        data=data,
        words=words,
        words_line=private,
    )


def line_bytes(data: dict[str, Json]) -> bytes:
    """The bytes of a line, without the line end."""
    return canonical_json(cast(Json, data))


def attempts(lines: Sequence[LedgerLine], plan: str, batch: str) -> list[LedgerLine]:
    """The lines 开始 of one batch, oldest first."""
    return [line for line in lines if line.event == Event.STARTED and line.concerns(plan, batch)]


def has_results(lines: Sequence[LedgerLine], plan: str, batch: str) -> bool:
    """Whether results of a batch's last draw are on record, and it has not been cancelled since."""
    told = [line.event for line in lines if line.concerns(plan, batch)]
    ends = [place for place, event in enumerate(told) if event in (Event.DRAWN, Event.CANCELLED)]
    return Event.RESULTS in told[ends[-1] if ends else 0 :]


def drawn_before(lines: Sequence[LedgerLine], plan: str, batch: str) -> list[LedgerLine]:
    """The lines 开始 of those attempts of a batch that came to an end with a draw."""
    ended = {
        line.data.get("attempt") for line in lines if line.event == Event.DRAWN and line.concerns(plan, batch)
    }
    return [line for line in attempts(lines, plan, batch) if line.data.get("attempt") in ended]


def unknown_events(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """The lines of events that no command writes."""
    known = {event.value for event in Event}
    return [line for line in lines if line.event not in known]


def drawn_twice(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """The lines 抽取 of attempts that have one already: an attempt ends once."""
    seen: set[tuple[str, str, str]] = set()
    found = []
    for line in lines:
        if line.event == Event.DRAWN:
            key = (norm(line.text("plan")), norm(line.text("batch")), line.text("attempt"))
            found += [line] if key in seen else []
            seen.add(key)
    return found


def frozen_lines(lines: Sequence[LedgerLine], plan: str, batch: str) -> list[LedgerLine]:
    """The lines 封存 of one batch, oldest first."""
    return [line for line in lines if line.event == Event.FROZEN and line.concerns(plan, batch)]


def frozen_now(lines: Sequence[LedgerLine], plan: str, batch: str) -> LedgerLine | None:
    """The line 封存 that the next draw of a batch has to use: the last one, unless it has been drawn since.

    An attempt that failed or was cut off does not use it up: the seed is known by then, and nothing else may
    be drawn from but what was sealed before.
    """
    frozen = frozen_lines(lines, plan, batch)
    drawn = drawn_before(lines, plan, batch)
    if not frozen or (drawn and drawn[-1].number > frozen[-1].number):
        return None
    return frozen[-1]


def standing_draws(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """For every batch of every plan its latest draw, if that has not been cancelled."""
    latest: dict[tuple[str, str], LedgerLine] = {}
    for line in lines:
        key = (norm(line.text("plan")), norm(line.text("batch")))
        if line.event == Event.DRAWN:
            latest[key] = line
        elif line.event == Event.CANCELLED and _same_attempt(latest.get(key), line):
            del latest[key]
    return list(latest.values())


def _same_attempt(drawn: LedgerLine | None, line: LedgerLine) -> bool:
    return drawn is not None and drawn.data.get("attempt") == line.data.get("attempt")


def drawn_line(lines: Sequence[LedgerLine], plan: str, batch: str, attempt: int) -> LedgerLine | None:
    """The line 抽取 of one attempt, None if it came to no draw."""
    drawn = (line for line in lines if line.event == Event.DRAWN and line.concerns(plan, batch))
    return next((line for line in drawn if line.data.get("attempt") == attempt), None)


def lines_of(lines: Sequence[LedgerLine], drawn: LedgerLine, event: Event) -> list[LedgerLine]:
    """The lines of one kind about the attempt of a line 抽取, in order."""
    return [
        line
        for line in lines
        if line.event == event
        and line.concerns(drawn.text("plan"), drawn.text("batch"))
        and line.data.get("attempt") == drawn.data.get("attempt")
    ]


def open_requests(lines: Sequence[LedgerLine], drawn: LedgerLine) -> list[LedgerLine]:
    """The lines 递补申请 of an attempt that were neither served nor taken back, the oldest first."""
    ended = {
        line.data.get("number")
        for event in (Event.SUBSTITUTED, Event.WITHDRAWN)
        for line in lines_of(lines, drawn, event)
    }
    requests = lines_of(lines, drawn, Event.REQUESTED)
    return [line for line in requests if line.data.get("number") not in ended]


def open_intent(lines: Sequence[LedgerLine]) -> LedgerLine | None:
    """The line 预写 whose ending is missing: the command was cut off between its first and its last step.

    At most one is open, because nothing is written before it has an ending.
    """
    ended = {
        line.data.get(INTENT)
        for line in lines
        if line.event != Event.REPAIRED or line.text("outcome") == UNDONE
    }
    prepared = (line for line in reversed(lines) if line.event == Event.PREPARED)
    return next((line for line in prepared if line.number not in ended), None)


def open_attempt(lines: Sequence[LedgerLine], plan: str, batch: str) -> LedgerLine | None:
    """The line 开始 of the last attempt of a batch, if that was broken off: it has no end of any kind."""
    begun = attempts(lines, plan, batch)
    if not begun or _has_end(lines, begun[-1], (Event.DRAWN, Event.FAILED)):
        return None
    return begun[-1]


def open_event(lines: Sequence[LedgerLine], drawn: LedgerLine, number: int) -> LedgerLine | None:
    """The last line 递补开始 of an event that was broken off: it has no end of any kind."""
    begun = [line for line in lines_of(lines, drawn, Event.SUBSTITUTING) if line.data.get("number") == number]
    if not begun or _has_end(lines, begun[-1], (Event.SUBSTITUTED, Event.FAILED)):
        return None
    return begun[-1]


def beginnings_without_end(lines: Sequence[LedgerLine]) -> list[LedgerLine]:
    """The lines 开始 and 递补开始 that broke off and were not begun anew, in order."""
    latest: dict[tuple[str, str, Json], LedgerLine] = {}
    for line in lines:
        if line.event in (Event.STARTED, Event.SUBSTITUTING):
            number = line.data.get("number")
            latest[norm(line.text("plan")), norm(line.text("batch")), number] = line
    return [line for line in latest.values() if not _has_end(lines, line, _ENDS)]


def clock_readings(lines: Sequence[LedgerLine]) -> list[tuple[LedgerLine, datetime]]:
    """The lines whose time is that at which they were written, in order, with that time.

    A draw and an event have one time, that of their beginning: manifest, papers and the lines that end them
    repeat it, however much later they were continued. Only the line 接续 tells when that was. So these ends
    say nothing of the clock at which they were written.
    """
    begun: dict[tuple[str, str, Json, Json], datetime] = {}
    readings: list[tuple[LedgerLine, datetime]] = []
    for line in lines:
        time = recorded_time(line.text("time"))
        if time is None:
            continue
        then = line.data.get("then")
        about = then if line.event == Event.PREPARED and isinstance(then, dict) else line.data
        which = norm(line.text("plan")), norm(line.text("batch")), about.get("attempt"), about.get("number")
        if line.event in (Event.STARTED, Event.SUBSTITUTING):
            begun[which] = time
        elif about.get("event") in _ENDS and begun.get(which) == time:
            continue
        readings.append((line, time))
    return readings


def _has_end(lines: Sequence[LedgerLine], begun: LedgerLine, ends: Collection[Event]) -> bool:
    """Whether one of the lines after a beginning says what came of it."""
    return any(
        line.event in ends
        and line.concerns(begun.text("plan"), begun.text("batch"))
        and line.data.get("attempt") == begun.data.get("attempt")
        and line.data.get("number") == begun.data.get("number")
        for line in lines[begun.number :]
    )
