"""A team line asks for one person tagged 组长: whoever is printed as leader is one of those (XT-3)."""

from __future__ import annotations

import io
import re
import shutil
from pathlib import Path

import docx
import openpyxl
import pytest

import shuangsuiji
from bureau import NOW
from shuangsuiji.workflows.draw import DrawReport

LEADERS = {"检查员1", "检查员2"}
"""The two people who have the tag."""


@pytest.fixture(scope="module", params=["1 2 3", "甲", "20260101"])
def drawn(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> DrawReport:
    folder = tmp_path_factory.mktemp("case") / "组长"
    shutil.copytree(Path(__file__).parent / "leader-tag", folder)
    return shuangsuiji.draw(folder / "plan.yaml", seed=request.param, now=NOW)


def texts(path: Path) -> list[str]:
    """Every cell or paragraph of a paper."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()), read_only=True)
        return [
            str(cell)
            for sheet in book
            for row in sheet.iter_rows(values_only=True)
            for cell in row
            if cell is not None
        ]
    if path.suffix != ".docx":
        return []
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_every_visit_is_led_by_a_tagged_person(drawn: DrawReport) -> None:
    names = {person.id: person.name for person in drawn.dossier.pool.people}
    visits = drawn.dossier.draw["visits"]
    assert len(visits) == 12
    assert {names[str(visit["leader"])] for visit in visits} <= LEADERS
    assert shuangsuiji.audit(drawn.archive).passed


def test_every_printed_leader_is_a_tagged_person(drawn: DrawReport) -> None:
    found: set[str] = set()
    for path in sorted((drawn.archive / "文书").rglob("*")):
        for text in texts(path):
            found |= set(re.findall(r"(检查员[0-9]+)★", text))
            found |= set(re.findall(r"(检查员[0-9]+)[^、，；。\n]{0,20}（组长）", text))
    assert found and found <= LEADERS
