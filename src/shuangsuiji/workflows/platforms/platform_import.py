"""A platform's list on its way into an archive: what the rules say of it, what is put on record (XT-10)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from shuangsuiji.core.canonical import Json, sha256
from shuangsuiji.core.findings import Finding, error, has_errors, note, warning
from shuangsuiji.core.platform import PLATFORM, listed_in_strata, people_without_line, platform_draw
from shuangsuiji.core.records.dossier import Manifest, PlatformRecord
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.pool import Pool
from shuangsuiji.errors import BadInput
from shuangsuiji.files.archive import SOURCES, Archive
from shuangsuiji.workflows.check import Ready
from shuangsuiji.workflows.platforms.platform_lists import (
    Listing,
    PlatformLists,
    listed_sources,
    lists_from,
    read_listing,
)


def with_listing(ready: Ready, given: PlatformLists) -> Ready:
    """What may be put on record of a platform's draw: the lists are sources, too.

    Raises:
        BadInput: with everything that is wrong with the lists.
    """
    pool = ready.snapshot.pool
    listing = read_listing(given, pool)
    found = [*listing.findings, *_unknown(listing), *_against_plan(pool, listing)]
    if has_errors(found):
        raise BadInput(*found)
    return replace(
        ready,
        findings=[*ready.findings, *found],
        sources={**ready.sources, **listed_sources(given)},
        platform=given,
    )


def _unknown(listing: Listing) -> Iterator[Finding]:
    for place, text in listing.unknown:
        yield error("platform-object-unknown", place, name=text)
    if not listing.objects and not listing.unknown:
        yield error("platform-list-empty")


def _against_plan(pool: Pool, listing: Listing) -> Iterator[Finding]:
    """Objects outside every scope, objects that the plan would not have drawn, counts that differ, teams."""
    strata = list(listed_in_strata(pool, listing.objects))
    placed = {number for _, _, drawn in strata for number in drawn}
    closed = pool.barred
    for entry in listing.objects:
        place = listing.places[entry.number]
        if entry.number not in placed:
            yield error("platform-object-outside", place, name=pool.name(entry.number))
        elif closed[entry.number - 1]:
            yield warning("platform-object-barred", place, name=pool.name(entry.number))
    for number, stratum, drawn in strata:
        if len(drawn) != stratum.n:
            name = f"{stratum.district} {stratum.name}".strip()
            yield warning("platform-count-differs", task=number, name=name, drawn=len(drawn), due=stratum.n)
    if listing.staffed:
        for name in people_without_line(pool, listing.objects):
            yield error("platform-person-no-line", name=name)
    else:
        yield note("platform-teams-drawn-here")


def listed_people(given: PlatformLists | None, pool: Pool) -> frozenset[str]:
    """The ids of all people whom the lists name."""
    if given is None:
        return frozenset()
    return frozenset(key for one in read_listing(given, pool).objects for key in one.people)


def line_about(given: PlatformLists | None) -> dict[str, Json]:
    """What the line 开始 says of a platform's draw; nothing for any other."""
    if given is None:
        return {}
    lists: list[Json] = [str(sha256(one.data)) for one in given.lists]
    return {"origin": PLATFORM, "platform_numbers": list[Json](given.numbers), "lists": lists}


def platform_part(given: PlatformLists, pool: Pool) -> PlatformRecord:
    """What the manifest says of it."""
    paths = list(listed_sources(given))
    return PlatformRecord(
        lists=paths[: len(given.lists)],
        numbers=[one.number for one in given.lists],
        mapping=paths[-1] if given.mapping else "",
        staffed=int(read_listing(given, pool).staffed),
    )


def listing_again(archive: Archive, manifest: Manifest, pool: Pool) -> Listing:
    """What the platform's lists among the sources say, read again.

    Raises:
        BadInput, KeyError: the lists cannot be read any more, or are not there.
    """
    about, stored = manifest["platform"], archive.part(SOURCES)
    files = {path: stored[manifest["sources"][path]] for path in (*about["lists"], about["mapping"]) if path}
    return read_listing(lists_from(about["lists"], about["numbers"], files, about["mapping"]), pool)


def draw_again(archive: Archive, manifest: Manifest, snapshot: Snapshot) -> tuple[bytes, bytes]:
    """draw.json and teams.json made again from the lists; the objects are the platform's word.

    Raises:
        BadInput, KeyError: the lists cannot be read any more, or are not there.
    """
    listing = listing_again(archive, manifest, snapshot.pool)
    return platform_draw(snapshot, listing.objects, manifest["seed"]["text"])
