"""When an answer comes too late to be about a pair. Leaves findings to `rules`, counting to `monitoring`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nastavnik_sheets.workbook import Pair
    from nastavnik_sheets.year_sheets import Answer

LATE_DAYS = 60
"""An exit answer later than this after the end of a completed pair is not about it."""


def was_over(pair: Pair, answer: Answer, *, days: int = 0) -> bool:
    """Whether a pair had ended more than so many days before an answer; unknown days never say so."""
    return bool(pair.end and answer.answered and (answer.answered - pair.end).days > days)
