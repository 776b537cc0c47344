"""The programs that go into every archive and package, so that anybody can check it without this product."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import resources

from shuangsuiji.core.plans.seed_form import Seed
from shuangsuiji.core.records.dossier import Dossier, Manifest
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.labels import Labels
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.core.seeds.words import origin_text, reading
from shuangsuiji.documents.proof.verifier_page import ceremony_page, verifier_page
from shuangsuiji.documents.wording import REHEARSAL

PROGRAM = "verify_ssj.py"
PAGE = "复核.html"
CEREMONY_PAGE = "抽取现场.html"
PAGE_LIMIT = 100_000
"""With more objects no page is made: browsers do not open files of that size. The program has no limit."""


def verifiers(dossier: Dossier, records: Mapping[str, bytes]) -> dict[str, bytes]:
    """File name -> bytes, for the sealed archive: the program, and the page with all words.

    `records` are draw.json and teams.json.
    """
    snapshot = dossier.snapshot
    words = {**_public_words(dossier.manifest, snapshot), **_private_words(snapshot)}
    files = {**snapshot.lottery_files, **records}
    return {PROGRAM: _program(), **_page(snapshot, files, words)}


def package_verifiers(files: Mapping[str, bytes], manifest: Manifest, snapshot: Snapshot) -> dict[str, bytes]:
    """File name -> bytes, for a public package: the page names tasks and the seed, nobody and no tier."""
    words = _public_words(manifest, snapshot)
    return {PROGRAM: _program(), **_page(snapshot, files, words)}


def ceremony_files(snapshot: Snapshot, plan_name: str, source: str, writing: str) -> dict[str, bytes]:
    """File name -> bytes, for a frozen batch: the page that draws it in front of everybody.

    Args:
        snapshot: what is sealed.
        plan_name: of the heading.
        source: where the seed is to come from; blank if nothing was agreed.
        writing: how it is written.
    """
    if len(snapshot.pool) > PAGE_LIMIT:
        return {}
    words: dict[str, object] = {
        "title": f"{plan_name}　{snapshot.batch}　抽取现场",
        "tasks": _tasks(snapshot),
        "seed": {"source": source, "form": writing},
        "seed_parts": _seed_parts(snapshot.pool.plan.seed),
        **_private_words(snapshot),
    }
    return {CEREMONY_PAGE: ceremony_page(snapshot.lottery_files, words)}


def _tasks(snapshot: Snapshot) -> list[dict[str, str]]:
    names = {task.number: task.name or "" for task in snapshot.pool.plan.tasks}
    return [
        {"number": task["number"], "name": names.get(task["number"], "")} for task in snapshot.labels.tasks
    ]


def _seed_parts(form: Seed) -> list[dict[str, object]]:
    """The parts of a typed seed in the order in which they are written."""
    parts: list[dict[str, object]] = []
    for source in form.sources:
        if source.hex_digits:
            parts.append({"hex": source.hex_digits})
        for part in source.parts:
            named = {"name": part.name, "count": part.count, "low": part.low, "high": part.high}
            parts.append({**named, "balls": part.balls})
    return parts


def _page(snapshot: Snapshot, files: Mapping[str, bytes], words: Mapping[str, object]) -> dict[str, bytes]:
    return {PAGE: verifier_page(files, words)} if len(snapshot.pool) <= PAGE_LIMIT else {}


def _program() -> bytes:
    program = (resources.files("shuangsuiji.documents.proof") / PROGRAM).read_bytes()
    return program.replace(b"\r\n", b"\n")


def _public_words(manifest: Manifest, snapshot: Snapshot) -> dict[str, object]:
    plan, seed = snapshot.pool.plan, manifest["seed"]
    words: dict[str, object] = {
        "title": f"{manifest['plan_name'] or manifest['plan']}　{manifest['batch']}　抽取复核",
        "plan_name": manifest["plan_name"],
        "tasks": _tasks(snapshot),
        "id_name": plan.id_column or "标识",
        "seed": {
            "source": origin_text(seed["agreed"], seed["source"], ""),
            "issue": "",
            "form": reading(plan.seed),
            "announced": manifest["announced"],
        },
    }
    if manifest["rehearsal"]:
        words["notice"] = REHEARSAL
    return words


def _private_words(snapshot: Snapshot) -> dict[str, object]:
    """Names, tiers and seats: for those who hold the sealed archive."""
    pool, labels = snapshot.pool, snapshot.labels
    people = {person.id: person.name for person in pool.people}
    return {
        "strata": [
            _stratum(stratum["cluster"], stratum["district"], stratum["name"]) for stratum in labels.strata
        ],
        "seats": [{"name": _seat(pool, labels, number)} for number in range(len(labels.seats))],
        "objects": [pool.name(number) for number in range(1, len(pool) + 1)],
        "object_ids": list(pool.ids),
        "people": [people[key] for key in labels.people],
    }


def _stratum(cluster: str, district: str, name: str) -> dict[str, str]:
    return {"district": " ".join(part for part in (cluster, district) if part), "name": name}


def _seat(pool: Pool, labels: Labels, place: int) -> str:
    seat = labels.seats[place]
    line = pool.plan.team[seat["line"]]
    return (line.department or line.expert or "") + (f"（{seat['tag']}）" if seat["tag"] else "")
