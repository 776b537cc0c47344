"""How the report commands tell their result: a short table and what is missing, or JSON."""

from __future__ import annotations

from typing import Any

from shuangsuiji.cli import screen
from shuangsuiji.workflows.month_report import MonthReport
from shuangsuiji.workflows.report_files import WrittenReport


def month(report: MonthReport, *, as_json: bool) -> None:
    """The numbers of the form, the files, and what the form still wants."""
    if as_json:
        screen.print_json(month_json(report))
        return
    console = screen.out()
    title = f"{report.form.body}　{report.figures.month[:4]}年{int(report.figures.month[5:])}月"
    rows = [
        (row.label, row.text) for row in report.form.rows if row.text and not row.key and "\n" not in row.text
    ]
    console.print(screen.table(title, [("月报表", False), ("本月", False)], rows))
    files(report.written)
    screen.show_findings(report.findings)


def files(written: WrittenReport) -> None:
    """Where the files lie."""
    console = screen.out()
    console.print(f"写在“{written.folder}”：", soft_wrap=True)
    for path in written.files:
        console.print(f"  {path.name}", soft_wrap=True)


def month_json(report: MonthReport) -> dict[str, Any]:
    """The month as `--json` prints it."""
    figures = report.figures
    return {
        "month": figures.month,
        "rows": [
            {"label": row.label, "text": row.text or None, "missing": row.lacks}
            for row in report.form.rows
            if row.text is not None
        ],
        "now": _counts(figures.now),
        "so_far": _counts(figures.so_far),
        "districts": [
            {
                "district": now.district,
                "objects": now.objects,
                "problems": now.problems,
                "published": now.published,
            }
            for now, _ in figures.districts
        ],
        "files": [str(path) for path in report.written.files],
        "findings": [screen.finding_json(finding) for finding in report.findings],
    }


def _counts(counts: Any) -> dict[str, int]:
    return {name: getattr(counts, name) for name in type(counts).__slots__}
