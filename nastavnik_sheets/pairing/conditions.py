"""Who may be paired at all, and in which form: the hard conditions, each with its reason and the way out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.lists import FORMS
from nastavnik_sheets.rules.consents import missing_consents
from nastavnik_sheets.rules.facts import MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.workbook import Mentee, Mentor, Preference

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Person


@dataclass(frozen=True)
class Barrier:
    """Why somebody cannot be paired now, and what would let him."""

    reason: str
    remedy: str


@dataclass(frozen=True)
class Field:
    """Who takes part in this round: mentees who seek, mentors with free places, and everyone barred with a reason."""

    book: Book
    today: date
    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    places: dict[str, int]
    barred: dict[str, Barrier]

    @cached_property
    def refused(self) -> set[tuple[str, str]]:
        """Pairs (mentee, mentor) that one of the two is not ready for, after the group meeting (§10)."""
        found = set()
        for preference in self.book[Preference]:
            for other in preference.not_with or ():
                mine = (preference.person, other) if preference.role == MENTEE_ROLE else (other, preference.person)
                found.add(mine)
        return found  # type: ignore[return-value]

    def form_of(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return the form these two would work in: the mentee's wish first, then the first that fits both."""
        fitting = self._fitting(self.book.status(mentee), self.book.status(mentor))
        offered = [form for form in fitting if not mentor.forms or form in mentor.forms]
        if mentee.wanted_form in offered:
            return mentee.wanted_form
        return offered[0] if offered else None

    def _fitting(self, mentee_status: str | None, mentor_status: str | None) -> tuple[str, ...]:
        return self._fitting_forms.get((mentee_status or "", mentor_status or ""), ())

    @cached_property
    def _fitting_forms(self) -> dict[tuple[str, str], tuple[str, ...]]:
        found: dict[tuple[str, str], tuple[str, ...]] = {}
        for (list_name, form), entry in self.book.entries.items():
            if list_name == FORMS:
                for mentee_status in entry.mentees or ():
                    for mentor_status in entry.mentors or ():
                        key = (mentee_status, mentor_status)
                        found[key] = (*found.get(key, ()), form)
        return found

    @cached_property
    def worker_barred(self) -> set[tuple[str, str]]:
        """(mentor, form) where the mentor lacks the consent that only this form asks for (ст. 351.8 ТК)."""
        forms = [form for list_name, form in self.book.entries if list_name == FORMS]
        return {
            (mentor.code, form)
            for mentor in self.mentors
            for form in forms
            if missing_consents(self.book, mentor, role=MENTOR_ROLE, on=self.today, mentoring_form=form)
        }


def field_of(book: Book, *, today: date) -> Field:
    """Return who takes part in a round of pairing today."""
    barred: dict[str, Barrier] = {}
    mentees, mentors, places = [], [], {}
    for mentee in sorted(book.mentees.values(), key=lambda p: p.code):
        barrier = mentee_barrier(book, mentee, today=today)
        if barrier is None:
            mentees.append(mentee)
        else:
            barred[mentee.code] = barrier
    for mentor in sorted(book.mentors.values(), key=lambda p: p.code):
        free = (mentor.capacity or 0) - len(book.pairs_of_mentor.get(mentor.code, ()))
        barrier = mentor_barrier(book, mentor, today=today, free=free)
        if barrier is None:
            mentors.append(mentor)
            places[mentor.code] = free
        else:
            barred.setdefault(mentor.code, barrier)
    return Field(book, today, mentees, mentors, places, barred)


def mentee_barrier(book: Book, mentee: Mentee, *, today: date) -> Barrier | None:
    """Return why a mentee does not take part, None if he does; somebody already paired does not seek."""
    if book.pairs_of_mentee.get(mentee.code):
        return Barrier("уже в паре", "")
    if not (mentee.questionnaire or mentee.topics or mentee.request):
        return Barrier("нет анкеты", "попросите заполнить анкету или впишите запрос")
    return _person_barrier(book, mentee, role=MENTEE_ROLE, today=today)


def mentor_barrier(book: Book, mentor: Mentor, *, today: date, free: int) -> Barrier | None:
    """Return why a mentor does not take part, None if he does."""
    if free <= 0:
        return Barrier("все места заняты", "увеличьте «Сколько наставляемых», если наставник согласен")
    return _person_barrier(book, mentor, role=MENTOR_ROLE, today=today)


def _person_barrier(book: Book, person: Mentee | Mentor, *, role: str, today: date) -> Barrier | None:
    if person.left is not None and person.left <= today:
        return Barrier("вышел из программы", "")
    if person.voluntary is False:
        return Barrier("участие не добровольное", "пара — только по согласию (п. 4.10)")
    if person.programme_seen is None:
        return Barrier("не знаком с программой", "покажите программы на встрече и впишите дату (п. 4.12)")
    missing = missing_consents(book, person, role=role, on=today)
    if missing:
        what = "; ".join(f"«{m.kind}» — {m.why}" for m in missing)
        return Barrier(f"нет согласия: {what}", "возьмите согласие и запишите его на лист «Согласия»")
    return None


def name_of(person: Person | None) -> str:
    """Return how reasons call a person: the name, the code if the name is unknown."""
    return (person.full_name or person.code) if person is not None else "?"
