"""The dates of the invented year: everything is counted from its 1 September and happens only if its day has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

SHORTEST = timedelta(days=75)
"""A year younger than this has nothing to monitor yet: the year before is shown instead."""
SATURDAY = 5


@dataclass(frozen=True)
class Year:
    """A school year from 1 September to 31 May, as it looks on the day `today`; until `since` it was told before."""

    first: int
    today: date
    since: date | None = None

    def day(self, month: int, number: int) -> date:
        """Return a working day on or soon after a date: April to December lie before, January to March after."""
        return workday(date(self.first + (month <= 3), month, number))

    def spring(self, month: int, number: int) -> date:
        """Return a working day of the spring that ends the year."""
        return workday(date(self.first + 1, month, number))

    def has_come(self, day: date) -> bool:
        """Whether a day of the story is not in the future."""
        return day <= self.today

    def is_new(self, day: date) -> bool:
        """Whether a day of the story has come and has not been told before."""
        return day <= self.today and (self.since is None or day > self.since)

    def until(self, day: date) -> Year:
        """Return the same year on a later day, all before told."""
        return Year(self.first, day, self.today)

    @property
    def start(self) -> date:
        """The first day of the programme."""
        return date(self.first, 9, 1)

    @property
    def end(self) -> date:
        """The last day of the programme."""
        return date(self.first + 1, 5, 31)

    @property
    def name(self) -> str:
        """«2026–2027»"""
        return f"{self.first}–{self.first + 1}"

    @property
    def imported(self) -> date:
        """When the files of the participants are taken in."""
        return self.day(9, 9)

    @property
    def met(self) -> date:
        """The group meeting, after the consents are in."""
        return self.day(9, 15)

    @property
    def suggested(self) -> date:
        """When candidates are suggested for the first time."""
        return self.day(9, 17)

    @property
    def ordered(self) -> date:
        """The day of the order on pairs."""
        return self.day(9, 21)


def year_of(today: date) -> Year:
    """Return the latest school year that has been going on long enough by this day."""
    long_enough = today - SHORTEST
    return Year(long_enough.year - (long_enough < date(long_enough.year, 9, 1)), today)


def workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() >= SATURDAY else day


def moment(day: date, number: int) -> datetime:
    """Return a moment of a day at which the answer of this number may have come in."""
    return datetime.combine(day, time(8 + number * 7 % 12, number * 13 % 60, number * 29 % 60))
