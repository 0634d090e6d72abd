"""Cheapest chains of moves between two mentors, in exact whole numbers.

A chain either passes «no pair» (someone loses his place, or a free place is taken) or it does not. Two
searches from «no pair» price all chains of the first kind; those of the second are sought from both
ends at once and no further than the first kind costs, among the few moves that can be worth it.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import numpy as np

from nastavnik_sheets.pairing.residual import UNREACHED, cheapest_sums

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Ints
    from nastavnik_sheets.pairing.residual import Residual

Steps = dict[int, list[tuple[int, int, int]]]  # by point: cost, the point it leads to, the move; cheapest first
Lanes = tuple["Ints", ...]


class Tree:
    """The cheapest chains from one point, as far as they are known."""

    def __init__(self, start: int, steps: Steps) -> None:
        self.steps = steps
        self.cost = {start: 0}
        self.step: dict[int, tuple[int, int]] = {}  # the point before, the move
        self.queue = [(0, start)]
        self.settled: set[int] = set()

    def settle(self, limit: int) -> list[int]:
        """Settle the nearest point and return the points whose chains became shorter than the limit."""
        spent, point = heappop(self.queue)
        if point in self.settled:
            return []
        self.settled.add(point)
        closer = []
        for price, there, move in self.steps.get(point, ()):
            reached = spent + price
            if reached >= limit:
                break
            if there not in self.cost or reached < self.cost[there]:
                self.cost[there], self.step[there] = reached, (point, move)
                heappush(self.queue, (reached, there))
                closer.append(there)
        return closer

    def chain(self, end: int) -> list[int]:
        """Return the moves between the start and the end, the last one first."""
        moves = []
        while end in self.step:
            end, move = self.step[end]
            moves.append(move)
        return moves


@dataclass(frozen=True)
class Network:
    """The moves that a direct chain may take, and the cheapest chains from «no pair» to everywhere and back."""

    source: Ints
    target: Ints
    onward: Ints  # by point, the last move of the cheapest chain from «no pair» to it; -1 at «no pair»
    back: Ints  # by point, the first move of the cheapest chain from it to «no pair»
    through: dict[int, int]  # by point, what a chain through «no pair» costs: the same to wherever it leads
    leaving: Steps
    coming: Steps
    straight: dict[tuple[int, int], tuple[int, int]]  # by points it leads from and to, the cost of a move and the move

    def from_nowhere(self, end: int) -> list[int]:
        """Return the moves from «no pair» to a mentor, the last one first."""
        moves = []
        while self.onward[end] >= 0:
            moves.append(int(self.onward[end]))
            end = int(self.source[moves[-1]])
        return moves

    def to_nowhere(self, start: int) -> list[int]:
        """Return the moves from a mentor to «no pair»."""
        moves = []
        while self.back[start] >= 0:
            moves.append(int(self.back[start]))
            start = int(self.target[moves[-1]])
        return moves


def network_of(solution: Solution) -> Network:
    """Make the two searches from «no pair» and sort the moves worth a direct chain.

    The lowest lane counts those who lose their place: where the programme loses nothing by it, nobody
    shall. Costs are taken less what the chain from «no pair» costs, so they are never below 0, and a chain
    from «no pair» to anywhere costs nothing.
    """
    residual = solution.residual
    losing = ((residual.taken < 0) & (residual.left >= 0)).astype(np.int64)
    reduced = [_reduced(residual, lane, least) for lane, least in zip(residual.lanes, solution.potentials, strict=True)]
    free = np.flatnonzero(~np.logical_or.reduce([lane != 0 for lane in reduced]))
    fewest = _sums(residual.points, residual.source[free], residual.target[free], (losing[free],))[0]
    reduced = [lane for lane in (*reduced, _reduced(residual, losing, fewest)) if lane.any()] or [losing]
    by_source = np.argsort(residual.source, kind="stable")
    turned = residual.target[by_source], residual.source[by_source], tuple(lane[by_source] for lane in reduced)
    home = _sums(residual.points, *turned)
    onward = _first_moves(residual.points, residual.source, residual.target, tuple(reduced))
    back = _first_moves(residual.points, *turned[:2], tuple(
        lane + least[turned[0]] - least[turned[1]] for lane, least in zip(turned[2], home, strict=True)
    ))  # fmt: skip
    worth = _worthwhile(residual, tuple(reduced), home)
    reached = np.flatnonzero(home[0] != UNREACHED)
    costs, through = _folded(tuple(lane[worth] for lane in reduced), tuple(lane[reached] for lane in home))
    source, target = residual.source[worth], residual.target[worth]
    return Network(
        source=residual.source,
        target=residual.target,
        onward=onward,
        back=np.where(back >= 0, np.append(by_source, -1)[back], -1),
        through=dict(zip(reached.tolist(), through, strict=True)),
        leaving=_steps(source, target, costs, worth),
        coming=_steps(target, source, costs, worth),
        straight=dict(
            zip(
                zip(source.tolist(), target.tolist(), strict=True),
                zip(costs, worth.tolist(), strict=True),
                strict=True,
            )
        ),
    )


def _reduced(residual: Residual, lane: Ints, least: Ints) -> Ints:
    return np.where(least[residual.source] == UNREACHED, 0, lane + least[residual.source] - least[residual.target])


def cheapest_chain(network: Network, start: int, end: int) -> list[int]:
    """Return the moves of the cheapest chain from start, where one is too many, to end, where one left."""
    best, straight = network.straight.get((start, end), (network.through[start], -1))
    onward, back = Tree(start, network.leaving), Tree(end, network.coming)
    meeting = -1
    while onward.queue and back.queue and onward.queue[0][0] + back.queue[0][0] < best:
        near, far = (onward, back) if len(onward.queue) <= len(back.queue) else (back, onward)
        for point in near.settle(best - far.queue[0][0]):  # what is not yet near the other end costs at least that
            if point in far.cost and near.cost[point] + far.cost[point] < best:
                best, meeting = near.cost[point] + far.cost[point], point
    if meeting >= 0:
        return onward.chain(meeting)[::-1] + back.chain(meeting)
    if straight >= 0:
        return [straight]
    return _without_loops(network, network.to_nowhere(start) + network.from_nowhere(end)[::-1])


def _without_loops(network: Network, moves: Sequence[int]) -> list[int]:
    """Leave out what comes back to the same mentor: both ways to «no pair» may pass him."""
    path: list[int] = []
    passed: list[int] = []
    for move, here in zip(moves, network.source[list(moves)].tolist(), strict=True):
        if here in passed:
            del path[passed.index(here) :], passed[passed.index(here) :]
        path.append(move)
        passed.append(here)
    return path


def _sums(points: int, source: Ints, target: Ints, lanes: Lanes) -> Lanes:
    found = cheapest_sums(points, source, target, lanes)
    assert found is not None, "the solution has been proven"
    return found


def _first_moves(points: int, source: Ints, target: Ints, reduced: Lanes) -> Ints:
    """Return for each point a move that costs nothing and is one step nearer to «no pair», -1 if there is none."""
    free = np.flatnonzero(~np.logical_or.reduce([lane != 0 for lane in reduced]))
    steps = _sums(points, source[free], target[free], (np.ones(len(free), dtype=np.int64),))[0]
    nearer = free[(steps[source[free]] + 1 == steps[target[free]]) & (steps[source[free]] != UNREACHED)]
    first = np.full(points, -1, dtype=np.int64)
    first[target[nearer[::-1]]] = nearer[::-1]
    return first


def _worthwhile(residual: Residual, reduced: Lanes, home: Lanes) -> Ints:
    """Return the moves between mentors that cost less than leaving through «no pair»; of equal ones the first."""
    source, target = residual.source, residual.target
    nowhere = residual.points - 1
    less = np.zeros(len(source), dtype=bool)
    same = (source != nowhere) & (target != nowhere) & (home[0][source] != UNREACHED)
    for lane, least in zip(reduced, home, strict=True):
        less |= same & (lane < least[source])
        same &= lane == least[source]
    moves = np.flatnonzero(less)
    keys = source[moves] * residual.points + target[moves]
    ranked = np.lexsort((moves, *(lane[moves] for lane in reversed(reduced)), keys))
    first = np.append(True, np.diff(keys[ranked]) != 0)[: len(moves)]
    kept: Ints = moves[np.sort(ranked[first])]
    return kept


def _folded(lanes: Lanes, limits: Lanes) -> tuple[list[int], list[int]]:
    """Return costs and limits as single numbers: a unit of a lane outweighs all that the lanes under it sum up to."""
    folded, bound = np.zeros(len(lanes[0]), dtype=object), np.zeros(len(limits[0]), dtype=object)
    unit = 1
    for lane, limit in zip(reversed(lanes), reversed(limits), strict=True):
        folded += lane.astype(object) * unit
        bound += limit.astype(object) * unit
        most = max(int(abs(lane).max(initial=0)) * len(limits[0]), int(abs(limit).max(initial=0)))
        unit *= 2 * most + 1
    return folded.tolist(), bound.tolist()


def _steps(here: Ints, there: Ints, costs: Sequence[int], moves: Ints) -> Steps:
    steps: Steps = {}
    for point, *step in zip(here.tolist(), costs, there.tolist(), moves.tolist(), strict=True):
        steps.setdefault(point, []).append(tuple(step))
    for leaving in steps.values():
        leaving.sort()
    return steps
