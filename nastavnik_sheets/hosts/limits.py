"""What no table can hold, told before the first cell of an open workbook is written; a file tells it by itself."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.addresses import address
from nastavnik_sheets.hosts.protocol import Link
from nastavnik_sheets.hosts.xlsx.areas import Area
from nastavnik_sheets.hosts.xlsx.cells import LONGEST_TEXT, guard_value
from nastavnik_sheets.hosts.xlsx.refuse import too_far

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from nastavnik_sheets.hosts.protocol import Cell

    Place = tuple[int, int]

FIRST_YEAR = 1900
MOST_CELLS = 5_000_000
"""Cells of a sheet that are read from an open workbook; a year of 3 000 people has some hundred thousand."""
_HALVES = re.compile("[\ud800-\udfff]")


def holdable(cells: Mapping[Place, Cell], place: str) -> dict[Place, Cell]:
    """Return cells as a workbook can hold them; Refused if it cannot. `place` names book and sheet.

    Halves of letters become a sign for «unreadable», as in a file.
    """
    if not _are_doubtful(cells.values()):
        return dict(cells)
    for (row, column), value in cells.items():
        guard_value(value, f"{place}, ячейка {address(row, column)}", from_1904=False)
    return {where: _whole(value) for where, value in cells.items()}


def guard_size(book: Any, title: str, shape: tuple[int, int]) -> None:
    """Refuse to read a sheet on which a lonely far-away cell makes an office program hand over millions of blanks."""
    if shape[0] * shape[1] > MOST_CELLS:
        raise too_far(f"Книга «{book.name}», лист «{title}»", Area(1, 1, *shape))


def _are_doubtful(values: Collection[Cell]) -> bool:
    """Tell whether any value needs a closer look, all at once: there may be very many."""
    kinds = set(map(type, values))
    texts = [value for value in values if type(value) is str]
    if texts and (max(map(len, texts)) > LONGEST_TEXT // 2 or not _is_text("".join(texts))):
        return True
    days = {value for value in values if isinstance(value, date)} if kinds & {date, datetime} else ()
    return Link in kinds or any(day.year <= FIRST_YEAR for day in days)


def _is_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _whole(value: Cell) -> Cell:
    if isinstance(value, Link):
        return Link(_HALVES.sub("\ufffd", value.text), value.target)
    return _HALVES.sub("\ufffd", value) if isinstance(value, str) else value
