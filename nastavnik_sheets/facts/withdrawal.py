"""What a withdrawn consent stops and by when, who may be shown to whom, and whose data are kept too long.

`may_process` and `may_publish` are the answers everybody asks: pairing, papers, the page for the site, the mirror in
Google. `due` is the same as a list with days, for reminders. Leaves who needs which consent to `consents`, findings to
`rules.withdrawal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.facts.consents import defect
from nastavnik_sheets.facts.working_days import is_working
from nastavnik_sheets.terms import DISSEMINATION, FORGOTTEN, NAME, PARTICIPATION, PROCESSING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts import Participant
    from nastavnik_sheets.workbook import Consent, Person

DESTROY_DAYS = 30
"""Days from a withdrawal to the destruction of the data (ч. 5 ст. 21 № 152-ФЗ)."""
UNPUBLISH_DAYS = 3
"""Working days from a demand to the end of publication (ч. 12–14 ст. 10.1 № 152-ФЗ)."""


def is_forgotten(person: Person) -> bool:
    """Whether a row is what `forget` left of a person."""
    return (person.full_name or "").startswith(FORGOTTEN)


def may_process(book: Book, code: str, on: date) -> bool:
    """Whether the school may go on using a participant's data: no consent to that was withdrawn for good."""
    person = book.person(code)
    if person is not None and is_forgotten(person):
        return False
    return last_withdrawal(book, code, PROCESSING, on) is None


def may_publish(book: Book, code: str, on: date) -> bool:
    """Whether a participant may be named to everybody on a day: only with a consent to that, in force and readable."""
    return NAME in publishable(book, code, on)


def publishable(book: Book, code: str, on: date) -> frozenset[str]:
    """Return the categories of a participant's data that may be shown to everybody on a day; none without a consent.

    A consent in whose row no category is named covers the name alone.
    """
    person = book.person(code)
    if person is None or not may_process(book, code, on):
        return frozenset()
    born = facts_of(book).birth(person, on)
    found: set[str] = set()
    for consent in book.consents_of.get(code, ()):
        if consent.kind == DISSEMINATION and consent.given is not None and defect(consent, born, on) is None:
            found |= set(consent.scope or (NAME,))
    return frozenset(found) if NAME in found else frozenset()


def last_withdrawal(book: Book, code: str, kind: str, on: date) -> Consent | None:
    """Return the consent last withdrawn by a day, if no other of its kind has been given since."""
    given = [c for c in book.consents_of.get(code, ()) if c.kind == kind]
    gone = [c for c in given if c.withdrawn is not None and c.withdrawn <= on]
    if not gone:
        return None
    last = max(gone, key=lambda c: c.withdrawn or date.min)
    renewed = any(c.withdrawn is None and c.given is not None and last.given is not None and c.given >= last.given
                  for c in given)  # fmt: skip
    return None if renewed else last


@dataclass(frozen=True)
class Due:
    """One thing a withdrawal or the end of a term asks for: about whom, what to do, until which day."""

    person: Participant
    what: str
    until: date
    consent: Consent | None = None


def due(book: Book, today: date) -> list[Due]:
    """Return what withdrawn consents and terms of keeping ask for, the most urgent first."""
    found = [*after_withdrawals(book, today), *kept_too_long(book, today)]
    return sorted(found, key=lambda one: (one.until, one.person.code, one.what))


def after_withdrawals(book: Book, today: date) -> Iterator[Due]:
    """Yield what withdrawn consents ask for, also where its day has passed."""
    for code, person in facts_of(book).people.items():
        if is_forgotten(person):
            continue
        gone = {kind: last_withdrawal(book, code, kind, today) for kind in (PROCESSING, DISSEMINATION, PARTICIPATION)}
        for kind, consent in gone.items():
            if consent is not None and consent.withdrawn is not None:
                until = term_of(kind, consent.withdrawn)
                if kind == PROCESSING or until >= today - timedelta(days=DESTROY_DAYS):
                    yield Due(person, _WHAT[kind], until, consent)


_WHAT = {
    PROCESSING: "отозвано согласие на обработку данных: уничтожьте их командой forget",
    DISSEMINATION: "отозвано согласие на распространение: снимите публикации и предупредите тех, кому передали",
    PARTICIPATION: "отозвано согласие на участие: прекратите пару",
}


def term_of(kind: str, withdrawn: date) -> date:
    """Return the last day for what a withdrawal asks for."""
    if kind == PROCESSING:
        return withdrawn + timedelta(days=DESTROY_DAYS)
    last, left = withdrawn, UNPUBLISH_DAYS if kind == DISSEMINATION else 0
    while left:
        last += timedelta(days=1)
        left -= is_working(last)
    return last


def kept_too_long(book: Book, today: date) -> Iterator[Due]:
    """Yield whose data are kept after the last day of «Настройки»."""
    if not book.settings.keep_months:
        return
    busy = {code for pair in book.active_pairs for code in (pair.mentor, pair.mentee)}
    for code, person in facts_of(book).people.items():
        until = keep_until(book, person)
        if until is not None and until < today and code not in busy and not is_forgotten(person):
            yield Due(person, "срок хранения данных вышел: уничтожьте их командой forget", until)


def keep_until(book: Book, person: Participant) -> date | None:
    """Return the last day on which a person's data are kept: so many months after leaving or the programme's end."""
    settings = book.settings
    ended = person.left or settings.programme_end
    if not settings.keep_months or ended is None:
        return None
    months = ended.month - 1 + settings.keep_months
    year, month = ended.year + months // 12, months % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=ended.day - 1), following - timedelta(days=1))
