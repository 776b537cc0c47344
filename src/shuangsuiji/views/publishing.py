"""How `ssj publish` tells where drafts and the public package lie."""

from __future__ import annotations

from rich.text import Text

from shuangsuiji.views import screen
from shuangsuiji.workflows.publishing.package import PackageReport
from shuangsuiji.workflows.publishing.publish_drafts import DraftReport
from shuangsuiji.workflows.publishing.sealed_sample import SampleReport


def publish_draft(report: DraftReport, *, as_json: bool) -> None:
    """Where the draft lies, and whether an older one is beside it."""
    if as_json:
        screen.print_json(
            "publish",
            {
                "path": report.path,
                "written": report.written,
                "beside": report.beside,
                "findings": report.findings,
            },
        )
        return
    screen.show_findings(report.findings)
    out = screen.out()
    called = "公示稿" if report.public else "文书"
    if not report.written:
        out.print(f"已经办过，没有再写：{called}内容没有变化，原来的文件是：")
    elif report.beside:
        out.print(f"原来的{called}与现在要写的不同，可能改过，没有动；新的{called}另存为：")
    elif report.public:
        out.print("公示稿已写好，请核对后按程序审批、公布：")
    else:
        out.print("文书已写好（不公布），请核对后使用：")
    out.print(Text(str(screen.near(report.path))), soft_wrap=True)


def publish_sample(report: SampleReport, *, as_json: bool) -> None:
    """Where the sealed sample lies, and for whom it is."""
    if as_json:
        screen.print_json("publish", {"path": report.folder, "numbers": report.numbers})
        return
    screen.say_where(
        f"由种子选出没有抽中的 {len(report.numbers)} 户，供见证人抽验（内部，不公开）：", report.folder
    )


def publish(report: PackageReport, *, as_json: bool) -> None:
    """Where the public package lies."""
    if as_json:
        screen.print_json(
            "publish",
            {
                "path": report.folder,
                "files": report.files,
                "rehearsal": report.rehearsal,
                "findings": report.findings,
            },
        )
        return
    use = "这是演练的，只供试看，不要公布：" if report.rehearsal else "可以整个公布："
    screen.say_where(f"公开复核包共 {len(report.files)} 个文件，{use}", report.folder)
