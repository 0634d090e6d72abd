"""Cheapest chains of moves between two mentors, in exact whole numbers.

A chain either passes «no pair» (someone loses his place, or a free place is taken) or it does not. Two
searches from «no pair» price all chains of the first kind; those of the second are sought among the few
moves that cost less than the first kind does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from heapq import heappop, heappush
from math import inf
from typing import TYPE_CHECKING, Any

import numpy as np

from nastavnik_sheets.pairing.residual import UNREACHED, cheapest_sums, compare_rows, residual_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.instance import Ints
    from nastavnik_sheets.pairing.residual import Residual

EXACT_IN_FLOATS = 2**53
TREES = 256  # searched in one call, to save memory
Lanes = tuple["Ints", ...]


@dataclass(frozen=True)
class Network:
    """The moves that a direct chain may take, and the cheapest chains from «no pair» to everywhere and back."""

    source: Ints
    target: Ints
    taken: Ints
    left: Ints
    onward: Ints  # by point, the last move of the cheapest chain from «no pair» to it; -1 at «no pair»
    back: Ints  # by point, the first move of the cheapest chain from it to «no pair»
    through: dict[int, int]  # by point, what a chain through «no pair» costs: the same to wherever it leads
    direct: dict[tuple[int, int], tuple[int, int]]  # by points, what a move worth taking costs, and its number

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


@dataclass(frozen=True)
class Moves:
    """Some moves of a residual, sorted by target; `number` is their number there."""

    points: int
    source: Ints
    target: Ints
    lanes: Lanes
    number: Ints

    def __getitem__(self, which: Ints) -> Moves:
        """Return some of the moves, in the order given."""
        lanes = tuple(lane[which] for lane in self.lanes)
        return Moves(self.points, self.source[which], self.target[which], lanes, self.number[which])

    def turned(self) -> Moves:
        """Return the same moves backwards."""
        ranked = np.argsort(self.source, kind="stable")
        there = self[ranked]
        return Moves(self.points, there.target, there.source, there.lanes, there.number)

    def sums(self) -> Lanes:
        """Return by lane the least cost of chains from «no pair» to each point."""
        found = cheapest_sums(self.points, self.source, self.target, self.lanes)
        assert found is not None, "the solution has been proven"
        return found

    def less(self, least: Lanes) -> Moves:
        """Return the moves with their costs less what the cheapest chain costs anyway: never below 0."""
        lanes = (
            np.where(lane_least[self.source] == UNREACHED, 0, lane + lane_least[self.source] - lane_least[self.target])
            for lane, lane_least in zip(self.lanes, least, strict=True)
        )
        return Moves(self.points, self.source, self.target, tuple(lanes), self.number)

    def free(self) -> Moves:
        """Return the moves that cost nothing."""
        return self[np.flatnonzero(~np.logical_or.reduce([lane != 0 for lane in self.lanes]))]

    def cheaper(self, limits: Lanes, *, or_equal: bool) -> Ints:
        """Return which moves cost less than the limit of the point they leave."""
        less, same = np.zeros(len(self.source), dtype=bool), np.ones(len(self.source), dtype=bool)
        for lane, limit in zip(self.lanes, limits, strict=True):
            less |= same & (lane < limit[self.source])
            same &= lane == limit[self.source]
        return np.flatnonzero(less | same if or_equal else less)


def network_of(solution: Solution) -> Network:
    """Make the two searches from «no pair» and sort the moves worth a direct chain.

    The lowest lane counts those who lose their place: where the programme loses nothing by it, nobody
    shall. Costs are taken less what the chain from «no pair» costs, so they are never below 0, and a chain
    from «no pair» to anywhere costs nothing.
    """
    residual = _useful_moves(solution)
    moves = _with_losses(solution, residual)
    home = moves.turned().sums()
    worth = _worthwhile(moves, home)
    reached = np.flatnonzero(home[0] != UNREACHED)
    costs, through = _folded(worth.lanes, tuple(lane[reached] for lane in home))
    ends = zip(worth.source.tolist(), worth.target.tolist(), strict=True)
    return Network(
        source=residual.source,
        target=residual.target,
        taken=residual.taken,
        left=residual.left,
        onward=_first_moves(moves),
        back=_first_moves(moves.turned().less(home)),
        through=dict(zip(reached.tolist(), through, strict=True)),
        direct=dict(zip(ends, zip(costs, worth.number.tolist(), strict=True), strict=True)),
    )


def _useful_moves(solution: Solution) -> Residual:
    """Return the moves; those of a large table without what costs more than a way to «no pair» that is known."""
    instance, chosen = solution.instance, solution.chosen
    if solution.likely is None:
        return residual_of(instance, chosen)
    known = residual_of(instance, chosen, rows=solution.likely)
    limits = Moves(known.points, known.source, known.target, known.lanes, known.source).less(solution.potentials)
    dear = compare_rows(instance, chosen, solution.potentials, limits.turned().sums())
    return residual_of(instance, chosen, rows=np.flatnonzero(dear <= 0))


def _with_losses(solution: Solution, residual: Residual) -> Moves:
    """Return the moves with a lane more, less the potentials; lanes in which nothing costs are left out."""
    losing = ((residual.taken < 0) & (residual.left >= 0)).astype(np.int64)
    number = np.arange(len(losing))
    moves = Moves(residual.points, residual.source, residual.target, residual.lanes, number).less(solution.potentials)
    free = moves.free()
    fewest = replace(free, lanes=(losing[free.number],)).sums()
    losses = replace(moves, lanes=(losing,)).less(fewest)
    lanes = tuple(lane for lane in (*moves.lanes, *losses.lanes) if lane.any())
    return replace(moves, lanes=lanes or losses.lanes)


def cheapest_chains(network: Network, wanted: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Return the moves of the cheapest chain from each start, where one is too many, to its end, where one left."""
    starts = sorted({start for start, _ in wanted})
    fits = max(network.through.values(), default=0) < EXACT_IN_FLOATS
    found: dict[tuple[int, int], list[int]] = {}
    for first in range(0, len(starts), TREES):
        some = starts[first : first + TREES]
        number = {start: n for n, start in enumerate(some)}
        pairs = np.array([(number[start], end) for start, end in wanted if start in number])
        sums, before = _trees_in_floats(network, some) if fits else _trees(network, some)
        limits = np.array([network.through[start] for start in some], dtype=sums.dtype)
        direct = pairs[sums[pairs[:, 0], pairs[:, 1]] < limits[pairs[:, 0]]]
        for (tree, end), moves in zip(direct.tolist(), _direct_chains(network, direct, before), strict=True):
            found[some[tree], end] = moves
    return [
        found.get(pair) or _without_loops(network, network.to_nowhere(pair[0]) + network.from_nowhere(pair[1])[::-1])
        for pair in wanted
    ]


def _direct_chains(network: Network, pairs: Ints, before: Ints) -> list[list[int]]:
    """Return the moves of each chain, going back from all ends at once."""
    chains: list[list[int]] = [[] for _ in pairs]
    tree, point = pairs[:, 0], pairs[:, 1]
    number = np.arange(len(pairs))
    while number.size:
        earlier = before[tree, point]
        live = np.flatnonzero(earlier >= 0)
        ends = zip(earlier[live].tolist(), point[live].tolist(), strict=True)
        for chain, end in zip(number[live].tolist(), ends, strict=True):
            chains[chain].append(network.direct[end][1])
        number, tree, point = number[live], tree[live], earlier[live]
    return [moves[::-1] for moves in chains]


def _trees_in_floats(network: Network, starts: Sequence[int]) -> tuple[Any, Ints]:
    """Return what a direct chain from each start to every point costs, and the point before; all sums are exact."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import dijkstra

    points = len(network.onward)
    here, there = np.array(list(network.direct), dtype=np.int64).reshape(-1, 2).T
    costs = np.array([cost for cost, _ in network.direct.values()], dtype=np.float64)
    graph = csr_array((costs, (here, there)), shape=(points, points))
    limit = float(max(network.through.values(), default=0))
    found: tuple[Any, Ints] = dijkstra(graph, indices=starts, return_predecessors=True, limit=limit)
    return found


def _trees(network: Network, starts: Sequence[int]) -> tuple[Any, Ints]:
    """Return the same in whole numbers of any size, for costs that floats cannot hold."""
    steps: dict[int, list[tuple[int, int]]] = {}
    for (here, there), (cost, _) in network.direct.items():
        steps.setdefault(here, []).append((cost, there))
    sums = np.full((len(starts), len(network.onward)), inf, dtype=object)
    before = np.full(sums.shape, -1, dtype=np.int64)
    for tree, start in enumerate(starts):
        sums[tree, start] = 0
        queue: list[tuple[int, int]] = [(0, start)]
        while queue:
            spent, point = heappop(queue)
            for cost, there in steps.get(point, ()) if spent == sums[tree, point] else ():
                if spent + cost < sums[tree, there]:
                    sums[tree, there], before[tree, there] = spent + cost, point
                    heappush(queue, (spent + cost, there))
    return sums, before


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


def _first_moves(moves: Moves) -> Ints:
    """Return for each point a move that costs nothing and is one step nearer to «no pair», -1 if there is none."""
    free = moves.free()
    (steps,) = replace(free, lanes=(np.ones(len(free.number), dtype=np.int64),)).sums()
    nearer = free[np.flatnonzero(steps[free.source] + 1 == steps[free.target])]
    first = np.full(moves.points, -1, dtype=np.int64)
    first[nearer.target[::-1]] = nearer.number[::-1]
    return first


def _worthwhile(moves: Moves, home: Lanes) -> Moves:
    """Return the moves between mentors that cost less than leaving through «no pair», without the superfluous.

    Where moves that cost nothing lead from each of several mentors to each other, a few of them will do; of the
    moves from one such circle to another the cheapest will do, of equal ones the first.
    """
    nowhere = moves.points - 1
    cheaper = moves[moves.cheaper(home, or_equal=False)]
    between = (cheaper.source != nowhere) & (cheaper.target != nowhere) & (home[0][cheaper.source] != UNREACHED)
    direct = cheaper[np.flatnonzero(between)]
    circle, inside = _circles(direct.free())
    keys = circle[direct.source] * moves.points + circle[direct.target]
    ranked = np.lexsort((direct.number, *reversed(direct.lanes), keys))
    first = np.append(True, np.diff(keys[ranked]) != 0)[: len(keys)]
    kept = ranked[first]
    kept = kept[circle[direct.source[kept]] != circle[direct.target[kept]]]
    return direct[np.sort(np.concatenate((kept, direct.number.searchsorted(inside))))]


def _circles(free: Moves) -> tuple[Ints, Ints]:
    """Return the circle of each point, and the numbers of moves that lead from any to any point of a circle."""
    from scipy.sparse import csr_array
    from scipy.sparse.csgraph import breadth_first_order, connected_components

    free = free[np.unique(free.source * free.points + free.target, return_index=True)[1]]  # one of equal moves
    graph = csr_array((free.number + 1, (free.source, free.target)), shape=(free.points, free.points))
    _, circle = connected_components(graph, directed=True, connection="strong")
    within = np.flatnonzero(circle[free.source] == circle[free.target])
    graph = csr_array((free.number[within] + 1, (free.source[within], free.target[within])), shape=graph.shape)
    roots = np.unique(circle[free.source[within]], return_index=True)[1]
    inside = []
    for way in (graph, graph.T.tocsr()):
        for root in free.source[within][roots].tolist():
            points, before = breadth_first_order(way, root)
            inside.append(way[before[points[1:]], points[1:]] - 1)
    return circle.astype(np.int64), np.unique(np.concatenate([*inside, np.zeros(0, dtype=np.int64)]))


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
