"""The story of a draw on the terminal: who goes where, who stepped back and why; what an event changed.

Short at 80 columns: a county's fifty visits must not run the rest off the screen; the papers have it all.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import VisitRecord, event_title, refilled
from shuangsuiji.core.records.story import group_name, recusals, team_change, team_text
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped

if TYPE_CHECKING:
    from shuangsuiji.workflows.substitute import SubstituteReport

VISITS_SHOWN = 20
RECUSALS_SHOWN = 10
_BOOK = "抽查结果.xlsx"


def teams(dossier: Dossier, console: Console) -> None:
    """The groups, if there are any; the first visits with their teams; those where somebody stepped back."""
    visits = dossier.draw["visits"]
    if not visits:
        return
    _groups(dossier, console)
    grouped = "groups" in dossier.draw
    rows = []
    for serial, visit in enumerate(visits[:VISITS_SHOWN], 1):
        number = visit.get("group")
        group = [group_name(number) if number else ""] if grouped else []
        team = team_text(dossier, visit["team"], visit["leader"]) or "不派员"
        rows.append([serial, _name(visit), *group, team])
    columns = [("序", True), ("检查对象", False), *([("组别", False)] if grouped else [])]
    console.print(screen.table("各次检查的检查组（★为组长）", [*columns, ("检查组", False)], rows))
    if len(visits) > VISITS_SHOWN:
        console.print(
            f"以上为前 {VISITS_SHOWN} 次，其余 {len(visits) - VISITS_SHOWN} 次见 {_BOOK} 的“检查组”。"
        )
    _recusals(dossier, visits, console)


def _name(visit: VisitRecord) -> str:
    """The object, and which of its visits."""
    return visit["name"] + (f"（第{visit['visit']}次）" if visit["of"] > 1 else "")


def _groups(dossier: Dossier, console: Console) -> None:
    if "groups" not in dossier.draw:
        return
    groups = dossier.draw["groups"]
    console.print(Text("固定检查组（★为组长）", style="bold"))
    for number, group in enumerate(groups["formed"], 1):
        name = group_name(number) + "　"
        _told(console, name, team_text(dossier, group["team"], group["leader"]))
    if groups["discarded"]:
        again = f"此前 {groups['discarded']} 次编组有检查派不出组，已按规则顺延重编。"
        _told(console, "", again)


def _recusals(dossier: Dossier, visits: Iterable[VisitRecord], console: Console) -> None:
    """One visit a paragraph: the object, what happened, the team that goes."""
    told = [(visit, found) for visit in visits if (found := recusals(dossier, visit))]
    if not told:
        console.print("没有人员需要回避。")
        return
    console.print(Text("回避与递补", style="bold"))
    for visit, sentences in told[:RECUSALS_SHOWN]:
        console.print(Text(f"  {_name(visit)}"), soft_wrap=True)
        team = team_text(dossier, visit["team"], visit["leader"])
        for sentence in [*sentences, f"检查组：{team}"]:
            _told(console, "    ", sentence)
    if len(told) > RECUSALS_SHOWN:
        console.print(f"  其余 {len(told) - RECUSALS_SHOWN} 次检查的回避见 {_BOOK} 的“回避递补记录”。")


def _told(console: Console, label: str, text: str) -> None:
    """A text behind a label, its further lines under its first."""
    label_width = Text(label).cell_len
    lines = wrapped(text, console.width - label_width)
    for index, line in enumerate(lines):
        console.print(Text((label if index == 0 else " " * label_width) + line), soft_wrap=True)


def changes(report: SubstituteReport, console: Console) -> None:
    """Before and after: who left each visit, who came, who goes now; which objects came in."""
    event, dossier = report.event, report.dossier
    if event is None:
        return
    before = {visit["index"]: visit for visit in report.before}
    rows = [team_change(dossier, before.get(visit["index"]), visit) for visit in event["visits"]]
    columns = [("检查对象", False), ("退出", False), ("递补", False), ("现在的检查组", False)]
    console.print(screen.table(f"{event_title(event)}：{event['reason']}", columns, rows[:VISITS_SHOWN]))
    if len(rows) > VISITS_SHOWN:
        console.print(f"以上为前 {VISITS_SHOWN} 次，其余 {len(rows) - VISITS_SHOWN} 次见 {_BOOK}。")
    for entry in event["replacements"]:
        out = dossier.pool.name(entry["out"])
        if entry["into"] is None:
            _told(console, "", f"{out} 不能检查，已无候补，不再补入。")
        else:
            _told(console, "", f"{out} 不能检查，由候补 {dossier.pool.name(entry['into'])} 补入。")
    going = [visit for visit in event["visits"] if refilled(before.get(visit["index"]), visit)]
    if any(recusals(dossier, visit) for visit in going):
        _recusals(dossier, going, console)
