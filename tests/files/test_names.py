"""Names and paths that some system would not take are known before anything is written."""

from __future__ import annotations

import errno
import os
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path

import pytest

import shuangsuiji
from bureau import PLAN, bureau
from shuangsuiji.errors import FileTrouble
from shuangsuiji.files.archive import safe_name, source_names
from shuangsuiji.files.disk import staged, trouble_at, write_folder
from shuangsuiji.files.names import entry_like, is_reserved, refuse_small_disk, refuse_unfit, same_name


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(FileTrouble) as caught:
        call()
    return caught.value.findings[0].code


@pytest.mark.parametrize(
    ("name", "reserved"),
    [
        ("CON", True),
        ("nul.txt", True),
        ("Com1", True),
        ("LPT9 .csv", True),
        ("CONTROL", False),
        ("con1", False),
    ],
)
def test_names_of_devices(name: str, reserved: bool) -> None:
    assert is_reserved(name) is reserved
    assert not is_reserved(safe_name(name))


@pytest.mark.parametrize(
    ("names", "code"),
    [
        (["a/CON/b"], "name-unfit"),
        (["尾点."], "name-unfit"),
        (["尾空 "], "name-unfit"),
        (["a:b"], "name-unfit"),
        (["字" * 90], "name-too-long"),
        (["一/" * 100 + "x"], "path-too-long"),
        (["甲/A.csv", "甲/a.csv"], "names-equal"),
        (["甲a/1", "甲A/2"], "names-equal"),
        (["e\u0301.csv", "é.csv"], "names-equal"),
    ],
)
def test_what_could_not_be_written_everywhere(tmp_path: Path, names: list[str], code: str) -> None:
    folder = tmp_path / "n"
    assert code_of(lambda: write_folder(folder, dict.fromkeys(names, b""))) == code
    assert not list(tmp_path.iterdir())


def test_a_folder_that_differs_in_case_alone_is_there(tmp_path: Path) -> None:
    (tmp_path / "ab-第1次").mkdir()
    assert code_of(lambda: refuse_unfit(tmp_path / "AB-第1次", [])) == "folder-exists"
    assert entry_like(tmp_path / "ab-第1次") == tmp_path / "ab-第1次"
    assert entry_like(tmp_path / "没有" / "x") is None
    assert same_name("Straße") == same_name("STRASSE")


def test_sources_whose_names_are_one_to_windows_get_numbers() -> None:
    names = source_names(["甲/A.csv", "乙/a.csv", "con.csv"])
    assert names["甲/A.csv"] == "A.csv" and names["乙/a.csv"] == "2-a.csv"
    assert not is_reserved(names["con.csv"])


def test_a_disk_that_is_too_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(10, 9, 1))
    plan = bureau(tmp_path, size=12)
    for job in (shuangsuiji.draw, shuangsuiji.freeze):
        assert code_of(lambda job=job: job(plan, batch="上半年")) == "disk-too-small"  # type: ignore[misc]
    assert not (tmp_path / "draws" / "台账.jsonl").exists()

    def unknown(_: object) -> None:
        raise OSError(errno.ENOSYS, "")

    monkeypatch.setattr("shutil.disk_usage", unknown)
    refuse_small_disk(tmp_path, [10**15])


def test_a_plan_number_that_is_too_long_is_told_before_the_first_line(tmp_path: Path) -> None:
    plan = bureau(
        tmp_path, plan=PLAN.replace("试医保2024001", "试" * 90).replace("上半年", "上" * 60), size=12
    )
    assert code_of(lambda: shuangsuiji.draw(plan, seed="甲")) in ("name-too-long", "path-too-long")
    assert not (tmp_path / "draws" / "台账.jsonl").exists()


def test_a_path_that_the_system_does_not_take_is_not_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(number: int, name: str) -> str:
        with pytest.raises(FileTrouble) as caught, trouble_at(tmp_path):
            raise OSError(number, os.strerror(number), name)
        return caught.value.findings[0].code

    monkeypatch.setattr("shuangsuiji.files.windows.ON_WINDOWS", False)
    assert refused(errno.ENAMETOOLONG, "x") == "path-too-long-here"
    long = str(tmp_path / ("x" * 300))
    assert refused(errno.ENOENT, long) == "file-not-found"
    monkeypatch.setattr("shuangsuiji.files.windows.ON_WINDOWS", True)
    assert refused(errno.ENOENT, "short") == "file-not-found"
    assert refused(errno.ENOENT, long) == "path-too-long-here"


def test_nothing_is_written_before_everything_is_fit(tmp_path: Path) -> None:
    from shuangsuiji.files.disk import NewFolder

    folders = [NewFolder(path=tmp_path / "a", files={"1": b""}), NewFolder(path=tmp_path / "NUL", files={})]
    with pytest.raises(FileTrouble), staged(folders, tmp_path):
        pytest.fail("not reached")
    assert not list(tmp_path.iterdir())
