"""What rules, papers and figures need to know of a book, found once: who is who, whose meetings, which forms.

A record whose code stands on two rows is nobody in particular, so rules that join by code do not see it: its
doubled code is reported by itself. Leaves what is wrong to the rules.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts.ages import age_on, is_plausible
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.terms import APPROVED, CLOSED_PAIR, FORGOTTEN, FORMS, HELD, MEETING_KINDS, PUPIL, TEACHER
from nastavnik_sheets.workbook import RECORD_TYPES, Meeting, Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Programme, Question

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.workbook import Person

Participant: TypeAlias = "Mentee | Mentor"
R = TypeVar("R", bound="Record")


@dataclass(frozen=True)
class Facts:
    """Indexes of one book that all who ask about it share."""

    book: Book

    @cached_property
    def codes(self) -> dict[str, dict[str, int]]:
        """How many rows of a sheet hold each code, by the sheet's key."""
        return {sheet_of(t).key: _counted(self.book[t]) for t in RECORD_TYPES if hasattr(t, "code")}

    @cached_property
    def mentees(self) -> dict[str, Mentee]:
        """Mentees whose code stands on one row."""
        return self._single(Mentee)

    @cached_property
    def mentors(self) -> dict[str, Mentor]:
        """Mentors whose code stands on one row."""
        return self._single(Mentor)

    @cached_property
    def pairs(self) -> dict[str, Pair]:
        """Pairs whose code stands on one row."""
        return self._single(Pair)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """Questions whose code stands on one row."""
        return self._single(Question)

    @cached_property
    def programmes(self) -> dict[str, Programme]:
        """Programmes whose code stands on one row."""
        return self._single(Programme)

    @cached_property
    def people(self) -> dict[str, Participant]:
        """Participants of both bases by code; who stands in both is taken as a mentee."""
        return {**self.mentors, **self.mentees}

    @cached_property
    def participants(self) -> tuple[Participant, ...]:
        """Every row of both bases, mentees first."""
        return (*self.book[Mentee], *self.book[Mentor])

    def is_participant(self, code: str | None) -> bool:
        """Whether a code stands in one of the bases."""
        return code in self.codes["mentees"] or code in self.codes["mentors"]

    def _single(self, record_type: type[R]) -> dict[str, R]:
        counts = self.codes[sheet_of(record_type).key]
        return {r.code: r for r in self.book[record_type] if counts.get(r.code) == 1}  # type: ignore[attr-defined]

    @cached_property
    def meetings_of(self) -> dict[str, list[Meeting]]:
        """Meetings by the pair's code, as they stand on the sheet."""
        return group_by((meeting.pair, meeting) for meeting in self.book[Meeting])

    @cached_property
    def meeting_meanings(self) -> dict[str, str | None]:
        """What each kind of meeting is to be understood as."""
        return {value: e.meaning for (name, value), e in self.book.entries.items() if name == MEETING_KINDS}

    def meaning(self, meeting: Meeting) -> str | None:
        """Return which of the five kinds a meeting is, None if that is unknown."""
        return self.meeting_meanings.get(meeting.kind or "")

    @cached_property
    def forms_among_workers(self) -> frozenset[str]:
        """Forms of mentoring in which the mentee is a teacher: help of one worker to another (ст. 351.8 ТК РФ)."""
        return frozenset(value for value, _, mentees in self._forms() if mentees == {TEACHER})

    @cached_property
    def forms_among_pupils(self) -> frozenset[str]:
        """Forms of mentoring in which both are pupils."""
        return frozenset(value for value, mentors, mentees in self._forms() if mentors == mentees == {PUPIL})

    def _forms(self) -> list[tuple[str, set[str], set[str]]]:
        return [
            (value, set(entry.mentors or ()), set(entry.mentees or ()))
            for (name, value), entry in self.book.entries.items()
            if name == FORMS
        ]

    @cached_property
    def contradictory(self) -> frozenset[str]:
        """Codes of people who are one thing in one base and another in the other."""
        status = self.book.status
        both = self.mentors.keys() & self.mentees.keys()
        known = ((code, status(self.mentors[code]), status(self.mentees[code])) for code in both)
        return frozenset(code for code, one, other in known if one and other and one != other)

    def status(self, person: Person | None) -> str | None:
        """Return who somebody is to the school, None if the bases contradict each other."""
        return self.book.status(person) if person is not None and person.code not in self.contradictory else None

    def among_workers(self, pair: Pair) -> bool:
        """Whether a teacher of the school helps another teacher of it."""
        mentor = self.mentors.get(pair.mentor or "")
        return pair.mentoring_form in self.forms_among_workers and self.status(mentor) == TEACHER

    def birth(self, person: Person | None, today: date) -> date | None:
        """Return a birth date that is believable for this person; one that is reported by itself is unknown.

        So is the day that `forget` has left: only its year is true.
        """
        if person is None or person.birth_date is None or (person.full_name or "").startswith(FORGOTTEN):
            return None
        age = age_on(person.birth_date, today)
        return person.birth_date if is_plausible(age, self.book.status(person), self.book.settings) else None

    def period(self, pair: Pair) -> tuple[date, date] | None:
        """Return when a pair works; unknown if its dates are unreadable, or doubtful and reported by themselves."""
        return None if pair.code in self.doubtful_pairs else self.stated_period(pair)

    def stated_period(self, pair: Pair) -> tuple[date, date] | None:
        """Return when a pair works by its own row, if its dates are in order and it begins within the programme."""
        end = pair.end or pair.planned_end
        if pair.start is None or end is None or end < pair.start or (pair.planned_end or end) < pair.start:
            return None
        settings = self.book.settings
        outside = (settings.programme_start and pair.start < settings.programme_start) or (
            settings.programme_end and pair.start > settings.programme_end
        )
        return None if outside else (pair.start, end)

    @cached_property
    def doubtful_pairs(self) -> frozenset[str]:
        """Codes of pairs several meetings of which took place before or after it: the pair's date is the odd one."""
        return frozenset(code for code in self.meetings_of if max(map(len, self.meetings_outside(code))) > 1)

    def meetings_outside(self, code: str) -> tuple[list[Meeting], list[Meeting]]:
        """Return the meetings that took place before a pair began, and after a closed one ended."""
        pair = self.pairs.get(code)
        period = self.stated_period(pair) if pair is not None else None
        if pair is None or period is None:
            return [], []
        held = [(m.held, m) for m in self.meetings_of.get(code, ()) if m.held is not None and m.state == HELD]
        closed = pair.state in CLOSED_PAIR
        return [m for on, m in held if on < period[0]], [m for on, m in held if closed and on > period[1]]

    @staticmethod
    def horizon(pair: Pair, today: date) -> date:
        """Return until when something may be planned; a pair that is overdue or stopped early is reported by itself."""
        if pair.planned_end is None or (pair.state == APPROVED and pair.planned_end < today):
            return date.max
        return max(pair.planned_end, pair.end or pair.planned_end)


@lru_cache(maxsize=1)
def facts_of(book: Book) -> Facts:
    """Return the shared indexes of a book; those of the last book are kept."""
    return Facts(book)


def _counted(records: list[Record]) -> dict[str, int]:
    counts = Counter(map(attrgetter("code"), records))
    del counts[""]
    return counts


def blank(book: Book, record: Record, name: str) -> bool:
    """Whether a cell is there and empty: an unreadable cell or a missing column is a finding already."""
    if getattr(record, name) not in (None, ""):
        return False
    table = book.table(type(record))
    if name not in table.positions:
        return False
    raw = table.raw(record.row, name)
    return raw is None or (isinstance(raw, str) and not raw.strip())


def readable(book: Book, record_type: type[Record], *names: str) -> bool:
    """Whether a sheet has these columns, so that what is not in them is really absent."""
    positions = book.table(record_type).positions
    return all(name in positions for name in names)


def day(value: date) -> str:
    """Return a date as people write it: 01.09.2026."""
    return f"{value:%d.%m.%Y}"
