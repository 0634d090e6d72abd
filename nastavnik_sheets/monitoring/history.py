"""Monitorings that were made before, on «Мониторинг по датам»: kept one a day, compared with the round before.

A round is a monitoring with its corrections: what was computed in the two weeks before is the same round, so the
change is shown against the latest monitoring before these.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.service_sheets import Measurement

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.monitoring.figures import Figures

SAME_ROUND = timedelta(days=14)
PAIRS, MEETINGS = "Пары", "Встречи"


@dataclass(frozen=True)
class Previous:
    """The round before: its day and its percentages by indicator."""

    taken: date
    percents: Mapping[str, float]


def previous_round(book: Book, today: date) -> Previous | None:
    """Return the latest monitoring that is at least two weeks old, None for the first one."""
    days = [row.taken for row in book[Measurement] if row.taken and row.taken <= today - SAME_ROUND]
    if not days:
        return None
    taken = max(days)
    rows = [row for row in book[Measurement] if row.taken == taken]
    return Previous(taken, {r.indicator: r.percent for r in rows if r.indicator and r.percent is not None})


def kept(book: Book, figures: Figures) -> list[Measurement]:
    """Return all monitorings with this one, which takes the place of one of the same day."""
    earlier = [row for row in book[Measurement] if row.taken != figures.today]
    rows = [*earlier, *_now(figures)]
    return sorted(rows, key=lambda row: (row.taken is None, row.taken or figures.today))


def _now(figures: Figures) -> list[Measurement]:
    made = [
        Measurement(
            taken=figures.today, indicator=one.id, title=one.title, numerator=one.numerator,
            denominator=one.denominator, percent=None if one.percent is None else round(one.percent, 2),
            target=one.target,
        )
        for one in figures.indicators
    ]  # fmt: skip
    pairs = Measurement(taken=figures.today, indicator=PAIRS, title="Утверждённые и завершённые пары",
                        numerator=len(figures.taking_part.pairs))  # fmt: skip
    held = Measurement(taken=figures.today, indicator=MEETINGS, title="Состоявшиеся встречи",
                       numerator=figures.meetings.held)  # fmt: skip
    return [*made, pairs, held]
