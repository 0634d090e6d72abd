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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from numpy.typing import NDArray

    from nastavnik_sheets.pairing.instance import Instance, Ints, Pairs

    Floats = NDArray[Any]


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
        total = f"{self.total:g}".replace(".", ",")
        counts = f"Пар: {self.paired}, сумма баллов: {total}."
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

    rows, stays = list(candidates), sorted(pairs_of(locked), key=str)
    question = read_instance(rows, capacity, locked=stays, previous=previous, thresholds=thresholds, inertia=inertia)
    scores: dict[tuple[str, str], float] = {}
    for mentee, mentor, score in rows:
        if question.locked.get(mentee) == mentor:
            scores[mentee, mentor] = max(score, scores.get((mentee, mentor), 0))
    return certify_pairs(pairs, question, capacity, locked_points=sum(scores.values()))


def certify_pairs(
    pairs: Mapping[str, str],
    question: Instance,
    capacity: Mapping[str, int],
    *,
    locked_points: float = 0.0,
    views: tuple[Floats, Floats] | None = None,
    potentials: tuple[Ints, ...] | None = None,
) -> Certificate:
    """Check pairs against a question already read; `views` are what each row is worth to either side (see below).

    `potentials` hint at the shadow prices; wrong ones cannot make the proof succeed, only fail.
    """
    made = {mentee: mentor for mentee, mentor in pairs.items() if mentee not in question.locked}
    found = question.rows_of(made.items())
    strange = [pair for pair, row in zip(made.items(), found.tolist(), strict=True) if row < 0]
    faults = tuple(_faults(pairs, strange, capacity, locked=question.locked))
    rows = found[found >= 0]
    mine, theirs = views or (question.score, question.score)
    blocking = _blocking(question, rows, {mentee for mentee, _ in strange}, mine, theirs)
    return Certificate(
        paired=len(pairs),
        total=int(question.score[rows].sum()) / question.scale + locked_points,
        below=tuple(int(lane[rows].sum()) for lane in question.lanes[1 : 1 + len(question.thresholds)]),
        faults=faults,
        optimal=not faults and _reaches_bound(question, rows, potentials or _potentials(question, rows)),
        blocking=tuple(sorted(((question.mentees[question.mentee[row]], question.mentors[question.mentor[row]])
                               for row in blocking.tolist()), key=str)),
    )  # fmt: skip


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


def _blocking(question: Instance, rows: Ints, strange: set[str], mine: Floats | Ints, theirs: Floats | Ints) -> Ints:
    """Return the rows of those who would both rather have each other, as `blocking_pairs` does for rows of words."""
    import numpy as np

    mentees, mentors = question.mentee, question.mentor
    has = np.array([np.inf if who in strange else -np.inf for who in question.mentees])
    has[mentees[rows]] = mine[rows]
    free = question.places - np.bincount(mentors[rows], minlength=len(question.mentors))
    least = np.full(len(question.mentors), np.inf)
    np.minimum.at(least, mentors[rows], theirs[rows])
    least[free > 0] = -np.inf
    together = np.zeros(len(mentees), dtype=bool)
    together[rows] = True
    return np.flatnonzero((mine > has[mentees]) & (theirs > least[mentors]) & ~together)


def _faults(
    pairs: Mapping[str, str],
    strange: Iterable[tuple[str, str]],
    capacity: Mapping[str, int],
    *,
    locked: Mapping[str, str],
) -> Iterator[str]:
    for mentee, mentor in sorted(locked.items(), key=str):
        if pairs.get(mentee) != mentor:
            yield f"Закреплённой пары {mentee} – {mentor} нет в ответе."
    for mentee, mentor in sorted(strange, key=str):
        yield f"Пары {mentee} – {mentor} нет среди допустимых кандидатов."
    for mentor, number in sorted(Counter(pairs.values()).items(), key=str):
        if number > capacity.get(mentor, 0):
            yield f"У наставника {mentor} наставляемых {number}, а мест {capacity.get(mentor, 0)}."


def _reaches_bound(question: Instance, made: Ints, potentials: tuple[Ints, ...] | None) -> bool:
    """Tell whether the pairs are worth as much as the bound that their own shadow prices give.

    Worths and prices are tuples compared from the first number on: a pair, none below each threshold, the
    points, pairs kept. Adding and comparing work for them as for numbers, and so does the proof.
    """
    import numpy as np

    one = np.ones(len(question.mentee), dtype=np.int64)
    worth = (one, *(-lane for lane in question.lanes[1:]))
    price = _shadow_prices(question, potentials)
    gain = [w - p[question.mentor] for w, p in zip(worth, price, strict=True)]
    best = _best_by_mentee(question, gain)
    bounds = [int(b.sum() + (question.places * p).sum()) for b, p in zip(best, price, strict=True)]
    return bounds == [int(w[made].sum()) for w in worth]


def _best_by_mentee(question: Instance, gain: list[Ints]) -> list[Ints]:
    """Return the largest gain of each mentee; having no pair gains nothing, so it is never below that."""
    import numpy as np

    starts = question.mentee.searchsorted(np.arange(len(question.mentees)))
    best, open_rows = [], np.ones(len(question.mentee), dtype=bool)
    for part in gain:
        top = np.maximum.reduceat(np.where(open_rows, part, np.iinfo(np.int64).min), starts) if len(starts) else part
        open_rows &= part == top[question.mentee]
        best.append(top)
    return _never_below_nothing(best)


def _never_below_nothing(lanes: list[Ints]) -> list[Ints]:
    """Replace what is less than nothing, compared from the first lane on, by nothing."""
    import numpy as np

    below, undecided = np.zeros(len(lanes[0]), dtype=bool), np.ones(len(lanes[0]), dtype=bool)
    for lane in lanes:
        below |= undecided & (lane < 0)
        undecided &= lane == 0
    return [np.where(below, 0, lane) for lane in lanes]


def _potentials(question: Instance, made: Ints) -> tuple[Ints, ...] | None:
    """Return the potentials of these pairs; there are none where some chain of moves improves them."""
    import numpy as np

    from nastavnik_sheets.pairing.residual import potentials_of, residual_of

    chosen = np.full(len(question.mentees), -1, dtype=np.int64)
    chosen[question.mentee[made]] = made
    return potentials_of(residual_of(question, chosen))


def _shadow_prices(question: Instance, potentials: tuple[Ints, ...] | None) -> list[Ints]:
    """Guess good prices of a place with each mentor; where there are no potentials, it costs nothing."""
    import numpy as np

    from nastavnik_sheets.pairing.residual import UNREACHED

    zero = np.zeros(len(question.mentors), dtype=np.int64)
    if potentials is None:
        return [zero for _ in question.lanes]
    return _never_below_nothing([np.where(lane[:-1] == UNREACHED, 0, -lane[:-1]) for lane in potentials])
