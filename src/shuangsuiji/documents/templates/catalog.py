"""Every paper that is made from a template, and what an office may write into each: 占位符说明.txt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from shuangsuiji.documents.drawing.commitment_letter import COMMITMENT_LETTER
from shuangsuiji.documents.drawing.draw_minutes import DRAW_MINUTES
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST
from shuangsuiji.documents.drawing.notices import NOTICES
from shuangsuiji.documents.drawing.record_sheets import RECORD_SHEETS
from shuangsuiji.documents.drawing.team_papers import TEAM_PAPERS
from shuangsuiji.documents.evaluation.report import REPORT
from shuangsuiji.documents.planning.change_notice import CHANGE_NOTICE
from shuangsuiji.documents.planning.plan_notice import PLAN_NOTICE
from shuangsuiji.documents.registries.public_registries import ITEM_LIST, PEOPLE_REGISTER
from shuangsuiji.documents.results.monthly_report import MONTHLY_REPORT
from shuangsuiji.documents.results.results_notice import IRREGULAR_LIST, RESULTS_NOTICE
from shuangsuiji.documents.templates.forms import Form, Slot

FORMS: tuple[Form[Any], ...] = (
    PLAN_NOTICE,
    CHANGE_NOTICE,
    ITEM_LIST,
    PEOPLE_REGISTER,
    COMMITMENT_LETTER,
    DRAW_MINUTES,
    NOTICES,
    RECORD_SHEETS,
    TEAM_PAPERS,
    DRAWN_LIST,
    RESULTS_NOTICE,
    IRREGULAR_LIST,
    MONTHLY_REPORT,
    REPORT,
)
"""In the order in which an office meets them."""

EXPLANATION = "占位符说明.txt"

_GUIDE = """文书模板怎样修改

1. 用 Word 或 WPS 打开模板，直接修改文字、字体、表格。花括号里的是占位符，做文书时换成实际内容。
2. 文件名不要改：哪份文书用哪份模板，按文件名对应。不需要改的模板可以从这个文件夹里删去，
   仍用系统自带的。
3. 在计划文件里写一行“模板目录: 这个文件夹的路径”（从计划文件所在的文件夹算起），抽取时就用这里的模板。
   模板有错，抽取会停下来，说明是哪一份、哪一处；也可以先运行：ssj template check 文件夹
4. 写法（符号都用英文的，名称照下面各表写，名称中间不能有空格）：
     {{ 计划名称 }}                                   填一个内容
     {% if 文号 %}（{{ 文号 }}）{% endif %}           有文号时才写这几个字，在同一段里用
     {%p if 种子写法 %} …… {%p endif %}               有内容时才写这几段；两头各占一段
     {%p for 机关 in 署名机关 %} …… {%p endfor %}     每个机关写一段；两头各占一段
     {%tr for 户 in 名单 %} …… {%tr endfor %}         每户写一行；两头各占表格的一行
     {{ 户.名称 }}                                    写在上面这种行里，户就是正在写的那一户
     {%tc if 有备注 %} …… {%tc endif %}               有备注时才有这一列；两头各占表格的一格
     {{ loop.index }}                                 写在重复的内容里，表示第几个
5. 注明“不能缺少”的，模板里必须有。注明“是或否”的，只能写在 if 里。
"""


def explanation(forms: Sequence[Form[Any]]) -> str:
    """The text for the papers in their order, with line ends as Windows likes them."""
    lines = _GUIDE.splitlines()
    for form in forms:
        lines += ["", "", f"【{form.file}】（{form.access}）{form.about}", ""]
        lines += _slots(form.slots, "")
    return "\r\n".join(lines) + "\r\n"


def _slots(slots: Sequence[Slot], before: str) -> Iterator[str]:
    for slot in slots:
        name = f"{before}{slot.name}"
        needed = "（不能缺少）" if slot.needed else ""
        if slot.kind == "rows":
            yield f"  {name}　表，用 for 逐行写：{slot.about}{needed}。每行有："
            yield from ("    " + line for line in _slots(slot.inner, "项."))
        elif slot.kind == "part":
            yield from _slots(slot.inner, f"{name}.")
        else:
            kind = {"texts": "几行文字，用 for 逐行写：", "flag": "是或否："}.get(slot.kind, "")
            yield f"  {name}　{kind}{slot.about}{needed}"
