"""What is said of publication."""

from __future__ import annotations

TEXTS = {
    "publish-unknown-kind": "没有“{name}”这种公开内容。可用的有：{known}。",
    "publish-wants-plan": "公布{kind}要写计划文件，不是抽取档案，例如 ssj publish 计划.yaml {kind}。",
    "publish-wants-archive": "公布{kind}要写抽取档案的文件夹，不是计划文件，例如 ssj publish draws/某次抽取 {kind}。",
    "publish-list-internal": "计划写明名单“{when}”公布，还没有确认到了公布的时候，公示稿注明“内部”。确已到公布的时候，请加 --embargo-over。",
    "publish-no-results": "还没有一户的检查结果录齐，没有可公示的结果。请先录入检查结果。",
    "publish-results-missing": "有 {count} 户次的检查结果还没有录齐，公示稿里列为待公示：{names}。结果应当全部公示，请录齐后重做。",
    "publish-none-irregular": "检查结果里没有“列入不规范记录”的，没有可公示的名单。请核对结果的后续处置一栏。",
    "publish-item-column": "事项清单没有“{column}”一列。按规定这一项应当公布，请补上后重做公示稿。",
    "publish-item-blank": "“{column}”是空的。按规定这一项应当公布，请补上后重做公示稿。",
}
