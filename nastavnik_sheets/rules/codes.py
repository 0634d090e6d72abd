"""Codes: each stands on one row, and each that is named somewhere leads to a row.

A row that has lost its code (erased or overwritten) is told which code it probably had, before it is given a new one;
what still names the code of such a row, or of one where it is mistyped, is not reported as unknown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text
from nastavnik_sheets.codes import Code, Ref, code_number
from nastavnik_sheets.facts import blank, facts_of
from nastavnik_sheets.flags import error, warning
from nastavnik_sheets.rules.evidence import one_slip_apart
from nastavnik_sheets.schema import INPUT, Record, sheet_of
from nastavnik_sheets.workbook import RECORD_TYPES, sheet_named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag

ENTERED = tuple(t for t in RECORD_TYPES if sheet_of(t).use == INPUT)
CODED = tuple(t for t in ENTERED if isinstance(getattr(t, "sheet").columns[0].kind, Code))  # noqa: B009
REFERRING = tuple((t, tuple(c for c in sheet_of(t).columns if isinstance(c.kind, Ref))) for t in ENTERED)


@dataclass(frozen=True)
class Lost:
    """A row without a code of its own: what is typed there, and between which numbers its code would stand."""

    record: Record
    typed: str
    after: int
    before: int

    def may_have_been(self, code: str) -> bool:
        """Whether the row probably had this code."""
        number = code_number(code)
        beside = number in (self.after + 1, self.before - 1)
        return beside or self.after < number < self.before or one_slip_apart(self.typed, code)


def code_is_unique(book: Book, today: date) -> Iterator[Flag]:
    """Один код стоит на одной строке листа."""
    for record_type in CODED:
        for record, twin in _doubled(book, record_type):
            message = f"код {_code(record)} уже стоит в строке {twin.row}"
            yield error(record, "code", message, cure="верните строке её код или удалите лишнюю строку")


def code_leads_somewhere(book: Book, today: date) -> Iterator[Flag]:
    """Код, названный на любом листе, есть на листе, где он присвоен."""
    codes = facts_of(book).codes
    lost = _LostRows(book)
    for targets, record, name, code in _unknown(book):
        if not lost.owners(targets, code):
            where = " или ".join(f"«{sheet_named(target).title}»" for target in targets)
            elsewhere = next((key for key, known in codes.items() if code in known), None)
            also = f", он есть на листе «{sheet_named(elsewhere).title}»" if elsewhere else ""
            message = f"кода {code} нет на листе {where}{also}"
            yield error(record, name, message, cure="выберите код из списка или добавьте строку с этим кодом")


def code_is_not_lost(book: Book, today: date) -> Iterator[Flag]:
    """Строка, чей код стёрт или заменён чужим, узнаёт свой код по тому, кто на него ссылается."""
    named: dict[int, tuple[Record, set[str]]] = {}
    lost = _LostRows(book)
    for targets, _, _, code in _unknown(book):
        for record in lost.owners(targets, code):
            if _code(record) or blank(book, record, "code"):
                named.setdefault(id(record), (record, set()))[1].add(code)
    for record, codes in named.values():
        message = f"другие листы называют код {', '.join(sorted(codes))}, а такой строки нет: возможно, это она"
        yield warning(record, "code", message, cure="верните строке этот код, прежде чем присваивать новый")


class _LostRows:
    """Rows without a readable code of their own, looked for only when some code leads nowhere."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._rows: dict[str, list[Lost]] = {}
        self._owners: dict[tuple[tuple[str, ...], str], list[Record]] = {}

    def owners(self, targets: tuple[str, ...], code: str) -> list[Record]:
        """Return the rows that probably had this code."""
        found = self._owners.get((targets, code))
        if found is None:
            rows = [row for target in targets for row in self._of(target)]
            found = self._owners[targets, code] = [row.record for row in rows if row.may_have_been(code)]
        return found

    def _of(self, key: str) -> list[Lost]:
        if key not in self._rows:
            self._rows[key] = lost_rows(self._book, key)
        return self._rows[key]


@lru_cache(maxsize=1)
def _unknown(book: Book) -> list[tuple[tuple[str, ...], Record, str, str]]:
    """Return every code that leads nowhere: sheets where it might stand, the record and column that name it."""
    codes = facts_of(book).codes
    found: list[tuple[tuple[str, ...], Record, str, str]] = []
    for record_type, columns in REFERRING:
        for column in columns:
            kind = column.kind
            targets: tuple[str, ...] = kind.to  # type: ignore[attr-defined]
            if not all(_has_codes(book, target) for target in targets):
                continue
            known = {code for target in targets for code in codes[target]}
            outside = _outside(book[record_type], column.name, known)
            found.extend((targets, record, column.name, code) for record, code in outside)
    return found


def _outside(records: Sequence[Record], name: str, known: set[str]) -> Iterator[tuple[Record, str]]:
    values = [record.__dict__[name] for record in records]
    if all(value is None or value in known for value in set(values)):
        return
    for record, value in zip(records, values, strict=True):
        if value is None or value in known:
            continue
        for code in value if isinstance(value, tuple) else (value,):
            if code not in known:
                yield record, code


def _has_codes(book: Book, key: str) -> bool:
    """Whether the sheet is there with its column of codes; if not, that is a finding already."""
    return "code" in book.table(sheet_named(key).record).positions


def lost_rows(book: Book, key: str) -> list[Lost]:
    """Return the rows of a sheet that have no readable code of their own."""
    record_type = sheet_named(key).record
    table = book.table(record_type)
    twins = {id(record) for record, _ in _doubled(book, record_type)}
    numbers = [code_number(_code(r)) if _code(r) else 0 for r in table.records]
    found = []
    for index, record in enumerate(table.records):
        if not numbers[index] or id(record) in twins:
            typed = as_text(table.raw(record.row, "code")).upper()
            found.append(Lost(record, typed, *_gap(numbers, index)))
    return found


def _gap(numbers: Sequence[int], index: int) -> tuple[int, int]:
    """Return the numbers of the rows above and below; an edge row stands next to its only neighbour."""
    above = numbers[index - 1] if index else 0
    below = numbers[index + 1] if index + 1 < len(numbers) else 0
    if not above or not below:
        return (above, above + 2) if above else (below - 2, below)
    return above, below


def _doubled(book: Book, record_type: type[Record]) -> Iterator[tuple[Record, Record]]:
    """Yield rows whose code stands elsewhere on the sheet, with the row that seems to own it."""
    counts = facts_of(book).codes[sheet_of(record_type).key]
    if all(count == 1 for count in counts.values()):
        return
    records = book[record_type]
    rows: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        if counts.get(_code(record), 0) > 1:
            rows.setdefault(_code(record), []).append(index)
    for indexes in rows.values():
        owner = next((i for i in indexes if _in_its_place(records, i)), indexes[0])
        yield from ((records[i], records[owner]) for i in indexes if i != owner)


def _in_its_place(records: Sequence[Record], index: int) -> bool:
    """Whether a number is what counting on from the nearest other code above, or back from below, gives."""
    code = _code(records[index])
    places = (*range(index - 1, -1, -1), *range(index + 1, len(records)))
    other = next((i for i in places if _code(records[i]) not in ("", code)), None)
    return other is not None and code_number(_code(records[other])) + index - other == code_number(code)


def _code(record: Record) -> str:
    code: str = record.code  # type: ignore[attr-defined]
    return code
