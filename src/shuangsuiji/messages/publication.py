"""What is said of publication."""

from __future__ import annotations

TEXTS = {
    "publish-unknown-kind": "没有“{name}”这种公开内容。可用的有：{known}。",
    "publish-wants-plan": "公布{kind}要写计划文件，不是抽取档案，例如 ssj publish 计划.yaml {kind}。",
    "publish-wants-archive": "公布{kind}要写抽取档案的文件夹，不是计划文件，例如 ssj publish draws/某次抽取 {kind}。",
    "publish-list-internal": "计划写明名单“{when}”公布，还没有确认到了公布的时候，公示稿注明“内部”。确已到公布的时候，请加 --embargo-over。",
    "publish-no-results": "还没有一户的检查结果录齐，没有可公示的结果。请先录入检查结果。",
    "publish-none-transferred": "检查结果的后续处置里没有写“移送”的，没有可做的移送函。请核对结果的后续处置一栏。",
    "publish-nothing-late": "截至 {day} 没有逾期的检查、公示和处置，没有可做的督办单。",
    "publish-template": "这是模板：记录里没有领导小组，姓名和职务请自己填写。",
    "publish-results-missing": "有 {count} 户次的检查结果还没有录齐，公示稿里列为待公示：{names}。结果应当全部公示，请录齐后重做。",
    "publish-none-irregular": "检查结果里没有“列入不规范记录”的，没有可公示的名单。请核对结果的后续处置一栏。",
    "package-own-row": "公布以后还能推知的：知道自己编号的单位能看出自己所在的分层；抽取比例已经公开的，也就知道自己的等级。除另外提示的以外，其他单位的等级、名称推不出来。",
    "package-whole-strata": "有 {count} 个分层全部抽中：编号在其中的都被抽中。",
    "package-small-strata": "有 {count} 个分层不超过 {size} 户：熟悉情况的人可能猜出编号对应哪一户。",
    "package-teams": "公布检查人员的抽取（只有编号）以后，如果检查组名单另行公布，编号可以与姓名对应起来，回避、负荷也随之可见。",
    "package-teams-and-names": "人员抽取和名单一起公布：知道检查组的人可能把编号与名称对应起来，由此看出分层。请斟酌是否都要公布。",
    "package-names-after-change": "本次抽取有 {count} 户已经退出或者递补。递补前后的名单如果都公布过（包括抽查对象名单公示），两份对照就知道退出的是哪几户、补进的是哪几户，再对照编号，就能看出它们所在的分层，也就知道等级。请斟酌是否公布名单。",
    "package-names-and-scopes": "计划给任务规定了对象范围或者条件：名单和计划都公开以后，就能看出名单里的单位符合所抽任务的条件。",
    "publish-private": "这一格里有{kind} {number}，会印在公示稿“{paper}”里，所以没有生成。请把这一格改成 {number} 的样子，或者删去，再做一次。名录库已经封存的，可以更正（ssj correct 档案 名录库文件 --reason 理由）；录入的结果，改好再录入一次。",
    "publish-private-elsewhere": "公示稿“{paper}”里有{kind} {number}（“{near}”），所以没有生成。它不在名录库和计划里，请在写它的地方改成 {number} 的样子，或者删去，再做一次。",
    "publish-masked": "这里写有{kind}，公示稿“{paper}”里已经遮盖成 {number} 一类的样子。要公开的是本机关自己的电话，抽取以前写进计划的“联系”，就照原样登；其他的请在这里改成不带号码的写法，再做一次（名录库已经封存的，可以更正（ssj correct 档案 名录库文件 --reason 理由）；记录在案的理由改不了，就这样遮盖）。",
    "draw-looks-ordered": "抽取结果看上去不是随机的：按“{order}”排列，{figure}反常，随机抽取时像这样反常的只有 {share}。请先不要公布，用公开复核包里的复核网页和复核程序各重算一遍，并请不经手抽取的人核对名录库；核对无误的（随机也有至多 {alarm} 的机会如此），写明情况再公布。",
    "draw-order-tested": "抽取结果按次序检验过（{orders}），与 {simulated} 次模拟的随机抽取相比没有反常。",
    "draw-order-too-few": "抽中的不足 {least} 户（全部抽取的分层不算），是不是按次序抽的看不出来，没有检验。",
    "publish-item-column": "事项清单没有“{column}”一列。按规定这一项应当公布，请补上后重做公示稿。",
    "publish-item-blank": "“{column}”是空的。按规定这一项应当公布，请补上后重做公示稿。",
}
