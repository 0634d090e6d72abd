"""Cells of a workbook wherever it lives, and the clicks of a year, to compare what a click does with its command."""

from __future__ import annotations

from pathlib import Path

import xlwings

from nastavnik_sheets.hosts import Host

BOOK, FORM = "Книга школы.xlsx", "Анкета наставляемого (Ответы).xlsx"
CLICKS = [
    ("check", ""), ("import", FORM), ("suggest", ""), ("confirm", ""), ("monitor", ""),
    ("documents", "order_school"), ("remind", ""), ("undo", ""), ("undo", ""), ("undo", ""),
]  # fmt: skip
Cells = dict[tuple[str, int, int], object]


def cells(host: Host) -> Cells:
    with host:
        return {
            (sheet, row, column): value
            for sheet in host.sheets()
            for row, line in enumerate(host.read(sheet), 1)
            for column, value in enumerate(line, 1)
            if value is not None
        }


def formulas(book: xlwings.Book) -> set[tuple[str, int, int]]:
    """Return where the formulas of an open workbook stand: a file keeps what they once came to."""
    return {
        (sheet.name, area.StartRow + row, area.StartColumn + column)
        for sheet in book.sheets
        for area in sheet.api.queryContentCells(16).RangeAddresses
        for row in range(1, area.EndRow - area.StartRow + 2)
        for column in range(1, area.EndColumn - area.StartColumn + 2)
    }


def difference(expected: Cells, found: Cells, ignored: set[tuple[str, int, int]]) -> Cells:
    places = (expected.keys() | found.keys()) - ignored
    return {
        place: (expected.get(place), found.get(place)) for place in places if expected.get(place) != found.get(place)
    }


def placed(folder: Path, command: str, argument: str) -> str:
    return str(folder / "Анкеты" / argument) if command == "import" else argument
