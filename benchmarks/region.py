"""How long `region` takes beside reading the same workbooks alone: 500 schools, one process of calamine.

    python benchmarks/region.py [schools] [people] [workers]        500 schools, 2 × 30 people, 2 workers

A few schools are built, the others are copies of them with another name of the school and other names of people. Wall
clock and CPU seconds of whole processes, children included.
"""

from __future__ import annotations

import io
import re
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from big_book import TODAY, records

from nastavnik_sheets import template

BUILT = 5
BARE = """
import sys
from python_calamine import CalamineWorkbook
for path in sys.stdin.read().splitlines():
    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()
"""
SURNAME = re.compile(rb"(?<=>)([\xd0\xd1][\x80-\xbf]){6,20}(?= [^<]*(?:\xd0\xb8\xd1\x87)<)")


def build(folder: Path, schools: int, people: int) -> list[Path]:
    """Write the workbooks; each has its own school and people."""
    settings = {"pupils_10_19": 400, "pupils_15_19": 150, "young_teachers": 5, "enterprises": 40,
                "municipality": "Управление образования", "programme_start": TODAY.replace(month=9, day=1)}  # fmt: skip
    models = [
        template.build(today=TODAY, settings={**settings, "school_short": "Школа № 100000"}, records=records(size))
        for size in range(people, people + BUILT)
    ]
    return [_copy(folder, models[number % BUILT], number) for number in range(schools)]


def _copy(folder: Path, model: bytes, number: int) -> Path:
    path = folder / f"Район {number % 20}" / f"Школа {number}.xlsx"
    path.parent.mkdir(exist_ok=True)
    tail = "".join("абвгдежзик"[int(digit)] for digit in str(number)).encode()
    packed = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(io.BytesIO(model)) as old, zipfile.ZipFile(path, "w", packed, compresslevel=1) as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith((".xml", ".rels")):
                part = part.replace("Школа № 100000".encode(), f"Школа № {100000 + number}".encode())
                part = SURNAME.sub(lambda found: found.group() + tail, part) if name.startswith("xl/s") else part
            new.writestr(name, part)
    return path


def taken(command: list[str], text: str = "") -> tuple[float, float, str]:
    """Return wall clock and CPU seconds of a process with its children, and what it said."""
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    said = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.monotonic() - begun, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, said


def main(schools: int = 500, people: int = 30, workers: int = 2) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        books = build(folder, schools, people)
        size = sum(book.stat().st_size for book in books) / 1e6
        bare_wall, bare, _ = taken([sys.executable, "-c", BARE], "\n".join(map(str, books)))
        region = [sys.executable, "-m", "nastavnik_sheets", "region", str(folder), "--workers", str(workers)]
        wall, cpu, said = taken([*region, "--today", TODAY.isoformat()])
    print(said.splitlines()[0])
    print(f"{schools} schools of 2 × {people} people, {size:.0f} MB")
    print(f"bare: {bare_wall:.1f} s, CPU {bare:.1f} s")
    print(f"region, {workers} workers: {wall:.1f} s = {wall / bare_wall:.2f} × bare")
    print(f"CPU of all processes: {cpu:.1f} s = {cpu / bare:.2f} × bare")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
