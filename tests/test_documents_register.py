"""Numbers of documents: they continue within the year, no number is used twice, a reprint keeps its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from documents_support import text_of
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.codes import make_code
from nastavnik_sheets.documents import DocumentsResult, make, save_files
from nastavnik_sheets.documents.sample import (
    SAMPLE_DAY,
    SAMPLE_SETTINGS,
    book_of,
    host_of,
    person_code,
    sample_book,
    sample_records,
)
from nastavnik_sheets.errors import HostError, Refused
from nastavnik_sheets.facts.working_days import earliest_end
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.workbook import Mentor, Pair
from nastavnik_sheets.year_sheets import Award, OrderRow


def applied(host: MemoryHost, made: DocumentsResult) -> Book:
    with host:
        made.plan.apply(host)
    return read_book(host)


def sample_host(*more: OrderRow) -> MemoryHost:
    return host_of([*sample_records(), *more], SAMPLE_SETTINGS)


def row(number: str, day: date | None, kind: str = "Приказ о внедрении", n: int = 1) -> OrderRow:
    return OrderRow(code=make_code("Д", n), number=number, issued=day, kind=kind, title="прежний", people=None)


ORDERS = ("order_introduce", "order_coordinator", "order_school", "order_pairs", "order_reward", "order_final")


def test_numbers_of_different_orders_continue_one_another() -> None:
    host = sample_host()
    book = read_book(host)
    for key in ORDERS:
        book = applied(host, make(book, key, today=SAMPLE_DAY))
    assert [r.number for r in book[OrderRow]] == ["1", "2", "3", "4", "5", "6"]
    assert {a.order_number for a in book[Award]} == {"5"}


@pytest.mark.parametrize("key", ORDERS)
def test_a_second_printing_is_the_same_document(key: str) -> None:
    host = sample_host()
    first = make(read_book(host), key, today=SAMPLE_DAY)
    book = applied(host, first)
    again = make(book, key, today=SAMPLE_DAY + timedelta(days=40))
    assert again.files == first.files
    assert again.plan.empty
    assert any("повторно" in message for message in again.messages)


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(st.lists(st.sampled_from([*ORDERS, "letter_partner", "letter_parents"]), min_size=1, max_size=5), st.data())
def test_no_number_is_ever_used_twice(keys: list[str], data: st.DataObject) -> None:
    host = sample_host()
    book = read_book(host)
    day = SAMPLE_DAY
    for key in keys:
        day += timedelta(days=data.draw(st.integers(0, 40)))
        book = applied(host, make(book, key, today=day))
    letters = ("Благодарственное письмо партнёру", "Благодарственное письмо родителям наставника")
    used = [(r.kind in letters, r.issued.year if r.issued else 0, r.number) for r in book[OrderRow]]
    assert len(set(used)) == len(used)


def test_numbers_begin_anew_with_the_calendar_year_and_keep_the_schools_letters() -> None:
    host = sample_host(row("14-од", date(2026, 9, 1)), row("13-а", date(2026, 8, 1), n=2))
    made = make(read_book(host), "order_final", today=SAMPLE_DAY)
    assert made.files[0][0].startswith("2026-10-01 № 015-од ")
    january = make(read_book(host), "order_final", today=date(2027, 1, 12))
    assert january.files[0][0].startswith("2027-01-12 № 001 ")


def test_a_number_that_only_a_pair_still_mentions_is_taken() -> None:
    records = [
        replace(r, order_number="30", order_date=date(2026, 9, 2)) if isinstance(r, Pair) else r
        for r in sample_records()
    ]
    made = make(book_of(records, SAMPLE_SETTINGS), "order_final", today=SAMPLE_DAY)
    assert "№ 031" in made.files[0][0]


def test_a_number_of_unknown_date_counts_for_every_year() -> None:
    made = make(read_book(sample_host(row("7", None))), "order_final", today=date(2031, 1, 9))
    assert "№ 008" in made.files[0][0]


def test_a_number_a_person_names_is_taken_or_refused() -> None:
    host = sample_host(row("14", date(2026, 9, 1)))
    assert "№ 020" in make(read_book(host), "order_final", today=SAMPLE_DAY, number="20").files[0][0]
    with pytest.raises(Refused, match="14 в 2026 году уже занят"):
        make(read_book(host), "order_final", today=SAMPLE_DAY, number="14")


def test_naming_the_number_of_an_issued_order_prints_it_again() -> None:
    host = sample_host()
    first = make(read_book(host), "order_pairs", today=SAMPLE_DAY, people=[make_code("ПР", 1), make_code("ПР", 2)])
    book = applied(host, first)
    book = applied(host, make(book, "order_pairs", today=SAMPLE_DAY))
    again = make(book, "order_pairs", today=date(2026, 12, 1), number="1")
    assert again.files == first.files
    assert again.plan.empty


def test_pairs_that_come_later_get_an_order_of_their_own() -> None:
    host = sample_host()
    book = applied(host, make(read_book(host), "order_pairs", today=SAMPLE_DAY, without=[person_code(11)]))
    later = make(book, "order_pairs", today=date(2026, 11, 5))
    assert "№ 002" in later.files[0][0]
    text = text_of(later.files[0][1])
    assert "Ахмедова Патимат" in text
    assert "Юсупов Тимур" not in text


def test_an_order_of_the_next_school_year_is_another_document() -> None:
    host = sample_host()
    book = applied(host, make(read_book(host), "order_introduce", today=SAMPLE_DAY))
    made = make(book, "order_introduce", today=date(2027, 9, 1))
    assert "2027-09-01 № 001" in made.files[0][0]


def test_a_contract_writes_its_number_to_the_mentor() -> None:
    records = [
        replace(r, contract_number=None, contract_date=None) if isinstance(r, Mentor) else r for r in sample_records()
    ]
    host = host_of(records, SAMPLE_SETTINGS)
    first = make(read_book(host), "contract_external", today=SAMPLE_DAY)
    book = applied(host, first)
    assert (book.mentors[person_code(3)].contract_number, book.mentors[person_code(3)].contract_date) == (
        "2",
        SAMPLE_DAY,
    )
    assert make(book, "contract_external", today=date(2026, 12, 1)).files == first.files


def test_three_working_days_are_counted_over_weekends_and_holidays() -> None:
    assert earliest_end(date(2026, 10, 1)) == date(2026, 10, 7)
    assert earliest_end(date(2026, 10, 5)) == date(2026, 10, 9)
    assert earliest_end(date(2026, 11, 2)) == date(2026, 11, 7)
    assert earliest_end(date(2026, 12, 31)) == date(2027, 1, 14)


def test_an_order_is_printed_again_when_its_consents_have_run_out() -> None:
    host = sample_host()
    first = make(read_book(host), "order_pairs", today=SAMPLE_DAY)
    book = applied(host, first)
    assert make(book, "order_pairs", today=date(2027, 8, 1)).files == first.files
    with pytest.raises(Refused, match="истекло"):
        make(sample_book(), "order_pairs", today=date(2027, 8, 1))


def test_a_teachers_pair_ended_too_soon_after_the_notice_stops_the_order() -> None:
    records = [
        replace(r, state="прекращена", notified=date(2026, 10, 1), end=date(2026, 10, 6))
        if isinstance(r, Pair) and r.code == make_code("ПР", 1)
        else r
        for r in sample_records()
    ]
    with pytest.raises(Refused, match=r"не ранее 07\.10\.2026"):
        make(book_of(records, SAMPLE_SETTINGS), "order_change", today=SAMPLE_DAY)


def test_files_are_written_once_and_never_over_a_different_one(tmp_path: Path) -> None:
    folder = tmp_path / "Документы"
    files = [("а.docx", b"1"), ("б.docx", b"2")]
    assert [p.name for p in save_files(files, folder)] == ["а.docx", "б.docx"]
    assert [p.name for p in save_files(files, folder)] == ["а.docx", "б.docx"]
    assert [p.name for p in save_files([("а.docx", b"3")], folder)] == ["а (2).docx"]
    assert sorted(p.name for p in folder.iterdir()) == ["а (2).docx", "а.docx", "б.docx"]
    assert (folder / "а.docx").read_bytes() == b"1"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "занято").write_text("это файл")
    with pytest.raises(HostError, match="занято"):
        save_files([("а.docx", b"1")], tmp_path / "занято")


def test_names_of_files_are_safe_and_sort(tmp_path: Path) -> None:
    records = [replace(r, full_name="Иванов Иван") if isinstance(r, Mentor) else r for r in sample_records()]
    made = make(book_of(records, {**SAMPLE_SETTINGS}), "order_final", today=SAMPLE_DAY, number='7/2:"*?')
    name = made.files[0][0]
    assert name == "2026-10-01 № 007-2 Приказ об итоговом мероприятии.docx"
    assert save_files(made.files, tmp_path)[0].is_file()
    assert sample_book() is sample_book()


def test_two_letters_to_the_same_family_keep_their_two_numbers() -> None:
    letter = next(r for r in sample_records() if isinstance(r, Award) and "родителям" in (r.kind or ""))
    second = replace(letter, code=make_code("НГ", 99), basis="за второй конкурс")
    host = host_of([*sample_records(), second], SAMPLE_SETTINGS)
    first = make(read_book(host), "letter_parents", today=SAMPLE_DAY)
    book = applied(host, first)
    assert [r.number for r in book[OrderRow]] == ["1", "2"]
    again = make(book, "letter_parents", today=date(2026, 12, 1))
    assert again.files == first.files
    assert again.plan.empty
