"""What is handed out with a version, as far as it can be told without a network."""

from __future__ import annotations

import json
import re
import tomllib
from email.message import Message
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tools.release.bill import bill, licence_of
from tools.release.oldest import oldest
from tools.windows.locked import LOCK, TOP, locked_lines


def project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]


def test_the_bill_names_every_locked_package_with_its_digests() -> None:
    """One component a line of the lock, with its digests, and the licence of what is installed here."""
    document, lock = json.loads(bill()), LOCK.read_text("utf-8")
    lines = {Requirement(line.partition(" --hash=")[0]).name: line for line in locked_lines(LOCK)}
    assert {part["name"] for part in document["components"]} == set(lines)
    for part in document["components"]:
        digests = {one["content"] for place in part["externalReferences"] for one in place["hashes"]}
        assert digests and all(f"sha256:{digest}" in lock for digest in digests)
        assert f"{part['name']}@{part['version']}" in part["purl"]
    licensed = {part["name"] for part in document["components"] if "licenses" in part}
    assert {Requirement(line).name for line in project()["dependencies"]} <= licensed
    assert bill() == bill()


class Stated(Distribution):
    """A package that states these fields."""

    def __init__(self, *fields: tuple[str, str]) -> None:
        self.fields = fields

    @property
    def metadata(self) -> Any:
        message = Message()
        for name, value in (("Name", "sample"), *self.fields):
            message[name] = value
        return message

    def read_text(self, filename: str) -> None:
        return None

    def locate_file(self, path: Any) -> Path:
        return Path(path)


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ([("License-Expression", "BSD-3-Clause AND MIT"), ("License", "long")], "BSD-3-Clause AND MIT"),
        ([("Classifier", "License :: OSI Approved :: ISC License (ISCL)")], "ISC License (ISCL)"),
        ([("Classifier", "Topic :: Office"), ("License", "MIT\n\nPermission is")], "MIT"),
    ],
)
def test_a_licence_in_each_field_is_read(fields: list[tuple[str, str]], licence: str) -> None:
    assert licence_of(Stated(*fields)) == licence


def test_a_package_without_a_licence_is_refused() -> None:
    with pytest.raises(ValueError, match="sample states no licence"):
        licence_of(Stated(("License", "x" * 200)))


def test_the_oldest_versions_are_the_lower_bounds() -> None:
    lines = oldest(project())
    assert len(lines) == len(project()["dependencies"])
    assert all(re.fullmatch(r"[\w-]+==[0-9.]+", line) for line in lines)
    assert "numpy==1.26" in lines


def test_the_licence_is_in_the_tree_and_named() -> None:
    assert project()["license"] == "MIT" and project()["license-files"] == ["LICENSE"]
    assert (TOP / "LICENSE").read_text("utf-8").startswith("MIT License")
