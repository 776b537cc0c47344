"""The snapshot: same content, same bytes; any other content, another commitment (docs/algorithm.md)."""

from __future__ import annotations

import hashlib
import json
import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from building import ITEM_LIST, PEOPLE, PLAN, SECRET, Record, plan_of, sealed, snapshot_of, task, visit
from shuangsuiji.core.canonical import canonical_json, norm
from shuangsuiji.core.plans.plan import Plan, canonical_plan, plan_from_canonical
from shuangsuiji.core.records.snapshot import PRIVATE, SEALED_FILES, Snapshot, seal
from shuangsuiji.core.rules.marks import batch_secret, marks_of, salt_of
from shuangsuiji.core.rules.pool import parse_csv

TABLES = {"frame.json", "objects.csv", "sites.csv", "people.csv"}

OBJECTS: list[Record] = [
    {"定点编码": f"P4104810000{n}", "名称": f"药店{n}", "信用等级": "AB"[n % 2], "联系方式": f"0375-0000{n}",
     "备注": f'甲,"{n}"'}
    for n in (3, 1, 2)
]  # fmt: skip
REGISTRIES: dict[str, list[Record]] = {
    "inspectors": [{**person, "联系方式": f"0375-100{n}"} for n, person in enumerate(PEOPLE)],
    "items": list(ITEM_LIST),
    "experts": [{"姓名": "周五", "专业": "药师", "单位": "甲医院", "职称": "主任"}],
    "recusals": [{"检查人员": "赵一", "检查对象": "药店1", "回避事由": "亲属", "登记日期": "2024-01-05"},
                 {"检查人员": "钱二", "检查对象": "药店1", "回避事由": "亲属", "登记日期": "2024-01-06"}],
    "history": [{"检查对象": "药店2", "检查日期": "2023-05-06", "计划编号": "甲2023", "原因": "随机",
                 "检查人员": "孙三", "备注": "旧"}],
}  # fmt: skip
TIERS = {"字段": "信用等级", "比例": {"B": "10%", "A": "1/3"}}
PLAN_OF_TIERS = plan_of(任务=task(抽取=TIERS))


def frozen(objects: list[Record] = OBJECTS, **changes: Any) -> Snapshot:
    """The sealed snapshot with some registries changed."""
    return sealed(snapshot_of(PLAN_OF_TIERS, objects, **{**REGISTRIES, **changes}))


S = batch_secret(SECRET, PLAN["编号"], "上半年")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def test_commitment() -> None:
    """SHA-256 of commitment.json, which holds the digests of the tables and of private.json, and no more."""
    snapshot = frozen()
    data = snapshot.files["commitment.json"]
    assert snapshot.commit == sha256(data)
    assert data == canonical_json(json.loads(data))
    assert json.loads(data) == {
        "scheme": "ssj-draw/2",
        "rules": "rules/1",
        "plan": PLAN["编号"],
        "batch": "上半年",
        "tables": {name: sha256(snapshot.files[name]) for name in TABLES},
        "private": sha256(snapshot.files["private.json"]),
    }
    assert set(snapshot.files) == set(SEALED_FILES)
    assert set(snapshot.lottery_files) == {"commitment.json", *TABLES}


def test_private_json() -> None:
    """The digest of every private file; the secret of the batch; a salt, so that nobody can try it out."""
    snapshot = frozen()
    names = {
        *("plan.json", "objects.csv", "objects-other.csv", "people.csv", "people-other.csv", "items.csv"),
        *("recusals.csv", "history.csv", "labels.json", "grounds.csv"),
    }
    data = snapshot.files["private.json"]
    assert data == canonical_json(json.loads(data))
    assert json.loads(data) == {
        "files": {f"private/{name}": sha256(snapshot.private(name)) for name in names},
        "salt": salt_of(S, "private"),
        "secret": S.hex(),
    }
    assert snapshot.batch_secret == S


def test_canonical_csv() -> None:
    """UTF-8 without BOM, LF, quotes only where needed; the id first, other columns by code point.

    Collected by id; sealed in the order of the marks, in both files of the objects.
    """
    before = snapshot_of(PLAN_OF_TIERS, OBJECTS, **REGISTRIES)
    assert before.private("objects.csv").decode() == (
        "标识,信用等级,名称\nP41048100001,B,药店1\nP41048100002,A,药店2\nP41048100003,B,药店3\n"
    )
    snapshot = sealed(before)
    assert snapshot.private("objects.csv").decode() == (
        "标识,信用等级,名称\nP41048100002,A,药店2\nP41048100001,B,药店1\nP41048100003,B,药店3\n"
    )
    assert snapshot.private("objects-other.csv").decode().splitlines() == [
        "标识,备注,定点编码,联系方式",
        'P41048100002,"甲,""2""",P41048100002,0375-00002',
        'P41048100001,"甲,""1""",P41048100001,0375-00001',
        'P41048100003,"甲,""3""",P41048100003,0375-00003',
    ]
    assert all(
        data.endswith(b"\n") and b"\r" not in data
        for name, data in snapshot.files.items()
        if name.endswith(".csv")
    )


def test_objects_are_numbered_by_their_marks() -> None:
    """Row *k* of objects.csv, of private/objects.csv and of the pool is one and the same object."""
    snapshot = frozen()
    heading, *rows = [line.split(",") for line in snapshot.files["objects.csv"].decode().splitlines()]
    marks = [row[heading.index("mark")] for row in rows]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert marks == sorted(marks) == list(marks_of(S, "object", snapshot.pool.ids).marks)
    assert snapshot.pool.number_of == {"P41048100002": 1, "P41048100001": 2, "P41048100003": 3}
    assert [row[-1] for row in rows] == ["2", "1", "1"]  # the stratum of A is the second


def test_another_secret_gives_other_numbers_and_the_same_pool() -> None:
    """Marks and salts hang on the secret; nothing else that the private files say does."""
    collected = snapshot_of(PLAN_OF_TIERS, OBJECTS, **REGISTRIES)
    one, other = sealed(collected), seal(collected, bytes(32))
    assert one.commit != other.commit
    same = {"private/plan.json", "private/people.csv", "private/people-other.csv", "private/items.csv"}
    same |= {"private/recusals.csv", "private/history.csv", "frame.json"}
    assert {name for name in SEALED_FILES if one.files[name] == other.files[name]} >= same
    assert not set(one.files["objects.csv"].split()) & set(other.files["objects.csv"].split()[1:])
    assert sorted(one.pool.ids) == sorted(other.pool.ids)


def test_people_besides_those_who_fit() -> None:
    """Whom a platform's list names stands in people.csv, with no seat, whether or not they fit any."""
    people = [*REGISTRIES["inspectors"], {**PEOPLE[0], "姓名": "吴六", "部门": "乙局", "执法证号": "乙001"}]
    collected = snapshot_of(PLAN_OF_TIERS, OBJECTS, **{**REGISTRIES, "inspectors": people})
    usual, with_her = sealed(collected), seal(collected, S, ["乙001", "甲001", "丙999"])
    assert "乙001" not in usual.labels.people
    assert set(with_her.labels.people) == {*usual.labels.people, "乙001"}
    number = with_her.labels.people.index("乙001") + 1
    heading, *rows = [line.split(",") for line in with_her.files["people.csv"].decode().splitlines()]
    assert rows[number - 1][heading.index("seats")] == ""
    assert json.loads(with_her.files["frame.json"])["people"] == 5


def test_empty_tables_are_their_heading() -> None:
    """ "an empty table is its heading line" """
    snapshot = frozen(recusals=[], history=[], experts=[])
    for name in ("recusals.csv", "history.csv", "grounds.csv"):
        assert snapshot.private(name).count(b"\n") == 1


def test_what_is_published_names_nobody() -> None:
    """The tables and the commitment hold numbers, marks, salts and digests; every word is private (LZ-10)."""
    snapshot = frozen()
    tables = b"".join(snapshot.files[name] for name in TABLES)
    assert tables.isascii()
    assert not any(key.encode() in tables for key in (*snapshot.pool.ids, "0375"))
    assert b"0375-1001" in snapshot.private("people-other.csv")
    assert b"0375" not in snapshot.private("objects.csv") + snapshot.private("people.csv")


@pytest.mark.parametrize(
    ("name", "column", "file"),
    [
        ("objects", "备注", "objects-other.csv"),
        ("objects", "名称", "objects.csv"),
        ("inspectors", "联系方式", "people-other.csv"),
        ("items", "检查内容", "items.csv"),
        ("history", "备注", "history.csv"),
    ],
)
def test_what_no_rule_reads_changes_no_table(name: str, column: str, file: str) -> None:
    """It is committed to all the same: by its own file, by private.json and by the commitment."""
    changes = {"recusals": [], "history": []} if column == "名称" else {}
    rows = [dict(record) for record in (OBJECTS if name == "objects" else REGISTRIES[name])]
    rows[0][column] = f"{rows[0][column]}x"
    one, other = frozen(**changes), frozen(**{**changes, name: rows})
    changed = {key for key in SEALED_FILES if one.files[key] != other.files[key]}
    assert changed == {"commitment.json", "private.json", PRIVATE + file}


def test_dates_and_ids_are_normal() -> None:
    """ "ids `norm_id`ed, other cells `tidy`ed, dates YYYY-MM-DD" """
    spelled = [
        {**person, "证件有效期": "2030年12月31日", "执法证号": f" {person['执法证号'].replace('甲', '甲 ')}"}
        for person in REGISTRIES["inspectors"]
    ]
    heading, rows = parse_csv(frozen(inspectors=spelled).private("people.csv"))
    people = [dict(zip(heading, row, strict=True)) for row in rows]
    assert [p["标识"] for p in people] == ["专家/甲医院/周五", "甲001", "甲002", "甲003", "甲004"]
    assert {p["证件有效期"] for p in people if p["身份"] == "检查人员"} == {"2030-12-31"}


def test_the_order_of_rows_is_no_matter() -> None:
    """ "rows by id (recusals and history by all cells)": shuffled registries are the same registries."""
    shuffle = random.Random(1).sample
    before = frozen()
    for _ in range(5):
        mixed = {name: shuffle(rows, len(rows)) for name, rows in REGISTRIES.items()}
        assert frozen(shuffle(OBJECTS, len(OBJECTS)), **mixed).files == before.files


CELLS = [
    ("objects", row, column) for row in range(len(OBJECTS)) for column in OBJECTS[0]
] + [
    (name, row, column)
    for name, rows in REGISTRIES.items()
    for row, record in enumerate(rows)
    for column in record
]  # fmt: skip
OTHER_VALUES = {
    "证件有效期": "2031-01-01", "登记日期": "2024-02-02", "检查日期": "2023-05-07", "原因": "日常",
    "状态": "请假",
}  # fmt: skip


def other_value(name: str, column: str, old: str) -> str:
    """Another value that the registry allows in that cell."""
    if column in OTHER_VALUES:
        return OTHER_VALUES[column]
    if column == "信用等级":
        return "B" if old == "A" else "A"
    if name in {"recusals", "history"} and column in {"检查人员", "检查对象"}:
        return {"检查人员": "李四", "检查对象": "药店3"}[column]
    return f"{old}x"


@pytest.mark.parametrize(("name", "row", "column"), CELLS)
def test_every_cell_is_committed_to(name: str, row: int, column: str) -> None:
    """Changing any one cell of any registry, private or not, changes the commitment (LAW-4)."""
    rows = [dict(record) for record in (OBJECTS if name == "objects" else REGISTRIES[name])]
    rows[row][column] = other_value(name, column, rows[row][column])
    changed = {name: rows}
    if column == "名称" or (name == "inspectors" and column == "姓名"):
        changed |= {"recusals": [], "history": []}
        base = frozen(recusals=[], history=[])
    else:
        base = frozen()
    assert frozen(**changed).commit != base.commit


def test_what_the_ledger_adds_is_committed_to() -> None:
    """Visits of earlier batches stand in history.csv beside those of the history sheet."""
    past = [visit("P41048100001", "2024-06-30")]
    one, other = (sealed(snapshot_of(PLAN_OF_TIERS, OBJECTS, "下半年", p, **REGISTRIES)) for p in (past, []))
    assert one.commit != other.commit
    assert {v.object_id for v in one.pool.past} == {"P41048100001", "P41048100002"}
    assert one.ledger_past == past and other.ledger_past == []


def test_the_batch_and_the_plan_are_committed_to() -> None:
    """Another batch, or another word of the plan, is another draw; paths are not in it."""
    commits = {
        sealed(snapshot_of(plan_of(任务=task(抽取=TIERS), **changes), OBJECTS, batch, **REGISTRIES)).commit
        for changes, batch in (({}, "上半年"), ({}, "下半年"), ({"文号": "甲医保〔2024〕2号"}, "上半年"))
    }
    assert len(commits) == 3
    paths = {"检查对象": "甲.xlsx", "检查人员": "乙.xlsx", "事项清单": "丙.xlsx"}
    with_paths = snapshot_of(plan_of(任务=task(抽取=TIERS), 名录库=paths), OBJECTS, **REGISTRIES)
    assert sealed(with_paths).commit == frozen().commit


def test_plan_json() -> None:
    """ "RFC 8785, the Chinese keys, defaults filled in, no paths; ratios are texts p/q in lowest terms; …
    strata by value become [value, ratio] pairs as written" """
    data = frozen().private("plan.json")
    assert data == canonical_json(json.loads(data))
    quota = json.loads(data)["任务"][0]["抽取"]
    assert quota == {
        "字段": "信用等级",
        "比例": [["B", "1/10"], ["A", "1/3"]],
        "每层至少": 0,
        "取整": "进一",
        "比例口径": "每批",
    }


RATIOS = st.fractions(0, 1, max_denominator=400).map(lambda ratio: f"{ratio.numerator}/{ratio.denominator}")
NAMES = st.text("甲乙丙AB（）1 ", min_size=1, max_size=5).filter(lambda text: text.strip())
CONDITION = st.fixed_dictionaries(
    {"类别": NAMES | st.lists(NAMES, min_size=1, max_size=2)},
    optional={"次数": st.fixed_dictionaries({"至少": st.integers(0, 9).map(str)}),
              "任一": st.lists(st.fixed_dictionaries({"标签": NAMES}), min_size=1, max_size=2)},
)  # fmt: skip
STRATA = st.lists(
    st.fixed_dictionaries({"名称": NAMES, "对象": CONDITION, "比例": RATIOS}),
    min_size=1, max_size=3, unique_by=lambda rule: norm(rule["名称"]),
)  # fmt: skip
VALUES = st.lists(st.sampled_from("ABCDE"), min_size=1, unique=True)
DRAWS = st.one_of(
    RATIOS,
    st.fixed_dictionaries({"数量": st.integers(0, 50).map(str)}, optional={"字段": st.just("信用等级")}),
    VALUES.flatmap(
        lambda values: st.fixed_dictionaries(
            {"字段": st.just("信用等级"), "比例": st.fixed_dictionaries(dict.fromkeys(values, RATIOS))},
            optional={"未评级": RATIOS, "取整": st.sampled_from(["四舍五入", "舍去"])},
        )
    ),
    st.fixed_dictionaries({"分层": STRATA}, optional={"每层至少": st.integers(0, 5).map(str)}),
)  # fmt: skip
PLANS = st.builds(
    lambda draws, scope, limits, load: plan_of(
        任务=[*(t for n, d in enumerate(draws) for t in task(编号=f"甲{n}", 抽取=d, 对象范围=scope))],
        限制=limits,
        负荷=load,
    ),
    st.lists(DRAWS, min_size=1, max_size=3),
    CONDITION,
    st.none()
    | st.fixed_dictionaries({}, optional={"全年比例下限": RATIOS, "同年重复抽取": st.sampled_from("是否")}),
    st.sampled_from(["均衡", "自由"]),
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(PLANS)
def test_plan_json_reads_back(plan: Plan) -> None:
    """The plan read back from plan.json is the plan that was frozen: its own plan.json is the same bytes."""
    data = canonical_json(canonical_plan(plan))
    again = plan_from_canonical(json.loads(data))
    assert canonical_json(canonical_plan(again)) == data
    for mine, theirs in zip(again.tasks, plan.tasks, strict=True):
        assert (mine.draw.ratio, mine.draw.count, mine.draw.unrated) == (
            theirs.draw.ratio,
            theirs.draw.count,
            theirs.draw.unrated,
        )
