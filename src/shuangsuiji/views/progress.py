"""How far something is that takes long: on a terminal only, on stderr, and gone when it is done."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from shuangsuiji.views import screen

_STEPS = 200
"""The bar is told so often at most: drawing it must not slow the work."""


@contextlib.contextmanager
def bar(before: str, during: str, after: str) -> Iterator[Callable[[int, int], None] | None]:
    """Shows what is going on before, while and after visits are staffed.

    Gives the function that is told how many visits are staffed, and how many there are; None if nobody looks.
    """
    console = screen.err()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[count]}"),
    )
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(before, total=None, count="")

        def told(done: int, total: int) -> None:
            if done >= total:
                shown.update(task, visible=False)
                shown.add_task(after, total=None, count="")
            elif done * _STEPS // total != (done - 1) * _STEPS // total:
                count = f"{done}/{total} 次检查"
                shown.update(task, description=during, total=total, completed=done, count=count)

        yield told


@contextlib.contextmanager
def trials() -> Iterator[Callable[[int], None] | None]:
    """A line that counts the trials of a year; gives the function that is told how many were made."""
    console = screen.err()
    if not console.is_terminal:
        yield None
        return
    with console.status("正在读取名录库…") as status:
        yield lambda done: status.update(f"正在试排全年：第 {done} 次…")
