"""Changing a big workbook: this engine beside openpyxl's load-and-save and wolfxl's modify mode.

    python benchmarks/xlsx_write.py [--rows 10000] [--sheets 8] [--times 3] [--without openpyxl]

One run builds a book of random people in a temporary folder, then lets every library, each time in a fresh
process, set 1 000 cells and append 1 000 rows, and prints the median time, the peak memory and the ratios.
wolfxl is measured if it is installed (`pip install wolfxl`).
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

COLUMNS = 25
METHODS = ("nastavnik", "wolfxl", "openpyxl")


def build(path: Path, *, sheets: int, rows: int) -> None:
    """Write the book: names, dates and numbers; a table on the first sheet; no request to recalculate."""
    import xlsxwriter

    chance = random.Random(1)
    with xlsxwriter.Workbook(path, {"constant_memory": sheets * rows > 100_000}) as book:
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        for number in range(sheets):
            page = book.add_worksheet(f"Лист{number + 1}")
            page.write_row(0, 0, [f"Столбец {column}" for column in range(COLUMNS)])
            for row in range(1, rows):
                for column in range(COLUMNS):
                    if column % 5 == 0:
                        page.write_string(row, column, f"Фамилия Имя {chance.randrange(1000)}")
                    elif column % 5 == 1:
                        page.write_number(row, column, 45_000 + chance.randrange(900), day)
                    else:
                        page.write_number(row, column, chance.random() * 1000)
    _without_recalculation(path)


def _without_recalculation(path: Path) -> None:
    """Take XlsxWriter's request to recalculate away, so that we have to look for formulas ourselves."""
    fresh = path.with_suffix(".tmp")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(fresh, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(b' fullCalcOnLoad="1"', b"") if "workbook.xml" in name else old.read(name),
            )
    fresh.replace(path)


def changes(rows: int) -> dict[tuple[int, int], object]:
    """Return the 1 000 cells to set and the 1 000 rows to append."""
    chance = random.Random(2)
    found: dict[tuple[int, int], object] = {}
    while len(found) < 1000:
        found[chance.randrange(2, rows), chance.randrange(1, COLUMNS + 1)] = f"новое {len(found)}"
    for row in range(rows + 1, rows + 1001):
        for column in range(1, COLUMNS + 1):
            found[row, column] = f"строка {row}" if column % 5 == 1 else row * column
    return found


def with_nastavnik(path: Path, cells: dict[tuple[int, int], object]) -> None:
    from nastavnik_sheets.hosts import open_host

    with open_host(path) as host:
        host.write("Лист1", cells)


def with_openpyxl(path: Path, cells: dict[tuple[int, int], object]) -> None:
    import openpyxl

    book = openpyxl.load_workbook(path)
    page = book["Лист1"]
    for (row, column), value in cells.items():
        page.cell(row, column).value = value
    book.save(path)


def with_wolfxl(path: Path, cells: dict[tuple[int, int], object]) -> None:
    import wolfxl

    book = wolfxl.load_workbook(str(path), modify=True)
    page = book["Лист1"]
    for (row, column), value in cells.items():
        page.cell(row, column).value = value
    book.save(str(path))


def measure(method: str, source: Path, rows: int) -> tuple[float, float]:
    """Change a copy in a fresh process; return seconds and megabytes at the peak."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(shutil.copy(source, Path(folder) / "книга.xlsx"))
        command = [sys.executable, __file__, "--one", method, str(copy), "--rows", str(rows)]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        return tuple(json.loads(done.stdout))


def one(method: str, path: Path, rows: int) -> None:
    cells = changes(rows)
    started = time.perf_counter()
    {"nastavnik": with_nastavnik, "openpyxl": with_openpyxl, "wolfxl": with_wolfxl}[method](path, cells)
    seconds = time.perf_counter() - started
    status = Path("/proc/self/status").read_text()  # ru_maxrss would count the process that started this one
    print(json.dumps([seconds, int(status.partition("VmHWM:")[2].split()[0]) / 1024]))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--sheets", type=int, default=8)
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--without", action="append", default=[])
    options.add_argument("--one", nargs=2)
    said = options.parse_args()
    if said.one:
        one(said.one[0], Path(said.one[1]), said.rows)
        return
    methods = [name for name in METHODS if name not in said.without
               and (name != "wolfxl" or importlib.util.find_spec("wolfxl"))]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "большая.xlsx"
        build(source, sheets=said.sheets, rows=said.rows)
        print(f"{said.sheets} × {said.rows} × {COLUMNS}, {source.stat().st_size / 1e6:.1f} MB, {said.times} times each")
        found = {name: [] for name in methods}
        for _ in range(said.times):
            for name in methods:
                found[name].append(measure(name, source, said.rows))
        report(found)


def report(found: dict[str, list[tuple[float, float]]]) -> None:
    seconds = {name: statistics.median(one[0] for one in runs) for name, runs in found.items()}
    memory = {name: max(one[1] for one in runs) for name, runs in found.items()}
    print("| library | seconds | × our time | peak MB | × our memory |\n|---|---|---|---|---|")
    for name in found:
        print(f"| {name} | {seconds[name]:.2f} | {seconds[name] / seconds['nastavnik']:.1f} "
              f"| {memory[name]:.0f} | {memory[name] / memory['nastavnik']:.1f} |")  # fmt: skip


if __name__ == "__main__":
    main()
