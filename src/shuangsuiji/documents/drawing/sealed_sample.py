"""抽验表.xlsx: the sealed sample as a witness reads and signs it."""

from __future__ import annotations

from shuangsuiji.core.records.dossier import Dossier
from shuangsuiji.core.records.sealed_sample import OpenedRow, SealedSample
from shuangsuiji.core.rules.marks import check_code
from shuangsuiji.documents.drawing.heads import draw_book, draw_title
from shuangsuiji.documents.office.fields import Field, table

SAMPLE_SHEET = "抽验表.xlsx"
SAMPLE_FILE = "抽验.json"
SAMPLE_GUIDE = "抽验方法.txt"

_HOW = (
    "抽验哪几户由种子决定（规则见 docs/algorithm.md 第11节），都是没有抽中的，本单位不能挑选。",
    "请与实际核对：单位是不是存在，等级、类别、区划、状态是不是如实，不参加抽取的理由是不是真的。",
    "编号和校验码可以在公开复核包的“复核.html”里输入，核对它确是封存时的那一行。",
    "一户也没有错的，登记信息错了一成以上而没有被发现的机会不到 4%（30户时）。",
)


def sample_sheet(dossier: Dossier, sample: SealedSample) -> bytes:
    """The bytes of 抽验表.xlsx."""
    title = draw_title(dossier.manifest, "抽验表")
    book = draw_book(dossier, title)
    fields: list[Field[OpenedRow]] = [
        Field("编号", lambda row: row.number, "number"),
        Field("名称", lambda row: row.name, most=34),
        Field("标识", lambda row: row.id, "center", 22),
        Field("校验码", lambda row: check_code(row.salt), "center", 26),
        Field("规则所读各列", _cells, most=40),
        Field("所在分层", lambda row: "；".join(row.strata) or "（没有）", most=30),
        Field("能不能抽取", lambda row: row.state, most=30),
        Field("与实际是否相符", lambda _: "", most=16),
    ]
    about = (
        f"没有抽中的{len(sample.rows)}户，内部，交见证人核对。封存摘要 {sample.commit}，种子 {sample.seed}"
    )
    book.sheet(
        table("抽验表", title, fields, sample.rows, about=about, below=_HOW, numbered=True, filtered=False)
    )
    return book.data()


def _cells(row: OpenedRow) -> str:
    return (
        "；".join(f"{column}：{text or '（空）'}" for column, text in row.cells if column != "名称")
        or "（没有）"
    )


def sample_guide() -> bytes:
    """抽验方法.txt: how a witness checks the sample without this product."""
    lines = (
        "抽验",
        "",
        *_HOW,
        "",
        "用程序核对：把 抽验.json 和公开复核包放在一起，运行",
        "    python verify_ssj.py sample 抽验.json 复核包文件夹",
        "程序核对：抽验的是不是种子决定的那几户，每一户的标识和校验码是不是封存时的那一行，"
        "能去的人员和回避（只有编号）、能不能抽取、分层的个数和名额有没有改过，同一层的各户写法是否相同。",
        "名称、等级等文字没有封签为证，程序不能证明，标 –，退出码是 4：请拿抽验表逐户对照实际。",
        "抽验.json 和抽验表写有没有抽中的单位的名称和等级，只交见证人，不公开。",
    )
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8-sig")
