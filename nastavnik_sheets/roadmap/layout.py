"""The roadmap of a school's year: the stages laid out on the dates of its programme.

Terms are counted from the programme's start and end, so the same roadmap serves any year. A negative term is days
before the start in a preparation of five months (−153 is 1 April when the programme starts on 1 September); a term
of 0…100 is percent of the programme's length. What is done stands in `stages`.

Dates become values, not formulas: people sort, filter and move them, and logic never reads a computed cell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.roadmap.meanings import meaning_of
from nastavnik_sheets.roadmap.stages import STAGES
from nastavnik_sheets.terms import ROADMAP_STATES
from nastavnik_sheets.year_sheets import RoadmapAction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from nastavnik_sheets.roadmap.steps import Step

PREPARATION = 153
"""Days of a full preparation: from 1 April to 1 September."""

NOT_BEGUN, UNDER_WAY, DONE, PUT_OFF = ROADMAP_STATES


def actions(programme_start: date, programme_end: date, *, not_before: date | None = None) -> list[RoadmapAction]:
    """Return the roadmap of a programme that runs from start to end; its steps keep their order for any dates.

    With `not_before` a shorter preparation begins on that day, so that nothing is late when the year is laid out.
    """
    calendar = _Calendar(programme_start, max(programme_end, programme_start), not_before)
    rows: list[RoadmapAction] = []
    for number, stage in enumerate(STAGES, start=1):
        for place, action in enumerate(stage.actions, start=1):
            for item, step in enumerate(action.steps, start=1):
                code = make_code("ДК", len(rows) + 1)
                rows.append(_row(calendar, step, code, f"{number}.{place}.{item}", (number, stage.title, action.title)))
    return rows


def rescheduled(
    rows: Sequence[RoadmapAction], programme_start: date, programme_end: date, *, not_before: date | None = None
) -> list[RoadmapAction]:
    """Return the rows that another programme year moves: those of this roadmap that are not done, with new dates.

    A row is of this roadmap if its code and its content, or what it is, are; what a school has put in its place stays.
    """
    anew = {row.code: row for row in actions(programme_start, programme_end, not_before=not_before)}
    moved = [
        replace(row, start=anew[row.code].start, end=anew[row.code].end)
        for row in rows
        if row.code in anew and row.state != DONE and _same(row, anew[row.code])
    ]
    return [row for row in moved if row not in rows]


def _same(row: RoadmapAction, ours: RoadmapAction) -> bool:
    meaning = meaning_of(row)
    return row.content == ours.content or (meaning is not None and meaning.word == ours.meaning)


@dataclass(frozen=True)
class _Calendar:
    start: date
    end: date
    not_before: date | None

    def day(self, term: int) -> date:
        """Return the day of a term."""
        if term >= 0:
            return self.start + (self.end - self.start) * term // 100
        return self.start + timedelta(days=-(-term * self._preparation // PREPARATION))

    @property
    def _preparation(self) -> int:
        if self.not_before is None:
            return PREPARATION
        return min(PREPARATION, max(0, (self.start - self.not_before).days))


def _row(calendar: _Calendar, step: Step, code: str, number: str, place: tuple[int, str, str]) -> RoadmapAction:
    stage, stage_title, action = place
    begins, ends = calendar.day(step.begins), calendar.day(step.ends)
    return RoadmapAction(
        code=code,
        stage=stage,
        stage_title=stage_title,
        action=action,
        content=f"{number}. {step.content}",
        start=begins,
        end=ends,
        meaning=step.meaning,
        state=NOT_BEGUN,
        note=step.note or None,
    )
