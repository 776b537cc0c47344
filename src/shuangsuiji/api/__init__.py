"""The Python face of the toolkit: all that the commands do, without printing.

    import shuangsuiji
    report = shuangsuiji.draw("plans/舞钢.yaml", batch="上半年", seed="03 07 12 19 22 31 09")
    report.archive, report.dossier.draw["visits"]

Each function raises an `SsjError` whose `findings` say in Chinese what is wrong. This folder alone reads the
clock and the system's randomness; both can be passed in instead. Each job is imported when it is first asked
for, since reading, drawing and auditing each bring libraries of their own.
"""

from __future__ import annotations

from shuangsuiji.api.drawing import before_draw, cancel, check, correct, draw, freeze, init, substitute
from shuangsuiji.api.followup import due, results
from shuangsuiji.api.papers import check_templates, export_templates, is_verify, publish_draft
from shuangsuiji.api.planning import change_notice, next_year, plan_diff, plan_table, year
from shuangsuiji.api.platform import platform_compare, platform_export, platform_import
from shuangsuiji.api.proof import audit, code, ledger, new_secret, publish
from shuangsuiji.api.registry import registry_check, registry_diff, registry_fix, registry_template
from shuangsuiji.api.reports import report_month, report_year

__all__ = [
    "audit",
    "before_draw",
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
    "is_verify",
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
