"""Orders: the whole document with its number, the register and what stands in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from documents_support import text_of

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents import DocumentsResult, make
from nastavnik_sheets.documents.people import named, person_of
from nastavnik_sheets.documents.sample import SAMPLE_DAY, SAMPLE_SETTINGS, book_of, host_of, sample_book, sample_records
from nastavnik_sheets.errors import Refused, UsageError
from nastavnik_sheets.lists import LESSON
from nastavnik_sheets.workbook import Consent, Mentee, Mentor, Pair
from nastavnik_sheets.year_sheets import Award, Event, OrderRow

LATER = date(2026, 11, 2)


def applied(made: DocumentsResult) -> Book:
    """Return the book as it is after the changes of a result."""
    host = host_of(sample_records(), SAMPLE_SETTINGS)
    with host:
        made.plan.apply(host)
    return read_book(host)


def test_the_order_on_pairs_names_everybody_in_the_right_case() -> None:
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY)
    text = text_of(made.files[0][1])
    assert "Об утверждении наставников и наставнических пар/групп" in text
    assert "Заместителю директора по учебно-воспитательной работе Гаджиевой Патимат Саидовне" in text
    assert "Исаеву Марину Львовну, педагога-организатора, — форма «Ученик – ученик»" in text
    assert "Магомедов Саид-Магомед Гаджиевич, 11 «А» класс" in text
    assert "распоряжением Министерства просвещения Российской Федерации от 25.12.2019 № Р-145" in text
    assert "статья 351.8" in text
    assert text.count("ПРИКАЗЫВАЮ") == 1


def test_the_order_is_registered_and_its_pairs_are_approved() -> None:
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY)
    book = applied(made)
    row = book[OrderRow][0]
    assert (row.number, row.issued, row.kind) == ("1", SAMPLE_DAY, "Приказ об утверждении пар")
    assert row.file == made.files[0][0] == "2026-10-01 № 001 Приказ об утверждении пар.docx"
    assert sum(p.state == "предложена" for p in book[Pair]) == 0
    assert {(p.order_number, p.order_date, p.state) for p in book[Pair] if p.state == "утверждена"} == {
        ("1", SAMPLE_DAY, "утверждена")
    }


def test_a_reprint_is_identical_and_takes_no_number() -> None:
    made = make(sample_book(), "order_pairs", today=SAMPLE_DAY)
    again = make(applied(made), "order_pairs", today=LATER)
    assert again.files == made.files
    assert again.plan.empty


@pytest.mark.parametrize("number", [None, "1"])
def test_a_pair_that_ended_since_does_not_make_the_reprint_a_new_order(number: str | None) -> None:
    host = host_of(sample_records(), SAMPLE_SETTINGS)
    made = make(read_book(host), "order_pairs", today=SAMPLE_DAY)
    with host:
        made.plan.apply(host)
    book = read_book(host)
    ended = Plan(book)
    ended.set(next(p for p in book[Pair] if p.order_number), "state", "завершена")
    with host:
        ended.apply(host)
    again = make(read_book(host), "order_pairs", today=LATER, number=number)
    assert again.plan.empty
    assert again.files == made.files


def test_a_person_without_consent_stops_the_whole_order() -> None:
    person = next(r for r in sample_records() if isinstance(r, Mentee) and "Ахмедова" in (r.full_name or ""))
    records = [r for r in sample_records() if not (isinstance(r, Consent) and r.person == person.code)]
    book = book_of(records, SAMPLE_SETTINGS)
    with pytest.raises(Refused, match=r"Ахмедова Патимат Руслановна.*обработка персональных данных"):
        make(book, "order_pairs", today=SAMPLE_DAY)
    made = make(book, "order_pairs", today=SAMPLE_DAY, without=[person.code])
    text = text_of(made.files[0][1])
    assert "Ахмедова" not in text
    assert "(3 пары)" in text


def test_empty_settings_are_named_before_anything_is_made() -> None:
    book = book_of(sample_records(), {**SAMPLE_SETTINGS, "director": "", "coordinator": ""})
    with pytest.raises(Refused, match="«ФИО руководителя», «ФИО координатора»"):
        make(book, "order_pairs", today=SAMPLE_DAY)


def test_a_person_without_a_name_is_never_printed() -> None:
    records = [replace(r, full_name=None) if isinstance(r, Mentee) else r for r in sample_records()]
    with pytest.raises(Refused, match="имя"):
        make(book_of(records, SAMPLE_SETTINGS), "order_pairs", today=SAMPLE_DAY)


def test_an_unknown_kind_is_answered_with_the_nearest_one() -> None:
    with pytest.raises(UsageError, match="order_pairs"):
        make(sample_book(), "order_pair", today=SAMPLE_DAY)


@pytest.mark.parametrize("kind", ["order_reward", "certificate_best_mentor"])
def test_an_award_to_nobody_known_is_refused_with_its_row(kind: str) -> None:
    best = "грамота «Лучший наставник»"
    records = [
        replace(one, person="У-999-0") if isinstance(one, Award) and one.kind == best else one
        for one in sample_records()
    ]
    book = book_of(records, SAMPLE_SETTINGS)
    with pytest.raises(Refused, match=rf"«Поощрения», строка \d+ \({best}\): код «У-999-0» не найден"):
        make(book, kind, today=LATER)


def test_the_order_of_a_pair_is_never_written_over() -> None:
    records = [replace(one, order_number="7-н") if isinstance(one, Pair) else one for one in sample_records()]
    proposed = next(one.code for one in records if isinstance(one, Pair) and one.state == "предложена")
    with pytest.raises(Refused, match="приказом № 7-н"):
        make(book_of(records, SAMPLE_SETTINGS), "order_pairs", today=LATER, people=(proposed,))


def test_the_order_on_the_school_takes_a_lesson_told_as_one_event() -> None:
    mentors = tuple(m.code for m in sample_book()[Mentor][:2])
    lesson = Event(
        code=make_code("М", 9), kind=LESSON, title="Границы и безопасность", held=date(2026, 10, 15), hours=3,
        invited=mentors, responsible="Цой Анна Викторовна",
    )  # fmt: skip
    made = make(book_of([*sample_records(), lesson], SAMPLE_SETTINGS), "order_school", today=SAMPLE_DAY)
    text = text_of(made.files[0][1])
    assert "Всего часов: 5" in text
    assert "15.10.2026 | Границы и безопасность | 3 | Цой Анна Викторовна | 2" in text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Учитель физики", "учитель физики"),
        ("И.о. директора", "и.о. директора"),
        ("ИП, наставник", "ИП, наставник"),
        ("педагог", "педагог"),
        ("", ""),
    ],
)
def test_a_post_begins_with_a_small_letter_within_a_sentence(typed: str, printed: str) -> None:
    assert named("Гаджиева Патимат Саидовна", typed)["должность"] == printed
    book = sample_book()
    mentor = replace(next(m for m in book[Mentor] if m.post), post=typed)
    shown = person_of(book, mentor, mentor.code, today=SAMPLE_DAY)
    assert (shown["должность"], str(shown["кем"]).startswith(printed)) == (printed, True)
