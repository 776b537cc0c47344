"""Drafts for publication: of a plan, and of an archive (LZ-10, LZ-11, LZ-13, XT-2).

1. What is to be published is read: the plan with its registries, or a standing draw with its results.
2. What may not be published yet, or is not complete, is said.
3. The draft is filled in, masked, from the office's own template or the shipped one.
4. It is written into 公示稿; a draft that is there already stays.

A draft is no publication: the ledger has no line of it. What was published when stands with the results.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shuangsuiji.core.beijing import beijing_day
from shuangsuiji.core.brief import Brief
from shuangsuiji.core.findings import Finding, Place, error, note, warning
from shuangsuiji.core.publicity import Masks, list_is_public, masks_of
from shuangsuiji.core.records.chances import chance_statement
from shuangsuiji.core.results.due_dates import dues
from shuangsuiji.documents.drawing.chances import chance_lines
from shuangsuiji.documents.drawing.drawn_list import DRAWN_LIST, drawn_list
from shuangsuiji.documents.official import masks_for
from shuangsuiji.documents.papers import PAPERS as CATALOGUE
from shuangsuiji.documents.papers import papers
from shuangsuiji.documents.planning.plan_forms import LEADING_GROUP, WORK_GUIDE, leading_group, work_guide
from shuangsuiji.documents.planning.plan_notice import PLAN_NOTICE, plan_notice
from shuangsuiji.documents.registries.public_registries import (
    ITEM_LIST,
    PEOPLE_REGISTER,
    blank_items,
    item_list,
    people_register,
)
from shuangsuiji.documents.results.follow_up_letters import REMINDERS, TRANSFERS, reminders, transfer_letters
from shuangsuiji.documents.results.publication_approval import PUBLICATION_APPROVAL, publication_approval
from shuangsuiji.documents.results.result_letters import RESULT_LETTERS, result_letters
from shuangsuiji.documents.results.results_notice import (
    IRREGULAR_LIST,
    RESULTS_NOTICE,
    irregular_list,
    irregular_results,
    results_notice,
)
from shuangsuiji.errors import BadInput, BadUsage
from shuangsuiji.files.archive import PAPERS, SOURCES, read_archive
from shuangsuiji.files.current_papers import (
    APPROVALS,
    DRAFTS,
    FOLLOW_UP,
    INTERNAL,
    SERVED,
    place_draft,
    read_state,
)
from shuangsuiji.files.drafts import write_draft
from shuangsuiji.files.holidays import calendar_beside
from shuangsuiji.files.plan_files import plan_files
from shuangsuiji.files.templates_folder import templates_among, templates_of
from shuangsuiji.workflows.check import prepare
from shuangsuiji.workflows.current_papers import list_drafts
from shuangsuiji.workflows.environment import FilePath, time_of
from shuangsuiji.workflows.load import Loaded, load_file
from shuangsuiji.workflows.publishing.order_of_draw import order_findings
from shuangsuiji.workflows.publishing.private_data import (
    allowed_of,
    cells_of_draw,
    cells_of_plan,
    refuse_private,
    said_by_office,
    secrets_of,
)
from shuangsuiji.workflows.standing_draws import StandingDraw, read_standing

VERIFY, SAMPLE = "verify", "sample"


@dataclass(frozen=True, kw_only=True, repr=False)
class DraftReport(Brief):
    """Where the draft lies, whether it was written now, whether an older one is beside it, what to know.

    public: whether it is made public; other papers are served, or stay in the office.
    """

    path: Path
    written: bool
    beside: bool
    findings: tuple[Finding, ...]
    public: bool = True


Made = tuple[str, bytes, list[Finding]]
"""The name of a draft, its bytes, and the findings on it."""


@dataclass(frozen=True, slots=True)
class DraftKind:
    """One kind of publication.

    Attributes:
        names: in Chinese, on the command line; the first is the one that messages use.
        folder: where the draft lies, inside 文书 or beside the plan; what is not published lies elsewhere.
        of_plan: makes the draft beside a plan.
        of_archive: makes the draft among the papers of an archive; True where the list may be published.
    """

    names: tuple[str, ...]
    folder: str = DRAFTS
    of_plan: Callable[[Path, Loaded, datetime], Made] | None = None
    of_archive: Callable[[StandingDraw, datetime, bool], Made] | None = None


def publication_kind(text: str) -> str:
    """The kind of publication that a word means; see `KINDS`.

    Args:
        text: the word, in either language.

    Raises:
        BadUsage: no such kind.
    """
    for kind, publication in KINDS.items():
        if text == kind or text in publication.names:
            return kind
    known = "、".join(publication.names[0] for publication in KINDS.values())
    raise BadUsage(error("publish-unknown-kind", name=text, known=known))


def publish_draft(
    place: FilePath,
    kind: str,
    *,
    embargo_over: bool = False,
    out: FilePath | None = None,
    now: datetime | None = None,
) -> DraftReport:
    """Writes one draft for publication: beside a plan, or into the papers of an archive.

    Args:
        place: a plan file, or the folder of an archive.
        kind: one of `KINDS` but 复核包 and 抽验, in either language.
        embargo_over: the drawn list may be published, whatever the plan's 名单公布 says.
        out: the folder to write into instead; nothing else is touched.
        now: the time of the draft; its day is the day of the paper; see `environment.time_of`.

    Raises:
        BadInput: the plan has errors, the draw does not stand, there is nothing to publish, or the draft
            shows a telephone or identity number.
        BadUsage: no such kind, or not of this path.
        FileTrouble: something cannot be read or written.
    """
    kind, path, time = publication_kind(kind), Path(place), time_of(now)
    publication = KINDS[kind]
    if path.is_dir():
        if publication.of_archive is None:
            raise BadUsage(error("publish-wants-plan", kind=publication.names[0]))
        draw = read_standing(path)
        name, data, findings = publication.of_archive(draw, time, embargo_over)
        if publication.folder == DRAFTS:
            archive = read_archive(draw.archive)
            own = templates_of(archive)
            findings += refuse_private(
                name,
                data,
                lambda: cells_of_draw(draw.dossier, archive.part(SOURCES)),
                secrets=masks_for(draw.dossier).secrets,
                allowed=allowed_of(draw.dossier, own),
            )
        if out is None:
            before = read_state(draw.archive / PAPERS).drafts
            target, written = _placed(draw, f"{publication.folder}/{name}", data)
            findings += list_drafts(read_archive(draw.archive), draw.dossier, before)
        else:
            target, written = write_draft(Path(out), name, data)
    else:
        if publication.of_plan is None:
            raise BadUsage(error("publish-wants-archive", kind=publication.names[0]))
        loaded = load_file(plan_files(path), beijing_day(time))
        name, data, findings = publication.of_plan(path, loaded, time)
        own = templates_among(loaded.sources)
        if publication.folder == DRAFTS:
            findings += refuse_private(
                name,
                data,
                lambda: cells_of_plan(loaded),
                secrets=secrets_of(loaded),
                allowed=said_by_office(loaded.plan, own),
            )
        if out is None:
            target, written = place_draft(path.parent / publication.folder, name, data, None)
        else:
            target, written = write_draft(Path(out), name, data)
    beside = target.name != name
    public = publication.folder == DRAFTS
    return DraftReport(path=target, written=written, beside=beside, findings=tuple(findings), public=public)


def _placed(draw: StandingDraw, name: str, data: bytes) -> tuple[Path, bool]:
    """A draft of an archive in its place inside 文书; see `place_draft`."""
    templates = _templates(draw)
    with_draw = [paper for paper in CATALOGUE if paper.of_draw and f"{paper.folder}/{paper.file}" == name]
    drawn = papers(read_archive(draw.archive).dossier(), templates, with_draw).get(name)
    return place_draft(draw.archive / PAPERS, name, data, drawn)


def _masks(loaded: Loaded) -> Masks:
    return masks_of(loaded.plan, secrets_of(loaded))


def _plan(path: Path, loaded: Loaded, now: datetime) -> Made:
    ready = prepare(path, loaded, [], loaded.plan.batches_in_order[0].name)
    chances = chance_lines(chance_statement(ready.snapshot))
    data = plan_notice(ready.snapshot.pool, _masks(loaded), now, templates_among(loaded.sources), chances)
    return PLAN_NOTICE.file, data, list(ready.findings)


def _items(path: Path, loaded: Loaded, now: datetime) -> Made:
    table, masks = loaded.registries.items.table, _masks(loaded)
    data = item_list(loaded.plan, table, masks, now, templates_among(loaded.sources))
    return ITEM_LIST.file, data, list(blank_items(table, masks))


def _inspectors(path: Path, loaded: Loaded, now: datetime) -> Made:
    templates = templates_among(loaded.sources)
    data = people_register(loaded.plan, loaded.registries, _masks(loaded), now, templates)
    return PEOPLE_REGISTER.file, data, []


def _list(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    released = embargo_over or list_is_public(draw.plan, beijing_day(now))
    data = drawn_list(draw.dossier, _templates(draw), beijing_day(now) if released else None)
    when = draw.plan.publication.list_published
    findings = [] if released else [warning("publish-list-internal", when=when)]
    return DRAWN_LIST.file, data, [*findings, *order_findings(read_archive(draw.archive))]


def _results(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    findings = _missing(draw)
    return RESULTS_NOTICE.file, results_notice(draw.dossier, now, _templates(draw)), findings


def _missing(draw: StandingDraw) -> list[Finding]:
    """The visits whose results are not complete, as a warning.

    Raises:
        BadInput: none are.
    """
    missing = [visit.visit["name"] for visit in draw.inspections if not visit.complete]
    if len(missing) == len(draw.inspections):
        raise BadInput(error("publish-no-results", Place(file=draw.archive.name)))
    if not missing:
        return []
    names = "、".join(missing[:5]) + ("等" if len(missing) > 5 else "")
    return [warning("publish-results-missing", count=len(missing), names=names)]


def _irregular(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    if not irregular_results(draw.dossier):
        raise BadInput(error("publish-none-irregular", Place(file=draw.archive.name)))
    return IRREGULAR_LIST.file, irregular_list(draw.dossier, now, _templates(draw)), []


def _letters(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    findings = _missing(draw)
    return RESULT_LETTERS.file, result_letters(draw.dossier, _templates(draw)), findings


def _approval(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    return PUBLICATION_APPROVAL.file, publication_approval(draw.dossier, _templates(draw)), []


def _transfers(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    data = transfer_letters(draw.dossier, _templates(draw))
    if data is None:
        raise BadInput(error("publish-none-transferred", Place(file=draw.archive.name)))
    return TRANSFERS.file, data, []


def _reminders(draw: StandingDraw, now: datetime, embargo_over: bool) -> Made:
    calendar, findings = calendar_beside(draw.archive.parent)
    day = beijing_day(now)
    found = dues([(draw.archive.name, draw.dossier)], calendar, day)
    data = reminders(draw.dossier, found, day, _templates(draw))
    if data is None:
        raise BadInput(error("publish-nothing-late", Place(file=draw.archive.name), day=day.isoformat()))
    return REMINDERS.file, data, list(findings)


def _guide(path: Path, loaded: Loaded, now: datetime) -> Made:
    data = work_guide(loaded.plan, loaded.registries.items.table, now, templates_among(loaded.sources))
    return WORK_GUIDE.file, data, []


def _leaders(path: Path, loaded: Loaded, now: datetime) -> Made:
    data = leading_group(loaded.plan, now, templates_among(loaded.sources))
    return LEADING_GROUP.file, data, [note("publish-template")]


def _templates(draw: StandingDraw) -> dict[str, bytes]:
    return templates_of(read_archive(draw.archive))


KINDS = {
    "plan": DraftKind(("计划", "抽查计划", "年度计划"), of_plan=_plan),
    "items": DraftKind(("清单", "事项", "事项清单"), of_plan=_items),
    "inspectors": DraftKind(("人员", "名录", "检查人员", "人员名录"), of_plan=_inspectors),
    "list": DraftKind(("名单", "抽查名单", "对象名单"), of_archive=_list),
    "results": DraftKind(("结果", "抽查结果"), of_archive=_results),
    "irregular": DraftKind(("不规范名单", "不规范"), of_archive=_irregular),
    "letters": DraftKind(("告知", "结果告知", "告知书"), folder=SERVED, of_archive=_letters),
    "approval": DraftKind(("审批单", "公示审批单", "审批"), folder=APPROVALS, of_archive=_approval),
    "transfers": DraftKind(("移送函", "移送", "案件移送函"), folder=FOLLOW_UP, of_archive=_transfers),
    "reminders": DraftKind(("督办单", "督办"), folder=FOLLOW_UP, of_archive=_reminders),
    "guide": DraftKind(("指引", "工作指引"), folder=INTERNAL, of_plan=_guide),
    "leaders": DraftKind(("领导小组", "领导小组名单"), folder=INTERNAL, of_plan=_leaders),
    VERIFY: DraftKind(("复核包", "复核", "公开复核包")),
    SAMPLE: DraftKind(("抽验", "抽验表")),
}
"""What can be published by its English name; `package` and `sealed_sample` make what is of no draft here."""
