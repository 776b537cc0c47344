"""The parts of a plan in Chinese words: ratios, months, amounts, scopes, quotas, caps, teams and seeds.

One wording for notices, plan tables, the screen and what changed between two plans; no text ends with a full
stop.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from pydantic import BaseModel

from shuangsuiji.core.canonical import norm
from shuangsuiji.core.plans.conditions import Condition, Test
from shuangsuiji.core.plans.plan import Batch, Items, Plan, Source, Task
from shuangsuiji.core.plans.quota import ENTITY_COLUMN, EntityCap, Quota, Rotation, Stage, TaskEntityCap
from shuangsuiji.core.plans.repetition import IntervalRule
from shuangsuiji.core.plans.seed_form import DICE, DRAND, HEX, LOTTERIES, TEN_FACES, Seed, SeedSource
from shuangsuiji.core.plans.team import AtLeast, Grouping, LoadBasis, TeamLine
from shuangsuiji.core.plans.values import ratio_text

LEADS = "组长由该席位担任"
OUTSIDE = "不编入固定小组"
_CATEGORY = "类别"


def in_words(value: object) -> str:
    """Any value of a plan: numbers and texts as they are, parts of a plan as the functions below say them."""
    match value:
        case bool():
            return "是" if value else "否"
        case Fraction():
            return percent_text(value)
        case dict():
            return "、".join(f"{key}为{in_words(part)}" for key, part in value.items())
        case tuple():
            return "、".join(map(in_words, value))
        case Condition():
            return scope_words(value)
        case Source():
            return source_file_words(value)
        case EntityCap() | TaskEntityCap():
            return entity_cap_words(value)
        case Stage():
            return stage_words(value)
        case Rotation():
            return rotation_words(value)
        case IntervalRule():
            return interval_words(value)
        case AtLeast():
            return tag_words(value)
        case Grouping():
            return f"{value.count}组" if value.count else "按人员数尽量多分"
        case LoadBasis():
            return load_basis_words(value)
        case BaseModel():
            fields = {
                str(field.alias): getattr(value, name) for name, field in type(value).model_fields.items()
            }
            given = (f"{title}{in_words(part)}" for title, part in fields.items() if part is not None)
            return "，".join(given) or "是"
    return str(value)


def percent_text(ratio: Fraction) -> str:
    """The ratio for readers: 20%, 7.5%, 3‰ below one hundredth, or p/q."""
    for scale, sign in ((100, "%"), (1000, "‰")):
        if (ratio * scale).denominator == 1 and (scale == 100 or ratio * 100 < 1):
            return f"{ratio * scale}{sign}"
    hundredfold = ratio * 10000
    if hundredfold.denominator == 1:
        return f"{int(hundredfold) // 100}.{int(hundredfold) % 100:02d}".rstrip("0") + "%"
    return ratio_text(ratio)


def share_text(share: Fraction) -> str:
    """A share with one decimal, halves up: 12.5%.

    What is not all is never rounded to all, and what is not nothing never to nothing: 99.9%, 不足0.1%.
    """
    if share == 1:
        return "100%"
    tenths = int((share * 2000 + 1) // 2)
    if tenths == 0 and share:
        return "不足0.1%"
    tenths = min(tenths, 999) if share < 1 else tenths
    return f"{tenths // 10}.{tenths % 10}%"


def decimal_text(value: Fraction) -> str:
    """An exact number for readers: a decimal where it ends, else p/q."""
    rest = value.denominator
    digits = 0
    while rest % 2 == 0 or rest % 5 == 0:
        rest //= 10 if rest % 10 == 0 else (2 if rest % 2 == 0 else 5)
        digits += 1
    if rest != 1:
        return ratio_text(value)
    scaled = value * 10**digits
    text = f"{int(scaled):0{digits + 1}d}"
    whole, part = (text[:-digits], text[-digits:].rstrip("0")) if digits else (text, "")
    return f"{whole}.{part}" if part else whole


def amount_text(amount: Fraction | int) -> str:
    """A ratio as in the notices (20%), or a number of objects (3户)."""
    return percent_text(amount) if isinstance(amount, Fraction) else f"{amount}户"


def interval_words(rule: IntervalRule) -> str:
    """One rule of 几年内不重复: 经营状态为正常的3年内检查过的不再随机抽取."""
    whose = "" if rule.where is None else f"{scope_words(rule.where)}的对象，"
    return f"{whose}{rule.length}内检查过的不再随机抽取" + ("（日常检查也算）" if rule.routine else "")


def rotation_words(rotation: Rotation) -> str:
    """轮查 as the notices word it: 每3年一轮（2026年起）."""
    counted = "，日常检查也算" if rotation.routine else ""
    return f"每{rotation.years}年一轮（{rotation.start}年起{counted}）"


def shares_text(draw: Quota) -> str:
    """抽取 in short: 20%, or A 1%、B 3%; where the rules work it out, what from."""
    if draw.rotation is not None:
        return rotation_words(draw.rotation)
    if draw.per_person is not None:
        return f"每名在岗人员{draw.per_person}户"
    amount = draw.ratio if draw.ratio is not None else draw.count
    if draw.strata is not None:
        return "、".join(f"{draw.stratum_name(rule.name)} {amount_text(rule.amount)}" for rule in draw.strata)
    if isinstance(amount, tuple):
        return "、".join(f"{draw.stratum_name(name)} {amount_text(part)}" for name, part in amount)
    return amount_text(amount if amount is not None else 0)


def quota_text(draw: Quota) -> str:
    """抽查比例 as in the notices: 20%, or A 1%、B 3%、C 10%、D 20% (WG-9)."""
    text = shares_text(draw)
    if draw.field and not isinstance(draw.ratio or draw.count, tuple):
        text = f"按{draw.field}各{text}"
    if draw.unrated is not None:
        text += f"、未评级 {amount_text(draw.unrated)}"
    text += "（按可抽户数）" if draw.base == "可抽" else ""
    text += "（全年）" if draw.ratio_basis == "全年" and draw.rotation is None else ""
    return text + (f"（{stage_words(draw.stage)}）" if draw.stage else "")


def month_text(month: str) -> str:
    """2024-05 as 2024年5月."""
    return f"{month[:4]}年{int(month[5:])}月"


def batch_text(batch: Batch) -> str:
    """The months of a batch: 2024年5月至6月."""
    if batch.start == batch.end:
        return month_text(batch.start)
    year = "" if batch.start[:4] == batch.end[:4] else f"{batch.end[:4]}年"
    return f"{month_text(batch.start)}至{year}{int(batch.end[5:])}月"


def months_text(batches: Iterable[Batch]) -> str:
    """抽查时间, to the month: 2024年5-6月、9-11月 (QHD-4)."""
    parts: list[str] = []
    year = ""
    for batch in batches:
        first = "" if batch.start[:4] == year else f"{batch.start[:4]}年"
        if batch.start == batch.end:
            parts.append(f"{first}{int(batch.start[5:])}月")
        elif batch.start[:4] == batch.end[:4]:
            parts.append(f"{first}{int(batch.start[5:])}-{int(batch.end[5:])}月")
        else:
            parts.append(f"{month_text(batch.start)}-{month_text(batch.end)}")
        year = batch.end[:4]
    return "、".join(parts)


def items_text(items: Items) -> str:
    """事项 in words: whose they are, and their codes."""
    return "；".join(
        f"{department}：{'、'.join(codes)}" if department else "、".join(codes)
        for department, codes in items.items()
    )


def source_file_words(source: Source) -> str:
    """A file of 名录库, with what the plan says of its sheet and headings."""
    more = [f"工作表{source.sheet}"] if source.sheet else []
    more += [f"表头行{source.header_row}"] if source.header_row else []
    more += [f"{known}在“{heading}”列" for known, heading in source.fields.items()]
    more += [f"{column}都是“{value}”" for column, value in source.constants.items()]
    return source.file + (f"（{'，'.join(more)}）" if more else "")


def scope_words(condition: Condition) -> str:
    """A condition in words; none is every object."""
    return condition.describe() or "全部检查对象"


def scope_text(scope: Condition, condition: Condition | None = None) -> str:
    """抽查对象 in words: the category itself, whatever else is asked for in brackets."""
    kind = ""
    others = []
    for part in scope.parts:
        if isinstance(part, Test) and part.column == _CATEGORY and part.operator == "是" and not kind:
            kind = "、".join(part.operands)
        else:
            others.append(Condition((part,)).describe())
    others += [condition.describe()] if condition and condition.parts else []
    inner = "；".join(others)
    if kind:
        return f"{kind}（{inner}）" if inner else kind
    return inner or "名录库全部检查对象"


def objects_text(task: Task) -> str:
    """抽查对象 of a task: its conditions in words, after the plan's own words (对象说明) where it has some.

    Own words alone could say anything: what is drawn from is what the conditions say.
    """
    conditions = scope_text(task.scope, task.condition)
    own = task.object_words
    return f"{own}（即{conditions}）" if own and norm(own) != norm(conditions) else conditions


def entity_cap_words(cap: EntityCap | TaskEntityCap) -> str:
    """同一法人在本批至多抽1户; the column is named only where it is not the usual one."""
    where = "本任务"
    if isinstance(cap, EntityCap):
        where = "本批" if cap.scope == "本批" else "每项任务"
    named = f"（按{cap.field}认定）" if cap.field not in (None, ENTITY_COLUMN) else ""
    return f"同一法人{named}在{where}至多抽{cap.count}户"


def stage_words(stage: Stage) -> str:
    """先抽3个行政区划，再在其中抽取."""
    return f"先抽{stage.draw}个{stage.field}，再在其中抽取"


def tag_words(part: AtLeast) -> str:
    """其中至少, one entry: 药师1人."""
    return f"{part.tag}{part.size}人" + (f"（{LEADS}）" if part.leader else "")


def load_basis_words(basis: LoadBasis) -> str:
    """负荷按全年累计均衡（容差1）."""
    if basis.basis == "本批":
        return "负荷按本批均衡"
    return f"负荷按全年累计均衡（容差{basis.tolerance}）"


def team_rules(plan: Plan) -> list[str]:
    """Who leads, who is in no fixed group, and over what time loads are balanced, if not as usual."""
    return list(dict.fromkeys(_team_rules(plan)))


def _team_rules(plan: Plan) -> Iterator[str]:
    for line in plan.team:
        if line.leader:
            yield f"组长由{_seat_name(line)}席位的人员担任"
        for part in line.at_least_one:
            if part.leader:
                yield f"组长由{_seat_name(line)}席位中的{part.tag}担任"
    for line in plan.team:
        if line.outside_groups:
            yield f"{_seat_name(line)}席位的人员{OUTSIDE}"
    if plan.load_basis != LoadBasis():
        yield load_basis_words(plan.load_basis)


def _seat_name(line: TeamLine) -> str:
    return line.seat + (f"（{'、'.join(line.tag)}）" if line.tag else "")


def source_text(form: Seed, batch: str | None = None) -> str:
    """Where the seed of a batch comes from: 中国福利彩票快乐8第2024135期与….

    All batches are told apart where `batch` is None. A free text stands as it is; blank: the plan does not
    say.
    """
    return form.free_text or "与".join(_observation(source, batch) for source in form.sources)


def _observation(source: SeedSource, batch: str | None) -> str:
    planned = _issues(source, batch)
    if source.type == DICE:
        faces = {6: "", TEN_FACES: "十面"}.get(source.faces or 0, f"{source.faces}面")
        name = f"掷{faces}骰子{source.count}次"
    elif source.type == HEX:
        name = f"{source.digits}位十六进制数"
    elif source.type == DRAND:
        name = f"drand（{source.chain}）{planned}随机数"
    else:
        name = f"{LOTTERIES[source.type].holder}{source.type}{planned}"
    return f"{name}（{source.note}）" if source.note else name


def _issues(source: SeedSource, batch: str | None) -> str:
    """第2024135期; with batches: （上半年第2024135期，下半年第2024233期）; blank if the plan does not say."""
    unit = source.unit
    numbers = source.issue if source.round is None else source.round
    if batch is None and isinstance(numbers, dict):
        return "（" + "，".join(f"{name}第{number}{unit}" for name, number in numbers.items()) + "）"
    return "、".join(f"第{number}{unit}" for number in source.issues(batch))
