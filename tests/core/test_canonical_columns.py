"""Whole columns at once give what cell by cell gives."""

from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from shuangsuiji.core.canonical import canonical_csv, norm_id, norm_ids, refused_characters, tidy, tidy_all
from shuangsuiji.core.registries.suspicions import comparison_key, comparison_keys

TEXTS = st.lists(
    st.one_of(
        st.text(max_size=6),
        st.text('aZ09 甲\u3000\n\r\t\x1c\x85Ａ①-_（,"', max_size=6),
        st.from_regex("[A-Za-z0-9 ]{0,6}", fullmatch=True),
    ),
    max_size=6,
)


@given(TEXTS)
def test_columns_are_tidied_as_cells_are(texts: list[str]) -> None:
    expected = [tidy(text) for text in texts]
    assert tidy_all(texts) == (expected, sum(a != b for a, b in zip(texts, expected, strict=True)))


@given(TEXTS)
def test_ids_of_a_column(texts: list[str]) -> None:
    assert norm_ids(texts) == [norm_id(text) for text in texts]


@given(TEXTS)
def test_names_of_a_column_as_compared(texts: list[str]) -> None:
    cells = [tidy(text) for text in texts]
    assert comparison_keys(cells) == [comparison_key(cell) for cell in cells]


@given(TEXTS)
def test_what_is_printable_holds_nothing_refused(texts: list[str]) -> None:
    assert refused_characters(texts) == frozenset().union(
        *(refused_characters([c]) for t in texts for c in t)
    )


@given(st.lists(st.lists(st.text('a甲,"\n\r ', max_size=4), min_size=2, max_size=2), max_size=4))
def test_canonical_csv_is_quoted_only_where_it_must_be(rows: list[list[str]]) -> None:
    text = canonical_csv(["甲", "b,"], rows).decode()
    assert text.startswith('甲,"b,"\n')
    assert list(csv.reader(io.StringIO(text, newline=""))) == [["甲", "b,"], *rows]
    assert text.count('"') == sum(
        2 * any(sign in cell for sign in ',"\r\n') + 2 * cell.count('"')
        for row in [["b,"], *rows]
        for cell in row
    )
