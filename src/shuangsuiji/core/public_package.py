"""What the public package of a draw lets out beside the list: it can only be recomputed from the whole.

The files are those of the commitment, byte for byte; nothing in them can be masked. So it is said what they
hold, and the office decides (LZ-10).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from shuangsuiji.core.findings import Finding, note, warning
from shuangsuiji.core.pool import parse_csv
from shuangsuiji.core.publicity import masked, masked_code

_HOLDS = (
    ("people.csv", "执法证号", "检查人员的执法证号"),
    ("people.csv", "曾任职单位", "检查人员的曾任职单位"),
    ("recusals.csv", "回避事由", "回避关系和事由"),
    ("history.csv", "检查人员", "以前各次检查的人员"),
)


def package_findings(snapshot: Mapping[str, bytes], events: Mapping[str, bytes]) -> Iterator[Finding]:
    """What an office has to know before it publishes a package.

    Args:
        snapshot: name -> bytes of the public files of the snapshot.
        events: name -> bytes of the substitutions.
    """
    tables = {name: parse_csv(data) for name, data in snapshot.items() if name.endswith(".csv")}
    held = [
        words
        for name, column, words in _HOLDS
        if column in tables[name][0] and any(row[tables[name][0].index(column)] for row in tables[name][1])
    ]
    held += ["递补和回避的理由"] if any(json.loads(data).get("reason") for data in events.values()) else []
    if held:
        yield note("publish-package-holds", what="、".join(held))
    for name, (_, rows) in tables.items():
        count = sum(any(masked(cell) != cell or masked_code(cell) != cell for cell in row) for row in rows)
        if count:
            yield warning("publish-package-numbers", file=name, count=count)


def package_guide(holds: str) -> str:
    """说明.txt of a package: how to check it, and what it holds."""
    return (
        "公开复核包\r\n\r\n"
        "用浏览器打开“复核.html”，或用 Python 运行 verify_ssj.py，就能从封存的名录库和种子重新抽取一遍，"
        "核对结果。\r\n"
        "snapshot 文件夹是抽取前封存的内容，一个字节都不能改，改了就与承诺书公布的封存摘要不符。\r\n"
        "地址、负责人、联系方式等与抽取无关的列不在其中。"
        + (f"重算需要、因而包含的有：{holds}。\r\n" if holds else "\r\n")
    )
