"""Pairing beside its peers, and what becomes of offers when people choose freely; prints Markdown.

uv run --with-editable . --with ortools --with matching python benchmarks/pairing.py [--slow]

Everyone in the instances is invented. CPU seconds of this process, imports left out, best of three runs
(one run from 10 000 mentees on). `--slow` adds what takes minutes or gigabytes.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappush, heappushpop
from itertools import pairwise
from time import process_time

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from nastavnik_sheets.pairing import (
    assign,
    blocking_pairs,
    certify,
    extra_places_of,
    offers_of,
    prices_of,
    solve,
)
from nastavnik_sheets.pairing.oracle import assign_exactly

UNPAIRED = 10_000  # what a peer loses by leaving someone without a pair
Pairs = dict[str, str]


@dataclass(frozen=True)
class Year:
    rows: list[tuple[str, str, float]]
    views: list[tuple[str, str, float, float]]  # the mentee's and the mentor's
    capacity: dict[str, int]


def year(mentees: int, *, seed: int = 1) -> Year:
    """Five forms, half as many mentors with 1 to 3 places, some favourites, 4 % hard to place."""
    rng = np.random.default_rng(seed)
    forms = [0.35, 0.15, 0.15, 0.10, 0.25]
    form_of_mentee, form_of_mentor = rng.choice(5, mentees, p=forms), rng.choice(5, mentees // 2, p=forms)
    fame = rng.pareto(1.5, mentees // 2) + 0.2
    views = []
    for i, form in enumerate(form_of_mentee):
        same = np.flatnonzero(form_of_mentor == form)
        draws = rng.integers(0, 3) if rng.random() < 0.04 else rng.integers(25, 56)
        for j in np.unique(rng.choice(same, draws, p=fame[same] / fame[same].sum())):
            two = np.clip(rng.normal(50, 25, 2), 0, 100)
            views.append((f"У-{i:05}", f"Н-{j:05}", float(two[0]), float(two[1])))
    rows = [(mentee, mentor, 5.0 * round((0.6 * mine + 0.4 * their) / 5)) for mentee, mentor, mine, their in views]
    places = rng.choice([1, 2, 3], mentees // 2, p=[0.35, 0.35, 0.30])
    return Year(rows, views, {f"Н-{j:05}": int(number) for j, number in enumerate(places)})


# --- peers -----------------------------------------------------------------------------------------


def coded(of: Year) -> tuple[list[str], list[str], np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    mentees, mentors = sorted({row[0] for row in of.rows}), sorted({row[1] for row in of.rows})
    number = {code: k for k, code in enumerate(mentees)} | {code: k for k, code in enumerate(mentors)}
    i = np.array([number[row[0]] for row in of.rows])
    j = np.array([number[row[1]] for row in of.rows])
    score = np.array([row[2] for row in of.rows])
    return mentees, mentors, i, j, score, np.array([of.capacity[mentor] for mentor in mentors])


def slots(of: Year) -> tuple[list[str], list[str], np.ndarray, np.ndarray, np.ndarray, int]:
    """A column for every place, and one «no pair» for every mentee."""
    mentees, mentors, i, j, score, places = coded(of)
    copies, first = places[j], np.cumsum(places) - places
    edge = np.repeat(np.arange(len(i)), copies)
    column = first[j[edge]] + np.arange(len(edge)) - np.repeat(np.cumsum(copies) - copies, copies)
    owner = [mentor for mentor, number in zip(mentors, places, strict=True) for _ in range(number)]
    return mentees, owner, i[edge], column, score[edge], int(places.sum())


def scipy_sparse(of: Year) -> Callable[[], Pairs]:
    """The bare solver: the arrays are there already."""
    mentees, owner, i, column, score, total = slots(of)
    alone = np.arange(len(mentees))
    costs = np.concatenate((101 - score, np.full(len(mentees), UNPAIRED)))
    ends = (np.concatenate((i, alone)), np.concatenate((column, total + alone)))

    def run() -> Pairs:
        graph = csr_array((costs, ends), shape=(len(mentees), total + len(mentees)))
        _, found = min_weight_full_bipartite_matching(graph)
        return {mentees[k]: owner[place] for k, place in enumerate(found) if place < total}

    return run


def scipy_dense(of: Year) -> Callable[[], Pairs]:
    def run() -> Pairs:
        mentees, owner, i, column, score, total = slots(of)
        costs = np.full((len(mentees), total + len(mentees)), float(UNPAIRED))
        costs[:, :total] = 10 * UNPAIRED
        costs[i, column] = 101 - score
        _, found = linear_sum_assignment(costs)
        return {mentees[k]: owner[place] for k, place in enumerate(found) if place < total}

    return run


def ortools_flow(of: Year) -> Callable[[], Pairs]:
    from ortools.graph.python import min_cost_flow

    def run() -> Pairs:
        mentees, mentors, i, j, score, places = coded(of)
        people, sink = len(mentees), len(mentees) + len(mentors)
        flow = min_cost_flow.SimpleMinCostFlow()
        one = np.ones(len(i), dtype=np.int64)
        arcs = flow.add_arcs_with_capacity_and_unit_cost(i, people + j, one, (101 - score).astype(np.int64))
        everyone = np.arange(people)
        flow.add_arcs_with_capacity_and_unit_cost(
            everyone, np.full(people, sink), np.ones(people, dtype=np.int64), np.full(people, UNPAIRED)
        )
        flow.add_arcs_with_capacity_and_unit_cost(
            people + np.arange(len(mentors)), np.full(len(mentors), sink), places, np.zeros(len(mentors), dtype=int)
        )
        flow.set_nodes_supplies(np.arange(sink + 1), np.array([1] * people + [0] * len(mentors) + [-people]))
        flow.solve()
        taken = np.flatnonzero(flow.flows(arcs))
        return {mentees[i[k]]: mentors[j[k]] for k in taken}

    return run


def gale_shapley(of: Year) -> Callable[[], Pairs]:
    """Mentees propose; a mentor keeps those he values most."""

    def run() -> Pairs:
        wishes: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        valued = {}
        for mentee, mentor, mine, their in of.views:
            wishes[mentee].append((mine, mentor))
            valued[mentor, mentee] = their
        for wanted in wishes.values():
            wanted.sort()
        kept: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        proposing = sorted(wishes, reverse=True)
        while proposing:
            mentee = proposing.pop()
            if not wishes[mentee]:
                continue
            _, mentor = wishes[mentee].pop()
            if len(kept[mentor]) < of.capacity[mentor]:
                heappush(kept[mentor], (valued[mentor, mentee], mentee))
            else:
                proposing.append(heappushpop(kept[mentor], (valued[mentor, mentee], mentee))[1])
        return {mentee: mentor for mentor, mentees in kept.items() for _, mentee in mentees}

    return run


def matching_package(of: Year) -> Callable[[], Pairs]:
    from matching.games import HospitalResident

    def run() -> Pairs:
        mine: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        their: defaultdict[str, list[tuple[float, str]]] = defaultdict(list)
        for mentee, mentor, by_mentee, by_mentor in of.views:
            mine[mentee].append((-by_mentee, mentor))
            their[mentor].append((-by_mentor, mentee))
        game = HospitalResident.create_from_dictionaries(
            {mentee: [name for _, name in sorted(wanted)] for mentee, wanted in mine.items()},
            {mentor: [name for _, name in sorted(wanted)] for mentor, wanted in their.items()},
            {mentor: of.capacity[mentor] for mentor in their},
        )
        found = game.solve()
        return {mentee.name: mentor.name for mentor, mentees in found.items() for mentee in mentees}

    return run


def ours(of: Year) -> Callable[[], Pairs]:
    return lambda: assign(of.rows, of.capacity)


def our_total_only(of: Year) -> Callable[[], Pairs]:
    return lambda: assign(of.rows, of.capacity, thresholds=())


def our_oracle(of: Year) -> Callable[[], Pairs]:
    return lambda: assign_exactly(of.rows, of.capacity)


SOLVERS: list[tuple[str, Callable[[Year], Callable[[], Pairs]], int]] = [  # the largest size without --slow
    ("**assign**, from rows to proven pairs", ours, 10_000),
    ("**assign**, `thresholds=()`", our_total_only, 10_000),
    ("scipy sparse, bare (arrays ready)", scipy_sparse, 10_000),
    ("scipy dense", scipy_dense, 1_000),
    ("OR-tools SimpleMinCostFlow", ortools_flow, 10_000),
    ("our oracle, plain Python", our_oracle, 1_000),
    ("Gale–Shapley, plain Python", gale_shapley, 10_000),
    ("`matching` HospitalResident", matching_package, 1_000),
]


def compare(sizes: Sequence[int], *, slow: bool) -> None:
    print("| mentees × mentors, rows | solver | CPU s | paired | < 20 | < 40 | total | blocking |")
    print("|---|---|---|---|---|---|---|---|")
    for size in sizes:
        of = year(size)
        for name, make, largest in SOLVERS:
            if size > largest and not slow:
                continue
            seconds, pairs = timed(make(of), runs=3 if size < 10_000 else 1)
            score = {row[:2]: row[2] for row in of.rows}
            points = [score[pair] for pair in pairs.items()]
            blocking = len(blocking_pairs(pairs, of.views, of.capacity))
            print(
                f"| {size} × {size // 2}, {len(of.rows)} | {name} | {seconds:.3f} | {len(pairs)} | "
                f"{sum(p < 20 for p in points)} | {sum(p < 40 for p in points)} | {sum(points):.0f} | {blocking} |"
            )


def timed(run: Callable[[], Pairs], *, runs: int) -> tuple[float, Pairs]:
    best, pairs = float("inf"), {}
    for _ in range(runs):
        start = process_time()
        pairs = run()
        best = min(best, process_time() - start)
    return best, pairs


# --- all that `suggest` asks for -------------------------------------------------------------------


def stages(sizes: Sequence[int]) -> None:
    print("| mentees | solve and prove | 3 offers each | prices of all offers | extra places | certificate |")
    print("|---|---|---|---|---|---|")
    for size in sizes:
        of = year(size)
        clock = [process_time()]
        solution = solve(of.rows, of.capacity)
        clock.append(process_time())
        offered = offers_of(solution)
        clock.append(process_time())
        prices_of(solution, offered)
        clock.append(process_time())
        extra_places_of(solution)
        clock.append(process_time())
        proven = certify(solution.pairs, of.rows, of.capacity).optimal
        clock.append(process_time())
        spent = " | ".join(f"{after - before:.3f}" for before, after in pairwise(clock))
        print(f"| {size} | {spent}{'' if proven else ' NOT PROVEN'} |")


# --- stability of the answer -----------------------------------------------------------------------


def calm(size: int, seeds: Sequence[int]) -> None:
    print("| seed | same pairs, rows shuffled | others moved when a mentor leaves | … with `previous` | points lost |")
    print("|---|---|---|---|---|")
    for seed in seeds:
        of = year(size, seed=seed)
        before = assign(of.rows, of.capacity)
        order = np.random.default_rng(seed).permutation(len(of.rows))
        same = assign([of.rows[k] for k in order], of.capacity) == before
        gone = Counter(before.values()).most_common(1)[0][0]
        rest = [row for row in of.rows if row[1] != gone]
        stay = {mentee: mentor for mentee, mentor in before.items() if mentor != gone}
        fresh, kept = assign(rest, of.capacity), assign(rest, of.capacity, previous=before)
        score = {row[:2]: row[2] for row in of.rows}
        lost = sum(score[pair] for pair in fresh.items()) - sum(score[pair] for pair in kept.items())
        moved = [sum(after.get(mentee) != mentor for mentee, mentor in stay.items()) for after in (fresh, kept)]
        print(f"| {seed} | {'yes' if same else 'NO'} | {moved[0]} | {moved[1]} | {lost:.0f} |")


# --- offers and free choice ------------------------------------------------------------------------


def free_choice(size: int, *, count: int = 3, seed: int = 1, orders: int = 20) -> None:
    of = year(size, seed=seed)
    solution = solve(of.rows, of.capacity)
    own = solution.pairs
    best: defaultdict[str, list[str]] = defaultdict(list)
    for mentee, mentor, _ in sorted(of.rows, key=lambda row: (-row[2], row)):
        best[mentee].append(mentor)
    top = {mentee: tuple(mentors[:count]) for mentee, mentors in best.items()}
    fair = offers_of(solution, count=count)
    people = len(best)
    print(f"\n{size} mentees (seed {seed}), {count} offers each; no method pairs {1 - len(own) / people:.1%}\n")
    print("| offers | left without a mentor | worst order | total | got the first wish | longest queue per place |")
    print("|---|---|---|---|---|---|")
    for name, offered, held in (
        ("top by score, free choice", top, {}),
        ("our offers, free choice", fair, {}),
        ("**our offers, own place held**", fair, own),
    ):
        left, total, first = zip(*(chosen(of, offered, held=held, seed=order) for order in range(orders)), strict=True)
        queue = Counter(mentor for mentors in offered.values() for mentor in mentors)
        longest = max(length / of.capacity[mentor] for mentor, length in queue.items())
        print(
            f"| {name} | {np.mean(left) / people:.1%} | {max(left) / people:.1%} | {np.mean(total):.0f} | "
            f"{np.mean(first) / people:.0%} | {longest:.0f} |"
        )


def chosen(
    of: Year, offered: Mapping[str, Sequence[str]], *, held: Mapping[str, str], seed: int
) -> tuple[int, float, int]:
    """In random order everyone takes whom he likes best (his own view ± 15) of those with a free place."""
    rng = np.random.default_rng(seed)
    score = {row[:2]: row[2] for row in of.rows}
    view = {(mentee, mentor): mine for mentee, mentor, mine, _ in of.views}
    places = Counter(of.capacity)
    places.subtract(held.values())
    left, total, first = 0, 0.0, 0
    for mentee in rng.permutation(sorted(offered)).tolist():
        if mentee in held:
            places[held[mentee]] += 1
        liked = sorted(offered[mentee], key=lambda mentor: -view[mentee, mentor] - rng.uniform(-15, 15))
        pick = next((mentor for mentor in liked if places[mentor] > 0), None)
        if pick is None:
            left += 1
            continue
        places[pick] -= 1
        total += score[mentee, pick]
        first += pick == liked[0]
    return left, total, first


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--slow", action="store_true")
    slow = arguments.parse_args().slow
    sys.setrecursionlimit(100_000)  # `matching` needs it from 1 000 mentees on
    print("## Solvers\n")
    compare([100, 1_000, 10_000], slow=slow)
    print("\n## Stages, CPU seconds\n")
    stages([100, 1_000, 10_000])
    print("\n## Calm, 1 000 mentees\n")
    calm(1_000, range(1, 7))
    print("\n## Free choice")
    for size, count, seed in ((100, 3, 1), (1_000, 3, 1), (1_000, 3, 2), (1_000, 5, 1), (10_000, 3, 1)):
        free_choice(size, count=count, seed=seed)


if __name__ == "__main__":
    main()
