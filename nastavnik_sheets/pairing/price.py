"""What another choice costs the programme, exactly: one shortest-path search among the moves left open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.pairing.assign import solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Ints, Pairs

_LOCKED = -2


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
    from nastavnik_sheets.pairing.search import cheapest_chain

    unchanged = Price(below=(0,) * len(solution.instance.thresholds))
    found: dict[tuple[str, str], Price] = {}
    for mentee, mentors in offered.items():
        for mentor in mentors:
            row = _row(solution, mentee, mentor)
            if row == _LOCKED or solution.chosen[solution.instance.mentee[row]] == row:
                found[mentee, mentor] = unchanged
            else:
                chain = cheapest_chain(solution.network, int(solution.instance.mentor[row]), _place(solution, row))
                found[mentee, mentor] = _price(solution, row, chain)
    return found


def extra_places(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[str, ExtraPlace]:
    """Return for every mentor with candidates what one more place with him brings: «пристроит N человек».

    Mentors whose next place would change nothing are there too, with an empty `ExtraPlace`.
    """
    return extra_places_of(
        solve(candidates, capacity, locked=locked, previous=previous, thresholds=thresholds, inertia=inertia)
    )


def extra_places_of(solution: Solution) -> dict[str, ExtraPlace]:
    """Return what one more place brings, for a problem already solved: a single search serves all mentors."""
    tree = solution.network.from_nowhere
    return {mentor: _extra(solution, tree.chain(j)) for j, mentor in enumerate(solution.instance.mentors)}


def _row(solution: Solution, mentee: str, mentor: str) -> int:
    """Return the row of an offer, `_LOCKED` for a locked pair."""
    instance = solution.instance
    if instance.locked.get(mentee) == mentor:
        return _LOCKED
    row = instance.find(mentee, mentor)
    if row < 0:
        raise ValueError(f"{mentor!r} is not a candidate of {mentee!r}")
    if not instance.places[instance.mentor[row]]:
        raise ValueError(f"mentor {mentor!r} has no place for {mentee!r}")
    return row


def _place(solution: Solution, row: int) -> int:
    """Return the mentor whom the mentee of this row has in the optimum, or the point «no pair»."""
    now = int(solution.chosen[solution.instance.mentee[row]])
    return int(solution.instance.mentor[now]) if now >= 0 else len(solution.instance.mentors)


def _price(solution: Solution, row: int, chain: list[int]) -> Price:
    now = int(solution.chosen[solution.instance.mentee[row]])
    moves = [(row, now), *_moves(solution, chain)]
    lost = [left for taken, left in moves if taken < 0]
    return Price(
        points=_points_lost(solution, moves),
        unpaired=_names(solution, lost),
        below=_lane_sums(solution, moves)[1 : 1 + len(solution.instance.thresholds)],
    )


def _extra(solution: Solution, chain: list[int]) -> ExtraPlace:
    moves = _moves(solution, chain)
    sums = _lane_sums(solution, moves)
    if sums >= (0,) * len(sums):  # the place would stay empty
        moves, sums = [], (0,) * len(sums)
    won = [taken for taken, left in moves if left < 0]
    return ExtraPlace(
        points=0.0 - _points_lost(solution, moves),
        paired=_names(solution, won),
        below=tuple(0 - more for more in sums[1 : 1 + len(solution.instance.thresholds)]),
    )


def _moves(solution: Solution, chain: list[int]) -> list[tuple[int, int]]:
    """Return (row taken, row left) of the people who move; -1 is no pair."""
    return [moved for moved in map(solution.network.moves.__getitem__, chain) if moved[0] != moved[1]]


def _points_lost(solution: Solution, moves: list[tuple[int, int]]) -> float:
    score = solution.instance.score
    return sum(_at(score, left, 0) - _at(score, taken, 0) for taken, left in moves) / solution.instance.scale


def _lane_sums(solution: Solution, moves: list[tuple[int, int]]) -> tuple[int, ...]:
    """Return what the moves cost in each lane of the objective."""
    return tuple(
        sum(_at(lane, taken, int(rank == 0)) - _at(lane, left, int(rank == 0)) for taken, left in moves)
        for rank, lane in enumerate(solution.instance.lanes)
    )


def _at(lane: Ints, row: int, unpaired: int) -> int:
    return int(lane[row]) if row >= 0 else unpaired


def _names(solution: Solution, rows: list[int]) -> tuple[str, ...]:
    instance = solution.instance
    return tuple(sorted((instance.mentees[instance.mentee[row]] for row in rows), key=str))
