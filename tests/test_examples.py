"""The example registries: rebuilt byte for byte, valid codes, unique ids, the tiers that tests rely on."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

from shuangsuiji.core.registries.identifiers import (
    CodeKind,
    credit_code_problem,
    identify,
    insurance_code_problem,
    organisation_check_digit,
    registration_number_problem,
)
from shuangsuiji.files.yaml_plan import read_plan

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = {"舞钢": (501, 22), "秦皇岛": (251, 26), "兰州": (1204, 24), "邢台": (2520, 96)}


def parts(path: Path) -> list[tuple[str, tuple[int, ...], bytes]]:
    """What a workbook holds: names, times and bytes of its parts, whatever the zlib that packed them."""
    with zipfile.ZipFile(path) as book:
        return [(part.filename, part.date_time, book.read(part)) for part in book.infolist()]


def rows_of(example: str, registry: str) -> list[dict[str, str]]:
    """The rows of a registry, by heading; the headings stand in row 3."""
    book = openpyxl.load_workbook(ROOT / "registries" / example / f"{registry}.xlsx")
    heading, *rows = book.active.iter_rows(min_row=3, values_only=True)
    return [
        {str(name): "" if cell is None else str(cell) for name, cell in zip(heading, row, strict=True)}
        for row in rows
    ]


@pytest.fixture(scope="module", params=list(EXAMPLES))
def example(request: pytest.FixtureRequest) -> str:
    """The name of each example in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def objects(example: str) -> list[dict[str, str]]:
    """The objects of the example."""
    return rows_of(example, "检查对象名录库")


def test_the_script_rebuilds_the_files(tmp_path: Path) -> None:
    """Nobody has edited a workbook by hand, and every run writes the same."""
    kept = ROOT / "registries"
    subprocess.run([sys.executable, kept / "build_examples.py", tmp_path], check=True, cwd=tmp_path)
    names = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.xlsx"))
    assert names == sorted(path.relative_to(kept) for path in kept.rglob("[!~]*.xlsx"))
    assert [str(name) for name in names if parts(tmp_path / name) != parts(kept / name)] == []


def test_sizes_and_ids(example: str, objects: list[dict[str, str]]) -> None:
    """The sizes that README.md gives, and ids that are there, valid and unique."""
    people = rows_of(example, "检查人员名录库")
    assert (len(objects), len(people)) == EXAMPLES[example]
    ids = [row["定点编码"] for row in objects]
    assert len(set(ids)) == len(ids)
    assert {insurance_code_problem(code) for code in ids} == {None}
    assert len({person["执法证号"] for person in people} - {""}) == len(people)


def test_codes_are_valid_and_of_both_kinds(objects: list[dict[str, str]]) -> None:
    """Every code passes its check; some are old numbers; one legal entity has several shops."""
    codes = [row["统一社会信用代码"] for row in objects if row["统一社会信用代码"]]
    kinds = Counter(identify(code) for code in codes)
    assert set(kinds) == {CodeKind.CREDIT, CodeKind.REGISTRATION}
    for code in codes:
        if identify(code) is CodeKind.CREDIT:
            assert credit_code_problem(code) is None
            assert organisation_check_digit(code[8:16]) == code[16]
        else:
            assert registration_number_problem(code) is None
    assert max(Counter(codes).values()) > 1


def test_phones_are_fictitious(example: str, objects: list[dict[str, str]]) -> None:
    """All numbers lie in an exchange that does not exist."""
    for row in [*objects, *rows_of(example, "检查人员名录库")]:
        assert row["联系方式"] == "" or "-0000" in row["联系方式"]


def test_tiers_of_wugang() -> None:
    """WG-3 in a real county: four skewed tiers, three objects in D, all of them open."""
    open_shops = Counter(
        row["信用等级"]
        for row in rows_of("舞钢", "检查对象名录库")
        if row["类别"] == "定点零售药店" and row["经营状态"] == "正常"
    )
    assert open_shops == {"A": 198, "B": 76, "C": 24, "D": 3}


def test_the_city_level_of_qinhuangdao() -> None:
    """10 % of the public institutions, rounded up, is 10 % of all institutions of the city level too."""
    own = [
        row["标签"].split("、")
        for row in rows_of("秦皇岛", "检查对象名录库")
        if "市本级" in row["标签"] and row["经营状态"] == "正常"
    ]
    assert (sum("公立" in tags for tags in own), len(own)) == (82, 90)


def test_the_plan_is_valid(example: str) -> None:
    """The plan reads without errors; its registries are there."""
    path = ROOT / "plans" / f"{example}.yaml"
    plan = read_plan(path.read_bytes(), path.name).plan
    assert plan is not None and plan.registries is not None
    for _, sources in plan.registries:
        for source in sources or ():
            assert (path.parent / source.file).is_file()
