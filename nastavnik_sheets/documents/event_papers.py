"""Papers of an event: the minutes, and the list of those invited for signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.kinds import EVENT, Ask, Kind, Subject
from nastavnik_sheets.documents.people import person_of
from nastavnik_sheets.year_sheets import Event

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from nastavnik_sheets.book import Book

SPARE_LINES = 5
"""Empty lines below the list, for those who came without an invitation."""


def _lines(text: str | None) -> list[str]:
    """Return the items of a cell, one a line, without the numbers people put before them."""
    return [line.strip().lstrip("0123456789.)- ") for line in (text or "").splitlines() if line.strip()]


def _people(book: Book, codes: Iterable[str], ask: Ask) -> list[dict[str, Any]]:
    found = [person_of(book, book.person(code), code, today=ask.today) for code in dict.fromkeys(codes)]
    return sorted(found, key=lambda person: (str(person["ФИО"]), str(person["код"])))


def events(*, minutes: bool) -> Callable[[Book, Ask], list[Subject]]:
    """Return the function that finds the events: for minutes those held, for a list those to which people are asked."""

    def subjects(book: Book, ask: Ask) -> list[Subject]:
        chosen = [
            event
            for event in book[Event]
            if event.held and event.title and ask.wants(event.code)
            and (event.held <= ask.today if minutes else bool(event.invited or event.attended))
        ]  # fmt: skip
        return [_subject(book, event, ask) for event in sorted(chosen, key=lambda e: (e.held or ask.today, e.row))]

    return subjects


def _subject(book: Book, event: Event, ask: Ask) -> Subject:
    came = _people(book, event.attended or (), ask)
    listed = _people(book, (*(event.invited or ()), *(event.attended or ())), ask)
    fields = {
        "событие": {
            "вид": event.kind or "",
            "название": event.title or "",
            "дата": event.held or "",
            "место": event.place or "",
            "ответственный": event.responsible or "",
            "протокол": event.minutes or "",
            "повестка": _lines(event.agenda),
            "решили": _lines(event.decided),
            "гостей": event.guests or 0,
        },
        "были": came,
        "приглашены": listed,
        "всего": len(came) + (event.guests or 0),
        "пустые_строки": [len(listed) + n for n in range(1, SPARE_LINES + 1)],
    }
    return Subject(fields=fields, people=(event.code,), label=f"{event.held:%d.%m.%Y} {event.code}")


NO_EVENTS = "На листе «События» нет {}: впишите их и повторите."
KINDS: tuple[Kind, ...] = (
    Kind(
        key="attendance",
        title="Явочный лист",
        scope=EVENT,
        subjects=events(minutes=False),
        nothing=NO_EVENTS.format("событий с датой, названием и приглашёнными"),
    ),
    Kind(
        key="minutes",
        title="Протокол события",
        scope=EVENT,
        subjects=events(minutes=True),
        nothing=NO_EVENTS.format("прошедших событий с датой и названием"),
    ),
)
