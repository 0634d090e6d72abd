"""What should be finished before a person is forgotten: pairs, questions without an answer, posts he still holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import fold
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.year_sheets import Curator, Partner, Request

if TYPE_CHECKING:
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.forgetting.person import Subject

_SIGNERS = ("director", "coordinator", "psychologist", "clerk")


def obligations(book: Book, subject: Subject, *, today: date) -> list[str]:
    """Return what is still open about a person, as parts of a sentence."""
    names = {fold(name) for name, _ in subject.person.names}
    pairs = [pair.code for pair in book.active_pairs if pair.code in subject.pairs]
    asked = [
        r.code
        for r in book[Request]
        if r.person in subject.codes and r.answered is None and (r.received or today) <= today
    ]
    posts = [f"«{title_of(key)}»" for key in _SIGNERS if fold(getattr(book.settings, key) or "") in names - {""}]
    curated = [f"куратор формы «{c.mentoring_form}»" for c in book[Curator] if fold(c.full_name or "") in names - {""}]
    partners = [
        f"назван у партнёра {p.code}"
        for p in book[Partner]
        if {fold(p.head or ""), fold(p.contact or "")} & (names - {""})
    ]
    return [
        *([f"действует пара {', '.join(pairs)}"] if pairs else []),
        *([f"нет ответа на обращение {', '.join(asked)}"] if asked else []),
        *([f"стоит на «Настройках» в строке {', '.join(posts)}"] if posts else []),
        *curated,
        *partners,
    ]
