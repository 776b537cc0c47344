"""`ssj draw --ceremony`: a draw before witnesses, a page at a time, each turned by Enter, and kept as text.

What is drawn is what `ssj draw` draws without it: the pages only show what was fixed before the seed, the
seed, and what follows from it, in the order in which it is computed.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.align import Align
from rich.panel import Panel
from rich.text import Text

from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import StratumRecord, VisitRecord
from shuangsuiji.core.records.story import recusals, team_text
from shuangsuiji.core.rules.quota import stratum_name
from shuangsuiji.core.seeds.seed import REHEARSAL
from shuangsuiji.core.seeds.words import reading
from shuangsuiji.views import screen

if TYPE_CHECKING:  # each command imports what it runs; the views need but the names
    from shuangsuiji.workflows.draw import DrawAhead, DrawReport

_LARGE = {ord(digit): ord("０") + int(digit) for digit in "0123456789"}
"""Digits that take the room of a Chinese character: legible from the back of a room."""
_NAMES_ON_A_PAGE = 12
_VISITS_ON_A_PAGE = 5
_MOST_WIDTH = 100
TO_THE_END = "0"
"""Typed instead of Enter: the remaining pages follow without a pause."""


class CeremonyPages:
    """The pages of one draw. Without a terminal they follow each other without a pause.

    Args:
        rehearsal: each page says that it is one.
    """

    def __init__(self, *, rehearsal: bool) -> None:
        self._mark = f"{REHEARSAL}　" if rehearsal else ""
        self._console = screen.Screen(stderr=True, highlight=False, markup=False, emoji=False, record=True)
        self._console.width = min(self._console.width, _MOST_WIDTH)
        self._waits = self._console.is_terminal and sys.stdin.isatty()

    def before(self, ahead: DrawAhead) -> None:
        """What is fixed before the seed, and how the seed is written.

        Raises:
            KeyboardInterrupt, EOFError: whoever leads the ceremony leaves; nothing has happened yet.
        """
        fixed = "没有事先封存：名录库以此刻为准，摘要在抽取时算出。"
        if ahead.commit:
            fixed = f"封存摘要\n{ahead.commit}\n请监督人员与承诺书上的、公布的摘要核对。"
        self._page(
            ahead.plan_name,
            Text(ahead.batch, style="bold"),
            Text(f"检查对象 {ahead.objects} 户　　检查人员和专家 {ahead.people} 人".translate(_LARGE)),
            Text(fixed),
        )
        form = ahead.form
        if form.source is None:
            told = ["计划没有约定种子的来源，由操作系统产生 128 位随机数。"]
        else:
            told = [f"来源：{source_text(form, ahead.batch)}"]
            told += [f"写法：{reading(form)}"] if form.sources else []
        self._page("种子怎样产生", *map(Text, told), Text("下一步：当众读出种子，录入，核对。"))

    def after(self, report: DrawReport) -> None:
        """The seed as it was used, each stratum, each visit with its team, and what to note down."""
        dossier = report.dossier
        record, manifest = dossier.draw, dossier.manifest
        try:
            self._page(
                "种子",
                Text(record["seed"].translate(_LARGE), style="bold"),
                Text(f"写作：{record['seed']}"),
                Text(manifest["seed"]["agreed"] or manifest["seed"]["source"]),
                Text(f"封存摘要\n{record['commit']}"),
            )
            for stratum in record["strata"]:
                if stratum["n"]:
                    self._stratum(dossier, stratum)
            visits = record["visits"]
            for start in range(0, len(visits), _VISITS_ON_A_PAGE):
                self._teams(dossier, start, visits[start : start + _VISITS_ON_A_PAGE])
            self._page(
                "抽取结果",
                Text(
                    f"{len({visit['number'] for visit in visits})} 户　{len(visits)} 次检查".translate(_LARGE)
                ),
                Text(f"结果摘要\n{dossier.draw_digest}"),
                Text("请监督人员抄下结果摘要；种子和封存的编号表公布后，任何人都能重算出同一份名单。"),
            )
        except (KeyboardInterrupt, EOFError):  # the draw is on record: only the showing ends here
            self._console.print()

    def transcript(self) -> bytes:
        """All pages that were shown, as a text file that an office program opens."""
        return self._console.export_text(clear=False).replace("\n", "\r\n").encode("utf-8-sig")

    def _stratum(self, dossier: Dossier, stratum: StratumRecord) -> None:
        name = stratum_name(stratum["district"], stratum["name"])
        task = next(
            task.name or task.number for task in dossier.pool.plan.tasks if task.number == stratum["task"]
        )
        names = [dossier.pool.name(number) for number in stratum["drawn"]]
        told = f"{stratum['N']} 户，应抽 {stratum['n']} 户，抽中 {len(names)} 户".translate(_LARGE)
        for start in range(0, max(1, len(names)), _NAMES_ON_A_PAGE):
            part = names[start : start + _NAMES_ON_A_PAGE]
            lines = [f"{place:>3}　{one}" for place, one in enumerate(part, start + 1)]
            title = f"{task}　{name}" + ("（续）" if start else "")
            self._page(title, Text(told), Text("\n".join(lines) or "没有抽中的"))

    def _teams(self, dossier: Dossier, before: int, visits: Sequence[VisitRecord]) -> None:
        lines: list[Text] = []
        for serial, visit in enumerate(visits, before + 1):
            team = team_text(dossier, visit["team"], visit["leader"]) or "不派员"
            lines.append(Text(f"{serial:>3}　{visit['name']}", style="bold"))
            lines.append(
                Text("\n".join([f"　　{team}", *(f"　　{one}" for one in recusals(dossier, visit))]))
            )
        self._page("检查组（★为组长）", *lines, gap=False)

    def _page(self, title: str, *parts: Text, gap: bool = True) -> None:
        """One page; waits for Enter where somebody looks on."""
        if self._waits:
            self._console.clear()
        body = Text("\n\n" if gap else "\n").join(_filled(parts))
        self._console.print(
            Panel(body, title=Text(f" {self._mark}{title} ", style="bold"), box=box.HEAVY, padding=(1, 3))
        )
        if not self._waits:
            return
        hint = Align.right(Text(f"按回车继续（{TO_THE_END} 加回车：不再停顿）", style="dim"))
        screen.err().print(hint)
        if input().strip().translate({wide: narrow for narrow, wide in _LARGE.items()}) == TO_THE_END:
            self._waits = False


def _filled(parts: Iterable[Text]) -> list[Text]:
    return [_visible(part) for part in parts if part.plain.strip()]


def _visible(part: Text) -> Text:
    """A text in which no character acts on the terminal; its lines are the program's own."""
    return Text(screen.visible(part.plain, several_lines=True), style=part.style)
