"""The questions that a new workbook holds: whole sets for every form, comparable at entry and exit."""

from __future__ import annotations

from collections import Counter

from nastavnik_sheets.changes import as_cell
from nastavnik_sheets.importing.headers import places_of
from nastavnik_sheets.lists import initial_values
from nastavnik_sheets.questionnaires import questions
from nastavnik_sheets.schema import sheet_of
from nastavnik_sheets.tables import read_table
from nastavnik_sheets.year_sheets import Question

ROWS = questions()
SIDES = ("наставляемый", "наставник")


def test_the_rows_read_without_any_finding() -> None:
    columns = sheet_of(Question).columns
    grid = [[c.title for c in columns], *([as_cell(getattr(q, c.name)) for c in columns] for q in ROWS)]
    table = read_table(Question, grid, lists=initial_values())
    assert table.issues == []
    assert [q.code for q in table.records] == [q.code for q in ROWS]
    assert len({q.code for q in ROWS}) == len(ROWS)


def test_each_form_asks_both_sides_at_entry_and_exit() -> None:
    sets = {(q.mentoring_form, q.moment, q.role) for q in ROWS if q.mentoring_form}
    forms = initial_values()["Формы наставничества"]
    assert sets == {(form, moment, role) for form in forms for moment in ("вход", "выход") for role in SIDES}


def test_preliminary_and_interim_questions_serve_every_form() -> None:
    common = {(q.moment, q.role) for q in ROWS if q.mentoring_form is None}
    assert common == {(moment, role) for moment in ("предварительный", "промежуточный") for role in SIDES}


def test_the_best_known_questionnaires_are_complete() -> None:
    counts = Counter((q.mentoring_form, q.moment, q.role) for q in ROWS)
    assert counts["Ученик – ученик", "вход", "наставляемый"] == 13
    assert counts["Ученик – ученик", "вход", "наставник"] == 13
    assert counts["Ученик – ученик", "выход", "наставляемый"] == 25
    assert counts["Учитель – учитель", "вход", "наставляемый"] == 16
    assert counts["Учитель – учитель", "вход", "наставник"] == 15


def test_questions_are_numbered_within_their_questionnaire() -> None:
    numbers: dict[object, list[object]] = {}
    for q in ROWS:
        numbers.setdefault((q.questionnaire, q.moment), []).append(q.number)
    assert all(found == list(range(1, len(found) + 1)) for found in numbers.values())


def test_an_exit_question_points_at_an_entry_question_of_its_own_set() -> None:
    by_code = {q.code: q for q in ROWS}
    paired = [q for q in ROWS if q.entry]
    assert len(paired) > 60
    for q in paired:
        twin = by_code[q.entry or ""]
        assert q.moment == "выход"
        assert twin.moment == "вход"
        assert (twin.role, twin.mentoring_form, twin.scale) == (q.role, q.mentoring_form, q.scale)
    assert len({q.entry for q in paired}) == len(paired)


def test_one_exit_and_one_interim_question_of_each_set_tells_how_content_a_person_is() -> None:
    asked = [q for q in ROWS if q.purpose == "удовлетворённость"]
    content = Counter((q.mentoring_form, q.role, q.moment) for q in asked)
    assert set(content.values()) == {1}
    forms = initial_values()["Формы наставничества"]
    exits = {(form, role, "выход") for form in forms for role in SIDES}
    assert set(content) == exits | {(None, role, "промежуточный") for role in SIDES}
    assert {q.scale for q in asked} == {"1–10"}


def test_the_choice_after_a_group_meeting_asks_for_participants_and_goes_to_preferences() -> None:
    for role in SIDES:
        name = f"Выбор после групповой встречи: {role}"
        chosen = [q for q in ROWS if q.questionnaire == name]
        assert [q.scale for q in chosen] == ["участник"] * 4 + ["текст"]
        places = [places_of(q.text or "")["preferences"] for q in chosen]
        assert places == ["first", "second", "third", "not_with", "comment"]


def test_each_set_has_its_questions_for_the_strong_and_weak_sides_and_for_the_curator() -> None:
    exits = {(q.mentoring_form, q.role, q.purpose) for q in ROWS if q.moment == "выход"}
    for form in initial_values()["Формы наставничества"]:
        for role in SIDES:
            assert {(form, role, p) for p in ("влияние", "сильные стороны", "слабые стороны")} <= exits
    signals = {q.role for q in ROWS if q.moment == "промежуточный" and q.purpose == "сигнал куратору"}
    assert signals == set(SIDES)


def test_every_question_says_how_sure_its_make_up_is_and_none_asks_for_grades() -> None:
    assert {q.source for q in ROWS} == {"[М+]", "[М]", "[М−]", "[В]"}
    assert not [q.text for q in ROWS if "отметк" in (q.text or "").lower()]
    assert all((q.text or "").endswith("?") for q in ROWS)
