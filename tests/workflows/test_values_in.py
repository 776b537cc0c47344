"""Values in place of files: they go the way of the files, same checks; texts for lists are refused."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import shuangsuiji
from bureau import NOW, bureau
from filling import CLEAN, JOINT_ONLY, LATER, PROBLEM, SJ, YB, fill, sheet_of
from shuangsuiji.core.brief import Brief
from shuangsuiji.errors import BadInput, BadUsage, SsjError

ROWS: list[dict[str, Any]] = [
    {"visit": 1, "department": YB, "day": date(2024, 6, 3), "codes": 1, "signature": "已签字"},
    {
        "visit": 1,
        "department": SJ,
        "day": "2024年6月4日",
        "codes": [5, 8],
        "问题描述": "未按规定保管处方",
        "signature": "负责人拒绝签字",
        "measures": ("整改", "移送"),
        "due": "2024.7.31",
    },
]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return shuangsuiji.draw(bureau(tmp_path, plan=JOINT_ONLY), seed="甲", now=NOW).archive


def test_rows_say_what_the_sheet_would_say(archive: Path, tmp_path: Path) -> None:
    """The same results, from the same numbers, in two places; the audit takes both."""
    other = tmp_path / "乙"
    other.mkdir()
    again = shuangsuiji.draw(bureau(other, plan=JOINT_ONLY), seed="甲", now=NOW).archive
    by_sheet = shuangsuiji.results(
        again, fill(sheet_of(again), {(1, YB): CLEAN, (1, SJ): PROBLEM}), now=LATER
    )
    by_rows = shuangsuiji.results(archive, rows=ROWS, now=LATER)
    assert by_rows.entry and by_sheet.entry and by_rows.entry.results
    assert set(by_rows.added) == {(1, YB), (1, SJ)}
    people = {one.key: len(one.people) for one in by_rows.entry.results}
    assert people == {one.key: len(one.people) for one in by_sheet.entry.results}
    assert by_rows.entry.source == "rows.csv"
    assert (archive / "档案" / "结果-001" / "结果录入表.csv").is_file()
    assert shuangsuiji.audit(archive).complete
    assert shuangsuiji.results(archive, rows=ROWS, now=LATER).entry is None  # nothing new


def test_an_earlier_result_stands_where_a_row_says_nothing(archive: Path) -> None:
    shuangsuiji.results(archive, rows=ROWS, now=LATER)
    more = {"visit": 1, "department": SJ, "state": "已完成", "closed": date(2024, 7, 1)}
    report = shuangsuiji.results(archive, rows=[more], now=LATER)
    assert report.changed == ((1, SJ),) and not report.corrections


def test_rows_are_checked_like_a_sheet(archive: Path) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"visit": 999, "codes": 1}, "results-unknown-visit"),
        ({"visit": 1, "department": "无此部门", "codes": 1}, "results-wrong-department"),
        (ROWS[0] | {"codes": 77}, "results-bad-code"),
        (ROWS[0] | {"day": date(2030, 1, 1)}, "results-future"),
        (ROWS[0] | {"people": ["王某某"]}, "results-other-person"),
    ]
    for row, code in wrong:
        with pytest.raises(BadInput) as trouble:
            shuangsuiji.results(archive, rows=[row], now=LATER)
        assert code in {finding.code for finding in trouble.value.findings}
        assert {finding.place.file for finding in trouble.value.findings} == {"rows.csv"}
    assert not (archive / "档案" / "结果-001").exists()


def test_unknown_keys_and_values_are_refused(archive: Path) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"visit": 1, "result": 1}, "results-row-key"),
        ({"visit": 1, "codes": 1.5}, "results-row-value"),
        ({"visit": 1, "codes": True}, "results-row-value"),
        ({"visit": 1, "people": [["甲"]]}, "results-row-value"),
    ]
    for row, code in wrong:
        with pytest.raises(BadUsage) as trouble:
            shuangsuiji.results(archive, rows=[ROWS[0], row], now=LATER)
        (finding,) = trouble.value.findings
        assert (finding.code, finding.place.file, finding.place.line) == (code, "rows.csv", 3)
    for none in ("表.csv", ["一行"]):
        with pytest.raises(BadUsage, match="不是一行"):
            shuangsuiji.results(archive, rows=none, now=LATER)  # type: ignore[arg-type]
    with pytest.raises(BadUsage, match="只给一样"):
        shuangsuiji.results(archive, sheet_of(archive), rows=ROWS, now=LATER)


def test_a_text_is_no_list_of_names(archive: Path) -> None:
    """`witnesses="张三"` would seal 张 and 三."""
    plan = archive.parents[1] / "plan.yaml"
    wrong: list[tuple[str, Callable[[], object]]] = [
        ("witnesses", lambda: shuangsuiji.draw(plan, reason="重抽", seed="乙", witnesses="张三")),
        ("recordings", lambda: shuangsuiji.draw(plan, reason="重抽", seed="乙", recordings="A1")),
        ("inspectors", lambda: shuangsuiji.substitute(archive, reason="病假", inspectors="张三")),
        ("done", lambda: shuangsuiji.substitute(archive, reason="病假", objects=["甲"], done="乙")),
        ("registries", lambda: shuangsuiji.audit(archive, registries="名录库.xlsx")),
        ("steps", lambda: shuangsuiji.audit(archive, steps="12")),
        ("heads", lambda: shuangsuiji.ledger(archive.parent, heads="1:ab")),
    ]
    for name, call in wrong:
        with pytest.raises(SsjError) as trouble:
            call()
        (finding,) = trouble.value.findings
        assert (finding.code, finding.values["name"]) == ("list-not-text", name)


def test_reprs_are_short(archive: Path) -> None:
    """Of every report, whatever it holds; the values are still equal and may be pickled."""
    drawn = shuangsuiji.results(archive, rows=ROWS, now=LATER)
    dossier = drawn.draw.dossier
    reports = [
        drawn,
        drawn.draw,
        dossier,
        dossier.snapshot,
        dossier.pool,
        shuangsuiji.audit(archive),
        shuangsuiji.due(archive.parent),
        shuangsuiji.ledger(archive.parent),
        shuangsuiji.open(archive),
    ]
    assert [type(one).__name__ for one in reports if len(repr(one)) > 900] == []
    assert [one.__name__ for one in Brief.__subclasses__() if "__repr__" in vars(one)] == []
    assert repr(dossier.snapshot).startswith("Snapshot(files=<")
    assert pickle.loads(pickle.dumps(dossier.snapshot)).files == dossier.snapshot.files
