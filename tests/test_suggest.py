"""From questionnaires to pairs: who takes part, why these two, what a choice costs, decisions that stay."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from import_books import book_of

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.commands.pairing import offered
from nastavnik_sheets.errors import Refused
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.lists import LESSON, initial_values
from nastavnik_sheets.pairing.confirming import new_pairs
from nastavnik_sheets.pairing.meeting import plan_meeting
from nastavnik_sheets.pairing.proposal import Round, round_of
from nastavnik_sheets.pairing.rows import suggestions
from nastavnik_sheets.pairing.support import support_requests
from nastavnik_sheets.schema import Record
from nastavnik_sheets.service_sheets import SettingRow, Synonym
from nastavnik_sheets.settings import title_of
from nastavnik_sheets.terms import PARTICIPATION, PROCESSING
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair, Preference, Suggestion
from nastavnik_sheets.year_sheets import Event, Programme, Training

TODAY = date(2026, 10, 1)
SEPTEMBER = date(2026, 9, 1)
CHILD, ADULT = date(2012, 3, 4), date(1980, 3, 4)
WEEKEND = (initial_values()["Удобное время"][0],)


def person(number: int) -> str:
    return make_code("У", number)


def mentee(number: int, **changes: object) -> Mentee:
    values: dict[str, object] = {
        "code": person(number), "full_name": f"Учеников {'АБВГДЕЖЗИК'[number % 10]}лан Петрович", "birth_date": CHILD,
        "kind": "обучающийся", "request": "подтянуть предмет", "joined": SEPTEMBER, "questionnaire": SEPTEMBER,
        "programme_seen": SEPTEMBER, "voluntary": True,
    }  # fmt: skip
    return Mentee(**{**values, **changes})  # type: ignore[arg-type]


def mentor(number: int, **changes: object) -> Mentor:
    values: dict[str, object] = {
        "code": person(number), "full_name": f"Учителев {'АБВГДЕЖЗИК'[number % 10]}хмед Омарович", "birth_date": ADULT,
        "kind": "педагог или специалист", "competences": "разное", "capacity": 1, "joined": SEPTEMBER,
        "questionnaire": SEPTEMBER, "programme_seen": SEPTEMBER, "voluntary": True,
    }  # fmt: skip
    return Mentor(**{**values, **changes})  # type: ignore[arg-type]


def consents(*people: Record) -> list[Consent]:
    found = []
    for n, one in enumerate(people):
        who = "сам" if one.birth_date == ADULT else "законный представитель"  # type: ignore[attr-defined]
        for k, kind in enumerate((PROCESSING, PARTICIPATION)):
            found.append(Consent(code=make_code("С", 10 * n + k + 1), person=one.code, kind=kind, signed_by=who,  # type: ignore[attr-defined]
                                 given=SEPTEMBER))  # fmt: skip
    return found


def school(*records: Record) -> MemoryHost:
    people = [r for r in records if isinstance(r, Mentee | Mentor)]
    return book_of(*records, *consents(*people))


def worked(host: MemoryHost) -> Round:
    return round_of(read_book(host), today=TODAY)


def rows(host: MemoryHost) -> list[Suggestion]:
    return suggestions(worked(host))


def written(host: MemoryHost, *, decide: dict[tuple[str, str], str] | None = None) -> Book:
    """Put the suggestions of this round on their sheet, with decisions; return the book as it is then."""
    with host:
        book = read_book(host)
        chosen = decide or {}
        made = [replace(s, decision=chosen.get((s.mentee, s.mentor or ""))) for s in rows(host)]
        plan = Plan(book)
        plan.replace(Suggestion, made)
        plan.apply(host)
    return read_book(host)


def test_the_common_topic_decides_and_the_reason_cites_both_answers() -> None:
    host = school(
        mentee(1, topics=("математика",)),
        mentor(11, topics=("русский язык",)), mentor(12, topics=("математика", "физика")),
    )  # fmt: skip
    best = rows(host)[0]
    assert (best.mentee, best.mentor, best.best, best.rank) == (person(1), person(12), True, 1)
    assert best.reasons is not None
    assert "Просит помощи: математика — наставник с этим помогает" in best.reasons


def test_words_that_mean_a_topic_count_and_are_quoted() -> None:
    host = school(
        mentee(1, request="завалил контрольную по дробям"), mentor(11), mentor(12, topics=("математика",)),
        Synonym(word="дроб", topic="математика"),
    )  # fmt: skip
    best = rows(host)[0]
    assert best.mentor == person(12)
    assert "В запросе сказано «дробям» — это тема «математика»" in (best.reasons or "")


def test_alike_words_of_request_and_competence_count_without_any_list() -> None:
    host = school(
        mentee(1, request="хочу научиться программированию роботов"),
        mentor(11, competences="вокал и хоровое пение"), mentor(12, competences="робототехника, программирование"),
    )  # fmt: skip
    assert rows(host)[0].mentor == person(12)


def test_the_parts_of_the_score_are_what_the_matrix_holds() -> None:
    host = school(
        mentee(1, topics=("математика", "физика"), times=WEEKEND, wanted_form="Учитель – ученик"),
        mentor(11, topics=("математика",), times=WEEKEND, age_from=10, age_to=16, competences="вяжу"),
    )  # fmt: skip
    # half of the topics (40), the form (10), the time (10), the age 14 (10)
    assert rows(host)[0].score == 20 + 10 + 10 + 10


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"voluntary": False}, "добровольн"), ({"programme_seen": None}, "не знаком с программами"),
     ({"kind": None}, "не указано, кто это")],
)  # fmt: skip
def test_a_mentee_who_cannot_be_paired_has_a_row_that_says_why(change: dict[str, object], reason: str) -> None:
    (row,) = [s for s in rows(school(mentee(1, **change), mentor(11))) if s.mentee]
    assert (row.mentor, row.rank) == (None, 0)
    assert reason in (row.reasons or "")
    assert "сопровождение" in (row.price_note or "")


def test_without_a_consent_nobody_is_paired() -> None:
    host = book_of(mentee(1), mentor(11), *consents(mentor(11)))
    (row,) = [s for s in rows(host) if s.mentee]
    assert "нет нужного согласия" in (row.reasons or "")


def test_a_teacher_helps_a_teacher_only_with_the_consent_of_a_worker() -> None:
    teacher = mentee(1, kind="педагог", birth_date=ADULT)
    host = school(teacher, mentor(11))
    assert (person(1), person(11)) not in worked(host).candidates
    (alone,) = [row for row in rows(host) if row.mentee]
    assert "нет согласия работника" in (alone.reasons or "")
    assert "consent_worker" in (alone.price_note or "")
    allowed = Consent(code=make_code("С", 900), person=person(11), kind="согласие работника (ст. 351.8 ТК)",
                      signed_by="сам", given=SEPTEMBER)  # fmt: skip
    host = book_of(teacher, mentor(11), *consents(teacher, mentor(11)), allowed)
    assert (person(1), person(11)) in worked(host).candidates


def test_of_two_alike_the_one_who_waited_last_year_is_paired_and_it_is_said() -> None:
    first, waited = mentee(1), mentee(2, unpaired_before=True)
    host = school(first, waited, mentor(11))
    assert worked(host).solution.pairs == {waited.code: person(11)}
    (best,) = [row.reasons or "" for row in rows(host) if row.mentee == waited.code and row.best]
    assert "прошлом году остался без пары" in best


def test_a_form_fits_both_or_they_are_no_candidates() -> None:
    host = school(mentee(1), mentor(11, kind="обучающийся", birth_date=CHILD), mentor(12, forms=("Учитель – учитель",)))
    assert [(s.mentor, s.mentoring_form) for s in rows(host) if s.mentee] == [(person(11), "Ученик – ученик")]


def test_who_is_not_ready_to_work_together_is_never_offered() -> None:
    refusal = Preference(code=make_code("ПЧ", 1), person=person(11), role="наставник", stated=TODAY,
                         not_with=(person(1),))  # fmt: skip
    host = school(mentee(1), mentor(11), mentor(12), refusal)
    assert [s.mentor for s in rows(host) if s.mentee] == [person(12)]


def test_choices_after_the_meeting_weigh_and_are_said() -> None:
    choice = Preference(code=make_code("ПЧ", 1), person=person(1), role="наставляемый", stated=TODAY,
                        first=person(12))  # fmt: skip
    host = school(mentee(1), mentor(11), mentor(12), choice)
    assert rows(host)[0].mentor == person(12)
    assert "наставляемый назвал этого наставника 1-м выбором" in (rows(host)[0].reasons or "")


def test_a_choice_that_leaves_somebody_without_a_mentor_names_him() -> None:
    host = school(
        mentee(1, full_name="Первый Али Омарович"),
        mentee(2, full_name="Второй Иса Омарович", wanted_form="Учитель – ученик"),
        mentor(11), mentor(12, kind="обучающийся", birth_date=CHILD, forms=("Ученик – ученик",)),
        Preference(code=make_code("ПЧ", 1), person=person(2), role="наставляемый", stated=TODAY,
                   not_with=(person(12),)),
    )  # fmt: skip
    costly = next(s for s in rows(host) if (s.mentee, s.mentor) == (person(1), person(11)))
    assert costly.price_note == "Без наставника останется: Второй Иса Омарович"


def test_too_few_places_name_the_cheapest_one_more() -> None:
    host = school(mentee(1), mentee(2), mentor(11))
    without = [s for s in rows(host) if s.rank == 0 and s.mentee]
    assert len(without) == 1
    assert (without[0].price_note or "").startswith("Ещё одно место даст пару 1 участнику: наставник — Учителев")


def test_sorting_the_sheets_changes_nothing() -> None:
    people = [mentee(n, topics=("математика",)) for n in range(1, 6)]
    mentors = [mentor(n, capacity=2, topics=("математика",)) for n in range(11, 14)]
    assert rows(school(*people, *mentors)) == rows(school(*reversed(people), *reversed(mentors)))


def test_decisions_stay_and_hold_in_the_next_round() -> None:
    host = school(mentee(1, topics=("математика",)), mentee(2), mentor(11, topics=("математика",)), mentor(12))
    written(host, decide={(person(1), person(11)): "отклонить", (person(2), person(11)): "принять"})
    again = worked(host)
    assert again.solution.pairs == {person(1): person(12), person(2): person(11)}
    kept = {(s.mentee, s.mentor): s.decision for s in suggestions(again) if s.decision}
    assert kept == {(person(1), person(11)): "отклонить", (person(2), person(11)): "принять"}


def test_accepted_suggestions_become_pairs_once() -> None:
    host = school(mentee(1), mentor(11))
    book = written(host, decide={(person(1), person(11)): "принять"})
    (pair,) = new_pairs(book, today=TODAY)
    assert (pair.mentee, pair.mentor, pair.state, pair.mentoring_form) == (
        person(1), person(11), "предложена", "Учитель – ученик")  # fmt: skip
    with host:
        plan = Plan(book)
        plan.add(pair)
        plan.apply(host)
    again = read_book(host)
    assert len(again[Pair]) == 1
    assert new_pairs(again, today=TODAY) == []


def test_conflicting_decisions_are_refused_by_name_and_nothing_is_made() -> None:
    host = school(
        mentee(1), mentee(2, full_name="Второй Иса Омарович"), mentor(11, full_name="Тесный Али Омарович"), mentor(12)
    )
    book = written(host, decide={(person(1), person(11)): "принять", (person(2), person(11)): "принять"})
    with pytest.raises(Refused, match="Тесный Али Омарович: мест у наставника 1, а принято 2"):
        new_pairs(book, today=TODAY)


def test_of_many_conflicting_decisions_the_first_are_named_and_the_rest_counted() -> None:
    pupils = [mentee(n) for n in range(1, 14)]
    host = school(*pupils, mentor(21, capacity=13), mentor(22, capacity=13))
    both = {(pupil.code, person(n)): "принять" for pupil in pupils for n in (21, 22)}
    with pytest.raises(Refused, match=r"; и ещё \d+\. Исправьте решения") as refused:
        new_pairs(written(host, decide=both), today=TODAY)
    assert str(refused.value).count("; ") == 10


def test_two_mentors_accepted_for_one_mentee_are_refused() -> None:
    host = school(mentee(1, full_name="Первый Али Омарович"), mentor(11), mentor(12))
    book = written(host, decide={(person(1), person(11)): "принять", (person(1), person(12)): "принять"})
    with pytest.raises(Refused, match="Первый Али Омарович: принято кандидатов 2"):
        new_pairs(book, today=TODAY)


def test_every_round_is_certified() -> None:
    host = school(*(mentee(n) for n in range(1, 8)), *(mentor(n, capacity=2) for n in range(11, 14)))
    assert worked(host).certificate.optimal
    assert worked(host).certificate.faults == ()


def test_an_event_that_showed_the_programme_counts_as_having_seen_it() -> None:
    programme = Programme(code=make_code("ПГ", 1), title="Рядом", mentoring_form="Учитель – ученик")
    event = Event(code=make_code("М", 1), kind="групповая встреча", title="Знакомство", held=SEPTEMBER,
                  programmes=(programme.code,), attended=(person(1),))  # fmt: skip
    stranger = mentee(1, programme_seen=None)
    assert (person(1), person(11)) not in worked(school(stranger, mentor(11), programme)).candidates
    assert (person(1), person(11)) in worked(school(stranger, mentor(11), programme, event)).candidates


def test_a_mentor_without_a_mentee_has_a_row_that_says_why() -> None:
    host = school(mentee(1, topics=("математика",)), mentor(11, topics=("математика",)), mentor(12))
    (idle,) = [s for s in rows(host) if not s.mentee]
    assert (idle.mentor, idle.rank) == (person(12), 0)
    assert "Пока без наставляемого" in (idle.reasons or "")


def test_two_who_would_rather_have_each_other_are_named_in_the_row() -> None:
    host = school(
        mentee(1, topics=("математика",), times=WEEKEND), mentee(2, topics=("математика",)),
        mentor(11, topics=("математика",), times=WEEKEND),
    )  # fmt: skip
    written(host, decide={(person(2), person(11)): "принять"})
    assert worked(host).certificate.faults == ()


def test_a_later_preference_stands_for_the_earlier_one() -> None:
    first = Preference(code=make_code("ПЧ", 1), person=person(1), role="наставляемый", stated=SEPTEMBER,
                       first=person(11))  # fmt: skip
    second = replace(first, code=make_code("ПЧ", 2), stated=TODAY, first=person(12))
    assert rows(school(mentee(1), mentor(11), mentor(12), first, second))[0].mentor == person(12)
    assert rows(school(mentee(1), mentor(11), mentor(12), second, first))[0].mentor == person(12)


def test_a_decision_that_holds_no_more_stays_with_the_reason() -> None:
    host = school(mentee(1), mentor(11), mentor(12))
    written(host, decide={(person(1), person(11)): "позже"})
    with host:
        plan = Plan(book := read_book(host))
        plan.set(book[Mentor][0], "left", SEPTEMBER)
        plan.apply(host)
    (gone,) = [s for s in rows(host) if s.mentor == person(11) and s.mentee]
    assert (gone.decision, gone.rank) == ("позже", None)
    assert "Больше не предлагается: наставник — вышел из программы" in (gone.price_note or "")


def test_a_mentor_of_a_group_programme_leads_one_group() -> None:
    programme = Programme(code=make_code("ПГ", 1), title="Клуб", mentoring_form="Учитель – ученик", group=True)
    host = school(mentee(1), mentee(2), mentor(11, capacity=3), programme)
    book = written(host, decide={(person(n), person(11)): "принять" for n in (1, 2)})
    assert [pair.group for pair in new_pairs(book, today=TODAY)] == ["Г-01", "Г-01"]


def test_a_pair_of_an_ordinary_programme_is_no_group() -> None:
    programme = Programme(code=make_code("ПГ", 1), title="Пара", mentoring_form="Учитель – ученик")
    host = school(mentee(1), mentee(2), mentor(11, capacity=3), programme)
    book = written(host, decide={(person(n), person(11)): "принять" for n in (1, 2)})
    assert [pair.group for pair in new_pairs(book, today=TODAY)] == [None, None]


def test_who_remains_without_a_pair_gets_one_line_for_support_and_only_one() -> None:
    host = school(mentee(1), mentee(2), mentor(11))
    book = written(host)
    (chosen,) = [s for s in book[Suggestion] if s.best]
    book = written(host, decide={(chosen.mentee, person(11)): "принять"})
    pairs = new_pairs(book, today=TODAY)
    (request,) = support_requests(book, pairs, today=TODAY)
    assert request.person not in {pair.mentee for pair in pairs}
    assert "психологическое сопровождение" in (request.text or "")
    with host:
        plan = Plan(book)
        plan.add(request)
        plan.apply(host)
    assert support_requests(read_book(host), pairs, today=TODAY) == []


def test_the_group_meeting_invites_everyone_who_has_somebody_to_meet() -> None:
    host = school(mentee(1), mentor(11))
    with host:
        plan = Plan(read_book(host))
        said = plan_meeting(plan, worked(host), held=date(2026, 10, 5))
        plan.apply(host)
    (event,) = read_book(host)[Event]
    assert (event.held, event.invited, event.kind) == (date(2026, 10, 5), (person(1), person(11)), "групповая встреча")
    assert said is not None
    assert "приглашённые (2)" in said


def test_a_planned_meeting_gets_only_the_guests_it_lacks() -> None:
    event = Event(code=make_code("М", 1), kind="групповая встреча", title="Знакомство", held=date(2026, 10, 5),
                  invited=(person(1),))  # fmt: skip
    host = school(mentee(1), mentor(11), event)
    for _ in range(2):
        with host:
            plan = Plan(read_book(host))
            plan_meeting(plan, worked(host), held=None)
            plan.apply(host)
    assert [e.invited for e in read_book(host)[Event]] == [(person(1), person(11))]


def test_put_off_offers_of_a_mentor_whose_places_are_taken_do_not_break_the_round() -> None:
    host = school(mentee(1), mentee(2), mentor(11), mentor(12))
    written(host, decide={(person(1), person(11)): "принять", (person(2), person(11)): "позже"})
    assert worked(host).solution.pairs == {person(1): person(11), person(2): person(12)}


def test_a_decision_that_once_became_a_pair_is_not_judged_again() -> None:
    host = school(mentee(1), mentor(11), Pair(
        code=make_code("ПР", 1), mentee=person(1), mentor=person(11), mentoring_form="Учитель – ученик",
        state="завершена", start=SEPTEMBER, planned_end=TODAY, end=TODAY,
    ))  # fmt: skip
    with host:
        plan = Plan(book := read_book(host))
        plan.replace(Suggestion, [Suggestion(mentee=person(1), mentor=person(11), rank=1, decision="принять")])
        plan.set(book[Mentor][0], "left", SEPTEMBER)
        plan.apply(host)
    assert new_pairs(read_book(host), today=TODAY) == []


def test_a_pair_fixed_by_hand_keeps_its_place_and_is_not_offered_again() -> None:
    fixed = Pair(code=make_code("ПР", 1), mentee=person(1), mentor=person(11), mentoring_form="Учитель – ученик",
                 state="предложена", manual=True, start=TODAY, planned_end=date(2027, 5, 31))  # fmt: skip
    host = school(mentee(1), mentee(2), mentor(11), mentor(12), fixed)
    assert worked(host).solution.pairs == {person(2): person(12)}
    assert person(1) not in {s.mentee for s in rows(host) if s.mentor}


def test_when_a_mentor_leaves_the_others_stay_where_they_were() -> None:
    people = [mentee(n, topics=("математика",)) for n in range(1, 7)]
    mentors = [mentor(n, capacity=2, topics=("математика",)) for n in range(11, 15)]
    host = school(*people, *mentors)
    written(host)
    before = worked(host).solution.pairs
    gone = before[person(1)]
    with host:
        plan = Plan(book := read_book(host))
        plan.set(book.mentors[gone], "left", SEPTEMBER)
        plan.apply(host)
    after = worked(host).solution.pairs
    assert all(after[m] == before[m] for m in before if before[m] != gone)
    assert gone not in after.values()


def test_with_training_required_only_those_who_finished_the_school_are_paired() -> None:
    people = [mentee(1), mentor(2), mentor(3), mentor(4)]
    lesson = Event(code=make_code("М", 1), kind=LESSON, title="Роль", held=SEPTEMBER, hours=2, attended=(person(2),))
    begun = Training(code=make_code("О", 1), mentor=person(3), topic="Роль", held=SEPTEMBER, hours=1, attended=True)
    required = [SettingRow(title=title_of("training_required"), value="да"),
                SettingRow(title=title_of("training_hours"), value=2)]  # type: ignore[arg-type]  # fmt: skip
    field = worked(school(*people, lesson, begun, *required)).field
    assert [m.code for m in field.mentors] == [person(2)]
    assert {code: b.reason for code, b in field.barred_mentors.items()} == {
        person(3): "не окончил Школу наставников (1 ч из 2)",
        person(4): "не окончил Школу наставников (не учился)",
    }
    assert len(worked(school(*people, lesson, begun)).field.mentors) == 3


def test_suggest_without_anybody_says_what_keeps_people_out_and_which_column_to_fill():
    late = mentee(1, programme_seen=None), mentee(2, programme_seen=None)
    host = book_of(*late, mentor(3, capacity=None), *consents(*late, mentor(3)))
    with host:
        said = offered(round_of(read_book(host), today=TODAY), None).splitlines()
    shown = "покажите программы на встрече и впишите её день в столбец «Знаком с программой» (п. 4.12)"
    assert said == [
        "Подобрать пары пока не из кого.",
        "Не участвуют в подборе: 3 человека. Что исправить у каждого — на листе «Предложения»:",
        f"  2 — ещё не знаком с программами: {shown}",
        "  1 — не указано, сколько наставляемых берёт: спросите и заполните «Сколько наставляемых»",
    ]
