"""What a person does in the workbook by hand: opens it, types, saves. No command, so no history and no way back."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from nastavnik_sheets.book import read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.hosts import open_host

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from pathlib import Path


def type_in(path: Path, entries: Callable[[Plan], object], *, day: date, scratch: Path) -> None:
    """Open the workbook on a day, put in what `entries` plans, save; copies of the book go to `scratch`."""
    moment = datetime.combine(day, time(11))
    with open_host(path, now=lambda: moment, backup_dir=scratch / "backup") as host:
        plan = Plan(read_book(host))
        entries(plan)
        plan.apply(host)
