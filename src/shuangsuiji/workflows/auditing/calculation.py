"""The steps of an audit that are made from the archive alone: its files, and everything computed again."""

from __future__ import annotations

import json

from shuangsuiji.core.canonical import sha256, sm3
from shuangsuiji.core.lottery.records import COMMITMENT, draw
from shuangsuiji.core.lottery.words import SCHEME, derive_key
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.platform import PLATFORM_SCHEME
from shuangsuiji.core.records.dossier import FreezeManifest, Manifest
from shuangsuiji.core.records.record import SeedRecord
from shuangsuiji.core.records.snapshot import PRIVATE_LIST, SEALED_FILES, Snapshot, collect, seal
from shuangsuiji.core.rules.table import RULES
from shuangsuiji.core.seeds.seed import GIVEN, SEALED_PUBLIC, written_seed
from shuangsuiji.documents.proof.verifiers import (
    CEREMONY_PAGE,
    PAGE,
    PROGRAM,
    ceremony_files,
    package_verifiers,
    verifiers,
)
from shuangsuiji.files.archive import DRAW, MANIFEST, PAPERS, SNAPSHOT, SOURCES, TEAMS, some
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.version import __version__
from shuangsuiji.workflows.auditing.case import AuditCase
from shuangsuiji.workflows.auditing.differences import draw_differences
from shuangsuiji.workflows.auditing.grades import grade_by_itself
from shuangsuiji.workflows.auditing.steps import Details, NothingThere, PartlyDone, StepFailed, StepSkipped
from shuangsuiji.workflows.auditing.walk import Subject
from shuangsuiji.workflows.load import load
from shuangsuiji.workflows.platforms.platform_import import draw_again, listing_again


def files(case: AuditCase) -> Details:
    """Step 1: the sealed files of the draw, or of the frozen batch, are just those of the manifest."""
    listed = case.manifest.get("files", {})
    wrong = case.differences(Subject.DRAW, by_ledger=False)
    known = (FreezeManifest if case.is_frozen else Manifest).__annotations__.keys()
    unknown = {
        *case.manifest.keys() - known,
        *case.manifest.get("seed", {}).keys() - SeedRecord.__annotations__.keys(),
    }
    if not case.is_frozen:
        wrong += _sm3_problems(case)
    wrong += [("audit-manifest-key", {"file": MANIFEST, "key": key}) for key in sorted(unknown)]
    if wrong:
        raise StepFailed(wrong)
    notes: Details = [("audit-stray", {"file": name}) for name in case.archive.stray]
    if not case.is_frozen:
        notes += [
            ("audit-sm3-blank", {"file": name})
            for name, digest in case.manifest["sm3"].items()
            if not digest and sm3(b"")
        ]
    if others := case.archive.others():
        notes.append(("audit-strangers", {"files": some(others)}))
    return [("audit-files-match", {"count": len(listed)}), *notes]


def _sm3_problems(case: AuditCase) -> Details:
    """Each SM3 is that of its file, or blank: not every machine has the algorithm.

    A file that was changed is named by its SHA-256 alone.
    """
    stored, said, listed = case.archive.sealed, case.manifest.get("sm3", {}), case.manifest.get("files", {})
    names = {"commit": SNAPSHOT + COMMITMENT, "draw": DRAW}
    wrong = names.keys() ^ said.keys()
    for key in names.keys() & said.keys():
        data = stored.get(names[key], b"")
        if sha256(data) == listed.get(names[key]) and said[key] not in ("", sm3(data) or said[key]):
            wrong.add(key)
    return [("audit-sm3", {"field": key}) for key in sorted(wrong)]


def scheme(case: AuditCase) -> Details:
    """Step 2: the manifest is of a scheme that this program knows."""
    manifest = case.manifest
    scheme = str(manifest.get("scheme", ""))
    known = PLATFORM_SCHEME if manifest.get("platform") else SCHEME
    if scheme != known:
        raise StepFailed([("audit-unknown-scheme", {"scheme": scheme, "known": known})])
    software = manifest.get("software", {})
    return [("audit-scheme", {"scheme": scheme, "software": str(software.get("shuangsuiji", ""))})]


def commitment(case: AuditCase) -> Details:
    """Step 3: snapshot, commitment and manifest belong together."""
    manifest, files = case.manifest, case.archive.part(SNAPSHOT)
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


def sources(case: AuditCase) -> Details:
    """Step 4: the sources, read again, give the snapshot."""
    manifest = case.manifest
    stored = case.archive.part(SOURCES)
    names = manifest["sources"]
    plan_file = manifest["plan_file"]
    plan_data = stored[names[plan_file]]
    read = read_plan(plan_data, plan_file)
    loaded = load(plan_data, plan_file, read, lambda path: stored[names[path]], None)
    snapshot = case.archive.snapshot
    collected = collect(loaded.plan, manifest["batch"], loaded.registries, snapshot.ledger_past)
    listed = _listed(case, manifest, snapshot)
    again = seal(collected, snapshot.batch_secret, listed).files
    differing = [name for name in SEALED_FILES if again[name] != case.archive.snapshot.files.get(name)]
    rules = str(json.loads(case.archive.snapshot.files[COMMITMENT]).get("rules"))
    if rules != RULES:
        raise StepSkipped("audit-other-rules", rules=rules, own=RULES, files="、".join(differing) or "无")
    if differing:
        raise StepFailed([("audit-source-differs", {"file": name}) for name in differing])
    return [("audit-sources-match", {"count": len(names)})]


def _listed(case: AuditCase, manifest: Manifest, snapshot: Snapshot) -> frozenset[str]:
    """The people whom a platform's list names; nobody in any other draw."""
    if not manifest.get("platform"):
        return frozenset()
    objects = listing_again(case.archive, manifest, snapshot.pool).objects
    return frozenset(key for one in objects for key in one.people)


def key(case: AuditCase) -> Details:
    """Step 5: the seed has its normal form, and the key follows from it."""
    manifest = case.manifest
    plan: Plan = case.archive.snapshot.pool.plan
    recorded = manifest["seed"]
    record = json.loads(case.archive.sealed[DRAW])
    wrong: Details = []
    typed = recorded["grade"] in (GIVEN, SEALED_PUBLIC)
    if typed and written_seed(recorded["text"], plan.seed) != recorded["text"]:
        wrong.append(("audit-seed-form", {"seed": recorded["text"]}))
    if record["seed"] != recorded["text"]:
        wrong.append(("audit-seed-differs", {"draw": record["seed"], "manifest": recorded["text"]}))
    key = f"{derive_key(sha256(case.archive.snapshot.files[COMMITMENT]), recorded['text']):032x}"
    if record["key"] != key:
        wrong.append(("audit-key", {"computed": key, "recorded": record["key"]}))
    wrong += grade_by_itself(manifest, plan.seed)
    if wrong:
        raise StepFailed(wrong)
    return [("audit-key-match", {"seed": recorded["text"], "key": key})]


def replay(case: AuditCase) -> Details:
    """Step 6: the draw, made again from the tables alone, is draw.json and teams.json."""
    manifest = case.manifest
    stored = case.archive.sealed[DRAW], case.archive.sealed[TEAMS]
    again = _again(case)
    wrong: Details = []
    for code, digest, data in (
        ("audit-draw-digest", manifest["draw"], stored[0]),
        ("audit-teams-digest", manifest["teams"], stored[1]),
    ):
        if sha256(data) != digest:
            wrong.append((code, {}))
    if again != stored:
        names = case.archive.snapshot.pool.name
        wrong += draw_differences(list(map(json.loads, again)), list(map(json.loads, stored)), names)
    if wrong:
        raise StepFailed(wrong)
    if manifest.get("platform"):
        raise StepSkipped("audit-platform", number="、".join(manifest["platform"]["numbers"]))
    visits = json.loads(stored[1])["visits"]
    values: dict[str, str | int] = {
        "objects": len(case.archive.snapshot.pool),
        "visits": len(visits),
        "teams": sum(len(visit["team"]) for visit in visits),
    }
    return [("audit-replay-match", values)]


def _again(case: AuditCase) -> tuple[bytes, bytes]:
    """draw.json and teams.json made again: by the lottery, or from the list of the platform that drew."""
    manifest, snapshot = case.manifest, case.archive.snapshot
    if manifest.get("platform"):
        return draw_again(case.archive, manifest, snapshot)
    made = draw(snapshot.lottery_files, manifest["seed"]["text"], progress=case.progress)
    return made.draw_json, made.teams_json


def programs(case: AuditCase) -> Details:
    """Step 20: the programs that verify, in the archive and in public packages, are those that we ship.

    So is the page of a frozen batch that draws it in front of everybody.
    """
    manifest, archive = case.manifest, case.archive
    if case.is_frozen:
        return _page_of_freeze(case)
    if manifest.get("platform"):
        raise NothingThere("audit-no-programs")
    records = {name: archive.sealed[name] for name in (DRAW, TEAMS)}
    shipped = {f"{name}": data for name, data in verifiers(archive.dossier(), records).items()}
    stored = {name: archive.sealed[name] for name in (PROGRAM, PAGE) if name in archive.sealed}
    amiss, notes = _changed_in_packages(case), Details()
    for package, held in archive.packages().items():
        tables = {name: data for name, data in held.items() if name not in (PROGRAM, PAGE)}
        made = package_verifiers(tables, manifest, archive.snapshot)
        if amiss.get(package, set()) - {PROGRAM} and PAGE not in amiss[package]:
            notes.append(("audit-package-changed", {"folder": package}))
            made.pop(PAGE, None)
        shipped |= {f"{package}/{name}": data for name, data in made.items()}
        stored |= {
            f"{package}/{name}": held[name] for name in (PROGRAM, PAGE) if name in held and name in made
        }
    differing = sorted(name for name in {*shipped, *stored} if shipped.get(name) != stored.get(name))
    if differing and manifest["software"]["shuangsuiji"] != __version__:
        other, names = manifest["software"]["shuangsuiji"], "、".join(differing)
        raise StepSkipped("audit-programs-other", files=names, software=other, own=__version__)
    if differing:
        pages = {f"{package}/{PAGE}" for package in archive.packages()}
        wrong: Details = [
            ("audit-program-differs", {"file": name}) for name in differing if name not in pages
        ]
        wrong += [("audit-page-differs", {"file": name}) for name in differing if name in pages]
        raise StepFailed(wrong)
    if notes:
        raise PartlyDone(notes)
    return [("audit-programs-match", {"files": "、".join(sorted(shipped))})]


def _page_of_freeze(case: AuditCase) -> Details:
    manifest, stored = case.frozen_manifest, case.archive.sealed.get(CEREMONY_PAGE)
    if stored is None:
        raise NothingThere("audit-no-programs")
    name = manifest["plan_name"] or manifest["plan"]
    made = ceremony_files(case.archive.snapshot, name, manifest["source"], manifest["reading"])
    if made.get(CEREMONY_PAGE) == stored:
        return [("audit-programs-match", {"files": CEREMONY_PAGE})]
    if manifest["software"]["shuangsuiji"] != __version__:
        other = manifest["software"]["shuangsuiji"]
        raise StepSkipped("audit-programs-other", files=CEREMONY_PAGE, software=other, own=__version__)
    raise StepFailed([("audit-program-differs", {"file": CEREMONY_PAGE})])


def _changed_in_packages(case: AuditCase) -> dict[str, set[str]]:
    """Package -> its files that are not as the ledger has them; empty where there is no ledger."""
    found: dict[str, set[str]] = {}
    for by_ledger in (True, False):
        for _, values in case.differences(Subject.PACKAGES, by_ledger=by_ledger):
            package, _, name = str(values["file"]).removeprefix(f"{PAPERS}/").partition("/")
            found.setdefault(package, set()).add(name)
    return found
