"""What is cut off, done twice at once, or slipped in: whole archives, and a way on in Chinese."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import shuangsuiji
from bureau import objects, write_csv
from drawn_bureau import drawn_bureau
from filling import CLEAN, JOINT_ONLY, LATER, YB, fill, sheet_of
from shuangsuiji.errors import BadInput, FileTrouble, SsjError
from shuangsuiji.files.disk import trouble_at
from shuangsuiji.workflows.auditing.audit import audit
from shuangsuiji.workflows.auditing.steps import Verdict
from shuangsuiji.workflows.substitute import SubstituteReport

SEALED = "档案"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a draw, a filled-in sheet and a corrected registry, not to be written into."""
    folder = tmp_path_factory.mktemp("bureau")
    archive = drawn_bureau(folder, plan=JOINT_ONLY, size=30, seed="甲").archive
    fill(sheet_of(archive), {(1, YB): CLEAN}, to=folder / "填好.xlsx")
    rows = objects(30)
    for row in rows[1:]:
        row[7] = "0000-7654321"
    (folder / "更正后").mkdir()
    write_csv(folder / "更正后" / "检查对象.csv", rows)
    return folder


@pytest.fixture
def archive(kept: Path, tmp_path: Path) -> Path:
    shutil.copytree(kept, tmp_path / "bureau")
    return next((tmp_path / "bureau" / "draws").glob("*第1次"))


def take(archive: Path) -> object:
    return shuangsuiji.results(archive, archive.parent.parent / "填好.xlsx", now=LATER)


def put_right(archive: Path) -> object:
    path = archive.parent.parent / "更正后" / "检查对象.csv"
    return shuangsuiji.correct(archive, path, reason="登记有误", now=LATER)


def replace_one(archive: Path) -> object:
    return shuangsuiji.substitute(archive, inspectors=["人员YB3"], reason="生病", now=LATER)


def test_a_correction_that_no_line_knows_is_named_and_stops_the_next(archive: Path, tmp_path: Path) -> None:
    ledger = archive.parent / "台账.jsonl"
    before = ledger.read_bytes()
    put_right(archive)
    ledger.write_bytes(before)  # as if the power had failed between folder and line
    step = audit(archive, steps=["更正"]).steps[0]
    assert step.verdict is Verdict.FAILED
    assert ("audit-folder-extra", {"file": "更正-001"}) in step.details
    found = {finding.code for finding in shuangsuiji.ledger(archive, verify=True).findings}
    assert "ledger-folder-extra" in found
    with pytest.raises(BadInput, match="ssj ledger repair，再更正一次"):
        put_right(archive)
    (archive / "更正-001").rename(tmp_path / "移走")
    put_right(archive)
    assert audit(archive).passed


def test_every_file_of_a_correction_is_vouched_for(archive: Path) -> None:
    put_right(archive)
    base, extra = archive / "更正-001", archive / "更正-001" / "多出.txt"

    def wrong() -> list[str]:
        step = audit(archive, steps=["更正"]).steps[0]
        return [str(values["file"]) for _, values in step.details] if step.verdict is Verdict.FAILED else []

    assert not wrong()
    extra.write_bytes(b"x")
    assert wrong() == ["更正-001/多出.txt"]
    extra.unlink()
    (base / "Thumbs.db").write_bytes(b"x")
    assert not wrong()
    path = base / "名录库-检查对象.csv"
    path.write_bytes(path.read_bytes() + b"x")
    assert wrong() == ["更正-001/名录库-检查对象.csv"]
    path.unlink()
    assert wrong() == ["更正-001/名录库-检查对象.csv"]


def test_a_folder_that_people_made_does_not_spoil_a_substitution(archive: Path) -> None:
    """Papers go beside what is there; an event is not sealed before everything else has been written."""
    own = archive / "文书" / "递补-001"
    own.mkdir()
    (own / "我的.txt").write_text("经办人的文件", encoding="utf-8")
    report = replace_one(archive)
    assert isinstance(report, SubstituteReport)
    assert report.papers.name == "递补-001-2" and (own / "我的.txt").exists()
    assert audit(archive).passed


def test_papers_that_cannot_be_written_leave_no_event(archive: Path) -> None:
    shutil.rmtree(archive / "文书")
    (archive / "文书").write_text("同名文件", encoding="utf-8")
    with pytest.raises(SsjError, match="文书"):
        replace_one(archive)
    assert not (archive / SEALED / "递补-001").exists() and audit(archive).passed
    (archive / "文书").unlink()
    replace_one(archive)
    assert audit(archive).passed


def test_two_jobs_at_once_on_one_archive_do_not_mix(archive: Path) -> None:
    code = (
        "import sys\n"
        f"sys.path[:0] = [{str(Path(__file__).parent)!r}, {str(Path(__file__).parent.parent)!r}]\n"
        "from pathlib import Path; import test_unbreakable as here, shuangsuiji.files.ledger as ledger\n"
        "ledger.LOCK_SECONDS = 100\n"
        f"getattr(here, sys.argv[1])(Path({str(archive)!r}))\n"
    )
    jobs = ("take", "put_right")
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    running = [subprocess.Popen([sys.executable, "-c", code, job], env=environment) for job in jobs]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert audit(archive).passed
    assert (archive / SEALED / "结果-001").is_dir() and (archive / "更正-001").is_dir()


def test_an_archive_without_its_ledger_is_left_alone(archive: Path) -> None:
    (archive.parent / "台账.jsonl").unlink()
    before = sorted(archive.parent.iterdir())
    for job in (take, put_right, replace_one):
        with pytest.raises(BadInput, match="这里没有抽取台账"):
            job(archive)
    assert sorted(archive.parent.iterdir()) == before


@pytest.mark.parametrize(
    ("number", "code"),
    [(errno.EROFS, "disk-read-only"), (errno.ENOSPC, "disk-full"), (errno.EDQUOT, "disk-full")],
)
def test_what_the_disk_refuses_is_told_in_chinese(number: int, code: str) -> None:
    with pytest.raises(FileTrouble) as caught, trouble_at(Path("台账.jsonl")):
        raise OSError(number, os.strerror(number))
    assert [finding.code for finding in caught.value.findings] == [code]
