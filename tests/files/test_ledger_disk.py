"""The ledger's files after a cut: torn lines, announcements without an ending, folders slipped in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import shuangsuiji
from bureau import NOW
from drawn_bureau import drawn_bureau
from shuangsuiji.core.records.ledger import Event, open_intent
from shuangsuiji.errors import BadInput, BadUsage, FileTrouble
from shuangsuiji.files.disk import TEMPORARY, NewFolder, clear_unfinished, replace_file
from shuangsuiji.files.ledger import TORN, Ledger

CONTENT = {"plan": "甲", "batch": "乙", "attempt": 1, "time": "2024-05-21T09:30:00+08:00"}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    (tmp_path / "draws").mkdir()
    return Ledger(tmp_path / "draws")


def events(ledger: Ledger) -> list[str]:
    return [line.event for line in ledger.read()]


def cut(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, at: str, *, papers: bool = False) -> None:
    """A record that is cut off before the call of that name in `Ledger.record`."""
    folders = [NewFolder(path=ledger.folder / "文书-1", files={"纸": b"1"})] if papers else []
    folders.append(NewFolder(path=ledger.folder / "夹", files={"子/1": b"1", "2": b"2"}))

    class Gone(BaseException):
        pass

    def gone(*_: object, **__: object) -> None:
        raise Gone

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, at, gone)
        with pytest.raises(Gone), ledger.locked():
            ledger.record(Event.CANCELLED, dict(CONTENT), folders)


def test_a_record_is_announced_put_in_place_and_ended(ledger: Ledger) -> None:
    with ledger.locked():
        line = ledger.record(
            Event.CANCELLED, dict(CONTENT), [NewFolder(path=ledger.folder / "夹", files={"1": b""})]
        )
    assert events(ledger) == ["预写", "取消"] and line.data["intent"] == 1
    assert (ledger.folder / "夹" / "1").is_file() and open_intent(ledger.read()) is None


def test_what_is_there_as_announced_gets_its_line(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(ledger, monkeypatch, "_end", papers=True)
    assert events(ledger) == ["预写"]
    with ledger.locked("2024-05-22T09:30:00+08:00"):
        assert events(ledger) == ["预写", "修复", "取消"]
    repaired = ledger.read()[1]
    assert (repaired.text("outcome"), repaired.text("at")) == ("补记", "2024-05-22T09:30:00+08:00")
    with ledger.locked():
        assert len(ledger.read()) == 3


@pytest.mark.parametrize("change", ["a byte", "one too many", "one too few"])
def test_what_is_not_as_announced_is_set_aside(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    cut(ledger, monkeypatch, "_end", papers=True)
    file = ledger.folder / "夹" / "2"
    if change == "a byte":
        file.write_bytes(b"3")
    elif change == "one too many":
        (file.parent / "3").write_bytes(b"")
    else:
        file.unlink()
    with ledger.locked():
        assert events(ledger) == ["预写", "修复"]
    assert ledger.read()[1].text("aside") == "未入账-夹-1"
    assert (ledger.folder / "未入账-夹-1" / "子").is_dir() and not (ledger.folder / "夹").exists()
    assert not (ledger.folder / "文书-1").exists()


def test_papers_that_people_changed_stay(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(ledger, monkeypatch, "_end", papers=True)
    (ledger.folder / "文书-1" / "纸").write_bytes("改过".encode())
    shutil.rmtree(ledger.folder / "夹")
    with ledger.locked():
        assert ledger.read()[-1].text("outcome") == "作罢"
    assert (ledger.folder / "文书-1" / "纸").read_bytes() == "改过".encode()


def test_an_error_after_an_ending_tells_of_it(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    cut(ledger, monkeypatch, "_end")
    with pytest.raises(BadUsage, match="刚才已经接着做完，记在台账第 3 行"), ledger.locked():
        raise BadUsage
    with pytest.raises(BadUsage) as caught, ledger.locked():
        raise BadUsage
    assert not caught.value.findings


def test_an_ending_needs_the_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = drawn_bureau(tmp_path, seed="甲").archive
    ledger = Ledger(archive.parent)

    class Gone(BaseException):
        pass

    with monkeypatch.context() as patched:
        patched.setattr(Ledger, "_end", lambda *_: (_ for _ in ()).throw(Gone))
        with pytest.raises(Gone):
            shuangsuiji.substitute(
                archive, specialists=["专家"], visits=first(archive), reason="专业", now=NOW
            )
    words = archive.parent / "台账-内部.jsonl"
    kept = words.read_bytes()
    words.write_bytes(b"")
    with pytest.raises(BadInput, match="需要这个文件里的理由和操作人"), ledger.locked():
        pytest.fail("not reached")
    words.write_bytes(kept)
    report = shuangsuiji.repair(archive, now=NOW)
    assert report.lines[-1].event == "选派" and shuangsuiji.audit(archive).passed


def first(archive: Path) -> list[str]:
    draw = shuangsuiji.results(archive).draw
    return [draw.inspections[0].visit["id"]]


def test_a_disk_that_refuses_the_rename_takes_everything_back(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if Path(target).name == "夹":
            raise PermissionError(13, "x")
        return real(path, target)

    folders = [
        NewFolder(path=ledger.folder / "文书-1", files={"纸": b"1"}),
        NewFolder(path=ledger.folder / "夹", files={"2": b"2"}),
    ]
    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", refuse)
        with pytest.raises(FileTrouble), ledger.locked():
            ledger.record(Event.CANCELLED, dict(CONTENT), folders)
    assert events(ledger) == ["预写", "修复"]
    assert not (ledger.folder / "文书-1").exists() and not list(ledger.folder.glob(f"{TEMPORARY}*"))


def test_a_folder_that_appears_meanwhile_is_not_written_over(ledger: Ledger) -> None:
    new = NewFolder(path=ledger.folder / "夹", files={"2": b"2"})
    append = ledger.append

    def slip_in(event: Event, content: dict) -> object:  # type: ignore[type-arg]
        if event == Event.PREPARED:
            new.path.mkdir()
        return append(event, content)

    ledger.append = slip_in  # type: ignore[method-assign, assignment]
    with pytest.raises(FileTrouble, match="已经存在"), ledger.locked():
        ledger.record(Event.CANCELLED, dict(CONTENT), [new])
    assert ledger.read()[-1].text("aside") == "未入账-夹-1"


def test_a_refusal_after_the_rename_is_none(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is there byte by byte: what could not be flushed behind it is no reason to take it back."""
    real = Path.rename

    def late(path: Path, target: Path) -> Path:
        real(path, target)
        raise OSError(5, "x")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", late)
        with ledger.locked():
            line = ledger.record(
                Event.CANCELLED, dict(CONTENT), [NewFolder(path=ledger.folder / "夹", files={"2": b"2"})]
            )
    assert line.event == "取消" and events(ledger) == ["预写", "修复", "取消"]


@pytest.mark.parametrize(
    "torn", [b'{"attempt":1', b"\0" * 40 + b"\n", b'{"a":' + b"\0" * 9 + b"\n", b"\0" * 7]
)
def test_a_line_of_zeros_is_set_aside(ledger: Ledger, torn: bytes) -> None:
    with ledger.locked():
        ledger.append(Event.CANCELLED, dict(CONTENT))
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + torn)
    assert len(ledger.read()) == 1
    with ledger.locked():
        assert ledger.path.read_bytes() == whole
        assert (ledger.folder / TORN).exists()
        ledger.append(Event.CANCELLED, dict(CONTENT))
    assert [json.loads(line)["line"] for line in ledger.path.read_bytes().splitlines()] == [1, 2]


def test_an_announcement_that_leads_out_of_the_folder_is_not_followed(ledger: Ledger, tmp_path: Path) -> None:
    outside = tmp_path / "外面"
    outside.mkdir()
    (outside / "1").write_bytes(b"1")
    for folder in ("../外面", "", ".."):
        with ledger.locked():
            then = {"then": {"event": "取消"}, "folders": [{"folder": folder, "files": "0" * 64}]}
            ledger.append(Event.PREPARED, {**CONTENT, **then})  # type: ignore[dict-item]
        with ledger.locked():
            assert ledger.read()[-1].text("outcome") == "作罢"
    assert (outside / "1").exists() and ledger.path.exists()


def test_leftovers_of_others_are_cleared_and_what_is_in_use_stays(tmp_path: Path) -> None:
    from filelock import FileLock

    held, free, empty, cut = (tmp_path / f"{TEMPORARY}{name}" for name in ("a", "b", "c", "d"))
    for folder in (held, free, empty, cut):
        folder.mkdir()
    (free / "占用").touch()
    (cut / "名录库.csv").touch()  # a power cut has taken the name of its lock
    (tmp_path / f"{TEMPORARY}e").touch()
    with FileLock(held / "占用"):
        replace_file(tmp_path / "x", b"1")
        assert held.exists() and not free.exists() and not empty.exists() and not cut.exists()
        clear_unfinished(tmp_path, all_ours=True)
        assert held.exists() and not (tmp_path / f"{TEMPORARY}e").exists()
    assert clear_unfinished(tmp_path / "没有") == []


def test_a_repair_of_what_needs_none_writes_nothing(tmp_path: Path) -> None:
    archive = drawn_bureau(tmp_path, seed="甲").archive
    before = (archive.parent / "台账.jsonl").read_bytes()
    report = shuangsuiji.repair(tmp_path, now=NOW)
    assert [finding.code for finding in report.findings] == ["repair-nothing"]
    assert (archive.parent / "台账.jsonl").read_bytes() == before


def test_a_repair_brings_papers_up_to_the_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = drawn_bureau(tmp_path, seed="甲").archive

    class Gone(BaseException):
        pass

    with monkeypatch.context() as patched:
        patched.setattr(
            "shuangsuiji.workflows.substitute.place_current", lambda *_: (_ for _ in ()).throw(Gone)
        )
        with pytest.raises(Gone):
            shuangsuiji.substitute(archive, inspectors=["YB003"], reason="生病", now=NOW)
    assert not (archive / "文书" / "旧稿").exists()
    shuangsuiji.repair(tmp_path, now=NOW)
    assert json.loads((archive / "文书" / "旧稿" / "现行.json").read_bytes())["events"] == [1]
    assert shuangsuiji.audit(archive).passed


def orphans(archive: Path) -> Iterator[Path]:
    yield archive / "档案" / "结果-001"
    yield archive / "更正-001"


def test_a_repair_sets_aside_what_no_line_knows(tmp_path: Path) -> None:
    archive = drawn_bureau(tmp_path, seed="甲").archive
    for folder in orphans(archive):
        folder.mkdir()
        (folder / "manifest.json").write_bytes(b"{}")
    shutil.copytree(archive, archive.parent / "来路不明")
    (tmp_path / f"{TEMPORARY}x").mkdir()
    report = shuangsuiji.repair(tmp_path, now=NOW)
    assert [line.text("aside") for line in report.lines] == ["未入账-结果-001-1", "未入账-更正-001-1"]
    assert [finding.code for finding in report.findings] == ["archive-exists"]
    assert report.cleared == (f"{TEMPORARY}x",)
    assert shuangsuiji.audit(archive).passed
