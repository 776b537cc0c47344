"""From a plan file to a plan with its registries: the same for check, draw and audit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.columns.column import Layout
from shuangsuiji.core.columns.items import ITEMS
from shuangsuiji.core.columns.kinds import LAYOUTS, Kind
from shuangsuiji.core.columns.links import HISTORY, RECUSALS
from shuangsuiji.core.columns.objects import OBJECTS
from shuangsuiji.core.columns.people import EXPERTS, INSPECTORS
from shuangsuiji.core.findings import Finding, Place, error, has_errors, note
from shuangsuiji.core.plans.object_columns import used_columns
from shuangsuiji.core.plans.parts import Locate, nowhere
from shuangsuiji.core.plans.parts import Path as Keys
from shuangsuiji.core.plans.plan import Plan, Source
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.missing_columns import quoted
from shuangsuiji.core.registries.registry import (
    EMPTY_LINKS,
    EMPTY_REGISTRY,
    Registries,
    read_experts,
    read_history,
    read_inspectors,
    read_items,
    read_objects,
    read_recusals,
)
from shuangsuiji.core.registries.suspicions import suspicions
from shuangsuiji.core.registries.tables import EMPTY_TABLE, Table, join_tables, read_table
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files.budget import reading
from shuangsuiji.files.plan_files import PlanFiles
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.templates_folder import read_templates
from shuangsuiji.files.yaml_plan import PlanFile, read_plan
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.planning.plan_changes import overdue

Fetch = Callable[[str], bytes]
"""Gives the bytes of a file that a plan names by its path."""


@dataclass(frozen=True, kw_only=True, repr=False)
class Loaded(Brief):
    """A plan and its registries as read.

    Attributes:
        plan: the plan.
        registries: all of them; empty where the plan names none.
        findings: what reading found, none of it an error.
        sources: path in the plan -> bytes; the plan itself under its own file name.
        plan_file: the name of the plan's file.
        locate: gives the place of a part of the plan in its file.
    """

    plan: Plan
    registries: Registries
    findings: Sequence[Finding]
    sources: dict[str, bytes]
    plan_file: str
    locate: Locate


def load_file(files: PlanFiles, today: date | None) -> Loaded:
    """A plan with the registries and templates that it names, relative to it.

    Raises: see `load_around`.
    """
    data = files.data
    return load_around(files, data, read_plan(data, files.name), today)


def load_around(files: PlanFiles, data: bytes, read: PlanFile, today: date | None) -> Loaded:
    """A plan that has been read already, with the registries and templates that it names.

    Args:
        files: of the plan.
        data: the bytes of the plan file.
        read: what they hold.
        today: the day against which registries may be stale; None asks nothing.

    Raises:
        BadInput: with every error found.
        FileTrouble: a file cannot be read.
    """
    loaded = load(data, files.name, read, files.fetch, today)
    templates, found = own_templates(files.path, loaded.plan)
    findings = [*loaded.findings, *found]
    if has_errors(found):
        raise BadInput(*findings)
    return replace(loaded, findings=findings, sources={**loaded.sources, **templates})


def checked(templates: Mapping[str, bytes]) -> list[Finding]:
    """The findings on an office's templates; each has a budget of its own."""
    # The papers and jinja2 take their time to be imported; most plans name no templates.
    from shuangsuiji.documents.papers import forms
    from shuangsuiji.documents.templates.checking import check_all

    findings: list[Finding] = []
    for name, data in sorted(templates.items()):
        try:
            with reading(name, len(data)):
                findings += check_all({name: data}, forms())
        except BadInput as trouble:
            findings += trouble.findings
    return findings


def own_templates(path: Path, plan: Plan) -> tuple[dict[str, bytes], list[Finding]]:
    """The templates that the plan at `path` names: path in the plan -> bytes, and the findings on them.

    Raises:
        FileTrouble: the folder is not there, or a file cannot be read.
    """
    if plan.templates is None:
        return {}, []
    folder = plan.templates.replace("\\", "/").rstrip("/")
    templates, findings = read_templates(path.parent / folder)
    from shuangsuiji.documents.templates.filling import shipped

    findings += checked(templates)
    own = (
        [name for name, data in templates.items() if data != shipped(name)]
        if not has_errors(findings)
        else []
    )
    if own:
        findings.append(note("template-own", Place(file=folder), count=len(own), files="、".join(own)))
    return {f"{folder}/{name}": data for name, data in templates.items()}, findings


def load(data: bytes, name: str, read: PlanFile, fetch: Fetch, today: date | None) -> Loaded:
    """A plan that has been read already, its registries through `fetch`.

    Args:
        data: the bytes of the plan file.
        name: what findings call it.
        read: what the bytes hold.
        fetch: gives the bytes of a path that stands in the plan.
        today: the day against which registries may be stale; None asks nothing.

    Raises:
        BadInput: with every error found.
        FileTrouble: as `fetch` raises it.
    """
    plan, locate = read.plan, read.locate
    if plan.registries is None:
        raise BadInput(error("plan-missing-key", Place(file=name, line=1, column=1), key="名录库"))
    reader = RegistryReader(fetch, locate)
    files = plan.registries
    needed = used_columns(plan)
    tables = {
        "objects": reader.table(files.objects, OBJECTS, needed),
        "inspectors": reader.table(files.inspectors, INSPECTORS),
        "items": reader.table(files.items, ITEMS),
        "experts": reader.table(files.experts, EXPERTS),
        "recusals": reader.table(files.recusals, RECUSALS),
        "history": reader.table(files.history, HISTORY),
    }
    if has_errors(reader.findings):
        raise BadInput(*read.findings, *reader.findings)
    with reading(name, sum(map(len, reader.sources.values()))):
        registries, more = _registries(plan, tables, today)
    findings = [*read.findings, *overdue(plan, today), *reader.findings, *more]
    if has_errors(findings):
        raise BadInput(*findings)
    sources = {name: data, **reader.sources}
    return Loaded(
        plan=plan,
        registries=registries,
        findings=findings,
        sources=sources,
        plan_file=name,
        locate=locate,
    )


class RegistryReader:
    """Reads registry files, keeping their bytes and what was found in them."""

    def __init__(self, fetch: Fetch, locate: Locate = nowhere) -> None:
        self._fetch, self._locate = fetch, locate
        self.sources: dict[str, bytes] = {}
        self.findings: list[Finding] = []

    def table(self, sources: Sequence[Source] | None, layout: Layout, needed: Sequence[str] = ()) -> Table:
        """The joined table of a registry's files, empty if one of them has none.

        Raises:
            FileTrouble: a file cannot be read; the finding names its line in the plan.
        """
        kind = next(kind.value for kind, known in LAYOUTS.items() if known is layout)
        tables = [
            self._one(source, layout, needed, ("registries", kind, index))
            for index, source in enumerate(sources or ())
        ]
        found = [table for table in tables if table is not None]
        return join_tables(found) if found else EMPTY_TABLE

    def _one(self, source: Source, layout: Layout, needed: Sequence[str], path: Keys) -> Table | None:
        if source.file not in self.sources:
            try:
                self.sources[source.file] = self._fetch(source.file)
            except FileTrouble as problem:
                place = self._locate(path, False)
                if place.line is None:
                    raise
                told = text_of(problem.findings[0].code, problem.findings[0].values)
                raise FileTrouble(error("plan-registry-file", place, path=source.file, told=told)) from None
        name = source.file.replace("\\", "/").rsplit("/", 1)[-1]
        choice = SourceChoice(
            sheet=source.sheet,
            header_row=source.header_row,
            fields=source.fields,
            constants=source.constants,
        )
        data = self.sources[source.file]
        try:
            with reading(name, len(data)):
                grids, found = read_grids(data, name)
                table, more = read_table(layout, grids, choice, needed)
        except BadInput as problem:
            self.findings += problem.findings
            return None
        self.findings += found + [_with_path(one, name, source.file) for one in more]
        if table is not None and table.normalised:
            self.findings.append(note("registry-normalised", table.file_place(), count=table.normalised))
        return table


def _with_path(finding: Finding, name: str, path: str) -> Finding:
    """A finding whose suggestions name the file as the plan does, so that they work where they are pasted."""
    suggested = {key: str(value) for key, value in finding.values.items() if key in ("choice", "list")}
    if name == path or not suggested:
        return finding
    as_in_plan = {
        key: text.replace(f"文件: {quoted(name)}", f"文件: {quoted(path)}") for key, text in suggested.items()
    }
    return replace(finding, values={**finding.values, **as_in_plan})


def _registries(plan: Plan, tables: dict[str, Table], today: date | None) -> tuple[Registries, list[Finding]]:
    objects, id_column, findings = read_objects(tables["objects"], plan.id_column, today)
    inspectors, more = read_inspectors(tables["inspectors"], today)
    items, of_items = read_items(tables["items"])
    findings += more + of_items
    findings += suspicions(Kind.OBJECTS, objects.table, objects.ids)
    findings += suspicions(Kind.INSPECTORS, inspectors.table, inspectors.ids)
    experts, recusals, history = EMPTY_REGISTRY, EMPTY_LINKS, EMPTY_LINKS
    if tables["experts"].origins:
        experts, more = read_experts(tables["experts"])
        findings += [*more, *suspicions(Kind.EXPERTS, experts.table, experts.ids)]
    people = (inspectors, experts)
    if tables["recusals"].origins:
        recusals, more = read_recusals(tables["recusals"], people, objects)
        findings += more
    if tables["history"].origins:
        history, more = read_history(tables["history"], people, objects, today)
        findings += more
    registries = Registries(
        objects=objects,
        id_column=id_column,
        inspectors=inspectors,
        items=items,
        experts=experts,
        recusals=recusals,
        history=history,
    )
    return registries, findings
