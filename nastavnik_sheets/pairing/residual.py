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
    from nastavnik_sheets.pairing.instance import Instance, Ints

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


def residual_of(instance: Instance, chosen: Ints) -> Residual:
    """List the moves open from this assignment."""
    nowhere = len(instance.mentors)
    mate = np.where(chosen >= 0, np.append(instance.mentor, -1)[chosen], nowhere)
    used = np.bincount(mate, minlength=nowhere + 1)[:nowhere]
    other = np.flatnonzero(chosen[instance.mentee] != np.arange(len(instance.mentee)))
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


def potentials_of(residual: Residual) -> tuple[Ints, ...] | None:
    """Return potentials for every lane, or None when some chain of moves improves the assignment."""
    found: list[Ints] = []
    rows = np.arange(len(residual.source))
    for lane in residual.lanes:
        source, target, cost = residual.source[rows], residual.target[rows], lane[rows]
        potential = _least_sums(residual.points, source, target, cost)
        if potential is None:
            return None
        found.append(potential)
        rows = rows[cost + potential[source] == potential[target]]
    return tuple(found)


def _costs(lane: Ints, taken: Ints, left: Ints, *, unpaired: bool) -> Ints:
    cost = np.append(lane, int(unpaired))
    return np.where(taken == left, 0, cost[taken] - cost[left])


def _least_sums(points: int, source: Ints, target: Ints, cost: Ints) -> Ints | None:
    """Return the least cost of a chain that ends in each point, None if a closed chain is negative."""
    least = np.zeros(points, dtype=np.int64)
    starts = np.flatnonzero(np.append(True, np.diff(target) != 0))[: len(target)]
    ends = target[starts]
    before = np.full(points + 1, points)
    for done in range(1, points + 2):
        sums = least[source] + cost
        better = np.flatnonzero(sums < least[target])
        if not better.size:
            return least
        least[ends] = np.minimum(least[ends], np.minimum.reduceat(sums, starts))
        best = better[sums[better] == least[target[better]]]
        before[target[best]] = source[best]
        if done >= FIRST_LOOK and done.bit_count() == 1 and _has_loop(before):
            return None
    return None


def _has_loop(before: Ints) -> bool:
    """Tell whether going back from point to point, the last one being the end, can go on for ever."""
    for _ in range(len(before).bit_length()):
        before = before[before]
    return bool((before < len(before) - 1).any())
