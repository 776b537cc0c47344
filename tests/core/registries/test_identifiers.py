"""Forms and check digits of codes: examples of the standards, python-stdnum as the oracle, properties."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2, mod_11_10

from properties import examples
from shuangsuiji.core.registries.identifiers import (
    CREDIT_ALPHABET,
    CodeKind,
    credit_code_check_digit,
    credit_code_problem,
    identify,
    insurance_code_problem,
    likely_credit_code,
    organisation_check_digit,
    registration_number_check_digit,
    registration_number_problem,
    resident_check_digit,
    resident_number_problem,
)

credit_codes = st.builds(
    lambda head, district, body: (head + district + body) + credit_code_check_digit(head + district + body),
    st.sampled_from(["11", "12", "35", "52", "53", "71", "81", "91", "92", "93", "A1", "N2", "Y1"]),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(CREDIT_ALPHABET, min_size=9, max_size=9),
)
registration_numbers = st.text("0123456789", min_size=14, max_size=14).map(
    lambda first: first + registration_number_check_digit(first)
)
resident_numbers = st.builds(
    lambda district, day, serial: (head := f"{district}{day:%Y%m%d}{serial}") + resident_check_digit(head),
    st.text("0123456789", min_size=6, max_size=6),
    st.dates(min_value=date(1900, 1, 1)),
    st.text("0123456789", min_size=3, max_size=3),
)


def changed(code: str, place: int, letter: str) -> str:
    """The code with one character replaced."""
    return code[:place] + letter + code[place + 1 :]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91110000600037341L", None),
        ("91350100M000100Y43", None),  # the example that circulates with GB 32100-2015
        ("9111000060003734L", "length"),
        ("9I110000600037341L", "characters"),
        ("91110000600037341l", "characters"),
        ("911100006000373 1L", "characters"),
        ("9111000060003734１L", "characters"),
        ("B1110000600037341L", "department"),
        ("94110000600037341L", "category"),
        ("Y9110000600037341L", "category"),
        ("91110000600037341M", "check_digit"),
        ("91110000600037314L", "check_digit"),
    ],
)
def test_credit_code_examples(code: str, problem: str | None) -> None:
    """Every reason by name, the first that holds."""
    assert credit_code_problem(code) == problem


@pytest.mark.parametrize("department", list("123456789ANY"))
def test_every_registering_department_of_the_standard_is_known(department: str) -> None:
    """GB 32100-2015 knows more departments than 1, 5 and 9: A, N and Y are letters."""
    first = f"{department}1410481MAY00001X"
    assert credit_code_problem(first + credit_code_check_digit(first)) is None


@examples(100)
@given(credit_codes)
def test_credit_codes_agree_with_stdnum(code: str) -> None:
    """stdnum wants digits in the first two places; elsewhere both say the same."""
    assert uscc.calc_check_digit(code[:17]) == code[17]
    assert credit_code_problem(code) is None
    if code[0].isdigit():
        assert uscc.is_valid(code)


@examples(100)
@given(credit_codes, st.integers(0, 17), st.sampled_from(CREDIT_ALPHABET))
def test_one_wrong_character_of_a_credit_code_is_caught(code: str, place: int, letter: str) -> None:
    """All weights are prime to 31."""
    wrong = changed(code, place, letter)
    assert (credit_code_problem(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("110108000000016", None),  # the example of GS 15-2006
        ("110108000000017", "check_digit"),
        ("11010800000001", "length"),
        ("11010800000001X", "characters"),
        ("1101080000000１6", "characters"),
    ],
)
def test_registration_number_examples(code: str, problem: str | None) -> None:
    """15 ASCII digits, MOD 11,10."""
    assert registration_number_problem(code) == problem


@examples(100)
@given(registration_numbers, st.integers(0, 14), st.sampled_from("0123456789"))
def test_registration_numbers(code: str, place: int, digit: str) -> None:
    """The oracle agrees, and one wrong digit is caught."""
    assert mod_11_10.is_valid(code)
    assert registration_number_problem(code) is None
    wrong = changed(code, place, digit)
    assert (registration_number_problem(wrong) is None) == (wrong == code)


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("11010519491231002X", None),  # the example of GB 11643-1999
        ("440524188001010014", None),  # its second example
        ("110105194912310021", "check_digit"),
        ("11010519490231002X", "date"),
        ("11010500001231002X", "date"),
        ("11010519491231002x", "characters"),
        ("110105491231002", "length"),
    ],
)
def test_resident_number_examples(code: str, problem: str | None) -> None:
    """The place of birth is not looked up."""
    assert resident_number_problem(code) == problem


def stdnum_accepts(code: str) -> bool | None:
    """What stdnum.cn.ric says; None where its table of places fails it."""
    try:
        return bool(ric.validate(code))
    except ValidationError as reason:
        return None if type(reason).__name__ == "InvalidComponent" else False
    except KeyError:
        return None


@examples(100)
@given(resident_numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_resident_numbers(code: str, place: int, letter: str) -> None:
    """The oracles agree, and one wrong character is caught."""
    assert mod_11_2.is_valid(code)
    assert resident_number_problem(code) is None
    assert stdnum_accepts(code) is not False
    wrong = changed(code, place, letter)
    assert (resident_number_problem(wrong) is None) == (wrong == code)


def test_insurance_codes() -> None:
    """H or P, district, serial; nothing to compute."""
    assert insurance_code_problem("H41048190001") is None
    assert insurance_code_problem("P41048190001") is None
    assert insurance_code_problem("P4104819000") == "length"
    assert insurance_code_problem("Q41048190001") == "characters"
    assert insurance_code_problem("P4104819000１") == "characters"


def test_organisation_code_of_the_standard() -> None:
    """GB 11714 gives D2143569-X."""
    assert organisation_check_digit("D2143569") == "X"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91110000600037341L", CodeKind.CREDIT),
        ("91110000600037341M", CodeKind.CREDIT),
        ("110108000000016", CodeKind.REGISTRATION),
        ("H41048190001", CodeKind.INSURANCE),
        ("11010519491231002X", CodeKind.RESIDENT),
        ("110105194912310021", CodeKind.RESIDENT),  # mistyped, still a person's
        ("12130300401704123", None),
        ("", None),
        ("大药房", None),
    ],
)
def test_identify(code: str, kind: CodeKind | None) -> None:
    """The form decides, so that a code with a wrong check digit is still checked as what it is."""
    assert identify(code) == kind


@examples(100)
@given(st.one_of(credit_codes, registration_numbers, resident_numbers, st.text()))
def test_identify_and_the_problems_never_disagree_about_form(code: str) -> None:
    """A code is never identified as something whose length or characters it breaks."""
    problems = {
        CodeKind.CREDIT: credit_code_problem,
        CodeKind.REGISTRATION: registration_number_problem,
        CodeKind.INSURANCE: insurance_code_problem,
        CodeKind.RESIDENT: resident_number_problem,
    }
    kind = identify(code)
    if kind is not None:
        assert problems[kind](code) not in {"length", "characters"}


def test_look_alike_letters() -> None:
    """Letters that no code has are read as what they look like, if that gives a valid code."""
    assert likely_credit_code("9111OOOO600037341L") == "91110000600037341L"
    assert likely_credit_code("91110000600037341L") is None
    assert likely_credit_code("9111OOOO600037341M") is None
