"""What the runner of the mutation tests changes, and what it leaves alone."""

from __future__ import annotations

import pytest

from mutation.mutants import mutants


@pytest.mark.parametrize(
    ("statement", "changed"),
    [
        ("return a < b", ["pass", "return a <= b", "return a >= b"]),
        ("return a and b", ["pass", "return a or b"]),
        ("return not a", ["pass", "return a"]),
        ("return min(a, 1)", ["pass", "return max(a, 1)", "return min(a, 2)", "return min(a, 0)"]),
        ("a += 1", ["pass", "a -= 1", "a += 2", "a += 0"]),
        ("a[:b] = c", ["pass", "a[:] = c"]),
        ("a = b if c else d", ["pass", "a = b", "a = d", "a = b if not c else d"]),
        ("a.sort(key=b)", ["pass", "a.sort()"]),
        ("zip(a, b, strict=True)", ["pass"]),
        ("assert a < 1", []),
        ("a: b", []),
        ("'a docstring'", []),
    ],
)
def test_changes_of_one_statement(statement: str, changed: list[str]) -> None:
    made = list(mutants(f"def function(a, b=1):\n    {statement}\n"))
    assert [mutant.after for mutant in made] == changed
    assert {mutant.before for mutant in made} <= {statement}


def test_methods_are_named_by_their_class_and_compiled_alone() -> None:
    made = list(mutants("class Outer:\n    size = 1\n\n    def twice(self):\n        return 2 * self.size\n"))
    assert {mutant.function for mutant in made} == {"Outer.twice"}
    assert all(mutant.code().co_qualname == "Outer.twice" for mutant in made)
    assert "Outer.twice: return 2 * self.size -> return 2 // self.size" in [mutant.title for mutant in made]
