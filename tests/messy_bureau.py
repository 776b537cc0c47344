"""Two workbooks as a bureau keeps them: two sheets each, titles, headings of two rows, dates as texts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl

OBJECTS = "两定机构台账（2026）.xlsx"
PEOPLE = "执法人员.xlsx"
HEALTH, MARKET = "某某县医疗保障局", "某某县市场监督管理局"
_GROUPS = ("序号", "机构信息", "", "", "", "联系信息", "", "管理信息", "", "")
_HEADINGS = (
    *("", "医保编码", "机构名称", "机构类别", "经营地址"),
    *("负责人", "联系电话", "信用等级", "登记状态", "最近检查时间"),
)


def messy_bureau(folder: Path, *, code: str = "医保编码") -> Path:
    """Writes both workbooks; `code` is the heading of the objects' codes."""
    folder.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.worksheets[0].title = "医疗机构"
    _objects(book.worksheets[0], "定点医疗机构", "H", 45, code)
    _objects(book.create_sheet("零售药店"), "定点零售药店", "P", 80, code)
    book.create_sheet("填表说明")["A1"] = "请各所按时填报"
    book.save(folder / OBJECTS)
    book.close()
    book = openpyxl.Workbook()
    book.worksheets[0].title = "医保局"
    _people(book.worksheets[0], HEALTH, "豫A", 9)
    _people(book.create_sheet("市监局"), MARKET, "豫B", 11)
    book.save(folder / PEOPLE)
    book.close()
    return folder


def _objects(page: Any, category: str, letter: str, count: int, code: str) -> None:
    page.merge_cells("A1:J1")
    page["A1"] = f"某某县{category}名单"
    page["A2"] = "填报单位：某某县医疗保障局　　　填报日期：2026.10.8"
    page.append([text or None for text in _GROUPS])
    page.append([{"医保编码": code}.get(text, text) or None for text in _HEADINGS])
    for span in ("A3:A4", "B3:E3", "F3:G3", "H3:J3"):
        page.merge_cells(span)
    days = ("2025.3.5", "2025年11月2日", "", "2024-05-06")
    for index in range(1, count + 1):
        page.append(
            [
                *(index, f"{letter}410481{index:05d}", f"某某县{letter}类机构第{index}店", category),
                *(f"某某镇{index}号", "张某", f"0375-{6000000 + index}", "AABBBCD"[index % 7]),
                *("停业" if index % 9 == 0 else "存续", days[index % 4]),
            ]
        )
    page.append(["合计", f"{count}户"])


def _people(page: Any, department: str, letters: str, count: int) -> None:
    page["A1"] = f"{department}执法人员名单"
    page.append(["序号", "姓名", "单位", "执法证件号", "有效期至", "是否在岗", "手机号"])
    for index in range(1, count + 1):
        number = "办理中" if index == count else f"{letters}{index:04d}"
        name = f"{'赵钱孙李周吴郑王冯陈褚'[index - 1]}{'甲' if letters == '豫A' else '乙'}"
        end = ("2027.12.31", "2028年6月30日", "长期")[index % 3]
        page.append([index, name, department, number, end, "否" if index == 2 else "是", f"139{index:08d}"])
