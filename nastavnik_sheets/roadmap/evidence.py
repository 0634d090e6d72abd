"""What the workbook itself knows of an action of the roadmap: how far it is, in words, and where that stands.

Some things are only in the workbook (consents, bases, pairs, meetings, answers, monitoring): they may contradict what
a person marked. Others (papers, events) may have happened and not be written down: their absence says nothing.
Looks of each meaning stand in `evidence_of_people` and `evidence_of_papers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.roadmap.layout import DONE, NOT_BEGUN, UNDER_WAY
from nastavnik_sheets.roadmap.meanings import meaning_of
from nastavnik_sheets.schema import sheet_of

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.rules.facts import Facts
    from nastavnik_sheets.schema import Record
    from nastavnik_sheets.year_sheets import RoadmapAction


BEFORE = timedelta(days=120)


@dataclass(frozen=True)
class Evidence:
    """How far an action is by the records; `proof` is what to write under «Подтверждение» when it is done.

    `row` is the row of `sheet` that says so (1 is the sheet as a whole). `certain`: a mark that says otherwise is
    contradicted.
    """

    state: str
    words: str
    sheet: type[Record]
    row: int = 1
    certain: bool = True
    proof: str = ""

    @property
    def text(self) -> str:
        """«в работе: согласия у 34 из 37»"""
        return f"{self.state}: {self.words}"


@dataclass(frozen=True)
class Look:
    """A book on a day, and the action in question."""

    book: Book
    today: date
    action: RoadmapAction

    @property
    def since(self) -> date:
        """The first day that counts: what was long before the action belongs to another year."""
        return (self.action.start or self.today) - BEFORE

    @cached_property
    def facts(self) -> Facts:
        """The indexes that rules share."""
        from nastavnik_sheets.rules.facts import facts_of  # whose package has a rule that reads this evidence

        return facts_of(self.book)


def evidence(book: Book, action: RoadmapAction, today: date) -> Evidence | None:
    """Return what the workbook knows of an action, None if nothing: a sheet that is missing says nothing."""
    from nastavnik_sheets.roadmap.evidence_of_papers import LOOKS as PAPERS
    from nastavnik_sheets.roadmap.evidence_of_people import LOOKS as PEOPLE

    meaning = meaning_of(action)
    look = {**PEOPLE, **PAPERS}.get(meaning.word) if meaning else None
    found = look(Look(book, today, action)) if look else None
    return found if found is not None and book.table(found.sheet).positions else None


def share(what: str, have: int, total: int, sheet: type[Record], *, certain: bool = True) -> Evidence:
    """Return how many of all have something: all is done, none is not begun."""
    state = DONE if total and have == total else UNDER_WAY if have else NOT_BEGUN
    words = f"{what}: {have} из {total}" if total else f"{what}: пока не у кого"
    return Evidence(state, words, sheet, certain=certain, proof=f"лист «{sheet_of(sheet).title}»: {have} из {total}")
