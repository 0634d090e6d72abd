"""`roadmap`: move the dates of the roadmap to the programme's period on «Настройки»; what is done stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.changes import Plan
from nastavnik_sheets.commands.run import Work, carry_out
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.wording import plural
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.commands.options import Options, Outcome


def reschedule(address: str, *, options: Options) -> Outcome:
    """Move the unfinished actions of the roadmap to the programme's period."""

    def work(book: Book) -> Work:
        from nastavnik_sheets.roadmap import rescheduled

        start, end = book.settings.programme_start, book.settings.programme_end
        if start is None or end is None or end <= start:
            raise Refused("Впишите на листе «Настройки» начало и окончание программы и повторите.")
        plan = Plan(book)
        ahead = options.day if options.day < start else None
        moved = rescheduled(book[RoadmapAction], start, end, not_before=ahead)
        for row in moved:
            plan.set(row, "start", row.start)
            plan.set(row, "end", row.end)
        count = len(moved)
        rows = plural(count, "мероприятия", "мероприятий", "мероприятий")
        period = f"{start:%d.%m.%Y} – {end:%d.%m.%Y}"
        message = f"Дорожная карта переложена на период {period}: новые сроки у {count} {rows}, выполненное не тронуто."
        return Work(plan, message, {"moved": [row.code for row in moved]})

    return carry_out(address, work, command="roadmap", options=options)
