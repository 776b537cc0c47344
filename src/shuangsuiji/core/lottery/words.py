"""The randomness of scheme ``ssj-draw/1``: a key from commitment and seed, and labelled streams of words.

Only raw 64-bit words of the Philox4x64-10 bit generator are used, which NumPy promises to keep and
anybody can re-implement (draw-algorithm 4 and 5; `docs/algorithm.md` has the known answers). No word
is ever turned into a float or a bounded integer: the draw orders things by their words.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

SCHEME = "ssj-draw/1"

Key = NewType("Key", int)
Words = NDArray[np.uint64]

_WORDS_PER_BLOCK = 4


class Purpose(IntEnum):
    """What the words of a stream are for; the numbers are part of the scheme."""

    OBJECTS = 1
    VISIT_ORDER = 2
    VISIT_PERSON = 3
    GROUPS = 4
    CLUSTERS = 5
    LOOSE_SEATS = 6
    STAND_INS = 7


def derive_key(commit: str, seed: str) -> Key:
    """The 128-bit Philox key of a draw, from its commitment (lower-case hex) and its seed text."""
    text = f"{SCHEME}\n{commit}\n{seed}\n"
    return Key(int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:16], "big"))


def words(key: Key, purpose: Purpose, event: int, start: int, count: int) -> Words:
    """Words `start` .. `start + count - 1` of stream `purpose`.`event` (event 0 is the draw itself)."""
    block, skip = divmod(start, _WORDS_PER_BLOCK)
    counter = int(purpose) * 2**192 + event * 2**128 + block
    generator = np.random.Philox(key=key, counter=counter)
    raw: Words = generator.random_raw(skip + count)
    return raw[skip:]


def object_tickets(key: Key, size: int) -> Words:
    """The tickets of the objects numbered 1..size, in that order: word k-1 belongs to number k."""
    return words(key, Purpose.OBJECTS, 0, 0, size)


def visit_order_words(key: Key, event: int, visits: int) -> Words:
    """One word per visit, by its index: the visits are staffed from the smallest word on."""
    return words(key, Purpose.VISIT_ORDER, event, 0, visits)


def pair_words(key: Key, event: int, visit: int, people: int) -> Words:
    """One word per person for one visit: within the visit people come from the smallest word on."""
    return words(key, Purpose.VISIT_PERSON, event, visit * people, people)
