"""The papers as they leave a printer: opened by LibreOffice, made into PDF, and read page by page."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import datetime

import pytest

import shuangsuiji
from shuangsuiji.workflows.draw import DrawReport

OFFICE, TEXT = shutil.which("soffice"), shutil.which("pdftotext")
FONTS = (
    shutil.which("fc-list")
    and subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
)
pytestmark = pytest.mark.skipif(
    not (OFFICE and TEXT and FONTS), reason="no LibreOffice, no pdftotext or no Chinese font on this machine"
)
SEED = " ".join(f"{number:02d}" for number in (*range(1, 20), 33, *range(1, 7), 16))
"""20 numbers of 快乐8, then 6 red ones and a blue one of 双色球."""
NOW = datetime.fromisoformat("2024-05-06T09:00:00+08:00")


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> DrawReport:
    folder = tmp_path_factory.mktemp("rendering") / "某局"
    shuangsuiji.init(folder, preset="舞钢", now=NOW)
    return shuangsuiji.draw(folder / "plans" / "舞钢.yaml", seed=SEED, now=NOW)


@pytest.fixture(scope="module")
def pages(drawn: DrawReport, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, list[str]]:
    """Name of the paper -> the text of its pages."""
    target = tmp_path_factory.mktemp("pdf")
    papers = sorted((drawn.archive / "文书").glob("*.*")) + sorted((drawn.archive / "文书").glob("公示稿/*"))
    profile = tmp_path_factory.mktemp("profile").as_uri()
    command = [str(OFFICE), "--headless", f"-env:UserInstallation={profile}", "--convert-to", "pdf"]
    subprocess.run(
        [*command, "--outdir", str(target), *map(str, papers)], check=True, capture_output=True, timeout=300
    )
    made: dict[str, list[str]] = {}
    for paper in papers:
        file = target / f"{paper.stem}.pdf"
        read = subprocess.run([str(TEXT), str(file), "-"], check=True, capture_output=True)
        made[paper.name] = read.stdout.decode("utf-8").split("\f")[:-1]
    return made


def bare(text: str) -> str:
    return re.sub(r"\s", "", text)


def test_every_paper_opens_and_no_figure_is_cut_off(pages: Mapping[str, list[str]]) -> None:
    assert len(pages) > 8
    for name, texts in pages.items():
        assert texts and all(bare(text) for text in texts), f"{name}: a blank page"
        assert not any("###" in text for text in texts), f"{name}: a column too narrow for its figures"
        assert not any("{{" in text or "{%" in text for text in texts), f"{name}: a template shows through"


@pytest.mark.parametrize("name", ["检查记录表.docx", "检查通知书.docx"])
def test_one_visit_one_page(name: str, drawn: DrawReport, pages: Mapping[str, list[str]]) -> None:
    """Each visit begins on a page of its own, and few need a second one."""
    visits = drawn.dossier.draw["visits"]
    assert len(visits) <= len(pages[name]) <= len(visits) * 5 // 4
    for visit in visits:
        assert any(bare(visit["name"]) in bare(text) for text in pages[name])


@pytest.mark.parametrize("name", ["抽查对象名单公示.docx", "免重复检查名单.xlsx", "抽取记录.docx"])
def test_nobody_is_lost_between_two_pages(
    name: str, drawn: DrawReport, pages: Mapping[str, list[str]]
) -> None:
    """Every drawn object's code stands in the list, and the heading row on each of its pages."""
    whole = bare("".join(pages[name]))
    codes = [visit["id"] for visit in drawn.dossier.draw["visits"]]
    assert all(code in whole for code in codes)
    with_codes = [text for text in pages[name] if any(code in bare(text) for code in codes)]
    assert len(with_codes) > 1 and all("序号" in text for text in with_codes)
