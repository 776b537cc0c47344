"""What is said when a registry is looked at by itself: checked, compared, put in order, made from a template."""

from __future__ import annotations

TEXTS = {
    "registry-kind-unknown": "看不出这是哪一种名录库。能认的有：{known}。请检查表头，或用 --kind 写明是哪一种。",
    "registry-which-kind": "表头像几种名录库：{kinds}。请用 --kind 写明是哪一种。",
    "registry-which-sheet": "有几个工作表都像名录库：{sheets}。请用 --sheet 写明看哪一个。",
    "new-file-exists": "已经有这个文件了，不会覆盖它。请先移走或改名，或换一个文件名。",
    "registry-copy-lost": "原文件里有图片、图表或宏，副本里可能没有；原文件没有动。",
    "registry-no-such-kind": "没有“{name}”这种名录库。可以写：{known}。",
    "diff-not-xlsx": "变动情况只能写成 .xlsx 文件。请把文件名改成以 .xlsx 结尾。",
    "registry-diff-kinds": "两份文件不是同一种名录库（{kinds}），不能比较。请检查是不是选错了文件，或用 --kind 写明。",
    "registry-diff-no-common-id": "两份名录库没有共同的编码列（定点编码、统一社会信用代码或编号），对应不起来。请用 --id 写明按哪一列对应。",
    "registry-diff-ambiguous": "两份表里共有 {count} 行没有编码或编码重复，只能按先后对应，结果可能不准。请先用 ssj registry check 检查。",
    "template-not-xlsx": "空白名录库只能写成 .xlsx 文件。请把文件名改成以 .xlsx 结尾。",
    "template-id-column": "{title}的编码列是固定的，--id 只用于检查对象。请去掉这个选项。",
    "object-likely-duplicate": "“{name}”（{id}）与 {other}（{other_id}）的名称、地址都相同，可能重复登记。请核实：确是一家的，删去一行。",
    "object-likely-duplicate-contact": "“{name}”（{id}）与 {other}（{other_id}）的名称、联系方式或负责人相同，地址也不矛盾，可能重复登记。请核实：确是一家的，删去一行。",
    "person-likely-duplicate": "“{name}”（{id}）与 {other}（{other_id}）单位、姓名都相同，可能是同一个人登记了两次。请核实：确是一人的，删去一行；确是同名的，在“联系方式”里填上各自的电话。",
    "likely-duplicates-more": "像是重复登记的还有 {count} 处，没有逐条列出。请先处理列出的。",
    "resident-number": "“{column}”里有 {count} 处像公民身份号码，第一处在这一格。名录库用不着身份证号，也不能外传，请删去，或换成单位内部的编号。",
    "registry-invisible-character": "“{column}”的这一格里有看不见的字符（{character}），会让两个一样的编码、名称变得不同。请重新录入这一格，或用 ssj registry fix 整理。",
    "inspector-certificate-past": "{name} 的证件有效期到 {end}，已经过期，抽取时不能担任检查人员。请换证后更新。",
}
