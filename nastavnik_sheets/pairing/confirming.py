"""Accepted suggestions become pairs: checked once more, conflicts refused by name, nothing done halfway."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.pairing.conditions import field_of, name_of
from nastavnik_sheets.pairing.proposal import ACCEPT
from nastavnik_sheets.rules.consents import missing_consents
from nastavnik_sheets.rules.facts import MENTEE_ROLE, MENTOR_ROLE, PROPOSED
from nastavnik_sheets.workbook import Pair, Suggestion
from nastavnik_sheets.year_sheets import Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.pairing.conditions import Field


def accepted(book: Book) -> list[Suggestion]:
    """Return the accepted suggestions that are not pairs yet."""
    made = {(pair.mentee, pair.mentor) for pair in book.active_pairs}
    return [s for s in book[Suggestion] if s.decision == ACCEPT and s.mentor and (s.mentee, s.mentor) not in made]


def new_pairs(book: Book, *, today: date) -> list[Pair]:
    """Return the pairs that the accepted suggestions make. Refused, all of them, if one of them cannot be."""
    chosen = accepted(book)
    conflicts = conflicts_in(book, chosen, today=today)
    if conflicts:
        listed = "; ".join(conflicts)
        raise Refused(f"Пары не утверждены. {listed}. Исправьте решения на листе «Предложения» и повторите.")
    return [_pair(book, s, today=today) for s in chosen]


def conflicts_in(book: Book, chosen: list[Suggestion], *, today: date) -> list[str]:
    """Return what stands in the way, each with the names."""
    field = field_of(book, today=today)
    found = []
    for mentee, count in Counter(s.mentee for s in chosen).items():
        if count > 1:
            found.append(f"{name_of(book.person(mentee))}: принято кандидатов {count}, оставьте одного")
    for mentor, count in Counter(s.mentor or "" for s in chosen).items():
        room = field.places.get(mentor, 0)
        if count > room and mentor not in field.barred:
            found.append(f"у наставника {name_of(book.person(mentor))} мест {room}, а принято {count}")
    for suggestion in chosen:
        found.extend(_obstacles(field, suggestion))
    return list(dict.fromkeys(found))


def _obstacles(field: Field, suggestion: Suggestion) -> list[str]:
    book = field.book
    mentee, mentor = book.mentees.get(suggestion.mentee), book.mentors.get(suggestion.mentor or "")
    if mentee is None or mentor is None:
        gone = suggestion.mentee if mentee is None else suggestion.mentor
        return [f"{gone}: такого участника больше нет в базе"]
    found = [f"{name_of(p)}: {field.barred[p.code].reason}" for p in (mentee, mentor) if p.code in field.barred]
    if (mentee.code, mentor.code) in field.refused:
        found.append(f"{name_of(mentee)} и {name_of(mentor)}: кто-то из них не готов к этой паре")
    form = suggestion.mentoring_form or field.form_of(mentee, mentor)
    if form is None or field.form_of(mentee, mentor) is None:
        found.append(f"{name_of(mentee)} и {name_of(mentor)}: нет формы, которая подходит обоим")
    for person, role in ((mentee, MENTEE_ROLE), (mentor, MENTOR_ROLE)):
        missing = missing_consents(book, person, role=role, on=field.today, mentoring_form=form)
        if missing and person.code not in field.barred:
            found.append(f"{name_of(person)}: нет согласия «{missing[0].kind}»")
    return found


def _pair(book: Book, suggestion: Suggestion, *, today: date) -> Pair:
    settings = book.settings
    start = max(today, settings.programme_start or today)
    programme = next((p for p in book[Programme] if p.mentoring_form == suggestion.mentoring_form), None)
    mentee = book.mentees[suggestion.mentee]
    return Pair(
        mentor=suggestion.mentor,
        mentee=suggestion.mentee,
        mentoring_form=suggestion.mentoring_form,
        role_model=mentee.wanted_role or (programme.role_model if programme else None),
        programme=programme.code if programme else None,
        state=PROPOSED,
        start=start,
        planned_end=settings.programme_end or start.replace(year=start.year + 1, month=5, day=31),
    )
