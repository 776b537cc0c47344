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

from bureau import NOW, PLAN, bureau, objects
from shuangsuiji.core.snapshot import collect
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


def bureau_with(folder: Path, name: str) -> Path:
    plan = bureau(folder, plan=PLAN.replace("检查对象.csv", name))
    (folder / name).write_bytes(WRITERS[name](objects()))
    return plan


@pytest.mark.parametrize("name", WRITERS)
def test_the_format_of_a_registry_leaves_the_commitment_unchanged(tmp_path: Path, name: str) -> None:
    plain = load_file(bureau(tmp_path / "csv"), NOW.date())
    other = load_file(bureau_with(tmp_path / "other", name), NOW.date())
    expected = collect(plain.plan, "上半年", plain.registries)
    assert collect(other.plan, "上半年", other.registries).files == expected.files


@pytest.mark.parametrize("name", ["名录.xls", "名录.ods", "名录.xlsb"])
def test_an_archive_keeps_and_audits_the_file_as_it_came(tmp_path: Path, name: str) -> None:
    import shuangsuiji as ssj

    one = ssj.draw(bureau(tmp_path / "csv"), batch="上半年", seed="2024 05 21", now=NOW)
    two = ssj.draw(bureau_with(tmp_path / "other", name), batch="上半年", seed="2024 05 21", now=NOW)
    sealed = "档案/draw.json"
    assert (one.archive / sealed).read_bytes() == (two.archive / sealed).read_bytes()
    assert ssj.audit(two.archive).passed
