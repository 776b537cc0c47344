"""The states that a disk may be in after a power cut, from the steps before it.

A file's bytes are certain once it was flushed, a name once its folder was. Of everything else any part may be
there: a write not at all, in half, or as zeros of the right length; a name of a folder or not, whatever came
later. A rename is one change. So POSIX allows, and so file systems with delayed allocation do.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from disk_trace import Step


@dataclass(eq=False)
class Node:
    """A file (`names` is None) or a folder, as it is now and as it is certain to be."""

    names: dict[str, Node] | None = None
    kept_names: dict[str, Node] = field(default_factory=dict)
    data: bytes = b""
    kept_data: bytes = b""
    pending: list[Change] = field(default_factory=list)


@dataclass(eq=False)
class Change:
    """A change of names that is not certain yet: (folder, name, what it means from then on or None)."""

    parts: list[tuple[Node, str, Node | None]]
    lost: bool | None = None


class Model:
    """A tree that knows what of it is certain."""

    def __init__(self, root: Path) -> None:
        self.root = _read(root)

    def apply(self, step: Step) -> None:
        """One step."""
        folder, name = self._find(step.path)
        assert folder.names is not None
        if step.kind == "mkdir":
            self._name((folder, name, Node(names={})))
        elif step.kind == "create":
            if name in folder.names:
                folder.names[name].data = b""
            else:
                self._name((folder, name, Node()))
        elif step.kind == "write":
            folder.names[name].data += step.data
        elif step.kind == "truncate":
            folder.names[name].data = folder.names[name].data[: step.size]
        elif step.kind in ("rmdir", "unlink"):
            self._name((folder, name, None))
        elif step.kind == "rename":
            target, new = self._find(step.other)
            self._name((folder, name, None), (target, new, folder.names[name]))
        elif step.kind == "fsync":
            self._flush(folder.names[name] if name else folder)

    def _find(self, path: str) -> tuple[Node, str]:
        *folders, name = path.split("/")
        node = self.root
        for part in folders:
            assert node.names is not None
            node = node.names[part]
        return node, name

    def _name(self, *parts: tuple[Node, str, Node | None]) -> None:
        change = Change(list(parts))
        for folder, name, node in parts:
            assert folder.names is not None
            if node is None:
                del folder.names[name]
            else:
                folder.names[name] = node
            folder.pending.append(change)

    def _flush(self, node: Node) -> None:
        if node.names is None:
            node.kept_data = node.data
            return
        for change in list(node.pending):
            for folder, name, target in change.parts:
                _keep(folder, name, target)
                if change in folder.pending:
                    folder.pending.remove(change)

    def write(self, target: Path, choose: random.Random | None) -> None:
        """One state that the disk may be in, as files; with None everything uncertain is lost."""
        _write(self.root, target, choose)


def _keep(folder: Node, name: str, node: Node | None) -> None:
    if node is None:
        folder.kept_names.pop(name, None)
    else:
        folder.kept_names[name] = node


def _read(path: Path) -> Node:
    if path.is_file():
        data = path.read_bytes()
        return Node(data=data, kept_data=data)
    names = {one.name: _read(one) for one in sorted(path.iterdir())}
    return Node(names=dict(names), kept_names=dict(names))


def _write(node: Node, target: Path, choose: random.Random | None) -> None:
    lost: dict[Change, bool] = {}
    _write_node(node, target, choose, lost)


def _write_node(node: Node, target: Path, choose: random.Random | None, lost: dict[Change, bool]) -> None:
    if node.names is None:
        target.write_bytes(_torn(node, choose))
        return
    names = dict(node.kept_names)
    for change in node.pending:
        if choose is None or lost.setdefault(change, choose.random() < 0.5):
            continue
        for folder, name, child in change.parts:
            if folder is node:
                if child is None:
                    names.pop(name, None)
                else:
                    names[name] = child
    target.mkdir()
    for name, child in names.items():
        _write_node(child, target / name, choose, lost)


def _torn(node: Node, choose: random.Random | None) -> bytes:
    if node.data == node.kept_data:
        return node.data
    if choose is None:
        return node.kept_data
    grown = node.data.startswith(node.kept_data)
    new = node.data[len(node.kept_data) :] if grown else b""
    half = choose.randrange(len(new) + 1)
    return choose.choice(
        [
            node.data,
            node.kept_data,
            node.kept_data + new[:half],
            node.kept_data + bytes(len(new)),
            node.kept_data + bytes(half) + new[half:],
        ]
    )


def states(root: Path, steps: Sequence[Step], cut: int, into: Path, count: int) -> Iterator[Path]:
    """States after the first `cut` steps from what lay in `root`: the poorest, then others at random."""
    model = Model(root)
    for step in steps[:cut]:
        model.apply(step)
    for number in range(count):
        target = into / f"{cut}-{number}"
        target.parent.mkdir(parents=True, exist_ok=True)
        model.write(target, random.Random(cut * 1000 + number) if number else None)
        yield target
