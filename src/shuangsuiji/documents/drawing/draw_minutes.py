"""抽取记录.docx: the record of a draw that host, operator and witnesses sign; it never changes afterwards.

Everything that the archive knows of its course; what it cannot know (the place, the host) is left to be
written in. Source: LZ-7, LZ-12, LAW-4, LAW-5, QHD-2, LZ-1, XT-1, WG-6, WG-7.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction

from shuangsuiji.core.plans.words import team_rules
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import PassedRecord, StratumRecord
from shuangsuiji.core.records.story import REASONS
from shuangsuiji.core.rules.quota import excluded, rounded
from shuangsuiji.core.seeds.letter import KEY_DIGITS
from shuangsuiji.documents.drawing.heads import DrawPaper, draw_facts, draw_frame, draw_title
from shuangsuiji.documents.drawing.results_figures import (
    VOID,
    amount_of,
    cap_lines,
    floor_lines,
    product_text,
    stage_lines,
    yearly_lines,
)
from shuangsuiji.documents.drawing.visits import leader_of
from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, Templates, rows, slot
from shuangsuiji.documents.wording import (
    REMARKABLE,
    attempts_text,
    id_heading,
    letters_text,
    number_heading,
    redraw_reason,
    remarks_of,
    seed_origin,
    software_text,
    stated_reason,
    strength_text,
    time_text,
)

_OF_THE_COURSE = REMARKABLE | frozenset(
    {
        "clock-behind-on-record",
        "draw-after-announced",
        "draw-before-announced",
        "earlier-batch-not-drawn",
        "frozen-source-differs",
        "same-objects-other-plan",
        "seed-known-before-freeze",
        "seed-second-after-freeze",
        "seed-source-unused",
        "seed-untyped",
        "seed-weak",
    }
)
"""Remarks on how it was drawn, which those who sign have seen; those on registries are the office's own."""


@dataclass(frozen=True, kw_only=True)
class MinutesStratum:
    """One stratum, every step from N to the objects drawn."""

    task: str = slot("任务", "任务编号")
    name: str = slot("层", "分区和分层的名称")
    size: int = slot("总数", "对象总数N")
    amount: str = slot("比例", "比例或数量")
    product: str = slot("乘积", "N×比例的精确值；按数量抽取的为—")
    rounding: str = slot("取整", "取整的方式和得数")
    minimum: int = slot("至少", "每层至少的户数")
    due: int = slot("应抽", "应抽户数n")
    drawn: int = slot("实抽", "实抽户数")
    shortage: str = slot("缺额", "缺额；没有的为空")


@dataclass(frozen=True, kw_only=True)
class MinutesObject:
    """One visit of the list."""

    serial: int = slot("序号", "从1起")
    number: int = slot("封存编号", "封存时的编号")
    name: str = slot("名称", "检查对象名称")
    code: str = slot("编码", "检查对象编码")
    reason: str = slot("抽取原因", "随机、必查、补足")
    leader: str = slot("组长", "检查组组长")


@dataclass(frozen=True, kw_only=True)
class Minutes(DrawPaper):
    """What the record says."""

    plan_name: str = slot("计划名称", "计划名称", needed=True)
    attempt: int = slot("抽取次数", "第几次抽取；演练为0", needed=True)
    reason: str = slot("重抽原因", "重新抽取的原因；第1次抽取时为空")
    stated: str = slot("说明理由", "第1次抽取时写明的理由；没有的为空", default="")
    announced: str = slot("约定抽取时间", "承诺书上的抽取时间；没有的为空", default="")
    attempts: tuple[str, ...] = rows("历次抽取", "本批次每一次开始的种子、性质和结果，每次一句", needed=True)
    letters: tuple[str, ...] = rows(
        "历次封存", "本批次每一次封存的摘要，每次一句；没有封存过的为空", needed=True
    )
    rehearsal: bool = slot("演练", "是否演练")
    time: str = slot("抽取时间", "如2024年5月21日 9时05分")
    operator: str = slot("操作人", "没有登记的为空")
    witnesses: str = slot("见证人", "没有登记的为空", needed=True)
    recordings: str = slot("录音录像", "录音录像编号；没有登记的为空")
    size: int = slot("名录库户数", "检查对象名录库的户数")
    closed: int = slot("不参加户数", "不参加抽取的户数")
    people: int = slot("检查人员数", "检查人员和专家的人数")
    seed: str = slot("随机种子", "种子", needed=True)
    seed_source: str = slot("种子来源", "约定的来源和实际使用的；没有的为空")
    seed_grade: str = slot("种子等级", "种子怎样产生", needed=True)
    seed_strength: str = slot("种子强度", "没有算出的为空")
    key: str = slot("密钥", "由封存摘要和种子算得的密钥的前16位", default="")
    commit: str = slot("封存摘要", "封存内容的SHA-256", needed=True)
    draw_digest: str = slot("抽取记录摘要", "抽取记录的SHA-256", needed=True)
    teams_digest: str = slot("检查组记录摘要", "检查组记录的SHA-256")
    ledger_head: str = slot("台账摘要", "抽取前台账的SHA-256")
    scheme: str = slot("规则名称", "抽取规则的名称和版本")
    rules: str = slot("整理规则", "名录库整理成编号表的规则的版本")
    software: str = slot("软件版本", "软件的名称和版本")
    strata: tuple[MinutesStratum, ...] = rows("分层", "各层抽取情况")
    remarks: tuple[str, ...] = rows("对象说明", "必查、补足、缺额等情况，每条一句")
    drawn: int = slot("抽查对象户数", "抽中的户数")
    visits: int = slot("户次", "检查的户次")
    teams: tuple[str, ...] = rows("人员说明", "检查组、回避、越过的情况，每条一句", needed=True)
    findings: tuple[str, ...] = rows(
        "提示", "关于种子、时间、抽取次序的提示，每条一句；名录库的不在内", needed=True
    )
    code_heading: str = slot("编码名称", "编码一栏的名称")
    number_heading: str = slot("编号名称", "封存编号一栏的名称")
    objects: tuple[MinutesObject, ...] = rows("名单", "抽中的户次", needed=True)


def draw_minutes(dossier: Dossier, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 抽取记录.docx."""
    frame = draw_frame(dossier, draw_title(dossier.manifest, "抽取记录"))
    return render(DRAW_MINUTES, content(dossier), frame, templates)


def content(dossier: Dossier) -> Minutes:
    """What the record of one draw says."""
    manifest, draw = dossier.manifest, dossier.draw
    seed = manifest["seed"]
    return Minutes(
        **draw_facts(dossier),
        attempt=manifest["attempt"],
        reason=redraw_reason(dossier),
        stated=stated_reason(dossier),
        announced=manifest["announced"],
        attempts=attempts_text(dossier),
        letters=letters_text(dossier),
        rehearsal=bool(manifest["rehearsal"]),
        time=time_text(dossier),
        operator=manifest["operator"],
        witnesses="、".join(manifest["witnesses"]),
        recordings="、".join(manifest["recordings"]),
        size=draw["objects"],
        closed=int(excluded(dossier.pool).sum()),
        people=draw["people"],
        seed=seed["text"],
        seed_source=seed_origin(dossier),
        seed_grade=seed["grade"],
        seed_strength=strength_text(seed["bits"]),
        key=draw["key"][:KEY_DIGITS],
        commit=manifest["commit"],
        draw_digest=dossier.draw_digest,
        teams_digest=dossier.teams_digest,
        ledger_head=manifest["ledger_head"],
        scheme=manifest["scheme"],
        rules=dossier.rules,
        software=software_text(dossier),
        strata=tuple(_stratum(dossier, stratum) for stratum in draw["strata"]),
        remarks=tuple(_remarks(dossier)),
        drawn=len({visit["number"] for visit in draw["visits"]}),
        visits=len(draw["visits"]),
        teams=tuple(_teams(dossier)),
        findings=remarks_of(manifest["findings"], _OF_THE_COURSE),
        code_heading=id_heading(dossier),
        number_heading=number_heading(dossier),
        objects=_objects(dossier),
    )


def _stratum(dossier: Dossier, stratum: StratumRecord) -> MinutesStratum:
    product = stratum["product"]
    called = dossier.stratum_name(stratum["task"], stratum["name"])
    return MinutesStratum(
        task=stratum["task"],
        name=" ".join(part for part in (stratum["district"], called) if part)
        + (f"　{VOID}" if stratum.get("void") else ""),
        size=stratum["N"],
        amount=amount_of(stratum),
        product=product_text(stratum),
        rounding=f"{stratum['rounding']} {rounded(Fraction(product), stratum['rounding'])}"
        if product
        else "—",
        minimum=stratum["minimum"],
        due=stratum["n"],
        drawn=len(stratum["drawn"]),
        shortage=str(stratum["shortage"] or ""),
    )


def _remarks(dossier: Dossier) -> list[str]:
    """Must-inspect objects and the yearly floor (LZ-1, XT-1)."""
    found: list[str] = []
    platform = dossier.manifest.get("platform")
    if platform:
        numbers = "、".join(dict.fromkeys(platform["numbers"]))
        found.append(
            f"检查对象由双随机监管平台抽取（平台任务编号{numbers}），按平台名单导入登记；"
            "平台怎样抽取，不能由本工具重算。"
        )
    duties = dossier.draw["must_inspect"]
    if duties:
        by_rule = Counter(rule for duty in duties for rule in duty["rules"])
        parts = "、".join(f"{rule}{count}户" for rule, count in by_rule.items())
        visits = sum(duty["visits"] for duty in duties)
        text = f"必查对象{len(duties)}户（{parts}；一户可兼有几种），本批安排{visits}户次"
        hits = sum(duty["random"] for duty in duties)
        text += f"，其中{hits}户又被随机抽中，计入必查次数" if hits else ""
        missed = sum(duty["unscheduled"] for duty in duties)
        found.append(text + (f"；{missed}户不能检查，没有安排。" if missed else "。"))
    return [*yearly_lines(dossier), *stage_lines(dossier), *cap_lines(dossier), *found, *floor_lines(dossier)]


def _teams(dossier: Dossier) -> list[str]:
    """How the teams came about: people, recusals by ground, others passed over (WG-6, WG-7)."""
    visits = dossier.draw["visits"]
    people = {member["person"] for visit in visits for member in visit["team"]}
    experts = sum(dossier.person_of[person].expert for person in people)
    platform = dossier.manifest.get("platform")
    chosen = "检查组由平台名单写明" if platform and platform["staffed"] else "检查组随机抽取"
    text = f"{len(visits)}户次的{chosen}，参加的检查人员{len(people) - experts}人"
    found = [text + (f"、专家{experts}人。" if experts else "。")]
    if "groups" in dossier.draw:
        found[0] += f"检查人员先随机编成{len(dossier.draw['groups']['formed'])}个固定的组，再随机分派各户次。"
    rules = team_rules(dossier.pool.plan)
    found += [f"计划规定：{'；'.join(rules)}。"] if rules else []
    trace = [record for visit in visits for record in visit["trace"]]
    for group in dossier.draw["groups"]["formed"] if "groups" in dossier.draw else ():
        trace += group["trace"]
    recused = Counter(map(_ground, (record for record in trace if record["outcome"] == "回避")))
    if recused:
        parts = "、".join(f"{ground}{count}人次" for ground, count in sorted(recused.items()))
        found.append(f"抽中后回避{recused.total()}人次，都已当场随机递补：{parts}。")
    else:
        found.append("抽中的人员没有需要回避的。")
    others = Counter(record["outcome"] for record in trace if record["outcome"] != "回避")
    words = (
        ("已达上限", "已达每人至多户次"),
        ("选后无法排完", "选后其余检查组无法排满"),
        ("均衡负荷", "均衡各人户次"),
    )
    parts = "、".join(f"{text}{others[kind]}人次" for kind, text in words if others[kind])
    return [*found, f"依规则越过、依次抽取下一人的：{parts}。"] if parts else found


def _ground(record: PassedRecord) -> str:
    return REASONS.get(record["rule"], record["rule"])


def _objects(dossier: Dossier) -> tuple[MinutesObject, ...]:
    return tuple(
        MinutesObject(
            serial=order,
            number=visit["number"],
            name=visit["name"],
            code=visit["id"],
            reason="、".join(visit["reasons"]),
            leader=leader_of(dossier, visit),
        )
        for order, visit in enumerate(dossier.draw["visits"], 1)
    )


DRAW_MINUTES = Form(
    file="抽取记录.docx",
    content=Minutes,
    about="抽取过程和结果的记录，由主持人、操作人、见证人签名后存档。",
)
