"""Words that several documents share: dates, ratios, scopes, names of bodies, what a public paper may say.

Everything is derived from the dossier, so that two papers of one draw can never disagree.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

from shuangsuiji.core.beijing import beijing_day, recorded_time
from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.columns.kinds import ID_COLUMNS
from shuangsuiji.core.plans.plan import Batch, Plan, Task
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.words import decimal_text
from shuangsuiji.core.publicity import Access, list_is_public
from shuangsuiji.core.records.dossier import Dossier, FindingRecord
from shuangsuiji.core.records.record import EventRecord, VisitRecord
from shuangsuiji.core.records.requests import issue_likely_known, issue_opens
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.seeds.words import origin_text

REHEARSAL = "演练，不作为抽查依据"
"""What stands on every sheet and page of a rehearsal."""

_CREDIT_CODE = "统一社会信用代码"
_BUREAU_IN_NAME = re.compile(r"[0-9]{4}年度?(.+?(?:局|委员会|委|厅|总队|支队|大队|中心|政府))")


def moment(dossier: Dossier) -> datetime | None:
    """The time of the draw in China's one time zone, or None if the manifest's text is no ISO time."""
    return recorded_time(dossier.manifest["time"])


def created(dossier: Dossier) -> datetime:
    """The creation time that a file's properties show: the draw's, in UTC, so that bytes repeat."""
    return file_time(moment(dossier) or datetime(1980, 1, 1, tzinfo=UTC))


def file_time(time: datetime) -> datetime:
    """A moment as a file's properties show it: in UTC, without its offset."""
    return (time.astimezone(UTC) if time.tzinfo else time).replace(tzinfo=None, microsecond=0)


def day_text(dossier: Dossier) -> str:
    """The day of the draw as official papers write it: 2024年5月21日."""
    time = moment(dossier)
    return chinese_day(time) if time else dossier.manifest["time"]


def chinese_day(time: date) -> str:
    """A day as official papers write it: 2024年5月21日; of a moment, the day that it is in Beijing."""
    if isinstance(time, datetime) and time.tzinfo:
        time = beijing_day(time)
    return f"{time.year}年{time.month}月{time.day}日"


def time_text(dossier: Dossier) -> str:
    """The day and the minute of the draw: 2024年5月21日 9时05分."""
    return minute_text(dossier.manifest["time"])


def minute_text(recorded: str) -> str:
    """A recorded time to the minute, in Beijing; which is said where the machine had another time zone."""
    time = recorded_time(recorded)
    if time is None:
        return recorded
    said = "" if datetime.fromisoformat(recorded).utcoffset() in (None, time.utcoffset()) else "（北京时间）"
    return f"{chinese_day(time)} {time.hour}时{time.minute:02d}分{said}"


def attempts_text(dossier: Dossier) -> tuple[str, ...]:
    """Every attempt of the batch with its seed, its grade and what came of it, oldest first (LAW-5)."""
    own = dossier.manifest["attempt"]
    return tuple(
        f"第{one['attempt']}次（{minute_text(one['time'])}）：种子 {one['seed']}（{one['grade']}），"
        + ("本次抽取" if one["attempt"] == own else _OUTCOMES[one["outcome"]])
        for one in dossier.manifest["attempts"]
    )


def letters_text(dossier: Dossier) -> tuple[str, ...]:
    """Every letter of the batch by its digest, and which one the draw used (LAW-4)."""
    manifest = dossier.manifest
    letters = manifest.get("letters", [])
    last = letters[-1]["number"] if letters and manifest["frozen"] else 0
    return tuple(
        f"第{one['number']}次封存（{minute_text(one['time'])}）：封存摘要 {one['commit']}，"
        + ("本次抽取所用" if one["number"] == last else "本次抽取没有用它")
        for one in letters
    )


REMARKABLE = frozenset(
    {
        "clock-behind-earlier",
        "clock-behind-on-record",
        "draw-after-announced",
        "draw-before-announced",
        "freeze-fallback-open",
        "freeze-seed-perhaps-public",
        "frozen-past-cancelled",
        "plan-text-assures",
        "same-objects-other-plan",
        "seed-known-before-freeze",
        "seed-not-yet-public",
        "seed-public-before-freeze",
        "seed-second-after-freeze",
        "seed-unwitnessed",
        "witness-inspector",
    }
)
"""Warnings that concern whoever trusts a draw, and not only whoever made it: public papers repeat them."""


def public_remarks(findings: Iterable[FindingRecord]) -> tuple[str, ...]:
    """The texts of the warnings that public papers repeat, each once, in their order."""
    return remarks_of(findings, REMARKABLE)


_PLACE = re.compile(r"^[^：。]*\.(?:ya?ml|xlsx?|csv|ods)[^：。]*：")
_HINT = re.compile("ssj|--|请|建议")
"""What tells somebody at the keyboard what to do."""


def remarks_of(findings: Iterable[FindingRecord], codes: Collection[str]) -> tuple[str, ...]:
    """The texts of the warnings of some codes, each once, without places in files and without such hints."""
    told = []
    for one in findings:
        if one["code"] in codes:
            sentences = _PLACE.sub("", one["message"]).split("。")
            text = "。".join(part for part in sentences if part and not _HINT.search(part))
            told += [f"{text}。"] if text else []
    return tuple(dict.fromkeys(told))


_OUTCOMES = {
    "抽取": "已抽取",
    "失败": "失败，没有抽出结果",
    "取消": "已抽取，后来取消",
    "没有结果": "开始以后没有结果",
}


def software_text(dossier: Dossier) -> str:
    """The versions that drew, this program first, then by name: a manifest read back has no order."""
    versions = dossier.manifest["software"]
    names = sorted(versions, key=lambda name: (name != "shuangsuiji", name))
    return "；".join(f"{name} {versions[name]}" for name in names)


def seed_origin(dossier: Dossier) -> str:
    """Where the seed came from: what was agreed, what was used."""
    seed = dossier.manifest["seed"]
    return origin_text(seed["agreed"], seed["source"], seed["reason"])


def stated_reason(dossier: Dossier) -> str:
    """The reason that was given where it is not that of a redraw or of another seed."""
    manifest = dossier.manifest
    said = manifest["reason"]
    return said if manifest["attempt"] < 2 and said != manifest["seed"]["reason"] else ""


def redraw_reason(dossier: Dossier) -> str:
    """Why the batch was drawn again; blank for the first attempt."""
    return dossier.manifest["reason"] if dossier.manifest["attempt"] > 1 else ""


def exact_text(value: str) -> str:
    """An exact p/q for readers: a decimal if it is finite (63/10 is 6.3), else the fraction itself."""
    return decimal_text(Fraction(value))


def batches_of(plan: Plan, task: Task) -> list[Batch]:
    """The batches that a task takes part in, earliest first."""
    wanted = None if task.batches is None else set(map(norm, task.batches))
    return [batch for batch in plan.batches_in_order if wanted is None or norm(batch.name) in wanted]


def item_name(pool: Pool, key: str) -> str:
    """The name of an item; its code where the list has no name."""
    return pool.items.get(key, {}).get("抽查事项名称", "") or key


def id_heading(dossier: Dossier) -> str:
    """What the ids of the objects are called: the registry's own heading (WG-11)."""
    plan = dossier.pool.plan
    if plan.id_column:
        return plan.id_column
    ids = dossier.pool.ids
    for name in ID_COLUMNS if ids else ():
        if norm_id(dossier.object_cell(1, name)) == ids[0]:
            return name
    return "编号"


def number_heading(dossier: Dossier) -> str:
    """What the numbers of the frozen pool are called, so that no sheet has two columns of one name."""
    return "封存编号" if id_heading(dossier) == "编号" else "编号"


def object_columns(dossier: Dossier) -> Sequence[str]:
    """The names of the objects' private columns, in file order."""
    first = next(iter(dossier.private_objects.values()), None)
    return tuple(first) if first is not None else ()


def has_column(dossier: Dossier, column: str) -> bool:
    """Whether the registry of objects has such a column."""
    return column in dossier.pool.columns or column in object_columns(dossier)


def code_of(dossier: Dossier, number: int) -> tuple[str, str]:
    """(heading, code) that identifies an object on paper: its credit code, or else its id (WG-11)."""
    code = dossier.object_cell(number, _CREDIT_CODE)
    if code:
        return "统一社会信用代码/注册号", code
    return id_heading(dossier), dossier.pool.ids[number - 1]


def issuers(plan: Plan) -> tuple[str, ...]:
    """The bodies that sign: the plan's departments, or the bureau that the plan's name gives.

    Where offices of one bureau inspect together, the bureau signs (秦皇岛 附件2).
    """
    match = _BUREAU_IN_NAME.match(plan.name or "")
    if match and plan.initiator not in (plan.name or ""):
        return (match.group(1),)
    return (plan.initiator, *plan.partners)


def is_joint(plan: Plan) -> bool:
    """Whether several departments inspect together (WG-4)."""
    return len(plan.departments) > 1


def inquiries_text(plan: Plan) -> str:
    """Who takes objections, for a public paper: 基金监管科（联系电话：0375-1234567）; blank if not said."""
    contact = plan.contact
    if contact is None or not (contact.office or contact.phone):
        return ""
    office = contact.office or (issuers(plan)[0] if len(issuers(plan)) == 1 else plan.initiator)
    return office + (f"（联系电话：{contact.phone}）" if contact.phone else "")


def embargo_text(plan: Plan) -> str:
    """The mark of a paper that holds the drawn list (LAW-3)."""
    if list_is_public(plan):
        return Access.PUBLIC
    return f"{Access.INTERNAL}　名单公布：{plan.publication.list_published}"


def strength_text(bits: str) -> str:
    """The strength of a seed, and what it means for somebody who would try beforehand."""
    return f"约{bits}比特（要事先试出某一个结果，平均须试2的{bits}次方次）" if bits else ""


def order_text(visit: VisitRecord) -> str:
    """Which of how many visits to its object: 第1次/共2次; blank for the only one."""
    return f"第{visit['visit']}次/共{visit['of']}次" if visit["of"] > 1 else ""


def event_text(event: EventRecord, dossier: Dossier) -> str:
    """One substitution in a sentence: why, who is out, and what came of it (WG-6, LZ-6, LZ-14)."""
    parts = "；".join((*event_requests(event, dossier), *event_replacements(event, dossier)))
    touched = [visit for visit in event["visits"] if not visit.get("ended")]
    return f"{event['reason']}：{parts}。涉及{len(touched)}户次的检查组。"


_MOST_DONE = 12
"""Visits that are named as done already; of more their number."""


def event_requests(event: EventRecord, dossier: Dossier) -> list[str]:
    """What was asked for: who is out or recused, which objects, whom a department sends along."""
    people = dossier.person_of
    added = (visit for known in dossier.events for visit in known["visits"])
    names = {
        visit["index"]: visit["name"] for visit in (*dossier.as_made["visits"], *added, *event["visits"])
    }
    told = [
        f"{people[entry['person']].name}不能参加"
        + (f"{'、'.join(names[index] for index in entry['visits'])}的检查" if entry["visits"] else "")
        for entry in event["out"]
    ]
    told += [f"{people[pair['person']].name}回避{names[pair['visit']]}" for pair in event["recused"]]
    told += [f"{dossier.pool.name(number)}不能检查" for number in event["objects"]]
    if event["done"]:
        known = [names[index] for index in event["done"]]
        more = f"等{len(known)}户次" if len(known) > _MOST_DONE else ""
        told.append(f"{'、'.join(known[:_MOST_DONE])}{more}按已经检查处理，不变动")
    return told + [f"选派{entry['name']}协助检查{names[entry['visit']]}" for entry in event["specialists"]]


def withdrawn_text(dossier: Dossier, *, public: bool = False) -> tuple[str, ...]:
    """A sentence for each request that was taken back; the public learns of no person."""
    people, form = list(dossier.snapshot.labels.people), dossier.pool.plan.seed
    told = []
    for one in dossier.withdrawn:
        names = [dossier.pool.name(number) for number in one.objects]
        names += [dossier.person_of[people[number - 1]].name for number in one.people if not public]
        about = f"（{'、'.join(names)}）" if names else ""
        told.append(
            f"第{one.number}号递补申请{about}于{_filed(one.asked, one.issue, form)}，理由：{one.reason}；"
            f"于{minute_text(one.time)}撤回，理由：{one.why}"
        )
    return tuple(told)


def asked_text(event: EventRecord, form: Seed) -> str:
    """When the request of an event was filed, the issue that it named, and when its numbers became public."""
    asked = event["circumstances"].get("asked") if "circumstances" in event else None
    if asked is None:
        return ""
    return _filed(asked["time"], asked["issue"], form)


def _filed(time: str, issue: str, form: Seed) -> str:
    """When a request was filed, under which issue, and from when on its numbers are public."""
    opens = issue_opens(form, issue)
    told = f"{minute_text(time)}提出，" + (f"写明用{issue}" if issue else "没有写明用哪一期")
    if opens is None:
        return told
    told += f"；按开奖日程，号码最早{minute_text(opens.isoformat())}公布"
    known = issue_likely_known(form, issue, datetime.fromisoformat(time))
    return f"{told}，提出时多半已经公布，请与官方公布的开奖日期核对" if known else told


def event_replacements(event: EventRecord, dossier: Dossier) -> list[str]:
    """Which object comes for which, in the order of the strata."""
    told = []
    for entry in event["replacements"]:
        out = dossier.pool.name(entry["out"])
        if entry["into"] is None:
            told.append(f"{out}已无候补")
        else:
            told.append(f"{out}由候补依次递补{dossier.pool.name(entry['into'])}")
    told += [
        f"{dossier.pool.name(gone)}{why}" for gone in event["objects"] if (why := not_replaced(event, gone))
    ]
    return list(dict.fromkeys(told))


def not_replaced(event: EventRecord, gone: int) -> str:
    """Why nobody came for an object: no alternate was left, or it was there by rule alone; else blank."""
    came = [entry["into"] for entry in event["replacements"] if entry["out"] == gone]
    if not came:
        return "按规定必查，不是随机抽取的，没有候补"
    return "" if any(number is not None for number in came) else "已无候补"
