"""抽查对象名单公示: the drawn list for the public, in the form of an official paper.

Holds names and codes of objects only: no inspector, no phone, no ID number, no tier of a single object.
Its rows go by name.
Source: LAW-3, LAW-4, LZ-10, LZ-14, GB/T 9704-2012.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from shuangsuiji.core.lottery.tables import FRAME, OBJECTS, read_frame, read_objects
from shuangsuiji.core.plans.words import months_text
from shuangsuiji.core.publicity import Access, Masks, list_is_public, public_order
from shuangsuiji.core.records.chances import in_scope
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import TOPPED_UP, StratumRecord
from shuangsuiji.core.rules.quota import excluded
from shuangsuiji.core.seeds.letter import KEY_DIGITS
from shuangsuiji.documents.drawing.correction_record import public_corrections
from shuangsuiji.documents.drawing.heads import draw_frame
from shuangsuiji.documents.drawing.results_figures import VOID, amount_of, cap_lines, product_text
from shuangsuiji.documents.official import (
    PublicPaper,
    batch_name,
    masks_for,
    public_facts,
    trader_facts,
)
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import (
    attempts_text,
    chinese_day,
    day_text,
    id_heading,
    item_name,
    letters_text,
    moment,
    not_replaced,
    public_remarks,
    seed_origin,
    time_text,
    withdrawn_text,
)


@dataclass(frozen=True, kw_only=True)
class DrawnStratum:
    """One line of the table of figures."""

    district: str = slot("分区", "分区抽取时的分区名称，否则为空")
    name: str = slot("名称", "分层名称")
    size: str = slot("对象户数", "该层对象户数")
    amount: str = slot("比例或数量", "计划规定的比例或数量")
    product: str = slot("乘积", "户数×比例的精确值")
    drawn: str = slot("抽取户数", "该层抽取户数；所在的区第一阶段没有抽中的，写明没有抽中")


@dataclass(frozen=True, kw_only=True)
class DrawnTask:
    """The figures of one task."""

    name: str = slot("名称", "任务名称")
    text: str = slot("说明", "一句话：对象多少户、抽取多少户、各层情况")
    strata: tuple[DrawnStratum, ...] = rows("分层", "该任务的各层")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One object of the list."""

    serial: int = slot("序号", "从1起")
    name: str = slot("名称", "检查对象名称", needed=True)
    code: str = slot("编码", "检查对象编码；身份证号等自动遮盖")
    works: str = slot("抽查任务或事项", "抽中的任务；必查对象为检查事项")


@dataclass(frozen=True, kw_only=True)
class ListChange:
    """One object that has left the list since the draw."""

    out: str = slot("退出", "退出名单的检查对象名称")
    into: str = slot("递补", "依次递补的检查对象名称，几户之间用顿号；没有候补的为空")
    none: str = slot("不补", "没有递补的，为什么：已无候补，或者是按规定必查的", default="")
    reason: str = slot("理由", "不能检查的理由，照记录填写，公布前请核对能否公开")


@dataclass(frozen=True, kw_only=True)
class DrawnList(PublicPaper):
    """What the paper says."""

    batch: str = slot("批次", "批次名称；全年只有一批时为空", default="")
    day: str = slot("抽取日期", "如2024年5月21日")
    size: int = slot("名录库户数", "检查对象名录库的户数")
    aside: str = slot("不在抽取之列", "不参加抽取、不在各任务范围内的各多少户；没有的为空", default="")
    drawn: int = slot("抽查对象户数", "抽中的户数")
    caps: str = slot("法人上限", "同一法人至多抽几户；计划没有规定的为空", default="")
    parts: str = slot("抽取构成", "随机抽取、必查、补足各多少户；只有一种时为空", default="")
    months: str = slot("检查时间", "如2024年5-6月")
    tasks: tuple[DrawnTask, ...] = rows("任务", "各任务抽取情况")
    scheme: str = slot("规则名称", "抽取规则的名称和版本")
    platform: str = slot("平台任务编号", "由监管平台抽取时的平台任务编号，否则为空", default="")
    attempt: int = slot("抽取次数", "第几次抽取", needed=True)
    reason: str = slot("重抽原因", "重新抽取的原因；第1次抽取时为空", default="")
    attempts: tuple[str, ...] = rows(
        "历次抽取", "本批次每一次开始的种子、性质和结果，每次一句；只有一次的为空", needed=True
    )
    letters: tuple[str, ...] = rows(
        "历次封存", "本批次每一次封存的摘要，每次一句；没有封存过的为空", needed=True
    )
    remarks: tuple[str, ...] = rows(
        "提示", "种子、时间、另外的计划等公众应当知道的情况，每条一句；没有的为空", needed=True
    )
    announced: str = slot("约定抽取时间", "承诺书上的抽取时间；没有的为空", default="")
    time: str = slot("抽取时间", "如2024年5月21日 9时05分", default="")
    witnesses: int = slot("见证人数", "见证人的人数", needed=True)
    seed: str = slot("随机种子", "种子", needed=True)
    seed_grade: str = slot("种子等级", "种子怎样产生", needed=True)
    seed_source: str = slot("种子来源", "种子的公开来源；没有时为空", default="")
    frozen: bool = slot("事先封存", "是否在种子产生以前另行封存过", default=True)
    key: str = slot("密钥", "由封存摘要和种子算得的密钥的前16位", default="")
    commit: str = slot("封存摘要", "封存内容的SHA-256", needed=True)
    draw_digest: str = slot("抽取记录摘要", "抽取记录的SHA-256")
    ledger_head: str = slot("台账摘要", "抽取前台账的SHA-256")
    by_district: bool = slot("按分区", "是否分区抽取")
    code_heading: str = slot("编码名称", "编码一栏的名称，如定点编码")
    objects: tuple[Row, ...] = rows("名单", "抽查对象，每户一行；有变动的，是变动以后的", needed=True)
    changes: tuple[ListChange, ...] = rows("变动", "抽取以后名单的变动，每户一条；没有的为空", needed=True)
    withdrawn: tuple[str, ...] = rows("撤回的申请", "提出又撤回的递补申请，每份一句；没有的为空", needed=True)
    corrections: tuple[str, ...] = rows(
        "更正", "抽取以后对名单上的户的更正，每次一句；没有的为空", needed=True
    )


def drawn_list(dossier: Dossier, templates: Templates = NO_TEMPLATES, published: date | None = None) -> bytes:
    """The bytes of 抽查对象名单公示.docx.

    Args:
        published: the day on which the list is made public, whatever the plan's 名单公布 says of the day of
            the draw; the paper then bears that day and no embargo.
    """
    frame = draw_frame(dossier, f"{dossier.manifest['plan_name']}抽查对象名单公示")
    return render(DRAWN_LIST, content(dossier, published), frame, templates)


def content(dossier: Dossier, published: date | None = None) -> DrawnList:
    """What the paper says of one draw."""
    manifest, draw = dossier.manifest, dossier.draw
    seed, masks = manifest["seed"], masks_for(dossier)
    return DrawnList(
        **public_facts(
            dossier.pool.plan,
            chinese_day(published) if published else day_text(dossier),
            Access.PUBLIC if published else _mark(dossier),
        ),
        batch=batch_name(dossier),
        day=day_text(dossier),
        size=draw["objects"],
        aside=_aside(dossier),
        drawn=len({visit["number"] for visit in draw["visits"]}),
        caps=masks.text("".join(cap_lines(dossier))),
        parts=_parts(dossier),
        months=months_text([dossier.pool.batch]),
        tasks=_tasks(dossier, masks),
        scheme=manifest["scheme"],
        platform="、".join(manifest["platform"]["numbers"]) if "platform" in manifest else "",
        attempt=manifest["attempt"],
        reason=masks.said(manifest["reason"] or "未注明") if manifest["attempt"] > 1 else "",
        attempts=attempts_text(dossier) if len(manifest["attempts"]) > 1 else (),
        letters=letters_text(dossier),
        remarks=tuple(map(masks.said, public_remarks(manifest["findings"]))),
        announced=masks.text(manifest["announced"]),
        time=time_text(dossier),
        witnesses=len(manifest["witnesses"]),
        seed=seed["text"],
        seed_grade=seed["grade"],
        seed_source=masks.said(seed_origin(dossier)),
        frozen=bool(manifest["frozen"]),
        key=draw["key"][:KEY_DIGITS],
        commit=manifest["commit"],
        draw_digest=dossier.draw_digest,
        ledger_head=manifest["ledger_head"],
        by_district=any(stratum["district"] for stratum in draw["strata"]),
        code_heading=id_heading(dossier),
        objects=_rows(dossier, masks),
        changes=tuple(_changes(dossier, masks)),
        withdrawn=tuple(map(masks.said, withdrawn_text(dossier, public=True))),
        corrections=tuple(public_corrections(dossier, masks)),
    )


def _mark(dossier: Dossier) -> str:
    plan, time = dossier.pool.plan, moment(dossier)
    if list_is_public(plan, time.date() if time else None):
        return Access.PUBLIC
    when = plan.publication.list_published
    return f"{Access.INTERNAL}（{when}公布，公布前不得外传）\n公布时删去本标识，署名日期改为公布日期。"


def _aside(dossier: Dossier) -> str:
    """Why the strata hold fewer than the registry, so that the figures of the paper add up."""
    files, closed = dossier.snapshot.lottery_files, excluded(dossier.pool)
    frame = read_frame(files[FRAME])
    objects = read_objects(files[OBJECTS], frame)
    outside = ~closed & ~in_scope(frame, objects, dossier.snapshot.labels)
    owed = int((outside & (objects.owed > 0)).sum())
    duty = f"（其中{owed}户按规定必查）" if owed else ""
    parts = ((int(closed.sum()), "按计划不参加抽取"), (int(outside.sum()), f"不在各任务的对象范围内{duty}"))
    return "、".join(f"{count}户{text}" for count, text in parts if count)


def _parts(dossier: Dossier) -> str:
    """How many at random, by rule and added; one object may be there for several reasons (LZ-1, XT-1)."""
    visits = dossier.draw["visits"]
    reasons = Counter(reason for visit in visits if visit["visit"] == 1 for reason in visit["reasons"])
    words = (("随机", "随机抽取"), ("必查", "按规定必查"), ("补足", TOPPED_UP))
    parts = [f"{text}{reasons[reason]}户" for reason, text in words if reasons[reason]]
    return "、".join(parts) if len(parts) > 1 else ""


def _tasks(dossier: Dossier, masks: Masks) -> tuple[DrawnTask, ...]:
    strata = dossier.draw["strata"]
    return tuple(
        _task(dossier, number, [own for own in strata if own["task"] == number], masks)
        for number in dict.fromkeys(stratum["task"] for stratum in strata)
    )


def _task(dossier: Dossier, number: str, strata: list[StratumRecord], masks: Masks) -> DrawnTask:
    name = dossier.task_name(number)
    drawn = sum(len(stratum["drawn"]) for stratum in strata)
    text = f"对象{sum(stratum['N'] for stratum in strata)}户，"
    for stage in dossier.draw.get("clusters", []):
        if stage["task"] == number:
            clusters = masks.text("、".join(stage["drawn"]))
            text += f"先从{stage['of']}个{stage['column']}中抽取{len(stage['drawn'])}个（依次为{clusters}），"
    text += f"抽取{drawn}户"
    if 1 < len(strata) <= 6 and not any(stratum["district"] for stratum in strata):
        layers = "、".join(
            f"“{dossier.stratum_name(number, s['name'])}”{s['N']}户抽取{len(s['drawn'])}户" for s in strata
        )
        text += f"，其中{masks.text(layers)}"
    lines = tuple(_stratum(dossier, stratum, masks) for stratum in strata)
    return DrawnTask(name=masks.text(name), text=text, strata=lines)


def _stratum(dossier: Dossier, stratum: StratumRecord, masks: Masks) -> DrawnStratum:
    return DrawnStratum(
        district=masks.text(stratum["district"]),
        name=masks.text(dossier.stratum_name(stratum["task"], stratum["name"])),
        size=str(stratum["N"]),
        amount=amount_of(stratum),
        product=product_text(stratum),
        drawn=VOID if stratum.get("void") else str(len(stratum["drawn"])),
    )


def _changes(dossier: Dossier, masks: Masks) -> Iterator[ListChange]:
    """Whoever has left the list, and who came instead: who draws again gets the list as it was (LAW-3)."""

    def name(number: int) -> str:
        return masks.object_name(dossier.pool.name(number), *trader_facts(dossier, number))

    for event in dossier.events:
        for gone in event["objects"]:
            came = [entry["into"] for entry in event["replacements"] if entry["out"] == gone]
            into = dict.fromkeys(name(number) for number in came if number is not None)
            yield ListChange(
                out=name(gone),
                into="、".join(into),
                none=not_replaced(event, gone),
                reason=masks.said(event["reason"]),
            )


def _rows(dossier: Dossier, masks: Masks) -> tuple[Row, ...]:
    """Every object once, however often it is visited; by name, since the order of visits tells strata."""
    found: dict[int, Row] = {}
    for visit in dossier.draw["visits"]:
        if visit["number"] in found:
            continue
        works = [dossier.task_name(task) for task in visit["tasks"]]
        works = works or [item_name(dossier.pool, key) for _, key in visit["items"]]
        found[visit["number"]] = Row(
            serial=0,
            name=masks.object_name(visit["name"], *trader_facts(dossier, visit["number"])),
            code=masks.code(visit["id"]),
            works=masks.text("；".join(dict.fromkeys(works))),
        )
    ordered = sorted(found.values(), key=lambda row: public_order(row.name, row.code, row.works))
    return tuple(replace(row, serial=serial) for serial, row in enumerate(ordered, 1))


DRAWN_LIST = Form(
    file="抽查对象名单公示.docx",
    content=DrawnList,
    about="抽取以后公布抽查对象名单用；名单公布以前是内部文件。",
)
