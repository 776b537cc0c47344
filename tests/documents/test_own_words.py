"""对象说明 and 层名: notices call objects and strata as the office does (WG-9, LZ-10)."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from small_dossier import PLAN, dossier

from shuangsuiji.core.plans.plan import Plan, canonical_plan, plan_from_canonical
from shuangsuiji.core.plans.words import objects_text, quota_text
from shuangsuiji.documents.drawing.draw_minutes import draw_minutes
from shuangsuiji.documents.drawing.drawn_list import drawn_list
from shuangsuiji.documents.office.shown_text import shown_texts

NAMES = {"A": "低", "B": "中", "C": "高"}


def with_words() -> dict[str, Any]:
    task = dict(PLAN["tasks"][1])
    task["object_words"] = "全市定点零售药店"
    task["draw"] = {**task["draw"], "stratum_names": NAMES}
    return {"tasks": [PLAN["tasks"][0], task]}


def test_words_of_the_plan_stand_on_papers_and_change_no_draw() -> None:
    plain, own = dossier(), dossier(plan=with_words())
    task = own.pool.plan.tasks[1]
    assert objects_text(task) == "全市定点零售药店（即药店）" and quota_text(task.draw).startswith("低（A） ")
    assert [one["drawn"] for one in own.draw["strata"]] != []
    assert [one["name"] for one in own.draw["strata"]] == [one["name"] for one in plain.draw["strata"]]
    for make in (drawn_list, draw_minutes):
        texts = " ".join(shown_texts(make(own)))
        assert all(name in texts for name in NAMES.values())


def test_a_plan_without_them_has_the_bytes_that_it_had() -> None:
    canonical: Any = canonical_plan(Plan.model_validate(PLAN))
    assert all("对象说明" not in task and "层名" not in task["抽取"] for task in canonical["任务"])
    plan = Plan.model_validate({**PLAN, **with_words()})
    assert plan_from_canonical(canonical_plan(plan)) == plan


def test_a_name_of_no_stratum_is_refused() -> None:
    words = with_words()
    words["tasks"][1]["draw"]["stratum_names"] = {"Z": "低"}
    with pytest.raises(ValidationError, match="plan-stratum-unknown"):
        Plan.model_validate({**PLAN, **words})


@pytest.mark.parametrize("names", [{"A": "B", "B": "A"}, {"A": "低", "B": "低"}, {"A": "Ｂ"}])
def test_no_stratum_is_called_as_another(names: dict[str, str]) -> None:
    """Exchanged names would report one stratum under the other's name on every paper."""
    words = with_words()
    words["tasks"][1]["draw"]["stratum_names"] = names
    with pytest.raises(ValidationError, match="plan-stratum-called"):
        Plan.model_validate({**PLAN, **words})
