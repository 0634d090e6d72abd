"""Pairing problems for the tests, and the plainest possible judge of an answer: try everything."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from hypothesis import strategies as st

INERTIA = 4
Worth = tuple[Fraction | int, ...]


@dataclass
class Problem:
    candidates: list[tuple[str, str, float]]
    capacity: dict[str, int]
    locked: list[tuple[str, str]] = field(default_factory=list)
    previous: list[tuple[str, str]] = field(default_factory=list)
    thresholds: tuple[float, ...] = (20, 40)

    @property
    def conditions(self) -> dict[str, object]:
        return {"locked": self.locked, "previous": self.previous, "thresholds": self.thresholds}

    @cached_property
    def scores(self) -> dict[tuple[str, str], Fraction]:
        best: dict[tuple[str, str], Fraction] = {}
        for mentee, mentor, score in self.candidates:
            best[mentee, mentor] = max(Fraction(str(score)), best.get((mentee, mentor), Fraction(0)))
        return best

    def is_allowed(self, pairs: dict[str, str]) -> bool:
        fixed = dict(self.locked)
        return (
            all(pairs.get(mentee) == mentor for mentee, mentor in fixed.items())
            and all(pair in self.scores for pair in pairs.items() if pair[0] not in fixed)
            and all(number <= self.capacity[mentor] for mentor, number in Counter(pairs.values()).items())
        )

    def total(self, pairs: dict[str, str]) -> Fraction:
        return sum((self.scores.get(pair, Fraction(0)) for pair in pairs.items()), start=Fraction(0))

    def below(self, pairs: dict[str, str]) -> tuple[int, ...]:
        fixed = dict(self.locked)
        free = [pair for pair in pairs.items() if pair[0] not in fixed]
        return tuple(sum(self.scores[pair] < level for pair in free) for level in sorted(set(self.thresholds)))

    def worth(self, pairs: dict[str, str]) -> Worth:
        """The objective as a tuple: the larger the better."""
        fixed, agreed = dict(self.locked), set(self.previous)
        free = [pair for pair in pairs.items() if pair[0] not in fixed]
        kept = sum(pair in agreed for pair in free)
        total = sum((self.scores[pair] for pair in free), start=Fraction(0))
        return (len(pairs), *(-number for number in self.below(pairs)), total + INERTIA * kept, kept)

    def best_worth(self) -> Worth:
        """The best there is, by trying every allowed assignment."""
        return max(self.worth(pairs) for pairs in self.assignments())

    def assignments(self) -> Iterator[dict[str, str]]:
        fixed = dict(self.locked)
        free = sorted({mentee for mentee, _ in self.scores if mentee not in fixed})
        taken = Counter(fixed.values())
        places = {mentor: number - taken[mentor] for mentor, number in self.capacity.items()}
        options = {mentee: [pair[1] for pair in self.scores if pair[0] == mentee] for mentee in free}
        yield from _all(free, options, places, dict(fixed))


def _all(
    mentees: list[str], options: dict[str, list[str]], places: dict[str, int], made: dict[str, str]
) -> Iterator[dict[str, str]]:
    if not mentees:
        yield dict(made)
        return
    mentee, rest = mentees[0], mentees[1:]
    yield from _all(rest, options, places, made)
    for mentor in options[mentee]:
        if places[mentor]:
            yield from _all(rest, options, places | {mentor: places[mentor] - 1}, made | {mentee: mentor})


@st.composite
def problems(draw: st.DrawFn, most_mentees: int = 5, most_mentors: int = 4) -> Problem:
    mentees = [f"У-{k}" for k in range(draw(st.integers(1, most_mentees)))]
    mentors = [f"Н-{k}" for k in range(draw(st.integers(1, most_mentors)))]
    score = draw(
        st.sampled_from(
            [
                st.integers(0, 60),
                st.integers(0, 12).map(lambda steps: 5 * steps),
                st.integers(0, 6000).map(lambda cents: cents / 100),
                st.sampled_from([0, 19.999999, 20, 39.999999, 40, 0.1, 0.2, 0.3]),
            ]
        )
    )
    pairs = [(mentee, mentor) for mentee in mentees for mentor in mentors]
    rows = [(*pair, draw(score)) for pair in draw(st.lists(st.sampled_from(pairs), max_size=16))]
    capacity = {mentor: draw(st.integers(0, 3)) for mentor in mentors}
    left = Counter(capacity)
    locked = {}
    for mentee, mentor in draw(st.lists(st.sampled_from(pairs), max_size=2)):
        if left[mentor] and mentee not in locked:
            locked[mentee] = mentor
            left[mentor] -= 1
    return Problem(
        candidates=rows,
        capacity=capacity,
        locked=list(locked.items()),
        previous=draw(st.lists(st.sampled_from(pairs), max_size=3, unique=True)),
        thresholds=draw(st.sampled_from([(20, 40), (), (30,), (40, 20), (10, 20, 30, 40, 50)])),
    )


def school(mentees: int, *, seed: int, score_step: float = 5) -> Problem:
    """An invented year: three forms, half as many mentors, places a little short, some favourites."""
    rng = random.Random(seed)
    mentors = [f"Н-{k:04}" for k in range(mentees // 2)]
    capacity = {mentor: rng.choice([1, 1, 2, 2, 3]) for mentor in mentors}
    rows = []
    for k in range(mentees):
        same_form = mentors[k % 3 :: 3]
        liked = rng.choices(same_form, weights=[1 / (rank + 3) for rank in range(len(same_form))], k=30)
        wanted = rng.sample(sorted(set(liked)), k=rng.choice([0, 1, 2]) if k % 25 == 0 else len(set(liked)))
        steps = int(100 / score_step)
        rows += [(f"У-{k:04}", mentor, rng.randint(0, steps) * 100 / steps) for mentor in wanted]
    return Problem(candidates=rows, capacity=capacity)
