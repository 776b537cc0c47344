"""Lines of GBK in a file of UTF-8 are named; a file that is GBK throughout is read."""

from __future__ import annotations

import pytest

from shuangsuiji.errors import BadInput
from shuangsuiji.files.readers.csv_grid import read_csv

HEAD, ROW = "编号,名称\n", "S1,示例甲药店\n"
ADDED = "S2,某某诊所\n".encode("gbk")


@pytest.mark.parametrize(
    ("data", "line", "lines"),
    [
        (HEAD.encode() + ROW.encode() + ADDED + ROW.encode(), 3, "3"),
        (b"\xef\xbb\xbf" + HEAD.encode() + ADDED, 2, "2"),
        (HEAD.encode() + ROW.encode() * 3 + ADDED + ADDED, 5, "5、6"),
    ],
)
def test_lines_of_another_encoding(data: bytes, line: int, lines: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_csv(data, "名录.csv")
    (found,) = raised.value.findings
    assert (found.code, found.place.line, found.values["lines"]) == ("file-encodings-mixed", line, lines)


def test_one_encoding_throughout() -> None:
    rows = [["编号", "名称"], ["S1", "联通"], ["S2", "某某诊所"]]
    text = "\n".join(map(",".join, rows))
    for encoding in ("utf-8", "gbk"):
        grid, _ = read_csv(text.encode(encoding), "名录.csv")
        assert grid.rows == rows
