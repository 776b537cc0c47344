"""One question where a registry has no ids at all: which column holds them?"""

from __future__ import annotations

from shuangsuiji.core.findings import Finding, error
from shuangsuiji.core.registries.heading_help import code_like, nearest, quoted, seen
from shuangsuiji.core.registries.tables import Table


def no_id_column(table: Table, wanted: str | None) -> Finding:
    """No column identifies objects: the question which one is meant, with what looks like codes."""
    place, codes = table.file_place(), code_columns(table)
    if wanted is not None:
        likely = nearest([wanted], table.columns) or "、".join(codes) or "（没有）"
        return error("registry-unknown-id-column", place, name=wanted, likely=likely)
    if codes:
        return error(
            "registry-no-id-column-likely", place, likely="、".join(codes), choice=f"标识: {quoted(codes[0])}"
        )
    return error("registry-no-id-column", place, seen=seen(table.columns))


def no_ids(table: Table, column: str) -> Finding:
    """One question where no row at all has an id: which column holds the codes?"""
    values = {"column": column, "codes": "、".join(code_columns(table)) or "（没有）"}
    return error("registry-no-ids", table.file_place(), **values)


def code_columns(table: Table) -> list[str]:
    """The columns of a table that hold a code of its own in every row."""
    return [name for name, cells in table.columns.items() if code_like(name, cells)]
