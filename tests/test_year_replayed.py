"""The invented school's year gone through month by month: what a coordinator would expect to hear, and nothing else.

The story (`demo`) is told once and goes on from month to month; a copy of the book is kept on each day, so check,
roadmap and remind see what she saw. The days are the last of every month and five on which something happens.
"""

from __future__ import annotations

import calendar
import shutil
from collections import Counter
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest

from nastavnik_sheets.book import Book, read_book
from nastavnik_sheets.check import check
from nastavnik_sheets.commands.making import new
from nastavnik_sheets.commands.options import Options
from nastavnik_sheets.commands.scheduling import roadmap
from nastavnik_sheets.demo.story import Story
from nastavnik_sheets.demo.year import Year
from nastavnik_sheets.hosts import open_host
from nastavnik_sheets.reminding import dues
from nastavnik_sheets.workbook import Meeting, Mentee, Pair, PlanTask
from nastavnik_sheets.year_sheets import Answer, Event, Training

if TYPE_CHECKING:
    from pathlib import Path

FIRST = 2026
MEANINGFUL = (date(2026, 11, 20), date(2026, 12, 25), date(2027, 3, 26), date(2027, 5, 28), date(2027, 6, 15))
MONTHS = tuple(
    date(year, month, calendar.monthrange(year, month)[1])
    for year, months in ((FIRST, range(9, 13)), (FIRST + 1, range(1, 6)))
    for month in months
)
DAYS = tuple(sorted({*MONTHS, *MEANINGFUL}))

ALWAYS = {"questionnaire", "roadmap"}
"""Four mentors' questionnaires came without a date, and one action of the roadmap was forgotten."""
AUTUMN = {*ALWAYS, "teacher_has_agreement", "answers"}
WINTER = {*AUTUMN, "unpaired", "gap", "request"}
HEARD: dict[date, set[str]] = {
    date(2026, 9, 30): {*AUTUMN, "first"},
    date(2026, 10, 31): {*AUTUMN, "first", "unpaired"},
    date(2026, 11, 20): WINTER,
    date(2026, 11, 30): {*WINTER, "task"},
    date(2026, 12, 25): WINTER,
    date(2026, 12, 31): WINTER,
    date(2027, 1, 31): WINTER,
    date(2027, 2, 28): WINTER,
    date(2027, 3, 26): WINTER,
    date(2027, 3, 31): WINTER,
    date(2027, 4, 30): WINTER,
    date(2027, 5, 28): {*ALWAYS, "unpaired", "request", "answers", "final"},
    date(2027, 5, 31): {*ALWAYS, "unpaired", "request", "answers", "final"},
    date(2027, 6, 15): {*ALWAYS, "request", "answers", "pair_is_not_overdue"},
}
"""What is due on each day, in the words of the keys of reminders: nothing else is heard."""
STATES: dict[date, dict[str, int]] = {
    **{month: {"утверждена": 38} for month in MONTHS[:2]},
    **{month: {"утверждена": 30, "завершена": 7, "прекращена": 1} for month in MONTHS[2:8]},
    MONTHS[8]: {"завершена": 36, "утверждена": 1, "прекращена": 1},
}
"""Pairs at the end of each month: the short programmes end in November, one pair has gone silent and is never ended."""


class Month(NamedTuple):
    """What the commands said on a day."""

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
    """Tell the year once, from September to June."""
    folder = tmp_path_factory.mktemp("год")
    story = Story(folder / "Книга школы.xlsx", folder / "Анкеты", folder / "scratch", Year(FIRST, DAYS[0]))
    story.tell()
    told = {DAYS[0]: seen(story, DAYS[0])}
    for day in DAYS[1:]:
        story.go_on(day)
        told[day] = seen(story, day)
    return told


def seen(story: Story, day: date) -> Month:
    """Keep the book as it is on a day, with what check, roadmap and remind say of it."""
    path = story.scratch / f"{day}.xlsx"
    shutil.copyfile(story.book, path)
    said = roadmap(str(path), options=Options(today=day, dry_run=True)).facts
    with open_host(path) as host:
        book = read_book(host)
    found = dues(book, today=day)
    kinds = {due.key.split(":")[0] for due in found}
    late = {due.key.split(":")[0] for due in found if due.due < day}
    errors = {f.rule for f in check(book, today=day) if f.level == "ошибка"}
    return Month(book, kinds, late, said["done"], said["late"], said["by_book"], errors, path)  # type: ignore[arg-type]


@pytest.mark.parametrize("day", DAYS)
def test_a_day_asks_for_what_belongs_to_it_and_for_nothing_else(year: dict[date, Month], day: date) -> None:
    assert year[day].kinds == HEARD[day]


@pytest.mark.parametrize("day", MONTHS)
def test_pairs_are_where_the_month_has_brought_them(year: dict[date, Month], day: date) -> None:
    assert Counter(pair.state for pair in year[day].book[Pair]) == STATES[day]


@pytest.mark.parametrize("day", DAYS)
def test_nothing_has_happened_before_its_day(year: dict[date, Month], day: date) -> None:
    book = year[day].book
    assert max(m.held for m in book[Meeting] if m.held) <= day
    assert max(e.held for e in book[Event] if e.held) <= day
    assert max(lesson.held for lesson in book[Training] if lesson.held) <= day
    assert max((t.done for t in book[PlanTask] if t.done), default=day) <= day
    assert max(p.end for p in (*book[Pair], Pair(code="", end=day)) if p.end) <= day


def test_from_month_to_month_records_are_added_and_none_is_lost_or_said_twice(year: dict[date, Month]) -> None:
    for sheet in (Meeting, Answer, Event, Training, PlanTask, Pair):
        for before, after in pairwise(DAYS):
            codes = [row.code for row in year[after].book[sheet]]  # type: ignore[attr-defined]
            assert {row.code for row in year[before].book[sheet]} <= set(codes), (sheet, after)  # type: ignore[attr-defined]
            assert len(set(codes)) == len(codes)
    for month in year.values():
        meetings = [(m.pair, m.held, m.kind) for m in month.book[Meeting]]
        assert len(set(meetings)) == len(meetings), "a report handed in again every month is one meeting"
        answers = [(a.person, a.question, a.moment) for a in month.book[Answer]]
        assert len(set(answers)) == len(answers)


def test_each_moment_of_the_questionnaires_comes_in_its_time(year: dict[date, Month]) -> None:
    moments = {day: {a.moment for a in year[day].book[Answer]} for day in MONTHS}
    assert moments[MONTHS[0]] == moments[MONTHS[1]] == {"вход"}
    assert moments[MONTHS[2]] == {"вход", "выход"}, "the short programmes are over"
    assert all(moments[day] == {"вход", "промежуточный", "выход"} for day in MONTHS[3:])


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


def test_what_is_late_belongs_to_its_day(year: dict[date, Month]) -> None:
    november, december, march, may, june = (year[day] for day in MEANINGFUL)
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
