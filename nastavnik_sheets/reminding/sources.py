"""Everything that is due in a book, from every source, each thing once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.facts.stopped import stopped_codes
from nastavnik_sheets.reminding import meetings, papers, people, school
from nastavnik_sheets.reminding.desk import Desk
from nastavnik_sheets.reminding.due import COORDINATOR, ORDER

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.reminding.due import Due

SOURCES = (
    meetings.of_meetings,
    meetings.of_plans,
    people.of_unpaired,
    people.of_questionnaires,
    papers.of_papers,
    papers.of_withdrawals,
    school.of_roadmap,
    school.of_events,
    school.of_requests,
    school.of_monitoring,
)


def dues(book: Book, *, today: date, ahead: int | None = None) -> list[Due]:
    """Return what is due by `today` and within `ahead` days («Настройки»), grouped by who acts, the earliest first.

    Of those who have withdrawn their consent only the coordinator hears: what the withdrawal itself needs.
    """
    desk = Desk(book, today, book.settings.remind_days if ahead is None else ahead)
    stopped = stopped_codes(book, today)
    found: dict[str, Due] = {}
    for source in SOURCES:
        for one in source(desk):
            if one.who.role == COORDINATOR or stopped.isdisjoint((one.who.code, *one.about)):
                found.setdefault(one.key, one)
    return sorted(found.values(), key=_order)


def _order(due: Due) -> tuple[int, str, str, date, str]:
    return ORDER.index(due.who.role), due.who.name, due.who.code, due.due, due.key
