"""What people said after the group meeting: whom they chose and with whom they are not ready to work (разд. 10)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from nastavnik_sheets.terms import MENTEE_ROLE
from nastavnik_sheets.workbook import Preference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book

CHOICE_SHARES = (1.0, 0.6, 0.3)
"""What the first, second and third choice are worth of the full points."""

Places = dict[tuple[str, str], int]


def latest(book: Book) -> list[Preference]:
    """Return the last word of everyone in each role: minds change, and a later row stands for all earlier ones."""
    last: dict[tuple[str | None, str | None], Preference] = {}
    for row in sorted(book[Preference], key=lambda p: (p.stated or date.min, p.row)):
        last[row.person, row.role] = row
    return [last[key] for key in sorted(last, key=str)]


def chosen(book: Book) -> tuple[Places, Places]:
    """Return the place (from 1) of each (mentee, mentor) among the mentee's choices, and among the mentor's."""
    by_mentee: Places = {}
    by_mentor: Places = {}
    for row in latest(book):
        for place, other in enumerate((row.first, row.second, row.third), start=1):
            if other and row.person:
                by_whom = by_mentee if row.role == MENTEE_ROLE else by_mentor
                by_whom.setdefault(_pair(row, row.person, other), place)
    return by_mentee, by_mentor


def refused(book: Book) -> set[tuple[str, str]]:
    """Return the (mentee, mentor) of whom one is not ready to work with the other.

    A refusal stands, even an old one, until the same person names the other among his choices.
    """
    named = set().union(*chosen(book))
    last = {id(row) for row in latest(book)}
    return {pair for row in book[Preference] for pair in _refusals(row) if id(row) in last or pair not in named}


def _refusals(row: Preference) -> Iterator[tuple[str, str]]:
    for other in row.not_with or ():
        if row.person:
            yield _pair(row, row.person, other)


def _pair(row: Preference, person: str, other: str) -> tuple[str, str]:
    return (person, other) if row.role == MENTEE_ROLE else (other, person)
