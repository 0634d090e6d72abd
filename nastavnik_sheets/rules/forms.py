"""Forms of mentoring and role models: who may lead whom («Списки»: «Кто наставник», «Кто наставляемый»)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.lists import ROLE_MODELS
from nastavnik_sheets.terms import FORMS
from nastavnik_sheets.workbook import Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Programme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

CURE = "сверьте форму пары, столбец «Кто это» у участников и лист «Списки»"


def form_fits_people(book: Book, today: date) -> Iterator[Flag]:
    """Форма пары соответствует тому, кто наставник и кто наставляемый (методология Р-145, п. 5.1)."""
    facts = facts_of(book)
    for pair in book[Pair]:
        entry = book.entries.get((FORMS, pair.mentoring_form or ""))
        if entry is None:
            continue
        mentor = facts.status(facts.mentors.get(pair.mentor or ""))
        mentee = facts.status(facts.mentees.get(pair.mentee or ""))
        wrong = []
        if mentor and entry.mentors and mentor not in entry.mentors:
            wrong.append(f"наставник — «{mentor}», а нужен {_any_of(entry.mentors)}")
        if mentee and entry.mentees and mentee not in entry.mentees:
            wrong.append(f"наставляемый — «{mentee}», а нужен {_any_of(entry.mentees)}")
        if wrong:
            yield error(pair, "mentoring_form", f"форма «{entry.value}»: {'; '.join(wrong)}", cure=CURE)


def _any_of(statuses: tuple[str, ...]) -> str:
    return " или ".join(f"«{status}»" for status in statuses)


def wanted_form_fits_mentee(book: Book, today: date) -> Iterator[Flag]:
    """Желаемая форма наставляемого ему подходит."""
    facts = facts_of(book)
    for mentee in book[Mentee]:
        entry = book.entries.get((FORMS, mentee.wanted_form or ""))
        status = facts.status(mentee)
        if entry and status and entry.mentees and status not in entry.mentees:
            message = f"в форме «{entry.value}» наставляемый — {_any_of(entry.mentees)}, а участник — «{status}»"
            yield warning(mentee, "wanted_form", message, cure="выберите другую форму или поправьте «Кто это»")


def offered_forms_fit_mentor(book: Book, today: date) -> Iterator[Flag]:
    """Формы, которые предлагает наставник, ему подходят."""
    facts = facts_of(book)
    for mentor in book[Mentor]:
        status = facts.status(mentor)
        for form in mentor.forms or ():
            entry = book.entries.get((FORMS, form))
            if entry and status and entry.mentors and status not in entry.mentors:
                message = f"в форме «{form}» наставник — {_any_of(entry.mentors)}, а участник — «{status}»"
                yield warning(mentor, "forms", message, cure="уберите форму или поправьте «Кто это»")
                break


def pair_form_is_offered(book: Book, today: date) -> Iterator[Flag]:
    """Пара создана по форме, которую наставник назвал своей."""
    facts = facts_of(book)
    for pair in book.active_pairs:
        mentor = facts.mentors.get(pair.mentor or "")
        if mentor and mentor.forms and pair.mentoring_form and pair.mentoring_form not in mentor.forms:
            status = facts.status(mentor)
            entry = book.entries.get((FORMS, pair.mentoring_form))
            if status and entry and entry.mentors and status in entry.mentors:
                message = f"наставник не называл форму «{pair.mentoring_form}»"
                yield hint(pair, "mentoring_form", message, cure="спросите наставника и дополните его «Формы»")


def role_model_fits_form(book: Book, today: date) -> Iterator[Flag]:
    """Ролевая модель принадлежит форме наставничества."""
    rows: tuple[Pair | Programme, ...] = (*book[Pair], *book[Programme])
    for row in rows:
        entry = book.entries.get((ROLE_MODELS, row.role_model or ""))
        if entry and entry.mentoring_form and row.mentoring_form and entry.mentoring_form != row.mentoring_form:
            message = f"модель «{entry.value}» — для формы «{entry.mentoring_form}», а здесь «{row.mentoring_form}»"
            yield warning(row, "role_model", message, cure="выберите ролевую модель этой формы или поправьте форму")


def wanted_role_fits_form(book: Book, today: date) -> Iterator[Flag]:
    """Ролевая модель, которую хочет наставляемый, принадлежит желаемой форме."""
    for mentee in book[Mentee]:
        entry = book.entries.get((ROLE_MODELS, mentee.wanted_role or ""))
        if entry and entry.mentoring_form and mentee.wanted_form and entry.mentoring_form != mentee.wanted_form:
            message = f"модель «{entry.value}» — для формы «{entry.mentoring_form}»"
            yield hint(mentee, "wanted_role", message, cure="уточните у наставляемого форму и модель")


def programme_fits_form(book: Book, today: date) -> Iterator[Flag]:
    """Программа пары разработана для её формы."""
    facts = facts_of(book)
    for pair in book[Pair]:
        programme = facts.programmes.get(pair.programme or "")
        if not programme or not programme.mentoring_form or not pair.mentoring_form:
            continue
        if programme.mentoring_form != pair.mentoring_form:
            message = f"программа — для формы «{programme.mentoring_form}», а пара — «{pair.mentoring_form}»"
            yield warning(pair, "programme", message, cure="выберите программу этой формы")


def group_has_one_mentor(book: Book, today: date) -> Iterator[Flag]:
    """У пар одной группы один наставник и одна форма."""
    first: dict[str, Pair] = {}
    for pair in book.active_pairs:
        if not pair.group or not pair.mentor or not pair.mentoring_form:
            continue
        leader = first.setdefault(pair.group, pair)
        if (leader.mentor, leader.mentoring_form) != (pair.mentor, pair.mentoring_form):
            message = f"в группе «{pair.group}» другой наставник или другая форма (строка {leader.row})"
            yield warning(pair, "group", message, cure="поправьте обозначение группы")
