"""Names of people as they are typed: who can be meant where somebody looks on, and who not."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shuangsuiji.core.canonical import norm, tidy
from shuangsuiji.core.findings import error
from shuangsuiji.errors import BadUsage

_BETWEEN_NAMES = re.compile("[、，,；;/]")
_NOBODY = re.compile(
    "[（(]?(?:无|没有|暂无|无人|不详|待定|空|(?:无|没有)见证人|none|[-—–.]+)[）)]?$"
    "|.*[0-9一二三四五六七八九十两几]名|见证人[0-9一二三四五六七八九十]|.*代表$",
    re.I,
)
"""What stands where a name should: nobody, a number of people, an office."""
_OFFICE = re.compile(
    "^(?:见证人?|监督员?|监督人员?|工作人员|无关人员|相关人员|有关人员|群众|路人|某人)$"
    "|(?:局|委员会|办公室|大队|支队|公司|药店|药房|医院|诊所|卫生[院室]|中心|协会|事务所|公证处|单位)$|公证|抽取|全体|全程|现场|党组|纪委|纪检|成员|等[0-9一二三四五六七八九十]*人"
)
"""What is no person's name: a role, an office or a firm, several people."""
_LEAST_NAME = 2
YES_OR_NO = re.compile(
    "是的?|否|对的?|好的?|行|可以|不是?|有|ok|yes|no|y|n|全部|同意|确认|知道了?|测试|test", re.I
)
"""What answers a question of another kind than one for a name or a reason."""


def witnesses_named(typed: Sequence[str], operator: str = "") -> list[str]:
    """The names of witnesses, each once, in their order; several in one text stand between 、 or the like.

    Raises:
        BadUsage: a name stands there twice, says that there is nobody, or is the operator's (LZ-7).
    """
    names = [name for text in typed for part in _BETWEEN_NAMES.split(text) if (name := tidy(part))]
    found: dict[str, str] = {}
    plain: set[str] = set()
    for name in names:
        known, whole = bare_name(name), "".join(norm(name).split())
        nobody = _NOBODY.fullmatch(whole) or _NOBODY.match(known) or YES_OR_NO.fullmatch(known)
        if len(known) < _LEAST_NAME or nobody or not re.search(r"[^\W\d_]{2}", known):
            raise BadUsage(error("witness-nobody", name=name))
        if whole in found or (known in plain and known in (whole, *found)):
            raise BadUsage(error("witness-twice", name=name))
        if _OFFICE.search(known):
            raise BadUsage(error("witness-nobody", name=name))
        if operator and bare_name(operator) in known:
            raise BadUsage(error("witness-operator", name=name))
        found[whole] = name
        plain.add(known)
    return list(found.values())


def bare_name(name: str) -> str:
    """A name without blanks and without what stands in brackets behind it."""
    return re.sub(r"[（(〔\[].*", "", "".join(norm(name).split()))
