"""What is said of a provincial platform's lists."""

from __future__ import annotations

TEXTS = {
    "platform-mapping": "对照表读不出来。请写成“名单: {{名称: 平台的列名}}”这样的 YAML 文件。",
    "platform-mapping-section": "对照表里没有“{name}”这一部分。可用的有：{known}。",
    "platform-several-sheets": "这份名单有几个工作表都像名单：{sheets}。请另存成只有一个工作表的文件。",
    "platform-missing-column": "平台名单缺少“{name}”列（表头在第{row}行）。请补上这一列，或用 --mapping 写明它在名单里的列名。",
    "platform-list-empty": "平台名单里没有检查对象。请检查导出的文件。",
    "platform-needs-number": "平台抽取必须写明平台任务编号，用 --number，每个名单一个。",
    "platform-ambiguous": "名录库里有 {count} 户叫“{name}”，分不清是哪一户。请在平台名单里补上编码。",
    "platform-object-unknown": "平台抽中的“{name}”不在检查对象名录库里。请先更新名录库，再导入。",
    "platform-object-outside": (
        "平台抽中的“{name}”不在本批次任何任务的对象范围里。请核对计划的对象范围、不参加抽取和平台任务编号。"
    ),
    "platform-object-barred": "平台抽中的“{name}”本年已检查过或已到每户全年上限。请向平台核实；照名单入档。",
    "platform-count-differs": "任务 {task} 的“{name}”按计划应抽 {due} 户，平台名单有 {drawn} 户。请说明原因。",
    "platform-person-unknown": "平台名单里的检查人员“{name}”不在人员名录库里。请先更新名录库，再导入。",
    "platform-person-ambiguous": "名录库里有 {count} 人叫“{name}”，分不清是哪一位。请在平台名单里补上执法证号。",
    "platform-person-no-line": "平台名单里的“{name}”不属于检查组的任何一行。请在计划的检查组里加上其部门。",
    "platform-team-missing": "平台名单里别的户都有检查人员，“{name}”没有。请补上，或整列删去由本工具随机排定。",
    "platform-team-small": "平台名单里“{name}”只有 1 名检查人员，不足 2 人。请在平台上补足后重新导出。",
    "platform-teams-drawn-here": "平台名单没有检查人员，检查组由本工具随机排定。",
    "platform-no-verify": "平台抽取的结果不能重算，不做公开复核包。",
}
