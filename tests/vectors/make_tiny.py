"""Writes tests/vectors/tiny/ and the worked examples of docs/algorithm.md, both by running the package.

    python tests/vectors/make_tiny.py

The document keeps its prose; what stands between its `begin` and `end` marks comes from here, and
tests/core/test_vectors.py asks whether all of it is as this script would write it.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.draw import Draw, draw
from shuangsuiji.core.lottery.words import derive_key, object_tickets, pair_words, visit_order_words
from shuangsuiji.core.plans.text import plan_from_canonical
from shuangsuiji.core.plans.values import decimal_text, ratio_text
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.core.quota import quota
from shuangsuiji.core.record import VisitRecord, record_bytes, record_of
from shuangsuiji.core.registries.registry import (
    EMPTY_REGISTRY,
    Registries,
    read_inspectors,
    read_items,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.registries.tables import Origin, Table
from shuangsuiji.core.schedule import must_inspect, ticket_order, visits_of
from shuangsuiji.core.seed import normal_seed
from shuangsuiji.core.snapshot import Snapshot, freeze
from shuangsuiji.core.substitution import Change, EventRecord, standing, substitute
from shuangsuiji.core.teams.outcomes import OUTCOME_WORDS

HERE = Path(__file__).resolve().parent
TINY = HERE / "tiny"
DOCUMENT = HERE.parents[1] / "docs" / "algorithm.md"

SEED = "03 07 12 19 22 31 09"
BATCH = "上半年"
PLAN = {
    "编号": "甲医保2024001",
    "年度": 2024,
    "发起部门": "甲市医疗保障局",
    "联合部门": ["甲市市场监督管理局"],
    "部门别名": {"市场监管局": "甲市市场监督管理局"},
    "批次": [{"名称": "上半年", "起": "2024-05", "止": "2024-06"}],
    "任务": [
        {
            "编号": "甲医保01",
            "名称": "定点零售药店联合抽查",
            "事项": {"甲市医疗保障局": ["YB-02"], "甲市市场监督管理局": ["SJ-01"]},
            "抽取": {"字段": "信用等级", "比例": [["A", "20%"], ["B", "1/2"]], "每层至少": 1},
        }
    ],
    "必查": [{"名称": "考核重点对象", "对象": {"考核重点": "是"}, "全年次数": 2, "事项": ["YB-01"]}],
    "限制": {"不参加抽取": {"经营状态": ["注销", "吊销"]}},
    "检查组": [
        {"部门": "甲市医疗保障局", "人数": 2, "其中至少": {"标签": "药师", "人数": 1}},
        {"部门": "甲市市场监督管理局", "人数": 1},
    ],
    "种子": {"来源": "双色球第2024058期", "个数": 7, "范围": "1-33"},
}
OBJECTS = """
编号 名称         信用等级 经营状态 考核重点
J01  仁和药店     A        正常     否
J02  百姓大药房   A        正常     否
J03  康泰药店     B        正常     否
J04  同心药店     A        正常     √
J05  长青药店     A        注销     否
J06  惠民药店     B        正常     否
J07  益寿堂药店   A        正常     否
J08  平安药店     B        正常     否
"""
PEOPLE = """
执法证号 姓名 部门               标签 证件有效期
YB001    张一 甲市医疗保障局     药师 2026-12-31
YB002    李二 甲市医疗保障局     -    2025-06-30
YB003    王三 甲市医疗保障局     药师 长期
SJ001    赵四 市场监管局         -    2024-12-31
SJ002    钱五 甲市市场监督管理局 -    -
"""
ITEMS = """
事项编码 抽查事项名称       抽查主体
YB-01    医保基金使用       甲市医疗保障局
YB-02    零售药店基金使用   甲市医疗保障局
SJ-01    药品价格           甲市市场监督管理局
"""
RECUSALS = """
检查人员 检查对象 回避事由
王三     同心药店 配偶在该单位工作
"""


def table_of(text: str) -> Table:
    """A table as it would be read from a sheet; - stands for a blank cell."""
    heading, *rows = (line.split() for line in text.strip().splitlines())
    columns = {
        name: ["" if row[index] == "-" else row[index] for row in rows] for index, name in enumerate(heading)
    }
    origins = (Origin("", "", {}),)
    return Table(columns=columns, aliases={}, origins=origins, rows=[(0, row) for row in range(len(rows))])


def tiny_registries() -> Registries:
    """The registries of the example; reading them must find nothing wrong."""
    objects, id_column, found = read_objects(table_of(OBJECTS), None)
    inspectors, _ = read_inspectors(table_of(PEOPLE), date(2024, 4, 30))
    items, more = read_items(table_of(ITEMS))
    recusals, most = read_recusals(table_of(RECUSALS), [inspectors], objects)
    assert not [*found, *more, *most]
    return Registries(
        objects=objects, id_column=id_column, inspectors=inspectors, items=items, recusals=recusals
    )


def tiny_snapshot() -> Snapshot:
    """The snapshot of the example."""
    earlier = PastVisit(
        object_id="J07",
        day="2023-10-31",
        plan="甲医保2023001",
        batch="年度",
        tasks=("甲医保01",),
        reasons=("随机",),
        people=("YB001", "SJ002"),
    )
    return freeze(plan_from_canonical(PLAN), BATCH, tiny_registries(), [earlier])


@cache
def tiny() -> Draw:
    """The draw of the example."""
    snapshot = tiny_snapshot()
    return draw(snapshot, normal_seed("3,7,12,19,22,31+9", snapshot.pool.plan.seed))


def tiny_files() -> dict[str, bytes]:
    """The files of tests/vectors/tiny, by their paths there."""
    files = {f"snapshot/{name}": data for name, data in tiny_snapshot().files.items()}
    events = {f"event-{event['event']}.json": canonical_json(cast(Json, event)) for event in tiny_events()}
    return {**files, "seed.txt": SEED.encode(), "draw.json": record_bytes(record_of(tiny())), **events}


# --- The worked examples of the document ----------------------------------------------------------------


def key_block() -> list[str]:
    """Key and tickets from a commitment of zeros."""
    key = derive_key("0" * 64, SEED)
    tickets = object_tickets(key, 10)
    lines = [f"With `commit` = 64 zeros and the seed `{SEED}`, K = `{key:032x}`."]
    lines += ["Tickets of the numbers 1 to 10:", "", "| number | ticket |", "| --- | --- |"]
    lines += [f"| {number} | {ticket:016x} |" for number, ticket in enumerate(tickets.tolist(), 1)]
    return [*lines, "", f"Ticket order: {' '.join(map(str, ticket_order(tickets)))}."]


def fenced(data: bytes) -> list[str]:
    """Bytes as an indented block, long lines and all."""
    return ["", *(f"    {line}" for line in data.decode().splitlines()), ""]


def tiny_block() -> list[str]:
    """The whole draw: files, key, tickets, strata, visits, teams, record."""
    files, drawn = tiny_files(), tiny().drawn
    lines: list[str] = []
    for name, data in files.items():
        if name.startswith("snapshot/"):
            end = "" if data.endswith(b"\n") else " (no line end)"
            lines += [f"`{name.removeprefix('snapshot/')}`{end}", *fenced(data)]
    lines += [
        f"`commit` = `{drawn.commit}`",
        "",
        f"The seed as read was `3,7,12,19,22,31+9`; the seed text is `{SEED}`. K = `{drawn.key:032x}`.",
        "",
    ]
    lines += [*objects_table(), "", *visits_table(), "", *teams_table(), ""]
    digest = sha256(files["draw.json"])
    lines += [f"`draw.json`, one line without a line end, SHA-256 `{digest}`:", *fenced(files["draw.json"])]
    return lines[:-1]


def objects_table() -> list[str]:
    """Tickets, and what becomes of each object."""
    drawn = tiny().drawn
    record = record_of(tiny())
    lines = [f"Ticket order: {' '.join(map(str, ticket_order(drawn.tickets)))}.", ""]
    lines += ["| number | id | ticket | reasons | visits |", "| --- | --- | --- | --- | --- |"]
    for number, key in enumerate(drawn.pool.ids, 1):
        own = [visit for visit in record["visits"] if visit["number"] == number]
        reasons = "；".join("、".join(visit["reasons"]) for visit in own)
        indexes = " ".join(str(visit["index"]) for visit in own)
        lines.append(f"| {number} | {key} | {int(drawn.tickets[number - 1]):016x} | {reasons} | {indexes} |")
    lines += ["", "| stratum | N | ratio | product | n | drawn | alternates |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for row in record["strata"]:
        chosen, rest = (" ".join(map(str, numbers)) for numbers in (row["drawn"], row["alternates"]))
        cells = (row["name"], row["N"], row["ratio"], row["product"], row["n"], chosen, rest)
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return lines


def visits_table() -> list[str]:
    """The visits with their words of stream 2.0 and their seats."""
    words = visit_order_words(tiny().drawn.key, 0, len(tiny().drawn.visits)).tolist()
    lines = ["| visit | object | word of stream 2.0 | turn | items | seats (line, tag) | month |"]
    lines += ["| --- | --- | --- | --- | --- | --- | --- |"]
    for visit, word in zip(record_of(tiny())["visits"], words, strict=True):
        kinds = [tiny().seating.kinds[kind] for kind in tiny().seating.staffing.seats[visit["index"]]]
        seats = " ".join(f"({kind.line}, {kind.tag or '–'})" for kind in kinds)
        items = " ".join(item for _, item in visit["items"])
        lines.append(
            f"| {visit['index']} | {visit['number']} | {word:016x} | {visit['turn']} | {items} | {seats} "
            f"| {visit['month'] or ''} |"
        )
    return lines


def teams_table() -> list[str]:
    """By turn: the people in the order of their words of stream 3.0, and what became of them."""
    people = tiny().drawn.pool.people
    lines = ["| turn | visit | person | index | word of stream 3.0 | outcome |"]
    lines += ["| --- | --- | --- | --- | --- | --- |"]
    for turn, team in enumerate(tiny().assignment.teams, 1):
        words = pair_words(tiny().drawn.key, 0, team.visit, len(people)).tolist()
        outcome = {step.person: OUTCOME_WORDS[step.outcome] for step in team.steps}
        last = team.steps[-1].person
        full = False
        for person in sorted(range(len(people)), key=lambda index: (words[index], index)):
            said = outcome.get(person, "(not looked at)" if full else "(no seat open)")
            lines.append(
                f"| {turn} | {team.visit} | {people[person].id} | {person} | {words[person]:016x} | {said} |"
            )
            full = full or person == last
    return lines


CHANGES = [
    Change(reason="近亲属在该单位任职", out={}, recused=((0, "SJ001"),)),
    Change(reason="停业", out={}, done=frozenset({0}), objects=(6,), specialists=((2, "某信息工程师"),)),
    Change(reason="生病", out={"YB003": (1,)}),
]


@cache
def tiny_events() -> list[EventRecord]:
    """Three events on the draw of the example, with its own key."""
    drawn = tiny().drawn
    events: list[EventRecord] = []
    for change in CHANGES:
        events.append(substitute(drawn.pool, record_of(tiny()), events, change, drawn.key))
    return events


def events_block() -> list[str]:
    """Each event with the words that its open seats were filled by, and its bytes."""
    lines: list[str] = []
    for event in tiny_events():
        data = canonical_json(cast(Json, event))
        lines += [f"**Event {event['event']}.**", "", *event_table(event), ""]
        lines += [f"`event-{event['event']}.json`, SHA-256 `{sha256(data)}`:", *fenced(data)]
    return lines[:-1]


def event_table(event: EventRecord) -> list[str]:
    """By word of stream 2.s: the people by their words of stream 3.s, and what became of them."""
    drawn, number = tiny().drawn, event["event"]
    before = standing(record_of(tiny()), tiny_events()[: number - 1])
    people = drawn.pool.people
    total = len(standing(record_of(tiny()), tiny_events()[:number]))
    turns = visit_order_words(drawn.key, number, total).tolist()
    lines = [f"| visit | word of stream 2.{number} | person | index | word of stream 3.{number} | outcome |"]
    lines += ["| --- " * 6 + "|"]
    for visit in sorted(event["visits"], key=lambda visit: (turns[visit["index"]], visit["index"])):
        index = visit["index"]
        old = before[index] if index < len(before) else None
        if "ended" in visit or (old is not None and old["team"] == visit["team"]):
            continue
        words = pair_words(drawn.key, number, index, len(people)).tolist()
        for person in sorted(range(len(people)), key=lambda index: (words[index], index)):
            said = outcome_of(visit, old, people[person].id)
            lines.append(
                f"| {index} | {turns[index]:016x} | {people[person].id} | {person} | {words[person]:016x} "
                f"| {said} |"
            )
    return lines


def outcome_of(visit: VisitRecord, old: VisitRecord | None, person: str) -> str:
    """What became of a person at a visit that an event refilled."""
    if old is not None and any(member["person"] == person for member in old["team"]):
        stays = any(member["person"] == person for member in visit["team"])
        return "(stays)" if stays else "(leaves)"
    if any(member["person"] == person for member in visit["team"]):
        return "抽中"
    passed = [entry["outcome"] for entry in visit["trace"] if entry["person"] == person]
    return passed[0] if passed else "(no seat open, or not looked at)"


def quotas_block() -> list[str]:
    """Quotas of four tiers, the other roundings, and must-inspect visits over two batches."""
    ratios = [Fraction(part, 100) for part in (1, 3, 10, 20)]
    sizes = (3, 37, 100, 101, 999)
    lines = ["进一, minimum 0; each cell is product → n:", ""]
    lines += ["| N | " + " | ".join(map(ratio_text, ratios)) + " |", "| --- " * 5 + "|"]
    for size in sizes:
        cells = []
        for ratio in ratios:
            product, n = quota(size, ratio, "进一", 0)
            assert product is not None
            cells.append(f"{decimal_text(product)} → {n}")
        lines.append(f"| {size} | {' | '.join(cells)} |")
    lines += ["", "| ratio | N | product | 每层至少 | 进一 | 四舍五入 | 舍去 |", "| --- " * 7 + "|"]
    for ratio, size, least in CASES:
        ns = [quota(size, ratio, rounding, least)[1] for rounding in ("进一", "四舍五入", "舍去")]
        row = [ratio_text(ratio), size, ratio_text(ratio * size), least, *ns]
        lines.append(f"| {' | '.join(map(str, row))} |")
    return lines


def must_inspect_block() -> list[str]:
    """Three must-inspect visits a year in two batches: what is owed, by what was done and drawn before."""
    batches = [
        {"名称": "上半年", "起": "2024-05", "止": "2024-06"},
        {"名称": "下半年", "起": "2024-09", "止": "2024-11"},
    ]
    rule = {"名称": "重点", "对象": {}, "全年次数": 3, "事项": ["YB-01"]}
    plan = plan_from_canonical({**PLAN, "批次": batches, "任务": [], "必查": [rule]})
    objects, id_column, _ = read_objects(table_of(OBJECTS), None)
    items, _ = read_items(table_of(ITEMS))
    registries = Registries(objects=objects, id_column=id_column, inspectors=EMPTY_REGISTRY, items=items)
    lines = ["| batch | target | *d* | drawn at random | visits | months |", "| --- " * 6 + "|"]
    for part, batch in enumerate(batches):
        past = [
            PastVisit(object_id=f"J{number:02d}", day="2024-06-30", reasons=("必查",))
            for number in range(1, 5)
            for _ in range(number - 1 if part else 0)
        ]
        pool = freeze(plan, batch["名称"], registries, past).pool
        for drawn in (frozenset[int](), frozenset(range(1, 9))):
            for duty in must_inspect(pool, drawn)[: 4 if part else 1]:
                visits = visits_of(pool, {}, [duty], None) if duty.visits else []
                months = " ".join(visit.month or "any" for visit in visits)
                said = "yes" if duty.at_random else "no"
                row = (part + 1, duty.target, duty.done, said, duty.visits, months)
                lines.append(f"| {' | '.join(map(str, row))} |")
    return lines


CASES = [
    (Fraction(7, 100), 100, 0),
    (Fraction(1, 4), 10, 0),
    (Fraction(1, 4), 2, 0),
    (Fraction(1, 3), 4, 0),
    (Fraction(1, 100), 40, 1),
    (Fraction(1, 100), 0, 1),
    (Fraction(0), 5, 0),
    (Fraction(1, 5), 3, 5),
    (Fraction(1), 7, 0),
]


def with_examples(text: str) -> str:
    """The document with all that stands between its marks written anew."""
    blocks = {"key": key_block, "tiny": tiny_block, "quotas": quotas_block, "must": must_inspect_block}
    blocks["events"] = events_block
    for name, block in blocks.items():
        marks = re.compile(f"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)", re.DOTALL)
        body = "\n".join(block()).replace("\n\n\n", "\n\n") + "\n"
        text, count = marks.subn(lambda match, body=body: match[1] + body + match[2], text)
        assert count == 1
    return text


def main() -> None:
    """Writes files and document."""
    for name, data in tiny_files().items():
        (TINY / name).parent.mkdir(parents=True, exist_ok=True)
        (TINY / name).write_bytes(data)
    DOCUMENT.write_text(with_examples(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
