"""The gate before every draft for publication: no telephone or identity number gets through (LZ-10, LAW-3).

The finished text is looked at, as it would be printed, so that no way into a paper is forgotten. What is
found is refused with the cell that it came from; typed reasons on record, which nobody can change, are masked
before.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from shuangsuiji.core.findings import Finding, Level, Place, error, has_errors, warning
from shuangsuiji.core.plans.plan import Plan
from shuangsuiji.core.private_numbers import (
    PrivateNumber,
    holds_number,
    private_numbers,
    without_private_numbers,
)
from shuangsuiji.core.publicity import masked, secret_numbers
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import event_title
from shuangsuiji.core.registries.tables import Table
from shuangsuiji.core.results.entry_columns import COLUMNS
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.documents.official import masks_for
from shuangsuiji.documents.papers import public_paths
from shuangsuiji.errors import BadInput
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.load import Loaded, load


class SourceCell(NamedTuple):
    """A text that papers are made of, and where it stands."""

    place: Place
    text: str


def refuse_private(
    name: str,
    data: bytes,
    cells: Callable[[], Iterable[SourceCell]],
    *,
    secrets: Collection[str] = (),
    allowed: Collection[str] = (),
) -> list[Finding]:
    """Refuses a draft that shows a telephone or identity number; says which texts were masked in it.

    Args:
        name: of the draft.
        data: the finished draft.
        cells: what it was made of; asked only where something is found.
        secrets: private numbers of the registries, digits alone.
        allowed: texts whose numbers are public: the seed, the office's own template.

    Returns:
        A warning of each cell of words in which a number was masked, with how to have it otherwise.

    Raises:
        BadInput: it shows one; each cell that it came from is named.
    """
    findings = _looked_at(name, data, cells, secrets, allowed)
    if has_errors(findings):
        raise BadInput(*findings)
    return findings


def _looked_at(
    name: str,
    data: bytes,
    cells: Callable[[], Iterable[SourceCell]],
    secrets: Collection[str],
    allowed: Collection[str],
) -> list[Finding]:
    """What `refuse_private` says: errors, or else the warnings."""
    found = _private(data, secrets, allowed)
    if not found:
        return list(_masked(name, data, cells, secrets, allowed))
    sources = list(cells())
    findings: list[Finding] = []
    for number, near in found.values():
        values = {"paper": name, "kind": number.kind, "number": number.masked}
        places = [cell.place for cell in sources if holds_number(cell.text, number.digits)]
        findings += [error("publish-private", place, **values) for place in dict.fromkeys(places)]
        if not places:
            findings.append(error("publish-private-elsewhere", Place(file=name), near=near, **values))
    return findings


_STARRED = re.compile(r"\w{0,3}\*{3,}(?=[0-9A-Za-z零〇一二三四五六七八九])[0-9Xx]{0,2}")
"""A masked number as every mask of ours ends, with a few signs before it; a masked name has words behind."""


_NEIGHBOURS = 4
"""Signs on either side of a masked number that tell it from another with the same last figures."""


def _closed(text: str) -> str:
    """The letters, digits and stars of a text."""
    return "".join(sign for sign in text if sign.isalnum() or sign == "*")


def _with_neighbours(text: str) -> Iterator[str]:
    for star in _STARRED.finditer(text):
        yield text[max(0, star.start() - _NEIGHBOURS) : star.end() + _NEIGHBOURS]


def _masked(
    name: str,
    data: bytes,
    cells: Callable[[], Iterable[SourceCell]],
    secrets: Collection[str],
    allowed: Collection[str],
) -> Iterator[Finding]:
    """What was masked in free text, once for each cell; cells of a number alone are meant to be masked."""
    texts = [_closed(text) for text in shown_texts(data) if "*" in text]
    shown = "\n".join(text for text in texts if _STARRED.search(text))
    for cell in cells() if shown else ():
        numbers = private_numbers(cell.text, secrets, allowed) if _WORDS.search(cell.text) else ()
        if not numbers:
            continue
        hidden = masked(cell.text), without_private_numbers(cell.text, secrets)
        if any(place in shown for text in map(_closed, hidden) for place in _with_neighbours(text)):
            values = {"paper": name, "kind": numbers[0].kind, "number": numbers[0].masked}
            yield warning("publish-masked", cell.place, **values)


_WORDS = re.compile("[一-鿿]{2}")


def without_private(
    papers: Mapping[str, bytes],
    dossier: Dossier,
    templates: Mapping[str, bytes],
    sources: Callable[[], Mapping[str, bytes]],
) -> tuple[dict[str, bytes], list[Finding]]:
    """Papers of a draw without the public ones that show private numbers, and what `ssj publish` would say.

    A draw or an event is not stopped by them: every finding is a warning here.

    Args:
        papers: path inside 文书/ -> bytes.
        dossier: what is on record of the draw.
        templates: an office's own.
        sources: gives plan and registries as sealed, by the names of the manifest; asked only where
            something is found.
    """
    secrets, allowed = masks_for(dossier).secrets, allowed_of(dossier, templates)
    kept, findings = dict(papers), []
    for path in public_paths():
        if path in papers:
            file = path.rpartition("/")[2]
            found = _looked_at(
                file, papers[path], lambda: cells_of_draw(dossier, sources()), secrets, allowed
            )
            findings += [replace(one, level=Level.WARNING) for one in found]
            if has_errors(found):
                del kept[path]
    return kept, findings


def allowed_of(dossier: Dossier, templates: Mapping[str, bytes]) -> list[str]:
    """The seeds of a draw and its events, and what the office itself makes public."""
    seeds = [dossier.manifest["seed"]["text"], *(one["seed"] for one in dossier.manifest["attempts"])]
    for event in dossier.events:
        seed = event["circumstances"]["seed"] if "circumstances" in event else None
        seeds += [seed["text"]] if seed else []
    return [*seeds, *said_by_office(dossier.pool.plan, templates)]


def said_by_office(plan: Plan, templates: Mapping[str, bytes]) -> list[str]:
    """Whom to ask by the plan (联系), and what an office has written into templates of its own."""
    contact = plan.contact.model_dump().values() if plan.contact else ()
    texts = [text for data in templates.values() for text in shown_texts(data)]
    return [*(str(one) for one in contact if one), *texts]


def secrets_of(loaded: Loaded) -> set[str]:
    """The private numbers of the registries of a plan, digits alone."""
    registries = loaded.registries
    tables = [registry.table for registry in (registries.objects, registries.inspectors, registries.experts)]
    return {number for table in tables for number in secret_numbers(table.columns)}


def cells_of_plan(loaded: Loaded) -> Iterator[SourceCell]:
    """Every cell of the registries of a plan, then the lines of the plan."""
    registries = loaded.registries
    for registry in (registries.objects, registries.inspectors, registries.experts, registries.items):
        yield from _cells(registry.table)
    yield from _cells(registries.recusals.table)
    yield from _lines(loaded.plan_file, loaded.sources.get(loaded.plan_file, b""))


def refuse_private_words(
    name: str,
    data: bytes,
    plan: Plan,
    *,
    files: Mapping[str, bytes],
    typed: Mapping[str, str],
    templates: Mapping[str, bytes],
    seeds: Sequence[str] = (),
) -> list[Finding]:
    """The same of a public paper made of a plan alone and of what was typed: a letter, a notice of change.

    Args:
        name: of the paper.
        data: the finished paper.
        plan: whose contacts are public.
        files: plan files, by the names that findings use.
        typed: option -> its text.
        templates: an office's own.
        seeds: numbers of seeds that it prints.

    Returns:
        As `refuse_private`.

    Raises:
        BadInput: as `refuse_private`.
    """

    def cells() -> Iterator[SourceCell]:
        for file, content in files.items():
            yield from _lines(file, content)
        for option, text in typed.items():
            yield SourceCell(Place(file=option), text)

    return refuse_private(name, data, cells, allowed=[*seeds, *said_by_office(plan, templates)])


def cells_of_draw(dossier: Dossier, sources: Mapping[str, bytes]) -> Iterator[SourceCell]:
    """The same of a draw, as sealed; then what was corrected and what was entered since.

    Args:
        dossier: what is on record of the draw.
        sources: plan and registries by the names of the manifest.
    """
    manifest = dossier.manifest
    plan_file = manifest["plan_file"]
    data = sources[manifest["sources"][plan_file]]

    def fetch(path: str) -> bytes:
        return sources[manifest["sources"][path]]

    try:
        yield from cells_of_plan(load(data, plan_file, read_plan(data, plan_file), fetch, None))
    except BadInput:  # read by an older program; the snapshot has the same texts
        yield from _lines(plan_file, data)
    yield SourceCell(Place(file="抽取的理由"), dossier.manifest["reason"])
    for event in dossier.events:
        yield SourceCell(Place(file=event_title(event), cell="理由"), event["reason"])
    for correction in dossier.corrections:
        yield SourceCell(Place(file=f"更正-{correction.number:03d}", cell="理由"), correction.reason)
        for change in correction.changes:
            cell = f"{change.key}的“{change.column}”"
            yield SourceCell(Place(file=f"更正-{correction.number:03d}", cell=cell), change.after)
    for result in dossier.results:
        row = f"第{result.visit}号，{dossier.department_name(result.department)}"
        for column in COLUMNS:
            value = getattr(result, column.key, "")
            text = "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
            yield SourceCell(Place(file="结果录入表", cell=f"{row}的“{column.title}”"), text)


def _cells(table: Table) -> Iterator[SourceCell]:
    for name, cells in table.columns.items():
        for row, text in enumerate(cells):
            if any("0" <= letter <= "9" for letter in text) or not text.isascii():
                yield SourceCell(table.place(row, name), text)


def _lines(plan_file: str, data: bytes) -> Iterator[SourceCell]:
    for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), 1):
        yield SourceCell(Place(file=plan_file, line=number, column=1), line)


def _private(
    data: bytes, secrets: Collection[str], allowed: Collection[str]
) -> dict[str, tuple[PrivateNumber, str]]:
    """Digits -> the number, and the text that shows it, its digits masked."""
    found: dict[str, tuple[PrivateNumber, str]] = {}
    for text in shown_texts(data):
        for number in private_numbers(text, secrets, allowed):
            near = re.sub("[0-9]", "*", unicodedata.normalize("NFKC", text))[:40]
            found.setdefault(number.digits, (number, near))
    return found
