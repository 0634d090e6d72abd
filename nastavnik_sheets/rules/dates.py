"""Dates by themselves: what has happened is not in the future, what is planned is near the programme's year."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import day
from nastavnik_sheets.flags import error, warning
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair, PlanTask, Preference
from nastavnik_sheets.year_sheets import (
    Answer,
    Award,
    Event,
    OrderRow,
    Practice,
    Programme,
    Request,
    RoadmapAction,
    Training,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.schema import Record

YEAR = timedelta(days=366)
FACTS: tuple[tuple[type[Record], str], ...] = (
    (Mentee, "questionnaire"),
    (Mentee, "programme_seen"),
    (Mentor, "questionnaire"),
    (Mentor, "programme_seen"),
    (Mentor, "clearance"),
    (Consent, "given"),
    (Consent, "withdrawn"),
    (Preference, "stated"),
    (Pair, "notified"),
    (PlanTask, "done"),
    (RoadmapAction, "done"),
    (Answer, "answered"),
    (Request, "received"),
    (Request, "shown"),
    (Request, "answered"),
    (Practice, "published"),
)
"""Dates of what has happened."""

PAPERS: tuple[tuple[type[Record], str], ...] = (
    (OrderRow, "issued"),
    (Mentor, "contract_date"),
    (Programme, "approved"),
)
"""Dates of papers, which may be prepared a little ahead."""

THIS_YEAR: tuple[tuple[type[Record], str], ...] = (
    (RoadmapAction, "start"),
    (RoadmapAction, "end"),
    (Event, "held"),
    (Training, "held"),
    (Award, "given"),
)
"""Dates that belong to the programme's year, its preparation and its results."""


def fact_has_happened(book: Book, today: date) -> Iterator[Flag]:
    """Дата того, что уже случилось, не в будущем."""
    for record, name, value in _later(book, FACTS, today):
        message = f"дата {day(value)} ещё не наступила"
        yield error(record, name, message, cure=f"сверьте столбец «{sheet_of(record).column(name).title}»")


def paper_is_not_ahead(book: Book, today: date) -> Iterator[Flag]:
    """Дата изданного документа не в будущем."""
    for record, name, value in _later(book, PAPERS, today):
        message = f"дата {day(value)} ещё не наступила"
        yield warning(record, name, message, cure=f"сверьте столбец «{sheet_of(record).column(name).title}»")


def date_near_programme(book: Book, today: date) -> Iterator[Flag]:
    """Сроки года не дальше года от программы («Настройки»)."""
    start, end = book.settings.programme_start, book.settings.programme_end
    if start is None or end is None or end < start:
        return
    first, last = start - YEAR, end + YEAR
    for record_type, name in THIS_YEAR:
        for record in book[record_type]:
            value: date | None = record.__dict__[name]
            if value is not None and not first <= value <= last and not _both_ends(record, name, first, last):
                message = f"{day(value)} далеко от срока программы {day(start)}–{day(end)}"
                yield warning(record, name, message, cure="сверьте год в дате")


def _both_ends(record: Record, name: str, first: date, last: date) -> bool:
    """Whether the start of the same action is told already, or its end stands before its start."""
    if name != "end" or not isinstance(record, RoadmapAction) or record.start is None or record.end is None:
        return False
    return record.end < record.start or not first <= record.start <= last


def _later(
    book: Book, columns: tuple[tuple[type[Record], str], ...], today: date
) -> Iterator[tuple[Record, str, date]]:
    for record_type, name in columns:
        for record in book[record_type]:
            value: date | None = record.__dict__[name]
            if value is not None and value > today:
                yield record, name, value
