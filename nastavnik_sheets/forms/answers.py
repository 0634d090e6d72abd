"""The table that gathers answers, a sheet for each form: which sheets hold answers and to what.

A sheet of answers begins with the time of the answer. Which questionnaire it is, its title says (the script has named
it so); under another title the headers say. Everything else on the sheet is people's own.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from nastavnik_sheets.asking import questionnaires_of
from nastavnik_sheets.cells import fold
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.forms.google_script import tab_title
from nastavnik_sheets.hosts import is_file, open_host
from nastavnik_sheets.importing.export import read_sheets, table_under
from nastavnik_sheets.importing.headers import WHO, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.hosts.protocol import Grid
    from nastavnik_sheets.importing import Export

LONGEST_IN_EXCEL = 31


def read_answers(address: str, book: Book) -> tuple[list[Export], list[str]]:
    """Return the sheets of answers of a Google Sheet or of a file of one, and what should be said of the others.

    Refused if no sheet of the table holds answers.
    """
    if is_file(address):
        return exports_of(read_sheets(Path(address)), book, name=Path(address).name)
    with open_host(address) as host:
        grids = {title: host.read(title) for title in host.sheets()}
        return exports_of(grids, book, name=host.name)


def exports_of(grids: Mapping[str, Grid], book: Book, *, name: str) -> tuple[list[Export], list[str]]:
    """Return the tables of answers among these sheets, and the sentences about those without any."""
    answers = {title: grid for title, grid in grids.items() if _holds_answers(grid)}
    if not answers:
        raise Refused(f"В таблице «{name}» нет листов с ответами: первый столбец такого листа — «Отметка времени».")
    notes = []
    exports = []
    for title, grid in answers.items():
        if len(grid) < 2 or not any(cell not in (None, "") for row in grid[1:] for cell in row):
            notes.append(f"«{title}»: ответов ещё нет.")
            continue
        exports.append(_named(table_under(f"{name} · {title}", grid, 0, sheet=title), asked_on(title, book)))
    return exports, notes


def _named(export: Export, asked: frozenset[str]) -> Export:
    return replace(export, asked=asked)


def _holds_answers(grid: Grid) -> bool:
    headers = grid[0] if grid else ()
    return any(isinstance(cell, str) and places_of(cell).get(WHO) == "moment" for cell in headers)


def asked_on(title: str, book: Book) -> frozenset[str]:
    """Return the codes of the questions of the questionnaire whose answers a sheet of this title holds."""
    everything = {fold(tab_title(one.title)): one for one in questionnaires_of(book)}
    found = [one for name, one in everything.items() if name == fold(title)]
    if not found and len(title) == LONGEST_IN_EXCEL:
        found = [one for name, one in everything.items() if name.startswith(fold(title))]
    return frozenset(line.code for line in found[0].lines) if len(found) == 1 else frozenset()
