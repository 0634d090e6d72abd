"""The best pairs for given scores: checks the question, solves it and proves the answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.pairing.instance import Instance, Ints, Pairs
    from nastavnik_sheets.pairing.search import Network

MOST_ROUNDS = 8  # of adding rows of a large table before all of them are taken


@dataclass(frozen=True)
class Solution:
    """A proven optimum, with what prices and offers need so that nothing is solved twice."""

    instance: Instance
    chosen: Ints  # by mentee, the row that pairs him, -1 if none
    potentials: tuple[Ints, ...]  # the proof
    likely: Ints | None = None  # the rows that matter most in a large table

    @cached_property
    def network(self) -> Network:
        """The moves this solution leaves open, sorted for searching."""
        from nastavnik_sheets.pairing.search import network_of

        return network_of(self)

    @cached_property
    def pairs(self) -> dict[str, str]:
        """The answer: mentor by mentee, locked pairs included, sorted by code."""
        instance = self.instance
        rows = self.chosen[self.chosen >= 0]
        found = {
            instance.mentees[i]: instance.mentors[j]
            for i, j in zip(instance.mentee[rows].tolist(), instance.mentor[rows].tolist(), strict=True)
        }
        return dict(sorted((found | instance.locked).items(), key=lambda pair: str(pair[0])))


def assign(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[str, str]:
    """Return the mentor of every mentee that can have one: {mentee: mentor}.

    candidates  rows (mentee, mentor, score), score ≥ 0 points, in any order; of several rows about the
                same two people the best score counts; a pair that is not a row is never made
    capacity    places by mentor; 0 is allowed, people without rows may be there too
    locked      pairs that stay: they take a place, are in the answer and need no row; as pairs or a mapping
    previous    pairs agreed before; each has `inertia` points more in the total, nothing else: the bonus
                never costs anyone his pair, and thresholds look at the score without it
    thresholds  points; empty: only the number of pairs and the total count

    Of all assignments the answer has the most pairs; of these the fewest pairs below the lowest
    threshold, then below the next; of these the largest total of scores and bonuses; of these the most
    previous pairs. Locked pairs are given, so they are not counted. Ties that remain are settled by the
    codes: the answer depends on the set of rows alone, not on their order.

    Scores with up to six decimals (and below a thousand) are summed exactly; others are rounded first to
    a step of at most the largest score / 2**29.

    Raises ValueError when the question makes no sense: a mentor without capacity, a negative or broken
    capacity or score, a mentee locked to two mentors, more locked pairs than places, an empty code.
    """
    return solve(candidates, capacity, locked=locked, previous=previous, thresholds=thresholds, inertia=inertia).pairs


def solve(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> Solution:
    """Solve as `assign` does and keep the proof, for `prices_of`, `extra_places_of` and `offers_of`."""
    from nastavnik_sheets.pairing.instance import read_instance

    return solution_of(
        read_instance(
            candidates,
            capacity,
            locked=locked,
            previous=previous,
            thresholds=thresholds,
            inertia=inertia,
        )
    )


def solution_of(instance: Instance) -> Solution:
    """Solve with floats and prove with whole numbers; where the proof fails, try without ties, then exactly."""
    from nastavnik_sheets.pairing.residual import potentials_of, residual_of
    from nastavnik_sheets.pairing.solver import chosen_rows, likely_rows

    likely = likely_rows(instance)
    found = _solution_of_table(instance, likely) if likely is not None else None
    if found is not None:
        return found
    for attempt in (chosen_rows, partial(chosen_rows, tie_bits=0), _exact_rows):
        chosen = attempt(instance)
        potentials = potentials_of(residual_of(instance, chosen))
        if potentials is not None:
            return Solution(instance, chosen, potentials, likely)
    raise ArithmeticError("the oracle's own answer is not an optimum")


def _solution_of_table(instance: Instance, rows: Ints) -> Solution | None:
    """Solve a large table by a few of its rows: all others have to agree with the proof, or join in."""
    import numpy as np

    from nastavnik_sheets.pairing.residual import UNREACHED, compare_rows, potentials_of, residual_of
    from nastavnik_sheets.pairing.solver import chosen_rows

    for _ in range(MOST_ROUNDS):
        chosen = chosen_rows(instance, rows=rows)
        potentials = potentials_of(residual_of(instance, chosen, rows=rows))
        if potentials is None or (potentials[0] == UNREACHED).any():
            return None
        nothing = [np.zeros_like(least) for least in potentials]
        better = np.flatnonzero(compare_rows(instance, chosen, potentials, nothing) < 0)
        if not better.size:
            return Solution(instance, chosen, potentials, rows)
        rows = np.union1d(rows, better)
    return None


def _exact_rows(instance: Instance) -> Ints:
    """Ask the oracle, which has whole numbers of any size."""
    import numpy as np

    from nastavnik_sheets.pairing.oracle import best_seating

    worths = [0] * len(instance.mentee)
    unit = 1
    for lane in reversed(instance.lanes[1:]):
        worths = [worth - cost * unit for worth, cost in zip(worths, lane.tolist(), strict=True)]
        unit *= 2 * (int(abs(lane).max(initial=0)) + 1) * (len(instance.mentees) + 1)
    seating = best_seating(
        {
            (instance.mentees[i], instance.mentors[j]): unit + worth
            for i, j, worth in zip(instance.mentee.tolist(), instance.mentor.tolist(), worths, strict=True)
        },
        dict(zip(instance.mentors, instance.places.tolist(), strict=True)),
    )
    rows = instance.rows_of(seating.mate.items())
    chosen = np.full(len(instance.mentees), -1, dtype=np.int64)
    chosen[instance.mentee[rows]] = rows
    return chosen
