"""How long a registry takes to read, as a ratio to the bare time of the parser on the same file.

    python benchmarks/reading.py [ROWS] [REPEATS]

Makes workbooks of ROWS x 14 cells in a temporary folder (100,000 rows unless told), with shared and with
inline strings, and a CSV of the same content; prints the best of REPEATS, the two readers taken in turn.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import python_calamine as calamine
import xlsxwriter

from shuangsuiji.files.grids import read_grids
from shuangsuiji.files.xlsx_gate import pass_gate

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


def write_workbook(path: Path, rows: list[list[str | int]], inline: bool) -> bytes:
    """The rows as a workbook, with inline strings if asked; returns the bytes."""
    book = xlsxwriter.Workbook(path, {"constant_memory": inline})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("检查对象")
    for r, row in enumerate([HEADINGS, *rows]):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(r, c, cell)
            else:
                sheet.write_number(r, c, cell, day if c == DATE_COLUMN else None)
    book.close()
    return path.read_bytes()


def bare(data: bytes) -> None:
    """The parser alone."""
    calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python(
        skip_empty_area=False
    )


def best(repeats: int, *jobs: Callable[[], object]) -> list[float]:
    """The best time of each job in seconds, the jobs taken in turn so that a slow spell hits them all."""
    times = [[] for _ in jobs]
    for _ in range(repeats):
        for job, spent in zip(jobs, times, strict=True):
            started = time.perf_counter()
            job()
            spent.append(time.perf_counter() - started)
    return [min(spent) for spent in times]


def report(rows: list[list[str | int]], inline: bool, repeats: int) -> None:
    """Print the line of one kind of workbook."""
    with tempfile.TemporaryDirectory() as folder:
        data = write_workbook(Path(folder) / "x.xlsx", rows, inline)
    parser, gate, whole = best(
        repeats, lambda: bare(data), lambda: pass_gate(data, ""), lambda: read_grids(data, "")
    )
    print(
        f"xlsx, {'inline' if inline else 'shared'} strings, {len(rows)} rows, {len(data) / 1e6:.1f} MB:"
        f" parser {parser:.2f} s, gate {gate:.2f} s, read_grids {whole:.2f} s, ratio {whole / parser:.2f}"
    )


def main() -> None:
    """Print one line per file."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    repeats = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    rows = made_rows(count)
    report(rows, False, repeats)
    report(rows, True, repeats)
    text = io.StringIO(newline="")
    csv.writer(text).writerows([HEADINGS, *rows])
    encoded = text.getvalue().encode("gb18030")
    (whole,) = best(repeats, lambda: read_grids(encoded, ""))
    print(f"csv, GB18030, {count} rows, {len(encoded) / 1e6:.1f} MB: read_grids {whole:.2f} s")


if __name__ == "__main__":
    main()
