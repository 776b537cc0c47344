"""Plan files: every mistake is named at its line and column, and nothing in a file is ever executed.

Source: formats.md, "The plan (YAML)" and its fine print on positions.
"""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuangsuiji.core.canonical import canonical_json
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.plan import canonical_plan
from shuangsuiji.errors import BadInput
from shuangsuiji.files.schema import plan_schema
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.messages import render

PLANS = Path(__file__).resolve().parents[2] / "plans"

GOOD = """\
编号: 甲医保2024001
名称: 2024年甲市医疗保障局随机抽查01
年度: 2024
文号: 甲医保〔2024〕1号
发起部门: 甲市医疗保障局
联合部门: [甲市市场监督管理局]
批次:
  - {名称: 上半年, 起: 2024-03, 止: 2024-06}
  - {名称: 下半年, 起: 2024-07, 止: 2024-11}
任务:
  - 编号: 甲01
    名称: 药店抽查
    事项: {甲市医疗保障局: [SX-01]}
    对象范围: {类别: 定点零售药店, 次数: {至少: 1}}
    批次: [上半年]
    抽取:
      字段: 信用等级
      比例: {A: 1%, B: 3%}
      取整: 进一
必查:
  - {名称: 失信, 对象: {信用状态: 一般失信}, 全年次数: 2, 事项: [SX-01]}
限制:
  同年重复抽取: 否
检查组:
  - {部门: 甲市医疗保障局, 人数: 2}
  - {部门: 甲市市场监督管理局, 人数: 2, 任务: [甲01]}
"""


def changed(old: str, new: str) -> str:
    """The good plan with one passage, which must occur once, replaced."""
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def findings_of(text: str | bytes) -> list[Finding]:
    """What reading a file finds, whether it is refused or not."""
    data = text.encode() if isinstance(text, str) else text
    try:
        return read_plan(data, "计划.yaml").findings
    except BadInput as problem:
        return list(problem.findings)


def test_the_good_plan_has_nothing_to_say() -> None:
    """The plan that the bad ones are made of is good."""
    assert findings_of(GOOD) == []


LIKELY = {
    # YAML itself
    "full-width colon": (
        "年度: 2024",
        "年度：2024",
        "第3行第3列：这附近用了中文冒号“：”。键和值之间请用英文冒号加一个空格，例如“年度: 2024”。",
    ),
    "no blank after the colon": (
        "年度: 2024",
        "年度:2024",
        "第3行第3列：冒号后面要空一格，例如“年度: 2024”“{A: 1%, B: 3%}”。请在这附近的冒号后补上空格。",
    ),
    "no blank in braces": (
        "{A: 1%, B: 3%}",
        "{A:1%, B: 3%}",
        "第18行第12列：冒号后面要空一格，例如“年度: 2024”“{A: 1%, B: 3%}”。请在这附近的冒号后补上空格。",
    ),
    "full-width colon in braces": (
        "{A: 1%, B: 3%}",
        "{A：1%, B: 3%}",
        "第18行第12列：这附近用了中文冒号“：”。键和值之间请用英文冒号加一个空格，例如“年度: 2024”。",
    ),
    "full-width comma in braces": (
        "{A: 1%, B: 3%}",
        "{A: 1%，B: 3%}",
        "第18行第17列：这附近用了中文的逗号或括号。列表和花括号里请用英文标点，"
        "例如 [甲, 乙]、{A: 1%, B: 3%}；文字本身有逗号的请加引号。",
    ),
    "full-width comma in a list": (
        "联合部门: [甲市市场监督管理局]",
        "联合部门: [甲市市场监督管理局，甲市公安局]",
        "第6行第8列：这附近用了中文的逗号或括号。列表和花括号里请用英文标点，"
        "例如 [甲, 乙]、{A: 1%, B: 3%}；文字本身有逗号的请加引号。",
    ),
    "tab": (
        "    名称: 药店抽查",
        "\t名称: 药店抽查",
        "第12行第1列：这附近有制表符（Tab）。YAML 只能用空格缩进，请把它改成空格。",
    ),
    "open bracket": (
        "[甲市市场监督管理局]",
        "[甲市市场监督管理局",
        "第6行第7列：从这里开始的“[”没有找到对应的结束符号，或者里面漏了逗号。请检查括号和引号是否成对。",
    ),
    "open quote": (
        "年度: 2024",
        '年度: "2024',
        '第3行第5列：从这里开始的“"”没有找到对应的结束符号，或者里面漏了逗号。请检查括号和引号是否成对。',
    ),
    "bad indent": (
        "年度: 2024",
        " 年度: 2024",
        "第3行第4列：写法不合 YAML 规则，读到这里读不下去了。请检查这一行和上一行的缩进、冒号、括号和引号。",
    ),
    "anchor": (
        "发起部门: 甲",
        "发起部门: &a 甲",
        "第5行第7列：计划里不能用 & 和 * 引用，请把内容直接写出来（文字以 & 或 * 开头时请加引号）。",
    ),
    "tag": (
        "年度: 2024",
        "年度: !!int 2024",
        "第3行第5列：计划里不能用“tag:yaml.org,2002:int”这样的类型标记，请删去。",
    ),
    "control character": (
        "名称: 药店抽查",
        "名称: 药店\x08抽查",
        "第12行第11列：这里有一个看不见的字符（U+0008），请删去后重新输入。",
    ),
    "octal": (
        "[SX-01]}\n    对象",
        "[001]}\n    对象",
        '第13行第20列：“001”以 0 开头，可能被当作八进制数。若是编号，请加引号，写成 "001"。',
    ),
    "time": (
        "名称: 药店抽查",
        "名称: 12:30",
        '第12行第9列：“12:30”可能被当作时间换算成数字。请加引号，写成 "12:30"。',
    ),
    "no": (
        "同年重复抽取: 否",
        "同年重复抽取: no",
        "第23行第11列：“no”在 YAML 里有歧义。若表示是非，请写“是”或“否”；若是文字，请加引号。",
    ),
    # keys
    "unknown key, likely meant": (
        "      取整: 进一",
        "      取正: 进一",
        "第19行第7列：不认识“取正”这个键，是不是“取整”？",
    ),
    "unknown key": (
        "年度: 2024",
        "年度: 2024\n颜色: 红",
        "第4行第1列：不认识“颜色”这个键。请对照样例检查写法。",
    ),
    "duplicate key": (
        "年度: 2024",
        "年度: 2024\n年度: 2023",
        "第4行第1列：“年度”写了两次，只能写一次。请删去一处，或合并。",
    ),
    "Chinese and English": (
        "年度: 2024",
        "年度: 2024\nyear: 2024",
        "第4行第1列：“year”写了两次，只能写一次。请删去一处，或合并。",
    ),
    "missing key": ("年度: 2024\n", "", "第1行第1列：缺少“年度”，请补上。"),
    "missing inside": ("人数: 2}\n", "标签: 药师}\n", "第25行第6列：缺少“人数”，请补上。"),
    "blank": ("年度: 2024", "年度:", "第3行第4列：这里不能留空，请填写。"),
    # values
    "bare ratio": (
        "{A: 1%, B: 3%}",
        "{A: 1%, B: 3}",
        "第18行第22列：“3”没有写明单位，分不清是百分之3还是3户。按比例请写“3%”；按户数抽取请写“数量: 3”。",
    ),
    "ratio above 1": (
        "{A: 1%, B: 3%}",
        "{A: 120%, B: 3%}",
        "第18行第15列：比例“120%”超出范围，应在 0 到 100% 之间。",
    ),
    "no ratio": (
        "{A: 1%, B: 3%}",
        "{A: 少量, B: 3%}",
        "第18行第15列：“少量”不是比例。请写成 20%、3‰、0.2 或 1/5 这样的形式。",
    ),
    "no count": (
        "全年次数: 2",
        "全年次数: 两次",
        "第21行第38列：“两次”不是整数。请只写数字，例如 3。",
    ),
    "zero": ("全年次数: 2", "全年次数: 0", "第21行第38列：“0”应是 1 或更大的整数。"),
    "no choice": (
        "取整: 进一",
        "取整: 向上",
        "第19行第11列：“向上”不是可用的写法，只能是：进一、四舍五入、舍去。",
    ),
    "not yes or no": ("同年重复抽取: 否", "同年重复抽取: 不", "第23行第11列：“不”应写“是”或“否”。"),
    "no month": (
        "起: 2024-03",
        "起: 三月",
        "第8行第18列：“三月”不是月份。请写成“2024-05”这样的形式。",
    ),
    "not a list": (
        "  - {名称: 上半年, 起: 2024-03, 止: 2024-06}\n  - {名称: 下半年, 起: 2024-07, 止: 2024-11}\n",
        "  名称: 上半年\n",
        "第8行第3列：这里要写成列表，例如 [甲, 乙]，或分行以“- ”开头。",
    ),
    "not pairs": (
        "{A: 1%, B: 3%}",
        "[1%, 3%]",
        "第18行第11列：这里要写成“名称: 值”的形式，例如 {A: 1%, B: 3%}。",
    ),
    "tiers without a column": (
        "      字段: 信用等级\n",
        "",
        "第17行第7列：按等级分别写比例时，要用“字段”写明依据名录库的哪一列，例如“字段: 信用等级”。",
    ),
    # conditions
    "unknown operator": (
        "{至少: 1}",
        "{大于: 1}",
        "第14行第29列：不认识“次数”下面的“大于”。可用的有：至少、至多、不是、含、空。",
    ),
    "bound that is no number": (
        "{至少: 1}",
        "{至少: 一次}",
        "第14行第33列：“次数”的“至少”后面应是一个数字或日期，现在是“一次”。",
    ),
    "condition without a value": (
        "类别: 定点零售药店",
        "类别: []",
        "第14行第16列：“类别”的条件没有写值。若要找空白的格子，请写 {空: 是}。",
    ),
    # parts that do not agree
    "batch reversed": (
        "止: 2024-06",
        "止: 2024-02",
        "第8行第30列：批次“上半年”的止（2024-02）早于起（2024-03），请检查是否写反。",
    ),
    "batches overlap": (
        "起: 2024-07",
        "起: 2024-06",
        "第9行第18列：批次“下半年”与“上半年”的月份重叠，请错开。",
    ),
    "another year": (
        "止: 2024-11",
        "止: 2025-01",
        "第9行第30列：批次“下半年”的月份不在计划年度 2024 年内，请检查年度或月份。",
    ),
    "unknown batch": (
        "批次: [上半年]",
        "批次: [上半年, 三季度]",
        "第15行第15列：计划里没有批次“三季度”。现有批次：上半年、下半年。",
    ),
    "unknown task": (
        "任务: [甲01]",
        "任务: [甲1]",
        "第26行第33列：计划里没有任务“甲1”。现有任务编号：甲01。",
    ),
    "unknown department": (
        "{甲市医疗保障局: [SX-01]}",
        "{医保局: [SX-01]}",
        "第13行第10列：“医保局”不是本计划的部门。请改成下列之一，或写入“联合部门”“部门别名”："
        "甲市医疗保障局、甲市市场监督管理局。",
    ),
    "undirected with conditions": (
        "    批次: [上半年]",
        "    定向条件: {标签: 疑点}",
        "第15行第5列：写了“定向条件”的任务，类型应为“定向”。",
    ),
}
"""What a clerk is likely to get wrong: old text, new text, the message after the name of the file."""


@pytest.mark.parametrize("name", LIKELY)
def test_likely_mistakes(name: str) -> None:
    """ "Every error says where, what, and what to do next": the whole message, from its line on."""
    old, new, message = LIKELY[name]
    texts = [render(finding) for finding in findings_of(changed(old, new))]
    assert texts == [f"计划.yaml {message}"]


PLACES = {
    "one bad batch": (
        "  - {名称: 上半年, 起: 2024-03, 止: 2024-06}\n  - {名称: 下半年, 起: 2024-07, 止: 2024-11}\n",
        "  - {名称: 上半年, 起: 2024-03, 止: 六月}\n",
        "plan-bad-month",
        8,
        30,
    ),
    "wrong text in a list": ("[甲市市场监督管理局]", "[甲, '']", "plan-blank", 6, 11),
    "same text twice": ("[甲市市场监督管理局]", "[甲, 乙, 甲]", "plan-twice", 6, 14),
    "wrong code in items": ("事项: [SX-01]}", "事项: [SX-01, [a]]}", "plan-not-text", 21, 53),
    "wrong alternative": (
        "{类别: 定点零售药店, 次数: {至少: 1}}",
        "{任一: [{类别: 甲}, {次数: {至多: 多}}]}",
        "plan-bad-bound",
        14,
        36,
    ),
    "any without a list": ("{类别: 定点零售药店, 次数", "{任一: 甲, 次数", "plan-any-not-list", 14, 16),
    "wrong operand in a list": ("类别: 定点零售药店", "类别: [甲, [乙]]", "plan-condition-empty", 14, 20),
    "condition that is a text": (
        "{类别: 定点零售药店, 次数: {至少: 1}}",
        "零售药店",
        "plan-condition-not-mapping",
        14,
        11,
    ),
    "mapping for a text": ("名称: 药店抽查", "名称: {甲: 乙}", "plan-not-text", 12, 9),
    "text for a mapping": ("  同年重复抽取: 否", "  全部", "plan-not-mapping-here", 23, 3),
    "task twice": (
        "必查:",
        "  - {编号: 甲01, 事项: [SX-01], 抽取: 1%}\n必查:",
        "plan-task-twice",
        20,
        10,
    ),
    "batch twice": ("名称: 下半年", "名称: 上半年", "plan-batch-twice", 9, 10),
    "stratum twice": (
        "      字段: 信用等级\n      比例: {A: 1%, B: 3%}\n",
        "      分层:\n        - {名称: 甲, 对象: {A: 1}, 比例: 1%}\n"
        "        - {名称: 甲, 其余: 是, 比例: 1%}\n",
        "plan-stratum-twice",
        19,
        16,
    ),
    "rest not last": (
        "      字段: 信用等级\n      比例: {A: 1%, B: 3%}\n",
        "      分层:\n        - {名称: 甲, 其余: 是, 比例: 1%}\n"
        "        - {名称: 乙, 对象: {A: 1}, 数量: 1}\n",
        "plan-rest-last",
        18,
        23,
    ),
    "ratio and count": ("      取整: 进一", "      数量: 3", "plan-one-amount", 17, 7),
    "unrated of another kind": ("      取整: 进一", "      未评级: 3", "plan-unrated-kind", 19, 12),
    "nobody drawn at all": (
        "  - {部门: 甲市医疗保障局, 人数: 2}\n  - {部门: 甲市市场监督管理局, 人数: 2, 任务: [甲01]}\n",
        "  - {专家: 药师, 人数: 2}\n",
        "plan-team-too-small",
        25,
        3,
    ),
    "department and expert": (
        "{部门: 甲市医疗保障局, 人数",
        "{部门: 甲市医疗保障局, 专家: 药师, 人数",
        "plan-team-kind",
        25,
        5,
    ),
    "more tags than people": (
        "甲市医疗保障局, 人数: 2}",
        "甲市医疗保障局, 人数: 2, 其中至少: {标签: 药师, 人数: 3}}",
        "plan-team-tags",
        25,
        32,
    ),
    "huge count": ("全年次数: 2", f"全年次数: {'9' * 3900}", "plan-count-too-large", 21, 38),
    "huge value": ("全年次数: 2", f"全年次数: {'9' * 5000}", "plan-value-too-long", 21, 38),
    "days of a year": ("全年次数: 2", "全年次数: 367", "plan-count-too-large", 21, 38),
    "count beyond all objects": ("全年次数: 2", "全年次数: 1000000000", "plan-count-too-large", 21, 38),
    "huge ratio": ("{A: 1%, B: 3%}", f"{{A: 0.{'1' * 3900}, B: 3%}}", "plan-bad-ratio", 18, 15),
    "unknown alias of nobody": (
        "批次:\n  - {名称: 上",
        "部门别名: {甲: ''}\n批次:\n  - {名称: 上",
        "plan-blank",
        7,
        11,
    ),
    "key that is a list": ("年度: 2024", "? [年度]\n: 2024", "plan-key-not-text", 3, 3),
    "two documents": ("检查组:\n", "---\n检查组:\n", "plan-two-documents", 24, 1),
}
"""Old text, new text, the one finding: "an unknown or duplicate key at the key, a bad value at the value"."""


@pytest.mark.parametrize("name", PLACES)
def test_positions(name: str) -> None:
    """ "Positions count from 1 in characters"; a wrong entry of a list or a map is named itself."""
    old, new, code, line, column = PLACES[name]
    found = [(f.code, f.place.line, f.place.column) for f in findings_of(changed(old, new))]
    assert found == [(code, line, column)]


WHOLE = {
    "nothing": ("", "plan-empty", None),
    "comments": ("# 只有说明\n", "plan-empty", None),
    "a bare mark": ("---\n", "plan-empty", None),
    "a list": ("- 编号: 甲\n", "plan-not-mapping", (1, 1)),
    "a sentence": ("\n关于印发工作计划的通知\n", "plan-not-mapping", (2, 1)),
    "full-width colons only": ("编号：甲\n年度：2024\n", "plan-full-width-colon", (1, 3)),
    "full-width colons after a BOM": ("编号：甲\n".encode("utf-8-sig"), "plan-full-width-colon", (1, 3)),
    "no blanks only": ("编号:甲\n", "plan-tight-colon", (1, 3)),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "plan-not-text-file", None),
    "utf-16": ("编号: 甲".encode("utf-16"), "plan-not-text-file", None),
    "zeros": (b"\0\0\0\0", "plan-not-text-file", None),
    "too large": (b"#" + b"x" * 3_000_000, "plan-too-large", None),
    "deep": ("a: " + "[" * 5000, "plan-too-deep", (1, 43)),
}


@pytest.mark.parametrize("name", WHOLE)
def test_files_that_are_no_plan(name: str) -> None:
    """What is no plan at all is refused with one finding."""
    data, code, place = WHOLE[name]
    (found,) = findings_of(data)
    assert found.code == code
    assert (found.place.line, found.place.column) == (place or (None, None))


def test_alias_bomb_is_refused_at_the_first_anchor() -> None:
    """ "Aliases cannot blow up; nothing is ever executed." """
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (found,) = findings_of(bomb)
    assert (found.code, found.place.line, found.place.column) == ("plan-anchor", 1, 4)


def test_python_tags_are_refused() -> None:
    """ "nothing is ever executed" """
    (found,) = findings_of('编号: !!python/object/apply:os.system ["true"]\n')
    assert (found.code, found.place.line, found.place.column) == ("plan-tag", 1, 5)


def test_several_mistakes_are_all_named_in_their_order() -> None:
    """One reading names everything, so that a clerk corrects once."""
    text = (
        GOOD.replace("取整: 进一", "取正: 进一")
        .replace("全年次数: 2", "全年次数: 两")
        .replace("2024-11", "十一月")
    )
    found = [(f.code, f.place.line) for f in findings_of(text)]
    assert found == [("plan-bad-month", 9), ("plan-unknown-key-likely", 19), ("plan-not-count", 21)]


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["BOM", "CRLF", "both", "no last line end"],
)
def test_encodings_of_one_plan(encode) -> None:
    """ "UTF-8 with or without BOM, CRLF": the same plan, no finding."""
    read = read_plan(encode(GOOD), "计划.yaml")
    assert read.findings == []
    assert read.plan == read_plan(GOOD.encode(), "计划.yaml").plan


def test_gbk_is_read_with_a_note() -> None:
    """ "a GBK file is read too, with a note" """
    read = read_plan(GOOD.encode("gbk"), "计划.yaml")
    assert [(f.code, f.level) for f in read.findings] == [("plan-gb18030", "note")]
    assert read.plan == read_plan(GOOD.encode(), "计划.yaml").plan


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gbk"])
def test_positions_do_not_depend_on_the_encoding(encoding: str) -> None:
    """Characters are counted, not bytes; a BOM is none."""
    text = "年度: 2024\n编号: !x 甲\n"
    (found,) = [
        f for f in findings_of(text.replace("\n", "\r\n").encode(encoding)) if f.code != "plan-gb18030"
    ]
    assert (found.place.line, found.place.column) == (2, 5)


@pytest.mark.parametrize("quoted", ['"001"', "'001'"])
def test_quotes_disarm_the_traps(quoted: str) -> None:
    """A code in quotes is the text that it is."""
    plan = read_plan(
        changed("编号: 甲01\n", f"编号: {quoted}\n").replace("任务: [甲01]", f"任务: [{quoted}]").encode(),
        "p",
    ).plan
    assert plan.tasks[0].number == "001"


@pytest.mark.parametrize(
    ("text", "ratio"),
    [
        ("20%", Fraction(1, 5)),
        ("0.2", Fraction(1, 5)),
        (".2", Fraction(1, 5)),
        ("1/5", Fraction(1, 5)),
        ("200‰", Fraction(1, 5)),
        ("２０％", Fraction(1, 5)),
        ("20 %", Fraction(1, 5)),
        ("0.07", Fraction(7, 100)),
        ("33.3%", Fraction(333, 1000)),
        ("0%", Fraction(0)),
        ("100%", Fraction(1)),
        ("1.0", Fraction(1)),
    ],
)
def test_ratios_are_exact(text: str, ratio: Fraction) -> None:
    """ "Percentages and fractions are exact (`20%`, `0.2`, `1/5`, `3‰`)" """
    plan = read_plan(changed("{A: 1%, B: 3%}", f"{{A: 1%, B: {text}}}").encode(), "p").plan
    assert plan.tasks[0].draw.ratio == (("A", Fraction(1, 100)), ("B", ratio))


BESIDE = """\
    抽取: 20%
    每层至少: 1
    取整: 舍去
    比例口径: 全年
"""
INSIDE = "    抽取: {比例: 20%, 每层至少: 1, 取整: 舍去, 比例口径: 全年}\n"
DRAW = GOOD[GOOD.index("    抽取:") : GOOD.index("必查:")]


def test_what_belongs_to_the_quota_may_stand_beside_it() -> None:
    """每层至少, 取整 and 比例口径 beside `抽取: 20%` mean the same as inside."""
    beside, inside = (read_plan(GOOD.replace(DRAW, text).encode(), "p") for text in (BESIDE, INSIDE))
    assert beside.findings == []
    assert canonical_plan(beside.plan) == canonical_plan(inside.plan)
    assert beside.plan.tasks[0].draw.minimum == 1


@pytest.mark.parametrize(
    ("text", "code", "line", "column"),
    [
        (BESIDE.replace("舍去", "向下"), "plan-not-choice", 18, 9),
        (BESIDE.replace("至少: 1", "至少: 一"), "plan-not-count", 17, 11),
        (INSIDE + "    取整: 进一\n", "plan-duplicate-key", 17, 5),
        (BESIDE + "    rounding: 进一\n", "plan-duplicate-key", 20, 5),
        (BESIDE.replace("取整", "取正"), "plan-unknown-key-likely", 18, 5),
        (BESIDE.replace("    抽取: 20%\n", ""), "plan-missing-key", 11, 5),
    ],
)
def test_beside_the_quota_errors_stay_precise(text: str, code: str, line: int, column: int) -> None:
    """Value, duplicate and missing keys are named where they stand in the task."""
    found = [(f.code, f.place.line, f.place.column) for f in findings_of(GOOD.replace(DRAW, text))]
    assert found == [(code, line, column)]


@pytest.mark.parametrize(
    ("old", "new", "code", "line", "column"),
    [
        ("年度: 2024", "年度: 2024\nyear: 2024", "plan-duplicate-key", 4, 1),
        ("年度: 2024", "year: 2024\n年度: 2024", "plan-duplicate-key", 4, 1),
        ("年度: 2024", "年度:\nyear: 2024", "plan-duplicate-key", 4, 1),
        ("编号: 甲医保2024001", "编号: []", "plan-not-text", 1, 5),
        ("名称: 2024年甲市医疗保障局随机抽查01", "名称: {}", "plan-not-text", 2, 5),
    ],
)
def test_a_field_is_written_once_and_as_a_text(old: str, new: str, code: str, line: int, column: int) -> None:
    """Of two keys of one field the later is named, whatever their languages."""
    found = [(f.code, f.place.line, f.place.column) for f in findings_of(changed(old, new))]
    assert found == [(code, line, column)]


def test_what_stands_beside_a_type_is_named_where_it_stands() -> None:
    """个数 of dice, with a free text as their note."""
    seed = "种子: {来源: 现场, 类型: 骰子, 个数: 500}\n"
    (found,) = [f for f in findings_of(GOOD + seed) if f.code == "plan-seed-limit"]
    assert (found.place.line, found.place.column) == (GOOD.count("\n") + 1, seed.index("500") + 1)


ENGLISH = {
    "编号": "number", "名称": "name", "年度": "year", "文号": "document_number",
    "发起部门": "initiator", "联合部门": "partners", "批次": "batches", "起": "start", "止": "end",
    "任务": "tasks", "事项": "items", "对象范围": "scope", "至少": "at_least", "抽取": "draw",
    "字段": "field", "比例": "ratio", "取整": "rounding", "必查": "must_inspect",
    "全年次数": "times", "限制": "limits", "同年重复抽取": "repeat_in_year", "检查组": "team",
    "部门": "department", "人数": "size", "对象": "where",
}  # fmt: skip


def test_english_keys_make_the_same_plan() -> None:
    """ "Every Chinese key has an English synonym …; a file may use either." """
    english = re.sub(r"([一-龥]+)(?=: )|([一-龥]+)(?=:\n)", lambda m: ENGLISH.get(m.group(), m.group()), GOOD)
    assert "tasks:" in english and "编号" not in english
    mine, theirs = (canonical_json(canonical_plan(read_plan(t.encode(), "p").plan)) for t in (english, GOOD))
    assert mine == theirs


ENGLISH_KEYS = """number name year document_number initiator partners lead_office responsible_offices
registries
objects inspectors items experts recusals history file sheet header_row fields batches start end
tasks kind grounds method scope condition draw field ratio ratio_basis count minimum rounding strata
where rest unrated must_inspect times limits repeat_in_year yearly_cap yearly_floor excluded team
department expert size tag at_least_one max_visits by_district load recusal_rules seed source order
substitute publication channels workdays id_column"""


def test_the_schema_knows_what_may_stand_beside_the_quota() -> None:
    """ "A JSON Schema of the plan is printed …, for editors": no key that is read is marked."""
    properties = plan_schema()["$defs"]["Task"]["properties"]
    assert {"每层至少", "取整", "比例口径", "minimum", "rounding", "ratio_basis"} <= set(properties)


def test_every_english_key_of_the_specification_is_known() -> None:
    """The list of English keys in the fine print of formats.md."""
    known = {name for model in PlanModel.__subclasses__() for name in model.model_fields}
    assert set(ENGLISH_KEYS.split()) - known == set()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_the_example_plans_have_no_errors(path: Path) -> None:
    """The presets are read, with warnings at most."""
    assert {f.level for f in read_plan(path.read_bytes(), path.name).findings} <= {"warning", "note"}


PIECES = st.sampled_from(
    ["编号", "任务", "批次", "抽取", "比例", "对象", ": ", ":", "：", "\n", "\n  ", "\n  - ", "- ",
     "{", "}", "[", "]", ", ", "，", "20%", "20", "甲", "&a ", "*a", "!!x ", '"', "'", "|", ">", "? ",
     "#", "\t", "---\n", "001", "是", "~", "\x01", "\u2028", "%", "@", "任一", "至少", "空", "9" * 30]
)  # fmt: skip


@settings(derandomize=True, max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join), st.integers(0, len(GOOD)))
def test_any_text_is_read_or_refused_with_places(text: str, at: int) -> None:
    """Whatever is typed into a plan, it is read, or refused with findings that have texts: no traceback."""
    for candidate in (text, GOOD[:at] + text + GOOD[at:]):
        for finding in findings_of(candidate):
            assert render(finding).startswith("计划.yaml")
            if finding.place.line is not None:
                assert 1 <= finding.place.line <= len(re.split("\r\n|[\n\r\x85\u2028\u2029]", candidate)) + 1


@settings(derandomize=True, max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """A file that is anything but a plan is refused, not crashed on."""
    assert all(render(finding) for finding in findings_of(data))
