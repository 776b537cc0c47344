"""The oldest versions that pyproject.toml allows, as constraints for pip: `make oldest` tests with them.

python -m tools.release.oldest > constraints.txt
"""

from __future__ import annotations

import sys
import tomllib
from typing import Any

from packaging.requirements import Requirement

from tools.windows.locked import TOP


def oldest(project: dict[str, Any]) -> list[str]:
    """One line a requirement of the program that names a lower bound; those of the tests stay free.

    Args:
        project: the table `project` of pyproject.toml.
    """
    lines: list[str] = []
    for requirement in map(Requirement, project["dependencies"]):
        lower = next(bound.version for bound in requirement.specifier if bound.operator == ">=")
        lines.append(f"{requirement.name}=={lower}")
    return lines


if __name__ == "__main__":
    with (TOP / "pyproject.toml").open("rb") as source:
        sys.stdout.write("\n".join(oldest(tomllib.load(source)["project"])) + "\n")
