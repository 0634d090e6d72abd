"""The Школа наставников: who has been to which lesson, who has finished it, who has not begun.

A lesson stands on «Обучение», a row for each listener, or on «События» once for all: an event of the kind «занятие
Школы наставников» with its hours and with those who were there. A lesson told twice counts once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from nastavnik_sheets.cells import fold
from nastavnik_sheets.lists import LESSON
from nastavnik_sheets.year_sheets import Event, Training

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book


class Lesson(NamedTuple):
    """One listener at one lesson; `attended` is None while nobody has marked who came."""

    mentor: str
    topic: str
    held: date | None
    hours: float | None
    lead: str | None
    attended: bool | None
    programme: str | None = None


def lessons(book: Book) -> list[Lesson]:
    """Return every listener of every lesson once, those of «Обучение» first."""
    found: dict[tuple[str, str, date | None], Lesson] = {}
    for lesson in (*_of_training(book), *_of_events(book)):
        key = (lesson.mentor, fold(lesson.topic), lesson.held)
        known = found.get(key)
        if known is None or (lesson.attended and not known.attended):
            found[key] = lesson
    return list(found.values())


def _of_training(book: Book) -> Iterator[Lesson]:
    for row in book[Training]:
        if row.mentor:
            yield Lesson(row.mentor, row.topic or "", row.held, row.hours, row.lead, row.attended, row.programme)


def _of_events(book: Book) -> Iterator[Lesson]:
    for event in book[Event]:
        if event.kind != LESSON:
            continue
        came = set(event.attended or ())
        for code in dict.fromkeys((*(event.invited or ()), *(event.attended or ()))):
            if code in book.mentors:
                attended = (code in came) if came else None
                yield Lesson(code, event.title or "", event.held, event.hours, event.responsible, attended)


@dataclass(frozen=True)
class Learning:
    """How far one mentor is; `needed` hours of the school, None if one lesson is enough."""

    lessons: tuple[Lesson, ...]
    needed: float | None

    @cached_property
    def attended(self) -> tuple[Lesson, ...]:
        """The lessons at which the mentor was."""
        return tuple(lesson for lesson in self.lessons if lesson.attended)

    @property
    def hours(self) -> float:
        """Hours of the lessons attended."""
        return sum(lesson.hours or 0 for lesson in self.attended)

    @property
    def finished(self) -> bool:
        """Whether the mentor has finished the school."""
        return bool(self.attended) and (self.needed is None or self.hours >= self.needed)

    @property
    def share(self) -> float:
        """How much of the school is behind, in per cent."""
        if self.needed:
            return min(100.0, 100 * self.hours / self.needed)
        return 100.0 if self.attended else 0.0

    @property
    def words(self) -> str:
        """How far the mentor is, in words."""
        if self.finished:
            return f"обучен: {self.hours:g} ч" if self.hours else "обучен"
        if self.attended and self.needed:
            return f"{self.hours:g} ч из {self.needed:g}"
        return "записан, не отмечен" if self.lessons else "не учился"


@lru_cache(maxsize=1)
def schooling(book: Book) -> dict[str, Learning]:
    """Return by code how far each mentor is; those of the last book are kept."""
    by_mentor: dict[str, list[Lesson]] = {code: [] for code in book.mentors}
    for lesson in lessons(book):
        by_mentor.setdefault(lesson.mentor, []).append(lesson)
    needed = book.settings.training_hours or None
    return {code: Learning(tuple(own), needed) for code, own in by_mentor.items()}
