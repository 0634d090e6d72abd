"""Cells of a workbook wherever it lives, and the clicks of a year, to compare what a click does with its command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import xlwings

from nastavnik_sheets.hosts import Host, open_host
from nastavnik_sheets.hosts.protocol import Value
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Mentee, PlanTask
from nastavnik_sheets.year_sheets import Nomination

BOOK, FORM = "Книга школы.xlsx", "Анкета наставляемого (Ответы).xlsx"
FOLDERS = ("Документы", "Публикация")
Cells = dict[tuple[str, int, int], object]


class Click(NamedTuple):
    """One click: what is chosen, what a person typed before it, whether the workbook stays as it is."""

    command: str
    argument: str = ""
    before: Callable[[str], None] = lambda _address: None
    quiet: bool = False


def typed(record: type, title: str, values: Sequence[Value]) -> Callable[[str], None]:
    """Return what types values into a column of a sheet, from the first record down."""
    sheet = sheet_of(record).title

    def type_them(address: str) -> None:
        with open_host(address) as host:
            column = list(host.read(sheet)[0]).index(title) + 1
            host.write(sheet, {(row, column): value for row, value in enumerate(values, start=2)})

    return type_them


def take_away_a_plan(address: str) -> None:
    """Empty the rows of one pair on «Планы»."""
    with open_host(address) as host:
        title = sheet_of(PlanTask).title
        rows = host.read(title)
        pair = list(rows[0]).index("Код пары")
        own = [number for number, row in enumerate(rows, start=1) if row[pair] == rows[-1][pair]]
        host.write(title, {(number, column): None for number in own for column in range(1, len(rows[0]) + 1)})


YEAR = [
    Click("check"), Click("import", FORM), Click("suggest"), Click("confirm"), Click("monitor"),
    Click("documents", "order_school"), Click("remind"), Click("undo"), Click("undo"), Click("undo"),
]  # fmt: skip
"""The large buttons; the exchange with Google is in test_live_sync."""
MORE = [
    Click("fix", before=typed(Mentee, "Телефон", ["8 (928) 000-10-02", "89280001030"])),
    Click("plan", before=take_away_a_plan), Click("journal", quiet=True), Click("consents", quiet=True),
    Click("privacy", quiet=True), Click("awards"), Click("grant", before=typed(Nomination, "Решение", ["принять"])),
    Click("publish"), Click("roadmap"), Click("mentors"), Click("pair"), Click("undo"), Click("undo"), Click("undo"),
    Click("undo"),
]  # fmt: skip
"""The lines of the menu «Ещё»."""


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


def files_in(folder: Path) -> list[str]:
    """Return what the commands have made beside a workbook."""
    return sorted(str(one.relative_to(folder)) for name in FOLDERS for one in (folder / name).rglob("*"))


def placed(folder: Path, command: str, argument: str) -> str:
    return str(folder / "Анкеты" / argument) if command == "import" else argument
