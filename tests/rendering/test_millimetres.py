"""Every Word paper in millimetres: four presets, after the draw, a substitution and a cancellation.

Each check is tried on a document that is wrong in that one thing: whoever switches a check off, fails a test.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

import measure
import pytest
from measure import CHECKS, OFFICE, TEXT, Check, Print, printed, seals

import shuangsuiji
from documents.small_dossier import PLAN, dossier
from shuangsuiji.documents.drawing.notices import NOTICES, notices
from shuangsuiji.documents.drawing.record_sheets import record_sheets
from shuangsuiji.documents.drawing.substitution_record import SUBSTITUTION_RECORD
from shuangsuiji.documents.evaluation.report_content import REPORT
from shuangsuiji.documents.official import masks_for
from shuangsuiji.documents.planning.plan_notice import plan_notice
from shuangsuiji.documents.results.result_letters import RESULT_LETTERS
from shuangsuiji.documents.templates.filling import fill, shipped
from shuangsuiji.documents.templates.forms import PaperFrame, sample
from tools.templates.layout import Layout
from tools.templates.word import OFFICIAL, Cell, Page, Paging, row

FONTS = (
    shutil.which("fc-list")
    and subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
)
pytestmark = pytest.mark.skipif(
    not (OFFICE and TEXT and FONTS), reason="no LibreOffice, no pdftotext or no Chinese font on this machine"
)
NOW = datetime.fromisoformat("2024-05-21T09:00:00+08:00")
BUREAUS = ["市场监督管理局", "卫生健康委员会", "公安局", "财政局"]
SENTENCE = "抽取前将名录库统一编号后封存抽取规则和随机种子公开任何人都可以重新计算核对"


def _page(**changes: float | bool) -> Page:
    sides = {name: getattr(OFFICIAL, name) for name in ("top", "bottom", "left", "right", "footer", "grid")}
    return Page(**{**sides, **changes})  # type: ignore[arg-type]


def _body(page: Layout, count: int = 6) -> Layout:
    for _ in range(count):
        page.paragraph(SENTENCE * 2 + "。")
    return page


def _wrong_margins() -> Layout:
    return _body(Layout(_page(top=20, bottom=52)))


def _wrong_area() -> Layout:
    page = _body(Layout())
    widths = [5200, 5200]
    page.rows([row([Cell(text=SENTENCE), Cell(text=SENTENCE)], widths)], widths)
    return page


def _wrong_number() -> Layout:
    return _body(Layout(paging=Paging.OF_ALL))


def _small_type() -> Layout:
    page = Layout()
    page.paragraph(SENTENCE * 9, "文书顶格")
    return page


def _wrong_signature() -> Layout:
    page = _body(Layout())
    page.paragraph("试点县医疗保障局", "署名", new_page=True)
    page.paragraph("试点县公安局", "署名")
    page.paragraph("2024年5月21日", "署名")
    return page


def _wrong_last_line() -> Layout:
    page = Layout()
    page.paragraph((SENTENCE * 3)[:54] + "二字")
    page.paragraph(SENTENCE)
    return page


def _wrong_beginning() -> Layout:
    page = _body(Layout())
    page.paragraph(SENTENCE[:20] + "\n）" + SENTENCE[:8])
    return page


WRONG: Mapping[Check, Callable[[], Layout]] = {
    measure.margins: _wrong_margins,
    measure.type_area: _wrong_area,
    measure.page_numbers: _wrong_number,
    measure.lines_on_a_page: _small_type,
    measure.characters_on_a_line: _small_type,
    measure.signature_in_company: _wrong_signature,
    measure.last_lines: _wrong_last_line,
    measure.beginnings_of_lines: _wrong_beginning,
}


def _plan(bodies: int) -> dict[str, object]:
    """A joint plan of so many bureaus; two of them send four inspectors each."""
    partners = [f"试点县{name}" for name in BUREAUS[: bodies - 1]]
    team = [{"department": name, "size": "4"} for name in ("试点县医疗保障局", *partners[:1])]
    tasks = [PLAN["tasks"][0]] if bodies > 1 else [{**PLAN["tasks"][0], "items": ["YB-01"]}]
    return {"partners": partners, "team": team, "tasks": tasks, "must_inspect": []}


def _bodies(count: int) -> list[str]:
    return ["试点县医疗保障局", *(f"试点县{name}" for name in BUREAUS[: count - 1])]


def _papers() -> dict[str, bytes]:
    """Documents that are wrong in one thing each, and letters and notices of one to five bureaus."""
    made = {f"wrong-{check.__name__}": make().data() for check, make in WRONG.items()}
    for count in range(1, 6):
        found = dossier(plan=_plan(count), size=6)
        made[f"letter-{count}"] = plan_notice(found.pool, masks_for(found), NOW)
        made[f"notice-{count}"] = notices(found)
    made["sheets"] = record_sheets(found)
    return made | _of_every_length()


def _of_every_length() -> dict[str, bytes]:
    """Records, notices and reports that end at every height of a page."""
    lengths = {
        SUBSTITUTION_RECORD: ("检查组变动", range(12, 25)),
        NOTICES: ("检查事项", range(8, 13)),
        RESULT_LETTERS: ("结果", range(18, 24)),
        REPORT: ("改进事项", range(5, 12)),
    }
    made = {}
    for form, (name, counts) in lengths.items():
        for count in counts:
            words = sample(form.slots, 1) | {"署名机关": _bodies(1), "成文日期": "2024年5月21日"}
            words |= {"撤回的申请": [], "回避经过": []}
            words["盖章排"] = [{"左": "", "中": "", "右": _bodies(1)[0], "末排": True}]
            holder = next((entry[0] for entry in words.values() if _has(entry, name)), words)
            entry = SENTENCE if isinstance(holder[name][0], str) else holder[name][0]
            holder[name] = [entry] * count
            made[f"length-{form.file}-{count}"] = fill(
                shipped(form.file), words, PaperFrame(title=form.file, created=NOW)
            )
    return made


def _has(entries: object, name: str) -> bool:
    return isinstance(entries, list) and bool(entries) and isinstance(entries[0], dict) and name in entries[0]


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Print]:
    return printed(_papers(), tmp_path_factory.mktemp("millimetres"))


def faults(paper: Print) -> list[str]:
    return [f"{paper.name}: {check.__name__}: {fault}" for check in CHECKS for fault in check(paper)]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_each_check_finds_what_it_is_for(check: Check, prints: Mapping[str, Print]) -> None:
    assert list(check(prints[f"wrong-{check.__name__}"]))


def test_letters_and_forms_keep_to_the_standard(prints: Mapping[str, Print]) -> None:
    right = [paper for name, paper in prints.items() if not name.startswith(("wrong-", "length-"))]
    assert [fault for paper in right for fault in faults(paper)] == []


def test_no_paper_of_any_length_is_signed_on_a_page_of_its_own(prints: Mapping[str, Print]) -> None:
    papers = [paper for name, paper in prints.items() if name.startswith("length-")]
    assert len({len(paper.leaves) for paper in papers}) > 1
    assert [
        f"{paper.name}: {fault}" for paper in papers for fault in measure.signature_in_company(paper)
    ] == []


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("kind", ["letter", "notice"])
def test_every_bureau_can_seal(kind: str, count: int, prints: Mapping[str, Print]) -> None:
    """Circles of 42 mm that neither touch nor cross; of a notice, none over the cut line or the receipt."""
    paper, bodies = prints[f"{kind}-{count}"], _bodies(count)
    signed = [leaf for leaf in paper.leaves if _is_signed(leaf, bodies[-1])]
    assert signed and not [fault for leaf in signed[:3] for fault in seals(paper, leaf, bodies)]


def test_names_one_under_another_cannot_be_sealed(prints: Mapping[str, Print]) -> None:
    paper = prints["wrong-signature_in_company"]
    leaf = next(leaf for leaf in paper.leaves if _is_signed(leaf, "试点县公安局"))
    assert list(seals(paper, leaf, ["试点县医疗保障局", "试点县公安局"]))


def _is_signed(leaf: measure.Leaf, body: str) -> bool:
    """Whether a page has a body's name on a line of its own, a day under it."""
    names = [line for line in leaf.lines if line.text == body]
    return any(measure.day_under(leaf.lines, name) for name in names)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_notice_of_eight_people_holds_on_a_page(count: int, prints: Mapping[str, Print]) -> None:
    """Practice: one to three bureaus; four need a second row of seals."""
    found = dossier(plan=_plan(count), size=6)
    assert len(prints[f"notice-{count}"].leaves) == len(found.draw["visits"])


def test_a_record_sheet_holds_on_a_page(prints: Mapping[str, Print]) -> None:
    """Practice, with eight people; it has no number of pages of its own."""
    leaves = prints["sheets"].leaves
    assert all(any(line.text.endswith("检查情况记录表") for line in leaf.lines) for leaf in leaves)
    assert not any("共" in line.text and "页" in line.text for leaf in leaves for line in leaf.lines)


PRESETS = {"舞钢": "2024-05-06", "秦皇岛": "2023-04-06", "兰州": "2021-05-06", "邢台": "2022-05-06"}


@pytest.mark.soak
@pytest.mark.parametrize("preset", PRESETS)
def test_every_paper_of_a_year(preset: str, tmp_path: Path) -> None:
    """After the draw, a substitution and a cancellation; tables of eight rows not on five pages: practice."""
    now = datetime.fromisoformat(f"{PRESETS[preset]}T09:00:00+08:00")
    folder = tmp_path / "某局"
    shuangsuiji.init(folder, preset=preset, now=now)
    plan = next((folder / "plans").glob("*.yaml"))
    papers: dict[str, bytes] = {}
    for kind in ("计划", "清单", "人员"):
        report = shuangsuiji.publish_draft(plan, kind, now=now)
        papers[f"plan-{report.path.stem}"] = report.path.read_bytes()
    drawn = shuangsuiji.draw(plan, seed=SEED if preset == "舞钢" else None, now=now)
    visit = drawn.dossier.draw["visits"][0]
    papers |= _documents("first", drawn.archive)
    person = visit["team"][0]["person"]
    shuangsuiji.substitute(drawn.archive, visits=[visit["id"]], recuse=[person], reason="亲属任职", now=now)
    papers |= _documents("substituted", drawn.archive)
    shuangsuiji.cancel(drawn.archive, reason="名录库有误", now=now)
    papers |= _documents("cancelled", drawn.archive)
    made = printed(papers, tmp_path)
    assert [fault for paper in made.values() for fault in faults(paper)] == []


def _documents(when: str, archive: Path) -> dict[str, bytes]:
    """The Word papers of an archive; of the teams' the first alone, for they repeat notices and sheets."""
    files = sorted((archive / "文书").rglob("*.docx"))
    teams = [file for file in files if file.parent.name == "检查组文书"]
    return {
        f"{when}-{index}-{file.stem}": file.read_bytes()
        for index, file in enumerate(files)
        if "旧稿" not in file.parts and (file not in teams or file == teams[0])
    }


SEED = " ".join(f"{number:02d}" for number in (*range(1, 20), 33, *range(1, 7), 16))
"""20 numbers of 快乐8, then 6 red ones and a blue one of 双色球."""
