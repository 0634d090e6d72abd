"""What every source of reminders needs: the book, the day, how far to look ahead, and who acts for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.facts.withdrawal import may_process
from nastavnik_sheets.reminding.due import COORDINATOR, CURATOR, DIRECTOR, MENTOR, PSYCHOLOGIST, RESPONSIBLE, Actor
from nastavnik_sheets.roadmap.layout import PREPARATION
from nastavnik_sheets.terms import APPROVED
from nastavnik_sheets.wording import short_name
from nastavnik_sheets.year_sheets import Curator

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts import Facts
    from nastavnik_sheets.settings import Settings
    from nastavnik_sheets.workbook import Pair


@dataclass(frozen=True)
class Desk:
    """One look at a book on a day; what is due within `ahead` days counts."""

    book: Book
    today: date
    ahead: int

    @property
    def settings(self) -> Settings:
        """«Настройки» of the book."""
        return self.book.settings

    @cached_property
    def facts(self) -> Facts:
        """The indexes that rules share."""
        return facts_of(self.book)

    @cached_property
    def horizon(self) -> date:
        """The last day that counts."""
        return self.today + timedelta(days=self.ahead)

    def soon(self, due: date) -> bool:
        """Whether something due on a day is worth a word today."""
        return due <= self.horizon

    @cached_property
    def coordinator(self) -> Actor:
        """Who answers for everything that nobody else does."""
        return Actor(COORDINATOR, self.settings.coordinator or "")

    @cached_property
    def psychologist(self) -> Actor:
        """Who sees to those without a pair."""
        name = self.settings.psychologist
        return Actor(PSYCHOLOGIST, name) if name else self.coordinator

    @cached_property
    def _curators(self) -> dict[str, Actor]:
        found: dict[str, Actor] = {}
        for row in self.book[Curator]:
            if row.mentoring_form and row.full_name:
                actor = Actor(CURATOR, row.full_name, email=row.email or "")
                found.setdefault(row.mentoring_form, self._same(actor))
        return found

    def _same(self, actor: Actor) -> Actor:
        """Return the coordinator herself if she is a curator too: one person gets one letter."""
        same = fold(actor.name) == fold(self.coordinator.name)
        return self.coordinator if same else actor

    def curator(self, form: str | None) -> Actor:
        """Who answers for a form (п. 2.7): its curator, else the coordinator."""
        return self._curators.get(form or "", self.coordinator)

    def mentor(self, code: str | None) -> Actor | None:
        """A mentor who takes part."""
        mentor = self.facts.mentors.get(code or "")
        if mentor is None or mentor.left is not None:
            return None
        return Actor(MENTOR, mentor.full_name or mentor.code, mentor.code, mentor.email or "")

    @cached_property
    def _staff(self) -> list[tuple[str, Actor]]:
        settings = self.settings
        people = [self.coordinator, *self._curators.values(), self.psychologist]
        people.append(Actor(DIRECTOR, settings.director or ""))
        return [(fold(short_name(one.name)).replace(" ", ""), one) for one in people if one.name]

    @cached_property
    def _posts(self) -> tuple[tuple[str, Actor], ...]:
        director = Actor(DIRECTOR, self.settings.director or "")
        return (("координатор", self.coordinator), ("психолог", self.psychologist), ("директоршколы", director))

    def responsible(self, text: str | None) -> Actor:
        """Who is meant by «Омарова Д. И., координатор»: somebody of the staff, else the words as they stand."""
        if not (text or "").strip():
            return self.coordinator
        plain = fold(text or "").replace(" ", "").replace("\u00a0", "")
        found = next((actor for name, actor in self._staff if name and name in plain), None)
        if found is None:
            found = next((one for _, one in self._staff if fold(one.name).replace(" ", "") in plain), None)
        if found is None:
            found = next((one for word, one in self._posts if word in plain), None)
        return found or Actor(RESPONSIBLE, " ".join((text or "").split()))

    def may_remind(self, *codes: str | None) -> bool:
        """Whether these people's data may still be used: after a withdrawal nobody is reminded of them."""
        return all(code is None or may_process(self.book, code, self.today) for code in codes)

    @cached_property
    def working_pairs(self) -> list[tuple[Pair, Actor, date, date]]:
        """Approved pairs in their time, with the mentor, the first and the last day."""
        found = []
        for pair in self.facts.pairs.values():
            period = self.facts.period(pair) if pair.state == APPROVED else None
            mentor = self.mentor(pair.mentor)
            if period and mentor and period[0] <= self.today and self.may_remind(pair.mentor, pair.mentee):
                found.append((pair, mentor, *period))
        return found

    def since(self, joined: date | None) -> date | None:
        """Return from when somebody counts this year: who came in a year before counts from the programme's start."""
        start = self.settings.programme_start
        if joined is None or start is None or joined >= start - timedelta(days=PREPARATION):
            return joined
        return start

    @cached_property
    def programme_runs(self) -> bool:
        """Whether the programme has not ended."""
        end = self.settings.programme_end
        return end is None or self.today <= end
