"""Who has seen which programmes, and when first: by the date on the person's row or by events attended (п. 4.12)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank
from nastavnik_sheets.year_sheets import Event, Programme

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Mentee, Mentor


@dataclass(frozen=True)
class Acquaintance:
    """The first day on which each person saw the programmes of each form; computed, never typed."""

    book: Book

    def seen(self, person: Mentee | Mentor, mentoring_form: str | None) -> date | None:
        """Return when somebody first saw a programme of this form, None if never; no form: of any form.

        The date on the row of a person stands for all programmes.
        """
        shown = self._shown.get(person.code, {})
        of_form = shown.values() if mentoring_form is None else (shown.get(mentoring_form), shown.get(None))
        days = [day for day in (person.programme_seen, *of_form) if day is not None]
        return min(days, default=None)

    def first(self, person: Mentee | Mentor) -> date | None:
        """Return when somebody first saw any programme, None if never."""
        return self.seen(person, None)

    @cached_property
    def _shown(self) -> dict[str, dict[str | None, date]]:
        """By person and form; a programme whose form is not known counts for every form (None)."""
        found: dict[str, dict[str | None, date]] = {}
        for event in self.book[Event]:
            if event.held is None:
                continue
            for code in event.attended or ():
                own = found.setdefault(code, {})
                for form in self._forms(event):
                    own[form] = min(own.get(form, event.held), event.held)
        return found

    def _forms(self, event: Event) -> set[str | None]:
        """Return the forms whose programmes an event showed; a cell that cannot be read is not held against anybody."""
        if event.programmes is None:
            return set() if blank(self.book, event, "programmes") else {None}
        return {self._form_of.get(programme) for programme in event.programmes}

    @cached_property
    def _form_of(self) -> dict[str, str | None]:
        return {programme.code: programme.mentoring_form for programme in self.book[Programme]}


@lru_cache(maxsize=1)
def acquaintance_of(book: Book) -> Acquaintance:
    """Return who knows which programmes; that of the last book is kept."""
    return Acquaintance(book)
