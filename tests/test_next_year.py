"""The next year's workbook: who goes on, what is kept, what begins anew; the last workbook is only read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from rule_books import added, changed, grids, school
from rule_school import (
    FINISHED_PUPIL,
    NEW_TEACHER,
    OLDER_PUPIL,
    PROPOSED_PAIR,
    PUPIL_MENTOR,
    SENIOR_PUPIL,
    UU_PAIR,
    WAITING_PUPIL,
    YOUNG_PUPIL,
)

from nastavnik_sheets import template
from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.changes import Plan
from nastavnik_sheets.check import check
from nastavnik_sheets.codes import code_number, make_code
from nastavnik_sheets.commands.making import new
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.errors import NastavnikError, Refused
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.hosts.memory import MemoryHost
from nastavnik_sheets.next_year import Carried, carry
from nastavnik_sheets.next_year.people import AFTER_NINTH, next_class
from nastavnik_sheets.reminding import dues
from nastavnik_sheets.roadmap import actions
from nastavnik_sheets.service_sheets import LogRow, Measurement, WordCases
from nastavnik_sheets.terms import PROCESSING
from nastavnik_sheets.workbook import (
    Category,
    Consent,
    Meeting,
    Mentee,
    Pair,
    PlanTask,
    Preference,
    Suggestion,
)
from nastavnik_sheets.year_sheets import (
    Answer,
    Award,
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
    from pathlib import Path

    from rule_school import Records

TODAY = date(2027, 6, 15)


def last_year(records: Records | None = None) -> Records:
    """Return the school at the end of its year: one pupil a year older in each class, one about to leave."""
    return records if records is not None else school()


def carried(host: MemoryHost, today: date) -> Carried:
    """Return what the next year begins with."""
    period = template.default_period(today)
    return carry(read_book(host), titles=host.sheets(), period=period, today=today, name="прошлая.xlsx")  # type: ignore[arg-type]


def next_book(records: Records, today: date = TODAY) -> Book:
    """Return the workbook of the next year, read back from its file."""
    with MemoryHost(grids(records)) as host:
        made = carried(host, today)
    content = template.build(today=today, settings=made.settings, records=made.records)
    return book_from(content)


def book_from(content: bytes) -> Book:
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "книга.xlsx"
        path.write_bytes(content)
        with open_host(path) as host:
            return read_book(host)


def test_people_go_on_with_their_codes_a_class_higher_and_the_finished_do_not() -> None:
    book = next_book(last_year())
    classes = {m.code: m.school_class for m in book[Mentee]}
    assert classes[YOUNG_PUPIL] == "8А"
    assert classes[OLDER_PUPIL] == "10Б"
    assert AFTER_NINTH in (book.mentees[OLDER_PUPIL].note or "")
    assert FINISHED_PUPIL not in book.mentees, "passed the programme"
    assert book.mentees[NEW_TEACHER].school_class is None
    assert book.mentors[PUPIL_MENTOR].school_class == "11А"


def test_leavers_graduates_the_forgotten_and_the_withdrawn_stay_behind() -> None:
    records = changed(last_year(), Mentee, 0, left=date(2027, 3, 1))
    records = changed(records, Mentee, 1, school_class="11 «Б»")
    records = changed(records, Mentee, 3, full_name="Данные уничтожены А")
    own = next(n for n, c in enumerate(records[Consent]) if c.person == WAITING_PUPIL and c.kind == PROCESSING)  # type: ignore[attr-defined]
    records = changed(records, Consent, own, withdrawn=date(2027, 2, 1))
    book = next_book(records)
    assert not {YOUNG_PUPIL, OLDER_PUPIL, SENIOR_PUPIL, WAITING_PUPIL} & set(book.mentees)
    assert not [c for c in book[Consent] if c.person not in {*book.mentees, *book.mentors}]
    assert {row.person for row in book[Category]} <= set(book.mentees)


@pytest.mark.parametrize(
    ("now", "then"),
    [("9Б", "10Б"), ("10 «А»", "11 «А»"), (" 7-в", " 8-в"), ("11А", "11А"), ("подготовительный", "подготовительный"),
     (None, None), ("1 класс", "2 класс"), ("2026", "2026")],
)  # fmt: skip
def test_a_class_a_year_later(now: str | None, then: str | None) -> None:
    assert next_class(now) == then


def test_who_was_without_a_mentor_is_marked_and_paired_first() -> None:

    book = next_book(last_year())
    assert [m.code for m in book[Mentee] if m.unpaired_before] == [WAITING_PUPIL]


def test_open_pairs_are_proposed_anew_under_new_codes() -> None:
    book = next_book(last_year())
    pairs = {(p.mentor, p.mentee): p for p in book[Pair]}
    again = pairs[PUPIL_MENTOR, YOUNG_PUPIL]
    assert again.state == "предложена"
    assert again.manual is True
    assert again.order_number is None
    assert again.start == book.settings.programme_start
    old = {row.code for row in last_year()[Pair]}  # type: ignore[attr-defined]
    assert not old & {p.code for p in book[Pair]}
    assert all(p.mentee != WAITING_PUPIL for p in book[Pair]), f"{PROPOSED_PAIR} was never approved"


def test_no_number_is_given_twice() -> None:
    records = changed(last_year(), Mentee, 5, left=date(2027, 3, 1), code=make_code("У", 77))
    records = {**records, Pair: [p for p in records[Pair] if p.code != PROPOSED_PAIR]}  # type: ignore[attr-defined]
    book = next_book(records)
    assert make_code("У", 77) not in {*book.mentees, *book.mentors}
    plan = Plan(book)
    assert code_number(plan.new_code("У")) == 78
    assert code_number(plan.new_code("С")) > max(code_number(c.code) for c in records[Consent])  # type: ignore[attr-defined]


def test_consents_that_have_ended_are_asked_for_again() -> None:
    records = last_year()
    own = next(n for n, c in enumerate(records[Consent]) if c.person == YOUNG_PUPIL and c.kind == PROCESSING)  # type: ignore[attr-defined]
    records = changed(records, Consent, own, valid_until=date(2027, 7, 1))
    with MemoryHost(grids(records)) as host:
        made = carried(host, TODAY)
    assert YOUNG_PUPIL in made.crowd.without_consent


def test_the_year_itself_is_not_carried() -> None:
    book = next_book(last_year())
    for kind in (Meeting, PlanTask, Answer, Award, Event, Training, Suggestion):
        assert book[kind] == [], kind
    assert [row.text for row in book[Request]] == ["больше встреч"], "only what still waits for an answer"


def test_what_the_school_has_made_is_kept() -> None:
    records = {**last_year(), Measurement: [Measurement(taken=date(2027, 5, 20), indicator="П1", percent=41.5)]}
    book = next_book(records)
    assert [p.title for p in book[Partner]] == ["ООО «Пример»", "Музей Энска"]
    assert [p.title for p in book[Programme]] == [p.title for p in records[Programme]]  # type: ignore[attr-defined]
    assert {p.start for p in book[Programme]} == {date(2027, 9, 1)}
    assert [q.code for q in book[Question]] == [q.code for q in records[Question]]  # type: ignore[attr-defined]
    assert book[Measurement][0].percent == 41.5
    assert book.settings.director == "Вымыслова Анна Петровна"
    assert book.settings.pupils_10_19 is None, "each year has its own"
    assert (book.settings.programme_start, book.settings.programme_end) == (date(2027, 9, 1), date(2028, 5, 31))
    assert {row.part for row in book[IndicatorRow]} == {"цель", "влияние", "лист куратора"}
    assert all(row.before is None and row.points is None for row in book[IndicatorRow])
    assert [row.text for row in book[WordCases]] == ["Вымыслова", "Небыль"]
    assert "прошлая.xlsx" in (book[LogRow][0].what or "")


def test_refusals_stay_and_choices_are_asked_anew() -> None:
    rows = next_book(last_year())[Preference]
    assert len(rows) == 1
    assert rows[0].person == YOUNG_PUPIL
    assert rows[0].first is None
    assert rows[0].not_with


def test_numbers_of_documents_of_this_calendar_year_stay_taken() -> None:
    spring = OrderRow(code=make_code("Д", 9), number="21", issued=date(2027, 5, 25), kind="Приказ о поощрении",
                      title="Приказ о поощрении: Абрикосов П. И.", people=(YOUNG_PUPIL, FINISHED_PUPIL))  # fmt: skip
    book = next_book(added(last_year(), spring))
    assert [(row.number, row.title, row.people) for row in book[OrderRow]] == [
        ("21", "Приказ о поощрении", (YOUNG_PUPIL,))
    ]


def test_the_roadmap_gets_new_dates_and_keeps_the_schools_own_actions() -> None:
    ours = [replace(row, row=0, responsible="координатор", state="выполнено", done=row.end, proof="папка")
            for row in actions(date(2026, 9, 1), date(2027, 5, 31))]  # fmt: skip
    moved = replace(ours[10], start=date(2026, 10, 1), end=date(2026, 10, 20))
    own = RoadmapAction(code=make_code("ДК", 60), stage=6, action="Наше", content="Поход", start=date(2026, 10, 3),
                        end=date(2026, 10, 4), responsible="физорг")  # fmt: skip
    book = next_book({**last_year(), RoadmapAction: [*ours[:10], moved, *ours[11:], own]}, date(2027, 3, 1))
    rows = {row.code: row for row in book[RoadmapAction]}
    fresh = {row.code: row for row in actions(date(2027, 9, 1), date(2028, 5, 31))}
    assert len(rows) == 53
    assert rows[ours[0].code].start == fresh[ours[0].code].start
    assert rows[own.code].start == own.start + timedelta(days=365)  # type: ignore[operator]
    assert rows[moved.code].end == moved.end + timedelta(days=365)  # type: ignore[operator]
    assert {row.state for row in rows.values()} == {"не начато"}
    assert {row.proof for row in rows.values()} == {None}
    assert rows[ours[5].code].responsible == "координатор"


@pytest.mark.parametrize("today", [date(2027, 6, 15), date(2027, 8, 28), date(2027, 3, 1)])
def test_nothing_is_overdue_and_nothing_is_an_error_in_the_new_book(today: date) -> None:
    records = {**last_year(), Request: last_year()[Request][:1]}
    book = next_book(records, today)
    assert [f for f in check(book, today=today) if f.level == "ошибка"] == []
    assert [due for due in dues(book, today=today) if due.due < today] == []


def saved(path: Path) -> Path:
    path.write_bytes(template.build(today=date(2026, 3, 1)))
    return path


def test_the_last_workbook_is_only_read(tmp_path: Path) -> None:
    last = saved(tmp_path / "прошлая.xlsx")
    before = last.read_bytes()
    said = new(str(tmp_path / "новая.xlsx"), last_year=str(last), options=Options(today=TODAY)).message
    assert "не тронута" in said
    assert last.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["новая.xlsx", "прошлая.xlsx"]


def test_own_columns_and_sheets_are_named_and_templates_are_copied(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    last = saved(tmp_path / "прошлая.xlsx")
    workbook = load_workbook(last)
    page = workbook["Наставляемые"]
    page.cell(1, page.max_column + 1, "Кружок")
    workbook.create_sheet("Дежурства")
    workbook.save(last)
    (tmp_path / "Шаблоны").mkdir()
    (tmp_path / "Шаблоны" / "ИПР педагога.docx").write_bytes(b"docx")
    said = new(str(tmp_path / "год" / "новая.xlsx"), last_year=str(last), options=Options(today=TODAY)).message
    assert "столбцы «Кружок»" in said
    assert "лист «Дежурства»" in said
    assert (tmp_path / "год" / "Шаблоны" / "ИПР педагога.docx").read_bytes() == b"docx"


def test_what_cannot_be_done_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    from openpyxl import Workbook

    last = saved(tmp_path / "прошлая.xlsx")
    with pytest.raises(Refused, match="уже есть"):
        new(str(last), last_year=str(last), options=Options(today=TODAY))
    other = tmp_path / "смета.xlsx"
    Workbook().save(other)
    with pytest.raises(Refused, match="не книга наставничества"):
        new(str(tmp_path / "новая.xlsx"), last_year=str(other), options=Options(today=TODAY))
    with pytest.raises(NastavnikError):
        new(str(tmp_path / "новая.xlsx"), last_year=str(tmp_path / "нет.xlsx"), options=Options(today=TODAY))
    with pytest.raises(NastavnikError, match="Или --demo"):
        new(str(tmp_path / "новая.xlsx"), last_year=str(last), demo=True, options=Options(today=TODAY))
    shown = new(str(tmp_path / "новая.xlsx"), last_year=str(last), options=Options(today=TODAY, dry_run=True))
    assert shown.message.startswith("Будет создана")
    assert not (tmp_path / "новая.xlsx").exists()


def test_a_cell_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    last = saved(tmp_path / "прошлая.xlsx")
    with open_host(last) as host:
        book = read_book(host)
        place = book.table(Mentee).positions
        plan = Plan(book)
        plan.put("Наставляемые", 2, place["full_name"], before=None, after="Абрикосов Пётр Ильич")
        plan.put("Наставляемые", 2, place["birth_date"], before=None, after="весной")
        plan.apply(host)
    said = new(str(tmp_path / "новая.xlsx"), last_year=str(last), options=Options(today=TODAY)).message
    assert "не прочитано ячеек: 1" in said


def test_a_third_year_goes_on_from_the_second() -> None:
    second = next_book(last_year())
    with MemoryHost({title: second.grid(key) for key, title in second.titles.items()}) as host:
        third = carried(host, date(2028, 6, 1))
    codes = {m.code for m in third.crowd.mentees}
    assert codes <= {m.code for m in second[Mentee]}
    assert "У " in str(third.settings["used_numbers"])
    assert {p.unpaired_before for p in third.crowd.mentees} == {True}, "nobody was led in the second year"
    assert UU_PAIR not in {pair.code for pair in third.pairs}
