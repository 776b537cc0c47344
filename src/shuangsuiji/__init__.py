"""shuangsuiji: recomputable random draws for 双随机、一公开 supervision."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shuangsuiji.api import (
        audit,
        cancel,
        change_notice,
        check,
        check_templates,
        code,
        correct,
        draw,
        due,
        export_templates,
        freeze,
        init,
        ledger,
        new_secret,
        next_year,
        plan_diff,
        plan_table,
        platform_compare,
        platform_export,
        platform_import,
        publish,
        publish_draft,
        registry_check,
        registry_diff,
        registry_fix,
        registry_template,
        report_month,
        report_year,
        results,
        substitute,
        year,
    )

__version__ = "0.2.0"
__all__ = [
    "__version__",
    "audit",
    "cancel",
    "change_notice",
    "check",
    "check_templates",
    "code",
    "correct",
    "draw",
    "due",
    "export_templates",
    "freeze",
    "init",
    "ledger",
    "new_secret",
    "next_year",
    "plan_diff",
    "plan_table",
    "platform_compare",
    "platform_export",
    "platform_import",
    "publish",
    "publish_draft",
    "registry_check",
    "registry_diff",
    "registry_fix",
    "registry_template",
    "report_month",
    "report_year",
    "results",
    "substitute",
    "year",
]


def __getattr__(name: str) -> Any:
    """The functions of `shuangsuiji.api`, imported when first asked for: `ssj --help` stays instant."""
    if name in __all__:
        return getattr(importlib.import_module("shuangsuiji.api"), name)
    raise AttributeError(name)
