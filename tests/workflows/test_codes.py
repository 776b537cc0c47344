"""`ssj code`: what anybody of an archive may be told, against draw.json and the words of the draw."""

from __future__ import annotations

import copy
import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import pytest

import shuangsuiji
from building import SECRET
from bureau import NOW, PLAN, RECUSALS, bureau, objects, write_csv
from shuangsuiji.core.records.record import PassedRecord, VisitRecord
from shuangsuiji.core.records.slip import Slip, person_slip
from shuangsuiji.errors import BadInput
from shuangsuiji.files.ledger import SECRET as SECRET_FILE
from shuangsuiji.workflows.draw import DrawReport

SEED = "2024 05 21"
TICKET = re.compile("签号([0-9a-f]{16})，签号小的先抽")
STAGED = PLAN.replace(
    "    抽取: 20%\n",
    "    抽取: {比例: 50%, 阶段: {字段: 片区, 抽: 2}}\n    同一法人至多: {字段: 企业组, 户数: 1}\n",
)


def drawn(folder: Path, plan: str, rows: list[list[str]] | None = None) -> DrawReport:
    """The first batch, under the secret of the tests."""
    path = bureau(folder, plan=plan)
    (folder / "draws").mkdir(exist_ok=True)
    (folder / "draws" / SECRET_FILE).write_text(SECRET.hex() + "\n", "ascii")
    if rows is not None:
        write_csv(folder / "检查对象.csv", rows)
    return shuangsuiji.draw(path, batch="上半年", seed=SEED, now=NOW)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> DrawReport:
    return drawn(tmp_path_factory.mktemp("plain"), PLAN)


@pytest.fixture(scope="module")
def staged(tmp_path_factory: pytest.TempPathFactory) -> DrawReport:
    """Four towns, of which the first task draws two; four objects of each legal entity."""
    heading, *rows = objects()
    rows = [[*row, f"乡{index % 4}", f"法人{index // 4}"] for index, row in enumerate(rows)]
    return drawn(tmp_path_factory.mktemp("staged"), STAGED, [[*heading, "片区", "企业组"], *rows])


@cache
def _slips(archive: Path, ids: tuple[str, ...]) -> list[Slip]:
    return [shuangsuiji.code(archive, key) for key in ids]


def slips(report: DrawReport) -> list[Slip]:
    """Those of all objects, by number."""
    return _slips(report.archive, tuple(report.dossier.pool.ids))


@pytest.mark.parametrize("case", ["plain", "staged"])
def test_every_object_is_told_what_the_draw_says(case: str, request: pytest.FixtureRequest) -> None:
    """Whether it is visited, in which strata it was drawn, and which alternate it is where it was not."""
    report: DrawReport = request.getfixturevalue(case)
    draw = report.dossier.draw
    visits = {visit["number"]: visit for visit in draw["visits"]}
    told = slips(report)
    for number, slip in enumerate(told, 1):
        assert slip.number == number
        assert slip.lines[0].startswith("列入检查") == (number in visits)
        if number in visits:
            assert "、".join(visits[number]["reasons"]) in slip.lines[0]
            assert f"，表号{visits[number]['index']}。" in slip.lines[0]
        text = "".join(slip.lines)
        assert text.count("抽中。") == sum(number in stratum["drawn"] for stratum in draw["strata"])
        places = [
            stratum["alternates"].index(number) + 1
            for stratum in draw["strata"]
            if number in stratum["alternates"]
        ]
        assert [int(place) for place in re.findall("是第([0-9]+)位候补", text)] == places
    assert any("没有抽中，是第1位候补" in "".join(slip.lines) for slip in told)


def test_number_and_code_prove_the_row(plain: DrawReport) -> None:
    """docs/algorithm.md, section 11: the page of a public package does the same."""
    rows = (plain.archive / "档案" / "snapshot" / "objects.csv").read_text("ascii").splitlines()
    for slip in slips(plain):
        assert re.fullmatch("[A-Z2-7]{5}(-[A-Z2-7]{5}){3}", slip.code)
        text = f"ssj-mark/2\nobject\n{slip.code.replace('-', '')}\n{slip.id}\n"
        assert hashlib.sha256(text.encode()).hexdigest() == slip.mark
        assert rows[slip.number].startswith(f"{slip.number},{slip.mark},")


def test_tickets_and_places_are_those_of_the_draw(plain: DrawReport) -> None:
    """The place among those who may be drawn follows from all tickets; the cut-off is the last one drawn."""
    tickets = {}
    for slip in slips(plain):
        found = TICKET.search("".join(slip.lines))
        if found:
            tickets[slip.number] = found[1]
    for visit in plain.dossier.draw["visits"]:
        assert tickets.get(visit["number"], visit["ticket"]) == visit["ticket"]
    first = plain.dossier.draw["strata"][0]
    members = sorted((ticket, number) for number, ticket in tickets.items() if _in_first(plain, number))
    assert len(members) == first["available"]
    for place, (_, number) in enumerate(members, 1):
        slip = shuangsuiji.code(plain.archive, plain.dossier.pool.ids[number - 1])
        line = next(line for line in slip.lines if line.startswith("任务试医保01"))
        assert (
            f"共{first['N']}户，可抽{first['available']}户，应抽{first['n']}户；按签号排第{place}位" in line
        )
        assert ("抽中。" in line) == (place <= first["n"]) and str(first["cut_off"]) in line


def _in_first(report: DrawReport, number: int) -> bool:
    return report.dossier.pool.cells("类别")[number - 1] == "医疗机构"


def test_who_may_not_be_drawn_and_who_is_owed(plain: DrawReport) -> None:
    """D0011 is closed; D0007 has to be visited three times a year, whatever its ticket."""
    closed = shuangsuiji.code(plain.archive, "D0011").lines
    assert closed == (
        "没有抽中，本批不检查。",
        "计划规定不参加抽取（经营状态：注销），编号保留，抽取时越过。",
    )
    owed = shuangsuiji.code(plain.archive, "试点卫生室007").lines
    assert owed[0].startswith("列入检查（") and "必查" in owed[0]
    assert (
        owed[-1]
        == "属于必查对象（重点对象），全年3次，至本批应查1次，今年已查0次；本批必查1次，随机抽中的计入。"
    )


def test_a_first_stage_and_a_cap_are_reasons(staged: DrawReport) -> None:
    draw = staged.dossier.draw
    [stage] = draw["clusters"]
    towns = staged.dossier.pool.cells("片区")
    kinds = staged.dossier.pool.cells("类别")
    told = ["".join(slip.lines) for slip in slips(staged)]
    for town, kind, text in zip(towns, kinds, told, strict=True):
        void = kind == "医疗机构" and town not in stage["drawn"] and "不参加抽取" not in text
        assert (f"第一阶段没有抽中{town}，不从中抽取" in text) == void
    capped = [number for number, text in enumerate(told, 1) if "因同一法人已抽满越过" in text]
    entities = staged.dossier.pool.cells("企业组")
    hit = {entities[number - 1] for stratum in draw["strata"] for number in stratum["drawn"]}
    assert capped and {entities[number - 1] for number in capped} <= hit


def test_the_second_half_of_a_year_bars_those_of_the_first(tmp_path: Path) -> None:
    first = drawn(tmp_path, PLAN)
    second = shuangsuiji.draw(tmp_path / "plan.yaml", batch="下半年", seed=SEED, now=NOW)
    gone = next(visit["id"] for visit in first.dossier.draw["visits"] if visit["reasons"] == ["随机"])
    lines = shuangsuiji.code(second.archive, gone).lines
    assert "本批不再随机抽取：今年已检查或已安排1次（2024-06-30），计划规定同年不重复抽取。" in lines
    assert shuangsuiji.code(first.archive, gone).code != shuangsuiji.code(second.archive, gone).code


def test_people_are_told_their_visits(plain: DrawReport) -> None:
    visits = plain.dossier.draw["visits"]
    people = json.loads(plain.dossier.snapshot.private("labels.json"))["people"]
    for person in plain.dossier.pool.people:
        slip = shuangsuiji.code(plain.archive, person.id)
        own = [visit for visit in visits if any(member["person"] == person.id for member in visit["team"])]
        assert people[slip.number - 1] == person.id and slip.kind == "person"
        assert slip.lines[0].startswith(f"参加{len(own)}户次检查（{_serials(own)}）")
    recused = shuangsuiji.code(plain.archive, "人员YB2").lines
    passed = sum(e["person"] == "YB002" and e["outcome"] == "回避" for v in visits for e in v["trace"])
    assert len(RECUSALS) > 1 and (f"轮到后因回避越过{passed}次" in "".join(recused)) == bool(passed)


def test_somebody_without_a_seat_has_no_number(tmp_path: Path) -> None:
    path = bureau(tmp_path)
    with (tmp_path / "检查人员.csv").open("a", encoding="utf-8") as file:
        file.write("新来的,试点县医疗保障局,YB099,2020-12-31,,,2024-05-01\n")
    report = shuangsuiji.draw(path, batch="上半年", seed=SEED, now=NOW)
    slip = shuangsuiji.code(report.archive, "新来的")
    assert slip.number == 0 and slip.lines[0].startswith("没有编入")


def test_events_are_told(tmp_path: Path) -> None:
    """LZ-14: the visit that ended, and the alternate that came in."""
    report = drawn(tmp_path, PLAN)
    visit = next(one for one in report.dossier.draw["visits"] if one["reasons"] == ["随机"])
    after = shuangsuiji.substitute(report.archive, objects=[visit["id"]], reason="已注销", now=NOW)
    [event] = after.dossier.events
    gone = shuangsuiji.code(report.archive, visit["id"]).lines[0]
    serial = _serials([visit])
    assert gone == f"抽取时列入检查（随机），{serial}；第1次递补时终止检查（{serial}）；本批不再检查。"
    came = [slip for slip in slips(report) if "由候补补入" in slip.lines[0]]
    [one] = came
    new = next(visit["index"] for visit in event["visits"] if visit["id"] == one.id)
    assert one.lines[0] == f"抽取时没有抽中；第1次递补时由候补补入；现在列入检查，表号{new}。"
    shuangsuiji.substitute(report.archive, objects=[one.id], reason="已注销", now=NOW)
    assert shuangsuiji.code(report.archive, one.id).lines[0] == (
        f"抽取时没有抽中；第1次递补时由候补补入；第2次递补时终止检查（表号{new}）；本批不再检查。"
    )


def test_people_who_left_are_told_what_they_were_drawn_for(tmp_path: Path) -> None:
    """First one visit, by recusal, then all that were left."""
    report = drawn(tmp_path, PLAN)
    visits = report.dossier.draw["visits"]
    key = next(visit["leader"] for visit in visits if visit["leader"])
    own = [visit for visit in visits if any(member["person"] == key for member in visit["team"])]
    leads = sum(visit["leader"] == key for visit in own)
    first, *rest = own
    assert rest
    once = f"抽取时抽中，编入{len(own)}户次检查（{_serials(own)}），其中任组长{leads}户次。"
    left = f"第1次递补时退出{_serials([first])}的检查组。"
    shuangsuiji.substitute(report.archive, visits=[first["id"]], recuse=[key], reason="近亲属任职", now=NOW)
    told = shuangsuiji.code(report.archive, key).lines
    assert told[0].startswith(f"参加{len(rest)}户次检查（{_serials(rest)}）")
    assert told[1:3] == (once, left)
    came = [shuangsuiji.code(report.archive, person.id).lines for person in report.dossier.pool.people]
    assert sum(f"补入{_serials([first])}的检查组" in "".join(lines) for lines in came) == 1

    shuangsuiji.substitute(report.archive, inspectors=[key], reason="生病", now=NOW)
    told = shuangsuiji.code(report.archive, key).lines
    again = f"第2次递补时退出{_serials(rest)}的检查组。"
    assert told[:4] == ("现在不参加本批检查。", once, left, again)
    assert "没有抽中" not in "".join(told)


def test_who_was_passed_over_and_never_placed_is_told_one_reason(plain: DrawReport) -> None:
    """A person whom the draw passed over is not told that the teams were full before."""
    dossier = copy.deepcopy(plain.dossier)
    visits = dossier.draw["visits"]
    key = dossier.pool.people[0].id
    for visit in visits:
        visit["team"] = [member for member in visit["team"] if member["person"] != key]
        visit["trace"] = [step for step in visit["trace"] if step["person"] != key]
    assert person_slip(dossier, key).lines == ("没有抽中：轮到以前，各检查组已经排满。",)
    step: PassedRecord = {"person": key, "outcome": "均衡负荷", "rule": "", "ground": "", "after": 0}
    visits[0]["trace"] += [step] * 4
    assert person_slip(dossier, key).lines == ("没有抽中：轮到时为各人户次均衡越过4次，最后没有排上。",)


def _serials(visits: Sequence[VisitRecord]) -> str:
    return "表号" + "、".join(str(visit["index"]) for visit in visits)


@pytest.mark.parametrize(("who", "code"), [("D9999", "explain-unknown"), ("重名店", "explain-ambiguous")])
def test_who_cannot_be_told_apart_is_refused(tmp_path: Path, who: str, code: str) -> None:
    rows = objects()
    rows[1][1] = rows[2][1] = "重名店"
    report = drawn(tmp_path, PLAN, rows)
    with pytest.raises(BadInput) as refused:
        shuangsuiji.code(report.archive, who)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_an_altered_table_is_not_quoted(tmp_path: Path) -> None:
    report = drawn(tmp_path, PLAN)
    table = report.archive / "档案" / "snapshot" / "objects.csv"
    number = report.dossier.pool.number_of["D0001"]
    lines = table.read_text("ascii").splitlines()
    cells = lines[number].split(",")
    lines[number] = ",".join([cells[0], "0" * 64, *cells[2:]])
    table.write_text("\n".join(lines) + "\n", "ascii", newline="\n")
    with pytest.raises(BadInput) as refused:
        shuangsuiji.code(report.archive, "D0001")
    assert [finding.code for finding in refused.value.findings] == ["code-not-in-table"]
