"""An independent check of finished pairs: limits, conditions, and a proof that nothing better exists.

It trusts nothing the solver says. The proof is weak duality, which anyone can follow: give each mentor's
place a price of 0 or more. No mentee can bring more than his best candidate is worth above that
candidate's price, no mentor more than his places times the price; so no assignment is worth more than
the sum of both. Pairs that reach the sum are the best there are. Whatever the prices, the bound holds;
wrong prices only fail to reach it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from nastavnik_sheets.pairing.instance import Instance, Pairs


@dataclass(frozen=True)
class Certificate:
    """What is certain about the pairs; `faults` are Russian sentences that name people by code."""

    paired: int  # locked pairs included
    total: float  # points of all pairs that have a row, without inertia
    below: tuple[int, ...]  # pairs below each threshold, the lowest first, locked ones not counted
    faults: tuple[str, ...]
    optimal: bool  # proven: no faults, and the bound is reached
    blocking: tuple[tuple[str, str], ...]  # (mentee, mentor) who would both rather have each other

    @property
    def text(self) -> str:
        """The certificate in words."""
        counts = f"Пар: {self.paired}, сумма баллов: {self.total:g}."
        if self.faults:
            return " ".join((counts, *self.faults))
        proof = (
            "Условия соблюдены, лучшего распределения нет (доказано)."
            if self.optimal
            else "Условия соблюдены, но есть распределение лучше."
        )
        return f"{counts} {proof}"


def certify(
    pairs: Mapping[str, str],
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> Certificate:
    """Check pairs against the question they answer, given as to `assign`."""
    from nastavnik_sheets.pairing.instance import pairs_of, read_instance

    rows, agreed = list(candidates), pairs_of(previous)
    fixed = dict(stays := pairs_of(locked))
    question = read_instance(rows, capacity, locked=stays, previous=agreed, thresholds=thresholds, inertia=inertia)
    scores = _best_scores(rows)
    free = {pair: score for pair, score in scores.items() if pair[0] not in fixed}
    made = {mentee: mentor for mentee, mentor in pairs.items() if mentee not in fixed}
    taken = Counter(fixed.values())
    places = {mentor: number - taken[mentor] for mentor, number in capacity.items()}
    faults = tuple(_faults(pairs, scores, capacity, locked=fixed))
    return Certificate(
        paired=len(pairs),
        total=sum(scores.get(pair, 0.0) for pair in pairs.items()),
        below=tuple(sum(scores.get(pair, level) < level for pair in made.items()) for level in question.thresholds),
        faults=faults,
        optimal=not faults and _reaches_bound(made, free, places, question=question, agreed=agreed, inertia=inertia),
        blocking=tuple(blocking_pairs(made, ((*pair, score, score) for pair, score in free.items()), places)),
    )


def blocking_pairs(
    pairs: Mapping[str, str],
    views: Iterable[tuple[str, str, float, float]],
    places: Mapping[str, int],
) -> list[tuple[str, str]]:
    """Return who would both rather have each other, sorted: a warning, not an error.

    `views` are rows (mentee, mentor, how much the mentee wants the mentor, and the mentor the mentee). A
    mentee would rather when he has no pair or values his mentor less; a mentor when there is a free place
    or one of the mentees is valued less. Pairs without a row are left out of all comparisons.
    """
    mine: dict[str, dict[str, float]] = {}
    theirs: dict[tuple[str, str], float] = {}
    for mentee, mentor, by_mentee, by_mentor in views:
        mine.setdefault(mentee, {})[mentor] = by_mentee
        theirs[mentor, mentee] = by_mentor
    taken = Counter(pairs.values())
    least: dict[str, float] = {}
    for mentee, mentor in pairs.items():
        view = theirs.get((mentor, mentee), float("inf"))
        least[mentor] = min(view, least.get(mentor, view))
    found = []
    for (mentor, mentee), view in theirs.items():
        now = pairs.get(mentee)
        wants = now is None or (now != mentor and mine[mentee][mentor] > mine[mentee].get(now, float("inf")))
        room = taken[mentor] < places[mentor] or view > least.get(mentor, float("inf"))
        if wants and room:
            found.append((mentee, mentor))
    return sorted(found, key=str)


def _best_scores(rows: Iterable[tuple[str, str, float]]) -> dict[tuple[str, str], float]:
    scores: dict[tuple[str, str], float] = {}
    for mentee, mentor, score in rows:
        scores[mentee, mentor] = max(score, scores.get((mentee, mentor), 0))
    return scores


def _faults(
    pairs: Mapping[str, str],
    scores: Mapping[tuple[str, str], float],
    capacity: Mapping[str, int],
    *,
    locked: Mapping[str, str],
) -> Iterator[str]:
    for mentee, mentor in sorted(locked.items(), key=str):
        if pairs.get(mentee) != mentor:
            yield f"Закреплённой пары {mentee} – {mentor} нет в ответе."
    for mentee, mentor in sorted(pairs.items(), key=str):
        if mentee not in locked and (mentee, mentor) not in scores:
            yield f"Пары {mentee} – {mentor} нет среди допустимых кандидатов."
    for mentor, number in sorted(Counter(pairs.values()).items(), key=str):
        if number > capacity.get(mentor, 0):
            yield f"У наставника {mentor} наставляемых {number}, а мест {capacity.get(mentor, 0)}."


def _reaches_bound(
    made: Mapping[str, str],
    scores: Mapping[tuple[str, str], float],
    places: Mapping[str, int],
    *,
    question: Instance,
    agreed: set[tuple[str, str]],
    inertia: float,
) -> bool:
    """Tell whether the pairs are worth as much as the bound that their own shadow prices give."""
    units = _units(question, most=max(scores.values(), default=0) + inertia)
    worth = {
        pair: _worth(score, pair in agreed, question=question, inertia=inertia, units=units)
        for pair, score in scores.items()
    }
    price = _shadow_prices(made, question, units)
    best = dict.fromkeys((mentee for mentee, _ in scores), 0)
    for (mentee, mentor), points in worth.items():
        best[mentee] = max(best[mentee], points - price[mentor])
    bound = sum(best.values()) + sum(places[mentor] * money for mentor, money in price.items())
    return sum(worth[pair] for pair in made.items()) == bound


def _units(question: Instance, *, most: float) -> list[int]:
    """Return what weighs how much: a pair, a pair above each threshold, a step of the score, a pair kept.

    A unit is more than everyone together can bring in all that comes after it.
    """
    above = 2 * len(question.mentees) + 1
    units = [1, above]
    units.append(above * units[-1] * (int(most * question.scale) + 2))
    for _ in question.thresholds:
        units.append(above * units[-1])
    return units[::-1]


def _worth(score: float, kept: bool, *, question: Instance, inertia: float, units: list[int]) -> int:
    """Fold the whole objective of one pair into one whole number."""
    steps = round(score * question.scale) + kept * round(inertia * question.scale)
    below = sum(unit for level, unit in zip(question.thresholds, units[1:], strict=False) if score < level)
    return units[0] - below + steps * units[-2] + kept * units[-1]


def _shadow_prices(made: Mapping[str, str], question: Instance, units: list[int]) -> dict[str, int]:
    """Guess good prices from the potentials of these pairs; where there are none, a place costs nothing."""
    import numpy as np

    from nastavnik_sheets.pairing.residual import potentials_of, residual_of

    rows = {pair[0]: question.row_numbers[pair] for pair in made.items()}
    chosen = np.array([rows.get(mentee, -1) for mentee in question.mentees], dtype=np.int64)
    potentials = potentials_of(residual_of(question, chosen))
    if potentials is None:
        return dict.fromkeys(question.mentors, 0)
    lanes = [lane.tolist() for lane in potentials]
    folded = [
        sum(number * unit for number, unit in zip(point, units, strict=True)) for point in zip(*lanes, strict=True)
    ]
    return {mentor: max(0, folded[-1] - folded[j]) for j, mentor in enumerate(question.mentors)}
