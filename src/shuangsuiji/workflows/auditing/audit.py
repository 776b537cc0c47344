"""Auditing an archive: a verifier's checklist, each step with what was compared.

1. Every sealed file is there and has the digest of the manifest.
2. The manifest is of a scheme that this program knows.
3. Each file of the snapshot has the digest of the commitment, and the commitment that of the manifest.
4. The sources, read again by the rules of the archive's version, give the snapshot and its draw table.
5. The seed has its normal form, and the key follows from it.
6. The draw, made again from the tables alone, is draw.json and teams.json.
   Objects that a platform drew cannot be drawn again: they are held against its list, and the step is –.
7. The archive's ledger lines are its beginning: attempt, commitment and seed.
8. The ledger beside the archive has the lines of this draw, in an unbroken chain.
9. Every substitution, drawn again in order, is its event.json, and the ledger has its line.
10. The figures of the working papers are those of the draw; edited papers are reported, not failed.
11. Sources held elsewhere (--plan, --registry, --seed) are the archive's.
12. Every entry of results has the files of its manifest, concerns visits of this draw, and has its line.

A step that cannot be done without something that is not at hand is marked –, never ✓.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from shuangsuiji.core.canonical import norm, sha256
from shuangsuiji.core.lottery.records import COMMITMENT, draw
from shuangsuiji.core.lottery.teams.staffing import Progress
from shuangsuiji.core.lottery.words import SCHEME, derive_key
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.platform import PLATFORM, PLATFORM_SCHEME
from shuangsuiji.core.records.dossier import Manifest
from shuangsuiji.core.records.ledger import Event, LedgerLine, drawn_line, read_words
from shuangsuiji.core.records.snapshot import PRIVATE_LIST, SEALED_FILES, Snapshot, collect, seal
from shuangsuiji.core.rules.table import RULES
from shuangsuiji.core.seeds.seed import GIVEN, REHEARSAL, SEALED_PUBLIC, written_seed
from shuangsuiji.errors import BadInput, SsjError
from shuangsuiji.files.archive import (
    DRAW,
    LEDGER_LINES,
    LEDGER_WORDS,
    MANIFEST,
    SNAPSHOT,
    SOURCES,
    TEAMS,
    Archive,
    manifest_of,
    read_archive,
)
from shuangsuiji.files.disk import read_bytes
from shuangsuiji.files.ledger import Ledger
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.auditing.after_draw import check_events, check_results
from shuangsuiji.workflows.auditing.differences import draw_differences
from shuangsuiji.workflows.auditing.grades import (
    agreed_and_used,
    attempt_told,
    attempts_in_ledger,
    grade_by_itself,
    grade_by_ledger,
    later,
)
from shuangsuiji.workflows.auditing.papers import listed_names
from shuangsuiji.workflows.auditing.steps import (
    BROKEN,
    LEDGER_STEP,
    AuditStep,
    Details,
    StepFailed,
    StepSkipped,
    Verdict,
)
from shuangsuiji.workflows.corrections_kept import (
    correction_problems,
    corrections_without_line,
    with_corrections,
)
from shuangsuiji.workflows.environment import FilePath
from shuangsuiji.workflows.history import past_visits
from shuangsuiji.workflows.load import load
from shuangsuiji.workflows.platforms.platform_import import draw_again, listing_again


@dataclass(frozen=True, kw_only=True)
class AuditReport:
    """All steps of an audit."""

    archive: Path
    manifest: Manifest | None
    steps: Sequence[AuditStep]

    @property
    def passed(self) -> bool:
        """Whether no step failed."""
        return all(step.verdict is not Verdict.FAILED for step in self.steps)


@dataclass(frozen=True, kw_only=True)
class Held:
    """What an auditor brings along beside files."""

    seed: str | None = None
    commit: str | None = None


def audit(
    archive: FilePath,
    *,
    plan: FilePath | None = None,
    registries: Sequence[FilePath] = (),
    seed: str | None = None,
    commit: str | None = None,
    progress: Progress | None = None,
) -> AuditReport:
    """Checks an archive, step by step; nothing in it is believed before it is compared.

    Args:
        archive: its folder.
        plan: the plan file as it is held elsewhere.
        registries: registry files as they are held elsewhere.
        seed: as it was published.
        commit: as it was published.
        progress: called with the number of visits staffed again so far, and that of all.

    Raises:
        BadInput: there is no archive in the folder.
        FileTrouble: it, or what was brought along, cannot be read.
    """
    stored = read_archive(Path(archive))
    brought = {str(path): read_bytes(Path(path)) for path in (plan, *registries) if path is not None}
    case = _Audit(stored, Held(seed=seed, commit=commit), brought, progress)
    steps = [
        _run(number, name, step)
        for number, (name, step) in enumerate(
            (
                ("封存文件", case.files),
                ("抽取规程", case.scheme),
                ("快照与承诺值", case.commitment),
                ("原始文件与快照", case.sources),
                ("种子与密钥", case.key),
                ("重新抽取", case.replay),
                ("档案内台账", case.own_lines),
                (LEDGER_STEP, case.ledger),
                ("递补", case.events),
                ("文书数字", case.papers),
                ("外部留存件", case.held_elsewhere),
                ("检查结果", case.results),
            ),
            1,
        )
    ]
    return AuditReport(archive=stored.folder, manifest=case.manifest, steps=steps)


def _run(number: int, name: str, step: Callable[[], Details]) -> AuditStep:
    verdict = Verdict.PASSED
    try:
        details = step()
    except StepFailed as failed:
        verdict, details = Verdict.FAILED, failed.details
    except StepSkipped as skipped:
        verdict, details = Verdict.SKIPPED, skipped.details
    except SsjError as problem:
        verdict = Verdict.FAILED
        details = [("audit-finding", {"text": line}) for line in str(problem).splitlines()[:5]]
    except BROKEN as problem:
        verdict, details = Verdict.FAILED, [("audit-unreadable", {"detail": type(problem).__name__})]
    return AuditStep(number=number, name=name, verdict=verdict, details=tuple(details))


class _Audit:
    """One archive under audit."""

    def __init__(
        self, archive: Archive, held: Held, brought: Mapping[str, bytes], progress: Progress | None
    ) -> None:
        self.archive = archive
        self.progress = progress
        self.held = held
        self.brought = brought
        self.manifest = manifest_of(archive)

    def _known(self) -> Manifest:
        if self.manifest is None:
            raise StepFailed([("audit-no-manifest", {})])
        return self.manifest

    def files(self) -> Details:
        listed = self._known().get("files", {})
        present = {
            name: str(sha256(data)) for name, data in self.archive.own_files().items() if name != MANIFEST
        }
        wrong: Details = []
        wrong += [("audit-file-missing", {"file": name}) for name in listed if name not in present]
        wrong += [("audit-file-extra", {"file": name}) for name in present if name not in listed]
        wrong += [
            ("audit-file-changed", {"file": name})
            for name in listed
            if name in present and present[name] != listed[name]
        ]
        if wrong:
            raise StepFailed(wrong)
        notes: Details = [("audit-stray", {"file": name}) for name in self.archive.stray]
        return [("audit-files-match", {"count": len(listed)}), *notes]

    def scheme(self) -> Details:
        manifest = self._known()
        scheme = str(manifest.get("scheme", ""))
        known = PLATFORM_SCHEME if manifest.get("platform") else SCHEME
        if scheme != known:
            raise StepFailed([("audit-unknown-scheme", {"scheme": scheme, "known": known})])
        software = manifest.get("software", {})
        return [("audit-scheme", {"scheme": scheme, "software": str(software.get("shuangsuiji", ""))})]

    def commitment(self) -> Details:
        manifest, files = self._known(), self.archive.part(SNAPSHOT)
        commitment = json.loads(files[COMMITMENT])
        listed = {**commitment["tables"], PRIVATE_LIST: commitment["private"]}
        listed |= json.loads(files[PRIVATE_LIST])["files"]
        wrong: Details = []
        for name in SEALED_FILES[1:]:
            if sha256(files.get(name, b"")) != listed.get(name):
                wrong.append(("audit-snapshot-file", {"file": name}))
        commit = sha256(files[COMMITMENT])
        if commit != manifest["commit"]:
            wrong.append(("audit-commit", {"computed": commit, "recorded": manifest["commit"]}))
        frozen_as = {**manifest, "scheme": SCHEME} if manifest.get("platform") else manifest
        for key in ("plan", "batch", "scheme"):
            if commitment.get(key) != frozen_as[key]:
                wrong.append(("audit-commitment-field", {"field": key}))
        if wrong:
            raise StepFailed(wrong)
        return [("audit-commit-match", {"commit": commit})]

    def sources(self) -> Details:
        manifest = self._known()
        stored = self.archive.part(SOURCES)
        names = manifest["sources"]
        plan_file = manifest["plan_file"]
        plan_data = stored[names[plan_file]]
        read = read_plan(plan_data, plan_file)
        loaded = load(plan_data, plan_file, read, lambda path: stored[names[path]], None)
        snapshot = self.archive.snapshot
        collected = collect(loaded.plan, manifest["batch"], loaded.registries, snapshot.ledger_past)
        listed = self._listed(manifest, snapshot)
        again = seal(collected, snapshot.batch_secret, listed).files
        differing = [name for name in SEALED_FILES if again[name] != self.archive.snapshot.files.get(name)]
        rules = str(json.loads(self.archive.snapshot.files[COMMITMENT]).get("rules"))
        if rules != RULES:
            raise StepSkipped("audit-other-rules", rules=rules, own=RULES, files="、".join(differing) or "无")
        if differing:
            raise StepFailed([("audit-source-differs", {"file": name}) for name in differing])
        return [("audit-sources-match", {"count": len(names)})]

    def _listed(self, manifest: Manifest, snapshot: Snapshot) -> frozenset[str]:
        """The people whom a platform's list names; nobody in any other draw."""
        if not manifest.get("platform"):
            return frozenset()
        objects = listing_again(self.archive, manifest, snapshot.pool).objects
        return frozenset(key for one in objects for key in one.people)

    def key(self) -> Details:
        manifest = self._known()
        plan: Plan = self.archive.snapshot.pool.plan
        recorded = manifest["seed"]
        record = json.loads(self.archive.sealed[DRAW])
        wrong: Details = []
        typed = recorded["grade"] in (GIVEN, SEALED_PUBLIC)
        if typed and written_seed(recorded["text"], plan.seed) != recorded["text"]:
            wrong.append(("audit-seed-form", {"seed": recorded["text"]}))
        if record["seed"] != recorded["text"]:
            wrong.append(("audit-seed-differs", {"draw": record["seed"], "manifest": recorded["text"]}))
        key = f"{derive_key(sha256(self.archive.snapshot.files[COMMITMENT]), recorded['text']):032x}"
        if record["key"] != key:
            wrong.append(("audit-key", {"computed": key, "recorded": record["key"]}))
        wrong += grade_by_itself(manifest, plan.seed)
        if wrong:
            raise StepFailed(wrong)
        return [("audit-key-match", {"seed": recorded["text"], "key": key})]

    def replay(self) -> Details:
        manifest = self._known()
        stored = self.archive.sealed[DRAW], self.archive.sealed[TEAMS]
        again = self._again()
        wrong: Details = []
        for code, digest, data in (
            ("audit-draw-digest", manifest["draw"], stored[0]),
            ("audit-teams-digest", manifest["teams"], stored[1]),
        ):
            if sha256(data) != digest:
                wrong.append((code, {}))
        if again != stored:
            names = self.archive.snapshot.pool.name
            wrong += draw_differences(list(map(json.loads, again)), list(map(json.loads, stored)), names)
        if wrong:
            raise StepFailed(wrong)
        if manifest.get("platform"):
            raise StepSkipped("audit-platform", number="、".join(manifest["platform"]["numbers"]))
        visits = json.loads(stored[1])["visits"]
        values: dict[str, str | int] = {
            "objects": len(self.archive.snapshot.pool),
            "visits": len(visits),
            "teams": sum(len(visit["team"]) for visit in visits),
        }
        return [("audit-replay-match", values)]

    def _again(self) -> tuple[bytes, bytes]:
        """draw.json and teams.json made again: by the lottery, or from the list of the platform that drew."""
        manifest, snapshot = self._known(), self.archive.snapshot
        if manifest.get("platform"):
            return draw_again(self.archive, manifest, snapshot)
        made = draw(snapshot.lottery_files, manifest["seed"]["text"], progress=self.progress)
        return made.draw_json, made.teams_json

    def _rehearsal(self) -> StepFailed | StepSkipped:
        """A rehearsal has no ledger lines; calling a draw one afterwards must not spare it the ledger."""
        manifest = self._known()
        real = manifest["attempt"] or self.archive.sealed[LEDGER_LINES]
        if real or manifest["seed"]["grade"] != REHEARSAL:
            return StepFailed([("audit-false-rehearsal", {})])
        return StepSkipped("audit-rehearsal")

    def own_lines(self) -> Details:
        manifest = self._known()
        if manifest["rehearsal"]:
            raise self._rehearsal()
        raw = self.archive.sealed[LEDGER_LINES].splitlines()
        line = json.loads(raw[0]) if raw else {}
        words = self.archive.sealed[LEDGER_WORDS].rstrip(b"\n")
        typed = read_words(words) if sha256(words) == line.get("words") else {}
        wrong: Details = []
        for key, expected in (
            ("event", Event.STARTED.value),
            ("plan", manifest["plan"]),
            ("batch", manifest["batch"]),
            ("attempt", manifest["attempt"]),
            ("commit", manifest["commit"]),
            ("seed", manifest["seed"]["text"]),
            ("grade", manifest["seed"]["grade"]),
            ("time", manifest["time"]),
            ("previous", manifest["ledger_head"]),
            ("origin", PLATFORM if manifest.get("platform") else None),
        ):
            if line.get(key) != expected:
                wrong.append(("audit-line-field", {"field": key}))
        for key, said in (("reason", manifest["reason"]), ("operator", manifest["operator"])):
            if typed.get(key, "") != said:
                wrong.append(("audit-line-field", {"field": key}))
        if wrong:
            raise StepFailed(wrong)
        return [("audit-line-match", {"attempt": manifest["attempt"], "line": line["line"]})]

    def ledger(self) -> Details:
        manifest = self._known()
        if manifest["rehearsal"]:
            raise self._rehearsal()
        lines = self._lines
        if lines is None:
            raise StepSkipped("audit-no-ledger")
        started = self.archive.sealed[LEDGER_LINES].rstrip(b"\n")
        if sha256(started) not in {line.digest for line in lines}:
            raise StepFailed([("audit-not-in-ledger", {})])
        drawn = drawn_line(lines, manifest["plan"], manifest["batch"], manifest["attempt"])
        if drawn is None:
            raise StepFailed([("audit-no-drawn-line", {})])
        wrong: Details = []
        if drawn.text("manifest") != sha256(self.archive.sealed[MANIFEST]):
            wrong.append(("audit-manifest-differs", {}))
        for key, name in (("draw", DRAW), ("teams", TEAMS)):
            if drawn.text(key) != sha256(self.archive.sealed[name]):
                wrong.append(("audit-ledger-draw-differs", {"file": name}))
        if wrong:
            raise StepFailed(wrong)
        base = self.archive.folder.resolve()
        wrong += [("audit-file-changed", {"file": name}) for name in correction_problems(base, lines)]
        wrong += [("audit-file-extra", {"file": name}) for name in corrections_without_line(base, lines)]
        if wrong:
            raise StepFailed(wrong)
        start = next(line for line in lines if line.digest == sha256(started))
        sealed = grade_by_ledger(lines, start, manifest, self.archive.snapshot.pool.plan.seed)
        past = self._history_of(lines, sha256(started))
        return [("audit-ledger-match", {"count": len(lines)}), *sealed, *past, *later(lines, drawn)]

    def _history_of(self, lines: Sequence[LedgerLine], started: str) -> Details:
        """The past visits of the snapshot against the earlier archives beside this one."""
        before = next(index for index, line in enumerate(lines) if line.digest == started)
        snapshot = self.archive.snapshot
        draws = self.archive.folder.resolve().parent
        if frozen := self._known()["frozen"]:
            before = next(index for index, line in enumerate(lines) if line.digest == frozen)
        try:
            past = past_visits(draws, lines[:before], snapshot.pool.plan, snapshot.batch)
        except SsjError:
            return [("audit-history-unchecked", {})]
        if sorted(past, key=repr) != sorted(snapshot.ledger_past, key=repr):
            raise StepFailed([("audit-history-differs", {})])
        return [("audit-history-match", {"count": len(past)})] if past else []

    def events(self) -> Details:
        return check_events(self.archive, self._known(), self._lines)

    def results(self) -> Details:
        return check_results(self.archive, self._known(), self._lines_if_whole())

    @cached_property
    def _lines(self) -> list[LedgerLine] | None:
        """The lines of the ledger beside the archive, where there is one.

        Raises:
            StepFailed: its chain is broken.
        """
        ledger = Ledger(self.archive.folder.resolve().parent)
        if not ledger.path.exists():
            return None
        try:
            return ledger.read()
        except BadInput as broken:
            raise StepFailed(
                [("audit-ledger-broken", {"line": broken.findings[0].place.line or 1})]
            ) from None

    def _lines_if_whole(self) -> list[LedgerLine] | None:
        """The same, None where the chain is broken: step 8 has told of that."""
        try:
            return self._lines
        except StepFailed:
            return None

    def papers(self) -> Details:
        name = "抽查结果.xlsx"
        if name not in self.archive.papers:
            raise StepSkipped("audit-no-papers", file=name)
        dossier = self.archive.dossier().after(self.archive.events())
        lines = self._lines_if_whole()
        now = with_corrections(dossier, self.archive.folder.resolve(), lines) if lines else dossier
        try:
            listed = listed_names(self.archive.papers[name])
        except Exception:  # a paper that was edited may be anything
            return [("audit-paper-unreadable", {"file": name})]
        drawn = [norm(now.pool.name(visit["number"])) for visit in now.draw["visits"]]
        if sorted(listed) != sorted(drawn):
            return [("audit-paper-changed", {"file": name})]
        return [("audit-papers-match", {"file": name, "count": len(drawn)})]

    def held_elsewhere(self) -> Details:
        held = self.held
        if not (self.brought or held.seed is not None or held.commit is not None):
            raise StepSkipped("audit-nothing-held")
        manifest = self._known()
        digests = {sha256(data): name for name, data in self.archive.part(SOURCES).items()}
        wrong: Details = []
        right: Details = []
        for path, data in self.brought.items():
            name = digests.get(sha256(data))
            if name is None:
                wrong.append(("audit-held-differs", {"file": path}))
            else:
                right.append(("audit-held-match", {"file": path, "source": name}))
        if held.commit is not None:
            published = norm(held.commit).lower()
            if published == manifest["commit"]:
                right.append(("audit-held-commit", {"commit": published}))
            else:
                values: dict[str, str | int] = {"commit": published, "recorded": manifest["commit"]}
                wrong.append(("audit-held-commit-differs", values))
            right += [*self._other_attempts(published), *agreed_and_used(manifest, published)]
        if held.seed is not None:
            recorded = manifest["seed"]["text"]
            if _is_seed(held.seed, recorded, self.archive.snapshot.pool.plan):
                right.append(("audit-held-seed-match", {"recorded": recorded}))
            else:
                wrong.append(("audit-held-seed", {"seed": held.seed, "recorded": recorded}))
        if wrong:
            raise StepFailed(wrong + right)
        return right

    def _other_attempts(self, commit: str) -> Details:
        """Every attempt of the batch with its seed, and whether it used what was sealed as `commit`."""
        manifest = self._known()
        lines = self._lines_if_whole()
        if lines is not None:
            return attempts_in_ledger(lines, manifest, commit)
        return [attempt_told(one, "未核对") for one in manifest["attempts"]]


def _is_seed(text: str, recorded: str, plan: Plan) -> bool:
    """Whether a text that somebody noted is the seed on record, in whatever way it is written."""
    try:
        return recorded in (text, written_seed(text, plan.seed))
    except BadInput:
        return False
