"""Typed seeds: one text for one observation, whoever writes it down; implausible ones are refused."""

from __future__ import annotations

import json
import math
import random
import re
import unicodedata
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from building import plan_of
from shuangsuiji.core.checks.plan import plan_problems
from shuangsuiji.core.plans.plan import canonical_plan, plan_from_canonical
from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.plans.words import source_text
from shuangsuiji.core.seeds.reading import bound_to_issues
from shuangsuiji.core.seeds.seed import normal_seed, strength, written_seed
from shuangsuiji.core.seeds.words import blanks, example, reading
from shuangsuiji.errors import BadInput
from shuangsuiji.messages import render

FILE = Path(__file__).resolve().parents[2] / "vectors" / "seeds.json"
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "seeds.md"
VECTORS: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
GOOD = [vector for vector in VECTORS if "seed" in vector]
BAD = [vector for vector in VECTORS if "refused" in vector]
BALLS = {"类型": "双色球", "期号": "2024058"}


def form(**values: object) -> Seed:
    """The plan's 种子, with Chinese or English keys."""
    return Seed.model_validate(values)


@pytest.mark.parametrize("vector", GOOD, ids=range(len(GOOD)))
def test_the_vectors_give_their_seeds(vector: dict[str, Any]) -> None:
    """Each seed text is its own seed text, too: an audit asks for this."""
    plan = form(**vector["plan"])
    assert normal_seed(vector["typed"], plan) == vector["seed"]
    assert normal_seed(vector["seed"], plan) == written_seed(vector["seed"], plan) == vector["seed"]


@pytest.mark.parametrize("vector", BAD, ids=range(len(BAD)))
def test_the_vectors_are_refused(vector: dict[str, Any]) -> None:
    with pytest.raises(BadInput) as caught:
        normal_seed(vector["typed"], form(**vector["plan"]))
    assert [finding.code for finding in caught.value.findings] == [vector["refused"]]
    assert "{" not in render(caught.value.findings[0])


# ---- The rule once more, from docs/seeds.md, sharing nothing with the package --------------------------

NUMBERS = {
    "快乐8": [(20, 1, 80, "balls", ("",))],
    "双色球": [(6, 1, 33, "balls", ("红球",)), (1, 1, 16, "balls", ("蓝球",))],
    "大乐透": [(5, 1, 35, "balls", ("前区",)), (2, 1, 12, "balls", ("后区",))],
    "七星彩": [(6, 0, 9, "digits", ("",)), (1, 0, 14, "digits", ("",))],
    "排列5": [(5, 0, 9, "digits", ("",))],
    "排列3": [(3, 0, 9, "digits", ("",))],
    "3D": [(3, 0, 9, "digits", ("",))],
}
ENGLISH = {"type": "类型", "issue": "期号", "rolls": "个数", "faces": "面数"}
OTHER_NAMES = {"排列三": "排列3", "福彩3D": "3D", "dice": "骰子"}


class Refused(Exception):
    """The text is no seed of this plan."""


def independent(plan: dict[str, Any], typed: str) -> str:
    """The seed text of a plan's 种子 and a typed text.

    Raises:
        Refused: there is none.
    """
    plan = {ENGLISH.get(key, key): value for key, value in plan.items()}
    for letter in unicodedata.normalize("NFKC", typed):
        if not (letter.isascii() or 0x4E00 <= ord(letter) <= 0x9FFF or letter in "、。《》·"):
            raise Refused
    text = " ".join(unicodedata.normalize("NFKC", typed).split())
    if not text or re.search(r"(^|\s)-[0-9]", text):
        raise Refused
    listed = plan.get("来源")
    sources = listed if isinstance(listed, list) else [plan] if "类型" in plan else []
    if not sources:
        return free(plan, text)
    sources = [{**source, "类型": OTHER_NAMES.get(source["类型"], source["类型"])} for source in sources]
    parts = [(source["类型"], *part) for source in sources for part in parts_of(source)]
    return dealt(parts, tokens(text, sources), sources)


def free(plan: dict[str, Any], text: str) -> str:
    """A free text, or the numbers of a free source."""
    if "个数" not in plan:
        return text
    low, high = map(int, plan["范围"].split("-"))
    numbers = [int(number) for number in re.findall("[0-9]+", text)]
    if len(numbers) != plan["个数"] or min(numbers) < low or max(numbers) > high:
        raise Refused
    numbers = sorted(numbers) if plan.get("顺序") == "升序" else numbers
    return " ".join(f"{number:0{len(str(high))}d}" for number in numbers)


def parts_of(source: dict[str, Any]) -> list[tuple[int, int, int, str, tuple[str, ...]]]:
    """(how many, smallest, largest, what, names) for each part; hexadecimal digits are one part."""
    kind = source["类型"]
    if kind == "drand" or kind == "十六进制":
        return [(64 if kind == "drand" else source["位数"], 0, 0, "hex", ("",))]
    if kind == "骰子":
        faces = source.get("面数", 6)
        return [(source["个数"], 0 if faces == 10 else 1, 9 if faces == 10 else faces, "digits", ("",))]
    return NUMBERS[kind]


def tokens(text: str, sources: list[dict[str, Any]]) -> list[str]:
    """Words, and before a word what announces it: "+" , "=issue" or "#name"."""
    kinds = "|".join(source["类型"] for source in sources)
    pattern = (
        rf"(?:中国福利彩票)?(?P<kind>{kinds})(?![0-9A-Za-z])|第?(?P<issue>[0-9]+)[期轮]|(?P<name>[红蓝]球|[前后]区)"
        r"|(?P<plus>[+|])|(?P<word>[0-9A-Za-z]+)|[\s,、;:/-]+|开奖号码"
    )
    found, at = [], 0
    while at < len(text):
        match = re.compile(pattern).match(text, at)
        if not match:
            raise Refused
        at = match.end()
        named = {"kind": "#", "name": "#", "issue": "=", "plus": "", "word": ""}
        found += [named[key] + value for key, value in match.groupdict().items() if value]
    return found


def dealt(parts: list[Any], found: list[str], sources: list[dict[str, Any]]) -> str:
    """The text of all parts, one blank between."""
    plus = [word for word in found if word in "+|"]
    if len(plus) == sum(word[0] not in "#=+|" for word in found) - 1 and len(parts) != len(plus) + 1:
        found = [word for word in found if word not in "+|"]
    kinds = [source["类型"] for source in sources]
    written, first = [], True
    for kind, count, low, high, what, names in parts:
        while found and found[0][0] in "#=+|":
            sign = found.pop(0)
            allowed = (sign in "+|" and not first) or (sign[0] == "#" and sign[1:] in (kind, *names))
            planned = {source.get("期号", source.get("轮次")) for source in sources}
            issue = sign[0] == "=" and bool({sign[1:], "20" + sign[1:]} & planned)
            if not (allowed or issue):
                raise Refused
        first = False
        if what == "hex":
            bare = kind == "drand" and len(found) > 1 and len(found[0]) < 10
            if bare and found.pop(0) != sources[kinds.index(kind)]["轮次"]:
                raise Refused
            digits = ""
            while found and len(digits) < count:
                digits += found.pop(0).lower()
            if not re.fullmatch(f"[0-9a-f]{{{count}}}", digits):
                raise Refused
            if any(digits == digits[:size] * (count // size) for size in range(1, 17) if size < count):
                raise Refused
            written.append(digits)
            continue
        if found and high < 10 and count > 1 and len(found[0]) == count:
            own, found = list(found[0]), found[1:]
        else:
            own, found = found[:count], found[count:]
        if len(own) < count or not all(word.isdecimal() and low <= int(word) <= high for word in own):
            raise Refused
        numbers = [int(word) for word in own]
        if what == "balls":
            numbers.sort()
            if len(set(numbers)) < count:
                raise Refused
        outcomes = math.comb(high - low + 1, count) if what == "balls" else (high - low + 1) ** count
        if outcomes > 2**40 and len({after - before for before, after in pairwise(numbers)}) == 1:
            raise Refused
        written += [f"{number:0{len(str(high))}d}" for number in numbers]
    if found:
        raise Refused
    return " ".join(written)


@pytest.mark.parametrize("vector", VECTORS, ids=range(len(VECTORS)))
def test_a_stranger_writes_the_same(vector: dict[str, Any]) -> None:
    """The table of docs/seeds.md suffices for every vector."""
    if "refused" in vector:
        with pytest.raises(Refused):
            independent(vector["plan"], vector["typed"])
    else:
        assert independent(vector["plan"], vector["typed"]) == vector["seed"]


# ---- Properties ---------------------------------------------------------------------------------------


def test_the_order_of_balls_leaves_no_choice() -> None:
    """720 orders of six red balls, one seed."""
    orders = permutations(("3", "7", "12", "19", "22", "31"))
    assert {normal_seed(" ".join((*order, "9")), form(**BALLS)) for order in orders} == {
        "03 07 12 19 22 31 09"
    }


@pytest.mark.parametrize("kind", NUMBERS)
def test_two_observations_never_share_a_text(kind: str) -> None:
    """Random observations of one type: the seed texts are as many as the observations."""
    source = random.Random(kind)
    seeds, observed = set(), set()
    for _ in range(300):
        parts = []
        for count, low, high, what, _ in NUMBERS[kind]:
            numbers = range(low, high + 1)
            balls = what == "balls"
            parts.append(source.sample(numbers, count) if balls else source.choices(numbers, k=count))
        observed.add(
            tuple(
                tuple(sorted(numbers)) if part[3] == "balls" else tuple(numbers)
                for numbers, part in zip(parts, NUMBERS[kind], strict=True)
            )
        )
        text = " ".join(str(number) for numbers in parts for number in numbers)
        seeds.add(normal_seed(text, form(类型=kind)))
    assert len(seeds) == len(observed)


BITS = {
    "快乐8": math.log2(math.comb(80, 20)),
    "双色球": math.log2(math.comb(33, 6) * 16),
    "大乐透": math.log2(math.comb(35, 5) * math.comb(12, 2)),
    "七星彩": math.log2(10**6 * 15),
    "排列5": math.log2(10**5),
    "排列3": math.log2(10**3),
    "3D": math.log2(10**3),
    "drand": 256.0,
}


@pytest.mark.parametrize("kind", BITS)
def test_strength_of_each_type(kind: str) -> None:
    assert strength(form(类型=kind)) == pytest.approx(BITS[kind])
    joined = form(来源=[{"类型": kind}, {"类型": "骰子", "个数": 20, "面数": 10}])
    assert strength(joined) == pytest.approx(BITS[kind] + 20 * math.log2(10))


@pytest.mark.parametrize(
    "values", [{}, {"来源": "快乐8第2024135期"}, {"来源": "双色球", "个数": 7, "范围": "1-33"}]
)
def test_a_free_source_has_no_strength(values: dict[str, object]) -> None:
    assert strength(form(**values)) is None
    assert not form(**values).is_named("上半年")


def test_hexadecimal_digits_have_no_strength() -> None:
    """Somebody types them: nobody can say how many there might have been."""
    assert strength(form(类型="十六进制")) is None
    both = form(来源=[{"类型": "十六进制"}, {"类型": "3D", "期号": "2024130"}])
    assert strength(both) == pytest.approx(math.log2(1000))
    assert not both.is_named("上半年")


@pytest.mark.parametrize(
    ("character", "code"),
    [
        ("\u200b", "U+200B"),
        ("\ufeff", "U+FEFF"),
        ("\u00ad", "U+00AD"),
        ("\u202e", "U+202E"),
        ("\u0301\u0301", "U+0301"),
        ("\u20dd", "U+20DD"),
        ("\u0903", "U+0903"),
        ("\u3164", "U+3164"),
        ("\u115f", "U+115F"),
        ("\u1160", "U+1160"),
        ("\uffa0", "U+FFA0"),
        ("\u2800", "U+2800"),
        ("\ue000", "U+E000"),
        ("\u0000", "U+0000"),
        ("\u0430", "U+0430"),
        ("\u03bf", "U+03BF"),
        ("\u30ab", "U+30AB"),  # カ beside 力
        ("\u2014", "U+2014"),  # — beside 一
        ("\u00e9", "U+00E9"),
        ("\U000e0100", "U+E0100"),
        ("\ufe0f", "U+FE0F"),
        ("\u13aa", "U+13AA"),  # Cherokee Ꭺ beside A
    ],
)
def test_characters_that_cannot_be_told_apart(character: str, code: str) -> None:
    with pytest.raises(BadInput, match=re.escape(code)):
        normal_seed(f"收盘 a{character}", form(来源="收盘"))


@pytest.mark.parametrize("text", ["收盘 3120.55 点", "第①号", "ＡＢ　１２", "《公报》、3.5%。"])
def test_ordinary_texts_are_not_refused(text: str) -> None:
    assert normal_seed(text, form())


def test_what_is_on_record_is_not_refused_for_its_letters() -> None:
    """Archives of before this rule stay as good as they were."""
    assert written_seed("A\u0410", form()) == "A\u0410"


# ---- The plan -----------------------------------------------------------------------------------------

SHAPES: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "one beside 递补": (BALLS, [BALLS]),
    "one in 来源": ({"来源": BALLS}, [BALLS]),
    "English": ({"type": "dice", "rolls": "25"}, [{"类型": "骰子", "个数": 25, "面数": 6}]),
    "English in a list": (
        {"source": [{"type": "drand", "round": "7"}, {"type": "hex"}]},
        [{"类型": "drand", "轮次": "7", "链": "quicknet"}, {"类型": "十六进制", "位数": 32}],
    ),
    "a text beside 类型": (
        {"类型": "骰子", "个数": "5", "来源": "监督员掷"},
        [{"类型": "骰子", "个数": 5, "面数": 6, "说明": "监督员掷"}],
    ),
    "by batch": (
        {"类型": "快乐8", "期号": {"上半年": "2024135", "下半年": "2024233"}},
        [{"类型": "快乐8", "期号": {"上半年": "2024135", "下半年": "2024233"}}],
    ),
    "issue in words": ({"类型": "体彩大乐透", "期号": "第24058期"}, [{"类型": "大乐透", "期号": "24058"}]),
    "left blank": ({"类型": "快乐8", "期号": {"上半年": None}}, [{"类型": "快乐8", "期号": {}}]),
}


@pytest.mark.parametrize("name", SHAPES)
def test_every_way_to_write_a_source_is_one_in_plan_json(name: str) -> None:
    """plan.json has 来源 as a list and nothing that the type says already; it reads back the same."""
    written, canonical = SHAPES[name]
    plan = plan_of(种子=written)
    data = json.loads(json.dumps(canonical_plan(plan)))
    assert data["种子"] == {"来源": canonical, "递补": "原种子"}
    assert canonical_plan(plan_from_canonical(data)) == data


def test_a_free_source_is_in_plan_json_as_before() -> None:
    data = json.loads(json.dumps(canonical_plan(plan_of(种子={"来源": "摇号", "个数": "3", "范围": "1-80"}))))
    assert data["种子"] == {
        "来源": "摇号", "个数": 3, "范围": "1-80", "顺序": "开奖顺序", "递补": "原种子"
    }  # fmt: skip
    assert json.loads(json.dumps(canonical_plan(plan_of())))["种子"] == {"顺序": "开奖顺序", "递补": "原种子"}


@pytest.mark.parametrize(
    ("issue", "possible"),
    [
        ("2024135", True),
        ("24135", True),
        ("2023350", True),  # for a batch of January
        ("2025001", True),
        ("2024366", True),
        ("2024367", False),
        ("2024000", False),
        ("2099999", False),
        ("2026001", False),
        ("135", False),
        ("20240135", False),
    ],
)
def test_issues_that_no_lottery_will_have(issue: str, possible: bool) -> None:
    """ "what can be no issue of the plan's year, the year before or the year after is warned of"."""
    problems = plan_problems(plan_of(种子={"类型": "快乐8", "期号": issue}))
    assert [p.values["issue"] for p in problems if p.code == "seed-issue-impossible"] == (
        [] if possible else [issue]
    )


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "no such type": ({"类型": "六合彩"}, "literal_error"),
    "no type": ({"期号": "2024135"}, "missing"),
    "issue in free words": ({"类型": "快乐8", "期号": "当期"}, "plan-seed-issue"),
    "order of a type": ({**BALLS, "顺序": "升序"}, "plan-seed-fixed"),
    "range of a type": ({**BALLS, "范围": "1-33"}, "plan-seed-fixed"),
    "count of a lottery": ({**BALLS, "个数": "7"}, "plan-seed-key"),
    "faces of a lottery": ({**BALLS, "面数": "6"}, "plan-seed-key"),
    "issue of drand": ({"类型": "drand", "期号": "7"}, "plan-seed-key"),
    "dice without rolls": ({"类型": "骰子"}, "plan-seed-rolls"),
    "few hexadecimal digits": ({"类型": "十六进制", "位数": "15"}, "plan-seed-limit"),
    "a die of one face": ({"类型": "骰子", "个数": "5", "面数": "1"}, "plan-seed-limit"),
    "inside and beside": ({"类型": "快乐8", "来源": [BALLS]}, "plan-seed-both"),
    "nothing listed": ({"来源": []}, "plan-blank"),
    "texts in a list": ({"来源": ["快乐8", "双色球"]}, "model_type"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_seeds_that_are_no_seeds(name: str) -> None:
    written, code = REFUSED[name]
    with pytest.raises(ValidationError) as caught:
        form(**written)
    assert {detail["type"] for detail in caught.value.errors()} == {code}


BOTH = {"上半年": "2024058", "下半年": "2024100"}
CHECKED: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "good": ({"类型": "双色球", "期号": BOTH}, []),
    "dice": ({"类型": "骰子", "个数": "20"}, []),
    "no issue": ({"类型": "双色球"}, [("warning", "seed-no-issue")]),
    "one batch without": ({"类型": "双色球", "期号": {"上半年": "2024058"}}, [("warning", "seed-no-issue")]),
    "one issue for two batches": (BALLS, [("warning", "seed-issue-shared")]),
    "unknown batch": (
        {"类型": "双色球", "期号": {**BOTH, "第三批": "2024101"}},
        [("error", "plan-unknown-batch")],
    ),
    "twice": (
        {"来源": [{"类型": "双色球", "期号": BOTH}] * 2},
        [("error", "seed-source-twice")] * 2,
    ),
    "weak": ({"类型": "3D", "期号": BOTH}, [("warning", "seed-weak")]),
    "free and short": ({"来源": "摇号", "个数": "3", "范围": "0-9"}, []),
}


@pytest.mark.parametrize("name", CHECKED)
def test_what_the_check_of_a_plan_says(name: str) -> None:
    written, found = CHECKED[name]
    problems = plan_problems(plan_of(种子=written))
    assert [(problem.level, problem.code) for problem in problems] == found


def test_what_is_named_beforehand() -> None:
    """Only a source whose observation cannot be chosen afterwards."""
    assert form(**BALLS).is_named("上半年")
    assert form(类型="双色球", 期号=BOTH).is_named("下半年")
    assert form(类型="骰子", 个数=20).is_named("上半年")
    assert not form(类型="双色球", 期号={"上半年": "1"}).is_named("下半年")
    assert not form(类型="双色球").is_named("上半年")
    assert not form(来源=[BALLS, {"类型": "快乐8"}]).is_named("上半年")
    assert not form(类型="十六进制").is_named("上半年")
    assert not form(类型="十六进制", 说明="公证处当场公布").is_named("上半年")
    assert not form(类型="双色球", 期号="1").is_named("上半年")
    assert not form(类型="双色球", 期号="2024367").is_named("上半年")


def test_an_issue_is_held_against_its_batch() -> None:
    plan, balls = form(类型="双色球", 期号=BOTH), "3 7 12 19 22 31 9"
    assert normal_seed(f"第2024100期 {balls}", plan, "下半年")
    assert normal_seed(f"第2024100期 {balls}", plan)
    with pytest.raises(BadInput, match="2024100"):
        normal_seed(f"第2024100期 {balls}", plan, "上半年")
    assert normal_seed(f"第2024101期 {balls}", plan.without_issues())


# ---- Words --------------------------------------------------------------------------------------------


def test_words_for_papers_and_prompts() -> None:
    plan = form(来源=[{"类型": "快乐8", "期号": "2024135"}, {"类型": "双色球", "期号": BOTH}])
    assert source_text(plan, "上半年") == "中国福利彩票快乐8第2024135期与中国福利彩票双色球第2024058期"
    assert source_text(plan).endswith("双色球（上半年第2024058期，下半年第2024100期）")
    assert reading(form(类型="快乐8")).startswith("20个号码，从小到大写成两位数，用一个空格隔开，例如“01 04")
    assert source_text(form(类型="骰子", 个数=20, 面数=10, 说明="监督员掷")) == "掷十面骰子20次（监督员掷）"
    assert reading(form(来源="摇号", 个数=3)) == "3个号码按开奖顺序写成等宽数字，用一个空格隔开"
    assert (source_text(form()), reading(form()), source_text(form(来源="摇号"))) == ("", "", "摇号")


@pytest.mark.parametrize("vector", GOOD, ids=range(len(GOOD)))
def test_examples_are_seeds(vector: dict[str, Any]) -> None:
    """The example of the letter is written as the rule asks, and a form has a blank for each number."""
    plan = form(**vector["plan"])
    if plan.sources:
        assert normal_seed(example(plan), plan) == example(plan)
        assert example(plan) in reading(plan)
    if blanks(plan):
        assert len(blanks(plan)) == len(vector["seed"].split(" "))


def test_the_document_shows_vectors_of_the_file() -> None:
    """docs/seeds.md: every row of its table of examples is in the file."""
    rows = re.findall(r"^\| `(\{.*?\})` \| `(.*?)` \| `(.*?)` \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)
    assert len(rows) >= 6
    known = {
        (json.dumps(v["plan"], ensure_ascii=False), v["typed"], v.get("seed", v.get("refused")))
        for v in VECTORS
    }
    assert set(rows) <= known


JOINED = {"来源": [BALLS, {"类型": "3D", "期号": "2024130"}]}


@pytest.mark.parametrize(
    ("plan", "text", "issues"),
    [
        (BALLS, "第2024140期", [("2024140",)]),
        (BALLS, "2024140", [("2024140",)]),
        (BALLS, "福彩双色球 2024140期", [("2024140",)]),
        (BALLS, "2024年5月3日开的第2024140期", [("2024140",)]),
        (BALLS, "5月3日开的一期", [()]),
        (BALLS, "", [()]),
        (JOINED, "3D第2024300期，双色球第2024140期", [("2024140",), ("2024300",)]),
        (JOINED, "第2024140期、第2024300期", [("2024140",), ("2024140", "2024300")]),
        (BALLS, "双色球第2024200期", [()]),
        (JOINED, "3D 2024300", [(), ("2024300",)]),
        ({"类型": "drand", "轮次": "1000"}, "第2000轮", [("2000",)]),
        ({"类型": "骰子", "个数": 3}, "第2000轮", [()]),
        ({"来源": "当日上证指数收盘"}, "第2000期", []),
    ],
)
def test_a_request_binds_the_form_to_the_issues_that_it_names(
    plan: dict[str, Any], text: str, issues: list[tuple[str, ...]]
) -> None:
    bound = bound_to_issues(form(**plan).without_issues(), text)
    assert [source.issues(None) for source in bound.sources] == issues


@pytest.mark.parametrize(
    ("plan", "typed", "text"),
    [
        (BALLS, "第2024059期 3 7 12 19 22 31 9", "写的是双色球第 2024059 期，约定的是第 2024058 期"),
        (
            {"类型": "drand", "轮次": "1000"},
            f"第1001轮 {'ab' * 32}",
            "写的是drand第 1001 轮，约定的是第 1000 轮",
        ),
        ({"类型": "drand", "轮次": "1000"}, "0x" + "ab" * 31, "里的“x”不是十六进制数字"),
        ({"类型": "drand", "轮次": "1000"}, "0X" + "ab" * 32, "里的“x”不是十六进制数字"),
        ({"类型": "drand", "轮次": "1000"}, "ab" * 31, "不是 64 位十六进制数"),
    ],
)
def test_what_is_wrong_is_named(plan: dict[str, Any], typed: str, text: str) -> None:
    with pytest.raises(BadInput) as caught:
        normal_seed(typed, form(**plan))
    assert text in render(caught.value.findings[0])
