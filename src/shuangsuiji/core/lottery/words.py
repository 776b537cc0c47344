"""The randomness of scheme ``ssj-draw/2``: a key from commitment and seed, and labelled streams of words.

Only raw 64-bit words of the Philox4x64-10 bit generator are used, which NumPy promises to keep and
anybody can re-implement (docs/algorithm.md, section 4). No word
is ever turned into a float or a bounded integer: the draw orders things by their words.
"""

from __future__ import annotations

import hashlib
from enum import IntEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

SCHEME = "ssj-draw/2"

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
    SEALED_SAMPLE = 8


def derive_key(*parts: str) -> Key:
    """The 128-bit Philox key that follows from commitment and seed, or from commitment, request and seed."""
    text = "".join(f"{part}\n" for part in (SCHEME, *parts))
    return Key(int.from_bytes(hashlib.sha256(text.encode("utf-8")).digest()[:16], "big"))


def words(key: Key, purpose: Purpose, start: int, count: int) -> Words:
    """Words `start` .. `start + count - 1` of the stream `purpose`, counted from 0."""
    block, skip = divmod(start, _WORDS_PER_BLOCK)
    generator = np.random.Philox(key=key, counter=int(purpose) * 2**192 + block)
    raw: Words = generator.random_raw(skip + count)
    return raw[skip:]


def object_tickets(key: Key, size: int) -> Words:
    """The tickets of the objects numbered 1..size, in that order: word k-1 belongs to number k."""
    return words(key, Purpose.OBJECTS, 0, size)
