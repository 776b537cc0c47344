"""How long a registry takes to read, check and freeze, as a ratio to the bare time of a parser on the file.

    python benchmarks/reading.py [ROWS] [REPEATS]

Makes registries of ROWS x 14 cells in a temporary folder (100,000 rows unless told): an .xlsx with shared
and one with inline strings, one that is not of the plain kind (a column of formulas), and the same content
in other formats. Prints the best of REPEATS in seconds of CPU, the readers taken in turn, so that what else
runs on the machine weighs little; then the most memory that all of it took.

The chain is what `ssj check` and `ssj draw` do with a file: its bytes to grids, the table, the registry with
all its findings, the canonical files of the snapshot and their digests.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

import python_calamine as calamine
import xlsxwriter

from shuangsuiji.core.records.snapshot import collect, seal
from shuangsuiji.files.readers.grids import read_grids
from shuangsuiji.files.yaml_plan import read_plan
from shuangsuiji.workflows.load import load

HEADINGS = [
    *("定点编码", "名称", "类别", "等级", "行政区划", "地址", "负责人"),
    *("联系方式", "信用等级", "信用状态", "协议状态", "近三年违法次数", "上次检查日期", "备注"),
]
DATE_COLUMN = 12


def made_rows(count: int) -> list[list[str | int]]:
    """Rows like those of a real registry: half of the columns unique, half of few values."""
    dice = random.Random(1)
    places = [f"{first}{second}街道办事处" for first in "垭寺朱院尚" for second in "口坡兰"]
    return [
        [
            f"H4104{dice.randrange(100):02d}{number:05d}",
            f"第{number}号大药房有限公司",
            dice.choice(["定点医疗机构", "定点零售药店"]),
            dice.choice(["一级", "二级", "三级", "未定级"]),
            dice.choice(places),
            f"{dice.choice(places)}温州路{dice.randrange(900)}号院{dice.randrange(30)}号楼",
            dice.choice("赵钱孙李周吴郑王") + dice.choice("伟芳娜敏静丽强磊军洋"),
            13000000000 + dice.randrange(10**9),
            dice.choice("ABCD"),
            dice.choice(["正常", "正常", "正常", "一般失信"]),
            dice.choice(["在用", "暂停"]),
            dice.randrange(4),
            45000 + dice.randrange(700),
            "" if dice.random() < 0.9 else "复核",
        ]
        for number in range(count)
    ]


def as_xlsx(path: Path, rows: Sequence[Sequence[str | int]], *, inline: bool, formulas: bool) -> bytes:
    """The rows as a workbook; with formulas, the last column is one, so that the sheet is not plain."""
    book = xlsxwriter.Workbook(path, {"constant_memory": inline})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("检查对象")
    for r, row in enumerate([HEADINGS, *rows]):
        for c, cell in enumerate(row):
            if formulas and r and c == len(HEADINGS) - 1:
                sheet.write_formula(r, c, f"=A{r + 1}", None, "复核")
            elif isinstance(cell, str):
                sheet.write_string(r, c, cell)
            else:
                sheet.write_number(r, c, cell, day if c == DATE_COLUMN else None)
    book.close()
    return path.read_bytes()


def as_csv(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The rows as a CSV in GB18030."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode("gb18030")


def as_html(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The rows as a page, as office systems export them."""
    lines = ("<td>" + "</td><td>".join(map(str, row)) + "</td>" for row in [HEADINGS, *rows])
    return ("<html><table><tr>" + "</tr>\r\n<tr>".join(lines) + "</tr></table></html>").encode("gb18030")


ODS_HEAD = (
    '<?xml version="1.0"?><office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="检查对象">'
)


def as_ods(rows: Sequence[Sequence[str | int]]) -> bytes:
    """The rows as an OpenDocument spreadsheet."""
    lines = []
    for row in [HEADINGS, *rows]:
        cells = (
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            if isinstance(cell, str)
            else f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    tail = "</table:table></office:spreadsheet></office:body></office:document-content>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", ODS_HEAD + "".join(lines) + tail)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return stream.getvalue()


PLAN = """\
编号: 试001
名称: 试点县抽查
年度: 2024
发起部门: 试点局
名录库: {检查对象: FILE, 检查人员: 检查人员.csv, 事项清单: 事项清单.csv}
批次: [{名称: 全年, 起: 2024-01, 止: 2024-12}]
任务:
  - 编号: 试01
    名称: 抽查
    事项: {试点局: [甲]}
    对象范围: {类别: 定点零售药店}
    抽取: {字段: 信用等级, 比例: {A: 1%, B: 3%, C: 10%, D: 20%}}
检查组:
  - {部门: 试点局, 人数: 2}
"""
PEOPLE = "姓名,部门,执法证号,证件有效期\n甲,试点局,1,长期\n乙,试点局,2,长期\n丙,试点局,3,长期\n"
ITEMS = "事项编码,抽查事项名称,抽查依据,抽查主体\n甲,检查,条例,试点局\n"


def chain(data: bytes, name: str) -> str:
    """From the bytes of the file to the commitment."""
    files = {name: data, "检查人员.csv": PEOPLE.encode(), "事项清单.csv": ITEMS.encode()}
    plan = PLAN.replace("FILE", name).encode()
    loaded = load(plan, "计划.yaml", read_plan(plan, "计划.yaml"), files.__getitem__, None)
    return seal(collect(loaded.plan, "全年", loaded.registries), bytes(32)).commit


def bare(data: bytes) -> None:
    """The parser alone."""
    calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(
        skip_empty_area=False
    )


def best(repeats: int, *jobs: Callable[[], object]) -> list[float]:
    """The best CPU time of each job in seconds, the jobs taken in turn so that a slow spell hits them all."""
    times: list[list[float]] = [[] for _ in jobs]
    for _ in range(repeats):
        for job, spent in zip(jobs, times, strict=True):
            started = time.process_time()
            job()
            spent.append(time.process_time() - started)
    return [min(spent) for spent in times]


def report(kind: str, name: str, data: bytes, repeats: int) -> None:
    """Print the line of one file."""
    has_parser = name.endswith((".xlsx", ".ods"))
    jobs = [lambda: read_grids(data, name), lambda: chain(data, name)]
    reading, whole, *parser = best(repeats, *jobs, *([lambda: bare(data)] if has_parser else []))
    line = (
        f"{kind:<30} {len(data) / 1e6:6.1f} MB   read_grids {reading:6.2f} s   to commitment {whole:6.2f} s"
    )
    if parser:
        ratios = f"{reading / parser[0]:.2f} and {whole / parser[0]:.2f}"
        line += f"   bare parser {parser[0]:6.2f} s   ratios {ratios}"
    print(line, flush=True)


def main(arguments: Sequence[str]) -> None:
    """Print one line per file."""
    count = int(arguments[0]) if arguments else 100_000
    repeats = int(arguments[1]) if len(arguments) > 1 else 5
    rows = made_rows(count)
    print(f"{count} rows of {len(HEADINGS)} columns, CPU time, best of {repeats}")
    with tempfile.TemporaryDirectory() as folder:
        for kind, inline, formulas in (
            ("xlsx, shared strings", False, False),
            ("xlsx, inline strings", True, False),
            ("xlsx, a column of formulas", False, True),
        ):
            data = as_xlsx(Path(folder) / "x.xlsx", rows, inline=inline, formulas=formulas)
            report(kind, "检查对象.xlsx", data, repeats)
    report("ods", "检查对象.ods", as_ods(rows), repeats)
    report("csv, GB18030", "检查对象.csv", as_csv(rows), repeats)
    report("html, GB18030", "检查对象.xls", as_html(rows), repeats)
    if resource is not None:
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main(sys.argv[1:])
