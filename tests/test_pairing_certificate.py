"""The certificate confirms true optima and catches every way an answer can be spoilt."""

import pytest
from hypothesis import given, settings
from pairing_cases import Problem, problems, school

from nastavnik_sheets.pairing import assign, blocking_pairs, certify
from nastavnik_sheets.pairing.oracle import assign_exactly

ROWS = [
    ("Аня", "Новик", 60),
    ("Аня", "Орлова", 80),
    ("Боря", "Орлова", 70),
    ("Боря", "Новик", 35),
    ("Вова", "Новик", 15),
]
PLACES = {"Новик": 2, "Орлова": 1, "Попов": 1}
BEST = {"Аня": "Новик", "Боря": "Орлова", "Вова": "Новик"}


@given(problems())
@settings(max_examples=200, deadline=None)
def test_exactly_the_best_assignments_are_certified(problem: Problem) -> None:
    most = problem.best_worth()
    for pairs in list(problem.assignments())[:40]:
        certificate = certify(pairs, problem.candidates, problem.capacity, **problem.conditions)
        assert certificate.faults == ()
        assert certificate.optimal == (problem.worth(pairs) == most)
        assert certificate.paired == len(pairs)
        assert certificate.total == pytest.approx(float(problem.total(pairs)))
        assert certificate.below == problem.below(pairs)


@pytest.mark.parametrize("solver", [assign, assign_exactly])
def test_both_solvers_are_certified_on_a_whole_school(solver: type) -> None:
    problem = school(600, seed=4)
    problem.previous = [row[:2] for row in problem.candidates[::9]]
    pairs = solver(problem.candidates, problem.capacity, **problem.conditions)
    assert certify(pairs, problem.candidates, problem.capacity, **problem.conditions).optimal


def test_a_good_answer_is_certified_in_words() -> None:
    certificate = certify(BEST, ROWS, PLACES)
    assert certificate.text == ("Пар: 3, сумма баллов: 145. Условия соблюдены, лучшего распределения нет (доказано).")
    assert certificate.below == (1, 1)


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (BEST | {"Вова": "Попов"}, "Пары Вова – Попов нет среди допустимых кандидатов."),
        (BEST | {"Гена": "Попов"}, "Пары Гена – Попов нет среди допустимых кандидатов."),
        (BEST | {"Вова": "Никто"}, "Пары Вова – Никто нет среди допустимых кандидатов."),
        (BEST | {"Боря": "Новик"}, "У наставника Новик наставляемых 3, а мест 2."),
        (BEST | {"Вова": "Никто"}, "У наставника Никто наставляемых 1, а мест 0."),
    ],
)
def test_a_broken_condition_or_limit_is_named(spoilt: dict[str, str], fault: str) -> None:
    certificate = certify(spoilt, ROWS, PLACES)
    assert fault in certificate.faults
    assert fault in certificate.text
    assert not certificate.optimal


@pytest.mark.parametrize("answer", [{}, BEST, BEST | {"Вова": "Попов"}])
def test_a_lost_lock_is_named(answer: dict[str, str]) -> None:
    lock = [("Вова", "Орлова")]
    certificate = certify(answer, ROWS, PLACES, locked=lock)
    assert certificate.faults[0] == "Закреплённой пары Вова – Орлова нет в ответе."
    assert certify(assign(ROWS, PLACES, locked=lock), ROWS, PLACES, locked=lock).optimal


@pytest.mark.parametrize(
    "worse",
    [
        {},
        {"Аня": "Новик", "Боря": "Орлова"},
        {"Аня": "Орлова", "Боря": "Новик", "Вова": "Новик"},
    ],
    ids=["nobody paired", "one pair fewer", "fewer points and a pair below 40 more"],
)
def test_an_answer_that_could_be_better_is_not_called_the_best(worse: dict[str, str]) -> None:
    certificate = certify(worse, ROWS, PLACES)
    assert certificate.faults == ()
    assert not certificate.optimal
    assert "есть распределение лучше" in certificate.text


def test_swapping_any_two_mentors_of_a_school_is_noticed() -> None:
    problem = school(60, seed=9, score_step=1)
    pairs = assign(problem.candidates, problem.capacity)
    most = problem.worth(pairs)
    caught = 0
    for first in sorted(pairs)[::4]:
        for second in sorted(pairs)[1::4]:
            swapped = pairs | {first: pairs[second], second: pairs[first]}
            certificate = certify(swapped, problem.candidates, problem.capacity)
            spoilt = not problem.is_allowed(swapped) or problem.worth(swapped) < most
            assert certificate.optimal != spoilt
            caught += spoilt
    assert caught > 100


def test_a_previous_pair_given_up_for_too_little_is_noticed() -> None:
    rows = [("Аня", "Новик", 50), ("Аня", "Орлова", 53)]
    places = {"Новик": 1, "Орлова": 1}
    agreed = [("Аня", "Новик")]
    assert certify({"Аня": "Новик"}, rows, places, previous=agreed).optimal
    assert not certify({"Аня": "Орлова"}, rows, places, previous=agreed).optimal


def test_those_who_would_both_rather_have_each_other_are_listed() -> None:
    views = [
        ("Аня", "Новик", 50, 50),
        ("Аня", "Орлова", 90, 90),
        ("Боря", "Орлова", 80, 70),
        ("Боря", "Новик", 85, 10),
        ("Вова", "Попов", 1, 1),
    ]
    pairs = {"Аня": "Новик", "Боря": "Орлова"}
    assert blocking_pairs(pairs, views, PLACES | {"Новик": 1}) == [("Аня", "Орлова"), ("Вова", "Попов")]
    stable = {"Аня": "Орлова", "Боря": "Новик", "Вова": "Попов"}
    assert blocking_pairs(stable, views, PLACES | {"Новик": 1}) == []
    assert certify(BEST, ROWS, PLACES).blocking == (("Аня", "Орлова"),)


def test_a_question_that_makes_no_sense_is_refused_as_assign_refuses_it() -> None:
    with pytest.raises(ValueError, match="locked to more than one mentor"):
        certify({}, ROWS, PLACES, locked=[("Аня", "Новик"), ("Аня", "Орлова")])


@given(problems())
@settings(max_examples=150, deadline=None)
def test_the_certificate_names_the_same_blocking_pairs_as_the_plain_definition(problem: Problem) -> None:
    problem.locked = []
    pairs = assign(problem.candidates, problem.capacity, thresholds=problem.thresholds)
    views = [(*pair, float(score), float(score)) for pair, score in problem.scores.items()]
    certificate = certify(pairs, problem.candidates, problem.capacity, thresholds=problem.thresholds)
    assert list(certificate.blocking) == blocking_pairs(pairs, views, problem.capacity)
