"""Who may be paired at all, and in which form: the hard conditions, each with its reason and the way out of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.book import group_by
from nastavnik_sheets.facts.acquaintance import acquaintance_of
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.facts.withdrawal import is_forgotten
from nastavnik_sheets.pairing.choices import refused
from nastavnik_sheets.schooling import schooling
from nastavnik_sheets.terms import FORMS, MENTEE_ROLE, MENTOR_ROLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Mentee, Mentor, Pair, Person

    P = TypeVar("P", bound=Person)


@dataclass(frozen=True)
class Barrier:
    """Why somebody cannot be paired now, and what would let him; no remedy: there is nothing to put right."""

    reason: str
    remedy: str = ""


PAIRED, FULL = Barrier("уже в паре"), Barrier("все места заняты")


@dataclass(frozen=True)
class Field:
    """Who takes part in this round: mentees who seek, mentors with free places, and everyone barred with a reason."""

    book: Book
    today: date
    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    places: dict[str, int]
    barred_mentees: dict[str, Barrier]
    barred_mentors: dict[str, Barrier]

    @cached_property
    def refused(self) -> set[tuple[str, str]]:
        """Pairs (mentee, mentor) that one of the two is not ready for, after the group meeting (§10)."""
        return refused(self.book)

    def form_of(self, mentee: Mentee, mentor: Mentor) -> str | None:
        """Return the form these two would work in: the mentee's wish first, then the first that fits both."""
        offered = self.forms_of(mentee, mentor)
        if mentee.wanted_form in offered:
            return mentee.wanted_form
        return offered[0] if offered else None

    def forms_of(self, mentee: Mentee, mentor: Mentor) -> list[str]:
        """Return the forms that fit both, whose programmes both know (п. 4.12) and the mentor has consented to."""
        return [form for form in self._suitable(mentee, mentor) if (mentor.code, form) not in self.worker_barred]

    def only_consent_lacks(self, mentee: Mentee, mentor: Mentor) -> bool:
        """Whether nothing but the mentor's consent as a worker (ст. 351.8 ТК) keeps these two apart."""
        return any(self._suitable(mentee, mentor)) and not self.forms_of(mentee, mentor)

    def _suitable(self, mentee: Mentee, mentor: Mentor) -> Iterator[str]:
        key = (self.book.status(mentee) or "", self.book.status(mentor) or "")
        for form in self._fitting_forms.get(key, ()):
            if (not mentor.forms or form in mentor.forms) and self.knows(mentee, form) and self.knows(mentor, form):
                yield form

    def knows(self, person: Mentee | Mentor, form: str) -> bool:
        """Whether somebody has seen a programme of this form by today."""
        seen = acquaintance_of(self.book).seen(person, form)
        return seen is not None and seen <= self.today

    @cached_property
    def form_names(self) -> list[str]:
        """All forms of mentoring, in the order of «Списки»."""
        return self.book.lists.get(FORMS, [])

    def known_forms(self, person: Mentee | Mentor) -> tuple[str, ...]:
        """Return the forms whose programmes somebody has seen."""
        return tuple(form for form in self.form_names if self.knows(person, form))

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
        return {
            (mentor.code, form)
            for mentor in self.mentors
            for form in self.form_names
            if missing_consents(self.book, mentor, role=MENTOR_ROLE, on=self.today, mentoring_form=form)
        }


def field_of(book: Book, *, today: date) -> Field:
    """Return who takes part in a round of pairing today."""
    barred_mentees: dict[str, Barrier] = {}
    barred_mentors: dict[str, Barrier] = {}
    mentees, mentors, places = [], [], {}
    holding = holding_pairs(book, today=today)
    paired = {pair.mentee for pair in holding}
    led = group_by((pair.mentor, pair) for pair in holding)
    for mentee in in_order(book.mentees.values()):
        barrier = PAIRED if mentee.code in paired else mentee_barrier(book, mentee, today=today)
        if barrier is None:
            mentees.append(mentee)
        else:
            barred_mentees[mentee.code] = barrier
    for mentor in in_order(book.mentors.values()):
        free = min(mentor.capacity or 0, book.settings.mentor_max) - len(led.get(mentor.code, ()))
        barrier = mentor_barrier(book, mentor, today=today, free=free)
        if barrier is None:
            mentors.append(mentor)
            places[mentor.code] = free
        else:
            barred_mentors[mentor.code] = barrier
    return Field(book, today, mentees, mentors, places, barred_mentees, barred_mentors)


def in_order(people: Iterable[P]) -> list[P]:
    """Return people sorted by code, as the solver wants them."""
    return sorted(people, key=lambda p: p.code)


def holding_pairs(book: Book, *, today: date) -> list[Pair]:
    """Return the active pairs that pairing leaves alone; one that somebody has left for good holds nobody."""
    return [pair for pair in book.active_pairs if not has_broken(book, pair, today=today)]


def has_broken(book: Book, pair: Pair, *, today: date) -> bool:
    """Whether an active pair has ended or lost its mentor or mentee, though its state does not say so yet."""
    if pair.end is not None and pair.end <= today:
        return True
    people = (book.mentees.get(pair.mentee or ""), book.mentors.get(pair.mentor or ""))
    return any(_has_left(person, today) for person in people if person is not None)


def mentee_barrier(book: Book, mentee: Mentee, *, today: date) -> Barrier | None:
    """Return why a mentee does not take part, None if he does."""
    if not (mentee.questionnaire or mentee.topics or mentee.request):
        return Barrier("нет анкеты", "попросите заполнить анкету или впишите запрос")
    return _person_barrier(book, mentee, role=MENTEE_ROLE, today=today)


def mentor_barrier(book: Book, mentor: Mentor, *, today: date, free: int) -> Barrier | None:
    """Return why a mentor does not take part, None if he does."""
    if mentor.capacity is None and not _has_left(mentor, today):
        return Barrier("не указано, сколько наставляемых берёт", "спросите и заполните «Сколько наставляемых»")
    return FULL if free <= 0 else _person_barrier(book, mentor, role=MENTOR_ROLE, today=today)


def _person_barrier(book: Book, person: Mentee | Mentor, *, role: str, today: date) -> Barrier | None:
    """Return all that is in the way at once, so that it can be put right at once."""
    if _has_left(person, today):
        return Barrier("вышел из программы")
    if is_forgotten(person):
        return Barrier("данные участника уничтожены")
    found = []
    if person.voluntary is False:
        found.append(
            Barrier("отмечено, что участие не добровольное", "уточните: пары — только по доброй воле (п. 4.10)")
        )
    if book.status(person) is None:
        found.append(Barrier("не указано, кто это для школы", "заполните «Кто это»"))
    if not is_acquainted(book, person, today=today):
        remedy = "покажите программы на встрече и впишите её день в столбец «Знаком с программой» (п. 4.12)"
        found.append(Barrier("ещё не знаком с программами", remedy))
    if role == MENTOR_ROLE and book.settings.training_required and not schooling(book)[person.code].finished:
        reason = f"не окончил Школу наставников ({schooling(book)[person.code].words})"
        found.append(Barrier(reason, "запишите на занятие и отметьте посещение на листе «Обучение» или «События»"))
    missing = missing_consents(book, person, role=role, on=today)
    if missing:
        what = "; ".join(f"«{m.kind}» — {m.why}" for m in missing)
        found.append(Barrier(f"нет нужного согласия: {what}", "возьмите согласие и запишите его на лист «Согласия»"))
    if not found:
        return None
    return Barrier("; ".join(b.reason for b in found), "; ".join(b.remedy for b in found))


def is_acquainted(book: Book, person: Mentee | Mentor, *, today: date) -> bool:
    """Whether somebody has seen any programme by today (п. 4.12)."""
    seen = acquaintance_of(book).first(person)
    return seen is not None and seen <= today


def _has_left(person: Person, today: date) -> bool:
    left = person.left  # type: ignore[attr-defined]
    return left is not None and left <= today


def name_of(person: Person | None) -> str:
    """Return how reasons call a person: the name, the code if the name is unknown."""
    return (person.full_name or person.code) if person is not None else "?"
