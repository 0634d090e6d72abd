"""Where a pair stands and what is next; who of the mentors suits which form; the pages are drawn and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from nastavnik_sheets.book import Book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands import pair_pages as command
from nastavnik_sheets.commands import undoing
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.errors import UsageError
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import LESSON, RU, SU, TT, TU, UU
from nastavnik_sheets.pair_pages.overview import ranked
from nastavnik_sheets.pair_pages.standing import Standing, Standings
from nastavnik_sheets.schema import Record
from nastavnik_sheets.suitability import FITS, LATER, NO, Suitability, suitabilities
from nastavnik_sheets.template import build
from nastavnik_sheets.terms import PARTICIPATION, PROCESSING, WORKER
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, Event

START, TODAY = date(2026, 9, 1), date(2026, 12, 1)
SETTINGS: dict[str, object] = {"programme_start": START, "programme_end": date(2027, 5, 31)}
PAIR, MENTEE, MENTOR, TEACHER = make_code("ПР", 1), make_code("У", 1), make_code("У", 2), make_code("У", 3)
KINDS = ("первая, организационная", "вторая, пробная рабочая", "встреча-планирование", "регулярная", "заключительная")


def consents(*codes: str, kinds: tuple[str, ...] = (PROCESSING, PARTICIPATION)) -> list[Record]:
    signer = "законный представитель"
    return [
        Consent(code=make_code("С", 100 * n + k), person=code, kind=kind, given=START,
                signed_by="сам" if code == TEACHER else signer)
        for n, code in enumerate(codes, start=1) for k, kind in enumerate(kinds)
    ]  # fmt: skip


PEOPLE: list[Record] = [
    Mentee(code=MENTEE, full_name="Юнусов Ильяс Рашидович", kind="обучающийся", birth_date=date(2013, 5, 5),
           request="алгебра", joined=START, programme_seen=START),
    Mentor(code=MENTOR, full_name="Гаджиева Амина Саидовна", kind="обучающийся", birth_date=date(2009, 5, 5),
           competences="алгебра", capacity=2, joined=START, programme_seen=START),
    Mentor(code=TEACHER, full_name="Саидова Патимат Юсуповна", kind="педагог или специалист",
           birth_date=date(1980, 5, 5), competences="опыт", capacity=1, joined=START, programme_seen=START),
    *consents(MENTEE, MENTOR, TEACHER),
]  # fmt: skip


def pair(**more: Any) -> Pair:
    values: dict[str, Any] = {
        "code": PAIR, "state": "утверждена", "start": START, "planned_end": date(2027, 5, 31), "mentor": MENTOR,
        "mentee": MENTEE, "mentoring_form": UU,
    }  # fmt: skip
    return Pair(**{**values, **more})


def met(number: int, kind: int, day: date, **more: Any) -> Meeting:
    return Meeting(
        code=make_code("В", number), pair=PAIR, held=day, kind=KINDS[kind], **{"state": "состоялась", **more}
    )


def task(number: int, due: date, **more: Any) -> PlanTask:
    return PlanTask(code=make_code("ИП", number), pair=PAIR, number=number, task="проект", due=due, **more)


def before(days: int) -> date:
    return TODAY - timedelta(days=days)


def standing(*records: Record, people: list[Record] | None = None, today: date = TODAY, **settings: object) -> Standing:
    book = book_of([*(PEOPLE if people is None else people), *records], {**SETTINGS, **settings})
    return Standings(book, today).of(book.pairs[PAIR])


FIRST = [met(1, 0, before(30)), met(2, 1, before(20)), met(3, 2, before(10))]
PLAN = [task(1, TODAY + timedelta(days=9))]


@pytest.mark.parametrize(
    ("records", "steps"),
    [
        ([pair(state="предложена")], ("утвердить пару приказом",)),
        ([pair(), *PLAN], ("провести: организационная встреча", "не встречались дней: 91")),
        ([pair(), met(1, 0, before(5)), *PLAN], ("провести: пробная встреча",)),
        ([pair(), *FIRST, *PLAN], ("вписать, сколько встреч решили провести («Пары»)",)),
        ([pair(meetings_planned=9), *FIRST, *PLAN], ()),
        ([pair(meetings_planned=9), *FIRST], ("составить план развития",)),
        ([pair(meetings_planned=4), *FIRST, *PLAN], ("провести: заключительная встреча",)),
        ([pair(meetings_planned=9, planned_end=TODAY + timedelta(days=21)), *FIRST, *PLAN],
         ("провести: заключительная встреча",)),
        ([pair(meetings_planned=9, planned_end=before(1)), *FIRST, *PLAN],
         ("срок пары истёк 30.11.2026: завершить или продлить",)),
        ([pair(meetings_planned=4), *FIRST, met(4, 4, before(1)), *PLAN],
         ("заключительная встреча прошла: завершить пару и записать результат",)),
        ([pair(meetings_planned=9), *FIRST, met(4, 3, before(2), state="план"), *PLAN],
         ("отметить, состоялась ли встреча 29.11.2026",)),
        ([pair(meetings_planned=9), *FIRST, task(1, before(3))], ("просрочено задание № 1: проект (28.11.2026)",)),
        ([pair(meetings_planned=9), *FIRST, *PLAN,
          Answer(code=make_code("ОТ", 1), person=MENTOR, moment="вход", answer="8", answered=START)],
         ("входная анкета: ждём ответа — наставляемый",)),
        ([pair(state="завершена", end=before(1))], ("подвести итог: столбец «Результат» на листе «Пары»",)),
        ([pair(state="прекращена", end=before(1), result="переехал")], ()),
    ],
)  # fmt: skip
def test_the_next_steps_of_a_pair(records: list[Record], steps: tuple[str, ...]) -> None:
    assert standing(*records).steps == steps


def test_a_missing_consent_is_a_step_and_an_exit_questionnaire_only_when_it_is_due() -> None:
    people = [one for one in PEOPLE if getattr(one, "person", None) != MENTEE]
    made = standing(pair(meetings_planned=9), *FIRST, *PLAN, people=people)
    assert [step.split(" — ")[0] for step in made.steps] == [
        f"наставляемый: согласие «{PROCESSING}»", f"наставляемый: согласие «{PARTICIPATION}»",
    ]  # fmt: skip
    exits = Answer(code=make_code("ОТ", 1), person=TEACHER, moment="выход", answer="8", answered=START)
    whole = (pair(meetings_planned=9), *FIRST, *PLAN, exits)
    assert standing(*whole).steps == ()
    assert standing(*whole, final_date=TODAY).steps == ("выходная анкета: ждём ответа — наставник, наставляемый",)


def test_meetings_and_tasks_are_counted_in_words() -> None:
    ahead = met(4, 3, TODAY + timedelta(days=4), state="план")
    tasks = (task(1, before(3), done=before(4)), task(2, TODAY + timedelta(days=9)))
    made = standing(pair(meetings_planned=12), *FIRST, ahead, *tasks)
    assert (made.met_words, made.plan_words, made.silent_days) == ("3 из 12", "1 из 2", 10)
    assert made.coming == ("Следующая встреча 05.12.2026", "ближайшее задание 10.12.2026: проект")


def test_pairs_with_most_to_do_come_first_and_closed_ones_last() -> None:
    others = [pair(code=make_code("ПР", n), **more) for n, more in ((2, {"state": "завершена", "end": TODAY}), (3, {}))]
    book = book_of([*PEOPLE, pair(meetings_planned=9), *FIRST, *PLAN, *others], SETTINGS)
    assert [s.pair.code for s in ranked(Standings(book, TODAY))] == [make_code("ПР", n) for n in (3, 1, 2)]


def suited(*records: Record, people: list[Record] | None = None, **settings: object) -> dict[str, Suitability]:
    book: Book = book_of([*(PEOPLE if people is None else people), *records], {**SETTINGS, **settings})
    return {one.mentor.code: one for one in suitabilities(book, today=TODAY)}


def test_a_form_is_for_mentors_of_its_kind_who_want_it() -> None:
    found = suited()
    assert found[MENTOR].forms[UU] == FITS
    assert {form: found[MENTOR].forms[form] for form in (TT, TU, SU, RU)} == dict.fromkeys((TT, TU, SU, RU), NO)
    assert found[TEACHER].forms[TU] == FITS
    only = [replace(one, forms=(TT,)) if one is PEOPLE[2] else one for one in PEOPLE]  # type: ignore[type-var]
    assert suited(people=only)[TEACHER].forms[TU] == NO


def test_what_can_be_put_right_is_said_with_the_form_it_concerns() -> None:
    found = suited()[TEACHER]
    assert found.forms[TT] == LATER
    assert found.obstacles == (f"{TT}: нет согласия: {WORKER}",)
    assert suited(*consents(TEACHER, kinds=(WORKER,)))[TEACHER].forms[TT] == FITS


def test_a_full_or_untrained_mentor_waits() -> None:
    full = suited(pair(mentor=TEACHER, mentoring_form=TU))[TEACHER]
    assert (full.free, full.forms[TU], full.obstacles[0]) == (0, LATER, "все места заняты")
    waiting = suited(training_required="да")[MENTOR]
    assert waiting.forms[UU] == LATER
    assert "не окончил Школу наставников (не учился)" in waiting.obstacles[0]
    lesson = Event(code=make_code("М", 1), kind=LESSON, title="Роль", held=START, attended=(MENTOR,))
    assert suited(lesson, training_required="да")[MENTOR].forms[UU] == FITS


def test_papers_of_those_from_outside_are_pointed_out_and_who_has_left_is_not_shown() -> None:
    employer = Mentor(code=make_code("У", 4), full_name="Ким Олег Ильич", kind="сотрудник предприятия", capacity=1,
                      birth_date=date(1980, 1, 1), joined=START)  # fmt: skip
    found = suited(employer)[employer.code]
    assert found.notes == ("Школа наставников: не учился", "компетенции не записаны", "нет справки о судимости",
                           "нет договора")  # fmt: skip
    assert employer.code not in suited(replace(employer, left=TODAY))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "книга.xlsx"
    records: dict[type[Record], list[Any]] = {Pair: [pair()], Meeting: FIRST, PlanTask: PLAN}
    for one in PEOPLE:
        records.setdefault(type(one), []).append(one)
    path.write_bytes(build(today=START, settings=SETTINGS, records=records))
    return path


def test_the_pages_are_sheets_of_the_workbook_and_undo_speaks_of_them(workbook: Path) -> None:
    at = Options(today=TODAY)
    assert command.show(str(workbook), options=at).message == "Лист «Ход пар»: пар — 1, есть что сделать — 1."
    said = command.show(str(workbook), PAIR, options=at).message
    assert said.startswith(f"Лист «Страница пары»: пара {PAIR}, встреч 3, заданий 0 из 1. Что дальше:")
    assert command.mentors(str(workbook), options=at).message.endswith(
        "наставников — 2, готовы хотя бы к одной форме — 2."
    )
    with open_host(workbook) as host:
        assert {"Ход пар", "Страница пары", "Пригодность наставников"} <= set(host.sheets())
        texts = {cell for row in host.read("Страница пары") for cell in row}
    assert {f"Пара {PAIR}", "проект", "вторая, пробная рабочая"} <= texts
    assert "mentors" in undoing.undo(str(workbook), options=at).message


def test_a_pair_that_is_not_there_is_refused_with_a_likely_one(workbook: Path) -> None:
    with pytest.raises(UsageError, match=f"Пары ПР-001-9 нет на листе «Пары». Возможно, вы имели в виду {PAIR}"):
        command.show(str(workbook), "ПР-001-9", options=Options(today=TODAY))
