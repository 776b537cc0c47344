"""Codes of organisations, institutions and people: their forms and check digits.

- credit: 统一社会信用代码, GB 32100-2015 (with its amendment of 2016): 18 characters.
- registration: 工商注册号, GS 15-2006: 15 digits, checked by ISO 7064 MOD 11,10.
- insurance: 医保 code of a designated institution: H or P, 6-digit district, 5-digit serial; no check digit.
- resident: 公民身份号码, GB 11643-1999: 18 characters, checked by ISO 7064 MOD 11-2.

All functions take a code as `norm_id` leaves it. A problem is a short stable name or None: `length`,
`characters`, `department`, `category`, `date`, `check_digit`; the first that holds, in this order.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from operator import mul
from typing import Final

CREDIT_ALPHABET: Final = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 characters of a credit code: digits and capital letters without I, O, S, V, Z."""

_CREDIT_VALUES: Final = {letter: value for value, letter in enumerate(CREDIT_ALPHABET)}
_CREDIT_WEIGHTS: Final = tuple(pow(3, i, 31) for i in range(17))

# GB 32100-2015, table of 登记管理部门 and 机构类别: 机构编制 1, 外交 2, 司法行政 3, 文化 4, 民政 5, 旅游 6,
# 宗教 7, 工会 8, 工商 9, 军队编制 A, 农业 N, 其他 Y. Category 9 (其他) is open to every department but Y.
# Departments have since given out further categories, so that a code whose check digit holds is doubted
# for its first two characters no more than by a note (see `registry.read_objects`).
_CATEGORIES: Final = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "6": "129",
    "7": "129",
    "8": "19",
    "9": "1239",
    "A": "19",
    "N": "1239",
    "Y": "1",
}

_CREDIT_FORM: Final = re.compile(f"[{CREDIT_ALPHABET}]{{2}}[0-9]{{6}}[{CREDIT_ALPHABET}]{{10}}")
_REGISTRATION_FORM: Final = re.compile("[0-9]{15}")
_INSURANCE_FORM: Final = re.compile("[HP][0-9]{11}")
_RESIDENT_FORM: Final = re.compile("[0-9]{17}[0-9X]")


class CodeKind(StrEnum):
    """What a code is, by its form."""

    CREDIT = "credit"
    REGISTRATION = "registration"
    INSURANCE = "insurance"
    RESIDENT = "resident"


def credit_code_check_digit(first17: str) -> str:
    """The 18th character of a 统一社会信用代码: weights 3^i mod 31, complement to a multiple of 31."""
    total = sum(map(mul, map(_CREDIT_VALUES.__getitem__, first17), _CREDIT_WEIGHTS))
    return CREDIT_ALPHABET[-total % 31]


def organisation_check_digit(first8: str) -> str:
    """The 9th character of an organisation code (GB 11714), which is the 17th of a credit code.

    It is not part of `credit_code_problem`: codes given to old entities are known to break it.
    """
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(letter, 36) * weight for letter, weight in zip(first8, weights, strict=True))
    return "0123456789X"[-total % 11]


def registration_number_check_digit(first14: str) -> str:
    """The 15th digit of a 工商注册号, by ISO 7064 MOD 11,10."""
    check = 10
    for digit in first14:
        check = ((check + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - check) % 10)


def resident_check_digit(first17: str) -> str:
    """The 18th character of a resident ID number, by ISO 7064 MOD 11-2."""
    total = sum(int(digit) * pow(2, 17 - i, 11) for i, digit in enumerate(first17))
    return "10X98765432"[total % 11]


def credit_code_problem(code: str) -> str | None:
    """Why `code` is no 统一社会信用代码, or None. The register itself holds some codes that fail."""
    if len(code) != 18:
        return "length"
    if not _CREDIT_FORM.fullmatch(code):
        return "characters"
    if code[0] not in _CATEGORIES:
        return "department"
    if code[1] not in _CATEGORIES[code[0]]:
        return "category"
    return None if code[17] == credit_code_check_digit(code[:17]) else "check_digit"


_LOOK_ALIKE: Final = str.maketrans("OIZSV", "0125U")


def likely_credit_code(code: str) -> str | None:
    """The valid code that was probably meant by one with letters that no code has (O for 0 …), or None."""
    meant = code.translate(_LOOK_ALIKE)
    return meant if meant != code and credit_code_problem(meant) is None else None


def registration_number_problem(code: str) -> str | None:
    """Why `code` is no 15-digit 工商注册号, or None."""
    if len(code) != 15:
        return "length"
    if not _REGISTRATION_FORM.fullmatch(code):
        return "characters"
    return None if code[14] == registration_number_check_digit(code[:14]) else "check_digit"


def insurance_code_problem(code: str) -> str | None:
    """Why `code` is no 医保 code of a designated institution (H) or pharmacy (P), or None."""
    if len(code) != 12:
        return "length"
    return None if _INSURANCE_FORM.fullmatch(code) else "characters"


def resident_number_problem(code: str) -> str | None:
    """Why `code` is no resident ID number, or None."""
    if len(code) != 18:
        return "length"
    if not _RESIDENT_FORM.fullmatch(code):
        return "characters"
    try:
        date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        return "date"
    return None if code[17] == resident_check_digit(code[:17]) else "check_digit"


def identify(code: str) -> CodeKind | None:
    """What `code` is by its form, so that a mistyped code still gets its own check; None: nothing known.

    Eighteen digits may be a credit code or a resident number. Where they hold a birthday they count as a
    person's, unless the check digit speaks for the credit code alone: a code masked by mistake does no
    harm, a person's number printed would.
    """
    if _INSURANCE_FORM.fullmatch(code):
        return CodeKind.INSURANCE
    if _REGISTRATION_FORM.fullmatch(code):
        return CodeKind.REGISTRATION
    if _RESIDENT_FORM.fullmatch(code) and code[6:8] in {"18", "19", "20"}:
        problem = resident_number_problem(code)
        if problem is None or (problem == "check_digit" and credit_code_problem(code) is not None):
            return CodeKind.RESIDENT
    return CodeKind.CREDIT if _CREDIT_FORM.fullmatch(code) else None
