"""Rules of pairs: who may be paired with whom, when, and on what paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.check import error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.check import Flag


def mentor_has_room(book: Book, today: date) -> Iterator[Flag]:  # noqa: ARG001
    """Наставник ведёт не больше наставляемых, чем указал."""
    for mentor in book.mentors.values():
        pairs = book.pairs_of_mentor.get(mentor.code, [])
        if mentor.capacity is not None and len(pairs) > mentor.capacity:
            message = f"ведёт наставляемых: {len(pairs)}, а указал {mentor.capacity}"
            yield error(mentor, "capacity", message, cure="завершите лишние пары или увеличьте число")
