"""What Windows does with files, imitated: renames that are refused for a moment, and folders of one user."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

import shuangsuiji
from bureau import bureau
from shuangsuiji.files import windows
from shuangsuiji.files.disk import replace_file, write_folder

Refuse = Callable[[int], list[float]]


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> Refuse:
    """Makes so many renames fail as while a scanner looks in; gives the pauses that were made."""

    def begin(times: int) -> list[float]:
        left, pauses = [times], list[float]()

        def refused(move: Callable[..., object]) -> Callable[..., object]:
            def attempt(*places: object, **settings: object) -> object:
                if left[0]:
                    left[0] -= 1
                    raise PermissionError(13, "The process cannot access the file", str(places[0]))
                return move(*places, **settings)

            return attempt

        for name in ("rename", "replace"):
            monkeypatch.setattr(os, name, refused(getattr(os, name)))
        monkeypatch.setattr(windows, "ON_WINDOWS", True)
        monkeypatch.setattr("time.sleep", pauses.append)
        return pauses

    return begin


@pytest.mark.parametrize("times", [1, 6])
def test_a_rename_that_is_refused_for_a_moment_is_tried_again(
    tmp_path: Path, refusing: Refuse, times: int
) -> None:
    pauses = refusing(times)
    write_folder(tmp_path / "新", {"甲/乙.txt": b"1"})
    assert (tmp_path / "新" / "甲" / "乙.txt").read_bytes() == b"1" and len(pauses) == times
    refusing(times)
    replace_file(tmp_path / "丙.txt", b"2")
    assert (tmp_path / "丙.txt").read_bytes() == b"2"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["丙.txt", "新"]


def test_a_file_that_stays_open_is_told_and_leaves_the_old_one(tmp_path: Path, refusing: Refuse) -> None:
    (tmp_path / "丙.txt").write_bytes(b"1")
    pauses = refusing(99)
    with pytest.raises(shuangsuiji.FileTrouble) as caught:
        replace_file(tmp_path / "丙.txt", b"2")
    assert [finding.code for finding in caught.value.findings] == ["file-no-permission"]
    assert 2 < sum(pauses) < 5
    assert (tmp_path / "丙.txt").read_bytes() == b"1" and len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("times", [1, 3])
def test_a_draw_goes_through_a_scanner(tmp_path: Path, refusing: Refuse, times: int) -> None:
    plan = bureau(tmp_path, size=12)
    refusing(times)
    report = shuangsuiji.draw(plan, batch="上半年", seed="一")
    assert [line.event for line in shuangsuiji.ledger(tmp_path).lines][-1] == "抽取"
    assert shuangsuiji.audit(report.archive).passed


def test_elsewhere_nobody_waits(tmp_path: Path, refusing: Refuse, monkeypatch: pytest.MonkeyPatch) -> None:
    pauses = refusing(1)
    monkeypatch.setattr(windows, "ON_WINDOWS", False)
    with pytest.raises(shuangsuiji.FileTrouble):
        write_folder(tmp_path / "新", {"甲.txt": b"1"})
    assert pauses == []


def test_new_folders_are_open_to_whom_their_parent_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No folder is made for its maker alone, which Windows would hand on to all that is moved out of it."""
    modes: list[int] = []
    make = os.mkdir

    def noted(path: str, mode: int = 0o777, **settings: int) -> None:
        modes.append(mode)
        make(path, mode, **settings)

    monkeypatch.setattr(os, "mkdir", noted)
    write_folder(tmp_path / "新", {"甲/乙.txt": b"1"})
    replace_file(tmp_path / "丙.txt", b"2")
    assert len(modes) >= 4 and set(modes) == {0o777}
    assert stat.S_IMODE((tmp_path / "丙.txt").stat().st_mode) & stat.S_IRUSR


def test_a_name_that_another_has_at_work_is_not_taken(tmp_path: Path) -> None:
    first, second = (windows.fresh_folder(".写入中-", tmp_path) for _ in range(2))
    assert first != second and {first.parent, second.parent} == {tmp_path}
