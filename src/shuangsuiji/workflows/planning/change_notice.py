"""The notice of a changed plan, drafted from what changed, beside the new plan (XT-5)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.findings import Place, error, has_errors
from shuangsuiji.core.records.ledger import standing_draws
from shuangsuiji.documents.planning.change_notice import CHANGE_NOTICE, public_changes
from shuangsuiji.documents.planning.change_notice import change_notice as change_notice_document
from shuangsuiji.errors import BadInput
from shuangsuiji.files.current_papers import DRAFTS
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.drafts import write_draft
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.templates_folder import templates_among
from shuangsuiji.workflows.check import DRAWS
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.load import own_templates
from shuangsuiji.workflows.planning.plan_changes import PlanDiff, plan_diff
from shuangsuiji.workflows.publishing.private_data import refuse_private_words
from shuangsuiji.workflows.publishing.publish_drafts import DraftReport


def change_notice(
    old: FilePath, new: FilePath, *, reason: str = "", now: datetime | None = None
) -> tuple[PlanDiff, DraftReport]:
    """Drafts the notice of change into 公示稿 beside the new plan; a draft that is there already stays.

    Args:
        old: the plan before; new: the plan after.
        reason: why it was changed; blank leaves a space to be filled in.
        now: its day is the day of the paper; by default today.

    Raises:
        BadInput: one of the files is no plan, or nothing that concerns the public has changed.
        FileTrouble: something cannot be read or written.
    """
    path, diff = Path(new), plan_diff(old, new)
    if not public_changes(diff.changes):
        raise BadInput(error("plan-nothing-changed", Place(file=path.name)))
    plan = diff.new.plan
    sources, found = own_templates(path, plan)
    findings = list(found)
    if has_errors(findings):
        raise BadInput(*findings)
    lines = Ledger(path.parent / DRAWS).read()
    drawn = {
        norm(line.text("batch"))
        for line in standing_draws(lines)
        if norm(line.text("plan")) == norm(plan.number)
    }
    data = change_notice_document(
        (diff.old.plan, plan),
        diff.changes,
        reason=tidy(reason).rstrip("。"),
        drawn=[batch.name for batch in plan.batches_in_order if norm(batch.name) in drawn],
        now=time_of(now),
        templates=templates_among(sources),
    )
    files = {place.name: read_bytes(place) for place in (Path(old), path)}
    templates = templates_among(sources)
    findings += refuse_private_words(
        CHANGE_NOTICE.file, data, plan, files=files, typed={"--reason": reason}, templates=templates
    )
    target, written = write_draft(path.parent / DRAFTS, CHANGE_NOTICE.file, data)
    beside = target.name != CHANGE_NOTICE.file
    return diff, DraftReport(path=target, written=written, beside=beside, findings=tuple(findings))
