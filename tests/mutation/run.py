"""Mutation tests of what decides who is drawn: `make soak` and `make mutation`.

Every mutant of the modules in `TARGETS` is run against their tests, in a process of its own that stops at the
first failure. A mutant that no test notices has to stand in survivors.toml, with the reason why nothing
can notice it; what stands there and is noticed, or is no longer made, fails, too. Nothing is left to chance:
the same sources give the same mutants and the same outcome.

    python tests/mutation/run.py [--only quota] [--jobs 2]
"""

from __future__ import annotations

import argparse
import importlib
import multiprocessing
import os
import resource
import signal
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, reduce
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import pytest
from mutants import Mutant, mutants

TESTS = Path(__file__).parents[1]
SOURCES = TESTS.parent / "src"
SURVIVORS = Path(__file__).with_name("survivors.toml")
PASSED = 0
LEAST_LIMIT = 10
"""Seconds of computing that every mutant may take, however quick its tests are."""


@dataclass(frozen=True)
class Target:
    """A module and the tests that hold it, the quickest first."""

    module: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return self.module.rpartition(".")[2]

    @property
    def arguments(self) -> list[str]:
        paths = [str(TESTS / path) for path in self.tests]
        # The conftest.py of all tests imports every paper and page; the one of tests/core/lottery is needed.
        folder = [f"--confcutdir={TESTS / 'core'}", f"--rootdir={TESTS.parent}", "-c", os.devnull]
        return [*paths, *folder, "-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]


EXAMPLES = "vectors/test_vectors.py::test_product_gives_these_bytes"

TARGETS = (
    Target("shuangsuiji.core.rules.quota", ("core/rules/test_quota.py",)),
    Target("shuangsuiji.core.lottery.selection", ("core/lottery/test_selection.py", EXAMPLES)),
    Target("shuangsuiji.core.lottery.words", (EXAMPLES, "core/lottery/test_tickets.py")),
    Target("shuangsuiji.core.lottery.teams.tickets", ("core/lottery/test_tickets.py", EXAMPLES)),
)


@dataclass
class Run:
    """A mutant at work."""

    mutant: Mutant
    process: ForkProcess


@dataclass
class Outcome:
    """What became of the mutants of one target, by title."""

    killed: Counter[str] = field(default_factory=Counter)
    timed_out: Counter[str] = field(default_factory=Counter)
    survived: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Work:
    """The mutants of one target; its tests were collected in this process, so that each child starts warm."""

    target: Target
    jobs: int

    @cached_property
    def mutants(self) -> list[Mutant]:
        source = SOURCES / Path(*self.target.module.split(".")).with_suffix(".py")
        return _numbered(mutants(source.read_text(encoding="utf-8")))

    def seconds(self) -> float:
        """How long the tests compute unchanged; exits if they fail."""
        before = _computed()
        process = self._start(None, resource.RLIM_INFINITY)
        process.join()
        if process.exitcode != PASSED:
            sys.exit(f"{self.target.name}: the tests fail without a mutant")
        return _computed() - before

    def run(self) -> Outcome:
        limit = LEAST_LIMIT + int(10 * self.seconds())
        waiting, running, outcome = list(reversed(self.mutants)), list[Run](), Outcome()
        while waiting or running:
            while waiting and len(running) < self.jobs:
                mutant = waiting.pop()
                running.append(Run(mutant, self._start(mutant, limit)))
            wait([run.process.sentinel for run in running])
            for run in [run for run in running if not run.process.is_alive()]:
                running.remove(run)
                _settle(run, outcome)
        return outcome

    def _start(self, mutant: Mutant | None, limit: int) -> ForkProcess:
        context = multiprocessing.get_context("fork")
        process = context.Process(target=_child, args=(self.target, mutant, limit))
        process.start()
        return process


def _computed() -> float:
    """Seconds that the children that have ended have computed."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _settle(run: Run, outcome: Outcome) -> None:
    if run.process.exitcode == PASSED:
        outcome.survived[run.mutant.title] = run.mutant.line
    elif run.process.exitcode == -signal.SIGXCPU:
        outcome.timed_out[run.mutant.title] += 1
    else:
        outcome.killed[run.mutant.title] += 1


def _child(target: Target, mutant: Mutant | None, limit: int) -> None:
    # Seconds of computing, not of the clock: a busy machine makes no mutant time out.
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    if mutant is not None:
        _replace(target.module, mutant.function, mutant.code())
    os._exit(int(pytest.main(target.arguments)))


def _replace(module: str, name: str, code: CodeType) -> None:
    """Gives a function other code in place, so that it changes for all who have imported it."""
    *classes, last = name.split(".")
    holder: Any = reduce(getattr, classes, importlib.import_module(module))
    value = vars(holder)[last]
    for attribute in ("func", "fget", "__func__"):  # of cached_property, property, and class methods
        value = getattr(value, attribute, None) or value
    assert isinstance(value, FunctionType)
    value.__code__ = code


def _numbered(made: Iterator[Mutant]) -> list[Mutant]:
    """Mutants with titles of their own: the second of the same title in a function is said to be that."""
    seen: Counter[str] = Counter()
    numbered: list[Mutant] = []
    for mutant in made:
        seen[mutant.title] += 1
        if (count := seen[mutant.title]) > 1:
            mutant = Mutant(
                mutant.function, mutant.line, mutant.before, f"{mutant.after} ({count})", mutant.tree
            )
        numbered.append(mutant)
    return numbered


def explained() -> dict[str, dict[str, str]]:
    """Module -> title of a mutant -> why no test can notice it."""
    return tomllib.loads(SURVIVORS.read_text(encoding="utf-8"))


def judged(target: Target, outcome: Outcome) -> list[str]:
    """What is wrong with the outcome of one target, in lines."""
    reasons = explained().get(target.name, {})
    troubles = [
        f"  survives without a reason: line {line}, {title}"
        for title, line in outcome.survived.items()
        if title not in reasons
    ]
    killed = {*outcome.killed, *outcome.timed_out}
    troubles += [f"  is noticed, but listed: {title}" for title in reasons if title in killed]
    made = {*killed, *outcome.survived}
    troubles += [f"  is listed, but not made: {title}" for title in reasons if title not in made]
    return troubles


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants of each target; 1 if one survives without a reason."""
    parser = argparse.ArgumentParser(description="Mutation tests of the quota, the selection and the tickets")
    parser.add_argument("--only", choices=[target.name for target in TARGETS])
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    sys.path[:0] = [str(SOURCES), str(TESTS)]
    troubles: list[str] = []
    for target in TARGETS:
        if options.only in (None, target.name):
            if pytest.main([*target.arguments, "--collect-only", "-q", "-q"]) != PASSED:
                sys.exit(f"{target.name}: the tests cannot be collected")
            began = time.monotonic()
            outcome = Work(target, options.jobs).run()
            killed, timed_out = outcome.killed.total(), outcome.timed_out.total()
            found = judged(target, outcome)
            print(
                f"{target.name}: {killed + timed_out + len(outcome.survived)} mutants, {killed} killed, "
                f"{timed_out} timed out, {len(outcome.survived)} survived; {time.monotonic() - began:.0f} s"
            )
            print("\n".join(found), flush=True)
            troubles += found
    return 1 if troubles else 0


if __name__ == "__main__":
    sys.exit(main())
