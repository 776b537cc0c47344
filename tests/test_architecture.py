"""The arrows of the architecture: a pure core, thin edges, one path."""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from collections.abc import Collection
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1] / "src" / "shuangsuiji"

# Who may import whom, by the first folder or module below the package.
ALLOWED = {
    "core": {"core", "errors"},
    "messages": {"core", "messages"},
    "errors": {"core", "messages"},
    "files": {"core", "errors", "files", "messages"},
    "documents": {"core", "documents", "errors", "messages"},
    "workflows": {"core", "documents", "errors", "files", "messages", "version", "workflows"},
    "views": {"core", "errors", "messages", "views", "workflows"},
    "commands": {"commands", "core", "views"},
    "version": set(),
    "__init__": {"errors", "files", "version", "workflows"},
    "__main__": {"commands"},
}
CORE_LAYERS = (
    {"canonical", "findings", "brief", "beijing", "lookalikes", "lottery"},
    {"columns", "dates", "cells", "witnesses"},
    {"registries"},
    {"plans"},
    {"private_numbers", "publicity"},
    {"seeds"},
    {"rules"},
    {"checks"},
    {"forecast"},
    {"records"},
    {"platform"},
    {"results"},
    {"evaluation"},
)
"""Each folder or module of the core knows those of its own layer and of the layers before it."""
STILL_UPWARD: set[tuple[str, str]] = set()
LOTTERY = "shuangsuiji.core.lottery"
PURE = {"numpy", "pydantic", "pydantic_core", "shuangsuiji"}
IMPURE_STANDARD = {
    "os",
    "sys",
    "pathlib",
    "time",
    "random",
    "secrets",
    "locale",
    "tempfile",
    "socket",
    "subprocess",
}
READS_CLOCK_AND_RANDOMNESS = ROOT / "workflows" / "environment.py"


def modules(*folder: str) -> list[Path]:
    """Every module of the package, or of a folder of it."""
    return sorted(ROOT.joinpath(*folder).rglob("*.py"))


def named(path: Path) -> str:
    """A module as its path below the package says."""
    return path.relative_to(ROOT).as_posix()


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Every node of the syntax tree of a file."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imports(path: Path) -> frozenset[str]:
    """The modules that a file imports, at its top or within, relative ones by their full names."""
    found: set[str] = set()
    parents = ("shuangsuiji", *path.relative_to(ROOT).parts[:-1])
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = parents[: len(parents) - node.level + 1] if node.level else ()
            module = ".".join([*start, *([node.module] if node.module else [])])
            found.add(module)
            if module == "shuangsuiji":
                found.update(f"shuangsuiji.{alias.name}" for alias in node.names)
    return frozenset(found)


def dotted(path: Path) -> str:
    """The full name of a module, of a package that of its folder."""
    parts = ("shuangsuiji", *path.relative_to(ROOT).with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported_modules(path: Path, known: Collection[str]) -> set[str]:
    """The modules of this package that a file imports, also those of `from folder import module`."""
    targets = {name for name in imports(path) if name in known}
    parents = ("shuangsuiji", *path.relative_to(ROOT).parts[:-1])
    for node in nodes(path):
        if isinstance(node, ast.ImportFrom):
            start = parents[: len(parents) - node.level + 1] if node.level else ()
            folder = ".".join([*start, *([node.module] if node.module else [])])
            modules_named = {f"{folder}.{alias.name}" for alias in node.names} & set(known)
            targets |= modules_named
            if len(modules_named) == len(node.names):
                targets.discard(folder)
    return targets


def called(path: Path) -> set[str]:
    """The bare names that a file calls."""
    return {
        node.func.id for node in nodes(path) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_arrows() -> None:
    """Every folder imports what `ALLOWED` lets it import."""
    wrong = []
    for path in modules():
        own = path.relative_to(ROOT).parts[0].removesuffix(".py")
        for name in imports(path):
            if name.startswith("shuangsuiji."):
                target = name.split(".")[1]
                known = (ROOT / target).is_dir() or (ROOT / f"{target}.py").exists()
                if (target if known else "") not in ALLOWED[own]:
                    wrong.append((named(path), name))
    assert wrong == []


def test_the_lottery_knows_nothing_of_ours() -> None:
    """It draws from tables of numbers, so that nothing else of this package can alter a draw."""
    wrong = [
        (named(path), name)
        for path in modules("core", "lottery")
        for name in imports(path)
        if name.split(".")[0] == "shuangsuiji" and not f"{name}.".startswith(f"{LOTTERY}.")
    ]
    assert wrong == []


def test_arrows_run_one_way_inside_the_core() -> None:
    layer = {name: place for place, names in enumerate(CORE_LAYERS) for name in names}
    upward = set()
    for path in sorted((ROOT / "core").rglob("*.py")):
        own = path.relative_to(ROOT / "core").parts[0].removesuffix(".py")
        for name in imports(path):
            parts = name.split(".")
            if own != "__init__" and parts[:2] == ["shuangsuiji", "core"] and layer[parts[2]] > layer[own]:
                upward.add((own, parts[2]))
    assert upward == STILL_UPWARD


def test_the_rules_know_only_the_forms_of_the_tables() -> None:
    """They make tables out of a plan and registries, and know nothing of drawing from them."""
    forms = {f"{LOTTERY}.{name}" for name in ("columns", "tables", "words")}
    wrong = [
        (named(path), name)
        for path in modules("core", "rules")
        for name in imports(path) - forms
        if name.startswith(f"{LOTTERY}.")
    ]
    assert wrong == []


def test_documents_and_files_never_meet() -> None:
    """Papers are made of a dossier, archives of bytes; only workflows know both."""
    assert "files" not in ALLOWED["documents"] and "documents" not in ALLOWED["files"]
    assert not {"documents", "files", "workflows"} & ALLOWED["core"]


DOCUMENT_LAYERS = (
    {"wording"},
    {"office"},
    {"templates"},
    {"official"},
    {"drawing"},
    {"planning"},
    {"proof"},
    {"registries"},
    {"results"},
    {"evaluation"},
    {"papers"},
)
"""Each folder or module of the documents knows itself and the layers before it."""


def test_arrows_run_one_way_inside_the_documents() -> None:
    layer = {name: place for place, names in enumerate(DOCUMENT_LAYERS) for name in names}
    upward = set()
    for path in modules("documents"):
        own = path.relative_to(ROOT / "documents").parts[0].removesuffix(".py")
        for name in imports(path):
            parts = name.split(".")
            if (
                own != "__init__"
                and parts[:2] == ["shuangsuiji", "documents"]
                and layer[parts[2]] > layer[own]
            ):
                upward.add((own, parts[2]))
    assert upward == set()


def test_the_core_is_pure() -> None:
    """No clock, no file, no chance, and no library but those that compute."""
    wrong = []
    for path in modules("core"):
        text = path.read_text(encoding="utf-8")
        tops = {name.split(".")[0] for name in imports(path)}
        strange = {top for top in tops if top not in PURE and top not in sys.stdlib_module_names}
        words = {call for call in (".now(", ".today(", "default_rng", "np.random.seed") if call in text}
        builtins = called(path) & {"open", "print", "input", "exec", "eval"}
        wrong += [(named(path), word) for word in strange | tops & IMPURE_STANDARD | words | builtins]
    assert wrong == []


def test_no_circle_of_imports() -> None:
    """Imports for type checkers alone count too; the lists of public names import everything and run nothing.

    Raises:
        graphlib.CycleError: the modules of a circle, in its order.
    """
    paths = {dotted(path): path for path in modules()}
    lists = {"shuangsuiji", "shuangsuiji.views"}
    graph = {
        name: set() if name in lists else imported_modules(path, paths.keys()) - {name}
        for name, path in paths.items()
    }
    assert len(list(TopologicalSorter(graph).static_order())) == len(paths)


NAMED_TWICE: dict[str, str] = {
    "Ledger": "documents/proof/verify_ssj.py stands alone and imports nothing of this package",
    "Teams": "documents/proof/verify_ssj.py stands alone and imports nothing of this package",
}
"""Public class names that two modules may have, and why."""


def test_no_public_class_name_twice() -> None:
    """A class name says by itself what is meant, wherever it is read."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in modules():
        for node in nodes(path):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].append(named(path))
    twice = {name: where for name, where in places.items() if len(where) > 1}
    assert {name: where for name, where in twice.items() if name not in NAMED_TWICE} == {}
    assert NAMED_TWICE.keys() <= twice.keys()


def test_modules_stay_readable() -> None:
    long = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in modules()
        if path.name != "verify_ssj.py"  # one file on purpose
    }
    assert {name: lines for name, lines in long.items() if lines > 500} == {}


def test_one_module_reads_clock_and_system_randomness() -> None:
    for path in modules():
        text = path.read_text(encoding="utf-8")
        if path == READS_CLOCK_AND_RANDOMNESS:
            continue
        for reading in ("datetime.now", ".today(", "urandom", "secrets.", "time.time", "process_time"):
            assert reading not in text, f"{reading} in {path}"
