"""The statistics of small samples against scipy, against counting by hand, and against their own meaning."""

from __future__ import annotations

from itertools import product
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from nastavnik_sheets.monitoring.statistics import ENOUGH, LEVEL, holm, interval, signed_rank

ORDINAL = st.lists(st.integers(-9, 9), min_size=1, max_size=9).filter(lambda some: sum(map(bool, some)) > 1)
UNTIED = st.lists(st.integers(1, 10_000), min_size=6, max_size=30, unique=True).flatmap(
    lambda sizes: st.tuples(*(st.sampled_from((size, -size)) for size in sizes))
)


def by_hand(differences: list[int]) -> float:
    """Two-sided p by writing out every assignment of signs."""
    sizes = [abs(d) for d in differences if d]
    ranks = stats.rankdata(sizes)
    seen = sum(rank for rank, d in zip(ranks, [d for d in differences if d], strict=True) if d > 0)
    sums = [sum(r for r, up in zip(ranks, ups, strict=True) if up) for ups in product((0, 1), repeat=len(ranks))]
    low = sum(total <= seen for total in sums) / len(sums)
    high = sum(total >= seen for total in sums) / len(sums)
    return min(1.0, 2 * min(low, high))


@settings(max_examples=25, deadline=None)
@given(ORDINAL)
def test_with_ties_the_test_is_what_every_assignment_of_signs_says(differences):
    assert signed_rank(differences).p == pytest.approx(by_hand(differences))


@settings(max_examples=25, deadline=None)
@given(ORDINAL)
def test_with_ties_the_test_is_scipys_permutation_test(differences):
    changed = [d for d in differences if d]
    oracle = stats.wilcoxon(changed, method=stats.PermutationMethod(n_resamples=2 ** len(changed) + 1))
    assert signed_rank(differences).p == pytest.approx(oracle.pvalue)


@settings(max_examples=25, deadline=None)
@given(UNTIED)
def test_without_ties_the_test_is_scipys_exact_one(differences):
    found = signed_rank(differences)
    oracle = stats.wilcoxon(differences, method="exact")
    assert found.p == pytest.approx(oracle.pvalue)
    assert min(found.rises, found.falls) == oracle.statistic


def test_many_answers_are_tested_as_scipy_approximates():
    differences = [(7 * n * n + 3) % 11 - 4 for n in range(400)]
    oracle = stats.wilcoxon([d for d in differences if d], method="asymptotic", correction=True)
    assert signed_rank(differences).p == pytest.approx(oracle.pvalue, rel=1e-9)


def test_without_change_nothing_is_proven():
    found = signed_rank([0, 0, 0])
    assert (found.changed, found.p, found.effect) == (0, 1.0, 0.0)


def test_effect_runs_from_all_fell_to_all_rose():
    assert signed_rank([1, 2, 3]).effect == 1
    assert signed_rank([-1, -2]).effect == -1
    assert signed_rank([2, -2]).effect == 0


@settings(max_examples=25, deadline=None)
@given(ORDINAL)
def test_turning_the_answers_round_turns_the_effect_round(differences):
    one, other = signed_rank(differences), signed_rank([-d for d in differences])
    assert one.p == other.p
    assert one.effect == -other.effect


def test_five_pairs_can_never_prove_anything_and_six_can():
    assert signed_rank([1, 2, 3, 4, 5]).p > LEVEL
    assert signed_rank([1, 2, 3, 4, 5, 6]).p < LEVEL
    assert ENOUGH == 6
    assert interval([1, 2, 3, 4, 5])[1:] == (None, None)


@settings(max_examples=15, deadline=None)
@given(UNTIED)
def test_the_interval_holds_exactly_the_shifts_that_scipys_test_does_not_reject(differences):
    found = interval(differences)
    for edge, outward in ((found.low, -1), (found.high, 1)):
        inside = [d - edge + outward / 4 for d in differences]
        outside = [d - edge - outward / 4 for d in differences]
        assert stats.wilcoxon(inside, method="exact").pvalue >= LEVEL
        assert stats.wilcoxon(outside, method="exact").pvalue < LEVEL


def test_the_usual_change_is_the_median_of_pairwise_means():
    differences = [3, 1, 0, -2, 5, 4]
    means = [(a + b) / 2 for i, a in enumerate(differences) for b in differences[i:]]
    assert interval(differences).middle == median(means)


def test_holm_is_scipys_step_down():
    values = [0.01, 0.04, 0.03, 0.005]
    assert holm(values) == pytest.approx([0.03, 0.06, 0.06, 0.02])  # the example everybody reprints
    assert holm([]) == []
