"""Leaders, seats outside groups, caps of entities, first stages and the basis of loads, in plan files.

Source: draw-table.md, "The rules part". The plan layer reads, checks, freezes and names them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from shuangsuiji.core.canonical import canonical_json, sha256
from shuangsuiji.core.findings import Finding
from shuangsuiji.core.plans.object_columns import used_columns
from shuangsuiji.core.plans.plan import (
    Plan,
    canonical_plan,
    entity_column,
    most_in_batch,
    most_in_task,
    plan_from_canonical,
)
from shuangsuiji.core.plans.quota import Stage
from shuangsuiji.core.plans.team import LoadBasis
from shuangsuiji.errors import BadInput
from shuangsuiji.files.schema import plan_schema
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.messages import render

PLANS = Path(__file__).resolve().parents[2] / "plans"

PLAIN = """\
编号: 甲医保2024001
名称: 2024年甲市医疗保障局随机抽查01
年度: 2024
文号: 甲医保〔2024〕1号
发起部门: 甲市医疗保障局
批次:
  - {名称: 上半年, 起: 2024-03, 止: 2024-06}
任务:
  - {编号: 甲01, 名称: 药店抽查, 事项: [SX-01], 抽取: 20%}
  - {编号: 甲02, 名称: 诊所抽查, 事项: [SX-01], 抽取: {比例: 5%}}
限制:
  同年重复抽取: 否
检查组:
  - {部门: 甲市医疗保障局, 人数: 2}
  - {部门: 甲市医疗保障局, 人数: 2, 标签: 药师}
"""

FULL = """\
编号: 甲医保2024001
名称: 2024年甲市医疗保障局随机抽查01
年度: 2024
文号: 甲医保〔2024〕1号
发起部门: 甲市医疗保障局
批次:
  - {名称: 上半年, 起: 2024-03, 止: 2024-06}
任务:
  - {编号: 甲01, 名称: 药店抽查, 事项: [SX-01], 抽取: 20%, 同一法人至多: 2}
  - 编号: 甲02
    名称: 诊所抽查
    事项: [SX-01]
    抽取: {比例: 5%, 阶段: {字段: 街道, 抽: 3}}
    分区: 行政区划
    同一法人至多: {字段: 法人代码, 户数: 3}
限制:
  同一法人至多: {字段: 法人代码, 户数: 1, 范围: 各任务}
检查组:
  - {部门: 甲市医疗保障局, 人数: 2, 组长: 是}
  - {部门: 甲市医疗保障局, 人数: 2, 其中至少: {标签: 药师, 人数: 1, 组长: 是}, 分组外: 是}
分组: {组数: 3}
负荷: 均衡
负荷口径: {口径: 全年, 容差: 2}
"""

NEW_KEYS = ("组长", "分组外", "同一法人至多", "阶段", "负荷口径")


def read(text: str) -> Plan:
    found = read_plan(text.encode(), "计划.yaml")
    assert found.findings == []
    return found.plan


def findings_of(text: str) -> list[Finding]:
    try:
        return read_plan(text.encode(), "计划.yaml").findings
    except BadInput as problem:
        return list(problem.findings)


def changed(text: str, old: str, new: str) -> str:
    """The text with one passage, which must occur once, replaced."""
    assert text.count(old) == 1, old
    return text.replace(old, new)


def canonical(text: str) -> Any:
    """plan.json of a plan file, as read back."""
    return json.loads(canonical_json(canonical_plan(read(text))))


def test_the_keys_are_read() -> None:
    """What the rules will look at."""
    plan = read(FULL)
    assert [(line.leader, line.outside_groups) for line in plan.team] == [(True, False), (False, True)]
    assert [part.leader for part in plan.team[1].at_least_one] == [True]
    assert plan.tasks[0].draw.stage is None
    assert plan.tasks[1].draw.stage == Stage(field="街道", draw=3)
    assert plan.load_basis == LoadBasis(basis="全年", tolerance=2)
    assert entity_column(plan) == "法人代码"
    assert most_in_batch(plan) is None
    assert [most_in_task(plan, task) for task in plan.tasks] == [2, 3]
    assert used_columns(plan) == ["法人代码", "行政区划", "街道"]


def test_what_is_left_out() -> None:
    """No leader, no cap, no stage, and loads of the batch alone."""
    plan = read(PLAIN)
    assert not any(line.leader or line.outside_groups for line in plan.team)
    assert (plan.load_basis.basis, plan.load_basis.tolerance) == ("本批", 1)
    assert entity_column(plan) is most_in_batch(plan) is most_in_task(plan, plan.tasks[0]) is None
    assert used_columns(plan) == []


CAPS: dict[str, tuple[str, str, str, int | None, list[int | None]]] = {
    "a number for the batch": ("1", "", "统一社会信用代码", 1, [None, None]),
    "a number for each task": ("{户数: 1, 范围: 各任务}", "", "统一社会信用代码", None, [1, 1]),
    "another column": ("{字段: 法人代码, 户数: 4}", "", "法人代码", 4, [None, None]),
    "both": ("4", "2", "统一社会信用代码", 4, [2, None]),
    "a task of its own": ("{户数: 1, 范围: 各任务}", "2", "统一社会信用代码", None, [2, 1]),
    "a task alone": ("", "{字段: 法人代码, 户数: 2}", "法人代码", None, [2, None]),
    "a task alone, by a number": ("", "2", "统一社会信用代码", None, [2, None]),
    "a number takes the column of 限制": ("{字段: 法人代码, 户数: 4}", "2", "法人代码", 4, [2, None]),
}


@pytest.mark.parametrize("name", CAPS)
def test_caps_of_one_entity(name: str) -> None:
    """A bare number is 户数; a task's own cap stands for that of 各任务, beside that of 本批."""
    whole, own, column, batch, tasks = CAPS[name]
    text = PLAIN
    if whole:
        text = changed(text, "  同年重复抽取: 否", f"  同一法人至多: {whole}")
    if own:
        text = changed(text, "抽取: 20%}", f"抽取: 20%, 同一法人至多: {own}}}")
    plan = read(text)
    assert entity_column(plan) == column
    assert used_columns(plan) == [column]
    assert most_in_batch(plan) == batch
    assert [most_in_task(plan, task) for task in plan.tasks] == tasks


ENGLISH = {
    "组长": "leader", "分组外": "outside_groups", "同一法人至多": "per_entity", "字段": "field",
    "户数": "count", "范围": "scope", "阶段": "stage", "抽": "draw", "抽取": "draw", "负荷口径": "load_basis",
    "口径": "basis", "容差": "tolerance", "负荷": "load", "分组": "groups", "组数": "count",
    "分区": "district",
}  # fmt: skip


def test_english_keys_make_the_same_plan() -> None:
    """ "Every Chinese key has an English synonym …; a file may use either." """
    english = re.sub("([一-龥]+)(?=: )", lambda match: ENGLISH.get(match.group(), match.group()), FULL)
    english = changed(english, "限制:\n", "limits:\n")
    assert not [key for key in ENGLISH if f"{key}: " in english]
    assert canonical(english) == canonical(FULL)


def test_the_canonical_plan_is_read_back() -> None:
    """A plan read from plan.json is the plan that was frozen."""
    plan = read(FULL)
    data = json.loads(canonical_json(canonical_plan(plan)))
    again = plan_from_canonical(data)
    assert canonical_json(canonical_plan(again)) == canonical_json(canonical_plan(plan))
    assert again == plan


def test_the_canonical_plan_has_chinese_keys_and_defaults() -> None:
    data = canonical(changed(FULL, "{口径: 全年, 容差: 2}", "全年"))
    assert data["负荷口径"] == {"口径": "全年", "容差": 1}
    assert data["限制"]["同一法人至多"] == {"字段": "法人代码", "户数": 1, "范围": "各任务"}
    assert [task["同一法人至多"] for task in data["任务"]] == [{"户数": 2}, {"字段": "法人代码", "户数": 3}]
    assert data["任务"][1]["抽取"]["阶段"] == {"字段": "街道", "抽": 3}
    first, second = data["检查组"]
    assert first["组长"] == "是" and "分组外" not in first
    assert second["分组外"] == "是" and "组长" not in second
    assert second["其中至少"] == [{"标签": "药师", "人数": 1, "组长": "是"}]


def keys_in(data: Any) -> set[str]:
    """Every key, however deep."""
    if isinstance(data, Mapping):
        return set(data).union(*map(keys_in, data.values()))
    return set().union(*map(keys_in, data)) if isinstance(data, list) else set()


@pytest.mark.parametrize("path", sorted(PLANS.glob("*.yaml")), ids=lambda path: path.stem)
def test_keys_that_a_preset_does_not_write_stay_out_of_its_canonical_plan(path: Path) -> None:
    text = path.read_text("utf-8")
    plan = read_plan(text.encode(), path.name).plan
    written = {key for key in NEW_KEYS if f"{key}:" in text}
    assert keys_in(json.loads(canonical_json(canonical_plan(plan)))) & set(NEW_KEYS) == written


def test_a_plan_without_the_keys_has_its_old_bytes() -> None:
    """Computed before there were such keys; 种子 apart, which has keys of its own."""
    data = dict(canonical_plan(read(PLAIN)))  # type: ignore[arg-type]
    data.pop("种子")
    assert sha256(canonical_json(data)) == "cb564cc17fcc7a103f6a1e0bcd8a3b296940a94b03a6aafc18d3d787bc56df2c"


SAME: dict[str, tuple[str, str]] = {
    "no leader": ("人数: 2}", "人数: 2, 组长: 否}"),
    "inside the groups": ("人数: 2}", "人数: 2, 分组外: 否}"),
    "the batch's own load": ("检查组:", "负荷口径: 本批\n检查组:"),
    "the same as a mapping": ("检查组:", "负荷口径: {口径: 本批}\n检查组:"),
}


@pytest.mark.parametrize("name", SAME)
def test_what_says_nothing_new_changes_no_byte(name: str) -> None:
    old, new = SAME[name]
    assert canonical(changed(PLAIN, old, new)) == canonical(PLAIN)


TASK = "抽取: 20%}"
FIVE = "抽取: {比例: 5%}}"
LINE = "人数: 2}"
REPEAT = "  同年重复抽取: 否"
TEAM = "检查组:"

REST = PLAIN[PLAIN.index(TASK) : PLAIN.index(TEAM)]
WRITE_A_CAP = "“同一法人至多”请写户数，例如 1，或写明细项，例如 {字段: 统一社会信用代码, 户数: 1}。"
NO_YEAR = (
    "“阶段”不能与“比例口径: 全年”同用：各批先抽中的区域不同，全年的户数无法分摊。请改为“每批”，或去掉“阶段”。"
)
ONE_LEADER = "检查组的一行里“组长”只能写一处：写在这一行，或写在“其中至少”的一项里。"
AN_EXPERT = "“组长”写在专家（药师）这一行。组长一般由持证的执法人员担任，请核实。"

BAD: dict[str, tuple[str, str, str]] = {
    # 组长
    "leader": (LINE, "人数: 2, 组长: ▸王五}", "“王五”应写“是”或“否”。"),
    "leader, misspelt": (LINE, "人数: 2, ▸组长人: 是}", "不认识“组长人”这个键，是不是“组长”？"),
    "leader twice": (
        LINE,
        "人数: 2, 组长: 是, 其中至少: {标签: 药师, 人数: 1, 组长: ▸是}}",
        ONE_LEADER,
    ),
    "two leaders of one line": (
        LINE,
        "人数: 2, 其中至少: [{标签: 甲, 人数: 1, 组长: 是}, {标签: 乙, 人数: 1, 组长: ▸是}]}",
        ONE_LEADER,
    ),
    "an expert leads": (TEAM, "检查组:\n  - {专家: 药师, 人数: 1, 组长: ▸是}", AN_EXPERT),
    "an expert of an entry leads": (
        TEAM,
        "检查组:\n  - {专家: 药师, 人数: 1, 其中至少: {标签: 甲, 人数: 1, 组长: ▸是}}",
        AN_EXPERT,
    ),
    # 分组外
    "outside of nothing": (
        LINE,
        "人数: 2, ▸分组外: 是}",
        "计划没有“分组”，“分组外”没有意义。请加上“分组”，或删去“分组外”。",
    ),
    "all outside": (
        PLAIN[PLAIN.index(TEAM) :],
        "检查组:\n  ▸- {部门: 甲市医疗保障局, 人数: 2, 分组外: 是}\n分组: 是\n",
        "检查组的每一行都写了“分组外”，固定的组里就没有人了。请至少留一行编组，或去掉“分组”。",
    ),
    "outside or not": (LINE, "人数: 2, 分组外: ▸2}", "“2”应写“是”或“否”。"),
    # 同一法人至多
    "cap in words": (REPEAT, "  同一法人至多: ▸一户", WRITE_A_CAP),
    "cap below none": (REPEAT, "  同一法人至多: ▸-1", WRITE_A_CAP),
    "cap as a list": (TASK, "抽取: 20%, 同一法人至多: ▸[1]}", WRITE_A_CAP),
    "cap of none": (REPEAT, "  同一法人至多: ▸0", "“0”应是 1 或更大的整数。"),
    "cap of none inside": (REPEAT, "  同一法人至多: {户数: ▸0}", "“0”应是 1 或更大的整数。"),
    "cap without a number": (REPEAT, "  同一法人至多: {▸范围: 各任务}", "缺少“户数”，请补上。"),
    "cap with a blank column": (
        REPEAT,
        "  同一法人至多: {户数: 1, 字段: ▸''}",
        "这里不能留空，请填写。",
    ),
    "cap of the year": (
        REPEAT,
        "  同一法人至多: {户数: 1, 范围: ▸全年}",
        "“全年”不是可用的写法，只能是：本批、各任务。",
    ),
    "cap with a slip": (
        REPEAT,
        "  同一法人至多: {户数: 1, ▸字断: 法人代码}",
        "不认识“字断”这个键，是不是“字段”？",
    ),
    "scope of a task's cap": (
        TASK,
        "抽取: 20%, 同一法人至多: {户数: 1, ▸范围: 各任务}}",
        "不认识“范围”这个键。请对照样例检查写法。",
    ),
    "cap, misspelt": (
        REPEAT,
        "  ▸同一法人最多: 1",
        "不认识“同一法人最多”这个键，是不是“同一法人至多”？",
    ),
    "caps by two columns": (
        REST,
        "抽取: 20%, 同一法人至多: {字段: ▸法人代码, 户数: 2}}\n限制: {同一法人至多: 1}\n",
        "“同一法人至多”别处按“统一社会信用代码”认定同一法人，这里按“法人代码”，只能用同一列。"
        "请改成一致（没有写“字段”的，限制里按“统一社会信用代码”）。",
    ),
    # 阶段
    "stage without a column": (
        FIVE,
        "抽取: {比例: 5%, 阶段: ▸3}}",
        "“阶段”要写明按哪一列、先抽几个，例如 {字段: 行政区划, 抽: 3}。",
    ),
    "stage without a number": (FIVE, "抽取: {比例: 5%, 阶段: {▸字段: 街道}}}", "缺少“抽”，请补上。"),
    "stage of a share": (
        FIVE,
        "抽取: {比例: 5%, 阶段: {字段: 街道, 抽: ▸30%}}}",
        "“30%”不是整数。请只写数字，例如 3。",
    ),
    "stage of none": (
        FIVE,
        "抽取: {比例: 5%, 阶段: {字段: 街道, 抽: ▸0}}}",
        "“0”应是 1 或更大的整数。",
    ),
    "stage of the year": (FIVE, "抽取: {比例: 5%, 比例口径: 全年, ▸阶段: {字段: 街道, 抽: 3}}}", NO_YEAR),
    "stage of the year, said beside": (
        FIVE,
        "抽取: {比例: 5%, ▸阶段: {字段: 街道, 抽: 3}}, 比例口径: 全年}",
        NO_YEAR,
    ),
    "stage and strata by one column": (
        FIVE,
        "抽取: {比例: 5%, 阶段: {字段: ▸街道, 抽: 3}}, 分区: 街道}",
        "“阶段”和“分区”都按“街道”。先抽区域时，各区域本来就分别计算户数，请去掉“分区”，或改用不同的列。",
    ),
    # 负荷口径
    "basis": (TEAM, "负荷口径: ▸每月\n检查组:", "“每月”不是可用的写法，只能是：本批、全年。"),
    "basis inside": (
        TEAM,
        "负荷口径: {口径: ▸每月}\n检查组:",
        "“每月”不是可用的写法，只能是：本批、全年。",
    ),
    "basis as a list": (
        TEAM,
        "负荷口径: ▸[全年]\n检查组:",
        "这里要写成“键: 值”的形式，请对照样例修改。",
    ),
    "one to five": (
        FIVE,
        "抽取: {比例: ▸1:5}}",
        "“1:5”有几种意思，不能当比例。按对象的几分之几抽请写“比例: 1/5”；"
        "每名人员检查几户请写“每名在岗人员: 5”（这里不写“比例”）。",
    ),
    "one to twelve in short": (
        FIVE,
        "抽取: ▸1:12}",
        "“1:12”有几种意思，不能当比例。按对象的几分之几抽请写“比例: 1/12”；"
        "每名人员检查几户请写“每名在岗人员: 12”（这里不写“比例”）。",
    ),
    "tolerance below none": (
        TEAM,
        "负荷口径: {口径: 全年, 容差: ▸-1}\n检查组:",
        "“-1”是负数，这里不能用。请写 0 或更大的整数，例如 1。",
    ),
    "tolerance of a batch": (
        TEAM,
        "负荷口径: {口径: 本批, ▸容差: 0}\n检查组:",
        "“容差”只在“口径: 全年”时有用。请删去“容差”，或写上“口径: 全年”。",
    ),
    "basis without balance": (
        TEAM,
        "负荷: 自由\n▸负荷口径: 全年\n检查组:",
        "“负荷口径”只在“负荷: 均衡”时有用，现在负荷是“自由”。请删去“负荷口径”，或改为均衡。",
    ),
}
"""Old text, new text with ▸ before the place of the finding, the message."""


@pytest.mark.parametrize("name", BAD)
def test_likely_mistakes(name: str) -> None:
    """ "Every error says where, what, and what to do next": the one message, and its line and column."""
    old, new, message = BAD[name]
    before, after = changed(PLAIN, old, new).split("▸")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    texts = [render(finding) for finding in findings_of(before + after)]
    assert texts == [f"计划.yaml 第{line}行第{column}列：{message}"]


def test_a_slip_in_a_required_key_is_told_with_what_is_missing() -> None:
    """One English key has several Chinese ones: the one of this place is named."""
    text = changed(PLAIN, FIVE, "抽取: {比例: 5%, 阶段: {字段: 街道, 抽取: 3}}}")
    assert [(found.code, found.values.get("key")) for found in findings_of(text)] == [
        ("plan-missing-key", "抽"),
        ("plan-unknown-key-likely", "抽取"),
    ]


def test_seats_outside_the_groups_may_go_by_district() -> None:
    """They are filled when the objects are known; seats of groups are not."""
    text = PLAIN + "分组: 是\n"
    assert findings_of(changed(text, "人数: 2, 标签: 药师", "人数: 2, 按辖区: 是, 分组外: 是")) == []
    (found,) = findings_of(changed(text, "人数: 2, 标签: 药师", "人数: 2, 按辖区: 是"))
    assert found.code == "plan-groups-district"


def test_the_schema_shows_the_keys_in_both_languages() -> None:
    """ "A JSON Schema of the plan … with Chinese titles, for editors": also a bare number or text."""
    schema = plan_schema()
    parts = schema["$defs"]
    for part, names in (
        (schema["properties"], {"负荷口径": "load_basis"}),
        (parts["Task"]["properties"], {"同一法人至多": "per_entity"}),
        (parts["Limits"]["properties"], {"同一法人至多": "per_entity"}),
        (parts["Quota"]["properties"], {"阶段": "stage"}),
        (parts["TeamLine"]["properties"], {"组长": "leader", "分组外": "outside_groups"}),
        (parts["AtLeast"]["properties"], {"组长": "leader"}),
        (parts["EntityCap"]["properties"], {"字段": "field", "户数": "count", "范围": "scope"}),
        (parts["TaskEntityCap"]["properties"], {"字段": "field", "户数": "count"}),
        (parts["Stage"]["properties"], {"字段": "field", "抽": "draw"}),
        (parts["LoadBasis"]["properties"], {"口径": "basis", "容差": "tolerance"}),
    ):
        for chinese, english in names.items():
            assert part[chinese] == part[english]
            assert part[english]["title"] == chinese
    assert {"type": "integer", "minimum": 1} in parts["Limits"]["properties"]["同一法人至多"]["anyOf"]
    assert {"type": "integer", "minimum": 1} in parts["Task"]["properties"]["同一法人至多"]["anyOf"]
    assert {"enum": ["本批", "全年"]} in schema["properties"]["负荷口径"]["anyOf"]


CONTACT = """\
联系: {联系人: 张某, 联系电话: 0375-7200000, 受理科室: 基金监管科, 监督电话: 0375-7200001}
通知书: {字号: 甲医保检通}
"""


def test_whom_to_ask_is_said_once() -> None:
    """Left out, the plan has the bytes that it always had; said, papers find it by one name."""
    assert not {"联系", "通知书"} & set(canonical(PLAIN))
    plan = read(PLAIN + CONTACT)
    assert plan.contact is not None and plan.contact.office == "基金监管科"
    assert plan.notice_numbers is not None and plan.notice_numbers.start("上半年", 1) == 1
    assert plan_from_canonical(canonical(PLAIN + CONTACT)) == plan


@pytest.mark.parametrize(
    ("starts", "codes"),
    [
        ("1", ["plan-notice-start"]),
        ("{上半年: 1, 下半年: 1}", ["plan-notice-start-twice"]),
        ("{上半年: 1, 秋季: 9}", ["plan-unknown-batch"]),
        ("{上半年: 1, 下半年: 101}", []),
    ],
)
def test_numbers_of_notices_are_given_once(starts: str, codes: list[str]) -> None:
    two = PLAIN.replace("止: 2024-06}\n", "止: 2024-06}\n  - {名称: 下半年, 起: 2024-07, 止: 2024-11}\n")
    found = findings_of(f"{two}通知书: {{字号: 甲医保检通, 起号: {starts}}}\n")
    assert [finding.code for finding in found] == codes
