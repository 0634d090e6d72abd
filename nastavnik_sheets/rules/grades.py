"""Grades: in monitoring none are given (п. 6.5). A column of words must not hold «5», «отлично» or «на четвёрку»."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.flags import error, warning
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

LONGEST = 24
COLUMNS = (
    (PlanTask, "review"),
    (PlanTask, "actual"),
    (Pair, "result"),
    (Mentee, "result"),
    (Mentor, "result"),
    (Meeting, "done"),
)
"""Columns in which the work of a participant is described in words."""

_DIGIT = r"[1-5]\s*[+\-−–]{0,2}"
_NOUN = r"(?:пят[её]рк|четв[её]рк|тройк|двойк|единиц)[аиуе]?"
_WORD = r"отл(?:ично)?|хор(?:ошо)?|(?:не)?уд(?:овл(?:етворительно)?)?|(?:не)?зач[её]т|зачтено"
_LABEL = r"(?:(?:оценка|отметка|балл)\s*[:—–\-]?\s*)"
_ANY = rf"(?:{_DIGIT}|{_NOUN}|(?:{_WORD})\.?)"
_AGAIN = rf"(?:\s*\(\s*(?:{_WORD}|{_DIGIT})\.?\s*\)|\s+балл\w*|\s+(?:{_WORD})\.?)?"
_NUMERAL = r"(?:пять|четыре|три|два)(?:\s+балл\w*)?"
_GRADE = re.compile(rf"{_LABEL}?(?:на\s+)?(?:{_ANY}{_AGAIN}|{_NUMERAL})[.!]?", re.IGNORECASE)
_NUMBER = re.compile(rf"{_LABEL}(?:на\s+)?{_ANY}[.!]?|(?:на\s+)?(?:{_DIGIT}|{_NOUN})[.!]?", re.IGNORECASE)


def is_grade(text: str) -> bool:
    """Whether a text is nothing but a school grade: «5», «4+», «отлично», «на тройку», «отметка: 5 (отл.)»."""
    return len(text) <= LONGEST and _GRADE.fullmatch(text.strip(' «»"')) is not None


def is_numeric_grade(text: str) -> bool:
    """Whether a text is a grade as a number or as its name; «хорошо» alone may be an opinion."""
    return len(text) <= LONGEST and _NUMBER.fullmatch(text.strip()) is not None


def no_grades_for_work(book: Book, today: date) -> Iterator[Flag]:
    """Вместо отзыва и результата не ставят отметку (п. 6.5)."""
    for record_type, name in COLUMNS:
        for record in book[record_type]:
            text: str | None = record.__dict__[name]
            if text is not None and len(text) <= LONGEST and is_grade(text):
                message = f"«{text}» — это отметка, а в мониторинге их не ставят"
                yield error(record, name, message, cure="опишите результат словами")


def no_grades_in_answers(book: Book, today: date) -> Iterator[Flag]:
    """На открытый вопрос анкеты отвечают словами, а не отметкой (п. 6.5)."""
    open_questions = {code for code, question in facts_of(book).questions.items() if question.scale == "текст"}
    for answer in book[Answer]:
        if answer.question in open_questions and answer.answer and is_numeric_grade(answer.answer):
            message = f"«{answer.answer}» похоже на отметку, а вопрос открытый"
            yield warning(answer, "answer", message, cure="уточните ответ; отметок в мониторинге не ставят")
