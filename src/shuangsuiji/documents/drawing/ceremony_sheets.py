"""签到与见证签字表.xlsx: who is present at a draw, which numbers are read out, who witnesses it.

Made when a batch is sealed, to be filled in by hand at the ceremony, and again with what the archive has on
record when it is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.dossier import Dossier, FreezeManifest
from shuangsuiji.core.seeds.words import blanks, reading
from shuangsuiji.documents.office.sheets import Row, Sheet, SheetColumn, Workbook
from shuangsuiji.documents.wording import created, file_time, seed_origin, time_text

CEREMONY_SHEETS = "签到与见证签字表.xlsx"
_SEATS = 16
_SIGNATURES = 8
_ROLES = ("主持人", "操作人", "记录人", "监督人")
_TALL = 30
_COURSES = {
    "先封存后公开": "名录库在种子产生之前已经编号封存，种子按事先写明的来源产生，如实录入",
    "先封存后由系统产生": "名录库在种子产生之前已经编号封存，种子由本机系统随机数产生",
    "系统随机数": "种子由本机系统随机数产生",
    "平台抽取": "检查对象由监管平台抽取，名单从平台导出后原样入档",
    "演练": "本次为演练，使用固定的种子，不作为抽查依据",
}
_SEALED = "与公布的承诺书一致（摘要见承诺书、抽取记录的核验信息）"
_SEALED_AT_DRAW = "抽取前当场封存（摘要见抽取记录的核验信息）"
_FREE_SOURCE = "名录库在种子产生之前已经编号封存，种子当场录入"
_BY_PLATFORM = "检查对象由双随机监管平台抽取，平台名单当场导入并登记，没有增减。"
_AFTER = "；抽取由软件一次完成，结果当场显示，没有人为指定或者更换检查对象和检查人员。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ceremony:
    """What is known of a draw when its sheets are printed.

    Attributes:
        sealed: where the digest of what was sealed stands.
        numbers: of the seed, as read out; blanks to be filled in, if it does not exist yet.
        facts: further (name, text) pairs to sign for.
        course: what the witnesses have seen, in a sentence; nothing that the record does not bear out.
    """

    plan: Plan
    batch: str
    sealed: str
    when: str
    operator: str
    witnesses: Sequence[str]
    numbers: Sequence[str]
    facts: Sequence[tuple[str, str]]
    course: str
    footer: str
    rehearsal: bool
    created: datetime


def ceremony_of(dossier: Dossier) -> Ceremony:
    """The ceremony of a draw that has been made."""
    manifest = dossier.manifest
    seed = manifest["seed"]
    numbers = seed["text"].split() if blanks(dossier.pool.plan.seed) else []
    visits = dossier.draw["visits"]
    return Ceremony(
        plan=dossier.pool.plan,
        batch=manifest["batch"],
        sealed=_SEALED if manifest.get("frozen") else _SEALED_AT_DRAW,
        when=time_text(dossier),
        operator=manifest["operator"],
        witnesses=manifest["witnesses"],
        numbers=numbers if len(numbers) > 1 else [],
        facts=[
            ("抽取次数", f"第{manifest['attempt']}次抽取"),
            ("随机种子", "" if len(numbers) > 1 else seed["text"]),
            ("种子来源", seed_origin(dossier)),
            ("录音录像编号", "、".join(manifest["recordings"])),
            (
                "抽取结果",
                f"检查对象{len({v['number'] for v in visits})}户、{len(visits)}户次，名单见抽查结果",
            ),
        ],
        course=_BY_PLATFORM
        if "platform" in manifest
        else _COURSES.get(seed["grade"], "种子当场录入") + _AFTER,
        footer=f"计划编号 {manifest['plan']}　第{manifest['attempt']}次抽取",
        rehearsal=bool(manifest["rehearsal"]),
        created=created(dossier),
    )


def ceremony_ahead(manifest: FreezeManifest, plan: Plan) -> Ceremony:
    """The ceremony of a batch that has been sealed: its seed and its result are written in by hand."""
    return Ceremony(
        plan=plan,
        batch=manifest["batch"],
        sealed=_SEALED,
        when=manifest["draw_time"],
        operator=manifest["operator"],
        witnesses=(),
        numbers=[""] * len(blanks(plan.seed)),
        facts=[
            ("约定的种子来源", source_text(plan.seed, manifest["batch"])),
            ("随机种子", "　" if plan.seed.sources and not blanks(plan.seed) else ""),
            ("抽取次数", "第　　次抽取"),
            ("录音录像编号", "　"),
            ("抽取结果", "检查对象　　　　户、　　　　户次，名单见抽查结果"),
        ],
        course=_course_ahead(plan, manifest["batch"]) + _AFTER,
        footer=f"计划编号 {manifest['plan']}",
        rehearsal=False,
        created=file_time(datetime.fromisoformat(manifest["time"])),
    )


def _course_ahead(plan: Plan, batch: str) -> str:
    """What will have been seen if all goes as the plan says; a free source is not named beforehand."""
    if plan.seed.source is None:
        return _COURSES["先封存后由系统产生"]
    return _COURSES["先封存后公开"] if plan.seed.is_named(batch) else _FREE_SOURCE


def ceremony_sheets(ceremony: Ceremony) -> bytes:
    """The bytes of 签到与见证签字表.xlsx."""
    name = ceremony.plan.name or ceremony.plan.number
    book = Workbook(
        title=f"{name}（{ceremony.batch}）签到与见证签字表",
        footer=ceremony.footer,
        rehearsal=ceremony.rehearsal,
        created=ceremony.created,
    )
    book.sheet(_present(ceremony, f"{name}（{ceremony.batch}）"))
    if ceremony.numbers:
        book.sheet(_numbers(ceremony, f"{name}（{ceremony.batch}）"))
    book.sheet(_witnessed(ceremony, f"{name}（{ceremony.batch}）"))
    return book.data()


def _present(ceremony: Ceremony, name: str) -> Sheet:
    """现场签到表: those on record first, then lines to be filled in."""
    known = [(text, "操作人") for text in (ceremony.operator,) if text]
    known += [(text, "见证人") for text in ceremony.witnesses]
    rows: list[Row] = [
        [order, *(known[order - 1] if order <= len(known) else ("", "")), "", "", "", ""]
        for order in range(1, max(_SEATS, len(known) + 4) + 1)
    ]
    return Sheet(
        name="现场签到表",
        title=f"{name}\n随机抽取现场签到表",
        about=f"时间：{ceremony.when or '　　　　年　　月　　日　　时　　分'}　　地点：",
        columns=[
            SheetColumn("序号", "number"),
            SheetColumn("姓　　名", "center", 22, 12),
            SheetColumn("身　　份", "center", 14, 10),
            SheetColumn("单位及职务", "center", least=22),
            SheetColumn("联系电话", "center", least=14),
            SheetColumn("签到时间", "center", least=10),
            SheetColumn("签　　名", "center", least=17),
        ],
        rows=rows,
        below=["身份填写：主持人、操作人、记录人、见证人、监督人、公证员、社会监督员、新闻媒体等。"],
        filtered=False,
        tall=_TALL,
    )


def _numbers(ceremony: Ceremony, name: str) -> Sheet:
    """种子号码登记表: every number in the order in which it was read out."""
    width = 5
    form = ceremony.plan.seed
    labels = blanks(form)
    rows: list[Row] = []
    for start in range(0, len(ceremony.numbers), width):
        row: list[str | int] = []
        for order in range(start, start + width):
            known = order < len(ceremony.numbers)
            row += [labels[order] if known else "", ceremony.numbers[order] if known else ""]
        rows.append(row)
    return Sheet(
        name="种子号码登记表",
        title=f"{name}\n种子号码登记表",
        about=f"来源：{source_text(form, ceremony.batch) or '　'}　　写法：{form.order or reading(form)}"
        + (f"　　范围：{form.range}" if form.range else ""),
        columns=[SheetColumn(title, "center", least=8) for _ in range(width) for title in ("次序", "号　码")],
        rows=rows,
        below=["唱号人（签名）：　　　　　　　　记录人（签名）：　　　　　　　　监督人（签名）："],
        filtered=False,
        tall=_TALL,
    )


def _witnessed(ceremony: Ceremony, name: str) -> Sheet:
    """见证签字表: what is witnessed, then a line for each signature."""
    facts = [("封存内容", ceremony.sealed), *((key, text) for key, text in ceremony.facts if text)]
    rows: list[Row] = [[role, "", "", "", ""] for role in _ROLES]
    rows += [["见证人", text, "", "", ""] for text in ceremony.witnesses]
    rows += [["见证人", "", "", "", ""]] * max(_SIGNATURES - len(ceremony.witnesses), 2)
    return Sheet(
        name="见证签字表",
        title=f"{name}\n随机抽取见证签字表",
        about="\n".join(f"{key}：{text}" for key, text in facts) + f"\n本人到场见证：{ceremony.course}",
        columns=[
            SheetColumn("身　　份", "center", 14, 10),
            SheetColumn("姓　　名", "center", 22, 14),
            SheetColumn("单位及职务", "center", least=24),
            SheetColumn("签　　名", "center", least=24),
            SheetColumn("日　　期", "center", least=16),
        ],
        rows=rows,
        below=["与上述情况不符的，请在签名后注明。"],
        filtered=False,
        tall=_TALL,
    )
