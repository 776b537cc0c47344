"""Plans and registries as values: they go the way of files, same checks, same bytes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import shuangsuiji
from bureau import NOW, bureau
from filling import JOINT_ONLY, LATER
from shuangsuiji import PlanFiles
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.yaml_plan import read_data

CYCLE: list[object] = []
CYCLE.append(CYCLE)
KINDS = ("检查对象", "检查人员", "事项清单", "回避")


def rows_of(path: Path) -> list[dict[str, object]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))]


def entropy(count: int) -> bytes:
    return bytes(range(count))


def files_in(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def by_file(tmp_path: Path) -> Path:
    (tmp_path / "甲").mkdir()
    return bureau(tmp_path / "甲", plan=JOINT_ONLY, secret=None)


@pytest.fixture
def values(by_file: Path, tmp_path: Path) -> PlanFiles:
    """The plan of the files, as values that would lie in another folder."""
    registries = {kind: rows_of(by_file.parent / f"{kind}.csv") for kind in KINDS}
    (tmp_path / "乙").mkdir()
    data = PlanFiles.at(by_file).as_dict()
    return PlanFiles.from_dict(data, tmp_path / "乙" / by_file.name, registries=registries)


def test_the_same_is_drawn_and_nothing_but_the_archive_is_written(values: PlanFiles) -> None:
    """The archive is that of the saved values, byte for byte."""
    drawn = shuangsuiji.draw(values, seed="甲", now=NOW, entropy=entropy)
    assert {path.name for path in values.path.parent.iterdir()} == {"draws"}
    other = values.path.parent.parent / "丙"
    other.mkdir()
    path = PlanFiles(other / values.name, values.files).save()
    saved = shuangsuiji.draw(path, seed="甲", now=NOW, entropy=entropy)
    assert files_in(saved.archive) == files_in(drawn.archive)
    assert shuangsuiji.audit(drawn.archive, plan=path).complete
    with pytest.raises(FileTrouble):
        PlanFiles(path, values.replace(名称="另一个名称").files).save()


def test_a_draw_without_papers_is_the_same_draw(by_file: Path, values: PlanFiles) -> None:
    """And that of the files that the values came from. A later step makes its papers, a later draw none."""
    bare = shuangsuiji.draw(values, seed="甲", papers=False, now=NOW, entropy=entropy)
    assert [path.name for path in bare.archive.iterdir()] == ["档案"]
    full = shuangsuiji.draw(by_file, seed="甲", now=NOW, entropy=entropy)
    for key in ("commit", "draw", "teams"):
        assert bare.dossier.manifest[key] == full.dossier.manifest[key]  # type: ignore[literal-required]
    again = shuangsuiji.draw(values, batch="上半年", seed="乙", reason="重做", papers=False, now=NOW)
    assert not (bare.archive / "文书").exists() and shuangsuiji.audit(again.archive).complete
    asked = {one.code for one in shuangsuiji.audit_places([again.archive]).findings}
    assert "audit-ask-no-papers" in asked and "audit-ask-papers" not in asked
    (first, *_) = again.dossier.draw["visits"]
    shuangsuiji.substitute(again.archive, inspectors=[first["team"][0]["person"]], reason="病假", now=LATER)
    assert (again.archive / "文书").is_dir()
    assert shuangsuiji.audit(again.archive).passed and shuangsuiji.ledger(again.archive, verify=True).passed


def test_a_frozen_batch_of_values_is_drawn_as_it_was_sealed(values: PlanFiles) -> None:
    shuangsuiji.freeze(values, now=NOW, entropy=entropy)
    changed = shuangsuiji.before_draw(values.replace(名称="改过的名称"), now=NOW)
    assert "frozen-source-differs" in {one.code for one in changed.findings}
    assert changed.plan_name != "改过的名称"
    same = shuangsuiji.before_draw(values, now=NOW)
    assert "frozen-source-differs" not in {one.code for one in same.findings}


def test_other_values_are_tried_beside_the_file(by_file: Path) -> None:
    """Keys in either language, on a file that stays as it is; registries from disk or from rows."""
    before, plan = by_file.read_bytes(), PlanFiles.at(by_file)
    assert plan.plan.year == plan.replace(year=2024).plan.year == 2024
    both = plan.replace(印发日期="2024-03-02", name="2024年某局随机抽查02", 文号=None)
    assert (both.plan.name, both.plan.document_number) == ("2024年某局随机抽查02", None)
    people = rows_of(by_file.parent / "检查人员.csv")
    fewer = shuangsuiji.check(plan.replace(registries={"inspectors": people[:1]}), now=NOW)
    assert not fewer.passed and shuangsuiji.check(plan, now=NOW).passed
    assert by_file.read_bytes() == before
    (change,) = shuangsuiji.plan_diff(plan, plan.replace(年度=2024, 文号="试医保〔2024〕2号")).changes
    assert "2号" in str(change)
    forecast = shuangsuiji.year(plan.replace(限制={"同年重复抽取": True}), trials=2, now=NOW)
    assert forecast.forecast.pool.plan.limits.repeat_in_year


def test_findings_name_the_file_that_would_be(values: PlanFiles) -> None:
    report = shuangsuiji.check(values.replace(年度="二〇二四", 批号=1), now=NOW)
    places = {one.code: one.place for one in report.findings}
    assert places["plan-unknown-key-likely"].file == values.name
    assert all(place.line and place.column for place in places.values())
    with pytest.raises(BadInput):
        _ = values.replace(批次=[]).plan
    rows = [{"编号": "D1", "名称": "试点药店", "类别": "药店", "信用等级": ["A", "B"]}]
    told = shuangsuiji.check(values.replace(registries={"检查对象": rows}), now=NOW)
    assert not told.passed


@pytest.mark.parametrize(
    ("call", "code"),
    [
        (lambda plan: plan.replace(名称=object()), "plan-value-unknown"),
        (lambda plan: plan.replace(任务=[{"抽取": math.nan}]), "plan-value-unknown"),
        (lambda plan: plan.replace(名称=CYCLE), "plan-too-deep"),
        (lambda plan: plan.replace(registries={"专家": "专家.csv"}), "row-not-mapping"),
        (lambda plan: plan.replace(registries={"专家": [["姓名"]]}), "row-not-mapping"),
        (lambda plan: PlanFiles.from_dict([], plan.path), "row-not-mapping"),
        (lambda plan: plan.replace(registries={"对象们": []}), "plan-no-such-registry"),
        (lambda plan: plan.replace(registries={"专家": [{"姓名": True}]}), "results-row-value"),
        (lambda plan: plan.replace(registries={"专家": [{"姓名": math.inf}]}), "results-row-value"),
    ],
)
def test_values_that_no_file_holds_are_refused(
    values: PlanFiles, call: Callable[[PlanFiles], object], code: str
) -> None:
    with pytest.raises(BadUsage) as trouble:
        call(values)
    assert [one.code for one in trouble.value.findings] == [code]


def test_numbers_days_and_yes_or_no_are_written_as_people_do(by_file: Path) -> None:
    plan = PlanFiles.at(by_file).replace(
        印发日期=date(2024, 3, 1), 责任科室=("一科", "二科"), 限制={"全年比例下限": Fraction(1, 20)}
    )
    assert str(plan.plan.issued) == "2024-03-01" and plan.plan.responsible_offices == ("一科", "二科")
    assert plan.plan.limits.yearly_floor == Fraction(1, 20)
    assert PlanFiles.at(by_file).replace(限制={"全年比例下限": 0.05}).plan.limits.yearly_floor == Fraction(
        1, 20
    )


SIGNS = "甲年、（，：0127.:-+#%&*!|>?@~=,[]{}'\"\\ yesnotrufalx_é😀"
TEXTS = st.text(SIGNS, max_size=8)
DATA = st.dictionaries(TEXTS.filter(bool), TEXTS | st.lists(TEXTS, max_size=3), min_size=1, max_size=3)


@given(data=DATA)
def test_every_text_comes_back_as_it_was(data: dict[str, Any]) -> None:
    """010, 12:30, yes, 甲，乙, - 甲, #, %: whatever YAML or a clerk's slip might make of it."""
    plan = PlanFiles.from_dict(data, "计划.yaml")
    loaded, _, _ = read_data(plan.data, "计划.yaml")
    assert loaded == data
    assert yaml.safe_load(plan.data) == data
