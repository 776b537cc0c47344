"""The step of an audit that holds an archive against what an auditor brings along."""

from __future__ import annotations

from shuangsuiji.core.canonical import norm, sha256
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.seeds.seed import written_seed
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import SOURCES
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.grades import agreed_and_used, attempt_told, attempts_in_ledger, used_by
from shuangsuiji.workflows.auditing.steps import Details, NothingThere, StepFailed


def held_elsewhere(case: AuditCase) -> Details:
    """Step 11: files, seed and commitment that are held elsewhere are those of the archive."""
    held = case.held
    if not (held.files or held.seed is not None or held.commit is not None):
        raise NothingThere("audit-nothing-held")
    wrong: Details = []
    right: Details = []
    digests = {sha256(data): name for name, data in case.archive.part(SOURCES).items()}
    for path, data in held.files.items():
        name = digests.get(sha256(data))
        if name is None:
            wrong.append(("audit-held-differs", {"file": path}))
        else:
            right.append(("audit-held-match", {"file": path, "source": name}))
    if held.commit is not None:
        recorded, published = case.manifest["commit"], norm(held.commit).lower()
        if published == recorded:
            right.append(("audit-held-commit", {"commit": published}))
        else:
            wrong.append(("audit-held-commit-differs", {"commit": published, "recorded": recorded}))
        right += _attempts(case, published)
        right += [] if case.is_frozen else agreed_and_used(case.manifest, published)
    if held.seed is not None:
        if case.is_frozen:
            wrong.append(("audit-held-no-seed", {"seed": held.seed}))
        else:
            text = case.manifest["seed"]["text"]
            same = _is_seed(held.seed, text, case.archive.snapshot.pool.plan)
            values: dict[str, str | int] = {"seed": held.seed, "recorded": text}
            (right if same else wrong).append(
                ("audit-held-seed-match", {"recorded": text}) if same else ("audit-held-seed", values)
            )
    if wrong:
        raise StepFailed(wrong + right)
    return right


def _attempts(case: AuditCase, commit: str) -> Details:
    """Which attempt used what was sealed as `commit`, then each attempt of the batch with its seed."""
    manifest, lines = case.manifest, case.lines_if_whole
    if lines is not None:
        return [used_by(lines, manifest, commit), *attempts_in_ledger(lines, manifest, commit)]
    return [attempt_told(one, "未核对") for one in ([] if case.is_frozen else manifest["attempts"])]


def _is_seed(text: str, recorded: str, plan: Plan) -> bool:
    """Whether a text that somebody noted is the seed on record, in whatever way it is written.

    A seed of the system has not the form that the plan agreed on: then it has to be the same text.
    """
    if norm(text) == norm(recorded):
        return True
    try:
        return recorded == written_seed(text, plan.seed)
    except BadInput:
        return False
