"""复核报告.docx: what an audit of one archive or of many found, for the file of whoever audited."""

from __future__ import annotations

from dataclasses import dataclass

from shuangsuiji.documents.templates.filling import render
from shuangsuiji.documents.templates.forms import NO_TEMPLATES, Form, PaperFrame, Templates, rows, slot


@dataclass(frozen=True, kw_only=True)
class StatementRow:
    """One statement of an archive."""

    name: str = slot("事项", "档案所写的事项")
    value: str = slot("内容", "档案所写的内容")
    basis: str = slot("依据", "算得、有台账为证或只是自称", needed=True)


@dataclass(frozen=True, kw_only=True)
class ArchivePart:
    """One archive."""

    name: str = slot("档案", "档案的文件夹，从复核的地方写起")
    kind: str = slot("种类", "抽取、演练或封存")
    calculation: str = slot("计算", "计算相符、不符或没有核对完")
    record: str = slot("记录", "记录相符、不符或没有核对完")
    statements: tuple[StatementRow, ...] = rows("各项", "档案所写的各项，各有什么依据", needed=True)
    open_steps: str = slot("未核对", "没有核对的步骤；都核对了的为空")


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """One attempt."""

    plan: str = slot("计划", "计划编号")
    batch: str = slot("批次", "批次名称")
    attempt: int = slot("次", "第几次抽取")
    time: str = slot("时间", "开始抽取的时间")
    seed: str = slot("种子", "种子")
    grade: str = slot("种子性质", "种子性质")
    outcome: str = slot("结果", "抽取、取消、失败或没有结果")
    basis: str = slot("依据", "有台账为证或只是自称", needed=True)


@dataclass(frozen=True, kw_only=True)
class LedgerRow:
    """One ledger."""

    name: str = slot("台账", "台账文件，从复核的地方写起")
    lines: int = slot("行数", "台账的行数")
    head: str = slot("末行摘要", "台账末行的摘要，64位")


@dataclass(frozen=True, kw_only=True)
class AuditPaperContent:
    """What the report says."""

    time: str = slot("复核时间", "如2024年5月21日 9时05分", needed=True)
    places: str = slot("复核的地方", "复核的档案或文件夹")
    held: str = slot("外部留存件", "另外留存、拿来核对的文件、种子和封存摘要；没有的为空")
    software: str = slot("软件版本", "复核用的软件及版本")
    conclusion: str = slot("结论", "一句话的结论", needed=True)
    counts: str = slot("统计", "计算、记录各有几份相符、不符、没有核对完")
    contradictions: tuple[str, ...] = rows("不符之处", "矛盾和不符之处；没有的不写", needed=True)
    asked: tuple[str, ...] = rows("请单位提供", "请单位提供或说明的；没有的不写", needed=True)
    notes: tuple[str, ...] = rows("其他情况", "其他情况；没有的不写")
    attempts: tuple[AttemptRow, ...] = rows("历次抽取", "各本台账和各份档案所记的每一次抽取", needed=True)
    archives: tuple[ArchivePart, ...] = rows("各份档案", "每份档案", needed=True)
    ledgers: tuple[LedgerRow, ...] = rows("各本台账", "每本台账；没有的不写")


def audit_paper(content: AuditPaperContent, frame: PaperFrame, templates: Templates = NO_TEMPLATES) -> bytes:
    """The bytes of 复核报告.docx.

    Raises:
        BadInput: the auditor's own template cannot be filled in.
    """
    return render(AUDIT_REPORT, content, frame, templates)


AUDIT_REPORT = Form(
    file="复核报告.docx",
    content=AuditPaperContent,
    about="复核一份或多份档案的报告，由 ssj audit --report 填写；模板由复核的人用 --templates 指明。",
)
