"""Settings, lists, roadmap, surveys, orders and the rest; each mistake found at its cell and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
from rule_books import (
    Case,
    added,
    at,
    at_setting,
    changed,
    findings,
    found,
    one,
    only_finding,
    school,
    set_to,
    setting_index,
    with_setting,
    without,
)
from rule_school import (
    ENTRY_QUESTION,
    EXIT_QUESTION,
    FINISHED_PAIR,
    FINISHED_PUPIL,
    MENTOR_QUESTION,
    OLDER_PUPIL,
    OPEN_QUESTION,
    PUPIL_MENTOR,
    TEACHER_MENTOR,
    TODAY,
    TT_PAIR,
    WAITING_PUPIL,
    YESNO_QUESTION,
    YOUNG_PUPIL,
)

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import TT, initial_lists
from nastavnik_sheets.rules.outliers import out_of_sequence, outvoted
from nastavnik_sheets.service_sheets import Binding, ListEntry, SettingRow, Synonym, WordCases
from nastavnik_sheets.workbook import Preference
from nastavnik_sheets.year_sheets import (
    Answer,
    Award,
    Criterion,
    Event,
    IndicatorRow,
    OrderRow,
    Partner,
    Programme,
    Question,
    Request,
    RoadmapAction,
    Training,
)

if TYPE_CHECKING:
    from nastavnik_sheets.schema import Record


def copied(rule: str, record_type: type[Record], index: int, name: str, **values: object) -> Case:
    """Return the school with a row put again below the others, changed by `values`."""
    records = school()
    row = replace(records[record_type][index], **values)
    return Case(rule, added(records, row), at(record_type, len(records[record_type]), name))


INTERIM_QUESTION = Question(
    code=make_code("ВП", 90), questionnaire="Обратная связь", role="наставляемый", moment="промежуточный", number=1,
    text="Комфортно ли Вам?", scale="1–10",
)  # fmt: skip
LATE_ANSWER = Answer(
    code=make_code("ОТ", 90), person=FINISHED_PUPIL, question=INTERIM_QUESTION.code, moment="промежуточный",
    answer="8", pair=FINISHED_PAIR, answered=date(2026, 12, 1),
)  # fmt: skip


def list_index(value: str) -> int:
    return next(n for n, entry in enumerate(initial_lists()) if entry.value == value)


SETTINGS = [
    copied("setting_stands_once", SettingRow, setting_index("age_min"), "title"),
    set_to("programme_period_in_order", "programme_end", programme_end=date(2028, 5, 31)),
    set_to("monitoring_within_programme", "interim_date", interim_date=date(2028, 12, 25)),
    set_to("monitoring_within_programme", "report_date", report_date=date(2025, 12, 25)),
    set_to("monitoring_within_programme", "final_date", final_date=date(2026, 12, 20)),
    set_to("contingents_are_known", "pupils_10_19", pupils_10_19=None),
    set_to("contingents_are_consistent", "pupils_15_19", pupils_15_19=900),
    set_to("some_weight_counts", "weight_topics", weight_topics=0, weight_text=0, weight_form=0, weight_role=0,
           weight_time=0, weight_age=0, weight_choice=0),
    set_to("signers_are_known", "director", director=None),
]  # fmt: skip

LISTS = [
    copied("list_is_known", ListEntry, 0, "list_name", list_name="Любимые цвета", value="синий"),
    copied("list_value_stands_once", ListEntry, -1, "value"),
    copied("list_stands_together", ListEntry, 0, "list_name", value="Новая форма"),
    one("list_row_has_meaning", ListEntry, list_index("студент"), meaning=None),
    one("list_row_has_meaning", ListEntry, list_index("лидер – пассивный"), mentoring_form=None),
    one("list_meaning_fits", ListEntry, list_index("студент"), meaning="регулярная"),
    one("role_model_names_a_form", ListEntry, list_index("лидер – пассивный"), mentoring_form="Ученик-наставник"),
    copied("word_is_explained_once", WordCases, 0, "text"),
    copied("word_is_explained_once", Synonym, 0, "word"),
    copied("question_is_bound_once", Binding, 0, "source"),
]

ROADMAP = [
    one("action_dates_in_order", RoadmapAction, 0, "end", end=date(2026, 5, 1), done=None, state="отложено"),
    one("stages_in_order", RoadmapAction, 2, start=date(2026, 4, 1), end=date(2026, 4, 30)),
    one("stages_in_order", RoadmapAction, 1, start=date(2026, 11, 1), end=date(2026, 11, 30)),
    one("stages_in_order", RoadmapAction, 5, start=date(2026, 3, 1), end=date(2026, 3, 31)),
    one("stages_in_order", RoadmapAction, 6, start=date(2026, 4, 1), end=date(2026, 4, 30)),
    one("action_is_not_late", RoadmapAction, 7, level="предупреждение", end=date(2026, 12, 1)),
    one(
        "mark_is_seen_in_book",
        RoadmapAction,
        8,
        "state",
        meaning="мониторинг качества",
        state="выполнено",
        done=date(2026, 12, 1),
    ),
    one("done_action_has_date", RoadmapAction, 0, done=None),
    one("done_action_has_date", RoadmapAction, 7, "state", done=date(2026, 12, 1)),
    one("action_has_responsible", RoadmapAction, 7, level="предупреждение", responsible=None),
    one("date_near_programme", RoadmapAction, 8, "end", end=date(2029, 5, 28)),
    one("date_near_programme", RoadmapAction, 0, "start", start=date(2016, 5, 4)),
    one("date_near_programme", Event, 1, held=date(2037, 5, 27)),
    one("fact_has_happened", RoadmapAction, 0, done=date(2027, 2, 1)),
    one("paper_is_not_ahead", OrderRow, 2, issued=date(2026, 12, 20)),
]

SURVEY = [
    one("answer_on_scale", Answer, 0, answer="11"),
    one("answer_on_scale", Answer, 0, answer="8 баллов"),
    one("answer_on_scale", Answer, 1, answer="наверное"),
    one("answer_on_scale", Question, 2, where=(Answer, 6, "answer"), scale="один из списка", options="тишина; шум"),
    one("question_can_be_asked", Question, 5, "options", scale="один из списка"),
    one("question_can_be_asked", Question, 5, "options", scale="несколько из списка", options="да, конечно; нет"),
    copied("answer_stands_once", Answer, 0, "question", code=make_code("ОТ", 90)),
    one("answer_by_right_role", Answer, 3, person=TEACHER_MENTOR),
    one("answer_at_right_moment", Answer, 1, moment="промежуточный"),
    one("answer_at_right_moment", Question, 0, where=(Question, 0, "moment"), moment="предварительный"),
    one("answer_about_own_pair", Answer, 1, pair=TT_PAIR),
    one("answer_to_own_questionnaire", Question, 3, where=(Answer, 2, "question"), mentoring_form=TT),
    Case("answer_while_pair_works", added(school(), INTERIM_QUESTION, LATE_ANSWER), at(Answer, 7, "answered")),
    Case("exit_has_entry", without(school(), Answer, 4), at(Answer, 4, "moment")),
    one("entry_question_fits", Question, 1, entry=MENTOR_QUESTION),
    one("entry_question_fits", Question, 1, entry=YESNO_QUESTION),
    one("entry_question_fits", Question, 1, entry=OPEN_QUESTION),
    one("entry_question_fits", Question, 4, entry=ENTRY_QUESTION),
    one("question_number_stands_once", Question, 4, number=1),
]

PREFERENCES = [
    one("chooser_has_role", Preference, 0, "role", person=TEACHER_MENTOR),
    one("choice_of_other_role", Preference, 0, second=OLDER_PUPIL),
    one("choice_of_other_role", Preference, 0, second=YOUNG_PUPIL),
    one("choices_differ", Preference, 0, second=PUPIL_MENTOR),
    one("choices_differ", Preference, 0, not_with=(TEACHER_MENTOR,)),
    copied("preference_stands_once", Preference, 0, "person", code=make_code("ПЧ", 9)),
]

YEAR = [
    copied("training_stands_once", Training, 0, "topic", code=make_code("О", 9)),
    one("attended_training_has_happened", Training, 0, held=date(2027, 1, 9)),
    one("attended_event_has_happened", Event, 0, held=date(2027, 1, 9)),
    one("attended_were_invited", Event, 0, attended=(YOUNG_PUPIL, WAITING_PUPIL)),
    one("order_number_stands_once", OrderRow, 2, number="1"),
    one("order_dates_in_sequence", OrderRow, 2, issued=date(2026, 8, 3)),
    one("award_has_recipient", Award, 0, person=None),
    copied("award_stands_once", Award, 0, "kind", code=make_code("НГ", 9)),
    one("request_is_answered", Request, 1, "answer", received=date(2026, 10, 1)),
    one("request_is_answered", Request, 0, answered=None),
    one("request_dates_in_order", Request, 0, answered=date(2026, 9, 1)),
    one("request_dates_in_order", Request, 0, shown=date(2026, 9, 1)),
    one("complaint_is_shown", Request, 0, level="предупреждение", shown=None),
    one(
        "complaint_is_shown",
        Request,
        0,
        "shown",
        level="подсказка",
        shown=None,
        received=TODAY,
        answer=None,
        answered=None,
    ),
    one(
        "support_is_started",
        Request,
        1,
        "answer",
        kind="просьба о психологическом сопровождении",
        received=date(2026, 12, 1),
    ),
    one(
        "representative_is_of_the_mentee",
        Request,
        1,
        "representative",
        person=YOUNG_PUPIL,
        representative="Чужая Алла Олеговна",
    ),
    one("held_event_is_recorded", Event, 0, attended=None),
    copied("criterion_stands_once", Criterion, 0, "measure", code=make_code("КН", 9)),
    one("criterion_stands_once", Criterion, 1, whom="наставник"),
    one("programme_dates_in_order", Programme, 0, end=date(2026, 8, 1)),
    copied("programme_stands_once", Programme, 0, "title", code=make_code("ПГ", 9)),
    copied("programme_stands_once", Partner, 1, "title", code=make_code("ПТ", 9)),
    one("target_stands_once", IndicatorRow, 1, "number", year=2026),
    copied("target_stands_once", IndicatorRow, 2, "number", code=make_code("ПЗ", 9)),
    one("target_is_complete", IndicatorRow, 0, target=None),
    one("target_is_complete", IndicatorRow, 0, year=None),
    one("points_on_curators_sheet", IndicatorRow, 4, points=1),
    one("impact_can_be_judged", IndicatorRow, 3, better=None),
    one("impact_can_be_judged", IndicatorRow, 3, before=None),
]

CASES = [*SETTINGS, *LISTS, *ROADMAP, *SURVEY, *PREFERENCES, *YEAR]


@pytest.mark.parametrize("case", CASES, ids=[f"{n}-{case.rule}" for n, case in enumerate(CASES)])
def test_a_mistake_of_the_year_is_found_at_its_cell_and_nowhere_else(case: Case) -> None:
    assert only_finding(case).level in (case.level or ("ошибка", "предупреждение", "подсказка"))


def test_age_limits_in_the_wrong_order_are_an_error_at_the_setting() -> None:
    rules = found(with_setting(school(), age_min=19, age_max=10))
    assert ("age_limits_in_order", *at_setting("age_max")) in rules


def test_an_end_before_the_start_of_the_programme_is_an_error_at_the_setting() -> None:
    rules = found(with_setting(school(), programme_end=date(2026, 8, 1)))
    assert ("programme_period_in_order", *at_setting("programme_end")) in rules


def test_an_empty_responsible_is_a_hint_until_the_programme_starts() -> None:
    records = changed(school(), RoadmapAction, 7, responsible=None)
    before = [f for f in findings(records, today=date(2026, 8, 31)) if f.rule == "action_has_responsible"]
    since = [f for f in findings(records, today=date(2026, 9, 1)) if f.rule == "action_has_responsible"]
    assert [f.level for f in (*before, *since)] == ["подсказка", "предупреждение"]


def test_a_roadmap_that_nobody_keeps_yet_only_hints_at_what_is_late() -> None:
    fresh = [replace(action, state=None, done=None) for action in school()[RoadmapAction]]
    late = [f for f in findings({**school(), RoadmapAction: fresh}) if f.rule == "action_is_not_late"]
    assert {f.level for f in late} == {"подсказка"}
    assert len(late) == 7


def test_settings_are_not_asked_for_before_the_programme_starts() -> None:
    records = with_setting(school(), director=None, pupils_10_19=None)
    asked = {"signers_are_known", "contingents_are_known"}
    assert not asked & {f.rule for f in findings(records, today=date(2026, 8, 31))}


def test_the_roadmap_of_the_seed_contradicts_itself_where_the_notes_say() -> None:
    rows = [
        (2, "Сбор данных о наставляемых", date(2023, 6, 1), date(2023, 6, 30)),
        (2, "Формирование базы наставляемых", date(2023, 4, 1), date(2023, 4, 30)),
        (4, "Выявление наставников, входящих в базу", date(2023, 3, 1), date(2023, 3, 31)),
        (5, "Закрепление наставнических пар", date(2023, 4, 1), date(2023, 4, 30)),
        (6, "Организация встреч", date(2023, 9, 1), date(2024, 5, 31)),
    ]
    actions = [
        RoadmapAction(code=make_code("ДК", n), stage=stage, action=action, content="…", start=start, end=end,
                      responsible="координатор")
        for n, (stage, action, start, end) in enumerate(rows, start=1)
    ]  # fmt: skip
    records = with_setting({**school(), RoadmapAction: actions}, programme_start=date(2023, 4, 1),
                           programme_end=date(2024, 4, 30))  # fmt: skip
    cells = [f.cell for f in findings(records, today=date(2023, 3, 1)) if f.rule == "stages_in_order"]
    assert len(cells) == 2


def test_letters_and_contracts_have_numbers_of_their_own() -> None:
    letter = replace(school()[OrderRow][0], code=make_code("Д", 9), kind="Письмо партнёру")
    assert found(added(school(), letter)) == []


@pytest.mark.parametrize(
    ("days", "odd"),
    [
        ([1, 2, 3], []),
        ([1, 9, 2, 3], [1]),
        ([5, 1, 2, 3], [0]),
        ([1, 2, 3, 1], [3]),
        ([2, 2, 2], []),
        ([], []),
    ],
)
def test_the_fewest_dates_out_of_sequence_are_the_odd_ones(days: list[int], odd: list[int]) -> None:
    assert out_of_sequence([date(2026, 1, day) for day in days]) == odd


def test_a_value_is_outvoted_by_two_at_least_who_agree() -> None:
    assert outvoted("а", ["б", "б"])
    assert not outvoted("а", ["б"])
    assert not outvoted("а", ["б", "в"])
    assert not outvoted("а", ["а", "б", "б"])


def test_a_new_workbook_of_lists_and_settings_alone_is_clean() -> None:
    fresh = {SettingRow: school()[SettingRow], ListEntry: school()[ListEntry]}
    empty = with_setting(fresh, **dict.fromkeys(("school_full", "director", "coordinator", "pupils_10_19")))
    assert found(empty, today=date(2026, 6, 1)) == []


def test_the_exit_question_of_the_school_has_its_entry_question() -> None:
    question = school()[Question][1]
    assert vars(question)["code"] == EXIT_QUESTION
    assert vars(question)["entry"] == ENTRY_QUESTION
