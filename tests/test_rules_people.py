"""People: one code, one row, a believable age, dates that fit; each mistake found at its cell and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, cast

import pytest
from rule_books import Case, added, at, changed, findings, found, one, only_finding, school, with_setting
from rule_school import EMPLOYER_MENTOR, TT_PAIR, UU_PAIR, YOUNG_PUPIL

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.facts.ages import age_on
from nastavnik_sheets.lists import RU
from nastavnik_sheets.rules.evidence import one_slip_apart
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.workbook import Category, Consent, Mentee, Mentor, Pair

if TYPE_CHECKING:
    from rule_books import Records

NEW = make_code("У", 7)
FIRST = cast("Mentee", school()[Mentee][0])


def with_pupil(**values: object) -> Records:
    """Return the school with one more pupil, like the first one, and a consent of his."""
    pupil = replace(FIRST, **{"code": NEW, **values})  # type: ignore[arg-type]
    consent = replace(cast("Consent", school()[Consent][0]), code=make_code("С", 99), person=NEW)
    return added(school(), pupil, consent)


def pupil_case(rule: str, name: str, **values: object) -> Case:
    return Case(rule, with_pupil(**values), at(Mentee, 6, name))


CODES = [
    one("code_is_unique", Pair, 5, code=UU_PAIR),
    one("code_leads_somewhere", Pair, 0, mentor=make_code("У", 777)),
    one("code_leads_somewhere", Pair, 1, mentor=make_code("У", 4)),
    one("code_leads_somewhere", Category, 0, person=EMPLOYER_MENTOR),
    one("category_row_says_something", Category, 0, category=None),
    one("one_code_one_person", Mentor, 4, full_name="Вишнякова Мария Юрьевна"),
    one("one_code_one_person", Mentor, 4, birth_date=date(2002, 2, 15)),
    one("one_code_one_person", Mentor, 4, "code", full_name="Посторонний Олег Ильич", birth_date=date(1990, 2, 15)),
    one("one_status_in_both_bases", Mentor, 4, kind="выпускник"),
    pupil_case("person_stands_once", "full_name"),
    pupil_case("person_stands_once", "full_name", full_name="Пётр Ильич Абрикосов"),
    pupil_case("person_stands_once", "full_name", full_name="Абрикосов Петр Ильич"),
    pupil_case("names_are_not_alike", "full_name", full_name="Абрикосов Пётр Ильичь"),
    pupil_case("names_are_not_alike", "full_name", full_name="Абрикосов Пётр Ильи"),
    pupil_case("names_are_not_alike", "full_name", full_name="Арбикосов Пётр Ильич"),
]

NAMES = [
    one("row_is_a_person", Mentee, 4, full_name="Итого"),
    one("name_is_whole", Mentee, 4, full_name="Абрикосов"),
    one("name_is_whole", Mentee, 4, full_name="Ivanov Ivan"),
    one("name_is_whole", Mentee, 4, full_name="Иvанов Пётр Ильич"),
    one("name_is_whole", Mentor, 3, full_name="Гранатов И. О."),
    one("name_is_whole", Mentee, 4, full_name="гранатов олег ильич"),
    one("name_is_whole", Mentee, 4, full_name="ГРАНАТОВ ОЛЕГ ИЛЬИЧ"),
]

AGES = [
    one("born_already", Mentee, 4, birth_date=date(2027, 3, 1)),
    one("born_already", Mentor, 0, birth_date=date(2027, 3, 1)),
    one("pupil_of_programme_age", Mentee, 4, birth_date=date(2018, 3, 1)),
    one("pupil_of_programme_age", Mentor, 0, birth_date=date(2004, 3, 1)),
    one("adult_of_believable_age", Mentor, 1, birth_date=date(2015, 3, 1)),
    one("adult_of_believable_age", Mentor, 3, birth_date=date(1905, 3, 1)),
    one("experience_fits_age", Mentor, 1, experience=40),
    one("comes_of_age", Mentor, 0, birth_date=date(2009, 2, 11)),
    one("comes_of_age", Mentee, 5, birth_date=date(2009, 5, 31)),
]

DATES = [
    one("joined_already", Mentee, 5, joined=date(2027, 1, 20)),
    one("joined_before_left", Mentee, 4, left=date(2026, 8, 1)),
    one("joined_after_birth", Mentee, 4, joined=date(2013, 9, 1)),
    one("left_without_pair", Mentee, 0, left=date(2026, 12, 1)),
    one("left_without_pair", Mentor, 2, left=date(2026, 12, 1)),
    one("fact_has_happened", Mentee, 0, programme_seen=date(2027, 8, 28)),
    one("fact_has_happened", Mentor, 3, clearance=date(2027, 8, 28)),
    one("paper_is_not_ahead", Mentor, 3, contract_date=date(2027, 1, 28)),
    one("class_or_post_is_known", Mentee, 0, school_class=None),
    one("class_or_post_is_known", Mentor, 2, post=None),
    one("category_fits_person", Category, 1, category="с ограниченными возможностями здоровья"),
    Case(
        "category_stands_once",
        added(school(), cast("Category", school()[Category][0])),
        at(Category, 2, "category"),
    ),
]

CASES = [*CODES, *NAMES, *AGES, *DATES]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_a_mistake_about_people_is_found_at_its_cell_and_nowhere_else(case: Case) -> None:
    assert only_finding(case).rule == case.rule


def test_the_valid_school_has_no_findings() -> None:
    assert found(school()) == []


def test_an_erased_code_is_told_from_those_who_name_it() -> None:
    cells = {(Pair, 2, "code"): None}
    assert found(school(), cells) == [
        ("cell.no-code", *at(Pair, 2, "code")),
        ("code_is_not_lost", *at(Pair, 2, "code")),
    ]
    assert TT_PAIR in findings(school(), cells)[1].message


def test_twins_with_other_names_are_not_one_person() -> None:
    assert found(with_pupil(full_name="Абрикосова Анна Ильинична", gender="ж")) == []


def test_namesakes_born_on_other_days_are_not_one_person() -> None:
    assert found(with_pupil(birth_date=date(2013, 3, 11))) == []


def test_one_person_may_stand_in_both_bases_under_one_code() -> None:
    pupil = cast("Mentee", school()[Mentee][4])
    mentor = replace(
        cast("Mentor", school()[Mentor][0]),
        code=pupil.code,
        full_name=pupil.full_name,
        birth_date=pupil.birth_date,
        guardian=pupil.guardian,
    )
    assert found(added(school(), mentor)) == []


def test_a_person_of_both_bases_with_two_codes_is_found() -> None:
    teacher = {"full_name": "Зайцева Римма Федоровна", "birth_date": date(1980, 7, 7), "kind": "педагог"}
    records = with_pupil(**teacher, guardian=None, wanted_form=None, wanted_role=None)
    rules = [rule for rule, *_ in found(records)]
    assert "person_stands_once" in rules


def test_the_age_of_pupils_is_a_setting() -> None:
    assert found(with_setting(school(), age_min=14)) == [
        ("pupil_of_programme_age", *at(Mentee, 0, "birth_date")),
    ]


def test_who_grew_up_after_the_programme_is_no_mistake() -> None:
    quiet = {"pupil_of_programme_age", "adult_of_believable_age"}
    assert not quiet & {rule for rule, *_ in found(school(), today=date(2031, 1, 1))}


def test_a_great_many_people_born_on_one_day_are_compared_quickly_and_still_found() -> None:
    day = date(2013, 1, 1)
    letters = "абвгдежзиклмнопрстуф"
    crowd = [
        replace(FIRST, code=make_code("У", 1000 + n), birth_date=day, full_name=f"Ф{a}{b}{c}ов Иван")
        for n, (a, b, c) in enumerate((a, b, c) for a in letters for b in letters for c in letters[:5])
    ]
    double = replace(crowd[7], code=make_code("У", 9000))
    rules = found(added(school(), *crowd, double))
    assert ("person_stands_once", sheet_of(Mentee).title, f"B{2 + 6 + len(crowd)}") in rules


def test_full_years_are_counted_to_the_day() -> None:
    assert age_on(date(2008, 12, 15), date(2026, 12, 15)) == 18
    assert age_on(date(2008, 12, 16), date(2026, 12, 15)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    assert age_on(date(2008, 2, 29), date(2026, 3, 1)) == 18


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("иванов", "ивонов", True),
        ("иванов", "иваннов", True),
        ("иваннов", "иванов", True),
        ("иванов", "ивнаов", True),
        ("иванов", "иванов", False),
        ("иванов", "петров", False),
        ("иванов", "и", False),
        ("", "а", True),
        ("ва", "ав", True),
    ],
)
def test_one_slip_is_a_letter_more_less_changed_or_swapped(one: str, other: str, near: bool) -> None:
    assert one_slip_apart(one, other) is near


def test_an_unknown_value_says_nothing_else() -> None:
    records = changed(school(), Pair, 3, mentoring_form=RU)
    cells = {(Mentee, 3, "birth_date"): "не помню", (Mentee, 3, "kind"): "кто-то"}
    assert [rule for rule, *_ in found(records, cells)] == ["cell.date", "cell.choice"]


def test_the_first_pupil_is_who_the_cases_think() -> None:
    assert FIRST.code == YOUNG_PUPIL
