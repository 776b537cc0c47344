"""年度抽查工作计划.xlsx: the plan in the forms of the field, for the office to print the one it is asked for.

WG-9 (舞钢 附件1), QHD-4 (秦皇岛 附件2), and the form that counties publish since 国办发〔2024〕54号: with the
number of objects, the yearly frequency and cap, and who inspects jointly (LAW-1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shuangsuiji.core.plans.plan import Items, Plan, Task
from shuangsuiji.core.plans.words import (
    entity_cap_words,
    interval_words,
    months_text,
    objects_text,
    percent_text,
    quota_text,
    team_rules,
)
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.rules.pool import Pool, item_key
from shuangsuiji.core.rules.quota import excluded, scope_of
from shuangsuiji.core.rules.seats import task_departments
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Row, Sheet, SheetColumn, Workbook
from shuangsuiji.documents.wording import batches_of, created, is_joint, issuers, item_name

PLAN_TABLES = "年度抽查工作计划.xlsx"


def plan_tables(dossier: Dossier) -> bytes:
    """The bytes of 年度抽查工作计划.xlsx, as it lies with the papers of a draw."""
    footer = f"计划编号 {dossier.pool.plan.number}"
    rehearsal = bool(dossier.manifest["rehearsal"])
    return plan_workbook(dossier.pool, footer=footer, rehearsal=rehearsal, created=created(dossier))


def plan_workbook(pool: Pool, *, footer: str, created: datetime, rehearsal: bool = False) -> bytes:
    """The bytes of 年度抽查工作计划.xlsx, before any draw too.

    Args:
        pool: any batch's pool of the plan.
        footer: stands on every page.
        created: the creation time that the file shows, in UTC without an offset.
    """
    plan = pool.plan
    book = Workbook(title=plan.name or plan.number, footer=footer, rehearsal=rehearsal, created=created)
    for sheet in (by_item(pool), by_task(pool), _of_inspections(pool)):
        book.sheet(sheet)
    return book.data()


_ITEM_COLUMNS = (
    SheetColumn("序号", "number"),
    SheetColumn("抽查事项名称", most=34),
    SheetColumn("抽查依据", most=40),
    SheetColumn("抽查方式", "center", 12),
    SheetColumn("抽查主体", most=28),
    SheetColumn("抽查对象", most=30),
    SheetColumn("抽查比例", most=24),
    SheetColumn("抽查频次", "center", 12),
    SheetColumn("备注", most=30),
    SheetColumn("抽查数量", "center", 12),
    SheetColumn("起止时间", most=18),
    SheetColumn("责任科室", most=24),
    SheetColumn("实施层级", "center", 12),
)
FORM_COLUMNS = 9
"""The columns of 舞钢 附件1; those behind them are there where the plan has what stands in them."""
_INSPECTION_COLUMNS = (
    SheetColumn("序号", "number"),
    SheetColumn("类别", "center", 12),
    SheetColumn("检查事项", most=30),
    SheetColumn("实施依据", most=36),
    SheetColumn("“双随机”抽查对象总数及比例", most=26),
    SheetColumn("检查内容", most=30),
    SheetColumn("检查时间", most=18),
    SheetColumn("检查方式", "center", 10),
    SheetColumn("年度检查频次", most=18),
    SheetColumn("承办机构", most=24),
    SheetColumn("是否跨部门联合", most=24),
    SheetColumn("备注", most=24),
)


def by_item(pool: Pool) -> Sheet:
    """舞钢 附件1: a row for each task, and for each must-inspect rule; blank columns behind it go."""
    plan = pool.plan
    rows = item_rows(pool)
    shown = [at for at in range(len(_ITEM_COLUMNS)) if at < FORM_COLUMNS or any(row[at] for row in rows)]
    return Sheet(
        name="附件1 抽查工作计划",
        title=f"{plan.year}年度“双随机、一公开”抽查工作计划",
        about=f"公开　　计划编号：{plan.number}　　{_document(plan)}",
        columns=[_ITEM_COLUMNS[at] for at in shown],
        rows=[[row[at] for at in shown] for row in rows],
        below=_limits(plan),
        filtered=False,
    )


def item_rows(pool: Pool) -> list[Row]:
    """The rows of 附件1 with every column that it may have."""
    plan = pool.plan
    rows: list[Row] = [
        [
            serial,
            _items(pool, task.items, "抽查事项名称"),
            _items(pool, task.items, "抽查依据"),
            task.method,
            "、".join(task_departments(pool.plan, task)),
            objects_text(task),
            quota_text(task.draw),
            f"每年{len(batches_of(plan, task))}次",
            _remark(task, _how_drawn(plan, task)),
            f"{task.draw.count}户" if isinstance(task.draw.count, int) else "",
            months_text(batches_of(plan, task)) if _apart(plan) else "",
            "、".join(task.responsible_offices or plan.responsible_offices),
            plan.level or "",
        ]
        for serial, task in enumerate(plan.tasks, 1)
    ]
    for rule in plan.must_inspect:
        row: Row = [
            len(rows) + 1,
            _items(pool, rule.items, "抽查事项名称"),
            _items(pool, rule.items, "抽查依据"),
            _methods(pool, rule.items),
            "、".join((plan.initiator, *plan.partners)),
            f"{rule.name}（{rule.where.describe()}）",
            "全部",
            f"每年{rule.times}次",
            "必查，随机抽中的计入次数",
            "",
            months_text(plan.batches_in_order) if _apart(plan) else "",
            "、".join(plan.responsible_offices),
            plan.level or "",
        ]
        rows.append(row)
    return rows


def _apart(plan: Plan) -> bool:
    """Whether tasks have times of their own: one for all stands in the text."""
    return any(task.batches is not None for task in plan.tasks)


def by_task(pool: Pool) -> Sheet:
    """秦皇岛 附件2: a row for each task."""
    plan = pool.plan
    body = issuers(plan)
    kind = ("内部联合" if len(body) == 1 else "联合") if is_joint(plan) else ""
    fields: list[Field[Task]] = [
        Field("抽查计划编号", lambda _: plan.number, most=16),
        Field("抽查计划名称", lambda _: plan.name or "", most=24),
        Field("抽查任务编号", lambda task: task.number or "", most=14),
        Field("抽查任务名称", lambda task: task.name or "", most=24),
        Field("抽查类型", lambda task: f"{task.kind}抽查", "center", 12),
        Field("抽查比例", lambda task: quota_text(task.draw), most=20),
        Field("抽查事项", lambda task: _items(pool, task.items, "抽查事项名称"), most=30),
        Field("抽查对象范围", lambda task: objects_text(task), most=24),
        Field("发起部门", lambda task: task_departments(plan, task)[0], most=20),
        Field("联合部门", lambda task: "、".join(task_departments(plan, task)[1:]), most=24),
        Field("抽查时间", lambda task: months_text(batches_of(plan, task)), most=18),
    ]
    return table(
        "附件2 联合抽查计划" if is_joint(plan) else "附件2 随机抽查计划",
        f"{'、'.join(body)}{plan.year}年度{kind}随机抽查工作计划",
        fields,
        plan.tasks,
        about=f"公开　　{_document(plan)}",
        below=[
            "备注：1.抽查计划名称为：年度+部门+随机抽查+序号。抽查任务名称以实施方案为准。"
            "2.抽查时间必须填写到月份。"
        ],
        filtered=False,
    )


def _of_inspections(pool: Pool) -> Sheet:
    """The newer form: a row for each task, and for each must-inspect rule, with totals and the yearly cap."""
    plan = pool.plan
    rows: list[Row] = [[serial, *_inspection(pool, task)] for serial, task in enumerate(plan.tasks, 1)]
    open_ones = ~excluded(pool)
    for rule in plan.must_inspect:
        row: Row = [
            len(rows) + 1,
            "必查",
            _items(pool, rule.items, "抽查事项名称"),
            _items(pool, rule.items, "抽查依据"),
            f"{rule.name}{int((pool.mask(rule.where) & open_ones).sum())}户，全部检查",
            _items(pool, rule.items, "检查内容"),
            months_text(plan.batches_in_order),
            _methods(pool, rule.items),
            f"每户每年{rule.times}次",
            _bodies(plan, plan.departments[:1]),
            "否",
            "随机抽中的计入次数",
        ]
        rows.append(row)
    return Sheet(
        name="年度检查计划",
        title=f"{'、'.join(issuers(plan))}\n{plan.year}年度行政检查计划",
        about=f"公开　　填报单位（盖章）：　　　　　　　　　　计划编号：{plan.number}　　{_document(plan)}",
        columns=_INSPECTION_COLUMNS,
        rows=rows,
        below=[
            f"检查对象名录库共{len(pool)}户，其中不参加抽取{int(excluded(pool).sum())}户。"
            "“双随机”抽查对象总数为名录库编号时的户数，不含不参加抽取的。",
            *_limits(plan),
        ],
        filtered=False,
    )


def _inspection(pool: Pool, task: Task) -> Row:
    plan = pool.plan
    departments = task_departments(pool.plan, task)
    kinds = dict.fromkeys(filter(None, (_cell(pool, key, "事项类别") for key in _item_keys(task.items))))
    cap = plan.limits.yearly_cap
    times = f"每年{len(batches_of(plan, task))}批"
    times += f"，每户全年不超过{cap}次" if cap is not None else ""
    joint = "否"
    if len(departments) > 1:
        kind = "否（内部联合）" if len(issuers(plan)) == 1 else "是"
        joint = f"{kind}\n牵头：{departments[0]}\n配合：{'、'.join(departments[1:])}"
    return [
        "、".join(name if name.endswith("事项") else f"{name}事项" for name in kinds) or "随机抽查",
        _items(pool, task.items, "抽查事项名称"),
        _items(pool, task.items, "抽查依据"),
        f"{objects_text(task)}{int(scope_of(pool, task).sum())}户，{quota_text(task.draw)}",
        _items(pool, task.items, "检查内容"),
        months_text(batches_of(plan, task)),
        task.method,
        times,
        _bodies(plan, departments[:1], task.lead_office or plan.lead_office),
        joint,
        _remark(task),
    ]


def _bodies(plan: Plan, departments: Sequence[str], office: str | None = None) -> str:
    """承办机构: the leading department, with its office; an office of a bureau with the bureau."""
    office = office or plan.lead_office
    names = "、".join(departments)
    return f"{names}（{office}）" if office and office not in departments else names


def _item_keys(items: Items) -> list[str]:
    """The item keys of a task, each once, as the plan lists them."""
    return list(dict.fromkeys(item_key(code) for codes in items.values() for code in codes))


def _items(pool: Pool, items: Items, column: str) -> str:
    """A column of the item list for every item of a task; numbered where there are several."""
    keys = _item_keys(items)
    names = [item_name(pool, key) if column == "抽查事项名称" else _cell(pool, key, column) for key in keys]
    return _numbered(names)


def _methods(pool: Pool, items: Items) -> str:
    return "、".join(dict.fromkeys(filter(None, (_cell(pool, key, "抽查方式") for key in _item_keys(items)))))


def _cell(pool: Pool, key: str, column: str) -> str:
    return pool.items.get(key, {}).get(column, "")


def _numbered(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"{index}.{text or '—'}" for index, text in enumerate(texts, 1))


def _remark(task: Task, how_drawn: Sequence[str] = ()) -> str:
    """What a task says besides its columns."""
    parts = []
    if task.kind == "定向":
        parts.append(f"定向抽查，依据：{task.grounds}" if task.grounds else "定向抽查")
    parts += how_drawn
    parts += [entity_cap_words(task.per_entity)] if task.per_entity else []
    parts += [f"平台任务编号{task.platform_task_number}"] if task.platform_task_number else []
    parts += [f"完成时限{task.deadline}"] if task.deadline else []
    return "；".join(parts)


def _how_drawn(plan: Plan, task: Task) -> list[str]:
    """Batches, districts, least number and rounding, where the plan says so."""
    parts = []
    if task.batches is not None:
        parts.append("、".join(batch.name for batch in batches_of(plan, task)))
    parts += [f"按{task.district}分别抽取"] if task.district else []
    parts += [f"每层至少{task.draw.minimum}户"] if task.draw.minimum else []
    by_ratio = task.draw.ratio is not None or task.draw.strata is not None
    parts += [_ROUNDING[task.draw.rounding]] if by_ratio else []
    if task.draw.rotation is not None:
        parts.append("上次检查满一轮年数的全部抽取，其余本轮未查的按本轮剩余年数均分")
    return parts


_ROUNDING = {"进一": "不足1户的进为1户", "四舍五入": "户数四舍五入", "舍去": "户数舍去尾数"}


def _limits(plan: Plan) -> list[str]:
    """What the plan says about the year as a whole (XT-1, LAW-1)."""
    cap = plan.limits.yearly_cap
    parts = [
        f"{months_text(plan.batches_in_order)}实施，共{len(plan.batches)}批",
        *floor_words(plan),
        *([f"每户全年检查不超过{cap}次（必查除外）"] if cap is not None else []),
        *exclusion_words(plan),
        *team_rules(plan),
    ]
    return [f"说明：{'；'.join(parts)}。"]


def floor_words(plan: Plan) -> list[str]:
    """全年随机抽查比例不低于5% (XT-1)."""
    floor = plan.limits.yearly_floor
    return [] if floor is None else [f"全年随机抽查比例不低于{percent_text(floor)}"]


def exclusion_words(plan: Plan) -> list[str]:
    """Who is not drawn, or not as often: inspected before, of one entity, excluded."""
    limits = plan.limits
    parts = [] if limits.repeat_in_year else ["同一年内已检查的不再随机抽取"]
    parts += map(interval_words, limits.no_repeat or ())
    parts += [entity_cap_words(limits.per_entity)] if limits.per_entity is not None else []
    parts += [f"{limits.excluded.describe()}的不参加抽取"] if limits.excluded is not None else []
    return parts


def _document(plan: Plan) -> str:
    return f"文号：{plan.document_number or '（未填写）'}"
