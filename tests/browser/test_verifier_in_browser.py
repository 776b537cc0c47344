"""复核.html in a real browser: it verifies true draws and names the step at which a false one fails."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

TESTS = Path(__file__).resolve().parents[1]
for folder in ("documents", "vectors", "verifier"):
    sys.path.append(str(TESTS / folder))

import random_plans  # noqa: E402
from make_tiny import BATCH, PLAN, SEED, tiny_registries, tiny_snapshot  # noqa: E402
from small_dossier import dossier as small_dossier  # noqa: E402

import bureau  # noqa: E402
from shuangsuiji.core.canonical import canonical_json, sha256  # noqa: E402
from shuangsuiji.core.dossier import Dossier, Manifest, SeedRecord  # noqa: E402
from shuangsuiji.core.draw import CannotStaff, draw  # noqa: E402
from shuangsuiji.core.plans.text import plan_from_canonical  # noqa: E402
from shuangsuiji.core.record import record_bytes, record_of  # noqa: E402
from shuangsuiji.core.rules.checks import case_of, check_rules  # noqa: E402
from shuangsuiji.core.snapshot import Snapshot, freeze  # noqa: E402
from shuangsuiji.documents.proof.verifier_page import embedded, verifier_page  # noqa: E402
from shuangsuiji.workflows.load import load_file  # noqa: E402

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on the PATH")

PLANS = TESTS.parent / "plans"
SECOND = TESTS / "vectors" / "second"
RANDOM_CASES = 8
AT_ONCE = 4
UNDRAWABLE = {"object-no-district", "object-no-stratum", "object-no-tier", "object-unknown-tier"}
"""Findings without which a draw is defined, even where `ssj` would refuse it for other reasons."""
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--virtual-time-budget=60000",
    "--dump-dom",
)
DATA = re.compile(r'(<script type="application/json" id="data">)(.*?)(</script>)', re.DOTALL)
BODY = re.compile(r'<body data-verdict="(\w*)"(?: data-failed="([^"]*)" data-skipped="([^"]*)")?')


def dossier_of(snapshot: Snapshot, seed: str, grade: str = "演练") -> Dossier:
    """The dossier of a draw."""
    record = record_of(draw(snapshot, seed))
    manifest = Manifest(
        scheme="ssj-draw/1",
        software={"shuangsuiji": "0"},
        plan=record["plan"],
        plan_name=snapshot.pool.plan.name or "",
        batch=record["batch"],
        attempt=1,
        reason="",
        rehearsal=0,
        seed=SeedRecord(text=seed, grade=grade, source="", bits=""),
        commit=snapshot.commit,
        draw=sha256(record_bytes(record)),
        sm3={"commit": "", "draw": ""},
        ledger_head="0" * 64,
        time="2024-05-21T09:30:00+08:00",
        operator="",
        witnesses=[],
        recordings=[],
        findings=[],
    )
    return Dossier(manifest=manifest, draw=record, snapshot=snapshot)


def dump(page: bytes, folder: Path, asked: str = "") -> str:
    """The document as it stands after the browser has run the page; `asked` is the end of its address."""
    folder.mkdir()
    file = folder / "复核.html"
    file.write_bytes(page)
    command = [
        str(BROWSER),
        *FLAGS,
        f"--user-data-dir={folder / 'profile'}",
        f"file://{quote(str(file))}{asked}",
    ]
    done = subprocess.run(command, capture_output=True, check=True, timeout=60)
    return done.stdout.decode("utf-8")


def verdict(dom: str) -> tuple[str, list[str], list[str]]:
    """The verdict, the steps that failed, the steps that were not checked."""
    found = BODY.search(dom)
    assert found, dom[:2000]
    return found[1], (found[2] or "").split(), (found[3] or "").split()


def verdicts(pages: Sequence[bytes], folder: Path) -> list[tuple[str, list[str], list[str]]]:
    """The verdicts of several pages, a few browsers at a time."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        doms = pool.map(dump, pages, [folder / str(index) for index in range(len(pages))])
        return [verdict(dom) for dom in doms]


PASSED: tuple[str, list[str], list[str]] = ("passed", [], [])


def test_the_presets(tmp_path: Path) -> None:
    pages = []
    for path in sorted(PLANS.glob("*.yaml")):
        loaded = load_file(path, None)
        first = loaded.plan.batches_in_order[0].name
        pages.append(verifier_page(dossier_of(freeze(loaded.plan, first, loaded.registries), "种子 7")))
    assert len(pages) == 4
    assert verdicts(pages, tmp_path) == [PASSED] * 4


def test_random_plans(tmp_path: Path) -> None:
    """Plans with every kind of rule, second batches with their history among them."""
    pages: list[bytes] = []
    number = 0
    while len(pages) < RANDOM_CASES:
        pages += random_pages(number)
        number += 1
    assert verdicts(pages, tmp_path) == [PASSED] * len(pages)


def test_random_plans_with_groups(tmp_path: Path) -> None:
    """Fixed groups: with limits, formations put aside, members who stay behind, tests of completion."""
    pages = [page for number in (8, 44, 58, 91) for page in random_pages(number, groups=True)]
    assert len(pages) >= 4
    assert verdicts(pages, tmp_path) == [PASSED] * len(pages)


def random_pages(number: int, groups: bool = False) -> list[bytes]:
    """A page for each batch of a random plan, as far as it can be drawn."""
    case, pages = random_plans.case(number, groups), []
    past: list[Any] = []
    for batch in case.plan.batches_in_order if case else ():
        assert case is not None
        snapshot = freeze(case.plan, batch.name, case.registries, past)
        if UNDRAWABLE & {finding.code for finding in check_rules(case_of(snapshot.pool, case.registries))}:
            break
        try:
            found = dossier_of(snapshot, f"种子 {number}")
        except CannotStaff:
            break
        pages.append(verifier_page(found))
        past += random_plans.past_of(found.draw, case.plan)
    return pages


def test_the_tiny_vector_and_what_the_page_shows(tmp_path: Path) -> None:
    dom = dump(verifier_page(dossier_of(tiny_snapshot(), SEED, "人工给定")), tmp_path / "a")
    assert verdict(dom) == PASSED
    assert len(re.findall(r'<li data-step="\w+" data-state="ok">', dom)) == dom.count("<li data-step=")
    for text in ("✓ 复核通过", "22d5e2927f8fe51f", "配偶在该单位工作", "4 × 20% ＝ 0.8，进一", "同心药店"):
        assert text in dom


def test_a_range_that_is_written_with_a_word(tmp_path: Path) -> None:
    """A plan may write 1至33 as well as 1-33."""
    plan = plan_from_canonical({**PLAN, "种子": {"个数": 7, "范围": "1至33"}})
    snapshot = freeze(plan, BATCH, tiny_registries())
    dom = dump(verifier_page(dossier_of(snapshot, SEED, "人工给定")), tmp_path / "a")
    assert verdict(dom) == PASSED


def test_the_second_batch_of_the_document(tmp_path: Path) -> None:
    """A top-up, a year's quota, and groups put aside."""
    snapshot = Snapshot({path.name: path.read_bytes() for path in (SECOND / "snapshot").iterdir()}, "下半年")
    seed = (SECOND / "seed.txt").read_text(encoding="utf-8")
    found = dossier_of(snapshot, seed, "人工给定")
    assert record_bytes(found.draw) == (SECOND / "draw.json").read_bytes()
    assert verdict(dump(verifier_page(found), tmp_path / "a")) == PASSED


def test_names_with_markup_stay_texts(tmp_path: Path) -> None:
    """`document.title` would say so if the script in a name had run."""
    names = {3: "</script><script>document.title='x'</script>", 6: "<img src=x onerror=document.title='x'>"}
    drawn = small_dossier(names=names)
    drawn.manifest["draw"] = sha256(record_bytes(drawn.draw))
    drawn.manifest["seed"]["grade"] = "演练"
    dom = dump(verifier_page(drawn), tmp_path / "a")
    assert verdict(dom) == PASSED
    assert "<title>✓ 复核" in dom and "<img" not in re.sub(DATA, "", dom)


# --- False records --------------------------------------------------------------------------------------

Content = dict[str, Any]


def swapped_object(content: Content, draw: Any) -> None:
    """The first alternate instead of the one drawn."""
    stratum = draw["strata"][1]
    stratum["drawn"][-1], stratum["alternates"][0] = stratum["alternates"][0], stratum["drawn"][-1]


def changed_team(content: Content, draw: Any) -> None:
    """Another inspector of the same department, who is eligible too."""
    visit = next(v for v in draw["visits"] if v["id"] == "J01")
    visit["team"][0]["person"] = "SJ002"


def changed_outcome(content: Content, draw: Any) -> None:
    """A ground that does not hold."""
    visit = next(v for v in draw["visits"] if v["id"] == "J06")
    visit["trace"][0]["outcome"] = "选后无法排完"


def hidden_person(content: Content, draw: Any) -> None:
    """A recusal left out of the trace."""
    next(v for v in draw["visits"] if v["id"] == "J04")["trace"].clear()


def changed_seed(content: Content, draw: Any) -> None:
    """Another seed, in the manifest as well."""
    draw["seed"] = content["facts"]["seed"]["text"] = "03 07 12 19 22 31 10"


def changed_quota(content: Content, draw: Any) -> None:
    """One more than the ratio asks for."""
    draw["strata"][0]["n"] += 1


def changed_row(content: Content, draw: Any) -> None:
    """An object in another tier."""
    files = content["files"]
    files["objects.csv"] = files["objects.csv"].replace("J02,A,", "J02,B,")


def changed_row_and_commitment(content: Content, draw: Any) -> None:
    """The same, with all digests written anew."""
    changed_row(content, draw)
    files = content["files"]
    commitment = json.loads(files["commitment.json"])
    commitment["files"]["objects.csv"] = sha256(files["objects.csv"].encode())
    files["commitment.json"] = canonical_json(commitment).decode()
    draw["commit"] = content["facts"]["commit"] = sha256(files["commitment.json"].encode())


def changed_month(content: Content, draw: Any) -> None:
    """A visit in another month."""
    next(v for v in draw["visits"] if v["month"])["month"] = "2024-06"


def extra_field(content: Content, draw: Any) -> None:
    """Something that no draw has."""
    draw["visits"][0]["note"] = "x"


FALSE: list[tuple[Callable[[Content, Any], None], str]] = [
    (swapped_object, "drawn"),
    (changed_team, "people"),
    (changed_outcome, "passed"),
    (hidden_person, "people"),
    (changed_seed, "key"),
    (changed_quota, "strata"),
    (changed_row, "files"),
    (changed_row_and_commitment, "key"),
    (changed_month, "visits"),
    (extra_field, "whole"),
]


def other_group(content: Content, draw: Any) -> None:
    """The first visit goes to another group, team and all."""
    visit = draw["visits"][0]
    other = next(one for one in draw["visits"] if one["group"] != visit["group"])
    visit |= {key: other[key] for key in ("group", "team", "leader")}


def other_member(content: Content, draw: Any) -> None:
    """Two members change groups, on all visits."""
    one, other = (group["team"] for group in draw["groups"]["formed"])
    names = {one[0]["person"]: other[0]["person"], other[0]["person"]: one[0]["person"]}
    for part in [*draw["visits"], *draw["groups"]["formed"]]:
        for member in part["team"]:
            member["person"] = names.get(member["person"], member["person"])


def one_left_out(content: Content, draw: Any) -> None:
    """A member of the group is not on the team."""
    draw["visits"][0]["team"].pop()


def put_aside(content: Content, draw: Any) -> None:
    """A formation that was never put aside."""
    draw["groups"]["discarded"] += 1


def hidden_group(content: Content, draw: Any) -> None:
    """A group that stepped back is left out."""
    next(visit for visit in draw["visits"] if visit["trace"])["trace"].clear()


FALSE_GROUPS: list[tuple[Callable[[Content, Any], None], str]] = [
    (other_group, "balance"),
    (other_member, "groups"),
    (one_left_out, "seats"),
    (put_aside, "groups"),
    (hidden_group, "people"),
]


def test_false_groups_fail_at_the_step_that_is_false(tmp_path: Path) -> None:
    path = bureau.bureau(tmp_path / "局", plan=bureau.PLAN + "分组: 2\n")
    pairs = [[f"人员YB{n}", f"D{n + 6:04d}", "近亲属任职"] for n in range(1, 7)]
    bureau.write_csv(path.parent / "回避.csv", [*bureau.RECUSALS, *pairs])
    loaded = load_file(path, None)
    page = verifier_page(dossier_of(freeze(loaded.plan, "上半年", loaded.registries), "种子 7"))
    found = verdicts([page, *(tampered(page, change) for change, _ in FALSE_GROUPS)], tmp_path)
    assert found[0] == PASSED
    told = {
        change.__name__: (result, failed[:1])
        for (change, _), (result, failed, _) in zip(FALSE_GROUPS, found[1:], strict=True)
    }
    assert told == {change.__name__: ("failed", [step]) for change, step in FALSE_GROUPS}


def tampered(page: bytes, change: Callable[[Content, Any], None]) -> bytes:
    """The page with its data changed and the digest of the draw written anew."""

    def again(found: re.Match[str]) -> str:
        content = json.loads(html.unescape(found[2]))
        record = json.loads(content["draw"])
        change(content, record)
        content["draw"] = canonical_json(record).decode()
        content["facts"]["draw"] = sha256(content["draw"].encode())
        return found[1] + embedded(content) + found[3]

    return DATA.sub(again, page.decode("utf-8")).encode()


def test_false_records_fail_at_the_step_that_is_false(tmp_path: Path) -> None:
    page = verifier_page(dossier_of(tiny_snapshot(), SEED, "人工给定"))
    found = verdicts([tampered(page, change) for change, _ in FALSE], tmp_path)
    told = {
        change.__name__: (result, failed[:1])
        for (change, _), (result, failed, _) in zip(FALSE, found, strict=True)
    }
    assert told == {change.__name__: ("failed", [step]) for change, step in FALSE}


def test_a_changed_record_alone_does_not_bear_its_digest(tmp_path: Path) -> None:
    page = verifier_page(dossier_of(tiny_snapshot(), SEED)).decode("utf-8")
    changed = page.replace('\\"of\\":1,\\"over_cap\\":0', '\\"of\\":1,\\"over_cap\\":1', 1)
    assert changed != page
    result, failed, _ = verdict(dump(changed.encode(), tmp_path / "a"))
    assert (result, failed[0]) == ("failed", "record")


QUESTIONS: list[tuple[str, Sequence[str]]] = [
    (
        "find=J03&trial=3,7,12,19,22,31%2B9",
        [
            "康泰药店",
            "随机抽中",
            "9302283c4bf89588",
            "与抽取记录所用的种子相同",
            "惠民药店、康泰药店",
            "380a0a45",
        ],
    ),
    (
        "find=益寿堂&trial=1,2,3,4,5,6,33",
        ["J07", "未抽中，候补第 1 位", "61f840b1889573ab", "试算，不是抽取结果", "01 02 03 04 05 06 33"],
    ),
    ("find=5&trial=1,2", ["长青药店", "不参加抽取", "e38909afa51b03af", "种子应有 7 个数，现有 2 个"]),
    ("find=J04", ["考核重点对象：全年 2 次", "配偶在该单位工作", "ee1b3787ec29c922"]),
]


def test_one_object_and_another_seed(tmp_path: Path) -> None:
    """What stands behind # in the address is asked at once, as if it had been typed."""
    page = verifier_page(dossier_of(tiny_snapshot(), SEED, "人工给定"))
    for index, (question, texts) in enumerate(QUESTIONS):
        dom = dump(page, tmp_path / str(index), f"#{quote(question, safe='=%,&')}")
        answer = "".join(re.findall(r'<div id="(?:found|tried)"[^>]*>(.*?)</section>', dom, re.DOTALL))
        for text in texts:
            assert text in answer, question
