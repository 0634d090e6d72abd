"""The invented school's year gone through month by month: what a coordinator would expect to hear, and nothing else.

The book on each day is the story told up to it (`demo`), so check, roadmap and remind see what she saw.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.commands.checking import check as run_check
from nastavnik_sheets.commands.making import new
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.reminding import Extra, remind
from nastavnik_sheets.commands.scheduling import roadmap
from nastavnik_sheets.demo.story import Story
from nastavnik_sheets.demo.year import Year
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.reminding import dues
from nastavnik_sheets.workbook import Mentee, Pair

if TYPE_CHECKING:
    from pathlib import Path

FIRST = 2026
DAYS = (date(2026, 11, 20), date(2026, 12, 25), date(2027, 3, 26), date(2027, 5, 28), date(2027, 6, 15))


class Month(NamedTuple):
    """What the commands said at the end of a month."""

    book: Book
    kinds: set[str]
    late: set[str]
    done: int
    overdue: int
    by_book: dict[str, str]
    errors: set[str]
    path: Path


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> dict[date, Month]:
    return {day: month(tmp_path_factory.mktemp(f"{day:%m}"), day) for day in DAYS}


def month(folder: Path, day: date) -> Month:
    """Tell the story up to a day, then give the three commands."""
    path = folder / "Книга школы.xlsx"
    Story(path, folder / "Анкеты", folder / "scratch", Year(FIRST, day)).tell()
    options = Options(today=day)
    run_check(str(path), options=options)
    seen = roadmap(str(path), options=options)
    remind(str(path), extra=Extra(calendar=True), options=options)
    with open_host(path) as host:
        book = read_book(host)
    found = dues(book, today=day)
    kinds = {due.key.split(":")[0] for due in found}
    late = {due.key.split(":")[0] for due in found if due.due < day}
    errors = {f.rule for f in check(book, today=day) if f.level == "ошибка"}
    return Month(book, kinds, late, seen.facts["done"], seen.facts["late"], seen.facts["by_book"], errors, path)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", [date(2026, 3, 2), date(2026, 4, 3), date(2026, 8, 31), date(2026, 12, 1)])
def test_a_fresh_book_has_nothing_late_in_any_of_the_commands(day: date, tmp_path: Path) -> None:
    path = tmp_path / "книга.xlsx"
    options = Options(today=day)
    new(str(path), options=options)
    assert roadmap(str(path), options=options).facts["late"] == 0
    with open_host(path) as host:
        assert [due for due in dues(read_book(host), today=day) if due.due < day] == []


def test_the_roadmap_only_goes_forward(year: dict[date, Month]) -> None:
    done = [year[day].done for day in DAYS]
    assert done == sorted(done)
    assert done[0] < done[-1] >= 50
    assert {year[day].overdue for day in DAYS} <= {0, 1}, "the one that the coordinator forgot to mark"


def test_the_records_say_more_each_month(year: dict[date, Month]) -> None:
    first, last = year[DAYS[0]].by_book, year[DAYS[-1]].by_book
    known = {code: text.split(":")[0] for code, text in last.items()}
    for code, text in first.items():
        if text.startswith("выполнено"):
            assert known.get(code) == "выполнено", (code, text, last.get(code))
    assert sum(text.startswith("выполнено") for text in last.values()) > sum(
        text.startswith("выполнено") for text in first.values()
    )


@pytest.mark.parametrize("day", DAYS)
def test_only_the_mistakes_left_on_purpose_are_errors(year: dict[date, Month], day: date) -> None:
    assert len(year[day].errors) <= 2


def test_each_month_asks_for_what_belongs_to_it(year: dict[date, Month]) -> None:
    november, december, march, may, june = (year[day] for day in DAYS)
    assert "teacher_has_agreement" in november.kinds, "the agreement that is still being signed"
    assert "unpaired" in november.late
    assert "monitoring" not in november.kinds
    assert "answers" in december.kinds
    assert not {"first", "trial"} & march.late, "every pair has begun"
    assert "final" not in march.kinds
    assert "monitoring" not in june.kinds, "the final monitoring has been taken"
    assert not {"meeting", "gap", "task", "final"} & june.kinds, "the pairs have ended"
    assert may.kinds


def test_reminders_do_not_grow_beyond_what_a_person_reads(year: dict[date, Month]) -> None:
    for day in DAYS:
        found = dues(year[day].book, today=day)
        assert len(found) <= 80, (day, len(found))
        assert len({due.key for due in found}) == len(found)


def test_the_next_year_begins_in_order_from_the_replayed_one(year: dict[date, Month], tmp_path: Path) -> None:
    last, day = year[DAYS[-1]], DAYS[-1]
    path = tmp_path / "следующий.xlsx"
    options = Options(today=day)
    facts = new(str(path), last_year=str(last.path), options=options).facts
    with open_host(path) as host:
        book = read_book(host)
    assert [f for f in check(book, today=day) if f.level == "ошибка"] == []
    late = {due.key.split(":")[0] for due in dues(book, today=day) if due.due < day}
    assert late <= {"request"}, "an old request still waits for its answer"
    assert roadmap(str(path), options=options).facts["late"] == 0
    left_out: dict[str, list[str]] = facts["left_out"]  # type: ignore[assignment]
    everybody = {m.code for m in last.book[Mentee]}
    assert everybody == {*facts["mentees"], *(c for codes in left_out.values() for c in codes if c in everybody)}  # type: ignore[misc]
    waiting = {m.code for m in book[Mentee] if m.unpaired_before}
    led = {p.mentee for p in last.book[Pair] if p.state in ("утверждена", "завершена")}
    assert waiting == {m.code for m in book[Mentee]} - led
