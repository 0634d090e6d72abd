"""`assign` finds the best pairs: judged by trying everything, by a second solver, and by shuffling."""

import random
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairing_cases import Problem, problems, school

from nastavnik_sheets.pairing import assign
from nastavnik_sheets.pairing.oracle import assign_exactly


@given(problems())
@settings(max_examples=300, deadline=None)
def test_no_allowed_assignment_is_better(problem: Problem) -> None:
    pairs = assign(problem.candidates, problem.capacity, **problem.conditions)
    assert problem.is_allowed(pairs)
    assert problem.worth(pairs) == problem.best_worth()


@given(problems())
@settings(max_examples=300, deadline=None)
def test_the_oracle_finds_the_best_too(problem: Problem) -> None:
    pairs = assign_exactly(problem.candidates, problem.capacity, **problem.conditions)
    assert problem.is_allowed(pairs)
    assert problem.worth(pairs) == problem.best_worth()


@given(problems(most_mentees=12, most_mentors=8), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_rows_in_any_order_give_the_same_pairs(problem: Problem, rng: random.Random) -> None:
    def shuffled(rows: list) -> list:
        return rng.sample(rows, k=len(rows))

    pairs = assign(problem.candidates, problem.capacity, **problem.conditions)
    again = assign(
        shuffled(problem.candidates),
        dict(shuffled(list(problem.capacity.items()))),
        locked=shuffled(problem.locked),
        previous=shuffled(problem.previous),
        thresholds=shuffled(list(problem.thresholds)),
    )
    assert list(again.items()) == list(pairs.items())


@pytest.mark.parametrize("score_step", [5, 1, 0.1, 1 / 3])
@pytest.mark.parametrize("thresholds", [(20, 40), (), (10, 20, 30, 40, 50, 60)])
def test_a_school_of_six_hundred_agrees_with_the_oracle(score_step: float, thresholds: tuple) -> None:
    problem = school(600, seed=7, score_step=score_step)
    problem.thresholds = thresholds
    problem.previous = [row[:2] for row in problem.candidates[::9]]
    ours = problem.worth(assign(problem.candidates, problem.capacity, **problem.conditions))
    judge = problem.worth(assign_exactly(problem.candidates, problem.capacity, **problem.conditions))
    if score_step == 1 / 3:  # no decimal is exact: equal to the finest step, ties apart
        assert [float(part) for part in ours[:-1]] == pytest.approx(
            [float(part) for part in judge[:-1]], abs=1e-5, rel=0
        )
    else:
        assert ours == judge


def test_sorting_a_whole_school_changes_no_pair() -> None:
    problem = school(1000, seed=3)
    pairs = assign(problem.candidates, problem.capacity)
    for seed in range(3):
        rows = random.Random(seed).sample(problem.candidates, k=len(problem.candidates))
        assert assign(rows, problem.capacity) == pairs


def test_each_level_of_the_objective_outweighs_all_levels_below_it() -> None:
    rows = [("а", "x", 100), ("а", "y", 0), ("б", "x", 19)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "y", "б": "x"}, "two pairs before a hundred points"
    rows = [("а", "x", 100), ("а", "y", 25), ("б", "x", 20), ("б", "y", 19)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "y", "б": "x"}, "nobody below 20 before 74 points"
    assert assign(rows, {"x": 1, "y": 1}, thresholds=()) == {"а": "x", "б": "y"}


@pytest.mark.parametrize("people", [10, 70, 700])
def test_a_long_chain_of_losses_is_worth_one_more_pair(people: int) -> None:
    """Longer than the floats of the fast solver can weigh up: the proof notices and the oracle answers."""
    comfortable = [(f"У-{k:03}", f"Н-{k:03}", 100) for k in range(people)]
    pushed = [(f"У-{k:03}", f"Н-{k + 1:03}", 0) for k in range(people)]
    newcomer = ("Я", "Н-000", 0)
    places = {f"Н-{k:03}": 1 for k in range(people + 1)}
    pairs = assign([*comfortable, *pushed, newcomer], places)
    assert pairs == {row[0]: row[1] for row in (*pushed, newcomer)}


def test_tenths_are_added_as_written() -> None:
    """In floats 0.1 + 0.2 is more than 0.3; on paper the totals are equal and the previous pair decides."""
    rows = [("а", "x", 0.1), ("б", "y", 0.2), ("а", "y", 0.3), ("б", "x", 0)]
    for previous, expected in (("ax", {"а": "x", "б": "y"}), ("ay", {"а": "y", "б": "x"})):
        agreed = [("а", previous[1])]
        assert assign(rows, {"x": 1, "y": 1}, previous=agreed, inertia=0, thresholds=()) == expected


@pytest.mark.parametrize("gap", [1e-6, 1e-7])
def test_a_tiny_advantage_among_large_scores_is_seen(gap: float) -> None:
    rows = [("а", "x", 99.5 + gap), ("а", "y", 99.5), ("б", "x", 50), ("б", "y", 50)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "x", "б": "y"}
    rows = [("а", "x", 99.5), ("а", "y", 99.5 + gap), ("б", "x", 50), ("б", "y", 50)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "y", "б": "x"}


def test_a_pair_agreed_before_stays_unless_another_is_worth_more_than_the_bonus() -> None:
    rows = [("а", "x", 50), ("а", "y", 53)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "y"}
    assert assign(rows, {"x": 1, "y": 1}, previous=[("а", "x")]) == {"а": "x"}
    assert assign(rows, {"x": 1, "y": 1}, previous=[("а", "x")], inertia=2) == {"а": "y"}


def test_the_bonus_neither_costs_a_pair_nor_hides_a_poor_one() -> None:
    rows = [("а", "x", 50), ("а", "y", 45), ("б", "x", 45)]
    assert assign(rows, {"x": 1, "y": 1}, previous=[("а", "x")], inertia=1000) == {"а": "y", "б": "x"}
    rows = [("а", "x", 19), ("а", "y", 20)]
    assert assign(rows, {"x": 1, "y": 1}, previous=[("а", "x")], inertia=1000) == {"а": "y"}


@given(problems())
@settings(max_examples=100, deadline=None)
def test_previous_pairs_change_neither_the_number_of_pairs_nor_of_poor_ones(problem: Problem) -> None:
    with_bonus = assign(problem.candidates, problem.capacity, **problem.conditions)
    problem.previous = []
    without = assign(problem.candidates, problem.capacity, **problem.conditions)
    assert len(with_bonus) == len(without)
    assert problem.below(with_bonus) == problem.below(without)
    assert problem.total(with_bonus) <= problem.total(without)


def test_when_a_mentor_leaves_hardly_anyone_else_moves() -> None:
    problem = school(1000, seed=5)
    before = assign(problem.candidates, problem.capacity)
    gone = sorted(before.values())[len(before) // 2]
    rows = [row for row in problem.candidates if row[1] != gone]
    after = assign(rows, problem.capacity, previous=before)
    stayed = {mentee: mentor for mentee, mentor in before.items() if mentor != gone}
    assert sum(after.get(mentee) != mentor for mentee, mentor in stayed.items()) <= 6


def test_the_best_of_several_rows_about_the_same_two_counts() -> None:
    rows = [("а", "x", 30), ("а", "x", 60), ("а", "y", 50), ("а", "x", 10)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "x"}


def test_locked_pairs_are_in_the_answer_take_a_place_and_need_no_row() -> None:
    rows = [("а", "x", 90), ("б", "x", 10), ("б", "y", 5)]
    assert assign(rows, {"x": 1, "y": 1}, locked=[("в", "x")]) == {"б": "y", "в": "x"}
    assert assign(rows, {"x": 2, "y": 1}, locked={"а": "y"}) == {"а": "y", "б": "x"}
    assert assign([], {"x": 1}, locked=[("а", "x"), ("а", "x")]) == {"а": "x"}


def test_mentors_without_places_and_people_without_rows_do_no_harm() -> None:
    assert assign([], {}) == {}
    assert assign([("а", "x", 90)], {"x": 0, "y": 5}) == {}
    assert assign(iter([("а", "x", 90)]), {"x": 9}, previous=[("ушёл", "z")]) == {"а": "x"}


def test_one_code_may_be_a_mentee_here_and_a_mentor_there() -> None:
    assert assign([("У-1", "У-2", 5), ("У-2", "У-1", 5)], {"У-1": 1, "У-2": 1}) == {"У-1": "У-2", "У-2": "У-1"}


def test_numbers_may_be_decimals_fractions_or_whole() -> None:
    rows = [("а", "x", Decimal("1.1")), ("а", "y", Fraction(6, 5)), ("б", "y", 3)]
    assert assign(rows, {"x": 1, "y": 1}) == {"а": "x", "б": "y"}


@pytest.mark.parametrize(
    ("rows", "capacity", "locked", "said"),
    [
        ([("а", "x", -1)], {"x": 1}, [], "from 0"),
        ([("а", "x", float("nan"))], {"x": 1}, [], "from 0"),
        ([("а", "x", float("inf"))], {"x": 1}, [], "from 0"),
        ([("а", "x", None)], {"x": 1}, [], "score"),
        ([("а", "x", "50")], {"x": 1}, [], "not text"),
        ([("а", "x")], {"x": 1}, [], "a candidate is a row"),
        ([("а", "x", 5), ("б", "z", 5)], {"x": 1}, [], "no capacity is given for mentor 'z'"),
        ([("", "x", 5)], {"x": 1}, [], "has no code"),
        ([("а", "x", 5), (7, "x", 5)], {"x": 1}, [], "different kinds"),
        ([("а", "x", 5)], {"x": -1}, [], "negative"),
        ([("а", "x", 5)], {"x": 1.5}, [], "not a whole number"),
        ([("а", "x", 5)], {"x": None}, [], "not a whole number"),
        ([], {"x": 1}, [("а", "z")], "no capacity is given for mentor 'z'"),
        ([], {"x": 1}, [("а", "x"), ("б", "x")], "more pairs are locked to mentor 'x'"),
        ([], {"x": 0}, [("а", "x")], "more pairs are locked to mentor 'x'"),
        ([], {"x": 1, "y": 1}, [("а", "x"), ("а", "y")], "locked to more than one mentor"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(rows: list, capacity: dict, locked: list, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        assign(rows, capacity, locked=locked)


@pytest.mark.parametrize("inertia", [-1, float("nan"), float("inf")])
def test_a_broken_bonus_is_refused(inertia: float) -> None:
    with pytest.raises(ValueError, match="inertia"):
        assign([("а", "x", 5)], {"x": 1}, inertia=inertia)


def test_importing_pairing_loads_no_heavy_library() -> None:
    code = "import sys, nastavnik_sheets.pairing; print({'numpy', 'scipy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
