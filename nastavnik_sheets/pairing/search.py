"""Cheapest chains of moves between two mentors, in whole numbers of any size.

A chain either passes «no pair» (someone loses his place, or a free place is taken) or it does not. Two
searches from «no pair» price all chains of the first kind; those of the second are sought from both
ends at once and no further than the first kind costs, which settles a dozen mentors instead of all.
"""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappop, heappush
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik_sheets.pairing.assign import Solution

Steps = list[list[tuple[int, int, int]]]  # by point: cost, the point it leads to, the move; cheapest first


class Tree:
    """The cheapest chains from one point, as far as they are known."""

    def __init__(self, start: int, steps: Steps) -> None:
        self.steps = steps
        self.cost = {start: 0}
        self.step: dict[int, tuple[int, int]] = {}  # the point before, the move
        self.queue = [(0, start)]
        self.settled: set[int] = set()

    def settle(self, limit: int | None = None, barred: int = -1) -> list[int]:
        """Settle the nearest point and return the points whose chains became shorter than the limit."""
        spent, point = heappop(self.queue)
        if point in self.settled or point == barred:
            return []
        self.settled.add(point)
        closer = []
        for price, there, move in self.steps[point]:
            reached = spent + price
            if limit is not None and reached >= limit:
                break
            if there not in self.cost or reached < self.cost[there]:
                self.cost[there], self.step[there] = reached, (point, move)
                heappush(self.queue, (reached, there))
                closer.append(there)
        return closer

    def chain(self, end: int) -> list[int]:
        """Return the moves between the start and the end."""
        moves = []
        while end in self.step:
            end, move = self.step[end]
            moves.append(move)
        return moves


@dataclass(frozen=True)
class Network:
    """All moves of a solution, and the cheapest chains from «no pair» to everywhere and back."""

    nowhere: int
    moves: list[tuple[int, int]]  # row taken, row left
    leaving: Steps
    coming: Steps
    from_nowhere: Tree
    to_nowhere: Tree


def network_of(solution: Solution) -> Network:
    """Sort the moves and make the two searches from «no pair»."""
    residual, costs = solution.residual, _folded_costs(solution)
    source, target = residual.source.tolist(), residual.target.tolist()
    leaving = _steps(residual.points, source, target, costs)
    coming = _steps(residual.points, target, source, costs)
    nowhere = residual.points - 1
    return Network(
        nowhere=nowhere,
        moves=list(zip(residual.taken.tolist(), residual.left.tolist(), strict=True)),
        leaving=leaving,
        coming=coming,
        from_nowhere=_full_tree(nowhere, leaving),
        to_nowhere=_full_tree(nowhere, coming),
    )


def cheapest_chain(network: Network, start: int, end: int) -> list[int]:
    """Return the moves of the cheapest chain from start, where one is too many, to end, where one left."""
    best = network.to_nowhere.cost[start] + network.from_nowhere.cost[end]
    onward, back = Tree(start, network.leaving), Tree(end, network.coming)
    meeting = -1
    while onward.queue and back.queue and onward.queue[0][0] + back.queue[0][0] < best:
        near, far = (onward, back) if len(onward.queue) <= len(back.queue) else (back, onward)
        for point in near.settle(best, network.nowhere):
            if point in far.cost and near.cost[point] + far.cost[point] < best:
                best, meeting = near.cost[point] + far.cost[point], point
    if meeting >= 0:
        return onward.chain(meeting) + back.chain(meeting)
    return network.to_nowhere.chain(start) + network.from_nowhere.chain(end)


def _steps(points: int, here: list[int], there: list[int], costs: list[int]) -> Steps:
    steps: Steps = [[] for _ in range(points)]
    for move, cost in enumerate(costs):
        steps[here[move]].append((cost, there[move], move))
    for leaving in steps:
        leaving.sort()
    return steps


def _full_tree(start: int, steps: Steps) -> Tree:
    tree = Tree(start, steps)
    while tree.queue:
        tree.settle()
    return tree


def _folded_costs(solution: Solution) -> list[int]:
    """Return the cost of every move less potentials, all lanes in one whole number, never below 0.

    A unit of a lane outweighs all that a chain can sum up in the lanes under it. The lowest lane counts
    those who lose their place: where the programme loses nothing by it, nobody shall.
    """
    residual = solution.residual
    folded = ((residual.taken < 0) & (residual.left >= 0)).astype(object)
    unit = 2 * (residual.points + 1)
    for lane, potential in zip(reversed(residual.lanes), reversed(solution.potentials), strict=True):
        cost = lane + potential[residual.source] - potential[residual.target]
        if cost.any():
            folded += cost.astype(object) * unit
            unit *= 2 * (int(abs(cost).max()) + 1) * (residual.points + 1)
    costs: list[int] = folded.tolist()
    return costs
