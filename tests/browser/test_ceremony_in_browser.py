"""抽取现场.html in a real browser: it draws what `ssj draw` draws, however the seed is typed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))
from chrome import BROWSER, Chrome

import shuangsuiji
from bureau import NOW, PLAN, bureau
from shuangsuiji.documents.proof.verifier_page import embedded

pytestmark = pytest.mark.skipif(BROWSER is None, reason="no chromium or google-chrome on the PATH")

TYPED = "种子: {类型: 双色球, 期号: {上半年: 2024058, 下半年: 2024100}}\n"


@pytest.fixture(scope="module")
def chrome(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    with Chrome(tmp_path_factory.mktemp("profile")) as browser:
        yield browser


def shown(chrome: Chrome) -> str:
    return str(chrome.value("document.getElementById('page').textContent"))


def press(chrome: Chrome, name: str) -> None:
    chrome.value(f"document.getElementById('{name}').click()")


def type_seed(chrome: Chrome, seed: str) -> None:
    chrome.value(
        f"document.getElementById('seed').value = {seed!r};document.querySelector('form').requestSubmit()"
    )


def opened(chrome: Chrome, frozen: Path) -> None:
    chrome.open(next(frozen.rglob("抽取现场.html")))


def all_pages(chrome: Chrome) -> list[str]:
    """The pages from here to the last."""
    pages = [shown(chrome)]
    while not chrome.value("document.getElementById('next').hidden"):
        press(chrome, "next")
        pages.append(shown(chrome))
    return pages


@pytest.mark.parametrize(
    ("plan", "typed", "seed"),
    [
        (PLAN + TYPED, "０３ 31，07、12 19 22 + 9", "03 07 12 19 22 31 09"),
        (PLAN + TYPED, "03 07 12 19 22 31 09", "03 07 12 19 22 31 09"),
        (PLAN + TYPED, "031207192231+09", "03 07 12 19 22 31 09"),
        (PLAN + TYPED, "03120719223109", "03 07 12 19 22 31 09"),
        (PLAN, "  甲　乙 ", "甲 乙"),
    ],
)
def test_the_room_sees_the_draw_of_the_program(
    chrome: Chrome, tmp_path: Path, plan: str, typed: str, seed: str
) -> None:
    """Commitment, seed in its one writing, every drawn name and every team, and the digest of draw.json."""
    path = bureau(tmp_path, plan=plan)
    frozen = shuangsuiji.freeze(path, now=NOW)
    opened(chrome, frozen.folder)
    assert frozen.commit in shown(chrome).replace(" ", "") and "✓" in shown(chrome)
    press(chrome, "next")
    type_seed(chrome, typed)
    assert seed in shown(chrome)
    press(chrome, "go")
    pages = all_pages(chrome)
    drawn = shuangsuiji.draw(path, seed=typed, now=NOW)
    assert drawn.dossier.draw["seed"] == seed and seed in pages[0]
    text = "\n".join(pages)
    assert drawn.dossier.draw_digest in pages[-1].replace(" ", "")
    people = {person.id: person.name for person in shuangsuiji.open(drawn.archive).people}
    for visit in shuangsuiji.open(drawn.archive).visits:
        team = "、".join(people[one] + ("★" if one == visit.leader else "") for one in visit.people)
        assert f"{visit.name}（编号 {visit.number}）{team}" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "还没有输入"),
        ("03 07 12", "红球应有 6 个数"),
        ("03 07 12 19 22 34 09", "34 不在 1 到 33 之间"),
        ("03 03 12 19 22 31 09", "相同的号码"),
        ("03 07 12 19 22 31 09 11", "多出 1 个"),
    ],
)
def test_a_wrong_seed_is_told(chrome: Chrome, tmp_path: Path, typed: str, told: str) -> None:
    opened(chrome, shuangsuiji.freeze(bureau(tmp_path, plan=PLAN + TYPED, size=12), now=NOW).folder)
    press(chrome, "next")
    type_seed(chrome, typed)
    assert told in shown(chrome)
    assert chrome.value("document.body.dataset.state") == "sealed"


def test_a_changed_table_draws_nothing(chrome: Chrome, tmp_path: Path) -> None:
    """A line of a sealed table taken out of the page: it says so, and asks for no seed."""
    frozen = shuangsuiji.freeze(bureau(tmp_path, plan=PLAN, size=12), now=NOW).folder
    page = next(frozen.rglob("抽取现场.html"))
    before, _, rest = page.read_text("utf-8").partition('<script type="application/json" id="data">')
    data, _, after = rest.partition("</script>")
    value = json.loads(data)
    value["files"]["people.csv"] = value["files"]["people.csv"].rsplit("\n", 2)[0] + "\n"
    page.write_text(
        f'{before}<script type="application/json" id="data">{embedded(value)}</script>{after}', "utf-8"
    )
    chrome.open(page)
    assert "✗" in shown(chrome) and "people.csv 与封存的摘要不符" in shown(chrome)
    press(chrome, "next")
    assert "不能抽取" in shown(chrome)
    assert chrome.value("document.getElementById('seed')") is None
