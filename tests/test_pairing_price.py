"""Prices are what re-solving says: the optimum less the optimum with the choice made."""

import random

import pytest
from hypothesis import given, settings
from pairing_cases import Problem, problems, school

from nastavnik_sheets.pairing import ExtraPlace, Price, assign, extra_places, prices


def all_offers(problem: Problem) -> dict[str, list[str]]:
    fixed = dict(problem.locked)
    left = {
        mentor: places - sum(mentor == other for other in fixed.values()) for mentor, places in problem.capacity.items()
    }
    offered: dict[str, list[str]] = {}
    for mentee, mentor in sorted(problem.scores):
        if mentee not in fixed and left[mentor]:
            offered.setdefault(mentee, []).append(mentor)
    return offered


@given(problems())
@settings(max_examples=150, deadline=None)
def test_every_price_is_the_difference_of_two_optima_found_by_trying_everything(problem: Problem) -> None:
    optimum = assign(problem.candidates, problem.capacity, **problem.conditions)
    assignments = list(problem.assignments())
    found = prices(problem.candidates, problem.capacity, all_offers(problem), **problem.conditions)
    for (mentee, mentor), price in found.items():
        forced = [pairs for pairs in assignments if pairs.get(mentee) == mentor]
        most = max(map(problem.worth, forced))
        best = [pairs for pairs in forced if problem.worth(pairs) == most]
        assert price.points == pytest.approx(float(problem.total(optimum) - problem.total(best[0])), abs=1e-9)
        assert price.below == tuple(
            now - before for now, before in zip(problem.below(best[0]), problem.below(optimum), strict=True)
        )
        losers = [tuple(sorted(optimum.keys() - pairs.keys())) for pairs in best]
        assert price.unpaired in losers
        assert len(price.unpaired) == min(map(len, losers)), "nobody is named without need"


@given(problems())
@settings(max_examples=100, deadline=None)
def test_one_more_place_brings_what_re_solving_with_it_brings(problem: Problem) -> None:
    optimum = assign(problem.candidates, problem.capacity, **problem.conditions)
    found = extra_places(problem.candidates, problem.capacity, **problem.conditions)
    assert found.keys() >= {mentor for mentors in all_offers(problem).values() for mentor in mentors}
    for mentor, extra in found.items():
        more = problem.capacity | {mentor: problem.capacity[mentor] + 1}
        larger = assign(problem.candidates, more, **problem.conditions)
        assert extra.points == pytest.approx(float(problem.total(larger) - problem.total(optimum)), abs=1e-9)
        assert len(extra.paired) == len(larger) - len(optimum)
        assert optimum.keys().isdisjoint(extra.paired)
        assert extra.below == tuple(
            before - now for now, before in zip(problem.below(larger), problem.below(optimum), strict=True)
        )


@pytest.mark.parametrize("score_step", [5, 0.1])
def test_prices_in_a_school_of_five_hundred_agree_with_re_solving(score_step: float) -> None:
    problem = school(500, seed=11, score_step=score_step)
    problem.previous = [row[:2] for row in problem.candidates[::9]]
    optimum = assign(problem.candidates, problem.capacity, **problem.conditions)
    found = prices(problem.candidates, problem.capacity, all_offers(problem), **problem.conditions)
    for pair in random.Random(1).sample(sorted(found), k=60):
        forced = assign(problem.candidates, problem.capacity, locked=[pair], previous=problem.previous)
        price = found[pair]
        assert price.points == pytest.approx(float(problem.total(optimum) - problem.total(forced)), abs=1e-9)
        newly_paired = pair[0] not in optimum
        assert len(price.unpaired) >= len(optimum) - len(forced) + newly_paired
        spared = [row for row in problem.candidates if row[0] not in price.unpaired]
        without = assign(spared, problem.capacity, locked=[pair], previous=problem.previous)
        assert problem.worth(without) == problem.worth(forced), "those named can be left out at no further loss"


def test_a_price_names_who_would_be_left_without_a_mentor() -> None:
    rows = [("Аня", "Новик", 60), ("Аня", "Орлова", 80), ("Боря", "Орлова", 70)]
    places = {"Новик": 1, "Орлова": 1}
    assert prices(rows, places, {"Аня": ["Новик", "Орлова"]}) == {
        ("Аня", "Новик"): Price(points=0, unpaired=(), below=(0, 0)),
        ("Аня", "Орлова"): Price(points=50, unpaired=("Боря",), below=(0, 0)),
    }


def test_a_price_counts_pairs_that_become_poor_even_when_points_are_gained() -> None:
    rows = [("Аня", "Новик", 25), ("Аня", "Орлова", 100), ("Боря", "Орлова", 20), ("Боря", "Новик", 19)]
    price = prices(rows, {"Новик": 1, "Орлова": 1}, {"Аня": ["Орлова"]})["Аня", "Орлова"]
    assert price == Price(points=25 + 20 - 100 - 19, unpaired=(), below=(1, -1))


def test_an_extra_place_tells_whom_it_would_pair() -> None:
    rows = [("Аня", "Новик", 60), ("Аня", "Орлова", 80), ("Боря", "Орлова", 75), ("Вова", "Новик", 50)]
    assert extra_places(rows, {"Новик": 1, "Орлова": 1, "Попов": 1}) == {
        "Новик": ExtraPlace(points=50, paired=("Вова",), below=(0, 0)),
        "Орлова": ExtraPlace(points=20 + 50, paired=("Вова",), below=(0, 0)),
    }


def test_a_locked_offer_costs_nothing_and_others_of_that_mentee_are_refused() -> None:
    rows = [("Аня", "Новик", 60), ("Аня", "Орлова", 80)]
    places = {"Новик": 1, "Орлова": 1}
    assert prices(rows, places, {"Аня": ["Новик"]}, locked=[("Аня", "Новик")], thresholds=()) == {
        ("Аня", "Новик"): Price()
    }
    with pytest.raises(ValueError, match="not a candidate"):
        prices(rows, places, {"Аня": ["Орлова"]}, locked=[("Аня", "Новик")])


def test_an_offer_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="'Попов' is not a candidate of 'Аня'"):
        prices([("Аня", "Новик", 60)], {"Новик": 1, "Попов": 1}, {"Аня": ["Попов"]})
    with pytest.raises(ValueError, match="mentor 'Новик' has no place for 'Аня'"):
        prices([("Аня", "Новик", 60)], {"Новик": 0}, {"Аня": ["Новик"]})
