"""Those who remain without a pair: one line on «Обращения» for psychological support and continued search.

Roadmap, stage 5, and §10 of the regulation. Anybody else, mentors too (§8), asks for support on the same sheet.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from nastavnik_sheets.lists import SUPPORT, SUPPORT_ASKED
from nastavnik_sheets.pairing.conditions import field_of, holding_pairs
from nastavnik_sheets.pairing.proposal import ACCEPT, REJECT
from nastavnik_sheets.workbook import Suggestion
from nastavnik_sheets.year_sheets import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Mentee, Pair

REQUESTS = "Виды обращений"
KINDS = (SUPPORT, SUPPORT_ASKED)


def support_requests(book: Book, pairs: Sequence[Pair], *, today: date) -> list[Request]:
    """Return a line for each mentee whom the new pairs leave without a mentor and without a candidate to wait for.

    Who has one this year already gets no second one.
    """
    since = book.settings.programme_start
    cared = {r.person for r in book[Request] if r.kind in KINDS and not (since and r.received and r.received < since)}
    return [
        Request(received=today, kind=_kind(book), person=mentee.code, text=_text(book, mentee))
        for mentee in left_over(book, pairs, today=today)
        if mentee.code not in cared
    ]


def left_over(book: Book, pairs: Sequence[Pair], *, today: date) -> list[Mentee]:
    """Return who is on «Предложения», has no pair, and has no open offer with a place left."""
    field = field_of(book, today=today)
    taken = Counter(pair.mentor for pair in pairs)
    paired = {pair.mentee for pair in (*holding_pairs(book, today=today), *pairs)}
    listed = dict.fromkeys(s.mentee for s in book[Suggestion] if s.mentee)
    waiting = {
        s.mentee
        for s in book[Suggestion]
        if s.rank and s.decision not in (REJECT, ACCEPT) and field.places.get(s.mentor or "", 0) > taken[s.mentor]
    }
    codes = [code for code in listed if code in book.mentees and code not in paired and code not in waiting]
    return [book.mentees[code] for code in codes if not _has_left(book.mentees[code], today)]


def _has_left(mentee: Mentee, today: date) -> bool:
    return mentee.left is not None and mentee.left <= today


def _kind(book: Book) -> str:
    """Return the kind this school's list has for it."""
    known = book.lists.get(REQUESTS, ())
    return next((kind for kind in KINDS if kind in known), SUPPORT)


def _text(book: Book, mentee: Mentee) -> str:
    own = (s for s in book[Suggestion] if s.mentee == mentee.code and not s.rank and not s.mentor and s.reasons)
    reason = next((s.reasons for s in own), "Пока без пары: подходящие кандидаты заняты или отклонены")
    return f"{reason}. Продолжить поиск наставника; при необходимости — психологическое сопровождение."
