"""抽取机会说明: what can be said of the chances before the seed exists (LAW-4, WG-7).

Public papers give counts, one page at most; the workbook for the sealed copy gives the names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from shuangsuiji.core.beijing import in_beijing
from shuangsuiji.core.records.chances import (
    EXCLUDED,
    FAR_ABOVE,
    NO_SCOPE,
    NOT_NOW,
    VISITED,
    ChanceStatement,
    HeavyLoad,
    HistoryBar,
    SharedText,
    SoleObject,
    SoleSeat,
    Unreachable,
    WholeStratum,
)
from shuangsuiji.core.records.dossier import FreezeManifest
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.office.fields import Field, table
from shuangsuiji.documents.office.sheets import Workbook

CHANCES = "抽取机会说明.xlsx"

_WHY_NOT = {
    EXCLUDED: "按计划不参加抽取的",
    VISITED: "已检查过或者已安排检查、按规定不再抽取的",
    NO_SCOPE: "不在本批任何任务对象范围内的",
    NOT_NOW: "所在分层本批不抽的",
}


_MOST_STRATA = 5
"""So many strata are named in public at most."""


def chance_lines(statement: ChanceStatement) -> tuple[str, ...]:
    """The statement for the public, a sentence each: counts, and nobody's name."""
    return tuple(_lines(statement))


def _lines(statement: ChanceStatement) -> Iterator[str]:
    duty = statement.duty_outside
    whole = f"检查对象共{statement.objects}户，本批可能检查的{statement.reachable}户"
    whole += f"（其中{duty}户不在各任务的对象范围内，按规定必查，不经抽取）" if duty else ""
    reasons = [f"{words}{count}户" for kind, words in _WHY_NOT.items() if (count := statement.count(kind))]
    yield f"{whole}；不会检查的：{'，'.join(reasons)}。" if reasons else f"{whole}，没有抽不到的。"
    if statement.history_bars:
        barred = len({one.number for one in statement.history_bars})
        yield (
            f"因检查过而不再抽取的对象中，有{barred}户的检查记录是登记的检查历史，不在本台账的抽取档案里，"
            "请对照检查结果核实。"
        )
    if statement.drawn_whole:
        parts = [f"{one.stratum}{len(one.objects)}户" for one in statement.drawn_whole]
        more = f"等{len(parts)}个分层" if len(parts) > _MOST_STRATA else ""
        yield f"以下分层可抽的全部抽取，不论种子是什么都会抽中：{'、'.join(parts[:_MOST_STRATA])}{more}。"
    if statement.sole_seats:
        parts = [
            f"“{seat}”须{needed}人、能派的只有{able}人（{count}户）"
            for seat, needed, able, count in _sole_counts(statement.sole_seats)
        ]
        yield f"以下人员位置没有选择余地，谁去不是抽出来的：{'；'.join(parts)}。"
    heavy = statement.heavy
    if heavy:
        yield (
            f"检查人员{statement.people}人，预计人均{statement.mean}次；其中{len(heavy)}人预计超过平均的"
            f"{FAR_ABOVE}倍，最多的约{heavy[0].visits}次。"
        )
    else:
        yield f"检查人员{statement.people}人，预计人均{statement.mean}次，没有人预计超过平均的{FAR_ABOVE}倍。"
    if statement.sole_objects:
        yield f"计划中有{len(statement.sole_objects)}处规定或者分层只涉及1户。"
    for whose, columns in _by_column(statement.shared).items():
        parts = [f"{column}相同的{count}组" for column, count in columns.items()]
        yield f"{whose}中编码不同而{'、'.join(parts)}，可能是同一户或者同一人登记了几次。"
    nothing = [
        words
        for words, there in (
            ("人员位置没有选择余地", statement.sole_seats),
            ("规定或者分层只涉及1户", statement.sole_objects),
            ("编码不同而名称、代码相同", statement.shared),
        )
        if not there
    ]
    if nothing:
        yield f"以下各项查过，一处也没有：{'；'.join(nothing)}。"


def _sole_counts(seats: Sequence[SoleSeat]) -> list[tuple[str, int, int, int]]:
    """(seat, needed, people left, objects), those with the most objects first; five at most."""
    counts: dict[tuple[str, int, int], int] = {}
    for one in seats:
        key = (one.seat, one.needed, len(one.people))
        counts[key] = counts.get(key, 0) + len(one.objects)
    ordered = sorted(counts.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(*key, count) for key, count in ordered[:5]]


def _by_column(shared: Sequence[SharedText]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for one in shared:
        own = counts.setdefault(one.whose, {})
        own[one.column] = own.get(one.column, 0) + 1
    return counts


def chance_workbook(manifest: FreezeManifest, pool: Pool, statement: ChanceStatement) -> bytes:
    """The bytes of 抽取机会说明.xlsx: the same with every name, for the sealed copy alone."""
    title = draw_title(manifest, "抽取机会说明")
    book = Workbook(
        title=title,
        footer=f"封存 {manifest['commit'][:16]}　内部",
        rehearsal=False,
        created=in_beijing(datetime.fromisoformat(manifest["time"])),
    )
    names = {person.id: person.name for person in pool.people}
    lines: list[Field[str]] = [Field("说明", str, most=90)]
    book.sheet(table("说明", title, lines, chance_lines(statement), numbered=True, filtered=False))
    unreachable: list[Field[Unreachable]] = [
        Field("名称", lambda one: pool.name(one.number), most=40),
        Field("编码", lambda one: pool.ids[one.number - 1], "center", 24),
        Field("类别", lambda one: one.kind, "center", 16),
        Field("原因", lambda one: one.why, most=50),
    ]
    book.sheet(table("不会检查的对象", title, unreachable, statement.unreachable, empty="没有。"))
    seats: list[Field[SoleSeat]] = [
        Field("位置", lambda one: one.seat, most=30),
        Field("须去人数", lambda one: one.needed, "number"),
        Field("能派的人员", lambda one: "、".join(one.people) or "（无）", most=30),
        Field("户数", lambda one: len(one.objects), "number"),
        Field("对象", lambda one: _some([pool.name(number) for number in one.objects]), most=60),
    ]
    book.sheet(table("没有选择余地的位置", title, seats, statement.sole_seats, empty="没有。"))
    sole: list[Field[SoleObject]] = [
        Field("规定", lambda one: one.line, most=50),
        Field("对象", lambda one: pool.name(one.number), most=40),
    ]
    book.sheet(table("只涉及一户的规定", title, sole, statement.sole_objects, empty="没有。"))
    whole: list[Field[WholeStratum]] = [
        Field("分层", lambda one: one.stratum, most=50),
        Field("户数", lambda one: len(one.objects), "number"),
        Field("对象", lambda one: _some([pool.name(number) for number in one.objects]), most=60),
    ]
    book.sheet(table("全部抽取的分层", title, whole, statement.drawn_whole, empty="没有。"))
    heavy: list[Field[HeavyLoad]] = [
        Field("人员", lambda one: names[one.person], most=20),
        Field("执法证号或标识", lambda one: one.person, "center", 24),
        Field("预计次数", lambda one: one.visits, "center"),
        Field("人均", lambda _: statement.mean, "center"),
    ]
    book.sheet(table("预计负担过重的人员", title, heavy, statement.heavy, empty="没有。"))
    shared: list[Field[SharedText]] = [
        Field("名录", lambda one: one.whose, "center"),
        Field("列", lambda one: one.column, "center"),
        Field("内容", lambda one: one.text, most=40),
        Field("编码", lambda one: "、".join(one.ids), most=60),
    ]
    book.sheet(table("名称或代码相同", title, shared, statement.shared, empty="没有。"))
    history: list[Field[HistoryBar]] = [
        Field("名称", lambda one: pool.name(one.number), most=40),
        Field("编码", lambda one: pool.ids[one.number - 1], "center", 24),
        Field("登记的检查日期", lambda one: one.day, "center"),
        Field("登记的计划编号", lambda one: one.plan or "（没有写）", "center", 24),
    ]
    book.sheet(table("历史记录致不再抽取", title, history, statement.history_bars, empty="没有。"))
    return book.data()


def _some(names: Sequence[str]) -> str:
    return "、".join(names[:20]) + (f" 等{len(names)}户" if len(names) > 20 else "")
