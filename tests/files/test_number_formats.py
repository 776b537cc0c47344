"""What a number format shows, and what is read of it."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from number_formats import NOT_UNDERSTOOD, READ, SHOWN

from shuangsuiji.files.readers.cell_text import number_text
from shuangsuiji.files.readers.number_formats import PLAIN, builtin_format, format_of
from shuangsuiji.files.readers.shown_numbers import Reading, shows_full_date


@pytest.mark.parametrize(("code", "value", "shown"), SHOWN)
def test_what_a_format_shows(code: str, value: float, shown: str) -> None:
    assert format_of(code).show(value) == shown


@pytest.mark.parametrize(("code", "value", "text", "stored"), READ)
def test_what_is_read(code: str, value: float, text: str, stored: str | None) -> None:
    assert format_of(code).read(value)[:3] == Reading(text, stored)[:3]


@pytest.mark.parametrize(
    ("code", "value", "arranged"),
    [
        ("General", 1234.5, None),
        ("0", 12, None),
        ("0.00", 12, "12.00"),
        ("0.00", -0.001, "0.00"),
        ("#,##0.00", 1234.5, "1,234.50"),
        ("#,##0.00_);(#,##0.00)", -1234.5, "(1,234.50)"),
        ("#,##0.00_)", 1234.5, "1,234.50 "),
        ('"¥"#,##0', 7, "¥7"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', 0, " -   "),
        ("#,##0.00;[Red]#,##0.00", -500, None),  # without its colour it would be another number
        ("0.00%", 0.075, None),
        ("000000", 12, None),
        ("0.00E+00", 13800000000, None),
        ("yyyy/m/d", 45413, None),
    ],
)
def test_a_display_that_arranges_a_number_is_kept_beside_it(
    code: str, value: float, arranged: str | None
) -> None:
    assert format_of(code).read(value).arranged == arranged


@pytest.mark.parametrize(("code", "value", "text"), NOT_UNDERSTOOD)
def test_what_is_not_understood_is_read_as_stored(code: str, value: float, text: str) -> None:
    assert format_of(code).read(value) == Reading(text, None, understood=False)


@pytest.mark.parametrize(
    ("code", "text", "shown"),
    [
        ('@"家"', "5", "5家"),
        ('0;-0;0;"（"@"）"', "甲", "（甲）"),
        (";;;", "甲", ""),
        (";;;@", "甲", "甲"),
        ("0.00", "甲", "甲"),
        ("_ * 0_ ;_ * -0_ ;_ * 0_ ;_ @_ ", "甲", "甲"),
        ("yyyy/m/d;@", "甲", "甲"),
        ('General;General;General;"无"', "甲", "无"),
    ],
)
def test_texts(code: str, text: str, shown: str) -> None:
    assert format_of(code).read_text(text) == shown


def test_dates_that_count_from_1904() -> None:
    assert format_of("yyyy年m月").read(43951, since_1904=True).text == "2024年5月"
    assert format_of("yyyy/m/d").read(43951, since_1904=True).text == "2024-05-01"
    assert format_of("[h]:mm").read(1.5, since_1904=True).text == "36:00"
    assert format_of("yyyy/m/d").read(-5000, since_1904=True) == Reading("-5000", None, False)


def test_formats_known_by_number() -> None:
    assert builtin_format(0) is builtin_format(999) or builtin_format(999).plain
    assert builtin_format(9).show(0.5) == "50%"
    assert builtin_format(49).plain
    assert builtin_format(57).show(45413) == "2024年5月"
    assert builtin_format(55).show(0.6) == "下午2时24分"
    assert PLAIN.plain


PIECES = st.one_of(
    st.sampled_from(
        [
            *'0#?.,%/@;_*\\!"[]-+ E:',
            "E+",
            "yyyy",
            "m",
            "d",
            "h",
            "ss",
            "aaaa",
            "General",
            "AM/PM",
            "上午/下午",
        ]
    ),
    st.sampled_from(
        [
            "[h]",
            "[Red]",
            "[>=90]",
            "[=1]",
            "[DBNum1]",
            "[DBNum2]",
            "[$-804]",
            "[$¥-804]",
            "[$-F800]",
            '"万元"',
        ]
    ),
    st.sampled_from(
        ["[", "[$", "[>", "[>=1E999]", '"', "\\", "_", "*", "元", "級", "\ud800", "\0", "1", "9"]
    ),
    st.characters(),
)
CODES = st.lists(PIECES, max_size=12).map("".join)
VALUES = st.one_of(
    st.floats(-1e15, 1e15, allow_nan=False, exclude_min=True, exclude_max=True),
    st.integers(0, 3_000_000).map(float),
    st.sampled_from([0.0, -0.0, 5e-324, 2958465.9999999, 2958466.0, 0.9999999999, -1e-9, 59.5, 60.0]),
)


@settings(max_examples=600, derandomize=True, deadline=None)
@given(CODES, VALUES, st.booleans())
@example("0" * 40, 999999999999999.0, False)
@example("%%%%%%0.0000000000", 1e14, False)
@example("[s].000000000", 2958465.99, False)
@example("yyyy[h]", -2958465.9999999, True)
def test_no_format_raises(code: str, value: float, since_1904: bool) -> None:
    """Whatever a file holds for a format: a text is read, and it is the stored one where nothing is shown."""
    form = format_of(code)
    shown, reading = form.show(value, since_1904), form.read(value, since_1904)
    assert isinstance(reading.text, str) and len(reading.text) < 2000
    assert isinstance(form.read_text("甲"), str)
    if shown is None and not form.plain:
        assert not reading.understood
    if form.keeps_whole:
        whole = float(abs(int(value)))
        assert form.read(whole).text == str(int(whole))


@settings(max_examples=300, derandomize=True, deadline=None)
@given(VALUES)
def test_a_number_without_a_format_never_changes(value: float) -> None:
    for code in ("General", "", "@", "G/通用格式"):
        assert format_of(code).read(value) == Reading(number_text(value))
    assert format_of("General").show(value) in (number_text(value), "-0")


@settings(max_examples=200, derandomize=True, deadline=None)
@given(
    st.integers(0, 10**15 - 1),
    st.sampled_from(["0", "#,##0", "0.00", "0_ ", "#,##0.00;[Red]-#,##0.00", "0.0#"]),
)
def test_formats_that_only_arrange_keep_every_digit(number: int, code: str) -> None:
    assert format_of(code).read(float(number))[:3] == Reading(str(number))[:3]


@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.integers(0, 10**9), st.integers(1, 12))
def test_codes_keep_their_digits(number: int, places: int) -> None:
    assert format_of("0" * places).read(float(number)).text == str(number).zfill(places)


@pytest.mark.parametrize(
    ("shown", "full"),
    [
        ("2024/5/1", True),
        ("1-May-24", True),
        ("24-5-1", True),
        ("2024年5月1日 星期三", True),
        ("二〇二四年五月一日", True),
        ("Wed May  1 00:00:00 2024", True),
        ("05/01/2024", True),
        ("2024年5月", False),
        ("5月1日", False),
        ("2024", False),
        ("星期三", False),
        ("14:24", False),
        ("May-24", False),
    ],
)
def test_displays_of_a_date(shown: str, full: bool) -> None:
    import datetime as dt

    assert shows_full_date(shown, dt.date(2024, 5, 1)) is full
