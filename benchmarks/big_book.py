"""A valid workbook of any size, built from the schema alone: every sheet filled, nobody real.

    python benchmarks/big_book.py big.xlsx 5000
"""

from __future__ import annotations

import sys
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import Choice, Date, Email, Name, Number, Phone, Text, Url, Whole, YesNo
from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.codes import Code, Ref, Shown, make_code
from nastavnik_sheets.schema import INPUT
from nastavnik_sheets.workbook import SHEETS

if TYPE_CHECKING:
    from nastavnik_sheets.schema import Column, Sheet

SIZES = {"mentees": 1, "mentors": 1, "consents": 4, "pairs": 1, "meetings": 5, "answers": 8, "plans": 2,
         "preferences": 1, "training": 1}  # fmt: skip
START = date(2026, 9, 1)


def rows_of(sheet: Sheet, count: int, lists: dict[str, list[str]]) -> list[list[object]]:
    """Return a header and `count` rows of values that every kind accepts."""
    rows: list[list[object]] = [[c.title for c in sheet.columns]]
    rows += [[as_cell(value_of(c, n, sheet, lists)) for c in sheet.columns] for n in range(count)]
    return rows


def value_of(column: Column, n: int, sheet: Sheet, lists: dict[str, list[str]]) -> object:
    """Return a value of the column's kind for row `n`."""
    kind = column.kind
    if isinstance(kind, Shown) or column.name == "check_note":
        return None
    match kind:
        case Code():
            return make_code(kind.prefix, n + 1 + (5000 if sheet.key == "mentors" else 0))
        case Ref():
            offset = 5000 if kind.to[0] == "mentors" else 0
            return make_code(kind.prefixes[0], n % 5000 + 1 + offset)
        case Choice():
            options = lists[kind.from_list] if kind.from_list else list(kind.options)
            return options[n % len(options)] if options else None
        case Name():
            return f"{SURNAMES[n % 20]}{'абвгдежзиклмн'[n % 13]}ов Иван {['Пётр', 'Олег', 'Иван', 'Семён'][n % 4]}ович"
        case Date():
            return START + timedelta(days=n % 300)
        case Whole() | Number():
            return min(kind.minimum + n % 5, kind.maximum)
        case Phone():
            return f"+7 928 {n % 1000:03d}-45-67"
        case Email():
            return f"person{n}@example.org"
        case Url():
            return f"https://example.org/{n}"
        case YesNo():
            return n % 7 != 0
        case Text():
            return f"{column.title} {n}"
        case _:
            return None


SURNAMES = ("Ах", "Бар", "Вол", "Гор", "Дем", "Ер", "Жар", "Зим", "Иль", "Кар",
            "Лаз", "Мор", "Нов", "Ос", "Пет", "Рог", "Сид", "Тит", "Уш", "Фок")  # fmt: skip


def build(path: str, people: int) -> None:
    """Write the workbook; «Списки» and «Настройки» are those of the template."""
    import xlsxwriter

    from nastavnik_sheets.lists import initial_lists, initial_values

    lists = initial_values()
    book = xlsxwriter.Workbook(path, {"constant_memory": False})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    for sheet in SHEETS:
        page = book.add_worksheet(sheet.title)
        if sheet.use != INPUT or sheet.key == "settings":
            continue
        if sheet.key == "lists":
            rows = [[c.title for c in sheet.columns]]
            rows += [[as_cell(getattr(e, c.name)) for c in sheet.columns] for e in initial_lists()]
        else:
            rows = rows_of(sheet, int(people * SIZES.get(sheet.key, 0.02)), lists)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if isinstance(value, date | datetime):
                    page.write_datetime(r, c, datetime(value.year, value.month, value.day), day)
                elif value is not None:
                    page.write(r, c, value)
    book.close()


if __name__ == "__main__":
    build(sys.argv[1], int(sys.argv[2]))
