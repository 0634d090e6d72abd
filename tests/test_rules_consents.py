"""Consents: who needs which, who signs, and that each lack is told once, at one cell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from rule_books import Case, added, at, book_of, changed, found, grids, one, only_finding, school, without
from rule_school import (
    EMPLOYER_MENTOR,
    MASTER_TEACHER,
    NEW_TEACHER,
    PUPIL_MENTOR,
    SENIOR_PUPIL,
    TODAY,
    WAITING_PUPIL,
    YOUNG_PUPIL,
)

from nastavnik_sheets.book import read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.facts.consents import (
    ABSENT,
    EXPIRED,
    NOT_YET,
    PUBLICATION,
    REQUIREMENTS,
    WITHDRAWN,
    WRONG_SIGNER,
    missing_consents,
)
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.lists import RU, TT, TU, UU
from nastavnik_sheets.terms import DISSEMINATION, GUARDIAN, PARTICIPATION, PROCESSING, SELF, WORKER
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from rule_books import Records

CONSENTS = [cast("Consent", consent) for consent in school()[Consent]]


def index_of(person: str, kind: str) -> int:
    return next(n for n, consent in enumerate(CONSENTS) if (consent.person, consent.kind) == (person, kind))


def lacking(person: str, *kinds: str) -> Records:
    """Return the school without these consents of a person."""
    return without(school(), Consent, *(index_of(person, kind) for kind in kinds))


def altered(rule: str, person: str, of: str, name: str = "", **values: object) -> Case:
    return one(rule, Consent, index_of(person, of), name, **values)


SOON = TODAY + timedelta(days=20)
CASES = [
    Case("pair_has_consents", lacking(YOUNG_PUPIL, PROCESSING), at(Pair, 0, "mentee"), level="ошибка"),
    Case("pair_has_consents", lacking(YOUNG_PUPIL, PROCESSING, PARTICIPATION), at(Pair, 0, "mentee"), level="ошибка"),
    Case("pair_has_consents", lacking(PUPIL_MENTOR, PARTICIPATION), at(Pair, 0, "mentor"), level="ошибка"),
    Case("pair_has_consents", lacking(MASTER_TEACHER, WORKER), at(Pair, 2, "mentor"), level="ошибка"),
    Case("pair_has_consents", lacking(EMPLOYER_MENTOR, PROCESSING), at(Pair, 3, "mentor"), level="ошибка"),
    Case("pair_has_consents", lacking(WAITING_PUPIL, PROCESSING), at(Pair, 5, "mentee"), level="предупреждение"),
    Case(
        "base_has_processing_consent",
        changed(lacking(WAITING_PUPIL, PROCESSING), Pair, 5, state="отклонена"),
        at(Mentee, 5, "full_name"),
        level="подсказка",
    ),
    altered("consent_is_in_force", YOUNG_PUPIL, PROCESSING, "valid_until", valid_until=date(2026, 12, 1)),
    altered("consent_is_in_force", PUPIL_MENTOR, PARTICIPATION, "withdrawn", withdrawn=date(2026, 12, 1)),
    altered("consent_is_in_force", MASTER_TEACHER, WORKER, "withdrawn", withdrawn=date(2026, 12, 1)),
    altered("right_person_signed", YOUNG_PUPIL, PROCESSING, signed_by=SELF),
    altered("right_person_signed", NEW_TEACHER, PROCESSING, "signed_by", signed_by=GUARDIAN, guardian="Иванова Анна"),
    altered("right_person_signed", MASTER_TEACHER, WORKER, "signed_by", signed_by=GUARDIAN, guardian="Иванова Анна"),
    altered("consent_dates_in_order", YOUNG_PUPIL, PROCESSING, valid_until=date(2025, 9, 1)),
    altered("consent_dates_in_order", YOUNG_PUPIL, PROCESSING, withdrawn=date(2025, 9, 1)),
    altered("consent_expires_soon", SENIOR_PUPIL, PROCESSING, valid_until=SOON),
    altered("guardian_signature_is_named", YOUNG_PUPIL, PROCESSING, guardian=None),
    altered("worker_consent_of_teacher", PUPIL_MENTOR, DISSEMINATION, kind=WORKER),
    altered("fact_has_happened", YOUNG_PUPIL, PROCESSING, "given", given=date(2027, 8, 25)),
    altered("papers_precede_order", YOUNG_PUPIL, PROCESSING, given=date(2026, 9, 20)),
    one("minor_has_guardian", Mentee, 0, guardian=None),
    one("minor_has_guardian", Mentor, 0, guardian=None),
    one("guardian_is_another_person", Mentee, 0, guardian="Абрикосов Пётр Ильич"),
    Case(
        "consent_stands_once",
        added(school(), replace(CONSENTS[0], code=make_code("С", 90))),
        at(Consent, len(CONSENTS), "kind"),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_a_mistake_about_consents_is_found_at_its_cell_and_nowhere_else(case: Case) -> None:
    assert only_finding(case).level in (case.level or ("ошибка", "предупреждение", "подсказка"))


def missing(person_type: type[Mentee | Mentor], index: int, role: str, **options: object) -> list[tuple[str, str]]:
    book = book_of(without(school(), Consent, *range(len(CONSENTS))))
    person = cast("Mentee | Mentor", book[person_type][index])
    found_missing = missing_consents(book, person, role=role, on=TODAY, **options)  # type: ignore[arg-type]
    assert {m.why for m in found_missing} <= {ABSENT}
    return [(m.kind, m.signed_by or "") for m in found_missing]


def test_a_minor_on_either_side_needs_two_consents_of_a_guardian() -> None:
    needed = [(PROCESSING, GUARDIAN), (PARTICIPATION, GUARDIAN)]
    assert missing(Mentee, 0, "наставляемый", mentoring_form=UU) == needed
    assert missing(Mentor, 0, "наставник", mentoring_form=UU) == needed


def test_an_adult_signs_for_himself() -> None:
    assert missing(Mentor, 3, "наставник", mentoring_form=RU) == [(PROCESSING, SELF), (PARTICIPATION, SELF)]


def test_only_a_teacher_who_mentors_a_teacher_needs_a_workers_consent() -> None:
    assert missing(Mentor, 2, "наставник", mentoring_form=TT)[-1] == (WORKER, SELF)
    assert WORKER not in dict(missing(Mentor, 2, "наставник", mentoring_form=TU))
    assert WORKER not in dict(missing(Mentor, 2, "наставник"))
    assert WORKER not in dict(missing(Mentee, 2, "наставляемый", mentoring_form=TT))


def test_a_workers_consent_is_needed_since_the_law_is_in_force() -> None:
    book = book_of(without(school(), Consent, *range(len(CONSENTS))))
    teacher = book[Mentor][2]
    before = missing_consents(book, teacher, role="наставник", on=date(2025, 2, 28), mentoring_form=TT)
    since = missing_consents(book, teacher, role="наставник", on=date(2025, 3, 1), mentoring_form=TT)
    assert [m.kind for m in before] == [PROCESSING, PARTICIPATION]
    assert [m.kind for m in since] == [PROCESSING, PARTICIPATION, WORKER]


def test_dissemination_is_needed_for_publication_only() -> None:
    assert missing(Mentee, 0, "наставляемый", needed=PUBLICATION) == [(DISSEMINATION, GUARDIAN)]
    assert missing(Mentor, 3, "наставник", needed=PUBLICATION) == [(DISSEMINATION, SELF)]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"withdrawn": date(2026, 12, 1)}, WITHDRAWN),
        ({"valid_until": date(2026, 12, 14)}, EXPIRED),
        ({"given": date(2026, 12, 16)}, NOT_YET),
        ({"signed_by": SELF}, WRONG_SIGNER),
        ({"valid_until": TODAY}, None),
        ({"valid_until": None}, None),
        ({"withdrawn": date(2026, 12, 16)}, None),
    ],
)
def test_a_consent_that_does_not_hold_says_why(values: dict[str, object], why: str | None) -> None:
    book = book_of(changed(school(), Consent, index_of(YOUNG_PUPIL, PROCESSING), **values))
    lacks = missing_consents(book, book[Mentee][0], role="наставляемый", on=TODAY)
    assert [m.why for m in lacks] == ([why] if why else [])


def test_a_newer_consent_takes_the_place_of_an_expired_one() -> None:
    place = index_of(YOUNG_PUPIL, PROCESSING)
    old = changed(school(), Consent, place, valid_until=date(2026, 12, 1))
    newer = replace(CONSENTS[place], code=make_code("С", 91), given=date(2026, 11, 30), valid_until=date(2027, 12, 1))
    assert found(added(old, newer)) == []


def test_who_has_come_of_age_confirms_every_consent_himself() -> None:
    kinds = (PROCESSING, PARTICIPATION, DISSEMINATION)
    grown = changed(school(), Mentor, 0, birth_date=date(2008, 11, 1))
    by_guardian = [index_of(PUPIL_MENTOR, kind) for kind in kinds]
    assert found(grown) == [("adult_confirms_consent", *at(Consent, n, "signed_by")) for n in sorted(by_guardian)]
    own = [
        replace(CONSENTS[n], code=make_code("С", 100 + n), signed_by=SELF, given=date(2026, 11, 2)) for n in by_guardian
    ]
    assert found(added(grown, *own)) == []


def test_a_person_without_a_birth_date_needs_consents_by_whoever_must_sign() -> None:
    book = book_of(without(school(), Consent, *range(len(CONSENTS))), {(Mentee, 0, "birth_date"): "давно"})
    lacks = missing_consents(book, book[Mentee][0], role="наставляемый", on=TODAY)
    assert [(m.kind, m.signed_by) for m in lacks] == [(PROCESSING, None), (PARTICIPATION, None)]


def test_a_mistyped_code_of_one_consent_does_not_hide_that_another_person_has_none() -> None:
    records = lacking(SENIOR_PUPIL, PROCESSING)
    place = next(n for n, c in enumerate(records[Consent]) if cast("Consent", c).person == YOUNG_PUPIL)
    wrong = f"{YOUNG_PUPIL[:-1]}{(int(YOUNG_PUPIL[-1]) + 1) % 10}"
    assert sorted(rule for rule, *_ in found(records, {(Consent, place, "person"): wrong})) == [
        "cell.code-digit",
        "pair_has_consents",
    ]


def test_without_the_sheet_of_consents_nobody_is_said_to_lack_any() -> None:
    sheets = grids(school())
    del sheets["Согласия"]
    assert [f.rule for f in check(read_book(MemoryHost(sheets)), today=TODAY)] == ["sheet.missing"]


def test_every_requirement_names_its_source() -> None:
    assert all(requirement.source for requirement in REQUIREMENTS)
    assert {r.kind for r in REQUIREMENTS} == {PROCESSING, PARTICIPATION, WORKER, DISSEMINATION}
