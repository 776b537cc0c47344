"""What holds for all tests: templates are compiled once, and the text of every message made is filled in.

`test_messages.py` reads off the source what each message is given; this holds for those, too, whose code or
values are only known when the program runs. Because of this file
tests can import the helpers beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from shuangsuiji.core.findings import Finding
from shuangsuiji.documents.templates.engine import Environment
from shuangsuiji.messages import text_of
from shuangsuiji.workflows.auditing.steps import AuditStep


@pytest.fixture(scope="session", autouse=True)
def _templates_are_compiled_once() -> Iterator[None]:
    """The text of a template gives the same code each time; a draw would compile nine of them anew."""
    patch = pytest.MonkeyPatch()
    known: dict[str, Any] = {}
    compile_template = Environment.compile

    def compiled(self: Environment, source: str) -> Any:
        if source not in known:
            known[source] = compile_template(self, source)
        return known[source]

    patch.setattr(Environment, "compile", compiled)
    yield
    patch.undo()


_faults: list[str] = []


def _check(code: str, values: Any) -> None:
    try:
        text_of(code, values)
    except (LookupError, ValueError) as trouble:
        _faults.append(f"{code} with {dict(values)}: {type(trouble).__name__} {trouble}")


@pytest.fixture(scope="session", autouse=True)
def _messages_are_filled() -> Iterator[None]:
    """Every finding and every line of an audit gets its text at once."""
    patch = pytest.MonkeyPatch()
    make_finding, make_step = Finding.__init__, AuditStep.__init__

    def finding(self: Finding, **parts: Any) -> None:
        make_finding(self, **parts)
        _check(self.code, self.values)

    def step(self: AuditStep, **parts: Any) -> None:
        make_step(self, **parts)
        for code, values in self.details:
            _check(code, values)

    patch.setattr(Finding, "__init__", finding)
    patch.setattr(AuditStep, "__init__", step)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def _no_message_lacks_its_values(_messages_are_filled: None) -> Iterator[None]:
    """Fails the test that made a message without a text, or without what its text asks for."""
    _faults.clear()
    yield
    assert _faults == []
