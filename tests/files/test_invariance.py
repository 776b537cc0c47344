"""The same registry in any format gives the same commitment, the same draw, and an archive that holds."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from books_by_hand import biff5, xlsb, xlsb_sheet
from test_other_books import cell, data, ods, page, row, xml2003

from building import SECRET, sealed
from bureau import NOW, PLAN, bureau, objects
from shuangsuiji.core.records.snapshot import collect, seal
from shuangsuiji.core.rules.marks import batch_secret
from shuangsuiji.files.ledger import SECRET as SECRET_FILE
from shuangsuiji.files.plan_files import PlanFiles
from shuangsuiji.workflows.load import load_file

Rows = list[list[str]]


def as_xlsx(rows: Rows) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet("检查对象")
    for r, cells in enumerate(rows):
        for c, text in enumerate(cells):
            sheet.write_string(r, c, text)
    book.close()
    return stream.getvalue()


def as_csv(encoding: str, separator: str) -> Callable[[Rows], bytes]:
    def write(rows: Rows) -> bytes:
        stream = io.StringIO()
        csv.writer(stream, delimiter=separator).writerows(rows)
        return stream.getvalue().encode(encoding)

    return write


def as_html(rows: Rows) -> bytes:
    lines = ("".join(f"<td>{html.escape(text)}" for text in cells) for cells in rows)
    return page("<table><tr>" + "<tr>".join(lines) + "</table>", "<meta charset=gb2312>").encode("gb18030")


def as_xml(rows: Rows) -> bytes:
    lines = ("".join(f"<Cell>{data(text)}</Cell>" for text in cells) for cells in rows)
    return xml2003("".join(f"<Row>{line}</Row>" for line in lines)).encode()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "名录.xlsx": as_xlsx,
    "名录.xls": lambda rows: biff5([list(cells) for cells in rows]),
    "名录.xlsb": lambda rows: xlsb(("检查对象", xlsb_sheet([list(cells) for cells in rows]), 0)),
    "名录.ods": lambda rows: ods(*(row(*map(cell, cells)) for cells in rows)),
    "导出.xls": as_html,
    "导出.xlsx": as_xml,
    "国标码.csv": as_csv("gb18030", ","),
    "竖线.txt": as_csv("utf-16", "|"),
}


def bureau_with(folder: Path, name: str, order: Callable[[Rows], Rows] = list) -> Path:
    plan = bureau(folder, plan=PLAN.replace("检查对象.csv", name))
    (folder / name).write_bytes(WRITERS[name](order(objects())))
    return plan


def turned(rows: Rows) -> Rows:
    """The same registry, its rows and columns from the last to the first."""
    heading, *rest = rows
    return [cells[::-1] for cells in (heading, *rest[::-1])]


def of_this_secret(plan: Path) -> Path:
    """The plan, with the secret of the tests where its draws will be."""
    (plan.parent / "draws").mkdir(exist_ok=True)
    (plan.parent / "draws" / SECRET_FILE).write_text(SECRET.hex() + "\n", "ascii")
    return plan


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize("order", [list, turned])
def test_format_and_order_of_a_registry_leave_the_sealed_snapshot_unchanged(
    tmp_path: Path, name: str, order: Callable[[Rows], Rows]
) -> None:
    """Table, private files and commitment, under one secret of the bureau."""
    plain = load_file(PlanFiles.at(bureau(tmp_path / "csv")), NOW.date())
    other = load_file(PlanFiles.at(bureau_with(tmp_path / "other", name, order)), NOW.date())
    expected = sealed(collect(plain.plan, "上半年", plain.registries))
    found = sealed(collect(other.plan, "上半年", other.registries))
    assert found.files == expected.files
    assert found.commit == expected.commit


def test_another_secret_gives_other_numbers(tmp_path: Path) -> None:
    """Nobody can tell an object's number in one bureau's draw, or batch, from that in another."""
    load = load_file(PlanFiles.at(bureau(tmp_path / "csv")), NOW.date())
    snapshots = [
        seal(collect(load.plan, batch, load.registries), batch_secret(secret, load.plan.number, batch))
        for secret, batch in ((SECRET, "上半年"), (SECRET[::-1], "上半年"), (SECRET, "下半年"))
    ]
    assert len({tuple(snapshot.pool.ids) for snapshot in snapshots}) == 3
    assert len({frozenset(snapshot.pool.ids) for snapshot in snapshots}) == 1


@pytest.mark.parametrize("name", ["名录.xls", "名录.ods", "名录.xlsb"])
def test_an_archive_keeps_and_audits_the_file_as_it_came(tmp_path: Path, name: str) -> None:
    import shuangsuiji as ssj

    plans = [bureau(tmp_path / "csv"), bureau_with(tmp_path / "other", name)]
    one, two = (ssj.draw(of_this_secret(plan), batch="上半年", seed="2024 05 21", now=NOW) for plan in plans)
    for file in ("draw.json", "teams.json", "snapshot/objects.csv", "snapshot/private/objects.csv"):
        assert (one.archive / "档案" / file).read_bytes() == (two.archive / "档案" / file).read_bytes()
    assert ssj.audit(two.archive).passed
