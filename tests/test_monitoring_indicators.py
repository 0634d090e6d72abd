"""The six indicators of a planted school, where they came from, and every answer that must not count."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from monitoring_school import (
    MENTEES,
    PAIRS,
    QUESTIONS,
    SCHOOL,
    SETTINGS,
    TODAY,
    person,
    question_code,
    school,
)

from nastavnik_sheets.check import check
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.monitoring import Indicator, explain, indicators
from nastavnik_sheets.monitoring.answers import ENDED, LATE, OFF_SCALE, REPEATED, UNKNOWN_PERSON, WRONG_ROLE
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.indicators import tenths
from nastavnik_sheets.monitoring.listing import NAMES
from nastavnik_sheets.workbook import Meeting, Mentee, Pair
from nastavnik_sheets.year_sheets import Answer, Question

KNOWN = {"П1": (4, 40), "П2": (2, 20), "П3": (2, 4), "П4": (1, 8), "П5": (4, 6), "П6": (2, 3)}


def by_id(book, today=TODAY) -> dict[str, Indicator]:
    return {one.id: one for one in indicators(book, today)}


def codes(indicator: Indicator) -> list[str]:
    return [row.code for row in indicator.counted]


def test_every_indicator_of_the_planted_school_is_as_planted():
    found = by_id(school())
    assert {name: (one.numerator, one.denominator) for name, one in found.items()} == KNOWN
    assert found["П1"].percent == pytest.approx(10)
    assert found["П3"].shown == "50\u00a0%"
    assert found["П4"].shown == "12,5\u00a0%"


def test_a_mentee_of_two_pairs_counts_once():
    assert codes(by_id(school())["П1"]) == [person(1), person(2), person(3), person(4)]


def test_one_person_under_two_codes_counts_once():
    twin = replace(MENTEES[0], code=person(40))
    pair = replace(PAIRS[0], code=make_code("ПР", 40), mentee=person(40))
    found = by_id(school(twin, pair))["П1"]
    assert found.numerator == 4
    assert f"тот же человек, что {person(1)}" in {left.reason for left in found.excluded}


def test_age_is_counted_on_the_report_date():
    """Дадаев becomes ten on 15 June 2027."""
    assert by_id(school(report_date=date(2027, 6, 14)))["П1"].numerator == 4
    assert by_id(school(report_date=date(2027, 6, 15)))["П1"].numerator == 5


def test_a_pair_that_has_not_begun_does_not_count_even_if_the_report_date_lies_ahead():
    """The twelfth pair begins on 10 June 2027."""
    assert by_id(school(report_date=date(2027, 6, 15)), TODAY)["П1"].period.end == TODAY
    assert by_id(school(report_date=date(2027, 6, 15)), date(2027, 6, 15))["П1"].numerator == 6


def test_without_a_report_date_today_is_the_report_date():
    assert by_id(school(report_date=None), date(2027, 6, 15))["П1"].numerator == 6


def test_who_is_left_out_is_named_with_the_reason():
    found = by_id(school())
    assert {(left.record.code, left.reason) for left in found["П1"].excluded} == {
        (person(5), "на отчётную дату не 10–19 лет"),
        (person(9), "пара прекращена"),
        (person(10), "пара начинается после отчётной даты"),
    }
    assert [(left.record.code, left.reason) for left in found["П3"].excluded] == [(person(8), "стаж больше 3 лет")]


@pytest.mark.parametrize(
    ("name", "setting"), [("П1", "pupils_10_19"), ("П2", "pupils_15_19"), ("П3", "young_teachers")]
)
@pytest.mark.parametrize("empty", [None, 0])
def test_an_empty_denominator_is_no_data_and_not_nought(name, setting, empty):
    found = by_id(school(**{setting: empty}))[name]
    assert (found.percent, found.shown) == (None, "н/д")
    assert "на листе «Настройки»" in found.notes[0]


def test_a_nought_has_no_sign():
    assert [tenths(value) for value in (-0.04, -0.05, 0.04, 6.25)] == ["0", "−0,1", "0", "6,3"]


def test_without_enterprises_the_fourth_indicator_does_not_apply():
    assert by_id(school(enterprises=None))["П4"].shown == "н/п"
    assert by_id(school(enterprises=0))["П4"].shown == "н/д"


def test_a_contingent_smaller_than_the_participants_is_said():
    found = by_id(school(pupils_10_19=3))["П1"]
    assert "участников больше" in found.notes[0]


def test_the_target_is_of_the_report_year_else_of_the_first_year_else_unknown():
    found = by_id(school())
    assert {name: (one.target, one.target_year) for name, one in found.items()} == {
        "П1": (9, 2027), "П2": (10, 2027), "П3": (60, 2026), "П4": (None, None), "П5": (70, 2027), "П6": (None, None),
    }  # fmt: skip


def test_the_threshold_of_satisfaction_is_a_setting():
    assert by_id(school(satisfied_from=6))["П5"].numerator == 5
    assert by_id(school(satisfied_from=10))["П5"].numerator == 1


def test_answers_about_several_pairs_are_averaged_for_the_person():
    assert by_id(school(satisfied_from=6))["П6"].numerator == 3  # 8 and 4 make 6


def test_the_coverage_of_the_survey_stands_beside():
    found = by_id(school())
    assert found["П5"].coverage == (6, 8)
    assert found["П6"].coverage == (3, 6)


REASONS = {
    "ответ не по шкале", "участника нет в базе", "анкета другой роли", "пара прекращена до опроса",
    "анкета другой формы", "замер не тот", "ответ о чужой паре", "повторный ответ, учтён последний",
}  # fmt: skip


def test_no_answer_that_must_not_count_is_counted_silently():
    assert Counter(left.reason for left in by_id(school())["П5"].excluded) == dict.fromkeys(REASONS, 1)
    assert [left.reason for left in by_id(school())["П6"].excluded] == ["пара ещё не утверждена"]


def test_the_check_names_every_answer_that_is_not_counted():
    book = school()
    refused = {left.record.row: left.reason for left in by_id(book)["П5"].excluded}
    named = {int(f.cell[1:]) for f in check(book, today=TODAY) if f.sheet_title == "Ответы" and f.level != "подсказка"}
    repeated = {row for row, reason in refused.items() if reason == REPEATED}
    assert set(refused) - repeated <= named
    assert len(repeated - named) <= 1  # of two answers to one question one of the rows is named


def test_the_check_names_an_exit_without_an_entry():
    said = [(f.cell, f.rule) for f in check(school(), today=TODAY) if f.rule == "exit_has_entry"]
    rows = {record.row for record in school()[Answer] if record.person == person(8)}
    assert rows & {int(cell[1:]) for cell, _ in said}


@pytest.mark.parametrize(("days", "named"), [(60, False), (61, True)])
def test_the_check_names_an_exit_answer_long_after_the_pair_as_monitoring_leaves_it_out(days, named):
    ended = date(2027, 5, 20) - timedelta(days=days)
    book = book_of([replace(r, end=ended) if r is PAIRS[2] else r for r in SCHOOL], SETTINGS)
    rules = [f for f in check(book, today=TODAY) if f.rule == "answer_while_pair_works"]
    late = {left.record.row for left in by_id(book)["П5"].excluded if left.reason == LATE}
    assert bool(late) is named
    assert late <= {int(f.cell[1:]) for f in rules}


def test_of_two_answers_the_latest_counts_whatever_the_order_of_rows():
    answers = [record for record in SCHOOL if isinstance(record, Answer)]
    rest = [record for record in SCHOOL if not isinstance(record, Answer)]
    found = by_id(book_of([*rest, *reversed(answers)], SETTINGS))
    assert {name: (one.numerator, one.denominator) for name, one in found.items()} == KNOWN


def test_the_latest_answer_off_the_scale_leaves_the_one_before_in_force():
    late = Answer(code=make_code("ОТ", 90), person=person(4), question=QUESTIONS[1].code, moment="выход",
                  answered=TODAY, answer="отлично")  # fmt: skip
    found = by_id(school(late))["П5"]
    assert (found.numerator, found.denominator) == (4, 6)
    assert Counter(left.reason for left in found.excluded)["ответ не по шкале"] == 2


def test_an_answer_that_lies_ahead_does_not_count():
    ahead = Answer(code=make_code("ОТ", 90), person=person(7), question=QUESTIONS[1].code, moment="выход",
                   answered=TODAY + timedelta(days=1), answer="9")  # fmt: skip
    found = by_id(school(ahead))["П5"]
    assert found.denominator == 6
    assert "дата ответа ещё не наступила" in {left.reason for left in found.excluded}


def test_a_pair_completed_long_before_the_survey_is_not_asked_about():
    long_ago = [replace(r, end=date(2027, 1, 15)) if r in PAIRS and r.code == PAIRS[2].code else r for r in SCHOOL]
    found = by_id(book_of(long_ago, SETTINGS))["П5"]
    assert found.denominator == 5
    assert (person(2), "пара завершилась до опроса") in {(left.record.person, left.reason) for left in found.excluded}


def test_an_exit_without_an_entry_counts_for_satisfaction_and_is_said():
    assert "без входной анкеты: 1" in by_id(school())["П5"].notes


def test_yes_counts_as_content_and_no_as_not():
    yes = Question(code=make_code("ВП", 50), questionnaire="коротко", moment="выход", role="наставляемый", number=1,
                   text="Довольны?", scale="да/нет", purpose="удовлетворённость")  # fmt: skip
    said = [Answer(code=make_code("ОТ", 80 + n), person=person(n), question=yes.code, moment="выход", answered=TODAY,
                   answer=text) for n, text in ((1, "Да"), (2, "нет"), (7, "да"))]  # fmt: skip
    rest = [record for record in SCHOOL if not isinstance(record, Answer)]
    found = by_id(book_of([*rest, yes, *said], SETTINGS))["П5"]
    assert (found.numerator, found.denominator) == (2, 3)


def test_the_interim_survey_stands_apart_and_never_instead():
    asked = Question(code=make_code("ВП", 50), questionnaire="посередине", moment="промежуточный", role="наставляемый",
                     number=1, text="Довольны?", scale="1–10", purpose="удовлетворённость")  # fmt: skip
    said = Answer(code=make_code("ОТ", 80), person=person(1), question=asked.code, moment="промежуточный",
                  answered=date(2026, 12, 20), answer="9")  # fmt: skip
    figures = Figures(school(asked, said), TODAY)
    assert [(one.id, one.numerator, one.denominator) for one in figures.interim] == [("П5", 1, 1)]
    assert figures.indicators[4].denominator == 6
    assert Figures(school(), TODAY).interim == []


def test_a_book_without_anything_has_no_data():
    found = by_id(book_of([], {}))
    assert {one.shown for one in found.values()} == {"н/д", "н/п"}
    assert {one.numerator for one in found.values()} == {0}


def test_a_person_of_unknown_kind_is_left_out_with_a_word():
    found = by_id(school(replace(MENTEES[0], code=person(41), full_name="Иной Иван", kind=None),
                         replace(PAIRS[0], code=make_code("ПР", 41), mentee=person(41))))["П1"]  # fmt: skip
    assert found.numerator == 4
    assert (person(41), "неизвестно, кто это") in {(left.record.code, left.reason) for left in found.excluded}


def test_explain_names_the_rows_of_a_figure():
    text, facts = explain(school(), "п3", TODAY)
    assert "Числитель: 2. Знаменатель: 4" in text
    assert f"«Наставляемые», строка 7, {person(6)}" in text
    assert [row["code"] for row in facts["counted"]] == [person(6), person(7)]
    assert facts["excluded"] == [
        {"sheet": "Наставляемые", "row": 9, "code": person(8), "reason": "стаж больше 3 лет"}
    ]  # fmt: skip


def test_explain_names_nobody():
    texts = [explain(school(), f"П{number}", TODAY)[0] for number in range(1, 7)]
    assert not [p.full_name for p in MENTEES if any(p.full_name.split()[0] in text for text in texts)]


@pytest.mark.parametrize("name", NAMES[:-1])
def test_every_table_can_be_listed_by_rows_and_names_nobody(name):
    text, facts = explain(school(), name.lower(), TODAY)
    assert "Период: 01.09.2026 – 31.05.2027." in text
    assert not [p.full_name for p in MENTEES if p.full_name.split()[0] in text]
    listed = {(row["sheet"], row["row"]) for rows in facts["rows"].values() for row in rows}
    assert all(f"«{sheet}», строка {row}" in text for sheet, row in listed)


def test_pairs_and_meetings_and_answers_are_listed_to_the_last_row():
    book = school()
    for name, kind in (("Пары", Pair), ("Встречи", Meeting), ("Ответы", Answer)):
        rows = explain(book, name, TODAY)[1]["rows"]
        listed = sorted(row["row"] for some in rows.values() for row in some)
        assert listed == sorted(record.row for record in book[kind])
        assert all(row["reason"] for row in rows["Не учтены"])


def test_who_answered_and_who_is_silent_make_all_who_take_part():
    rows = explain(school(), "выход", TODAY)[1]["rows"]
    sizes = {title: len(some) for title, some in rows.items()}
    assert sizes["Ответили, наставляемый"] + sizes["Молчат, наставляемый"] == 8
    assert sizes["Ответили, наставник"] + sizes["Молчат, наставник"] == 6


def test_a_question_is_listed_by_its_code_with_what_was_left_out_and_why():
    text, facts = explain(school(), question_code(2), TODAY)
    assert "Учтено человек: 6." in text
    assert len(facts["rows"]["Учтены"]) == 6
    assert len(facts["rows"]["Из них сравнены на входе и выходе"]) == 5
    assert {row["reason"] for row in facts["rows"]["Не учтены"]} >= {OFF_SCALE, UNKNOWN_PERSON, WRONG_ROLE, ENDED}
    assert f"Вопросы: {question_code(2)}, {question_code(7)}." in explain(school(), "П5", TODAY)[0]


def test_explain_of_an_unknown_indicator_says_which_there_are():
    with pytest.raises(UsageError, match="П1, П2"):
        explain(school(), "П9", TODAY)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["утверждена", "завершена", "прекращена", "предложена"]))))
def test_the_first_indicator_counts_each_pupil_with_a_counted_pair_once(pairs):
    people = [Mentee(code=person(n + 1), full_name="Выдуманный " + "абвгде"[n], birth_date=date(2012, 1, 1 + n),
                     kind="обучающийся") for n in range(6)]  # fmt: skip
    mentor = next(record for record in SCHOOL if getattr(record, "code", "") == person(24))
    rows = [Pair(code=make_code("ПР", n), mentor=person(24), mentee=person(who + 1), state=state,
                 start=date(2026, 10, 1)) for n, (who, state) in enumerate(pairs, start=1)]  # fmt: skip
    found = by_id(book_of([*people, mentor, *rows], SETTINGS))["П1"]
    assert found.numerator == len({who for who, state in pairs if state in ("утверждена", "завершена")})
    assert found.numerator + len(found.excluded) == 6
