"""Stage two: entry against exit, indicators of influence, spreads; and what is never told."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from monitoring_school import PAIRS, QUESTIONS, SCHOOL, SETTINGS, TODAY, person, question_code, school
from scipy import stats

from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.monitoring import influence, influence_words
from nastavnik_sheets.monitoring.figures import Figures
from nastavnik_sheets.monitoring.influence_sheet import influence_sheet
from nastavnik_sheets.workbook import Mentee, Pair
from nastavnik_sheets.year_sheets import Answer, IndicatorRow, Question


def figures(*more, **settings) -> Figures:
    return Figures(school(*more, **settings), TODAY)


def crowd(answers: list[tuple[int, int]], *, sensitive: bool = False, scale: str = "1–10") -> Figures:
    """A school where the n-th of so many pupils answered so at the entry and at the exit."""
    people = [Mentee(code=person(n), full_name=f"Выдуманный {'абвгдежзиклмн'[n]}", birth_date=date(2012, 1, n + 1),
                     kind="обучающийся") for n in range(1, len(answers) + 1)]  # fmt: skip
    pairs = [Pair(code=make_code("ПР", n), mentor=person(24), mentee=person(n), state="утверждена",
                  start=date(2026, 9, 10)) for n in range(1, len(answers) + 1)]  # fmt: skip
    asked = [Question(code=make_code("ВП", n), questionnaire="анкета", moment=moment, role="наставляемый", number=n,
                      text="Комфортно?", scale=scale, entry=make_code("ВП", 1) if n == 2 else None,
                      sensitive=sensitive or None) for n, moment in ((1, "вход"), (2, "выход"))]  # fmt: skip
    words_of = {0: "нет", 1: "да"} if scale == "да/нет" else {}
    said = [Answer(code=make_code("ОТ", 2 * n + q), person=person(n), question=make_code("ВП", q + 1),
                   moment=("вход", "выход")[q], answered=date(2026 + q, 5, 1),
                   answer=words_of.get(pair[q], str(pair[q])))
            for n, pair in enumerate(answers, start=1) for q in (0, 1)]  # fmt: skip
    mentor = next(record for record in SCHOOL if getattr(record, "code", "") == person(24))
    return Figures(book_of([*people, mentor, *pairs, *asked, *said], SETTINGS), TODAY)


def test_entry_and_exit_of_the_same_people_are_compared():
    mentees = figures().changes[0]
    assert {(c.person, c.before, c.after) for c in mentees.compared} == {
        (person(1), 5, 9), (person(2), 5, 7), (person(3), 5, 10), (person(4), 5, 6), (person(6), 5, 8),
    }  # fmt: skip
    assert (mentees.without_entry, mentees.without_exit) == (1, 0)
    assert (mentees.before, mentees.after) == (5, 8)
    assert [mentees.count(direction) for direction in (1, 0, -1)] == [5, 0, 0]


def test_five_people_are_too_few_to_say_anything():
    assert figures().changes[0].verdict == "слишком мало ответов, чтобы судить (нужно от 6)"
    assert "Слишком мало ответов, чтобы судить: 2" in influence_words.changes_words(figures().changes)


def test_a_clear_rise_of_many_is_said_with_its_strength():
    (found,) = crowd([(4, 7), (5, 8), (3, 9), (6, 7), (4, 8), (5, 9), (2, 6), (5, 7)]).changes
    assert found.verdict == "выросло, влияние сильное"
    assert found.p == pytest.approx(stats.wilcoxon([3, 3, 6, 1, 4, 4, 4, 2], method="exact").pvalue)
    assert found.shift.low > 0


def test_a_fall_is_said_as_plainly_as_a_rise():
    (found,) = crowd([(9, 5), (8, 5), (9, 3), (7, 6), (8, 4), (9, 4)]).changes
    assert found.verdict == "снизилось, влияние сильное"
    assert "Доказано выше на выходе: 0, доказано ниже: 1." in influence_words.changes_words([found])


def test_what_goes_both_ways_is_not_proven():
    (found,) = crowd([(4, 7), (7, 4), (5, 8), (8, 5), (6, 6), (5, 6), (6, 5)]).changes
    assert found.verdict == "изменение не доказано"


def test_yes_and_no_are_compared_as_shares():
    (found,) = crowd([(0, 1)] * 6 + [(1, 1)] * 2, scale="да/нет").changes
    assert (found.before, found.after) == (0.25, 1)
    assert found.p == pytest.approx(2 / 2**6)


def test_the_p_of_many_questions_is_corrected_for_their_number():
    found = figures(*_more_questions(), *_more_answers()).changes
    judged = [one for one in found if len(one.compared) >= 6]
    assert len(judged) == 2
    assert all(one.p == pytest.approx(2 * one.test.p) for one in judged)


def _more_questions() -> list[Question]:
    made = []
    for n in (30, 32):
        for q, moment in ((n, "вход"), (n + 1, "выход")):
            entry = make_code("ВП", n) if moment == "выход" else None
            made.append(Question(code=make_code("ВП", q), questionnaire=f"ещё {n}", moment=moment, role="наставляемый",
                                 number=1, text=f"ещё {n}", scale="1–10", entry=entry))  # fmt: skip
    return made


def _more_answers() -> list[Answer]:
    moments = {30: ("вход", "4"), 31: ("выход", "8"), 32: ("вход", "4"), 33: ("выход", "8")}
    return [Answer(code=make_code("ОТ", 100 + 10 * q + n), person=person(n), question=make_code("ВП", q),
                   moment=moment, answered=date(2026, 9, 5) if moment == "вход" else date(2027, 5, 20), answer=text)
            for q, (moment, text) in moments.items() for n in (1, 2, 3, 4, 6, 7)]  # fmt: skip


@pytest.mark.parametrize(("people", "hidden"), [(4, True), (5, False)])
def test_a_sensitive_question_is_told_only_of_a_group_that_is_large_enough(people, hidden):
    found = crowd([(4, 7)] * people, sensitive=True)
    assert found.changes[0].hidden is hidden
    said = _cells(influence_sheet(found))
    assert ("скрыто: мало ответивших на чувствительный вопрос" in said) is hidden
    assert influence.by_person(found.changes) == []
    assert found.spreads == []


@pytest.mark.parametrize(("people", "shown"), [(2, False), (3, True)])
def test_means_of_one_or_two_people_are_not_shown(people, shown):
    found = crowd([(4, 9)] * people)
    row = next(row for row in _rows(influence_sheet(found)) if row[0] == question_code(2))
    assert (row[6], row[7]) == ((4, 9) if shown else (None, None))
    assert bool(found.spreads) is shown


def test_a_persons_own_answers_are_counted_not_graded():
    found = {(one.role, one.person): one for one in influence.by_person(figures().changes)}
    assert found["наставляемый", person(1)][2:] == (1, 0, 0)
    assert found["наставник", person(22)][2:] == (1, 0, 0)
    assert not hasattr(found["наставляемый", person(1)], "mean")


def test_answers_are_spread_by_bins_and_yes_as_a_share():
    found = {one.question.code: one for one in figures().spreads}
    assert found[QUESTIONS[1].code].counts == (1, 0, 1, 2, 2)
    assert found[QUESTIONS[1].code].answered == 6


def impact(before: float | None, after: float | None, better: str | None, number: int = 80) -> IndicatorRow:
    return IndicatorRow(code=make_code("ПЗ", number), part="влияние", text="число жалоб", year=2026, before=before,
                        after=after, better=better)  # fmt: skip


@pytest.mark.parametrize(
    ("row", "difference", "percent", "verdict"),
    [
        (impact(10, 12, "рост"), 2, "+20\u00a0%", "улучшение"),
        (impact(10, 12, "снижение"), 2, "+20\u00a0%", "ухудшение"),
        (impact(8, 6, "снижение"), -2, "−25\u00a0%", "улучшение"),
        (impact(8, 6, "рост"), -2, "−25\u00a0%", "ухудшение"),
        (impact(5, 5, "рост"), 0, "0\u00a0%", "без изменений"),
        (impact(0, 3, "рост"), 3, "н/д", "улучшение"),
        (impact(4, 6, None), 2, "+50\u00a0%", "не сказано, что лучше"),
        (impact(4, None, "рост"), None, "н/д", "нет значения после программы"),
        (impact(None, 4, "рост"), None, "н/д", "нет значения до программы"),
    ],
)
def test_an_indicator_of_influence_has_difference_percentage_and_direction(row, difference, percent, verdict):
    (found,) = figures(row).impacts
    assert (found.difference, found.percent_shown, found.verdict) == (difference, percent, verdict)


def test_indicators_of_influence_are_summed_up_in_words():
    found = figures(impact(10, 12, "рост"), impact(8, 9, "снижение", 81), impact(1, None, "рост", 82)).impacts
    said = influence_words.impacts_words(found)
    assert said == "Показателей влияния — 3: улучшение — 1, ухудшение — 1, судить нельзя — 1."


def test_pairs_of_the_planted_school_are_as_many_as_the_tests_think():
    assert len(figures().taking_part.pairs) == len(PAIRS) - 3


def _rows(content: bytes) -> list[tuple]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return list(page.iter_rows(min_col=2, max_col=13, values_only=True))


def _cells(content: bytes) -> str:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return "\n".join(str(cell) for row in page.iter_rows(values_only=True) for cell in row if cell is not None)
