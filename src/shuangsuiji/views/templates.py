"""How `ssj template` tells what it wrote and found."""

from __future__ import annotations

from pathlib import Path

from shuangsuiji.views import screen
from shuangsuiji.workflows.templates import TemplateReport


def export_templates(folder: Path, report: TemplateReport, *, as_json: bool) -> None:
    """The files, and what to do with them."""
    if as_json:
        screen.print_json("template-export", {"folder": folder, "templates": report.files})
        return
    out = screen.out()
    out.print(f"模板 {len(report.files) - 1} 份，写在 {folder}")
    for name in report.files:
        out.print(f"  {name}")
    screen.err().print(
        "改好以后检查（ssj template check 文件夹），再在计划里写上“模板目录”。", soft_wrap=True
    )


def check_templates(report: TemplateReport, *, as_json: bool) -> None:
    """All findings, or that the templates can be used."""
    if as_json:
        screen.print_json("template-check", {"templates": report.files, "findings": report.findings})
        return
    screen.show_findings(report.findings)
    if report.passed:
        screen.out().print(f"模板 {len(report.files)} 份，可以使用。")
