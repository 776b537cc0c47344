"""Every Chinese text of a finding, by its code: what is wrong, and what to do about it.

Codes are stable: `--json` prints them and `docs/findings.md` lists them. The braces are filled from the
finding's values. This is the one place to look when a wording should be better.
"""

from __future__ import annotations

from collections.abc import Mapping

from shuangsuiji.core.findings import Finding, Place

TEXTS: dict[str, str] = {
    # ---- files and spreadsheets ------------------------------------------------------------------
    "file-empty": "文件是空的，里面没有任何内容。请检查是不是选错了文件，或者保存时没有存完。",
    "file-xls": (
        "这是旧版 Excel（.xls）文件，现在还读不了。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-xlsb": (
        "这是二进制 Excel（.xlsb）文件，现在还读不了。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-ods": (
        "这是 OpenDocument（.ods 等）文件，现在还读不了。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-encrypted": (
        "文件设了打开密码，读不了。请用 WPS 或 Excel 打开，取消密码后另存为 .xlsx，再用新文件。"
    ),
    "file-html": (
        "文件名像表格，内容其实是网页（HTML），多半是从网上系统直接导出的。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-xml-2003": (
        "文件名像表格，内容其实是“XML 表格 2003”格式。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-xml": (
        "这是 XML 文件，不是表格。请用 WPS 或 Excel 打开，另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "file-pdf": "这是 PDF 文件，不是表格。请向提供者要表格原件（.xlsx），或把内容录入到表格里。",
    "file-picture": "这是图片，不是表格。请向提供者要表格原件（.xlsx），或把内容录入到表格里。",
    "file-word": (
        "这是 Word（文字）文档，不是表格。请把其中的表格复制到 WPS 表格或 Excel 里，保存为 .xlsx。"
    ),
    "file-archive": "这是压缩包，不是表格。请先解压，再使用里面的表格文件（.xlsx）。",
    "file-not-spreadsheet": (
        "认不出这是什么文件，它不是表格，也不是文本。如果它能用 WPS 或 Excel 打开，"
        "请打开后另存为 .xlsx，再用新文件。"
    ),
    "file-encoding": (
        "文本的编码认不出来（既不是 UTF-8，也不是 GB18030），或者文件已损坏。请用 WPS 或 Excel 打开，"
        "看文字正常后另存为 .xlsx。"
    ),
    "file-utf8-damaged": (
        "文件是 UTF-8 文本，但从这一行起有损坏的字符，可能没有保存完整。请向提供者重新要一份，"
        "或用 WPS 或 Excel 打开改正后另存为 .xlsx。"
    ),
    "file-gb18030": "文件按 GB18030（国标码）读取。如果看到乱码，请用 WPS 或 Excel 打开后另存为 .xlsx。",
    "csv-quotes": (
        '从这一行附近起，英文双引号（"）不成对，分不清各格的界限。请用 WPS 或 Excel 打开，'
        "核对后另存为 .xlsx。"
    ),
    "cell-too-long": (
        "这一格的文字超过 32767 个字，超出了 Excel 的上限，文件可能有问题。请删减或拆分这一格的内容。"
    ),
    "xlsx-damaged": (
        "这个 .xlsx 文件已损坏或不完整，可能没有下载完或保存完。请先重新取得原文件；"
        "如果它能用 WPS 或 Excel 打开，请另存为新的 .xlsx 再用。"
    ),
    "xlsx-too-big": (
        "这个 .xlsx 文件展开后大得不正常，为安全起见不再读取。请用 WPS 或 Excel 打开，"
        "只留下需要的工作表和内容，另存为新的 .xlsx。"
    ),
    "xlsx-doctype": (
        "这个 .xlsx 文件里夹有正常表格不会有的声明（DTD），可能有安全风险，已拒绝读取。"
        "请确认文件来源可靠，再用 WPS 或 Excel 打开，另存为新的 .xlsx。"
    ),
    "xlsx-unusual": (
        "这个 .xlsx 文件的写法很少见，直接读会丢内容。请用 WPS 或 Excel 打开，"
        "另存为“Excel 工作簿（.xlsx）”，再用新文件。"
    ),
    "xlsx-sparse": (
        "工作表“{sheet}”的内容一直铺到 {cell}，中间绝大部分是空的，表太大。"
        "请按 Ctrl+End 找到最后一格，删除多余的行和列，保存后再用。"
    ),
    "xlsx-no-sheet": "文件里没有可读的工作表（可能只有图表）。请检查是不是选错了文件。",
    "cell-error": "这一格是错误值（如 #N/A、#REF!），没有内容可读。请改正公式，或直接填上正确内容。",
    "cell-long-number": (
        "这一格是超过 15 位的数字，Excel 只保留前 15 位，后面的已变成 0，找不回来了。"
        "请把单元格格式改为“文本”，再对照原始资料重新录入。"
    ),
    "cell-formula-empty": (
        "这一格是公式，但文件里没有存下计算结果。请用 WPS 或 Excel 打开，等算完后保存；或直接填上结果。"
    ),
    "cell-scientific": (
        "这一格是科学记数法（如 9.14E+17），原来的数字已经不全。请把单元格格式改为“文本”，"
        "再对照原始资料重新录入。"
    ),
    # ---- plan ------------------------------------------------------------------------------------
    "plan-gb18030": "计划文件按国标码（GB18030）读取。若文字正常可不理会；建议另存为 UTF-8 编码。",
    "plan-too-large": "计划文件有 {size} MB，不像一份计划。请检查是不是选错了文件。",
    "plan-not-text-file": "认不出这个文件的文字编码。请用记事本打开，另存为 UTF-8 编码的 .yaml 文件。",
    "plan-empty": "计划文件是空的。可用 ssj init 新建一个样例目录，照着样例填写。",
    "plan-not-mapping": "计划应由“键: 值”组成，例如“编号: 舞医保2024001”。请对照样例修改。",
    "plan-full-width-colon": "这附近用了中文冒号“：”。键和值之间请用英文冒号加一个空格，例如“年度: 2024”。",
    "plan-tab": "这附近有制表符（Tab）。YAML 只能用空格缩进，请把它改成空格。",
    "plan-tight-colon": "冒号后面要空一格，例如“年度: 2024”“{{A: 1%, B: 3%}}”。请在这附近的冒号后补上空格。",
    "plan-full-width-mark": "这附近用了中文的逗号或括号。列表和花括号里请用英文标点，例如 [甲, 乙]、{{A: 1%, B: 3%}}；文字本身有逗号的请加引号。",
    "plan-unclosed": "从这里开始的“{sign}”没有找到对应的结束符号，或者里面漏了逗号。请检查括号和引号是否成对。",
    "plan-control-character": "这里有一个看不见的字符（{character}），请删去后重新输入。",
    "plan-syntax": "写法不合 YAML 规则，读到这里读不下去了。请检查这一行和上一行的缩进、冒号、括号和引号。",
    "plan-two-documents": "一个文件里只能有一份计划，请删去“---”之后的第二份。",
    "plan-anchor": "计划里不能用 & 和 * 引用，请把内容直接写出来（文字以 & 或 * 开头时请加引号）。",
    "plan-tag": "计划里不能用“{tag}”这样的类型标记，请删去。",
    "plan-too-deep": "括号或缩进嵌套太深，不像一份计划，请检查。",
    "plan-key-not-text": "这里的键不是文字，请改成普通的键名。",
    "plan-duplicate-key": "“{key}”写了两次，只能写一次。请删去一处，或合并。",
    "plan-trap-octal": '“{value}”以 0 开头，可能被当作八进制数。若是编号，请加引号，写成 "{value}"。',
    "plan-trap-time": '“{value}”可能被当作时间换算成数字。请加引号，写成 "{value}"。',
    "plan-trap-yes-no": "“{value}”在 YAML 里有歧义。若表示是非，请写“是”或“否”；若是文字，请加引号。",
    "plan-unknown-key": "不认识“{key}”这个键。请对照样例检查写法。",
    "plan-unknown-key-likely": "不认识“{key}”这个键，是不是“{likely}”？",
    "plan-missing-key": "缺少“{key}”，请补上。",
    "plan-not-choice": "“{value}”不是可用的写法，只能是：{expected}。",
    "plan-not-list": "这里要写成列表，例如 [甲, 乙]，或分行以“- ”开头。",
    "plan-not-pairs": "这里要写成“名称: 值”的形式，例如 {{A: 1%, B: 3%}}。",
    "plan-not-mapping-here": "这里要写成“键: 值”的形式，请对照样例修改。",
    "plan-not-text": "这里要写一段文字，不能留空，也不能是列表。",
    "plan-blank": "这里不能留空，请填写。",
    "plan-twice": "“{value}”写了两次，请删去一处。",
    "plan-ratio-bare": "“{value}”没有写明单位，分不清是百分之{value}还是{value}户。按比例请写“{value}%”；按户数抽取请写“数量: {value}”。",
    "plan-bad-ratio": "“{value}”不是比例。请写成 20%、3‰、0.2 或 1/5 这样的形式。",
    "plan-ratio-range": "比例“{value}”超出范围，应在 0 到 100% 之间。",
    "plan-not-count": "“{value}”不是整数。请只写数字，例如 3。",
    "plan-not-positive": "“{value}”应是 1 或更大的整数。",
    "plan-not-yes-no": "“{value}”应写“是”或“否”。",
    "plan-bad-month": "“{value}”不是月份。请写成“2024-05”这样的形式。",
    "plan-batch-order": "批次“{name}”的止（{end}）早于起（{start}），请检查是否写反。",
    "plan-ratio-or-count": "分层“{name}”应写“比例”或“数量”其中之一。",
    "plan-stratum-where": "分层“{name}”应写“对象”（条件）；最后一层也可写“其余: 是”，两者只能写一个。",
    "plan-one-amount": "“抽取”里应写“比例”“数量”“分层”其中之一，而且只写一个。",
    "plan-field-missing": "按等级分别写比例时，要用“字段”写明依据名录库的哪一列，例如“字段: 信用等级”。",
    "plan-field-and-strata": "“字段”和“分层”只能用一个：按列的值分层用“字段”，按条件分层用“分层”。",
    "plan-unrated-kind": "“未评级”应与其他各级写法一致：都写比例，或都写数量。",
    "plan-rest-last": "“其余”只能放在最后一层，“{name}”后面还有别的分层。",
    "plan-stratum-twice": "有两个分层名称相同，请改名。",
    "plan-directed-condition": "定向抽查要用“定向条件”写明条件；若不设条件，请把类型改为“不定向”。",
    "plan-undirected-condition": "写了“定向条件”的任务，类型应为“定向”。",
    "plan-team-kind": "检查组的每一行应写“部门”或“专家”其中之一。",
    "plan-team-tags": "“其中至少”的人数之和超过了这一行的人数（{size} 人）。",
    "plan-bad-range": "“{value}”不是号码范围。请写成“1-80”这样的形式。",
    "plan-condition-not-mapping": "条件要写成“列名: 值”的形式，例如 {{类别: 定点零售药店}}。",
    "plan-any-not-list": "“任一”后面要写一个列表，每项是一个条件。",
    "plan-condition-empty": "“{column}”的条件没有写值。若要找空白的格子，请写 {{空: 是}}。",
    "plan-unknown-operator": "不认识“{column}”下面的“{operator}”。可用的有：至少、至多、不是、含、空。",
    "plan-bad-bound": "“{column}”的“{operator}”后面应是一个数字或日期，现在是“{value}”。",
    "plan-nothing-to-do": "计划里既没有“任务”，也没有“必查”，没有可抽取的内容。",
    "plan-batch-twice": "批次“{name}”重名，请改名。",
    "plan-task-twice": "任务编号“{name}”重复，请改。",
    "plan-must-inspect-twice": "必查“{name}”重名，请改名。",
    "plan-batch-year": "批次“{name}”的月份不在计划年度 {year} 年内，请检查年度或月份。",
    "plan-batches-overlap": "批次“{second}”与“{first}”的月份重叠，请错开。",
    "plan-unknown-batch": "计划里没有批次“{name}”。现有批次：{known}。",
    "plan-unknown-task": "计划里没有任务“{name}”。现有任务编号：{known}。",
    "plan-unknown-department": "“{name}”不是本计划的部门。请改成下列之一，或写入“联合部门”“部门别名”：{known}。",
    "plan-team-too-small": "每次检查的执法人员不得少于 2 人，现在检查组只安排了 {seats} 人。请增加“人数”。",
    "plan-department-seats": "{names}在检查组里各只有 1 个名额，不足 2 人。若由同一单位的几个科室共同派员，可不理会。",
    "plan-district-both": "“按辖区”（只派本辖区人员）与回避规则“本辖区”（回避本辖区人员）互相矛盾，请去掉一个。",
    "plan-no-document-number": "计划没有写文号。可以抽取，但抽取记录会注明“未见正式印发的计划”。",
    "plan-name-pattern": "计划名称“{name}”不合“年度+部门+随机抽查+序号”的惯例，例如“{year}年某某局随机抽查01”。",
    # ---- registries ------------------------------------------------------------------------------
    "registry-no-sheet": "文件里没有工作表“{sheet}”。现有工作表：{known}。",
    "registry-several-sheets": "有几个工作表都像所需的名录：{sheets}。请在计划里用“工作表”写明用哪一个。",
    "registry-no-heading": "找不到表头。“{title}”至少要有这些列：{needed}。请检查列名；表头特别靠下时可在计划里写“表头行”。",
    "registry-missing-column": "“{title}”缺少“{name}”列（表头在第{row}行）。请补上这一列，或在计划的“字段”里写明它在本表中的列名。",
    "registry-heading-twice": "有两列都像“{name}”：{headings}。请改其中一个列名，或在计划的“字段”里写明用哪一列。",
    "registry-no-such-heading": "计划的“字段”写了列名“{heading}”，本表没有这一列。请检查写法。",
    "registry-no-rows": "“{title}”里没有数据行，请检查文件和工作表是否选对。",
    "registry-row-skipped": "这一行既没有编码也没有名称，未读入：{text}",
    "registry-footer-row": "这一行像合计或落款，未读入：{text}",
    "registry-unknown-field": "计划的“字段”里，“{name}”不是本名录库认识的列，也没有规则用到它。认识的列：{known}。",
    "registry-hint-row": "这一行像填写说明，未读入：{text}",
    "registry-hidden-rows": "表中有 {count} 行被隐藏或筛选掉，仍然读入。",
    "registry-normalised": "有 {count} 格的多余空格或换行已整理。",
    "registry-control-character": "这一格含有看不见的字符（{character}），请重新录入这一格。",
    "registry-no-id": "“{column}”是空的。每一行都要有编码，请补上。",
    "registry-duplicate-id": "编号重复：{value} 在 {other} 已经出现。请删去一行，或改正“{column}”。",
    "object-duplicate-id": "“{column}”重复：{value} 在 {other} 已经出现。若是同一家，请删去一行；若是一个法人的几个门店，请在计划里用“标识”另选一列。",
    "registry-no-id-column": "检查对象名录库没有可作编码的列（定点编码、统一社会信用代码或编号）。请补上，或在计划里用“标识”写明用哪一列。",
    "registry-unknown-id-column": "计划的“标识”写的是“{name}”，检查对象名录库没有这一列。请检查写法。",
    "registry-blank-cell": "“{column}”是空的，请补上。",
    "registry-bad-date": "“{column}”的“{value}”不是能识别的日期。请写成 2024-03-05 这样的形式。",
    "registry-stale": "检查人员名录库最近一次更新是 {last}，已超过一个季度。按规定至少每季度更新一次，请核对。",
    "object-bad-credit-code": "统一社会信用代码 {code} 校验不符，可能录错。请对照营业执照核实（不影响抽取）。",
    "object-bad-insurance-code": "定点编码 {code} 不是“H 或 P + 6 位区划 + 5 位序号”的形式，请核实（不影响抽取）。",
    "inspectors-fewer-than-three": "检查人员名录库只有 {count} 人，按规定不得少于 3 人。",
    "inspector-no-certificate-end": "{name} 的证件有效期是空的，按长期有效处理。请核实后补上。",
    "inspector-unknown-duty": "状态“{value}”不认识，按不在岗处理，不会被抽到。在岗请写“在岗”或留空。",
    "recusal-unmatched": "{column}“{text}”在名录库里找不到。回避关系不能漏，请改成名录库里的编码或姓名（名称）。",
    "recusal-ambiguous": "{column}“{text}”在名录库里有 {count} 个，分不清是哪一个。请改写编码或执法证号。",
    "history-unmatched": "{column}“{text}”在名录库里找不到，按原文保留。若是现有的对象或人员，请改成编码或全称。",
    "history-ambiguous": "{column}“{text}”在名录库里有 {count} 个，分不清是哪一个。请改写编码或执法证号。",
    "history-bad-reason": "原因“{value}”应是：随机、必查、补足、日常 之一。",
    # ---- plan against registries -----------------------------------------------------------------
    "plan-unknown-column": "计划用到“{column}”列，检查对象名录库没有这一列。现有的列：{known}。",
    "plan-unknown-column-likely": "检查对象名录库没有“{column}”这一列，是不是“{likely}”？现有的列：{known}。",
    "object-uncomparable": "“{column}”的“{value}”不能与“{bound}”比大小。请改成数字或日期，没有就留空。",
    "plan-value-never": "计划里的条件“{column}: {value}”没有一个对象符合，请检查写法。这一列现有：{some}。",
    "task-empty-scope": "任务 {task}（{name}）的范围里没有一个对象，不会抽到任何对象。请检查“对象范围”。",
    "object-no-stratum": "{name} 在任务 {task} 的范围内，却不属于任何一个分层。请补充分层，或在最后加一层“其余: 是”。",
    "object-no-tier": "“{column}”是空的，任务 {task} 不知道按哪一级抽。请补上，或在“抽取”里写“未评级”的比例。",
    "object-no-district": "“{column}”是空的，任务 {task} 分区抽取时不知道归哪一区。请补上。",
    "object-unknown-tier": "“{column}”的“{value}”没有对应的比例（任务 {task}）。请改正这一格，或在计划里补上这一级的比例。",
    "item-list-columns": "事项清单没有这些应当公布的列：{columns}。",
    "item-ratio-text": "抽查比例“{value}”不是一个比例，没有与任务的比例核对。",
    "team-may-be-short": "检查组“{name}”本批次最多要 {seats} 人次，可派的 {people} 人按“每人至多”合计只能去 {capacity} 人次，可能排不出检查组。",
    "object-cannot-be-staffed": "{name} 若被抽中会排不出检查组：“{line}”要 {size} 人，按部门、辖区和回避规则能去的只有 {able} 人。",
    "item-not-listed": "任务“{task}”的事项 {item} 不在事项清单里。清单之外无检查，请改正编码或先修订清单。清单里有：{known}。",
    "task-ratio-below-published": "任务 {task} 的抽取比例 {ratio} 低于清单公布的 {published}（事项 {item}）。请提高比例，或先修订清单。",
    "stratum-count-above": "任务 {task} 的“{name}”要抽 {count} 户，实有 {size} 户，将全部抽取。",
    "stratum-shortage": "任务 {task} 的“{name}”应抽 {n} 户，扣除本年已查的只剩 {available} 户可抽，会有缺额。",
    "stratum-depleted": "任务 {task} 的“{name}”可抽的只剩 {available} 户，要从中抽 {n} 户，实际抽中机会已超过规定比例的两倍。",
    "must-inspect-unscheduled": "{name} 属于必查对象（{rules}），但列在“不参加抽取”里，不会安排检查。",
    "team-unknown-department": "检查组的部门“{name}”在检查人员名录库里一个人也没有。请检查部门名称，或在计划里写“部门别名”。名录库里有：{known}。",
    "team-unknown-expert": "专家库里没有“{name}”专业的专家。专家库里有：{known}。",
    "team-too-few-people": "检查组要“{name}”每次派 {size} 人，符合条件（在岗、证件有效、标签：{tags}）的只有 {able} 人。请补充人员或减少人数。",
    "partner-without-seats": "联合部门“{name}”在检查组里没有名额，不会派人参加。",
    "inspector-no-certificate": "{name} 没有执法证号，不会被抽为执法人员。",
    "inspector-certificate-expired": "{name} 的执法证 {end} 到期，早于本批次最后一天 {day}，本批次不会被抽到。",
    "inspector-same-name": "名录库里有 {count} 人都叫“{name}”，只能靠执法证号区分，请留意。",
    "visit-too-few-seats": "“{name}”抽到的对象（如 {object}，共 {count} 户）按检查组只派 {seats} 名执法人员，不得少于 2 人。请检查“检查组”的部门、对象和任务。",
    "floor-top-up": "全年可检查 {size} 户，按下限应随机抽取 {needed} 户，预计只有 {expected} 户。最后一批将再随机补足约 {missing} 户。",
    "history-twice": "{value} 在计划 {plan} 里的检查，台账已有记录，历史表里又写了一次。请删去历史表里的这一行。",
    # ---- draw ------------------------------------------------------------------------------------
    "no-such-batch": "计划里没有批次“{name}”。现有批次：{known}。",
    "all-batches-drawn": "各批次（{known}）都已抽取。若要重抽，请用 --batch 写明批次，用 --reason 写明理由。",
    "redraw-needs-reason": '“{batch}”已经抽取过（或开始过）{count} 次。重抽必须说明理由，例如 --reason "名录库漏登，已更正"；理由会写入台账并印在文书上。',
    "later-batch-drawn": "“{later}”已经抽取，不能再抽更早的“{batch}”。如确需重抽，请先用 ssj cancel 取消后面的批次。",
    "earlier-batch-not-drawn": "更早的“{earlier}”还没有抽取，就要抽“{batch}”了，请确认顺序。",
    "seed-blank": "种子是空的。请写出开奖号码等内容，或去掉 --seed 由系统产生。",
    "seed-not-numbers": "计划约定种子由号码组成，“{value}”里有不是数字的内容。请只写号码，用空格分开。",
    "seed-count": "计划约定种子有 {wanted} 个号码，现在写了 {got} 个。请核对。",
    "seed-range": "号码 {value} 不在计划约定的范围 {low} 到 {high} 之内。请核对。",
    "seed-source-unused": "计划写明种子来自“{source}”，这次没有给出，改用系统随机数。若要公开产生，请用 --seed 写出号码。",
    "redraw-same-seed": "“{batch}”已经用这个种子抽取过。重抽要换一个事先说定的种子。",
    "rehearsal-seed": "演练用固定种子，不能另给 --seed。",
    "seed-weak": "种子只有约 {bits} 位（不足 20 位）：事先反复改写计划、逐一试算是做得到的。建议改用更多号码，例如快乐8的 20 个号码（61.6 位）。",
    # ---- inspectors ------------------------------------------------------------------------------
    "cannot-staff": (
        "排不出检查组：{count} 次检查（{visits}）需要“{line}”共 {needed} 人次，"
        "能去的人（{people}）合计只能去 {capacity} 人次，还差 {short} 人次。涉及回避：{recused}。"
        "请增加符合条件（部门、标签、辖区、证件）的人员，放宽“每人至多”，或减少人数，再用 --reason 重抽。"
    ),
    # ---- archive and ledger ----------------------------------------------------------------------
    "file-not-found": "找不到这个文件或文件夹。请检查名称和位置是否写对。",
    "file-in-the-way": "这里已有一个同名的文件或文件夹，挡住了写入。请把它移走或改名。",
    "file-is-folder": "这是文件夹，不是文件。请写出文件的完整名称。",
    "file-no-permission": "没有权限读写，或文件正在 WPS、Excel 里打开。请关闭文件后再试。",
    "disk-full": "磁盘已满，没有写入。请清理后再试。",
    "file-trouble": "读写失败：{detail}。请检查磁盘或网络位置后再试。",
    "path-too-long": "路径有 {length} 个字，超过 {limit} 个，Windows 可能打不开。请把计划移到较短的文件夹下。",
    "folder-exists": "这个文件夹已经存在，不会覆盖。请换一个名称，或先移走原有的文件夹。",
    "ledger-locked": "另一个抽取正在这个文件夹里进行，请等它结束后再试。",
    "ledger-broken": "台账从这一行起与前面接不上，可能被改动过。请用备份核对；未查明前不能再抽取。",
    "ledger-holds": "台账 {lines} 行首尾相接，现有 {draws} 个批次的抽取有效。",
    "ledger-file-missing": "台账记有这个文件，这里找不到，没有核对。",
    "ledger-file-changed": "这个文件与台账记录的摘要不符，被改动过。",
    "ledger-unfinished": "台账第 {line} 行：“{batch}”第 {attempt} 次开始以后没有结果，可能是断电或中途停止。",
    "ledger-not-found": "这个文件夹里没有台账。",
    "archive-exists": "文件夹“{archive}”已经存在，台账里却没有对应记录。请先查明原因，把它移走后再抽取。",
    "archive-missing": "台账记有抽取“{archive}”，这里却没有它的档案。请把档案移回来：本次抽取要知道那次抽中了谁。",
    "archive-changed": "“{archive}”的抽取结果与台账记录不符，可能被改动过。请用备份恢复后再抽取。",
    "archive-not-found": "这里不是抽取档案（没有“档案”文件夹）。请写出 draws 下面某一次抽取的文件夹。",
    "cancel-needs-reason": '取消抽取必须说明理由，例如 --reason "名录库有误"。',
    "draw-not-standing": "台账里没有“{archive}”这次有效的抽取（可能已取消，或已重抽）。",
    "no-such-preset": "没有“{name}”这个样例。可用的有：{known}。",
    "publish-embargo": "计划写明名单“{when}”公布，现在公布复核包等于公布名单。确已到公布的时候，请加 --embargo-over。",
    "recorded": "{text}",
    "freeze-no-source": "计划没有写明种子的公开来源（“种子”的“来源”）。封存之后由谁、怎样产生种子，最好事先写明。",
    "refreeze-needs-reason": '“{batch}”已经封存或抽取过。再次封存必须说明理由，例如 --reason "名录库漏登，已更正"。',
    "frozen-missing": "台账记有封存“{archive}”，这里却没有它的文件夹。抽取只能用封存的内容，请把它移回来。",
    "frozen-changed": "封存的 {file} 被改动过，不能用来抽取。请用备份恢复。",
    "frozen-source-differs": "这个文件在封存以后有了改动，或已不在原处。本次抽取用的是封存时的内容。",
    "substitute-needs-reason": "递补必须说明理由，例如 --reason 生病。",
    "substitute-needs-visit": "申请回避或选派专业人员要用 --visit 写明是哪一户（编码或名称）。",
    "substitute-audit-failed": "这份档案复核不通过，不能在它上面递补。请先运行 ssj audit 查明原因。",
    "substitute-nothing": "没有要递补的内容：所写的人员不在未完成的检查组里，或检查都已完成。",
    "substitute-own-seed": "计划写明递补沿用原种子，不能另给 --seed。",
    "substitute-not-in-team": "{name} 不在所写各户的检查组里，不需要回避。",
    "substitute-unknown-person": "本次抽取的名录库里没有“{name}”。请写姓名或执法证号。",
    "substitute-unknown-object": "本次抽取的名录库里没有“{name}”。请写编码或全称。",
    "substitute-unknown-visit": "“{name}”没有被抽中，没有它的检查。",
    "substitute-ambiguous": "“{name}”有 {count} 个，分不清是哪一个。请写执法证号或编码。",
    "more-of-the-same": "同类问题还有 {count} 处，改正后请再检查一次。",
    # ---- audit -----------------------------------------------------------------------------------
    "audit-finding": "{text}",
    "audit-unreadable": "内容已损坏，无法核对（{detail}）",
    "audit-no-manifest": "manifest.json 缺失或不能读",
    "audit-file-missing": "缺少文件：{file}",
    "audit-file-extra": "多出文件：{file}",
    "audit-file-changed": "文件被改动：{file}",
    "audit-files-match": "{count} 个文件与封存清单逐一相符",
    "audit-stray": "系统留下的无关文件：{file}",
    "audit-unknown-scheme": "规程“{scheme}”不是本程序能核对的 {known}",
    "audit-scheme": "规程 {scheme}，由 shuangsuiji {software} 写成",
    "audit-snapshot-file": "快照文件与承诺不符：{file}",
    "audit-commit": "承诺值不符：算得 {computed}，记录为 {recorded}",
    "audit-commitment-field": "承诺文件里的 {field} 与清单不符",
    "audit-commit-match": "承诺值 {commit}",
    "audit-source-differs": "由原始文件重新整理得到的 {file} 与快照不同",
    "audit-sources-match": "由 {count} 个原始文件重新整理，与快照逐字相同",
    "audit-seed-form": "种子“{seed}”的写法不合计划约定",
    "audit-seed-differs": "抽取结果里的种子“{draw}”与清单里的“{manifest}”不同",
    "audit-key": "密钥不符：算得 {computed}，记录为 {recorded}",
    "audit-key-match": "种子“{seed}”，密钥 {key}",
    "audit-draw-digest": "draw.json 的摘要与清单不符",
    "audit-draw-form": "draw.json 的写法与规程不同",
    "audit-part-strata": "分层、应抽数或抽中对象与重新计算的不同",
    "audit-part-must-inspect": "必查安排与重新计算的不同",
    "audit-part-floor": "全年下限补足与重新计算的不同",
    "audit-part-field": "{field} 与重新计算的不同",
    "audit-part-visits": "检查次数与重新计算的不同",
    "audit-part-visit": "{name}（{id}）的抽取内容与重新计算的不同",
    "audit-part-team": "{name}（{id}）的检查人员与重新计算的不同",
    "audit-replay-match": "重新抽取，{objects} 个对象、{visits} 次检查、{teams} 人次与记录逐字相同",
    "audit-line-field": "档案内台账的 {field} 与清单不符",
    "audit-line-match": "台账第 {line} 行，第 {attempt} 次抽取，先记录后计算",
    "audit-false-rehearsal": "清单写明是演练，抽取次数、台账或种子却不是演练的",
    "audit-rehearsal": "这是演练，不入台账",
    "audit-no-ledger": "旁边没有台账，未核对",
    "audit-ledger-broken": "总台账从第 {line} 行起接不上",
    "audit-not-in-ledger": "总台账里没有这次抽取的“开始”行",
    "audit-no-drawn-line": "总台账里没有这次抽取的“抽取”行",
    "audit-manifest-differs": "manifest.json 与总台账记录的摘要不符",
    "audit-ledger-draw-differs": "draw.json 与总台账记录的摘要不符",
    "audit-ledger-match": "总台账 {count} 行首尾相接，记有这次抽取",
    "audit-history-match": "今年以来的 {count} 次检查与旁边的历次档案相符",
    "audit-history-differs": "快照里台账记载的历史检查与旁边的历次档案不同",
    "audit-history-unchecked": "旁边没有历次档案，历史检查未核对",
    "audit-held-commit": "承诺值与承诺书公布的相同：{commit}",
    "audit-held-commit-differs": "承诺值 {recorded} 与承诺书公布的 {commit} 不同",
    "audit-frozen": "先封存（台账第 {line} 行，{time}），后产生种子",
    "audit-not-frozen": "清单写明先封存，总台账里却没有相应的“封存”行",
    "audit-cancelled": "注意：这次抽取后来已取消，理由：{reason}",
    "audit-drawn-again": "注意：本批次后来又作了第 {attempt} 次抽取",
    "audit-no-events": "没有递补",
    "audit-events-match": "{count} 次递补逐次重算，与记录逐字相同",
    "audit-event-differs": "{event} 与重新计算的不同",
    "audit-event-line": "{event} 与总台账记录的摘要不符",
    "audit-events-count": "总台账记有 {ledger} 次递补，档案里有 {archive} 次",
    "audit-no-papers": "没有 {file}，未核对",
    "audit-paper-unreadable": "{file} 已修改，现在读不出名单（文书可以修改，不算错误）",
    "audit-paper-changed": "{file} 已修改，名单与抽取结果不同（文书可以修改，不算错误）",
    "audit-papers-match": "{file} 的 {count} 行名单与抽取结果相符",
    "audit-nothing-held": "没有提供外部留存件（--plan、--registry、--seed、--commit），未核对",
    "audit-held-differs": "{file} 与档案里的任何原始文件都不同",
    "audit-held-match": "{file} 与档案里的 {source} 逐字相同",
    "audit-held-seed": "种子“{seed}”与档案记录的“{recorded}”不同",
    "audit-held-seed-match": "种子与档案记录的“{recorded}”相同",
}


def render(finding: Finding) -> str:
    """The finding as one line of Chinese, its place first."""
    where = locate(finding.place)
    text = text_of(finding.code, finding.values)
    return f"{where}：{text}" if where else text


def text_of(code: str, values: Mapping[str, str | int]) -> str:
    """The text of a code with its values filled in."""
    return TEXTS[code].format_map(values)


def locate(place: Place) -> str:
    """The place as a reader finds it: `名录库.xlsx › 药店 › C17`, or `计划.yaml 第3行第5列`."""
    parts = [part for part in (place.file, place.sheet, place.cell) if part]
    where = " › ".join(parts)
    if place.line is not None:
        where += f" 第{place.line}行"
        if place.column is not None:
            where += f"第{place.column}列"
    return where.strip()
