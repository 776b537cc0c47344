"""The stand-alone verifier on the worked example of scheme ssj-draw/2, whole, in part and tampered with."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import shuangsuiji
from shuangsuiji.documents.proof import verify_ssj

EXAMPLE = Path(__file__).parent / "example"
SEED = "03 07 12 19 22 31 09"
COMMIT = "e77027b1e719b88f417a39e46cbb00faf545f6eeaad3bddde6e7e92c031bd410"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A copy of the example, all files side by side."""
    return Path(shutil.copytree(EXAMPLE, tmp_path / "包"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[int, list[str]]:
    """Exit code and lines of output."""
    code = verify_ssj.main([str(argument) for argument in arguments])
    return code, capsys.readouterr().out.splitlines()


def put(package: Path, name: str, text: str) -> None:
    """Writes a file."""
    (package / name).write_bytes(text.encode())


@pytest.mark.parametrize(
    ("key", "stream", "expected"),
    [
        (0, 0, "02f4ba6408e4d89b 3dd62b0b9ca8c5b2 1c8667a55d902e79 907d7a052fd5b4dc 809bf322883987c3"),
        (0x0123456789ABCDEFFEDCBA9876543210, 1, "7dc00367bad2f30d 478d22be24e0c147 3986479a3c63599d"),
        (0x0123456789ABCDEFFEDCBA9876543210, 3, "ce78a1f2ae5b7d5c 9e327a72f82494fe 5a5e794528a16c7f"),
    ],
)
def test_words_are_those_of_section_4(key: int, stream: int, expected: str) -> None:
    words = [int(word, 16) for word in expected.split()]
    assert verify_ssj.words(key, stream, 0, len(words)) == words
    assert verify_ssj.words(key, stream, 2, 1) == words[2:3]


def test_example_is_right(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, package, "--seed", f" {SEED} ", "--commit", f"{COMMIT[:32]} {COMMIT[32:]}")
    assert code == 0
    assert [line for line in lines if line.startswith(("✗", "–"))] == ["– 台账：未核对：没有台账的行"]


def test_without_table_of_sites_teams_stay_unchecked(
    package: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (package / "sites.csv").unlink()
    code, lines = run(capsys, package)
    assert code == 4  # nothing is wrong, but who inspects has not been proven
    assert "– 检查人员：未核对：缺少 sites.csv，或者它未通过核对" in lines
    assert "检查人员" in lines[-1].split("相符：")[0]


def test_rows_of_visited_objects_are_enough(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = (package / "sites.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    put(package, "sites.csv", "".join(rows[at] for at in (0, 2, 4, 5)))
    code, lines = run(capsys, package)
    assert code == 0
    assert [line[0] for line in lines if "sites.csv：" in line or "检查人员：" in line] == ["✓", "✓"]


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("objects.csv", ",1,0,0,1\n", ",2,0,0,1\n", "摘要"),
        ("sites.csv", "2,QLP4IPN4M2XWK2NL4FYC,1 2,,0,3\n", "", None),
        ("draw.json", SEED, SEED + " ", "draw.json › seed"),
        ("draw.json", SEED, SEED[:-1] + "8", "draw.json › key"),
        ("draw.json", '"drawn":[4]', '"drawn":[1]', "draw.json › strata › 1 › drawn › 1：应为 4，文件中为 1"),
        ("draw.json", '"shortage":0', '"shortage":1', "draw.json › strata › 1 › shortage"),
        ("draw.json", '"added":0', '"added":1', "draw.json › visits › 1 › added"),
        ("draw.json", '"floor":null', '"floor":null ', "不是规范的 JSON"),
        ("draw.json", '"floor":null', '"floor":false', "不是规范的 JSON"),
        ("teams.json", "[3,1,1]", "[3,2,1]", "teams.json › visits › 1 › trace › 1 › 2：应为 1，文件中为 2"),
        ("teams.json", "[[2,4,0]]", "[]", "teams.json › visits › 3 › trace"),
        (
            "teams.json",
            "[[2,4,0]]",
            "[[2,3,0]]",
            "teams.json › visits › 3 › trace › 1 › 2：应为 4，文件中为 3",
        ),
        ("teams.json", '"leader":3', '"leader":0', "teams.json › visits › 3 › leader"),
        (
            "teams.json",
            '"team":[[3,1]]',
            '"team":[[2,1]]',
            "teams.json › visits › 3 › team › 1 › 1：应为 3，文件中为 2",
        ),
        (
            "teams.json",
            '"team":[[3,1]]',
            '"team":[[1,1]]',
            "teams.json › visits › 3 › team › 1 › 1：应为 3，文件中为 1",
        ),
        (
            "teams.json",
            '"team":[[1,2],[2,1]]',
            '"team":[[1,2],[3,1]]',
            "teams.json › visits › 1 › team › 2 › 1：应为 2，文件中为 3",
        ),
        ("teams.json", '"team":[[1,2],[2,1]]', '"team":[[2,1],[1,2]]', "teams.json › visits › 1 › team › 1"),
        ("teams.json", '"turn":3', '"turn":1', "teams.json › visits › 3 › turn"),
    ],
)
def test_a_change_is_found(
    package: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, said: str | None
) -> None:
    text = (package / name).read_text(encoding="utf-8")
    assert old in text
    put(package, name, text.replace(old, new, 1))
    code, lines = run(capsys, package)
    wrong = [line for line in lines if line.startswith("✗")]
    if said is None:  # fewer rows are a published part, but not all visits can be checked
        assert (code, wrong) == (4, []) and "检查人员" in lines[-1].split("相符：")[0]
    else:
        assert code == 1 and said in wrong[0]


def test_seed_and_commitment_of_the_ceremony(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, package, "--seed", SEED[:-1] + "8", "--commit", COMMIT[:-1] + "1")
    assert code == 1
    assert [line.split("：")[0] for line in lines if line.startswith("✗")] == [
        "✗ 承诺书上的封存摘要",
        "✗ 现场读出的种子",
    ]


def test_look_up_tells_what_became_of_an_object(package: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, lines = run(capsys, "look-up", package, "--code", "3HVWY 6WZYO P4NGJ 6TBNA", "--id", "Y01")
    assert code == 0
    assert lines[0] == "✓ 第 4 号对象就是标识为“Y01”的对象"
    assert "第 1 层（任务 1，名额 1）：抽中，排第 1，截止号签 969830bb0fee1a28。" in lines
    code, lines = run(capsys, "look-up", package, "--number", "1")
    assert "候补第 1 位" in lines[1]
    assert run(capsys, "look-up", package, "--code", "A" * 20, "--id", "Y01")[0] == 1


@pytest.mark.parametrize(
    "arguments", [["--nonsense"], ["没有的文件夹"], ["look-up", "--code", "A"], ["--commit", "1"]]
)
def test_usage_gives_2(arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert verify_ssj.main(arguments) == 2


def test_stands_alone_on_a_console_without_marks(package: Path) -> None:
    """Run as a program in isolated mode, beside its files, on a GBK console."""
    program = package / "verify_ssj.py"
    shutil.copy(Path(shuangsuiji.__file__).parent / "documents" / "proof" / "verify_ssj.py", program)
    done = subprocess.run(
        [sys.executable, "-X", "utf8=0", program],
        capture_output=True,
        env={"PYTHONIOENCODING": "gbk"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode("gbk").splitlines()[1].startswith("[OK] 承诺文件")


def test_example_bytes() -> None:
    """The files are those of docs/algorithm.md."""
    commitment = (EXAMPLE / "commitment.json").read_bytes()
    assert hashlib.sha256(commitment).hexdigest() == COMMIT
    for name, digest in json.loads(commitment)["tables"].items():
        assert hashlib.sha256((EXAMPLE / name).read_bytes()).hexdigest() == digest
