"""Meetings, plans and grades; each mistake found at its cell and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

import pytest
from rule_books import Case, added, at, changed, found, one, only_finding, school, with_setting, without
from rule_school import EXIT_QUESTION, FINISHED_PAIR, FIRST_MEETING, TT_PAIR, UU_PAIR

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.rules.grades import is_grade, is_numeric_grade
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, PlanSample

if TYPE_CHECKING:
    from nastavnik_sheets.hosts.protocol import Value

ORGANISATIONAL, TRIAL, PLANNING, REGULAR, FINAL = (
    "первая, организационная",
    "вторая, пробная рабочая",
    "встреча-планирование",
    "регулярная",
    "заключительная",
)
ALL = range(len(school()[Meeting]))


def day(number: int) -> date:
    return FIRST_MEETING + timedelta(days=number)


def meeting(index: int) -> Meeting:
    return cast("Meeting", school()[Meeting][index])


NO_MEETINGS = without(school(), Meeting, *[n for n in ALL if meeting(n).pair == TT_PAIR])
NO_TRIAL = without(school(), Meeting, 1)
NO_PLANNING = without(school(), Meeting, 2)
NO_FINAL = without(school(), Meeting, 29)
NO_PLAN = without(school(), PlanTask, 0)
NEXT_DAY = replace(meeting(29), code=make_code("В", 99), kind=REGULAR, held=day(70))

TIME = [
    one("meeting_has_happened", Meeting, 5, held=date(2027, 2, 1)),
    one("planned_meeting_is_settled", Meeting, 30, "state", held=date(2026, 12, 1)),
    one("meeting_within_pair", Meeting, 0, held=date(2026, 9, 1)),
    one("meeting_within_pair", Meeting, 29, held=date(2026, 11, 25)),
    one("planned_meeting_within_pair", Meeting, 30, held=date(2027, 6, 14)),
    one("meeting_within_pair", Pair, 4, start=date(2026, 11, 19)),
    one("meeting_within_pair", Pair, 4, end=date(2026, 10, 1)),
    one("next_meeting_is_later", Meeting, 0, next_date=date(2026, 9, 1)),
    Case("pair_meets_in_time", NO_MEETINGS, at(Pair, 2, "start")),
    one("no_long_pause", Meeting, 5, held=day(95)),
    one("trial_follows_soon", Meeting, 1, held=day(24)),
    one("meeting_is_confirmed", Meeting, 0, mentor_mark=None, mentee_mark=None),
    one("meeting_is_not_denied", Meeting, 0, mentee_mark=False),
    one("pair_counts_meetings", Pair, 0, meetings_planned=None),
]

ORDER = [
    one("meeting_of_kind_once", Meeting, 3, kind=ORGANISATIONAL, level="ошибка"),
    one("meeting_of_kind_once", Meeting, 28, kind=FINAL, level="ошибка"),
    one("meeting_stands_once", Meeting, 28, "held", held=date(2026, 10, 23)),
    one("organisational_meeting_first", Meeting, 0, kind=TRIAL, level="ошибка"),
    one("organisational_meeting_first", Meeting, 0, kind=REGULAR, level="ошибка"),
    one("organisational_meeting_first", Meeting, 0, held=day(30), level="ошибка"),
    one("organisational_meeting_first", Meeting, 4, held=day(-1), level="ошибка"),
    one("trial_before_planning", Meeting, 1, held=day(30), level="подсказка"),
    Case("trial_before_planning", NO_TRIAL, at(Meeting, 1, "kind"), level="подсказка"),
    one("planning_before_regular", Meeting, 2, held=day(62), level="ошибка"),
    one("planning_before_regular", Meeting, 3, held=day(15), level="ошибка"),
    Case("planning_before_regular", NO_PLANNING, at(Meeting, 2, "kind"), level="ошибка"),
    Case("final_meeting_last", added(school(), NEXT_DAY), at(Meeting, 31, "held"), level="ошибка"),
    one("final_meeting_last", Meeting, 29, held=day(30), level="ошибка"),
    Case("meeting_with_closed_pair", NO_FINAL, at(Meeting, 28, "kind"), level="подсказка"),
]

PLANS = [
    Case("plan_follows_planning", NO_PLAN, at(Pair, 0, "code")),
    one("task_within_pair", PlanTask, 0, due=date(2027, 6, 20)),
    one("sample_words_are_known", PlanSample, 0, task="Цель: {имя}"),
    one("sample_words_are_known", PlanSample, 0, "question", task="Обсудить: {ответ}"),
    one("sample_question_can_be_used", PlanSample, 1, question=EXIT_QUESTION),
    one("sample_question_can_be_used", PlanSample, 1, question=None),
    one("meetings_as_agreed", Pair, 4, meetings_planned=40),
    one("task_within_pair", PlanTask, 0, due=date(2026, 9, 1)),
    one("task_follows_planning", PlanTask, 0, "due", due=day(5), actual="тема понята"),
    one("task_done_in_time", PlanTask, 0, done=date(2026, 9, 1)),
    one("task_is_not_late", PlanTask, 0, due=date(2026, 12, 1)),
    Case(
        "task_number_stands_once",
        added(school(), replace(school()[PlanTask][0], code=make_code("ИП", 9))),
        at(PlanTask, 5, "number"),
    ),
    one("meeting_works_on_own_plan", Meeting, 3, task=make_code("ИП", 2)),
]

GRADES = [
    one("no_grades_for_work", PlanTask, 0, review="5"),
    one("no_grades_for_work", PlanTask, 4, actual="отлично"),
    one("no_grades_for_work", Pair, 4, result="на четвёрку"),
    one("no_grades_for_work", Mentee, 4, result="Оценка: 5 (отл.)"),
    one("no_grades_for_work", Mentor, 0, result="4+"),
    one("no_grades_for_work", Meeting, 0, done="хор."),
    one("no_grades_in_answers", Answer, 6, answer="5"),
]

CASES = [*TIME, *ORDER, *PLANS, *GRADES]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_a_mistake_about_meetings_is_found_at_its_cell_and_nowhere_else(case: Case) -> None:
    assert only_finding(case).level in (case.level or ("ошибка", "предупреждение", "подсказка"))


GRADED = ("5", "4-", "3 +", "отлично", "Отл.", "хор", "неуд.", "удовл.", "зачёт", "пятёрка", "на тройку", "оценка 4",
          "отметка: 5", "5 (отлично)", "5 баллов", "Хорошо!", "«5»", "пять", "на четыре")  # fmt: skip
TOLD = ("6", "10", "55", "хорошо работал", "отличная работа", "5 задач решено", "уделил время", "5-й класс",
        "2 доклада", "зачётная неделя", "", "разобрали 5", "пять задач", "три встречи")  # fmt: skip


@pytest.mark.parametrize("record_type", [PlanTask, Meeting])
def test_an_unknown_pair_invents_no_finding_about_the_task_of_a_meeting(record_type: type[PlanTask | Meeting]) -> None:
    task = school()[PlanTask][0]
    index = next(n for n in ALL if meeting(n).pair == cast("PlanTask", task).pair and meeting(n).kind == REGULAR)
    linked = changed(school(), Meeting, index, task=cast("PlanTask", task).code)
    strayed = changed(linked, record_type, 0 if record_type is PlanTask else index, pair=make_code("ПР", 98))
    assert "meeting_works_on_own_plan" not in {rule for rule, *_ in found(strayed)}


@pytest.mark.parametrize("text", GRADED)
def test_a_school_grade_is_a_grade(text: str) -> None:
    assert is_grade(text)


@pytest.mark.parametrize("text", TOLD)
def test_words_about_the_work_are_not_a_grade(text: str) -> None:
    assert not is_grade(text)


def test_a_good_opinion_in_a_questionnaire_is_not_a_grade_but_a_number_is() -> None:
    assert not is_numeric_grade("хорошо")
    assert is_numeric_grade("на пятёрку")
    assert is_numeric_grade("оценка отлично")


def test_marks_on_the_ten_point_scale_are_answers_not_grades() -> None:
    assert found(changed(school(), Answer, 0, answer="5")) == []


def test_a_pause_that_lasts_is_told_of_pairs_with_nothing_planned() -> None:
    last_of_pair = [at(Meeting, index, "held") for index in (11, 17, 23)]
    assert found(school(), today=day(88 + 31)) == [("no_long_pause", *place) for place in last_of_pair]


def test_a_pause_is_counted_by_the_setting() -> None:
    rules = {rule for rule, *_ in found(with_setting(school(), gap_days=10, trial_days=365))}
    assert rules == {"no_long_pause"}


def test_meetings_of_a_pair_with_an_unreadable_one_are_not_put_in_order() -> None:
    records = changed(school(), Meeting, 2, held=day(62))
    cells: dict[tuple[type[Meeting], int, str], Value] = {(Meeting, 1, "kind"): "чаепитие"}
    assert [rule for rule, *_ in found(records, cells)] == ["cell.choice"]


def test_a_meeting_whose_pair_is_mistyped_is_not_missed_elsewhere() -> None:
    wrong = f"{UU_PAIR[:-1]}{(int(UU_PAIR[-1]) + 1) % 10}"
    for index in range(3):
        assert [rule for rule, *_ in found(school(), {(Meeting, index, "pair"): wrong})] == ["cell.code-digit"]


def test_the_last_pair_of_the_cases_is_the_finished_one() -> None:
    assert meeting(29).pair == FINISHED_PAIR
