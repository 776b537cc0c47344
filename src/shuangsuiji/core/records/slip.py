"""The slip of one object or person: its number and 校验码, and what became of it in a draw, in plain words.

For everybody of the archive, drawn or not; a slip names nobody else. Docs: docs/algorithm.md, sections 5
and 11. Source: LAW-4, LZ-7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shuangsuiji.core.lottery.records import DrawNumbers
from shuangsuiji.core.lottery.selection import TicketOrder, ticket_order
from shuangsuiji.core.lottery.tables import FRAME, OBJECTS, PEOPLE, read_frame, read_objects
from shuangsuiji.core.lottery.words import SCHEME, Key
from shuangsuiji.core.records.correction import corrected_lines
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import TOPPED_UP, VisitRecord, event_title, standing
from shuangsuiji.core.rules.labels import StratumLabel
from shuangsuiji.core.rules.marks import Marked, check_code, marks_of
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.rules.quota import excluded

_PASSED = {
    "回避": "因回避越过",
    "已达上限": "因已达每人至多户次越过",
    "选后无法排完": "因选后其余检查组无法排满越过",
    "均衡负荷": "为各人户次均衡越过",
}
_CHANGES = (
    _LEFT := "退出{}的检查组",
    _CAME := "补入{}的检查组",
    _LEADS := "改任{}的组长",
    _LEADS_NO_MORE := "不再任{}的组长",
    _ENDED := "{}终止检查",
)


class NotInTheTable(Exception):
    """The mark of a registered object is not that of its row: the archive was altered."""


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What one object or person may be told.

    Attributes:
        kind: "object" or "person".
        number: the row of objects.csv or people.csv, from 1; 0 for a person who fits no seat.
        code: 校验码, four groups of five letters.
        lines: what became of it, a sentence each; the first says whether it was drawn.
    """

    kind: Marked
    id: str
    name: str
    number: int
    code: str
    mark: str
    lines: tuple[str, ...]


def object_slip(dossier: Dossier, numbers: DrawNumbers, number: int) -> Slip:
    """The slip of an object.

    Args:
        dossier: of the draw, with its events; `after` has not been called.
        numbers: draw.json.
        number: the object's.

    Raises:
        NotInTheTable: its mark is not that of row `number`.
    """
    key = dossier.pool.ids[number - 1]
    if _mark(dossier, "object", key) != _marks(dossier, OBJECTS)[number - 1]:
        raise NotInTheTable
    return Slip(
        kind="object",
        id=key,
        name=dossier.pool.name(number),
        number=number,
        code=dossier.check_code(number),
        mark=_mark(dossier, "object", key),
        lines=(
            _outcome(dossier, number),
            *_reasons(dossier, numbers, number),
            *corrected_lines(dossier.corrections, key),
        ),
    )


def person_slip(dossier: Dossier, key: str) -> Slip:
    """The slip of a person by id; arguments and errors as of `object_slip`."""
    people = list(dossier.snapshot.labels.people)
    number = people.index(key) + 1 if key in people else 0
    mark = _mark(dossier, "person", key)
    if number and mark != _marks(dossier, PEOPLE)[number - 1]:
        raise NotInTheTable
    salt = marks_of(dossier.snapshot.batch_secret, "person", [key]).mark_salts[0]
    return Slip(
        kind="person",
        id=key,
        name=dossier.person_of[key].name,
        number=number,
        code=check_code(salt),
        mark=mark,
        lines=(*_of_person(dossier, key, number), *corrected_lines(dossier.corrections, key)),
    )


def exclusion(pool: Pool, row: int) -> str:
    """The cells that keep an object out of the draw: 经营状态：注销."""
    condition = pool.plan.limits.excluded
    columns = condition.columns() if condition else ()
    return "；".join(f"{name}：{pool.cells(name)[row] or '（空）'}" for name in columns)


def bar(pool: Pool, row: int) -> str:
    """The visits that keep an object from being drawn again (LAW-1)."""
    visits = pool.this_year.get(pool.ids[row], ())
    days = "、".join(sorted(visit.day for visit in visits))
    cap = pool.plan.limits.yearly_cap
    if cap is not None and len(visits) >= cap:
        return f"今年已检查{len(visits)}次（{days}），已到每户全年上限{cap}次"
    repeated = not pool.plan.limits.repeat_in_year and any(not visit.routine for visit in visits)
    if not repeated and pool.ids[row] in pool.rest_of:
        rule, counted = pool.rest_of[pool.ids[row]]
        return f"{counted[-1]}检查或安排过，计划规定{rule.length}内不重复抽取"
    return f"今年已检查或已安排{len(visits)}次（{days}），计划规定同年不重复抽取"


def _mark(dossier: Dossier, kind: Marked, key: str) -> str:
    return marks_of(dossier.snapshot.batch_secret, kind, [key]).marks[0]


def _marks(dossier: Dossier, table: str) -> list[str]:
    lines = dossier.snapshot.files[table].decode("ascii").splitlines()[1:]
    return [line.split(",", 2)[1] for line in lines]


def _outcome(dossier: Dossier, number: int) -> str:
    """Whether it is visited, and what events changed."""
    drawn = [visit for visit in dossier.draw["visits"] if visit["number"] == number]
    own = {visit["index"] for visit in drawn}
    changes = list[str]()
    for event in dossier.events:
        came = {visit["index"] for visit in event["visits"] if visit["number"] == number} - own
        ended = own & set(event["ended"])
        title = event_title(event)
        if ended:
            changes.append(f"{title}时终止检查（{_serials(ended)}）")
        if came:
            changes.append(f"{title}时由候补补入")
        own = own - ended | came
    reasons = "、".join(dict.fromkeys(reason for visit in drawn for reason in visit["reasons"]))
    if not changes:
        return f"列入检查（{reasons}），{_serials(own)}。" if own else "没有抽中，本批不检查。"
    if drawn:
        first = f"抽取时列入检查（{reasons}），{_serials(visit['index'] for visit in drawn)}"
    else:
        first = "抽取时没有抽中"
    now = f"现在列入检查，{_serials(own)}" if own else "本批不再检查"
    return "；".join((first, *changes, now)) + "。"


def _serials(indexes: Iterable[int]) -> str:
    """Visits by the number that their notices and record sheets bear."""
    return "表号" + "、".join(str(index) for index in sorted(indexes))


def _reasons(dossier: Dossier, numbers: DrawNumbers, number: int) -> Iterator[str]:
    if numbers["scheme"] != SCHEME:
        yield "检查对象由双随机监管平台抽取，没有签号，怎样抽取请向平台查询。"
        return
    files = dossier.snapshot.lottery_files
    frame = read_frame(files[FRAME])
    order = ticket_order(frame, read_objects(files[OBJECTS], frame), Key(int(numbers["key"], 16)))
    yield from _at_random(dossier, numbers, order, number)
    yield from _owed(dossier, int(order.objects.owed[number - 1]), number)


def _at_random(dossier: Dossier, numbers: DrawNumbers, order: TicketOrder, number: int) -> Iterator[str]:
    pool, row = dossier.pool, number - 1
    labels = dossier.snapshot.labels
    if bool(excluded(pool)[row]):
        yield f"计划规定不参加抽取（{exclusion(pool, row)}），编号保留，抽取时越过。"
        return
    tasks, strata = labels.tasks, order.frame.strata
    own = [one for one in order.strata_of(number) if tasks[strata[one - 1].task - 1]["own"]]
    if bool(pool.barred[row]):
        yield f"本批不再随机抽取：{bar(pool, row)}。"
        return
    yield (
        f"签号{int(order.tickets[row]):016x}，签号小的先抽"
        "（签号是十六进制数，从左到右逐位比大小，0最小，9以后依次是a至f）。"
    )
    for stratum in own:
        yield _stratum(labels.strata[stratum - 1], numbers, order, number, stratum)
    if not own:
        yield "不在本批任何任务的对象范围内，没有参加按任务的抽取。"
    yield from _top_up(numbers, order, number)


def _stratum(label: StratumLabel, numbers: DrawNumbers, order: TicketOrder, number: int, stratum: int) -> str:
    """One stratum that the object belongs to: how many, its place, and what came of it."""
    parts = (label["cluster"], label["district"], label["name"])
    where = f"任务{label['task']}（{' '.join(part for part in parts if part)}）："
    if order.void[stratum - 1]:
        return f"{where}第一阶段没有抽中{label['cluster']}，不从中抽取。"
    record, n = numbers["strata"][stratum - 1], order.frame.strata[stratum - 1].n
    place = int(np.flatnonzero(order.first(stratum) == number)[0]) + 1
    told = f"{where}共{record['members']}户，可抽{record['available']}户，应抽{n}户；按签号排第{place}位，"
    if number in record["drawn"]:
        return f"{told}签号没有超过截止签号{record['cut_off']}（最后抽中一户的签号），抽中。"
    if not n:
        return f"{told}本批不抽，没有抽中。"
    next_ = int(np.flatnonzero(order.alternates(stratum, record["drawn"]) == number)[0]) + 1
    cut_off = record["cut_off"]
    if record["shortage"] or cut_off is None or int(order.tickets[number - 1]) < int(cut_off, 16):
        return f"{told}因同一法人已抽满越过，是第{next_}位候补。"
    return f"{told}签号大于截止签号{cut_off}（最后抽中一户的签号），没有抽中，是第{next_}位候补。"


def _top_up(numbers: DrawNumbers, order: TicketOrder, number: int) -> Iterator[str]:
    floor = numbers["floor"]
    if floor is None:
        return
    if number in floor["added"]:
        yield f"{TOPPED_UP}{floor['wanted']}户，按签号抽中。"
        return
    drawn = sorted({one for record in numbers["strata"] for one in record["drawn"]})
    found = np.flatnonzero(order.candidates(drawn) == number)
    if found.size and floor["wanted"]:
        place = int(found[0]) + 1
        yield f"全年比例下限应补足{floor['wanted']}户，在可以补足的对象里按签号排第{place}位，没有补入。"


def _owed(dossier: Dossier, owed: int, number: int) -> Iterator[str]:
    for duty in dossier.snapshot.labels.must_inspect:
        if duty["number"] != number:
            continue
        rules = f"属于必查对象（{'、'.join(duty['rules'])}），全年{duty['times']}次，"
        rules += f"至本批应查{duty['target']}次，今年已查{duty['done']}次"
        if duty["unscheduled"]:
            yield f"{rules}；因不参加抽取，没有安排。"
        elif owed:
            yield f"{rules}；本批必查{owed}次，随机抽中的计入。"
        else:
            yield f"{rules}；本批不欠检查次数。"


def _of_person(dossier: Dossier, key: str, number: int) -> Iterator[str]:
    if not number:
        yield (
            "没有编入：本批检查组没有可以担任的席位"
            "（不在岗，没有执法证或者证件到期，或者部门、专业、标签不合）。"
        )
        return
    after = standing(dossier.draw, dossier.events)
    now = [visit for visit in after if _takes_part(visit, key) and not visit.get("ended")]
    first = [visit for visit in dossier.draw["visits"] if _takes_part(visit, key)]
    group = _group(dossier, key)
    passed = [f"{words}{count}次" for words, count in _passed(dossier, key)]
    changes = _changes(dossier, key)
    if now:
        yield f"参加{_visits(now, key)}。"
    elif changes:
        yield "现在不参加本批检查。"
    if first and changes:
        yield f"抽取时抽中，编入{_visits(first, key)}。"
    elif not first:
        yield ("抽取时" if changes else "") + _not_drawn(group, passed)
    yield from changes
    if group and first:
        yield f"编入第{group}组。"
    if passed and first:
        yield f"抽取时轮到后{'、'.join(passed)}。"


def _not_drawn(group: int, passed: Sequence[str]) -> str:
    """Why nobody's visit is theirs by the draw itself; one sentence, since the reasons exclude each other."""
    if group:
        return f"没有抽中：编入第{group}组，该组没有分到检查户次。"
    if passed:
        return f"没有抽中：轮到时{'、'.join(passed)}，最后没有排上。"
    return "没有抽中：轮到以前，各检查组已经排满。"


def _takes_part(visit: VisitRecord, key: str) -> bool:
    return any(member["person"] == key for member in visit["team"])


def _visits(visits: Sequence[VisitRecord], key: str) -> str:
    leads = sum(visit["leader"] == key for visit in visits)
    told = f"{len(visits)}户次检查（{_serials(visit['index'] for visit in visits)}）"
    return told + (f"，其中任组长{leads}户次" if leads else "")


def _changes(dossier: Dossier, key: str) -> list[str]:
    """What each event changed for a person, a sentence an event; none for those that changed nothing."""
    before = {visit["index"]: visit for visit in dossier.draw["visits"]}
    told = list[str]()
    for event in dossier.events:
        found: dict[str, list[int]] = {}
        for visit in event["visits"]:
            index = visit["index"]
            change = _change(before.get(index), visit, key, ended=index in event["ended"])
            if change:
                found.setdefault(change, []).append(index)
            before[index] = visit
        parts = [change.format(_serials(found[change])) for change in _CHANGES if change in found]
        if parts:
            told.append(f"{event_title(event)}时{'，'.join(parts)}。")
    return told


def _change(old: VisitRecord | None, new: VisitRecord, key: str, *, ended: bool) -> str:
    was, is_ = old is not None and _takes_part(old, key), _takes_part(new, key)
    if was and ended:
        return _ENDED
    if was != is_:
        return _CAME if is_ else _LEFT
    if was and old is not None and (old["leader"] == key) != (new["leader"] == key):
        return _LEADS if new["leader"] == key else _LEADS_NO_MORE
    return ""


def _group(dossier: Dossier, key: str) -> int:
    """The fixed group of a person, from 1; 0 if there is none."""
    for place, group in enumerate(dossier.draw["groups"]["formed"] if "groups" in dossier.draw else (), 1):
        if any(member["person"] == key for member in group["team"]):
            return place
    return 0


def _passed(dossier: Dossier, key: str) -> Iterator[tuple[str, int]]:
    """How often a person was passed over in the draw itself, for a visit or while groups were formed."""
    traces = [visit["trace"] for visit in dossier.draw["visits"]]
    if "groups" in dossier.draw:
        traces += [group["trace"] for group in dossier.draw["groups"]["formed"]]
    records = [record for trace in traces for record in trace]
    found = Counter(one["outcome"] for one in records if one["person"] == key and "group" not in one)
    for outcome, words in _PASSED.items():
        if found[outcome]:
            yield words, found[outcome]
