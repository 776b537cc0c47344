"""What is said of the year's plan: its deadline, its changes, the forecast, the folder of the next year."""

from __future__ import annotations

TEXTS = {
    "publish-out-of-draft": "--out 只用于公示稿；复核包、抽验材料、调整计划公告写在固定的地方。",
    "province-empty": "这个文件夹里没有单位的文件夹：每个单位一个文件夹，里面有计划或者台账。",
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
    "year-cannot-staff": (
        "试排 {trials} 次，“{batch}”有 {count} 次排不齐检查组。"
        "请增加符合条件的人员，放宽“每人至多”或回避规则，或减少人数、比例。"
    ),
    "year-near-limit": (
        "“{batch}”的“{department}”最多要 {needed} 人次，按“每人至多”合计只能派 {capacity} 人次，余地很小。"
        "请增加人员或放宽“每人至多”。"
    ),
    "year-busy-month": (
        "{month}“{department}”预计每人 {load} 次检查，超过该月 {days} 个工作日（未扣节假日）。"
        "请增加人员，或把批次的时间拉长。"
    ),
    "year-floor-short": "“{batch}”补足以后仍可能差 {count} 户达不到全年比例下限。请提高比例，或检查对象范围。",
    "year-floor-added": "为达到全年比例下限，“{batch}”预计补足 {least} 至 {most} 户。",
    "year-over-cap": "“{batch}”最多有 {count} 次必查超过每户全年上限（{cap} 次），依计划仍应检查，文书上会注明。",
    "next-year-inside": "新一年的“{folder}”放在上一年的文件夹里面，容易弄混。请把它移到旁边，例如 {beside}，里面的文件不用改。",
    "next-year-sample": "这是没有改过的样例，不结转到下一年。",
    "next-year-no-plan": "这个文件夹里没有计划文件（.yaml）。请写出上一年工作目录的位置。",
    "next-year-outside": "计划里的“{path}”不在上一年的工作目录里，不能结转。请先把它移进目录，或改好路径。",
    "next-year-same-number": "计划编号“{name}”里没有年度，没有改动。请给新一年的计划另编一个编号。",
    "next-year-fill-in": "已改为新一年的计划，请补填或核对：{keys}。",
    "next-year-history": "不能自动把上一年的检查写进计划。请在计划“名录库”的“历史”里加上：{name}。",
    "next-year-not-drawn": "上一年的计划还有 {count} 个批次没有抽取，历年检查里只有已抽取的批次。",
    "ledger-carried": "台账承接“{folder}”的台账，第 {lines} 行的摘要相符。",
    "ledger-carried-differs": (
        "台账第 1 行说承接“{folder}”的台账（{lines} 行），与那里现有的台账不符。请用备份核对。"
    ),
    "ledger-carried-missing": "台账承接“{folder}”的台账，旁边没有那个文件夹，没有核对。",
    "plan-nothing-changed": "两版计划没有需要公告的改动，不用起草公告。请核对新旧两个文件是否写对。",
    "publish-change-needs-old": "起草调整计划公告要用 --from 写明调整前的计划文件。",
    "correct-needs-reason": "更正名录库必须说明理由，例如 --reason 电话登记有误。",
    "correct-audit-failed": "这份档案复核不通过，不能在它上面更正。请先运行 ssj audit {path}，查明原因。",
    "correct-orphan": "档案里有“{name}”，台账却没有它的记录，多半是上次更正到一半断了电。请运行 ssj ledger repair，再更正一次。",
    "correct-already": "已经办过，没有再记：这个文件已经用来更正过，记为 {name}。",
    "correct-nothing": "这个文件与抽取时的名录库没有差别，不用更正。请核对是不是选错了文件。",
    "correct-which": "分不清这个文件要更正哪一个名录库。请用与原来相同的文件名：{known}。",
    "correct-changes-draw": (
        "“{key}”的{column}由“{before}”改为“{after}”，会改变抽取的户数、编号、分层或人员资格，不能事后更正。"
    ),
    "next-year-corrected": (
        "上一年有 {count} 次更正，更正后的内容在当时用的表里，这里复制的是原来的名录库。"
        "请换成更正以后的名录库，否则旧的地址、电话又会印出来。"
    ),
    "correct-taken-over": (
        "{key} 的{column}等改成了 {other} 的（{after}）：这不是更正，而是换成另一户。地址、电话等确实写错的，"
        "一次只照实改这一户的。"
    ),
    "correct-name-taken": "{key} 的名称由“{before}”改成“{after}”，后者是名录库里另一户的名称：这不是改错别字，而是换了检查对象。",
    "correct-name-other": "{key} 的名称由“{before}”改成“{after}”，差别太大，不像改错别字。确是更名的，请在检查记录里注明，不改名录库。",
    "correct-name-matters": "改正后的名称会改变回避或检查组，不能事后更正。",
    "correct-redraw": (
        "请用“ssj cancel {archive} --reason 理由”取消本次抽取，改好名录库后重抽；两次抽取都留在档案和台账里。"
    ),
}
