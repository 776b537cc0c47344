"""平台录入表: what a provincial platform asks to be typed or uploaded, in its usual columns (XT-10).

Plain on purpose: one heading row, text cells alone, no titles, no merged cells; platforms read no others.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime

import xlsxwriter

from shuangsuiji.documents.office.packing import repacked

OBJECTS = {
    "统一社会信用代码": "统一社会信用代码/注册号",
    "定点编码": "定点医药机构编码",
    "名称": "市场主体名称",
    "类别": "对象类别",
    "负责人": "法定代表人/负责人",
    "地址": "住所（经营场所）",
    "联系方式": "联系电话",
    "行政区划": "行政区划",
    "信用等级": "信用风险等级",
    "经营状态": "登记状态",
    "标签": "对象标签",
}
INSPECTORS = {
    "姓名": "姓名",
    "性别": "性别",
    "执法证号": "执法证号",
    "部门": "所属部门",
    "执法岗位": "执法岗位",
    "证件有效期": "证件有效期至",
    "标签": "专业标签",
    "辖区": "辖区",
    "状态": "在岗状态",
    "联系方式": "联系电话",
}
TEAMS = {
    "平台任务编号": "抽查任务编号",
    "任务名称": "抽查任务名称",
    "统一社会信用代码": "统一社会信用代码/注册号",
    "定点编码": "定点医药机构编码",
    "名称": "市场主体名称",
    "组长": "组长",
    "检查人员": "检查人员",
    "执法证号": "执法证号",
    "开始日期": "检查开始日期",
    "结束日期": "检查结束日期",
}
"""Our column -> the heading that platforms commonly give it, in order."""


def entry_sheets(
    sheets: Mapping[str, tuple[Mapping[str, str], Sequence[Mapping[str, str]]]], created: datetime
) -> bytes:
    """The bytes of a workbook.

    Args:
        sheets: name of the sheet -> (our column -> heading, rows by our columns); columns of which no row
            has anything are left out, unless none would stay.
        created: the creation time that the file shows, in UTC without an offset.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": created})
    text = book.add_format({"num_format": "@"})
    for name, (columns, rows) in sheets.items():
        page = book.add_worksheet(name)
        used = [key for key in columns if any(row.get(key) for row in rows)] or list(columns)
        for index, key in enumerate(used):
            page.set_column(index, index, 22, text)
            page.write_string(0, index, columns[key], text)
            for number, row in enumerate(rows, 1):
                page.write_string(number, index, row.get(key, ""), text)
        page.freeze_panes(1, 0)
    book.close()
    return repacked(buffer.getvalue())
