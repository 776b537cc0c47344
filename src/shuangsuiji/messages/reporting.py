"""What is said of monthly and yearly reports."""

from __future__ import annotations

TEXTS = {
    "report-no-draws": "台账里没有 {year} 年度计划的有效抽取，没有可以评估的内容。请核对年份和文件夹。",
    "report-bad-month": "“{value}”不是月份。请写成 2024-05 或 5月，中间不要空格。",
    "report-bad-year": "“{value}”不是年份。请写成 2024 这样的四位数。",
    "report-kept": "“{name}”已经有了，并且有人改过，没有覆盖。这一份写在“{new}”。",
    "report-replaced": "“{name}”没有人改过，已经换成新的一份。",
    "report-same": "“{name}”已经有了，内容与这次相同，没有改动。",
    "report-undated": "有 {count} 户次的结果没有检查日期，哪个月都没有计入：{names}。请在结果录入表里补上检查日期。",
    "report-results-missing": "到本月底应查而没有录入结果的有 {count} 户次，月报表没有计入。已经检查的请先录入（ssj results 档案 结果录入表.xlsx）。",
    "report-no-document-number": "计划“{plan}”没有文号，月报表“本月组织随机抽查的文件”只写了计划名称。请在计划里补上“文号”后另出月报，或直接在表上填写。",
    "supplement-month-twice": "“{month}”写了两段，请合并成一段。",
    "supplement-written": "没有“{name}”，已在计划旁边写好一份样例。请补填后再出一次月报。",
    "supplement-lacks": "月报表“{row}”没有填。记录里没有这一项，请在“{name}”{month}一段的“{key}”里写明；确实没有的写“无”。",
    "supplement-lacks-contact": "月报表的{key}没有填，请写在“{name}”里。",
    "calendar-missing": "{year} 年的放假安排未载入，有 {count} 户次的公示期限没有推算，不计入按期公示率。请在计划旁边写一个 放假安排.yaml。",
}
