"""Plans as versions: what changed between two files, or since a batch was drawn.

Source: XT-5 (changing the plan goes through a procedure, and the changed plan is published), LZ-5.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import cast

from shuangsuiji.core.canonical import Digest, norm, sha256
from shuangsuiji.core.findings import Finding, warning
from shuangsuiji.core.plans.changes import REGISTRIES, PlanChange, plan_changes
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import LedgerLine, standing_draws
from shuangsuiji.errors import SsjError
from shuangsuiji.files.archive import MANIFEST, SEALED, SOURCES
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.plan_files import PlanFiles, PlanSource, plan_files
from shuangsuiji.files.yaml_plan import read_plan


@dataclass(frozen=True, kw_only=True)
class PlanVersion:
    """A plan file as one version of the plan: its name, its digest, what it says."""

    file: str
    digest: Digest
    plan: Plan


@dataclass(frozen=True, kw_only=True)
class PlanDiff:
    """Two versions of a plan and every difference in meaning."""

    old: PlanVersion
    new: PlanVersion
    changes: tuple[PlanChange, ...]


def plan_diff(old: PlanSource, new: PlanSource) -> PlanDiff:
    """What changed from one plan file to another.

    Args:
        old: the plan before: its file, or the plan as values.
        new: the plan after.

    Raises:
        BadInput: one of them is no plan.
        FileTrouble: one of them cannot be read.
    """
    before, after = _version(plan_files(old)), _version(plan_files(new))
    return PlanDiff(old=before, new=after, changes=plan_changes(before.plan, after.plan))


def _version(files: PlanFiles) -> PlanVersion:
    data = files.data
    return PlanVersion(file=files.name, digest=sha256(data), plan=read_plan(data, files.name).plan)


def changed_since_draws(draws: Path, lines: Sequence[LedgerLine], plan: Plan) -> list[Finding]:
    """A warning for the latest batch of the plan that was drawn from another version of it (XT-5).

    Paths of registries are no part of the plan that was issued and do not count. An archive that is not at
    hand is passed over here; whoever needs its visits is told elsewhere.
    """
    drawn = [line for line in standing_draws(lines) if norm(line.text("plan")) == norm(plan.number)]
    if not drawn:
        return []
    latest = max(drawn, key=lambda line: line.number)
    folder = draws / latest.text("archive")
    try:
        manifest = cast(Manifest, json.loads(read_bytes(folder / SEALED / MANIFEST)))
        name = manifest["plan_file"]
        data = read_bytes(folder / SEALED / SOURCES / manifest["sources"][name])
        before = read_plan(data, name).plan
    except (SsjError, ValueError, KeyError, TypeError, RecursionError):
        return []
    count = sum(change.part != REGISTRIES for change in plan_changes(before, plan))
    if not count:
        return []
    batch = latest.text("batch")
    return [warning("plan-changed-since-draw", batch=batch, archive=folder.name, count=count)]


def overdue(plan: Plan, today: date | None) -> list[Finding]:
    """A plan without 文号 after the end of March of its year is late (LZ-5)."""
    if today is None or plan.document_number is not None or today <= date(plan.year, 3, 31):
        return []
    return [warning("plan-overdue", year=plan.year)]
