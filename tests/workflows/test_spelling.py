"""What goes into a file comes back as the same value, however a bureau spells its numbers and names.

The audit draws again from what the files hold, and a substitution asks the audit first: a value that comes
back changed would make an honest archive look forged.
"""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import shuangsuiji
from building import BUREAU, case, plan_of, shops, snapshot_of, task
from bureau import NOW, PLAN, bureau
from shuangsuiji.core.canonical import norm_id, tidy
from shuangsuiji.core.findings import has_errors
from shuangsuiji.core.rules.pool import PastVisit, task_key
from shuangsuiji.files.archive import SEALED
from shuangsuiji.workflows.auditing.audit import AuditReport
from shuangsuiji.workflows.auditing.steps import Verdict

PROGRAM = Path(shuangsuiji.__file__).parent / "documents" / "proof" / "verify_ssj.py"


class Spelling(NamedTuple):
    """How one bureau writes its things; each stands in the plan in quotes."""

    plan: str
    batches: tuple[str, str]
    tasks: tuple[str, str]
    object_id: str
    certificate: str
    reason: str


SPELLINGS = {
    "blanks": Spelling(
        "试 医保 2024 01", ("上 半年", "下 半年"), ("任务 1", "任务 2"), "D {}", "YB {}", "人员 生病"
    ),
    "lower case": Spelling("yb2024a", ("a", "b"), ("yb01", "yb02"), "d{}", "yb{}", "sick leave"),
    "full width": Spelling(
        "ＹＢ２０２４",
        ("上半年１", "下半年２"),
        ("ｙｂ０１", "ｙｂ－０２"),
        "Ｄ{}",
        "ｙｂ{}",
        "生病　休假（３天）",
    ),
    "ideographic blanks": Spelling(
        "试　医", ("上　半年", "下　半年"), ("任务　一", "任务　二 b"), "d　{}", "证　{}", "　病　"
    ),
    "marks": Spelling(
        "试/医:保*1", ("上,半年", '下"半年"'), ("任务,1", '任务"2"、3'), "d-{}/a", "y.b/{}", '"病",\t转；/、'
    ),
    "combining marks": Spelling(
        *("e\u0301i\u0307", ("i\u0307", "e\u0301"), ("i\u0307 1", "e\u0301a")),
        *("i\u0307{}", "j\u030c{}", "i\u0307"),
    ),
    "one blank apart": Spelling("a b", ("1 2", "12 3"), ("x y", "xz"), "a{}", "b{}", "a  b"),
}


def spelt(folder: Path, spelling: Spelling) -> Path:
    """The small bureau in another spelling; its ratios are the year's, so that earlier visits count."""
    text = PLAN.replace("抽取: 20%", "抽取: {比例: 40%, 比例口径: 全年}")
    for old, new in (
        ("试医保2024001", spelling.plan),
        ("上半年", spelling.batches[0]),
        ("下半年", spelling.batches[1]),
        ("试医保01", spelling.tasks[0]),
        ("试医保02", spelling.tasks[1]),
    ):
        text = text.replace(old, "'" + new.replace("'", "''") + "'")
    team = "  - {部门: 试点县市场监督管理局, 人数: 2"
    assert text.count(team) == 1
    names = ", ".join("'" + name.replace("'", "''") + "'" for name in spelling.tasks)
    text = text.replace(team, f"{team}, 任务: [{names}]")
    path = bureau(folder, plan=text, size=30)
    for name, column, pattern in (
        ("检查对象.csv", "编号", spelling.object_id),
        ("检查人员.csv", "执法证号", spelling.certificate),
        ("回避.csv", "检查对象", spelling.object_id),
    ):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            heading, *rows = csv.reader(file)
        at = heading.index(column)
        for row in rows:
            row[at] = pattern.format(row[at][1:] if name != "检查人员.csv" else row[at])
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([heading, *rows])
    return path


def passed(report: AuditReport) -> set[str]:
    """The codes of an audit in which no step failed."""
    assert report.passed, [step for step in report.steps if step.verdict is Verdict.FAILED]
    return {code for step in report.steps for code, _ in step.details}


def tasks_exempted(archive: Path) -> set[str]:
    """The tasks that 免重复检查名单.xlsx names, those of earlier batches among them."""
    book = openpyxl.load_workbook(archive / "文书" / "免重复检查名单.xlsx")
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    heading = next(row for row in rows if "抽取任务" in row)
    cells = [row[heading.index("抽取任务")] for row in rows[rows.index(heading) + 1 :]]
    return {name for cell in cells if cell for name in str(cell).split("\n")}


EVERY_RUN = ("full width", "combining marks", "blanks")


@pytest.mark.parametrize(
    "name",
    [name if name in EVERY_RUN else pytest.param(name, marks=pytest.mark.soak) for name in SPELLINGS],
)
def test_a_year_in_another_spelling(tmp_path: Path, name: str) -> None:
    """Two batches, the second frozen first, and a substitution in each: every audit passes."""
    spelling = SPELLINGS[name]
    plan = spelt(tmp_path, spelling)
    seed = spelling.reason.replace("\u0307", "1")  # a seed takes no marks that stand alone
    first = shuangsuiji.draw(plan, seed=seed, now=NOW)
    again = shuangsuiji.draw(
        plan,
        batch=spelling.batches[0],
        seed="一 ａ b",
        reason=spelling.reason,
        operator=spelling.reason,
        now=NOW,
    )
    assert "audit-drawn-again" in passed(shuangsuiji.audit(first.archive))
    out = spelling.certificate.format("YB003")
    shuangsuiji.substitute(again.archive, inspectors=[out], reason=spelling.reason, now=NOW)
    assert "audit-events-match" in passed(shuangsuiji.audit(again.archive))

    shuangsuiji.freeze(plan, reason=spelling.reason, fallback=spelling.reason, now=NOW)
    shuangsuiji.freeze(plan, reason=spelling.reason, operator=spelling.reason, now=NOW)
    second = shuangsuiji.draw(plan, seed="二 ｂ", now=NOW)
    found = passed(shuangsuiji.audit(second.archive, seed=" 二　ｂ", plan=plan))
    assert {"audit-history-match", "audit-frozen", "audit-held-seed-match"} <= found
    shuangsuiji.substitute(second.archive, inspectors=[out], reason=spelling.reason, now=NOW)
    assert {"audit-history-match", "audit-events-match"} <= passed(shuangsuiji.audit(second.archive))
    assert tasks_exempted(second.archive) == {"医疗机构联合抽查", "药店联合抽查"}
    assert not has_errors(shuangsuiji.ledger(tmp_path / "draws", verify=True).findings)
    year = shuangsuiji.year(plan, now=NOW, trials=2).forecast
    assert list(year.drawn) == [tidy(batch) for batch in spelling.batches]
    done = subprocess.run(
        [sys.executable, "-I", "-X", "utf8", PROGRAM, second.archive / SEALED],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout.decode()


def test_the_preview_knows_the_tasks_of_a_line_by_their_normal_form() -> None:
    """检查组 may write 甲１ for the task 甲1: check says so many seats as the draw will have."""
    seats = []
    for number in ("甲1", "甲１"):
        team = [{"部门": BUREAU, "人数": "2", "任务": [number]}]
        plan = plan_of(任务=task(编号="甲1"), 检查组=team)
        preview = case(plan, shops(10)).preview
        assert preview is not None
        seats.append(preview.lines[0].seats)
    assert seats == [4, 4]


WORDS = st.text("aZ1 ａｉ　、,;\"'/试é\u0307\u030c", min_size=1, max_size=6).filter(
    lambda text: norm_id(text) != ""
)
PAST = st.builds(
    lambda **values: PastVisit(**values),
    object_id=st.sampled_from(["D0001", "D0002", "D0003", "不在名录"]),
    day=st.sampled_from(["2024-04-30", "2023-06-30"]),
    plan=WORDS.map(tidy),
    batch=WORDS.map(tidy),
    tasks=st.lists(WORDS, max_size=3).map(lambda tasks: tuple(map(task_key, tasks))),
    reasons=st.sampled_from([("随机",), ("随机", "必查"), ("必查",), ("补足",)]),
    people=st.lists(WORDS, max_size=3).map(lambda people: tuple(map(norm_id, people))),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PAST, max_size=4), st.lists(WORDS.map(tidy), max_size=3))
def test_past_visits_come_back_as_they_went(past: list[PastVisit], reasons: list[str]) -> None:
    """What the ledger gave is read back as it was, and freezing it again gives the very same files."""
    plan = plan_of(任务=task(编号="甲 0a"))
    history = [
        {
            "检查对象": "D0002",
            "检查日期": "2024-02-03",
            "计划编号": "甲 2023a",
            "原因": reason,
            "检查人员": "赵一",
        }
        for reason in reasons
    ]
    snapshot = snapshot_of(plan, shops(3), "下半年", past, history=history)
    assert sorted(snapshot.ledger_past, key=repr) == sorted(past, key=repr)
    assert len(snapshot.pool.past) == len(past) + len(history)
    again = snapshot_of(plan, shops(3), "下半年", snapshot.ledger_past, history=history)
    assert again.files == snapshot.files


@settings(max_examples=200, deadline=None)
@given(WORDS)
def test_a_number_of_a_task_is_found_again_in_the_history(number: str) -> None:
    """The forms in which a number is compared are those in which it is stored."""
    past = [PastVisit(object_id="D0001", day="2024-04-30", tasks=(task_key(number), task_key("另一 个")))]
    own = snapshot_of(plan_of(), shops(1), "下半年", past).pool.past[0]
    assert own.tasks[0] == task_key(number) == task_key(f" {number}　")
