"""A second solver, in plain Python and whole numbers of any size: slow, exact, shares nothing with the first.

It seats one mentee after another along the cheapest chain of moves and keeps a price for every mentor's
place. It is the judge in tests and stands in when the fast solver's answer cannot be proven.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from heapq import heappop, heappush
from math import lcm

NOBODY = None  # the «mentor» of those who have none


@dataclass
class Seating:
    """Who sits where while the oracle works: worths are whole numbers, the larger the better."""

    worth: dict[str, dict[str, int]]  # by mentee, by mentor; every worth is above 0
    places: dict[str, int]
    price: dict[str, int] = field(default_factory=dict)  # of a place with each mentor
    mate: dict[str, str] = field(default_factory=dict)
    seated: dict[str, set[str]] = field(default_factory=dict)

    def gain(self, mentee: str) -> int:
        """Return what the mentee's present place is worth to him above its price."""
        mentor = self.mate.get(mentee)
        return self.worth[mentee][mentor] - self.price[mentor] if mentor is not NOBODY else 0


def assign_exactly(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Iterable[tuple[str, str]] = (),
    previous: Iterable[tuple[str, str]] = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> dict[str, str]:
    """Return the best pairs, as `assign` does; the input is taken to be right."""
    fixed = dict(locked)
    places = dict(capacity)
    for mentor in fixed.values():
        places[mentor] -= 1
    scores: dict[tuple[str, str], Fraction] = {}
    for mentee, mentor, score in candidates:
        if mentee not in fixed:
            scores[mentee, mentor] = max(exact(score), scores.get((mentee, mentor), Fraction(0)))
    worths = row_worths(scores, set(previous), thresholds=thresholds, inertia=inertia)
    return fixed | best_seating(worths, places).mate


def exact(score: float) -> Fraction:
    """Return the number a person would write: 0.1 is one tenth."""
    return Fraction(str(score))


def row_worths(
    scores: Mapping[tuple[str, str], Fraction],
    previous: set[tuple[str, str]],
    *,
    thresholds: Iterable[float],
    inertia: float,
) -> dict[tuple[str, str], int]:
    """Fold the whole objective into one whole number a row, so that a sum compares as the objective does."""
    levels = sorted(set(thresholds))
    bonus = exact(inertia)
    common = lcm(bonus.denominator, *(score.denominator for score in scores.values()))
    people = len({mentee for mentee, _ in scores})
    most = max(scores.values(), default=Fraction(0)) + bonus
    above = 2 * people + 1  # so many smaller things cannot outweigh one larger
    point = above * common
    low = point * int(most + 1) * above
    pair = low * above ** len(levels)
    worths = {}
    for row, score in scores.items():
        kept = row in previous
        worth = pair + int((score + bonus * kept) * point) + kept
        worth -= sum(low * above**rank for rank, level in enumerate(reversed(levels)) if score < level)
        worths[row] = worth
    return worths


def best_seating(worths: Mapping[tuple[str, str], int], places: Mapping[str, int]) -> Seating:
    """Seat everyone so that the sum of worths is the largest; people are taken in the order of codes."""
    seating = Seating(worth={}, places=dict(places))
    for mentee, mentor in sorted(worths, key=str):
        seating.price[mentor] = 0
        seating.seated[mentor] = set()
        seating.worth.setdefault(mentee, {})
        if places[mentor] > 0:
            seating.worth[mentee][mentor] = worths[mentee, mentor]
    for mentee in seating.worth:
        _seat(seating, mentee)
    return seating


def _seat(seating: Seating, mentee: str) -> None:
    """Find the cheapest chain of moves that takes one more mentee in (Dijkstra), and make the moves."""
    cost: dict[str, int] = {}
    mover: dict[str, str] = {}
    settled: set[str] = set()
    queue: list[tuple[int, str]] = []
    most = max((worth - seating.price[mentor] for mentor, worth in seating.worth[mentee].items()), default=0)
    aim = max(most, 0)
    last, end, end_mover = aim, NOBODY, mentee  # so far: he stays without a pair himself

    def look_around(person: str, start: int, gain: int) -> None:
        for mentor, worth in seating.worth[person].items():
            reached = start + gain - (worth - seating.price[mentor])
            if reached < last and reached < cost.get(mentor, reached + 1):
                cost[mentor], mover[mentor] = reached, person
                heappush(queue, (reached, mentor))

    look_around(mentee, 0, aim)
    while queue and queue[0][0] < last:
        spent, mentor = heappop(queue)
        if spent > cost[mentor] or mentor in settled:
            continue
        if len(seating.seated[mentor]) < seating.places[mentor]:
            last, end, end_mover = spent, mentor, mover[mentor]
            break
        settled.add(mentor)
        for person in sorted(seating.seated[mentor], key=str):
            gain = seating.gain(person)
            if spent + gain < last:
                last, end, end_mover = spent + gain, NOBODY, person
            look_around(person, spent, gain)
    for mentor in settled:
        seating.price[mentor] += max(0, last - cost[mentor])
    _move_along(seating, mentee, end, end_mover, mover)


def _move_along(seating: Seating, newcomer: str, end: str | None, person: str, mover: Mapping[str, str]) -> None:
    """Move everyone on the chain, the last one first."""
    while True:
        left = seating.mate.pop(person, NOBODY)
        if left is not NOBODY:
            seating.seated[left].remove(person)
        if end is not NOBODY:
            seating.mate[person] = end
            seating.seated[end].add(person)
        if person == newcomer:
            return
        assert left is not NOBODY
        end, person = left, mover[left]
