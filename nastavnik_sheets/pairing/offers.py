"""Candidates to choose from, such that everyone may really choose: no place is promised to a crowd."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.assign import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Ints, Pairs


def offers(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    count: int = 3,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[str, tuple[str, ...]]:
    """Return up to `count` mentors for every mentee with candidates, his own place in the optimum first.

    The list is made in rounds: each round is the best assignment of mentees to mentors not offered to
    them yet, so a mentor is offered at most `count` times as often as he has places. The first place is
    held for the mentee until he chooses; then nobody can lose it to a quicker one. A mentee for whom the
    optimum has no place gets offers from later rounds: free only if somebody gives his place up. A
    locked mentee is offered his mentor alone. Raises ValueError as `assign` does, and for a count below 1.
    """
    return offers_of(
        solve(candidates, capacity, locked=locked, previous=previous, thresholds=thresholds, inertia=inertia),
        count=count,
    )


def offers_of(solution: Solution, *, count: int = 3) -> dict[str, tuple[str, ...]]:
    """Return the offers for a problem already solved."""
    if count < 1:
        raise ValueError(f"a mentee is offered at least one mentor: {count!r}")
    instance = solution.instance
    listed: dict[str, list[str]] = {mentee: [] for mentee in instance.mentees}
    for rows in _rounds(solution, count):
        for i, j in zip(instance.mentee[rows].tolist(), instance.mentor[rows].tolist(), strict=True):
            listed[instance.mentees[i]].append(instance.mentors[j])
    listed |= {mentee: [mentor] for mentee, mentor in instance.locked.items()}
    return {mentee: tuple(listed[mentee]) for mentee in sorted(listed, key=str)}


def _rounds(solution: Solution, count: int) -> list[Ints]:
    """Return the rows offered in each round."""
    import numpy as np

    from nastavnik_sheets.pairing.solver import chosen_rows

    rounds = [solution.chosen[solution.chosen >= 0]]
    for _ in range(count - 1):
        offered = np.concatenate(rounds)
        rest = np.setdiff1d(np.arange(len(solution.instance.mentee)), offered, assume_unique=True)
        chosen = chosen_rows(solution.instance, rows=rest)
        rounds.append(chosen[chosen >= 0])
    return rounds
