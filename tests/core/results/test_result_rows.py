"""Reading the sheet of results: each slip by its cell, what may be left, and what is only odd."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.small_dossier import dossier
from shuangsuiji.core.findings import Level
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.results import Entry, Result, entry_bytes, entry_of, newest
from shuangsuiji.core.registries.grid import Grid
from shuangsuiji.core.results.entry_columns import (
    COLUMNS,
    departments_in_order,
    expected_people,
    person_labels,
    row_texts,
)
from shuangsuiji.core.results.entry_rows import SheetReading, read_results

YB, SJ = "试点县医疗保障局", "试点县市场监督管理局"
TODAY = date(2024, 8, 1)
CLEAN = {"检查日期": "2024-06-03", "检查结果": "1", "被检查对象签字": "已签字"}
TITLES = [column.title for column in COLUMNS]


@pytest.fixture(scope="module")
def drawn() -> Dossier:
    """A draw without must-inspect visits, so that both departments go to every visit."""
    return dossier(size=30, plan={"must_inspect": [], "team": [
        {"department": YB, "size": "2"}, {"department": SJ, "size": "2"}]})  # fmt: skip


def grid(drawn: Dossier, changes: Mapping[tuple[int, str], Mapping[str, str]]) -> Grid:
    """The sheet with what stands under the headings of some rows changed."""
    labels = person_labels(drawn)
    rows = [["2024年随机抽查结果录入表"], TITLES]
    for inspection in drawn.inspections:
        for department in departments_in_order(drawn, inspection):
            texts = row_texts(drawn, inspection, department, labels)
            cells = {column.title: texts.get(column.key, "") for column in COLUMNS}
            cells.update(changes.get((inspection.visit["index"], department), {}))
            rows.append([cells[title] for title in TITLES])
    return Grid(file="录入.xlsx", sheet="结果录入表", rows=rows)


def read(drawn: Dossier, changes: Mapping[tuple[int, str], Mapping[str, str]]) -> SheetReading:
    return read_results([grid(drawn, changes)], drawn, (), TODAY)


def said(reading: SheetReading, level: Level) -> list[tuple[str, str]]:
    return [(one.code, one.place.cell) for one in reading.findings if one.level is level]


def cell(drawn: Dossier, row: int, title: str) -> str:
    return f"{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[TITLES.index(title)]}{row + 3}"


def test_an_untouched_sheet_says_nothing(drawn: Dossier) -> None:
    reading = read(drawn, {})
    assert (reading.results, reading.unfinished, reading.findings) == ((), (), ())


@pytest.mark.parametrize(
    ("change", "title", "code"),
    [
        ({"检查结果": "11"}, "检查结果", "results-bad-code"),
        ({"检查结果": "15"}, "检查结果", "results-bad-code"),
        ({"检查结果": "1.合格"}, "检查结果", "results-bad-code"),
        ({"检查日期": "六月三日"}, "检查日期", "results-bad-date"),
        ({"检查日期": "2024-02-30"}, "检查日期", "results-bad-date"),
        ({"检查日期": "45446"}, "检查日期", "results-bad-date"),
        ({"检查日期": "2024-08-02"}, "检查日期", "results-future"),
        ({"被检查对象签字": ""}, "被检查对象签字", "results-no-signature"),
        ({"被检查对象签字": "未签字"}, "被检查对象签字", "results-no-signature"),
        ({"实际检查人员": "张三、李四"}, "实际检查人员", "results-other-person"),
        ({"实际检查人员": ""}, "实际检查人员", "results-absent-person"),
        ({"处置状态": "进行中"}, "处置状态", "results-state-without-measure"),
        ({"处置期限": "2024-07-01"}, "处置期限", "results-state-without-measure"),
        ({"后续处置": "立案", "处置状态": "看情况"}, "处置状态", "results-bad-state"),
        ({"后续处置": "立案", "处置状态": "已完成"}, "办结日期", "results-no-closing-day"),
        ({"后续处置": "立案", "办结日期": "2024-06-10"}, "处置状态", "results-closed-but-open"),
        ({"后续处置": "立案", "处置期限": "2024-06-01"}, "处置期限", "results-day-order"),
        ({"后续处置": "立案", "处置状态": "已完成", "办结日期": "2024-09-01"}, "办结日期", "results-future"),
        ({"公开日期": "2024-06-01", "公开渠道": "网站"}, "公开日期", "results-day-order"),
        ({"检查对象": "另一家药店"}, "检查对象", "results-wrong-object"),
        ({"对象编码": "D9999"}, "对象编码", "results-wrong-object"),
        ({"对象编码": ""}, "对象编码", "results-wrong-object"),
        ({"序号": "999"}, "序号", "results-unknown-visit"),
        ({"序号": "0"}, "序号", "results-unknown-visit"),
        ({"检查部门": "试点县卫生健康局"}, "检查部门", "results-wrong-department"),
        ({"检查结果": "撤销"}, "检查结果", "results-nothing-to-withdraw"),
    ],
)
def test_a_slip_is_named_by_its_cell(drawn: Dossier, change: dict[str, str], title: str, code: str) -> None:
    reading = read(drawn, {(2, YB): {**CLEAN, **change}})
    assert (code, cell(drawn, 2, title)) in said(reading, Level.ERROR)


def test_all_slips_are_told_at_once(drawn: Dossier) -> None:
    wrong = {"检查日期": "某日", "检查结果": "0", "被检查对象签字": ""}
    reading = read(drawn, {(1, YB): wrong, (3, SJ): wrong})
    assert len(said(reading, Level.ERROR)) == 6


def test_the_same_row_twice(drawn: Dossier) -> None:
    reading = read(drawn, {(1, YB): CLEAN, (1, SJ): {"检查部门": YB}})
    assert said(reading, Level.ERROR) == [("results-row-twice", cell(drawn, 1, "序号"))]


def test_rows_without_date_or_codes_are_left_for_later(drawn: Dossier) -> None:
    reading = read(
        drawn, {(1, YB): {"检查日期": "2024-06-03"}, (1, SJ): {"检查结果": "1"}, (2, YB): {"备注": "改期"}}
    )
    assert reading.results == () and set(reading.unfinished) == {(1, YB), (1, SJ), (2, YB)}
    assert said(reading, Level.WARNING) == [
        ("results-unfinished", cell(drawn, 0, "检查结果")),
        ("results-unfinished", cell(drawn, 1, "检查日期")),
        ("results-unfinished", cell(drawn, 2, "检查日期")),
    ]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({"检查结果": "10"}, ["results-no-measure", "results-no-detail"]),
        (
            {"检查结果": "1、5", "问题描述": "某事", "后续处置": "整改"},
            ["results-contradiction", "results-no-due"],
        ),
        ({"后续处置": "移送", "处置期限": "2024-07-01"}, ["results-measure-without-problem"]),
        ({"检查日期": "2024-07-03"}, ["results-outside-batch"]),
        ({"检查日期": "2024-05-20"}, ["results-before-draw"]),
        ({"公开日期": "2024-06-10", "公开渠道": "市政府网站"}, ["results-no-approval"]),
        ({"检查结果": "7"}, []),
        ({"后续处置": "无"}, []),
    ],
)
def test_what_is_odd_is_warned_of_and_taken(drawn: Dossier, change: dict[str, str], found: list[str]) -> None:
    reading = read(drawn, {(1, YB): {**CLEAN, **change}})
    assert [code for code, _ in said(reading, Level.WARNING)] == found
    assert len(reading.results) == 1 and not said(reading, Level.ERROR)


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"检查日期": "２０２４年６月３日"}, "day", "2024-06-03"),
        ({"检查日期": "2024/6/3"}, "day", "2024-06-03"),
        ({"检查结果": "５，０８"}, "codes", (5, 8)),
        ({"被检查对象签字": "√"}, "signature", "已签字"),
        ({"被检查对象签字": "负责人 拒签"}, "signature", "负责人 拒签"),
        ({"检查方式": "网络", "被检查对象签字": ""}, "signature", ""),
        ({"检查方式": "非现场", "被检查对象签字": ""}, "way", "非现场检查"),
        ({"检查方式": ""}, "way", "现场检查"),
        ({"检查结果": "5", "后续处置": "整改，移交;整改"}, "measures", ("责令整改", "移送")),
        ({"检查结果": "5", "后续处置": "整改"}, "state", "进行中"),
        (
            {"检查结果": "5", "后续处置": "整改", "处置状态": "办结", "办结日期": "2024-06-30"},
            "state",
            "已完成",
        ),
        ({"问题描述": "=1+1\n第二行"}, "detail", "=1+1 第二行"),
        ({"录音录像编号": "001"}, "recordings", "001"),
    ],
)
def test_spellings_that_are_read(drawn: Dossier, change: dict[str, str], field: str, value: Any) -> None:
    reading = read(drawn, {(1, YB): {**CLEAN, **change}})
    assert not said(reading, Level.ERROR)
    assert getattr(reading.results[0], field) == value


def test_people_are_read_by_name_or_number_in_any_order(drawn: Dossier) -> None:
    inspection = drawn.inspections[0]
    people = expected_people(drawn, inspection, YB)
    names = [drawn.person_of[person].name for person in people]
    for text in ("、".join(reversed(names)), " ".join(people), f"{names[0][0]} {names[0][1:]}；{people[1]}"):
        reading = read(drawn, {(1, YB): {**CLEAN, "实际检查人员": text}})
        assert reading.results[0].people == tuple(sorted(people)), text


def test_the_only_channel_of_the_plan_is_taken(drawn: Dossier) -> None:
    plan = {"must_inspect": [], "publication": {"channels": "试点县政府网站"}}
    own = dossier(size=30, plan=plan)
    change = {**CLEAN, "公开日期": "2024-06-10", "公开审批": "局长 6月9日"}
    assert read(own, {(1, YB): change}).results[0].channel == "试点县政府网站"


def test_experts_and_departments_without_items_go_with_the_first() -> None:
    """A must-inspect visit has items of one department alone; the whole team stands in its row."""
    rule = {"name": "重点对象", "where": {"考核重点": "是"}, "times": "4", "items": {YB: ["YB-01"]}}
    full = dossier(size=30, plan={"must_inspect": [rule]})
    duty = next(one for one in full.inspections if one.visit["reasons"] == ["必查"])
    assert duty.departments == (YB,)
    assert set(expected_people(full, duty, YB)) == {member["person"] for member in duty.visit["team"]}
    shop = next(one for one in full.inspections if "药店" in one.visit["name"])
    assert [len(expected_people(full, shop, name)) for name in (YB, SJ)] == [3, 2]


def test_what_is_on_record_reads_back_as_it_was(drawn: Dossier) -> None:
    """The sheet that is written after a substitution holds the results so far, and says nothing new."""
    rows = {
        (1, YB): {**CLEAN, "公开日期": "2024-06-20", "公开渠道": "网站", "公开审批": "甲", "备注": "1、2"},
        (1, SJ): {**CLEAN, "检查结果": "5、10", "问题描述": "某事", "后续处置": "立案、抄告"},
    }
    first = read(drawn, rows).results
    entry = Entry(
        number=1, time="2024-08-01T00:00:00+08:00", operator="", reason="", source="", results=first
    )
    assert read(replace(drawn, entries=(entry,)), {}).results == first


WORDS = st.text("=甲乙（）()，。 \n/A1０", max_size=6)
DAYS = st.dates(date(2024, 6, 1), TODAY).map(date.isoformat)


@given(
    cells=st.fixed_dictionaries(
        {
            "检查日期": st.just("2024-06-01"),
            "检查结果": st.sampled_from(["1", "9", "5", "10", "2、8"]),
            "检查方式": st.sampled_from(["", "现场", "现场检查（联合）", "非现场", "抽样"]),
            "被检查对象签字": st.one_of(
                st.sampled_from(["已签字", "拒签（无人）"]), WORDS.map("无人".__add__)
            ),
            "后续处置": st.sampled_from(["", "整改", "立案；移交", "整改、立案查处、其他（某）", "无"]),
            "公开审批": WORDS,
            "公开日期": st.one_of(st.just(""), DAYS),
            "公开渠道": st.just("市政府网站（首页）"),
            "问题描述": WORDS,
            "录音录像编号": WORDS,
            "备注": WORDS,
        }
    ),
)
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_taken_reads_back_the_same(drawn: Dossier, cells: dict[str, str]) -> None:
    """Otherwise a sheet that nobody touched would ask for the reason of its corrections."""
    first = read(drawn, {(1, YB): cells}).results
    assert len(first) == 1
    entry = Entry(number=1, time="", operator="", reason="", source="", results=first)
    assert read(replace(drawn, entries=(entry,)), {}).results == first


def test_people_of_one_name_are_told_apart() -> None:
    """Two experts who share a name stand in the sheet with their ids; the bare name means neither."""
    people = [replace(one, name="专家") if one.expert else one for one in dossier(size=30).pool.people]
    assert person_labels(SimpleNamespace(pool=SimpleNamespace(people=people)))["专家/1"] == "专家（专家-1）"  # type: ignore[arg-type]


def test_a_sheet_without_its_headings_is_refused_with_words(drawn: Dossier) -> None:
    other = Grid(file="别的.xlsx", sheet="Sheet1", rows=[["随便", "什么"]])
    assert said(read_results([other], drawn, (), TODAY), Level.ERROR) == [("results-no-table", "")]
    shorn = grid(drawn, {})
    shorn.rows[1][TITLES.index("检查结果")] = "结论"
    found = read_results([shorn], drawn, (), TODAY).findings
    assert [(one.code, one.values) for one in found] == [("results-columns", {"names": "检查结果"})]


def test_entries_are_stored_without_blanks_and_read_back() -> None:
    results = (
        Result(visit=0, department=YB, codes=(1, 5), day="2024-06-03", people=("YB001",), measures=("移送",)),
        Result(visit=1, department=SJ, withdrawn=1),
    )
    entry = Entry(
        number=1, time="2024-06-04T09:00:00+08:00", operator="", reason="", source="a", results=results
    )
    data = entry_bytes(entry)
    assert b'{"department":"' + SJ.encode() + b'","visit":1,"withdrawn":1}' in data
    import json

    assert entry_of(json.loads(data)) == entry
    with pytest.raises(ValueError, match="ssj-results/2"):
        entry_of({"scheme": "ssj-results/2"})


def test_the_newest_result_stands_and_a_withdrawn_one_does_not() -> None:
    def entry(number: int, *results: Result) -> Entry:
        return Entry(number=number, time="", operator="", reason="", source="", results=results)

    old = Result(visit=0, department=YB, codes=(1,))
    other = Result(visit=0, department=SJ, codes=(1,))
    new = replace(old, codes=(9,))
    gone = Result(visit=0, department=SJ, withdrawn=1)
    assert newest([entry(1, old, other), entry(2, new)]) == (new, other)
    assert newest([entry(1, old, other), entry(2, new), entry(3, gone)]) == (new,)
