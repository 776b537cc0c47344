"""Who is drawn: every rule of docs/algorithm.md, section 5, on tickets that are set by hand."""

from __future__ import annotations

from typing import Any

import pytest
from small_tables import Rig, drawn, files, stratum, task, thing


def lists(value: Any, name: str = "drawn") -> list[list[int]]:
    """One list of each stratum of draw.json."""
    return [row[name] for row in value["strata"]]


def test_smallest_ticket_first_equal_ones_by_number(rig: Rig) -> None:
    rig.stream(1, 7, 2**63 + 5, 3, 7, 0)
    (row,) = drawn(files([thing(1)] * 5, strata=[stratum(2)]))["strata"]
    assert (row["drawn"], row["alternates"]) == ([5, 3], [1, 4, 2])
    assert (row["cut_off"], row["shortage"]) == (f"{3:016x}", 0)


def test_what_may_not_be_drawn_is_a_member_and_passed_over(rig: Rig) -> None:
    (row,) = drawn(files([thing(1, state=0), thing(1), thing(1, state=2), thing(1, state=3)]))["strata"]
    assert (row["members"], row["available"], row["drawn"]) == (4, 3, [2, 3, 4])
    assert (row["shortage"], row["alternates"]) == (1, [])


def test_a_stratum_of_none_has_no_alternates(rig: Rig) -> None:
    (row,) = drawn(files([thing(1)] * 3, strata=[stratum(0)]))["strata"]
    assert (row["drawn"], row["alternates"], row["cut_off"], row["shortage"]) == ([], [], None, 0)


def test_alternates_go_by_the_number_of_their_own_stratum(rig: Rig) -> None:
    value = drawn(files([thing(1), thing(1), thing(2), thing(2)], strata=[stratum(0), stratum(1)]))
    assert (lists(value), lists(value, "alternates")) == ([[], [3]], [[], [4]])


def test_one_ticket_for_all_tasks(rig: Rig) -> None:
    """The same order in each stratum, whatever else its members are drawn for."""
    rig.stream(1, 40, 30, 20, 10)
    value = drawn(
        files(
            [thing(1, 2), thing(1, 2), thing(2), thing(1)],
            tasks=[task(), task()],
            strata=[stratum(2), stratum(2, task=2)],
        )
    )
    assert lists(value) == [[4, 2], [3, 2]]
    assert lists(value, "alternates") == [[1], [1]]


@pytest.mark.parametrize(("n", "size", "listed"), [(2, 130, 100), (110, 250, 110), (3, 50, 47)])
def test_so_many_alternates_are_listed(n: int, size: int, listed: int, rig: Rig) -> None:
    """The first max(n, 100); the others follow from the tickets."""
    (row,) = drawn(files([thing(1)] * size, strata=[stratum(n)]))["strata"]
    assert row["alternates"] == list(range(n + 1, n + 1 + listed))


# Clusters.


def test_clusters_are_the_same_for_all_tasks(rig: Rig) -> None:
    """Of clusters 1, 2, 3 with the words 30, 10, 20, the one task draws 2 and 3, the other 3 of 1 and 3."""
    rig.stream(5, 30, 10, 20)
    strata = [
        *[stratum(1, cluster=c) for c in (1, 2, 3)],
        *[stratum(1, task=2, cluster=c) for c in (1, 3)],
        stratum(1, task=2),
    ]
    value = drawn(
        files(
            [thing(1, 4), thing(2), thing(3, 5), thing(6), thing(1)],
            tasks=[task(clusters=2), task(clusters=1)],
            strata=strata,
        )
    )
    assert value["clusters"] == [[1, [2, 3]], [2, [3]]]
    assert lists(value) == [[], [2], [3], [], [3], [4]]
    void = value["strata"][0]
    assert (void["members"], void["available"]) == (2, 2)
    assert (void["alternates"], void["shortage"], void["cut_off"]) == ([], 0, None)


def test_more_clusters_than_there_are(rig: Rig) -> None:
    """All are drawn; a task without a first stage is not listed and has no void strata."""
    rig.stream(5, 20, 10, 10)
    value = drawn(
        files(
            [thing(1, 4), thing(2), thing(3)],
            tasks=[task(clusters=9), task()],
            strata=[*[stratum(1, cluster=c) for c in (1, 2, 3)], stratum(1, task=2, cluster=7)],
        )
    )
    assert value["clusters"] == [[1, [2, 3, 1]]]
    assert lists(value) == [[1], [2], [3], [1]]


# Caps for one entity.


def test_the_cap_of_a_task(rig: Rig) -> None:
    """Whoever is passed over stays an alternate, in ticket order; entity 0 is never capped."""
    objects = [thing(1, entity=4), thing(1, entity=4), thing(1), thing(1), thing(1, entity=5)]
    (row,) = drawn(files(objects, tasks=[task(entity=1)], strata=[stratum(3)]))["strata"]
    assert (row["drawn"], row["alternates"], row["shortage"]) == ([1, 3, 4], [2, 5], 0)


def test_the_cap_of_a_task_holds_over_its_strata_and_for_it_alone(rig: Rig) -> None:
    """Task 1 has strata 1 and 2, task 2 stratum 3; object 2 is passed over in the one, drawn in the other."""
    objects = [thing(1, entity=4), thing(2, 3, entity=4), thing(2), thing(3, entity=4)]
    value = drawn(
        files(
            objects,
            tasks=[task(entity=1), task(entity=2)],
            strata=[stratum(1), stratum(1), stratum(5, task=2)],
        )
    )
    assert lists(value) == [[1], [3], [2, 4]]
    assert lists(value, "alternates") == [[], [2], []]
    assert lists(value, "shortage") == [0, 0, 3]


def test_one_task_with_a_cap_beside_one_without(rig: Rig) -> None:
    objects = [thing(1, 2, entity=4), thing(1, 2, entity=4), thing(1, 2)]
    value = drawn(files(objects, tasks=[task(entity=1), task()], strata=[stratum(2), stratum(2, task=2)]))
    assert lists(value) == [[1, 3], [1, 2]]


def test_what_may_not_be_drawn_is_passed_over_under_a_cap(rig: Rig) -> None:
    objects = [thing(1, state=0, entity=4), thing(1, entity=4), thing(1)]
    value = drawn(files(objects, tasks=[task(entity=1)], strata=[stratum(2)]))
    assert (lists(value), lists(value, "alternates")) == ([[2, 3]], [[]])


def test_the_cap_of_the_batch_counts_each_object_once(rig: Rig) -> None:
    """Object 1 is drawn twice and counts once, so that object 2 may come; object 3 is the third."""
    objects = [thing(1, 2, entity=4), thing(1, entity=4), thing(1, 2, entity=4), thing(2)]
    value = drawn(files(objects, tasks=[task(), task()], strata=[stratum(3), stratum(3, task=2)], entity=2))
    assert lists(value) == [[1, 2], [1, 4]]
    assert lists(value, "alternates") == [[3], [3]]


def test_who_found_all_strata_full_does_not_count_for_the_cap(rig: Rig) -> None:
    objects = [thing(1), thing(1, entity=4), thing(2, entity=4)]
    value = drawn(files(objects, tasks=[task(), task()], strata=[stratum(1), stratum(1, task=2)], entity=1))
    assert lists(value) == [[1], [3]]


def test_a_cap_looks_at_void_strata_as_at_full_ones(rig: Rig) -> None:
    rig.stream(5, 20, 10)
    objects = [thing(1, entity=4), thing(2, entity=4)]
    strata = [stratum(1, cluster=1), stratum(1, cluster=2)]
    assert lists(drawn(files(objects, tasks=[task(clusters=1)], strata=strata, entity=1))) == [[], [2]]


# The top-up.


def test_the_top_up_by_states(rig: Rig) -> None:
    """Drawn are 1 (counts already), 2 and 3: 5 - 2 = 3 are wanted. 4 has visits owed, 6 is not added."""
    objects = [
        thing(1, state=3),
        thing(1, state=2),
        thing(1),
        thing(1, owed=1),
        thing(1),
        thing(1, state=2),
        thing(1, state=3),
        thing(1, state=0),
        thing(1),
    ]
    assert drawn(files(objects, strata=[stratum(3)], floor=5))["floor"] == {
        "wanted": 3,
        "added": [5, 9],
        "short": 1,
        "alternates": [],
    }


@pytest.mark.parametrize(
    ("floor", "wanted", "added", "alternates"),
    [(0, 0, [], [4, 3, 2]), (1, 0, [], [4, 3, 2]), (2, 1, [4], [3, 2]), (4, 3, [4, 3, 2], [])],
)
def test_the_top_up_goes_by_tickets(
    floor: int, wanted: int, added: list[int], alternates: list[int], rig: Rig
) -> None:
    rig.stream(1, 10, 40, 30, 20)
    value = drawn(files([thing(1)] * 4, strata=[stratum(1)], floor=floor))["floor"]
    assert value == {"wanted": wanted, "added": added, "short": 0, "alternates": alternates}


def test_no_floor_no_top_up(rig: Rig) -> None:
    assert drawn(files([thing(1)] * 4, strata=[stratum(1)]))["floor"] is None


def test_the_top_up_keeps_the_cap_of_the_batch_alone(rig: Rig) -> None:
    """2 of the batch: object 1 is drawn, 2 added, 3 left out; the cap of the task is not asked."""
    objects = [thing(1, entity=4), thing(1, entity=4), thing(1, entity=4), thing(1), thing(1)]
    value = drawn(
        files(objects, tasks=[task(entity=1)], strata=[stratum(1)], entity=2, floor=3),
    )["floor"]
    assert value == {"wanted": 2, "added": [2, 4], "short": 0, "alternates": [3, 5]}


@pytest.mark.parametrize(("cap", "added", "left"), [(1, [2, 5, 6, 7], [3, 4]), (2, [2, 3, 5, 6, 7], [4])])
def test_the_top_up_counts_whom_it_adds(cap: int, added: list[int], left: list[int], rig: Rig) -> None:
    """Of entity 4 nobody was drawn; entity 0 is never capped."""
    objects = [thing(1), *[thing(1, entity=4)] * 3, *[thing(1)] * 3]
    value = drawn(files(objects, strata=[stratum(1)], entity=cap, floor=7))["floor"]
    assert value == {"wanted": 6, "added": added, "short": 6 - len(added), "alternates": left}


def test_who_counts_already_is_seen_by_their_own_state(rig: Rig) -> None:
    rig.stream(1, 20, 10)
    value = drawn(files([thing(1), thing(1, state=3)], strata=[stratum(1)], floor=1))
    assert lists(value) == [[2]]
    assert value["floor"] == {"wanted": 1, "added": [1], "short": 0, "alternates": []}


def test_so_many_alternates_of_the_top_up_are_listed(rig: Rig) -> None:
    few = drawn(files([thing(1)] * 150, strata=[stratum(1)], floor=3))["floor"]
    assert few["alternates"] == list(range(4, 104))
    many = drawn(files([thing(1)] * 300, strata=[stratum(1)], floor=131))["floor"]
    assert many["alternates"] == list(range(132, 262))


def test_nothing_to_draw_from(rig: Rig) -> None:
    value = drawn(files([], strata=[stratum(2)], floor=1))
    assert value["strata"][0]["shortage"] == 2 and value["visits"] == []
    assert value["floor"] == {"wanted": 1, "added": [], "short": 1, "alternates": []}
