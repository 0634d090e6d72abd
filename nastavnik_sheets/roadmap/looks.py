"""What a look at the workbook finds of an action of the roadmap, and what it has to look at.

Leaves the looks themselves to `evidence_of_people` and `evidence_of_papers`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.roadmap.layout import DONE, NOT_BEGUN, UNDER_WAY
from nastavnik_sheets.schema import sheet_of

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts import Facts
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
        return facts_of(self.book)


def share(what: str, have: int, total: int, sheet: type[Record], *, certain: bool = True) -> Evidence:
    """Return how many of all have something: all is done, none is not begun."""
    state = DONE if total and have == total else UNDER_WAY if have else NOT_BEGUN
    words = f"{what}: {have} из {total}" if total else f"{what}: пока не у кого"
    return Evidence(state, words, sheet, certain=certain, proof=f"лист «{sheet_of(sheet).title}»: {have} из {total}")
