"""The ledger may be shown to anybody: over a whole course no line holds what somebody typed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

import shuangsuiji
from bureau import NOW, PLAN, bureau, objects, write_csv
from filling import CLEAN, LATER, YB, fill
from shuangsuiji.core.canonical import sha256
from shuangsuiji.core.records.ledger import LedgerLine
from shuangsuiji.core.rules.pool import Person
from shuangsuiji.errors import BadInput

TIGHT = "{部门: 试点县医疗保障局, 人数: 2, 每人至多: 1}"
LOOSE = "{部门: 试点县医疗保障局, 人数: 2}"
FRESH = "种子: {递补: 新种子}\n"
OPERATORS = ("经办人赵某", "经办人钱某", "Operator X")


class Course(NamedTuple):
    """A folder in which everything has happened once, and all that was typed on the way."""

    folder: Path
    archive: Path
    typed: tuple[str, ...]


@pytest.fixture(scope="module", params=["", FRESH], ids=["原种子", "新种子"])
def course(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A draw that fails, draws, a freeze, substitutions, a note, results, a correction, a package."""
    folder = tmp_path_factory.mktemp("course")
    fresh: str = request.param
    typed: list[str] = []

    def say(text: str) -> str:
        typed.append(text)
        return text

    operator, second, third = (say(name) for name in OPERATORS)
    plan = bureau(folder, plan=PLAN.replace(LOOSE, TIGHT) + fresh)
    with pytest.raises(BadInput) as failed:
        shuangsuiji.draw(plan, seed="一", operator=operator, witnesses=[say("见证人丁")], now=NOW)
    typed += [part for part in str(failed.value).split("“") if len(part) > 12]
    plan.write_text(PLAN + fresh, "utf-8")
    first = shuangsuiji.draw(plan, seed="二", reason=say("放宽每人至多"), operator=operator, now=NOW)
    shuangsuiji.cancel(first.archive, reason=say("名录库漏登三户"), operator=second, now=NOW)
    shuangsuiji.freeze(
        plan, reason=say("重新封存的缘由"), operator=third, fallback=say("落空时顺延"), now=NOW
    )
    drawn = shuangsuiji.draw(plan, seed="三", reason=say("改正以后重抽"), operator=second, now=NOW)
    archive, visits = drawn.archive, drawn.dossier.draw["visits"]
    seeds = iter("四五六七八九")

    def out(**what: object) -> None:
        shuangsuiji.substitute(archive, operator=operator, now=NOW, **what)  # type: ignore[arg-type]
        if fresh:
            shuangsuiji.substitute(archive, seed=next(seeds), operator=second, now=NOW)

    out(inspectors=[say("人员YB3")], reason=say("急性阑尾炎住院"))
    visit = next(visit for visit in visits if len(visit["team"]) == 4)
    team = [member["person"] for member in visit["team"] if member["person"] != "YB003"]
    out(visits=[visit["id"]], recuse=team[:1], reason=say("其配偶任职"))
    if fresh:
        shuangsuiji.substitute(archive, inspectors=["SJ004"], reason=say("出国探亲"), now=NOW)
        shuangsuiji.substitute(archive, withdraw=True, reason=say("行程取消了"), operator=third, now=NOW)
    with pytest.raises(BadInput) as failed:
        people = [f"YB00{number}" for number in range(1, 7)]
        out(inspectors=people, reason=say("集体隔离观察"))
    typed += [part for part in str(failed.value).split("“") if len(part) > 12]
    if fresh:
        shuangsuiji.substitute(archive, withdraw=True, reason=say("无法递补"), now=NOW)
    noted = shuangsuiji.substitute(
        archive, visits=[visit["id"]], specialists=[say("某工程师孙某")], reason=say("查信息系统"), now=NOW
    )
    row = {**CLEAN, "检查日期": "2024-06-05", "问题描述": say("发现串换项目"), "检查结果": "5"}
    row["后续处置"] = "整改"
    index = visits[0]["index"]
    sheet = fill(noted.papers.parent / "结果录入表.xlsx", {(index, YB): row})
    shuangsuiji.results(archive, sheet, operator=third, now=LATER)
    fill(sheet, {(index, YB): {"检查结果": "8"}})
    shuangsuiji.results(archive, sheet, reason=say("录入时看错行"), operator=operator, now=LATER)
    rows = objects()
    rows[2][6] = say("试点镇新址九十九号")
    (folder / "更正").mkdir()
    write_csv(folder / "更正" / "检查对象.csv", rows)
    shuangsuiji.correct(archive, folder / "更正" / "检查对象.csv", reason=say("搬迁未登"), now=LATER)
    shuangsuiji.publish(archive, embargo_over=True, now=LATER)
    (folder / "draws" / "密签.txt").unlink()
    shuangsuiji.new_secret(folder, reason=say("硬盘坏了没备份"), operator=third, now=LATER)
    shuangsuiji.cancel(archive, reason=say("县局要求作废"), operator=second, now=LATER)
    everybody = [person for one in drawn.dossier.pool.people for person in person_words(one)]
    names = [drawn.dossier.pool.name(number) for number in range(1, len(drawn.dossier.pool) + 1)]
    return Course(folder, archive, (*typed, *everybody, *names, *drawn.dossier.pool.ids))


def person_words(person: Person) -> Sequence[str]:
    """Name and id of a person."""
    return (person.name, person.id)


def lines_of(course: Course) -> Sequence[LedgerLine]:
    return shuangsuiji.ledger(course.folder).lines


def test_everything_has_happened(course: Course) -> None:
    seen = {line.event for line in lines_of(course)}
    always = {
        "密签",
        "预写",
        "开始",
        "失败",
        "抽取",
        "取消",
        "封存",
        "递补开始",
        "递补",
        "选派",
        "结果",
        "更正",
        "公开",
    }
    asked = {"递补申请", "撤回申请"} & seen
    assert seen - asked == always and len(asked) in (0, 2)
    assert shuangsuiji.audit(course.archive).passed
    found = shuangsuiji.ledger(course.folder, verify=True).findings
    assert {finding.code for finding in found} == {"ledger-holds"}


def test_no_line_holds_what_somebody_typed(course: Course) -> None:
    raw = (course.folder / "draws" / "台账.jsonl").read_text("utf-8").splitlines()
    typed = sorted(set(course.typed))
    assert len(typed) > 100
    for text in typed:
        for line in raw:
            assert text not in line and json.dumps(text)[1:-1] not in line, text
    for line in raw:
        assert not {"reason", "operator", "detail", "changed"} & set(json.loads(line))


def test_no_public_record_of_an_event_holds_it_either(course: Course) -> None:
    """Requests and events go out with the package; only manifests and private lines have words."""
    names = ("request.json", "event.json", "event-teams.json", "draw.json", "teams.json", "ledger.jsonl")
    paths = [path for path in (course.archive / "档案").rglob("*") if path.name in names]
    paths += [path for path in (course.archive / "文书" / "公开复核包").rglob("*") if path.is_file()]
    assert len(paths) > 12
    for path in paths:
        if path.suffix in (".py", ".html"):
            continue
        data = path.read_text("utf-8-sig")
        for text in course.typed:
            assert text not in data, (path, text)


def test_the_digests_of_the_private_lines_are_right(course: Course) -> None:
    raw = (course.folder / "draws" / "台账-内部.jsonl").read_bytes().splitlines()
    lines = [line for line in lines_of(course) if "words" in line.data]
    assert [line.data["words"] for line in lines] == [sha256(row) for row in raw]
    salts = [json.loads(row)["salt"] for row in raw]
    assert all(len(salt) == 20 for salt in salts) and len(set(salts)) == len(salts)
    said = {text for line in lines for text in line.words.values()}
    assert {"急性阑尾炎住院", "其配偶任职", "名录库漏登三户", "县局要求作废", *OPERATORS} <= said
    assert any("还差" in text for text in said)


def test_the_copies_in_the_archive_are_those_of_the_ledger(course: Course) -> None:
    whole = set((course.folder / "draws" / "台账.jsonl").read_bytes().splitlines())
    private = set((course.folder / "draws" / "台账-内部.jsonl").read_bytes().splitlines())
    copies = list((course.archive / "档案").rglob("ledger*.jsonl"))
    assert len(copies) == 6
    for path in copies:
        rows = path.read_bytes().splitlines()
        assert rows and set(rows) <= (private if "words" in path.name else whole)
