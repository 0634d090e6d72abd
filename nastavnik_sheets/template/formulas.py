"""Formulas of the workbook: names of tables, columns that show what a code refers to, and their values now.

Classic functions only: the same formulas must count in Excel, LibreOffice, R7 and MyOffice.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nastavnik_sheets.addresses import address
from nastavnik_sheets.codes import Ref, Shown
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import sheet_named

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from nastavnik_sheets.schema import Column, Record, Sheet

    Records = Mapping[type[Record], Mapping[str, Record]]


LAST_ROW = 20_000
"""Formulas and rules of cells reach down to this row, below every table a school may fill."""


def table_name(sheet: Sheet) -> str:
    """Return the name of the sheet's table: «Дорожная_карта»."""
    return sheet.title.replace(" ", "_")


def column_ref(sheet: Sheet, column: Column) -> str:
    """Return the cells of a whole column: «Пары!$A$2:$A$20000».

    Not «Пары[Код]»: LibreOffice turns that into the rows the table has today, and rows typed below are not seen.
    """
    letters = column_letters(sheet, column)
    return f"{quoted(sheet.title)}!${letters}$2:${letters}${LAST_ROW}"


def column_letters(sheet: Sheet, column: Column) -> str:
    """Return the letters of a column where the template has it."""
    return address(1, sheet.columns.index(column) + 1).rstrip("1")


def quoted(title: str) -> str:
    """Return a sheet's title as formulas spell it."""
    return f"'{title}'" if " " in title else title


def cell_ref(sheet: Sheet, column: Column) -> str:
    """Return a structured reference to the cell of this row, as files spell it."""
    return f"{table_name(sheet)}[[#This Row],[{_escaped(column.title)}]]"


def _escaped(title: str) -> str:
    return re.sub(r"(['\[\]#])", r"'\1", title)


def shown_formula(sheet: Sheet, column: Column) -> str:
    """Return the formula of a column that shows a field of the record its code refers to."""
    kind = column.kind
    if not isinstance(kind, Shown):
        msg = f"{sheet.key}.{column.name} is not a shown column"
        raise TypeError(msg)
    code = cell_ref(sheet, sheet.column(kind.by))
    found = '""'
    for target in reversed(_targets(sheet, kind)):
        values = column_ref(target, target.column(kind.field_name))
        codes = column_ref(target, target.column("code"))
        found = f'IFERROR(INDEX({values},MATCH({code},{codes},0))&"",{found})'
    return f'=IF({code}="","",{found})'


def _targets(sheet: Sheet, kind: Shown) -> list[Sheet]:
    refers = sheet.column(kind.by).kind
    keys = refers.to if isinstance(refers, Ref) else ()
    return [sheet_named(key) for key in keys]


def by_code(records: Mapping[type[Record], Sequence[Record]]) -> Records:
    """Return the records by type and code, those that have a code."""
    return {t: {r.code: r for r in rows if getattr(r, "code", "")} for t, rows in records.items()}  # type: ignore[attr-defined]


def shown_value(column: Column, record: Record, records: Records) -> str:
    """Return what the formula of a shown column gives for a record."""
    kind = column.kind
    code = getattr(record, kind.by) if isinstance(kind, Shown) else None
    if not code or not isinstance(kind, Shown):
        return ""
    found = (records.get(target.record, {}).get(code) for target in _targets(sheet_of(record), kind))
    referred = next((r for r in found if r is not None), None)
    if referred is None:
        return ""
    wanted = sheet_of(referred).column(kind.field_name)
    if isinstance(wanted.kind, Shown):
        return shown_value(wanted, referred, records)
    return str(getattr(referred, kind.field_name) or "")
