"""取消记录.docx."""

from __future__ import annotations

from tools.templates.draw_minutes import lay_signatures
from tools.templates.layout import Layout
from tools.templates.substitution_record import lay_course, lay_head
from tools.templates.word import FORM, Paging


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    lay_head(page)
    lay_course(page)
    page.paragraph(
        "{{ 抽取时间 }}所作的第{{ 抽取次数 }}次抽取已经取消，名单、检查组和没有检查的各户的通知书作废，"
        "抽取记录和台账照原样保存。",
        "文书正文",
    )
    recalled = "{% if 撤回的通知书 %}，撤回检查通知书{{ 撤回的通知书 }}份{% endif %}"
    kept = "结果保留，以后抽取时仍算本年度检查过，月报和年度评估不计入"
    inspected = f"{{% if 已检查户次 %}}；已经检查的{{{{ 已检查户次 }}}}户次，{kept}{{% endif %}}"
    page.paragraph("取消时名单上有{{ 对象户数 }}户、{{ 户次 }}户次" + recalled + inspected + "。", "文书正文")
    page.paragraph("同一批次再次抽取的，须写明理由，抽取记录和公示稿列明本次抽取已经取消。", "文书正文")
    lay_signatures(page, "{{ 名目 }}")
    return page.data()
