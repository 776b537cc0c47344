"""The figures of a draw: strata, must-inspect objects, yearly floor, alternates, what was not drawn."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from shuangsuiji.core.lottery.records import LISTED
from shuangsuiji.core.plans.words import entity_cap_words, percent_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import StratumRecord
from shuangsuiji.core.records.slip import bar, exclusion
from shuangsuiji.core.rules.quota import barred, excluded, rounded, tasks_of_batch
from shuangsuiji.documents.office.sheets import Column, Row, Sheet
from shuangsuiji.documents.wording import exact_text, id_heading, number_heading

ALTERNATES_SHOWN = 50
"""How many alternates of each stratum are printed; the tickets tell who comes after them."""
VOID = "未抽中该区（第一阶段）"
"""What is said of a stratum whose cluster the first stage did not draw."""


def sheets(dossier: Dossier) -> list[Sheet]:
    """分层统计, and 必查 where the plan has such rules."""
    found = [_strata(dossier)]
    if dossier.pool.plan.must_inspect:
        found.append(_duties(dossier))
    return found


def amount_of(stratum: StratumRecord) -> str:
    """The ratio or the number that the plan gives a stratum."""
    if stratum["ratio"] is not None:
        return percent_text(Fraction(stratum["ratio"]))
    return f"{stratum['count']}户"


def _strata(dossier: Dossier) -> Sheet:
    """分层统计: every step from N to n, exact (QHD-2)."""
    strata = dossier.draw["strata"]
    districts = any(stratum["district"] for stratum in strata)
    yearly = any(stratum["year"] is not None for stratum in strata)
    columns = [Column("任务编号", most=20), Column("任务", most=40)]
    columns += [Column("分区", most=20)] if districts else []
    columns += [
        Column("层", most=30),
        Column("对象总数N", "number"),
        Column("比例或数量", "center", 14),
        Column("N×比例", "center", 16),
        Column("取整", "center", 12),
        Column("取整得数", "number"),
        Column("每层至少", "number"),
    ]
    columns += [Column("全年应抽", "number"), Column("以前已抽", "number")] if yearly else []
    columns += [Column(name, "number") for name in ("应抽n", "可抽", "实抽", "缺额")]
    columns.append(Column("截止签号", "center", 20))
    totals = [sum(stratum[key] for stratum in strata) for key in ("n", "available")]
    drawn = sum(len(stratum["drawn"]) for stratum in strata)
    blanks = len(columns) - 6
    total: list[str | int] = ["合计", *[""] * blanks, *totals, drawn]
    total += [sum(stratum["shortage"] for stratum in strata), ""]
    total[4 if districts else 3] = sum(stratum["N"] for stratum in strata)
    return Sheet(
        name="分层统计",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）分层统计",
        about="按任务、分区、层逐级列出从对象总数到实抽户数的每一步，比例和乘积都是精确值，没有小数误差。",
        columns=columns,
        rows=[_stratum(dossier, stratum, districts, yearly) for stratum in strata],
        total=total,
        below=[
            "应抽n＝每层至少与取整得数中较大的一个，但不超过N。可抽＝N减去今年已查过或已到全年上限的。"
            "实抽为可抽对象中签号最小的n户，截止签号是其中最大的一个；同一户在各任务中签号相同，"
            "合计可能大于实际户数。",
            *stage_lines(dossier),
            *cap_lines(dossier),
            *floor_lines(dossier),
        ],
    )


def _stratum(dossier: Dossier, stratum: StratumRecord, districts: bool, yearly: bool) -> Row:
    product = stratum["product"]
    whole: int | str = rounded(Fraction(product), stratum["rounding"]) if product else ""
    row: list[str | int] = [stratum["task"], dossier.task_name(stratum["task"])]
    row += [stratum["district"]] if districts else []
    row += [
        stratum["name"],
        stratum["N"],
        amount_of(stratum),
        exact_text(product) if product else "—",
        stratum["rounding"] if product else "—",
        whole,
        stratum["minimum"],
    ]
    if yearly:
        year = stratum["year"]
        row += ["" if year is None else year, "" if year is None else stratum["earlier"]]
    row += [stratum["n"], stratum["available"], len(stratum["drawn"]), stratum["shortage"]]
    return [*row, VOID if stratum.get("void") else stratum["cut_off"] or "—"]


def stage_lines(dossier: Dossier) -> list[str]:
    """The first stage of each task that has one: which clusters were drawn, in the order drawn."""
    found = []
    for stage in dossier.draw.get("clusters", []):
        order = "、".join(stage["drawn"])
        text = f"任务{stage['task']}第一阶段：{stage['of']}个{stage['column']}中抽取{len(stage['drawn'])}个，"
        text += f"依抽取次序为{order}"
        rest = stage["of"] > len(stage["drawn"])
        found.append(text + ("；其余各区未抽中，不再从中抽取。" if rest else "。"))
    return found


def cap_lines(dossier: Dossier) -> list[str]:
    """同一法人至多, of the plan and of the tasks of this batch."""
    plan, limits = dossier.pool.plan, dossier.pool.plan.limits
    found = [entity_cap_words(limits.per_entity)] if limits.per_entity else []
    for task in tasks_of_batch(dossier.pool):
        if task.per_entity is not None:
            name = f"任务{task.number}：" if len(plan.tasks) > 1 else ""
            found.append(name + entity_cap_words(task.per_entity))
    return [f"{text}，已抽满的依签号越过。" for text in found]


def floor_lines(dossier: Dossier) -> list[str]:
    """全年比例下限: M, F, what counted and what was added (XT-1)."""
    floor = dossier.draw["floor"]
    plan = dossier.pool.plan
    limit = plan.limits.yearly_floor
    if limit is None:
        return []
    if floor is None:
        return [
            f"全年比例下限{percent_text(limit)}：在最后一个批次核算，不足的随机补足；本批次不是最后一个批次。"
        ]
    text = (
        f"全年比例下限{percent_text(limit)}：可抽查对象M＝{floor['M']}户，下限F＝{floor['F']}户；"
        f"补足前全年随机抽取{floor['counted']}户，本批随机补足{len(floor['added'])}户，"
        f"补足后{floor['counted'] + len(floor['added'])}户"
    )
    if not floor["short"]:
        return [text + "，达到下限。"]
    capped = plan.limits.per_entity is not None
    why = "没有可抽的对象，或者其余的受“同一法人至多”限制" if capped else "已没有可抽的对象"
    return [text + f"，仍缺{floor['short']}户（{why}）。"]


def _duties(dossier: Dossier) -> Sheet:
    """必查: what each must-inspect object is owed and gets (LZ-1)."""
    pool = dossier.pool
    rows: list[Row] = [
        [
            serial,
            duty["number"],
            duty["id"],
            pool.name(duty["number"]),
            "、".join(duty["rules"]),
            duty["times"],
            duty["done"],
            duty["target"],
            "是" if duty["random"] else "",
            duty["visits"],
            "未能安排" if duty["unscheduled"] else "",
        ]
        for serial, duty in enumerate(dossier.draw["must_inspect"], 1)
    ]
    return Sheet(
        name="必查",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）必查对象",
        about="随机抽中的计入必查次数；“至本批应查”是全年次数按批次折算的累计数。",
        columns=[
            Column("序号", "number"),
            Column(number_heading(dossier), "number"),
            Column(id_heading(dossier), "center", 24),
            Column("名称", most=44),
            Column("必查规则", most=44),
            Column("全年次数", "number"),
            Column("今年已查", "number"),
            Column("至本批应查", "number"),
            Column("随机抽中", "center"),
            Column("本批安排", "number"),
            Column("备注", "center", 16),
        ],
        rows=rows,
        below=[] if rows else ["没有对象符合必查规则。"],
    )


def alternates(dossier: Dossier) -> Sheet:
    """候补顺序: who comes next in every stratum, should a drawn object drop out."""
    pool = dossier.pool
    rows: list[Row] = []
    groups: list[tuple[str, str, str, int | str, list[int]]] = [
        (
            stratum["task"],
            stratum["district"],
            stratum["name"],
            stratum["available"] - len(stratum["drawn"]),
            stratum["alternates"],
        )
        for stratum in dossier.draw["strata"]
    ]
    floor = dossier.draw["floor"]
    if floor is not None and floor["added"]:
        listed = len(floor["alternates"])
        count = listed if listed < LISTED else f"{listed}以上"
        groups.append(("全年补足", "", "全部", count, floor["alternates"]))
    districts = any(group[1] for group in groups)
    for task, district, name, count, numbers in groups:
        for order, number in enumerate(numbers[:ALTERNATES_SHOWN], 1):
            place = [task, district, name] if districts else [task, name]
            rows.append([*place, order, count, number, pool.ids[number - 1], pool.name(number)])
    return Sheet(
        name="候补顺序",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）候补顺序",
        about=(
            f"抽中的对象注销、停业等不能检查时，由同一层的候补依次递补。每层列出前{ALTERNATES_SHOWN}户，"
            "“候补总数”是该层候补的全部户数，以后的顺序可由签号推得。"
        ),
        columns=[
            Column("任务编号", most=20),
            *([Column("分区", most=20)] if districts else []),
            Column("层", most=30),
            Column("候补次序", "number"),
            Column("候补总数", "number"),
            Column(number_heading(dossier), "number"),
            Column(id_heading(dossier), "center", 24),
            Column("名称", most=44),
        ],
        rows=rows,
        below=[] if rows else ["各层都没有候补。"],
    )


def not_drawn(dossier: Dossier) -> Sheet:
    """不参加抽取: what was never in the draw, and what could not be drawn this time, with the reason."""
    pool = dossier.pool
    closed = excluded(pool)
    waiting = barred(pool) & ~closed
    unscheduled = [duty for duty in dossier.draw["must_inspect"] if duty["unscheduled"]]
    found = [(int(row) + 1, "不参加抽取", exclusion(pool, int(row))) for row in np.flatnonzero(closed)]
    found += [(int(row) + 1, "本批不再随机抽取", bar(pool, int(row))) for row in np.flatnonzero(waiting)]
    found += [
        (
            duty["number"],
            "必查未能安排",
            f"{'、'.join(duty['rules'])}；{exclusion(pool, duty['number'] - 1)}",
        )
        for duty in unscheduled
    ]
    condition = pool.plan.limits.excluded
    return Sheet(
        name="不参加抽取",
        title=f"{dossier.manifest['plan_name']}（{dossier.manifest['batch']}）不参加抽取的对象",
        about="不参加抽取的条件："
        + (condition.describe() if condition else "计划没有规定")
        + "。这些对象保留编号，抽取时越过。",
        columns=[
            Column("序号", "number"),
            Column("情形", "center", 20),
            Column(number_heading(dossier), "number"),
            Column(id_heading(dossier), "center", 24),
            Column("名称", most=44),
            Column("原因", most=60),
        ],
        rows=[
            [serial, kind, number, pool.ids[number - 1], pool.name(number), reason]
            for serial, (number, kind, reason) in enumerate(found, 1)
        ],
        below=[
            f"名录库共{len(pool)}户：不参加抽取{int(closed.sum())}户，本批不再随机抽取{int(waiting.sum())}户，"
            f"必查未能安排{len(unscheduled)}户。"
        ],
    )
