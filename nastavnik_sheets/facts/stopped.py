"""Whose data may be used no more, and the book without them: the one place for what a withdrawal stops.

Commands and papers that name people work with `usable(book, day)`; what counts or changes rows asks `stopped_codes`.
Papers that the withdrawal itself needs take the whole book and say why. Leaves when a consent counts as withdrawn to
`withdrawal`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import Code, Ref
from nastavnik_sheets.facts.withdrawal import is_forgotten, may_process
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.service_sheets import SettingRow

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Column, Record

WHY = "согласие на обработку персональных данных отозвано"


def stopped_people(book: Book, on: date) -> frozenset[str]:
    """Return the codes of participants whose data may be used no more, those already destroyed included."""
    return frozenset(code for code in {*book.mentees, *book.mentors} if not may_process(book, code, on))


def stopped_codes(book: Book, on: date) -> frozenset[str]:
    """Return their codes and those of the pairs they are in."""
    people = stopped_people(book, on)
    return people | {code for code, pair in book.pairs.items() if {pair.mentor, pair.mentee} & people}


def usable(book: Book, on: date) -> Book:
    """Return the book without those people: no row about them, in no list of others; numbers and places stay."""
    codes = stopped_codes(book, on)
    return book.with_records(lambda record: _left(record, codes)) if codes else book


def _left(record: Record, codes: frozenset[str]) -> Record | None:
    """Return a record as it may be used: itself, with fewer people in its lists, or not at all."""
    if isinstance(record, SettingRow):
        return record
    columns = sheet_of(record).columns
    if any(getattr(record, one.name) in codes for one in naming(columns)):
        return None
    shorter = {}
    for one in columns:
        known = getattr(record, one.name)
        if isinstance(one.kind, Ref) and one.kind.many and known and not codes.isdisjoint(known):
            shorter[one.name] = tuple(code for code in known if code not in codes) or None
    return replace(record, **shorter) if shorter else record  # type: ignore[arg-type]


def naming(columns: Iterable[Column]) -> list[Column]:
    """Return the columns that hold one code: of the row itself, or of the record the row is about."""
    return [one for one in columns if isinstance(one.kind, Code) or (isinstance(one.kind, Ref) and not one.kind.many)]


def left_out_words(book: Book, codes: Iterable[str]) -> str:
    """Return the sentence that says how many were left out of something, "" if nobody was; destroyed rows never are."""
    count = len(people_among(book, codes))
    return f"Не включены те, чьё согласие на обработку отозвано: {count}." if count else ""


def people_among(book: Book, codes: Iterable[str]) -> frozenset[str]:
    """Return the participants among codes whose data still stand in the book."""
    people = {code: book.person(code) for code in codes}
    return frozenset(code for code, person in people.items() if person is not None and not is_forgotten(person))
