"""What `ssj` alone shows: where the year stands, and the numbered choices, in 24 lines of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from shuangsuiji.core.plans.words import batch_text
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped

if TYPE_CHECKING:  # the views need but the names
    from shuangsuiji.workflows.recognised import Recognition
    from shuangsuiji.workflows.state import BatchState, NextStep, PlanState, YearState

_MOST_BATCHES = 6
_HALF = 38


def say(text: str = "", *, bold: bool = False) -> None:
    """Lines on the screen; blanks before the text stand before each of them."""
    console = screen.out()
    indent = text[: len(text) - len(text.lstrip(" "))]
    for line in wrapped(text, console.width - 1 - len(indent)) or [""]:
        console.print(Text(indent + line, style="bold" if bold else ""), soft_wrap=True)


def command_line(arguments: Sequence[str]) -> None:
    """The command that is about to run, as it can be typed."""
    screen.out().print(Text(f"＞ {typed(arguments)}", style="cyan"), soft_wrap=True)


def typed(arguments: Sequence[str]) -> str:
    """A command as it can be typed."""
    return " ".join(["ssj", *map(screen.quoted, arguments)])


def taken_for(found: Recognition) -> None:
    """What a file or folder that was given alone was recognised as, and the command for it."""
    say(f"这是{found.thing.value}，运行：")
    for command in found.commands:
        command_line(command)


def overview(state: YearState) -> None:
    """For whoever is not there to answer: every plan, and the command that comes next."""
    if not state.plans:
        say("这里还没有计划。开始：")
        say("  ssj init --ask      用本单位的名录库，一问一答写计划")
        say("  ssj init 我的抽查   先用样例试一试")
        return
    for plan in state.plans:
        standing(plan)
        nearest = next((step for step in plan.steps if step.command), None)
        if nearest is not None:
            say(f"下一步：{nearest.text}")
            screen.out().print(Text(f"  {typed(nearest.command)}"), soft_wrap=True)


def standing(plan: PlanState) -> None:
    """One plan: its batches, each with what is done of it, and how much is waiting."""
    name = plan.plan.name if plan.plan is not None and plan.plan.name else plan.path.name
    say(f"{name}（{screen.near(plan.path)}）" if name != plan.path.name else name, bold=True)
    screen.show_findings(plan.findings[:3])
    for batch in plan.batches[:_MOST_BATCHES]:
        say(f"  {batch.batch.name}　{batch_text(batch.batch)}　{_done(batch)}")
    if len(plan.batches) > _MOST_BATCHES:
        say(f"  ……还有 {len(plan.batches) - _MOST_BATCHES} 批")
    if plan.waiting:
        say(f"  待办 {plan.waiting} 项" + (f"，其中逾期 {plan.late} 项" if plan.late else ""))


def _done(state: BatchState) -> str:
    if state.problem:
        return "档案读不出来"
    if state.progress is not None:
        of = state.progress
        text = f"已抽取；有结果 {of.complete}/{of.visits} 户次"
        return f"{text}，已公开 {of.published}/{of.results} 行" if of.results else text
    return "已封存，还没有抽取" if state.frozen else "还没有抽取"


ALWAYS_FROM = 11
"""The number of the first choice that is there at any time: it is the same whatever is to be done now."""


def first_of_others(steps: Sequence[NextStep]) -> int:
    """The number of the first choice that is no step; 1 where there are no steps to choose from."""
    return max(ALWAYS_FROM, len(steps) + 1) if steps else 1


def choices(steps: Sequence[NextStep], others: Sequence[str], ways_out: str) -> None:
    """The numbered choices: what is to be done now, then everything else in two columns."""
    console = screen.out()
    if steps:
        say("现在要做：", bold=True)
    for number, step in enumerate(steps, 1):
        first, *rest = wrapped(step.text, console.width - 6) or [""]
        console.print(Text(f"{number:>3}  {first}"), soft_wrap=True)
        for line in rest:
            console.print(Text(f"     {line}"), soft_wrap=True)
    say("其他：" if steps else "", bold=True)
    cells = [f"{at:>3}  {text}" for at, text in enumerate(others, first_of_others(steps))] + [
        f"  0  {ways_out}"
    ]
    half = -(-len(cells) // 2)
    for left, right in zip(cells[:half], [*cells[half:], ""], strict=False):
        console.print(Text(left + " " * max(_HALF - cell_len(left), 2) + right), soft_wrap=True)
