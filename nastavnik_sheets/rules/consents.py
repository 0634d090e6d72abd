"""Consents that the people of pairs and of the bases lack, and those that have run out or are withdrawn.

Leaves who needs which consent to `facts.consents`, who may sign to `signatures`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

from nastavnik_sheets.facts import day, facts_of, readable
from nastavnik_sheets.facts.consents import ABSENT, EXPIRED, WITHDRAWN, missing_consents
from nastavnik_sheets.flags import error, hint, warning
from nastavnik_sheets.rules.evidence import loose_rows, unexplained
from nastavnik_sheets.terms import APPROVED, MENTEE_ROLE, MENTOR_ROLE, PROCESSING
from nastavnik_sheets.workbook import Consent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from nastavnik_sheets.book import Book
    from nastavnik_sheets.facts.consents import MissingConsent
    from nastavnik_sheets.flags import Flag
    from nastavnik_sheets.workbook import Pair, Person

T = TypeVar("T")


@dataclass(frozen=True)
class Gap:
    """What one person of an active pair lacks; `name` is the pair's column with the person's code."""

    pair: Pair
    name: str
    person: Person
    missing: tuple[MissingConsent, ...]


def pair_has_consents(book: Book, today: date) -> Iterator[Flag]:
    """У каждого в паре есть нужные согласия: без них пару не утверждают (п. 4.10, 4.11; docs/consents.md)."""
    if not readable(book, Consent, "person", "kind"):
        return
    claims = [(gap, m) for gap in _gaps(book, today) for m in gap.missing if m.why == ABSENT]
    left = _unexplained(book, [(gap.person, m.kind, (gap, m)) for gap, m in claims])
    by_gap: dict[int, tuple[Gap, list[MissingConsent]]] = {}
    for gap, lacking in left:
        by_gap.setdefault(id(gap), (gap, []))[1].append(lacking)
    for gap, lacks in by_gap.values():
        who = MENTOR_ROLE if gap.name == "mentor" else MENTEE_ROLE
        what = "; ".join(f"«{m.kind}»" + (f" (подписывает {m.signed_by})" if m.signed_by else "") for m in lacks)
        message = f"пара «{gap.pair.state}», а {who} {gap.person.code} без согласия: {what}"
        level = error if gap.pair.state == APPROVED else warning
        yield level(gap.pair, gap.name, message, cure="возьмите согласие и запишите его на лист «Согласия»")


def base_has_processing_consent(book: Book, today: date) -> Iterator[Flag]:
    """У участника из базы есть согласие на обработку персональных данных."""
    if not readable(book, Consent, "person", "kind"):
        return
    facts = facts_of(book)
    paired = {code for pair in book.active_pairs for code in (pair.mentor, pair.mentee)}
    have = {consent.person for consent in book[Consent] if consent.kind in (None, PROCESSING)}
    waiting = [
        person
        for code, person in facts.people.items()
        if code not in paired and code not in have and person.left is None
    ]
    for person in _unexplained(book, [(person, PROCESSING, person) for person in waiting]):
        message = "в базе нет согласия на обработку персональных данных"
        yield hint(person, "full_name", message, cure="возьмите согласие и запишите его на лист «Согласия»")


def consent_is_in_force(book: Book, today: date) -> Iterator[Flag]:
    """Согласие участника действующей пары не истекло и не отозвано."""
    for gap in _gaps(book, today):
        level = error if gap.pair.state == APPROVED else warning
        for lacking in gap.missing:
            consent = lacking.consent
            if consent is None or consent.given is None:
                continue
            if lacking.why == EXPIRED and consent.valid_until and consent.valid_until >= consent.given:
                message = f"истекло {day(consent.valid_until)}, а пара {gap.pair.code} «{gap.pair.state}»"
                yield level(consent, "valid_until", message, cure="возьмите новое согласие или завершите пару")
            elif lacking.why == WITHDRAWN and consent.withdrawn and consent.withdrawn >= consent.given:
                message = f"отозвано {day(consent.withdrawn)}, а пара {gap.pair.code} «{gap.pair.state}»"
                yield level(consent, "withdrawn", message, cure=_cure_of_withdrawal(consent))


def _cure_of_withdrawal(consent: Consent) -> str:
    if consent.kind != PROCESSING or consent.withdrawn is None:
        return "прекратите пару или возьмите новое согласие"
    until = day(consent.withdrawn + timedelta(days=30))
    return f"возьмите новое согласие или прекратите пару и до {until} уничтожьте данные (ч. 5 ст. 21 № 152-ФЗ): forget"


@lru_cache(maxsize=1)
def _gaps(book: Book, today: date) -> list[Gap]:
    """Return what the people of active pairs lack today; of several pairs the approved one, then the first, tells."""
    facts = facts_of(book)
    told: set[tuple[str, str, bool]] = set()
    gaps = []
    for pair in sorted(book.active_pairs, key=lambda pair: pair.state != APPROVED):
        for name, role, person in (
            ("mentee", MENTEE_ROLE, facts.mentees.get(pair.mentee or "")),
            ("mentor", MENTOR_ROLE, facts.mentors.get(pair.mentor or "")),
        ):
            if person is None:
                continue
            key = (person.code, name, name == "mentor" and pair.mentoring_form in facts.forms_among_workers)
            if key not in told:
                told.add(key)
                missing = missing_consents(book, person, role=role, on=today, mentoring_form=pair.mentoring_form)
                if missing:
                    gaps.append(Gap(pair, name, person, tuple(missing)))
    return _once(gaps)


def _once(gaps: list[Gap]) -> list[Gap]:
    """Say each lacking kind of a person once, though he has several pairs or stands in both bases."""
    told: set[tuple[str, str]] = set()
    found = []
    for gap in gaps:
        fresh = tuple(m for m in gap.missing if (gap.person.code, m.kind) not in told)
        told.update((gap.person.code, m.kind) for m in fresh)
        if fresh:
            found.append(Gap(gap.pair, gap.name, gap.person, fresh))
    return found


def _unexplained(book: Book, claims: list[tuple[Person, str, T]]) -> list[T]:
    """Return what is left of «this person has no such consent» when consents of nobody known are taken away."""
    if not claims:
        return []
    people = {*book.mentees, *book.mentors}
    loose = loose_rows(book, Consent, "person", people)
    left = unexplained(
        claims,
        loose,
        code=lambda claim: claim[0].code,
        fits=lambda claim, consent: consent.kind in (None, claim[1]),
    )
    return [payload for _, _, payload in left]
