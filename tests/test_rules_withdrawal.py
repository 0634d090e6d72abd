"""What a withdrawn consent stops, by which day, and whose data are kept longer than the school said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from rule_books import Case, added, at, book_of, changed, only_finding, school, with_setting, without
from rule_school import FINISHED_PUPIL, OLDER_PUPIL, PUPIL_MENTOR, TODAY, WAITING_PUPIL, YOUNG_PUPIL

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.facts.withdrawal import due, keep_until, may_process, may_publish, term_of
from nastavnik_sheets.pairing.conditions import field_of
from nastavnik_sheets.terms import DISSEMINATION, FORGOTTEN, PARTICIPATION, PROCESSING
from nastavnik_sheets.workbook import Consent, Mentee, Pair
from nastavnik_sheets.year_sheets import Publication

if TYPE_CHECKING:
    from rule_books import Records

CONSENTS = [cast("Consent", consent) for consent in school()[Consent]]
WITHDRAWN = TODAY - timedelta(days=5)


def index_of(person: str, kind: str) -> int:
    return next(n for n, consent in enumerate(CONSENTS) if (consent.person, consent.kind) == (person, kind))


def withdrawn(person: str, kind: str, on: date = WITHDRAWN) -> Records:
    return changed(school(), Consent, index_of(person, kind), withdrawn=on)


def alone(records: Records, pair: int = 5) -> Records:
    """Return the school in which the waiting pupil has no active pair."""
    return changed(records, Pair, pair, state="отклонена")


PUBLISHED = next(consent.person for consent in CONSENTS if consent.kind == DISSEMINATION)
CASES = [
    Case(
        "withdrawn_data_are_destroyed",
        alone(withdrawn(WAITING_PUPIL, PROCESSING)),
        at(Consent, index_of(WAITING_PUPIL, PROCESSING), "withdrawn"),
        level="предупреждение",
    ),
    Case(
        "withdrawn_data_are_destroyed",
        alone(withdrawn(WAITING_PUPIL, PROCESSING, TODAY - timedelta(days=31))),
        at(Consent, index_of(WAITING_PUPIL, PROCESSING), "withdrawn"),
        level="ошибка",
    ),
    Case(
        "withdrawn_publication_is_stopped",
        withdrawn(PUBLISHED or "", DISSEMINATION),
        at(Consent, index_of(PUBLISHED or "", DISSEMINATION), "withdrawn"),
        level="подсказка",
    ),
    Case(
        "published_are_consenting",
        changed(school(), Publication, 1, people=(PUPIL_MENTOR, WAITING_PUPIL)),
        at(Publication, 1, "people"),
        level="ошибка",
    ),
    Case(
        "kept_no_longer_than_needed",
        changed(with_setting(school(), keep_months=1), Mentee, 4, left=date(2026, 11, 1)),
        at(Mentee, 4, "full_name"),
        level="подсказка",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_what_a_withdrawal_asks_for_is_found_at_its_cell(case: Case) -> None:
    finding = only_finding(case)
    assert finding.level == case.level
    assert any(character.isdigit() for character in finding.message)


def test_without_a_withdrawal_nothing_is_stopped() -> None:
    book = book_of(school())
    assert all(may_process(book, consent.person or "", TODAY) for consent in CONSENTS)
    assert due(book, TODAY) == []


def test_a_withdrawn_processing_consent_stops_use_and_publication_from_that_day() -> None:
    book = book_of(withdrawn(PUBLISHED or "", PROCESSING))
    before = WITHDRAWN - timedelta(days=1)
    assert (may_process(book, PUBLISHED or "", before), may_process(book, PUBLISHED or "", TODAY)) == (True, False)
    assert (may_publish(book, PUBLISHED or "", before), may_publish(book, PUBLISHED or "", TODAY)) == (True, False)


def test_a_new_consent_gives_everything_back() -> None:
    index = index_of(WAITING_PUPIL, PROCESSING)
    fresh = replace(CONSENTS[index], code=make_code("С", 91), given=TODAY, withdrawn=None)
    book = book_of(added(withdrawn(WAITING_PUPIL, PROCESSING), fresh))
    assert may_process(book, WAITING_PUPIL, TODAY)


def test_nobody_is_published_without_a_consent_that_can_be_read() -> None:
    assert not may_publish(book_of(school()), "У-999-0", TODAY)
    index = index_of(PUBLISHED or "", DISSEMINATION)
    assert may_publish(book_of(school()), PUBLISHED or "", TODAY)
    for broken in ({"given": None}, {"kind": None}, {"withdrawn": WITHDRAWN}, {"valid_until": WITHDRAWN}):
        assert not may_publish(book_of(changed(school(), Consent, index, **broken)), PUBLISHED or "", TODAY)
    assert not may_publish(book_of(without(school(), Consent, index)), PUBLISHED or "", TODAY)


def test_who_withdrew_is_proposed_to_nobody() -> None:
    book = book_of(alone(withdrawn(WAITING_PUPIL, PROCESSING)))
    assert WAITING_PUPIL in field_of(book, today=TODAY).barred_mentees
    assert "отозвано" in field_of(book, today=TODAY).barred_mentees[WAITING_PUPIL].reason


def test_reminders_name_the_day_and_come_in_order() -> None:
    records = withdrawn(YOUNG_PUPIL, PROCESSING)
    records = changed(records, Consent, index_of(OLDER_PUPIL, PARTICIPATION), withdrawn=TODAY)
    things = due(book_of(records), TODAY)
    assert [(one.person.code, one.until) for one in things] == [
        (OLDER_PUPIL, TODAY),
        (YOUNG_PUPIL, WITHDRAWN + timedelta(days=30)),
    ]


def test_publication_ends_within_three_working_days() -> None:
    assert term_of(DISSEMINATION, date(2026, 12, 11)) == date(2026, 12, 16)  # a Friday: Monday, Tuesday, Wednesday
    assert term_of(DISSEMINATION, date(2026, 12, 31)) == date(2027, 1, 13)  # over the holidays of January


def test_the_term_of_keeping_is_counted_from_leaving_or_from_the_programmes_end() -> None:
    book = book_of(changed(with_setting(school(), keep_months=6), Mentee, 0, left=date(2026, 8, 31)))
    assert keep_until(book, book[Mentee][0]) == date(2027, 2, 28)
    assert keep_until(book, book[Mentee][1]) == date(2027, 11, 30)
    assert keep_until(book_of(school()), book_of(school())[Mentee][0]) is None


def test_who_is_forgotten_already_is_left_in_peace() -> None:
    row = next(n for n, one in enumerate(school()[Mentee]) if cast("Mentee", one).code == FINISHED_PUPIL)
    records = changed(with_setting(school(), keep_months=1), Mentee, row, left=date(2026, 11, 1))
    records = changed(records, Mentee, row, full_name=f"{FORGOTTEN} А")
    assert due(book_of(records), TODAY) == []
    assert not may_publish(book_of(records), FINISHED_PUPIL, TODAY)
