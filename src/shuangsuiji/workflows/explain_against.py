"""Two archives held against each other: what changed in plan, registries, recusals and history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from shuangsuiji.core.brief import Brief
from shuangsuiji.core.cells import comparable
from shuangsuiji.core.findings import Place, error
from shuangsuiji.core.plans.changes import plan_changes
from shuangsuiji.core.records.snapshot import Snapshot
from shuangsuiji.core.rules.pool import parse_csv
from shuangsuiji.errors import BadInput, UnreadableArchive
from shuangsuiji.files.places import PlaceKind, read_place
from shuangsuiji.workflows.auditing.steps import BROKEN
from shuangsuiji.workflows.environment import FilePath

ADDED, REMOVED, CHANGED = "增加", "删除", "修改"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveChange:
    """One difference of two archives.

    Attributes:
        part: 计划, 检查对象, 检查人员, 事项清单, 回避 or 历史.
        change: 增加, 删除 or 修改.
        id, name: of the row; of the plan its part and subject.
        column: what is different; blank where the whole row came or went.
        old, new: the texts.
    """

    part: str
    change: str
    id: str
    name: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ArchiveDifference(Brief):
    """Two archives held against each other, the earlier and the later by their names."""

    old: str
    new: str
    changes: tuple[ArchiveChange, ...]


def explain_against(place: FilePath, other: FilePath) -> ArchiveDifference:
    """What differs between two archives in plan, objects, people, items, recusals and history.

    Args:
        place: the later one; see `explain.open`.
        other: the earlier one.

    Raises:
        BadInput: there is no archive, one cannot be understood, or is a public package, which has no words.
        FileTrouble: one of them cannot be read.
    """
    places = [read_place(Path(one)) for one in (other, place)]
    for one in places:
        if one.kind == PlaceKind.PACKAGE:
            raise BadInput(error("explain-package-has-no-words", Place(file=one.name)))
    old, new = places
    try:
        changes = tuple(_differences(old.archive.snapshot, new.archive.snapshot))
    except BROKEN as problem:
        where, detail = Place(file=str(place)), type(problem).__name__
        raise UnreadableArchive(error("explain-unreadable", where, detail=detail)) from None
    return ArchiveDifference(old=old.name, new=new.name, changes=changes)


def _differences(old: Snapshot, new: Snapshot) -> Iterator[ArchiveChange]:
    for change in plan_changes(old.pool.plan, new.pool.plan):
        yield ArchiveChange(
            part="计划",
            change=change.kind.value,
            id=change.part,
            name=change.subject,
            column=change.label,
            old=change.old,
            new=change.new,
        )
    for part, files, name in (
        ("检查对象", ("objects.csv", "objects-other.csv"), "名称"),
        ("检查人员", ("people.csv", "people-other.csv"), "姓名"),
        ("事项清单", ("items.csv",), "抽查事项名称"),
    ):
        yield from _of_rows(part, _by_id(old, files), _by_id(new, files), name)
    for part, file, columns in (("回避", "recusals.csv", 2), ("历史", "history.csv", 3)):
        yield from _of_links(part, _links(old, file), _links(new, file), columns)


def _by_id(snapshot: Snapshot, files: tuple[str, ...]) -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = {}
    for file in files:
        heading, lines = parse_csv(snapshot.private(file))
        for line in lines:
            rows.setdefault(line[0], {}).update(zip(heading[1:], line[1:], strict=True))
    return rows


def _of_rows(
    part: str, old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]], name: str
) -> Iterator[ArchiveChange]:
    for key in sorted(old.keys() | new.keys()):
        before, after = old.get(key), new.get(key)
        if before is None or after is None:
            row = after if before is None else before
            yield ArchiveChange(
                part=part,
                change=ADDED if before is None else REMOVED,
                id=key,
                name=(row or {}).get(name, ""),
                column="",
                old="",
                new="",
            )
            continue
        for column in dict.fromkeys((*before, *after)):
            was, now = before.get(column, ""), after.get(column, "")
            if comparable(was) != comparable(now):
                yield ArchiveChange(
                    part=part,
                    change=CHANGED,
                    id=key,
                    name=after.get(name, ""),
                    column=column,
                    old=was,
                    new=now,
                )


def _links(snapshot: Snapshot, file: str) -> set[tuple[str, ...]]:
    return set(map(tuple, parse_csv(snapshot.private(file))[1]))


def _of_links(
    part: str, old: set[tuple[str, ...]], new: set[tuple[str, ...]], columns: int
) -> Iterator[ArchiveChange]:
    """Whole rows that came or went; the first columns say which they are."""
    for change, rows in ((REMOVED, old - new), (ADDED, new - old)):
        for row in sorted(rows):
            rest = "、".join(filter(None, row[columns:]))
            yield ArchiveChange(
                part=part,
                change=change,
                id=row[0],
                name="、".join(filter(None, row[1:columns])),
                column="",
                old=rest if change == REMOVED else "",
                new=rest if change == ADDED else "",
            )
