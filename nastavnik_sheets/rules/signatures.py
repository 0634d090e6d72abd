"""Each consent by itself: who signed it, when, until when, and who stands behind a minor.

Leaves which consents are needed to `consents`.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import blank, day, facts_of
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.facts.consents import wrong_signer
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.outliers import repeats
from nastavnik_sheets.terms import GUARDIAN, PUPIL, SELF, TEACHER, WORKER
from nastavnik_sheets.workbook import Consent, Mentor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.flags import Flag


def right_person_signed(book: Book, today: date) -> Iterator[Flag]:
    """За несовершеннолетнего согласие подписывает законный представитель, взрослый — сам (п. 4.11)."""
    facts = facts_of(book)
    for consent in book[Consent]:
        born = facts.birth(facts.people.get(consent.person or ""), today)
        if wrong_signer(consent, born):
            if consent.signed_by == SELF:
                message, cure = "несовершеннолетний подписал сам", "нужна подпись законного представителя"
            else:
                message, cure = "за взрослого подписал представитель", "нужна подпись самого участника"
            yield error(consent, "signed_by", message, cure=cure)


def adult_confirms_consent(book: Book, today: date) -> Iterator[Flag]:
    """Кому исполнилось 18, тот сам подтверждает согласие, которое дал его представитель."""
    facts = facts_of(book)
    own = {(c.person, c.kind) for c in book[Consent] if c.signed_by in (SELF, None)}
    told: set[tuple[str | None, str | None]] = set()
    for consent in book[Consent]:
        key = (consent.person, consent.kind)
        if consent.signed_by != GUARDIAN or consent.given is None or key in own or key in told:
            continue
        person = facts.people.get(consent.person or "")
        born = facts.birth(person, today)
        if born and is_minor(born, consent.given) and not is_minor(born, today) and person and person.left is None:
            told.add(key)
            message = "участнику исполнилось 18 лет, а согласие давал представитель"
            yield warning(consent, "signed_by", message, cure="возьмите согласие от самого участника")


def consent_dates_in_order(book: Book, today: date) -> Iterator[Flag]:
    """Срок и отзыв согласия не раньше его даты."""
    for consent in book[Consent]:
        if consent.given is None:
            continue
        if consent.valid_until is not None and consent.valid_until < consent.given:
            message = f"действует до {day(consent.valid_until)}, а дано {day(consent.given)}"
            yield error(consent, "valid_until", message, cure="сверьте обе даты")
        if consent.withdrawn is not None and consent.withdrawn < consent.given:
            message = f"отозвано {day(consent.withdrawn)}, а дано {day(consent.given)}"
            yield error(consent, "withdrawn", message, cure="сверьте обе даты")


def consent_expires_soon(book: Book, today: date) -> Iterator[Flag]:
    """О согласии, которое скоро истечёт, известно заранее («Настройки»)."""
    facts = facts_of(book)
    limit = today + timedelta(days=book.settings.consent_days)
    for consent in book[Consent]:
        until = consent.valid_until
        if until is None or consent.withdrawn is not None or not today <= until <= limit:
            continue
        person = facts.people.get(consent.person or "")
        if person is not None and person.left is None and not _renewed(book, consent, until):
            message = f"действует до {day(until)}: осталось дней — {(until - today).days}"
            yield warning(consent, "valid_until", message, cure="возьмите новое согласие заранее")


def _renewed(book: Book, consent: Consent, until: date) -> bool:
    others = book.consents_of.get(consent.person or "", ())
    return any(
        other is not consent
        and other.kind == consent.kind
        and other.withdrawn is None
        and (other.valid_until is None or other.valid_until > until)
        for other in others
    )


def consent_stands_once(book: Book, today: date) -> Iterator[Flag]:
    """Одно и то же согласие записано один раз."""
    yield from repeats(
        book[Consent],
        "kind",
        "такое согласие уже записано",
        lambda c: c.person and c.kind and c.given and c.signed_by and (c.person, c.kind, c.given, c.signed_by),
    )


def worker_consent_of_teacher(book: Book, today: date) -> Iterator[Flag]:
    """Согласие работника (ст. 351.8 ТК) даёт педагог школы."""
    facts = facts_of(book)
    for consent in book[Consent]:
        if consent.kind == WORKER:
            status = facts.status(facts.people.get(consent.person or ""))
            if status is not None and status != TEACHER:
                message = f"согласие работника, а участник — «{status}»"
                yield warning(consent, "kind", message, cure="сверьте вид согласия и код участника")


def minor_has_guardian(book: Book, today: date) -> Iterator[Flag]:
    """У несовершеннолетнего указан законный представитель."""
    facts = facts_of(book)
    for person in facts.participants:
        born = facts.birth(person, today)
        if born and is_minor(born, today) and person.left is None and blank(book, person, "guardian"):
            twin = facts.mentees.get(person.code) if isinstance(person, Mentor) else None
            if twin is None or not twin.guardian:
                message = "несовершеннолетний, а законный представитель не указан"
                yield warning(person, "guardian", message, cure="впишите фамилию, имя и отчество представителя")


def guardian_signature_is_named(book: Book, today: date) -> Iterator[Flag]:
    """В согласии, которое подписал представитель, есть его ФИО."""
    for consent in book[Consent]:
        if consent.signed_by == GUARDIAN and blank(book, consent, "guardian"):
            message = "подписал законный представитель, а его ФИО нет"
            yield hint(consent, "guardian", message, cure="впишите ФИО представителя с бумаги")


def guardian_is_another_person(book: Book, today: date) -> Iterator[Flag]:
    """Представитель — другой человек, а не сам участник."""
    facts = facts_of(book)
    for person in facts.participants:
        if person.guardian and person.guardian == person.full_name and facts.status(person) in (None, PUPIL):
            yield warning(person, "guardian", "представителем записан сам участник", cure="впишите ФИО представителя")
