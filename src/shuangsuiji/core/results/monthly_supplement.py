"""月报补充.yaml: what the monthly form asks and no record of a draw knows (秦皇岛 附件3; QHD-5).

The clerk keeps it beside the plans. What is left out stays blank in the form and is named; nothing unknown
is ever written as zero. Whoever knows that there was nothing writes 无.
"""

from __future__ import annotations

from pydantic import Field, model_validator

from shuangsuiji.core.plans.parts import PlanModel
from shuangsuiji.core.plans.values import Month, Text, Texts, YearMonth, bad, within
from shuangsuiji.core.plans.words import month_text


class MonthNotes(PlanModel):
    """月报, one month: one text or a list of texts for each row of the form."""

    month: Month = Field(alias="月份")
    meetings: Texts | None = Field(None, alias="会议")
    documents: Texts | None = Field(None, alias="印发文件")
    trainings: Texts | None = Field(None, alias="培训")
    channels: Texts | None = Field(None, alias="公示途径")
    system: Texts | None = Field(None, alias="全市本系统")
    publicity: Texts | None = Field(None, alias="宣传")


class Supplement(PlanModel):
    """The whole file: who reports, and the months."""

    body: Text | None = Field(None, alias="单位名称")
    contact: Text | None = Field(None, alias="联系人")
    phone: Text | None = Field(None, alias="联系电话")
    mobile: Text | None = Field(None, alias="手机")
    months: tuple[MonthNotes, ...] = Field((), alias="月报")

    @model_validator(mode="after")
    def _once(self) -> Supplement:
        seen: set[str] = set()
        for index, notes in enumerate(self.months):
            if notes.month in seen:
                raise within(bad("supplement-month-twice", month=notes.month), "months", index, "month")
            seen.add(notes.month)
        return self

    def of(self, month: str) -> MonthNotes:
        """What the file says of a month; blank notes where it says nothing."""
        blank = MonthNotes(month=YearMonth(month))
        return next((notes for notes in self.months if notes.month == month), blank)


EXAMPLE = """\
# 月报补充：抽取记录里没有、月报表又要填的内容，由经办人在这里补写，每月一段。
# 写法：冒号用英文冒号，后面空一格；有几项时写成列表，每项以“- ”开头。
# 确实没有的写“无”；不清楚的留空，月报表里这一栏也空着，不会填成 0。

# 单位名称: 某某市医疗保障局        # 不写时取计划的发文单位
联系人:
联系电话:
手机:

月报:
  - 月份: {month}
    会议:                            # 会议的名称及时间，例如：
    #  - 全市“双随机、一公开”监管工作部署会，{month_text}10日
    印发文件:                        # 文件名称及文号，例如：
    #  - 《某某工作方案》（某医保〔{year}〕1号）
    培训:                            # 培训班名称、培训人员数量及内容，例如：
    #  - 随机抽查业务培训班，参加23人，内容为抽查工作规范
    # 公示途径: 某某市人民政府网站   # 不写时取计划“公开”里的渠道
    # 全市本系统: 无                 # 市级制定方案、分派县区实施的抽查；按县区抽取的计划不必写
    # 宣传: 无                       # 表内没有这一栏，写了就附在表后
"""
"""The file as it is first written, with comments; {month}, {month_text} and {year} are filled in."""


def example(month: str) -> str:
    """The commented example for a month, YYYY-MM."""
    return EXAMPLE.format(month=month, month_text=month_text(month), year=month[:4])
