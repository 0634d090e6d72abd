"""A sheet of 10,000 rows through the live host beside raw calls of UNO, in one run.

    python benchmarks/live.py [runs]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from office import office

from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.libreoffice import activate

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 10_000


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
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
    cells = sheet.api.getCellRangeByPosition(0, 0, len(rows[0]) - 1, len(rows) - 1)
    raw = tuple(tuple((v - date(1899, 12, 30)).days if isinstance(v, date) else v for v in row) for row in rows)
    given = {(r, c): value for r, row in enumerate(rows, 1) for c, value in enumerate(row, 1)}

    def write() -> None:
        with open_host(f"excel:{book.fullname}") as host:
            host.write(sheet.name, given)

    def read() -> None:
        with open_host(f"excel:{book.fullname}") as host:
            assert host.read(sheet.name)[-1][1] == rows[-1][1]

    write()  # formats are there from now on, as in a workbook made from the template
    compare(f"write, {title}", lambda: cells.setDataArray(raw), write, runs)
    compare(f"read, {title}", cells.getDataArray, read, runs)


def compare(title: str, raw: Callable[[], object], ours: Callable[[], object], runs: int) -> None:
    pairs = [(timed(raw), timed(ours)) for _ in range(runs)]
    first, second = (statistics.median(one) for one in zip(*pairs, strict=True))
    ratio = statistics.median(b / a for a, b in pairs)
    print(f"| {title} | {first:.3f} | {second:.3f} | {ratio:.2f} |")


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
