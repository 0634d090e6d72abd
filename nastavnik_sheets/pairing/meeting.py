"""The group meeting at which mentees and mentors get to know each other: whom to invite (roadmap, stage 5)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.lists import GROUP_MEETING
from nastavnik_sheets.pairing.conditions import is_acquainted
from nastavnik_sheets.year_sheets import Event, Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.changes import Plan
    from nastavnik_sheets.pairing.proposal import Round
    from nastavnik_sheets.workbook import Mentee, Mentor


def invited(worked: Round) -> tuple[str, ...]:
    """Return by code who has somebody to meet, and who has not seen the programmes yet."""
    mentees = {mentee for mentee, mentors in worked.offered.items() if mentors}
    mentors = {mentor for mentors in worked.offered.values() for mentor in mentors}
    return tuple(sorted(mentees | mentors | set(strangers(worked)), key=lambda code: (len(code), code)))


def strangers(worked: Round) -> list[str]:
    """Return who waits only to be shown the programmes or for papers, and has not seen the programmes."""
    field = worked.field
    mentees = [field.book.mentees[code] for code, barrier in field.barred_mentees.items() if barrier.remedy]
    mentors = [field.book.mentors[code] for code, barrier in field.barred_mentors.items() if barrier.remedy]
    waiting: list[Mentee | Mentor] = [*mentees, *mentors]
    unwilling = [person.code for person in waiting if person.voluntary is False]
    return [
        person.code
        for person in waiting
        if person.code not in unwilling and not is_acquainted(field.book, person, today=field.today)
    ]


def coming_meeting(book: Book, *, today: date) -> Event | None:
    """Return the group meeting still to be held, the nearest one."""
    ahead = [
        e for e in book[Event] if e.kind == GROUP_MEETING and not e.attended and (e.held is None or e.held >= today)
    ]
    return min(ahead, key=lambda e: (e.held is None, e.held or today, e.row), default=None)


def plan_meeting(plan: Plan, worked: Round, *, held: date | None) -> str | None:
    """Plan the invitations and return a sentence about them, None if there is nothing to do.

    A meeting that stands on «События» gets those who are not invited yet; a new one is added only for a given day.
    """
    guests = invited(worked)
    event = coming_meeting(plan.book, today=worked.field.today)
    if not guests or (event is None and held is None):
        return None
    if event is not None:
        everyone = tuple(dict.fromkeys((*(event.invited or ()), *guests)))
        if everyone != (event.invited or ()):
            plan.set(event, "invited", everyone)
        if held is not None and held != event.held:
            plan.set(event, "held", held)
        day = held or event.held
    else:
        plan.add(_meeting(worked, guests, held))
        day = held
    when = f" {day:%d.%m.%Y}" if day else ""
    return f"Групповая встреча{when}: приглашённые ({len(guests)}) — на листе «События»."


def _meeting(worked: Round, guests: tuple[str, ...], held: date | None) -> Event:
    """Return a new meeting; the programmes are shown at it if somebody has not seen them."""
    book = worked.field.book
    shown = tuple(p.code for p in book[Programme]) if strangers(worked) else ()
    return Event(
        code="",
        kind=GROUP_MEETING,
        title="Знакомство наставников и наставляемых",
        held=held,
        programmes=shown or None,
        invited=guests,
        responsible=book.settings.coordinator,
    )
