"""What the workbook itself knows of an action of the roadmap: how far it is, in words, and where that stands.

Some things are only in the workbook (consents, bases, pairs, meetings, answers, monitoring): they may contradict what
a person marked. Others (papers, events) may have happened and not be written down: their absence says nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.roadmap.evidence_of_papers import LOOKS as PAPERS
from nastavnik_sheets.roadmap.evidence_of_people import LOOKS as PEOPLE
from nastavnik_sheets.roadmap.looks import Look
from nastavnik_sheets.roadmap.meanings import meaning_of

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.roadmap.looks import Evidence
    from nastavnik_sheets.year_sheets import RoadmapAction


def evidence(book: Book, action: RoadmapAction, today: date) -> Evidence | None:
    """Return what the workbook knows of an action, None if nothing: a sheet that is missing says nothing."""
    meaning = meaning_of(action)
    look = {**PEOPLE, **PAPERS}.get(meaning.word) if meaning else None
    found = look(Look(book, today, action)) if look else None
    return found if found is not None and book.table(found.sheet).positions else None
