"""A sheet of 10,000 rows through the live host beside the fewest raw calls of UNO that do the same job, in one run.

    python benchmarks/live.py [runs]

The raw side starts from the same rows and ends with the same grid, which is asserted. Writing: the rows as UNO takes
them (days for dates) in one setDataArray; on a sheet without formats also one format for the columns of dates and one
for those of texts like numbers, which it is told and the host must find. Reading: the used area, one getDataArray, one
queryContentCells for the dates, which become dates. Both take turns; the times are the middle ones, the ratio is the
middle one of those of neighbouring runs, which meet the machine in the same mood.
"""

from __future__ import annotations

import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from office import office

from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.libreoffice import activate
from nastavnik_sheets.hosts.libreoffice.office import load_uno

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 10_000
EPOCH = date(1899, 12, 30)
DATES, EVERYTHING = 2, 1023


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    print("| what | raw UNO, s | live host, s | ratio |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder, office(Path(folder)) as context:
        (app,) = activate(context).apps
        book = app.books.add()
        for title, rows in (("words and numbers", plain()), ("with dates and texts like numbers", mixed())):
            measure(book, title, rows, runs)
        book.close()


def plain() -> list[list[object]]:
    return [[f"Слово {'абв'[n % 3]}", float(n), "да", n / 7, "нет", "ещё слово"] for n in range(ROWS)]


def mixed() -> list[list[object]]:
    first = date(2026, 9, 1)
    return [
        [f"У-{n:05d}", f"Фамилия Имя {'абв'[n % 3]}", first + timedelta(n % 300), f"+7 928 {n:07d}", n, "да"]
        for n in range(ROWS)
    ]


def measure(book: Any, title: str, rows: list[list[object]], runs: int) -> None:
    sheet = book.sheets[0]
    given = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}

    def write() -> None:
        with open_host(f"excel:{book.fullname}") as host:
            host.write(sheet.name, given)

    def read() -> Any:
        with open_host(f"excel:{book.fullname}") as host:
            return host.read(sheet.name)

    def bare() -> None:
        sheet.api.getCellRangeByPosition(0, 0, 9, ROWS).clearContents(EVERYTHING)

    compare(f"write on a sheet without formats, {title}", lambda: raw_formats(book, rows), write, runs, before=bare)
    compare(f"write, {title}", lambda: raw_write(sheet.api, rows), write, runs)
    raw_write(sheet.api, rows)
    assert raw_read(sheet.api) == read() == rows
    compare(f"read, {title}", lambda: raw_read(sheet.api), read, runs)
    bare()


def raw_write(sheet: Any, rows: list[list[object]]) -> None:
    cells = sheet.getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
    cells.setDataArray(
        tuple(tuple([(one - EPOCH).days if isinstance(one, date) else one for one in row]) for row in rows)
    )


def raw_formats(book: Any, rows: list[list[object]]) -> None:
    locale = load_uno().createUnoStruct("com.sun.star.lang.Locale", Language="en", Country="US")
    for column, value in enumerate(rows[0]):
        code = "DD.MM.YYYY" if isinstance(value, date) else "@" if is_text_like_a_number(value) else None
        if code:
            formats = book.api.NumberFormats
            key = formats.queryKey(code, locale, False)
            key = key if key != -1 else formats.addNew(code, locale)
            book.sheets[0].api.getCellRangeByPosition(column, 0, column, len(rows) - 1).NumberFormat = key
    raw_write(book.sheets[0].api, rows)


def is_text_like_a_number(value: object) -> bool:
    return isinstance(value, str) and value[-1].isdecimal()


def raw_read(sheet: Any) -> list[list[object]]:
    cursor = sheet.createCursor()
    cursor.gotoEndOfUsedArea(False)
    end = cursor.RangeAddress
    cells = sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)
    rows = [list(row) for row in cells.getDataArray()]
    for area in cells.queryContentCells(DATES).RangeAddresses:
        for row in rows[area.StartRow : area.EndRow + 1]:
            for column in range(area.StartColumn, area.EndColumn + 1):
                row[column] = EPOCH + timedelta(row[column])
    return rows


def compare(
    title: str, raw: Callable[[], object], ours: Callable[[], object], runs: int, before: Callable[[], object] = int
) -> None:
    turns = []
    for run in range(runs):
        taken = {}
        for work in (raw, ours) if run % 2 else (ours, raw):
            before()
            taken[work] = timed(work)
        turns.append((taken[raw], taken[ours], taken[ours] / taken[raw]))
    first, second, ratio = map(median, zip(*turns, strict=True))
    print(f"| {title} | {first:.3f} | {second:.3f} | {ratio:.2f} |")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
