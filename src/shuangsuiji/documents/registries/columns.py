"""What the empty registries say of their columns: width, drop-downs, how to fill them in, an example.

The columns are those of `core.registries.layouts` that a clerk is likely to want, in the order of the
notices' own tables (LZ-3, WG-9). All examples are invented.
"""

# One column a line, so that the table reads as a table.
# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shuangsuiji.core.registries.duty import OFF_DUTY
from shuangsuiji.core.registries.kinds import Kind
from shuangsuiji.core.registries.registry import REASONS


@dataclass(frozen=True, slots=True)
class ColumnText:
    """One column of an empty registry.

    Attributes:
        name: the known heading.
        width: in digits of the default font.
        how: how to fill it in.
        example: an invented example.
        required: every row needs it.
        choices: what the drop-down offers.
        strict: nothing but the choices may be entered; else other words are only asked about.
    """

    name: str
    width: float
    how: str
    example: str
    required: bool = False
    choices: tuple[str, ...] = ()
    strict: bool = False


_DATE = "年月日齐全，如 2024-03-05。"
_PEOPLE = "多项用顿号隔开。"
_PHONE = "按文本填写，区号、横线照写。不会公开。"
_DUTY = ("在岗", *sorted(OFF_DUTY))

_OBJECTS = (
    ColumnText("定点编码", 16, "医保编码：H（医疗机构）或 P（药店）+ 6 位区划 + 5 位序号。每户一个，不能重复。没有定点编码的部门，用 --id 换一列作编码。", "P41048190001", True),
    ColumnText("统一社会信用代码", 21, "18 位，照营业执照填写；旧注册号 15 位也可以。同一法人的几家门店可以相同。没有的留空。", "92410481MAY0000172"),
    ColumnText("名称", 30, "照证照写全称。", "某某县康宁大药房（个体工商户）", True),
    ColumnText("类别", 15, "计划的对象范围按它筛选，写法要和计划一致。", "定点零售药店", choices=("定点医疗机构", "定点零售药店")),
    ColumnText("等级", 9, "医疗机构等级，没有的留空。", "二级甲等", choices=("三级甲等", "三级乙等", "二级甲等", "二级乙等", "一级", "未定级")),
    ColumnText("行政区划", 12, "所在县（市、区），同一地方只用一种写法。", "某某县"),
    ColumnText("地址", 30, "实际经营地址，写到门牌号。", "某某镇人民路12号"),
    ColumnText("负责人", 10, "法定代表人或主要负责人。不会公开。", "张某"),
    ColumnText("联系方式", 15, _PHONE, "0000-1234567"),
    ColumnText("信用等级", 9, "按当地的分级填写；还没有评级的写“未评级”或留空。", "B", choices=("A", "B", "C", "D", "未评级")),
    ColumnText("信用状态", 11, "如 正常、一般失信、严重失信。必查对象可按它确定。", "正常", choices=("正常", "一般失信", "严重失信")),
    ColumnText("考核重点", 9, "是考核重点对象的写“是”，不是的写“否”。", "否", choices=("是", "否"), strict=True),
    ColumnText("协议状态", 9, "医保服务协议的状态。", "正常", choices=("正常", "暂停", "解除")),
    ColumnText("经营状态", 9, "注销、吊销、停业的，计划可以写明不参加抽取。", "正常", choices=("正常", "停业", "注销", "吊销")),
    ColumnText("近三年违法次数", 10, "写整数，没有写 0。", "0"),
    ColumnText("上次检查日期", 12.5, _DATE + "没有查过的留空。", "2023-11-20"),
    ColumnText("标签", 14, "其他分类，" + _PEOPLE, "民营、村级"),
    ColumnText("更新日期", 12.5, _DATE + "名录库至少每季度更新一次。", "2024-03-05"),
    ColumnText("备注", 14, "想写什么都可以。", ""),
)  # fmt: skip
_INSPECTORS = (
    ColumnText("姓名", 10, "写全名。", "王某", True),
    ColumnText("部门", 20, "和计划“检查组”里的部门写法一致。", "某某县医疗保障局", True),
    ColumnText("性别", 7, "男或女。", "女", choices=("男", "女"), strict=True),
    ColumnText("执法证号", 18, "照执法证填写，按文本存放，不能重复。没有执法证的不能担任检查人员。不要填身份证号。", "豫D00-0001", True),
    ColumnText("执法岗位", 13, "如 行政检查。", "行政检查"),
    ColumnText("工作年限", 7, "写整数（年）。", "6"),
    ColumnText("证件有效期", 13, "执法证到期的日期，如 2026-12-31；没有期限的写“长期”。", "2026-12-31", True),
    ColumnText("标签", 13, "专长，如 药师、信息技术，" + _PEOPLE + "计划可以按它配人。", "药师"),
    ColumnText("辖区", 12, "负责的县（市、区），" + _PEOPLE + "哪里都能去的留空。", ""),
    ColumnText("状态", 8, "在岗的写“在岗”或留空；写请假、离岗等的不会被抽到。", "在岗", choices=_DUTY),
    ColumnText("曾任职单位", 20, "写检查对象的全称或编码，" + _PEOPLE + "检查这些单位时自动回避。", ""),
    ColumnText("联系方式", 15, _PHONE, "0000-1234567"),
    ColumnText("更新日期", 13, _DATE + "名录库至少每季度更新一次。", "2024-03-05"),
    ColumnText("备注", 10, "想写什么都可以。", ""),
)  # fmt: skip
_EXPERTS = (
    ColumnText("编号", 12, "每人一个，不能重复；没有的留空，按单位和姓名区分。", "ZJ-001"),
    ColumnText("姓名", 10, "写全名。", "李某", True),
    ColumnText("专业", 20, "和计划“检查组”里的专家写法一致，" + _PEOPLE, "临床医师", True, ("临床医师", "药师", "医保专家", "信息技术")),
    ColumnText("单位", 30, "检查本单位时自动回避。", "某某市第一医院"),
    ColumnText("职称", 14, "照实填写。", "主任医师"),
    ColumnText("状态", 9, "在岗的写“在岗”或留空。", "在岗", choices=_DUTY),
    ColumnText("辖区", 16, "能去的县（市、区），" + _PEOPLE + "哪里都能去的留空。", ""),
    ColumnText("曾任职单位", 26, "写检查对象的全称或编码，" + _PEOPLE, ""),
    ColumnText("联系方式", 15, _PHONE, "0000-1234567"),
    ColumnText("备注", 14, "想写什么都可以。", ""),
)  # fmt: skip
_ITEMS = (
    ColumnText("事项编码", 12, "每项一个，不能重复；计划的任务用它指明查什么。", "YB-01", True),
    ColumnText("抽查事项名称", 26, "照公布的清单填写。", "定点医药机构使用医保基金情况的检查", True),
    ColumnText("抽查依据", 28, "法律、法规、规章的名称和条款。", "《医疗保障基金使用监督管理条例》第二十七条"),
    ColumnText("抽查主体", 16, "哪个部门检查，和计划里的部门写法一致。", "某某县医疗保障局"),
    ColumnText("抽查对象", 14, "检查哪一类对象。", "定点医药机构"),
    ColumnText("抽查比例", 9, "公布的最低比例，如 5%；计划的比例不能低于它。", "5%"),
    ColumnText("抽查频次", 10, "如 每年 1 次。", "每年1次"),
    ColumnText("抽查方式", 11, "现场检查或非现场检查等。", "现场检查", choices=("现场检查", "非现场检查", "书面检查", "网络监测")),
    ColumnText("检查内容", 28, "查些什么。", "是否按规定使用医保基金"),
    ColumnText("事项类别", 9, "一般事项或重点事项。", "一般", choices=("一般", "重点"), strict=True),
    ColumnText("工作指引", 16, "检查指引的名称或出处。", "现场检查工作指引"),
    ColumnText("备注", 10, "想写什么都可以。", ""),
)  # fmt: skip
_RECUSALS = (
    ColumnText("检查人员", 22, "写执法证号；名录库里没有同名的，也可以写姓名。", "豫D00-0001", True),
    ColumnText("检查对象", 34, "写编码；名录库里没有同名的，也可以写全称。", "P41048190001", True),
    ColumnText("回避事由", 34, "为什么要回避。", "近亲属任职"),
    ColumnText("登记日期", 13, _DATE, "2024-03-05"),
    ColumnText("备注", 20, "想写什么都可以。", ""),
)
_HISTORY = (
    ColumnText("检查对象", 34, "写编码；名录库里没有同名的，也可以写全称。", "P41048190001", True),
    ColumnText("检查日期", 13, _DATE, "2024-03-05", True),
    ColumnText("计划编号", 20, "按哪个计划查的，没有的留空。", "某医保2024001"),
    ColumnText(
        "原因", 10, "随机、必查、补足、日常 之一。日常检查只计入每户全年上限。", "日常", True, REASONS, True
    ),
    ColumnText("检查人员", 30, "执法证号或姓名，" + _PEOPLE, "王某、李某"),
    ColumnText("备注", 20, "想写什么都可以。", ""),
)

COLUMN_TEXTS: Final[Mapping[Kind, tuple[ColumnText, ...]]] = {
    Kind.OBJECTS: _OBJECTS,
    Kind.INSPECTORS: _INSPECTORS,
    Kind.EXPERTS: _EXPERTS,
    Kind.ITEMS: _ITEMS,
    Kind.RECUSALS: _RECUSALS,
    Kind.HISTORY: _HISTORY,
}
