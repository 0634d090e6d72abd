"""Large tables are solved by a few likely rows; pairs, prices and proof are those of the whole question."""

from __future__ import annotations

import random

import numpy as np
import pytest

from nastavnik_sheets.pairing import certify, extra_places, offers_of, prices, prices_of, search, solve
from nastavnik_sheets.pairing.assign import solution_of
from nastavnik_sheets.pairing.instance import Instance, instance_of_table
from nastavnik_sheets.pairing.price import extra_places_of
from nastavnik_sheets.pairing.solver import likely_rows

Rows = list[tuple[str, str, float]]


def table(kind: str, *, mentees: int = 150, mentors: int = 80, seed: int = 1) -> tuple[Rows, dict[str, int]]:
    """Everybody may work with everybody, but for a few; places are short, even or plenty."""
    pick = random.Random(seed)
    scores, rooms = kind.split()
    fame = [pick.random() ** 3 for _ in range(mentors)]
    score = {
        "varied": lambda _: pick.randint(0, 1000) / 10,
        "tied": lambda _: 5.0 * pick.randint(2, 6),
        "equal": lambda _: 30.0,
        "famous": lambda j: round(60 * fame[j] + 10 * pick.random(), 1),
    }[scores]
    places = {"short": (1, 2), "even": (1, 2, 3), "plenty": (3, 4)}[rooms]
    rows = [(f"У-{i:03}", f"Н-{j:03}", score(j)) for i in range(mentees) for j in range(mentors) if pick.random() < 0.9]
    return rows, {f"Н-{j:03}": pick.choice(places) for j in range(mentors)}


def as_table(rows: Rows, capacity: dict[str, int], **conditions: object) -> Instance:
    mentees, mentors = sorted({row[0] for row in rows}), sorted(capacity)
    points = np.zeros((len(mentees), len(mentors)))
    allowed = points > 0
    for mentee, mentor, score in rows:
        place = mentees.index(mentee), mentors.index(mentor)
        points[place], allowed[place] = score, True
    return instance_of_table(mentees, mentors, points, allowed, capacity, **conditions)  # type: ignore[arg-type]


KINDS = [
    f"{scores} {rooms}" for scores in ("varied", "tied", "equal", "famous") for rooms in ("short", "even", "plenty")
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_table_solved_by_its_likely_rows_is_solved_for_all_of_them(kind: str) -> None:
    rows, capacity = table(kind)
    previous = [row[:2] for row in rows[::97]]
    instance = as_table(rows, capacity, previous=previous)
    likely = likely_rows(instance)
    assert likely is not None
    assert len(likely) < len(rows)
    certificate = certify(solution_of(instance).pairs, rows, capacity, previous=previous)
    assert certificate.faults == ()
    assert certificate.optimal


@pytest.mark.parametrize("kind", KINDS)
def test_prices_in_a_table_are_what_solving_anew_costs(kind: str) -> None:
    rows, capacity = table(kind)
    solution = solution_of(as_table(rows, capacity))
    offered = offers_of(solution)
    found = prices_of(solution, offered)
    score = {row[:2]: row[2] for row in rows}
    best = solution.pairs
    for mentee, mentor in random.Random(2).sample(sorted(found), 8):
        other = solve(rows, capacity, locked=[(mentee, mentor)]).pairs
        price = found[mentee, mentor]
        assert set(price.unpaired) <= set(best)
        assert len(price.unpaired) >= len(best) - len(other) + (mentee not in best)
        lost = sum(score[pair] for pair in best.items()) - sum(score[pair] for pair in other.items())
        assert price.points == pytest.approx(lost)
        spared = [row for row in rows if row[0] not in price.unpaired]
        assert len(solve(spared, capacity, locked=[(mentee, mentor)]).pairs) == len(other), "the rest keep places"


@pytest.mark.parametrize("kind", KINDS)
def test_costs_too_large_for_floats_are_searched_in_whole_numbers(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, capacity = table(kind)
    in_floats = offers_of(solution_of(as_table(rows, capacity)))
    some = {mentee: in_floats[mentee] for mentee in list(in_floats)[::10]}
    quick = prices(rows, capacity, some)
    monkeypatch.setattr(search, "EXACT_IN_FLOATS", 0)
    exact = prices(rows, capacity, some)
    assert [(p.points, len(p.unpaired), p.below) for p in exact.values()] == [
        (p.points, len(p.unpaired), p.below) for p in quick.values()
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_extra_places_in_a_table_are_those_of_the_rows(kind: str) -> None:
    rows, capacity = table(kind, mentees=90, mentors=70)
    of_table = extra_places_of(solution_of(as_table(rows, capacity)))
    of_rows = extra_places(rows, capacity)
    assert {m: (e.points, len(e.paired), e.below) for m, e in of_table.items()} == {
        m: (e.points, len(e.paired), e.below) for m, e in of_rows.items()
    }
