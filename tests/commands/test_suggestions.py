"""Every command that the program suggests can be typed as it stands."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import typer.main

import shuangsuiji
from command_line import ssj
from drawn_bureau import drawn_bureau
from shuangsuiji.commands.main import app

SOURCE = Path(shuangsuiji.__file__).parent
VALUE = "VALUE"
"""What stands for a value that is put in."""
STAND_INS = frozenset(
    (
        VALUE,
        *(
            "档案",
            "档案文件夹",
            "计划.yaml",
            "计划文件",
            "旧计划",
            "新计划",
            "名录库文件",
            "我的抽查",
            "文件夹",
        ),
        *("检查对象名录库.xlsx", "结果录入表.xlsx", "draws/某次抽取", "结果"),
    )
)
"""What a suggestion may name that is not there: whoever reads it sees that a name of their own goes there."""
WORDS = re.compile(r"ssj(?: (?:\"[^\"\n]+\"|[^\s，。；：！？、（）“”‘’》`…]+))*")


def suggested(text: str) -> Iterator[list[str]]:
    """The commands of a text, each as its arguments."""
    for match in WORDS.finditer(text):
        arguments = re.findall(r"\"[^\"]+\"|\S+", match[0])[1:]
        if arguments and arguments[0] != VALUE:
            yield [one.strip('"') for one in arguments]


def texts() -> Iterator[tuple[str, str]]:
    """Each text of the program but its docstrings, with where it stands; values are put in."""
    for path in sorted(SOURCE.rglob("*.py")):
        if "documents" in path.parts:  # papers name the command and what goes behind it in words
            continue
        tree = ast.parse(path.read_text("utf-8"))
        inside = {
            id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values
        }
        docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if id(node) in docs | inside:
                continue
            text = ""
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = re.sub(r"\{[a-z_]+\}", VALUE, node.value)
            elif isinstance(node, ast.JoinedStr):
                text = "".join(
                    str(part.value) if isinstance(part, ast.Constant) else VALUE for part in node.values
                )
            if "ssj " in text:
                yield f"{path.relative_to(SOURCE)}:{node.lineno}", text  # type: ignore[attr-defined]


def positional(arguments: Sequence[str]) -> list[str]:
    """The arguments that are no options and no values of options, once the parser has taken all of them.

    Raises:
        typer.exceptions.TyperException: the command or one of its options is not known, or too much is typed.
    """
    command: Any = typer.main.get_command(app)
    rest = list(arguments)
    while hasattr(command, "commands"):
        name = rest.pop(0) if rest else ""
        assert name in command.commands, f"no command {name!r} in {arguments}"
        command = command.commands[name]
    context = command.make_context("ssj", [*rest], resilient_parsing=True)
    parser = command.make_parser(context)
    options, left, _ = parser.parse_args(args=list(rest))
    assert not left, f"too many arguments: {arguments}"
    given = (options.get(one.name) for one in command.params if one.param_type_name == "argument")
    return [one for value in given if value for one in ([value] if isinstance(value, str) else value)]


def test_no_text_suggests_what_cannot_be_typed() -> None:
    wrong = []
    for where, text in texts():
        for arguments in suggested(text):
            try:
                prose = [one for one in positional(arguments) if one not in STAND_INS and VALUE not in one]
            except Exception as problem:
                wrong.append(f"{where}: {' '.join(arguments)}: {problem}")
            else:
                wrong += [f"{where}: {' '.join(arguments)}: {one}" for one in prose]
    assert not wrong, "\n".join(wrong)


def test_what_a_course_suggests_can_be_pasted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a year's commands and refusals suggest is parsed; paths in it are there. Blanks are quoted."""
    folder = tmp_path / "我的 抽查"
    first = drawn_bureau(folder, seed="一")
    monkeypatch.chdir(tmp_path)
    plan, archive = Path("我的 抽查/plan.yaml"), Path("我的 抽查/draws", first.archive.name)
    corrected = tmp_path / "改" / "检查对象.csv"
    corrected.parent.mkdir()
    rows = (folder / "检查对象.csv").read_text("utf-8-sig").splitlines()
    corrected.write_text("\n".join([*rows[:5], *rows[6:]]), "utf-8")
    sheet = archive / "文书" / "结果录入表.xlsx"
    course = [
        ("check", plan, "--batch", "下半年"),
        ("correct", archive, corrected, "--reason", "电话有误"),
        ("correct", archive, "--reason", "电话有误"),
        ("results", archive, sheet),
        ("due", folder),
        ("ledger", "verify", folder),
        ("publish", plan, "名单"),
        ("publish", archive, "计划"),
        ("substitute", archive, "--inspector", "没有这个人", "--reason", "生病"),
        ("report", "month", "5月", folder),
        ("template", "export", "模板"),
        ("init", "又 一份"),
        ("init", "明 年", "--from", folder),
        ("registry", "template", "检查对象", "空 表"),
        ("draw", plan, "--batch", "上半年"),
        (archive / "档案" / "draw.json",),
        (),
    ]
    told: list[list[str]] = []
    for typed in course:
        ran = ssj(*typed)
        told += [one for line in unfolded(ran.stdout + ran.stderr) for one in suggested(line)]
    assert len(told) >= 10, told
    wrong = []
    for arguments in told:
        for one in positional(arguments):
            if one not in STAND_INS and ("/" in one or one.endswith(".yaml")) and not Path(one).exists():
                wrong.append(" ".join(arguments))
    assert not wrong, "\n".join(wrong)
    cancel = next(one for one in told if one[0] == "cancel")
    assert ssj(*cancel[:1], *positional(cancel), "--reason", "名录库有误").returncode == 0


def unfolded(text: str) -> list[str]:
    """Lines as they were before they were folded to the screen: those that follow are indented."""
    return re.sub(r"\n {7}(?! )", "", text).splitlines()
