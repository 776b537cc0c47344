"""shuangsuiji: recomputable random draws for 双随机、一公开 supervision.

    import shuangsuiji
    report = shuangsuiji.draw("plans/舞钢.yaml", batch="上半年", seed="03 07 12 19 22 31 09")
    report.archive, report.dossier.draw["visits"]

All that the commands do, without printing. Paths are texts or path objects. `now` is the time to record, by
default the time now; one without an offset is taken as Beijing time. `entropy` gives random bytes, by default
the system's. Each function raises an `SsjError` whose `findings` say in Chinese what is wrong.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from shuangsuiji.version import __version__ as __version__

if TYPE_CHECKING:
    from shuangsuiji.errors import AlreadyDone as AlreadyDone
    from shuangsuiji.errors import BadInput as BadInput
    from shuangsuiji.errors import BadUsage as BadUsage
    from shuangsuiji.errors import ExitStatus as ExitStatus
    from shuangsuiji.errors import FileTrouble as FileTrouble
    from shuangsuiji.errors import Mismatch as Mismatch
    from shuangsuiji.errors import SsjError as SsjError
    from shuangsuiji.errors import UnreadableArchive as UnreadableArchive
    from shuangsuiji.files.plan_files import PlanFiles as PlanFiles
    from shuangsuiji.files.schema import plan_schema as plan_schema
    from shuangsuiji.workflows.auditing.audit import audit as audit
    from shuangsuiji.workflows.auditing.places import audit_places as audit_places
    from shuangsuiji.workflows.bureaus import Bureau as Bureau
    from shuangsuiji.workflows.bureaus import Province as Province
    from shuangsuiji.workflows.bureaus import month_totals as month_totals
    from shuangsuiji.workflows.bureaus import year_totals as year_totals
    from shuangsuiji.workflows.cancel import cancel as cancel
    from shuangsuiji.workflows.check import check as check
    from shuangsuiji.workflows.codes import code as code
    from shuangsuiji.workflows.codes import whom as whom
    from shuangsuiji.workflows.correction import correct as correct
    from shuangsuiji.workflows.draw import before_draw as before_draw
    from shuangsuiji.workflows.draw import draw as draw
    from shuangsuiji.workflows.due import due as due
    from shuangsuiji.workflows.evaluation import report_year as report_year
    from shuangsuiji.workflows.explain import explain as explain
    from shuangsuiji.workflows.explain import open as open
    from shuangsuiji.workflows.explain_against import explain_against as explain_against
    from shuangsuiji.workflows.export import export as export
    from shuangsuiji.workflows.freeze import freeze as freeze
    from shuangsuiji.workflows.init import init as init
    from shuangsuiji.workflows.ledger import ledger as ledger
    from shuangsuiji.workflows.ledger import new_secret as new_secret
    from shuangsuiji.workflows.monthly_report import report_month as report_month
    from shuangsuiji.workflows.new_plan import keep_answers as keep_answers
    from shuangsuiji.workflows.new_plan import kept_answers as kept_answers
    from shuangsuiji.workflows.new_plan import new_plan as new_plan
    from shuangsuiji.workflows.new_plan import settle_issue as settle_issue
    from shuangsuiji.workflows.planning.change_notice import change_notice as change_notice
    from shuangsuiji.workflows.planning.next_year import next_year as next_year
    from shuangsuiji.workflows.planning.plan_changes import plan_diff as plan_diff
    from shuangsuiji.workflows.planning.plan_table import plan_table as plan_table
    from shuangsuiji.workflows.planning.year import year as year
    from shuangsuiji.workflows.platforms.platform import platform_compare as platform_compare
    from shuangsuiji.workflows.platforms.platform import platform_export as platform_export
    from shuangsuiji.workflows.platforms.platform import platform_import as platform_import
    from shuangsuiji.workflows.publishing.package import publish as publish
    from shuangsuiji.workflows.publishing.publish_drafts import publication_kind as publication_kind
    from shuangsuiji.workflows.publishing.publish_drafts import publish_draft as publish_draft
    from shuangsuiji.workflows.publishing.sealed_sample import publish_sample as publish_sample
    from shuangsuiji.workflows.recognised import Recognition as Recognition
    from shuangsuiji.workflows.recognised import draw_of_sheet as draw_of_sheet
    from shuangsuiji.workflows.recognised import recognised as recognised
    from shuangsuiji.workflows.record_keeping import keep_transcript as keep_transcript
    from shuangsuiji.workflows.registries.check import registry_check as registry_check
    from shuangsuiji.workflows.registries.check import registry_template as registry_template
    from shuangsuiji.workflows.registries.diff import registry_diff as registry_diff
    from shuangsuiji.workflows.registries.fix import registry_fix as registry_fix
    from shuangsuiji.workflows.repair import repair as repair
    from shuangsuiji.workflows.results import ResultsReport as ResultsReport
    from shuangsuiji.workflows.results import mark_sheet as mark_sheet
    from shuangsuiji.workflows.results import results as results
    from shuangsuiji.workflows.results import results_published as results_published
    from shuangsuiji.workflows.state import BatchState as BatchState
    from shuangsuiji.workflows.state import NextStep as NextStep
    from shuangsuiji.workflows.state import PlanState as PlanState
    from shuangsuiji.workflows.state import YearState as YearState
    from shuangsuiji.workflows.state import latest_draw as latest_draw
    from shuangsuiji.workflows.state import the_plan as the_plan
    from shuangsuiji.workflows.state import year_state as year_state
    from shuangsuiji.workflows.substitute import substitute as substitute
    from shuangsuiji.workflows.survey import registries_seen as registries_seen
    from shuangsuiji.workflows.survey import survey as survey
    from shuangsuiji.workflows.templates import check_templates as check_templates
    from shuangsuiji.workflows.templates import export_templates as export_templates

_HOMES = {
    "errors": (
        "AlreadyDone",
        "BadInput",
        "BadUsage",
        "ExitStatus",
        "FileTrouble",
        "Mismatch",
        "SsjError",
        "UnreadableArchive",
    ),
    "files.plan_files": ("PlanFiles",),
    "files.schema": ("plan_schema",),
    "workflows.auditing.audit": ("audit",),
    "workflows.auditing.places": ("audit_places",),
    "workflows.bureaus": ("Bureau", "Province", "month_totals", "year_totals"),
    "workflows.cancel": ("cancel",),
    "workflows.check": ("check",),
    "workflows.codes": ("code", "whom"),
    "workflows.correction": ("correct",),
    "workflows.draw": ("before_draw", "draw"),
    "workflows.due": ("due",),
    "workflows.explain": ("explain", "open"),
    "workflows.explain_against": ("explain_against",),
    "workflows.export": ("export",),
    "workflows.freeze": ("freeze",),
    "workflows.init": ("init",),
    "workflows.ledger": ("ledger", "new_secret"),
    "workflows.new_plan": ("keep_answers", "kept_answers", "new_plan", "settle_issue"),
    "workflows.planning.change_notice": ("change_notice",),
    "workflows.planning.next_year": ("next_year",),
    "workflows.planning.plan_changes": ("plan_diff",),
    "workflows.planning.plan_table": ("plan_table",),
    "workflows.planning.year": ("year",),
    "workflows.platforms.platform": ("platform_compare", "platform_export", "platform_import"),
    "workflows.publishing.package": ("publish",),
    "workflows.publishing.publish_drafts": ("publication_kind", "publish_draft"),
    "workflows.publishing.sealed_sample": ("publish_sample",),
    "workflows.recognised": ("Recognition", "draw_of_sheet", "recognised"),
    "workflows.record_keeping": ("keep_transcript",),
    "workflows.registries.check": ("registry_check", "registry_template"),
    "workflows.registries.diff": ("registry_diff",),
    "workflows.registries.fix": ("registry_fix",),
    "workflows.monthly_report": ("report_month",),
    "workflows.evaluation": ("report_year",),
    "workflows.repair": ("repair",),
    "workflows.results": ("ResultsReport", "mark_sheet", "results", "results_published"),
    "workflows.state": (
        "BatchState",
        "PlanState",
        "NextStep",
        "YearState",
        "latest_draw",
        "the_plan",
        "year_state",
    ),
    "workflows.substitute": ("substitute",),
    "workflows.survey": ("registries_seen", "survey"),
    "workflows.templates": ("check_templates", "export_templates"),
}
"""Module -> the public names that it holds."""

__all__ = ["__version__", *sorted(name for names in _HOMES.values() for name in names)]


def __getattr__(name: str) -> Any:
    """A public name, its module imported when it is first asked for: each job brings libraries of its own."""
    for module, names in _HOMES.items():
        if name in names:
            return getattr(importlib.import_module(f"shuangsuiji.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
