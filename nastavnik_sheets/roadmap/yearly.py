"""Next year's roadmap made of this year's: our actions on fresh dates, the school's own a year later.

An action of ours that nobody moved gets the dates of the new programme; one that was moved, and every own one, is
shifted by as many days as the programme's start. Words, order, responsible people and what is put off stay; marks go.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from nastavnik_sheets.roadmap.layout import NOT_BEGUN, PUT_OFF, actions
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from datetime import date, timedelta

    from nastavnik_sheets.book import Book


def next_roadmap(last: Book, start: date, end: date, *, today: date) -> list[RoadmapAction]:
    """Return the roadmap of the programme from start to end; nothing in it is late on the day it is made."""
    rows = last[RoadmapAction]
    ahead = today if today < start else None
    fresh = {row.code: row for row in actions(start, end, not_before=ahead)}
    before = _unmoved(last, rows)
    old = last.settings.programme_start
    shift = start - old if old is not None else None
    return [_next(row, fresh.get(row.code) if row.code in before else None, shift, today) for row in rows] or list(
        fresh.values()
    )


def _next(row: RoadmapAction, ours: RoadmapAction | None, shift: timedelta | None, today: date) -> RoadmapAction:
    begins, ends = row.start, row.end
    if ours is not None:
        begins, ends = ours.start, ours.end
    elif shift is not None:
        begins = begins + shift if begins else None
        ends = ends + shift if ends else None
    if ends is not None and ends < today:
        begins = ends = today
    elif begins is not None and begins < today:
        begins = today
    state = PUT_OFF if row.state == PUT_OFF else NOT_BEGUN
    return replace(
        row, row=0, start=begins, end=ends, state=state, done=None, proof=None, by_book=None, check_note=None
    )


def _unmoved(last: Book, rows: list[RoadmapAction]) -> set[str]:
    """Return the codes of our actions that stand where this or a shorter preparation puts them."""
    start, end = last.settings.programme_start, last.settings.programme_end
    if start is None or end is None or end <= start:
        return set()
    first = min((row.start for row in rows if row.start), default=start)
    found = set()
    for ahead in (None, first if first < start else None):
        laid = {row.code: row for row in actions(start, end, not_before=ahead)}
        for row in rows:
            ours = laid.get(row.code)
            if ours is not None and (row.start, row.end, row.meaning) == (ours.start, ours.end, ours.meaning):
                found.add(row.code)
    return found
