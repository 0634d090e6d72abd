"""The moves an assignment allows, and the exact proof that no chain of them improves it.

Mentors are points, one point more stands for «no pair» and for free places alike. A move takes one
mentee from where he is to where he could be. A closed chain of moves is another assignment, so an
assignment is the best there is exactly when no closed chain has a negative cost, and numbers
(potentials) with cost + potential[source] - potential[target] >= 0 for every move prove that.
Lanes are proven one after another: only moves that cost nothing so far can matter to the next lane.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from nastavnik_sheets.pairing.instance import Instance, Ints

UNREACHED = np.int64(1 << 61)
FIRST_LOOK = 32  # rounds before the first search for a closed chain; then after 64, 128 …


@dataclass(frozen=True)
class Residual:
    """Moves sorted by target; `taken` and `left` are rows of the instance, -1 for «no pair»."""

    points: int  # mentors and, last, «no pair or a free place»
    source: Ints
    target: Ints
    taken: Ints
    left: Ints
    lanes: tuple[Ints, ...]
    person: Ints  # who moves, -1 where only the count of free places changes


def residual_of(instance: Instance, chosen: Ints, *, rows: Ints | None = None) -> Residual:
    """List the moves open from this assignment; `rows` narrows whom a mentee may move to."""
    nowhere = len(instance.mentors)
    mate = mates(instance, chosen)
    used = np.bincount(mate, minlength=nowhere + 1)[:nowhere]
    rows = np.arange(len(instance.mentee)) if rows is None else rows
    other = rows[chosen[instance.mentee[rows]] != rows]
    paired = np.flatnonzero(chosen >= 0)
    free, busy = np.flatnonzero(used < instance.places), np.flatnonzero(used > 0)
    none, place = np.full(len(paired), -1), np.full(len(free) + len(busy), -1)
    source = np.concatenate((mate[instance.mentee[other]], mate[paired], free, np.full(len(busy), nowhere)))
    target = np.concatenate((instance.mentor[other], np.full(len(paired) + len(free), nowhere), busy))
    ranked = np.argsort(target, kind="stable")
    taken = np.concatenate((other, none, place))[ranked]
    left = np.concatenate((chosen[instance.mentee[other]], chosen[paired], place))[ranked]
    return Residual(
        points=nowhere + 1,
        source=source[ranked],
        target=target[ranked],
        taken=taken,
        left=left,
        lanes=tuple(_costs(lane, taken, left, unpaired=k == 0) for k, lane in enumerate(instance.lanes)),
        person=np.concatenate((instance.mentee[other], paired, place))[ranked],
    )


def mates(instance: Instance, chosen: Ints) -> Ints:
    """Return by mentee the mentor he has, the point «no pair» if none."""
    return np.where(chosen >= 0, np.append(instance.mentor, -1)[chosen], len(instance.mentors))


def compare_rows(instance: Instance, chosen: Ints, potentials: Sequence[Ints], limits: Sequence[Ints]) -> Ints:
    """Return for each row whether moving to it costs less than (-1), as much as (0) or more than (1) a limit.

    The cost is less the potentials; there is one limit for each point that is left.
    """
    mate = mates(instance, chosen)
    found = np.zeros(len(instance.mentee), dtype=np.int64)
    for rank, (lane, least, limit) in enumerate(zip(instance.lanes, potentials, limits, strict=True)):
        now = np.append(lane, int(rank == 0))[chosen]
        over = lane + (least[mate] - now - limit[mate])[instance.mentee] - least[instance.mentor]
        found = np.where(found, found, np.sign(over))
    return found


def potentials_of(residual: Residual) -> tuple[Ints, ...] | None:
    """Return potentials for every lane, or None when some chain of moves improves the assignment.

    They are the cost of the cheapest chain from «no pair or a free place» to each point; `UNREACHED` where there
    is none, which happens only to points that nobody may leave either.
    """
    return cheapest_sums(residual.points, residual.source, residual.target, residual.lanes)


def cheapest_sums(points: int, source: Ints, target: Ints, lanes: Iterable[Ints]) -> tuple[Ints, ...] | None:
    """Return by lane the least cost of chains from the last point to each; None if a closed chain is negative.

    Moves are sorted by target. Only moves that lie on a cheapest chain matter to the next lane.
    """
    found: list[Ints] = []
    rows = np.arange(len(source))
    for lane in lanes:
        here, there, cost = source[rows], target[rows], lane[rows]
        least = _least_sums(points, here, there, cost)
        if least is None:
            return None
        found.append(least)
        rows = rows[(cost + least[here] == least[there]) & (least[here] != UNREACHED)]
    return tuple(found)


def _costs(lane: Ints, taken: Ints, left: Ints, *, unpaired: bool) -> Ints:
    cost = np.append(lane, int(unpaired))
    return np.where(taken == left, 0, cost[taken] - cost[left])


def _least_sums(points: int, source: Ints, target: Ints, cost: Ints) -> Ints | None:
    """Return the least cost of a chain from the last point to each, None if a closed chain is negative."""
    least = np.full(points, UNREACHED)
    least[-1] = 0
    before = np.full(points + 1, points)
    changed = least == 0
    for done in range(1, points + 2):
        moves = np.flatnonzero(changed[source])
        if not moves.size:
            return least
        here, there = source[moves], target[moves]
        sums = least[here] + cost[moves]
        starts = np.flatnonzero(np.append(True, np.diff(there) != 0))
        ends, best = there[starts], np.minimum.reduceat(sums, starts)
        better = best < least[ends]
        changed = np.zeros(points, dtype=bool)
        changed[ends[better]] = True
        least[ends[better]] = best[better]
        improving = changed[there] & (sums == least[there])
        before[there[improving]] = here[improving]
        if done >= FIRST_LOOK and done.bit_count() == 1 and _has_loop(before):
            return None
    return None if changed.any() else least


def _has_loop(before: Ints) -> bool:
    """Tell whether going back from point to point, the last one being the end, can go on for ever."""
    for _ in range(len(before).bit_length()):
        before = before[before]
    return bool((before < len(before) - 1).any())
