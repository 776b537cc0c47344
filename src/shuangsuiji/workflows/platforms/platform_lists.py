"""Reading what a provincial platform exports: its lists of objects and teams, in its own headings (XT-10).

One row is one object, or one object with one of its inspectors; rows of one object are joined. A mapping file
(YAML) tells the headings of a platform that are not known here: `名单: {名称: 主体全称, 检查人员: 执法员}`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shuangsuiji.core.canonical import norm, norm_id, norm_name
from shuangsuiji.core.cells import entries
from shuangsuiji.core.columns.links import PLATFORM_LIST
from shuangsuiji.core.findings import Finding, Place, error, warning
from shuangsuiji.core.platform import ListedObject
from shuangsuiji.core.registries.headings import SourceChoice
from shuangsuiji.core.registries.tables import Table, read_table
from shuangsuiji.core.rules.pool import Pool, TaskKey, task_key
from shuangsuiji.errors import BadInput
from shuangsuiji.files.budget import reading
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.yaml_plan import read_data

LIST_SECTION = "名单"
SECTIONS = ("检查对象", "检查人员", "检查组", LIST_SECTION)
MAPPING_BYTES = 100_000
_TOLD = {
    "registry-several-sheets": "platform-several-sheets",
    "registry-missing-column": "platform-missing-column",
    "registry-missing-column-likely": "platform-missing-column",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformList:
    """One exported list: the file's name, its bytes, the platform's task number."""

    name: str
    data: bytes
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformLists:
    """All lists of one batch, and the mapping of headings (blank bytes: none)."""

    lists: tuple[PlatformList, ...]
    mapping: bytes = b""

    @property
    def numbers(self) -> list[str]:
        """The platform's task numbers, each once."""
        return list(dict.fromkeys(one.number for one in self.lists))


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What the lists say.

    Attributes:
        objects: those of the registry, each once, in the order of the lists.
        unknown: (place, text) of rows that no object of the registry fits.
        staffed: whether the lists name inspectors.
        places: object number -> where a list names it first.
    """

    objects: tuple[ListedObject, ...]
    places: Mapping[int, Place]
    unknown: tuple[tuple[Place, str], ...]
    staffed: bool
    findings: tuple[Finding, ...]


def read_mapping(data: bytes, name: str = "对照表") -> dict[str, dict[str, str]]:
    """Section -> our column -> the platform's heading, in the order of the file.

    Raises:
        BadInput: it is no such mapping.
    """
    if not data:
        return {}
    if len(data) > MAPPING_BYTES:
        raise BadInput(error("platform-mapping", Place(file=name)))
    try:
        mapping = read_data(data, name)[0]
    except BadInput:
        raise BadInput(error("platform-mapping", Place(file=name))) from None
    if not isinstance(mapping, dict) or not all(isinstance(part, dict) for part in mapping.values()):
        raise BadInput(error("platform-mapping", Place(file=name)))
    sections = {
        section: {key: str(heading or "") for key, heading in columns.items()}
        for section, columns in mapping.items()
        if isinstance(columns, dict)
    }
    for section in sections:
        if section not in SECTIONS:
            known = "、".join(SECTIONS)
            raise BadInput(error("platform-mapping-section", Place(file=name), name=section, known=known))
    return sections


def read_listing(given: PlatformLists, pool: Pool) -> Listing:
    """What the lists say of the objects and people of a pool.

    Raises:
        BadInput: a list cannot be read at all.
    """
    fields = read_mapping(given.mapping).get(LIST_SECTION, {})
    reader = _ListReader(pool)
    for one in given.lists:
        with reading(one.name, len(one.data)):
            grids, found = read_grids(one.data, one.name)
            table, more = read_table(PLATFORM_LIST, grids, SourceChoice(fields=fields), ())
            if table is None:
                raise BadInput(*found, *map(_of_a_list, more))
            reader.findings += [*found, *more]
            reader.read(table, one.number)
    return reader.listing()


def _of_a_list(finding: Finding) -> Finding:
    """What is said of a registry, in words for a list: no plan names its columns or its sheet."""
    told = _TOLD.get(finding.code)
    return error(told, finding.place, **finding.values) if told else finding


class _ListReader:
    """Rows of all lists, gathered by object."""

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self.findings: list[Finding] = []
        self.unknown: list[tuple[Place, str]] = []
        self.people: dict[int, list[str]] = {}
        self.tasks: dict[int, list[TaskKey]] = {}
        self.where: dict[int, Place] = {}
        self.by_name: dict[str, list[int]] = {}
        for number in range(1, len(pool) + 1):
            self.by_name.setdefault(norm(pool.name(number)), []).append(number)
        self.person_of: dict[str, list[str]] = {}
        for person in pool.people:
            for key in {person.id, norm_id(person.certificate), norm_name(person.name)} - {""}:
                self.person_of.setdefault(key, []).append(person.id)

    def read(self, table: Table, number: str) -> None:
        """One list; a task of the plan with the same platform number is the only one it is for."""
        tasks_of_list = [
            task_key(task.number or "")
            for task in self.pool.plan.tasks
            if number and norm(task.platform_task_number or "") == norm(number)
        ]
        for row in range(len(table)):
            number_of_object = self._object(table, row)
            if number_of_object is None:
                continue
            self.where.setdefault(number_of_object, table.place(row, "名称"))
            tasks = self.tasks.setdefault(number_of_object, [])
            tasks += [task for task in tasks_of_list if task not in tasks]
            team = self.people.setdefault(number_of_object, [])
            team += [person for person in self._people(table, row) if person not in team]

    def _object(self, table: Table, row: int) -> int | None:
        for column in ("定点编码", "编号", "统一社会信用代码"):
            code = norm_id(table.cells(column)[row])
            if code in self.pool.number_of:
                return self.pool.number_of[code]
        name = table.cells("名称")[row]
        fitting = self.by_name.get(norm(name), []) if norm(name) else []
        if len(fitting) == 1:
            return fitting[0]
        place = table.place(row, "名称")
        if fitting:
            self.findings.append(error("platform-ambiguous", place, name=name, count=len(fitting)))
        else:
            codes = (table.cells(column)[row] for column in ("统一社会信用代码", "定点编码", "编号"))
            self.unknown.append((place, name or next((code for code in codes if code), "")))
        return None

    def _people(self, table: Table, row: int) -> list[str]:
        """The ids of the inspectors of a row, by their certificates where the list has them, else by name."""
        column = "执法证号" if entries(table.cells("执法证号")[row]) else "检查人员"
        ids = []
        for text in entries(table.cells(column)[row]):
            fitting = self.person_of.get(norm_id(text)) or self.person_of.get(norm_name(text), [])
            if len(fitting) == 1:
                ids.append(fitting[0])
            else:
                code = "platform-person-ambiguous" if fitting else "platform-person-unknown"
                self.findings.append(error(code, table.place(row, column), name=text, count=len(fitting)))
        return ids

    def listing(self) -> Listing:
        """All lists together; either every object has its inspectors, or none has."""
        staffed = any(self.people.values())
        for number, team in self.people.items() if staffed else ():
            place, name = self.where[number], self.pool.name(number)
            if not team:
                self.findings.append(error("platform-team-missing", place, name=name))
            elif len(team) < 2:
                self.findings.append(warning("platform-team-small", place, name=name))
        return Listing(
            objects=tuple(
                ListedObject(number=number, tasks=tuple(self.tasks[number]), people=tuple(team))
                for number, team in self.people.items()
            ),
            places=dict(self.where),
            unknown=tuple(self.unknown),
            staffed=staffed,
            findings=tuple(self.findings),
        )


def listed_sources(given: PlatformLists) -> Mapping[str, bytes]:
    """The lists as sources of an archive, under paths of their own, in their order."""
    sources = {f"平台名单/{index}/{one.name}": one.data for index, one in enumerate(given.lists, 1)}
    return {**sources, "平台名单/对照表.yaml": given.mapping} if given.mapping else sources


def lists_from(
    paths: Sequence[str], numbers: Sequence[str], files: Mapping[str, bytes], mapping: str
) -> PlatformLists:
    """The lists again, from what an archive has on record.

    Raises:
        KeyError: a file is missing.
    """
    return PlatformLists(
        lists=tuple(
            PlatformList(name=path.rsplit("/", 1)[-1], data=files[path], number=number)
            for path, number in zip(paths, numbers, strict=True)
        ),
        mapping=files[mapping] if mapping else b"",
    )
