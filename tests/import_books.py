"""Small valid books and exports for the tests of the import; all people are invented."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.importing import import_file, read_export
from nastavnik_sheets.lists import initial_lists
from nastavnik_sheets.schema import LAYOUT, Record, sheet_of
from nastavnik_sheets.workbook import RECORD_TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.hosts.protocol import Value
    from nastavnik_sheets.importing import Export, ImportResult

TODAY = date(2026, 9, 15)


def book_of(*records: Record) -> MemoryHost:
    """Return a workbook with all sheets, the lists of the regulation and these records."""
    grids: dict[str, list[list[Value]]] = {}
    for record_type in RECORD_TYPES:
        sheet = sheet_of(record_type)
        if sheet.use != LAYOUT:
            grids[sheet.title] = [[column.title for column in sheet.columns]]
    for record in (*initial_lists(), *records):
        sheet = sheet_of(record)
        grids[sheet.title].append([as_cell(getattr(record, column.name)) for column in sheet.columns])
    return MemoryHost(grids)


def take(host: MemoryHost, export: Export, *, as_kind: str | None = None, today: date = TODAY) -> ImportResult:
    """Import a file into a workbook, as the command does."""
    with host:
        result = import_file(read_book(host), export, today=today, as_kind=as_kind)
        result.plan.apply(host)
    return result


def rows_of(host: MemoryHost, record_type: type[Record], *names: str) -> list[tuple[object, ...]]:
    """Return attributes of the records of a sheet as the workbook holds them now."""
    with host:
        return [tuple(getattr(record, name) for name in names) for record in read_book(host)[record_type]]


def records_of(host: MemoryHost, record_type: type[Record]) -> list[Record]:
    with host:
        return list(read_book(host)[record_type])


def csv_bytes(rows: Sequence[Sequence[object]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a csv file as form services write it: CRLF, quotes where needed."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return file.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Sequence[Sequence[object]],
    *,
    sheet: str = "Ответы на форму (1)",
    more: Mapping[str, Sequence[Sequence[object]]] | None = None,
) -> bytes:
    """Return an .xlsx as a spreadsheet service exports it: real dates, text that stays text."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        day, moment = (
            book.add_format({"num_format": "dd.mm.yyyy"}),
            book.add_format({"num_format": "dd.mm.yyyy hh:mm:ss"}),
        )
        for title, grid in {sheet: rows, **(more or {})}.items():
            made = book.add_worksheet(title)
            for r, cells in enumerate(grid):
                for c, cell in enumerate(cells):
                    if isinstance(cell, datetime):
                        made.write_datetime(r, c, cell, moment)
                    elif isinstance(cell, date):
                        made.write_datetime(r, c, cell, day)
                    elif cell is not None:
                        made.write(r, c, cell)
    return file.getvalue()


def table(rows: Sequence[Sequence[object]], *, name: str = "анкета.xlsx") -> Export:
    """Return an export made of rows, through a real .xlsx."""
    return read_export(xlsx_bytes(rows), name=name)


def moment(day: int, minute: int = 0) -> datetime:
    """Return a moment of September 2026."""
    return datetime(2026, 9, day, 9, 0) + timedelta(minutes=minute)
