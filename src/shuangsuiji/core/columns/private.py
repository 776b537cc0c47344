"""What is private in a registry, by the column it stands in or by its form: the one list of it (LZ-10).

`core.publicity` keeps all of it out of public papers.
"""

from __future__ import annotations

import re
from typing import Final

from shuangsuiji.core.columns.kinds import known_columns

NEVER_PUBLIC: Final = frozenset(
    {column.name for column in known_columns() if column.private}
    | {"联系电话", "手机", "身份证号", "家庭住址"}
)
"""Columns that no public paper has, whatever the plan says."""

SECRET_COLUMN: Final = re.compile("电话|手机|联系方式|身份证|证件号码|银行|账号|微信|邮箱")
"""Within the name of a column: its numbers are secret wherever else they stand."""

LEAST_SECRET: Final = 7
"""A number of fewer digits is no phone, and stands in too many names by chance."""

PHONE: Final = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:\+?86[- ]?)?1[3-9][0-9](?:[ -]?[0-9]{4}){2}|0[0-9]{2,3}[-－ ]?[0-9]{7,8})"
    r"(?![0-9A-Za-z])"
)
"""A phone number within a text: of a mobile phone, or with its area code."""

RESIDENT_NUMBER: Final = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
"""A resident ID number within a text."""
