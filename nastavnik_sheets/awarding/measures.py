"""What a criterion counts: one number for a mentor with all his pairs, or for one pair, and the words that explain it.

None is «nothing to count»: it brings nothing, and the row says so. Leaves weights and places to `nominating`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts.stopped import stopped_codes
from nastavnik_sheets.pair_pages.standing import EXIT, MOMENTS, exit_is_due
from nastavnik_sheets.schooling import schooling
from nastavnik_sheets.terms import COMPLETED, HELD, MEASURES, STOPPED
from nastavnik_sheets.workbook import Meeting, PlanTask
from nastavnik_sheets.year_sheets import Answer, Event, Practice

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Pair

COUNTS = frozenset(MEASURES[-3:])
"""Measures that are numbers of things; the others are shares of a hundred."""


@dataclass(frozen=True)
class Nominee:
    """Who is nominated: a mentor with his pairs of this year, or a pair; `people` are the codes behind it."""

    code: str
    pairs: tuple[Pair, ...]
    people: tuple[str, ...]
    is_pair: bool


class Counted(NamedTuple):
    """A number and what it is made of; None: there is nothing to count."""

    number: float | None
    words: str


@dataclass(frozen=True)
class Evidence:
    """The rows of a book that the measures look at, found once."""

    book: Book
    today: date

    def count(self, measure: str, nominee: Nominee) -> Counted:
        """Return what a measure says of a nominee."""
        return _MEASURES[measure](self, nominee)

    @cached_property
    def stopped(self) -> frozenset[str]:
        """Who may be named no more, and their pairs."""
        return stopped_codes(self.book, self.today)

    @cached_property
    def meetings(self) -> dict[str, list[Meeting]]:
        """Meetings held by today, by pair, in the order of time."""
        held = [m for m in self.book[Meeting] if m.state == HELD and m.held and m.held <= self.today]
        return group_by((m.pair, m) for m in sorted(held, key=lambda m: (m.held or self.today, m.row)))

    @cached_property
    def tasks(self) -> dict[str, list[PlanTask]]:
        """Tasks by pair."""
        return group_by((task.pair, task) for task in self.book[PlanTask])

    @cached_property
    def events(self) -> list[Event]:
        """Events that have been held and whose visitors are marked."""
        return [e for e in self.book[Event] if e.held and e.held <= self.today and e.attended]

    @cached_property
    def answered(self) -> set[tuple[str, str]]:
        """(person, moment) of every answer."""
        return {(a.person, a.moment) for a in self.book[Answer] if a.person and a.moment and a.answer}

    @cached_property
    def asked(self) -> tuple[str, ...]:
        """The moments at which anybody has answered: only then were the others asked too."""
        known = {moment for _, moment in self.answered}
        return tuple(moment for moment in MOMENTS if moment in known)

    def asked_of(self, nominee: Nominee) -> tuple[str, ...]:
        """The moments at which a nominee was asked."""
        due = any(exit_is_due(self.book, pair, self.today) for pair in nominee.pairs)
        return tuple(moment for moment in self.asked if moment != EXIT or due)


def _of(part: float, whole: float, what: str = "") -> Counted:
    if not whole:
        return Counted(None, "нет данных")
    return Counted(100 * part / whole, f"{part:g} из {whole:g}{what}")


def _meetings(evidence: Evidence, nominee: Nominee) -> list[list[Meeting]]:
    return [evidence.meetings.get(pair.code, []) for pair in nominee.pairs]


def _as_planned(evidence: Evidence, nominee: Nominee) -> Counted:
    agreed = [pair for pair in nominee.pairs if pair.meetings_planned]
    planned = sum(pair.meetings_planned or 0 for pair in agreed)
    held = sum(len(evidence.meetings.get(pair.code, [])) for pair in agreed)
    return _of(held, planned) if planned else Counted(None, "число встреч не согласовано")


def _steady(evidence: Evidence, nominee: Nominee) -> Counted:
    limit = timedelta(days=evidence.book.settings.gap_days)
    gaps = [b.held - a.held for held in _meetings(evidence, nominee) for a, b in pairwise(held) if a.held and b.held]
    return _of(sum(gap <= limit for gap in gaps), len(gaps), " промежутков") if gaps else Counted(None, "встреч мало")


def _confirmed(evidence: Evidence, nominee: Nominee) -> Counted:
    held = [meeting for some in _meetings(evidence, nominee) for meeting in some]
    return _of(sum(bool(m.mentor_mark and m.mentee_mark) for m in held), len(held), " — обоими")


def _tasks_done(evidence: Evidence, nominee: Nominee) -> Counted:
    tasks = [task for pair in nominee.pairs for task in evidence.tasks.get(pair.code, [])]
    return _of(sum(task.done is not None for task in tasks), len(tasks)) if tasks else Counted(None, "плана нет")


def _questionnaires(evidence: Evidence, nominee: Nominee) -> Counted:
    asked = [(person, moment) for person in nominee.people for moment in evidence.asked_of(nominee)]
    return _of(sum(one in evidence.answered for one in asked), len(asked))


def _school(evidence: Evidence, nominee: Nominee) -> Counted:
    own = [schooling(evidence.book).get(pair.mentor or "") for pair in nominee.pairs]
    known = next((learning for learning in own if learning is not None), None)
    return Counted(known.share, known.share_words) if known else Counted(None, "нет данных")


def _events(evidence: Evidence, nominee: Nominee) -> Counted:
    who = set(nominee.people)
    invited = [(e, code) for e in evidence.events for code in who & {*(e.invited or ()), *(e.attended or ())}]
    return _of(sum(code in (e.attended or ()) for e, code in invited), len(invited))


def _summed_up(evidence: Evidence, nominee: Nominee) -> Counted:
    mentor = evidence.book.mentors.get(nominee.pairs[0].mentor or "")
    said = [pair.result for pair in nominee.pairs] + [mentor.case_link if mentor else None]
    if not nominee.is_pair:
        said.append(mentor.result if mentor else None)
    return _of(sum(bool(one) for one in said), len(said))


def _practices(evidence: Evidence, nominee: Nominee) -> Counted:
    own = [p for p in evidence.book[Practice] if p.person in nominee.people]
    return Counted(len(own), f"{len(own)}")


def _mentees(evidence: Evidence, nominee: Nominee) -> Counted:  # noqa: ARG001
    led = {pair.mentee for pair in nominee.pairs if pair.mentee}
    return Counted(len(led), f"{len(led)}")


def _completed(evidence: Evidence, nominee: Nominee) -> Counted:  # noqa: ARG001
    count = sum(pair.state == COMPLETED for pair in nominee.pairs)
    return Counted(count, f"{count}")


_MEASURES: dict[str, Callable[[Evidence, Nominee], Counted]] = dict(
    zip(
        MEASURES,
        (_as_planned, _steady, _confirmed, _tasks_done, _questionnaires, _school, _events, _summed_up, _practices,
         _mentees, _completed),
        strict=True,
    )
)  # fmt: skip


def nominees(pairs: Sequence[Pair], *, by_pair: bool) -> list[Nominee]:
    """Return each pair as a nominee, or each mentor with his pairs, in the order of codes.

    A stopped pair is not held against a mentor who has others.
    """
    if by_pair:
        made = [Nominee(p.code, (p,), tuple(c for c in (p.mentor, p.mentee) if c), is_pair=True) for p in pairs]
    else:
        by_mentor = group_by((pair.mentor, pair) for pair in pairs)
        made = [Nominee(code, _going(own), (code,), is_pair=False) for code, own in by_mentor.items()]
    return sorted(made, key=lambda one: one.code)


def _going(pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    return tuple(pair for pair in pairs if pair.state != STOPPED) or tuple(pairs)
