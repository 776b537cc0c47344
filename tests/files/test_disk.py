"""What the system may refuse, file by file, and lines of a ledger that are none: the rarer branches."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import zipfile
from pathlib import Path

import pytest
from filelock import FileLock, Timeout

from bureau import bureau
from shuangsuiji.core.canonical import Json, canonical_json, sha256
from shuangsuiji.core.records.ledger import NO_LINE, BrokenChain, parse_ledger, read_words
from shuangsuiji.errors import BadInput, FileTrouble
from shuangsuiji.files import current_papers, disk, drafts
from shuangsuiji.files.archive import manifest_of, read_archive, write_papers
from shuangsuiji.files.ledger import SECRET_AHEAD, Ledger


@pytest.mark.parametrize(
    ("problem", "code"),
    [
        (OSError(errno.ENAMETOOLONG, "x"), "path-too-long-here"),
        (FileExistsError(errno.EEXIST, "x"), "file-in-the-way"),
        (NotADirectoryError(errno.ENOTDIR, "x"), "file-in-the-way"),
        (IsADirectoryError(errno.EISDIR, "x"), "file-is-folder"),
        (OSError(errno.EROFS, "x"), "disk-read-only"),
        (PermissionError(errno.EACCES, "x"), "file-no-permission"),
        (OSError(errno.ENOSPC, "x"), "disk-full"),
        (OSError(errno.EIO, "x"), "file-trouble"),
        (FileNotFoundError(errno.ENOENT, "x"), "file-not-found"),
    ],
)
def test_each_refusal_has_its_text(problem: OSError, code: str, tmp_path: Path) -> None:
    with pytest.raises(FileTrouble) as trouble, disk.trouble_at(tmp_path / "夹" / "件"):
        raise problem
    assert [finding.code for finding in trouble.value.findings] == [code]


def test_nothing_is_looked_for_in_a_folder_that_cannot_be_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError(errno.EACCES, "x")

    monkeypatch.setattr(Path, "iterdir", refuse)
    assert disk.not_found(tmp_path / "件").values["likely"] == ""
    assert disk.clear_unfinished(tmp_path) == []


def test_a_folder_is_no_file_and_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "夹").mkdir()
    (tmp_path / "件").write_bytes(b"1")
    (tmp_path / "链接").symlink_to(tmp_path / "件")
    for refused in (
        lambda: disk.read_bytes(tmp_path / "夹"),
        lambda: disk.read_bytes(Path(os.devnull)),
        lambda: disk.replace_file(tmp_path / "夹", b""),
        lambda: disk.write_new(tmp_path / "夹", b""),
        lambda: disk.write_new(tmp_path / "件", b"2"),
        lambda: disk.read_own(tmp_path / "链接"),
    ):
        with pytest.raises(FileTrouble):
            refused()
    disk.write_new(tmp_path / "件", b"1")
    assert (tmp_path / "件").read_bytes() == b"1"


def test_what_is_too_large_is_neither_read_nor_counted_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = tmp_path / "夹" / "夹"
    disk.make_folder(inner)
    for name in "甲乙":
        (inner / name).write_bytes(b"12")
    with pytest.raises(BadInput, match="没有读取"):
        disk.read_bytes(inner / "甲", 1)
    whole = disk.size_below(tmp_path)
    monkeypatch.setattr(disk, "MOST_BYTES", 3)
    assert 4 < disk.size_below(tmp_path) < whole


def _book(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as book:
        for name, content in parts.items():
            book.writestr("docProps/core.xml" if name == "made" else name, content)
    return data.getvalue()


def test_what_says_the_same_is_done_already(tmp_path: Path) -> None:
    """A book that differs in the time of its making alone; an empty folder."""
    path = tmp_path / "表.xlsx"
    disk.write_new(path, _book(made="1", sheet="甲"))
    before = path.read_bytes()
    disk.write_new(path, _book(made="12", sheet="甲"))
    assert path.read_bytes() == before
    for other in (_book(made="1", sheet="乙"), _book(made="1", sheet="甲", more=""), b"PK"):
        with pytest.raises(FileTrouble):
            disk.write_new(path, other)
    path.write_bytes(before[:-9])
    with pytest.raises(FileTrouble):
        disk.write_new(path, before)
    (tmp_path / "夹").mkdir()
    for _ in range(2):
        disk.write_folder(tmp_path / "夹", {"件": b"1"})
    with pytest.raises(FileTrouble):
        disk.write_folder(tmp_path / "夹", {"件": b"2"})


def test_drafts_and_copies_take_free_names(tmp_path: Path) -> None:
    names = ["稿.docx", "稿-2.docx", "稿-2.docx"]
    for name, content in zip(names, ("甲", "乙", "乙"), strict=True):
        assert drafts.write_draft(tmp_path, "稿.docx", _book(sheet=content))[0].name == name
    copies = []
    for _ in range(3):
        copies.append(drafts.beside(copies[-1] if copies else tmp_path / "表.xls", "标注"))
        copies[-1].touch()
    assert [path.name for path in copies] == ["表-标注.xlsx", "表-标注2.xlsx", "表-标注3.xlsx"]


@pytest.mark.parametrize("state", [b"{", b"[]", b"[" * 200_000, b'{"events": [], "made": 7}'])
def test_a_state_of_papers_that_is_none_is_passed_over(state: bytes, tmp_path: Path) -> None:
    (tmp_path / "旧稿").mkdir()
    (tmp_path / "旧稿" / "现行.json").write_bytes(state)
    assert current_papers.read_state(tmp_path) == current_papers.PapersState()
    assert current_papers.read_made(tmp_path) == {}


def test_a_paper_that_the_system_holds_is_left_and_any_other_refusal_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = tmp_path / "件.docx"
    paper.touch()
    for number, told in ((errno.EACCES, False), (errno.EIO, True)):

        def refuse(_: object, number: int = number) -> None:
            raise OSError(number, "x")

        monkeypatch.setattr(current_papers, "patiently", refuse)
        with pytest.raises(FileTrouble) if told else contextlib.nullcontext():
            assert current_papers._moved(paper, tmp_path / "旧稿" / "件.docx") is False


def test_a_file_that_grows_is_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "件"
    path.write_bytes(b"123")
    state = path.stat()
    path.write_bytes(b"1234567")
    real = Path.stat
    monkeypatch.setattr(Path, "stat", lambda one, **how: state if one == path else real(one, **how))
    assert disk.read_bytes(path) == b"1234567"
    with pytest.raises(BadInput):
        disk.read_bytes(path, 5)


def test_a_folder_that_others_clear_away_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_: FileLock) -> None:
        raise FileNotFoundError(errno.ENOENT, "x")

    monkeypatch.setattr(FileLock, "acquire", gone)
    with pytest.raises(FileTrouble):
        disk.write_new(tmp_path / "件", b"1")


def test_a_folder_that_may_not_be_opened_is_not_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "x")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refuse)
        disk.flush_folder(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr(disk.os, "name", "nt")
        disk.flush_folder(tmp_path / "不在")


@pytest.mark.parametrize(
    ("problem", "code"), [(Timeout("x"), "ledger-locked"), (NotImplementedError(), "lock-unsupported")]
)
def test_a_lock_that_cannot_be_had(
    problem: Exception, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: FileLock) -> None:
        raise problem

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with pytest.raises(FileTrouble) as trouble, Ledger(tmp_path).locked():
        pass
    assert trouble.value.findings[0].code == code


def test_a_secret_that_no_line_knows_is_dropped(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.path.write_bytes(b"")
    ledger.check_secret()
    (tmp_path / SECRET_AHEAD).write_text("5c" * 32)
    with ledger.locked():
        pass
    assert not (tmp_path / SECRET_AHEAD).exists()


def test_what_is_no_archive_is_called_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble):
        read_archive(tmp_path / "不在")
    with pytest.raises(BadInput, match="没有“档案”"):
        read_archive(bureau(tmp_path / "单位").parent)
    for name in ("commitment.json", "verify_ssj.py"):
        (tmp_path / name).write_bytes(b"")
    with pytest.raises(BadInput, match="复核"):
        read_archive(tmp_path)
    (tmp_path / "某次" / "档案").mkdir(parents=True)
    (tmp_path / "某次" / "档案" / "manifest.json").write_bytes(b"{}")
    assert read_archive(tmp_path / "某次" / "档案").folder == tmp_path / "某次"
    (tmp_path / "某次" / "档案" / "manifest.json").write_bytes(b"{")
    assert manifest_of(read_archive(tmp_path / "某次")) is None
    assert write_papers(tmp_path / "某次", "通知", {"1": b"1"}).name == "通知"
    assert write_papers(tmp_path / "某次", "通知", {"1": b"1"}).name == "通知-2"


def chained(*contents: dict[str, Json]) -> list[bytes]:
    rows: list[bytes] = []
    for number, content in enumerate(contents, 1):
        previous = str(sha256(rows[-1])) if rows else str(NO_LINE)
        rows.append(canonical_json({"line": number, "previous": previous, **content}))
    return rows


@pytest.mark.parametrize(
    ("change", "first", "last"),
    [
        (lambda rows: [b"{", *rows[1:]], 1, 1),
        (lambda rows: [b"[]", *rows[1:]], 1, 1),
        (lambda rows: [rows[0].replace(b"0", b"1"), *rows[1:]], 1, 1),
        (lambda rows: [rows[0], rows[1].replace(b'"b"', b'"c"'), *rows[2:]], 2, 2),
        (lambda rows: [*rows[:2], rows[2].replace(b'"c"', b'"d"'), rows[3]], 3, 4),
        (lambda rows: [*rows[:1], rows[1].replace(b'"previous":"', b'"previous":"f'), *rows[2:]], 2, 2),
        (lambda rows: [rows[0], rows[1].replace(b'"b"', b'"x"'), rows[2], b"{"], 2, 4),
        (lambda rows: chained({"attempt": 0}), 1, 1),
    ],
)
def test_a_broken_chain_names_its_lines(change: object, first: int, last: int) -> None:
    rows = chained({"e": "a"}, {"e": "b"}, {"e": "c"}, {"e": "d"})
    assert len(parse_ledger(b"\n".join(rows) + b"\n")) == 4
    with pytest.raises(BrokenChain) as broken:
        parse_ledger(b"\n".join(change(rows)) + b"\n")  # type: ignore[operator]
    assert (broken.value.number, broken.value.last) == (first, last)


def test_a_line_without_an_end_and_words_that_are_none() -> None:
    with pytest.raises(BrokenChain):
        parse_ledger(chained({"e": "a"})[0])
    assert read_words(b"{") == read_words(b"[]") == read_words(b'{"words":1}') == {}
