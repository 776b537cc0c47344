"""Several columns of numbers as one: what follows from them is worked out once for those that occur."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.intp]


class Combined:
    """Rows of numbers, as a code a row and the tuple that each code stands for.

    codes: (rows,) of 0 .. len(tuples) - 1; every code occurs, unless there are no rows.
    """

    def __init__(self, size: int) -> None:
        self.codes: Codes = np.zeros(size, dtype=np.intp)
        self.tuples: list[tuple[int, ...]] = [()]

    def add(self, values: NDArray[np.integer | np.bool_]) -> None:
        """One more column; `values` are 0 or more, one a row."""
        width = int(values.max(initial=0)) + 1
        pairs, codes = np.unique(self.codes * width + values, return_inverse=True)
        self.codes = codes.astype(np.intp, copy=False).reshape(-1)
        self.tuples = [(*self.tuples[pair // width], pair % width) for pair in pairs.tolist()]

    def texts(self, text_of: Callable[[tuple[int, ...]], str]) -> list[str]:
        """A text a row, made once for each tuple that occurs."""
        known = [text_of(values) for values in self.tuples]
        return [known[code] for code in self.codes.tolist()]


def listed(numbers: Iterable[int]) -> str:
    """A list as it stands in a cell: numbers, ascending, each once, one blank between."""
    return " ".join(map(str, sorted(set(numbers))))
