"""The gate of `make coverage`: branches of core that the tests take, and whether all that writes is tried.

Branches alone, which coverage's own limit does not know: it adds lines to them.

    python tests/branch_coverage.py build/coverage.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

LEAST = 86.5
"""Percent of the branches of core; tests/core, tests/vectors and tests/test_examples.py alone take 86.55."""
WHOLE = (
    "core/records/ledger.py",
    "files/announced.py",
    "files/archive.py",
    "files/current_papers.py",
    "files/disk.py",
    "files/drafts.py",
    "files/ledger.py",
    "files/names.py",
    "files/windows.py",
)
"""What is written, and goes on after a cut: every branch is taken."""


def main(report: Path) -> int:
    """Print what is missing; 1 if core is below `LEAST`, or a module of `WHOLE` is not tried whole."""
    files = json.loads(report.read_text(encoding="utf-8"))["files"]
    sums = {name.split("shuangsuiji/")[-1]: file["summary"] for name, file in files.items()}
    core = {name: one for name, one in sums.items() if name.startswith("core/")}
    for name in sorted(core, key=lambda name: -core[name]["missing_branches"])[:15]:
        if core[name]["missing_branches"]:
            print(f"{core[name]['missing_branches']:4} branches missing  {name}")
    covered = sum(one["covered_branches"] for one in core.values())
    branches = sum(one["num_branches"] for one in core.values())
    share = 100 * covered / branches
    print(f"{covered} of {branches} branches of core, {share:.2f} %; {LEAST} % are wanted")
    untried = [name for name in WHOLE if sums[name]["missing_branches"] or sums[name]["missing_lines"]]
    print(f"{len(WHOLE) - len(untried)} of {len(WHOLE)} modules that write are tried whole", *untried)
    return int(share < LEAST or bool(untried))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
