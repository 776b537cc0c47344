"""Makes the sample files of this folder: two workbooks, and what LibreOffice saves them as.

    python tests/files/samples/make.py [样本] [数字格式]      (needs soffice; the tests do not)

The content is invented. Files differ in bytes from run to run, since LibreOffice writes times into them.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))
from number_formats import ALIKE  # noqa: E402

FILTERS = {
    "xls": "xls:MS Excel 97",
    "ods": "ods",
    "fods": "fods",
    "html": "html",
}


def write_workbook(path: Path) -> None:
    """A sheet with everything that readers may differ in, a plain second one, and a hidden third."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": dt.datetime(2024, 1, 1)})
    sheet = book.add_worksheet("检查对象")
    forms = {
        name: book.add_format({"num_format": code})
        for name, code in {
            "day": "yyyy-mm-dd",
            "chinese": 'yyyy"年"m"月"d"日"',
            "moment": "yyyy/m/d h:mm",
            "time": "h:mm:ss",
            "hours": "[h]:mm:ss",
            "percent": "0%",
            "zeros": "000000",
            "text": "@",
        }.items()
    }
    sheet.merge_range("A1:H1", "试点县检查对象名录", None)
    headings = ["编号", "名称", "数", "日期", "时间", "是否", "备注", "公式"]
    sheet.write_row("A2", headings)
    rows = [
        ["H00000000001", "试点一店", 12, 45413, 0.354166666666667, True, "甲\n乙"],
        ["914102036817520012", " 试点  二店 ", 0.1, 45413.5, 1.25, False, "=1+1"],
        ["H00000000003", "䶮店<&>\"'", 13018174017, 36526, 0, True, ""],
        ["H00000000004", "试点四店", 0.05, 45443, 0.75, False, "备 注"],
        ["H00000000005", "试点五店", 1234567890123456, 45444, 0.5, True, "9.14E+17"],
    ]
    styles = [
        [None, "day", "time"],
        [None, "moment", "hours"],
        [None, "chinese", "time"],
        ["percent", "day", "time"],
        ["zeros", "day", "time"],
    ]
    for r, (cells, (number, date, time)) in enumerate(zip(rows, styles, strict=True), start=2):
        sheet.write_string(r, 0, str(cells[0]), forms["text"])
        sheet.write_string(r, 1, str(cells[1]))
        sheet.write_number(r, 2, cells[2], forms.get(number or ""))
        sheet.write_number(r, 3, cells[3], forms[date])
        sheet.write_number(r, 4, cells[4], forms[time])
        sheet.write_string(r, 5, "是" if cells[5] else "否")
        sheet.write_string(r, 6, str(cells[6]))
    sheet.write_formula("H3", "=C3*2", None, 24)
    sheet.write_formula("H4", "=1/0", None, "#DIV/0!")
    sheet.write_formula("H6", "=NA()", None, "#N/A")
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.merge_range("J4:K5", "并", None)
    sheet.write_comment("A3", "批注不算内容")
    second = book.add_worksheet("说明")
    second.write_string("C3", "第二张")
    book.add_worksheet("隐藏").hide()
    book.worksheets()[2].write_string("A1", "看不见")
    book.close()


def write_formats(path: Path) -> None:
    """A column of numbers, each under a format of its own."""
    book = xlsxwriter.Workbook(path)
    book.set_properties({"created": dt.datetime(2024, 1, 1)})
    sheet = book.add_worksheet("数字格式")
    for r, (code, value, _) in enumerate(ALIKE):
        sheet.write_number(r, 0, value, book.add_format({"num_format": code}))
        sheet.write_string(r, 1, "尾")
    book.close()


def convert(source: Path) -> None:
    """What LibreOffice saves a workbook as."""
    with tempfile.TemporaryDirectory() as folder:
        for name, form in FILTERS.items():
            profile = f"-env:UserInstallation=file://{folder}/profile"
            options = [profile, "--headless", "--convert-to", form, "--outdir", folder]
            subprocess.run(["soffice", *options, str(source)], check=True, stdout=subprocess.DEVNULL)
            (Path(folder) / f"{source.stem}.{name}").rename(HERE / f"{source.stem}.{name}")


def main() -> None:
    """Write all samples, or those named."""
    for name, write in {"样本": write_workbook, "数字格式": write_formats}.items():
        if name in sys.argv[1:] or not sys.argv[1:]:
            write(HERE / f"{name}.xlsx")
            convert(HERE / f"{name}.xlsx")


if __name__ == "__main__":
    main()
