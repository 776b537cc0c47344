"""How the commands of proof tell their results: the audit, the ledger, the slip of one object or person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.text import Text

from shuangsuiji.core.beijing import recorded_time
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.messages import text_of
from shuangsuiji.views import screen
from shuangsuiji.views.wrapping import wrapped
from shuangsuiji.workflows.auditing.steps import AuditStep, Verdict

if TYPE_CHECKING:  # each command imports what it runs; the views need but the names
    from shuangsuiji.core.records.slip import Slip
    from shuangsuiji.workflows.auditing.audit import AuditReport
    from shuangsuiji.workflows.auditing.places_report import PlacesReport
    from shuangsuiji.workflows.ledger import LedgerReport
from shuangsuiji.workflows.repair import RepairReport

_WORDS = (
    "标记是公开的编号表里代替名称的一串字符，由校验码和名称后括号里的代码算得，别人认不出是谁；"
    "表号是检查通知书、检查记录表上的号数。"
)
_HOW_TO_CHECK = "公开复核包公布后，可用浏览器打开其中的“复核.html”，填入编号、校验码和代码，核对以上各项。"
_UNCHECKED_CALCULATION = "计算：没有不符之处，但没有核对完，见上面标 – 的各项。"
_UNCHECKED_RECORD = (
    "记录：没有核对完，见上面标 – 的各项。没有总台账为证的——共抽过几次、这是第几次、种子性质、操作人、理由、"
    "有没有缺少递补和结果——只是档案自称。"
)
_UNCHECKED_FREEZE = "记录：没有核对完，见上面标 – 的各项。没有总台账为证的，封存的时间和次数只是档案自称。"
_LAST_LINE = "最后一行没有后一行为它作证，台账被截短也看不出来：请与自己记下的末行摘要核对。"
_MOST_DETAILS = 12
"""So many details of a step are shown in a whole audit; a step that is asked for by itself shows all."""
_MARKS = {
    Verdict.PASSED: ("✓", "green"),
    Verdict.FAILED: ("✗", "bold red"),
    Verdict.SKIPPED: ("–", "dim"),
}


def audit(report: AuditReport, *, as_json: bool) -> None:
    """Every step with its mark, and what follows for calculation and record, each for itself."""
    if as_json:
        screen.print_json(
            "audit",
            {
                "archive": report.archive,
                "frozen": report.frozen,
                "passed": report.passed,
                "complete": report.complete,
                "calculation": report.calculation,
                "record": report.record,
                "steps": list(map(_step, report.steps)),
            },
        )
        return
    console = screen.out()
    console.print(Text(f"复核 {report.archive.name}{'（封存）' if report.frozen else ''}", style="bold"))
    for step in report.steps:
        mark, style = _MARKS[step.verdict]
        line = Text()
        line.append(f" {mark} ", style=style)
        line.append(f"{step.number:>2}. {step.name}", style=style if step.verdict is Verdict.FAILED else "")
        console.print(line)
        most = len(step.details) if not report.whole else _MOST_DETAILS
        for code, values in step.details[:most]:
            for part in wrapped(text_of(code, values), console.width - screen.INDENT):
                console.print(" " * screen.INDENT + part)
        if len(step.details) > most:
            rest = f"另有 {len(step.details) - most} 项，加 --step {step.number} 全部列出。"
            console.print(" " * screen.INDENT + rest)
    for text, style in _conclusions(report):
        for part in wrapped(text, console.width):
            console.print(Text(part, style=style))


def _conclusions(report: AuditReport) -> list[tuple[str, str]]:
    """The last lines of an audit with their styles."""
    if not report.passed:
        return [("复核不通过：请看上面标 ✗ 的各项。", "bold red")]
    if not report.whole:
        open_steps = [step for step in report.steps if step.verdict is Verdict.SKIPPED and not step.absent]
        text = "所选的步骤没有不符之处" + ("，但有没有核对的，见上面标 – 的各项。" if open_steps else "。")
        return [(f"{text}只核对了所选的步骤，不是整份档案。", "bold yellow")]
    rehearsal = not report.frozen and report.manifest is not None and report.manifest["rehearsal"]
    if rehearsal:
        return [("计算：相符。这是演练，不入台账，不是正式的抽取。", "bold yellow")]
    computed = "封存的内容可由名录库重新整理得到。" if report.frozen else "抽取结果可由种子和名录库重算得到。"
    differ = [("文书与档案不一致：请看第10步列出的文件；以档案为准。", "bold yellow")]
    if report.papers_away:
        differ = [("档案里没有文书，没有核对：请另向单位要签字盖章的原件。", "bold yellow")]
    if report.complete and report.papers_differ:
        return [(f"计算：相符。{computed}记录：与总台账相符。", "bold green"), *differ]
    if report.complete:
        return [(f"复核通过：档案完整，{computed}", "bold green")]
    if report.by_platform and report.record is Verdict.PASSED and not report.papers_differ:
        return [("复核通过：档案完整。检查对象由平台抽取，不能由本工具重算。", "bold green")]
    told = [_UNCHECKED_CALCULATION, "bold yellow"]
    if report.calculation is Verdict.PASSED:
        told = [f"计算：相符。{computed}", "bold green"]
    elif report.by_platform:
        told = ["计算：检查对象由平台抽取，不能由本工具重算；其余相符。", "bold yellow"]
    record = ("记录：与总台账相符。", "bold green")
    if report.record is not Verdict.PASSED:
        record = (_UNCHECKED_FREEZE if report.frozen else _UNCHECKED_RECORD, "bold yellow")
    return [(told[0], told[1]), record, *(differ if report.papers_differ else [])]


def audit_places(report: PlacesReport, *, as_json: bool) -> None:
    """Every attempt on record, every archive with its verdicts, what each states, and what is to be asked."""
    if as_json:
        archives = [
            {
                "archive": one.archive,
                "frozen": one.frozen,
                "passed": one.passed,
                "complete": one.complete,
                "calculation": one.calculation,
                "record": one.record,
                "statements": report.statements[one.archive],
                "steps": list(map(_step, one.steps)),
            }
            for one in report.audits
        ]
        screen.print_json(
            "audits",
            {
                "passed": report.passed,
                "complete": report.complete,
                "archives": archives,
                "ledgers": report.ledgers,
                "attempts": report.attempts,
                "findings": report.findings,
                "paper": report.paper,
            },
        )
        return
    console = screen.out()
    columns = [
        ("计划", False),
        ("批次", False),
        ("次", True),
        ("时间", False),
        ("种子性质", False),
        ("结果", False),
        ("依据", False),
    ]
    rows = [
        (one.plan, one.batch, one.attempt, _minute(one.time), one.grade, one.outcome, one.basis)
        for one in report.attempts
    ]
    if rows:
        console.print(screen.table("历次抽取", columns, rows))
    for one in report.audits:
        marks = f"计算 {_MARKS[one.calculation][0]}　记录 {_MARKS[one.record][0]}"
        console.print(
            Text(f"{one.archive}　{marks}", style="bold" if one.passed else "bold red"), soft_wrap=True
        )
        for statement in report.statements[one.archive]:
            line = f"{statement.basis}　{statement.name}：{statement.value}"
            for part in wrapped(line, console.width - screen.INDENT):
                console.print(" " * screen.INDENT + part)
    screen.show_findings(report.findings, everything=True)
    console.print(Text(text_of(report.conclusion.code, report.conclusion.values), style="bold"))
    if report.paper is not None:
        console.print(f"复核报告已写到 {report.paper}，请签名存档。", soft_wrap=True)


def _step(step: AuditStep) -> dict[str, Any]:
    details = [{"code": code, "message": text_of(code, values)} for code, values in step.details]
    return {
        "number": step.number,
        "name": step.name,
        "about": step.about,
        "verdict": step.verdict,
        "absent": step.absent,
        "details": details,
    }


def ledger(report: LedgerReport, *, as_json: bool) -> None:
    """The lines of a ledger, one a row."""
    if as_json:
        lines = [{**line.data, **line.words} for line in report.lines]
        screen.print_json("ledger", {"head": report.head, "lines": lines, "findings": report.findings})
        return
    screen.show_findings(report.findings)
    rows = [
        (line.number, _minute(line.text("time")), line.event, line.text("batch"),
         line.text("attempt") or line.text("number"), _words(line))
        for line in report.lines
    ]  # fmt: skip
    columns = [("行", True), ("时间", False), ("事项", False), ("批次", False), ("次", True), ("理由", False)]
    console = screen.out()
    console.print(screen.table(str(report.path), columns, rows))
    console.print(f"末行摘要 {report.head}", soft_wrap=True)


def ledger_head(report: LedgerReport, *, as_json: bool) -> None:
    """What a second person writes into a notebook."""
    if as_json:
        screen.print_json(
            "ledger-head", {"note": report.note, "lines": len(report.lines), "head": report.head}
        )
        return
    console = screen.out()
    console.print(report.note, soft_wrap=True)
    last = report.lines[-1] if report.lines else None
    if last is not None:
        batch = f"（{last.text('batch')}）" if last.text("batch") else ""
        told = f"台账共 {last.number} 行，最后一行：{_minute(last.text('time'))} {last.event}{batch}。"
        console.print(Text(told), soft_wrap=True)
    for line in _NOTEBOOK:
        console.print(line)


_NOTEBOOK = (
    "请不经手抽取的人把上面第一行抄在自己的本子上，写明日期。以后核对：",
    "  ssj ledger verify --head 抄下的那一行",
)


def _words(line: LedgerLine) -> str:
    """Why, as it was typed, or that it is not at hand."""
    return "（不在手边）" if line.lacks_words else line.text("reason") or line.text("detail")


def new_secret(line: LedgerLine, *, as_json: bool) -> None:
    """That there is a new secret, and what to do with it."""
    if as_json:
        screen.print_json("ledger-new-secret", {"line": line.number})
        return
    place = screen.out()
    place.print(f"已换新的 密签.txt，台账第 {line.number} 行。以后的封存和抽取用它，以前的档案不受影响。")
    place.print("请把它和台账一起备份，不要外发。")


def _minute(recorded: str) -> str:
    """A recorded time to the minute, in Beijing."""
    time = recorded_time(recorded)
    return f"{time:%Y-%m-%d %H:%M}" if time else recorded


def ledger_verified(report: LedgerReport, *, as_json: bool) -> None:
    """What was found about a ledger and its archives."""
    if as_json:
        screen.print_json("ledger-verify", {"head": report.head, "findings": report.findings})
        return
    screen.show_findings(report.findings)
    console = screen.out()
    console.print(f"末行摘要 {report.head}", soft_wrap=True)
    for part in wrapped(_LAST_LINE, console.width):
        console.print(part)


def ledger_repaired(report: RepairReport, *, as_json: bool) -> None:
    """What was mended, and what is left to be done."""
    if as_json:
        added = [{**line.data, **line.words} for line in report.lines]
        screen.print_json(
            "ledger-repair", {"lines": added, "cleared": report.cleared, "findings": report.findings}
        )
        return
    console = screen.out()
    for line in report.lines:
        outcome = line.text("outcome") or line.text("batch")
        aside = f"，移到“{line.text('aside')}”" if line.text("aside") else ""
        console.print(Text(f"台账第 {line.number} 行　{line.event}　{outcome}{aside}"), soft_wrap=True)
    if report.cleared:
        console.print(f"清理了 {len(report.cleared)} 个没有写完的临时文件夹。")
    screen.show_findings(report.findings)


def code(found: Slip, *, as_json: bool) -> None:
    """What one object or person may be told, as it can be handed over."""
    if as_json:
        screen.print_json("code", found)
        return
    console = screen.out()
    console.print(Text(f"{found.name}（{found.id}）", style="bold"), soft_wrap=True)
    number = f"第 {found.number} 号" if found.number else "没有编号"
    for label, text in (("编号", number), ("校验码", found.code), ("标记", found.mark)):
        console.print(Text(f"{label}　{text}"), soft_wrap=True)
    for line in (_WORDS, *found.lines):
        for part in wrapped(line, console.width):
            console.print(part)
    if found.kind == "object":
        for part in wrapped(_HOW_TO_CHECK, console.width):
            console.print(part)
