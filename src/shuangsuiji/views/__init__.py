"""What the terminal shows; each module is imported when a command asks for it, so that help is instant."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shuangsuiji.views import assistant as assistant
    from shuangsuiji.views import ceremony as ceremony
    from shuangsuiji.views import dialogue as dialogue
    from shuangsuiji.views import drawing as drawing
    from shuangsuiji.views import explain as explain
    from shuangsuiji.views import followup as followup
    from shuangsuiji.views import planning as planning
    from shuangsuiji.views import platform as platform
    from shuangsuiji.views import progress as progress
    from shuangsuiji.views import proof as proof
    from shuangsuiji.views import publishing as publishing
    from shuangsuiji.views import registry as registry
    from shuangsuiji.views import reporting as reporting
    from shuangsuiji.views import screen as screen
    from shuangsuiji.views import templates as templates


def __getattr__(name: str) -> Any:
    return importlib.import_module(f"{__name__}.{name}")
