"""What is left in the cells of a person's own rows: figures stay, words about him go, a stub stands for the name.

`LEFT` is the only place that says so, by sheet and column. Leaves names inside other texts to `erasing`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from nastavnik_sheets.hosts.xlsx.sheet_texts import BLANK
from nastavnik_sheets.schema import Record, sheet_of
from nastavnik_sheets.service_sheets import Arrival, Conflict, Finding, WordCases
from nastavnik_sheets.terms import FORGOTTEN
from nastavnik_sheets.workbook import Category, Consent, Mentee, Mentor, Preference
from nastavnik_sheets.year_sheets import Answer, Question, Request

if TYPE_CHECKING:
    from collections.abc import Callable

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.forgetting.mentions import Circle
    from nastavnik_sheets.forgetting.person import Subject
    from nastavnik_sheets.hosts.xlsx.sheet_texts import New

ERASED = "удалено"
_OPEN_SCALE = "текст"
Cells: TypeAlias = "dict[tuple[int, int], New]"
Place: TypeAlias = "dict[str, Cells]"

_BLANK, _WORD, _STUB, _GUARDIAN, _DAY = "blank", "word", "stub", "guardian", "day"
_PERSON = {
    "full_name": _STUB, "gender": _BLANK, "birth_date": _DAY, "phone": _BLANK, "email": _BLANK,
    "guardian": _GUARDIAN, "guardian_phone": _BLANK, "post": _BLANK, "school_class": _BLANK, "result": _WORD,
    "case_link": _BLANK, "note": _BLANK, "traces": _BLANK, "check_note": _BLANK,
}  # fmt: skip
LEFT: dict[type[Record], dict[str, str]] = {
    Mentee: {**_PERSON, "request": _WORD},
    Mentor: {**_PERSON, "competences": _WORD, "achievements": _BLANK, "interests": _BLANK, "organisation": _WORD},
    Consent: {"guardian": _GUARDIAN, "basis": _BLANK, "check_note": _BLANK},
    Preference: {"comment": _BLANK, "check_note": _BLANK},
    Category: {
        "person": _BLANK, "category": _BLANK, "full_name": _BLANK, "source": _BLANK, "note": _BLANK,
        "check_note": _BLANK,
    },
    Request: {"representative": _GUARDIAN, "text": _WORD, "explanation": _BLANK, "check_note": _BLANK},
    Arrival: {"full_name": _WORD, "birth_date": _BLANK, "candidate_name": _WORD, "digest": _BLANK},
    Conflict: {"ours": _BLANK, "theirs": _BLANK},
    Finding: {"value": _BLANK, "fix": _BLANK},
}  # fmt: skip
"""By sheet and attribute: what comes into a filled cell of the person's own row."""
_OF_PERSON = {Consent: "person", Preference: "person", Category: "person", Request: "person", Arrival: "candidate"}


def remains(book: Book, subject: Subject, circle: Circle, *, today: date) -> Place:
    """Return, by title of the sheet, what comes into which cell."""
    place: Place = {}
    for record_type, columns in LEFT.items():
        title = book.title(sheet_of(record_type))
        for record in book[record_type]:
            if str(getattr(record, _OF_PERSON.get(record_type, "code"), "")) in subject.codes:
                place.setdefault(title, {}).update(_row(book, subject, record, columns, today=today))
    _answers(book, subject, place)
    _words(book, circle, place)
    return place


def _row(book: Book, subject: Subject, record: Record, columns: dict[str, str], *, today: date) -> Cells:
    table = book.table(type(record))
    cells: Cells = {}
    for name, what in columns.items():
        position = table.positions.get(name)
        if position and table.raw(record.row, name) not in (None, ""):
            cells[record.row, position] = _MADE[what](book, subject, record, today)
    return cells


_MADE: dict[str, Callable[[Book, Subject, Record, date], New]] = {
    _BLANK: lambda _book, _subject, _record, _today: BLANK,
    _WORD: lambda _book, _subject, _record, _today: ERASED,
    _STUB: lambda _book, subject, _record, _today: subject.stub,
    _GUARDIAN: lambda _book, _subject, _record, _today: FORGOTTEN,
    _DAY: lambda book, _subject, record, today: _general(book, record, today),
}


def _general(book: Book, record: Record, today: date) -> New:
    """Return a day that keeps the age and tells no birthday; an unreadable one goes."""
    born = getattr(record, "birth_date", None)
    return general_birth(born, book.settings.report_date or today) if isinstance(born, date) else BLANK


def general_birth(born: date, on: date) -> date:
    """Return the first or the last day of a year of birth: the one on which the age of a given day stays."""
    first = date(born.year, 1, 1)
    had_birthday = (born.month, born.day) <= (on.month, on.day)
    return first if had_birthday else date(born.year, 12, 31)


def _answers(book: Book, subject: Subject, place: Place) -> None:
    """Erase the words of the person in questionnaires; marks are figures and stay."""
    table = book.table(Answer)
    position = table.positions.get("answer")
    open_ones = {q.code for q in book[Question] if q.scale in (_OPEN_SCALE, None)}
    title = book.title(sheet_of(Answer))
    for answer in book[Answer]:
        if position and answer.person in subject.codes and answer.answer and answer.question in open_ones:
            place.setdefault(title, {})[answer.row, position] = ERASED


def _words(book: Book, circle: Circle, place: Place) -> None:
    """Empty the rows of «Склонения» that are about the person's name."""
    table = book.table(WordCases)
    for row in book[WordCases]:
        sure, _ = circle.look(row.text or "", own=True)
        if sure and sure[0].start == 0:
            cells = {(row.row, position): BLANK for position in table.positions.values()}
            place.setdefault(book.title(sheet_of(WordCases)), {}).update(cells)
