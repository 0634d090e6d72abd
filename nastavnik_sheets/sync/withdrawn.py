"""Whose rows stay where they are because a consent to processing was withdrawn: nothing of them comes or goes.

What of them stands in Google is for a person to delete: the program deletes nothing there. Leaves whose consent
counts as withdrawn to `facts.stopped`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import Ref
from nastavnik_sheets.facts.stopped import naming, stopped_codes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.schema import Column, Record, Sheet

WHY = "назван человек, который отозвал согласие на обработку"


@dataclass(frozen=True)
class Withdrawn:
    """The codes of people whose data may not be processed, and of their pairs."""

    codes: frozenset[str] = frozenset()

    @classmethod
    def of(cls, book: Book, today: date) -> Withdrawn:
        """Return whose consent is withdrawn by a day."""
        return cls(stopped_codes(book, today))

    def is_about(self, record: Record, sheet: Sheet) -> bool:
        """Whether a row of the workbook is one of theirs, not only a row in whose list they are named."""
        return any(getattr(record, one.name) in self.codes for one in naming(sheet.columns))

    def is_in(self, cells: Iterable[tuple[Column, Value]]) -> bool:
        """Whether cells as somebody typed them make a row one of theirs."""
        return any(one.kind.read(raw).value in self.codes for one, raw in cells if one in naming((one,)))

    def is_named(self, column: Column, raw: Value) -> bool:
        """Whether a cell that lists several people names one of them."""
        if not isinstance(column.kind, Ref) or not column.kind.many:
            return False
        named = column.kind.read(raw).value
        return isinstance(named, tuple) and not self.codes.isdisjoint(named)
