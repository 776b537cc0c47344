"""Marks and salts: numbers of objects and people that say nothing about who they are, and can be proven.

A mark is the digest of a salted id. The salts are computed from a secret, the plan and the batch, so that
nobody can follow an object from batch to batch, or name it, without its salt (docs/algorithm.md, section 11).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

Marked = Literal["object", "person"]

SECRET_BYTES = 32
_SALT_LETTERS = 20
_SEAL_STARTS = 24
"""Base32 writes the 15 bytes of each salt as 24 letters, of which a salt is the first 20."""
_LETTERS = np.frombuffer(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", dtype=np.uint8)
_AT_ONCE = 1 << 14
_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Marks:
    """One entry a row, in the order of the ids: mark, salt of the mark, salt of the row's seal."""

    marks: Sequence[str]
    mark_salts: Sequence[str]
    seal_salts: Sequence[str]

    def __len__(self) -> int:
        return len(self.marks)

    def order(self) -> list[int]:
        """The rows by their marks."""
        return sorted(range(len(self.marks)), key=self.marks.__getitem__)

    def taken(self, rows: Sequence[int]) -> Marks:
        """The marks of these rows, in this order."""
        return Marks(
            [self.marks[row] for row in rows],
            [self.mark_salts[row] for row in rows],
            [self.seal_salts[row] for row in rows],
        )


def batch_secret(secret: bytes, plan_number: str, batch: str) -> bytes:
    """S, from which all salts of a batch come.

    Args:
        secret: the 32 bytes of the bureau's secret.
        plan_number: 编号 of the plan as plan.json and commitment.json have it: `tidy`, not `norm`.
        batch: the name of the batch, likewise.

    Raises:
        ValueError: the secret is of another length.
    """
    if len(secret) != SECRET_BYTES:
        raise ValueError(f"a secret of {len(secret)} bytes")
    return hmac.digest(secret, f"ssj-batch/2\n{plan_number}\n{batch}\n".encode(), "sha256")


def marks_of(batch_secret: bytes, kind: Marked, ids: Sequence[str]) -> Marks:
    """Marks and salts of things with these ids, in their order."""
    marks: list[str] = []
    mark_salts: list[str] = []
    seal_salts: list[str] = []
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        letters = _base32(b"".join(_digests(batch_secret, kind, part)), len(part))
        width = 2 * _SEAL_STARTS
        salts = [letters[at : at + _SALT_LETTERS] for at in range(0, len(letters), width)]
        mark_salts += salts
        seal_salts += [letters[at : at + _SALT_LETTERS] for at in range(_SEAL_STARTS, len(letters), width)]
        start_text = f"ssj-mark/2\n{kind}\n"
        marks += [
            hashlib.sha256(f"{start_text}{salt}\n{key}\n".encode()).hexdigest()
            for salt, key in zip(salts, part, strict=True)
        ]
    return Marks(marks, mark_salts, seal_salts)


def check_code(salt: str) -> str:
    """A salt as people read and type it, 校验码: groups of five letters joined by hyphens."""
    return "-".join(salt[at : at + 5] for at in range(0, len(salt), 5))


def salt_of(batch_secret: bytes, *words: str) -> str:
    """The salt of something that is no object or person: 20 letters from an HMAC of words, a line each."""
    text = "".join(f"{word}\n" for word in words)
    digest = hmac.digest(batch_secret, text.encode(), "sha256")
    return base64.b32encode(digest[:15]).decode("ascii")[:_SALT_LETTERS]


def seal(salt: str, cells: str) -> str:
    """The digest of one row of sites.csv; `cells` are its seats, duty, area and recused, with the commas."""
    return hashlib.sha256(f"ssj-seal/2\n{salt}\n{cells}\n".encode()).hexdigest()


def seals(salts: Iterable[str], rows: Iterable[str]) -> list[str]:
    """The seal of each row."""
    return [seal(salt, cells) for salt, cells in zip(salts, rows, strict=True)]


def _digests(key: bytes, kind: Marked, ids: Iterable[str]) -> Iterator[bytes]:
    """HMAC-SHA256 of each id; both paddings of the key are hashed once."""
    block = key.ljust(_BLOCK, b"\0")
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in block))
    outer = hashlib.sha256(bytes(byte ^ 0x5C for byte in block))
    inner.update(f"{kind}\n".encode())
    for mark_id in ids:
        inside, outside = inner.copy(), outer.copy()
        inside.update(f"{mark_id}\n".encode())
        outside.update(inside.digest())
        yield outside.digest()


def _base32(digests: bytes, count: int) -> str:
    """Bytes 0 to 29 of each digest of 32 bytes as 48 letters, one after the other."""
    octets = np.frombuffer(digests, dtype=np.uint8).reshape(count, 32)[:, :30].reshape(count, 6, 5)
    forty = np.zeros((count, 6), dtype=np.uint64)
    for place in range(5):
        forty = (forty << np.uint64(8)) | octets[:, :, place]
    shifts = np.arange(35, -1, -5, dtype=np.uint64)
    letters = _LETTERS[((forty[:, :, None] >> shifts) & np.uint64(31)).astype(np.intp)]
    return letters.tobytes().decode("ascii")
