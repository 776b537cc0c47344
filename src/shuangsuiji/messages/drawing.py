"""What is said of the draw and its teams."""

from __future__ import annotations

TEXTS = {
    "no-such-batch": "计划里没有批次“{name}”。{likely}现有批次：{known}。",
    "all-batches-drawn": "各批次（{known}）都已抽取。若要重抽，请用 --batch 写明批次，用 --reason 写明理由。",
    "redraw-has-results": (
        "“{batch}”已经录入检查结果，不能直接重抽：原来的通知书要撤回，已经录入的结果要说明去处。"
        "确实要重抽，先取消原来的抽取：ssj cancel 档案 --reason 理由。"
    ),
    "redraw-needs-reason": '“{batch}”已经抽取过（或开始过）{count} 次。重抽必须说明理由，例如 --reason "名录库漏登，已更正"；理由会写入台账并印在文书上。',
    "later-batch-drawn": "“{later}”已经抽取，不能再抽更早的“{batch}”。如确需重抽，请先取消后面的批次（ssj cancel 档案 --reason 理由）。",
    "earlier-batch-not-drawn": "更早的“{earlier}”还没有抽取，就要抽“{batch}”了，请确认顺序。",
    "seed-blank": "种子是空的。请写出开奖号码等内容，或去掉 --seed 由系统产生。",
    "seed-not-numbers": "计划约定种子由号码组成，“{value}”里有不是数字的内容。请只写号码，用空格分开。",
    "seed-count": "计划约定种子有 {wanted} 个号码，现在写了 {got} 个。请核对。",
    "seed-range": "号码 {value} 不在计划约定的范围 {low} 到 {high} 之内。请核对。",
    "seed-parts": "“{sign}”的位置不对：它前后的号码个数与各部分不合。应依次为：{form}。请核对后按这个顺序填写。",
    "seed-part-range": "{part}号码 {value} 不在 {low} 到 {high} 之内。请核对。",
    "seed-repeated": "{part}号码 {value} 写了两次，同一期不会开出两个相同的号码。请核对。",
    "seed-hex": "“{value}”不是 {wanted} 位十六进制数（数字 0 到 9、字母 A 到 F），现在有 {got} 位。请核对后完整复制。",
    "seed-hex-letter": "“{value}”里的“{letter}”不是十六进制数字（数字 0 到 9、字母 A 到 F）。请去掉或改正后完整填写。",
    "seed-issue-differs": "写的是{type}第 {got} {unit}，约定的是第 {wanted} {unit}。请核对；确已改用另一{unit}的，请先改计划，递补的请先撤回申请，重新提出。",
    "seed-character": "种子里有看不见的、或与别的字符分不清的字符（{character}）。种子只用汉字、英文字母、数字和常用标点，请删去这个字符，或切换输入法重新输入。",
    "seed-placeholder": "“{type}”写的是等距或重复的号码，实际不会出现，像是随手填的。请填写公布的号码。",
    "seed-no-issue": "种子来源“{type}”没有写明“{key}”（{batches}）。事后可以挑选用哪一期，不算先封存后公开；请补上。",
    "seed-issue-shared": "种子来源“{type}”几个批次用同一个“{key}”：抽第一批时，后面批次的种子就已经公开了。请按批次分别写明，例如 {{上半年: 2024135, 下半年: 2024233}}。",
    "seed-issue-impossible": "{year}年的计划不会用到{type}第 {issue} 期：期号是年份（四位或两位）加当年的期数（三位，不超过 366），例如 {year}135。请核对。",
    "seed-source-twice": "“{batch}”的种子来源里“{type}”的同一期写了两次，请删去一处或改正期号。",
    "seed-source-unused": "计划写明种子来自“{source}”，这次没有给出，改用系统随机数。若要公开产生，请用 --seed 写出号码。",
    "sealed-needs-seed": "“{batch}”封存时约定种子来自“{source}”，这次没有给出种子，没有抽取。请用 --seed 写出公布的号码；确实不用约定来源的，加 --system-seed，并用 --reason 写明理由。",
    "platform-after-freeze": "“{batch}”已封存，约定的种子来源是“{source}”，现在要改用平台抽取的名单，必须用 --reason 写明理由。理由写入台账，印在文书上。",
    "event-needs-seed": "递补的新种子约定来自“{source}”，这次没有给出种子，没有抽取。请用 --seed 写出公布的号码；确实不用约定来源的，加 --system-seed，并用 --reason 写明理由。",
    "system-seed-needs-reason": "约定种子来自“{source}”。改用系统随机数必须用 --reason 写明理由，理由会写入台账并印在文书上。",
    "system-seed-beside-seed": "--seed 和 --system-seed 只能写一个：或给出号码，或改用系统随机数。",
    "seed-known-before-freeze": "这个种子在封存以前已经用来抽取过，封存的人当时知道它，不算“先封存后公开”，记作“人工给定”。",
    "seed-public-before-freeze": "约定的种子来源（{source}）在封存以前按日程就已公布，封存的人可以先看号码，不算“先封存后公开”，记作“人工给定”。",
    "seed-not-yet-public": "约定的“{type}”最早要到 {first} 才会有结果，现在还不会有人知道号码，录入的不会是它，记作“人工给定”。",
    "notice-numbers-run-out": (
        "“{batch}”有 {count} 份通知书没有文号：再往后是另一批的起号。这些通知书的文号空着由人填写；"
        "以后请把计划里“通知书”的起号隔开些。"
    ),
    "witness-nobody": "“{name}”不是见证人的姓名。请写全名；没有见证人的，不要写 --witness（问到时直接回车）。",
    "list-not-text": '{name} 要写成列表，例如 ["{value}"]，不能只写一段文字：那样会被拆成单个的字。',
    "witness-twice": "见证人“{name}”写了两次，一名见证人只算一次。同名的两人请注明单位，例如“{name}（纪检组）”。",
    "witness-operator": "“{name}”是操作人，不能同时作见证人。请改成旁观的人。",
    "witness-inspector": "见证人中有{count}人与名录库里的检查人员同名：可能被抽中的人不宜作见证人。",
    "seed-unwitnessed": "种子由掷骰子产生，这次没有登记见证人：掷出的点数没有别处可查，别人无从核对。",
    "seed-second-after-freeze": "同一次封存以后，已经用另一个种子开始过抽取。约定的来源只有一个结果，这次的种子不算“先封存后公开”，记作“人工给定”。历次种子见“历次抽取”。",
    "draw-before-announced": "实际抽取时间（{actual}，北京时间）早于约定的抽取时间（{announced}）。",
    "draw-after-announced": "实际抽取时间（{actual}，北京时间）晚于约定的抽取时间（{announced}）。",
    "ledger-elsewhere": "draws 文件夹里没有抽取台账，“{folder}”里有一份。已经办过的抽取都记在那里：请把“{folder}”改回 draws。确是别处拷来的，请移到别的文件夹。",
    "same-objects-other-plan": "台账里同一年度另有“{plan}”（{batch}，开始过 {attempts} 次），其中 {count} 户与本次可抽的对象相同（占本次的 {share}）。若是同一次抽查换了编号或批次名称，应按重抽办理并说明理由；这一条写入抽取记录和公示稿。",
    "clock-behind-ledger": "电脑现在的时间（{now}，北京时间）早于台账最后一行的时间（{last}）。请先校正电脑的日期和时间；时间确实无误的，在 --reason 里写明时间的原因，例如“台账上一行的时间有误，那时电脑时间快了一天”。",
    "event-before-draw": "电脑现在的时间（{now}，北京时间）早于这次抽取的时间（{drawn}），所以没有办理。请校正电脑的日期和时间。",
    "clock-behind-on-record": "登记的时间（{now}，北京时间）早于台账上一行的时间（{last}），理由已写入台账。",
    "clock-behind-earlier": "登记的时间（{now}，北京时间）早于台账里更早写下的一行（{last}）：电脑的时间往回调过，或那时走快了。",
    "redraw-same-seed": "“{batch}”已经用这个种子抽取过。重抽要换一个事先说定的种子。",
    "dialogue-json": "{option} 是给人看的，不能和 --json 一起用；请去掉其中一个。",
    "rehearsal-seed": "演练用固定种子，不能另给 --seed 或 --system-seed。",
    "seed-too-long": "种子有 {count} 个字符，最多 {most} 个。请只写公布的号码。",
    "seed-weak": "种子只有约 {bits} 位（不足 20 位）：事先反复改写计划、逐一试算是做得到的。建议改用更多号码，例如快乐8的 20 个号码（61.6 位）。",
    "cannot-staff": (
        "排不出检查组：{count} 次检查（{visits}）需要“{line}”共 {needed} 人次，"
        "能去的人（{people}）合计只能去 {capacity} 人次，还差 {short} 人次。涉及回避：{recused}。"
        "请增加符合条件（部门、标签、辖区、证件）的人员，放宽“每人至多”，或减少人数，再用 --reason 重抽。"
    ),
    "cannot-form-groups": (
        "编不成 {groups} 个检查组：“{line}”共需 {needed} 人，符合条件的（{people}）只有 {capacity} 人，"
        "一人只能编入一组，还差 {short} 人。请减少“组数”或“人数”，或补充符合条件（部门、标签、证件）的人员。"
    ),
    "cannot-deal-groups": (
        "{count} 次检查（{visits}）派不出检查组，编组换了 {attempts} 次仍是如此。"
        "以第一次编组为例，能去的组（{groups}）合计只能去 {capacity} 次，还差 {short} 次；须回避的：{recused}。"
        "请{ways}，再用 --reason 重抽。"
    ),
    "cannot-deal-new-visits": (
        "递补进来的 {count} 次检查（{visits}）派不出检查组：能去的组（{groups}）合计只能去 {capacity} 次，"
        "还差 {short} 次；须回避的：{recused}。请先处理其他对象或人员的递补，或放宽后重新抽取。"
    ),
}
