"""抽取记录.docx."""

from __future__ import annotations

from collections.abc import Sequence

from tools.templates.layout import Layout, tag_row
from tools.templates.word import FORM, Cell, Paging, row, shares


def layout() -> bytes:
    """The bytes of the template."""
    page = Layout(FORM, paging=Paging.OF_ALL)
    page.when("演练", "本次为演练，不作为抽查依据。", "文书编号")
    page.paragraph("{{ 计划名称 }}", "文书机关")
    page.paragraph("“双随机”抽取记录", "表单标题")
    page.paragraph(
        "{{ 批次 }}{% if 抽取次数 %}　第{{ 抽取次数 }}次抽取{% endif %}　　计划编号：{{ 计划编号 }}"
        "　　{% if 文号 %}文号：{{ 文号 }}{% else %}（未见正式印发的计划）{% endif %}",
        "文书编号",
    )
    _lay_course(page)
    page.tag("if 历次抽取")
    page.paragraph("本批次历次抽取（台账所记全部“开始”）：", "文书正文")
    page.each("条 in 历次抽取", "{{ 条 }}", "文书正文")
    page.tag("endif")
    page.paragraph("一、检查对象的抽取", "文书小标题")
    page.paragraph(
        "名录库共{{ 名录库户数 }}户，其中依计划不参加抽取{{ 不参加户数 }}户。"
        "抽中{{ 抽查对象户数 }}户，安排检查{{ 户次 }}户次，名单附后。",
        "文书正文",
    )
    _lay_strata(page)
    page.each("条 in 对象说明", "{{ 条 }}", "文书正文")
    # What stands before the signatures goes with them to the next page, so that they are never alone on one.
    page.paragraph("二、检查人员的抽取", "文书小标题", keep=True)
    page.each("条 in 人员说明", "{{ 条 }}", "文书正文", keep=True)
    page.tag("if 提示")
    page.paragraph("三、其他情况", "文书小标题", keep=True)
    page.each("条 in 提示", "{{ loop.index }}.{{ 条 }}", "文书正文", keep=True)
    page.tag("endif")
    lay_signatures(page, "抽取")
    page.paragraph("附：抽取结果名单", "文书小标题", new_page=True)
    _lay_list(page)
    page.paragraph("核验信息", "表单标题", new_page=True)
    page.paragraph("{{ 计划名称 }}　{{ 批次 }}　第{{ 抽取次数 }}次抽取", "文书编号")
    lay_proof(page, [*DIGESTS, ("检查组记录摘要", "{{ 检查组记录摘要 }}"), *VERSIONS])
    page.paragraph("主持人（签名）：　　　　　　操作人（签名）：　　　　　　监督人（签名）：", "文书正文")
    return page.data()


DIGESTS = (
    ("封存摘要", "{{ 封存摘要 }}"),
    ("抽取记录摘要", "{{ 抽取记录摘要 }}"),
    ("抽取前台账摘要", "{{ 台账摘要 }}"),
)
VERSIONS = (
    ("抽取规则", "{{ 规则名称 }}；名录库按{{ 整理规则 }}整理成编号表"),
    ("软件版本", "{{ 软件版本 }}"),
)


def lay_proof(page: Layout, lines: Sequence[tuple[str, str]]) -> None:
    """核验信息: what anybody needs who holds the draw against its archive; it is signed and published."""
    page.paragraph(
        "下列摘要都是 SHA-256。拿封存的文件、种子重新计算，得到同样的摘要，就能证明内容没有改动。",
        "文书正文",
    )
    widths = shares(page.page.width, (34, 126))
    head, text = "紧凑表格标题", "紧凑表格文字"
    made = [
        row([Cell(text=name, style=head), Cell(text=value, style=text)], widths, height=420)
        for name, value in lines
    ]
    key = row(
        [Cell(text="密钥（前16位）", style=head), Cell(text="{{ 密钥 }}", style=text)], widths, height=420
    )
    page.rows([*made, tag_row("if 密钥", widths), key, tag_row("endif", widths)], widths)
    page.tag("if 历次封存")
    page.paragraph("本批次历次封存（各有一份承诺书，请与公布过的核对）：", "文书正文")
    page.each("条 in 历次封存", "{{ 条 }}。", "文书正文")
    page.tag("endif")


def _lay_course(page: Layout) -> None:
    """The circumstances, in a table of names and texts."""
    widths = shares(FORM.width, (30, 50, 24, 56))
    head, text = "紧凑表格标题", "紧凑表格文字"

    def line(*cells: str) -> str:
        made = [Cell(text=cell, style=text if index % 2 else head) for index, cell in enumerate(cells)]
        return row(made, widths, height=380)

    def wide(name: str, value: str) -> str:
        return row([Cell(text=name, style=head), Cell(text=value, span=3, style=text)], widths, height=380)

    def optional(name: str, placeholder: str) -> list[str]:
        value = wide(name, f"{{{{ {placeholder} }}}}")
        return [tag_row(f"if {placeholder}", widths), value, tag_row("endif", widths)]

    made = [
        line("抽取时间", "{{ 抽取时间 }}", "抽取地点", ""),
        line("主持人", "", "操作人", "{{ 操作人 }}"),
        wide("实施机关", "{{ 发文机关 }}"),
        wide("见证人", "{{ 见证人 }}"),
        wide("录音录像编号", "{{ 录音录像 }}"),
        *optional("约定抽取时间", "约定抽取时间"),
        *optional("重抽原因", "重抽原因"),
        *optional("理由", "说明理由"),
        wide("随机种子", "{{ 随机种子 }}"),
        *optional("种子来源", "种子来源"),
        wide("种子性质", "{{ 种子等级 }}{% if 种子强度 %}，强度{{ 种子强度 }}{% endif %}"),
    ]
    page.rows(made, widths)


def _lay_strata(page: Layout) -> None:
    names = ("任务", "层", "总数", "比例", "乘积", "取整", "至少", "应抽", "实抽", "缺额")
    heads = (
        "任务编号",
        "层",
        "总数N",
        "比例或数量",
        "N×比例",
        "取整得数",
        "每层至少",
        "应抽n",
        "实抽",
        "缺额",
    )
    page.table(
        (22, 26, 13, 17, 17, 20, 13, 12, 11, 11),
        heads,
        ("层 in 分层", [Cell(text=f"{{{{ 层.{name} }}}}", style="紧凑表格居中") for name in names]),
        compact=True,
    )


def lay_signatures(page: Layout, course: str) -> None:
    """The lines for those who sign; `course` is what they have seen."""
    page.paragraph(f"以上记录与{course}过程相符。（与实际不符的，请在签名处注明。）", "文书正文", keep=True)
    widths = shares(FORM.width, (30, 50, 30, 50))
    lines = (
        ("主持人（签名）", "操作人（签名）"),
        ("记录人（签名）", "监督人（签名）"),
        ("见证人（签名）", "见证人（签名）"),
    )
    made = [
        row(
            [
                Cell(text=left, style="紧凑表格标题", keep=True),
                Cell(),
                Cell(text=right, style="紧凑表格标题"),
                Cell(),
            ],
            widths,
            height=620,
        )
        for left, right in lines
    ]
    page.rows(made, widths)
    page.paragraph("　　　　年　　月　　日", "文书署名")


def _lay_list(page: Layout) -> None:
    centred = [Cell(text=f"{{{{ 户.{name} }}}}", style="紧凑表格居中") for name in ("序号", "封存编号")]
    rest = [Cell(text=f"{{{{ 户.{name} }}}}", style="紧凑表格居中") for name in ("编码", "抽取原因", "组长")]
    page.table(
        (12, 15, 60, 38, 15, 24),
        ["序号", "{{ 编号名称 }}", "名称", "{{ 编码名称 }}", "抽取原因", "组长"],
        ("户 in 名单", [*centred, Cell(text="{{ 户.名称 }}", style="紧凑表格文字"), *rest]),
        compact=True,
    )
