"""Changes before they are made: a command computes a `Plan`, then it is shown, applied, recorded or taken back.

    plan = Plan(book)
    plan.add(Pair(mentor="У-014-9", mentee="У-021-4", state="утверждена"))
    plan.set(pair, "state", "завершена")
    plan.apply(host)

Only the cells that change are written; new rows go below everything entered, with a new code where the sheet has
codes. Leaves the way back to `journal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import SEPARATOR, several
from nastavnik_sheets.codes import Code, Shown, code_number, make_code, read_code
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.schema import INPUT, Record, sheet_of
from nastavnik_sheets.workbook import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Cell, Host, Value
    from nastavnik_sheets.schema import Column
    from nastavnik_sheets.tables import Table

BRING_BACK = "запустите проверку с исправлением, лист вернётся, и повторите"


class Change(NamedTuple):
    """One cell: where (title of the sheet, row and column from 1), what was there, what comes, where it leads."""

    sheet: str
    row: int
    column: int
    before: Value
    after: Value
    link: str = ""


@dataclass(frozen=True)
class Replacement:
    """A generated sheet put in place as a whole."""

    key: str
    sheet: str
    before: Sequence[Sequence[Value]]
    after: Sequence[Sequence[Cell]]


class Plan:
    """What a command wants to change. Nothing is written before `apply`."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.changes: dict[tuple[str, int, int], Change] = {}
        self.replacements: dict[str, Replacement] = {}
        self._next_row: dict[str, int] = {}
        self._next_number: dict[str, int] = {}

    def set(self, record: Record, name: str, value: object, *, link: str = "") -> None:
        """Change one cell of a record that stands in the workbook; `link` is where a click on it leads."""
        table = self.book.table(type(record))
        position = self._position(sheet_of(record).column(name), table, value)
        if position:
            before = table.raw(record.row, name)
            title = self.book.title(sheet_of(record))
            self.put(title, record.row, position, before=before, after=as_cell(value), link=link)

    def put(self, sheet: str, row: int, column: int, *, before: Value, after: Value, link: str = "") -> None:
        """Change one cell by its place; a change to what is there already is none."""
        key = (sheet, row, column)
        if type(before) is type(after) and before == after:
            self.changes.pop(key, None)
        else:
            self.changes[key] = Change(sheet, row, column, before, after, link)

    def add(self, record: Record) -> str:
        """Put a new record below everything entered; return its code (a new one if it has none yet)."""
        sheet = sheet_of(record)
        table = self.book.table(type(record))
        if sheet.use == INPUT and not table.positions:
            raise Refused(f"В книге нет листа «{sheet.title}» с заголовками, записать некуда: {BRING_BACK}.")
        values = {c.name: getattr(record, c.name) for c in sheet.columns if not isinstance(c.kind, Shown)}
        code_column = _code_column(sheet.columns)
        if code_column is not None and not values["code"]:
            values["code"] = self.new_code(code_column.kind.prefix)  # type: ignore[attr-defined]
        places = {name: self._position(sheet.column(name), table, value) for name, value in values.items()}
        row = self._next_row.setdefault(sheet.key, table.next_row)
        self._next_row[sheet.key] = row + 1
        for name, value in values.items():
            if places[name] and value not in (None, ""):
                before = table.raw(row, name)
                self.put(self.book.title(sheet), row, places[name], before=before, after=as_cell(value))
        return str(values.get("code") or "")

    def _position(self, column: Column, table: Table[Record], value: object) -> int:
        """Return where a column stands, 0 if it does not. Refused if a needed value would get lost."""
        position = table.positions.get(column.name, 0)
        if not position and column.required and value not in (None, "") and table.positions:
            title = self.book.title(sheet_of(table.record_type))
            raise Refused(f"На листе «{title}» нет столбца «{column.title}»: верните его заголовок и повторите.")
        return position

    def new_code(self, prefix: str) -> str:
        """Return a code that nothing in the workbook has had."""
        if prefix not in self._next_number:
            self._next_number[prefix] = highest_number(self.book, prefix) + 1
        number = self._next_number[prefix]
        self._next_number[prefix] = number + 1
        return make_code(prefix, number)

    def reserve(self, prefix: str, number: int) -> None:
        """Give no code with this number or a lower one: somebody outside the workbook has it."""
        known = self._next_number.get(prefix) or highest_number(self.book, prefix) + 1
        self._next_number[prefix] = max(known, number + 1)

    def replace(
        self,
        record_type: type[Record],
        records: Sequence[Record],
        *,
        cells: Mapping[tuple[int, str], Cell] | None = None,
    ) -> None:
        """Put records in place of a generated sheet; `cells` overrides single cells by (index, attribute)."""
        sheet = sheet_of(record_type)
        title = self.book.title(sheet)
        special = cells or {}
        rows: list[list[Cell]] = [[c.title for c in sheet.columns]]
        for index, record in enumerate(records):
            rows.append([special.get((index, c.name), as_cell(getattr(record, c.name))) for c in sheet.columns])
        self.replacements[sheet.key] = Replacement(sheet.key, title, self.book.table(record_type).grid, rows)

    @property
    def empty(self) -> bool:
        """Whether nothing would change."""
        return not self.changes and not self.replacements

    def apply(self, host: Host) -> None:
        """Write the changes, sheet by sheet, then the generated sheets."""
        by_sheet: dict[str, dict[tuple[int, int], Cell]] = {}
        for change in self.changes.values():
            cell = Link(str(change.after), change.link) if change.link and change.after else change.after
            by_sheet.setdefault(change.sheet, {})[change.row, change.column] = cell
        for sheet, cells in by_sheet.items():
            host.write(sheet, cells)
        for replacement in self.replacements.values():
            host.replace(replacement.sheet, replacement.after)


def as_cell(value: object) -> Value:
    """Return what a cell holds for an attribute: several values are joined, yes and no are words."""
    if isinstance(value, tuple):
        return SEPARATOR.join(str(part) for part in value)
    if isinstance(value, bool):
        return "да" if value else "нет"
    return None if value == "" else value  # type: ignore[return-value]


def highest_number(book: Book, prefix: str) -> int:
    """Return the highest number of a code with this prefix anywhere in the workbook, 0 if there is none.

    Every column is looked through: a number that only a consent or a pair still names is not free, nor is one that a
    book of an earlier year has given.
    """
    highest = _used_before(book, prefix)
    for record_type in RECORD_TYPES:
        table = book.table(record_type)
        for name in [
            c.name for c in sheet_of(record_type).columns if _may_hold(c, prefix) and c.name in table.positions
        ]:
            for record in table.records:
                highest = max(highest, _number_in(table.raw(record.row, name), prefix))
    return highest


def _used_before(book: Book, prefix: str) -> int:
    """Return the highest number of earlier years, as «Настройки» keep it: «У 62; ПР 37»."""
    found = re.findall(r"([А-ЯЁ]{1,3})[ \u00a0]*(\d{1,6})", book.settings.used_numbers or "")
    return max((int(number) for name, number in found if name == prefix), default=0)


def _may_hold(column: Column, prefix: str) -> bool:
    kind = column.kind
    return prefix == getattr(kind, "prefix", None) or prefix in getattr(kind, "prefixes", ())


def _number_in(raw: Value, prefix: str) -> int:
    if not isinstance(raw, str) or not raw:
        return 0
    codes = (read_code(part, (prefix,)).value for part in several(raw, ";,\n"))
    return max((code_number(str(code)) for code in codes if code), default=0)


def _code_column(columns: Sequence[Column]) -> Column | None:
    return next((c for c in columns if isinstance(c.kind, Code) and c.name == "code"), None)
