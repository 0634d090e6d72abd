"""Accepted suggestions become pairs: checked once more, conflicts refused by name, nothing done halfway."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from nastavnik_sheets.errors import Refused
from nastavnik_sheets.facts.consents import missing_consents
from nastavnik_sheets.pairing.conditions import field_of, has_broken, name_of
from nastavnik_sheets.pairing.proposal import ACCEPT
from nastavnik_sheets.terms import DECLINED, MENTEE_ROLE, MENTOR_ROLE, PROPOSED
from nastavnik_sheets.workbook import Pair, Suggestion
from nastavnik_sheets.year_sheets import Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.pairing.conditions import Field
    from nastavnik_sheets.workbook import Mentee, Mentor

GROUP = "Г"
SHOWN = 10


def accepted(book: Book) -> list[Suggestion]:
    """Return the accepted suggestions that have not become pairs, each once; a pair that has ended was made, too."""
    made = {(pair.mentee, pair.mentor) for pair in book[Pair] if pair.state != DECLINED}
    chosen = {(s.mentee, s.mentor): s for s in book[Suggestion] if s.decision == ACCEPT and s.mentee and s.mentor}
    return [s for key, s in chosen.items() if key not in made]


def new_pairs(book: Book, *, today: date) -> list[Pair]:
    """Return the pairs that the accepted suggestions make. Refused, all of them, if one of them cannot be."""
    chosen = accepted(book)
    field = field_of(book, today=today)
    conflicts = conflicts_in(field, chosen)
    if conflicts:
        rest = len(conflicts) - SHOWN
        listed = "; ".join(conflicts[:SHOWN]) + (f"; и ещё {rest}" if rest > 0 else "")
        raise Refused(f"Пары не утверждены. {listed}. Исправьте решения на листе «Предложения» и повторите.")
    return _grouped(book, [_pair(field, s) for s in chosen])


def conflicts_in(field: Field, chosen: list[Suggestion]) -> list[str]:
    """Return what stands in the way, each with the names."""
    book = field.book
    found = []
    for mentee, count in Counter(s.mentee for s in chosen).items():
        if count > 1:
            found.append(f"{name_of(book.person(mentee))}: принято кандидатов {count}, оставьте одного")
    for mentor, count in Counter(s.mentor or "" for s in chosen).items():
        room = field.places.get(mentor, 0)
        if count > room and mentor not in field.barred_mentors:
            found.append(f"{name_of(book.mentors.get(mentor))}: мест у наставника {room}, а принято {count}")
    for suggestion in chosen:
        found.extend(_obstacles(field, suggestion))
    return list(dict.fromkeys(found))


def _obstacles(field: Field, suggestion: Suggestion) -> list[str]:
    book = field.book
    mentee, mentor = book.mentees.get(suggestion.mentee), book.mentors.get(suggestion.mentor or "")
    if mentee is None or mentor is None:
        gone = suggestion.mentee if mentee is None else suggestion.mentor
        return [f"{gone}: такого участника больше нет в базе"]
    if mentee.code == mentor.code:
        return [f"{name_of(mentee)}: человек сам себе не наставник"]
    both = ((mentee, field.barred_mentees), (mentor, field.barred_mentors))
    found = [f"{name_of(person)}: {barred[person.code].reason}" for person, barred in both if person.code in barred]
    if (mentee.code, mentor.code) in field.refused:
        found.append(f"{name_of(mentee)} и {name_of(mentor)}: после встречи взаимного согласия нет")
    return found or _form_obstacles(field, suggestion, mentee, mentor)


def _form_obstacles(field: Field, suggestion: Suggestion, mentee: Mentee, mentor: Mentor) -> list[str]:
    """Return why two people who take part cannot work in the form of the suggestion."""
    fitting = field.forms_of(mentee, mentor)
    form = suggestion.mentoring_form
    if form in fitting or (form is None and fitting):
        return []
    found = []
    for person, role in ((mentee, MENTEE_ROLE), (mentor, MENTOR_ROLE)):
        missing = missing_consents(field.book, person, role=role, on=field.today, mentoring_form=form)
        found += [f"{name_of(person)}: нет согласия «{lacking.kind}»" for lacking in missing]
        if form and not field.knows(person, form):
            found.append(f"{name_of(person)}: не знаком с программами формы «{form}» (п. 4.12)")
    named = f"форма «{form}» им не подходит" if form else "нет формы, которая подходит обоим"
    return found or [f"{name_of(mentee)} и {name_of(mentor)}: {named}"]


def _pair(field: Field, suggestion: Suggestion) -> Pair:
    book, settings = field.book, field.book.settings
    start = max(field.today, settings.programme_start or field.today)
    mentee = book.mentees[suggestion.mentee]
    form = suggestion.mentoring_form or field.form_of(mentee, book.mentors[suggestion.mentor or ""])
    programme = programme_for(book, form, mentee.wanted_role)
    return Pair(
        mentor=suggestion.mentor,
        mentee=suggestion.mentee,
        mentoring_form=form,
        role_model=_role_of_form(book, mentee.wanted_role, form) or (programme.role_model if programme else None),
        programme=programme.code if programme else None,
        state=PROPOSED,
        start=start,
        planned_end=settings.programme_end or start.replace(year=start.year + 1, month=5, day=31),
    )


def _role_of_form(book: Book, role: str | None, form: str | None) -> str | None:
    """Return the wished role model if it belongs to the form the pair works in."""
    entry = next((e for (_, value), e in book.entries.items() if role and value == role and e.mentoring_form), None)
    return role if entry is None or entry.mentoring_form == form else None


def programme_for(book: Book, form: str | None, role: str | None) -> Programme | None:
    """Return the programme of a form: that of the wished role model, else the first."""
    programmes = [p for p in book[Programme] if p.mentoring_form == form]
    return next((p for p in programmes if role and p.role_model == role), programmes[0] if programmes else None)


def _grouped(book: Book, pairs: list[Pair]) -> list[Pair]:
    """Give one group code to all mentees whom a mentor leads in a programme for groups."""
    group_of = groups(book, pairs)
    return [replace(pair, group=group_of.get((pair.mentor, pair.programme))) for pair in pairs]


def groups(book: Book, pairs: list[Pair]) -> dict[tuple[str | None, str | None], str]:
    """Return the group code by (mentor, programme): of a programme for groups, from the second mentee on.

    A group that exists already keeps its code and takes the newcomers in.
    """
    for_groups = {p.code for p in book[Programme] if p.group}
    led = [pair for pair in (*book.active_pairs, *pairs) if pair.programme in for_groups]
    size = Counter((pair.mentor, pair.programme) for pair in led)
    known = {(pair.mentor, pair.programme): pair.group for pair in led if pair.group}
    taken = {pair.group for pair in book[Pair] if pair.group}
    found: dict[tuple[str | None, str | None], str] = {}
    for pair in led:
        key = (pair.mentor, pair.programme)
        if key not in found and size[key] > 1:
            found[key] = known.get(key) or _free_code(taken)
            taken.add(found[key])
    return found


def _free_code(taken: set[str]) -> str:
    return next(code for code in (f"{GROUP}-{number:02d}" for number in range(1, len(taken) + 2)) if code not in taken)


def joining(book: Book, pairs: list[Pair]) -> dict[str, str]:
    """Return the group code by code of the pairs that stand already and become part of a group with new ones."""
    group_of = groups(book, pairs)
    keys = {(pair.mentor, pair.programme) for pair in pairs}
    return {
        pair.code: group_of[key]
        for pair in book.active_pairs
        if not pair.group and (key := (pair.mentor, pair.programme)) in keys and key in group_of
    }


def broken_pairs(book: Book, pairs: list[Pair], *, today: date) -> list[Pair]:
    """Return the older pairs of the same mentees that somebody has left: they are still to be closed."""
    mentees = {pair.mentee for pair in pairs}
    return [p for p in book.active_pairs if p.mentee in mentees and has_broken(book, p, today=today)]
