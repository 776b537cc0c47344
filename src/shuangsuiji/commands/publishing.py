"""`ssj publish`: drafts for publication, and the public package."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import shuangsuiji
from shuangsuiji import views
from shuangsuiji.commands.arguments import AsJson, archive_of, argument, option, plan_of, switch
from shuangsuiji.commands.chinese import Commands
from shuangsuiji.core.findings import error

app = Commands()
CHANGE = ("change", "调整", "调整公告")
OF_PLAN = ("计划", "清单", "人员", "指引", "领导小组")
OF_ARCHIVE = ("名单", "结果", "不规范名单", "告知", "审批", "移送", "督办", "复核包")
"""What may stand alone: for the plan of the current folder, or for the latest draw that stands."""


@app.command("publish")
def publish(
    path: Annotated[Path, argument("计划或档案", "计划文件，或抽取档案的文件夹；只写内容时用当前文件夹的")],
    what: Annotated[
        str | None,
        argument(
            "内容",
            "计划：计划、清单、人员、调整、指引、领导小组；"
            "档案：名单、结果、不规范名单、告知、审批、移送、督办、复核包、抽验",
        ),
    ] = None,
    embargo_over: Annotated[bool, switch("--embargo-over", "名单已到公布的时候")] = False,
    teams: Annotated[bool, switch("--teams", "复核包：连同检查人员的抽取（只有编号）")] = False,
    names: Annotated[bool, switch("--names", "复核包：连同被抽查对象的名单（不对应编号）")] = False,
    old: Annotated[Path | None, option("--from", "旧计划", "起草调整计划公告时，调整前的计划文件")] = None,
    reason: Annotated[str, option("--reason", "理由", "调整计划的理由，写入公告")] = "",
    out: Annotated[Path | None, option("--out", "文件夹", "写到这个文件夹，不写在档案和计划旁边")] = None,
    as_json: AsJson = False,
) -> None:
    """起草公示稿：年度计划、事项清单、人员名录、抽查名单、抽查结果；或做公开复核包。"""
    if what is None and str(path) in (*OF_PLAN, *OF_ARCHIVE):
        what = str(path)
        path = plan_of(None) if what in OF_PLAN else archive_of(None)
    if what in OF_ARCHIVE and not path.exists():
        path = archive_of(path)
    if what in CHANGE:
        if out is not None:
            raise shuangsuiji.BadUsage(error("publish-out-of-draft"))
        if old is None:
            raise shuangsuiji.BadUsage(error("publish-change-needs-old"))
        _, notice = shuangsuiji.change_notice(old, path, reason=reason)
        views.publishing.publish_draft(notice, as_json=as_json)
        return
    kind = shuangsuiji.publication_kind(what or ("verify" if path.is_dir() else "plan"))
    if out is not None and kind in ("verify", "sample"):
        raise shuangsuiji.BadUsage(error("publish-out-of-draft"))
    if kind == "verify" and path.is_dir():
        tell = None if as_json else views.screen.show_findings
        report = shuangsuiji.publish(path, embargo_over=embargo_over, teams=teams, names=names, tell=tell)
        views.publishing.publish(report, as_json=as_json)
    elif kind == "sample" and path.is_dir():
        views.publishing.publish_sample(shuangsuiji.publish_sample(path), as_json=as_json)
    else:
        draft = shuangsuiji.publish_draft(path, kind, embargo_over=embargo_over, out=out)
        views.publishing.publish_draft(draft, as_json=as_json)
