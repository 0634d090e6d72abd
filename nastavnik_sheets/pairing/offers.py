"""Candidates to choose from, such that everyone may really choose: no place is promised to a crowd."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.assign import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Instance, Ints, Pairs


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
    them yet, so a mentor is offered at most `count` times as often as he has places. Lists that are still
    short are filled with the candidates whose places are offered least often, so that everyone has a
    choice. The first place is to be held for the mentee until he chooses; then nobody can lose it to a
    quicker one. A mentee for whom the optimum has no place gets offers too, free only if somebody gives
    his place up. A locked mentee is offered his mentor alone. Raises ValueError as `assign` does, and for
    a count below 1.
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
    listed: dict[int, list[int]] = {i: [] for i in range(len(instance.mentees))}
    for rows in _rounds(solution, count):
        for i, row in zip(instance.mentee[rows].tolist(), rows.tolist(), strict=True):
            listed[i].append(row)
    _fill(instance, listed, count)
    mentors = instance.mentor.tolist()
    named = {instance.mentees[i]: tuple(instance.mentors[mentors[row]] for row in rows) for i, rows in listed.items()}
    named |= {mentee: (mentor,) for mentee, mentor in instance.locked.items()}
    return {mentee: named[mentee] for mentee in sorted(named, key=str)}


def _rounds(solution: Solution, count: int) -> list[Ints]:
    """Return the rows offered in each round."""
    import numpy as np

    from nastavnik_sheets.pairing.solver import chosen_rows

    instance = solution.instance
    open_rows = np.zeros(len(instance.mentee), dtype=bool)
    open_rows[slice(None) if solution.likely is None else solution.likely] = True
    rounds = [solution.chosen[solution.chosen >= 0]]
    for _ in range(count - 1):
        open_rows[rounds[-1]] = False
        chosen = chosen_rows(instance, rows=np.flatnonzero(open_rows))
        rounds.append(chosen[chosen >= 0])
    return rounds


def _fill(instance: Instance, listed: dict[int, list[int]], count: int) -> None:
    """Lengthen the short lists, in the order of codes, by the mentors whose places are in least demand."""
    mentors, places, score = instance.mentor.tolist(), instance.places.tolist(), instance.score.tolist()
    offered = Counter(mentors[row] for rows in listed.values() for row in rows)
    starts = instance.mentee.searchsorted(range(len(listed) + 1)).tolist()
    short = {i: rows for i, rows in listed.items() if len(rows) < count}
    for i, rows in short.items():
        rest = [row for row in range(starts[i], starts[i + 1]) if places[mentors[row]] and row not in rows]
        while len(rows) < count and rest:
            best = min(rest, key=lambda row: (offered[mentors[row]] / places[mentors[row]], -score[row], row))
            offered[mentors[best]] += 1
            rows.append(best)
            rest.remove(best)
