"""Words that a test sets by hand."""

from __future__ import annotations

import pytest
from small_tables import Rig

from shuangsuiji.core.lottery import selection, staffing
from shuangsuiji.core.lottery.teams import tickets


@pytest.fixture
def rig(monkeypatch: pytest.MonkeyPatch) -> Rig:
    """Replaces the words of every stream for one test."""
    made = Rig()
    for module in (selection, staffing, tickets):
        monkeypatch.setattr(module, "words", made.words)
    monkeypatch.setattr(selection, "object_tickets", lambda key, size: made.words(key, 1, 0, size))
    return made
