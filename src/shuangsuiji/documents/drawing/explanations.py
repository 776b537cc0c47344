"""What an archive answers when it is asked: in sentences, for an auditor (LAW-4, LAW-5).

The tables of `core.records.archive_rows` say the same as values. Names of people and grounds of recusals
stand here: none of it is for publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.records.archive_rows import (
    ArchivedAttempt,
    ArchivedEvent,
    ArchivedResult,
    ArchivedStratum,
    ArchivedTrace,
    ArchivedVisit,
    ArchiveRows,
)
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import PassedRecord, VisitRecord, refilled
from shuangsuiji.core.records.story import passed_name, sentence, successor
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import stratum_name

Names = Mapping[str, str]
"""Person id -> name."""


def names_of(pool: Pool) -> dict[str, str]:
    """Person id -> name, with the id where several people share it."""
    counts: dict[str, int] = {}
    for person in pool.people:
        counts[person.name] = counts.get(person.name, 0) + 1
    return {
        person.id: f"{person.name}（{person.id}）" if counts[person.name] > 1 else person.name
        for person in pool.people
    }


def attempt_line(row: ArchivedAttempt) -> str:
    """One attempt: seed, grade, what came of it, why and by whom, and who says so."""
    parts = [
        f"第{row.attempt}次开始（{minute(row.time)}）：种子“{row.seed}”，{row.grade}，结果：{row.outcome}"
    ]
    parts += [f"原因：{row.detail}"] if row.detail else []
    parts += [f"抽取的理由：{row.reason}"] if row.reason else []
    parts += [f"经办人：{row.operator}"] if row.operator else []
    if row.source != "台账":
        parts.append("旁边没有总台账，只是档案自称")
    return "；".join(parts) + ("。（本档案）" if row.own else "。")


def stratum_line(row: ArchivedStratum) -> str:
    """One stratum: how many, and where the cut was."""
    name = stratum_name(row.area, row.name)
    told = f"任务{row.task}“{name}”：共{row.members}户，可抽{row.available}户，应抽{row.n}户"
    if row.drawn:
        told += f"，抽中{len(row.drawn)}户，截止签号{row.cut_off}"
    return told + (f"，缺{row.shortage}户。" if row.shortage else "。")


def event_lines(
    row: ArchivedEvent, pool: Pool, rows: ArchiveRows, names: Names, number: int = 0
) -> Iterator[str]:
    """An event: when, by whom, why, with what seed, who came for whom; at one object alone, or 0 at all."""
    title = f"第{row.number}次递补" if row.number > 0 else "选派专业人员"
    parts = [f"{title}（{minute(row.time)}）：理由：{row.reason}"]
    parts += [f"经办人：{row.operator}"] if row.operator else []
    parts += [f"种子“{row.seed}”，{row.grade}"] if row.seed else []
    yield "；".join(parts) + "。"
    visit_of = {visit.index: visit for visit in rows.visits}
    for stratum, out, into in row.replacements:
        if number not in (0, out, into):
            continue
        where = "补足" if not stratum else f"第{stratum}层"
        came = f"补入{pool.name(into)}" if into else "没有候补，没有补入"
        yield f"{title}：{where}{pool.name(out)}退出，{came}。"
    for index, left, came_in in row.changes:
        visit = visit_of[index]
        if number not in (0, visit.number):
            continue
        if index in row.ended:
            yield f"{title}：{visit.name}（表号{index}）的检查终止。"
        elif left:
            gone, came = named(left, names), named(came_in, names)
            yield f"{title}：{visit.name}（表号{index}）由{came or '（没有人）'}代替{gone}。"
        else:
            yield f"{title}：{visit.name}（表号{index}）由{named(came_in, names)}检查。"


def result_line(row: ArchivedResult, name: str) -> str:
    """One result of one department."""
    day = row.day or "日期没有写"
    told = f"{name}：{row.department} {day} 检查，结果代码{'、'.join(map(str, row.codes))}"
    told += f"（{row.detail}）" if row.detail else ""
    told += f"，后续处置{'、'.join(row.measures)}（{row.state or '没有写进展'}）" if row.measures else ""
    told += f"，{row.published}公示" if row.published else "，没有公示的记录"
    return told + (f"，共录入{row.entries}次。" if row.entries > 1 else "。")


def team_line(visit: ArchivedVisit, names: Names) -> str:
    """Who goes on a visit."""
    people = "、".join(names[key] + ("★" if key == visit.leader else "") for key in visit.people)
    along = f"；随行{'、'.join(visit.specialists)}" if visit.specialists else ""
    group = f"第{visit.group}组，" if visit.group else ""
    if visit.ended:
        return f"表号{visit.index}（{visit.name}）：已终止，{visit.ended}。"
    return f"表号{visit.index}（{visit.name}）：{group}{people or '没有人员'}{along}。"


def recusal_lines(dossier: Dossier) -> Iterator[str]:
    """Whoever came up and was recused, who came instead, and on which visit."""
    for visit, title in _staffings(dossier):
        for record in visit["trace"]:
            if record["outcome"] == "回避":
                yield f"{title}表号{visit['index']}（{visit['name']}）：{_sentence(dossier, visit, record)}"


def passed_lines(dossier: Dossier, visits: Sequence[int]) -> Iterator[str]:
    """Everybody who was passed over on these visits, for whatever reason."""
    for visit, title in _staffings(dossier):
        if visit["index"] in visits:
            for record in visit["trace"]:
                yield f"{title}表号{visit['index']}：{_sentence(dossier, visit, record)}"


def person_lines(dossier: Dossier, rows: ArchiveRows, key: str) -> Iterator[str]:
    """What there is to say of a person beyond the slip: visits, recusals, where they were passed over."""
    names, others = {visit.index: visit.name for visit in rows.visits}, names_of(dossier.pool)
    own = [visit for visit in rows.visits if key in visit.people and not visit.ended]
    for row in own:
        yield f"参加检查：{row.name}（表号{row.index}）{'，任组长' if row.leader == key else ''}。"
    for visit, title in _staffings(dossier):
        for record in visit["trace"]:
            if record["person"] == key:
                yield f"{title}表号{visit['index']}（{visit['name']}）：{_sentence(dossier, visit, record)}"
    for event in rows.events:
        for index, left, came in event.changes:
            where = f"第{event.number}次递补：{names[index]}（表号{index}）"
            if key in left and index not in event.ended:
                yield f"{where}由{named(came, others)}代替；{event.reason}。"
            elif key in came:
                whom = f"代替{named(left, others)}" if left else "参加"
                yield f"{where}{whom}；{event.reason}。"
    pairs = [row for row in rows.recusals if row.person == key]
    for pair in pairs[:_MOST]:
        ground = f"（{pair.ground}）" if pair.ground else ""
        yield f"须回避：{dossier.pool.name(pair.number)}，依据“{pair.rule}”{ground}。"
    if len(pairs) > _MOST:
        yield f"须回避的还有{len(pairs) - _MOST}户（--json 列出全部）。"


_MOST = 50


def barred_lines(rows: ArchiveRows, number: int, names: Names) -> Iterator[str]:
    """Who has to step back from an object, and why, whether or not they came up."""
    for row in rows.recusals:
        if row.number == number:
            ground = f"（{row.ground}）" if row.ground else ""
            yield f"须回避的人员：{names[row.person]}，依据“{row.rule}”{ground}。"


def _staffings(dossier: Dossier) -> Iterator[tuple[VisitRecord, str]]:
    """Each team that was drawn, with what it was drawn by."""
    for visit in dossier.as_made["visits"]:
        yield visit, ""
    for event, before in dossier.steps():
        for visit in event["visits"]:
            if refilled(before.get(visit["index"]), visit):
                yield visit, f"第{event['event']}次递补，"


def _sentence(dossier: Dossier, visit: VisitRecord, record: PassedRecord) -> str:
    return sentence(passed_name(dossier, record), record, successor(dossier, visit, record))


def named(people: Sequence[str], names: Names) -> str:
    """People by their names."""
    return "、".join(names[key] for key in people)


def trace_counts(trace: Sequence[ArchivedTrace]) -> str:
    """How often somebody was passed over for which reason."""
    counts: dict[str, int] = {}
    for row in trace:
        counts[row.outcome] = counts.get(row.outcome, 0) + 1
    return "，".join(f"{outcome}{count}次" for outcome, count in counts.items()) or "没有"


def minute(recorded: str) -> str:
    """A recorded time in Beijing, to the minute."""
    time = recorded_time(recorded)
    return f"{time:%Y-%m-%d %H:%M}" if time else recorded or "时间不明"
