"""What a kind of document is.

A kind is data: key, title, template, what it speaks of, and the function that collects its fields from the book.
Sentences stand in the template. Leaves the list of all to `every_kind`, numbers to `register`,
permission to `guards`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nastavnik_sheets.documents.people import curator_of, named, school_of
from nastavnik_sheets.year_sheets import Curator

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.schema import Record

ONE, PERSON, PAIR, PARTNER = "один документ", "на каждого участника", "на каждую пару", "на каждого партнёра"
EVENT = "на каждое событие"
STOPS, ON_REQUEST, NEEDED = "не делается", "только по коду", "нужен самому отзыву"
"""What becomes of a kind of document when somebody in it has withdrawn the consent to processing: he is left out; a
paper about him is made only if his code is named (he asks what is kept, or signs again); it is made as before."""
ORDER, LETTER, CONTRACT, AGREEMENT = "приказ", "письмо", "договор", "соглашение"


@dataclass(frozen=True, kw_only=True)
class Ask:
    """What a person asked for: the day, whom to take, whom to leave out, which questionnaires."""

    today: date
    people: tuple[str, ...] = ()
    without: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()

    def wants(self, *codes: str | None) -> bool:
        """Whether a document about these codes is asked for."""
        if any(code in self.without for code in codes):
            return False
        return not self.people or any(code in self.people for code in codes)


@dataclass(frozen=True, kw_only=True)
class Subject:
    """One document to be made: its own fields, whom it concerns, who must have consented to what.

    `participants` are (code, role, form); `marked` are the records that get the number; `numbered` is a number and a
    date the document already has; `lasting` ones are the same document in any school year.
    """

    fields: dict[str, Any]
    people: tuple[str, ...] = ()
    label: str = ""
    participants: tuple[tuple[str, str, str], ...] = ()
    marked: tuple[Record, ...] = ()
    numbered: tuple[str, date] | None = None
    lasting: bool = False


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of document."""

    key: str
    title: str
    scope: str
    subjects: Callable[[Book, Ask], Sequence[Subject]]
    nothing: str = ""
    series: str = ""
    guarded: bool = False
    after_withdrawal: str = STOPS
    template: str = ""
    after: Callable[[Any, Subject, str, date], None] | None = None

    @property
    def file(self) -> str:
        """The file name of the template."""
        return f"{self.template or self.title}.docx"


def common_fields(book: Book, ask: Ask) -> dict[str, Any]:
    """Return the fields every template may use."""
    settings = book.settings
    return {
        "школа": school_of(settings),
        "руководитель": named(settings.director, settings.director_post),
        "координатор": named(settings.coordinator, settings.coordinator_post),
        "психолог": named(settings.psychologist, "педагог-психолог") if settings.psychologist else "",
        "ответственный_за_сайт": named(settings.clerk) if settings.clerk else "",
        "кураторы": [curator_of(c) for c in book[Curator] if c.full_name],
        "программа": {"название": settings.programme_name},
        "период": {"начало": settings.programme_start or "", "конец": settings.programme_end or ""},
        "сегодня": ask.today,
        "учебный_год": school_year(settings.programme_start or ask.today),
    }


def school_year(day: date) -> str:
    """«2026–2027»"""
    start = day.year if day.month >= 6 else day.year - 1
    return f"{start}–{start + 1}"
