"""How the platform commands tell their results."""

from __future__ import annotations

from rich.text import Text

from shuangsuiji.core.findings import Level
from shuangsuiji.views import screen
from shuangsuiji.workflows.draw import DrawReport
from shuangsuiji.workflows.platforms.platform import ExportReport, PlatformComparison


def platform_export(report: ExportReport, *, as_json: bool) -> None:
    """How many rows, and where the workbook lies."""
    if as_json:
        screen.print_json("platform-export", {"path": report.path, "rows": report.rows})
        return
    rows = "，".join(f"{name} {count} 行" for name, count in report.rows.items())
    screen.say_where(f"平台录入表已写好：{rows}。", report.path)


def platform_compare(report: PlatformComparison, *, as_json: bool, everything: bool = False) -> None:
    """What the platform's list lacks, has too much, and whose teams differ."""
    if as_json:
        screen.print_json(
            "platform-compare",
            {
                "agrees": report.agrees,
                "same": report.same,
                "missing": report.missing,
                "extra": report.extra,
                "teams": report.teams,
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(finding for finding in report.findings if finding.level is not Level.NOTE)
    console = screen.out()
    for title, names in (("档案有、平台没有", report.missing), ("平台有、档案没有", report.extra)):
        if names:
            shown = screen.capped_rows(names, everything)
            console.print(
                screen.table(f"{title}（{len(names)} 户）", [("名称", False)], [(n,) for n in shown])
            )
            screen.more(len(names) - len(shown), "户", screen.ALL)
    if report.teams:
        rows = [(one.name, "、".join(one.ours), "、".join(one.theirs)) for one in report.teams]
        columns = [("名称", False), ("档案", False), ("平台", False)]
        several = screen.capped_rows(rows, everything)
        console.print(screen.table(f"检查组不同（{len(rows)} 户）", columns, several))
        screen.more(len(rows) - len(several), "户", screen.ALL)
    if report.agrees:
        people = "，检查组也相同" if report.staffed else "；平台名单没有检查人员，没有核对检查组"
        console.print(f"名单相符，共 {report.same} 户{people}。")
    else:
        console.print(f"名单不符。两边都有的 {report.same} 户；请查明原因，在平台上更正或在档案里递补。")


def platform_import(report: DrawReport, *, as_json: bool) -> None:
    """What was put on record, and which files to open."""
    record, manifest = report.dossier.draw, report.dossier.manifest
    if as_json:
        screen.print_json(
            "draw",
            {
                "archive": report.archive,
                "plan": record["plan"],
                "batch": record["batch"],
                "attempt": manifest["attempt"],
                "origin": "平台",
                "numbers": manifest["platform"]["numbers"],
                "draw": report.dossier.draw_digest,
                "visits": len(record["visits"]),
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(finding for finding in report.findings if finding.level is not Level.NOTE)
    objects = len({visit["number"] for visit in record["visits"]})
    console = screen.out()
    whose = "检查组照平台名单" if manifest["platform"]["staffed"] else "检查组由本工具随机排定"
    console.print(f"已导入平台抽取的名单：{objects} 户，{len(record['visits'])} 次检查，{whose}。")
    screen.say_where("来源：平台。检查对象不能由本工具重算，档案和文书都已注明。结果在：", report.archive)
    console.print("核对档案请运行：")
    console.print(Text(f"  ssj audit {screen.quoted(report.archive)}"), soft_wrap=True)
