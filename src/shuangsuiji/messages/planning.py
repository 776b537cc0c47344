"""What is said of the year's plan: its deadline, its changes, the forecast, the folder of the next year."""

from __future__ import annotations

TEXTS = {
    "plan-issued-late": (
        "计划 {day} 印发，晚于 {year} 年 3 月底。年度抽查计划一般应在 3 月底前制定；"
        "请在抽取记录里说明原因，下一年提前印发。"
    ),
    "plan-overdue": (
        "{year} 年 3 月底已过，计划还没有文号。请尽快印发计划，把文号和印发日期写入计划文件后再抽取。"
    ),
    "plan-changed-since-draw": (
        "“{batch}”抽取以后，计划改了 {count} 处。调整年度抽查计划要履行程序，并把调整后的计划向社会公布。"
        "请用“ssj plan diff 旧计划 新计划 --docx”起草公告；旧计划在“{archive}”的档案里。"
    ),
}
