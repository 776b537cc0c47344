"""A stick of archives: what vouches for each statement, what contradicts, what the bureau is asked for."""

from __future__ import annotations

import io
import json
import shutil
from pathlib import Path

import docx
import pytest

import shuangsuiji
from bureau import NOW, bureau
from command_line import ssj
from filling import LATER
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble, UnreadableArchive
from shuangsuiji.workflows.auditing.places_report import PlacesReport
from shuangsuiji.workflows.auditing.statements import Basis


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stick")
    plan = bureau(folder)
    shuangsuiji.draw(plan, seed="甲", now=NOW, operator="经办人甲", witnesses=["见证人丙"])
    shuangsuiji.draw(plan, seed="乙", reason="名录有误", batch="上半年", now=LATER, operator="经办人甲")
    return folder / "draws"


@pytest.fixture
def stick(drawn: Path, tmp_path: Path) -> Path:
    shutil.copytree(drawn, tmp_path / "盘" / "draws")
    return tmp_path / "盘"


def archives(stick: Path) -> list[Path]:
    return sorted(path.parent for path in stick.rglob("档案"))


def basis(report: PlacesReport, archive: Path) -> dict[str, Basis]:
    return {one.name: one.basis for one in report.statements[archive]}


def codes(report: PlacesReport) -> set[str]:
    return {finding.code for finding in report.findings}


def test_with_the_ledger_everything_is_vouched_for(stick: Path) -> None:
    report = shuangsuiji.audit_places([stick])
    assert report.passed and report.complete and codes(report) == {"ledger-holds"}
    assert [(one.attempt, one.seed, one.outcome) for one in report.attempts] == [
        (1, "甲", "抽取"),
        (2, "乙", "抽取"),
    ]
    for archive in archives(stick):
        words = basis(report, archive)
        assert words["抽取结果由种子算得"] == words["名录由原始文件整理"] == Basis.COMPUTED
        assert words["种子性质"] == words["第几次抽取"] == words["操作人"] == Basis.RECORDED
        assert Basis.CLAIMED not in words.values()


def test_what_is_packed_is_named(stick: Path) -> None:
    """A zip on the stick is not audited, and nobody is left to think so."""
    (stick / "2023年.zip").write_bytes(b"PK")
    assert "audit-packed" in codes(shuangsuiji.audit_places([stick]))
    with pytest.raises(UnreadableArchive) as caught:
        shuangsuiji.audit_places([stick / "2023年.zip"])
    assert [one.code for one in caught.value.findings] == ["audit-packed"]


def printed(paper: Path | None) -> str:
    """Every paragraph and row of a paper."""
    assert paper is not None
    document = docx.Document(io.BytesIO(paper.read_bytes()))
    cells = ("｜".join(cell.text for cell in row.cells) for table in document.tables for row in table.rows)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_without_the_ledger_the_record_is_only_claimed(stick: Path, tmp_path: Path) -> None:
    for name in ("台账.jsonl", "台账-内部.jsonl", "密签.txt"):
        (stick / "draws" / name).unlink()
    report = shuangsuiji.audit_places([stick], report=tmp_path / "复核报告.docx", now=NOW)
    assert report.passed and not report.complete and not report.ledgers
    assert [(one.attempt, one.seed, one.basis) for one in report.attempts] == [
        (1, "甲", Basis.CLAIMED),
        (2, "乙", Basis.CLAIMED),
    ]
    told = printed(report.paper)
    assert (
        "共 2 份档案，没有不符之处，但没有核对完。" in told
        and "没有发现矛盾和不符之处。" in told
        and "记录：没有核对完2份" in told
    )
    assert told.count("请单位提供台账") == 1  # once for both archives
    assert "抽取结果由种子算得｜甲｜算得" in told and "操作人｜经办人甲｜只是自称" in told
    assert "｜甲｜人工给定｜抽取｜只是自称" in told
    assert [one.code for one in report.findings] == ["audit-ask", "audit-ask"]
    words = basis(report, archives(stick)[0])
    assert words["抽取结果由种子算得"] == Basis.COMPUTED
    assert words["种子性质"] == words["操作人"] == words["见证人"] == Basis.CLAIMED


def test_without_the_private_lines_operator_and_reason_are_only_claimed(stick: Path) -> None:
    (stick / "draws" / "台账-内部.jsonl").unlink()
    report = shuangsuiji.audit_places([stick])
    words = basis(report, archives(stick)[0])
    assert words["种子性质"] == Basis.RECORDED and words["操作人"] == Basis.CLAIMED
    assert "audit-ask-no-papers" not in codes(report)
    assert report.passed and not report.complete


def test_a_forged_archive_spoils_its_own_statements_alone(stick: Path, tmp_path: Path) -> None:
    first, second = archives(stick)
    path = first / "档案" / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    manifest["operator"], manifest["attempt"] = "别人", 2
    path.write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    report = shuangsuiji.audit_places([stick], report=tmp_path / "复核报告.docx", now=NOW)
    assert not report.passed
    assert {"audit-step-failed", "audit-two-archives"} <= codes(report)
    told = printed(report.paper)
    assert "有不符之处" in told and "自称同一次抽取" in told and "计算：相符1份、不符1份" in told
    assert "｜甲｜人工给定｜抽取｜有台账为证" in told and f"｜{report.ledgers[0].head}" in told
    assert basis(report, first)["操作人"] == basis(report, first)["第几次抽取"] == Basis.CLAIMED
    assert basis(report, second)["种子性质"] == Basis.RECORDED


@pytest.mark.parametrize("content", ["[]", "{", '{"seed": 3, "witnesses": 4}'])
def test_a_manifest_of_nonsense_stops_nothing(stick: Path, content: str) -> None:
    (archives(stick)[0] / "档案" / "manifest.json").write_text(content, "utf-8")
    report = shuangsuiji.audit_places([stick])
    assert not report.passed and len(report.statements) == len(report.audits)


def test_an_archive_that_the_ledger_knows_and_is_away(stick: Path) -> None:
    shutil.rmtree(archives(stick)[0])
    report = shuangsuiji.audit_places([stick])
    assert not report.complete and all(one.place.file.startswith(str(stick)) for one in report.findings)
    assert len(report.attempts) == 2


def test_nothing_vouches_for_a_rehearsal(tmp_path: Path) -> None:
    shuangsuiji.draw(bureau(tmp_path), rehearsal=True, now=NOW)
    report = shuangsuiji.audit_places([tmp_path])
    assert report.passed and not report.complete and codes(report) == {"audit-is-rehearsal"}
    assert Basis.RECORDED not in basis(report, report.audits[0].archive).values()


def test_what_is_no_place_of_archives(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        shuangsuiji.audit_places([tmp_path])
    with pytest.raises(FileTrouble):
        shuangsuiji.audit_places([tmp_path / "没有"])
    for places in ("盘", []):
        with pytest.raises(BadUsage):
            shuangsuiji.audit_places(places)


def test_the_paper_is_refused_before_anything_is_audited(stick: Path, tmp_path: Path) -> None:
    archive, there, bad = archives(stick)[0], tmp_path / "旧.docx", tmp_path / "模板"
    there.write_bytes(b"")
    bad.mkdir()
    (bad / "复核报告.docx").write_bytes(b"PK")
    for path, kind in (
        (archive / "文书" / "报告.docx", BadUsage),
        (stick / "draws" / "报告.docx", BadUsage),
        (tmp_path / "报告.doc", BadUsage),
        (there, FileTrouble),
    ):
        with pytest.raises(kind):
            shuangsuiji.audit_places([stick], report=path)
    with pytest.raises(BadInput):
        shuangsuiji.audit_places([stick], report=tmp_path / "报告.docx", templates=bad)
    with pytest.raises(BadUsage):
        shuangsuiji.audit_places([stick], seed="甲")
    assert not list(tmp_path.glob("报告*"))


def test_the_command_tells_the_three_words_and_the_exit_codes_differ(stick: Path) -> None:
    complete = ssj("audit", stick, "--all")
    assert complete.returncode == 0 and "算得　抽取结果由种子算得" in complete.stdout
    assert ssj("audit", stick, "--all", "--seed", "甲").returncode == 2
    (stick / "draws" / "台账-内部.jsonl").unlink()
    told = ssj("audit", *archives(stick), "--json", "--report", stick / "报告.docx")
    assert told.returncode == 5 and (stick / "报告.docx").is_file()
    value = json.loads(told.stdout)
    assert value["schema"] == "ssj-audits/1" and len(value["archives"]) == 2
    assert {one["basis"] for one in value["archives"][0]["statements"]} == {"算得", "有台账为证", "只是自称"}
