"""Every paper that is made from a template."""

from __future__ import annotations

from typing import Any

from shuangsuiji.documents.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawn_list import DRAWN_LIST
from shuangsuiji.documents.templates.forms import Form

FORMS: tuple[Form[Any], ...] = (DRAWN_LIST, COMMITMENT_LETTER)
"""In the order in which an office meets them."""
