"""A small region of invented schools as real workbooks in a folder; everybody and every school is invented.

Each school is the planted one of `monitoring_school` with its own name and people, so that its figures are known:
П1 4 of 40, П2 2 of 20, П3 2 of 4, П4 1 of 8, П5 4 of 6 who answered (8 take part), П6 2 of 3 (6 take part).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from monitoring_school import SETTINGS, TODAY, records_by_type

from nastavnik_sheets import template
from nastavnik_sheets.workbook import Mentee, Mentor

if TYPE_CHECKING:
    from pathlib import Path

PLACE = "Управление образования Энского района"


def school_bytes(number: int, **settings: object) -> bytes:
    """The planted school under another name, with other people."""
    records = records_by_type()
    for base in (Mentee, Mentor):
        records[base] = [_renamed(person, number) for person in records[base]]
    values = {**SETTINGS, "school_short": f"МКОУ «СОШ № {number}»", "municipality": PLACE, **settings}
    return template.build(today=TODAY, settings=values, records=records)


def _renamed(person, number: int):
    return replace(person, full_name=f"{person.full_name} {'абвгдежз'[number % 8] * (1 + number // 8)}")


def region(folder: Path, numbers=(1, 2, 3), **settings: object) -> Path:
    """A folder with a school's workbook in a folder of its own for each number."""
    for number in numbers:
        place = folder / f"Школа {number}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "Книга.xlsx").write_bytes(school_bytes(number, **settings))
    return folder
