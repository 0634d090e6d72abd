"""Everything one monitoring says, gathered once: sheets, report, summaries and the console tell the same figures."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.monitoring import influence, process
from nastavnik_sheets.monitoring.answers import survey
from nastavnik_sheets.monitoring.history import previous_round
from nastavnik_sheets.monitoring.indicators import indicators_of, interim_satisfaction
from nastavnik_sheets.monitoring.participation import participation

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.answers import Survey
    from nastavnik_sheets.monitoring.history import Previous
    from nastavnik_sheets.monitoring.indicators import Indicator
    from nastavnik_sheets.monitoring.participation import Participation, Period


@dataclass(frozen=True)
class Figures:
    """The figures of a book on a day; each part is computed when it is first asked for."""

    book: Book
    today: date

    @cached_property
    def taking_part(self) -> Participation:
        """Who takes part."""
        return participation(self.book, self.today)

    @cached_property
    def answers(self) -> Survey:
        """Which answers count."""
        return survey(self.book, self.taking_part, self.today)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """П1…П6."""
        return indicators_of(self.taking_part, self.answers)

    @cached_property
    def interim(self) -> list[Indicator]:
        """П5 and П6 by interim questionnaires, if these ask."""
        return interim_satisfaction(self.taking_part, self.answers)

    @cached_property
    def meetings(self) -> process.Meetings:
        """Meetings held."""
        return process.meetings(self.taking_part, self.today)

    @cached_property
    def pairs_by_form(self) -> process.Cross:
        """All pairs by form and state."""
        return process.pairs_by_form(self.taking_part)

    @cached_property
    def pairs_by_model(self) -> process.Cross:
        """All pairs by role model and state."""
        return process.pairs_by_model(self.taking_part)

    @cached_property
    def silent(self) -> list[process.Silent]:
        """Who answered nothing."""
        return process.silent(self.taking_part, self.answers)

    @cached_property
    def signals(self) -> list[process.Signal]:
        """Interim feedback."""
        return process.signals(self.taking_part, self.answers)

    @cached_property
    def curator(self) -> process.CuratorSheet:
        """The curator's 0–1–2 sheet."""
        return process.curator_sheet(self.taking_part)

    @cached_property
    def swot(self) -> dict[str, list[process.Said]]:
        """The four quarters of SWOT."""
        return process.swot(self.taking_part, self.answers)

    @cached_property
    def changes(self) -> list[influence.Change]:
        """Entry against exit, question by question."""
        return influence.changes(self.taking_part, self.answers)

    @cached_property
    def impacts(self) -> list[influence.Impact]:
        """Indicators of influence: before, after, difference."""
        return influence.impacts(self.taking_part)

    @cached_property
    def spreads(self) -> list[influence.Spread]:
        """How answers are spread."""
        return influence.spreads(self.answers)

    @cached_property
    def previous(self) -> Previous | None:
        """The monitoring before this one."""
        return previous_round(self.book, self.today)

    @property
    def period(self) -> Period:
        """The days the figures cover."""
        return self.taking_part.period

    @property
    def school(self) -> str:
        """How the school is called."""
        settings = self.book.settings
        return settings.school_short or settings.school_full or "Школа не названа на листе «Настройки»"
