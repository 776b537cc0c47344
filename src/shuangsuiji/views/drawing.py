"""How the commands from a plan to a draw tell their results: for people, and as JSON for scripts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

from shuangsuiji.core.checks.preview import LinePreview, Preview
from shuangsuiji.core.findings import Finding, Level
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.words import batch_text, decimal_text, source_text
from shuangsuiji.core.records.record import DrawRecord
from shuangsuiji.core.rules.quota import Stratum, amount_words, stratum_name
from shuangsuiji.core.seeds.seed import normal_seed
from shuangsuiji.core.seeds.words import blanks, origin_text, reading
from shuangsuiji.errors import BadInput
from shuangsuiji.views import screen, stories
from shuangsuiji.workflows.record_keeping import stated

if TYPE_CHECKING:  # each command imports what it runs; the views need but the names
    from shuangsuiji.workflows.cancel import CancelReport
    from shuangsuiji.workflows.check import CheckReport
    from shuangsuiji.workflows.correction import CorrectionReport
    from shuangsuiji.workflows.current_papers import PlacedPapers
    from shuangsuiji.workflows.draw import DrawAhead, DrawReport
    from shuangsuiji.workflows.freeze import FreezeReport
    from shuangsuiji.workflows.substitute import SubstituteReport


def init(folder: Path, preset: str, files: Sequence[str], *, as_json: bool) -> None:
    """What was made, and the next command to type."""
    if as_json:
        screen.print_json("init", {"folder": folder, "files": files})
        return
    console = screen.out()
    console.print(f"已新建“{folder}”，共 {len(files)} 个文件。下一步：")
    if not any(name.endswith((".yaml", ".yml")) for name in files):
        console.print("  填好其中的名录库，再一问一答写计划：")
        console.print(f"  ssj init --ask {screen.quoted(str(folder))}")
        return
    plan = screen.quoted(folder / "plans" / f"{preset}.yaml")
    for job in ("check", "draw"):
        console.print(Text(f"  ssj {job} {plan}"), soft_wrap=True)


def check(report: CheckReport, *, as_json: bool, everything: bool = False, brief: bool = False) -> None:
    """All findings, then the preview; or the first findings and how many are drawn, in 24 lines."""
    if as_json:
        screen.print_json("check", _check(report))
        return
    if brief:
        drafted(report)
    else:
        screen.show_findings(report.findings, everything)
    if report.preview is None and brief:
        return
    if report.preview is None:
        count = sum(finding.level is Level.ERROR for finding in report.findings)
        screen.err().print(Text(f"有 {count} 处错误，改正前不能抽取。", style="bold red"))
        if any(finding.place.cell for finding in report.findings):
            screen.err().print("名录库的问题可以标在格子上：ssj registry check 名录库文件 --mark")
        return
    if not brief:
        _show_preview(report.preview, everything)
    warned = sum(finding.level is Level.WARNING for finding in report.findings)
    console = screen.out()
    told = f"检查通过，有 {warned} 处提醒，可以抽取。" if warned else "检查通过，可以抽取。"
    console.print(Text(told, style="bold green"))
    plan, batch = screen.quoted(screen.near(report.path)), screen.quoted(report.preview.pool.batch.name)
    if report.drawn:
        console.print(f"“{report.preview.pool.batch.name}”已经抽取过；以后的步骤只输入 ssj，就能看到。")
        return
    more = f"ssj draw {plan} --batch {batch}（先演练的加 --rehearsal）"
    if report.to_freeze:
        more = f"ssj freeze {plan} --batch {batch}（先封存、公布，再产生号码）"
    console.print(Text(f"下一步：{more}"), soft_wrap=True)


_WORST, _LINES_EACH, _MOST_TASKS, _MOST_SEATS = 3, 2, 3, 2
"""What is shown on one screen, with the question that follows it: the rest is counted."""


def drafted(report: CheckReport) -> None:
    """What stands in the way of a plan, and how many of how many it would draw, on one screen."""
    console = screen.out()
    errors = [one for one in report.findings if one.level is Level.ERROR]
    warnings = [one for one in report.findings if one.level is Level.WARNING]
    first_of_kind = {one.code: one for one in [*warnings[::-1], *errors[::-1]]}
    told = [one for one in [*errors, *warnings] if first_of_kind[one.code] is one][:_WORST]
    left = len(errors) + len(warnings) - len(told)
    if left > 0:
        console.print(f"错误 {len(errors)} 处，提醒 {len(warnings)} 处；先看最要紧的：")
    screen.show_findings(told, most_lines=_LINES_EACH)
    if left > 0:
        console.print(f"……还有 {left} 处，看全部用 ssj check，不加 --brief。")
    if report.preview is None:
        console.print(Text(f"有 {len(errors)} 处错误，改正前不能抽取。", style="bold red"))
        return
    batch = report.preview.pool.batch
    console.print(Text(f"{batch_text(batch)}，预计：", style="bold"))
    tasks = []
    for number, strata in report.preview.strata.items():
        task = next(task for task in report.preview.pool.plan.tasks if task.number == number)
        size, drawn = sum(part.size for part in strata), sum(part.n for part in strata)
        tasks.append((f"  {task.name}：{size} 户抽 {drawn} 户", drawn))
    for text, _ in tasks[:_MOST_TASKS]:
        console.print(Text(text), soft_wrap=True)
    if rest := [drawn for _, drawn in tasks[_MOST_TASKS:]]:
        console.print(f"  其余 {len(rest)} 项任务抽 {sum(rest)} 户")
    if report.preview.duties:
        console.print(f"  必查 {len(report.preview.duties)} 户")
    for line in sorted(report.preview.lines, key=lambda one: -float(one.load))[:_MOST_SEATS]:
        text = f"  {line.line.seat}：每次 {line.line.size} 人，可派 {line.people} 人，"
        console.print(Text(f"{text}人均约 {float(line.load):.1f} 次"), soft_wrap=True)


def _show_preview(preview: Preview, everything: bool) -> None:
    pool, console = preview.pool, screen.out()
    plan = pool.plan
    console.print(Text(f"{plan.name}　{pool.batch.name}", style="bold"))
    console.print(
        f"检查对象 {len(pool)} 户；不参加抽取 {preview.excluded} 户；"
        f"以前已查、本批不再抽取 {preview.barred} 户。"
    )
    names = {task.number: task.name for task in plan.tasks}
    for number, strata in preview.strata.items():
        yearly = any(stratum.year is not None for stratum in strata)
        rows = [_stratum_row(stratum, yearly=yearly) for stratum in strata if stratum.size]
        columns = [("分层", False), ("N", True), ("抽取", True), ("N×比例", True), ("取整", False)]
        columns += [("至少", True), *([("全年", True), ("已抽", True)] if yearly else [])]
        columns += [("应抽", True), ("可抽", True)]
        shown = screen.capped_rows(rows, everything)
        console.print(screen.table(f"{number} {names.get(number, '')}", columns, shown))
        if len(shown) < len(rows):
            total = sum(stratum.n for stratum in strata)
            screen.more(len(rows) - len(shown), "层", f"各层合计应抽 {total} 户，{screen.ALL}")
    if preview.duties:
        due = sum(duty.owed for duty in preview.duties)
        console.print(f"必查对象 {len(preview.duties)} 户，本批次至少安排 {due} 次检查。")
    lines = [_line_row(line) for line in preview.lines]
    columns = [("检查组", False), ("每次人数", True), ("可派人员", True), ("预计人均次数", True)]
    console.print(screen.table(f"检查组（预计至多 {preview.visits} 次检查）", columns, lines))
    if preview.groups is not None:
        size = sum(line.line.size for line in preview.lines)
        each = f"{preview.visits / preview.groups:.1f}"
        console.print(f"先编成 {preview.groups} 个固定的组，每组 {size} 人，平均每组至多约 {each} 次检查。")


def _line_row(line: LinePreview) -> tuple[str, int, int, str]:
    return line.line.seat, line.line.size, line.people, f"{float(line.load):.1f}"


def _stratum_row(stratum: Stratum, *, yearly: bool) -> list[str]:
    """With the year's number and what earlier batches drew of it where the ratio is the year's."""
    by_count = isinstance(stratum.amount, int)
    return [
        stratum_name(stratum.place, stratum.name),
        str(stratum.size),
        amount_words(stratum.name, stratum.amount, stratum.basis),
        "" if stratum.product is None else decimal_text(stratum.product),
        "" if by_count else stratum.rounding,
        str(stratum.minimum),
        *([str(stratum.year), str(stratum.earlier)] if yearly else []),
        str(stratum.n),
        str(len(stratum.available)),
    ]


def _check(report: CheckReport) -> dict[str, Any]:
    preview = report.preview
    if preview is None:
        return {"findings": report.findings}
    return {
        "findings": report.findings,
        "plan": preview.pool.plan.number,
        "batch": preview.pool.batch.name,
        "objects": len(preview.pool),
        "excluded": preview.excluded,
        "tasks": [
            {"number": number, "strata": list(map(_stratum, strata))}
            for number, strata in preview.strata.items()
        ],
        "barred": preview.barred,
        "must_inspect": [
            {
                "number": duty.number,
                "id": preview.pool.ids[duty.number - 1],
                "rules": duty.rules,
                "times": duty.times,
                "done": duty.done,
                "target": duty.target,
                "visits": duty.owed,
            }
            for duty in preview.duties
        ],
        "visits_at_most": preview.visits,
        "groups": preview.groups,
        "seats": [
            {
                "department": line.line.department,
                "expert": line.line.expert,
                "size": line.line.size,
                "people": line.people,
                "load": line.load,
            }
            for line in preview.lines
        ],
    }


def _stratum(stratum: Stratum) -> dict[str, Any]:
    by_count = isinstance(stratum.amount, int)
    return {
        "name": stratum.name,
        "district": stratum.district,
        "N": stratum.size,
        "ratio": None if by_count else stratum.amount,
        "count": stratum.amount if by_count else None,
        "basis": stratum.basis,
        "product": stratum.product,
        "rounding": stratum.rounding,
        "minimum": stratum.minimum,
        "n": stratum.n,
        "available": len(stratum.available),
    }


def draw(report: DrawReport, *, as_json: bool) -> None:
    """What was drawn, and which files to open."""
    dossier = report.dossier
    record, manifest = dossier.draw, dossier.manifest
    if as_json:
        screen.print_json(
            "draw",
            {
                "archive": report.archive,
                "plan": record["plan"],
                "batch": record["batch"],
                "attempt": manifest["attempt"],
                "commit": record["commit"],
                "seed": record["seed"],
                "grade": manifest["seed"]["grade"],
                "draw": dossier.draw_digest,
                "visits": len(record["visits"]),
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(_worth_saying(report.findings))
    console = screen.err()
    _show_strata(record, console)
    stories.teams(dossier, console)
    _say_counts(record)
    bits = f"，强度约 {manifest['seed']['bits']} 位" if manifest["seed"]["bits"] else ""
    console.print(f"种子　{record['seed']}（{manifest['seed']['grade']}{bits}）")
    if manifest["seed"]["agreed"]:
        origin = origin_text(
            manifest["seed"]["agreed"], manifest["seed"]["source"], manifest["seed"]["reason"]
        )
        console.print(Text(f"种子来源　{origin}"))
    console.print(f"封存摘要 {record['commit']}")
    console.print(f"结果摘要 {dossier.draw_digest}")
    place = screen.out()
    screen.say_where(
        "抽取完成，结果在：" if not manifest["rehearsal"] else "演练完成（不作为抽查依据），结果在：",
        report.archive,
    )
    place.print("请打开 文书 → 抽查结果.xlsx；复核请运行：")
    place.print(Text(f"  ssj audit {screen.quoted(report.archive)}"), soft_wrap=True)


def _worth_saying(findings: Iterable[Finding]) -> list[Finding]:
    """Warnings, and what trials came to."""
    return [one for one in findings if one.level is not Level.NOTE or one.code.startswith("trial-")]


def _show_strata(record: DrawRecord, console: Console) -> None:
    """What was drawn of each stratum; of many strata the first, and where the others stand."""
    several = len(record["strata"]) > screen.MOST_ROWS
    rows = []
    for stratum in record["strata"]:
        if several and not stratum["n"]:
            continue
        name = stratum_name(stratum["district"], stratum["name"])
        rows.append(
            (stratum["task"], name, stratum["N"], stratum["n"], len(stratum["drawn"]), stratum["shortage"])
        )
    columns = [("任务", False), ("分层", False), ("N", True), ("应抽", True), ("实抽", True), ("缺额", True)]
    shown = screen.capped_rows(rows)
    console.print(screen.table(f"{record['plan']}　{record['batch']}", columns, shown))
    if len(shown) < len(rows):
        console.print(
            f"以上为前 {len(shown)} 层，其余 {len(rows) - len(shown)} 层见 抽查结果.xlsx 的“分层统计”。"
        )


def _say_counts(record: DrawRecord) -> None:
    visits = record["visits"]
    people = {member["person"] for visit in visits for member in visit["team"]}
    recused = sum(passed["outcome"] == "回避" for visit in visits for passed in visit["trace"])
    objects = len({visit["number"] for visit in visits})
    screen.err().print(
        f"共抽中 {objects} 户，安排 {len(visits)} 次检查，{len(people)} 人参加；回避 {recused} 人次。"
    )


def freeze(report: FreezeReport, *, as_json: bool) -> None:
    """The commitment, and the letter to publish."""
    if as_json:
        screen.print_json(
            "freeze", {"folder": report.folder, "commit": report.commit, "findings": report.findings}
        )
        return
    screen.show_findings(_worth_saying(report.findings))
    place = screen.out()
    place.print(f"已封存：{report.manifest['plan_name']}（{report.manifest['batch']}）")
    screen.say_where(f"封存摘要 {report.commit}", report.folder)
    place.print("请盖章并公布 文书 → 承诺书.docx；种子产生后运行 ssj draw，只用封存的内容。")
    place.print("当众抽取的，可以在浏览器里打开 档案 → 抽取现场.html。")


def substitute(report: SubstituteReport, *, as_json: bool, withdrawn: bool = False) -> None:
    """Which visits changed, who goes there now, and where the new papers lie."""
    if as_json:
        screen.print_json(
            "substitute", {"papers": report.papers, "event": report.event, "request": report.request}
        )
        return
    place = screen.out()
    if report.request is not None:
        number, digest = report.request
        if withdrawn:
            place.print(f"已撤回第{number}号递补申请，台账记有一行；这个号不再使用。")
            return
        place.print(Text(f"第{number}号递补申请，摘要 {digest}", no_wrap=True), soft_wrap=True)
        place.print("申请已记入台账。新种子产生后，再抽取：ssj substitute 档案 --seed 号码；")
        place.print("申请写错的可以撤回：ssj substitute 档案 --withdraw --reason 理由。")
        screen.show_findings(report.findings)
        return
    stories.changes(report, screen.err())
    screen.say_where("递补完成，要签字、送达的文书在：", report.papers)
    _say_placed(report.placed, report.findings)


def _say_placed(placed: PlacedPapers | None, findings: Sequence[Finding]) -> None:
    """What became of the other papers, and what has to be done about them."""
    if placed is not None and (placed.written or placed.moved):
        current = f"文书里的其他文书已换成现行的（{len(placed.written)} 份），" if placed.written else ""
        screen.out().print(f"{current}作废的 {len(placed.moved)} 份移到 文书/旧稿，清单在其中。")
    screen.show_findings(findings)


SYSTEM_WORDS = "改用系统随机数"
"""What has to be typed for the system's own seed where a batch was sealed with a named source."""


def before_seed(ahead: DrawAhead) -> None:
    """What was found out before the seed is asked for: trials, and whom nobody may visit."""
    told = ("trial-", "object-cannot-", "draw-before-", "draw-after-")
    screen.show_findings(one for one in ahead.findings if one.code.startswith(told))


def left_before_seed() -> None:
    """Whoever leaves at the question for the seed hears that nothing has happened."""
    screen.err().print(Text("\n没有抽取，台账也没有新增记录。准备好以后再运行同一命令即可。"))


def ask_for_seed(form: Seed, batch: str | None = None, *, sealed: bool = False) -> str | None:
    """At a ceremony: the numbers as read aloud, echoed back for the witnesses; None for the system's own.

    Args:
        form: 种子 of the plan.
        batch: the batch that is drawn, if the caller named one.
        sealed: the batch was sealed with this source. Sealed or not, the system's own has to be typed out
            where a source is agreed.
    """
    if form.source is None:
        return None
    console = screen.err()
    writing = reading(form)
    told = "封存时约定种子来自" if sealed else "计划写明种子来自"
    console.print(Text(f"{told}：{source_text(form, batch)}"))
    if form.sources:
        console.print(Text(f"种子的写法：{writing}。"))
    what = "号码" if blanks(form) else "种子"
    agreed = "封存时约定了" if sealed else "计划写明了"
    while True:
        console.print(f"请输入{what}，用空格分开（不用约定来源的请输入“{SYSTEM_WORDS}”）：", end="")
        text = input()
        if not text.strip():
            console.print(f"没有输入。{agreed}种子来源，不能直接按回车；确要改用的，请输入“{SYSTEM_WORDS}”。")
            continue
        if text.strip() == SYSTEM_WORDS:
            return None
        try:
            seed = normal_seed(text, form, batch)
        except BadInput as problem:
            screen.show_findings(problem.findings)
            continue
        console.print(Text(f"种子将写作：{seed}"))
        console.print("核对无误请按回车，有误请输入 n 重来：", end="")
        if input().strip().lower() not in {"n", "否"}:
            return seed


def ask_why() -> str:
    """Why the source that was agreed does not give the seed; asked until something is typed."""
    console = screen.err()
    while True:
        console.print("请输入不用约定来源的理由（写入台账，印在文书上）：", end="")
        if text := stated(input()):
            return text


def cancel(archive: Path, report: CancelReport, *, as_json: bool) -> None:
    """That the ledger has the line, and what has to be served."""
    if as_json:
        screen.print_json(
            "cancel",
            {
                "archive": archive,
                "line": report.line.number,
                "papers": report.papers,
                "findings": report.findings,
            },
        )
        return
    place = screen.out()
    place.print(f"已取消“{archive.name}”，台账第 {report.line.number} 行。档案保留在原处。")
    if report.papers is not None:
        screen.say_where("要签字的取消记录、要送达的撤回通知书在：", report.papers)
    _say_placed(report.placed, report.findings)


def correct(report: CorrectionReport, *, as_json: bool) -> None:
    """What was corrected, and where it is kept."""
    if as_json:
        screen.print_json(
            "correct",
            {
                "folder": report.folder,
                "line": report.line.number,
                "changes": report.changes,
                "papers": report.papers,
                "findings": report.findings,
            },
        )
        return
    console = screen.out()
    rows = [(one.key, one.column, *one.words) for one in report.changes[:30]]
    headings = ("标识", "列", "原来", "改正后")
    console.print(screen.table("更正", [(name, False) for name in headings], rows))
    if len(report.changes) > len(rows):
        console.print(f"只列前 {len(rows)} 处，共 {len(report.changes)} 处。")
    screen.say_where(
        f"已更正 {len(report.changes)} 处，台账第 {report.line.number} 行；抽取结果不变。"
        "更正记录和要重新送达的文书在：",
        report.papers,
    )
    _say_placed(report.placed, report.findings)
