"""Offers: a real choice for everyone, and no place promised to a crowd."""

import random
from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pairing_cases import Problem, problems, school

from nastavnik_sheets.pairing import assign, offers


@given(problems(most_mentees=8, most_mentors=6), st.integers(1, 5))
@settings(max_examples=150, deadline=None)
def test_everyone_is_offered_his_own_place_first_and_as_many_candidates_as_there_are(
    problem: Problem, count: int
) -> None:
    fixed = dict(problem.locked)
    taken = Counter(fixed.values())
    optimum = assign(problem.candidates, problem.capacity, **problem.conditions)
    offered = offers(problem.candidates, problem.capacity, count=count, **problem.conditions)
    assert offered.keys() == {mentee for mentee, _ in problem.scores} | fixed.keys()
    for mentee, mentors in offered.items():
        if mentee in fixed:
            assert mentors == (fixed[mentee],)
            continue
        possible = {
            mentor for who, mentor in problem.scores if who == mentee and problem.capacity[mentor] > taken[mentor]
        }
        assert possible.issuperset(mentors)
        assert len(mentors) == len(set(mentors)) == min(count, len(possible))
        if mentee in optimum:
            assert mentors[0] == optimum[mentee]


@given(problems(most_mentees=8, most_mentors=6), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_offers_do_not_depend_on_the_order_of_rows(problem: Problem, rng: random.Random) -> None:
    offered = offers(problem.candidates, problem.capacity, **problem.conditions)
    rng.shuffle(problem.candidates)
    assert offers(problem.candidates, problem.capacity, **problem.conditions) == offered


def test_with_places_held_nobody_who_can_have_a_mentor_is_left_without() -> None:
    problem = school(600, seed=2)
    optimum = assign(problem.candidates, problem.capacity)
    offered = offers(problem.candidates, problem.capacity)
    for seed in range(5):
        chosen = choose_freely(offered, problem.capacity, held=optimum, seed=seed)
        assert len(chosen) == len(optimum)


def test_no_queue_is_much_longer_than_the_places() -> None:
    problem = school(600, seed=2)

    def longest(offered: dict[str, Sequence[str]]) -> float:
        queue = Counter(mentor for mentors in offered.values() for mentor in mentors)
        return max(length / problem.capacity[mentor] for mentor, length in queue.items())

    assert longest(best_scores(problem)) > 15
    assert longest(offers(problem.candidates, problem.capacity)) <= 5


def test_a_mentee_is_offered_at_least_one_mentor() -> None:
    with pytest.raises(ValueError, match="at least one mentor"):
        offers([("а", "x", 5)], {"x": 1}, count=0)


def choose_freely(
    offered: dict[str, tuple[str, ...]], capacity: dict[str, int], *, held: dict[str, str], seed: int
) -> dict[str, str]:
    """Everyone in random order takes whom he likes; a place held for someone else is not free."""
    rng = random.Random(seed)
    places = Counter(capacity)
    places.subtract(held.values())
    chosen = {}
    for mentee in rng.sample(sorted(offered), k=len(offered)):
        places[held.get(mentee, "")] += 1
        free = [mentor for mentor in offered[mentee] if places[mentor] > 0]
        if free:
            chosen[mentee] = rng.choice(free)
            places[chosen[mentee]] -= 1
    return chosen


def best_scores(problem: Problem) -> dict[str, list[str]]:
    best: dict[str, list[str]] = {}
    for mentee, mentor, _ in sorted(problem.candidates, key=lambda row: -row[2]):
        best.setdefault(mentee, []).append(mentor)
    return {mentee: mentors[:3] for mentee, mentors in best.items()}
