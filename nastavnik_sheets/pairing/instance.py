"""Reads the rows of a pairing problem into sorted arrays of exact whole numbers; solves nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, log2
from operator import index
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Pairs = Iterable[tuple[str, str]] | Mapping[str, str]

MOST_POINTS = 1e9
MOST_DECIMALS = 6
FINEST_BITS = 31  # a score in grid steps; leaves the solver's 53-bit weights room for the counts above it


@dataclass(frozen=True)
class Instance:
    """A pairing problem: people sorted by code, rows sorted by mentee and mentor, costs as whole numbers.

    `lanes` are the costs of a row, the most important first: not being paired (0 for every row, 1 for no
    pair), one lane a threshold (1 when the score is below), the score with inertia (negative), the pair
    agreed before (-1). An optimum is least in the first lane, then in the second, and so on.
    """

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    places: Ints  # by mentor, what the locked pairs leave
    mentee: Ints  # by row
    mentor: Ints  # by row
    score: Ints  # by row, in steps of 1 / scale
    scale: int
    lanes: tuple[Ints, ...]
    thresholds: tuple[float, ...]
    locked: dict[str, str]

    def find(self, mentee: str, mentor: str) -> int:
        """Return the row about these two people, -1 if there is none."""
        return int(self.rows_of([(mentee, mentor)])[0])

    def rows_of(self, pairs: Iterable[tuple[str, str]]) -> Ints:
        """Return the row about each (mentee, mentor), -1 where there is none."""
        wanted = [
            (self.mentee_numbers.get(mentee, -1), self.mentor_numbers.get(mentor, -1)) for mentee, mentor in pairs
        ]
        i, j = np.array(wanted, dtype=np.int64).reshape(-1, 2).T
        if not self._keys.size:
            return np.full(len(i), -1, dtype=np.int64)
        keys = i * len(self.mentors) + j
        rows = np.minimum(self._keys.searchsorted(keys), len(self._keys) - 1)
        return np.where((self._keys[rows] == keys) & (i >= 0) & (j >= 0), rows, -1)

    @cached_property
    def mentee_numbers(self) -> dict[str, int]:
        """The number of each mentee by code."""
        return {code: n for n, code in enumerate(self.mentees)}

    @cached_property
    def mentor_numbers(self) -> dict[str, int]:
        """The number of each mentor by code."""
        return {code: n for n, code in enumerate(self.mentors)}

    @cached_property
    def _keys(self) -> Ints:
        return self.mentee * len(self.mentors) + self.mentor


def read_instance(
    candidates: Iterable[tuple[str, str, float]],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> Instance:
    """Check and sort the rows; raise ValueError when the caller is mistaken (see `assign`)."""
    places = {mentor: _whole(mentor, number) for mentor, number in capacity.items()}
    fixed = _fixed(locked, places)
    mentee, mentor, score = _columns(candidates)
    _known(set(mentor), places)
    free = [who not in fixed for who in mentee]
    mentees, i = _coded([who for who, keep in zip(mentee, free, strict=True) if keep], "mentee")
    mentors, j = _coded([who for who, keep in zip(mentor, free, strict=True) if keep], "mentor")
    i, j, points = _best_of_duplicates(i, j, score[np.array(free, dtype=bool)])
    bare = _bare(mentees, mentors, (i, j), [places[who] for who in mentors], fixed)
    return _weighed(bare, points, previous=previous, thresholds=thresholds, inertia=inertia)


def instance_of_table(
    mentees: Sequence[str],
    mentors: Sequence[str],
    points: NDArray[np.float64],
    allowed: NDArray[np.bool_],
    capacity: Mapping[str, int],
    *,
    locked: Pairs = (),
    previous: Pairs = (),
    thresholds: Iterable[float] = (20, 40),
    inertia: float = 4,
) -> Instance:
    """Take the rows from a table, mentees × mentors, both sorted by code; what is not allowed is no row."""
    places = {mentor: _whole(mentor, number) for mentor, number in capacity.items()}
    fixed = _fixed(locked, places)
    _known(set(mentors), places)
    open_rows = allowed & np.array([who not in fixed for who in mentees], dtype=bool).reshape(-1, 1)
    seeking, helping = np.flatnonzero(open_rows.any(axis=1)), np.flatnonzero(open_rows.any(axis=0))
    small = np.ix_(seeking, helping)
    open_rows, table = open_rows[small], points[small]
    wanted = [mentors[k] for k in helping.tolist()]
    rows = np.nonzero(open_rows)
    bare = _bare(
        tuple(mentees[k] for k in seeking.tolist()),
        tuple(wanted),
        (rows[0], rows[1]),
        [places[who] for who in wanted],
        fixed,
    )
    return _weighed(bare, table[open_rows], previous=previous, thresholds=thresholds, inertia=inertia)


def _bare(
    mentees: tuple[str, ...],
    mentors: tuple[str, ...],
    rows: tuple[Ints, Ints],
    places: list[int],
    fixed: dict[str, str],
) -> Instance:
    """Return an instance whose rows have no points yet."""
    return Instance(
        mentees=mentees,
        mentors=mentors,
        places=np.array(places, dtype=np.int64),
        mentee=rows[0],
        mentor=rows[1],
        score=np.zeros(0, dtype=np.int64),
        scale=1,
        lanes=(),
        thresholds=(),
        locked=fixed,
    )


def _weighed(
    bare: Instance, points: NDArray[np.float64], *, previous: Pairs, thresholds: Iterable[float], inertia: float
) -> Instance:
    """Give the rows their points and costs."""
    if not 0 <= inertia <= MOST_POINTS:
        raise ValueError(f"inertia is a number of points from 0 upwards: {inertia!r}")
    kept = np.zeros(len(points), dtype=np.int64)
    agreed = bare.rows_of(pairs_of(previous))  # people who are no longer here are passed over
    kept[agreed[agreed >= 0]] = 1
    levels = tuple(sorted(set(thresholds)))
    scale = _scale(points, inertia)
    steps = np.rint(points * scale).astype(np.int64)
    bonus = np.int64(round(inertia * scale))
    return replace(
        bare,
        score=steps,
        scale=scale,
        lanes=(
            np.zeros_like(steps),
            *((points < level).astype(np.int64) for level in levels),
            -(steps + bonus * kept),
            -kept,
        ),
        thresholds=levels,
    )


def pairs_of(pairs: Pairs) -> set[tuple[str, str]]:
    """Return (mentee, mentor) pairs given as pairs or as a mapping."""
    return {(mentee, mentor) for mentee, mentor in (pairs.items() if isinstance(pairs, Mapping) else pairs)}


def _whole(mentor: str, number: Any) -> int:
    try:
        places = index(number)
    except TypeError:
        raise ValueError(f"capacity of {mentor!r} is not a whole number: {number!r}") from None
    if places < 0:
        raise ValueError(f"capacity of {mentor!r} is negative: {number!r}")
    return places


def _fixed(locked: Pairs, places: dict[str, int]) -> dict[str, str]:
    """Return the locked pairs and take their places."""
    pairs = sorted(pairs_of(locked), key=str)
    fixed = dict(pairs)
    twice = [mentee for mentee, mentor in pairs if fixed[mentee] != mentor]
    if twice:
        raise ValueError(f"mentee {twice[0]!r} is locked to more than one mentor")
    _known(set(fixed.values()), places)
    for mentor in fixed.values():
        places[mentor] -= 1
        if places[mentor] < 0:
            raise ValueError(f"more pairs are locked to mentor {mentor!r} than the capacity allows")
    return fixed


def _known(mentors: set[str], places: dict[str, int]) -> None:
    unknown = mentors - places.keys()
    if unknown:
        raise ValueError(f"no capacity is given for mentor {min(unknown, key=str)!r}")


def _columns(
    candidates: Iterable[tuple[str, str, float]],
) -> tuple[tuple[str, ...], tuple[str, ...], NDArray[np.float64]]:
    rows = list(candidates)
    if not rows:
        return (), (), np.zeros(0)
    try:
        mentee, mentor, score = zip(*rows, strict=True)
        given = np.array(score)
        points = given.astype(np.float64)
    except (TypeError, ValueError) as error:
        raise ValueError(f"a candidate is a row (mentee, mentor, score): {error}") from None
    if given.dtype.kind not in "iufbO":
        raise ValueError(f"scores are numbers, not text: {rows[0]!r}")
    wrong = ~((points >= 0) & (points <= MOST_POINTS))
    if wrong.any():
        raise ValueError(f"a score is a number from 0 to {MOST_POINTS:.0f}: {rows[int(wrong.argmax())]!r}")
    return mentee, mentor, points


def _coded(people: list[str], kind: str) -> tuple[tuple[str, ...], Ints]:
    """Return the sorted codes and the number of each person among them."""
    codes = set(people)
    if None in codes or "" in codes:
        raise ValueError(f"a {kind} has no code")
    try:
        ranked = tuple(sorted(codes))
    except TypeError as error:
        raise ValueError(f"codes of {kind}s are of different kinds: {error}") from None
    number = {code: k for k, code in enumerate(ranked)}
    return ranked, np.fromiter(map(number.__getitem__, people), dtype=np.int64, count=len(people))


def _best_of_duplicates(
    mentee: Ints, mentor: Ints, score: NDArray[np.float64]
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Sort the rows by mentee and mentor; of rows about the same two people the best score counts."""
    ranked = np.lexsort((-score, mentor, mentee))
    i, j = mentee[ranked], mentor[ranked]
    first = np.ones(len(i), dtype=bool)
    first[1:] = (np.diff(i) != 0) | (np.diff(j) != 0)
    return i[first], j[first], score[ranked][first]


def _scale(score: NDArray[np.float64], inertia: float) -> int:
    """Return the steps in a point: a power of ten when the scores are decimals, else the finest that fits."""
    points = np.append(score, inertia)
    most = max(float(points.max()) * 2, 1.0)
    for scale in (10**decimals for decimals in range(MOST_DECIMALS + 1)):
        if most * scale < 2**FINEST_BITS and np.array_equal(np.rint(points * scale) / scale, points):
            return int(scale)
    return 1 << max(0, FINEST_BITS - ceil(log2(most)))


def ties(instance: Instance, bits: int) -> Ints:
    """Return a small number for each row that depends on the two codes alone, so that answers stay local."""
    mentee = np.array([crc32(str(code).encode()) for code in instance.mentees], dtype=np.uint64)
    mentor = np.array([crc32(str(code).encode()) for code in instance.mentors], dtype=np.uint64)
    mixed = mentee[instance.mentee] * np.uint64(0x9E3779B97F4A7C15)
    mixed ^= (mentor[instance.mentor] + np.uint64(1)) * np.uint64(0xD6E8FEB86659FD93)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return (mixed >> np.uint64(64 - bits) if bits else np.zeros_like(mixed)).astype(np.int64)
