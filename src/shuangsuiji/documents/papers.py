"""文书/: the working papers and drafts of one draw, by their paths."""

from __future__ import annotations

from shuangsuiji.core.dossier import Dossier
from shuangsuiji.documents.plan_tables import plan_tables
from shuangsuiji.documents.publication import drawn_list
from shuangsuiji.documents.record_sheets import record_sheets
from shuangsuiji.documents.results_workbook import results_workbook


def papers(dossier: Dossier) -> dict[str, bytes]:
    """Path inside 文书/ -> bytes. The same dossier always gives the same bytes."""
    return {
        "抽查结果.xlsx": results_workbook(dossier),
        "年度抽查工作计划.xlsx": plan_tables(dossier),
        "检查记录表.docx": record_sheets(dossier),
        "公示稿/抽查对象名单公示.docx": drawn_list(dossier),
    }
