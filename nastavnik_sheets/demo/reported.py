"""Meetings of the year: when each pair meets, and the reports that mentors hand in about it.

Most mentors answer a form; one keeps a small table of her own. Reports repeat now and then, as people press twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.demo.formats import form_workbook
from nastavnik_sheets.demo.year import moment, workday
from nastavnik_sheets.lists import TT

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.demo.formats import Line
    from nastavnik_sheets.demo.year import Year
    from nastavnik_sheets.workbook import Pair

REPORTS, OWN_TABLE = "Отчёт о встрече (Ответы).xlsx", "Мои встречи (Хайбулаева).xlsx"
KEEPS_A_TABLE = "Хайбулаева Ашура Лабазановна"
ORGANISATIONAL, TRIAL, PLANNING = "первая, организационная", "вторая, пробная рабочая", "встреча-планирование"
REGULAR, FINAL = "регулярная", "заключительная"
SHORT_EVERY, SHORT_PLACE, SHORT_LAST = 5, 3, 47
"""Every fifth pair works by a short programme and ends it in so many days."""
SILENT = 10
"""The pair (by its place) that has stopped meeting: a finding of the year."""
SILENCE = timedelta(days=40)
LONGEST_PAUSE = 28
STOPPED = 11
"""The pair that ends early: the mentee moves to another town."""

_DONE = (
    "разобрали трудное место и решили похожее",
    "составили список дел до следующей встречи",
    "подготовили и проверили черновик",
    "потренировались на примерах",
    "обсудили, что получилось и что мешает",
)
_AGREED = ("повторить дома и записать вопросы", "принести тетрадь", "выбрать тему к следующей встрече",
           "попробовать самостоятельно", "показать результат учителю")  # fmt: skip


@dataclass(frozen=True)
class Course:
    """One pair's meetings: all that are planned, with their kinds; `ends` is the day of the last one."""

    pair: Pair
    place: int
    meetings: tuple[tuple[date, str], ...]
    short: bool

    @property
    def ends(self) -> date:
        """The day of the final meeting."""
        return self.meetings[-1][0]

    def held(self, today: date) -> list[tuple[date, str]]:
        """Return the meetings that have taken place by a day."""
        until = today - SILENCE if self.place == SILENT else today
        until = min(until, self.meetings[3][0]) if self.place == STOPPED else until
        return [one for one in self.meetings if one[0] <= until]


def courses(book: Book, year: Year) -> list[Course]:
    """Return the courses of all pairs in their order on the sheet."""
    return [_course(pair, place, year) for place, pair in enumerate(book.pairs.values())]


def _course(pair: Pair, place: int, year: Year) -> Course:
    short = place % SHORT_EVERY == SHORT_PLACE
    last = year.ordered + timedelta(days=SHORT_LAST) if short else year.spring(5, 11) + timedelta(days=place % 8)
    days = [year.ordered + timedelta(days=2 + place % 3)]
    for step in (6 + place % 2, 6):
        days.append(days[-1] + timedelta(days=step))
    kinds = [ORGANISATIONAL, TRIAL, PLANNING]
    while (following := _next(days[-1], 10 if short else 19 + place % 4, year)) < last - timedelta(days=4):
        days.append(following)
        kinds.append(REGULAR)
    days, kinds = [*days, last], [*kinds, FINAL]
    return Course(pair, place, tuple(zip(map(workday, days), kinds, strict=True)), short)


def _next(day: date, step: int, year: Year) -> date:
    """Return the day of the next meeting; nobody meets in the winter holidays, so some meet just before them."""
    following = workday(day + timedelta(days=step))
    holidays, school = date(year.first, 12, 27), workday(date(year.first + 1, 1, 11))
    if not holidays <= following < school:
        return following
    return school if (school - day).days <= LONGEST_PAUSE else year.day(12, 23)


def reports_form(year: Year, book: Book) -> bytes:
    """Return the mentors' answers about their meetings; a few are sent twice."""
    headers = (
        "Отметка времени", "ФИО наставника", "ФИО наставляемого", "Дата встречи", "Вид встречи", "Формат встречи",
        "Сколько минут длилась встреча?", "О чём говорили?", "Что сделано на встрече?", "О чём договорились?",
        "Подтвердил наставник", "Подтвердил наставляемый",
    )  # fmt: skip
    rows: list[Line] = []
    for course in courses(book, year):
        mentor, mentee = book.mentors[course.pair.mentor or ""], book.mentees[course.pair.mentee or ""]
        if mentor.full_name == KEEPS_A_TABLE:
            continue
        for number, (day, kind) in enumerate(course.held(year.today)):
            at = moment(day, course.place + number)
            venue = "онлайн" if (course.place + number) % 6 == 5 else "очно"
            row = (at, mentor.full_name, mentee.full_name, day, kind, venue, 30 + (course.place + number) % 4 * 10,
                   _topic(course, number, book), _done(course, number, kind), _agreed(course, number, kind), "Да",
                   "Да" if number % (3 + course.place % 5) else None)  # fmt: skip
            rows.append(row)
            if (course.place * 7 + number) % 60 == 0:
                rows.append((moment(day, course.place + number + 1), *row[1:]))
    return form_workbook(headers, sorted(rows, key=lambda row: str(row[0])))


def own_table(year: Year, book: Book) -> bytes:
    """Return the table that one mentor keeps herself: other headers, dates as she writes them."""
    headers = ("Дата", "Наставник", "Наставляемый", "Вид встречи", "Что делали", "Мин", "Подтвердил наставник")
    rows: list[Line] = []
    for course in courses(book, year):
        mentor, mentee = book.mentors[course.pair.mentor or ""], book.mentees[course.pair.mentee or ""]
        if mentor.full_name == KEEPS_A_TABLE:
            for number, (day, kind) in enumerate(course.held(year.today)):
                rows.append((f"{day:%d.%m.%y}", mentor.full_name, mentee.full_name, kind,
                             _done(course, number, kind), 45, "да"))  # fmt: skip
    return form_workbook(headers, rows, sheet="Лист1")


def _topic(course: Course, number: int, book: Book) -> str:
    topics = book.mentees[course.pair.mentee or ""].topics or ("знакомство",)
    return "знакомство и правила" if number == 0 else topics[number % len(topics)]


def _done(course: Course, number: int, kind: str) -> str:
    said = {
        ORGANISATIONAL: "познакомились, договорились о правилах и времени встреч",
        TRIAL: "решили одну задачу вместе" if course.pair.mentoring_form != TT else "посетили урок и обсудили его",
        PLANNING: "составили план: цель, задания, сроки",
        FINAL: "подвели итоги, сравнили с ожиданиями",
    }  # fmt: skip
    return said.get(kind) or _DONE[(course.place + number) % len(_DONE)]


def _agreed(course: Course, number: int, kind: str) -> str:
    return "остаёмся на связи" if kind == FINAL else _AGREED[(course.place * 2 + number) % len(_AGREED)]
