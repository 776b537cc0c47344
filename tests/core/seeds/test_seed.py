"""The seed of a free source, and the system's own: one text, whoever writes it down (LAW-4)."""

from __future__ import annotations

from itertools import permutations

import pytest

from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.seeds.seed import normal_seed, system_seed
from shuangsuiji.errors import BadInput


def form(**values: object) -> Seed:
    """The plan's 种子."""
    return Seed.model_validate(values)


DICE = form(count=5, range="0-9")


@pytest.mark.parametrize(
    ("text", "seed"),
    [
        ("3 0 9 9 1", "3 0 9 9 1"),
        ("3,0，9、9；1", "3 0 9 9 1"),
        ("３ ０ ９ ９ １", "3 0 9 9 1"),
        ("  03 00\n09\t9|1 ", "3 0 9 9 1"),
        ("3-0-9-9-1", "3 0 9 9 1"),
    ],
)
def test_one_text_for_one_ceremony(text: str, seed: str) -> None:
    """ "decimal, zero-padded to the width of the largest, one blank between, nothing else" """
    assert normal_seed(text, DICE) == seed


def test_padding() -> None:
    """The width is that of the range where the plan gives one, else of the largest number."""
    assert normal_seed("7 12 3", form(count=3)) == "07 12 03"
    assert normal_seed("7 2 3", form(count=3)) == "7 2 3"
    assert normal_seed("7 2 3", form(count=3, range="1-80")) == "07 02 03"
    assert normal_seed("7 2 3", form(count=3, range="0~100")) == "007 002 003"


def test_order() -> None:
    """ "as drawn or ascending": fixed in the plan, so that nobody chooses it afterwards."""
    drawn = {
        normal_seed(" ".join(numbers), form(count=3, range="1-80"))
        for numbers in permutations(["9", "10", "80"])
    }
    assert len(drawn) == 6
    sets = {
        normal_seed(" ".join(numbers), form(count=3, range="1-80", order="升序"))
        for numbers in permutations(["9", "10", "80"])
    }
    assert sets == {"09 10 80"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "seed-count"),
        ("3 0 9 9", "seed-count"),
        ("3 0 9 9 1 1", "seed-count"),
        ("30991", "seed-count"),
        ("3 0 9 9 x", "seed-not-numbers"),
        ("3 0 9 9 1.5", "seed-not-numbers"),
        ("3 0 9 9 ²", "seed-range"),
        ("3 0 9 9 一", "seed-not-numbers"),
        ("3 0 9 9 10", "seed-range"),
        ("3 0 9 9 " + "1" * 5000, "seed-not-numbers"),
    ],
)
def test_refused_numbers(text: str, code: str) -> None:
    """What is not what the plan fixed is refused, with what is wrong."""
    if text.endswith("²"):
        assert normal_seed(text, DICE) == "3 0 9 9 2", "NFKC: the draw's normal text"
        return
    with pytest.raises(BadInput) as caught:
        normal_seed(text, DICE)
    assert [f.code for f in caught.value.findings] == [code]
    assert str(caught.value)


def test_free_texts() -> None:
    """ "a free text is `norm`ed"; a blank one is refused."""
    assert normal_seed(" 上证指数　３１２０.５５\n", form()) == "上证指数 3120.55"
    with pytest.raises(BadInput):
        normal_seed(" \n", form())


def test_system_seed() -> None:
    """ "A system seed is 32 lower-case hex digits"; 16 zero bytes are a seed like any other."""
    assert system_seed(bytes(16)) == "0" * 32
    assert system_seed(bytes(range(240, 256))) == "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff"
    with pytest.raises(ValueError, match="16"):
        system_seed(b"")


@pytest.mark.parametrize("form", [{}, {"source": [{"type": "双色球", "issue": "2024058"}]}])
def test_a_seed_longer_than_any_source_gives(form: dict[str, object]) -> None:
    """A stranger's archive may hold any; reading numbers takes time by the square of their length."""
    with pytest.raises(BadInput) as caught:
        normal_seed("1" * 900_000, Seed.model_validate(form))
    assert [one.code for one in caught.value.findings] == ["seed-too-long"]
