"""What the parts of one plan say about each other, each finding at the part it is about.

Every check yields (path, finding code, values); the path leads through the English keys, so that the
loader can name line and column.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shuangsuiji.core.canonical import norm, norm_id
from shuangsuiji.core.findings import Level
from shuangsuiji.core.lookalikes import is_foreign, named, plain, shape_of
from shuangsuiji.core.plans.parts import Path, PlanModel
from shuangsuiji.core.plans.plan import Items, Plan, entity_columns
from shuangsuiji.core.plans.seed_form import DICE, DRAND, HEX, LOTTERIES, lottery_issue
from shuangsuiji.core.plans.values import month_index
from shuangsuiji.core.private_numbers import private_numbers
from shuangsuiji.core.publicity import LIST_TIMES, list_time
from shuangsuiji.core.seeds.seed import WEAK_BITS, strength


class PlanProblem(NamedTuple):
    """A check's result: where in the plan, and the finding to make of it."""

    path: Path
    level: Level
    code: str
    values: dict[str, str | int]
    at_key: bool = False
    """The key at the end of the path is wrong, not its value."""


def plan_problems(plan: Plan) -> list[PlanProblem]:
    """Everything that `CHECKS` finds, in the order of that list."""
    return [problem for check in CHECKS for problem in check(plan)]


def _error(path: Path, code: str, **values: str | int) -> PlanProblem:
    return PlanProblem(path, Level.ERROR, code, values)


def _key_error(path: Path, code: str, **values: str | int) -> PlanProblem:
    return PlanProblem(path, Level.ERROR, code, values, at_key=True)


def _warning(path: Path, code: str, **values: str | int) -> PlanProblem:
    return PlanProblem(path, Level.WARNING, code, values)


def something_to_do(plan: Plan) -> Iterator[PlanProblem]:
    """A plan has tasks or must-inspect rules."""
    if not plan.tasks and not plan.must_inspect:
        yield _error((), "plan-nothing-to-do")


MOST_GROUPS, MOST_PEOPLE, MOST_TIMES, MOST_FILES = 9_999, 999, 366, 200


def numbers_can_be_meant(plan: Plan) -> Iterator[PlanProblem]:
    """No number is so large that it can only be a slip of the keyboard, and nobody would see an end of it."""
    numbers: list[tuple[Path, int, int]] = [
        (("team", index, "size"), line.size, MOST_PEOPLE) for index, line in enumerate(plan.team)
    ]
    numbers += [
        (("must_inspect", index, "times"), rule.times, MOST_TIMES)
        for index, rule in enumerate(plan.must_inspect)
    ]
    if plan.groups is not None and plan.groups.count is not None:
        numbers.append((("groups", "count"), plan.groups.count, MOST_GROUPS))
    numbers.append((("publication", "workdays"), plan.publication.workdays, MOST_TIMES))
    for path, number, most in numbers:
        if number > most:
            yield _error(path, "plan-count-too-large", value=number, most=most)
    for key, files in plan.registries or ():
        if len(files or ()) > MOST_FILES:
            yield _error(("registries", key), "plan-too-many-files", count=len(files), most=MOST_FILES)


def names_as_they_look(plan: Plan) -> Iterator[PlanProblem]:
    """No name of the plan holds what nobody sees, or a letter that looks like another.

    Two plan numbers that look the same would be two series of draws, with one name on every paper (LAW-4).
    """
    named_parts: list[tuple[Path, str | None]] = [
        (("number",), plan.number),
        (("name",), plan.name),
        (("initiator",), plan.initiator),
        *((("partners", index), name) for index, name in enumerate(plan.partners)),
        *((("batches", index, "name"), batch.name) for index, batch in enumerate(plan.batches)),
        *((("tasks", index, "number"), task.number) for index, task in enumerate(plan.tasks)),
        *((("tasks", index, "name"), task.name) for index, task in enumerate(plan.tasks)),
        *((("must_inspect", index, "name"), rule.name) for index, rule in enumerate(plan.must_inspect)),
    ]
    for path, name in named_parts:
        yield from name_as_it_looks(name or "", path)


def name_as_it_looks(name: str, path: Path) -> Iterator[PlanProblem]:
    """What is wrong with one name of a plan, by what it looks like."""
    if is_foreign(name):
        yield _error(path, "plan-name-lookalike", name=named(name))


def text_without_numbers(text: str, path: Path) -> Iterator[PlanProblem]:
    """What is wrong with a text of a plan that holds a private number."""
    if found := private_numbers(text):
        yield _error(path, "plan-name-private", kind=found[0].kind, number=found[0].masked)


_NOT_PRINTED = frozenset({"number", "contact", "seed", "registries", "templates"})
"""Fields that hold numbers of another kind, what the office itself makes public, and paths."""


def no_private_numbers(plan: Plan) -> Iterator[PlanProblem]:
    """What a plan says stands on public papers: no text of it holds a private number (LZ-10)."""
    for path, text in _texts(plan, ()):
        if not text.startswith(f"{plan.name}任务"):  # a name that was left out, told with that of the plan
            yield from text_without_numbers(text, path)


def _texts(part: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every text inside a part of a plan, with its path."""
    if isinstance(part, str):
        yield path, part
    elif isinstance(part, PlanModel):
        for name in type(part).model_fields:
            if name not in _NOT_PRINTED:
                yield from _texts(getattr(part, name), (*path, name))
    elif isinstance(part, Mapping):
        for key, value in part.items():
            yield from _texts(value, (*path, key))
    elif isinstance(part, tuple):
        for index, value in enumerate(part):
            yield from _texts(value, (*path, index))


_SENTENCE_END = re.compile("[。！？!?]")
_ASSURANCE = re.compile("无误|属实|经复核|经核对|经公证|经见证|没有挑选|未经挑选|没有改动")
"""Words in which papers speak of the draw itself."""
_OF_SENTENCES = frozenset({"grounds", "object_words", "note"})
"""Fields in which an office may write whole sentences."""
MOST_OF_A_NAME = 120


def no_sentences_of_ours(plan: Plan) -> Iterator[PlanProblem]:
    """No text of a plan goes on, on paper, as if the program had said it: a name is no sentence (LAW-4)."""
    for path, text in (*_texts(plan, ()), *_texts(plan.seed, ("seed",)), *_texts(plan.contact, ("contact",))):
        parts = [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]
        is_name = not _OF_SENTENCES & set(map(str, path))
        if is_name and len(parts) > 1:
            yield _error(path, "plan-name-goes-on", text=parts[1])
        elif is_name and len(text) > MOST_OF_A_NAME:
            yield _error(path, "plan-name-long", length=len(text), most=MOST_OF_A_NAME)
        elif told := next((part for part in parts if _ASSURANCE.search(part)), None):
            yield _warning(path, "plan-text-assures", text=told)


def names_once(plan: Plan) -> Iterator[PlanProblem]:
    """Batches, tasks and must-inspect rules are told apart by their names."""
    kinds: list[tuple[str, str, str, Sequence[str]]] = [
        ("batches", "name", "plan-batch-twice", [batch.name for batch in plan.batches]),
        ("tasks", "number", "plan-task-twice", [task.number or "" for task in plan.tasks]),
        ("must_inspect", "name", "plan-must-inspect-twice", [rule.name for rule in plan.must_inspect]),
        ("result_codes", "code", "plan-code-twice", [str(rule.code) for rule in plan.result_codes or ()]),
        ("result_codes", "text", "plan-code-twice", [rule.text for rule in plan.result_codes or ()]),
    ]
    for key, field, code, names in kinds:
        seen: set[str] = set()
        shapes: set[str] = set()
        for index, name in enumerate(names):
            own = norm_id(plain(name))  # the ledger keeps numbers of tasks in this form
            shape = shape_of(name)
            if own in seen or (field == "name" and shape in shapes):
                yield _error((key, index, field), code, name=name)
            seen.add(own)
            shapes.add(shape)
    called: dict[str, str | None] = {}
    for index, task in enumerate(plan.tasks):
        name = norm(task.name or "")
        if name and called.setdefault(name, task.number) != task.number:
            yield _warning(("tasks", index, "name"), "plan-task-name-twice", name=task.name or "")


def batches_in_the_year(plan: Plan) -> Iterator[PlanProblem]:
    """Batches lie in the plan's year and do not overlap (WG-1)."""
    for index, batch in enumerate(plan.batches):
        for field, month in (("start", batch.start), ("end", batch.end)):
            if int(month[:4]) != plan.year:
                yield _error(("batches", index, field), "plan-batch-year", name=batch.name, year=plan.year)
                break
    for before, after in itertools.pairwise(plan.batches_in_order):
        if month_index(after.start) <= month_index(before.end):
            index = plan.batches.index(after)
            yield _error(
                ("batches", index, "start"), "plan-batches-overlap", first=before.name, second=after.name
            )


def notices_numbered_once(plan: Plan) -> Iterator[PlanProblem]:
    """Each batch of several has a 起号 of its own, or its notices have no printed number."""
    numbers = plan.notice_numbers
    if numbers is None:
        return
    batches = {norm(batch.name) for batch in plan.batches}
    known = "、".join(batch.name for batch in plan.batches)
    seen: dict[int, str] = {}
    for name, first in numbers.starts:
        if not name and len(batches) > 1:
            yield _error(("notice_numbers", "starts"), "plan-notice-start", count=len(batches))
        elif name and norm(name) not in batches:
            path: Path = ("notice_numbers", "starts", name)
            yield _key_error(path, "plan-unknown-batch", name=name, known=known)
        elif first in seen:
            path = ("notice_numbers", "starts", name)
            yield _error(path, "plan-notice-start-twice", first=seen[first], second=name)
        seen[first] = name


def known_batches_and_tasks(plan: Plan) -> Iterator[PlanProblem]:
    """A task names batches of the plan, a line of the team names tasks of the plan."""
    batches = {norm(batch.name) for batch in plan.batches}
    numbers = {norm(task.number or "") for task in plan.tasks}
    known_batches = "、".join(batch.name for batch in plan.batches)
    known_tasks = "、".join(task.number or "" for task in plan.tasks)
    for index, task in enumerate(plan.tasks):
        for position, name in enumerate(task.batches or ()):
            if norm(name) not in batches:
                path: Path = ("tasks", index, "batches", position)
                yield _error(path, "plan-unknown-batch", name=name, known=known_batches)
    for index, line in enumerate(plan.team):
        for position, number in enumerate(line.tasks or ()):
            if norm(number) not in numbers:
                path = ("team", index, "tasks", position)
                yield _error(path, "plan-unknown-task", name=number, known=known_tasks)


def partners_are_others(plan: Plan) -> Iterator[PlanProblem]:
    """No alias makes a joint department the leading one, or two of them one: whose people count?"""
    parts: list[tuple[Path, str, Sequence[str]]] = [((), plan.initiator, plan.partners)]
    parts += [
        (("tasks", index), task.initiator or plan.initiator, task.partners or ())
        for index, task in enumerate(plan.tasks)
    ]
    for path, initiator, partners in parts:
        known = {plan.department(initiator): initiator}
        for index, name in enumerate(partners):
            other = known.setdefault(plan.department(name), name)
            if norm(other) != norm(name):
                yield _error((*path, "partners", index), "plan-alias-folds", name=name, other=other)


def known_departments(plan: Plan) -> Iterator[PlanProblem]:
    """Departments of items and of team lines belong to the plan (WG-4, QHD-4)."""
    known = {plan.department(name) for name in plan.departments}
    names = "、".join(plan.departments)

    def unknown(path: Path, items: Items) -> Iterator[PlanProblem]:
        for department in items:
            if department and plan.department(department) not in known:
                at = (*path, department)
                yield _key_error(at, "plan-unknown-department", name=department, known=names)

    for index, task in enumerate(plan.tasks):
        yield from unknown(("tasks", index, "items"), task.items)
    for index, rule in enumerate(plan.must_inspect):
        yield from unknown(("must_inspect", index, "items"), rule.items)
    for index, line in enumerate(plan.team):
        if line.department and plan.department(line.department) not in known:
            path: Path = ("team", index, "department")
            yield _error(path, "plan-unknown-department", name=line.department, known=names)


def seats_per_visit(plan: Plan) -> Iterator[PlanProblem]:
    """A visit has at least 2 certified seats (LZ-3, WG-5), each department with items at least 2 (LAW-2)."""
    seats: dict[str, int] = {}
    for line in plan.team:
        if line.department:
            department = plan.department(line.department)
            seats[department] = seats.get(department, 0) + line.size
    if sum(seats.values()) < 2:
        yield _error(("team",), "plan-team-too-small", seats=sum(seats.values()))
        return
    alone = [name for name in plan.departments if seats.get(plan.department(name)) == 1]
    if alone:  # none at all is told by core.rules.checks.partners_have_seats
        yield _warning(("team",), "plan-department-seats", names="、".join(alone))


def district_rules_agree(plan: Plan) -> Iterator[PlanProblem]:
    """按辖区 asks for the object's own district, 本辖区 forbids it: one plan cannot want both."""
    if "本辖区" in plan.recusal_rules:
        for index, line in enumerate(plan.team):
            if line.by_district:
                yield _error(("team", index, "by_district"), "plan-district-both")


def groups_can_be_meant(plan: Plan) -> Iterator[PlanProblem]:
    """Fixed groups stand before the objects are known, so that no district can be matched (分组抽取).

    Seats outside the groups are filled once the objects are known; without groups nothing is outside them,
    and with nothing inside them there are none.
    """
    outside = [index for index, line in enumerate(plan.team) if line.outside_groups]
    if plan.groups is None:
        for index in outside:
            yield _key_error(("team", index, "outside_groups"), "plan-outside-no-groups")
        return
    if len(outside) == len(plan.team):
        yield _error(("team",), "plan-outside-all")
    for index, line in enumerate(plan.team):
        if line.by_district and not line.outside_groups:
            yield _error(("team", index, "by_district"), "plan-groups-district")


def leaders_are_officials(plan: Plan) -> Iterator[PlanProblem]:
    """A team is led by somebody with a certificate; experts assist (LAW-2)."""
    for index, line in enumerate(plan.team):
        if line.expert is None:
            continue
        if line.leader:
            yield _warning(("team", index, "leader"), "plan-leader-expert", name=line.expert)
        for position, part in enumerate(line.at_least_one):
            if part.leader:
                path = ("team", index, "at_least_one", position, "leader")
                yield _warning(path, "plan-leader-expert", name=line.expert)


def entities_by_one_column(plan: Plan) -> Iterator[PlanProblem]:
    """Two columns would make two kinds of entity, whose caps could not be held against each other."""
    named = list(entity_columns(plan))
    for path, column in named[1:]:
        first = named[0][1]
        if norm(column) != norm(first):
            yield _error(path, "plan-entity-columns", first=first, other=column)


def intervals_can_be_meant(plan: Plan) -> Iterator[PlanProblem]:
    """A rule of 几年内不重复 without 对象 is for all that are left; 基数: 可抽 takes out who rests by one."""
    rules = plan.limits.no_repeat or ()
    for index, rule in enumerate(rules[:-1]):
        if rule.where is None:
            yield _error(("limits", "no_repeat", index), "plan-interval-order", order=index + 1)
    if rules and plan.limits.repeat_in_year:
        yield _warning(("limits", "repeat_in_year"), "plan-interval-repeat")
    for index, task in enumerate(plan.tasks):
        rotation = task.draw.rotation
        for rule in rules:
            if rotation is None or rule.where is not None:
                continue
            if 12 * (rule.years or 0) + (rule.months or 0) >= 12 * rotation.years:
                path: Path = ("tasks", index, "draw", "rotation")
                yield _warning(path, "plan-interval-round", length=rule.length, years=rotation.years)
        by_ratio = task.draw.ratio is not None or any(rule.ratio for rule in task.draw.strata or ())
        if task.draw.base == "可抽" and not (rules and by_ratio):
            yield _key_error(("tasks", index, "draw", "base"), "plan-base-unused")


def rounds_have_begun(plan: Plan) -> Iterator[PlanProblem]:
    """The first round of 轮查 does not begin after the plan's year."""
    for index, task in enumerate(plan.tasks):
        rotation = task.draw.rotation
        if rotation is not None and rotation.start > plan.year:
            path = ("tasks", index, "draw", "rotation", "start")
            yield _error(path, "plan-rotation-start", start=rotation.start, year=plan.year)


def stages_cut_across_districts(plan: Plan) -> Iterator[PlanProblem]:
    """A first stage already draws in each of its clusters by itself; 分区 by the same column adds nothing."""
    for index, task in enumerate(plan.tasks):
        stage = task.draw.stage
        if stage and task.district and norm(stage.field) == norm(task.district):
            path = ("tasks", index, "draw", "stage", "field")
            yield _error(path, "plan-stage-district", column=stage.field)


def load_basis_of_balance(plan: Plan) -> Iterator[PlanProblem]:
    """Without balance there is nothing whose basis could be chosen."""
    if plan.load == "自由" and "load_basis" in plan.model_fields_set:
        yield _key_error(("load_basis",), "plan-load-basis-free")


def a_seed_that_convinces(plan: Plan) -> Iterator[PlanProblem]:
    """A seed of less than 20 bits can be searched through: better said before it is drawn (LAW-4)."""
    bits = strength(plan.seed)
    if bits is not None and bits < WEAK_BITS:
        yield _warning(("seed",), "seed-weak", bits=f"{bits:.1f}")


def seeds_of_their_batches(plan: Plan) -> Iterator[PlanProblem]:
    """Each batch waits for an observation of its own, which the plan names by its issue (LAW-4)."""
    batches = {norm(batch.name) for batch in plan.batches}
    known = "、".join(batch.name for batch in plan.batches)
    for index, source in enumerate(plan.seed.sources):
        path: Path = ("seed", "source", index)
        if source.type in (DICE, HEX):
            continue
        field = "round" if source.type == DRAND else "issue"
        numbers = getattr(source, field)
        for name in numbers if isinstance(numbers, dict) else ():
            if norm(name) not in batches:
                yield _key_error((*path, field, name), "plan-unknown-batch", name=name, known=known)
        without = [batch.name for batch in plan.batches if len(source.issues(batch.name)) != 1]
        key = "轮次" if field == "round" else "期号"
        if without:
            yield _warning(path, "seed-no-issue", type=source.type, key=key, batches="、".join(without))
        taken = [number for batch in plan.batches for number in source.issues(batch.name)]
        if len(set(taken)) < len(taken):
            yield _warning(path, "seed-issue-shared", type=source.type, key=key)
    for batch in plan.batches:
        yield from _same_source_twice(plan, batch.name)


def issues_that_can_be(plan: Plan) -> Iterator[PlanProblem]:
    """The issue of a lottery is a year, and a number in it; that of another year is a slip of the keyboard.

    A batch may be drawn with an issue of the year before or after the plan's.
    """
    for index, source in enumerate(plan.seed.sources):
        for issue in source.issues(None) if source.type in LOTTERIES else ():
            known = lottery_issue(issue)
            if known is None or abs(known[0] - plan.year) > 1:
                path = ("seed", "source", index, "issue")
                yield _warning(path, "seed-issue-impossible", type=source.type, issue=issue, year=plan.year)


def _same_source_twice(plan: Plan, batch: str) -> Iterator[PlanProblem]:
    """Two sources that are one observation would count its bits twice."""
    seen: set[tuple[str, tuple[str, ...], str | None]] = set()
    for index, source in enumerate(plan.seed.sources):
        observed = (source.type, source.issues(batch), source.chain)
        if observed in seen and source.type not in (DICE, HEX):
            yield _error(("seed", "source", index), "seed-source-twice", type=source.type, batch=batch)
        seen.add(observed)


def an_issued_plan(plan: Plan) -> Iterator[PlanProblem]:
    """A draw without 文号 stands behind no issued plan, and a name has its pattern (LZ-5, QHD-4)."""
    if plan.document_number is None:
        yield _warning((), "plan-no-document-number")
    pattern = rf"{plan.year}年?.+随机抽查.*[0-9]+"
    if not re.fullmatch(pattern, norm(plan.name or "")):
        yield _warning(("name",), "plan-name-pattern", name=plan.name or "", year=plan.year)


def issued_by_the_end_of_march(plan: Plan) -> Iterator[PlanProblem]:
    """The annual plan is made before the end of March (LZ-5)."""
    if plan.issued is not None and plan.issued > f"{plan.year:04d}-03-31":
        yield _warning(("issued",), "plan-issued-late", day=plan.issued, year=plan.year)


def a_list_with_its_time(plan: Plan) -> Iterator[PlanProblem]:
    """名单公布 says when the drawn list becomes public (LAW-3)."""
    text = plan.publication.list_published
    if list_time(text) is None:
        known = "、".join(LIST_TIMES)
        yield _warning(("publication", "list_published"), "plan-list-time", value=text, known=known)


CHECKS: tuple[Callable[[Plan], Iterator[PlanProblem]], ...] = (
    something_to_do,
    numbers_can_be_meant,
    a_list_with_its_time,
    names_as_they_look,
    no_private_numbers,
    no_sentences_of_ours,
    names_once,
    partners_are_others,
    batches_in_the_year,
    known_batches_and_tasks,
    notices_numbered_once,
    known_departments,
    seats_per_visit,
    district_rules_agree,
    groups_can_be_meant,
    leaders_are_officials,
    entities_by_one_column,
    stages_cut_across_districts,
    intervals_can_be_meant,
    rounds_have_begun,
    load_basis_of_balance,
    a_seed_that_convinces,
    seeds_of_their_batches,
    issues_that_can_be,
    an_issued_plan,
    issued_by_the_end_of_march,
)
