"""Builds Word templates from their layouts: `python -m tools.templates.build [承诺书.docx …]`.

Builds all where none is named. What is shipped are the .docx in `shuangsuiji/documents/templates/shipped`. A
form that somebody changes in Word is its own source from then on: take its layout out of `LAYOUTS` and delete
its module, so that building cannot undo the change. A test holds the other files against their layouts.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tools.templates import (
    approval,
    audit_report,
    cancellation_record,
    change_notice,
    commitment_letter,
    correction_record,
    draw_minutes,
    drawn_list,
    evaluation_report,
    follow_up_letters,
    irregular_list,
    item_list,
    monthly_report,
    notices,
    people_register,
    plan_forms,
    plan_notice,
    publication_approval,
    record_sheets,
    recusal_record,
    result_letters,
    results_notice,
    substitution_record,
    team_papers,
    withdrawals,
)

SHIPPED = Path(__file__).parents[2] / "src" / "shuangsuiji" / "documents" / "templates" / "shipped"

LAYOUTS: Mapping[str, Callable[[], bytes]] = {
    "抽查工作计划公布.docx": plan_notice.layout,
    "调整计划公告.docx": change_notice.layout,
    "随机抽查事项清单.docx": item_list.layout,
    "执法检查人员名录.docx": people_register.layout,
    "承诺书.docx": commitment_letter.layout,
    "抽取记录.docx": draw_minutes.layout,
    "递补记录.docx": substitution_record.layout,
    "更正记录.docx": correction_record.layout,
    "取消记录.docx": cancellation_record.layout,
    "检查通知书.docx": notices.layout,
    "检查记录表.docx": record_sheets.layout,
    "检查组文书.docx": team_papers.layout,
    "行政检查审批表.docx": approval.layout,
    "行政检查结果告知书.docx": result_letters.layout,
    "公示审批单.docx": publication_approval.layout,
    "回避与重新指派记录.docx": recusal_record.layout,
    "撤回通知书.docx": withdrawals.layout,
    "抽查对象名单公示.docx": drawn_list.layout,
    "抽查结果公示.docx": results_notice.layout,
    "不规范名单公示.docx": irregular_list.layout,
    "案件移送函.docx": follow_up_letters.transfers,
    "督办单.docx": follow_up_letters.reminders,
    "随机抽查工作指引.docx": plan_forms.work_guide,
    "领导小组名单.docx": plan_forms.leading_group,
    "月报.docx": monthly_report.layout,
    "年度评估报告.docx": evaluation_report.layout,
    "复核报告.docx": audit_report.layout,
}
"""File name -> what gives its bytes."""


def main(names: list[str]) -> None:
    """Writes the named templates into `shipped`, or all that have a layout."""
    for name in names or LAYOUTS:
        (SHIPPED / name).write_bytes(LAYOUTS[name]())


if __name__ == "__main__":
    main(sys.argv[1:])
