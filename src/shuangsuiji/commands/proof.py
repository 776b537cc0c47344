"""`ssj audit, ledger, code, schema`: what a stranger asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, Operator, archive_of, argument, option, switch
from shuangsuiji.commands.chinese import Commands
from shuangsuiji.core.findings import error

app = Commands()


@app.command("code")
def code(
    archive: Annotated[str, argument("档案", "某一次抽取的文件夹；不写时用最近一次有效的抽取")],
    who: Annotated[str, argument("单位或人员", "编码、执法证号，或全称")] = "",
    as_json: AsJson = False,
) -> None:
    """查一个单位或人员：编号、校验码，抽中没有、为什么；抽中与否都可以查。"""
    place, name = (Path(archive), who) if who else (None, archive)
    views.proof.code(shuangsuiji.code(archive_of(place), name), as_json=as_json)


@app.command("audit")
def audit(
    archives: Annotated[
        list[Path] | None,
        argument("档案", "某一次抽取的文件夹；不写时用最近一次有效的抽取；写几个的，全部复核"),
    ] = None,
    plan: Annotated[Path | None, option("--plan", "文件", "另外留存的计划文件")] = None,
    registry: Annotated[list[Path] | None, option("--registry", "文件", "另外留存的名录库，可写多次")] = None,
    seed: Annotated[str | None, option("--seed", "种子", "公布的种子")] = None,
    commit: Annotated[str | None, option("--commit", "封存摘要", "承诺书上公布的封存摘要")] = None,
    step: Annotated[list[str] | None, option("--step", "步骤", "只做这一步，写序号或名称，可写多次")] = None,
    everything: Annotated[bool, switch("--all", "复核文件夹里的全部档案，写明各项有什么为证")] = False,
    report: Annotated[Path | None, option("--report", "文件", "写一份复核报告，例如 复核报告.docx")] = None,
    templates: Annotated[Path | None, option("--templates", "文件夹", "复核报告用自己的模板")] = None,
    as_json: AsJson = False,
) -> None:
    """复核一次抽取或封存：逐步重算，✓ 相符，✗ 不符，– 未核对。没有核对完的，退出码是 5；不符的是 6。"""
    if everything or report or len(archives or ()) > 1:
        if step:
            raise shuangsuiji.BadUsage(error("audit-of-one"))
        several = everything or len(archives or ()) > 1
        places = archives or [Path()] if several else [archive_of(archives[0] if archives else None)]
        audited = shuangsuiji.audit_places(
            places,
            plan=plan,
            registries=registry or (),
            seed=seed,
            commit=commit,
            report=report,
            templates=templates,
        )
        views.proof.audit_places(audited, as_json=as_json)
        raise typer.Exit(_status(audited.passed, audited.complete))
    held, archive = registry or (), archive_of(archives[0] if archives else None)
    with views.progress.bar("正在核对档案", "正在重新排检查组", "正在核对文书") as advance:
        told = shuangsuiji.audit(
            archive,
            plan=plan,
            registries=held,
            seed=seed,
            commit=commit,
            steps=step or (),
            progress=advance,
        )
    views.proof.audit(told, as_json=as_json)
    raise typer.Exit(_status(told.passed, not told.unchecked and not told.papers_differ))


def _status(passed: bool, complete: bool) -> int:
    """How a check of what is on record ended."""
    if not passed:
        return shuangsuiji.ExitStatus.MISMATCH
    return shuangsuiji.ExitStatus.DONE if complete else shuangsuiji.ExitStatus.INCOMPLETE


ledger_app = app.group("ledger", "查看和核对台账。")
LedgerPlace = Annotated[Path, argument("文件夹", "draws 文件夹，或计划所在的文件夹")]


@ledger_app.command("show")
def ledger_show(place: LedgerPlace = Path(), as_json: AsJson = False) -> None:
    """逐行列出台账；理由等在 台账-内部.jsonl 里，不在手边时注明。"""
    views.proof.ledger(shuangsuiji.ledger(place), as_json=as_json)


@ledger_app.command("head")
def ledger_head(place: LedgerPlace = Path(), as_json: AsJson = False) -> None:
    """台账现在到哪一行：请另一人抄在自己的本子上，以后用 verify --head 核对。"""
    views.proof.ledger_head(shuangsuiji.ledger(place), as_json=as_json)


@ledger_app.command("verify")
def ledger_verify(
    place: LedgerPlace = Path(),
    heads: Annotated[
        list[str] | None,
        option("--head", "抄录", "以前抄下的台账行号和摘要（ssj ledger head），或文书上的台账摘要，可写多次"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """核对台账：首尾相接，并与 台账-内部.jsonl 和旁边的档案逐一相符。"""
    report = shuangsuiji.ledger(place, verify=True, heads=heads or ())
    views.proof.ledger_verified(report, as_json=as_json)
    raise typer.Exit(_status(report.passed, report.complete))


@ledger_app.command("repair")
def ledger_repair(place: LedgerPlace = Path(), as_json: AsJson = False) -> None:
    """断电、写到一半之后接上：补记写完了的，作罢没写完的，清理半成品；每次修复台账记一行。"""
    views.proof.ledger_repaired(shuangsuiji.repair(place), as_json=as_json)


@ledger_app.command("new-secret")
def ledger_new_secret(
    place: LedgerPlace = Path(),
    reason: Annotated[str, option("--reason", "理由", "更换的理由，必写")] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """密签.txt 丢失、又没有备份时换一个新的，台账记一行；旧的还在时不换。"""
    line = shuangsuiji.new_secret(place, reason=reason, operator=operator)
    views.proof.new_secret(line, as_json=as_json)


@app.command("schema")
def schema() -> None:
    """输出计划文件的 JSON Schema，供编辑器提示和校验。"""
    views.screen.print_plain_json(shuangsuiji.plan_schema())
