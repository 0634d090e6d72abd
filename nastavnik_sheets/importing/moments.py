"""When an answer was given: the timestamps of Google Forms, Яндекс Формы and Excel, as wall-clock moments.

Zones are dropped: a school's forms and its people share one.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import as_text, date_of_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from nastavnik_sheets.hosts.protocol import Value

_EPOCH = datetime(1899, 12, 30)
_TIME = r"[ ,T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*([AaPp][Mm])?.{0,40}"
_DAY_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:" + _TIME + ")?")
_YEAR_FIRST = re.compile(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})(?:" + _TIME + ")?")


def month_comes_first(cells: Iterable[Value], *, header: str, elsewhere: bool = False) -> bool:
    """Whether «5/16/2024» stands for 16 May in this column: English exports write the month first.

    Seen by a second number over 12; else a column with slashes is as its header is English, or as the file does
    `elsewhere`.
    """
    pairs = [m for cell in cells if isinstance(cell, str) and (m := _DAY_FIRST.match(cell.strip()))]
    if any(int(m[1]) > 12 for m in pairs):
        return False
    if any(int(m[2]) > 12 for m in pairs):
        return True
    return (elsewhere or header.isascii()) and any("/" in m[0] for m in pairs)


def day_first(raw: Value) -> Value:
    """Return a date written with the month first as people here write it; anything else as it is."""
    found = _DAY_FIRST.match(raw.strip()) if isinstance(raw, str) and "/" in raw else None
    return f"{found[2]}.{found[1]}.{found[3]}{found.string[found.end(3) :]}" if found else raw


def moment_of(raw: Value, *, month_first: bool = False) -> datetime | None:
    """Return the moment a cell of the timestamp column holds, to the second; None if it holds none."""
    if isinstance(raw, datetime):
        return (raw.replace(tzinfo=None) + timedelta(microseconds=500_000)).replace(microsecond=0)
    if isinstance(raw, date):
        return datetime(raw.year, raw.month, raw.day)
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return _EPOCH + timedelta(seconds=round(raw * 86400)) if 20_000 < raw < 80_000 else None
    return _of_text(as_text(raw), month_first=month_first)


def _of_text(text: str, *, month_first: bool) -> datetime | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _moment(match[1], match[2], match[3], match.groups()[3:])
    if match := _DAY_FIRST.fullmatch(text):
        day, month = (match[2], match[1]) if month_first else (match[1], match[2])
        year = match[3] if len(match[3]) == 4 else f"20{match[3]}"
        return _moment(year, month, day, match.groups()[3:])
    found = date_of_text(text)
    return datetime(found.year, found.month, found.day) if found else None


def _moment(year: str, month: str, day: str, time: tuple[str | None, ...]) -> datetime | None:
    hour, minute, second, half = time
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half.lower() == "pm" else 0)
    try:
        return datetime(int(year), int(month), int(day), hours, int(minute or 0), int(second or 0))
    except ValueError:
        return None
