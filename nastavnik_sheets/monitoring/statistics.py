"""Honest statistics of small samples of ordinal answers: exact signed-rank test, effect size, interval, Holm.

Wilcoxon's signed-rank test of paired answers, its distribution exact for the ranks at hand, ties and all: every
assignment of signs is counted (Wilcoxon 1945; Pratt, Gibbons: Concepts of Nonparametric Theory). Zero differences are
dropped. The effect is the matched-pairs rank-biserial correlation (Kerby 2014), the interval that of Hodges and
Lehmann from Walsh averages. In plain Python, exact up to 200 changed answers, normal beyond.
"""

from __future__ import annotations

from itertools import combinations_with_replacement
from math import erfc, sqrt
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

ENOUGH = 6
"""Fewer pairs of answers cannot tell anything: with five the two-sided p is never below 0.06."""
LEVEL = 0.05
EXACT_UP_TO = 200


class SignedRank(NamedTuple):
    """The test: how many differences are not zero, sums of ranks of rises and falls, the two-sided p."""

    changed: int
    rises: float
    falls: float
    p: float

    @property
    def effect(self) -> float:
        """From −1 (all fell) through 0 to +1 (all rose)."""
        total = self.rises + self.falls
        return (self.rises - self.falls) / total if total else 0.0


class Interval(NamedTuple):
    """The usual change (pseudo-median of the differences) and its 95 % interval; None under six pairs."""

    middle: float
    low: float | None
    high: float | None


def signed_rank(differences: Sequence[float]) -> SignedRank:
    """Test whether after differs from before; without any change p is 1."""
    changed = [d for d in differences if d]
    doubled = _doubled_ranks([abs(d) for d in changed])
    rises = sum(rank for rank, d in zip(doubled, changed, strict=True) if d > 0)
    falls = sum(doubled) - rises
    tail = _exact_tail if len(changed) <= EXACT_UP_TO else _normal_tail
    return SignedRank(len(changed), rises / 2, falls / 2, min(1.0, 2 * tail(doubled, min(rises, falls))))


def _doubled_ranks(values: Sequence[float]) -> list[int]:
    """Return twice the ranks, equal values sharing their mean rank: whole numbers in any case."""
    in_order = sorted(values)
    first = {value: position for position, value in reversed(list(enumerate(in_order, start=1)))}
    last = {value: position for position, value in enumerate(in_order, start=1)}
    return [first[value] + last[value] for value in values]


def _exact_tail(doubled: Sequence[int], smaller: int) -> float:
    """Return the share of all assignments of signs whose sum is at most `smaller`."""
    counts = _subset_counts(doubled)
    return sum(counts[: smaller + 1]) / (1 << len(doubled))


def _subset_counts(ranks: Sequence[int]) -> list[int]:
    """Return how many subsets have each sum: the coefficients of Π(1 + xʳ), packed in one whole number."""
    width = len(ranks) // 8 + 1
    packed = 1
    for rank in ranks:
        packed += packed << (rank * width * 8)
    raw = packed.to_bytes((sum(ranks) + 1) * width, "little")
    return [int.from_bytes(raw[at : at + width], "little") for at in range(0, len(raw), width)]


def _normal_tail(doubled: Sequence[int], smaller: int) -> float:
    """The normal approximation with the variance of the ranks at hand and correction for continuity."""
    mean = sum(doubled) / 2
    deviation = sqrt(sum(rank * rank for rank in doubled)) / 2
    return erfc((mean - smaller - 1) / deviation / sqrt(2)) / 2


def interval(differences: Sequence[float]) -> Interval:
    """Return the usual change and where it lies with 95 % confidence."""
    walsh = sorted((a + b) / 2 for a, b in combinations_with_replacement(differences, 2))
    if len(differences) < ENOUGH:
        return Interval(median(walsh) if walsh else 0.0, None, None)
    skip = _critical(len(differences))
    return Interval(median(walsh), walsh[skip - 1], walsh[len(walsh) - skip])


def _critical(pairs: int) -> int:
    """Return the least sum of ranks 1…n whose lower tail is 2.5 %, at least 1."""
    if pairs > EXACT_UP_TO:
        mean, deviation = pairs * (pairs + 1) / 4, sqrt(pairs * (pairs + 1) * (2 * pairs + 1) / 24)
        return int(mean - 1.959964 * deviation)
    counts = _subset_counts(range(1, pairs + 1))
    needed, so_far = LEVEL / 2 * (1 << pairs), 0
    for total, count in enumerate(counts):
        so_far += count
        if so_far >= needed:
            return max(1, total)
    return 1


def holm(values: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number (Holm 1979), in the order given."""
    corrected = [0.0] * len(values)
    worst = 0.0
    for place, index in enumerate(sorted(range(len(values)), key=values.__getitem__)):
        worst = max(worst, min(1.0, (len(values) - place) * values[index]))
        corrected[index] = worst
    return corrected
