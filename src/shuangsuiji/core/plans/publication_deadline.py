"""Within how many working days a result has to be published, where a plan does not say so (LZ-9, XT-2).

公开.期限工作日 of the plan may say otherwise. `core.results.publication_deadline` computes the day itself.
"""

from __future__ import annotations

from typing import Final

WORKDAYS: Final = 20
"""Working days, counted from the day after the inspection."""
