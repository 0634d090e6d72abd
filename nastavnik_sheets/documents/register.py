"""Numbers of documents: they continue within the calendar year, are never used twice, and a reprint keeps its own.

«Приказы» is the register; a number that only a pair or an award still mentions is taken as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.documents.kinds import AGREEMENT, CONTRACT, ORDER
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.workbook import Mentor, Pair
from nastavnik_sheets.year_sheets import Award, OrderRow, Partner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.documents.kinds import Kind

_NUMBER = re.compile(r"(\D*?)(\d{1,6})(.*)")
_LONG_SUFFIX = re.compile(r"\s*[-/–]?\s*[А-ЯЁа-яё]{2,6}")


@dataclass
class Register:
    """What is registered, and the numbers given out in this run."""

    book: Book
    kinds: dict[str, Kind]
    taken: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    rows: dict[str, dict[frozenset[str], list[OrderRow]]] = field(default_factory=dict)

    def issued(self, kind: Kind, people: tuple[str, ...], *, within: Callable[[date], bool]) -> tuple[str, date] | None:
        """Return number and day of the same document (kind and people); of two such documents each is found once."""
        if kind.title not in self.rows:
            self.rows[kind.title] = self._by_people(kind)
        rows = self.rows[kind.title].get(frozenset(people), [])
        for row in rows:
            if row.number and row.issued and within(row.issued):
                rows.remove(row)
                return row.number, row.issued
        return None

    def _by_people(self, kind: Kind) -> dict[frozenset[str], list[OrderRow]]:
        grouped: dict[frozenset[str], list[OrderRow]] = {}
        for row in self._rows(kind):
            grouped.setdefault(frozenset(row.people or ()), []).append(row)
        return grouped

    def numbered(self, kind: Kind, number: str, year: int) -> OrderRow | None:
        """Return the row of this kind that has the number in a year."""
        for row in self._rows(kind):
            if row.issued and row.issued.year == year and fold(row.number or "") == fold(number):
                return row
        return None

    def _rows(self, kind: Kind) -> list[OrderRow]:
        """Return the rows of a kind that hold a number and a date."""
        rows = (r for r in self.book[OrderRow] if r.number and r.issued)
        return [r for r in rows if fold(r.kind or "") == fold(kind.title)]

    def next_number(self, kind: Kind, day: date) -> str:
        """Return the number after the highest one of the year, with the school's own letters («15-од» → «16-од»)."""
        highest, before, after = 0, "", ""
        for number in self._used(kind.series, day.year):
            match = _NUMBER.fullmatch(number.strip())
            if match and int(match[2]) >= highest:
                highest = int(match[2])
                before, after = match[1], match[3] if _LONG_SUFFIX.fullmatch(match[3]) else ""
        return self._give(kind, f"{before}{highest + 1}{after}", day)

    def take(self, kind: Kind, number: str, day: date) -> str:
        """Return the number a person chose, or refuse it if it is used."""
        if fold(number) in {fold(other) for other in self._used(kind.series, day.year)}:
            message = f"Номер {number} в {day.year} году уже занят: посмотрите лист «Приказы» и назовите другой."
            raise Refused(message)
        return self._give(kind, number, day)

    def _give(self, kind: Kind, number: str, day: date) -> str:
        self._used(kind.series, day.year).append(number)
        return number

    def _used(self, series: str, year: int) -> list[str]:
        """Return the numbers of a year, those given out in this run included."""
        if (series, year) not in self.taken:
            self.taken[series, year] = list(self._written(series, year))
        return self.taken[series, year]

    def _written(self, series: str, year: int) -> Iterator[str]:
        """Find every number used in a year; what has no readable date counts for every year."""
        for row in self.book[OrderRow]:
            known = self.kinds.get(fold(row.kind or ""))
            row_series = known.series if known else series
            if row.number and row_series == series and (row.issued is None or row.issued.year == year):
                yield row.number
        for number, day in self._mentioned(series):
            if number and (day is None or day.year == year):
                yield number

    def _mentioned(self, series: str) -> Iterator[tuple[str | None, date | None]]:
        if series == ORDER:
            yield from ((p.order_number, p.order_date) for p in self.book[Pair])
            yield from ((a.order_number, a.given) for a in self.book[Award])
        if series == CONTRACT:
            yield from ((m.contract_number, m.contract_date) for m in self.book[Mentor])
            yield from ((p.contract_number, p.contract_date) for p in self.book[Partner])
        if series == AGREEMENT:
            yield from ((p.agreement_number, p.agreement_date) for p in self.book[Pair])
