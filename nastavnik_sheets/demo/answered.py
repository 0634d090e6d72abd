"""Questionnaires of the year: exports of forms with a section for every form of mentoring and role.

A header is a question with its code, as «Вопросы» has it; people answer their own section with the code from their
slip of paper.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import code_number
from nastavnik_sheets.demo.formats import delimited, form_workbook
from nastavnik_sheets.demo.reported import STOPPED, courses
from nastavnik_sheets.demo.year import moment
from nastavnik_sheets.terms import MENTEE_ROLE as MENTEE
from nastavnik_sheets.terms import MENTOR_ROLE as MENTOR
from nastavnik_sheets.year_sheets import Question

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.demo.formats import Line
    from nastavnik_sheets.demo.reported import Course
    from nastavnik_sheets.demo.year import Year

ENTRY, INTERIM, EXIT = "вход", "промежуточный", "выход"
ENTRY_FILE, INTERIM_FILE = "Анкета на входе (Ответы).xlsx", "Обратная связь, середина года.csv"
EXIT_FILE = "Анкета на выходе (Ответы).xlsx"
SILENT_NINTH = 4
LOWEST = {ENTRY: 5, INTERIM: 6, EXIT: 7}
_TEXTS = {
    "ожидания": ("понять, что мне интересно", "подтянуть предмет", "стать увереннее", "новых знакомств"),
    "сильные стороны": ("внимание и терпение", "простые объяснения", "встречи по субботам", "общий проект"),
    "слабые стороны": ("не хватает времени", "хочется чаще встречаться", "нет свободного кабинета", "ничего не мешает"),
}
_OTHER_TEXTS = ("в кружке", "в лагере, был вожатым", "на прошлой работе")
_OFTEN = ("часто", "очень часто", "редко")


def entry_form(year: Year, book: Book) -> bytes:
    """Return what people expected at the entry."""
    everybody = courses(book, year)
    return form_workbook(*_table(book, everybody, ENTRY, year.day(9, 23), everybody=everybody))


def interim_form(year: Year, book: Book) -> bytes:
    """Return how pairs felt in the middle of the year; saved by Excel as text with semicolons."""
    everybody = courses(book, year)
    going = [c for c in everybody if not c.short and c.place != STOPPED]
    headers, rows = _table(book, going, INTERIM, year.day(12, 14), everybody=everybody)
    return delimited([headers, *rows], encoding="utf-8-sig", delimiter=";")


def exit_form(year: Year, book: Book) -> bytes:
    """Return what people say after the last meeting of their pair."""
    taken = sorted(ended(book, year), key=lambda c: (c.ends, c.place))
    return form_workbook(*_table(book, taken, EXIT, year.day(11, 10), everybody=courses(book, year)))


def ended(book: Book, year: Year) -> list[Course]:
    """Return the courses that have reached their last meeting."""
    return [c for c in courses(book, year) if (held := c.held(year.today)) and held[-1][0] == c.ends]


def _table(
    book: Book, taken: Sequence[Course], moment_name: str, day: date, *, everybody: Sequence[Course]
) -> tuple[list[str], list[Line]]:
    """Return headers and a row for each person of these pairs; one in nine has not answered.

    What somebody answers depends on the place among everybody: a later export says the same and more.
    """
    forms = {c.pair.mentoring_form for c in taken}
    questions = [q for q in book[Question] if q.moment == moment_name and q.role in (MENTEE, MENTOR)
                 and (q.mentoring_form is None or q.mentoring_form in forms)]  # fmt: skip
    asked = _asked(taken)
    places = {who: place for place, who in enumerate(_asked(everybody))}
    headers = ["Отметка времени", "Код из памятки", "Роль", *(f"{q.code}. {q.text}" for q in questions)]
    rows: list[Line] = []
    for (code, role), course in asked.items():
        place = places[code, role]
        if code_number(code) % 9 == SILENT_NINTH:
            continue
        given = course.ends + timedelta(days=1) if moment_name == EXIT else day + timedelta(days=place % 3)
        own = [_answer(q, place) if q.role == role and q.mentoring_form in (None, course.pair.mentoring_form) else None
               for q in questions]  # fmt: skip
        rows.append((moment(given, place), code, role, *own))
    return headers, rows


def _asked(taken: Sequence[Course]) -> dict[tuple[str, str], Course]:
    """Return whom to ask, each once in a role, with the pair he answers about: the first of these."""
    asked: dict[tuple[str, str], Course] = {}
    for course in taken:
        asked.setdefault((course.pair.mentee or "", MENTEE), course)
        asked.setdefault((course.pair.mentor or "", MENTOR), course)
    return asked


def _answer(question: Question, place: int) -> str | int | None:
    number = place * 5 + (question.number or 0) * 3
    match question.scale:
        case "1–10":
            grateful = place % 8 != 3
            return LOWEST[question.moment or EXIT] - (0 if grateful else 3) + number % 4
        case "да/нет":
            return "Нет" if number % 7 == 2 else "Да"
        case "частота":
            return _OFTEN[number % 3]
    texts = _TEXTS.get(question.purpose or "", _OTHER_TEXTS)
    return texts[number % len(texts)] if number % 3 else None
