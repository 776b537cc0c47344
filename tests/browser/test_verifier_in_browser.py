"""复核.html in a real browser: true draws pass, false ones fail where they are false."""

from __future__ import annotations

import hashlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

sys.path.append(str(Path(__file__).parent))
from chrome import BROWSER, Chrome

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.documents.proof.verifier_page import verifier_page

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on the PATH")

DRAWS = Path(__file__).resolve().parents[1] / "verifier" / "page"
CASES: dict[str, Any] = {
    **json.loads((DRAWS / "example.json").read_text(encoding="utf-8")),
    **json.loads((DRAWS / "cases.json").read_text(encoding="utf-8")),
}
PLAIN = next(name for name in CASES if name.startswith("plain"))
FREE = next(name for name in CASES if name.startswith("free"))
GROUPS = next(name for name in CASES if name.startswith("groups"))
EVENT = "递补-001/event.json"
EVENT_TEAMS = "递补-001/event-teams.json"
NEW_SEEDS = PLAN + "种子: {递补: 新种子, 类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"
SECOND_EVENT = "递补-002/event.json"
REQUEST = "递补-001/request.json"

Files = dict[str, str]
State = tuple[str, list[str], list[str]]


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with Chrome(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def state(browser: Chrome) -> State:
    """The verdict, the steps that failed, the steps that were not checked."""
    shown = browser.value("Object.assign({}, document.body.dataset)")
    return shown["verdict"], shown["failed"].split(), shown["skipped"].split()


def check(browser: Chrome, folder: Path, files: Files, words: Any = None, asked: str = "") -> State:
    """Opens the page with these files; a ledger and seed.json that fit are added."""
    return check_as_it_is(browser, folder, {**around(files), **files}, words, asked)


def around(files: Files) -> Files:
    """The lines of the ledger about a draw and its events, and seed.json, as far as the files tell."""
    try:
        draw = json.loads(
            CASES[PLAIN]["files"]["draw.json"] if "draw.json" not in files else files["draw.json"]
        )
        events = {name: json.loads(text) for name, text in files.items() if name.endswith("/event.json")}
    except ValueError:
        return {}
    if not isinstance(draw, dict) or not all(isinstance(event, dict) for event in events.values()):
        return {}

    def digest(name: str) -> str:
        return hashlib.sha256(files.get(name, "").encode()).hexdigest()

    about = {"plan": draw.get("plan"), "batch": draw.get("batch"), "attempt": 1}
    start = {"commit": draw.get("commit"), "seed": draw.get("seed"), "grade": "先封存后公开"}
    told = [
        {"event": "开始", **start},
        {
            "event": "抽取",
            "commit": start["commit"],
            "draw": digest("draw.json"),
            "teams": digest("teams.json"),
        },
    ]
    for number, (name, event) in enumerate(sorted(events.items()), 1):
        begun = {"request": event.get("request"), "seed": event.get("seed")}
        results = {"result": digest(name), "teams": digest(name.replace("event.json", "event-teams.json"))}
        told += [
            {"event": "递补开始", "number": number, **begun},
            {"event": "递补", "number": number, **results},
        ]
    return {"ledger.jsonl": lines_of([{**about, **line} for line in told]), "seed.json": canonical(start)}


def lines_of(told: list[dict[str, Any]]) -> str:
    """A ledger that says this."""
    lines, previous = "", "0" * 64
    for number, line in enumerate(told, 1):
        text = canonical({**line, "line": number, "previous": previous})
        lines, previous = f"{lines}{text}\n", hashlib.sha256(text.encode()).hexdigest()
    return lines


def check_as_it_is(browser: Chrome, folder: Path, files: Files, words: Any = None, asked: str = "") -> State:
    """Opens the page with these files and no others."""
    page = folder / "复核.html"
    page.write_bytes(verifier_page({name: text.encode() for name, text in files.items()}, words or {}))
    browser.open(page, asked)
    return state(browser)


def canonical(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@pytest.mark.parametrize("name", CASES)
def test_true_draws(chrome: Chrome, tmp_path: Path, name: str) -> None:
    assert check(chrome, tmp_path, CASES[name]["files"]) == ("passed", [], [])
    assert "全部" in chrome.value("document.getElementById('verdict').textContent")


# --- False records --------------------------------------------------------------------------------------


def changed(name: str, change: Callable[[Any], None]) -> Callable[[Files], None]:
    """A change of one JSON file, written canonically again."""

    def apply(files: Files) -> None:
        value = json.loads(files[name])
        change(value)
        files[name] = canonical(value)

    return apply


def in_draw(change: Callable[[Any], None]) -> Callable[[Files], None]:
    return changed("draw.json", change)


def in_teams(change: Callable[[Any], None]) -> Callable[[Files], None]:
    return changed("teams.json", change)


def staffed(teams: Any) -> Any:
    """The visit of the last turn."""
    return max(teams["visits"], key=lambda visit: visit["turn"])


def with_outcome(teams: Any, outcome: int) -> Any:
    """A trace that has this outcome, and where."""
    for visit in teams["visits"]:
        for at, entry in enumerate(visit["trace"]):
            if entry[1] == outcome:
                return visit["trace"], at
    raise AssertionError(outcome)


def other_object(draw: Any) -> None:
    stratum = next(one for one in draw["strata"] if one["drawn"] and one["alternates"])
    stratum["drawn"][-1], stratum["alternates"][0] = stratum["alternates"][0], stratum["drawn"][-1]


def other_alternates(draw: Any) -> None:
    stratum = next(one for one in draw["strata"] if len(one["alternates"]) > 1)
    stratum["alternates"].reverse()


def available(draw: Any) -> None:
    draw["strata"][0]["available"] += 1


def cut_off(draw: Any) -> None:
    next(one for one in draw["strata"] if one["cut_off"])["cut_off"] = "0" * 16


def visit_of(draw: Any) -> None:
    draw["visits"][0]["of"] += 1


def clusters(draw: Any) -> None:
    draw["clusters"].append([1, [1]])


def floor(draw: Any) -> None:
    draw["floor"] = None if draw["floor"] else {"wanted": 0, "added": [], "alternates": [], "short": 0}


def seed(draw: Any) -> None:
    draw["seed"] += "9"


def extra_key(draw: Any) -> None:
    draw["note"] = ""


def wrong_batch(draw: Any) -> None:
    draw["batch"] = "下半年"


def trailing_line(files: Files) -> None:
    files["draw.json"] += "\n"


def wide_json(files: Files) -> None:
    files["commitment.json"] = files["commitment.json"].replace(":", ": ", 1)


def crlf(files: Files) -> None:
    files["objects.csv"] = files["objects.csv"].replace("\n", "\r\n")


def other_state(files: Files) -> None:
    lines = files["objects.csv"].split("\n")
    at = next(at for at, line in enumerate(lines) if at and line.split(",")[3:5] == ["1", "0"])
    cells = lines[at].split(",")
    lines[at] = ",".join([*cells[:3], "2", *cells[4:]])
    files["objects.csv"] = "\n".join(lines)


def other_state_and_commitment(files: Files) -> None:
    other_state(files)
    commitment = json.loads(files["commitment.json"])
    commitment["tables"]["objects.csv"] = hashlib.sha256(files["objects.csv"].encode()).hexdigest()
    files["commitment.json"] = canonical(commitment)


def published_row(files: Files) -> None:
    """Only visited rows are public, and one of them hides a recusal."""
    visited_rows(files)
    lines = files["sites.csv"].split("\n")
    at = next(at for at, line in enumerate(lines) if at and line and not line.endswith(","))
    lines[at] = lines[at].rsplit(",", 1)[0] + ","
    files["sites.csv"] = "\n".join(lines)


def visited_rows(files: Files) -> None:
    numbers = {str(visit["number"]) for name in files if re.search(r"(?:draw|event)\.json$", name)
               for visit in json.loads(files[name])["visits"]}  # fmt: skip
    heading, *rows = files["sites.csv"].split("\n")
    files["sites.csv"] = "\n".join(
        [heading, *(row for row in rows if not row or row.split(",")[0] in numbers)]
    )


def other_member(teams: Any) -> None:
    visit = staffed(teams)
    present = {person for person, _ in visit["team"]}
    visit["team"][0][0] = next(person for person in range(1, 9) if person not in present)


def drawing_order(teams: Any) -> None:
    next(visit for visit in teams["visits"] if len(visit["team"]) > 1)["team"].reverse()


def extra_member(teams: Any) -> None:
    staffed(teams)["team"].append([1, 1])


def unknown_person(teams: Any) -> None:
    staffed(teams)["team"][0][0] = 999


def no_turn(teams: Any) -> None:
    staffed(teams)["turn"] += 1


def hidden_recusal(teams: Any) -> None:
    trace, at = with_outcome(teams, 1)
    del trace[at]


def other_ground(teams: Any) -> None:
    trace, at = with_outcome(teams, 4)
    trace[at][1] = 3


def other_leader(teams: Any) -> None:
    visit = next(visit for visit in teams["visits"] if visit["leader"])
    visit["leader"] = next(person for person in range(1, 9) if person != visit["leader"])


def other_commit(value: Any) -> None:
    value["commit"] = "0" * 64


def recused_member(files: Files) -> None:
    """Somebody goes who has to step back, in the place of somebody of the same kind."""
    teams, sites = json.loads(files["teams.json"]), files["sites.csv"].split("\n")
    kinds = [row.split(",")[2].split() for row in files["people.csv"].split("\n")[1:] if row]
    for visit, drawn in zip(teams["visits"], json.loads(files["draw.json"])["visits"], strict=True):
        recused = [int(one) for one in sites[drawn["number"]].split(",")[5].split()]
        for member in visit["team"]:
            for person in recused:
                if str(member[1]) in kinds[person - 1]:
                    member[0] = person
                    files["teams.json"] = canonical(teams)
                    return
    raise AssertionError("nobody is recused")


FALSE: list[tuple[str, Callable[[Files], None], str]] = [
    (PLAIN, in_draw(other_object), "drawn"),
    (PLAIN, in_draw(cut_off), "drawn"),
    (PLAIN, in_draw(other_alternates), "alternates"),
    (PLAIN, in_draw(available), "strata"),
    (PLAIN, in_draw(visit_of), "visits"),
    (PLAIN, in_draw(clusters), "clusters"),
    (PLAIN, in_draw(floor), "floor"),
    (PLAIN, in_draw(seed), "key"),
    (PLAIN, in_draw(extra_key), "records"),
    (PLAIN, in_draw(wrong_batch), "commit"),
    (PLAIN, in_teams(other_commit), "commit"),
    (PLAIN, trailing_line, "records"),
    (PLAIN, wide_json, "commitment"),
    (PLAIN, crlf, "objects"),
    (PLAIN, other_state, "digests"),
    (PLAIN, other_state_and_commitment, "commit"),
    (PLAIN, published_row, "seals"),
    (PLAIN, in_teams(extra_member), "seats"),
    (PLAIN, in_teams(unknown_person), "fit"),
    (FREE, recused_member, "fit"),
    (PLAIN, in_teams(no_turn), "turns"),
    (GROUPS, in_teams(other_member), "fit"),
    (PLAIN, in_teams(drawing_order), "people"),
    (PLAIN, in_teams(hidden_recusal), "passed"),
    (PLAIN, in_teams(other_ground), "completion"),
    (PLAIN, in_teams(other_leader), "leader"),
    (GROUPS, in_teams(lambda teams: teams["groups"].update(discarded=7)), "groups"),
    (GROUPS, in_teams(lambda teams: teams["visits"][0]["dealt"].append([1, 1])), "dealt"),
    (PLAIN, changed(REQUEST, lambda request: request.update(salt="")), "event1-request"),
    (PLAIN, changed(EVENT, lambda event: event.update(key="0" * 32)), "event1-request"),
    (PLAIN, changed(SECOND_EVENT, lambda event: event.update(seed="")), "event2-request"),
    (PLAIN, changed(EVENT, lambda event: event["ended"].pop()), "event1-ended"),
    (PLAIN, changed(SECOND_EVENT, lambda event: event["replacements"].pop()), "event2-replaced"),
    (PLAIN, changed(EVENT_TEAMS, lambda teams: teams["visits"].pop()), "event1-left"),
    (PLAIN, changed(EVENT_TEAMS, lambda teams: teams["visits"][0].update(leader=0)), "event1-people"),
    (PLAIN, changed(EVENT, lambda event: event["visits"].append({})), "event1-replaced"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "change", "step"), FALSE)
def test_a_false_record_fails_at_the_step_that_is_false(
    chrome: Chrome, tmp_path: Path, name: str, change: Callable[[Files], None], step: str
) -> None:
    files = dict(CASES[name]["files"])
    change(files)
    verdict, failed, _ = check(chrome, tmp_path, files)
    assert (verdict, failed[:1]) == ("failed", [step])
    assert chrome.value("document.querySelectorAll('li[data-state=bad] ul li').length") >= 1


STRANGE: list[tuple[str, Any]] = [
    ("draw.json", []),
    ("draw.json", {"strata": 7, "visits": None, "commit": "", "seed": "", "floor": {"added": 3}}),
    ("teams.json", {"visits": [[1]], "groups": 5}),
    ("teams.json", None),
    ("frame.json", {"tasks": [1]}),
    (EVENT, {"ended": "x", "objects": [0], "event": 1}),
    (EVENT_TEAMS, {"visits": 3}),
    (REQUEST, {"done": [999], "out": [[1]], "recused": 1}),
]


@pytest.mark.parametrize(("name", "value"), STRANGE)
def test_files_of_a_strange_shape_do_not_stop_the_page(
    chrome: Chrome, tmp_path: Path, name: str, value: Any
) -> None:
    verdict, failed, _ = check(chrome, tmp_path, {**CASES[PLAIN]["files"], name: canonical(value)})
    assert verdict == "failed" and failed


# --- Missing files --------------------------------------------------------------------------------------

OBJECT_STEPS = ["clusters", "strata", "drawn", "caps", "alternates", "floor", "visits", "draw"]
TEAM_STEPS = ["seats", "fit", "turns", "groups", "dealt", "people", "passed", "completion"]
TEAM_STEPS += ["balance", "final", "leader", "teams"]
EVENT_STEPS = ["event1-left", "event1-people"]
GAPS: list[tuple[list[str], list[str]]] = [
    (["commitment.json"], ["files", "commitment", "commit", "digests"]),
    (["people.csv"], ["files", "people", "digests", *TEAM_STEPS, *EVENT_STEPS]),
    (["sites.csv"], ["files", "sites", "digests", "seals", *TEAM_STEPS, *EVENT_STEPS]),
    (["teams.json"], ["files", "records", *TEAM_STEPS, *EVENT_STEPS]),
    (["objects.csv"], ["files", "objects", "digests", "seals", *OBJECT_STEPS, *TEAM_STEPS, "event1-request"]),
    (["frame.json"], ["frame", "objects", "sites", "people", "digests", "seals", *OBJECT_STEPS, *TEAM_STEPS]),
    (["draw.json"], ["files", "records", "key", *OBJECT_STEPS, *TEAM_STEPS]),
    ([EVENT_TEAMS], ["event1-left", "event1-people", "event1-whole"]),
    ([REQUEST], ["event1-request"]),
    ([REQUEST, EVENT_TEAMS], ["event1-request", "event1-ended", *EVENT_STEPS]),
]  # fmt: skip


@pytest.mark.parametrize(("names", "steps"), GAPS)
def test_what_is_missing_is_not_checked(
    chrome: Chrome, tmp_path: Path, names: list[str], steps: list[str]
) -> None:
    files = {name: text for name, text in CASES[PLAIN]["files"].items() if name not in names}
    verdict, failed, skipped = check(chrome, tmp_path, files)
    assert (verdict, failed) == ("partial", [])
    assert set(steps) <= set(skipped)
    told = chrome.value(
        "[...document.querySelectorAll('li[data-state=skipped] .what')].map((one) => one.textContent)"
    )
    assert all("未核对" in text for text in told)
    assert "全部" not in chrome.value("document.querySelector('.verdict').textContent")


# --- The ledger and seed.json -----------------------------------------------------------------------------


WHOLE = {**CASES[PLAIN]["files"], **around(CASES[PLAIN]["files"])}


def test_a_missing_ledger_or_seed_is_unchecked(chrome: Chrome, tmp_path: Path) -> None:
    assert check_as_it_is(chrome, tmp_path, CASES[PLAIN]["files"]) == ("partial", [], ["ledger", "seed"])
    assert "没有台账" in chrome.value("document.querySelector('[data-step=ledger]').textContent")


def test_a_changed_ledger_is_found(chrome: Chrome, tmp_path: Path) -> None:
    files = {**WHOLE, "ledger.jsonl": WHOLE["ledger.jsonl"].replace('"attempt":1', '"attempt":2', 1)}
    verdict, failed, _ = check_as_it_is(chrome, tmp_path, files)
    assert verdict == "failed" and "ledger" in failed
    files["ledger.jsonl"] = "不是台账"
    verdict, failed, _ = check_as_it_is(chrome, tmp_path, files)
    assert verdict == "failed" and "ledger" in failed


def test_a_removed_event_is_found(chrome: Chrome, tmp_path: Path) -> None:
    last = max(name.split("/")[0] for name in WHOLE if "/" in name)
    files = {name: text for name, text in WHOLE.items() if not name.startswith(last)}
    assert check_as_it_is(chrome, tmp_path, files) == ("failed", ["ledger-events"], [])


def test_a_withdrawn_request_is_no_gap(chrome: Chrome, tmp_path: Path) -> None:
    """Its number stays unused; the event after it is recomputed (docs/algorithm.md, section 10)."""
    plan = bureau(tmp_path, plan=NEW_SEEDS)
    shuangsuiji.freeze(plan, draw_time="5月28日", fallback="顺延一期", now=NOW)
    made = shuangsuiji.draw(plan, seed="01 02 03 04 05 06 07", now=NOW)
    for person in ("YB003", "YB001"):
        shuangsuiji.substitute(made.archive, inspectors=[person], reason="病", now=NOW)
        if person == "YB003":
            shuangsuiji.substitute(made.archive, withdraw=True, reason="写错了人", now=NOW)
    shuangsuiji.substitute(made.archive, seed="4 7 12 19 22 31 9", reason="", now=NOW)
    package = shuangsuiji.publish(made.archive, teams=True, embargo_over=True, now=NOW)
    files = {
        path.relative_to(package.folder).as_posix(): path.read_text("utf-8")
        for path in package.folder.rglob("*")
        if path.suffix in (".json", ".jsonl", ".csv")
    }
    assert "递补-002/event.json" in files and "递补-001/event.json" not in files
    verdict, failed, skipped = check_as_it_is(chrome, tmp_path, files)
    assert (verdict, failed, skipped) == ("passed", [], [])
    del files["ledger.jsonl"]
    verdict, failed, skipped = check_as_it_is(chrome, tmp_path, files)
    assert (verdict, failed) == ("partial", []) and "ledger" in skipped


def test_another_draw_than_the_ledger_has_is_found(chrome: Chrome, tmp_path: Path) -> None:
    digest = hashlib.sha256(WHOLE["draw.json"].encode()).hexdigest()
    lines = [json.loads(line) for line in WHOLE["ledger.jsonl"].replace(digest, "0" * 64).splitlines()]
    files = {**WHOLE, "ledger.jsonl": lines_of(lines)}
    assert check_as_it_is(chrome, tmp_path, files) == ("failed", ["ledger-draw"], [])


@pytest.mark.parametrize("key", ["seed", "commit", "grade"])
def test_a_seed_file_that_contradicts_is_found(chrome: Chrome, tmp_path: Path, key: str) -> None:
    files = {**WHOLE, "seed.json": canonical({**json.loads(WHOLE["seed.json"]), key: "别的"})}
    assert check_as_it_is(chrome, tmp_path, files) == ("failed", ["seed"], [])


def test_what_the_seed_file_alone_says_is_marked(chrome: Chrome, tmp_path: Path) -> None:
    told = {"announced": "2024年5月23日", "source": "双色球"}
    files = {**WHOLE, "seed.json": canonical({**json.loads(WHOLE["seed.json"]), **told})}
    assert check_as_it_is(chrome, tmp_path, files) == ("passed", [], [])
    for where in ("[data-step=seed]", "#seal"):
        shown = chrome.value(f"document.querySelector('{where}').textContent")
        assert "双色球" in shown and "2024年5月23日" in shown and "只有本单位的说法" in shown


def test_an_event_without_its_record_fails(chrome: Chrome, tmp_path: Path) -> None:
    files = {name: text for name, text in CASES[PLAIN]["files"].items() if name != EVENT}
    verdict, failed, _ = check(chrome, tmp_path, files)
    assert verdict == "failed" and failed[0] == "event1-request"


def test_people_that_were_not_published_are_said_first(chrome: Chrome, tmp_path: Path) -> None:
    private = ("people.csv", "sites.csv", "teams.json", "request.json")
    files = {name: text for name, text in WHOLE.items() if not name.endswith(private)}
    verdict, failed, _ = check_as_it_is(chrome, tmp_path, files)
    assert (verdict, failed) == ("partial", [])
    headline = "document.getElementById('verdict').textContent"
    assert "对象的抽取全部相符；人员部分没有公布，没有核对" in chrome.value(headline)
    del files["ledger.jsonl"]
    check_as_it_is(chrome, tmp_path, files)
    assert "全部" not in chrome.value(headline)


def test_rows_of_visited_objects_are_proven_by_their_seals(chrome: Chrome, tmp_path: Path) -> None:
    files = dict(CASES[PLAIN]["files"])
    visited_rows(files)
    assert files["sites.csv"] != CASES[PLAIN]["files"]["sites.csv"]
    assert check(chrome, tmp_path, files) == ("passed", [], [])


def test_a_package_of_objects_alone(chrome: Chrome, tmp_path: Path) -> None:
    """Section 1: frame, objects, draw and each event can be recomputed without the others."""
    names = [name for name in CASES[FREE]["files"] if name in ("frame.json", "objects.csv", "draw.json")]
    names += [name for name in CASES[FREE]["files"] if name.endswith("/event.json")]
    verdict, failed, skipped = check(chrome, tmp_path, {name: CASES[FREE]["files"][name] for name in names})
    assert (verdict, failed) == ("partial", [])
    assert not {*OBJECT_STEPS, "key", "event1-replaced", "event2-replaced"} & set(skipped)


# --- What the page says ---------------------------------------------------------------------------------


def card(browser: Chrome) -> str:
    text: str = browser.value("document.getElementById('found').innerText")
    return text


def asked(case: str, row: int, **other: str) -> str:
    """The end of an address that asks for an object with its own code and id."""
    own, salt = CASES[case]["ids"][row - 1]
    return "#" + urlencode({"number": str(row), "salt": salt, "id": own, **other})


def test_an_object_finds_its_row(chrome: Chrome, tmp_path: Path) -> None:
    files = CASES[PLAIN]["files"]
    draw, rows = json.loads(files["draw.json"]), files["objects.csv"].split("\n")
    stratum = next(at for at, one in enumerate(draw["strata"]) if one["drawn"] and one["alternates"])
    hit, missed = draw["strata"][stratum]["drawn"][0], draw["strata"][stratum]["alternates"][0]
    barred = next(row.split(",")[0] for row in rows[1:] if row and row.split(",")[3:5] == ["0", "0"])
    words = {
        "strata": [{"name": f"层{at}"} for at in range(1, 7)],
        "tasks": [{"number": "甲01", "name": "联合抽查"}],
    }
    check(chrome, tmp_path, files, words, asked(PLAIN, hit))
    for text in ("这一行是你单位", "随机抽中", f"层{stratum + 1}", draw["strata"][stratum]["cut_off"]):
        assert text in card(chrome)
    check(chrome, tmp_path, files, words, asked(PLAIN, missed))
    assert "候补第 1 位" in card(chrome) and "这一行是你单位" in card(chrome)
    check(chrome, tmp_path, files, words, f"#number={barred}")
    assert "不参加抽取" in card(chrome) and "不能证明" in card(chrome)


def test_a_neighbours_number_or_a_slip_is_told(chrome: Chrome, tmp_path: Path) -> None:
    files = CASES[PLAIN]["files"]
    check(chrome, tmp_path, files, None, asked(PLAIN, 3, number="4"))
    assert "属于第 3 号，不是第 4 号" in card(chrome)
    check(chrome, tmp_path, files, None, asked(PLAIN, 3, id="D9999"))
    assert "✗ 校验码和代码与第 3 号的标记不符" in card(chrome)
    salt = CASES[PLAIN]["ids"][2][1].lower()
    grouped = "-".join(salt[at : at + 5] for at in range(0, 20, 5)).replace("o", "0").replace("i", "1")
    check(chrome, tmp_path, files, None, asked(PLAIN, 3, number="", salt=grouped))
    assert "✓ 这一行是你单位" in card(chrome)
    check(chrome, tmp_path, files, None, "#number=999")
    assert "没有编号 999" in card(chrome)


def test_events_stand_in_the_card(chrome: Chrome, tmp_path: Path) -> None:
    files = CASES[FREE]["files"]
    lost, came = next(
        (lost, came) for name in files if name.endswith("/event.json")
        for _, lost, came in json.loads(files[name])["replacements"] if came
    )  # fmt: skip
    words = {"events": [{"reason": "停业"}, {"reason": "停业"}]}
    check(chrome, tmp_path, files, words, f"#number={lost}")
    assert f"由第 {came} 号接替" in card(chrome) and "停业" in card(chrome)
    check(chrome, tmp_path, files, words, f"#number={came}")
    assert f"接替第 {lost} 号" in card(chrome) and "递补" in card(chrome)


def test_names_are_found_if_the_page_has_them(chrome: Chrome, tmp_path: Path) -> None:
    names = [f"同心药店{number:02d}" for number in range(1, 41)]
    check(chrome, tmp_path, CASES[PLAIN]["files"], {"objects": names}, "#" + urlencode({"name": "药店07"}))
    assert "同心药店07（编号 7）" in card(chrome)
    check(chrome, tmp_path, CASES[PLAIN]["files"], {"objects": names[:-1]})
    assert chrome.value("document.getElementById('find-by-name').hidden")


def test_labels_stay_texts(chrome: Chrome, tmp_path: Path) -> None:
    """The title would say so if a script in a label had run."""
    evil = "</script><script>document.title='x'</script><img src=x onerror=\"document.title='x'\">"
    names = {
        "objects": [evil] * 40,
        "people": [evil] * 9,
        "strata": [{"name": evil}, 5, None],
        "tasks": {"0": 1},
    }
    facts = {"title": evil, "notice": evil, "events": evil, "seed": {"source": evil}, "ledger": [evil]}
    words = {**names, **facts}
    assert check(chrome, tmp_path, CASES[PLAIN]["files"], words, "#number=1") == ("passed", [], [])
    assert chrome.value("document.images.length") == 0
    assert chrome.value("document.title").startswith("✓ </script>")


def test_the_seal_and_the_seed_are_compared(chrome: Chrome, tmp_path: Path) -> None:
    files = CASES["example"]["files"]
    commit = hashlib.sha256(files["commitment.json"].encode()).hexdigest()
    words = {
        "seed": {"source": "双色球", "issue": "2024058", "announced": "2024-05-21"},
        "ledger": {"sealed": "2024-05-20"},
    }
    check(chrome, tmp_path, files, words)
    shown = chrome.value("document.getElementById('seal').innerText")
    assert all(text in shown for text in (commit, "双色球", "2024058", "2024-05-20", "03 07 12 19 22 31 09"))

    def compared(sealed: str, number: str) -> str:
        chrome.value(f"document.getElementById('compare-commit').value = {sealed!r};"
                     f"document.getElementById('compare-seed').value = {number!r};"
                     "document.querySelector('#compare button').click()")  # fmt: skip
        text: str = chrome.value("document.getElementById('compared').innerText")
        return text

    assert compared(commit.upper(), "3,7,12,19,22,31+9").count("✓") == 2
    assert compared("0" * 64, "3,7,12,19,22,31+8").count("✗") == 2


def test_files_of_ones_own(chrome: Chrome, tmp_path: Path) -> None:
    """A page with one draw checks the files of another, and none of its own labels is shown with them."""
    words = {"title": "别的抽取", "objects": ["甲", "乙", "丙", "丁", "戊"]}
    check(chrome, tmp_path, CASES["example"]["files"], words)
    paths = []
    files = CASES[GROUPS]["files"]
    for name, text in {**files, **around(files)}.items():
        path = tmp_path / "档案" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        paths.append(path)
    chrome.choose("#own-files", paths)
    chrome.wait(
        "document.body.dataset.verdict === 'passed' && document.querySelector('[data-step^=event1]') !== null"
    )
    assert "别的抽取" not in chrome.value("document.body.innerText")
    paths[0].write_bytes(paths[0].read_bytes() + b" ")
    chrome.choose("#own-files", paths)
    chrome.wait("document.body.dataset.verdict === 'failed'")
    chrome.value("document.getElementById('own-reset').click()")
    chrome.wait("document.body.dataset.verdict === 'passed'")
    assert "别的抽取" in chrome.value("document.title")


def test_intermediate_values_can_be_taken_away(chrome: Chrome, tmp_path: Path) -> None:
    check(chrome, tmp_path, CASES["example"]["files"])
    target = tmp_path / "下载"
    chrome.command("Page.setDownloadBehavior", behavior="allow", downloadPath=str(target))
    chrome.value("document.querySelectorAll('#downloads button').forEach((one) => one.click())")
    names = ["各层名次.csv", "检查组.csv", "签号.csv"]
    end = time.monotonic() + 20
    while sorted(path.name for path in target.glob("*.csv")) != names and time.monotonic() < end:
        time.sleep(0.05)
    rows = {name: (target / name).read_text(encoding="utf-8-sig").splitlines() for name in names}
    assert [len(rows[name]) for name in names] == [5, 4, 6]
    assert rows["各层名次.csv"][1] == "1,1,4,969830bb0fee1a28,抽中"
    assert rows["检查组.csv"][3] == "3,3,5,0,3:1,3,2:4:0"


def test_a_page_without_files_asks_for_some(chrome: Chrome, tmp_path: Path) -> None:
    page = tmp_path / "空.html"
    page.write_bytes(verifier_page({}, {}))
    chrome.open(page)
    assert chrome.value("document.body.dataset.verdict") == "empty"
