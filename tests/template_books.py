"""A small invented year for the tests of the template, and ways to read what was built."""

from __future__ import annotations

import io
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import python_calamine as calamine

from nastavnik_sheets import template
from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.service_sheets import Finding
from nastavnik_sheets.workbook import Category, Consent, Meeting, Mentee, Mentor, Pair, Suggestion
from nastavnik_sheets.year_sheets import Award

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.schema import Record

DAY = date(2089, 10, 5)
SETTINGS: dict[str, object] = {
    "school_short": "МБОУ «СОШ № 1 г. Энска»",
    "programme_start": date(2089, 9, 1),
    "programme_end": date(2090, 5, 31),
}
"""Far ahead, so that TODAY() of the machine makes nothing late and no meeting is of its month."""

PUPIL, GIRL, TEACHER = make_code("У", 1), make_code("У", 2), make_code("У", 11)
PAIR, ENDED = make_code("ПР", 1), make_code("ПР", 2)


def year() -> Mapping[type[Record], Sequence[Record]]:
    """Two mentees, a mentor, a pair that works and one that ended, their papers and meetings."""
    start = date(2089, 9, 1)
    return {
        Mentee: [
            Mentee(code=PUPIL, full_name="Иванов Пётр Сергеевич", kind="обучающийся", phone="+7 928 000-00-01"),
            Mentee(code=GIRL, full_name="Алиева Амина Магомедовна", left=date(2089, 10, 1), topics=("спорт", "музыка")),
        ],
        Mentor: [Mentor(code=TEACHER, full_name="Гаджиев Руслан Омарович", organisation="=1+1")],
        Pair: [
            Pair(code=PAIR, mentor=TEACHER, mentee=PUPIL, state="утверждена", start=start, order_number="007"),
            Pair(code=ENDED, mentor=TEACHER, mentee=GIRL, state="утверждена", start=start),
        ],
        Consent: [
            Consent(code=make_code("С", 1), person=PUPIL, kind="обработка персональных данных", given=start),
            Consent(code=make_code("С", 2), person=TEACHER, kind="обработка персональных данных", withdrawn=start),
        ],
        Meeting: [
            Meeting(code=make_code("В", 1), pair=PAIR, held=date(2089, 10, 1), state="состоялась"),
            Meeting(code=make_code("В", 2), pair=ENDED, held=date(2089, 9, 20), state="состоялась"),
            Meeting(code=make_code("В", 3), pair=PAIR, held=date(2089, 10, 20), state="план"),
        ],
        Category: [Category(person=PUPIL, category="с ограниченными возможностями здоровья")],
        Suggestion: [
            Suggestion(mentee=GIRL, mentor=TEACHER, rank=1, decision="принять"),
            Suggestion(mentee=PUPIL, mentor=TEACHER, rank=1),
        ],
        Award: [Award(code=make_code("НГ", 1), person=TEACHER, kind="благодарность", basis="за год", given=DAY)],
        Finding: [Finding(level="ошибка", sheet_title="Пары", cell="B3", message="…", cure="…", rule="x")],
    }


@cache
def filled() -> bytes:
    """Return a workbook with that year in it."""
    return template.build(today=DAY, settings=SETTINGS, records=year())


@cache
def fresh(today: date = date(2027, 3, 1)) -> bytes:
    """Return a new workbook."""
    return template.build(today=today)


def grids(content: bytes) -> dict[str, list[list[object]]]:
    """Return the values of every sheet, an empty cell as None."""
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        title: [
            [None if cell == "" else cell for cell in row]
            for row in book.get_sheet_by_name(title).to_python(skip_empty_area=False)
        ]
        for title in book.sheet_names
    }


def as_book(content: bytes) -> Book:
    """Read a workbook as every command does."""
    return read_book(MemoryHost(grids(content)))  # type: ignore[arg-type]
