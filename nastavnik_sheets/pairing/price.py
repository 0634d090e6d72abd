"""What another choice costs the programme, exactly: one shortest-path search among the moves left open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.assign import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Ints, Pairs

_LOCKED = -2
Moves = list[tuple[int, int]]  # row taken, row left


@dataclass(frozen=True)
class Price:
    """What the programme loses when a mentee takes this candidate and the rest is arranged at its best."""

    points: float = 0.0  # of the total score; below 0 when points are gained at the cost of what weighs more
    unpaired: tuple[str, ...] = ()  # mentees who have a mentor in the optimum and would be left without
    below: tuple[int, ...] = ()  # more (or fewer: negative) pairs below each threshold, the lowest first


@dataclass(frozen=True)
class ExtraPlace:
    """What one more place with a mentor brings the programme."""

    points: float = 0.0  # of the total score
    paired: tuple[str, ...] = ()  # mentees who have no mentor in the optimum and would get one
    below: tuple[int, ...] = ()  # fewer (or more: negative) pairs below each threshold, the lowest first


def prices(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    offered: Mapping[str, Iterable[str]],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[tuple[str, str], Price]:
    """Return the price of every offered (mentee, mentor): the optimum less the optimum with that pair locked.

    Raises ValueError, beside what `assign` raises, for an offer that is no candidate or has no place.
    """
    return prices_of(
        solve(candidates, capacity, locked=locked, previous=previous, thresholds=thresholds, inertia=inertia),
        offered,
    )


def prices_of(solution: Solution, offered: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Price]:
    """Return the prices of offers for a problem already solved, in the order of the offers."""
    from nastavnik_sheets.pairing.search import cheapest_chains

    unchanged = Price(below=(0,) * len(solution.instance.thresholds))
    pairs = [(mentee, mentor) for mentee, mentors in offered.items() for mentor in mentors]
    rows = _rows(solution, pairs)
    instance = solution.instance
    now = [int(solution.chosen[instance.mentee[row]]) if row >= 0 else row for row in rows]
    changes = [(row, old) for row, old in zip(rows, now, strict=True) if row != old]
    ends = [(int(instance.mentor[row]), _place(solution, old)) for row, old in changes]
    chains = iter(cheapest_chains(solution.network, ends))
    moves: list[Moves] = [
        [(row, old), *_moves(solution, next(chains))] if row != old else [] for row, old in zip(rows, now, strict=True)
    ]
    outcomes = zip(moves, *_costs(solution, moves), strict=True)
    priced = [
        Price(points, _names(solution, [left for taken, left in made if taken < 0]), _thresholds(solution, lanes))
        if made
        else unchanged
        for made, points, lanes in outcomes
    ]
    return dict(zip(pairs, priced, strict=True))


def extra_places(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[str, ExtraPlace]:
    """Return for every mentor with candidates what one more place with him brings: «даст пару N участникам».

    Mentors whose next place would change nothing are there too, with an empty `ExtraPlace`.
    """
    return extra_places_of(
        solve(candidates, capacity, locked=locked, previous=previous, thresholds=thresholds, inertia=inertia)
    )


def extra_places_of(solution: Solution) -> dict[str, ExtraPlace]:
    """Return what one more place brings, for a problem already solved: a single search serves all mentors."""
    chains = (solution.network.from_nowhere(j) for j in range(len(solution.instance.mentors)))
    moves = [_moves(solution, chain) for chain in chains]
    extras = map(partial(_extra, solution), moves, *_costs(solution, moves))
    return dict(zip(solution.instance.mentors, extras, strict=True))


def _rows(solution: Solution, pairs: Sequence[tuple[str, str]]) -> list[int]:
    """Return the row of every offer, `_LOCKED` for a locked pair."""
    instance = solution.instance
    rows: list[int] = instance.rows_of(pairs).tolist()
    for n, (mentee, mentor) in enumerate(pairs):
        if instance.locked.get(mentee) == mentor:
            rows[n] = _LOCKED
        elif rows[n] < 0:
            raise ValueError(f"{mentor!r} is not a candidate of {mentee!r}")
        elif not instance.places[instance.mentor[rows[n]]]:
            raise ValueError(f"mentor {mentor!r} has no place for {mentee!r}")
    return rows


def _place(solution: Solution, now: int) -> int:
    """Return the mentor of the row a mentee has in the optimum, or the point «no pair»."""
    return int(solution.instance.mentor[now]) if now >= 0 else len(solution.instance.mentors)


def _extra(solution: Solution, moves: Moves, points_lost: float, sums: tuple[int, ...]) -> ExtraPlace:
    if sums >= (0,) * len(sums):  # the place would stay empty
        return ExtraPlace(below=(0,) * len(solution.instance.thresholds))
    won = [taken for taken, left in moves if left < 0]
    fewer = tuple(0 - more for more in _thresholds(solution, sums))
    return ExtraPlace(0.0 - points_lost, _names(solution, won), fewer)


def _thresholds(solution: Solution, sums: tuple[int, ...]) -> tuple[int, ...]:
    return sums[1 : 1 + len(solution.instance.thresholds)]


def _moves(solution: Solution, chain: Sequence[int]) -> Moves:
    """Return (row taken, row left) of the people who move; -1 is no pair."""
    taken, left = solution.network.taken[list(chain)].tolist(), solution.network.left[list(chain)].tolist()
    return [moved for moved in zip(taken, left, strict=True) if moved[0] != moved[1]]


def _costs(solution: Solution, moves: Sequence[Moves]) -> tuple[list[float], list[tuple[int, ...]]]:
    """Return the points lost, and what is lost in each lane of the objective, for each group of moves."""
    import numpy as np

    instance = solution.instance
    flat = np.array([move for made in moves for move in made], dtype=np.int64).reshape(-1, 2)
    group = np.repeat(np.arange(len(moves)), [len(made) for made in moves])

    def summed(lane: Ints, unpaired: int) -> list[int]:
        value = np.append(lane, unpaired)  # -1 is the last: no pair
        sums = np.zeros(len(moves), dtype=np.int64)
        np.add.at(sums, group, value[flat[:, 0]] - value[flat[:, 1]])
        return sums.tolist()

    lanes = [summed(lane, int(rank == 0)) for rank, lane in enumerate(instance.lanes)]
    return [0.0 - steps / instance.scale for steps in summed(instance.score, 0)], list(zip(*lanes, strict=True))


def _names(solution: Solution, rows: Sequence[int]) -> tuple[str, ...]:
    instance = solution.instance
    return tuple(sorted((instance.mentees[instance.mentee[row]] for row in rows), key=str))
