"""Nominations: what is counted, equals share a place, who is left out and why, decisions become «Поощрения»."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from nastavnik_sheets.awarding.granting import awards
from nastavnik_sheets.awarding.measures import Evidence, nominees
from nastavnik_sheets.awarding.nominating import nominations
from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands import awarding as command
from nastavnik_sheets.commands import papers, undoing
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.documents.sample import book_of
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.lists import LESSON, UU
from nastavnik_sheets.schema import Record, sheet_of
from nastavnik_sheets.template import build
from nastavnik_sheets.terms import DISSEMINATION, MEASURES, PARTICIPATION, PROCESSING
from nastavnik_sheets.workbook import Consent, Meeting, Mentee, Mentor, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, Award, Criterion, Event, Nomination, Practice, Request, Training

START, TODAY = date(2026, 9, 1), date(2027, 5, 20)
BEST_PAIR, MENTOR = "конкурс «Лучшая пара»", "конкурс «Наставник года»"
SETTINGS: dict[str, object] = {"programme_start": START, "programme_end": date(2027, 5, 31)}
NAMES = ("Алиева Мадина Омаровна", "Борисов Олег Ильич", "Вагабов Шамиль Исаевич", "Гусева Анна Львовна")


def who(number: int) -> str:
    return make_code("У", number)


def pr(number: int) -> str:
    return make_code("ПР", number)


def mentee(number: int, **more: Any) -> Mentee:
    return Mentee(code=who(number), full_name=NAMES[number % 4], kind="обучающийся", birth_date=date(2012, 1, number),
                  request="помощь", joined=START, **more)  # fmt: skip


def mentor(number: int, **more: Any) -> Mentor:
    return Mentor(code=who(number), full_name=f"Наставников {'АБВГ'[number % 4]}лексей Петрович", kind="выпускник",
                  birth_date=date(1990, 1, 1), competences="опыт", capacity=5, joined=START, **more)  # fmt: skip


def pair(number: int, mentor_number: int, mentee_number: int, **more: Any) -> Pair:
    values: dict[str, Any] = {"state": "утверждена", "start": START, "planned_end": date(2027, 5, 31), **more}
    return Pair(code=pr(number), mentor=who(mentor_number), mentee=who(mentee_number), mentoring_form=UU, **values)


def met(number: int, pair_number: int, day: date, **more: Any) -> Meeting:
    return Meeting(code=make_code("В", number), pair=pr(pair_number), held=day, kind="регулярная",
                   **{"state": "состоялась", **more})  # fmt: skip


def criterion(number: int, measure: str, weight: float = 10, award: str = BEST_PAIR, **more: Any) -> Criterion:
    whom = "пара" if award == BEST_PAIR else "наставник"
    return Criterion(code=make_code("КН", number), award=award, whom=whom, measure=measure, weight=weight, **more)


PEOPLE: list[Record] = [mentee(1), mentee(2), mentee(3), mentor(11), mentor(12)]
PAIRS: list[Record] = [pair(1, 11, 1), pair(2, 12, 2), pair(3, 12, 3)]


def meetings(*counts: int) -> list[Record]:
    made: list[Record] = []
    for number, count in enumerate(counts, start=1):
        made += [met(len(made) + 1 + k, number, START + timedelta(days=10 * k)) for k in range(count)]
    return made


def book(*records: Record, settings: dict[str, object] | None = None) -> Book:
    return book_of(records, {**SETTINGS, **(settings or {})})


def ranking(*records: Record) -> list[tuple[str | None, str, float | None]]:
    rows = nominations(book(*records), today=TODAY)
    return [(row.place, row.pair or row.person or "", row.points) for row in rows]


def count(measure: str, *records: Record, by_pair: bool = True, **settings: object) -> tuple[float | None, str]:
    made = book(*PEOPLE, *records, settings=settings)
    first = nominees(made[Pair], by_pair=by_pair)[0]
    return tuple(Evidence(made, TODAY).count(measure, first))  # type: ignore[return-value]


def test_places_follow_the_criteria_and_equals_share_one() -> None:
    planned = [pair(n, m, e, meetings_planned=4) for n, m, e in ((1, 11, 1), (2, 12, 2), (3, 12, 3))]
    rows = ranking(*PEOPLE, *planned, *meetings(2, 4, 2), criterion(1, "встречи по плану", 30))
    assert rows == [("1", pr(2), 30.0), ("2–3", pr(1), 15.0), ("2–3", pr(3), 15.0)]


def test_the_reasons_say_what_each_criterion_brought() -> None:
    made = nominations(
        book(*PEOPLE, pair(1, 11, 1, meetings_planned=4), *meetings(2), criterion(1, "встречи по плану", 30),
             criterion(2, "задания плана", 20)), today=TODAY,
    )[0]  # fmt: skip
    assert made.reasons == "Встречи по плану: 2 из 4 → 15 из 30; задания плана: плана нет → 0 из 20"
    assert made.attention == "нет данных: задания плана; без согласия на распространение имя не публикуют"
    assert made.publish is False


@pytest.mark.parametrize(
    ("measure", "records", "number", "words"),
    [
        ("встречи по плану", [pair(1, 11, 1), *meetings(2)], None, "число встреч не согласовано"),
        ("встречи по плану", [pair(1, 11, 1, meetings_planned=2), *meetings(3)], 150, "3 из 2"),
        ("встречи без пауз", [pair(1, 11, 1), *meetings(1)], None, "встреч мало"),
        ("встречи без пауз", [pair(1, 11, 1), *meetings(2), met(9, 1, date(2027, 1, 1))], 50, "1 из 2 промежутков"),
        ("отметки о встречах", [pair(1, 11, 1), met(1, 1, START, mentor_mark=True, mentee_mark=True),
                                met(2, 1, START, mentor_mark=True)], 50, "1 из 2 — обоими"),
        ("задания плана", [pair(1, 11, 1), PlanTask(code=make_code("ИП", 1), pair=pr(1), task="а", due=TODAY,
                                                     done=TODAY)],
         100, "1 из 1"),
        ("анкеты", [pair(1, 11, 1), Answer(code=make_code("ОТ", 1), person=who(1), moment="вход", answer="5",
                                           answered=START)], 50, "1 из 2"),
        ("Школа наставников", [pair(1, 11, 1)], 0, "не учился"),
        ("Школа наставников", [pair(1, 11, 1), Training(code=make_code("О", 1), mentor=who(11), topic="Роль",
                                                        held=START, hours=2, attended=True)],
         100, "был на 1 из 1 занятий"),
        ("события", [pair(1, 11, 1), Event(code=make_code("М", 1), kind="конкурс", title="Форум", held=START,
                                           invited=(who(1), who(11)), attended=(who(1),))], 50, "1 из 2"),
        ("итоги и отзывы", [pair(1, 11, 1, result="справляется")], 50, "1 из 2"),
        ("практики", [pair(1, 11, 1), Practice(code=make_code("БП", 1), title="Карта", kind="лучшая практика",
                                               person=who(11))], 1, "1"),
        ("наставляемые", [pair(1, 11, 1)], 1, "1"),
        ("завершённые пары", [pair(1, 11, 1, state="завершена")], 1, "1"),
    ],
)  # fmt: skip
def test_every_measure_counts_what_the_book_holds(
    measure: str, records: list[Record], number: float | None, words: str
) -> None:
    assert count(measure, *records) == (number, words)


def test_every_measure_is_tried_above() -> None:
    tried = {case[0] for case in test_every_measure_counts_what_the_book_holds.pytestmark[0].args[1]}  # type: ignore[attr-defined]
    assert tried == set(MEASURES)


def test_hours_of_the_school_are_those_of_lessons_and_of_events_once() -> None:
    lesson = Event(code=make_code("М", 1), kind=LESSON, title="Роль", held=START, hours=2, attended=(who(11),))
    same = Training(code=make_code("О", 1), mentor=who(11), topic="роль", held=START, hours=2, attended=True)
    assert count("Школа наставников", pair(1, 11, 1), lesson, same, training_hours=8) == (25.0, "2 ч из 8")


def test_a_mentor_is_nominated_with_all_his_pairs_and_a_stopped_one_is_not_held_against_him() -> None:
    rows = ranking(
        *PEOPLE, pair(1, 12, 1), pair(2, 12, 2), pair(3, 12, 3, state="прекращена", end=TODAY), *meetings(1, 1, 1),
        criterion(1, "наставляемые", 30, MENTOR, full=3),
    )  # fmt: skip
    assert rows == [("1", who(12), 20.0)]


@pytest.mark.parametrize(
    ("records", "reason"),
    [
        ([pair(1, 11, 1)], "состоявшихся встреч в журнале нет"),
        ([pair(1, 11, 1, state="прекращена", end=TODAY), *meetings(1)], "пара прекращена"),
        ([pair(1, 11, 9), *meetings(1)], f"{who(9)}: нет в базе"),
        ([pair(1, 11, 1), *meetings(1)], "по этим критериям в книге ничего не записано"),
        ([pair(1, 11, 1), *meetings(2), Award(code=make_code("НГ", 1), pair=pr(1), kind=BEST_PAIR, basis="за",
                                              given=TODAY)], "уже отмечено на листе «Поощрения»"),
    ],
)  # fmt: skip
def test_who_is_left_out_is_told_why(records: list[Record], reason: str) -> None:
    row = nominations(book(*PEOPLE, *records, criterion(1, "встречи без пауз")), today=TODAY)[0]
    assert (row.place, row.points, row.reasons) == ("—", None, f"Не участвует: {reason}")


def test_a_mentor_who_has_left_is_left_out_and_last_years_award_does_not_count() -> None:
    old = Award(code=make_code("НГ", 1), person=who(11), kind=MENTOR, basis="за", given=date(2026, 5, 20))
    one = [mentee(1), pair(1, 11, 1), *meetings(1), criterion(1, "наставляемые", 10, MENTOR), old]
    assert ranking(mentor(11), *one) == [("1", who(11), 10.0)]
    assert ranking(mentor(11, left=TODAY), *one) == [("—", who(11), None)]


def test_a_complaint_that_waits_is_pointed_out_but_excludes_nobody() -> None:
    complaint = Request(code=make_code("ОБ", 1), received=TODAY, kind="жалоба", about=who(11), text="опаздывает")
    row = nominations(
        book(*PEOPLE, pair(1, 11, 1), *meetings(1), complaint, criterion(1, "наставляемые", 10, MENTOR)), today=TODAY
    )[0]
    assert row.place == "1"
    assert "есть жалоба без ответа" in (row.attention or "")


def test_a_name_may_be_published_only_if_everybody_behind_it_has_consented() -> None:
    def consent(number: int, person: str, signed_by: str) -> Consent:
        return Consent(code=make_code("С", number), person=person, kind=DISSEMINATION, signed_by=signed_by, given=START)

    one = [*PEOPLE, pair(1, 11, 1), *meetings(1), criterion(1, "наставляемые"), consent(1, who(11), "сам")]
    assert nominations(book(*one), today=TODAY)[0].publish is False
    both = consent(2, who(1), "законный представитель")
    assert nominations(book(*one, both), today=TODAY)[0].publish is True


def test_only_the_first_ten_places_are_shown() -> None:
    many = [mentee(n) for n in range(1, 16)]
    rows = ranking(
        *many, mentor(31), *(pair(n, 31, n, meetings_planned=20) for n in range(1, 16)), *meetings(*range(1, 16)),
        criterion(1, "встречи по плану", 20),
    )  # fmt: skip
    assert [place for place, _, _ in rows] == [str(n) for n in range(1, 11)]


def test_decisions_stay_when_nominations_are_made_again() -> None:
    decided = Nomination(award=BEST_PAIR, place="1", pair=pr(1), decision="принять", comment="за терпение")
    gone = Nomination(award=BEST_PAIR, place="2", pair=pr(3), decision="позже")
    rows = nominations(
        book(*PEOPLE, pair(1, 11, 1), *meetings(1), criterion(1, "наставляемые"), decided, gone), today=TODAY
    )
    assert [(row.pair, row.decision, row.comment) for row in rows] == [
        (pr(1), "принять", "за терпение"), (pr(3), "позже", None),
    ]  # fmt: skip


def accepted(**more: Any) -> Nomination:
    return Nomination(award=BEST_PAIR, place="1", pair=pr(1), full_name="пара", decision="принять", **more)


def test_an_accepted_nomination_becomes_an_award_once() -> None:
    whole = [*PEOPLE, pair(1, 11, 1, meetings_planned=2), *meetings(2), criterion(1, "встречи по плану"), accepted()]
    made = awards(book(*whole), today=TODAY)
    assert [(a.kind, a.pair, a.person, a.basis) for a in made] == [
        (BEST_PAIR, pr(1), None, "за вклад в наставничество: все намеченные встречи")
    ]
    given = Award(code=make_code("НГ", 1), pair=pr(1), kind=BEST_PAIR, basis="за", given=TODAY)
    assert awards(book(*whole, given), today=TODAY) == []


def test_the_persons_own_words_come_first_and_what_cannot_be_is_refused_by_name() -> None:
    one = [*PEOPLE, pair(1, 11, 1), *meetings(1), accepted(comment="за терпение")]
    assert awards(book(*one), today=TODAY)[0].basis == "за терпение"
    with pytest.raises(Refused, match="пара: состоявшихся встреч в журнале нет"):
        awards(book(*PEOPLE, pair(1, 11, 1), accepted()), today=TODAY)
    with pytest.raises(Refused, match="больше нет такой пары"):
        awards(book(*PEOPLE, accepted()), today=TODAY)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    consents = [
        Consent(code=make_code("С", 10 * n + k), person=who(n), kind=kind, given=START, kept="сейф",
                signed_by="сам" if n > 10 else "законный представитель")
        for n in (1, 11) for k, kind in enumerate((PROCESSING, PARTICIPATION))
    ]  # fmt: skip
    records: dict[type[Record], list[Any]] = {
        Mentee: [mentee(1)], Mentor: [mentor(11)], Consent: consents, Meeting: meetings(2),
        Pair: [pair(1, 11, 1, meetings_planned=2)],
    }  # fmt: skip
    path = tmp_path / "книга.xlsx"
    settings = {**SETTINGS, "school_full": "Школа № 7", "school_short": "Школа № 7", "place": "г. Хазарск",
                "director": "Саидова Патимат Юсуповна", "coordinator": "Омарова Диана Исрафиловна"}  # fmt: skip
    path.write_bytes(build(today=START, settings=settings, records=records))
    return path


def test_from_nominations_to_the_order_and_the_diploma_and_back(workbook: Path) -> None:
    at = Options(today=TODAY)
    said = command.nominate(str(workbook), options=at).message
    assert "конкурс «Лучшая пара»: первое место: Наставников Глексей Петрович — Борисов Олег Ильич" in said
    with open_host(workbook) as host:
        made = read_book(host)
        row = next(r for r in made[Nomination] if r.award == BEST_PAIR)
        column = made.table(Nomination).positions["decision"]
        host.write(sheet_of(Nomination).title, {(row.row, column): "принять"})
    assert command.grant(str(workbook), options=at).message.startswith("Записано на лист «Поощрения»: 1 поощрение.")
    assert command.grant(str(workbook), options=at).message.startswith("Новых принятых номинаций нет")
    assert papers.made(str(workbook), "order_reward", options=at).facts["files"]
    assert papers.made(str(workbook), "diploma_best_pair", options=at).facts["files"]
    with open_host(workbook) as host:
        award = read_book(host)[Award][0]
    assert (award.pair, award.order_number) == (pr(1), "1")


def test_undo_takes_the_awards_back(workbook: Path) -> None:
    at = Options(today=TODAY)
    command.nominate(str(workbook), options=at)
    with open_host(workbook) as host:
        made = read_book(host)
        column = made.table(Nomination).positions["decision"]
        host.write(sheet_of(Nomination).title, {(made[Nomination][0].row, column): "принять"})
    command.grant(str(workbook), options=at)
    undoing.undo(str(workbook), options=at)
    with open_host(workbook) as host:
        after = read_book(host)
    assert after[Award] == []
    assert after[Nomination][0].decision == "принять"
