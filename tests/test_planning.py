"""New plans come from the samples of the school: form, request, answers of the entry; nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from nastavnik_sheets.book import read_book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands import planning as command
from nastavnik_sheets.commands import undoing
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import TT, UU
from nastavnik_sheets.planning import new_plans
from nastavnik_sheets.samples import SAMPLE_PLACE, SAMPLE_WORDS, plan_samples
from nastavnik_sheets.schema import Record
from nastavnik_sheets.template import build
from nastavnik_sheets.workbook import Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, PlanSample, Question

TODAY = date(2026, 10, 1)
PAIR, MENTEE, MENTOR = make_code("ПР", 1), make_code("У", 1), make_code("У", 2)
ASKED = Question(code=make_code("ВП", 1), questionnaire="вход", moment="вход", role="наставляемый", number=1,
                 text="Чего Вы ждёте?", scale="текст")  # fmt: skip
MARK = replace(ASKED, code=make_code("ВП", 2), text="Насколько уверенно?", scale="1–10")
PEOPLE: tuple[Record, ...] = (
    Mentee(code=MENTEE, full_name="Юнусов Ильяс Рашидович", kind="обучающийся", birth_date=date(2013, 5, 5),
           request="Подтянуть  алгебру.", topics=("математика",), joined=TODAY),
    Mentor(code=MENTOR, full_name="Гаджиева Амина Саидовна", kind="обучающийся", birth_date=date(2009, 5, 5),
           competences="алгебра", capacity=2, joined=TODAY),
)  # fmt: skip


def pair(**more: Any) -> Pair:
    values: dict[str, Any] = {"start": TODAY, "planned_end": date(2027, 5, 31), "state": "утверждена"}
    return Pair(code=PAIR, mentor=MENTOR, mentoring_form=UU, **{**values, "mentee": MENTEE, **more})


def sample(number: int, task: str, **more: Any) -> PlanSample:
    return PlanSample(code=make_code("ОП", number), task=task, **{"share": 50, **more})


def answer(question: Question, text: str, **more: Any) -> Answer:
    return Answer(code=make_code("ОТ", more.pop("number", 1)), person=MENTEE, question=question.code, moment="вход",
                  answer=text, answered=TODAY, **more)  # fmt: skip


def tasks(*records: Record, today: date = TODAY) -> list[PlanTask]:
    return new_plans(book_of([*PEOPLE, ASKED, MARK, *records], {}), today=today).tasks


def words(*records: Record) -> list[str]:
    return [task.task or "" for task in tasks(pair(), *records)]


def test_samples_of_the_form_and_of_all_forms_become_tasks_in_their_order() -> None:
    made = tasks(
        pair(), sample(1, "общее"), sample(2, "своё", mentoring_form=UU), sample(3, "чужое", mentoring_form=TT)
    )
    assert [(t.number, t.task, t.pair) for t in made] == [(1, "общее", PAIR), (2, "своё", PAIR)]


def test_a_sample_for_topics_is_for_those_who_asked_for_them() -> None:
    assert words(sample(1, "задачи", topics=("математика", "физика")), sample(2, "рисунок", topics=("спорт",))) == [
        "задачи"
    ]


def test_the_request_and_the_answers_stand_in_the_task_as_plain_words() -> None:
    hostile = '=HYPERLINK("http://x") {запрос} {0.__class__} %s'
    made = words(
        sample(1, "Цель: {запрос} ({темы})"),
        sample(2, "Ожидание: «{ответ}»", question=ASKED.code),
        answer(ASKED, hostile),
    )
    assert made == ["Цель: Подтянуть алгебру (математика)", f"Ожидание: «{hostile}»"]


def test_without_the_words_there_is_no_task() -> None:
    assert words(sample(1, "Ожидание: «{ответ}»", question=ASKED.code), sample(2, "{ответ}")) == []


def test_the_latest_answer_counts_and_a_sensitive_one_is_never_quoted() -> None:
    late = answer(ASKED, "новое", number=2)
    assert words(sample(1, "{ответ}", question=ASKED.code), answer(ASKED, "старое"), late) == ["новое"]
    secret = replace(ASKED, code=make_code("ВП", 3), sensitive=True)
    assert words(secret, sample(1, "{ответ}", question=secret.code), answer(secret, "тайна")) == []


@pytest.mark.parametrize(("mark", "made"), [("3", ["увереннее"]), ("4", ["увереннее"]), ("5", []), ("много", [])])
def test_a_low_mark_at_the_entry_adds_a_task(mark: str, made: list[str]) -> None:
    assert words(sample(1, "увереннее", question=MARK.code, not_above=4), answer(MARK, mark)) == made


def test_dates_are_spread_over_the_time_of_the_pair_on_working_days() -> None:
    samples = [sample(n, f"задание {n}", share=share) for n, share in ((1, 1), (2, 25), (3, 50), (4, 100))]
    due = [task.due for task in tasks(pair(), *samples)]
    assert due == [date(2026, 10, 2), date(2026, 11, 30), date(2027, 1, 29), date(2027, 5, 31)]


def test_a_plan_made_later_begins_today_and_after_the_planning_meeting() -> None:
    planning = Meeting(code=make_code("В", 1), pair=PAIR, held=date(2026, 10, 20), kind="встреча-планирование",
                       state="состоялась")  # fmt: skip
    one = sample(1, "задание", share=1)
    assert tasks(pair(), planning, one, today=date(2026, 10, 21))[0].due == date(2026, 10, 23)
    assert tasks(pair(), one, today=date(2027, 5, 30))[0].due == date(2027, 5, 31)


@pytest.mark.parametrize(
    ("pairs", "more", "reason"),
    [
        (pair(state="предложена"), (), "пара ещё не утверждена приказом"),
        (pair(state="прекращена"), (), "пара не действует"),
        (pair(planned_end=None), (), "не указаны начало и окончание пары"),
        (pair(planned_end=TODAY), (), "срок пары истёк"),
        (pair(), (PlanTask(code=make_code("ИП", 1), pair=PAIR, task="своё", due=TODAY),), "план уже есть"),
        (pair(mentee=make_code("У", 9)), (), "наставляемого нет в базе"),
    ],
)
def test_a_pair_that_gets_no_plan_is_told_why(pairs: Pair, more: tuple[Record, ...], reason: str) -> None:
    book = book_of([*PEOPLE, pairs, *more, sample(1, "задание")], {})
    made = new_plans(book, today=TODAY, pairs=[PAIR])
    assert (made.tasks, made.left_out) == ([], {PAIR: reason})


def test_a_form_without_samples_is_named() -> None:
    made = new_plans(book_of([*PEOPLE, pair(), sample(1, "чужое", mentoring_form=TT)], {}), today=TODAY)
    assert made.left_out == {PAIR: f"нет подходящих образцов для формы «{UU}»"}


def test_every_form_of_a_new_workbook_has_samples_whose_words_are_known() -> None:
    from nastavnik_sheets.questionnaires import questions

    rows = plan_samples(questions())
    assert all(set(SAMPLE_PLACE.findall(row.task or "")) <= set(SAMPLE_WORDS) for row in rows)
    by_form = {row.mentoring_form: [r for r in rows if r.mentoring_form == row.mentoring_form] for row in rows}
    assert len(by_form) == 7
    assert all(len(found) >= 4 for form, found in by_form.items() if form)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "книга.xlsx"
    path.write_bytes(build(today=TODAY, records={Mentee: [PEOPLE[0]], Mentor: [PEOPLE[1]], Pair: [pair()]}))
    return path


def test_the_command_fills_plans_once_and_undo_takes_them_back(workbook: Path) -> None:
    first = command.make_plans(str(workbook), options=Options(today=TODAY))
    assert first.message.startswith("Составлено: 1 план, заданий — 4.")
    again = command.make_plans(str(workbook), options=Options(today=TODAY))
    assert again.message == "Новых планов нет: у каждой утверждённой пары план уже есть."
    with open_host(workbook) as host:
        assert len(read_book(host)[PlanTask]) == 4
    undoing.undo(str(workbook), options=Options(today=TODAY))
    with open_host(workbook) as host:
        assert read_book(host)[PlanTask] == []


def test_a_pair_that_is_not_there_is_refused(workbook: Path) -> None:
    with pytest.raises(UsageError, match="нет на листе «Пары»"):
        command.make_plans(str(workbook), pairs=[make_code("ПР", 77)], options=Options(today=TODAY))


def test_without_approved_pairs_the_command_says_that_the_order_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    proposed = pair(state="предложена")
    path.write_bytes(build(today=TODAY, records={Mentee: [PEOPLE[0]], Mentor: [PEOPLE[1]], Pair: [proposed]}))
    said = command.make_plans(str(path), options=Options(today=TODAY)).message
    assert said == "Новых планов нет: на листе «Пары» нет утверждённых пар. Сначала приказ об утверждении пар."
