"""Marks, salts and seals: the examples of the page, and the definition written out once more."""

from __future__ import annotations

import base64
import hashlib
import hmac

import pytest

from shuangsuiji.core.rules.marks import Marks, batch_secret, marks_of, seal, seals

SECRET = bytes(range(32))
S = batch_secret(SECRET, "甲医保2024001", "上半年")


def by_definition(key: bytes, kind: str, one: str) -> tuple[str, str, str]:
    """Mark, salt of the mark, salt of the seal, as section 11 of docs/algorithm.md says it."""
    h = hmac.new(key, f"{kind}\n{one}\n".encode(), "sha256").digest()
    salt, of_seal = (base64.b32encode(part).decode()[:20] for part in (h[:15], h[15:30]))
    mark = hashlib.sha256(f"ssj-mark/2\n{kind}\n{salt}\n{one}\n".encode()).hexdigest()
    return mark, salt, of_seal


def rows(marks: Marks) -> list[tuple[str, str, str]]:
    return list(zip(marks.marks, marks.mark_salts, marks.seal_salts, strict=True))


def test_the_example() -> None:
    """Secret 00 .. 1f, plan 甲医保2024001, batch 上半年, object Y01."""
    marks = marks_of(S, "object", ["Y01"])
    assert rows(marks) == [
        (
            "7dd5a0da018d014c57bcbbec3a6a010bfad7d924a0e58669758f1b30d3f7d656",
            "3HVWY6WZYOP4NGJ6TBNA",
            "CIWQJNJWZN3ASEFFWIWE",
        )
    ]
    assert seal("CIWQJNJWZN3ASEFFWIWE", "1 2,,0,") == (
        "e7c874c850865d614e14e593f45155a4a6a2d6f692047b7b9b4bfefbabb49dd7"
    )
    assert seal("QLP4IPN4M2XWK2NL4FYC", "1 2,,0,3") == (
        "3b26f6e25cea914ded72362651502b3f6eeb28030b2aa4215e7e8519c6717826"
    )


@pytest.mark.parametrize("kind", ["object", "person"])
def test_the_definition(kind: str) -> None:
    """Ids of all sorts and lengths, over more rows than are worked on at once."""
    ids = ["", "甲", "Ｘ" * 90, "91410000MA9XXXXX1X", *(f"部门/{n}" for n in range(17_000))]
    marks = marks_of(S, kind, ids)  # type: ignore[arg-type]
    assert len(marks) == len(ids)
    chosen = [0, 1, 2, 3, 16_383, 16_384, 16_385, len(ids) - 1]
    assert [rows(marks)[row] for row in chosen] == [by_definition(S, kind, ids[row]) for row in chosen]


def test_everything_is_in_the_secret_of_the_batch() -> None:
    """Another secret, plan or batch gives other marks and salts of the same id; so does the other kind."""
    others = [
        batch_secret(SECRET[::-1], "甲医保2024001", "上半年"),
        batch_secret(SECRET, "甲医保2024002", "上半年"),
        batch_secret(SECRET, "甲医保2024001", "下半年"),
        S,
    ]
    found = [rows(marks_of(key, "object", ["Y01"]))[0] for key in others]
    found += rows(marks_of(S, "person", ["Y01"]))
    assert all(len({row[column] for row in found}) == 5 for column in range(3))


@pytest.mark.parametrize("length", [0, 31, 33, 64])
def test_a_secret_has_32_bytes(length: int) -> None:
    with pytest.raises(ValueError, match=f"{length} bytes"):
        batch_secret(b"x" * length, "甲", "乙")


def test_order() -> None:
    marks = Marks(["b", "c", "a"], ["1", "2", "3"], ["4", "5", "6"])
    assert marks.order() == [2, 0, 1]
    assert marks.taken([2, 0]) == Marks(["a", "b"], ["3", "1"], ["6", "4"])
    assert rows(marks_of(S, "object", [])) == []


def test_seals_by_row() -> None:
    assert seals(["A", "B"], ["1,,0,", ",,0,"]) == [seal("A", "1,,0,"), seal("B", ",,0,")]
