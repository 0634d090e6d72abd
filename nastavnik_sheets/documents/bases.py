"""The printed bases: 13 columns of mentees and 16 of mentors, as the methodology has them.

What follows from pairs (mentor, form, end, where they work) is compiled from «Пары», never typed. The sensitive
category is not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import ON_REQUEST, ONE, Ask, Kind, Subject
from nastavnik_sheets.documents.people import person_of
from nastavnik_sheets.workbook import Pair

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Mentee, Mentor, Person

HIDDEN_STATES = frozenset({"отклонена"})


def mentee_base(book: Book, ask: Ask) -> list[Subject]:
    """All mentees, each in one row."""
    people = sorted((m for m in book.mentees.values() if ask.wants(m.code)), key=_by_name)
    rows = [_mentee_row(book, mentee, n, ask.today) for n, mentee in enumerate(people, start=1)]
    return [Subject(fields={"строки": rows})] if rows else []


def mentor_base(book: Book, ask: Ask) -> list[Subject]:
    """All mentors, each in one row."""
    people = sorted((m for m in book.mentors.values() if ask.wants(m.code)), key=_by_name)
    rows = [_mentor_row(book, mentor, n, ask.today) for n, mentor in enumerate(people, start=1)]
    return [Subject(fields={"строки": rows})] if rows else []


def _by_name(person: Person) -> tuple[str, str]:
    return person.full_name or "", person.code


def _mentee_row(book: Book, mentee: Mentee, number: int, today: date) -> dict[str, Any]:
    pairs = [p for p in book[Pair] if p.mentee == mentee.code and p.state not in HIDDEN_STATES]
    mentors = [person_of(book, book.mentors.get(p.mentor or ""), p.mentor, today=today) for p in pairs]
    person = person_of(book, mentee, mentee.code, today=today)
    guardian = _listed([mentee.guardian, mentee.guardian_phone])
    return {
        "номер": number,
        "человек": person,
        "контакты": _listed([mentee.phone, mentee.email, f"({guardian})" if guardian else None]),
        "год_рождения": person["год_рождения"],
        "запрос": mentee.request or "",
        "вошёл": _day(mentee.joined),
        "с_кем": _names(mentors),
        "форма": _listed([p.mentoring_form for p in pairs]),
        "где": _listed([_place(book, m) for m in mentors]),
        "завершил": _listed([_day(p.end or p.planned_end) for p in pairs]),
        "результат": mentee.result or _listed([p.result for p in pairs]),
        "ссылка": mentee.case_link or "",
        "отметка": {True: "да", False: "нет", None: ""}[mentee.passed],
    }


def _mentor_row(book: Book, mentor: Mentor, number: int, today: date) -> dict[str, Any]:
    pairs = [p for p in book[Pair] if p.mentor == mentor.code and p.state not in HIDDEN_STATES]
    mentees = [person_of(book, book.mentees.get(p.mentee or ""), p.mentee, today=today) for p in pairs]
    person = person_of(book, mentor, mentor.code, today=today)
    return {
        "номер": number,
        "человек": person,
        "контакты": _listed([mentor.phone, mentor.email]),
        "место": _place(book, person),
        "компетенции": mentor.competences or "",
        "достижения": mentor.achievements or "",
        "интересы": mentor.interests or "",
        "возраст": _ages(mentor.age_from, mentor.age_to),
        "время": f"{mentor.hours:g} ч в месяц".replace(".", ",") if mentor.hours else "",
        "вошёл": _day(mentor.joined),
        "с_кем": _names(mentees),
        "форма": _listed([p.mentoring_form for p in pairs]),
        "где": _listed([_place(book, m) for m in mentees]),
        "завершил": _listed([_day(p.end or p.planned_end) for p in pairs]),
        "результат": mentor.result or "",
        "ссылка": mentor.case_link or "",
    }


def _place(book: Book, person: dict[str, Any]) -> str:
    """Return where somebody works or learns: an organisation from outside, else our school and the class."""
    outside = person.get("организация") or ""
    school = outside or book.settings.school_short or book.settings.school_full or ""
    return _listed([school, person.get("класс") or ""])


def _names(people: list[dict[str, Any]]) -> str:
    return _listed([str(person["ФИО"]) for person in people])


def _listed(parts: list[str | None]) -> str:
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""


def _ages(low: int | None, high: int | None) -> str:
    if low and high:
        return f"{low}–{high}"
    return f"от {low}" if low else f"до {high}" if high else ""


KINDS: tuple[Kind, ...] = (
    Kind(
        key="base_mentees",
        title="База наставляемых",
        scope=ONE,
        subjects=mentee_base,
        nothing="Лист «Наставляемые» пуст: впишите людей или возьмите анкеты и повторите.",
        after_withdrawal=ON_REQUEST,
    ),
    Kind(
        key="base_mentors",
        title="База наставников",
        scope=ONE,
        subjects=mentor_base,
        nothing="Лист «Наставники» пуст: впишите людей или возьмите анкеты и повторите.",
        after_withdrawal=ON_REQUEST,
    ),
)
