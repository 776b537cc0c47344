"""What the text of a cell says."""

from __future__ import annotations

import pytest

from shuangsuiji.core.cells import comparable, entries


def test_entries() -> None:
    """ "split at 、 ， , ； ; / and line ends" """
    assert entries(" 公立、市本级，,三级；;/\r\n 甲 ") == ("公立", "市本级", "三级", "甲")


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("12.50", "12.50"),
        ("3.0", "3"),
        ("-0", "-0"),
        ("√", "是"),
        ("y", "是"),
        ("0", "否"),
        ("2024/3/5", "2024-03-05"),
    ],
)
def test_one_spelling_each(text: str, form: str) -> None:
    assert comparable(text) == form
