"""What is said of the plan held against the registries."""

from __future__ import annotations

TEXTS = {
    "plan-unknown-column": "计划用到“{column}”列，检查对象名录库没有这一列。现有的列：{known}。",
    "plan-unknown-column-likely": "检查对象名录库没有“{column}”这一列，是不是“{likely}”？现有的列：{known}。",
    "object-uncomparable": "“{column}”的“{value}”不能与“{bound}”比大小。请改成数字或日期，没有就留空。",
    "plan-value-never": "计划里的条件“{column}: {value}”没有一个对象符合，请检查写法。这一列现有：{some}。",
    "id-shape-twin": "“{column}”的“{text}”与“{other}”只差字母 O 与数字 0，或者字母 I 与数字 1，照着文书分不清。请核对是不是同一个。",
    "value-looks-like-another": "“{column}”的“{text}”看上去与“{other}”一样，其实不同（〔〕里是看不见或形近的字符），会使对象、人员悄悄不符合规则。请删去重新录入，或整理看不见的字符（ssj registry fix 名录库文件）。",
    "id-unwritable": "“{column}”的“{text}”里有看不见的、或者外文字母、数字（〔〕里标明形近的），照着文书打不出来，容易与别的编码混淆。请照证照重新录入。",
    "value-invisible-character": "“{column}”的“{text}”里有看不见的字符（〔〕里的）。规则要读这一格，请重新录入，或整理一份（ssj registry fix 名录库文件）。",
    "task-empty-scope": "任务 {task}（{name}）的范围里没有一个对象，不会抽到任何对象。请检查“对象范围”的写法；本来就可能没有的，在这项任务里写“可以为空: 是”。",
    "task-empty-allowed": "任务 {task}（{name}）的范围里没有对象，计划写明可以为空，本批次不抽。",
    "object-no-stratum": "{name} 在任务 {task} 的范围内，却不属于任何一个分层。请补充分层，或在最后加一层“其余: 是”。",
    "object-no-tier": "“{column}”是空的，任务 {task} 不知道按哪一级抽。请补上，或在“抽取”里写“未评级”的比例。",
    "object-no-district": "“{column}”是空的，任务 {task} 分区抽取时不知道归哪一区。请补上。",
    "object-no-cluster": "“{column}”是空的，任务 {task} 分阶段抽取时不知道归哪一片。请补上。",
    "object-unknown-tier": "“{column}”的“{value}”没有对应的比例（任务 {task}）。请改正这一格，或在计划里补上这一级的比例。",
    "item-list-columns": "事项清单没有这些应当公布的列：{columns}。",
    "item-ratio-text": "看不懂抽查比例“{value}”，没有与任务的比例核对，请自行核对。能看懂的写法如 5%、不低于5%、不超过3%、3%-5%、百分之五。",
    "team-may-be-short": "检查组“{name}”本批次最多要 {seats} 人次，可派的 {people} 人按“每人至多”合计只能去 {capacity} 人次，可能排不出检查组。",
    "groups-idle": "要分 {groups} 个组，而本批次预计至多 {visits} 次检查，会有检查组没有任务。可减少“组数”。",
    "groups-may-be-short": "{groups} 个组、每组至多 {limit} 次（按“每人至多”），本批次预计至多 {visits} 次检查，可能派不过来。",
    "groups-may-be-barred": "有 {count} 户（如 {name}）须回避的人员不少于组数（{groups} 组），抽到时可能各组都要回避。抽取时会自动换一种编组；怎么编都不行的，试抽会指出。",
    "object-cannot-be-staffed": "{name} 若被抽中会排不出检查组：“{line}”要 {size} 人，按部门、标签、辖区和回避规则能去的只有 {able} 人（须回避的：{recused}）。可以{ways}。",
    "object-cannot-be-staffed-jointly": "{name} 若同时被几项任务抽中会排不出检查组：“{line}”共要 {size} 人，按部门、标签、辖区和回避规则能去的只有 {able} 人（须回避的：{recused}）。可以{ways}。",
    "trial-object-certain": "{name} 一定要查（{why}），却排不出检查组：“{line}”要 {size} 人，按部门、标签、辖区和回避规则能去的只有 {able} 人（须回避的：{recused}）。现在抽取必定失败，请{ways}。",
    "trial-certain": "一定要查的 {count} 次检查（{visits}）合起来排不出检查组：“{line}”共要 {needed} 人次，能去的人（{people}）合计只能去 {capacity} 人次，还差 {short} 人次（涉及回避：{recused}）。现在抽取必定失败，请{ways}。",
    "trial-fails": "试抽 {made} 次，有 {failed} 次（{share}）排不出检查组。例如其中一次：{count} 次检查（{visits}）的“{line}”共要 {needed} 人次，能去的人（{people}）合计只能去 {capacity} 人次，还差 {short} 人次（涉及回避：{recused}）。可以{ways}。",
    "trial-groups-fail": "试抽 {made} 次，有 {failed} 次（{share}）抽中的检查派不到固定的检查组，换过各种编组仍是如此。可以{ways}。",
    "trial-all-staffed": "检查组试排：试抽 {made} 次，{made} 次都排得出（100%）。",
    "trial-proven": "检查组试排：不论抽中哪些对象都排得出（100%）。",
    "item-not-listed": "任务“{task}”的事项 {item} 不在事项清单里。清单之外无检查，请改正编码或先修订清单。清单里有：{known}。",
    "item-in-parts": "任务“{task}”的事项 {item} 在清单里分成几项：{parts}。请写明是其中哪几项。",
    "task-ratio-below-published": "任务 {task} 的抽取比例 {ratio} 低于清单公布的 {published}（事项 {item}）。请提高比例，或先修订清单。",
    "task-ratio-above-in-year": (
        "任务 {task} 每批抽取 {ratio}，全年 {batches} 批合计 {total}，清单公布的上限是 {published}（事项 {item}）。"
        "上限是全年的，请写“比例口径: 全年”或降低比例；是每批的，请在清单里写明每批。"
    ),
    "task-ratio-below-in-year": (
        "任务 {task} 每批抽取 {ratio}，全年 {batches} 批合计 {total}，清单公布的是 {published}（事项 {item}）。"
        "公布的是全年的，请核对合计；是每批的，请提高比例，或先修订清单。"
    ),
    "task-ratio-above-published": "任务 {task} 的抽取比例 {ratio} 高于清单公布的上限 {published}（事项 {item}）。请降低比例，或先修订清单。",
    "stratum-count-above": "任务 {task} 的“{name}”要抽 {count} 户，实有 {size} 户，将全部抽取。",
    "stratum-shortage": "任务 {task} 的“{name}”应抽 {n} 户，扣除以前已查、本批不再抽取的只剩 {available} 户可抽，会有缺额。",
    "stratum-depleted": "任务 {task} 的“{name}”可抽的只剩 {available} 户，要从中抽 {n} 户，实际抽中机会已超过规定比例的两倍。",
    "must-inspect-unscheduled": "{name} 属于必查对象（{rules}），但列在“不参加抽取”里，不会安排检查。",
    "team-unknown-department": "检查组的部门“{name}”在检查人员名录库里一个人也没有。请检查部门名称，或在计划里写“部门别名”。名录库里有：{known}。",
    "team-unknown-expert": "专家库里没有“{name}”专业的专家。专家库里有：{known}。",
    "team-too-few-people": "检查组要“{name}”每次派 {size} 人，符合条件（在岗、证件有效、标签：{tags}）的只有 {able} 人。请补充人员或减少人数。",
    "partner-without-seats": "联合部门“{name}”在检查组里没有名额，不会派人参加。",
    "inspector-no-certificate": "{name} 没有执法证号，不会被抽为执法人员。有证的请填上证号；正在办理的可写“办理中”，拿到证以后再填。",
    "inspector-certificate-expired": "{name} 的执法证 {end} 到期，早于本批次最后一天 {day}，本批次不会被抽到。",
    "inspector-same-name": "名录库里有 {count} 人都叫“{name}”，只能靠执法证号区分，请留意。",
    "visit-too-few-seats": "“{name}”抽到的对象（如 {object}，共 {count} 户）按检查组只派 {seats} 名执法人员，不得少于 2 人。请检查“检查组”的部门、对象和任务。",
    "floor-top-up": "全年可检查 {size} 户，按下限应随机抽取 {needed} 户，预计只有 {expected} 户。最后一批将再随机补足约 {missing} 户。",
    "history-twice": "{value} 在计划 {plan} 里的检查，台账已有记录，历史表里又写了一次。请删去历史表里的这一行。",
}
