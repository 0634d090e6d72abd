"""What a withdrawn consent stops and by when, who may be shown to whom, and whose data are kept too long.

`may_process` and `may_publish` are the answers everybody asks: pairing, papers, the page for the site, the mirror in
Google. `due` is the same as a list with days, for reminders. Leaves who needs which consent to `consents`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.cells import ERROR, WARNING
from nastavnik_sheets.check import Flag, error, hint
from nastavnik_sheets.rules.consents import defect
from nastavnik_sheets.rules.facts import day, facts_of
from nastavnik_sheets.rules.working_days import is_working
from nastavnik_sheets.terms import DISSEMINATION, FORGOTTEN, NAME, PARTICIPATION, PROCESSING
from nastavnik_sheets.year_sheets import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.rules.facts import Participant
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
    found = [*_after_withdrawals(book, today), *_kept_too_long(book, today)]
    return sorted(found, key=lambda one: (one.until, one.person.code, one.what))


def _after_withdrawals(book: Book, today: date) -> Iterator[Due]:
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


def _kept_too_long(book: Book, today: date) -> Iterator[Due]:
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


def withdrawn_data_are_destroyed(book: Book, today: date) -> Iterator[Flag]:
    """Отозвано согласие на обработку: данные уничтожают за 30 дней (ч. 5 ст. 21 № 152-ФЗ)."""
    paired = {code for pair in book.active_pairs for code in (pair.mentor, pair.mentee)}
    for one in _after_withdrawals(book, today):
        consent = one.consent
        if consent is None or consent.kind != PROCESSING or one.person.code in paired or not _in_order(consent):
            continue
        late = one.until < today
        message = f"отозвано {day(consent.withdrawn or today)}, данные участника ещё в книге; срок — {day(one.until)}"
        cure = f"уничтожьте данные: nastavnik forget КНИГА {one.person.code}; или возьмите новое согласие"
        yield Flag(consent, "withdrawn", message, cure, ERROR if late else WARNING)


def withdrawn_publication_is_stopped(book: Book, today: date) -> Iterator[Flag]:
    """Отозвано согласие на распространение: публикации снимают за три рабочих дня (ст. 10.1 № 152-ФЗ)."""
    for one in _after_withdrawals(book, today):
        consent = one.consent
        if consent is None or consent.kind != DISSEMINATION or not _in_order(consent):
            continue
        when = day(consent.withdrawn or today)
        message = f"отозвано {when}: публикаций об участнике не должно быть позже {day(one.until)}"
        cure = "уберите его со страницы школы (команда publish сделает её без него), из рубрик и с досок почёта"
        yield hint(consent, "withdrawn", message, cure=cure)


def published_are_consenting(book: Book, today: date) -> Iterator[Flag]:
    """В публикациях, которые не сняты, названы только те, у кого есть согласие на распространение (ст. 10.1)."""
    for row in book[Publication]:
        if row.removed is not None and row.removed <= today:
            continue
        known = [code for code in row.people or () if book.person(code) is not None]
        without = [code for code in known if not may_publish(book, code, today)]
        if without and row.published is not None:
            message = f"опубликовано {day(row.published)}, а согласия на распространение нет: {', '.join(without)}"
            cure = "уберите их оттуда (publish сделает страницу без них) и впишите дату в «Снято»"
            yield error(row, "people", message, cure=cure)


def _in_order(consent: Consent) -> bool:
    """Whether the dates of a paper can be believed; others are reported by themselves."""
    return consent.given is None or consent.withdrawn is None or consent.given <= consent.withdrawn


def kept_no_longer_than_needed(book: Book, today: date) -> Iterator[Flag]:
    """Данные тех, кто вышел или закончил, хранят не дольше срока из «Настроек» (ч. 7 ст. 5 № 152-ФЗ)."""
    for one in _kept_too_long(book, today):
        if last_withdrawal(book, one.person.code, PROCESSING, today) is None:
            message = f"срок хранения данных вышел {day(one.until)}"
            cure = f"уничтожьте данные: nastavnik forget КНИГА {one.person.code}; или продлите срок на «Настройках»"
            yield hint(one.person, "full_name", message, cure=cure)
