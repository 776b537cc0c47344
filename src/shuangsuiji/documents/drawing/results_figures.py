"""The figures of a draw: strata, must-inspect objects, yearly floor, alternates, what was not drawn."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from shuangsuiji.core.lottery.records import LISTED
from shuangsuiji.core.plans.words import entity_cap_words, percent_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import DutyRecord, StratumRecord
from shuangsuiji.core.records.slip import bar, exclusion
from shuangsuiji.core.rules.quota import (
    amount_words,
    excluded,
    part_of_year,
    rounded,
    stratum_name,
    tasks_of_batch,
)
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Sheet
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
    """The ratio or the number of a stratum, and what it was worked out from if the plan does not give it."""
    ratio = stratum["ratio"]
    amount = Fraction(ratio) if ratio is not None else stratum["count"] or 0
    return amount_words(stratum["name"], amount, stratum.get("basis", {}))


def _strata(dossier: Dossier) -> Sheet:
    """分层统计: every step from N to n, exact (QHD-2)."""
    strata = dossier.draw["strata"]
    districts = any(stratum["district"] for stratum in strata)
    yearly = any(stratum["year"] is not None for stratum in strata)
    fields: list[Field[StratumRecord]] = [
        Field("任务编号", lambda stratum: stratum["task"], most=20),
        Field("任务", lambda stratum: dossier.task_name(stratum["task"])),
        Field("分区", lambda stratum: stratum["district"], most=20, shown=districts),
        Field("层", lambda stratum: stratum["name"], most=30),
        Field("对象总数N", lambda stratum: stratum["N"], "number"),
        Field("比例或数量", amount_of, "center", most=24),
        Field("N×比例", product_text, "center", 16),
        Field("取整", lambda stratum: stratum["rounding"] if stratum["product"] else "—", "center", 12),
        Field("取整得数", _rounded, "number", summed=False),
        Field("每层至少", lambda stratum: stratum["minimum"], "number", summed=False),
        Field(
            "全年应抽",
            _due_in_year,
            "number",
            summed=False,
            shown=yearly,
        ),
        Field(
            "以前已抽",
            _drawn_earlier,
            "number",
            summed=False,
            shown=yearly,
        ),
        Field("应抽n", lambda stratum: stratum["n"], "number"),
        Field("可抽", lambda stratum: stratum["available"], "number"),
        Field("实抽", lambda stratum: len(stratum["drawn"]), "number"),
        Field("缺额", lambda stratum: stratum["shortage"], "number"),
        Field(
            "截止签号",
            lambda stratum: VOID if stratum.get("void") else stratum["cut_off"] or "—",
            "center",
            20,
        ),
    ]
    return table(
        "分层统计",
        draw_title(dossier.manifest, "分层统计"),
        fields,
        strata,
        totalled=True,
        about="按任务、分区、层逐级列出从对象总数到实抽户数的每一步，比例和乘积都是精确值，没有小数误差。",
        below=[
            "应抽n＝每层至少与取整得数中较大的一个，但不超过N。可抽＝N减去今年已查过、已到全年上限或按计划规定间隔未满的。"
            "实抽为可抽对象中签号最小的n户，截止签号是其中最大的一个；同一户在各任务中签号相同，"
            "合计可能大于实际户数。",
            *yearly_lines(dossier),
            *stage_lines(dossier),
            *cap_lines(dossier),
            *floor_lines(dossier),
        ],
    )


def product_text(stratum: StratumRecord) -> str:
    """N × ratio, exact; a dash where the plan gives a number."""
    return exact_text(stratum["product"]) if stratum["product"] else "—"


def _rounded(stratum: StratumRecord) -> int | str:
    product = stratum["product"]
    return rounded(Fraction(product), stratum["rounding"]) if product else ""


def _due_in_year(stratum: StratumRecord) -> int | str:
    """n of the whole year; blank where the ratio is not one of the year."""
    return "" if stratum["year"] is None else stratum["year"]


def _drawn_earlier(stratum: StratumRecord) -> int | str:
    return "" if stratum["year"] is None or stratum["earlier"] is None else stratum["earlier"]


def yearly_lines(dossier: Dossier) -> list[str]:
    """Of each task whose ratios are the year's, how the year's numbers come to this batch's (WG-3)."""
    found = []
    for task in tasks_of_batch(dossier.pool):
        strata = [
            stratum
            for stratum in dossier.draw["strata"]
            if stratum["task"] == task.number and stratum["year"] is not None and stratum["N"]
        ]
        if not strata:
            continue
        place, batches = part_of_year(dossier.pool.plan, task, dossier.pool.batch.name)
        each = "；".join(
            f"{stratum_name(stratum['district'], dossier.stratum_name(stratum['task'], stratum['name']))}"
            f"全年{stratum['year']}户，累计{(stratum['year'] or 0) * place // batches}户，"
            f"以前已抽{stratum['earlier']}户，本批{stratum['n']}户"
            for stratum in strata
        )
        found.append(
            f"任务{task.number}的比例是全年的，分{batches}批抽，本批是第{place}批：到本批累计应抽全年的"
            f"{place}/{batches}（不足1户的舍去），减去以前各批已抽的，就是本批应抽。{each}。"
        )
    return found


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
    fields: list[Field[DutyRecord]] = [
        Field(number_heading(dossier), lambda duty: duty["number"], "number"),
        Field(id_heading(dossier), lambda duty: duty["id"], "center", 24),
        Field("名称", lambda duty: dossier.pool.name(duty["number"]), most=44),
        Field("必查规则", lambda duty: "、".join(duty["rules"]), most=44),
        Field("全年次数", lambda duty: duty["times"], "number"),
        Field("今年已查", lambda duty: duty["done"], "number"),
        Field("至本批应查", lambda duty: duty["target"], "number"),
        Field("随机抽中", lambda duty: "是" if duty["random"] else "", "center"),
        Field("本批安排", lambda duty: duty["visits"], "number"),
        Field("备注", lambda duty: "未能安排" if duty["unscheduled"] else "", "center", 16),
    ]
    return table(
        "必查",
        draw_title(dossier.manifest, "必查对象"),
        fields,
        dossier.draw["must_inspect"],
        about="随机抽中的计入必查次数；“至本批应查”是全年次数按批次折算的累计数。",
        empty="没有对象符合必查规则。",
        numbered=True,
    )


class _Alternate(NamedTuple):
    """One object that may come next: its stratum, its place there, how many there are, its number."""

    task: str
    district: str
    stratum: str
    order: int
    waiting: int | str
    number: int


def alternates(dossier: Dossier) -> Sheet:
    """候补顺序: who comes next in every stratum, should a drawn object drop out."""
    pool = dossier.pool
    districts = any(stratum["district"] for stratum in dossier.draw["strata"])
    fields: list[Field[_Alternate]] = [
        Field("任务编号", lambda alternate: alternate.task, most=20),
        Field("分区", lambda alternate: alternate.district, most=20, shown=districts),
        Field("层", lambda alternate: alternate.stratum, most=30),
        Field("候补次序", lambda alternate: alternate.order, "number"),
        Field("候补总数", lambda alternate: alternate.waiting, "number"),
        Field(number_heading(dossier), lambda alternate: alternate.number, "number"),
        Field(id_heading(dossier), lambda alternate: pool.ids[alternate.number - 1], "center", 24),
        Field("名称", lambda alternate: pool.name(alternate.number), most=44),
    ]
    return table(
        "候补顺序",
        draw_title(dossier.manifest, "候补顺序"),
        fields,
        _alternates(dossier),
        about=f"抽中的对象注销、停业等不能检查时，由同一层的候补依次递补。每层列出前{ALTERNATES_SHOWN}户，"
        "“候补总数”是该层候补的全部户数，以后的顺序可由签号推得。",
        empty="各层都没有候补。",
    )


def _alternates(dossier: Dossier) -> Iterator[_Alternate]:
    """The first alternates of every stratum, then those of the yearly floor."""
    for stratum in dossier.draw["strata"]:
        waiting = stratum["available"] - len(stratum["drawn"])
        for order, number in enumerate(stratum["alternates"][:ALTERNATES_SHOWN], 1):
            yield _Alternate(stratum["task"], stratum["district"], stratum["name"], order, waiting, number)
    floor = dossier.draw["floor"]
    if floor is not None and floor["added"]:
        listed = len(floor["alternates"])
        count = listed if listed < LISTED else f"{listed}以上"
        for order, number in enumerate(floor["alternates"][:ALTERNATES_SHOWN], 1):
            yield _Alternate("全年补足", "", "全部", order, count, number)


def not_drawn(dossier: Dossier) -> Sheet:
    """不参加抽取: what was never in the draw, and what could not be drawn this time, with the reason."""
    pool = dossier.pool
    closed = excluded(pool)
    waiting = pool.barred & ~closed
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
    fields: list[Field[tuple[int, str, str]]] = [
        Field("情形", lambda entry: entry[1], "center", 20),
        Field(number_heading(dossier), lambda entry: entry[0], "number"),
        Field(id_heading(dossier), lambda entry: pool.ids[entry[0] - 1], "center", 24),
        Field("名称", lambda entry: pool.name(entry[0]), most=44),
        Field("原因", lambda entry: entry[2], most=60),
    ]
    return table(
        "不参加抽取",
        draw_title(dossier.manifest, "不参加抽取的对象"),
        fields,
        found,
        about="不参加抽取的条件："
        + (condition.describe() if condition else "计划没有规定")
        + "。这些对象保留编号，抽取时越过。",
        below=[
            f"名录库共{len(pool)}户：不参加抽取{int(closed.sum())}户，本批不再随机抽取{int(waiting.sum())}户，"
            f"必查未能安排{len(unscheduled)}户。"
        ],
        numbered=True,
    )
