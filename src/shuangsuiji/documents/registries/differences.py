"""The difference between two versions of a registry as a workbook, for the file (LZ-4)."""

from __future__ import annotations

from datetime import datetime

from shuangsuiji.core.columns.kinds import LAYOUTS
from shuangsuiji.core.registries.difference import Difference, RowSeen
from shuangsuiji.core.registries.examine import Examined
from shuangsuiji.documents.office.sheets import Sheet, SheetColumn, Workbook


def differences_workbook(difference: Difference, created: datetime) -> bytes:
    """The workbook: a summary, then what changed, came, went, and may have been renewed."""
    kind = difference.old.kind
    title = f"{LAYOUTS[kind].title}变动情况"
    book = Workbook(title=title, footer=_footer(difference), rehearsal=False, created=created)
    book.sheet(_summary(difference, title))
    if difference.changed:
        book.sheet(_changed(difference))
    if difference.added:
        book.sheet(_rows("新增", difference.new, difference.added))
    if difference.removed:
        book.sheet(_rows("减少", difference.old, difference.removed))
    if difference.renewed:
        book.sheet(_renewed(difference))
    return book.data()


def _footer(difference: Difference) -> str:
    return f"旧：{difference.old.grid.file}　新：{difference.new.grid.file}"


def _about(difference: Difference) -> str:
    identity = difference.new.id_column
    return f"{_footer(difference)}。" + (f"按“{identity}”对应。" if identity else "")


def _summary(difference: Difference, title: str) -> Sheet:
    unit = LAYOUTS[difference.old.kind].unit
    cells = sum(len(row.cells) for row in difference.changed)
    rows = [
        ("旧表", f"{len(difference.old.table)} {unit}", difference.old.grid.file),
        ("新表", f"{len(difference.new.table)} {unit}", difference.new.grid.file),
        ("新增", f"{len(difference.added)} {unit}", ""),
        ("减少", f"{len(difference.removed)} {unit}", ""),
        ("变更", f"{len(difference.changed)} {unit}", f"共 {cells} 格"),
        ("不变", f"{difference.unchanged} {unit}", ""),
    ]
    if difference.renewed:
        rows.append(("可能换号", f"{len(difference.renewed)} {unit}", "已分别计入新增和减少，请核实"))
    rows += [(f"变更的列：{name}", f"{count} 格", "") for name, count in difference.by_column.items()]
    rows += [("增加的列", name, "") for name in difference.columns_added]
    rows += [("减少的列", name, "") for name in difference.columns_removed]
    columns = (SheetColumn("项目", most=30), SheetColumn("数量", most=24), SheetColumn("说明", most=40))
    return Sheet(
        name="汇总", title=title, about=_about(difference), columns=columns, rows=rows, filtered=False
    )


def _changed(difference: Difference) -> Sheet:
    rows = [
        (row.new.id, row.new.name, cell.column, cell.before, cell.after, cell.before_cell, cell.after_cell)
        for row in difference.changed
        for cell in row.cells
    ]
    columns = (
        SheetColumn("编码"),
        SheetColumn("名称", most=30),
        SheetColumn("列", "center"),
        SheetColumn("原来", most=30),
        SheetColumn("现在", most=30),
        SheetColumn("旧表位置", "center"),
        SheetColumn("新表位置", "center"),
    )
    return Sheet(name="变更", title="变更的内容", columns=columns, rows=rows)


def _rows(name: str, examined: Examined, seen: tuple[RowSeen, ...]) -> Sheet:
    """Whole rows, without the columns that are blank in all of them."""
    table = examined.table
    first = LAYOUTS[examined.kind].name_column
    named = [column for column in table.columns if any(table.columns[column][row.row] for row in seen)]
    named.sort(key=lambda column: column != first)
    rows = [(row.cell, *(table.columns[column][row.row] for column in named)) for row in seen]
    columns = (SheetColumn("位置", "center"), *(SheetColumn(column, most=24) for column in named))
    return Sheet(name=name, title=f"{name}的{LAYOUTS[examined.kind].title}条目", columns=columns, rows=rows)


def _renewed(difference: Difference) -> Sheet:
    rows = [
        (
            *(pair.old.id, pair.old.name, pair.old.cell),
            *(pair.new.id, pair.new.name, pair.new.cell),
            "、".join(pair.columns),
        )
        for pair in difference.renewed
    ]
    columns = (
        SheetColumn("旧编码"),
        SheetColumn("旧名称", most=30),
        SheetColumn("旧表位置", "center"),
        SheetColumn("新编码"),
        SheetColumn("新名称", most=30),
        SheetColumn("新表位置", "center"),
        SheetColumn("相同的列", most=20),
    )
    return Sheet(name="可能换号", title="可能是同一家换了编码，请核实", columns=columns, rows=rows)
