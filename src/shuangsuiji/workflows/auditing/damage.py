"""Which file is to blame where a step of an audit broke off on what an archive holds."""

from __future__ import annotations

import json
from collections.abc import Iterator

from shuangsuiji.core.lottery.columns import BadTable
from shuangsuiji.files.archive import SNAPSHOT
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.steps import Details
from shuangsuiji.workflows.auditing.walk import Subject

_JSON = (".json", ".jsonl")


def damaged_files(case: AuditCase, problem: Exception) -> Details:
    """The files that cannot be what they were, for a step that broke off with `problem`.

    The table that the draw could not read; else what is no JSON; else what is not as its manifest says. If
    none of them tells, what the manifest and the files say contradicts itself.
    """
    if isinstance(problem, BadTable):
        where = "表头" if problem.row == 0 else f"第 {problem.row} 行"
        return [("audit-table-unreadable", {"file": SNAPSHOT + problem.name, "where": where})]
    if isinstance(problem, KeyError) and str(problem.args[0]).endswith(_JSON):
        return [("audit-file-missing", {"file": str(problem.args[0])})]
    broken: Details = [("audit-file-unreadable", {"file": name}) for name in _no_json(case)]
    if not broken:
        parts = (Subject.DRAW, Subject.AFTER, Subject.RESULTS)
        broken = [
            ("audit-unreadable", {"file": str(values["file"])})
            for _, values in case.differences(*parts, by_ledger=False)
        ]
    return list({str(detail): detail for detail in broken}.values()) or [("audit-contradiction", {})]


def _no_json(case: AuditCase) -> Iterator[str]:
    """Sealed files that should hold JSON and do not."""
    for name, data in case.archive.sealed.items():
        if name.endswith(_JSON):
            try:
                for row in data.splitlines() if name.endswith(".jsonl") else [data]:
                    json.loads(row)
            except (ValueError, RecursionError):
                yield name
