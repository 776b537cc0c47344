"""What a paper may hold follows from for whom it is: read as shown, after all that can happen (LAW-3)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW, bureau, objects, write_csv
from shuangsuiji.documents.office.shown_text import shown_texts
from shuangsuiji.documents.papers import PAPERS, Audience
from shuangsuiji.files.archive import read_archive

PROOF = "核验信息"
WITH_PROOF = {"抽取记录.docx", "抽查对象名单公示.docx"}
HINTS = re.compile(r"ssj |--[a-z]|请检查写法|这一列现有|› |\.(?:ya?ml|csv|xlsx?|json)\b|第[0-9]+行第[0-9]+列")
"""Places in files, remarks on cells, and what is to be typed."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau whose registry draws remarks: a state of business that is written in two ways."""
    home = tmp_path_factory.mktemp("audiences")
    bureau(home)
    rows = objects()
    rows[2][5], rows[4][5] = "停 业", "正长"
    write_csv(home / "检查对象.csv", rows)
    return home


@pytest.fixture(scope="module")
def archives(folder: Path) -> dict[str, Path]:
    """A rehearsal; a draw with a substitution and a correction; one that has been cancelled."""
    plan = folder / "plan.yaml"
    rehearsal = shuangsuiji.draw(plan, rehearsal=True, now=NOW).archive
    drawn = shuangsuiji.draw(plan, batch="上半年", seed="甲", operator="操作人甲", now=NOW)
    visits = drawn.dossier.draw["visits"]
    shuangsuiji.substitute(drawn.archive, objects=[visits[0]["id"]], reason="注销", now=NOW)
    rows = objects()
    rows[2][5], rows[4][5] = "停 业", "正长"
    next(row for row in rows if row[0] == visits[1]["id"])[6] = "试点镇新99号"
    (folder / "更正后").mkdir()
    write_csv(folder / "更正后" / "检查对象.csv", rows)
    shuangsuiji.correct(drawn.archive, folder / "更正后" / "检查对象.csv", reason="地址有误", now=NOW)
    second = shuangsuiji.draw(plan, batch="下半年", seed="乙", now=NOW.replace(month=9)).archive
    shuangsuiji.cancel(second, reason="名录库有误", now=NOW.replace(month=9))
    return {"演练": rehearsal, "抽取、递补、更正": drawn.archive, "取消": second}


def audience_of(name: str) -> Audience:
    """Whom a file is for, by its name: 作废-检查通知书-第1-200号.docx is a notice."""
    bare = name.removeprefix("作废-")
    for paper in PAPERS:
        stem, _, suffix = paper.file.rpartition(".")
        if bare.startswith(stem) and bare.endswith(suffix):
            return paper.audience
    return Audience.INTERNAL


def papers_of(archive: Path) -> Iterator[tuple[str, Audience, list[str]]]:
    for path in sorted((archive / "文书").rglob("*")):
        if path.suffix in (".docx", ".xlsx"):
            yield path.relative_to(archive).as_posix(), audience_of(path.name), shown_texts(path.read_bytes())


@pytest.mark.parametrize("case", ["演练", "抽取、递补、更正", "取消"])
def test_digests_stand_on_the_page_of_proof_alone(archives: dict[str, Path], case: str) -> None:
    manifest = read_archive(archives[case]).manifest
    digests = [manifest["commit"], manifest["draw"], manifest["teams"], manifest["ledger_head"]]
    seen = 0
    for name, _, texts in papers_of(archives[case]):
        holders = [index for index, text in enumerate(texts) if any(one[:12] in text for one in digests)]
        bare = Path(name).name.removeprefix("作废-")
        assert not holders or bare in WITH_PROOF, name
        if bare in WITH_PROOF:
            heading = max(index for index, text in enumerate(texts) if text == PROOF)
            assert holders and min(holders) > heading, name
            assert {one for one in digests[:2] if any(one in texts[index] for index in holders)}, name
            seen += 1
    assert seen


@pytest.mark.parametrize("case", ["演练", "抽取、递补、更正", "取消"])
def test_remarks_on_cells_and_hints_stand_on_internal_papers_alone(
    archives: dict[str, Path], case: str
) -> None:
    manifest = read_archive(archives[case]).manifest
    remarks = [item["message"] for item in manifest["findings"]]
    assert any("请检查写法。这一列现有" in remark for remark in remarks)
    kinds = set()
    for name, audience, texts in papers_of(archives[case]):
        kinds.add(audience)
        if audience is not Audience.INTERNAL:
            for text in texts:
                assert not HINTS.search(text.replace("复核.html", "")), (name, text)
                assert not any(remark in text for remark in remarks), (name, text)
        elif Path(name).name.removeprefix("作废-") == "抽查结果.xlsx":
            assert all(any(remark in text for text in texts) for remark in remarks)
    assert kinds == set(Audience)


def test_each_paper_says_for_whom_it_is() -> None:
    """A new kind of paper of a draw has to be sorted: served, signed, public or internal."""
    of_draw = {paper.file: paper.audience for paper in PAPERS if paper.of_draw or paper.of_step}
    assert of_draw["检查通知书.docx"] is of_draw["撤回通知书.docx"] is Audience.SERVED
    assert of_draw["抽取记录.docx"] is of_draw["递补记录.docx"] is Audience.SIGNED
    assert of_draw["抽查对象名单公示.docx"] is Audience.PUBLIC
    assert of_draw["抽查结果.xlsx"] is Audience.INTERNAL
