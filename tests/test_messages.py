"""Messages: every code has a text, every text a use, and every text reads like Chinese for a clerk.

Run as a script, this file writes docs/findings.md anew.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

import message_sites
from message_sites import Site, mentioned, sites
from shuangsuiji import messages
from shuangsuiji.core.findings import Place, error, note, warning
from shuangsuiji.core.registries import passed_over
from shuangsuiji.errors import BadInput
from shuangsuiji.files import yaml_plan
from shuangsuiji.files.readers import file_kinds
from shuangsuiji.messages import TEXTS, locate, render
from shuangsuiji.workflows import ledger
from shuangsuiji.workflows.auditing import differences, walk
from shuangsuiji.workflows.platforms import platform_lists

LIST = Path(__file__).resolve().parents[1] / "docs" / "findings.md"

PRODUCT_WORDS = {
    # what a clerk meets on the screen under these very names
    "WPS", "Excel", "Word", "PDF", "HTML", "XML", "DTD", "OpenDocument", "YAML", "Tab", "Ctrl",
    "End", "Windows", "REF", "UTF", "GB", "ssj", "init", "cancel", "draws", "json", "manifest",
    "draw", "teams", "shuangsuiji", "jsonl", "yaml", "xlsx", "xls", "xlsb", "ods", "MB",
    # what an office writes into a template
    "docx", "txt", "for", "endfor", "if", "elif", "else", "endif", "end", "tr", "p",
}  # fmt: skip
SAMPLES = {"A", "B", "C", "E", "F", "H", "N", "P", "YB", "SJ", "I", "O", "S", "V", "Z"}


class Elsewhere(NamedTuple):
    """What a site that cannot be read off may say: its codes, its values if not those of the call, and why.

    Without codes it hands on what another site has made.
    """

    codes: frozenset[str]
    reason: str
    values: frozenset[str] | None = None


def elsewhere(reason: str, *codes: str, values: Iterable[str] | None = None) -> Elsewhere:
    """The same, shorter."""
    return Elsewhere(frozenset(codes), reason, None if values is None else frozenset(values))


MAKER = elsewhere("the maker itself: its callers are the sites")
SHEET_TROUBLE = elsewhere("says what a SheetTrouble was raised with, and each `raise` is a site")
FILE_KINDS = [kind for kind, _ in file_kinds.KINDS if kind in TEXTS]
LIKELY = [code for _, code in yaml_plan._LIKELY]
REASONS = {code for code in TEXTS if re.match("fix-(?!doubt)", code)}
OF_A_TRIAL = ("count", "visits", "line", "needed", "people", "capacity", "short", "recused")
OF_ONE = ("line", "size", "able", "recused", "ways")
ELSEWHERE: dict[str, tuple[Elsewhere, ...]] = {
    "core/findings.py:error": (MAKER,),
    "core/findings.py:warning": (MAKER,),
    "core/findings.py:note": (MAKER,),
    "core/checks/plan.py:names_once": (
        elsewhere(
            "a table of what has to differ",
            *("plan-batch-twice", "plan-task-twice", "plan-must-inspect-twice", "plan-code-twice"),
        ),
    ),
    "core/registries/doubtful_cells.py:lost_text": (
        elsewhere("what `_trouble` says", "cell-text-lost", "cell-question-marks", "cell-wrong-encoding"),
    ),
    "core/registries/passed_over.py:data_rows": (
        elsewhere("the reason that `RowReader.reason` gives", *passed_over.REASONS),
    ),
    "core/registries/registry.py:_check_ids": (
        elsewhere("the caller says which", "registry-duplicate-id", "object-duplicate-id"),
    ),
    "core/registries/suspicions.py:_paired": (
        elsewhere(
            "the caller's pairs bear their code",
            *("object-likely-duplicate", "object-likely-duplicate-contact", "person-likely-duplicate"),
        ),
    ),
    "core/registries/tables.py:_damaged": (
        elsewhere("the readers' constants", *message_sites.CONSTANTS.values()),
    ),
    "core/checks/draw.py:everyone_in_a_stratum": (
        elsewhere(
            "`_blank_code` says what a blank cell is missed for",
            *("object-no-cluster", "object-no-district", "object-no-tier"),
        ),
    ),
    "core/checks/staffing_words.py:findings": (
        elsewhere(
            "the values that `staffing` gives",
            values=("count", "visits", "line", "needed", "people", "capacity", "short", "recused"),
        ),
    ),
    "core/checks/trial_findings.py:certain_findings": (
        elsewhere("with the values of `_of_one`", values=("name", "why", *OF_ONE)),
        elsewhere("with the values of `_of_one`", values=("name", *OF_ONE)),
    ),
    "core/checks/trial_findings.py:_together": (
        elsewhere("the values that `staffing` gives", values=("ways", *OF_A_TRIAL)),
    ),
    "core/checks/trial_findings.py:share_findings": (
        elsewhere(
            "the level is chosen before, the values are those of `_reason`",
            values=("made", "failed", "share", "ways", *OF_A_TRIAL),
        ),
    ),
    "core/checks/staffing_words.py:_dealing": (
        elsewhere("the caller says which", "cannot-deal-groups", "cannot-deal-new-visits"),
    ),
    "documents/templates/checking.py:_say": (elsewhere("hands on each Problem, which is a site"),),
    "files/disk.py:trouble_at": (
        elsewhere(
            "what `_code` makes of an OSError",
            *("file-in-the-way", "file-is-folder", "file-no-permission", "disk-full", "disk-read-only"),
            "path-too-long-here",
            "file-trouble",
        ),
    ),
    "files/readers/grids.py:read_grids": (elsewhere("the kinds that have no reader", *FILE_KINDS),),
    "files/readers/safe_xml.py:parse": (elsewhere("what the reader asked for", "book-damaged"),),
    "files/readers/safe_xml.py:_start": (elsewhere("what the reader asked for", "book-damaged"),),
    "files/readers/xls_child.py:_finding": (elsewhere("a finding that another process made"),),
    "files/readers/xlsb_book.py:read_xlsb": (SHEET_TROUBLE,),
    "files/readers/xlsx_gate.py:pass_gate": (SHEET_TROUBLE,),
    "files/readers/sheet_builder.py:read": (SHEET_TROUBLE,),
    "files/yaml_plan.py:read_plan": (elsewhere("hands on each PlanProblem, whose `_error` is a site"),),
    "files/yaml_plan.py:load": (elsewhere("a table of likely slips", *LIKELY),),
    "files/yaml_plan.py:_syntax_finding": (elsewhere("a table of likely slips", *LIKELY),),
    "files/yaml_plan.py:_trap": (elsewhere("a table of traps", *(code for _, code in yaml_plan._TRAPS)),),
    "core/results/entry_rows.py:_error": (MAKER,),
    "core/results/entry_rows.py:_warning": (MAKER,),
    "files/yaml_plan.py:_report": (MAKER,),
    "files/yaml_plan.py:_finding": (
        elsewhere(
            "pydantic's complaints, by a table",
            *yaml_plan._PYDANTIC_CODES.values(),
            values=("value", "expected"),
        ),
        elsewhere("hands on what `bad` was called with, which is a site"),
    ),
    "workflows/auditing/calculation.py:replay": (
        elsewhere("one for each record", "audit-draw-digest", "audit-teams-digest"),
    ),
    "workflows/auditing/audit.py:_run": (elsewhere("hands on what the step was skipped with"),),
    "workflows/auditing/record.py:_by_subject": (
        elsewhere("the caller says which", "audit-no-corrections", "audit-no-packages"),
        elsewhere("the caller says which", "audit-corrections-match", "audit-packages-match"),
    ),
    "workflows/auditing/record.py:freeze": (elsewhere("hands on the details of the walk"),),
    "workflows/auditing/audit.py:not_holding": (
        elsewhere(
            "the caller says which",
            *("substitute-audit-failed", "publish-audit-failed", "correct-audit-failed"),
            values=("path",),
        ),
    ),
    "workflows/auditing/walk.py:detail": (
        elsewhere("a table of kinds", *walk.DETAILS.values(), values=("file", "line", "field", "now", "was")),
    ),
    "workflows/auditing/walk.py:refuse_differences": (
        elsewhere("the caller says which", "record-changed", "archive-changed", "frozen-changed"),
    ),
    "workflows/ledger.py:_archives": (
        elsewhere("a table of kinds", *ledger._FINDINGS.values(), values=("line", "field", "now", "was")),
    ),
    "workflows/auditing/differences.py:draw_differences": (
        elsewhere("a table of the parts of draw.json", *differences._PARTS.values()),
        elsewhere("the values of a call of `_visit_differences`", "audit-part-visit", "audit-part-team"),
    ),
    "workflows/auditing/differences.py:_visit_differences": (
        elsewhere("the caller says which", "audit-part-visit", "audit-part-team"),
    ),
    "workflows/platforms/platform_lists.py:_of_a_list": (
        elsewhere("a registry's finding in other words: see the test below", *platform_lists._TOLD.values()),
    ),
    "workflows/substitute_names.py:_only": (MAKER,),
}
"""Every site whose code or values are decided elsewhere."""


def of_site(site: Site, number: int) -> Elsewhere:
    """What is known of a site; `number` is its place among those of its function that cannot be read off."""
    if site.codes is not None and site.values is not None:
        return Elsewhere(site.codes, "", site.values)
    listed = ELSEWHERE[site.where][number]
    return Elsewhere(listed.codes | (site.codes or set()), listed.reason, site.values or listed.values)


def known_sites() -> Iterator[tuple[Site, Elsewhere]]:
    """Every site with its codes and values."""
    seen: Counter[str] = Counter()
    for site in sites():
        yield site, of_site(site, seen[site.where])
        seen[site.where] += site.codes is None or site.values is None


def codes_made() -> set[str]:
    """Every code that some site makes. Why a cell was changed (fix-…) is no finding, and has no values."""
    return (REASONS & mentioned()).union(*(made.codes for _, made in known_sites()))


def placeholders(text: str) -> set[str]:
    """The names that a text wants filled in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_site_is_read_or_listed() -> None:
    """A new way of making messages is either read off the source, or listed above with its reason."""
    assert len(sites()) > 500
    unread = Counter(site.where for site in sites() if site.codes is None or site.values is None)
    assert unread == {where: len(listed) for where, listed in ELSEWHERE.items()}


def test_every_code_has_a_text() -> None:
    """No finding is left without words."""
    wrong = [
        f"{site.where} ({site.line}): {code}"
        for site, made in known_sites()
        for code in sorted(made.codes - set(TEXTS))
    ]
    assert wrong == []


def test_no_code_has_two_texts() -> None:
    """The modules of `messages` share no code: the later text would hide the earlier."""
    parts = [module.TEXTS for module in vars(messages).values() if hasattr(module, "TEXTS")]
    assert sum(map(len, parts)) == len(TEXTS) > 0


def test_every_text_has_a_use() -> None:
    """No text is left from a finding that is no more."""
    assert sorted(set(TEXTS) - codes_made()) == []


def test_every_text_gets_its_values() -> None:
    """Each text is filled with exactly the names that each of its sites gives."""
    wrong = []
    for site, made in known_sites():
        for code in sorted(made.codes) if made.values is not None else ():
            try:
                TEXTS[code].format_map(dict.fromkeys(made.values or (), "值"))
            except KeyError as lacking:
                wrong.append(f"{site.where} ({site.line}): {code} lacks {lacking}")
    assert wrong == []


ASKED_FOR = {
    ("core/registries/passed_over.py:data_rows", "text"): "`ssj registry check` prints it beside the cell",
    ("workflows/freeze.py:_sealed_findings", "code"): "the manifest of the draw names what the freeze found",
}
"""Values that no text of the site needs, and what needs them."""


def test_every_value_has_a_use() -> None:
    """What a site gives stands in the text, or in one of the texts that it chooses from."""
    unused = {
        (site.where, name)
        for site, made in known_sites()
        if made.codes and made.values
        for name in made.values - set[str]().union(*(placeholders(TEXTS[code]) for code in made.codes))
    }
    assert unused - set(ASKED_FOR) == set()


def test_what_is_said_of_a_list_has_the_values_of_what_is_said_of_a_registry() -> None:
    """A finding on a registry is told in other words when the file is a platform's list."""
    for code, told in platform_lists._TOLD.items():
        given = [made.values for _, made in known_sites() if code in made.codes]
        assert given
        assert all(placeholders(TEXTS[told]) <= (values or set()) for values in given)


def test_why_a_cell_was_changed_has_no_values() -> None:
    """These texts are shown as they are."""
    assert REASONS
    assert [code for code in sorted(REASONS) if placeholders(TEXTS[code])] == []


def test_a_site_that_is_wrong_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The reader of the source sees a code, a keyword, a dict and a choice for what they are."""
    source = """
def f(cell):
    values = {"甲": 1}
    code = "a-one" if cell else "a-two"
    yield error("a-three", place, x=1, **values)
    yield make(code, place, **{"乙": 2})
    yield error(given(), **given())
"""
    monkeypatch.setattr(message_sites, "trees", lambda: {"core/x.py": ast.parse(source)})
    assert [(site.codes, site.values) for site in message_sites.sites.__wrapped__()] == [
        ({"a-three"}, {"x", "甲"}),
        ({"a-one", "a-two"}, {"乙"}),
        (None, None),
    ]


COMMANDS = r"ssj [a-z]+( (diff|verify|export|import|compare|check|fix|head|new-secret|repair))?"


def faults_of_style(code: str, text: str) -> Iterator[str]:
    """What is not Chinese prose in a text: foreign words, half-width marks, an end without a full stop."""
    words = set(re.findall(r"[A-Za-z]+", re.sub(rf"\{{\w+\}}|--[a-z-]+|{COMMANDS}", "", text)))
    for word in sorted(words - PRODUCT_WORDS - SAMPLES):
        yield f"the word {word}"
    if "  " in text or text != text.strip():
        yield "blanks"
    prose = re.sub(r"“[^”]*”|\[[^]]*\]|\{\{.*?\}\}|\"[^\"]*\"", "", text)
    if re.search("[一-龥][,;:?!]|[,;?!][一-龥]", prose):
        yield "a half-width mark"
    if "。" in text and not re.search(r"([。？]|：\{\w+\}。?)$", text):
        yield "a text of sentences ends with a full stop"
    if text.count("“") != text.count("”") or text.count("（") != text.count("）"):
        yield "quotes or brackets that do not match"
    if not re.search("[一-龥]", text) and code not in {"audit-finding", "recorded"}:
        yield "no Chinese"
    # Lines of the audit are a table's cells; everything else is said in sentences.
    if not code.startswith(("audit-", "registry-", "recorded")) and not re.search("[。？]$", text):
        yield "a finding ends with a full stop"


def test_texts_are_chinese_sentences() -> None:
    """Chinese words, full stops, full-width marks; the only English words are names of products and keys."""
    assert [(code, fault) for code, text in TEXTS.items() for fault in faults_of_style(code, text)] == []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("请填写 foo。", "the word foo"),
        ("请 填写 。 ", "blanks"),
        ("请填写,谢谢。", "a half-width mark"),
        ("请填写。谢谢", "a text of sentences ends with a full stop"),
        ("请“填写。", "quotes or brackets that do not match"),
        ("ssj check。", "no Chinese"),
        ("请填写", "a finding ends with a full stop"),
    ],
)
def test_a_text_of_another_style_is_found(text: str, fault: str) -> None:
    assert fault in list(faults_of_style("some-code", text))


def test_every_text_can_be_filled() -> None:
    """The braces are in order: a brace that is meant as one is doubled."""
    for code in TEXTS:
        values = dict.fromkeys(placeholders(TEXTS[code]), "值")
        assert all(re.fullmatch("[a-z_]+", name) for name in values), code
        text = render(error(code, **values))
        if not code.startswith("template-"):  # these show how a placeholder is written
            assert "{{" not in text and "}}" not in text, code


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place(), ""),
        (Place(file="名录库.xlsx", sheet="药店", cell="C17"), "名录库.xlsx › 药店 › C17"),
        (Place(file="名录库.csv", cell="A1"), "名录库.csv › A1"),
        (Place(file="计划.yaml", line=3, column=5), "计划.yaml 第3行第5列"),
        (Place(file="名录库.csv", line=3), "名录库.csv 第3行"),
    ],
)
def test_places(place: Place, text: str) -> None:
    """ "Findings name file, sheet and cell"; a plan's line and column count from 1."""
    assert locate(place) == text


def test_an_error_tells_all_its_findings() -> None:
    """`str()` of an error gives what the command line prints."""
    problem = BadInput(
        error("plan-blank", Place(file="计划.yaml", line=1, column=2)),
        warning("registry-blank-cell", Place(file="甲.xlsx", sheet="乙", cell="C3"), column="名称"),
        note("plan-gb18030"),
    )
    assert str(problem).splitlines() == [
        "计划.yaml 第1行第2列：这里不能留空，请填写。",
        "甲.xlsx › 乙 › C3：“名称”是空的，请补上。",
        TEXTS["plan-gb18030"],
    ]


INTRODUCTION = """\
# Findings

Every finding of `ssj` has a stable code, which `--json` prints, and a Chinese text, which people read. The
words in braces are filled in from the finding. `python tests/test_messages.py` writes this page from
`src/shuangsuiji/messages/`; a test compares them.

| code | text |
| --- | --- |
"""


def findings_page() -> str:
    """docs/findings.md as it should be."""
    rows = []
    for code, text in TEXTS.items():
        shown = text.replace("{{", "{").replace("}}", "}").replace("|", "\\|")
        rows.append(f"| `{code}` | {shown} |\n")
    return INTRODUCTION + "".join(rows)


def test_the_list_of_findings_is_complete() -> None:
    """ "codes are stable and listed in docs": run `python tests/test_messages.py` where this fails."""
    assert LIST.read_text("utf-8") == findings_page()


if __name__ == "__main__":
    LIST.write_text(findings_page(), "utf-8", newline="\n")
