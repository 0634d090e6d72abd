"""Withdrawn consents: data that are still here, publications that still stand, data kept too long.

Leaves what a withdrawal stops and by when to `facts.withdrawal`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nastavnik_sheets.cells import ERROR, WARNING
from nastavnik_sheets.facts import day
from nastavnik_sheets.facts.withdrawal import after_withdrawals, kept_too_long, last_withdrawal, may_publish
from nastavnik_sheets.flags import Flag, error, hint
from nastavnik_sheets.terms import DISSEMINATION, PROCESSING
from nastavnik_sheets.year_sheets import Publication

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Consent


def withdrawn_data_are_destroyed(book: Book, today: date) -> Iterator[Flag]:
    """Отозвано согласие на обработку: данные уничтожают за 30 дней (ч. 5 ст. 21 № 152-ФЗ)."""
    paired = {code for pair in book.active_pairs for code in (pair.mentor, pair.mentee)}
    for one in after_withdrawals(book, today):
        consent = one.consent
        if consent is None or consent.kind != PROCESSING or one.person.code in paired or not _in_order(consent):
            continue
        late = one.until < today
        message = f"отозвано {day(consent.withdrawn or today)}, данные участника ещё в книге; срок — {day(one.until)}"
        cure = f"уничтожьте данные: nastavnik forget КНИГА {one.person.code}; или возьмите новое согласие"
        yield Flag(consent, "withdrawn", message, cure, ERROR if late else WARNING)


def withdrawn_publication_is_stopped(book: Book, today: date) -> Iterator[Flag]:
    """Отозвано согласие на распространение: публикации снимают за три рабочих дня (ст. 10.1 № 152-ФЗ)."""
    for one in after_withdrawals(book, today):
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
    for one in kept_too_long(book, today):
        if last_withdrawal(book, one.person.code, PROCESSING, today) is None:
            message = f"срок хранения данных вышел {day(one.until)}"
            cure = f"уничтожьте данные: nastavnik forget КНИГА {one.person.code}; или продлите срок на «Настройках»"
            yield hint(one.person, "full_name", message, cure=cure)
