"""Stage one: meetings, pairs, the silent, the curator's sheet, SWOT, interim feedback of the planted school."""

from __future__ import annotations

from datetime import date

import pytest
from monitoring_school import MENTEES, MENTORS, PAIRS, TODAY, pair_code, person, school

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.lists import RU, TT, UU
from nastavnik_sheets.monitoring import words
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.starters import indicators
from nastavnik_sheets.year_sheets import Answer, IndicatorRow, Question


def figures(*more, **settings) -> Figures:
    return Figures(school(*more, **settings), TODAY)


def curator_rows(points: list[int | None]) -> list[IndicatorRow]:
    return [IndicatorRow(code=make_code("ПЗ", 50 + n), part="лист куратора", number=str(n), text=f"критерий {n}",
                         year=2026, points=value) for n, value in enumerate(points, start=1)]  # fmt: skip


def test_meetings_held_are_counted_by_pair_kind_and_month():
    found = figures().meetings
    by_pair = {row.pair.code: row for row in found.by_pair}
    assert (by_pair[pair_code(1)].planned, by_pair[pair_code(1)].held) == (4, 3)
    assert dict(by_pair[pair_code(1)].kinds) == {"организационная": 1, "пробная": 1, "регулярная": 1}
    assert by_pair[pair_code(1)].last == date(2026, 11, 5)
    assert by_pair[pair_code(4)].held == 0
    assert found.by_month == (("сен 2026", 3), ("окт 2026", 0), ("ноя 2026", 1), ("дек 2026", 1))


def test_meetings_that_do_not_count_are_told_with_the_reason():
    assert sorted((meeting.code, why) for meeting, why in figures().meetings.excluded) == [
        (make_code("В", 6), "отменена"),
        (make_code("В", 7), "дата ещё не наступила"),
        (make_code("В", 8), "пара не учтена в периоде"),
    ]


def test_meetings_are_said_in_plain_words():
    said = words.meetings_words(figures().meetings)
    assert said.startswith("Состоялось 5\u00a0встреч. У пар, где план задан (9 из 9): 5 из 36 встреч (13,9\u00a0%")
    assert "Ни одной встречи: 6\u00a0пар" in said


def test_pairs_are_counted_by_form_and_state_and_by_model():
    found = figures()
    assert {form: dict(row) for form, row in found.pairs_by_form.rows.items()} == {
        UU: {"утверждена": 5, "завершена": 1, "прекращена": 1, "предложена": 1}, TT: {"утверждена": 3},
        RU: {"утверждена": 1},
    }  # fmt: skip
    assert sum(sum(row.values()) for row in found.pairs_by_model.rows.values()) == len(PAIRS)
    assert dict(found.pairs_by_model.rows["равный – равному"]) == {"утверждена": 1, "завершена": 1}


def test_who_takes_part_and_answered_nothing_is_listed_by_moment():
    found = {(one.moment, one.role): one for one in figures().silent}
    assert found["выход", "наставляемый"].codes == (person(5), person(7))
    assert found["выход", "наставник"].codes == (person(23), person(25), person(26))
    assert found["вход", "наставляемый"].codes == (person(5), person(7), person(8))
    assert found["промежуточный", "наставник"].invited == len(found["промежуточный", "наставник"].codes) == 6


@pytest.mark.parametrize(
    ("points", "total", "level"),
    [
        ([2] * 6 + [1] * 3, 15, "оптимальный"),
        ([2] * 5 + [1] * 4, 14, "допустимый"),
        ([1] * 9, 9, "допустимый"),
        ([1] * 8 + [0], 8, "недопустимый"),
        ([0] * 9, 0, "недопустимый"),
        ([2] * 9, 18, "оптимальный"),
    ],
)
def test_the_curators_sheet_has_its_sum_and_level(points, total, level):
    found = figures(*curator_rows(points)).curator
    assert (found.total, found.level) == (total, level)
    assert words.curator_words(found) == f"Сумма: {total} из 18. Уровень: {level}."


def test_the_curators_sheet_has_no_sum_while_a_cell_is_empty():
    found = figures(*curator_rows([2] * 8 + [None])).curator
    assert (found.total, found.level, found.empty) == (None, None, 1)
    assert "пока нет балла у 1\u00a0показателя" in words.curator_words(found)


def test_the_curators_sheet_of_an_earlier_year_is_not_added_to_this_one():
    old = [row for row in indicators(2024) if row.part == "лист куратора"]
    found = figures(*curator_rows([1] * 9), *old).curator
    assert found.total == 9


def test_swot_is_compiled_of_open_answers_and_the_curators_own_lines():
    own = IndicatorRow(code=make_code("ПЗ", 70), part="угрозы", text="Уезжают выпускники", year=2027)
    prompts = [row for row in indicators(2026) if row.part in ("сильные стороны", "возможности")]
    found = figures(own, *prompts).swot
    assert [tuple(one) for one in found["сильные стороны"]] == [("Поддержка старших", 2), ("Дружба", 1)]
    assert [one.text for one in found["слабые стороны"]] == ["Мало времени"]
    assert found["возможности"] == []
    assert [one.text for one in found["угрозы"]] == ["Уезжают выпускники"]


def _interim(answered: int, *, sensitive: bool) -> list[Question | Answer]:
    asked = Question(code=make_code("ВП", 60), questionnaire="обратная связь", moment="промежуточный",
                     role="наставляемый", number=1, text="Комфортно?", scale="1–10", purpose="сигнал куратору",
                     sensitive=sensitive or None)  # fmt: skip
    said = [Answer(code=make_code("ОТ", 70 + n), person=person(n), question=asked.code, moment="промежуточный",
                   answered=date(2026, 12, 20), answer=str(2 + 2 * n)) for n in range(1, answered + 1)]  # fmt: skip
    return [asked, *said]


def test_interim_feedback_is_told_as_a_whole_with_calls_for_help():
    (found,) = figures(*_interim(4, sensitive=False)).signals
    assert (found.answered, found.mean, found.alarms) == (4, 7, 1)


@pytest.mark.parametrize(("answered", "mean"), [(1, None), (2, None), (3, 6)])
def test_the_mean_of_one_or_two_is_their_own_answer_and_is_not_shown(answered, mean):
    (found,) = figures(*_interim(answered, sensitive=False)).signals
    assert (found.mean, found.hidden, found.alarms) == (mean, False, 1)


@pytest.mark.parametrize(("answered", "hidden"), [(4, True), (3, True)])
def test_a_sensitive_question_of_a_small_group_is_not_told(answered, hidden):
    (found,) = figures(*_interim(answered, sensitive=True)).signals
    assert found.hidden is hidden
    assert (found.mean, found.alarms) == (None, 0)
    assert figures(*_interim(answered, sensitive=True), small_group=3).signals[0].hidden is False


def test_figures_of_a_person_are_never_told_by_name():
    names = {p.full_name.split()[0] for p in (*MENTEES, *MENTORS)}
    said = repr(figures().silent) + repr(figures().meetings.by_month)
    assert not [name for name in names if name in said]
