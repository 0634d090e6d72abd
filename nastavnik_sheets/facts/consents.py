"""Which consents each person needs, as one table, and which are missing on a day.

`REQUIREMENTS` is the only place that says who must sign what: the rules, the documents' guard and docs/consents.md are
made from it. Leaves findings to `rules.consents`, what a withdrawal stops to `withdrawal`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from nastavnik_sheets.facts import facts_of
from nastavnik_sheets.facts.ages import is_minor
from nastavnik_sheets.terms import (
    DISSEMINATION,
    GUARDIAN,
    MENTOR_ROLE,
    PARTICIPATION,
    PROCESSING,
    SELF,
    TEACHER,
    WORKER,
)

if TYPE_CHECKING:
    from nastavnik_sheets.book import Book
    from nastavnik_sheets.workbook import Consent, Person

ABSENT, NOT_YET, EXPIRED, WITHDRAWN, WRONG_SIGNER = "нет", "ещё не дано", "истекло", "отозвано", "подписал не тот"
PAIRING, PUBLICATION = "до утверждения пары", "до публикации"


@dataclass(frozen=True)
class Requirement:
    """Whose consent to what is needed, before what, who signs it, and where that is written.

    `minor`: under 18 on the day. `statuses`, `roles`: empty is any. `among_workers`: only where a teacher helps a
    teacher. `since`: the first day of the norm.
    """

    kind: str
    minor: bool
    signed_by: str
    source: str
    needed: str = PAIRING
    statuses: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    among_workers: bool = False
    since: date = date(2012, 12, 29)


REQUIREMENTS = (
    Requirement(PROCESSING, False, SELF, "п. 4.11 Положения; ст. 6, 9 Федерального закона № 152-ФЗ"),
    Requirement(PROCESSING, True, GUARDIAN, "п. 4.11 Положения; ч. 6 ст. 9 № 152-ФЗ; ст. 64 СК РФ"),
    Requirement(PARTICIPATION, False, SELF, "п. 4.10, 4.13 Положения"),
    Requirement(PARTICIPATION, True, GUARDIAN, "п. 4.10, 4.11, 4.13 Положения"),
    Requirement(
        WORKER,
        False,
        SELF,
        "ст. 351.8 ТК РФ (№ 381-ФЗ от 09.11.2024, с 01.03.2025)",
        statuses=frozenset({TEACHER}),
        roles=frozenset({MENTOR_ROLE}),
        among_workers=True,
        since=date(2025, 3, 1),
    ),
    Requirement(DISSEMINATION, False, SELF, "ст. 10.1 № 152-ФЗ", needed=PUBLICATION),
    Requirement(DISSEMINATION, True, GUARDIAN, "ст. 10.1 № 152-ФЗ; ст. 64 СК РФ", needed=PUBLICATION),
)


@dataclass(frozen=True)
class MissingConsent:
    """A consent that is not in force: its kind, who must sign (None: the age is unknown), why, and the paper if any."""

    kind: str
    signed_by: str | None
    why: str
    consent: Consent | None = None


def required_consents(
    status: str | None, role: str, *, minor: bool | None, on: date, among_workers: bool, needed: str = PAIRING
) -> dict[str, str | None]:
    """Return the kinds of consent needed on a day, and who signs each; None if the age is unknown."""
    found: dict[str, str | None] = {}
    for r in REQUIREMENTS:
        if (
            r.needed == needed
            and minor in (None, r.minor)
            and (not r.statuses or status in r.statuses)
            and (not r.roles or role in r.roles)
            and (among_workers or not r.among_workers)
            and on >= r.since
        ):
            found[r.kind] = None if minor is None else r.signed_by
    return found


_required = lru_cache(maxsize=256)(required_consents)


def missing_consents(
    book: Book, person: Person, *, role: str, on: date, mentoring_form: str | None = None, needed: str = PAIRING
) -> list[MissingConsent]:
    """Return the consents that a person needs on a day and does not have; `role` is «наставник» or «наставляемый».

    Without a form the worker's consent is not asked for. A consent whose kind or date is unreadable is in force:
    its cell is reported by itself.
    """
    facts = facts_of(book)
    born = facts.birth(person, on)
    among_workers = mentoring_form in facts.forms_among_workers
    required = _required(
        facts.status(person),
        role,
        minor=None if born is None else is_minor(born, on),
        on=on,
        among_workers=among_workers,
        needed=needed,
    )
    given = book.consents_of.get(person.code, ())
    of_kind = {kind: [consent for consent in given if consent.kind == kind] for kind in required}
    found = (_lacking(kind, signed_by, of_kind[kind], born, on) for kind, signed_by in required.items())
    missing = [lacking for lacking in found if lacking is not None]
    unknown = sum(consent.kind is None for consent in given)
    return missing if len(missing) > unknown else [m for m in missing if m.why != ABSENT]


def _lacking(
    kind: str, signed_by: str | None, consents: list[Consent], born: date | None, on: date
) -> MissingConsent | None:
    last: MissingConsent | None = None
    for consent in sorted(consents, key=lambda c: c.given or date.max) if len(consents) > 1 else consents:
        why = defect(consent, born, on)
        if why is None:
            return None
        last = MissingConsent(kind, signed_by, why, consent)
    return last or MissingConsent(kind, signed_by, ABSENT)


def defect(consent: Consent, born: date | None, on: date) -> str | None:
    """Return why a consent does not hold on a day, None if it does."""
    if consent.withdrawn is not None and consent.withdrawn <= on:
        return WITHDRAWN
    if consent.valid_until is not None and consent.valid_until < on:
        return EXPIRED
    if consent.given is not None and consent.given > on:
        return NOT_YET
    return WRONG_SIGNER if wrong_signer(consent, born) else None


def wrong_signer(consent: Consent, born: date | None) -> bool:
    """Whether a minor signed by himself, or somebody else signed for an adult, on the day it was given."""
    if born is None or consent.given is None or consent.signed_by is None:
        return False
    return consent.signed_by != (GUARDIAN if is_minor(born, consent.given) else SELF)
