"""What may be public: the one place that decides it (LAW-3, LZ-10)."""

from __future__ import annotations

from enum import StrEnum


class Access(StrEnum):
    """Who may see a paper. It stands on the paper itself."""

    PUBLIC = "公开"
    INTERNAL = "内部"
