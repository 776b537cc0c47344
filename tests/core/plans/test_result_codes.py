"""Codes of results: what a cell may hold, and that no code is read as part of another (WG-10, LAW-7)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.small_dossier import PLAN
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.plans.result_codes import STANDARD_CODES, ResultCode, UnknownCode, parse_codes
from shuangsuiji.core.records.results import codes_of


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("", ()),
        ("  ", ()),
        ("1", (1,)),
        ("10", (10,)),
        ("1、10", (1, 10)),
        ("1,5", (1, 5)),
        ("1，5", (1, 5)),
        ("５；８", (5, 8)),
        ("01", (1,)),
        ("8 5", (5, 8)),
        ("5\n8", (5, 8)),
        ("5、5", (5,)),
        ("未发现问题", (1,)),
        ("5.发现问题已责令整改", (5,)),
        ("5．发现问题已责令整改、8.发现问题待后续处理", (5, 8)),
        ("1、未发现问题", (1,)),
        ("通过登记的住所(经营场所)无法取得联系", (4,)),
    ],
)
def test_what_a_cell_means(cell: str, codes: tuple[int, ...]) -> None:
    assert parse_codes(cell, STANDARD_CODES) == codes


@pytest.mark.parametrize(
    ("cell", "part"),
    [
        ("15", "15"),  # not 1 and 5
        ("0", "0"),
        ("11", "11"),
        ("100", "100"),
        ("1.5", "1.5"),
        ("1、无", "无"),
        ("1.合格", "1.合格"),
        ("发现问题", "发现问题"),
        ("2024-05-01", "2024-05-01"),
        ("1-3", "1-3"),
    ],
)
def test_what_is_no_code(cell: str, part: str) -> None:
    with pytest.raises(UnknownCode) as trouble:
        parse_codes(cell, STANDARD_CODES)
    assert trouble.value.part == part


def test_the_meaning_of_the_ten() -> None:
    """Seven of the ten tell of a problem, and each of these asks for a measure (XT-6)."""
    assert [code.number for code in STANDARD_CODES if code.problem] == [2, 3, 4, 5, 6, 8, 10]
    assert all(code.follow_up == code.problem for code in STANDARD_CODES)


def test_a_plan_names_its_own_codes() -> None:
    plan = Plan.model_validate(
        {
            **PLAN,
            "result_codes": [
                {"code": "2", "text": "轻微问题、当场改正", "problem": "是", "follow_up": "否"},
                {"code": "1", "text": "未发现问题"},
            ],
        }
    )
    codes = codes_of(plan)
    assert [(code.number, code.problem, code.follow_up) for code in codes] == [
        (1, False, False),
        (2, True, False),
    ]
    assert parse_codes("轻微问题、当场改正", codes) == (2,)
    with pytest.raises(UnknownCode):
        parse_codes("5", codes)


@given(
    st.lists(st.sampled_from(STANDARD_CODES), min_size=1, max_size=6),
    st.sampled_from(["、", ",", "，", "；", " ", "\n", "/", "　", "、 "]),
    st.sampled_from(["{0.number}", "{0.number:02d}", "{0.label}", "{0.text}"]),
)
def test_any_codes_in_any_spelling_are_those_codes(
    codes: list[ResultCode], between: str, spelling: str
) -> None:
    cell = between.join(spelling.format(code) for code in codes)
    assert parse_codes(cell, STANDARD_CODES) == tuple(sorted({code.number for code in codes}))
