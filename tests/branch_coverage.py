"""The gate of `make coverage`: how many branches of core the tests take, and where some are missing.

Branches alone, which coverage's own limit does not know: it adds lines to them.

    python tests/branch_coverage.py build/coverage.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 86.5
"""Percent of the branches of core; tests/core, tests/vectors and tests/test_examples.py alone take 86.55."""


def main(report: Path) -> int:
    """Print the modules that lack most, and the share of all; 1 if it is below `LEAST`."""
    value = json.loads(report.read_text(encoding="utf-8"))
    missing = sorted(
        ((file["summary"]["missing_branches"], name) for name, file in value["files"].items()), reverse=True
    )
    for count, name in missing[:15]:
        if count:
            print(f"{count:4} branches missing  {name}")
    covered, branches = value["totals"]["covered_branches"], value["totals"]["num_branches"]
    share = 100 * covered / branches
    print(f"{covered} of {branches} branches of core, {share:.2f} %; {LEAST} % are wanted")
    return int(share < LEAST)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
