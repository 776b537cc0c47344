"""What caps of entities, first stages, leaders, seats outside groups and the basis of loads read like.

One wording for notices, plan tables and what changed between two plans; no text ends with a full stop.
"""

from __future__ import annotations

from collections.abc import Iterator

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.quota import ENTITY_COLUMN, EntityCap, Stage, TaskEntityCap
from shuangsuiji.core.plans.seed_form import DICE, DRAND, HEX, LOTTERIES, TEN_FACES, Seed, SeedSource
from shuangsuiji.core.plans.team import AtLeast, LoadBasis, TeamLine

LEADS = "组长由该席位担任"
OUTSIDE = "不编入固定小组"


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
    name = line.department or f"专家（{line.expert}）"
    return name + (f"（{'、'.join(line.tag)}）" if line.tag else "")


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
