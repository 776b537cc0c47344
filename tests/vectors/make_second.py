"""Writes tests/vectors/second/ and the last example of docs/algorithm.md, by running the package.

    python tests/vectors/make_second.py

It shows what the other examples do not: a year's quota, an unrated tier, the yearly floor with a top-up,
the rules 本辖区 and 上次检查, formations of groups put aside, and an event with a seed of its own in which
an object closes, a member steps back and a specialist is sent along.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import cast

from make_groups import dealing_table, forming_table
from make_tiny import DOCUMENT, HERE, ITEMS, PLAN, fenced, table_of

from shuangsuiji.core.canonical import Digest, Json, canonical_json, sha256
from shuangsuiji.core.draw import Draw, draw
from shuangsuiji.core.plans.text import plan_from_canonical
from shuangsuiji.core.pool import PastVisit
from shuangsuiji.core.record import record_bytes, record_of
from shuangsuiji.core.registries.registry import (
    Registries,
    read_inspectors,
    read_items,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.snapshot import Snapshot, freeze
from shuangsuiji.core.substitution import Change, EventRecord, fresh_key, substitute

SECOND = HERE / "second"
BATCH = "下半年"
SEED = "示例 19"
EVENT_SEED = "示例 再抽"
HEAD = Digest("1" * 64)
THIS_PLAN = {
    **PLAN,
    "批次": [
        {"名称": "上半年", "起": "2024-05", "止": "2024-06"},
        {"名称": "下半年", "起": "2024-09", "止": "2024-10"},
    ],
    "任务": [
        {
            "编号": "甲医保01",
            "名称": "定点零售药店联合抽查",
            "事项": {"甲市医疗保障局": ["YB-02"], "甲市市场监督管理局": ["SJ-01"]},
            "抽取": {
                "字段": "信用等级",
                "比例": [["A", "1/2"], ["B", "1/2"]],
                "未评级": "1/2",
                "取整": "四舍五入",
                "比例口径": "全年",
            },
        }
    ],
    "必查": [],
    "限制": {"全年比例下限": "3/4", "不参加抽取": {"经营状态": ["注销", "吊销"]}},
    "检查组": [
        {"部门": "甲市医疗保障局", "人数": 2, "其中至少": {"标签": "药师", "人数": 1}},
        {"部门": "甲市市场监督管理局", "人数": 1},
    ],
    "分组": 2,
    "回避规则": ["名单", "本辖区", "上次检查"],
    "种子": {"递补": "新种子"},
}
OBJECTS = """
编号 名称         信用等级 经营状态 行政区划
J01  仁和药店     A        正常     东区
J02  百姓大药房   A        正常     东区
J03  康泰药店     B        正常     东区
J04  同心药店     A        正常     西区
J05  长青药店     A        注销     东区
J06  惠民药店     B        正常     西区
J07  益寿堂药店   A        正常     东区
J08  平安药店     B        正常     西区
J09  新开药店     -        正常     东区
J10  安康药店     -        正常     东区
"""
PEOPLE = """
执法证号 姓名 部门               标签 证件有效期 辖区
YB001    张一 甲市医疗保障局     药师 2026-12-31 -
YB002    李二 甲市医疗保障局     -    2025-06-30 西区
YB003    王三 甲市医疗保障局     药师 长期       -
YB004    周六 甲市医疗保障局     -    长期       -
YB005    吴七 甲市医疗保障局     药师 长期       -
SJ001    赵四 市场监管局         -    2024-12-31 -
SJ002    钱五 甲市市场监督管理局 -    -          -
SJ003    郑八 甲市市场监督管理局 -    -          西区
"""
RECUSALS = """
检查人员 检查对象 回避事由
王三     同心药店 配偶在该单位工作
"""


def past() -> list[PastVisit]:
    """Two visits of the first batch and two of the year before."""
    own = {"day": "2024-06-30", "plan": "甲医保2024001", "batch": "上半年", "tasks": ("甲医保01",)}
    old = {"day": "2023-10-31", "plan": "甲医保2023001", "batch": "年度", "tasks": ("甲医保01",)}
    return [
        PastVisit(object_id="J01", reasons=("随机",), people=("YB001", "YB002", "SJ001"), **own),  # type: ignore[arg-type]
        PastVisit(object_id="J08", reasons=("随机",), people=("YB003", "YB004", "SJ002"), **own),  # type: ignore[arg-type]
        PastVisit(object_id="J02", reasons=("随机",), people=("YB001", "SJ002"), **old),  # type: ignore[arg-type]
        PastVisit(object_id="J07", reasons=("随机",), people=("YB005", "SJ001"), **old),  # type: ignore[arg-type]
    ]


@cache
def snapshot() -> Snapshot:
    """The snapshot of the example; reading its registries must find nothing wrong."""
    objects, id_column, found = read_objects(table_of(OBJECTS), None)
    inspectors, _ = read_inspectors(table_of(PEOPLE), date(2024, 8, 31))
    items, more = read_items(table_of(ITEMS))
    recusals, most = read_recusals(table_of(RECUSALS), [inspectors], objects)
    assert not [*found, *more, *most]
    registries = Registries(
        objects=objects, id_column=id_column, inspectors=inspectors, items=items, recusals=recusals
    )
    return freeze(plan_from_canonical(THIS_PLAN), BATCH, registries, past())


@cache
def second() -> Draw:
    """The draw of the example."""
    return draw(snapshot(), SEED)


@cache
def event() -> EventRecord:
    """An object closes, the tagged member of another visit steps back, a specialist goes along there."""
    record = record_of(second())
    drawn = {number for stratum in record["strata"] for number in stratum["drawn"]}
    closing = next(visit for visit in record["visits"] if visit["number"] in drawn)
    visit = next(visit for visit in record["visits"] if visit["number"] != closing["number"])
    tagged = next(member["person"] for member in visit["team"] if member["tag"])
    change = Change(
        reason="停业",
        out={},
        recused=((visit["index"], tagged),),
        objects=(closing["number"],),
        specialists=((visit["index"], "某信息工程师"),),
    )
    return substitute(second().drawn.pool, record, [], change, fresh_key(HEAD, EVENT_SEED))


def files() -> dict[str, bytes]:
    """The files of tests/vectors/second, by their paths there."""
    found = {f"snapshot/{name}": data for name, data in snapshot().files.items()}
    found |= {"seed.txt": SEED.encode(), "draw.json": record_bytes(record_of(second()))}
    found["event-seed.txt"] = f"{HEAD}\n{EVENT_SEED}\n".encode()
    found["event-1.json"] = canonical_json(cast(Json, event()))
    return found


def block() -> list[str]:
    """The files, how the groups were formed, how the visits were dealt, the records."""
    found, drawn = files(), second().drawn
    lines: list[str] = []
    for name, data in found.items():
        if name.startswith("snapshot/"):
            end = "" if data.endswith(b"\n") else " (no line end)"
            lines += [f"`{name.removeprefix('snapshot/')}`{end}", *fenced(data)]
    lines += [f"`commit` = `{drawn.commit}`, the seed text is `{SEED}`, K = `{drawn.key:032x}`.", ""]
    aside = record_of(second())["groups"]["discarded"]
    lines += [f"Attempts put aside: {aside}. The attempt that holds:", "", *forming_table(second()), ""]
    lines += [*dealing_table(second()), ""]
    lines += [f"`draw.json`, SHA-256 `{sha256(found['draw.json'])}`:", *fenced(found["draw.json"])]
    lines += [
        f"The event has `head` = `{HEAD}` and the seed text `{EVENT_SEED}`, so that *K*′ = "
        f"`{fresh_key(HEAD, EVENT_SEED):032x}`.",
        "",
    ]
    lines += [f"`event-1.json`, SHA-256 `{sha256(found['event-1.json'])}`:", *fenced(found["event-1.json"])]
    return lines[:-1]


def with_example(text: str) -> str:
    """The document with the example written anew."""
    marks = re.compile("(<!-- begin: second -->\n).*?(<!-- end: second -->)", re.DOTALL)
    body = "\n".join(block()).replace("\n\n\n", "\n\n") + "\n"
    text, count = marks.subn(lambda match: match[1] + body + match[2], text)
    assert count == 1
    return text


def main() -> None:
    """Writes files and document."""
    for name, data in files().items():
        (SECOND / name).parent.mkdir(parents=True, exist_ok=True)
        (SECOND / name).write_bytes(data)
    DOCUMENT.write_text(with_example(DOCUMENT.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
