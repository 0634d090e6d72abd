"""A round of pairing: candidates with points, the best pairs, what each mentee is offered and what a choice costs.

    round_of(book, today=...) -> Round

What fits is in `score`, who takes part in `conditions`, the solver in `assign`; the rows of «Предложения» are made
in `rows`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.pairing.assign import solution_of
from nastavnik_sheets.pairing.certificate import certify_pairs
from nastavnik_sheets.pairing.conditions import Field, field_of
from nastavnik_sheets.pairing.offers import offers_of
from nastavnik_sheets.pairing.price import extra_places_of, prices_of
from nastavnik_sheets.pairing.score import Scorer
from nastavnik_sheets.workbook import Suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.pairing.assign import Solution
    from nastavnik_sheets.pairing.certificate import Certificate
    from nastavnik_sheets.pairing.price import ExtraPlace, Price
    from nastavnik_sheets.workbook import Mentee, Mentor

ACCEPT, REJECT, LATER = "принять", "отклонить", "позже"
THRESHOLDS = (20, 40)
Decisions = dict[tuple[str, str], str]


@dataclass(frozen=True)
class Candidates:
    """Who may work with whom, and the points of every two: tables of mentees × mentors, both sorted by code."""

    scorer: Scorer
    allowed: Any
    points: Any

    def __contains__(self, pair: tuple[str, str]) -> bool:
        """Whether these two may be paired."""
        place = self._place(pair)
        return place is not None and bool(self.allowed[place])

    def points_of(self, pair: tuple[str, str]) -> float | None:
        """Return the points of two people, None if they may not be paired."""
        place = self._place(pair)
        return float(self.points[place]) if place is not None and self.allowed[place] else None

    def has_any(self, mentee: str) -> bool:
        """Whether somebody has any candidate."""
        return bool(self.allowed[self.scorer.rows[mentee]].any())

    def _place(self, pair: tuple[str, str]) -> tuple[int, int] | None:
        row, column = self.scorer.rows.get(pair[0]), self.scorer.columns.get(pair[1])
        return (row, column) if row is not None and column is not None else None


@dataclass(frozen=True)
class Round:
    """One round of pairing, worked out."""

    field: Field
    scorer: Scorer
    candidates: Candidates
    decisions: Decisions
    solution: Solution
    certificate: Certificate
    offered: Mapping[str, tuple[str, ...]]
    prices: Mapping[tuple[str, str], Price]

    @cached_property
    def unpaired(self) -> list[Mentee]:
        """Mentees who take part and have no mentor in the best pairing."""
        return [m for m in self.field.mentees if m.code not in self.solution.pairs]

    @cached_property
    def idle(self) -> list[Mentor]:
        """Mentors who take part and have no mentee, neither in the best pairing nor in a pair."""
        busy = {*self.solution.pairs.values(), *self.field.book.pairs_of_mentor}
        return [m for m in self.field.mentors if m.code not in busy]

    @cached_property
    def extra_places(self) -> dict[str, ExtraPlace]:
        """What one more place with each mentor would bring."""
        return extra_places_of(self.solution)


def round_of(book: Book, *, today: date) -> Round:
    """Work out a round: decisions already taken on «Предложения» hold, refusals are never offered again."""
    field = field_of(book, today=today)
    scorer = Scorer(field)
    decisions = {(s.mentee, s.mentor): s.decision for s in book[Suggestion] if s.mentee and s.mentor and s.decision}
    candidates = candidates_of(scorer, rejected={pair for pair, said in decisions.items() if said == REJECT})
    solution = solution_of(_question(candidates, decisions))
    offered = _with_wishes(candidates, solution, offers_of(solution, count=book.settings.candidates), decisions)
    certificate = _certificate(candidates, solution)
    return Round(field, scorer, candidates, decisions, solution, certificate, offered, prices_of(solution, offered))


def candidates_of(scorer: Scorer, *, rejected: set[tuple[str, str]] = frozenset()) -> Candidates:  # type: ignore[assignment]
    """Return every two who may work together, with their points."""
    _, forms = scorer.forms
    allowed = forms >= 0
    for mentee, mentor in (*scorer.field.refused, *rejected, *((code, code) for code in scorer.rows)):
        row, column = scorer.rows.get(mentee), scorer.columns.get(mentor)
        if row is not None and column is not None:
            allowed[row, column] = False
    return Candidates(scorer, allowed, scorer.points())


def _question(candidates: Candidates, decisions: Decisions) -> Any:
    """Return what the solver is asked: accepted pairs are locked, those suggested before have inertia."""
    from nastavnik_sheets.pairing.instance import instance_of_table

    scorer, field = candidates.scorer, candidates.scorer.field
    previous = [(s.mentee, s.mentor) for s in field.book[Suggestion] if s.best and s.mentee and s.mentor]
    return instance_of_table(
        list(scorer.rows), list(scorer.columns), candidates.points, candidates.allowed, field.places,
        locked=_accepted(candidates, decisions), previous=previous, thresholds=THRESHOLDS,
        inertia=field.book.settings.inertia,
    )  # fmt: skip


def _accepted(candidates: Candidates, decisions: Decisions) -> dict[str, str]:
    """Return the accepted pairs that still can be: the two may work together and the mentor has room for all."""
    room = dict(candidates.scorer.field.places)
    found: dict[str, str] = {}
    for (mentee, mentor), decision in sorted(decisions.items()):
        if decision == ACCEPT and (mentee, mentor) in candidates and mentee not in found and room[mentor] > 0:
            found[mentee] = mentor
            room[mentor] -= 1
    return found


def _with_wishes(
    candidates: Candidates, solution: Solution, offered: Mapping[str, tuple[str, ...]], decisions: Decisions
) -> dict[str, tuple[str, ...]]:
    """Add to the offers whom the mentee has named after the meeting or put off, so that he sees what they cost.

    A mentor whose places are all accepted already has none to offer.
    """
    by_mentee, _ = candidates.scorer.choices
    left = dict(zip(solution.instance.mentors, solution.instance.places.tolist(), strict=True))
    more: dict[str, list[str]] = {}
    wished = sorted(by_mentee, key=lambda pair: (pair[0], by_mentee[pair]))
    for mentee, mentor in (*wished, *(pair for pair in sorted(decisions) if decisions[pair] == LATER)):
        if (mentee, mentor) in candidates and left.get(mentor) and decisions.get((mentee, mentor)) != ACCEPT:
            more.setdefault(mentee, []).append(mentor)
    accepted = {mentee for (mentee, _), said in decisions.items() if said == ACCEPT}
    return {
        mentee: mentors if mentee in accepted else tuple(dict.fromkeys((*mentors, *more.get(mentee, ()))))
        for mentee, mentors in offered.items()
    }


def _certificate(candidates: Candidates, solution: Solution) -> Certificate:
    instance, scorer = solution.instance, candidates.scorer
    rows = _positions(scorer.rows, instance.mentees)[instance.mentee]
    columns = _positions(scorer.columns, instance.mentors)[instance.mentor]
    mine, theirs = (view[rows, columns] for view in scorer.views())
    locked = sum(candidates.points_of(pair) or 0.0 for pair in instance.locked.items())
    return certify_pairs(
        solution.pairs, instance, scorer.field.places,
        locked_points=locked, views=(mine, theirs), potentials=solution.potentials,
    )  # fmt: skip


def _positions(numbers: Mapping[str, int], codes: Iterable[str]) -> Any:
    import numpy as np

    return np.array([numbers[code] for code in codes], dtype=np.int64)
