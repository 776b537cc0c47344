"""The words of a draw: numbers written by hand, and what papers then read (docs/algorithm.md, docs/rules.md).

No lottery is run but in one test: what stands in draw.json, teams.json and the events is given here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from building import BUREAU, ITEM_LIST, drawn, plan_of, sealed_of, shops, task, visit
from shuangsuiji.core.lottery.records import DrawNumbers, TeamNumbers, TeamsNumbers, VisitNumbers
from shuangsuiji.core.lottery.standing import EventNumbers, EventTeamsNumbers
from shuangsuiji.core.lottery.teams.staffing import Outcome
from shuangsuiji.core.platform import PLATFORM_SCHEME
from shuangsuiji.core.records.record import VisitRecord, event_title, standing
from shuangsuiji.core.records.record_words import Note, RecordWords
from shuangsuiji.core.records.snapshot import Snapshot

LAST = "下半年"
HEAD: Any = {
    "scheme": "ssj-draw/2",
    "commit": "c",
    "seed": "1 2",
    "key": f"{0x123:032x}",
    "plan": "",
    "batch": "",
}


@dataclass(frozen=True)
class World:
    """A sealed snapshot, and the numbers of its objects and people by their ids."""

    snapshot: Snapshot

    def object(self, key: str) -> int:
        return self.snapshot.pool.number_of[key]

    def objects(self, *keys: str) -> list[int]:
        return [self.object(key) for key in keys]

    def person(self, key: str) -> int:
        return list(self.snapshot.labels.people).index(key) + 1

    def team(self, *members: tuple[str, int]) -> list[list[int]]:
        return [[self.person(key), kind] for key, kind in members]

    def visit(self, index: int, key: str, *, place: tuple[int, int] = (1, 1), **own: Any) -> VisitNumbers:
        number, (nth, of) = self.object(key), place
        return VisitNumbers(
            index=index, number=number, visit=nth, of=of, **{"tasks": [], "strata": [], "added": 0, **own}
        )

    def words(
        self,
        visits: Sequence[VisitNumbers] = (),
        teams: Sequence[TeamNumbers] = (),
        groups: Any = None,
        **parts: Any,
    ) -> RecordWords:
        """The words of a draw with these visits; whose team is not given has nobody yet."""
        given = {team["index"]: team for team in teams}
        numbers: DrawNumbers = {
            **HEAD,
            "clusters": [],
            "strata": [],
            "floor": None,
            "visits": visits,
            **parts,
        }
        if not numbers["strata"]:
            numbers["strata"] = [stratum() for _ in self.snapshot.labels.strata]
        own = [given.get(one["index"]) or staffed(one["index"]) for one in visits]
        return RecordWords(
            self.snapshot, numbers, TeamsNumbers(scheme="", commit="", groups=groups, visits=own)
        )


def stratum(drawn: Sequence[int] = (), alternates: Sequence[int] = (), **more: Any) -> Any:
    values = {"members": 0, "available": 0, "cut_off": None, "shortage": 0, **more}
    return {**values, "drawn": list(drawn), "alternates": list(alternates)}


def staffed(index: int, team: Sequence[Sequence[int]] = (), **more: Any) -> TeamNumbers:
    values: Any = {"turn": 0, "group": 0, "leader": 0, "trace": [], "dealt": [], **more}
    return {**values, "index": index, "team": team}


def event(number: int, **own: Any) -> EventNumbers:
    values: Any = {"objects": [], "ended": [], "replacements": [], "visits": [], **own}
    return {**HEAD, "event": number, "request": "", **values}


def event_teams(number: int, **own: Any) -> EventTeamsNumbers:
    values: Any = {"done": [], "out": [], "recused": [], "visits": [], **own}
    return {**HEAD, "event": number, "request": "", **values}


# ---- strata ------------------------------------------------------------------------------------------


def test_strata_of_districts_and_of_a_first_stage() -> None:
    """Cluster and district in one text; of a cluster that was not drawn nothing was due."""
    staged = {"数量": 1, "阶段": {"字段": "镇", "抽": 1}}
    plan = plan_of(
        任务=[
            *task(分区="行政区划", 抽取="50%"),
            *task(编号="甲02", 分区="行政区划", 抽取=staged),
        ]
    )
    where = [("东", "甲镇"), ("东", "乙镇"), ("西", "甲镇"), ("西", "乙镇"), ("西", "乙镇")]
    rows = [{**row, "行政区划": a, "镇": b} for row, (a, b) in zip(shops(5), where, strict=True)]
    world = World(sealed_of(plan, rows))
    record = world.words(
        clusters=[(2, [2])],  # 乙镇 is the first by code point, 甲镇 the second
        strata=[
            stratum(world.objects("D0002"), world.objects("D0001"), members=2, available=2, cut_off="0a"),
            stratum(world.objects("D0005"), members=3, available=1, cut_off="0b", shortage=1),
            *(stratum(members=1, available=1), stratum(members=2, available=1)),
            stratum(world.objects("D0001"), members=1, available=1, cut_off="0c"),
            stratum(members=1, shortage=1),
        ],
    ).record
    told = [
        (one["task"], one["district"], one["N"], one["ratio"], one["count"], one["product"], one["n"])
        for one in record["strata"]
    ]
    assert told == [
        ("甲01", "东", 2, "1/2", None, "1/1", 1),
        ("甲01", "西", 3, "1/2", None, "3/2", 2),
        ("甲02", "乙镇 东", 1, None, 1, None, 0),
        ("甲02", "乙镇 西", 2, None, 1, None, 0),
        ("甲02", "甲镇 东", 1, None, 1, None, 1),
        ("甲02", "甲镇 西", 1, None, 1, None, 1),
    ]
    assert [one.get("void") for one in record["strata"]] == [None, None, 1, 1, None, None]
    assert [one["shortage"] for one in record["strata"]] == [0, 1, 0, 0, 0, 1]
    assert [one["cut_off"] for one in record["strata"]] == ["0a", "0b", None, None, "0c", None]
    assert record["strata"][0]["drawn"] == world.objects("D0002")
    assert record["strata"][0]["alternates"] == world.objects("D0001")
    assert (record["objects"], record["people"], record["floor"]) == (5, 4, None)


# ---- visits ------------------------------------------------------------------------------------------


def key_rule(**changes: Any) -> list[dict[str, Any]]:
    rule = {"名称": "重点", "对象": {"重点": "是"}, "全年次数": 3, "事项": ["SX-02"]}
    return [{**rule, **changes}]


def with_keys(count: int, *keys: int) -> list[dict[str, str]]:
    """Objects of which some are 重点."""
    return [{**row, "重点": "是" if n in keys else ""} for n, row in enumerate(shops(count), 1)]


def test_why_when_and_what_for() -> None:
    """Three visits in five months; rules on every one, tasks on the first; items once; the cap only told."""
    plan = plan_of(
        必查=key_rule(),
        任务=[*task(), *task(编号="甲02", 事项=["SX-01", "SX-02"])],
        限制={"每户全年上限": 2, "同年重复抽取": "是"},
    )
    routine = visit("D0001", "2024-04-01", "日常")
    world = World(sealed_of(plan, with_keys(2, 1), LAST, [routine]))
    first = {"tasks": [1, 2], "strata": [1, 2]}
    visits = [world.visit(n, "D0001", place=(n, 3), **(first if n == 1 else {})) for n in (1, 2, 3)]
    visits.append(world.visit(4, "D0002", tasks=[2], strata=[2]))
    record = world.words(visits).record
    told = [
        (one["month"], one["reasons"], one["tasks"], one["rules"], one["over_cap"])
        for one in record["visits"]
    ]
    assert told == [
        ("2024-07", ["随机", "必查"], ["甲01", "甲02"], ["重点"], 0),
        ("2024-08", ["必查"], [], ["重点"], 1),
        ("2024-10", ["必查"], [], ["重点"], 1),
        (None, ["随机"], ["甲02"], [], 0),
    ]
    codes = [[code for _, code in one["items"]] for one in record["visits"]]
    assert codes == [["SX-01", "SX-02"], ["SX-02"], ["SX-02"], ["SX-01", "SX-02"]]
    assert [(one["id"], one["name"], one["visit"], one["of"]) for one in record["visits"]][2:] == [
        ("D0001", "药店0001", 3, 3),
        ("D0002", "药店0002", 1, 1),
    ]
    assert {one["turn"] for one in record["visits"]} == {one["leader"] for one in record["visits"]} == {None}
    assert "group" not in record["visits"][0] and "groups" not in record


def test_items_name_their_departments() -> None:
    """Two departments with the same item on one visit: a pair each, sorted (WG-4, QHD-6)."""
    plan = plan_of(
        联合部门=["乙局"],
        任务=[*task(事项={"乙局": ["SX-01"]}), *task(编号="甲02", 事项={BUREAU: ["SX-02", "SX-01"]})],
        检查组=[{"部门": BUREAU, "人数": 2}],
    )
    items = [{**row, "抽查主体": ""} for row in ITEM_LIST]
    world = World(sealed_of(plan, shops(1), items=items))
    (told,) = world.words([world.visit(1, "D0001", tasks=[1, 2], strata=[1, 2])]).record["visits"]
    assert told["items"] == [["乙局", "SX-01"], [BUREAU, "SX-01"], [BUREAU, "SX-02"]]


def test_must_inspect_objects() -> None:
    """Owed two; drawn although nothing is owed; nothing owed and not drawn; not to be inspected."""
    plan = plan_of(
        必查=[*key_rule(), *key_rule(名称="医院", 对象={"名称": "药店0001"}, 全年次数=2)],
        限制={"不参加抽取": {"名称": "药店0004"}, "同年重复抽取": "是"},
    )
    past = [visit("D0001", "2024-04-01", "必查")]
    past += [visit(key, f"2024-04-{day:02d}", "必查") for key in ("D0002", "D0003") for day in (1, 2, 3)]
    world = World(sealed_of(plan, with_keys(5, 1, 2, 3, 4), LAST, past))
    visits = [world.visit(n, "D0001", place=(n, 2)) for n in (1, 2)]
    visits.append(world.visit(3, "D0002", tasks=[1], strata=[1]))
    record = world.words(visits, strata=[stratum(world.objects("D0002"))]).record
    told = {
        duty["id"]: (
            duty["rules"],
            duty["times"],
            duty["done"],
            duty["target"],
            duty["random"],
            duty["visits"],
        )
        for duty in record["must_inspect"]
    }
    assert told == {
        "D0001": (["重点", "医院"], 3, 1, 3, 0, 2),
        "D0002": (["重点"], 3, 3, 3, 1, 1),
        "D0003": (["重点"], 3, 3, 3, 0, 0),
        "D0004": (["重点"], 3, 0, 3, 0, 0),
    }
    assert [duty["id"] for duty in record["must_inspect"] if duty["unscheduled"]] == ["D0004"]
    numbers = [duty["number"] for duty in record["must_inspect"]]
    assert numbers == sorted(world.objects("D0001", "D0002", "D0003", "D0004"))


# ---- the yearly floor --------------------------------------------------------------------------------


def floor_world() -> World:
    """Four objects, half of which have to be reached; D0001 was in the first batch, whose task is 甲01."""
    plan = plan_of(
        任务=[*task(批次=["上半年"]), *task(编号="甲02", 批次=[LAST], 事项=["SX-02"], 抽取={"数量": 1})],
        限制={"全年比例下限": "50%", "同年重复抽取": "是"},
    )
    return World(sealed_of(plan, shops(4), LAST, [visit("D0001")]))


@pytest.mark.parametrize(("hit", "counted"), [("D0001", 1), ("D0002", 2)])
def test_the_floor(hit: str, counted: int) -> None:
    """Who was reached before counts once; the strata of another batch's task are not told."""
    world = floor_world()
    top_up: Any = {
        "wanted": 2 - counted,
        "added": world.objects("D0003"),
        "short": 0,
        "alternates": world.objects("D0004"),
    }
    visits = [
        world.visit(1, hit, tasks=[2], strata=[2]),
        world.visit(2, "D0003", tasks=[1, 2], added=1),
    ]
    record = world.words(
        visits, strata=[stratum(members=4), stratum(world.objects(hit), members=4)], floor=top_up
    ).record
    assert record["floor"] == {
        "M": 4,
        "F": 2,
        "counted": counted,
        "short": 0,
        "added": world.objects("D0003"),
        "alternates": world.objects("D0004"),
    }
    assert [(one["task"], one["drawn"]) for one in record["strata"]] == [("甲02", world.objects(hit))]
    added = record["visits"][1]
    assert (added["reasons"], added["tasks"]) == (["补足"], ["甲01", "甲02"])
    assert added["items"] == [[BUREAU, "SX-01"], [BUREAU, "SX-02"]]


def test_replacements_name_a_stratum_by_its_place_in_the_record() -> None:
    """Stratum 2 of the table is the first that is told; the top-up has none; nobody may be left."""
    world = floor_world()
    one, three, four = world.objects("D0001", "D0003", "D0004")
    visits = [world.visit(1, "D0001", tasks=[2], strata=[2]), world.visit(2, "D0003", tasks=[1, 2], added=1)]
    words = world.words(visits)
    new = world.visit(3, "D0004", tasks=[1, 2], added=1)
    closed = event(
        1, objects=[three, one], ended=[1, 2], replacements=[[2, one, 0], [0, three, four]], visits=[new]
    )
    (told,) = words.events([(closed, event_teams(1, visits=[staffed(3)]), "注销")])
    assert told["replacements"] == [
        {"stratum": 0, "out": one, "into": None},
        {"stratum": None, "out": three, "into": four},
    ]
    assert (told["objects"], told["ended"], told["event"]) == ([three, one], [1, 2], 1)
    assert [(own["index"], own.get("ended"), own["reasons"]) for own in told["visits"]] == [
        (1, "注销", ["随机"]),
        (2, "注销", ["补足"]),
        (3, None, ["补足"]),
    ]
    after = standing(words.record, [told])
    assert [own["id"] for own in after if not own.get("ended")] == ["D0004"]
    assert event_title(told) == "第1次递补"


# ---- people ------------------------------------------------------------------------------------------


def test_who_goes_and_who_was_passed_over() -> None:
    """Each outcome by its word; a recusal with its rule and ground, 本辖区 with the area."""
    plan = plan_of(
        检查组=[{"部门": BUREAU, "人数": 2, "其中至少": {"标签": "药师", "人数": 1}}],
        回避规则=["名单", "本辖区"],
    )
    people = [
        {"姓名": name, "部门": BUREAU, "执法证号": f"甲{n}", "状态": "在岗", "标签": "药师", "辖区": area}
        for n, (name, area) in enumerate([("赵", "东区"), ("钱", ""), ("孙", "西区"), ("李", "")], 1)
    ]
    recusals = [{"检查人员": "钱", "检查对象": "D0001", "回避事由": "亲属"}]
    rows = shops(1, 行政区划="东区")
    world = World(sealed_of(plan, rows, inspectors=people, recusals=recusals))
    trace = [
        [world.person("甲1"), Outcome.RECUSED, 0],
        [world.person("甲2"), Outcome.RECUSED, 0],
        [world.person("甲3"), Outcome.AT_LIMIT, 0],
        [world.person("甲3"), Outcome.CANNOT_COMPLETE, 1],
        [world.person("甲3"), Outcome.FOR_BALANCE, 1],
    ]
    team = staffed(1, world.team(("甲4", 2), ("甲3", 1)), turn=1, leader=world.person("甲3"), trace=trace)
    (told,) = world.words([world.visit(1, "D0001", tasks=[1], strata=[1])], [team]).record["visits"]
    assert (told["turn"], told["leader"]) == (1, "甲3")
    assert told["team"] == [
        {"person": "甲4", "line": 0, "tag": ""},
        {"person": "甲3", "line": 0, "tag": "药师"},
    ]
    passed = [
        (one["person"], one["outcome"], one["rule"], one["ground"], one["after"]) for one in told["trace"]
    ]
    assert passed == [
        ("甲1", "回避", "本辖区", "东区", 0),
        ("甲2", "回避", "名单", "亲属", 0),
        ("甲3", "已达上限", "", "", 0),
        ("甲3", "选后无法排完", "", "", 1),
        ("甲3", "均衡负荷", "", "", 1),
    ]


def test_groups_dealt_and_recused() -> None:
    """The first of those who would go is named, not a member whose seat the visit does not have."""
    plan = plan_of(
        检查组=[{"部门": BUREAU, "人数": 2}, {"部门": BUREAU, "人数": 1, "对象": {"类": "乙"}}],
        分组={"组数": 2},
    )
    rows = [{**row, "类": kind} for row, kind in zip(shops(2), "甲乙", strict=True)]
    recusals = [
        {"检查人员": who, "检查对象": key, "回避事由": ground}
        for who, key, ground in [
            ("赵一", "D0001", "师生"),
            ("钱二", "D0001", "亲属"),
            ("赵一", "D0002", "同学"),
        ]
    ]
    world = World(sealed_of(plan, rows, recusals=recusals))
    formed: Any = [
        {"team": world.team(("甲001", 2), ("甲002", 1)), "leader": world.person("甲002"), "trace": []},
        {
            "team": world.team(("甲003", 1), ("甲004", 1)),
            "leader": 0,
            "trace": [[world.person("甲001"), Outcome.CANNOT_COMPLETE, 1]],
        },
    ]
    one, two = (world.visit(n, f"D000{n}", tasks=[1], strata=[1]) for n in (1, 2))
    members = world.team(("甲003", 1), ("甲004", 1))
    teams = [
        staffed(1, members, turn=2, group=2, dealt=[[1, Outcome.RECUSED]]),
        staffed(2, members, turn=1, group=2, dealt=[[1, Outcome.RECUSED], [2, Outcome.AT_LIMIT]]),
    ]
    record = world.words([one, two], teams, {"discarded": 3, "formed": formed}).record
    assert record["groups"]["discarded"] == 3
    assert [group["leader"] for group in record["groups"]["formed"]] == ["甲002", None]
    assert record["groups"]["formed"][0]["team"][0] == {"person": "甲001", "line": 1, "tag": ""}
    assert record["groups"]["formed"][1]["trace"] == [
        {"person": "甲001", "outcome": "选后无法排完", "rule": "", "ground": "", "after": 1}
    ]
    assert [own["group"] for own in record["visits"]] == [2, 2]
    away = {"outcome": "回避", "rule": "名单", "after": 0, "group": 1}
    assert record["visits"][0]["trace"] == [{**away, "person": "甲002", "ground": "亲属"}]
    assert record["visits"][1]["trace"] == [
        {**away, "person": "甲001", "ground": "同学"},
        {"person": "", "outcome": "已达上限", "rule": "", "ground": "", "after": 0, "group": 2},
    ]


# ---- events ------------------------------------------------------------------------------------------


def joint_visits(world: World) -> RecordWords:
    """Two visits, each by 甲001 and 甲002."""
    members = world.team(("甲001", 1), ("甲002", 1))
    visits = [world.visit(n, f"D000{n}", tasks=[1], strata=[1]) for n in (1, 2)]
    return world.words(visits, [staffed(n, members, turn=n, leader=members[0][0]) for n in (1, 2)])


def test_late_recusals() -> None:
    """A pair barred on request has the reason of its request for a ground, of the object, from then on."""
    recusals = [{"检查人员": "李四", "检查对象": "D0001", "回避事由": "亲属"}]
    world = World(sealed_of(plan_of(), shops(2), recusals=recusals))
    one, two, three, four = (world.person(f"甲00{n}") for n in (1, 2, 3, 4))
    first = event_teams(
        1,
        recused=[[1, one]],
        visits=[
            staffed(1, [[two, 1], [three, 1]], trace=[[four, Outcome.RECUSED, 1], [one, Outcome.RECUSED, 1]])
        ],
    )
    second = event_teams(
        2,
        done=[2],
        out=[(three, [1])],
        recused=[[1, one], [1, two], [1, four]],
        visits=[staffed(1, [], trace=[[n, Outcome.RECUSED, 0] for n in (one, two, four)])],
    )
    words = joint_visits(world)
    told = words.events([(event(1), first, "与负责人有师生关系"), (event(2), second, "投诉")])
    assert [own["recused"] for own in told] == [
        [{"visit": 1, "person": "甲001"}],
        [{"visit": 1, "person": f"甲00{n}"} for n in (1, 2, 4)],
    ]
    assert told[1]["out"] == [{"person": "甲003", "visits": [1]}] and told[1]["done"] == [2]
    grounds = [
        [(one["person"], one["rule"], one["ground"]) for one in own["visits"][0]["trace"]] for own in told
    ]
    assert grounds == [
        [("甲004", "名单", "亲属"), ("甲001", "申请回避", "与负责人有师生关系")],
        [
            ("甲001", "申请回避", "与负责人有师生关系"),
            ("甲002", "申请回避", "投诉"),
            ("甲004", "名单", "亲属"),
        ],
    ]
    (touched,) = told[0]["visits"]
    assert (touched["turn"], touched["leader"], touched["tasks"]) == (None, None, ["甲01"])
    assert [own["person"] for own in touched["team"]] == ["甲002", "甲003"]
    assert told[0]["reason"] == "与负责人有师生关系"
    before = words.record["visits"][0]
    assert [own["person"] for own in before["team"]] == ["甲001", "甲002"], "the draw itself stays as it was"


def test_an_event_leaves_earlier_ones_as_they_were() -> None:
    """A visit that the first event staffed anew and the second ended has ended in the second alone."""
    world = World(sealed_of(plan_of(), shops(2)))
    anew = staffed(1, world.team(("甲003", 1), ("甲004", 1)))
    first = event_teams(1, out=[(world.person("甲001"), [1])], visits=[anew])
    ended = event(2, objects=world.objects("D0001"), ended=[1])
    told = joint_visits(world).events([(event(1), first, "病假"), (ended, event_teams(2), "停业")])
    assert [own.get("ended") for one in told for own in one["visits"]] == [None, "停业"]
    assert [member["person"] for member in told[1]["visits"][0]["team"]] == ["甲003", "甲004"]


def specialists(visits: Sequence[VisitRecord]) -> list[list[str]]:
    return [own.get("specialists", []) for own in visits]


def test_notes_of_specialists() -> None:
    """They come behind the events, draw nothing, and add to what was noted before (LZ-6)."""
    world = World(sealed_of(plan_of(), shops(2)))
    words = joint_visits(world)
    ended = event(1, objects=world.objects("D0001"), ended=[1])
    told = words.events(
        [(ended, event_teams(1), "停业")],
        [
            (1, Note(number=1, reason="专业需要", specialists=((2, "王工"), (2, "刘工")))),
            (1, Note(number=2, reason="又一次", specialists=((2, "陈工"), (1, "陈工")))),
        ],
    )
    assert [one["event"] for one in told] == [1, -1, -2]
    assert [event_title(one) for one in told] == ["第1次递补", "选派专业人员", "选派专业人员"]
    assert told[1]["specialists"] == [{"visit": 2, "name": "王工"}, {"visit": 2, "name": "刘工"}]
    assert (told[1]["reason"], told[1]["key"], told[1]["replacements"]) == ("专业需要", "", [])
    assert specialists(told[1]["visits"]) == [["王工", "刘工"]]
    assert specialists(told[2]["visits"]) == [["陈工"], ["王工", "刘工", "陈工"]]
    after = standing(words.record, told)
    assert [own.get("ended") for own in after] == ["停业", None]
    assert [own["person"] for own in after[1]["team"]] == ["甲001", "甲002"]
    assert specialists(words.record["visits"]) == [[], []]


# ---- tickets -----------------------------------------------------------------------------------------


def test_tickets_are_those_of_the_key() -> None:
    """Words of stream 1 of key 0123456789abcdeffedcba9876543210, docs/algorithm.md, section 4; by number."""
    world = World(sealed_of(plan_of(), shops(4)))
    visits = [world.visit(n, key, tasks=[1], strata=[1]) for n, key in enumerate(world.snapshot.pool.ids, 1)]
    own = {"key": "0123456789abcdeffedcba9876543210"}
    record = world.words(visits, **own).record
    assert [one["ticket"] for one in record["visits"]] == [
        *("7dc00367bad2f30d", "478d22be24e0c147", "3986479a3c63599d", "81383007b34613ce")
    ]
    other = world.words(visits, **own, scheme=PLATFORM_SCHEME).record
    assert {one["ticket"] for one in other["visits"]} == {""}, "a platform's objects have no tickets of ours"


def test_the_words_of_a_drawn_batch_agree_with_each_other() -> None:
    """The lottery itself: who is drawn in a stratum is visited for its task, by the ticket that is told."""
    plan = plan_of(任务=task(分区="行政区划", 抽取="40%"))
    rows = [{**row, "行政区划": "东西"[n % 2]} for n, row in enumerate(shops(10))]
    record = drawn(sealed_of(plan, rows), "1 2")
    assert [(one["district"], one["N"], one["n"], len(one["drawn"])) for one in record["strata"]] == [
        ("东", 5, 2, 2),
        ("西", 5, 2, 2),
    ]
    visits = {one["number"]: one for one in record["visits"]}
    for part in record["strata"]:
        tickets = [visits[number]["ticket"] for number in part["drawn"]]
        assert tickets == sorted(tickets) and part["cut_off"] == tickets[-1]
        assert {visits[number]["id"] for number in part["drawn"]} <= {
            row["编号"] for row in rows if row["行政区划"] == part["district"]
        }
