"""What leaves the workbook: the columns that the coordinator has marked on «Обмен»; nothing until then.

Names that other columns only show never leave: codes stand for people. Leaves looking into cells to `privacy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Text, fold
from nastavnik_sheets.codes import Code, Shown
from nastavnik_sheets.schema import INPUT, sheet_of
from nastavnik_sheets.service_sheets import Exchange
from nastavnik_sheets.workbook import SHEETS, Meeting, PlanTask
from nastavnik_sheets.year_sheets import Event, RoadmapAction

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Column, Sheet

OFFERED = (Meeting, PlanTask, RoadmapAction, Event)
"""Sheets whose columns stand on «Обмен» from the beginning; others may be added by hand."""
PERSONAL, FREE = "личное: о нём говорит закон, см. «Настройки»", "свободный текст: следите, чтобы в нём не было имён"


@dataclass(frozen=True)
class Mirrored:
    """A sheet that has a mirror, its column of codes first."""

    sheet: Sheet
    columns: tuple[Column, ...]

    @property
    def code(self) -> Column:
        """The column of codes."""
        return self.columns[0]


def initial_choice() -> list[Exchange]:
    """Return the rows that «Обмен» begins with: nothing leaves."""
    return [
        Exchange(sheet_title=sheet.title, column_title=one.title, leaves=False, note=_note(one))
        for sheet in map(sheet_of, OFFERED)
        for one in sheet.columns
        if may_leave(sheet, one)
    ]


def _note(one: Column) -> str | None:
    if one.personal:
        return PERSONAL
    return FREE if isinstance(one.kind, Text) and one.kind.long else None


def may_leave(sheet: Sheet, one: Column) -> bool:
    """Whether a column can have a mirror: typed by people, on a sheet with codes that is not kept from all eyes."""
    return (
        sheet.use == INPUT
        and sheet.group != "private"
        and code_column(sheet) is not None
        and not one.generated
        and not isinstance(one.kind, Shown | Code)
    )


def code_column(sheet: Sheet) -> Column | None:
    """Return the column that names the rows of a sheet."""
    return next((c for c in sheet.columns if c.name == "code" and isinstance(c.kind, Code)), None)


def chosen(book: Book) -> tuple[list[Mirrored], list[str]]:
    """Return the sheets with the columns that leave, and what on «Обмен» cannot be done."""
    wanted: dict[str, set[str]] = {}
    problems: list[str] = []
    for row in book[Exchange]:
        if not row.leaves:
            continue
        found = _found(row)
        if isinstance(found, str):
            problems.append(found)
        else:
            wanted.setdefault(found[0].key, set()).add(found[1].name)
    made = []
    for sheet in SHEETS:
        code = code_column(sheet)
        if sheet.key in wanted and code is not None:
            columns = tuple(c for c in sheet.columns if c.name in wanted[sheet.key])
            made.append(Mirrored(sheet, (code, *columns)))
    return made, problems


def _found(row: Exchange) -> tuple[Sheet, Column] | str:
    sheet = next((s for s in SHEETS if fold(s.title) == fold(row.sheet_title or "")), None)
    if sheet is None:
        return f"«Обмен», строка {row.row}: листа «{row.sheet_title}» нет"
    one = next((c for c in sheet.columns if fold(c.title) == fold(row.column_title or "")), None)
    if one is None:
        return f"«Обмен», строка {row.row}: на листе «{sheet.title}» нет столбца «{row.column_title}»"
    if not may_leave(sheet, one):
        return f"«Обмен», строка {row.row}: столбец «{one.title}» листа «{sheet.title}» в Google не уходит никогда"
    return sheet, one
