"""Preferences after the group meeting: of whom, and that each choice is somebody of the other role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.flags import error, warning
from nastavnik_sheets.rules.outliers import repeats
from nastavnik_sheets.terms import MENTEE_ROLE, MENTOR_ROLE
from nastavnik_sheets.workbook import Preference

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

CHOICES = ("first", "second", "third")
BASES = {MENTEE_ROLE: "mentees", MENTOR_ROLE: "mentors"}
OPPOSITE = {MENTEE_ROLE: MENTOR_ROLE, MENTOR_ROLE: MENTEE_ROLE}


def chooser_has_role(book: Book, today: date) -> Iterator[Flag]:
    """Кто выбирает как наставляемый, тот есть в базе наставляемых; как наставник — в базе наставников."""
    for row in book[Preference]:
        if not _known(book, row) and row.role in BASES and row.person in _all(book):
            message = f"в базе роли «{row.role}» участника {row.person} нет"
            yield error(row, "role", message, cure="сверьте роль и код участника")


def choice_of_other_role(book: Book, today: date) -> Iterator[Flag]:
    """Выбирают участника другой роли и не самого себя."""
    for row in book[Preference]:
        if row.role not in BASES or not _known(book, row):
            continue
        codes = facts_of(book).codes[BASES[OPPOSITE[row.role]]]
        for name in CHOICES:
            chosen: str | None = getattr(row, name)
            if chosen is not None and chosen == row.person:
                yield error(row, name, "выбран сам участник", cure="сверьте код")
            elif chosen is not None and chosen not in codes and chosen in _all(book):
                message = f"{chosen} — не {OPPOSITE[row.role]}"
                yield error(row, name, message, cure=f"выберите код из базы: {OPPOSITE[row.role]}")


def choices_differ(book: Book, today: date) -> Iterator[Flag]:
    """Выборы не повторяются и не противоречат столбцу «Не готов работать с»."""
    for row in book[Preference]:
        chosen: set[str] = set()
        for name in CHOICES:
            code: str | None = getattr(row, name)
            if code is not None and code in chosen and code != row.person:
                yield warning(row, name, f"{code} уже выбран", cure="выберите другого участника или очистите ячейку")
            if code is not None:
                chosen.add(code)
        both = sorted(chosen & set(row.not_with or ()))
        if both:
            message = f"{', '.join(both)} — и среди выборов, и здесь"
            yield warning(row, "not_with", message, cure="уточните у участника")


def preference_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Предпочтения участника на один день записаны один раз."""
    message = "предпочтения участника на этот день уже есть"
    yield from repeats(
        book[Preference], "person", message, lambda p: p.person and p.role and p.stated and (p.person, p.role, p.stated)
    )


def _known(book: Book, row: Preference) -> bool:
    return row.role in BASES and row.person in facts_of(book).codes[BASES[row.role]]


def _all(book: Book) -> dict[str, int]:
    codes = facts_of(book).codes
    return codes["mentees"] | codes["mentors"]
