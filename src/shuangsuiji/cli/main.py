"""`ssj`: the commands. Thin: arguments in, one call of `shuangsuiji.api`, the report out.

Exit status: 0 done; 1 errors found (bad data, an audit that fails); 2 usage; 3 could not read or write;
4 internal error. Everything a clerk reads is Chinese, also where typer itself speaks.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from typer import exceptions as typer_exceptions

from shuangsuiji.cli.chinese import ChineseCommand, ChineseGroup, usage_text

app = typer.Typer(
    name="ssj",
    cls=ChineseGroup,
    help="双随机、一公开：抽取检查对象和检查人员，谁都可以复核。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
)

PlanPath = Annotated[Path, typer.Argument(metavar="计划文件", help="计划文件（.yaml）", show_default=False)]
ArchivePath = Annotated[
    Path, typer.Argument(metavar="档案", help="draws 下面某一次抽取的文件夹", show_default=False)
]
BatchName = Annotated[
    str | None,
    typer.Option("--batch", metavar="批次", help="批次名称；不写时取唯一的或第一个未抽取的批次"),
]
AsJson = Annotated[bool, typer.Option("--json", help="输出 JSON，供程序读取")]
Operator = Annotated[str, typer.Option("--operator", metavar="姓名", help="操作人", show_default=False)]


@app.command("init", cls=ChineseCommand, options_metavar="[选项]")
def init(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="要新建的文件夹", show_default=False)],
    preset: Annotated[
        str, typer.Option("--preset", metavar="样例", help="舞钢、秦皇岛、兰州、邢台 之一")
    ] = "舞钢",
) -> None:
    """新建工作文件夹，内有样例计划和名录库。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    reports.after_init(folder, preset, api.init(folder, preset=preset))


@app.command("check", cls=ChineseCommand, options_metavar="[选项]")
def check(plan: PlanPath, batch: BatchName = None, as_json: AsJson = False) -> None:
    """检查计划和名录库，预览各层应抽数和人员负荷，不写任何文件。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    report = api.check(plan, batch=batch)
    reports.check_report(report, as_json=as_json)
    raise typer.Exit(1 if report.preview is None else 0)


@app.command("draw", cls=ChineseCommand, options_metavar="[选项]")
def draw(
    plan: PlanPath,
    batch: BatchName = None,
    seed: Annotated[
        str | None,
        typer.Option("--seed", metavar="种子", help="公开产生的号码；不写时由系统产生 128 位随机数"),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="重抽的理由，重抽时必写", show_default=False)
    ] = "",
    operator: Operator = "",
    witness: Annotated[
        list[str] | None, typer.Option("--witness", metavar="姓名", help="见证人，可写多次")
    ] = None,
    recording: Annotated[
        list[str] | None, typer.Option("--recording", metavar="编号", help="录音录像编号，可写多次")
    ] = None,
    rehearsal: Annotated[
        bool, typer.Option("--rehearsal", help="演练：固定种子，不入台账，每页注明演练")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """抽取一个批次的检查对象和检查人员，写成档案和文书。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    if seed is None and not (rehearsal or as_json) and sys.stdin.isatty():
        seed = reports.ask_for_seed(api.seed_form(plan))
    with reports.progress() as advance:
        report = api.draw(
            plan,
            batch=batch,
            seed=seed,
            reason=reason,
            operator=operator,
            witnesses=witness or (),
            recordings=recording or (),
            rehearsal=rehearsal,
            progress=advance,
        )
    reports.draw_report(report, as_json=as_json)


@app.command("freeze", cls=ChineseCommand, options_metavar="[选项]")
def freeze(
    plan: PlanPath,
    batch: BatchName = None,
    draw_time: Annotated[
        str,
        typer.Option("--draw-time", metavar="时间", help="约定的抽取时间，写入承诺书"),
    ] = "",
    fallback: Annotated[
        str,
        typer.Option("--fallback", metavar="办法", help="种子来源落空时的办法，写入承诺书"),
    ] = "",
    reason: Annotated[
        str,
        typer.Option("--reason", metavar="理由", help="再次封存的理由，必写"),
    ] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """抽取前封存：编号、承诺、公布，之后抽取只用封存的内容。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    report = api.freeze(
        plan, batch=batch, draw_time=draw_time, fallback=fallback, reason=reason, operator=operator
    )
    reports.freeze_report(report, as_json=as_json)


@app.command("audit", cls=ChineseCommand, options_metavar="[选项]")
def audit(
    archive: ArchivePath,
    plan: Annotated[Path | None, typer.Option("--plan", metavar="文件", help="另外留存的计划文件")] = None,
    registry: Annotated[
        list[Path] | None, typer.Option("--registry", metavar="文件", help="另外留存的名录库，可写多次")
    ] = None,
    seed: Annotated[str | None, typer.Option("--seed", metavar="种子", help="公布的种子")] = None,
    commit: Annotated[
        str | None, typer.Option("--commit", metavar="承诺值", help="承诺书上公布的封存摘要")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """复核一次抽取：逐步重算，✓ 相符，✗ 不符，– 未核对。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    report = api.audit(archive, plan=plan, registries=registry or (), seed=seed, commit=commit)
    reports.audit_report(report, as_json=as_json)
    raise typer.Exit(0 if report.passed else 1)


@app.command("cancel", cls=ChineseCommand, options_metavar="[选项]")
def cancel(
    archive: ArchivePath,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="取消的理由，必写", show_default=False)
    ] = "",
    operator: Operator = "",
) -> None:
    """取消一次抽取：档案保留，台账记一行。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    reports.cancelled(archive, api.cancel(archive, reason=reason, operator=operator))


@app.command("substitute", cls=ChineseCommand, options_metavar="[选项]")
def substitute(
    archive: ArchivePath,
    reason: Annotated[
        str, typer.Option("--reason", metavar="理由", help="递补的理由，必写", show_default=False)
    ] = "",
    inspector: Annotated[
        list[str] | None,
        typer.Option("--inspector", metavar="人员", help="不能参加的人员（姓名或执法证号），可写多次"),
    ] = None,
    visit: Annotated[
        list[str] | None,
        typer.Option("--visit", metavar="对象", help="涉及哪一户（编码或名称；#2 指第2次检查），可写多次"),
    ] = None,
    recuse: Annotated[
        list[str] | None, typer.Option("--recuse", metavar="人员", help="对 --visit 申请回避的人员，可写多次")
    ] = None,
    object_out: Annotated[
        list[str] | None,
        typer.Option("--object", metavar="对象", help="不能检查的对象（如已注销），由候补递补，可写多次"),
    ] = None,
    add: Annotated[
        list[str] | None,
        typer.Option("--add", metavar="姓名", help="部门给 --visit 选派的专业人员，可写多次"),
    ] = None,
    done: Annotated[
        list[str] | None, typer.Option("--done", metavar="对象", help="已经完成的检查，不再变动，可写多次")
    ] = None,
    seed: Annotated[
        str | None, typer.Option("--seed", metavar="种子", help="计划写明递补用新种子时，公开产生的号码")
    ] = None,
    operator: Operator = "",
    witness: Annotated[
        list[str] | None, typer.Option("--witness", metavar="姓名", help="见证人，可写多次")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """递补：人员不能参加、申请回避、对象不能检查时再行抽取，原结果保留。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    report = api.substitute(
        archive,
        reason=reason,
        inspectors=inspector or (),
        visits=visit or (),
        recuse=recuse or (),
        objects=object_out or (),
        specialists=add or (),
        done=done or (),
        seed=seed,
        operator=operator,
        witnesses=witness or (),
    )
    reports.substitute_report(report, as_json=as_json)


@app.command("publish", cls=ChineseCommand, options_metavar="[选项]")
def publish(
    archive: ArchivePath,
    what: Annotated[str, typer.Argument(metavar="内容", help="verify：公开复核包")] = "verify",
    embargo_over: Annotated[bool, typer.Option("--embargo-over", help="名单已到公布的时候")] = False,
) -> None:
    """做公开复核包：名单、快照的公开部分和复核工具，不含非公开内容。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    if what != "verify":
        sys.stderr.write("✗ 现在能做的公开内容只有 verify（公开复核包）。\n")
        raise typer.Exit(2)
    reports.published(api.publish(archive, embargo_over=embargo_over))


ledger_app = typer.Typer(
    cls=ChineseGroup, help="查看和核对台账。", no_args_is_help=True, subcommand_metavar="命令 [参数]..."
)
app.add_typer(ledger_app, name="ledger")
LedgerPlace = Annotated[Path, typer.Argument(metavar="文件夹", help="draws 文件夹，或计划所在的文件夹")]


@ledger_app.command("show", cls=ChineseCommand, options_metavar="[选项]")
def ledger_show(place: LedgerPlace = Path(), as_json: AsJson = False) -> None:
    """逐行列出台账。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports

    reports.ledger_report(api.ledger(place), as_json=as_json)


@ledger_app.command("verify", cls=ChineseCommand, options_metavar="[选项]")
def ledger_verify(place: LedgerPlace = Path(), as_json: AsJson = False) -> None:
    """核对台账：首尾相接，并与旁边的档案逐一相符。"""
    from shuangsuiji import api
    from shuangsuiji.cli import reports
    from shuangsuiji.core.findings import has_errors

    report = api.ledger(place, verify=True)
    reports.ledger_verified(report, as_json=as_json)
    raise typer.Exit(1 if has_errors(report.findings) else 0)


@app.command("schema", cls=ChineseCommand, options_metavar="[选项]")
def schema() -> None:
    """输出计划文件的 JSON Schema，供编辑器提示和校验。"""
    from shuangsuiji.cli.screen import print_json
    from shuangsuiji.files.schema import plan_schema

    print_json(plan_schema())


@app.callback(invoke_without_command=True)
def _top(
    version: Annotated[bool, typer.Option("--version", help="显示版本号")] = False,
) -> None:
    if version:
        from shuangsuiji import __version__

        typer.echo(f"ssj {__version__}")
        raise typer.Exit


def main() -> NoReturn:
    """Runs a command and turns whatever happens into an exit status; no traceback reaches the user."""
    from shuangsuiji.cli import screen
    from shuangsuiji.errors import SsjError

    screen.set_up_streams()
    if any("\ud800" <= letter <= "\udfff" for argument in sys.argv for letter in argument):
        sys.stderr.write("✗ 命令里有无法识别的字符，请重新输入。\n")
        sys.exit(2)
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except typer_exceptions.TyperException as problem:
        sys.stderr.write(usage_text(problem) + "\n")
        sys.exit(2)
    except SsjError as problem:
        if "--json" in sys.argv:
            screen.print_json({"findings": [screen.finding_json(finding) for finding in problem.findings]})
        else:
            screen.show_findings(problem.findings)
        sys.exit(problem.exit_status)
    except (KeyboardInterrupt, typer.Abort):
        sys.stderr.write("已中断。\n")
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as problem:
        if os.environ.get("SSJ_DEBUG"):
            raise
        name = type(problem).__name__
        sys.stderr.write(
            f"程序内部错误（{name}），没有完成。请把计划和名录库连同这行字发给维护者。"
            "设置环境变量 SSJ_DEBUG=1 再运行可看到详情。\n"
        )
        sys.exit(4)
