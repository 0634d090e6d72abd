"""Pairs, their forms, approval and mentors' papers; each mistake found at its cell and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import cast

import pytest
from rule_books import Case, added, at, changed, findings, found, one, only_finding, school, with_setting, without
from rule_school import MASTER_TEACHER, NEW_TEACHER

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import TT, TU, UU
from nastavnik_sheets.terms import WORKER
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Curator, Event, OrderRow, Partner, Programme, Training

PAIRS = [cast("Pair", pair) for pair in school()[Pair]]
WINTER = date(2027, 1, 11)
PROPOSED = {"order_number": None, "order_date": None, "state": "предложена", "start": WINTER}
STOPPED = {"state": "прекращена", "end": date(2026, 12, 11), "reason": "по желанию"}


def another(rule: str, like: int, name: str, level: str = "", **values: object) -> Case:
    """Return the school with one more pair, like the one at an index but proposed and beginning in winter."""
    pair = replace(PAIRS[like], **{**PROPOSED, "code": make_code("ПР", 7), **values})  # type: ignore[arg-type]
    return Case(rule, added(school(), pair), at(Pair, 6, name), level=level)


TOGETHER = [
    another("nobody_mentors_himself", 2, "mentee", "ошибка", mentor=NEW_TEACHER, state="отклонена"),
    another("pair_stands_once", 1, "mentee", "ошибка"),
    another("mentee_has_one_pair", 1, "mentee", "предупреждение", mentee=PAIRS[0].mentee, role_model=None),
    one("mentor_is_older_pupil", Mentor, 0, where=(Pair, 0, "mentor"), birth_date=date(2014, 2, 11)),
    one("mentee_of_wished_age", Mentor, 0, where=(Pair, 0, "mentee"), age_from=14),
    one("mentor_has_room", Mentor, 1, capacity=0),
    one("mentor_has_room", Mentor, 3, capacity=1),
    one("capacity_within_limit", Mentor, 1, capacity=9),
    one("wished_ages_in_order", Mentor, 0, "age_to", age_from=15, age_to=10),
    one("group_has_one_mentor", Pair, 3, group="А"),
]

STATES = [
    one("pair_dates_in_order", Pair, 0, planned_end=date(2026, 9, 1)),
    one("pair_dates_in_order", Pair, 4, end=date(2026, 9, 1)),
    one("pair_within_programme", Pair, 0, start=date(2025, 9, 7)),
    one("pair_within_programme", Pair, 0, planned_end=date(2028, 5, 25)),
    one("closed_pair_has_end", Pair, 4, end=None, level="ошибка"),
    one("closed_pair_has_end", Pair, 4, end=date(2027, 2, 20)),
    one("stopped_pair_has_reason", Pair, 0, "reason", state="прекращена", end=date(2026, 12, 11)),
    one("ended_pair_is_closed", Pair, 4, state="утверждена"),
    one("pair_is_not_overdue", Pair, 0, planned_end=date(2026, 12, 14)),
    one("teacher_pair_stops_with_notice", Pair, 2, "notified", **STOPPED),
    one("teacher_pair_stops_with_notice", Pair, 2, "notified", **STOPPED, notified=date(2026, 12, 9)),
    one("proposed_pair_does_not_meet", Pair, 1, state="предложена"),
]

APPROVAL = [
    one("approved_pair_has_order", Pair, 0, level="ошибка", order_number=None),
    one("approved_pair_has_order", Pair, 0, level="ошибка", order_date=None),
    one("order_has_been_issued", Pair, 0, "order_date", order_date=date(2027, 2, 4), order_number="77"),
    one("pair_starts_after_papers", Pair, 0, start=date(2026, 9, 2)),
    one("pair_starts_after_papers", Pair, 0, "start", order_date=date(2026, 9, 9), order_number="77"),
    one("pair_starts_after_papers", Mentee, 0, where=(Pair, 0, "start"), joined=date(2026, 9, 9)),
    one("papers_precede_order", Pair, 0, "order_date", order_date=date(2026, 8, 1), order_number="77"),
    one("papers_precede_order", Mentee, 0, programme_seen=date(2026, 9, 20)),
    one("people_know_programmes", Mentee, 0, programme_seen=None),
    one("people_know_programmes", Mentor, 2, programme_seen=None),
    one("people_take_part_freely", Mentee, 0, level="ошибка", voluntary=False),
    one("people_take_part_freely", Mentor, 0, level="подсказка", voluntary=None),
    one("pair_order_as_in_register", Pair, 0, order_date=date(2026, 9, 3)),
    one("pair_order_as_in_register", OrderRow, 1, issued=date(2026, 9, 14)),
]

FORMS = [
    one("form_fits_people", Pair, 1, "mentoring_form", mentoring_form=UU, role_model=None),
    one("form_fits_people", Pair, 3, mentoring_form=TT),
    one("wanted_form_fits_mentee", Mentee, 1, wanted_form=TT),
    one("offered_forms_fit_mentor", Mentor, 1, forms=(TU, UU)),
    one("pair_form_is_offered", Mentor, 2, where=(Pair, 2, "mentoring_form"), forms=(TU,)),
    one("role_model_fits_form", Pair, 0, role_model="учитель – одарённый ученик"),
    one("role_model_fits_form", Programme, 0, role_model="учитель – одарённый ученик"),
    one("wanted_role_fits_form", Mentee, 0, wanted_role="учитель – одарённый ученик"),
    one("programme_fits_form", Pair, 0, programme=make_code("ПГ", 2)),
    Case("form_has_one_curator", added(school(), school()[Curator][0]), at(Curator, 4, "mentoring_form")),
    Case("used_form_has_curator", without(school(), Curator, 3), at(Pair, 3, "mentoring_form")),
]
PAPERS = [
    one("invited_mentor_has_contract", Mentor, 3, level="ошибка", contract_number=None),
    one("invited_mentor_has_contract", Mentor, 3, level="ошибка", contract_date=None),
    one("invited_mentor_has_clearance", Mentor, 3, level="предупреждение", clearance=None),
    one("invited_mentor_has_organisation", Mentor, 3, "organisation", organisation=None, partner=None),
    one("contract_signed_before_work", Mentor, 3, contract_date=date(2026, 10, 1)),
    one("teacher_has_agreement", Pair, 2, level="предупреждение", agreement_number=None),
    one("teacher_has_agreement", Pair, 2, level="предупреждение", agreement_date=None),
    Case("mentor_is_trained", without(school(), Training, 1), at(Pair, 1, "mentor")),
    Case(
        "mentor_is_trained",
        with_setting(changed(school(), Training, 1, hours=1), training_hours=2),
        at(Pair, 1, "mentor"),
    ),
    one("mentor_is_trained", Training, 1, where=(Pair, 1, "mentor"), attended=False),
]

CASES = [*TOGETHER, *STATES, *APPROVAL, *FORMS, *PAPERS]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_a_mistake_about_pairs_is_found_at_its_cell_and_nowhere_else(case: Case) -> None:
    assert only_finding(case).level in (case.level or ("ошибка", "предупреждение", "подсказка"))


def test_two_teachers_who_mentor_each_other_are_a_hint() -> None:
    both = replace(school()[Mentee][2], **_person(Mentor, 2))
    mutual = replace(PAIRS[2], **{**PROPOSED, "code": make_code("ПР", 7)}, mentor=NEW_TEACHER, mentee=MASTER_TEACHER)
    consent = replace(
        school()[Consent][0], code=make_code("С", 80), person=NEW_TEACHER, kind=WORKER, signed_by="сам", guardian=None
    )
    assert found(added(school(), both, mutual, consent)) == [("roles_are_not_mutual", *at(Pair, 6, "mentee"))]


def _person(record_type: type[Mentor], index: int) -> dict[str, object]:
    person = school()[record_type][index]
    return {name: getattr(person, name) for name in ("code", "full_name", "birth_date", "gender", "post", "experience")}


def test_equals_may_be_of_any_age() -> None:
    records = changed(school(), Mentor, 0, birth_date=date(2014, 2, 11))
    assert found(changed(records, Pair, 0, role_model="равный – равному")) == []


def test_a_mentor_born_a_year_later_but_of_the_same_age_is_not_younger() -> None:
    records = changed(school(), Mentor, 0, birth_date=date(2014, 1, 2))
    assert found(changed(records, Mentee, 0, birth_date=date(2013, 12, 30))) == []


def test_the_partners_contract_covers_its_mentor() -> None:
    records = changed(school(), Mentor, 3, contract_number=None, contract_date=None)
    covered = changed(records, Partner, 0, contract_number="8", contract_date=date(2026, 8, 1))
    assert found(covered) == []


def test_an_invited_mentor_without_an_approved_pair_gets_hints_only() -> None:
    records = changed(school(), Mentor, 3, contract_number=None, clearance=None)
    records = changed(records, Pair, 3, state="отклонена")
    assert {f.level for f in findings(records) if f.sheet_title == "Наставники"} == {"подсказка"}


def test_presence_at_the_showing_of_programmes_is_acquaintance_with_them() -> None:
    records = changed(school(), Mentee, 0, programme_seen=None)
    assert found(changed(records, Event, 0, programmes=(make_code("ПГ", 1),))) == []


def test_a_pair_that_follows_a_closed_one_is_no_second_pair() -> None:
    pair = replace(PAIRS[4], **{**PROPOSED, "code": make_code("ПР", 7), "end": None})
    assert found(added(school(), pair)) == []


@pytest.mark.parametrize(
    ("notified", "end", "late"),
    [
        (date(2026, 12, 7), date(2026, 12, 11), False),
        (date(2026, 12, 8), date(2026, 12, 11), True),
        (date(2026, 12, 10), date(2026, 12, 15), True),
        (date(2026, 10, 30), date(2026, 11, 5), True),
        (date(2026, 10, 30), date(2026, 11, 6), False),
    ],
)
def test_notice_is_counted_in_working_days_without_weekends_and_holidays(notified: date, end: date, late: bool) -> None:
    records = changed(school(), Pair, 2, **{**STOPPED, "notified": notified, "end": end})
    said = {f.rule for f in findings(records)}
    assert ("teacher_pair_stops_with_notice" in said) is late
