"""How many requests commands send to Google, and how large they are: the real client over HTTP, against the emulator.

    python benchmarks/google_requests.py        a school of 150 pairs that met for 34 weeks; takes minutes

First the exchange of a workbook with its mirror, then the commands on a whole workbook that lives in a Google Sheet.
"""

from __future__ import annotations

import contextlib
import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from nastavnik_sheets import template
from nastavnik_sheets.cli import main as nastavnik
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.google.packing import encoded
from nastavnik_sheets.schema import sheet_of
from tests.google import school_year
from tests.google.client import at_home

if TYPE_CHECKING:
    from tests.google.server import Service

DAY = ["--today", school_year.END.isoformat()]


def run(google: Service, label: str, *words: str) -> None:
    """Run a command and print its requests as a line of a table."""
    google.sent.clear()
    with contextlib.redirect_stdout(io.StringIO()):
        code = nastavnik([*words, *DAY])
    bodies = [len(encoded(one.body)) for one in google.sent if one.body]
    reads = sum(one.method == "GET" for one in google.sent)
    print(f"| {label} | {code} | {len(google.sent)} | {reads} | {len(bodies)} | {sum(bodies) / 1e6:.2f} |", flush=True)


def school(path: Path, *sheets: str) -> Path:
    """Write the workbook of the school with the columns of these sheets on «Обмен»."""
    held: dict[type, list[object]] = {}
    for record in school_year.records(sheets):
        held.setdefault(type(record), []).append(record)
    path.write_bytes(
        template.build(today=school_year.START, settings=school_year.SETTINGS, records=held)  # type: ignore[arg-type]
    )
    return path


def exchanges(google: Service, folder: Path) -> None:
    """Count the requests of `sync`."""
    for label, sheets in (("working sheets", school_year.WORKING), ("everything", ())):
        book = str(school(folder / f"{label}.xlsx", *sheets))
        mirror = f"google:{google.emulator.add(label, {'Лист1': []}).id}"
        with contextlib.redirect_stdout(io.StringIO()):
            nastavnik(["google", "allow", mirror])
        run(google, f"sync, {label}: first", "sync", book, mirror)
        run(google, f"sync, {label}: nothing changed", "sync", book, mirror)


def whole_workbook(google: Service, folder: Path) -> None:
    """Count the requests of commands on a workbook that lives in a Google Sheet."""
    home = f"google:{google.emulator.add('Школа', {'Лист1': []}).id}"
    with contextlib.redirect_stdout(io.StringIO()):
        nastavnik(["google", "allow", home])
    run(google, "new", "new", home)
    with open_host(school(folder / "Школа.xlsx", *school_year.WORKING)) as ours:
        grids = {sheet: ours.read(sheet) for sheet in ours.sheets()}
    google.sent.clear()
    with open_host(home) as there:
        titles = [sheet_of(type(one)).title for one in school_year.records(school_year.WORKING)]
        for title in dict.fromkeys(titles):
            there.replace(title, grids[title])
    for command in ("check", "suggest", "confirm", "monitor", "remind", "undo"):
        run(google, command, command, home)
    run(google, "check --dry-run", "check", home, "--dry-run")


def main() -> None:
    """Print a table."""
    print("| command | code | requests | reading | writing | MB sent |\n|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        with at_home(folder, patch) as google:
            exchanges(google, folder)
            whole_workbook(google, folder)


if __name__ == "__main__":
    main()
