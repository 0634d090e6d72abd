"""The Школа наставников: who has been to which lesson, who has finished it, who has not begun.

A lesson stands on «Обучение», a row for each listener, or on «События» once for all: an event of the kind «занятие
Школы наставников» with its hours and with those who were there. A lesson told twice counts once. A mentor finishes the
school by finishing one of its programmes; a lesson that names none counts in each.
"""

from __future__ import annotations

import re
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


_HOURS = re.compile(r"(\d+(?:[.,]\d+)?)\s*(?:ч\b|час)")


def hours_named(programme: str) -> float | None:
    """Return the hours that the name of a programme says: «общий курс, 16 ч»; None if it says none."""
    found = _HOURS.search(programme)
    return float(found[1].replace(",", ".")) if found else None


class Course(NamedTuple):
    """How far a mentor is in one programme of the school, "" if lessons name none; None hours: one lesson is enough."""

    programme: str
    lessons: tuple[Lesson, ...]
    needed: float | None

    @property
    def attended(self) -> tuple[Lesson, ...]:
        """The lessons at which the mentor was."""
        return tuple(lesson for lesson in self.lessons if lesson.attended)

    @property
    def hours(self) -> float:
        """Hours of the lessons attended."""
        return sum(lesson.hours or 0 for lesson in self.attended)

    @property
    def finished(self) -> bool:
        """Whether the programme is behind."""
        return bool(self.attended) and (self.needed is None or self.hours >= self.needed)

    @property
    def share(self) -> float:
        """How much of the programme is behind, in per cent: of its hours, or of the lessons with a mark."""
        if self.needed:
            return min(100.0, 100 * self.hours / self.needed)
        return 100 * len(self.attended) / len(self.marked) if self.marked else 0.0

    @property
    def marked(self) -> tuple[Lesson, ...]:
        """The lessons where it is marked whether the mentor came."""
        return tuple(lesson for lesson in self.lessons if lesson.attended is not None)


@dataclass(frozen=True)
class Learning:
    """How far one mentor is; `needed` hours of a programme whose name says none, None if one lesson is enough."""

    lessons: tuple[Lesson, ...]
    needed: float | None

    @cached_property
    def courses(self) -> tuple[Course, ...]:
        """The programmes the mentor goes through, those that are furthest first."""
        named = dict.fromkeys(lesson.programme or "" for lesson in self.lessons)
        programmes = [name for name in named if name] or list(named)
        own = (
            Course(name, tuple(one for one in self.lessons if one.programme in (name, None)),
                   hours_named(name) or self.needed)
            for name in programmes
        )  # fmt: skip
        return tuple(sorted(own, key=lambda one: (not one.finished, -one.share, -one.hours, one.programme)))

    @cached_property
    def attended(self) -> tuple[Lesson, ...]:
        """The lessons at which the mentor was."""
        return tuple(lesson for lesson in self.lessons if lesson.attended)

    @property
    def finished(self) -> bool:
        """Whether the mentor has finished the school: one of its programmes."""
        return any(course.finished for course in self.courses)

    @property
    def share(self) -> float:
        """How much of the school is behind, in per cent: of the programme that is furthest."""
        return self.courses[0].share if self.courses else 0.0

    @property
    def share_words(self) -> str:
        """What the share is made of, in words."""
        if not self.courses or self.courses[0].needed:
            return self.words
        first = self.courses[0]
        return f"был на {len(first.attended)} из {len(first.marked)} занятий" if first.marked else self.words

    @property
    def words(self) -> str:
        """How far the mentor is, in words."""
        done = [_named(course) for course in self.courses if course.finished]
        if done:
            return "обучен" + (f": {'; '.join(filter(None, done))}" if any(done) else "")
        if self.attended and (first := self.courses[0]).needed:
            behind = f"{first.hours:g} ч из {first.needed:g}"
            return f"{behind}, «{first.programme}»" if first.programme else behind
        return "записан, не отмечен" if self.lessons else "не учился"


def _named(course: Course) -> str:
    hours = f"{course.hours:g} ч" if course.hours else ""
    return ", ".join(filter(None, (hours, f"«{course.programme}»" if course.programme else "")))


@lru_cache(maxsize=1)
def schooling(book: Book) -> dict[str, Learning]:
    """Return by code how far each mentor is; those of the last book are kept."""
    by_mentor: dict[str, list[Lesson]] = {code: [] for code in book.mentors}
    for lesson in lessons(book):
        by_mentor.setdefault(lesson.mentor, []).append(lesson)
    needed = book.settings.training_hours or None
    return {code: Learning(tuple(own), needed) for code, own in by_mentor.items()}
