"""docs/plan.zh.md and the schema say of every key of a plan what it is for.

`python tests/test_plan_page.py` writes the page. Each example is read by the model that it stands for.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.files.schema import plan_schema
from shuangsuiji.messages.plan_keys import KEYS

PAGE = Path(__file__).parents[1] / "docs" / "plan.zh.md"
TITLES = {
    "Plan": "计划",
    "RegistryPaths": "名录库",
    "Source": "名录库里的一个文件或一张表",
    "Batch": "批次里的一批",
    "Task": "任务里的一项",
    "Quota": "任务的“抽取”",
    "StratumRule": "抽取的“分层”里的一层",
    "Stage": "抽取的“阶段”",
    "Rotation": "抽取的“轮查”",
    "TaskEntityCap": "任务的“同一法人至多”",
    "MustInspect": "必查里的一类",
    "Limits": "限制",
    "EntityCap": "限制的“同一法人至多”",
    "IntervalRule": "限制的“几年内不重复”里的一条",
    "TeamLine": "检查组里的一行",
    "AtLeast": "检查组的“其中至少”",
    "Grouping": "分组",
    "LoadBasis": "负荷口径",
    "Seed": "种子",
    "SeedSource": "种子的一个来源",
    "Publication": "公开",
    "Contact": "联系",
    "NoticeNumbers": "通知书",
    "ResultCodeRule": "结果代码里的一个",
}
_INTRO = """# 计划的每一个键

计划是一个文本文件（.yaml），用记事本就能改：一行一个“键: 值”，英文冒号后面空一格；
列表写在方括号里，明细写在花括号里，“#”后面是说明。`ssj init --ask` 一问一答写出一份，
改后用 `ssj check` 检查。编辑器里的提示用 `ssj schema`。
"""


def models(kind: type[PlanModel] = PlanModel) -> Iterator[type[PlanModel]]:
    """Every part of a plan, as far as its schema has it."""
    known = {"Plan", *Plan.model_json_schema(by_alias=False)["$defs"]}
    for one in kind.__subclasses__():
        if one.__name__ in known:
            yield one
        yield from models(one)


def plan_page() -> str:
    """The page: a table for each part of a plan."""
    parts = [_INTRO]
    by_name = {model.__name__: model for model in models()}
    for name, title in TITLES.items():
        if name in by_name:
            rows = [
                f"| `{by_name[name].title(field)}` | {KEYS[name][field][0]} | `{KEYS[name][field][1]}` |"
                for field in by_name[name].model_fields
            ]
            parts.append("\n".join([f"## {title}\n", "| 键 | 说明 | 例 |", "| --- | --- | --- |", *rows]))
    return "\n".join(part if part.endswith("\n") else f"{part}\n" for part in parts)


@pytest.mark.parametrize("model", list(models()), ids=lambda model: model.__name__)
def test_every_key_is_explained_by_an_example_that_is_read(model: type[PlanModel]) -> None:
    assert model.__name__ in TITLES
    for field in model.model_fields:
        _, example = KEYS[model.__name__][field]
        (key, value), *others = yaml.load(example, yaml.BaseLoader).items()
        assert key == model.title(field) and not others
        try:
            model.model_validate({key: value})
        except ValidationError as trouble:
            wrong = [one for one in trouble.errors() if one["loc"][:1] in ((field,), (key,))]
            assert wrong == [], (model.__name__, example)


def test_the_page_is_what_the_table_says() -> None:
    """Run `python tests/test_plan_page.py` where this fails."""
    assert PAGE.read_text("utf-8") == plan_page()


def test_editors_show_what_a_key_is_for() -> None:
    schema = plan_schema()
    assert schema["properties"]["年度"]["description"].startswith("哪一年的计划")
    assert "可以为空: 是" in schema["$defs"]["Task"]["properties"]["may_be_empty"]["description"]


if __name__ == "__main__":
    PAGE.write_text(plan_page(), "utf-8")
