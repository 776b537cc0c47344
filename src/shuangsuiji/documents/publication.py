"""公示稿: the draft that makes the drawn list public, in the form of an official paper.

Holds names and codes of objects only: no inspector, no phone, no ID number, no tier of a single object.
Source: LAW-3, LAW-4, LZ-10, LZ-14, GB/T 9704-2012.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from docx.shared import Pt

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.core.record import StratumRecord
from shuangsuiji.documents.results_figures import amount_of
from shuangsuiji.documents.sheets import text_width
from shuangsuiji.documents.word import OFFICIAL, Cell, Paper, row, shares
from shuangsuiji.documents.wording import (
    created,
    day_text,
    exact_text,
    id_heading,
    issuers,
    item_name,
    list_is_public,
    masked,
    masked_code,
    months_text,
)

_TITLE_WIDTH = 38
"""How many half-width places a line of the title takes."""


def drawn_list(dossier: Dossier) -> bytes:
    """The bytes of 抽查对象名单公示.docx."""
    paper = Paper(
        OFFICIAL,
        title=f"{dossier.manifest['plan_name']}抽查对象名单公示",
        created=created(dossier),
        rehearsal=bool(dossier.manifest["rehearsal"]),
    )
    for write in (_head, _text, _closing, _signature, _strata, _objects):
        write(paper, dossier)
    return paper.data()


def _head(paper: Paper, dossier: Dossier) -> None:
    plan = dossier.pool.plan
    if list_is_public(plan):
        mark = "公开"
    else:
        when = plan.publication.list_published
        mark = f"内部（{when}公布，公布前不得外传）\n公布时删去本标识，署名日期改为公布日期。"
    lines = ["　".join(issuers(plan))]
    if text_width(lines[0]) > _TITLE_WIDTH:
        lines = list(issuers(plan))
    subject = f"关于{plan.year}年度{_batch(dossier)}“双随机、一公开”"
    lines += [subject, "抽查对象名单的公示"]
    paper.paragraph(mark, "公开标识")
    paper.paragraph("", "公文顶格")
    for line in lines:
        paper.paragraph(line, "Title")
    paper.paragraph("", "公文顶格")


def _batch(dossier: Dossier) -> str:
    """The batch in the title, left out where the plan has only one."""
    return dossier.manifest["batch"] if len(dossier.pool.plan.batches) > 1 else ""


def _text(paper: Paper, dossier: Dossier) -> None:
    plan = dossier.pool.plan
    document = f"（{plan.document_number}）" if plan.document_number else ""
    batch = f"{_batch(dossier)}批次" if _batch(dossier) else ""
    paper.paragraph(
        f"根据{plan.year}年度“双随机、一公开”抽查工作计划{document}，{'、'.join(issuers(plan))}"
        f"于{day_text(dossier)}组织了{batch}检查对象的随机抽取。现将抽取情况和抽查对象名单公示如下。"
    )
    paper.paragraph("一、抽取结果", "Heading 1")
    for text in _result(dossier):
        paper.paragraph(text)
    paper.paragraph("二、抽取方法", "Heading 1")
    paper.paragraph(_method(dossier))
    for text in _digests(dossier):
        paper.paragraph(text, "公文摘要值")
    paper.paragraph("三、监督方式", "Heading 1")
    paper.paragraph(
        "公示期间，检查对象和社会公众对抽取过程、抽取结果有异议的，"
        "可以向〔受理科室、联系方式，公布前填写〕反映。"
    )


def _closing(paper: Paper, dossier: Dossier) -> None:
    """What the signature stands under: kept with it, so that it never has a page of its own."""
    lines = (
        (
            "实施检查的执法人员不少于2人，并出示执法证件；检查对象认为执法人员与其有利害关系的，有权申请回避。",
            "公文正文",
        ),
        ("", "公文顶格"),
        ("附件：1.抽取情况统计表", "公文正文"),
        ("2.抽查对象名单", "公文附件项"),
        ("", "公文顶格"),
        ("", "公文顶格"),
    )
    for text, style in lines:
        paper.paragraph(text, style, keep=True)


def _result(dossier: Dossier) -> list[str]:
    """How many of how many, in all and by task; must-inspect and added ones (LZ-1, XT-1)."""
    draw = dossier.draw
    visits = draw["visits"]
    objects = len({visit["number"] for visit in visits})
    reasons = Counter(reason for visit in visits if visit["visit"] == 1 for reason in visit["reasons"])
    parts = [
        f"{words}{reasons[reason]}户"
        for reason, words in (
            ("随机", "随机抽取"),
            ("必查", "按规定必查"),
            ("补足", "为达到全年比例下限随机补足"),
        )
        if reasons[reason]
    ]
    count = f"检查对象名录库共{draw['objects']}户，本次确定抽查对象{objects}户"
    if len(parts) > 1:
        count += f"，其中{'、'.join(parts)}（同一户可兼有几种情形）"
    texts = [f"{count}。检查时间为{months_text([dossier.pool.batch])}。"]
    serials = "一二三四五六七八九十"
    tasks = list(dict.fromkeys(stratum["task"] for stratum in draw["strata"]))
    for index, number in enumerate(tasks):
        strata = [stratum for stratum in draw["strata"] if stratum["task"] == number]
        drawn = sum(len(stratum["drawn"]) for stratum in strata)
        label = f"（{serials[index]}）" if 1 < len(tasks) <= len(serials) else ""
        text = (
            f"{label}{masked(dossier.task_name(number))}：对象{sum(s['N'] for s in strata)}户，抽取{drawn}户"
        )
        if 1 < len(strata) <= 6 and not any(stratum["district"] for stratum in strata):
            layers = "、".join(f"“{s['name']}”{s['N']}户抽取{len(s['drawn'])}户" for s in strata)
            text += f"，其中{masked(layers)}"
        texts.append(f"{text}。")
    return texts


def _method(dossier: Dossier) -> str:
    """Seed and commitment, so that anybody can recompute the draw (LAW-4, LAW-5)."""
    manifest = dossier.manifest
    attempt = (
        f"本次为第{manifest['attempt']}次抽取，重新抽取的原因：{masked(manifest['reason'] or '未注明')}。"
        if manifest["attempt"] > 1
        else ""
    )
    witnesses = f"抽取过程由{len(manifest['witnesses'])}名见证人见证。" if manifest["witnesses"] else ""
    return (
        "抽取前，将抽查计划和各名录库统一编号后封存，不再增减；再以随机种子计算每户的签号，各任务按签号由小到大抽取。"
        f"计算规则公开（{manifest['scheme']}），封存文件、种子相同，抽取结果必定相同，任何人都可以重新计算核对。"
        f"{attempt}{witnesses}"
    )


def _digests(dossier: Dossier) -> list[str]:
    """What anybody needs to compute the draw again, and to know that it is the same."""
    seed = dossier.manifest["seed"]
    source = f"，来源：{masked(seed['source'])}" if seed["source"] else ""
    return [
        f"随机种子：{seed['text']}（{seed['grade']}{source}）。",
        f"封存摘要（SHA-256）：{dossier.manifest['commit']}。",
        f"抽取记录摘要（SHA-256）：{dossier.draw_digest}。",
        f"抽取前台账摘要（SHA-256）：{dossier.manifest['ledger_head']}。",
    ]


def _signature(paper: Paper, dossier: Dossier) -> None:
    """Names over the date, centred on it, the date four characters in (GB/T 9704, 7.3.5)."""
    names, day = issuers(dossier.pool.plan), day_text(dossier)
    longest = max(text_width(name) for name in names) / 2
    width = text_width(day) / 2
    centre = max(4 + width / 2, 2 + longest / 2)
    lines = [(name, text_width(name) / 2) for name in names] + [(day, width)]
    for text, size in lines:
        line = paper.paragraph(text, "署名日期")
        line.paragraph_format.right_indent = Pt((centre - size / 2) * 16)


def _attachment(paper: Paper, number: int, title: str) -> None:
    paper.paragraph(f"附件{number}", "附件标识", new_page=True)
    paper.paragraph("", "公文顶格")
    paper.paragraph(title, "Title")
    paper.paragraph("", "公文顶格")


def _strata(paper: Paper, dossier: Dossier) -> None:
    """附件1: N, ratio, exact product and n of every stratum (QHD-2)."""
    strata = dossier.draw["strata"]
    districts = any(stratum["district"] for stratum in strata)
    titles = [*(["分区"] if districts else []), "分层", "对象户数", "比例或数量", "户数×比例", "抽取户数"]
    widths = shares(OFFICIAL.width, [*([30] if districts else []), 38, 24, 28, 28, 24])
    rows = [_heading(titles, widths)]
    for number in dict.fromkeys(stratum["task"] for stratum in strata):
        name = Cell(text=masked(dossier.task_name(number)), span=len(widths))
        rows.append(_table_row([name], widths))
        rows += [_table_row(_stratum(s, districts), widths) for s in strata if s["task"] == number]
    _attachment(paper, 1, "抽取情况统计表")
    paper.table(rows, widths)


def _stratum(stratum: StratumRecord, districts: bool) -> list[Cell]:
    texts = [
        *([stratum["district"]] if districts else []),
        stratum["name"],
        str(stratum["N"]),
        amount_of(stratum),
        exact_text(stratum["product"]) if stratum["product"] else "—",
        str(len(stratum["drawn"])),
    ]
    return [Cell(text=masked(text), style="表格居中") for text in texts]


def _objects(paper: Paper, dossier: Dossier) -> None:
    """附件2: every object once, however often it is visited."""
    widths = shares(OFFICIAL.width, (13, 55, 43, 45))
    rows = [_heading(["序号", "名称", id_heading(dossier), "抽查任务或事项"], widths)]
    seen: set[int] = set()
    for visit in dossier.draw["visits"]:
        if visit["number"] in seen:
            continue
        seen.add(visit["number"])
        works = [dossier.task_name(task) for task in visit["tasks"]]
        works = works or [item_name(dossier.pool, key) for _, key in visit["items"]]
        cells = [
            Cell(text=str(len(seen)), style="表格居中"),
            Cell(text=masked(visit["name"])),
            Cell(text=masked_code(visit["id"]), style="表格居中"),
            Cell(text=masked("；".join(dict.fromkeys(works)))),
        ]
        rows.append(_table_row(cells, widths))
    _attachment(paper, 2, "抽查对象名单")
    paper.table(rows, widths)


def _heading(titles: Sequence[str], widths: Sequence[int]) -> str:
    return row([Cell(text=title, style="表格标题") for title in titles], widths, heading=True, height=480)


def _table_row(cells: Sequence[Cell], widths: Sequence[int]) -> str:
    return row(cells, widths, height=400)
