"""The course of each pair's meetings, where all are beyond doubt (п. 5.3). Leaves findings to `rules.meetings`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.terms import (
    CLOSED_PAIR,
    FINAL,
    HELD,
    MEETING_MEANINGS,
    ORGANISATIONAL,
    PLANNED,
    PLANNING,
    REGULAR,
    TRIAL,
)

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Meeting, Pair

MEETING_NAMES = {
    ORGANISATIONAL: "организационная встреча",
    TRIAL: "пробная встреча",
    PLANNING: "встреча-планирование",
    REGULAR: "регулярная встреча",
    FINAL: "заключительная встреча",
}
_RANK = {meaning: rank for rank, meaning in enumerate(MEETING_MEANINGS)}


@dataclass(frozen=True)
class Course:
    """The meetings of a pair that took place, each with its meaning, in the order of time."""

    pair: Pair
    held: tuple[tuple[date, str, Meeting], ...]
    planned: frozenset[str]

    @property
    def in_order(self) -> bool:
        """Whether the kinds follow each other as they should; if not, that is reported by itself."""
        ranks = [_RANK[kind] for _, kind, _ in self.held]
        return ranks == sorted(ranks)

    def of(self, meaning: str) -> list[tuple[date, Meeting]]:
        """Return the meetings of one kind."""
        return [(held, meeting) for held, kind, meeting in self.held if kind == meaning]


@lru_cache(maxsize=1)
def courses(book: Book, today: date) -> list[Course]:
    """Return the courses of all pairs whose meetings are beyond doubt."""
    facts = facts_of(book)
    found = []
    for code, meetings in facts.meetings_of.items():
        pair = facts.pairs.get(code)
        period = facts.period(pair) if pair is not None else None
        if pair is not None and period is not None:
            course = _course(pair, meetings, period, facts.meeting_meanings, today)
            if course is not None:
                found.append(course)
    return found


def _course(
    pair: Pair, meetings: list[Meeting], period: tuple[date, date], meanings: dict[str, str | None], today: date
) -> Course | None:
    held: list[tuple[date, str, Meeting]] = []
    last = period[1] if pair.state in CLOSED_PAIR else today
    planned: set[str] = set()
    for meeting in meetings:
        meaning = meanings.get(meeting.kind or "")
        if meaning is None or meeting.held is None or meeting.state is None:
            return None
        if meeting.state == HELD:
            if not period[0] <= meeting.held <= min(last, today):
                return None
            held.append((meeting.held, meaning, meeting))
        elif meeting.state == PLANNED:
            planned.add(meaning)
    held.sort(key=lambda one: (one[0], _RANK[one[1]], one[2].row))
    return Course(pair, tuple(held), frozenset(planned))
