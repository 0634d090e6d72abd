"""Who takes part in the period: the pairs that count and their people, each person once.

A pair counts if it is approved or completed and works within the period. A proposed pair has not begun, a stopped or
declined one does not count; why a pair is left aside is kept. Leaves answers to `answers`, figures to `indicators`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.book import group_by
from nastavnik_sheets.cells import fold
from nastavnik_sheets.terms import APPROVED, COMPLETED, DECLINED, MENTEE_ROLE, PROPOSED, ROLES, STOPPED
from nastavnik_sheets.workbook import Mentee, Mentor, Pair

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Person

_SET_ASIDE = {
    PROPOSED: "пара ещё не утверждена",
    STOPPED: "пара прекращена",
    DECLINED: "пара отклонена",
    None: "не указано состояние пары",
}
NO_PAIR = "нет пары"


class Period(NamedTuple):
    """The days a monitoring covers; no start means from the beginning."""

    start: date | None
    end: date

    @property
    def words(self) -> str:
        """«01.09.2026 – 31.12.2026»."""
        return f"{self.start:%d.%m.%Y} – {self.end:%d.%m.%Y}" if self.start else f"по {self.end:%d.%m.%Y}"


def period_of(book: Book, today: date) -> Period:
    """Return the period: from the start of the programme to the report date of «Настройки», but never past today."""
    settings = book.settings
    end = min(settings.report_date or today, today)
    start = settings.programme_start
    return Period(start if start and start <= end else None, end)


@dataclass(frozen=True)
class Participation:
    """Pairs that count in a period, those set aside with the reason, and who is one and the same person."""

    book: Book
    period: Period
    pairs: tuple[Pair, ...]
    aside: tuple[tuple[Pair, str], ...]

    @property
    def report_day(self) -> date:
        """The day ages are counted on: the report date, which may lie ahead, else the end of the period."""
        return self.book.settings.report_date or self.period.end

    @cached_property
    def codes(self) -> frozenset[str]:
        """Codes of the pairs that count."""
        return frozenset(pair.code for pair in self.pairs)

    @cached_property
    def same(self) -> Mapping[str, str]:
        """The code a person is counted under: the first of those with one name and birth date."""
        first: dict[tuple[str, date], str] = {}
        people: list[Person] = [*self.book[Mentee], *self.book[Mentor]]
        return {p.code: first.setdefault(k, p.code) if (k := _identity(p)) else p.code for p in people if p.code}

    def person(self, code: str | None) -> str:
        """Return the code somebody is counted under."""
        return self.same.get(code or "", code or "")

    @cached_property
    def people(self) -> Mapping[str, Mapping[str, list[Pair]]]:
        """By role: the people in counted pairs with these pairs."""
        return {role: group_by((self.person(one_of(p, role)), p) for p in self.pairs) for role in ROLES}

    @cached_property
    def all_pairs(self) -> Mapping[str, Mapping[str, list[Pair]]]:
        """By role: everybody in a pair of any state, with these pairs."""
        pairs = self.book[Pair]
        return {role: group_by((self.person(one_of(p, role)), p) for p in pairs) for role in ROLES}

    @cached_property
    def _reasons(self) -> Mapping[str, Mapping[str, str]]:
        return {r: {self.person(one_of(p, r)): why for p, why in self.aside if one_of(p, r)} for r in ROLES}

    def why_not(self, code: str, role: str) -> str | None:
        """Return why somebody does not take part in a role, None if he does."""
        person = self.person(code)
        if person in self.people[role]:
            return None
        return self._reasons[role].get(person, NO_PAIR)


def participation(book: Book, today: date) -> Participation:
    """Return who takes part in the period that ends at the report date or, if it lies ahead, today."""
    period = period_of(book, today)
    pairs: list[Pair] = []
    aside: list[tuple[Pair, str]] = []
    for pair in book[Pair]:
        reason = _why_aside(book, pair, period)
        if reason:
            aside.append((pair, reason))
        else:
            pairs.append(pair)
    return Participation(book, period, tuple(pairs), tuple(aside))


def _why_aside(book: Book, pair: Pair, period: Period) -> str | None:
    if pair.state not in (APPROVED, COMPLETED):
        return _SET_ASIDE.get(pair.state, "пара не утверждена")
    if pair.mentor not in book.mentors or pair.mentee not in book.mentees:
        return "участника пары нет в базе"
    last = pair.end or pair.planned_end
    if pair.start is None:
        return "не указано начало пары"
    if pair.start > period.end:
        return "пара начинается после отчётной даты"
    if last and period.start and last < period.start:
        return "пара закончилась до начала программы"
    return None


def one_of(pair: Pair, role: str) -> str | None:
    """Return the code of the mentee or the mentor of a pair."""
    return pair.mentee if role == MENTEE_ROLE else pair.mentor


def _identity(person: Person) -> tuple[str, date] | None:
    if person.full_name and person.birth_date:
        return fold(person.full_name), person.birth_date
    return None
