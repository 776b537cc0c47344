"""`ssj` alone: an assistant that shows where the year stands and runs the commands that are chosen by number.

Every choice prints the command that it runs, so that it can be typed another time. What stays on record is
confirmed by typing the batch. Without a terminal the state and the next step are printed, and nothing is
asked.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.assistant_questions import (
    CHANGES,
    CHANNEL,
    ISSUE,
    QUESTIONS,
    WAITING,
    Asked,
    answers,
    month,
)
from shuangsuiji.commands.interview import write_plan
from shuangsuiji.core.canonical import norm, norm_name
from shuangsuiji.core.plans.seed_form import DRAND, Seed, SeedSource, lottery_issue
from shuangsuiji.views.dialogue import BadAnswer, Dialogue, Left, typed

Run = Callable[[Sequence[str]], int]
"""Runs a command as it would be typed, tells what it found, and gives the exit status."""

SAMPLE = "样例"
_FORMAL = "这一步会记入台账，不能撤销。"


def assist(run: Run) -> None:
    """The assistant in the current folder; without a terminal its state alone.

    Args:
        run: runs a command and gives its exit status.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        views.assistant.overview(shuangsuiji.year_state())
        return
    views.assistant.say("双随机抽取：输入前面的序号，再按回车。每一步都写出所用的命令。", bold=True)
    folder, plan = Path(), ""
    while True:
        try:
            folder, plan, going = _turn(run, folder, plan)
        except Left:
            views.assistant.say("没有办。")
            continue
        except shuangsuiji.SsjError as problem:
            views.screen.show_findings(problem.findings)
            folder, plan, going = Path(), "", _wait()
        if not going:
            return


def _turn(run: Run, folder: Path, plan: str) -> tuple[Path, str, bool]:
    """One choice: the folder and the plan to go on with, and whether to go on."""
    state = shuangsuiji.year_state(folder)
    views.assistant.say()
    if not state.plans:
        chosen = _without_plan(run, folder, back="退出")
        return (*chosen, True) if chosen else (folder, "", False)
    shown = next((one for one in state.plans if str(one.path) == plan), None)
    if shown is None and len(state.plans) > 1:
        names = [str(one.path) for one in state.plans]
        labels = [
            f"{one.plan.name if one.plan else one.path.name}　{views.screen.near(one.path)}"
            for one in state.plans
        ]
        return folder, names[_ask(lambda talk: talk.choose("用哪一份计划？", labels))], True
    shown = shown or state.plans[0]
    day = f"{state.today.year}年{state.today.month}月{state.today.day}日"
    views.assistant.say(f"今天 {day}　工作文件夹 {folder.resolve()}")
    views.assistant.standing(shown)
    labels = [label for label, _ in _OTHERS] + ["换计划、新建计划"]
    views.assistant.choices(shown.steps, labels, "退出")
    first = views.assistant.first_of_others(shown.steps)
    number = _number([*range(1, len(shown.steps) + 1), *range(first, first + len(labels))])
    if number == 0:
        return folder, plan, False
    if number <= len(shown.steps):
        _step(run, shown.steps[number - 1], shown, state.today)
    elif number < first + len(_OTHERS):
        _OTHERS[number - first][1](run, shown, state.today)
    else:
        chosen = _without_plan(run, folder, back="返回")
        return (*chosen, True) if chosen else (folder, plan, True)
    return folder, str(shown.path), _wait()


def _number(known: Sequence[int]) -> int:
    """The number of a choice; 0 also for 返回 and 退出."""
    while True:
        answer = norm(typed("> ")).lower()
        if answer in ("0", "q", "退出", "返回", "exit", "quit"):
            return 0
        if re.fullmatch("[0-9]{1,3}", answer) and int(answer) in (0, *known):
            return int(answer)
        views.assistant.say("没有这个序号，请输入上面各项前面的数字。")


def _ask(question: Callable[[Dialogue], int]) -> int:
    return Dialogue(may_leave=True).run(question)


_TOLD = frozenset(
    {
        shuangsuiji.ExitStatus.DONE,
        shuangsuiji.ExitStatus.BAD_INPUT,
        shuangsuiji.ExitStatus.INCOMPLETE,
        shuangsuiji.ExitStatus.MISMATCH,
        shuangsuiji.ExitStatus.OVERDUE,
    }
)
"""What the command has explained itself."""


def _do(run: Run, *arguments: str) -> int:
    """Shows the command, and runs it."""
    views.assistant.command_line(arguments)
    return _ended(run(list(arguments)))


def _ended(status: int) -> int:
    """What is to be done after a command that did not go through."""
    if status == shuangsuiji.ExitStatus.INTERRUPTED:
        views.assistant.say("已停下，没有需要改正的；要办时再选一次。")
    elif status not in _TOLD:
        views.assistant.say("没有完成。请按上面的提示改正，再选一次。")
    return status


def _show(run: Run, *arguments: str) -> int:
    """The same for a command that asks nothing: what it tells is shown a screen at a time."""
    views.assistant.command_line(arguments)
    told = io.StringIO()
    with contextlib.redirect_stdout(told), contextlib.redirect_stderr(told):
        status = run(list(arguments))
    views.dialogue.paged(told.getvalue())
    return _ended(status)


def _wait() -> bool:
    typed("（按回车继续）")
    return True


# ---- without a plan ----------------------------------------------------------------------------------


def _without_plan(run: Run, folder: Path, *, back: str) -> tuple[Path, str] | None:
    """How to come to a plan: by questions, a sample, empty registries, last year's folder, another folder.

    Args:
        run: runs a command.
        folder: the working folder.
        back: what 0 does.

    Returns:
        The folder and the plan to go on with; None where 0 was chosen.
    """
    views.assistant.say(f"工作文件夹 {folder.resolve()}")
    options = [
        "用本单位的名录库，一问一答写计划",
        "先用样例试一试（虚构的数据）",
        "写空白名录库，从头填起",
        "由上一年的工作文件夹结转",
        "换一个文件夹",
    ]
    views.assistant.choices((), options, back)
    number = _number(range(1, len(options) + 1))
    if number == 0:
        return None
    if number == 1:
        views.assistant.command_line(("init", "--ask", str(folder)))
        path = write_plan(folder)
        return folder, str(path) if path else ""
    if number == 5:
        return _folder(folder), ""
    if number == 4:
        old = _folder(folder)
        target, asked = _free(old.resolve().parent, _next(old.resolve().name)), ["--from", str(old)]
    elif number == 3:
        target, asked = _free(folder, "我的抽查"), ["--preset", "空白"]
    else:
        names = ["舞钢", "秦皇岛", "兰州", "邢台"]
        what = ["两部门联合、分上下半年", "定向、科室内部联合", "必查、回避名单、专家", "分县区、比例下限"]
        labels = [f"{name}（{text}）" for name, text in zip(names, what, strict=True)]
        preset = names[_ask(lambda talk: talk.choose("哪一份样例？", labels))]
        target, asked = _free(folder, f"{SAMPLE}-{preset}"), ["--preset", preset]
    status = _do(run, "init", str(target), *asked)
    if number != 2:
        _wait()
    return (folder if status else target), ""


def _next(name: str) -> str:
    """What the folder of the next year is called: 2027年 after 2026年."""
    year = re.search("20[0-9]{2}", name)
    return name.replace(year[0], str(int(year[0]) + 1), 1) if year else f"{name}-下一年"


def _free(folder: Path, name: str) -> Path:
    """A folder of that name that is not there yet."""
    path, number = folder / name, 2
    while path.exists():
        path, number = folder / f"{name}{number}", number + 1
    return path


def _folder(start: Path) -> Path:
    """A folder, found by numbers: one below, the one above, or one that is dragged into the window."""
    here: Path | None = start.resolve()
    usual = [Path.home() / "Desktop", Path.home() / "Documents", Path.home()]
    while True:
        assert here is not None
        views.assistant.say(f"现在在 {here}", bold=True)
        chosen, here = _folder_of(here, [one for one in usual if one.is_dir()])
        if chosen is not None:
            return chosen


def _folder_of(here: Path, usual: Sequence[Path]) -> tuple[Path | None, Path | None]:
    """The folder that was chosen, or else the one to look into next."""
    below = sorted(one for one in here.iterdir() if one.is_dir() and not one.name.startswith("."))
    places = [here.parent, *usual, *below]
    labels = ["就用这个文件夹", "上一层文件夹", *map(str, usual), *(one.name for one in below)]

    def read(answer: str) -> tuple[Path | None, Path | None]:
        text = answer.strip("\"' ")
        number = norm(text)
        if text and not number.isdigit() and (here / text).is_dir():
            return (None, (here / text).resolve()) if set(text) == {"."} else (here / text, None)
        if not re.fullmatch("[0-9]{1,4}", number) or not 1 <= int(number) <= len(labels):
            raise BadAnswer(f"请输入序号 1 到 {len(labels)}，或把文件夹拖进这个窗口。")
        return (here, None) if int(number) == 1 else (None, places[int(number) - 2].resolve())

    how = "输入序号；也可以把文件夹拖进这个窗口。"
    return Dialogue().run(lambda talk: talk.pick("哪个文件夹？", labels, read, how=how))


# ---- the steps of the year ---------------------------------------------------------------------------


def _step(run: Run, step: shuangsuiji.NextStep, shown: shuangsuiji.PlanState, today: date) -> None:
    """Does what a step says, after whatever has to be asked."""
    if step.folder is not None:
        _open(step.folder)
        return
    arguments = list(step.command)
    if step.job == "录入":
        sheet = _sheet(Path(arguments[1]))
        arguments = [*arguments[:2], str(sheet), "--mark"]
    if step.job == "检查":
        status = _do(run, *arguments, "--brief")
        if status in (0, 1) and Dialogue(may_leave=True).run(
            lambda talk: talk.confirm("看全部明细吗？", status == 1)
        ):
            _show(run, *arguments)
        return
    if step.job == "封存" and shown.plan is not None:
        _settle_issues(shown.path, shown.plan.seed, step.batch)
    questions = list(QUESTIONS.get(step.job, ()))
    if step.job == "记公开" and shown.plan is not None and shown.plan.publication.channels:
        questions.remove(CHANNEL)
    if step.again:
        why = f"“{step.batch}”以前抽取过，为什么再来一次？"
        questions.insert(0, Asked(option="--reason", question=why, how="写入台账。"))
    arguments += answers(questions, today)
    if step.batch and not _confirmed(arguments, step.batch):
        return
    if step.job == "记公开" and not _agreed(arguments):
        return
    _do(run, *arguments)


def _settle_issues(plan: Path, form: Seed, batch: str) -> None:
    """Asks which issue of each source gives the seed where the plan does not say, and writes it there."""
    for position, source in enumerate(form.sources):
        if not source.takes_issues or source.is_named(batch):
            continue
        issue = _issue_of(source, batch)
        if issue:
            shuangsuiji.settle_issue(plan, batch, position, issue)
            views.assistant.say(f"已写进 {plan.name}。")


def _issue_of(source: SeedSource, batch: str) -> str:
    how = f"写一{source.unit}还没有产生的，例如 2026058，写进计划；还没定直接回车。"
    asked = f"“{batch}”用{source.type}的哪一{source.unit}？"
    return Dialogue(may_leave=True).run(lambda talk: talk.text(asked, read=partial(_issue, source), how=how))


def _issue(source: SeedSource, answer: str) -> str:
    """Year and number of an issue, or the number of a round; blank for none."""
    number = "".join(re.findall("[0-9]+", norm(answer)))
    if answer and (not number or (source.type != DRAND and lottery_issue(number) is None)):
        raise BadAnswer(f"请写年份和{source.unit}号，例如 2026058；还没定直接回车。")
    return number


def _agreed(arguments: Sequence[str]) -> bool:
    """Whether what goes on record is what was meant, shown before it does."""
    views.assistant.say()
    views.assistant.say(f"将要运行：{views.assistant.typed(arguments)}")
    return Dialogue(may_leave=True).run(
        lambda talk: talk.confirm("写入台账，以后不能删去。就这样记吗？", False)
    )


def _confirmed(arguments: Sequence[str], batch: str) -> bool:
    """Whether the batch was typed, before something that stays on record."""
    views.assistant.say()
    views.assistant.say(f"将要运行：{views.assistant.typed(arguments)}")
    views.assistant.say(_FORMAL)
    question = f"确认请输入批次名称“{batch}”"

    def read(answer: str) -> bool:
        if answer and norm_name(answer.strip('“”"')) != norm_name(batch):
            raise BadAnswer(f"输入的不是“{batch}”。请照样输入；不办直接回车。")
        return bool(answer)

    agreed = Dialogue(may_leave=True).run(lambda talk: talk.text(question, read=read, how="不办直接回车。"))
    if not agreed:
        views.assistant.say("没有办。")
    return agreed


def _open(folder: Path) -> None:
    """Shows the folder of papers, in the file manager where there is one to start."""
    views.assistant.say(f"文书在：{folder.resolve()}")
    start = getattr(os, "startfile", None)
    if start is not None:
        start(folder)
    else:
        views.assistant.say("请用文件管理器打开这个文件夹，用 WPS 打开、打印。")


def _sheet(archive: Path) -> Path:
    """The filled sheet of results: among the papers of the draw, or dragged into the window."""
    found = sorted((archive / "文书").glob("结果录入表*.xlsx")) + sorted(Path().glob("*结果录入表*.xlsx"))
    labels = [str(views.screen.near(path)) for path in found]
    dragged: list[Path] = []

    def read(answer: str) -> int:
        text = answer.strip("\"' ")
        if not text and found:
            return 0
        if Path(text).is_file():
            dragged.append(Path(text))
            return 0
        if not re.fullmatch("[0-9]{1,3}", norm(text)) or not 1 <= int(norm(text)) <= len(found):
            raise BadAnswer("请输入序号，或把填好的表拖进这个窗口。")
        return int(norm(text)) - 1

    how = "输入序号；填好的表在别处的，拖进这个窗口。"
    chosen = _ask(lambda talk: talk.pick("录入哪一份结果录入表？", labels, read, how=how))
    return dragged[-1] if dragged else found[chosen]


# ---- everything else ---------------------------------------------------------------------------------


def _archive(batches: Sequence[shuangsuiji.BatchState]) -> shuangsuiji.BatchState | None:
    """One of the batches whose draw stands; None where there is none."""
    drawn = [state for state in batches if state.archive is not None]
    if not drawn:
        views.assistant.say("还没有有效的抽取。")
        return None
    if len(drawn) == 1:
        return drawn[0]
    labels = [f"{state.batch.name}　{state.archive.name if state.archive else ''}" for state in drawn]
    return drawn[_ask(lambda talk: talk.choose("哪一次抽取？", labels, len(drawn) - 1))]


def _audit(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    state = _archive(shown.batches)
    if state is not None:
        _show(run, "audit", str(state.archive))


def _changes(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    """What befalls a draw: substitutions, corrections, a cancellation."""
    state = _archive(shown.batches)
    if state is None:
        return
    offered = [*([WAITING] if state.waiting else []), *CHANGES]
    labels = [label for label, _, _ in offered]
    _, command, questions = offered[_ask(lambda talk: talk.choose("有什么变动？", labels, None))]
    if command == "substitute" and questions is not WAITING[2] and _draws_anew(shown):
        questions = [*questions, *([] if any(one.option == "--add" for one in questions) else [ISSUE])]
    arguments = [command, str(state.archive), *answers(questions, today, state.archive)]
    if command == "code" or _confirmed(arguments, state.batch.name):
        _do(run, *arguments)


def _draws_anew(shown: shuangsuiji.PlanState) -> bool:
    """Whether substitutes are drawn with the numbers of another issue."""
    form = shown.plan.seed if shown.plan else None
    return form is not None and form.substitute == "新种子" and any(one.takes_issues for one in form.sources)


def _year(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    _show(run, "year", str(shown.path), "--xlsx")


def _due(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    """What is due, on the screen or as a workbook for the sections."""
    ways = ["看在屏幕上", "写成表格（到期办理.xlsx），发给各科室"]
    xlsx = _ask(lambda talk: talk.choose("到期办理怎么看？", ways)) == 1
    _show(run, "due", str(shown.path.parent), *(["--xlsx"] if xlsx else []))


def _check_registry(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    """One of the workbooks beside the plan, its problems marked in a copy."""
    folder = shown.path.parent
    files = list(dict.fromkeys(sheet.file for sheet in shuangsuiji.survey(folder).sheets))
    if not files:
        views.assistant.say("这个文件夹里没有表格。")
        return
    file = files[_ask(lambda talk: talk.choose("检查哪一份？", files, None))]
    _show(run, str(folder / file))  # recognised by content, every sheet of it


def _month(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    asked = Asked(question="哪个月的月报？", how=f"例如 {today:%Y-%m} 或 {today.month}月。", read=month)
    _show(run, "report", "month", *answers([asked], today), str(shown.path.parent))


def _evaluation(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    year = shown.plan.year if shown.plan else today.year
    _show(run, "report", "year", str(year), str(shown.path.parent))


def _ledger(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    _show(run, "ledger", "show", str(shown.path.parent))


_DRAFTS = {
    "年度抽查计划": "计划",
    "随机抽查事项清单": "清单",
    "检查人员名录": "人员",
    "抽查名单": "名单",
    "抽查结果": "结果",
    "不规范名单": "不规范名单",
}


def _publish(run: Run, shown: shuangsuiji.PlanState, today: date) -> None:
    """A draft for publication, of the plan or of a draw."""
    kind = list(_DRAFTS.values())[_ask(lambda talk: talk.choose("起草哪一种公示稿？", list(_DRAFTS), None))]
    if kind in ("计划", "清单", "人员"):
        _do(run, "publish", str(shown.path), kind)
        return
    state = _archive(shown.batches)
    if state is not None:
        _do(run, "publish", str(state.archive), kind)


_OTHERS: Sequence[tuple[str, Callable[[Run, shuangsuiji.PlanState, date], None]]] = (
    ("看全年安排", _year),
    ("到期办理、办理进度", _due),
    ("人员、对象有变动", _changes),
    ("检查一份名录库", _check_registry),
    ("复核一次抽取", _audit),
    ("月报", _month),
    ("年度效果评估", _evaluation),
    ("看台账", _ledger),
    ("公开：年度计划等公示稿", _publish),
)
"""What may be done at any time, beside the steps of the year."""
