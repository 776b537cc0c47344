"""说明: the circumstances of a draw, and how anybody can check it (LZ-7, LZ-12, LAW-4, LAW-5)."""

from __future__ import annotations

from shuangsuiji.core.plans.words import months_text, team_rules
from shuangsuiji.core.records.correction import corrected_lines
from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.record import event_title
from shuangsuiji.documents.drawing.heads import draw_title
from shuangsuiji.documents.drawing.results_figures import cap_lines, stage_lines
from shuangsuiji.documents.office.sheets import Row, Sheet, SheetColumn
from shuangsuiji.documents.wording import (
    REHEARSAL,
    attempts_text,
    embargo_text,
    event_text,
    redraw_reason,
    seed_origin,
    software_text,
    stated_reason,
    strength_text,
    time_text,
)

_GRADES = {
    "系统随机数": (
        "由本机系统随机数产生。可以证明结果能够复算，不能证明只抽过这一次；"
        "要证明，请先公布封存摘要，再产生种子。"
    ),
    "人工给定": (
        "由操作人录入，不能证明没有经过挑选。要证明，请先封存并公布承诺书，再用计划事先写明类型和期号的公开来源产生种子。"
    ),
    "先封存后公开": (
        "名录库先封存，种子随后按事先写明类型和期号的公开来源录入。承诺书在号码公布以前已经公布、"
        "号码与官方公告一致的，无人能够预知或挑选结果；这两点请自行核对。"
    ),
    "先封存后由系统产生": (
        "名录库先封存，种子随后由本机系统随机数产生。封存之后名录库没有改动；不能证明种子只试过这一次。"
    ),
    "平台抽取": "检查对象由平台抽取；种子只用于排定名单没有写明的检查组，以及以后的递补。",
    "演练": "演练用的固定种子，不具有随机性。",
}
_HOW_TO_CHECK = (
    "在命令行运行 ssj audit 加本次抽取的文件夹，逐步核对封存、种子、抽取结果和本工作簿的数字。"
    "没有本软件的，用浏览器打开档案中的 复核.html，或运行其中的 verify_ssj.py。"
)
_HOW_TO_CHECK_PLATFORM = (
    "在命令行运行 ssj audit 加本次抽取的文件夹，逐步核对封存、台账和名单原件。"
    "平台怎样抽取，本工具不能重算，请向平台查询。"
)
_COLUMNS = (
    (
        "编号（封存编号）",
        "封存时由密签和标识算得各户的标记，按标记排列的号码，从1起；不参加抽取的也有编号，换一批次就换一个编号。"
        "通知书上印有该户的编号和校验码，凭以核对自己是哪一行。",
    ),
    (
        "抽取原因",
        "随机：按任务的比例或数量抽中；必查：计划规定的必查次数；补足：为达到全年比例下限随机增加。",
    ),
    ("检查次序", "一户在本批次要查几次的，注明第几次；建议月份按批次均匀分布。"),
    ("超上限", "必查使该户全年检查次数超过每户全年上限，依计划仍应检查。"),
    ("截止签号", "该层抽中对象中最大的签号（16位十六进制）。每户一签，签号小的先抽。"),
    ("候补顺序", "该层没有抽中的对象，按签号排列，依次递补。"),
)


def sheet(dossier: Dossier) -> Sheet:
    """The sheet 说明."""
    rows: list[Row] = [[name, text] for name, text in _entries(dossier) if text]
    return Sheet(
        name="说明",
        title=draw_title(dossier.manifest, "抽取情况说明"),
        columns=[SheetColumn("项目", "center", 24), SheetColumn("内容", most=70)],
        rows=rows,
        filtered=False,
    )


def _how_people(dossier: Dossier) -> str:
    """With fixed groups: that, and how many; who leads, and what loads count, if not as usual."""
    groups = dossier.draw.get("groups")
    told = team_rules(dossier.pool.plan)
    if groups is not None:
        told.insert(0, f"分组抽取：先把检查人员随机编成{len(groups['formed'])}个组，再把各次检查随机派给各组")
    return "；".join(told)


def _origin(dossier: Dossier) -> str:
    """Where the objects come from, if not from a draw that can be made again (XT-10)."""
    platform = dossier.manifest.get("platform")
    if platform is None:
        return ""
    numbers = "、".join(dict.fromkeys(platform["numbers"]))
    people = "检查对象和检查人员" if platform["staffed"] else "检查对象"
    return f"平台（平台任务编号{numbers}）。{people}由平台抽取，不能由本工具重算；名单原件存于档案。"


def _entries(dossier: Dossier) -> list[tuple[str, str]]:
    manifest, plan = dossier.manifest, dossier.pool.plan
    seed = manifest["seed"]
    found = [
        ("性质", REHEARSAL if manifest["rehearsal"] else ""),
        ("来源", _origin(dossier)),
        ("公开范围", embargo_text(plan)),
        ("计划名称", manifest["plan_name"]),
        ("计划编号", manifest["plan"]),
        ("计划文号", plan.document_number or "（计划没有填写文号，没有印发的计划作依据）"),
        ("发起部门", plan.initiator),
        ("联合部门", "、".join(plan.partners)),
        ("批次", f"{manifest['batch']}（{months_text([dossier.pool.batch])}）"),
        ("抽取次数", f"第{manifest['attempt']}次抽取"),
        ("重抽原因", redraw_reason(dossier)),
        ("理由", stated_reason(dossier)),
        ("约定抽取时间", manifest["announced"]),
        ("抽取时间", time_text(dossier)),
        ("操作人", manifest["operator"]),
        ("见证人", "、".join(manifest["witnesses"])),
        ("录音录像编号", "、".join(manifest["recordings"])),
        ("检查对象", f"{dossier.draw['objects']}户，抽出{len(dossier.draw['visits'])}户次"),
        ("对象抽取", "".join([*stage_lines(dossier), *cap_lines(dossier)])),
        ("检查人员", f"{dossier.draw['people']}人（含专家）"),
        ("人员抽取", _how_people(dossier)),
        ("种子", seed["text"]),
        ("种子来源", seed_origin(dossier)),
        ("种子性质", f"{seed['grade']}。{_GRADES.get(seed['grade'], '')}"),
        ("种子强度", strength_text(seed["bits"])),
        ("历次抽取", "\n".join(attempts_text(dossier))),
        ("核验信息", "封存、抽取记录、台账的摘要见抽取记录的末页。"),
        ("抽取规则", f"{manifest['scheme']}；名录库按{dossier.rules}整理成编号表"),
        ("软件版本", software_text(dossier)),
    ]
    found += [(event_title(event), event_text(event, dossier)) for event in dossier.events]
    found.append(("更正", "\n".join(corrected_lines(dossier.corrections))))
    found += [(f"提示{index}", item["message"]) for index, item in enumerate(manifest["findings"], 1)]
    found.append(("怎样复核", _HOW_TO_CHECK_PLATFORM if "platform" in manifest else _HOW_TO_CHECK))
    return found + [(f"{name}的意思", text) for name, text in _COLUMNS]
