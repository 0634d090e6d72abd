"""Kinds of cell that hold figures: whole numbers, numbers, dates, also written as text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from nastavnik_sheets.cells.reading import Reading, fixable, unreadable
from nastavnik_sheets.cells.texts import as_text

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.protocol import Value

EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Whole:
    """A whole number within limits."""

    minimum: int = 0
    maximum: int = 1_000_000
    name: str = field(default="whole", init=False)

    def read(self, raw: Value) -> Reading:
        """Numbers and digits written as text; a fraction or a number off the limits is an error."""
        number = _number(raw)
        if number is None or number != int(number):
            return unreadable("whole", "нужно целое число", f"впишите число от {self.minimum} до {self.maximum}")
        if not self.minimum <= number <= self.maximum:
            return _off_limits(number, self.minimum, self.maximum)
        if isinstance(raw, str):
            return fixable("number-text", int(number), "число записано текстом", int(number))
        return Reading(int(number))


@dataclass(frozen=True)
class Number:
    """A number within limits, fractions allowed."""

    minimum: float = 0
    maximum: float = 1_000_000
    name: str = field(default="number", init=False)

    def read(self, raw: Value) -> Reading:
        """Numbers and digits written as text with a point or a comma."""
        number = _number(raw)
        if number is None:
            return unreadable("number", "нужно число", f"впишите число от {self.minimum:g} до {self.maximum:g}")
        if not self.minimum <= number <= self.maximum:
            return _off_limits(number, self.minimum, self.maximum)
        if isinstance(raw, str):
            return fixable("number-text", number, "число записано текстом", number)
        return Reading(number)


def _off_limits(number: float, minimum: float, maximum: float) -> Reading:
    return unreadable(
        "limits", f"число {number:g} вне допустимых границ", f"впишите число от {minimum:g} до {maximum:g}"
    )


def _number(raw: Value) -> float | None:
    if isinstance(raw, bool) or raw is None or isinstance(raw, date | time):
        return None
    if isinstance(raw, int | float):
        return float(raw) if abs(raw) < 1e15 else None
    text = as_text(raw).replace(" ", "").replace(",", ".")
    return float(text) if re.fullmatch(r"[-+]?\d{1,15}(\.\d{1,15})?", text) else None


@dataclass(frozen=True)
class Date:
    """A calendar date."""

    name: str = field(default="date", init=False)

    def read(self, raw: Value) -> Reading:
        """A date cell, or text like 01.09.2025, 1.9.25, 2025-09-01 with a warning and a fix."""
        if isinstance(raw, datetime):
            return self._within(raw.date())
        if isinstance(raw, date):
            return self._within(raw)
        found = date_of_text(raw) if isinstance(raw, str) else None
        if found is None:
            return unreadable("date", "это не дата", "впишите дату вида 01.09.2025")
        within = self._within(found)
        return within if within.problem else fixable("date-text", found, "дата записана текстом", found)

    @staticmethod
    def _within(day: date) -> Reading:
        if EARLIEST <= day <= LATEST:
            return Reading(day)
        return unreadable("date", f"год {day.year} не похож на настоящий", "впишите дату вида 01.09.2025")


_MONTHS = {
    stem: number
    for number, stem in enumerate(
        ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"), start=1
    )
}
_YEAR_WORD = r"(?:\s*г(?:\.|ода)?(?:\s*р(?:\.|ождения)?)?)?"
_DMY = re.compile(
    r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})" + _YEAR_WORD + r"(?:[ ,T]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_YMD = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?:[ T]+\d{1,2}:\d{2}.*)?")
_WORDS = re.compile(r"[«\"]?(\d{1,2})[»\"]?\s+([а-яё]{3,})\s+(\d{4})" + _YEAR_WORD, re.IGNORECASE)


def date_of_text(text: str) -> date | None:
    """Return the date a Russian text means: day first; «1 сентября 2025 г.» and 2025-09-01 too."""
    text = as_text(text)
    if match := _DMY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        return _day(_century(year), month, day)
    if match := _YMD.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _WORDS.fullmatch(text):
        month = next((n for stem, n in _MONTHS.items() if match[2].lower().startswith(stem)), 0)
        return _day(int(match[3]), month, int(match[1]))
    return None


def _century(year: int) -> int:
    if year >= 100:
        return year
    return 2000 + year if year < 50 else 1900 + year


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
