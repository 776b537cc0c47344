"""`ssj init, check, draw, freeze, cancel, substitute`: from a plan to a draw, and what may befall it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import (
    ArchivePath,
    AsJson,
    BatchName,
    Operator,
    PlanHere,
    PlanPath,
    Recordings,
    ShowAll,
    Witnesses,
    archive_of,
    argument,
    option,
    plan_of,
    switch,
)
from shuangsuiji.commands.chinese import Commands
from shuangsuiji.core.findings import error

app = Commands()


@app.command("init")
def init(
    folder: Annotated[
        Path | None, argument("文件夹", "要新建的文件夹；用 --ask 时是表格所在的文件夹")
    ] = None,
    preset: Annotated[str, option("--preset", "样例", "舞钢、秦皇岛、兰州、邢台 之一，或 空白")] = "舞钢",
    old: Annotated[
        Path | None, option("--from", "上一年文件夹", "由上一年的工作文件夹结转：计划、名录库、检查历史")
    ] = None,
    ask: Annotated[bool, switch("--ask", "一问一答，用本单位的名录库写计划")] = False,
    as_json: AsJson = False,
) -> None:
    """新建工作文件夹：用样例，由上一年结转，或用 --ask 一问一答写计划。"""
    if ask and as_json:
        raise shuangsuiji.BadUsage(error("dialogue-json", option="--ask"))
    if ask:
        from shuangsuiji.commands.interview import write_plan  # brings the plan's models; help is instant

        write_plan(folder or Path())
        return
    if folder is None:
        raise shuangsuiji.BadUsage(error("init-no-folder"))
    if old is not None:
        views.planning.next_year(shuangsuiji.next_year(folder, old), as_json=as_json)
        return
    views.drawing.init(folder, preset, shuangsuiji.init(folder, preset=preset), as_json=as_json)


@app.command("check")
def check(
    plan: PlanHere = None,
    batch: BatchName = None,
    show_all: ShowAll = False,
    brief: Annotated[bool, switch("--brief", "只看要点：前几处问题，各任务抽多少")] = False,
    as_json: AsJson = False,
) -> None:
    """检查计划和名录库，预览各层应抽数和人员负荷，不写任何文件。"""
    report = shuangsuiji.check(plan_of(plan), batch=batch)
    views.drawing.check(report, as_json=as_json, everything=show_all, brief=brief)
    raise typer.Exit(0 if report.passed else shuangsuiji.ExitStatus.BAD_INPUT)


@app.command("draw")
def draw(
    plan: PlanPath,
    batch: BatchName = None,
    seed: Annotated[
        str | None,
        option("--seed", "种子", "公开产生的号码；不写时由系统产生 128 位随机数"),
    ] = None,
    system_seed: Annotated[
        bool, switch("--system-seed", "封存时约定了种子来源而改用系统随机数，须用 --reason 写明理由")
    ] = False,
    reason: Annotated[
        str, option("--reason", "理由", "重抽、改用系统随机数、电脑时间早于台账的理由，这些时候必写")
    ] = "",
    operator: Operator = "",
    witness: Witnesses = None,
    recording: Recordings = None,
    rehearsal: Annotated[bool, switch("--rehearsal", "演练：固定种子，不入台账，每页注明演练")] = False,
    ceremony: Annotated[
        bool, switch("--ceremony", "当众抽取：逐页显示，按回车翻页，过程存入文书里的 抽取现场.txt")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """抽取一个批次的检查对象和检查人员，写成档案和文书。"""
    tried, why, plan = False, "", plan_of(plan)
    if ceremony and as_json:
        raise shuangsuiji.BadUsage(error("dialogue-json", option="--ceremony"))
    pages = views.ceremony.CeremonyPages(rehearsal=rehearsal) if ceremony else None
    asks = seed is None and not (rehearsal or as_json or system_seed) and sys.stdin.isatty()
    if asks or pages is not None:
        ahead = shuangsuiji.before_draw(plan, batch=batch, reason=reason, rehearsal=rehearsal)
        views.drawing.before_seed(ahead)
        tried = True
    try:
        if pages is not None:
            pages.before(ahead)
        if asks:
            seed = views.drawing.ask_for_seed(ahead.form, ahead.batch, sealed=ahead.sealed)
            if seed is None and ahead.form.source is not None:
                system_seed, why = True, views.drawing.ask_why()
    except (KeyboardInterrupt, EOFError):
        views.drawing.left_before_seed()
        raise
    with views.progress.bar("正在读取名录库", "正在排检查组", "正在写文书和档案") as advance:
        report = shuangsuiji.draw(
            plan,
            batch=batch,
            seed=seed,
            system_seed=system_seed,
            seed_reason=why,
            reason=reason,
            operator=operator,
            witnesses=witness or (),
            recordings=recording or (),
            rehearsal=rehearsal,
            progress=advance,
            tried=tried,
        )
    if pages is not None:
        pages.after(report)
        shuangsuiji.keep_transcript(report.archive, pages.transcript())
    views.drawing.draw(report, as_json=as_json)


@app.command("freeze")
def freeze(
    plan: PlanPath,
    batch: BatchName = None,
    draw_time: Annotated[
        str, option("--draw-time", "时间", "约定的抽取时间，写入承诺书，如 2026-11-30 10:00")
    ] = "",
    fallback: Annotated[str, option("--fallback", "办法", "种子来源落空时的办法，写入承诺书")] = "",
    example: Annotated[
        str, option("--example", "号码", "上一期的号码，如 第2024134期 3 7 12 …，印在承诺书上作例子")
    ] = "",
    reason: Annotated[str, option("--reason", "理由", "再次封存、电脑时间早于台账的理由，这些时候必写")] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """抽取前封存：编号、承诺、公布，之后抽取只用封存的内容。"""
    report = shuangsuiji.freeze(
        plan_of(plan),
        batch=batch,
        draw_time=draw_time,
        fallback=fallback,
        example=example,
        reason=reason,
        operator=operator,
    )
    views.drawing.freeze(report, as_json=as_json)


@app.command("cancel")
def cancel(
    archive: ArchivePath = None,
    reason: Annotated[str, option("--reason", "理由", "取消的理由，必写")] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """取消一次抽取：档案保留，台账记一行。"""
    archive = archive_of(archive, "取消这一次抽取")
    report = shuangsuiji.cancel(archive, reason=reason, operator=operator)
    views.drawing.cancel(archive, report, as_json=as_json)


@app.command("substitute")
def substitute(
    archive: ArchivePath = None,
    reason: Annotated[str, option("--reason", "理由", "递补的理由，必写")] = "",
    inspector: Annotated[
        list[str] | None, option("--inspector", "人员", "不能参加的人员（姓名或执法证号），可写多次")
    ] = None,
    visit: Annotated[
        list[str] | None, option("--visit", "对象", "涉及哪一户（编码或名称；#2 指第2次检查），可写多次")
    ] = None,
    recuse: Annotated[
        list[str] | None, option("--recuse", "人员", "对 --visit 申请回避的人员，可写多次")
    ] = None,
    object_out: Annotated[
        list[str] | None, option("--object", "对象", "不能检查的对象（如已注销），由候补递补，可写多次")
    ] = None,
    add: Annotated[
        list[str] | None, option("--add", "姓名", "部门给 --visit 选派的专业人员，可写多次")
    ] = None,
    done: Annotated[list[str] | None, option("--done", "对象", "已经完成的检查，不再变动，可写多次")] = None,
    seed: Annotated[
        str | None, option("--seed", "种子", "按最早一份申请抽取的新种子；计划没有写明来源的可以不写")
    ] = None,
    system_seed: Annotated[
        bool, switch("--system-seed", "不用约定的种子来源，改用系统随机数，须用 --reason 写明理由")
    ] = False,
    issue: Annotated[str, option("--issue", "期号", "提出申请时写明用哪一期号码，例如 第2024140期")] = "",
    withdraw: Annotated[bool, switch("--withdraw", "撤回最早一份等待抽取的申请，要写 --reason")] = False,
    operator: Operator = "",
    witness: Witnesses = None,
    as_json: AsJson = False,
) -> None:
    """递补：人员不能参加、申请回避、对象不能检查时再行抽取，原结果保留。

    计划写明递补用新种子的，分两步办：
    一、写明人员或对象，不写 --seed：提出申请，记入台账；
    二、新种子产生后，只写 --seed：按最早一份申请抽取。
    """
    if object_out and (inspector or recuse or add):
        raise shuangsuiji.BadUsage(error("substitute-object-alone"))
    report = shuangsuiji.substitute(
        archive_of(archive, "办理递补"),
        reason=reason,
        inspectors=inspector or (),
        visits=visit or (),
        recuse=recuse or (),
        objects=object_out or (),
        specialists=add or (),
        done=done or (),
        seed=seed,
        issue=issue,
        system_seed=system_seed,
        withdraw=withdraw,
        operator=operator,
        witnesses=witness or (),
    )
    views.drawing.substitute(report, as_json=as_json, withdrawn=withdraw)


@app.command("correct")
def correct(
    archive: ArchivePath = None,
    registry: Annotated[Path | None, argument("名录库", "改正后的名录库，文件名与原来相同")] = None,
    reason: Annotated[str, option("--reason", "理由", "更正的理由，必写")] = "",
    operator: Operator = "",
    as_json: AsJson = False,
) -> None:
    """抽取以后更正名录库里不影响抽取的内容，如电话、地址、错别字。"""
    given, file = (archive, registry) if registry is not None else (None, archive)
    if file is None or file.is_dir():
        raise shuangsuiji.BadUsage(error("correct-needs-registry"))
    place = archive_of(given, "更正名录库")
    report = shuangsuiji.correct(place, file, reason=reason, operator=operator)
    views.drawing.correct(report, as_json=as_json)
